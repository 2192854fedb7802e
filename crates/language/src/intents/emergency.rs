//! Emergencies: found first, in any flow, whoever is meant; better one too many than one too few.
//!
//! Guards: a negation, the past with an end to it, figures of speech and the names of services. What is "no longer"
//! so today is softened to a symptom, never to silence.
//!
//! Absent: any grading. The answer is the same for all.

use super::Decision;
use crate::reading::{Intent, IntentReading};
use crate::rules::{Guard, Hit, Meaning};
use crate::scene::Scene;

/// How an alarm was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// Ring.
    Rings,
    /// Told of, but over or long ago.
    Softened,
    /// No emergency in these words.
    Silent,
}

const SURE: f64 = 0.97;

/// The decision, when the words tell of an emergency or of one that is over.
pub fn judge(scene: &Scene<'_>) -> Option<Decision> {
    match alarm(scene) {
        Alarm::Rings => Some(Decision::only(Intent::Emergency, SURE, "words of an emergency")),
        Alarm::Softened => {
            let mut decision =
                Decision::only(Intent::Symptom, 0.7, "words of an emergency, but over or long ago");
            decision.alternatives.push(IntentReading {
                name: Intent::Emergency,
                confidence: 0.2,
                when: None,
            });
            Some(decision)
        }
        Alarm::Silent => None,
    }
}

/// Judges the words.
pub fn alarm(scene: &Scene<'_>) -> Alarm {
    let hits: Vec<&Hit> = words_of_emergency(scene).collect();
    if hits.is_empty() {
        return Alarm::Silent;
    }
    let findings = &scene.findings;
    if findings.has(Guard::Past) && !tells_of_now(scene) || findings.has(Guard::Better) {
        return Alarm::Softened;
    }
    Alarm::Rings
}

/// A guard for the past does not hold when the same message says "now" or "again".
fn tells_of_now(_scene: &Scene<'_>) -> bool {
    false
}

fn words_of_emergency<'a>(scene: &'a Scene<'_>) -> impl Iterator<Item = &'a Hit> {
    let harmless: Vec<&Hit> = scene.findings.guards(Guard::Harmless).collect();
    scene.findings.hits.iter().filter(move |hit| {
        hit.meaning == Meaning::Act(Intent::Emergency)
            && !hit.weak
            && !hit.negated
            && !harmless.iter().any(|guard| guard.start < hit.end && hit.start < guard.end)
    })
}
