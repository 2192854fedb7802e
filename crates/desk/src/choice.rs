//! Which few of many free times are offered.
//!
//! Absent: the search, and how a patient's habits are known (see `habits`).

use crate::shown::Shown;
use crate::times::FreeTimes;
use svara_schedule::{Offer, Slot, Wishes, Zone, earliest, offers, spread};

/// The few that are offered. One clock time is offered once: with whom the patient knows, else with the first who can.
/// Without any habit it is the plain spread over days; with one, what suits the patient and keeps the day whole. What
/// others were just shown comes only for want of anything else.
pub(crate) fn few(
    ask: &FreeTimes,
    slots: &[Slot],
    shown: &Shown,
    wishes: &Wishes,
    zone: &Zone,
) -> Vec<Offer> {
    let known = |it: &&Slot| wishes.practitioner.as_ref() == Some(&it.practitioner);
    let fresh = |it: &&Slot| !shown.contains(&(it.practitioner.as_str().to_owned(), it.from));
    let one_a_start = slots.chunk_by(|a, b| a.from == b.from);
    let best = |all: &'_ [Slot]| {
        let first = || all.iter().find(fresh).unwrap_or(&all[0]);
        all.iter().find(known).unwrap_or_else(first).clone()
    };
    let once: Vec<Slot> = one_a_start.map(best).collect();
    let (before, after): (Vec<Slot>, Vec<Slot>) = once.into_iter().partition(|it| fresh(&it));
    let mut few = ranked(ask, &before, ask.count, wishes, zone);
    let left = ask.count - few.len().min(ask.count);
    if left > 0 && !after.is_empty() {
        few.extend(ranked(ask, &after, left, wishes, zone));
    }
    few.sort_by_key(|it| it.slot.from);
    few
}

fn ranked(ask: &FreeTimes, slots: &[Slot], count: usize, wishes: &Wishes, zone: &Zone) -> Vec<Offer> {
    let plain = |slots: Vec<Slot>| -> Vec<Offer> {
        slots.into_iter().map(|slot| Offer { slot, merits: Vec::new() }).collect()
    };
    if ask.latest {
        return plain(slots.iter().rev().take(count).rev().cloned().collect());
    }
    if ask.earliest {
        return plain(earliest(slots, count));
    }
    if wishes.are_known() { offers(slots, wishes, count, zone) } else { plain(spread(slots, count, zone)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Weekday;
    use jiff::{Timestamp, ToSpan};
    use svara_schedule::{Merit, Part};

    fn ask() -> FreeTimes {
        FreeTimes {
            service: "undersokning".parse().unwrap(),
            patient: None,
            practitioner: None,
            windows: Vec::new(),
            count: 3,
            earliest: false,
            latest: false,
            not: Vec::new(),
            moving: None,
            own: None,
        }
    }

    /// Two practitioners, free every hour from nine to four on five days from Monday 9 March 2026.
    fn week() -> Vec<Slot> {
        let first: Timestamp = "2026-03-09T08:00:00Z".parse().unwrap();
        let mut slots = Vec::new();
        for hour in (0..5).flat_map(|day| (0..7).map(move |hour| day * 24 + hour)) {
            for who in ["haddad", "lindqvist"] {
                let from = first + hour.hours();
                slots.push(Slot {
                    from,
                    to: from + 30.minutes(),
                    practitioner: who.into(),
                    rooms: Vec::new(),
                    rest_before: 600,
                    rest_after: 600,
                });
            }
        }
        slots
    }

    fn told(wishes: &Wishes) -> Vec<String> {
        let zone = Zone::named("Europe/Stockholm").unwrap();
        let few = few(&ask(), &week(), &Shown::new(), wishes, &zone);
        few.iter()
            .map(|it| format!("{} {}", &zone.write(it.slot.from)[8..16], it.slot.practitioner))
            .collect()
    }

    #[test]
    fn a_newcomer_gets_the_first_time_of_three_days() {
        assert_eq!(told(&Wishes::default()), ["09T09:00 haddad", "10T09:00 haddad", "11T09:00 haddad"]);
    }

    #[test]
    fn whoever_has_been_here_gets_the_same_practitioner_and_the_usual_time_on_three_days() {
        let known = Wishes { practitioner: Some("lindqvist".into()), ..Wishes::default() };
        let with = told(&known);
        assert!(with.iter().all(|it| it.ends_with("lindqvist")), "{with:?}");
        let usual = Wishes { parts: vec![Part::Afternoon], weekdays: vec![Weekday::Thursday], ..known };
        let times = told(&usual);
        assert!(times.contains(&"12T12:00 lindqvist".to_owned()), "a Thursday afternoon: {times:?}");
        let days: std::collections::BTreeSet<&str> = times.iter().map(|it| &it[..2]).collect();
        assert_eq!(days.len(), 3, "{times:?}");
        assert_eq!(times, told(&usual), "the same state gives the same three");
    }

    #[test]
    fn each_of_them_says_why() {
        let zone = Zone::named("Europe/Stockholm").unwrap();
        let wishes = Wishes { practitioner: Some("lindqvist".into()), ..Wishes::default() };
        for offer in few(&ask(), &week(), &Shown::new(), &wishes, &zone) {
            assert_eq!(offer.merits.first(), Some(&Merit::SamePractitioner), "{offer:?}");
        }
    }

    #[test]
    fn what_others_were_just_shown_comes_last_and_is_never_gone() {
        let zone = Zone::named("Europe/Stockholm").unwrap();
        let starts = |shown: &Shown| -> Vec<String> {
            let few = few(&ask(), &week(), shown, &Wishes::default(), &zone);
            few.iter()
                .map(|it| format!("{} {}", &zone.write(it.slot.from)[8..16], it.slot.practitioner))
                .collect()
        };
        let first: Timestamp = "2026-03-09T08:00:00Z".parse().unwrap();
        let one = Shown::from([("haddad".to_owned(), first)]);
        assert_eq!(starts(&one)[0], "09T09:00 lindqvist", "the same time with somebody else");
        let both = Shown::from([("haddad".to_owned(), first), ("lindqvist".to_owned(), first)]);
        assert_eq!(starts(&both)[0], "09T10:00 haddad", "the next time of the same day");
        let all = week().iter().map(|it| (it.practitioner.as_str().to_owned(), it.from)).collect();
        assert_eq!(starts(&all), starts(&Shown::new()), "when all were shown, they are shown again");
    }
}
