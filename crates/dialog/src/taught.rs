//! Wordings that a clinic taught its desk: whoever writes one means what it was taught to mean.
//!
//! Absent: an emergency is never taught away. Where wordings are kept, and who taught them, is the desk's matter.

use crate::matching::fold;
use serde::de::DeserializeOwned;
use svara_language::{Intent, IntentReading, Reading, Topic};

/// A wording and its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taught {
    /// The wording, folded.
    words: String,
    /// What it means.
    intent: Intent,
    /// With a question: what about.
    topic: Option<Topic>,
}

/// What was taught is as sure as a person's word, and leaves room for an emergency.
const CONFIDENCE: f64 = 0.95;
/// A single word shorter than this stands in too many messages to be taught as a part of one.
const LETTERS_MIN: usize = 6;
/// A whole message this alike (Dice's coefficient over letter triples) is the wording with a slip in it.
const ALIKE: f64 = 0.8;

impl Taught {
    /// From a wording and `book`, `cancel`, `question:parking` …; none when there is no such meaning.
    pub fn new(words: &str, meaning: &str) -> Option<Self> {
        let (intent, topic) = match meaning.split_once(':') {
            Some((intent, topic)) => (parsed(intent)?, Some(parsed(topic)?)),
            None => (parsed(meaning)?, None),
        };
        let words = fold(words);
        (!words.is_empty()).then_some(Self { words, intent, topic })
    }

    /// Whether a message says this.
    fn is_said(&self, text: &str) -> bool {
        let said = fold(text);
        let several = self.words.contains(' ') || self.words.chars().count() >= LETTERS_MIN;
        said == self.words
            || several && format!(" {said} ").contains(&format!(" {} ", self.words))
            || crate::knowledge::alike(&said, &self.words) >= ALIKE
    }
}

/// The reading as it was taught, when the message says something taught; otherwise as it was.
pub fn read(taught: &[Taught], text: &str, reading: Reading) -> Reading {
    let emergency = reading.intents.iter().any(|it| it.name == Intent::Emergency);
    let Some(known) = taught.iter().find(|it| !emergency && it.is_said(text)) else { return reading };
    let meant = IntentReading { name: known.intent, confidence: CONFIDENCE, when: reading.when.clone() };
    Reading {
        intents: vec![meant],
        topic: known.topic.or(reading.topic),
        needs_clarification: false,
        ..reading
    }
}

fn parsed<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.trim().to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Reading {
        let nothing = serde_json::json!({ "lang": "sv", "intents": [{ "name": "unknown", "confidence": 0.2, "when": null }],
            "alternatives": [], "when": null, "times": [], "choice": null, "service": null, "practitioner": null,
            "for_other": null, "name": null, "topic": null, "needs_clarification": true });
        serde_json::from_value(nothing).expect("a reading")
    }

    #[test]
    fn a_taught_wording_is_known_in_a_message_and_with_a_slip() {
        let taught = [Taught::new("fixa gaddarna", "book").expect("a meaning")];
        let meant = |text: &str| read(&taught, text, empty()).intents[0].name;
        for text in ["fixa gaddarna", "Hej! Kan ni fixa gaddarna på torsdag?", "fixa gadarna"] {
            assert_eq!(meant(text), Intent::Book, "{text}");
        }
        assert_eq!(meant("fixa bilen"), Intent::Unknown);
    }

    #[test]
    fn meanings_are_the_contracts() {
        assert!(Taught::new("läget", "question:parking").is_some());
        assert_eq!(Taught::new("läget", "parkera"), None);
        assert_eq!(Taught::new("!!!", "book"), None);
    }

    #[test]
    fn an_emergency_is_never_taught_away() {
        let taught = [Taught::new("ont i bröstet", "thanks").expect("a meaning")];
        let mut emergency = empty();
        emergency.intents[0].name = Intent::Emergency;
        assert_eq!(read(&taught, "ont i bröstet", emergency).intents[0].name, Intent::Emergency);
    }
}
