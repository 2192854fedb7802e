//! Signs: small notions ("chest", "pain", "won't stop") that stand near each other in any order.
//!
//! A language's `<language>.signs.rules` says which words are a sign, `common.signs.rules` which signs together mean
//! what. So twenty words for bleeding and twenty for not stopping are four hundred emergencies written in forty words,
//! and every language shares the grammar.
//!
//! Absent: words; `find` hands over the signs that it found.

use super::meaning::Meaning;
use crate::words::{Gap, Words};

/// A sign found in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignHit {
    /// Its number in the grammar, the same in all languages.
    pub sign: u8,
    /// First word.
    pub start: usize,
    /// Word after the last.
    pub end: usize,
}

/// Signs that mean something when they stand together.
#[derive(Debug)]
pub(super) struct Together {
    /// One of these must be there: bits by sign.
    pub anchor: Bits,
    /// One of each of these near it.
    pub others: Vec<Bits>,
    /// None of these around.
    pub unless: Bits,
    /// Words between the anchor and any other at most.
    pub within: usize,
    pub meaning: Meaning,
    pub weak: bool,
    pub mark: u32,
}

/// The sign that every negation is.
pub(super) const NOT: u8 = 0;
/// So many signs of a message are looked at: more than the longest honest message holds.
const SIGNS_LIMIT: usize = 1200;
/// So many places of one line are kept.
const PLACES_LIMIT: usize = 4;
/// Signs further from the anchor than this are never asked for.
pub(super) const FARTHEST: usize = 16;
/// Signs that may stand further apart than this may stand in two sentences.
const NEAR_WORDS: usize = 8;
/// A negation stands no further from what it denies, however far apart the rest may stand.
const NOT_WITHIN: usize = 3;
/// What a line excludes is looked for in so many words around.
const UNLESS_WORDS: usize = 9;

/// Where signs stand together.
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    /// The line itself speaks of a negation.
    pub negates: bool,
    pub line: usize,
    /// First words of its signs.
    pub places: Vec<usize>,
}

/// A message's signs in the order of the text, with what stands near each.
pub(super) struct Signs<'a> {
    words: &'a Words,
    hits: Vec<SignHit>,
    near: Vec<Bits>,
    present: Bits,
    /// Words of the longest of them.
    longest: usize,
}

impl<'a> Signs<'a> {
    pub fn of(words: &'a Words, mut hits: Vec<SignHit>, negations: &[bool]) -> Self {
        let negated = negations.iter().enumerate().filter(|(_, is)| **is).map(|(at, _)| at);
        hits.extend(negated.map(|at| SignHit { sign: NOT, start: at, end: at + 1 }));
        hits.sort_unstable_by_key(|hit| (hit.start, hit.end, hit.sign));
        hits.dedup();
        hits.truncate(SIGNS_LIMIT);
        let mut present = Bits::default();
        for hit in &hits {
            present.add(hit.sign);
        }
        let longest = hits.iter().map(|hit| hit.end.saturating_sub(hit.start)).max().unwrap_or(0);
        Self { words, near: near(&hits), hits, present, longest }
    }

    /// The signs that may stand within so many words of a range: looking through all of them, for each sign, took most
    /// of the time that a long message may take.
    fn around(&self, start: usize, end: usize, within: usize) -> &[SignHit] {
        let first = start.saturating_sub(within + self.longest);
        let from = self.hits.partition_point(|hit| hit.start < first);
        let to = self.hits.partition_point(|hit| hit.start <= end + within);
        &self.hits[from..to.max(from)]
    }

    /// Every place where a line's signs stand together.
    pub fn together(&self, grammar: &[Together]) -> Vec<Found> {
        let mut found = Vec::new();
        for (number, line) in grammar.iter().enumerate() {
            let possible = line.anchor.meets(&self.present)
                && line.others.iter().all(|other| other.meets(&self.present));
            if !possible {
                continue;
            }
            let anchors = self.hits.iter().zip(&self.near).filter(|(hit, near)| {
                line.anchor.has(hit.sign) && line.others.iter().all(|other| other.meets(near))
            });
            let places = anchors.filter_map(|(anchor, _)| self.place(line, anchor, number));
            found.extend(places.take(PLACES_LIMIT));
        }
        found
    }

    fn place(&self, line: &Together, anchor: &SignHit, number: usize) -> Option<Found> {
        let (mut start, mut end, mut negates) = (anchor.start, anchor.end, anchor.sign == NOT);
        let mut places = vec![anchor.start];
        for other in &line.others {
            let hit = self.nearest(anchor, other, line.within)?;
            negates |= hit.sign == NOT;
            start = start.min(hit.start);
            end = end.max(hit.end);
            places.push(hit.start);
        }
        let around = |hit: &&SignHit| {
            line.unless.has(hit.sign)
                && apart(hit, start, end) <= UNLESS_WORDS
                && self.one_sentence(hit.start.min(start), hit.end.max(end))
        };
        let spoilt = line.unless.meets(&self.present)
            && self.around(start, end, UNLESS_WORDS).iter().any(|hit| around(&hit));
        if matches!(line.meaning, Meaning::Guard(_)) {
            // What is harmless is the word that the company is about, not all that stands between the two.
            (start, end) = (anchor.start, anchor.end);
        }
        (!spoilt).then_some(Found { start, end, negates, line: number, places })
    }

    fn nearest(&self, anchor: &SignHit, signs: &Bits, within: usize) -> Option<&SignHit> {
        let fits = |hit: &&SignHit| {
            let (start, end) = (hit.start.min(anchor.start), hit.end.max(anchor.end));
            let within = if hit.sign == NOT { within.min(NOT_WITHIN) } else { within };
            signs.has(hit.sign)
                && apart(hit, anchor.start, anchor.end) <= within
                && (within > NEAR_WORDS || self.one_sentence(start, end))
                && (hit.sign != NOT || self.one_clause(start, end))
        };
        let around = self.around(anchor.start, anchor.end, within);
        around.iter().filter(fits).min_by_key(|hit| apart(hit, anchor.start, anchor.end))
    }

    fn one_sentence(&self, start: usize, end: usize) -> bool {
        self.words.list[start + 1..end.max(start + 1)].iter().all(|word| word.gap != Gap::Sentence)
    }

    fn one_clause(&self, start: usize, end: usize) -> bool {
        self.words.list[start + 1..end.max(start + 1)].iter().all(|word| word.gap < Gap::Comma)
    }
}

/// Words between a sign and a range; 0 where they touch or overlap.
fn apart(hit: &SignHit, start: usize, end: usize) -> usize {
    hit.start.saturating_sub(end).max(start.saturating_sub(hit.end))
}

/// For each sign the bits of all that stand near it.
fn near(hits: &[SignHit]) -> Vec<Bits> {
    let mut near = vec![Bits::default(); hits.len()];
    for (number, hit) in hits.iter().enumerate() {
        near[number].add(hit.sign);
        for (other, behind) in hits.iter().enumerate().skip(number + 1) {
            if behind.start > hit.end + FARTHEST {
                break;
            }
            near[number].add(behind.sign);
            near[other].add(hit.sign);
        }
    }
    near
}

/// Some signs: a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits([u64; 4]);

impl Bits {
    fn add(&mut self, sign: u8) {
        self.0[usize::from(sign / 64)] |= 1 << (sign % 64);
    }

    fn has(&self, sign: u8) -> bool {
        self.0[usize::from(sign / 64)] >> (sign % 64) & 1 == 1
    }

    fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).any(|(own, other)| own & other != 0)
    }
}

/// Names of the signs, in the order in which the grammar first speaks of them.
#[derive(Debug)]
pub(super) struct SignNames(Vec<String>);

impl Default for SignNames {
    fn default() -> Self {
        Self(vec!["not".to_owned()])
    }
}

impl SignNames {
    /// Signs that a message can hold at most: as many as bits.
    const MOST: usize = 256;

    /// The number of a sign that the grammar speaks of.
    pub fn number(&self, name: &str) -> Option<u8> {
        let at = self.0.iter().position(|known| known == name)?;
        u8::try_from(at).ok()
    }

    /// Every sign.
    #[cfg(test)]
    pub fn all(&self) -> impl Iterator<Item = u8> {
        (0..self.0.len()).filter_map(|at| u8::try_from(at).ok())
    }

    /// The name of a sign.
    pub fn name(&self, sign: u8) -> &str {
        self.0.get(usize::from(sign)).map_or("", String::as_str)
    }

    /// The bits of some signs; new ones are given a number.
    pub fn bits(&mut self, names: &[&str]) -> Bits {
        let mut bits = Bits::default();
        for name in names {
            if self.number(name).is_none() {
                assert!(self.0.len() < Self::MOST, "the grammar speaks of too many signs");
                self.0.push((*name).to_owned());
            }
            bits.add(self.number(name).expect("just given"));
        }
        bits
    }
}
