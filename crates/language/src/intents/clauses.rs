//! Several requests in one message: its clauses read one by one.
//!
//! Absent: what a clause means; `requests` weighs each like a message of its own.

use super::Decision;
use super::evidence::Evidence;
use super::requests::weigh;
use crate::reader::Leaning;
use crate::reading::{Intent, IntentReading, Topic};
use crate::rules::{Guard, rulebook};
use crate::scene::Scene;
use crate::words::{Gap, Words};
use std::ops::Range;

/// A clause's request counts when it is as sure as this.
const SURE: f64 = 0.6;
/// Where no pattern speaks for it, as sure as this.
const SURE_WITHOUT_PATTERN: f64 = 0.93;
/// More requests than this in one message are for a person.
const MOST_REQUESTS: usize = 4;
/// Messages longer than this are not taken apart: a letter, not a request.
const LONGEST_WORDS: usize = 120;

/// One clause's request.
struct Request {
    intent: Intent,
    topic: Option<Topic>,
    share: f64,
    range: Range<usize>,
}

/// Puts the requests of the single clauses in place of the one of the whole, when there are several.
pub fn split(scene: &Scene<'_>, decision: &mut Decision) {
    if scene.words.len() > LONGEST_WORDS || scene.findings.has(Guard::Correction) {
        return;
    }
    let ranges = ranges(scene);
    if ranges.len() < 2 {
        return;
    }
    let mut found: Vec<Request> = Vec::new();
    for range in ranges {
        if let Some(request) = request_of(scene, &range) {
            match found.iter_mut().find(|other| other.intent == request.intent) {
                Some(other) => other.range.end = other.range.end.max(range.end),
                None => found.push(request),
            }
        }
    }
    let main = decision.intents[0].name;
    if misses_and_asks(&found) && (main == Intent::CannotAttend || !scene.context.appointments.is_empty()) {
        decision.intents[0].name = Intent::Reschedule;
        decision.topic = None;
        decision.because.push("cannot come then, and asks for another time".to_owned());
        return;
    }
    let kept = absorb(found, scene.words.asks);
    if let [only] = kept.as_slice()
        && main == Intent::Question
        && only.intent != main
        && !scene.words.asks
    {
        decision.intents[0].name = only.intent;
        decision.topic = None;
        return;
    }
    if kept.len() < 2 || !kept.iter().any(|request| request.intent == main) {
        return;
    }
    decision.because.push("several clauses, each with a request of its own".to_owned());
    decision.alternatives.retain(|other| !kept.iter().any(|request| request.intent == other.name));
    decision.topic = kept.iter().find_map(|request| request.topic);
    decision.intents = kept
        .into_iter()
        .take(MOST_REQUESTS)
        .map(|request| {
            let chars = scene.chars(request.range.start, request.range.end);
            let when = carries_own_time(request.intent).then(|| scene.spoken.within(&chars)).flatten();
            IntentReading { name: request.intent, confidence: request.share, when }
        })
        .collect();
}

/// Clauses end where a sentence ends, at a comma, and before words that join.
fn ranges(scene: &Scene<'_>) -> Vec<Range<usize>> {
    let list = &scene.words.list;
    let book = rulebook(scene.tongue);
    let mut ranges = Vec::new();
    let mut start = 0;
    for (at, word) in list.iter().enumerate().skip(1) {
        if word.gap >= Gap::Comma || book.joins(word) {
            ranges.push(start..at);
            start = at;
        }
    }
    ranges.push(start..list.len());
    ranges
}

fn request_of(scene: &Scene<'_>, range: &Range<usize>) -> Option<Request> {
    let words = Words { list: scene.words.list[range.clone()].to_vec(), asks: scene.words.asks };
    let findings = rulebook(scene.tongue).find(&words);
    let evidence = Evidence::of_findings(&findings);
    let leaning = Leaning::of(&words, &findings, scene.tongue);
    let best = weigh(&evidence, &leaning)[0];
    let pattern = best.part >= SURE && evidence.strong(best.intent);
    // "It's been ages since I was with you": a remark of any kind looks like a question about anything.
    let of_no_kind = best.topic == Some(Topic::Other);
    let plain = best.part >= SURE_WITHOUT_PATTERN && words.len() >= 3 && !of_no_kind;
    (stands_alone(best.intent) && (pattern || plain))
        .then_some(best)
        .filter(|best| !evidence.denies(best.intent))
        .map(|best| Request {
            intent: best.intent,
            topic: best.topic,
            share: best.part,
            range: range.clone(),
        })
}

/// "Torsdag går inte längre, vad finns nästa vecka?" asks to move.
fn misses_and_asks(found: &[Request]) -> bool {
    let has = |intent| found.iter().any(|request| request.intent == intent);
    let asks = has(Intent::AskAvailability) || has(Intent::Book);
    has(Intent::CannotAttend) && asks && !has(Intent::Cancel) && !has(Intent::Reschedule)
}

/// What is only a reason for another request beside it falls to that one.
fn absorb(mut found: Vec<Request>, asks: bool) -> Vec<Request> {
    let has = |found: &[Request], intent| found.iter().any(|request| request.intent == intent);
    let moves = has(&found, Intent::Reschedule);
    let cancels = has(&found, Intent::Cancel);
    let books = has(&found, Intent::Book);
    let misses = has(&found, Intent::CannotAttend);
    let late = has(&found, Intent::RunningLate);
    let acts = moves || cancels || books || misses || has(&found, Intent::AskAvailability);
    found.retain(|request| match request.intent {
        Intent::CannotAttend => !moves && !cancels,
        Intent::AskAvailability => !moves && !books,
        Intent::Book => !moves,
        Intent::Cancel => !moves || books,
        Intent::RunningLate => !cancels,
        // "I have a referral and want to come" asks nothing, nor does "can't find parking, be there in 10".
        Intent::Question if asks => true,
        Intent::Question => match request.topic {
            Some(Topic::Referral | Topic::Covid | Topic::Practitioners) => !acts,
            Some(Topic::Parking | Topic::Address) => !late,
            _ => true,
        },
        _ => true,
    });
    found
}

/// Remarks ride along and are no requests.
fn stands_alone(intent: Intent) -> bool {
    !matches!(
        intent,
        Intent::Greeting
            | Intent::Thanks
            | Intent::Goodbye
            | Intent::Yes
            | Intent::No
            | Intent::Choose
            | Intent::Unknown
            | Intent::Symptom
            | Intent::Praise
            | Intent::ConfirmAttendance
            | Intent::Emergency
    )
}

fn carries_own_time(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::Book | Intent::Reschedule | Intent::AskAvailability | Intent::EarlierTime | Intent::Video
    )
}
