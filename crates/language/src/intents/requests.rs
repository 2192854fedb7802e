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
/// Statistics that lean so far to an emergency that did not ring know nothing of the rest.
const LEANS_ELSEWHERE: f64 = 0.5;
/// Where fewer than one word of so many is known, the statistics must be surer.
const KNOWN_ONE_OF: usize = 4;
const SURE_AMONG_STRANGERS: f64 = 0.5;
/// Other readings worth telling.
const ALTERNATIVES: usize = 3;

/// Decides a message that is no answer to a question of the desk's.
pub fn decide(scene: &Scene<'_>, evidence: &Evidence) -> Decision {
    let shares = weigh(evidence, &scene.leaning);
    let silent = !evidence.voices.iter().any(|voice| voice.strong);
    let best = not_only_a_reason(scene, evidence, &shares);
    let best = if silent { a_time_alone_asks(scene, &shares).unwrap_or(best) } else { best };
    let elsewhere = scene.leaning.chance(Intent::Emergency) >= LEANS_ELSEWHERE;
    let unsure = silent && (best.part < least(scene) || elsewhere);
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

/// Words beside a time that leave it the only thing said.
const BESIDE_A_TIME_WORDS: usize = 2;
/// Statistics as sure as this of something that carries no time are believed all the same.
const SURE_WITHOUT_TIME: f64 = 0.5;
/// And of so few words surer.
const SURE_BESIDE: f64 = 0.75;
/// How sure a time alone makes us that somebody wants to come then.
const TIME_ALONE: f64 = 0.62;

/// "Helst före 8 eller efter jobbet": no word says what for, so somebody wants to come then, or to move to it.
fn a_time_alone_asks(scene: &Scene<'_>, shares: &[Share]) -> Option<Share> {
    let wants = scene.spoken.when.is_some() || scene.spoken.unclear;
    let best = shares[0];
    let carries = matches!(
        best.intent,
        Intent::Book | Intent::Reschedule | Intent::AskAvailability | Intent::EarlierTime
    );
    if !wants || (carries && best.part >= UNKNOWN_BELOW) {
        return None;
    }
    let list = &scene.words.list;
    let inside = |at: usize| {
        let said = &scene.spoken.expressions;
        said.iter().any(|time| time.start <= list[at].start && list[at].end <= time.end)
    };
    let beside = (0..list.len()).filter(|at| !inside(*at)).count();
    let needed = match (beside <= BESIDE_A_TIME_WORDS, scene.spoken.when.is_some()) {
        (true, _) => SURE_BESIDE,
        (false, true) => SURE_WITHOUT_TIME,
        (false, false) => UNKNOWN_BELOW,
    };
    (best.part < needed).then(|| {
        let part =
            |intent| shares.iter().find(|share| share.intent == intent).map_or(0.0, |share| share.part);
        let moves = !scene.context.appointments.is_empty() && part(Intent::Reschedule) > part(Intent::Book);
        let intent = if moves { Intent::Reschedule } else { Intent::Book };
        Share { intent, topic: None, part: TIME_ALONE }
    })
}

/// "I can't make it, just cancel": why is told beside what is wanted, and what is wanted counts.
fn not_only_a_reason(scene: &Scene<'_>, evidence: &Evidence, shares: &[Share]) -> Share {
    let best = shares[0];
    let asked = [Intent::Cancel, Intent::Reschedule];
    let wanted = shares.iter().find(|share| asked.contains(&share.intent) && evidence.strong(share.intent));
    match wanted {
        Some(wanted) if best.intent == Intent::CannotAttend => {
            Share { part: best.part.max(wanted.part), ..*wanted }
        }
        None if matches!(best.topic, Some(Topic::Parking | Topic::Address)) && !scene.words.asks => {
            late_and_why(shares, evidence).unwrap_or(best)
        }
        None if best.intent == Intent::Symptom && scene.spoken.when.is_some() => {
            ill_and_asks(shares).unwrap_or(best)
        }
        _ => best,
    }
}

/// "Can't find parking, be there in 10": nothing is asked, so the parking is why.
fn late_and_why(shares: &[Share], evidence: &Evidence) -> Option<Share> {
    let late = shares.iter().find(|share| share.intent == Intent::RunningLate)?;
    evidence.strong(Intent::RunningLate).then(|| Share { part: shares[0].part.max(late.part), ..*late })
}

/// A request this likely beside a complaint is what the message asks for.
const LIKELY_REQUEST: f64 = 0.08;

/// "Anything free on Thursday? I broke a tooth": the complaint is the reason.
fn ill_and_asks(shares: &[Share]) -> Option<Share> {
    let asks = [Intent::Book, Intent::AskAvailability, Intent::Reschedule];
    let best = shares.iter().find(|share| asks.contains(&share.intent) && share.part >= LIKELY_REQUEST)?;
    Some(Share { part: shares[0].part.max(best.part), ..*best })
}

/// Below this a reading is no reading: what the statistics make of the pieces of words that no language's utterances
/// hold is chance, or little better where hardly one is known.
fn least(scene: &Scene<'_>) -> f64 {
    let long: Vec<_> = scene.words.list.iter().filter(|word| word.raw.chars().count() >= 3).collect();
    let known = long.iter().filter(|word| reader::knows(&word.raw)).count();
    match known {
        0 if !long.is_empty() => f64::INFINITY,
        known if known * KNOWN_ONE_OF < long.len() => SURE_AMONG_STRANGERS,
        _ => UNKNOWN_BELOW,
    }
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
