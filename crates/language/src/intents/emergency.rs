//! Emergencies: found first, in any flow, whoever is meant; better one too many than one too few.
//!
//! Guards: a negation, the past with an end to it, figures of speech and the names of services. What is "no longer"
//! so today is softened to a symptom, never to silence.
//!
//! Absent: any grading. The answer is the same for all.

use super::Decision;
use crate::reading::{Intent, IntentReading};
use crate::rules::{Guard, Hit, Meaning, rulebook};
use crate::scene::Scene;
use crate::words::Gap;
use std::ops::Range;

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
    let hits: Vec<&Hit> = words_of_emergency(scene).collect();
    if hits.is_empty() {
        return without_patterns(scene);
    }
    let mut live = hits.iter().filter(|hit| !hit.negated).peekable();
    if live.peek().is_none() {
        return if findings.has(Guard::NoLonger) { Alarm::Softened } else { Alarm::Silent };
    }
    if live.all(|hit| is_over(scene, hit)) { Alarm::Softened } else { Alarm::Rings }
}

/// Told of the past, or better, and nothing in the same clause says that it is now.
fn is_over(scene: &Scene<'_>, hit: &Hit) -> bool {
    let clause = clause_of(scene, hit);
    let inside = |guard: &&Hit| clause.contains(&guard.start);
    let findings = &scene.findings;
    let better: Vec<&Hit> = findings
        .guards(Guard::Better)
        .filter(|better| !(better.negated || hit.start <= better.start && better.end <= hit.end))
        .collect();
    let now = findings.guards(Guard::Now).filter(inside).any(|now| {
        let told_better = better.iter().any(|better| better.start <= now.start && now.end <= better.end);
        !told_better && !(hit.start..hit.end).contains(&now.start)
    });
    let past = findings
        .guards(Guard::Past)
        .filter(|past| past.start < hit.start || past.end > hit.end)
        .any(|past| clause.contains(&past.start) || clause.contains(&(past.end - 1)));
    !now && (past || !better.is_empty() || tells_a_year(scene, hit, &clause))
}

/// The first year that a message may tell of as gone by.
const FIRST_YEAR: i16 = 1950;

/// "Had a stroke in 2019": a year gone by stands behind it in its clause, or begins the clause.
fn tells_a_year(scene: &Scene<'_>, hit: &Hit, clause: &Range<usize>) -> bool {
    let this_year = scene.context.now.year();
    clause.clone().filter(|at| *at >= hit.end || *at <= clause.start + 1).any(|at| {
        let year = scene.words.list[at].folded.parse::<i16>();
        year.is_ok_and(|year| (FIRST_YEAR..=this_year).contains(&year))
    })
}

/// The words of the clause that a hit stands in: to the next comma, end of sentence or joining word.
fn clause_of(scene: &Scene<'_>, hit: &Hit) -> Range<usize> {
    let list = &scene.words.list;
    let book = rulebook(scene.tongue);
    let bounds = |at: usize| list[at].gap >= Gap::Comma || book.joins(&list[at]);
    let start = (1..=hit.start).rev().find(|at| bounds(*at)).unwrap_or(0);
    let end = (hit.end.max(1)..list.len()).find(|at| bounds(*at)).unwrap_or(list.len());
    start..end
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
