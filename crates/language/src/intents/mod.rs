//! What a message asks for: patterns, statistics and what stood before, weighed together.
//!
//! Order of precedence: emergency, opt-out, data erasure and access, a person, the rest. Short answers are read
//! by what was asked before they are read by their words.
//!
//! Absent: names, services, persons (`entities`) and times (`times`).

mod clauses;
mod emergency;
mod evidence;
mod markup;
mod requests;
mod short;

use crate::reading::{Intent, IntentReading, Topic};
use crate::scene::Scene;
use evidence::Evidence;

/// What was decided, before entities are filled in.
#[derive(Clone, Debug)]
pub struct Decision {
    /// In the order said, never empty.
    pub intents: Vec<IntentReading>,
    /// Other readings, best first.
    pub alternatives: Vec<IntentReading>,
    /// Topic of the first question.
    pub topic: Option<Topic>,
    /// Index into the offered times.
    pub choice: Option<usize>,
    /// A good receptionist would ask.
    pub unclear: bool,
    /// Why, in words.
    pub because: Vec<String>,
}

impl Decision {
    /// One intent and nothing else.
    pub fn only(name: Intent, confidence: f64, because: &str) -> Self {
        Self {
            intents: vec![IntentReading { name, confidence, when: None }],
            alternatives: Vec::new(),
            topic: (name == Intent::Question).then_some(Topic::Other),
            choice: None,
            unclear: false,
            because: vec![because.to_owned()],
        }
    }
}

/// Decides what a message asks for.
pub fn decide(scene: &Scene<'_>) -> Decision {
    if let Some(decision) = emergency::judge(scene) {
        return decision;
    }
    if scene.words.is_empty() {
        return Decision::only(Intent::Unknown, 0.2, "no words");
    }
    if markup::is_all(scene.text) {
        return Decision::only(Intent::Unknown, 0.3, "markup for a machine, not a person's words");
    }
    let evidence = Evidence::of(scene);
    if let Some(decision) = short::answer(scene, &evidence) {
        return decision;
    }
    requests::decide(scene, &evidence)
}
