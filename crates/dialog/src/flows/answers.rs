//! Questions, answered from the clinic's own answers (`knowledge.rs`) and from what its file says (`facts.rs`); never
//! invented. What neither knows goes to a person.

use super::{Turn, facts};
use crate::effect::{Choice, Effect, Say};
use crate::knowledge;
use svara_language::phrases::{Key, Phrase};
use svara_language::{Reading, Topic};
use svara_model::{Answer, HandoverReason};

/// What is said, what it was taken from, and a page that goes with it.
pub(crate) struct Told {
    pub(crate) phrase: Phrase,
    pub(crate) source: String,
    pub(crate) link: Option<(Key, String)>,
}

impl Told {
    pub(crate) fn new(phrase: Phrase, source: impl Into<String>) -> Self {
        Self { phrase, source: source.into(), link: None }
    }
}

/// A question that fits another of the clinic's answers as well as this is about that, whatever topic was heard.
const OTHER_TOPIC_SCORE: f64 = 0.75;

/// Answers a question, then returns to what was under way.
pub(crate) fn answer(turn: &mut Turn, text: &str, reading: &Reading) {
    answer_first(turn, text, reading);
    turn.back_to_flow();
}

/// The answer alone, before something else that the same message asks for.
pub(crate) fn answer_first(turn: &mut Turn, text: &str, reading: &Reading) {
    match known(turn, text, reading) {
        Some(told) => tell(turn, told),
        None => turn.note(Key::HandOverNoAnswer, HandoverReason::NoAnswer),
    }
}

/// Whether there is an answer to a question.
pub(crate) fn knows(turn: &Turn, text: &str, reading: &Reading) -> bool {
    known(turn, text, reading).is_some()
}

fn known(turn: &Turn, text: &str, reading: &Reading) -> Option<Told> {
    let topic = reading.topic.unwrap_or(Topic::Other);
    let hit = knowledge::find(&turn.view.clinic, text);
    let elsewhere = hit.filter(|it| it.score >= OTHER_TOPIC_SCORE && it.answer.topic != topic_name(topic));
    facts::of_the_day(turn, topic, text, reading)
        .or_else(|| facts::of_one_service(turn, topic, reading))
        .or_else(|| elsewhere.and_then(|it| in_its_words(turn, it.answer)))
        .or_else(|| by_topic(turn, topic, text))
        .or_else(|| facts::from_the_file(turn, topic, reading))
        .or_else(|| hit.and_then(|it| in_its_words(turn, it.answer)))
}

fn tell(turn: &mut Turn, told: Told) {
    turn.effects.push(Effect::Source(told.source));
    let choice =
        told.link.map_or(Choice::None, |(label, url)| Choice::Link { label: Phrase::new(label), url });
    turn.effects.push(Effect::Say(Say::with(told.phrase, choice)));
}

/// A question that the clinic wrote an answer for, whatever else the words may have been taken for.
pub(crate) fn clinics_own(turn: &mut Turn, text: &str) -> bool {
    let hit = knowledge::find(&turn.view.clinic, text);
    let Some(told) = hit.and_then(|it| in_its_words(turn, it.answer)) else { return false };
    tell(turn, told);
    turn.back_to_flow();
    true
}

/// How to pay, if the clinic says so; a bill is a person's matter.
pub(crate) fn about_payment(turn: &mut Turn) {
    let Some(told) = by_topic(turn, Topic::Payment, "") else {
        return turn.hand_over_or_note(Key::HandOverMedical, HandoverReason::Medical);
    };
    tell(turn, told);
    turn.back_to_flow();
}

/// The clinic's answer on a topic; of several, the one that fits the words best.
fn by_topic(turn: &Turn, topic: Topic, text: &str) -> Option<Told> {
    if topic == Topic::Other {
        return None;
    }
    let mut ranked = knowledge::rank(&turn.view.clinic, text).into_iter();
    ranked.find(|it| it.answer.topic == topic_name(topic)).and_then(|it| in_its_words(turn, it.answer))
}

fn in_its_words(turn: &Turn, found: &Answer) -> Option<Told> {
    let clinic = &turn.view.clinic;
    let answer = clinic.text(&found.answer, &turn.view.language);
    let source = format!("answer: {}", clinic.text(&found.question, &clinic.default_language()));
    (!answer.is_empty()).then(|| Told::new(Phrase::new(Key::AnswerRaw).with("text", answer), source))
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
