//! Messages that stand on their own: which requests they hold, in the order said.
//!
//! Patterns and statistics are weighed together for the whole message. When clauses of it ask for different things,
//! each clause is weighed by itself, and its request kept when it is sure.
//!
//! Absent: short answers.

use super::evidence::{Evidence, Voice};
use super::{Decision, clauses};
use crate::reader::{self, Leaning};
use crate::reading::{Intent, IntentReading, Topic};
use crate::scene::Scene;

/// An intent with its share of the evidence.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// Which.
    pub intent: Intent,
    /// A question's topic.
    pub topic: Option<Topic>,
    /// From 0 to 1; the shares of a message add up to 1.
    pub part: f64,
}

/// How much a pattern's weight counts against the statistics' logarithm.
const PATTERN: f64 = 1.6;
/// No class is less likely than this: a pattern may be right where statistics have never seen the words.
const FLOOR: f64 = 0.004;
/// Patterns and statistics see the same words, so together they are less sure than their product; fitted on
/// cross-checked messages so that a confidence of 0.8 is right in about 80 %.
const TEMPER: f64 = 0.7;
/// Below this a reading is no reading.
const UNKNOWN_BELOW: f64 = 0.3;
/// Other readings worth telling.
const ALTERNATIVES: usize = 3;

/// Decides a message that is no answer to a question of the desk's.
pub fn decide(scene: &Scene<'_>, evidence: &Evidence) -> Decision {
    let shares = weigh(evidence, &scene.leaning);
    let best = not_only_a_reason(evidence, &shares);
    let silent = !evidence.voices.iter().any(|voice| voice.strong);
    let unsure = silent && (best.part < UNKNOWN_BELOW || no_word_is_known(scene));
    let name = if unsure { Intent::Unknown } else { best.intent };
    let mut decision = Decision::only(name, best.part, "patterns and statistics together");
    decision.topic = if name == Intent::Question { best.topic.or(Some(Topic::Other)) } else { None };
    decision.unclear = best.part < 0.45 && shares.get(1).is_some_and(|other| best.part - other.part < 0.1);
    decision.alternatives = shares
        .iter()
        .filter(|share| share.intent != name && share.part >= 0.03)
        .take(ALTERNATIVES)
        .map(|share| IntentReading { name: share.intent, confidence: share.part, when: None })
        .collect();
    clauses::split(scene, &mut decision);
    decision
}

/// "I can't make it, just cancel": why is told beside what is wanted, and what is wanted counts.
fn not_only_a_reason(evidence: &Evidence, shares: &[Share]) -> Share {
    let best = shares[0];
    let asked = [Intent::Cancel, Intent::Reschedule];
    let wanted = shares.iter().find(|share| asked.contains(&share.intent) && evidence.strong(share.intent));
    match wanted {
        Some(wanted) if best.intent == Intent::CannotAttend => {
            Share { part: best.part.max(wanted.part), ..*wanted }
        }
        _ => best,
    }
}

/// Letters that no language's utterances hold: whatever the statistics make of their pieces is chance.
fn no_word_is_known(scene: &Scene<'_>) -> bool {
    let mut long = scene.words.list.iter().filter(|word| word.raw.chars().count() >= 3).peekable();
    long.peek().is_some() && !long.any(|word| reader::knows(&word.raw))
}

/// Patterns and statistics, weighed together; best first, never empty.
pub fn weigh(evidence: &Evidence, leaning: &Leaning) -> Vec<Share> {
    let mut scores: Vec<(Intent, Option<Topic>, f64)> = leaning
        .classes
        .iter()
        .map(|(intent, topic, chance)| (*intent, *topic, (chance + FLOOR).ln()))
        .collect();
    // Emergencies are judged before, with guards; here they would come in by the back door.
    scores.retain(|score| score.0 != Intent::Emergency);
    for voice in evidence.voices.iter().filter(|voice| voice.intent != Intent::Emergency) {
        let bonus = PATTERN * weight(voice);
        match scores.iter_mut().find(|score| score.0 == voice.intent && score.1 == voice.topic) {
            Some(score) => score.2 += bonus,
            None => scores.push((voice.intent, voice.topic, FLOOR.ln() + bonus)),
        }
    }
    for score in &mut scores {
        if evidence.denies(score.0) && evidence.voice(score.0).is_none() {
            score.2 -= 2.0;
        }
    }
    let mut shares: Vec<Share> = share_out(&scores);
    shares.sort_by(|a, b| b.part.total_cmp(&a.part));
    if shares.is_empty() {
        shares.push(Share { intent: Intent::Unknown, topic: None, part: 0.2 });
    }
    shares
}

/// One share for each intent; the best topic speaks for all questions.
fn share_out(scores: &[(Intent, Option<Topic>, f64)]) -> Vec<Share> {
    let chances = crate::reader::table::softmax(scores.iter().map(|score| score.2 * TEMPER).collect());
    let mut shares: Vec<(Share, f64)> = Vec::new();
    for ((intent, topic, _), chance) in scores.iter().zip(chances) {
        match shares.iter_mut().find(|(share, _)| share.intent == *intent) {
            Some((share, best)) => {
                share.part += chance;
                if chance > *best {
                    (share.topic, *best) = (*topic, chance);
                }
            }
            None => shares.push((Share { intent: *intent, topic: *topic, part: chance }, chance)),
        }
    }
    shares.into_iter().map(|(share, _)| share).collect()
}

/// Requests go before remarks, and the law before requests.
fn weight(voice: &Voice) -> f64 {
    let rank: f64 = match voice.intent {
        Intent::OptOut => 1.2,
        Intent::DataErasure => 1.0,
        Intent::DataAccess => 0.8,
        Intent::Cancel | Intent::Reschedule => 0.5,
        Intent::Yes | Intent::No | Intent::Greeting | Intent::Thanks | Intent::Goodbye | Intent::Choose => {
            -0.9
        }
        Intent::Symptom => -0.3,
        _ => 0.0,
    };
    voice.weight + if voice.strong { rank } else { rank.min(0.0) }
}
