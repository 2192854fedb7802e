//! The hits of patterns and the statistical reader's leaning, added up by intent.
//!
//! Absent: context and precedence.

use crate::reading::{Intent, Topic};
use crate::rules::{Findings, Hit, Meaning};
use crate::scene::Scene;

/// What speaks for one intent.
#[derive(Clone, Copy, Debug)]
pub struct Voice {
    /// Which.
    pub intent: Intent,
    /// A question's topic.
    pub topic: Option<Topic>,
    /// Added-up weight.
    pub weight: f64,
    /// Patterns that are more than a hint speak for it.
    pub strong: bool,
}

/// What speaks for what.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Heaviest first.
    pub voices: Vec<Voice>,
    /// Intents whose words were there but turned over by a negation.
    pub denied: Vec<Intent>,
}

const STRONG: f64 = 1.0;
const WEAK: f64 = 0.4;
const PER_WORD: f64 = 0.12;
/// Another pattern for the same adds so much, up to a bound.
const PER_MORE: f64 = 0.1;
const MOST: f64 = 2.2;

impl Evidence {
    /// Adds up a message's evidence.
    pub fn of(scene: &Scene<'_>) -> Self {
        Self::of_findings(&scene.findings)
    }

    /// Adds up what was found in some words.
    pub fn of_findings(findings: &Findings) -> Self {
        let mut evidence = Self::default();
        for hit in &findings.hits {
            evidence.hear(hit);
        }
        evidence.voices.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        evidence
    }

    /// The voice for an intent.
    pub fn voice(&self, intent: Intent) -> Option<&Voice> {
        self.voices.iter().find(|voice| voice.intent == intent)
    }

    /// Patterns speak clearly for an intent.
    pub fn strong(&self, intent: Intent) -> bool {
        self.voices.iter().any(|voice| voice.intent == intent && voice.strong)
    }

    /// The intent's words stood there, negated.
    pub fn denies(&self, intent: Intent) -> bool {
        self.denied.contains(&intent)
    }

    fn hear(&mut self, hit: &Hit) {
        let (intent, topic) = match hit.meaning {
            Meaning::Act(intent) => (intent, None),
            Meaning::Ask(topic) => (Intent::Question, Some(topic)),
            Meaning::Guard(_) | Meaning::Place(_) | Meaning::Sign(_) => return,
        };
        if hit.negated && !stands_negated(intent) {
            if !self.denied.contains(&intent) {
                self.denied.push(intent);
            }
            return;
        }
        let span = hit.end - hit.start;
        let width = f64::from(u32::try_from(span.min(8)).unwrap_or(8));
        let weight = if hit.weak { WEAK } else { STRONG } + PER_WORD * width;
        match self.voices.iter_mut().find(|voice| voice.intent == intent && voice.topic == topic) {
            Some(voice) => {
                voice.weight = (voice.weight.max(weight) + PER_MORE).min(MOST);
                voice.strong |= !hit.weak;
            }
            None => self.voices.push(Voice { intent, topic, weight, strong: !hit.weak }),
        }
    }
}

/// Descriptions stay what they are beside a negation: "fick ingen faktura" is about payment all the same.
fn stands_negated(intent: Intent) -> bool {
    !matches!(
        intent,
        Intent::Book
            | Intent::Reschedule
            | Intent::Cancel
            | Intent::OptOut
            | Intent::OptIn
            | Intent::ConfirmAttendance
            | Intent::Emergency
            | Intent::Symptom
            | Intent::Yes
            | Intent::Praise
            | Intent::Complaint
            | Intent::Human
            | Intent::Thanks
            | Intent::Choose
    )
}
