//! Finding a rule book's patterns in a message, and what negation does to them.
//!
//! Absent: the weighing of hits against each other.

use super::book::{Pattern, Rulebook, Special, Step};
use super::meaning::{Guard, Meaning};
use super::signs::{SignHit, Signs};
use crate::quick::QuickMap;
use crate::reading::Intent;
use crate::words::{Gap, Words};

/// A negation reaches this many words ahead, within its clause.
const NEGATION_REACH_WORDS: usize = 3;
/// Between signs that stand together it reaches less far.
const NEGATION_REACH_INSIDE_WORDS: usize = 2;
/// Hits beyond this are not kept; the signs of an emergency and their guards have as many places of their own, so
/// that no flood of other words drowns them.
const HIT_LIMIT: usize = 256;
/// Patterns are tried so often in one message at most, but for those of safety: a letter of three hundred words
/// needs half of it.
const TRIES_LIMIT: usize = 20_000;

/// A pattern found in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it says.
    pub meaning: Meaning,
    /// Only a hint.
    pub weak: bool,
    /// First word.
    pub start: usize,
    /// Word after the last.
    pub end: usize,
    /// A negation reaches it.
    pub negated: bool,
    /// Which pattern of the book, by the hash of its line.
    pub pattern: u32,
}

/// Everything that a rule book finds in a message.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// In the order of the text.
    pub hits: Vec<Hit>,
    /// For each word: is it a negation (but for those of politeness).
    pub negations: Vec<bool>,
    /// The signs found, in no order.
    pub signs: Vec<SignHit>,
}

impl Findings {
    /// The hits of a guard.
    pub fn guards(&self, guard: Guard) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(move |hit| hit.meaning == Meaning::Guard(guard))
    }

    /// A guard was found.
    pub fn has(&self, guard: Guard) -> bool {
        self.guards(guard).next().is_some()
    }
}

impl Rulebook {
    /// Finds every pattern.
    pub fn find(&self, words: &Words) -> Findings {
        let sets = self.sets_of_all(words);
        let search = Search { book: self, words, sets: &sets, bounds: Bounds::of(self, words, &sets) };
        let mut possible = Possible::of(self, &sets);
        let mut findings = Findings::default();
        let mut negates = Vec::new();
        let mut room = Room::default();
        for (at, own) in sets.iter().enumerate() {
            for set in own {
                for number in possible.beginning_with(*set) {
                    let pattern = &self.patterns[usize::from(*number)];
                    if room.allows(pattern.meaning)
                        && let Some((start, end)) = search.match_at(pattern, at)
                    {
                        let (meaning, weak) = (pattern.meaning, pattern.weak);
                        if let Meaning::Sign(sign) = meaning {
                            findings.signs.push(SignHit { sign, start, end });
                            continue;
                        }
                        let hit = Hit { meaning, weak, start, end, negated: false, pattern: pattern.mark };
                        findings.hits.push(hit);
                        negates.push(pattern.negates);
                        room.taken(meaning);
                    }
                }
            }
        }
        findings.negations = search.negations(&findings);
        for (hit, negates) in findings.hits.iter_mut().zip(negates) {
            hit.negated = !negates && search.is_negated(&findings.negations, hit);
        }
        if !findings.signs.is_empty() {
            self.add_together(&search, &mut findings);
        }
        findings
    }

    /// Adds what the signs mean together.
    fn add_together(&self, search: &Search<'_>, findings: &mut Findings) {
        let signs = Signs::of(search.words, findings.signs.clone(), &findings.negations);
        for found in signs.together(&self.grammar) {
            let line = &self.grammar[found.line];
            let negated = !found.negates && search.reaches_any(&findings.negations, &found.places);
            findings.hits.push(Hit {
                meaning: line.meaning,
                weak: line.weak,
                start: found.start,
                end: found.end,
                negated,
                pattern: line.mark,
            });
        }
    }

    /// The sets of every word; a word that comes again is not looked up again.
    fn sets_of_all(&self, words: &Words) -> Vec<Vec<u16>> {
        let mut all: Vec<Vec<u16>> = Vec::with_capacity(words.len());
        let mut seen: QuickMap<&str, usize> = QuickMap::default();
        for (at, word) in words.list.iter().enumerate() {
            let first = *seen.entry(word.raw.as_str()).or_insert(at);
            let mut sets = Vec::new();
            match all.get(first) {
                Some(known) => sets.clone_from(known),
                None => self.sets_of(word, &mut sets),
            }
            all.push(sets);
        }
        all
    }

    pub(super) fn specials(&self) -> &Special {
        &self.special
    }
}

/// The patterns all of whose words stand somewhere in the message, by their first: the others need no look.
struct Possible<'a> {
    book: &'a Rulebook,
    /// A bit for each set that a word of the message belongs to.
    present: Vec<u64>,
    by_first: QuickMap<u16, Vec<u16>>,
}

impl<'a> Possible<'a> {
    fn of(book: &'a Rulebook, sets: &[Vec<u16>]) -> Self {
        let mut present = vec![0_u64; book.by_first.len() / 64 + 1];
        for set in sets.iter().flatten() {
            present[usize::from(*set) / 64] |= 1 << (set % 64);
        }
        Self { book, present, by_first: QuickMap::default() }
    }

    fn beginning_with(&mut self, set: u16) -> &[u16] {
        let (book, present) = (self.book, &self.present);
        let is_there = |needed: &u16| present[usize::from(*needed) / 64] >> (needed % 64) & 1 == 1;
        let can_be = |number: &&u16| book.patterns[usize::from(**number)].needs.iter().all(is_there);
        self.by_first
            .entry(set)
            .or_insert_with(|| book.by_first[usize::from(set)].iter().filter(can_be).copied().collect())
    }
}

/// What is left of the bounds of a search.
#[derive(Default)]
struct Room {
    tries: usize,
    hits: usize,
    safety_hits: usize,
}

impl Room {
    fn allows(&mut self, meaning: Meaning) -> bool {
        if is_of_safety(meaning) {
            return self.safety_hits < HIT_LIMIT;
        }
        self.tries += 1;
        self.hits < HIT_LIMIT && self.tries <= TRIES_LIMIT
    }

    fn taken(&mut self, meaning: Meaning) {
        let hits = if is_of_safety(meaning) { &mut self.safety_hits } else { &mut self.hits };
        *hits += 1;
    }
}

/// A sign of an emergency, or what says that it is none.
fn is_of_safety(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Act(Intent::Emergency)
            | Meaning::Sign(_)
            | Meaning::Guard(
                Guard::Harmless | Guard::Calm | Guard::Past | Guard::Better | Guard::NoLonger | Guard::Now
            )
    )
}

struct Search<'a> {
    book: &'a Rulebook,
    words: &'a Words,
    sets: &'a [Vec<u16>],
    bounds: Bounds,
}

/// Where clauses and the message's own words begin and end; for each place, so that no search walks there again.
struct Bounds {
    /// A clause begins with the word, greetings before it not counted.
    starts: Vec<bool>,
    /// A clause ends before the word, politeness behind it not counted.
    ends: Vec<bool>,
    /// Nothing but greetings and politeness stands before this word.
    hello: usize,
    /// Nothing but politeness stands from this word on.
    please: usize,
}

impl Bounds {
    fn of(book: &Rulebook, words: &Words, sets: &[Vec<u16>]) -> Self {
        let is = |at: usize, set: Option<u16>| set.is_some_and(|set| sets[at].contains(&set));
        let (hello, please) = (book.specials().hello, book.specials().please);
        let count = words.len();
        let breaks = |at: usize| words.list[at].gap >= Gap::Comma;
        let mut starts = vec![false; count];
        for at in 0..count {
            starts[at] = breaks(at) || (at > 0 && is(at - 1, hello) && starts[at - 1]);
        }
        let mut ends = vec![true; count + 1];
        for at in (0..count).rev() {
            ends[at] = breaks(at) || (is(at, please) && ends[at + 1]);
        }
        let first = (0..count).find(|at| !is(*at, hello) && !is(*at, please));
        let last = (0..count).rev().find(|at| !is(*at, please));
        Self { starts, ends, hello: first.unwrap_or(count), please: last.map_or(0, |at| at + 1) }
    }
}

impl Search<'_> {
    /// The words that a pattern covers when its first word stands at `at`.
    fn match_at(&self, pattern: &Pattern, at: usize) -> Option<(usize, usize)> {
        let before = pattern.steps.iter().take_while(|step| !matches!(step, Step::One(_))).count();
        let start = self.backwards(&pattern.steps[..before], at)?;
        let end = self.forwards(&pattern.steps[before..], at, true)?;
        Some((start, end))
    }

    /// What stands before the first word of a pattern: a boundary, or words that are anything or not something.
    fn backwards(&self, steps: &[Step], at: usize) -> Option<usize> {
        let mut start = at;
        for step in steps.iter().rev() {
            match step {
                Step::ClauseStart if self.clause_starts(start) => {}
                Step::TextStart if start == 0 || self.only_hello_before(start) => {}
                Step::Any if start > 0 => start -= 1,
                Step::Not(set)
                    if start == 0
                        || self.words.list[start].gap == Gap::Sentence
                        || !self.is(start - 1, *set) => {}
                _ => return None,
            }
        }
        Some(start)
    }

    fn forwards(&self, steps: &[Step], at: usize, first: bool) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else { return Some(at) };
        match step {
            Step::ClauseEnd => self.clause_ends(at).then(|| self.forwards(rest, at, false))?,
            Step::TextEnd => self.only_please_after(at).then(|| self.forwards(rest, at, false))?,
            Step::ClauseStart => self.clause_starts(at).then(|| self.forwards(rest, at, true))?,
            Step::TextStart => None,
            Step::Skip(most) => (0..=usize::from(*most)).find_map(|skipped| {
                let to = at + skipped;
                (at..to).all(|word| self.reachable(word, false)).then(|| self.forwards(rest, to, false))?
            }),
            Step::One(set) => (self.reachable(at, first) && self.is(at, *set))
                .then(|| self.forwards(rest, at + 1, false))?,
            Step::Not(set) => {
                let free = at >= self.words.len() || !self.reachable(at, first) || !self.is(at, *set);
                free.then(|| self.forwards(rest, at, false))?
            }
            Step::Any => self.reachable(at, first).then(|| self.forwards(rest, at + 1, false))?,
        }
    }

    /// A pattern never crosses the end of a sentence.
    fn reachable(&self, at: usize, first: bool) -> bool {
        at < self.words.len() && (first || self.words.list[at].gap != Gap::Sentence)
    }

    fn is(&self, at: usize, set: u16) -> bool {
        self.sets[at].contains(&set)
    }

    fn is_special(&self, at: usize, set: Option<u16>) -> bool {
        set.is_some_and(|set| self.is(at, set))
    }

    fn clause_starts(&self, at: usize) -> bool {
        self.bounds.starts.get(at).copied().unwrap_or(false)
    }

    fn clause_ends(&self, at: usize) -> bool {
        self.bounds.ends.get(at).copied().unwrap_or(true)
    }

    fn only_hello_before(&self, at: usize) -> bool {
        at <= self.bounds.hello
    }

    fn only_please_after(&self, at: usize) -> bool {
        at >= self.bounds.please
    }

    fn negations(&self, findings: &Findings) -> Vec<bool> {
        let mut negations: Vec<bool> =
            (0..self.words.len()).map(|at| self.is_special(at, self.book.specials().negation)).collect();
        for hit in findings.guards(Guard::Polite) {
            negations[hit.start..hit.end].fill(false);
        }
        negations
    }

    /// A negation stands just before the hit in its clause, inside it, or right after its verb.
    fn is_negated(&self, negations: &[bool], hit: &Hit) -> bool {
        let inside = hit.start..(hit.end + 1).min(self.words.len());
        let mut same_clause = true;
        for at in inside {
            same_clause &= at == hit.start || self.words.list[at].gap < Gap::Comma;
            if same_clause && negations[at] {
                return true;
            }
        }
        self.is_reached(negations, hit.start, NEGATION_REACH_WORDS)
    }

    /// A negation stands in so many words before this one, in its clause.
    fn is_reached(&self, negations: &[bool], start: usize, reach: usize) -> bool {
        for at in (start.saturating_sub(reach)..start).rev() {
            if self.words.list[at + 1].gap >= Gap::Comma || self.is_special(at, self.book.specials().contrast)
            {
                return false;
            }
            if negations[at] {
                return true;
            }
        }
        false
    }

    /// A negation stands before signs that stand together, or closely before one of them: "pain, but not in my chest",
    /// and not "pain that won't go away from my chest".
    fn reaches_any(&self, negations: &[bool], places: &[usize]) -> bool {
        let first = places.iter().copied().min().unwrap_or(0);
        places.iter().any(|place| {
            let reach = if *place == first { NEGATION_REACH_WORDS } else { NEGATION_REACH_INSIDE_WORDS };
            self.is_reached(negations, *place, reach)
        })
    }
}
