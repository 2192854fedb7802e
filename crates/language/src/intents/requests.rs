//! Messages that stand on their own: which requests they hold, in the order said.
//!
//! Absent: short answers.

use super::Decision;
use super::evidence::{Evidence, Voice};
use crate::reading::{Intent, IntentReading};
use crate::scene::Scene;

/// Decides a message that is no answer to a question of the desk's.
pub fn decide(scene: &Scene<'_>, evidence: &Evidence) -> Decision {
    let mut voices: Vec<&Voice> = evidence.voices.iter().collect();
    voices.sort_by(|a, b| precedence(b).total_cmp(&precedence(a)));
    let Some(best) = voices.first() else {
        return Decision::only(Intent::Unknown, 0.3, "no pattern found");
    };
    let mut decision = Decision::only(best.intent, 0.8, "patterns");
    decision.topic = best.topic;
    decision.alternatives = voices
        .iter()
        .skip(1)
        .take(3)
        .map(|voice| IntentReading { name: voice.intent, confidence: 0.2, when: None })
        .collect();
    let _ = scene;
    decision
}

fn precedence(voice: &Voice) -> f64 {
    let rank: f64 = match voice.intent {
        Intent::OptOut => 4.0,
        Intent::DataErasure => 3.0,
        Intent::DataAccess => 2.5,
        Intent::Cancel | Intent::Reschedule => 0.6,
        Intent::Yes | Intent::No | Intent::Greeting | Intent::Thanks | Intent::Goodbye => -1.0,
        Intent::Symptom => -0.3,
        _ => 0.0,
    };
    voice.weight + if voice.strong { rank } else { rank.min(0.0) }
}
