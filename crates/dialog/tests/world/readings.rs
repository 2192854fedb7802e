//! Readings as the language would give them.

use svara_language::{Intent, IntentReading, Reading, When, Window};

/// A message that asks for this and nothing else.
pub fn reading(intent: Intent) -> Reading {
    Reading {
        lang: "sv".to_owned(),
        intents: vec![IntentReading { name: intent, confidence: 0.9, when: None }],
        alternatives: Vec::new(),
        when: None,
        times: Vec::new(),
        choice: None,
        service: None,
        practitioner: None,
        for_other: None,
        name: None,
        topic: None,
        needs_clarification: false,
    }
}

/// The same, with a time between two moments.
pub fn at(reading: Reading, from: &str, to: &str) -> Reading {
    let window = Window { from: from.parse().unwrap(), to: to.parse().unwrap() };
    let when = When { windows: vec![window], flexible: false, prefer: None, text: String::new() };
    Reading { when: Some(when), ..reading }
}
