//! What must hold on the list's books after every act; the first that doesn't, in words.

use super::house::House;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use svara_model::{FreedState, FreedTime, OfferState, TimeOffer};

pub async fn broken(house: &House) -> Option<String> {
    let (all, kept) = house.books_of_the_list().await;
    for (time, asked) in &all {
        if let Some(wrong) = of_one(house, time, asked).await {
            return Some(wrong);
        }
    }
    let mut pairs = BTreeSet::new();
    let mut a_day = BTreeMap::new();
    let zone = TimeZone::get(&house.clinic.time_zone).unwrap();
    for offer in all.iter().flat_map(|it| &it.1) {
        if !pairs.insert((&offer.patient, &offer.slot.practitioner, offer.slot.from)) {
            return Some(format!("{} was asked about {} twice", offer.patient, offer.slot.from));
        }
        let asked_at = offer.offered_at.to_zoned(zone.clone());
        if !(8..21).contains(&asked_at.hour()) && house.clinic.waitlist.quiet.to == "08:00" {
            return Some(format!("{} was asked at {asked_at}", offer.patient));
        }
        let today = a_day.entry((&offer.patient, asked_at.date())).or_insert(0_u32);
        *today += 1;
        if *today > house.clinic.waitlist.offers_per_day {
            return Some(format!("{} was asked {today} times in a day", offer.patient));
        }
    }
    let now = house.desk.now();
    for (id, until) in kept {
        let asked = all.iter().find(|it| it.0.id == id).map(|it| &it.1[..]).unwrap_or_default();
        let last = asked.iter().filter(|it| it.state == OfferState::Standing).map(|it| it.until).max();
        if last.is_none_or(|it| it < until) {
            return Some(format!("at {now} the hold of {id} until {until} outlives its offers"));
        }
    }
    None
}

async fn of_one(house: &House, time: &FreedTime, asked: &[TimeOffer]) -> Option<String> {
    let count = |state: OfferState| asked.iter().filter(|it| it.state == state).count();
    let rules = &house.clinic.waitlist;
    let near = asked
        .iter()
        .any(|it| it.slot.from.duration_since(it.offered_at).as_mins() < i64::from(rules.late_hours) * 60);
    let places = if near { rules.at_a_time_late } else { rules.at_a_time };
    if count(OfferState::Standing) > usize::try_from(places).unwrap() {
        return Some(format!("{} are asked about {} at once", count(OfferState::Standing), time.slot.from));
    }
    let yes = count(OfferState::Accepted);
    if yes > 1 || (yes == 1) != (time.state == FreedState::Filled) {
        return Some(format!("{} is {:?} after {yes} who had it", time.slot.from, time.state));
    }
    if time.state != FreedState::Open && count(OfferState::Standing) > 0 {
        return Some(format!("{} is {:?} and still offered", time.slot.from, time.state));
    }
    if let Some(id) = &time.filled_by {
        let Some(visit) = house.visit(id).await else { return Some(format!("{id} was never booked")) };
        let since = visit.revision > 0 || visit.slot.from == time.slot.from;
        if !since || time.patient.as_ref() == Some(&visit.patient) {
            return Some(format!("{id} is no visit at {}", time.slot.from));
        }
    }
    None
}
