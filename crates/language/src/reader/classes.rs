//! The classes of the statistical reader: every intent but `question`, and every topic of a question.
//!
//! Absent: weights.

use crate::reading::{Intent, Topic};
use crate::rules::Meaning;

/// Names of the classes, in the order of the table; also the names of the files in `utterances/`.
pub const CLASSES: [&str; 44] = [
    "book",
    "reschedule",
    "cancel",
    "cannot_attend",
    "confirm_attendance",
    "list_appointments",
    "ask_availability",
    "earlier_time",
    "running_late",
    "question.opening_hours",
    "question.address",
    "question.parking",
    "question.price",
    "question.preparation",
    "question.payment",
    "question.referral",
    "question.services",
    "question.practitioners",
    "question.covid",
    "question.cancellation_policy",
    "question.contact",
    "question.other",
    "prescription",
    "test_results",
    "insurance",
    "payment",
    "video",
    "symptom",
    "emergency",
    "human",
    "complaint",
    "praise",
    "opt_out",
    "opt_in",
    "data_access",
    "data_erasure",
    "greeting",
    "thanks",
    "goodbye",
    "yes",
    "no",
    "choose",
    "language",
    "unknown",
];

/// What a class stands for.
pub fn meaning(class: usize) -> (Intent, Option<Topic>) {
    match Meaning::from_heading(CLASSES[class]) {
        Some(Meaning::Act(intent)) => (intent, None),
        Some(Meaning::Ask(topic)) => (Intent::Question, Some(topic)),
        _ => (Intent::Unknown, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_an_intent_of_the_contract() {
        for (class, name) in CLASSES.iter().enumerate() {
            let (intent, topic) = meaning(class);
            assert_eq!(topic.is_some(), name.starts_with("question."), "{name}");
            assert!(intent != Intent::Unknown || *name == "unknown", "{name}");
        }
    }
}
