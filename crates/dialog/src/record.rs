//! A turn as it was heard and decided, and playing it again: a conversation is a function of its events, so the same
//! events under the same rules must give the same effects and the same memory.
//!
//! Absent: keeping records and finding the rules of their day; that is the desk's.

use crate::effect::{Choice, Effect, OptionLabel};
use crate::event::Event;
use crate::memory::{Flow, Memory};
use crate::step::{silent_step, step};
use crate::tap::Tap;
use crate::view::View;
use crate::wording;
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use svara_model::{Appointment, AppointmentId, Clinic, Language, Patient, TimeOffer, WaitEntry};

/// One turn.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// When.
    pub now: Timestamp,
    /// The fingerprint of the clinic's set-up.
    pub clinic: String,
    /// Where links of ours began.
    pub public_url: String,
    /// Who shared the contact.
    pub patients: Vec<Patient>,
    /// Their coming appointments.
    pub appointments: Vec<Appointment>,
    /// The appointment whose reminder waited for its answer.
    pub reminded: Option<AppointmentId>,
    /// Their standing wishes on the waiting list.
    #[serde(default)]
    pub waiting: Vec<WaitEntry>,
    /// The freed time they had been asked about.
    #[serde(default)]
    pub freed: Option<TimeOffer>,
    /// Their appointments that could not take place.
    #[serde(default)]
    pub touched: Vec<AppointmentId>,
    /// What was remembered before it.
    pub memory: Memory,
    /// What was heard, in order.
    pub heard: Vec<Heard>,
    /// The fingerprint of what was remembered after it.
    pub after: String,
}

/// One thing that a patient sent, or that time brought.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Heard {
    /// Who answered then.
    pub listener: Listener,
    /// The language answered in.
    pub language: Language,
    /// The language known before the words were read.
    pub known: Option<Language>,
    /// The event, the world's answers to it, and what was decided at each.
    pub steps: Vec<Step>,
}

/// Who answers in a conversation, as far as a step must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listener {
    /// The desk.
    Desk,
    /// Nobody yet: a person was asked for.
    Nobody,
    /// A person.
    Person,
}

/// One event and what was decided.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    /// What happened.
    pub event: Event,
    /// What was decided, each effect on a line.
    pub effects: Vec<String>,
}

/// Where playing a turn again departs from what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What was heard there, in a word.
    pub at: String,
    /// What was decided then.
    pub then: String,
    /// What is decided now.
    pub now: String,
}

/// A place in the conversation and what was heard there: a transition, for coverage.
pub type Transition = (&'static str, String);

/// Plays a turn again; the first difference, if there is one.
pub fn replay(record: &Record, clinic: &Arc<Clinic>) -> Option<Difference> {
    let mut view = view_of(record, clinic);
    let mut memory = record.memory.clone();
    for heard in &record.heard {
        view.language = heard.language.clone();
        for it in &heard.steps {
            let (after, effects) = decide(memory, &it.event, heard.listener, &mut view);
            memory = after;
            let now: Vec<String> = effects.iter().map(told).collect();
            if now != it.effects {
                let at = kind(&it.event);
                return Some(Difference { at, then: it.effects.join("\n"), now: now.join("\n") });
            }
        }
    }
    let after = fingerprint(&memory);
    (after != record.after).then(|| Difference {
        at: "the end of the turn".to_owned(),
        then: format!("memory {}", record.after),
        now: format!("memory {after}"),
    })
}

/// One step, with what it changes in the view for the next.
pub fn decide(memory: Memory, event: &Event, listener: Listener, view: &mut View) -> (Memory, Vec<Effect>) {
    view.learn(event);
    let (memory, effects) = match listener {
        Listener::Desk => step(memory, event.clone(), view),
        Listener::Nobody | Listener::Person => silent_step(memory, event, view, listener == Listener::Person),
    };
    for effect in &effects {
        view.foresee(effect);
        if let Effect::SetLanguage(language) = effect {
            view.language = wording::text_language(language);
        }
    }
    (memory, effects)
}

/// What a turn would decide if its words were read another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The words.
    pub words: String,
    /// What was decided.
    pub then: String,
    /// What would be.
    pub now: String,
}

/// Plays a turn again with some of its words read another way; each message that would be answered differently.
pub fn reread(
    record: &Record,
    clinic: &Arc<Clinic>,
    other: impl Fn(&str, &svara_language::Reading) -> Option<svara_language::Reading>,
) -> Vec<Changed> {
    let mut view = view_of(record, clinic);
    let mut memory = record.memory.clone();
    let mut all = Vec::new();
    for heard in &record.heard {
        view.language = heard.language.clone();
        for it in &heard.steps {
            if let Event::Said { text, reading } = &it.event
                && let Some(reading) = other(text, reading)
            {
                let event = Event::Said { text: text.clone(), reading };
                let effects = decide(memory.clone(), &event, heard.listener, &mut view.clone()).1;
                let now: Vec<String> = effects.iter().map(told).collect();
                if now != it.effects {
                    let (then, now) = (it.effects.join("\n"), now.join("\n"));
                    all.push(Changed { words: text.clone(), then, now });
                }
            }
            memory = decide(memory, &it.event, heard.listener, &mut view).0;
        }
    }
    all
}

/// Every place and event of a turn in which the desk answered.
pub fn transitions(record: &Record, clinic: &Arc<Clinic>) -> Vec<Transition> {
    let mut view = view_of(record, clinic);
    let mut memory = record.memory.clone();
    let mut all = Vec::new();
    for heard in &record.heard {
        view.language = heard.language.clone();
        for it in &heard.steps {
            if heard.listener == Listener::Desk {
                all.push((memory.flow.name(), kind(&it.event)));
            }
            memory = decide(memory, &it.event, heard.listener, &mut view).0;
        }
    }
    all
}

/// The view that a turn began with.
pub fn view_of(record: &Record, clinic: &Arc<Clinic>) -> View {
    View {
        clinic: Arc::clone(clinic),
        zone: TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC),
        now: record.now,
        language: record.heard.first().map_or_else(|| clinic.default_language(), |it| it.language.clone()),
        patients: record.patients.clone(),
        appointments: record.appointments.clone(),
        reminded: record.reminded.clone(),
        waiting: record.waiting.clone(),
        freed: record.freed.clone(),
        touched: record.touched.clone(),
        public_url: record.public_url.clone(),
    }
}

/// A fingerprint (FNV-1a) of anything that is written as JSON.
pub fn fingerprint(it: &impl Serialize) -> String {
    const SEED: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let json = serde_json::to_string(it).expect("what is remembered is plain data");
    let hash = json.bytes().fold(SEED, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    format!("{hash:016x}")
}

/// An effect in one line: sentences by their keys, taps by their ids.
pub fn told(effect: &Effect) -> String {
    let Effect::Say(say) = effect else { return format!("{effect:?}") };
    let keys: Vec<&str> = say.phrases.iter().map(|it| it.key().as_str()).collect();
    let choice = match &say.choice {
        Choice::None => String::new(),
        Choice::Options(options) => {
            let shown: Vec<String> =
                options.iter().map(|it| format!(" [{}{}]", it.0, label(&it.1))).collect();
            shown.concat()
        }
        Choice::Link { url, .. } => format!(" <{url}>"),
    };
    let words = format!("{:?}", say.phrases);
    format!("Say {}{choice} #{}", keys.join(" "), fingerprint(&words))
}

fn label(label: &OptionLabel) -> String {
    match label {
        OptionLabel::Words(phrase) => format!(" {}", phrase.key().as_str()),
        OptionLabel::Time(slot) => format!(" {} {}", slot.from, slot.practitioner),
    }
}

/// What kind of event it is: an intent, a tap, something sent, an answer of the world.
pub fn kind(event: &Event) -> String {
    match event {
        Event::Said { reading, .. } => {
            let intent = reading.intents.first().map_or(svara_language::Intent::Unknown, |it| it.name);
            format!("says {}", name_of(&intent))
        }
        Event::Tapped { id, .. } => {
            format!("taps {}", Tap::parse(id).map_or("something strange", |it| it.name()))
        }
        Event::SentMedia(_) => "sends a picture or a recording".to_owned(),
        Event::SentLocation => "sends a place".to_owned(),
        Event::SentContact => "sends a contact card".to_owned(),
        Event::SentUnreadable => "sends something unreadable".to_owned(),
        Event::Unanswered => "silence".to_owned(),
        Event::Lapsed => "long silence".to_owned(),
        Event::TimesFound { slots, .. } if slots.is_empty() => "no times".to_owned(),
        Event::TimesFound { .. } => "times".to_owned(),
        Event::Booked(_) => "booked".to_owned(),
        Event::Moved { .. } => "moved".to_owned(),
        Event::PlansFound(all) if all.is_empty() => "no plans".to_owned(),
        Event::PlansFound(_) => "plans".to_owned(),
        Event::PlanBooked(_) => "a plan is booked".to_owned(),
        Event::PlanGone => "the plan is gone".to_owned(),
        Event::Cancelled(_) => "cancelled".to_owned(),
        Event::TimeGone => "the time is gone".to_owned(),
        Event::NotAllowed(_) => "the time is not allowed".to_owned(),
        Event::Enrolled(_) => "enrolled".to_owned(),
        Event::Waits { .. } => "waits".to_owned(),
        Event::OfferGone(_) => "the freed time is gone".to_owned(),
    }
}

/// A closed list's name as JSON writes it.
pub(crate) fn name_of(it: &impl Serialize) -> String {
    let json = serde_json::to_string(it).expect("a name is plain data");
    json.trim_matches('"').to_owned()
}

impl Flow {
    /// What is under way, in a word.
    pub fn name(&self) -> &'static str {
        use crate::memory::Awaited;
        match self {
            Self::Idle => "idle",
            Self::AskingWhom { .. } => "asking whom",
            Self::Offering { .. } => "offering",
            Self::AskingName { .. } => "asking name",
            Self::AskingWhich { .. } => "asking which",
            Self::ConfirmingCancel { .. } => "confirming cancel",
            Self::MoveOrCancel { .. } => "move or cancel",
            Self::ConfirmingSwap { .. } => "confirming swap",
            Self::AskingWhen { .. } => "asking when",
            Self::AskingToBook => "asking to book",
            Self::AskingToWait { .. } => "asking to wait",
            Self::AskingWaitName { .. } => "asking a name for the list",
            Self::AskingPlanNames { .. } => "asking who comes",
            Self::OfferingPlans => "offering plans",
            Self::Awaiting(Awaited::Plans { .. }) => "awaiting plans",
            Self::Awaiting(Awaited::PlanEnrolment { .. }) => "awaiting an enrolment for a plan",
            Self::Awaiting(Awaited::PlanSettling) => "awaiting a plan's booking",
            Self::Awaiting(Awaited::Times { .. }) => "awaiting times",
            Self::Awaiting(Awaited::Settling { .. }) => "awaiting a booking",
            Self::Awaiting(Awaited::Enrolment { .. }) => "awaiting an enrolment",
            Self::Awaiting(Awaited::Cancellation { .. }) => "awaiting a cancellation",
            Self::Awaiting(Awaited::Waiting) => "awaiting a place on the list",
            Self::Awaiting(Awaited::WaitEnrolment { .. }) => "awaiting an enrolment for the list",
            Self::Awaiting(Awaited::Freed) => "awaiting a freed time",
            Self::Awaiting(Awaited::NextBest { .. }) => "awaiting the next best times",
        }
    }
}
