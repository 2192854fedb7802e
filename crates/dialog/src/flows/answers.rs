//! Questions, answered from the clinic's own answers and from what its file says; never invented. What neither
//! knows goes to a person.

use super::Turn;
use crate::memory::Flow;
use crate::{matching, opening, wording};
use svara_language::phrases::{self, Key, Phrase};
use svara_language::{Reading, Topic};
use svara_model::{HandoverReason, Service, ServiceId};

/// Answers a question, then returns to what was under way.
pub(crate) fn answer(turn: &mut Turn, text: &str, reading: &Reading) {
    answer_first(turn, text, reading);
    turn.back_to_flow();
}

/// The answer alone, before something else that the same message asks for.
pub(crate) fn answer_first(turn: &mut Turn, text: &str, reading: &Reading) {
    let topic = reading.topic.unwrap_or(Topic::Other);
    match own_answer(turn, topic, text).or_else(|| from_the_file(turn, topic, reading)) {
        Some(phrase) => turn.say(phrase),
        None => turn.note(Key::HandOverNoAnswer, HandoverReason::NoAnswer),
    }
}

/// A question that the clinic wrote an answer for, whatever else the words may have been taken for.
pub(crate) fn clinics_own(turn: &mut Turn, text: &str) -> bool {
    let language = &turn.view.language;
    let found = nearest(turn, text).map(|it| turn.view.clinic.text(&it.answer, language).to_owned());
    let Some(answer) = found.filter(|it| !it.is_empty()) else { return false };
    turn.say(Phrase::new(Key::AnswerRaw).with("text", answer));
    turn.back_to_flow();
    true
}

/// How to pay, if the clinic says so; a bill is a person's matter.
pub(crate) fn about_payment(turn: &mut Turn) {
    let Some(phrase) = own_answer(turn, Topic::Payment, "") else {
        return turn.hand_over_or_note(Key::HandOverMedical, HandoverReason::Medical);
    };
    turn.say(phrase);
    turn.back_to_flow();
}

/// The clinic's own words: by topic, or by the question that shares most words with this one.
fn own_answer(turn: &Turn, topic: Topic, text: &str) -> Option<Phrase> {
    let clinic = &turn.view.clinic;
    let language = &turn.view.language;
    let by_topic = clinic.answers.iter().find(|it| topic != Topic::Other && it.topic == topic_name(topic));
    let found = by_topic.or_else(|| (topic == Topic::Other).then(|| nearest(turn, text)).flatten())?;
    let answer = clinic.text(&found.answer, language);
    (!answer.is_empty()).then(|| Phrase::new(Key::AnswerRaw).with("text", answer))
}

fn topic_name(topic: Topic) -> &'static str {
    match topic {
        Topic::OpeningHours => "opening_hours",
        Topic::Address => "address",
        Topic::Parking => "parking",
        Topic::Price => "price",
        Topic::Preparation => "preparation",
        Topic::Payment => "payment",
        Topic::Referral => "referral",
        Topic::Services => "services",
        Topic::Practitioners => "practitioners",
        Topic::Covid => "covid",
        Topic::CancellationPolicy => "cancellation_policy",
        Topic::Contact => "contact",
        Topic::Other => "other",
    }
}

/// Words of four letters and more carry a question's meaning; half of the written question's must be there.
const MEANINGFUL_LETTERS: usize = 4;

fn nearest<'t>(turn: &'t Turn, text: &str) -> Option<&'t svara_model::Answer> {
    let said = meaningful(text);
    turn.view
        .clinic
        .answers
        .iter()
        .filter_map(|it| {
            let asked = meaningful(turn.view.clinic.text(&it.question, &turn.view.language));
            let shared = asked.iter().filter(|word| said.contains(word)).count();
            (shared > 0 && shared * 2 >= asked.len()).then_some((shared, it))
        })
        .max_by_key(|(shared, _)| *shared)
        .map(|(_, it)| it)
}

fn meaningful(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| it.chars().count() >= MEANINGFUL_LETTERS)
        .map(str::to_owned)
        .collect()
}

fn from_the_file(turn: &Turn, topic: Topic, reading: &Reading) -> Option<Phrase> {
    let clinic = &turn.view.clinic;
    let language = &turn.view.language;
    Some(match topic {
        Topic::OpeningHours => {
            Phrase::new(Key::AnswerHours).with("lines", opening::week_in_words(clinic, language))
        }
        Topic::Address => Phrase::new(Key::AnswerAddress)
            .with("clinic", clinic.name.clone())
            .with("address", clinic.address.clone()),
        Topic::Price => prices(turn, reading)?,
        Topic::Preparation => {
            let text = clinic.text(&asked_service(turn, reading)?.preparation, language);
            (!text.is_empty()).then(|| Phrase::new(Key::AnswerPreparation).with("text", text))?
        }
        Topic::Services => {
            let names: Vec<String> =
                clinic.services.iter().map(|it| clinic.text(&it.name, language).to_owned()).collect();
            Phrase::new(Key::AnswerServices).with("list", wording::list(&names, language))
        }
        Topic::Practitioners => practitioners(turn),
        Topic::Contact => Phrase::new(Key::AnswerContact).with("phone", clinic.phone.as_ref()?.to_string()),
        Topic::CancellationPolicy => Phrase::new(Key::AnswerCancellation)
            .with_number("hours", i64::from(clinic.policy.cancel_until_hours)),
        Topic::Parking | Topic::Payment | Topic::Referral | Topic::Covid | Topic::Other => return None,
    })
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
fn prices(turn: &Turn, reading: &Reading) -> Option<Phrase> {
    let clinic = &turn.view.clinic;
    let one =
        matching::service(turn.view, reading).or_else(|| under_way(turn)).and_then(|id| clinic.service(&id));
    if let Some((service, price)) = one.and_then(|it| it.price.map(|price| (it, price))) {
        return Some(price_phrase(turn, Key::AnswerPrice, service, price));
    }
    let lines: Vec<String> = clinic
        .services
        .iter()
        .filter_map(|it| it.price.map(|price| price_phrase(turn, Key::AnswerPriceLine, it, price)))
        .map(|it| phrases::render(&it, &turn.view.language))
        .collect();
    (!lines.is_empty()).then(|| Phrase::new(Key::AnswerPrices).with("lines", lines.join("\n")))
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
            phrases::render(&line, &turn.view.language)
        })
        .collect();
    Phrase::new(Key::AnswerPractitioners).with("lines", lines.join("\n"))
}
