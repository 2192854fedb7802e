//! Emergencies: found first, in any flow, whoever is meant; better one too many than one too few.
//!
//! Guards: a negation, the past with an end to it, figures of speech and the names of services. What is "no longer"
//! so today is softened to a symptom, never to silence.
//!
//! Absent: any grading. The answer is the same for all.

use super::Decision;
use crate::reader;
use crate::reading::{Intent, IntentReading};
use crate::rules::{Findings, Guard, Hit, Meaning, rulebook};
use crate::scene::Scene;
use crate::tongue::{self, TONGUES, Tongue};
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
/// Without a pattern the statistical reader must be as sure as this, where a sentence speaks.
const SECOND_NET: f64 = 0.45;
/// Fewer words that people write are no sentence.
const SENTENCE_WORDS: usize = 3;
/// And of two words or one surer.
const SECOND_NET_TWO_WORDS: f64 = 0.6;
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
    let own = Heard { scene, findings: &scene.findings, tongue: scene.tongue }.alarm();
    if own == Some(Alarm::Rings) || in_the_other_language(scene) {
        return Alarm::Rings;
    }
    own.unwrap_or_else(|| without_patterns(scene))
}

/// A language this likely is looked at, too, where the conversation has none yet.
const OTHER_LANGUAGE: f64 = 0.1;

/// A short message may be Norwegian as well as Swedish: what rings in the conversation's own language, or in the
/// next likely one, rings.
fn in_the_other_language(scene: &Scene<'_>) -> bool {
    let known = scene.context.lang.as_deref().and_then(Tongue::from_tag);
    let next_likely = || {
        let chances = tongue::chances(&scene.words);
        let others = TONGUES.into_iter().zip(chances).filter(|(tongue, _)| *tongue != scene.tongue);
        let likely = others.filter(|(_, chance)| *chance >= OTHER_LANGUAGE);
        likely.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(tongue, _)| tongue)
    };
    let other = known.or_else(next_likely).filter(|tongue| *tongue != scene.tongue);
    other.is_some_and(|tongue| {
        let findings = rulebook(tongue).find(&scene.words);
        Heard { scene, findings: &findings, tongue }.alarm() == Some(Alarm::Rings)
    })
}

/// A message as the patterns of one language find it.
struct Heard<'a> {
    scene: &'a Scene<'a>,
    findings: &'a Findings,
    tongue: Tongue,
}

impl Heard<'_> {
    /// The judgement, where a pattern speaks of an emergency at all.
    fn alarm(&self) -> Option<Alarm> {
        let hits: Vec<&Hit> = words_of_emergency(self.findings).collect();
        if hits.is_empty() {
            return None;
        }
        let mut live = hits.iter().filter(|hit| !hit.negated).peekable();
        if live.peek().is_none() {
            let over = self.findings.has(Guard::NoLonger);
            return Some(if over { Alarm::Softened } else { Alarm::Silent });
        }
        let told = Told::of(self);
        Some(if live.all(|hit| told.is_over(hit)) { Alarm::Softened } else { Alarm::Rings })
    }
}

/// The first year that a message may tell of as gone by.
const FIRST_YEAR: i16 = 1950;

/// What a message tells of when: gathered once, since a long one may hold many signs.
struct Told<'a> {
    /// The clause that each word stands in: to the next comma, end of sentence or joining word.
    clauses: Vec<Range<usize>>,
    better: Vec<&'a Hit>,
    /// Words of now, but for those inside what is better ("is fine now").
    now: Vec<&'a Hit>,
    past: Vec<&'a Hit>,
    /// Words that are a year gone by.
    years: Vec<usize>,
}

impl<'a> Told<'a> {
    fn of(heard: &'a Heard<'_>) -> Self {
        let (scene, findings) = (heard.scene, heard.findings);
        let better: Vec<&Hit> = findings.guards(Guard::Better).filter(|better| !better.negated).collect();
        let inside = |now: &&Hit| better.iter().any(|it| it.start <= now.start && now.end <= it.end);
        let this_year = scene.context.now.year();
        let is_year = |at: &usize| {
            let year = scene.words.list[*at].folded.parse::<i16>();
            year.is_ok_and(|year| (FIRST_YEAR..=this_year).contains(&year))
        };
        Self {
            clauses: clauses_of(heard),
            now: findings.guards(Guard::Now).filter(|now| !inside(now)).collect(),
            better,
            past: findings.guards(Guard::Past).collect(),
            years: (0..scene.words.len()).filter(is_year).collect(),
        }
    }

    /// Told of the past, or better, and nothing in the same clause says that it is now.
    fn is_over(&self, hit: &Hit) -> bool {
        let clause = &self.clauses[hit.start];
        let clause = clause.start..clause.end.max(self.clauses[hit.end - 1].end);
        let in_clause = |at: usize| clause.contains(&at);
        let outside = |other: &&&Hit| !(hit.start <= other.start && other.end <= hit.end);
        let is_now = |now: &&Hit| in_clause(now.start) && !(hit.start..hit.end).contains(&now.start);
        let is_past = |past: &&Hit| in_clause(past.start) || in_clause(past.end - 1);
        // "Had a stroke in 2019": a year stands behind it in its clause, or begins the clause.
        let year = |at: &usize| in_clause(*at) && (*at >= hit.end || *at <= clause.start + 1);
        !self.now.iter().any(is_now)
            && (self.past.iter().filter(outside).any(is_past)
                || self.better.iter().any(|better| outside(&better))
                || self.years.iter().any(year))
    }
}

/// For each word the clause that it stands in.
fn clauses_of(heard: &Heard<'_>) -> Vec<Range<usize>> {
    let list = &heard.scene.words.list;
    let book = rulebook(heard.tongue);
    let bounds = |at: usize| at > 0 && (list[at].gap >= Gap::Comma || book.joins(&list[at]));
    let starts: Vec<usize> = (0..list.len()).filter(|at| *at == 0 || bounds(*at)).collect();
    let mut clauses = Vec::with_capacity(list.len());
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(list.len());
        clauses.resize(end, *start..end);
    }
    clauses
}

/// The statistical reader as a second net, for words that no pattern has.
fn without_patterns(scene: &Scene<'_>) -> Alarm {
    let guards = [Guard::Harmless, Guard::Calm, Guard::Past, Guard::Better, Guard::NoLonger];
    let guarded = guards.into_iter().any(|guard| scene.findings.has(guard));
    // Names and words that nobody writes tell nothing: "Elsa och Otto Berg".
    let known = scene.words.list.iter().filter(|word| reader::knows(&word.raw)).count();
    let needed = match known {
        SENTENCE_WORDS.. => SECOND_NET,
        2 => SECOND_NET_TWO_WORDS,
        _ => SECOND_NET_ONE_WORD,
    };
    if scene.leaning.chance(Intent::Emergency) >= needed && !guarded { Alarm::Rings } else { Alarm::Silent }
}

fn words_of_emergency(findings: &Findings) -> impl Iterator<Item = &Hit> {
    let harmless: Vec<&Hit> = findings.guards(Guard::Harmless).collect();
    findings.hits.iter().filter(move |hit| {
        hit.meaning == Meaning::Act(Intent::Emergency)
            && !hit.weak
            && !harmless.iter().any(|guard| guard.start < hit.end && hit.start < guard.end)
    })
}
