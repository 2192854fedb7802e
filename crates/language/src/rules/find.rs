//! Finding a rule book's patterns in a message, and what negation does to them.
//!
//! Absent: the weighing of hits against each other.

use super::book::{Pattern, Rulebook, Special, Step};
use super::meaning::{Guard, Meaning};
use crate::words::{Gap, Words};

/// A negation reaches this many words ahead, within its clause.
const NEGATION_REACH_WORDS: usize = 3;
/// Hits beyond this are not kept.
const HIT_LIMIT: usize = 256;

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
        let sets: Vec<Vec<u16>> = words.list.iter().map(|word| self.sets(word)).collect();
        let search = Search { book: self, words, sets: &sets };
        let mut findings = Findings::default();
        let mut negates = Vec::new();
        for (at, own) in sets.iter().enumerate() {
            for set in own {
                for number in &self.by_first[usize::from(*set)] {
                    let pattern = &self.patterns[usize::from(*number)];
                    if findings.hits.len() < HIT_LIMIT
                        && let Some((start, end)) = search.match_at(pattern, at)
                    {
                        let (meaning, weak) = (pattern.meaning, pattern.weak);
                        let hit = Hit { meaning, weak, start, end, negated: false, pattern: pattern.mark };
                        findings.hits.push(hit);
                        negates.push(pattern.negates);
                    }
                }
            }
        }
        findings.negations = search.negations(&findings);
        for (hit, negates) in findings.hits.iter_mut().zip(negates) {
            hit.negated = !negates && search.is_negated(&findings.negations, hit);
        }
        findings
    }

    fn sets(&self, word: &crate::words::Word) -> Vec<u16> {
        let mut sets = Vec::new();
        self.sets_of(word, &mut sets);
        sets
    }

    pub(super) fn specials(&self) -> &Special {
        &self.special
    }
}

struct Search<'a> {
    book: &'a Rulebook,
    words: &'a Words,
    sets: &'a [Vec<u16>],
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
        let Some(word) = self.words.list.get(at) else { return false };
        word.gap >= Gap::Comma
            || (at > 0 && self.is_special(at - 1, self.book.specials().hello) && self.clause_starts(at - 1))
    }

    fn clause_ends(&self, at: usize) -> bool {
        match self.words.list.get(at) {
            None => true,
            Some(word) if word.gap >= Gap::Comma => true,
            Some(_) => self.is_special(at, self.book.specials().please) && self.clause_ends(at + 1),
        }
    }

    fn only_hello_before(&self, at: usize) -> bool {
        (0..at).all(|word| {
            self.is_special(word, self.book.specials().hello)
                || self.is_special(word, self.book.specials().please)
        })
    }

    fn only_please_after(&self, at: usize) -> bool {
        (at..self.words.len()).all(|word| self.is_special(word, self.book.specials().please))
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
        for at in (hit.start.saturating_sub(NEGATION_REACH_WORDS)..hit.start).rev() {
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
}
