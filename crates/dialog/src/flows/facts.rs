//! Answers computed from the clinic's file: its hours on a day, prices, address and map, preparation, who works there,
//! until when one may cancel. Nothing here is typed twice, and nothing is guessed.

use super::Turn;
use super::answers::Told;
use crate::memory::Flow;
use crate::view::View;
use crate::{matching, nuance, opening, wording};
use jiff::SignedDuration;
use jiff::civil::Date;
use svara_language::phrases::{Key, Phrase};
use svara_language::{Grain, Reading, Topic};
use svara_model::{Service, ServiceId};

/// Days asked about one by one ("at the weekend"); of more the whole week is told.
const DAYS_TOLD_MAX: usize = 3;

/// What the clinic's file calls this topic.
const OPENING_HOURS: &str = "opening_hours";

/// The hours of the days asked about, or of this moment.
pub(crate) fn of_the_day(turn: &Turn, topic: Topic, text: &str, reading: &Reading) -> Option<Told> {
    if topic != Topic::OpeningHours {
        return None;
    }
    let days = days_asked(turn.view, reading);
    let clinic = &turn.view.clinic;
    let own = clinic.answers.iter().any(|it| it.topic == OPENING_HOURS);
    if own && days.iter().any(|it| !opening::hours_of(clinic, *it).is_empty()) {
        // The clinic says itself when it is open; only days on which it is closed need more than that.
        return None;
    }
    if days.is_empty() || days.len() > DAYS_TOLD_MAX {
        return nuance::right_now(text).then(|| Told::new(right_now(turn), "hours"));
    }
    let lines: Vec<String> = days.iter().map(|it| turn.view.render(&day(turn, *it))).collect();
    Some(Told::new(Phrase::new(Key::AnswerRaw).with("text", lines.join("\n")), "hours"))
}

fn days_asked(view: &View, reading: &Reading) -> Vec<Date> {
    let mut days = Vec::new();
    for time in reading.times.iter().filter(|it| it.grain <= Grain::Week) {
        let mut at = time.span.from.to_zoned(view.zone.clone()).date();
        let last = (time.span.to - SignedDuration::from_secs(1)).to_zoned(view.zone.clone()).date();
        while at <= last && days.len() <= DAYS_TOLD_MAX {
            if !days.contains(&at) {
                days.push(at);
            }
            let Ok(next) = at.tomorrow() else { break };
            at = next;
        }
    }
    days
}

fn right_now(turn: &Turn) -> Phrase {
    let view = turn.view;
    if let Some(until) = opening::open_until(view) {
        return Phrase::new(Key::AnswerOpenNow).with("until", wording::clock(until, &view.zone));
    }
    match opening::next_opening(view) {
        Some(at) => Phrase::new(Key::AnswerClosedNow)
            .with("when", wording::day_and_time(at, &view.zone, &view.language)),
        None => {
            Phrase::new(Key::AnswerHours).with("lines", opening::week_in_words(&view.clinic, &view.language))
        }
    }
}

fn day(turn: &Turn, date: Date) -> Phrase {
    let view = turn.view;
    let Ok(midnight) = date.to_zoned(view.zone.clone()).map(|it| it.timestamp()) else {
        return right_now(turn);
    };
    let name = wording::day(midnight, &view.zone, &view.language);
    let hours = opening::hours_of(&view.clinic, date);
    if !hours.is_empty() {
        return Phrase::new(Key::AnswerOpenDay)
            .with("day", name)
            .with("hours", wording::list(&hours, &view.language));
    }
    let closed = view.clinic.closed.iter().find(|it| it.date == date);
    let why = closed.map(|it| view.clinic.text(&it.name, &view.language)).filter(|it| !it.is_empty());
    let again = opening::next_opening(&View { now: midnight.max(view.now), ..view.clone() })
        .map(|at| wording::day_and_time(at, &view.zone, &view.language));
    match (why, again) {
        (Some(why), Some(again)) => {
            Phrase::new(Key::AnswerClosedDayWhy).with("day", name).with("why", why).with("when", again)
        }
        (None, Some(again)) => Phrase::new(Key::AnswerClosedDay).with("day", name).with("when", again),
        (_, None) => right_now(turn),
    }
}

/// "Do you do X-rays?": yes, how long, and what it costs.
pub(crate) fn of_one_service(turn: &Turn, topic: Topic, reading: &Reading) -> Option<Told> {
    if topic != Topic::Services {
        return None;
    }
    let service = matching::service(turn.view, reading).and_then(|id| turn.view.clinic.service(&id))?;
    let phrase = match service.price {
        Some(price) => price_phrase(turn, Key::AnswerServiceYes, service, price),
        None => Phrase::new(Key::AnswerServiceYesFree)
            .with("service", turn.view.clinic.text(&service.name, &turn.view.language))
            .with_number("minutes", i64::from(service.minutes)),
    };
    Some(Told::new(phrase, format!("service: {}", service.id)))
}

/// What the clinic's file says on a topic.
pub(crate) fn from_the_file(turn: &Turn, topic: Topic, reading: &Reading) -> Option<Told> {
    let clinic = &turn.view.clinic;
    let language = &turn.view.language;
    Some(match topic {
        Topic::OpeningHours => {
            let lines = opening::week_in_words(clinic, language);
            Told::new(Phrase::new(Key::AnswerHours).with("lines", lines), "hours")
        }
        Topic::Address => address(turn),
        Topic::Price => prices(turn, reading)?,
        Topic::Preparation => preparation(turn, reading)?,
        Topic::Services => {
            let names: Vec<String> =
                clinic.services.iter().map(|it| clinic.text(&it.name, language).to_owned()).collect();
            let list = wording::list(&names, language);
            Told::new(Phrase::new(Key::AnswerServices).with("list", list), "services")
        }
        Topic::Practitioners => Told::new(practitioners(turn), "practitioners"),
        Topic::Contact => {
            let phone = clinic.phone.as_ref()?.to_string();
            Told::new(Phrase::new(Key::AnswerContact).with("phone", phone), "clinic: phone")
        }
        Topic::CancellationPolicy => {
            let hours = i64::from(clinic.policy.cancel_until_hours);
            let phrase = Phrase::new(Key::AnswerCancellation).with_number("hours", hours);
            Told::new(phrase, "policy: cancel_until_hours")
        }
        Topic::Parking | Topic::Payment | Topic::Referral | Topic::Covid | Topic::Other => return None,
    })
}

fn address(turn: &Turn) -> Told {
    let clinic = &turn.view.clinic;
    let phrase = Phrase::new(Key::AnswerAddress)
        .with("clinic", clinic.name.clone())
        .with("address", clinic.address.clone());
    let map = clinic.location.map(|it| {
        let (north, east) = (it.latitude, it.longitude);
        let url = format!("https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=17/{north}/{east}");
        (Key::ButtonMap, url)
    });
    Told { link: map, ..Told::new(phrase, "clinic: address") }
}

fn preparation(turn: &Turn, reading: &Reading) -> Option<Told> {
    let service = asked_service(turn, reading)?;
    let text = turn.view.clinic.text(&service.preparation, &turn.view.language);
    let phrase = Phrase::new(Key::AnswerPreparation).with("text", text);
    (!text.is_empty()).then(|| Told::new(phrase, format!("service: {}", service.id)))
}

/// The service asked about: named, on the table, or the usual one.
fn asked_service<'t>(turn: &'t Turn, reading: &Reading) -> Option<&'t Service> {
    let booked = turn.view.appointments.first().map(|it| it.slot.service.clone());
    let id = matching::service(turn.view, reading).or_else(|| under_way(turn)).or(booked)?;
    turn.view.clinic.service(&id)
}

/// The service that the conversation is about just now: on the table, about to change, or reminded of.
fn under_way(turn: &Turn) -> Option<ServiceId> {
    let appointment = match &turn.memory.flow {
        Flow::Offering { offer } | Flow::AskingName { offer, .. } => {
            return turn.memory.offer(*offer).map(|it| it.request.service.clone());
        }
        Flow::AskingWhen { request, .. } => return Some(request.service.clone()),
        Flow::ConfirmingCancel { appointment }
        | Flow::MoveOrCancel { appointment }
        | Flow::ConfirmingSwap { appointment, .. } => Some(appointment),
        _ => turn.view.reminded.as_ref(),
    };
    appointment.and_then(|it| turn.view.appointment(it)).map(|it| it.slot.service.clone())
}

/// One price when it is clear which, else the whole list.
fn prices(turn: &Turn, reading: &Reading) -> Option<Told> {
    let clinic = &turn.view.clinic;
    let one =
        matching::service(turn.view, reading).or_else(|| under_way(turn)).and_then(|id| clinic.service(&id));
    if let Some((service, price)) = one.and_then(|it| it.price.map(|price| (it, price))) {
        let phrase = price_phrase(turn, Key::AnswerPrice, service, price);
        return Some(Told::new(phrase, format!("service: {}", service.id)));
    }
    let lines: Vec<String> = clinic
        .services
        .iter()
        .filter_map(|it| it.price.map(|price| price_phrase(turn, Key::AnswerPriceLine, it, price)))
        .map(|it| turn.view.render(&it))
        .collect();
    let phrase = Phrase::new(Key::AnswerPrices).with("lines", lines.join("\n"));
    (!lines.is_empty()).then(|| Told::new(phrase, "services: prices"))
}

fn price_phrase(turn: &Turn, key: Key, service: &Service, price: u32) -> Phrase {
    let clinic = &turn.view.clinic;
    let currency = match (clinic.currency.as_str(), turn.view.language.as_str()) {
        ("SEK", "sv") => "kr",
        (code, _) => code,
    };
    Phrase::new(key)
        .with("service", clinic.text(&service.name, &turn.view.language))
        .with("price", format!("{price} {currency}"))
        .with_number("minutes", i64::from(service.minutes))
}

fn practitioners(turn: &Turn) -> Phrase {
    let clinic = &turn.view.clinic;
    let lines: Vec<String> = clinic
        .practitioners
        .iter()
        .map(|it| {
            let role = clinic.text(&it.role, &turn.view.language);
            let line =
                Phrase::new(Key::AnswerPractitionerLine).with("name", it.name.clone()).with("role", role);
            turn.view.render(&line)
        })
        .collect();
    Phrase::new(Key::AnswerPractitioners).with("lines", lines.join("\n"))
}
