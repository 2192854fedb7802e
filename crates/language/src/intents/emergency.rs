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
/// Without a pattern the statistical reader must be as sure as this.
const SECOND_NET: f64 = 0.6;
/// And of one word surer.
const SECOND_NET_ONE_WORD: f64 = 0.85;

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
    let findings = &scene.findings;
    let mut hits = words_of_emergency(scene).peekable();
    if hits.peek().is_none() {
        return without_patterns(scene);
    }
    if hits.all(|hit| hit.negated) {
        return if findings.has(Guard::NoLonger) { Alarm::Softened } else { Alarm::Silent };
    }
    let past = findings.has(Guard::Past) && !findings.has(Guard::Now);
    if past || findings.holds(Guard::Better) { Alarm::Softened } else { Alarm::Rings }
}

/// The statistical reader as a second net, for words that no pattern has.
fn without_patterns(scene: &Scene<'_>) -> Alarm {
    let guards = [Guard::Harmless, Guard::Calm, Guard::Past, Guard::Better, Guard::NoLonger];
    let guarded = guards.into_iter().any(|guard| scene.findings.has(guard));
    let needed = if scene.words.len() >= 2 { SECOND_NET } else { SECOND_NET_ONE_WORD };
    if scene.leaning.chance(Intent::Emergency) >= needed && !guarded { Alarm::Rings } else { Alarm::Silent }
}

fn words_of_emergency<'a>(scene: &'a Scene<'_>) -> impl Iterator<Item = &'a Hit> {
    let harmless: Vec<&Hit> = scene.findings.guards(Guard::Harmless).collect();
    scene.findings.hits.iter().filter(move |hit| {
        hit.meaning == Meaning::Act(Intent::Emergency)
            && !hit.weak
            && !harmless.iter().any(|guard| guard.start < hit.end && hit.start < guard.end)
    })
}
