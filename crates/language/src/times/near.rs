//! Finds the word that a misspelled one was meant to be, one typing mistake away.
//!
//! Every long enough word is stored under each form that it has with one letter left out (and whole); a misspelled
//! word is looked up the same way. A look-up costs its letters, never the size of the table.

use super::kinds::Kind;
use super::lexicon::Sense;
use crate::quick::QuickMap;

/// Shorter words are too close to one another (`reference/language.md`, section 3).
const MIN_LETTERS: usize = 5;
/// Names of days and units are many, and short ones lie close to ordinary words ("passa", "påska").
const MIN_NAME_LETTERS: usize = 7;
/// Longer ones are not in any table.
const MAX_LETTERS: usize = 24;

/// The words of a language that may be misspelled.
#[derive(Debug, Default)]
pub(crate) struct Near {
    words: Vec<(String, Vec<Sense>)>,
    by_shape: QuickMap<u64, Vec<usize>>,
}

impl Near {
    /// Stores a word, if it is long enough and of a kind that is worth it.
    pub(crate) fn add(&mut self, word: &str, senses: &[Sense]) {
        let letters = word.chars().count();
        let named = senses.iter().all(|sense| matches!(sense.kind, Kind::Holiday | Kind::Unit));
        if letters < if named { MIN_NAME_LETTERS } else { MIN_LETTERS }
            || !senses.iter().any(|sense| forgiven(sense.kind))
        {
            return;
        }
        let index = self.words.len();
        self.words.push((word.to_owned(), senses.to_vec()));
        for shape in shapes(word) {
            self.by_shape.entry(shape).or_default().push(index);
        }
    }

    /// The meaning of the stored word that is one typing mistake away and begins alike.
    pub(crate) fn find(&self, word: &str) -> Option<&[Sense]> {
        if !(MIN_LETTERS..=MAX_LETTERS).contains(&word.chars().count()) {
            return None;
        }
        let begins = |other: &str| {
            let (mut a, mut b) = (word.chars(), other.chars());
            let (first, second) = (a.next(), a.next());
            let (other_first, other_second) = (b.next(), b.next());
            first == other_first || (first == other_second && second == other_first)
        };
        let candidates = shapes(word).filter_map(|shape| self.by_shape.get(&shape)).flatten();
        candidates
            .map(|&index| &self.words[index])
            .find(|(other, _)| begins(other) && strsim::osa_distance(word, other) <= 1)
            .map(|(_, senses)| senses.as_slice())
    }
}

/// Kinds whose words are long, common in messages and unlike other words.
fn forgiven(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Weekday
            | Kind::Weekdays
            | Kind::WeekdayPast
            | Kind::Month
            | Kind::Rel
            | Kind::Pod
            | Kind::TodayPod
            | Kind::Holiday
            | Kind::Unit
            | Kind::Earliest
            | Kind::Early
            | Kind::Known
    )
}

/// The word and each form of it with one letter left out, as numbers.
fn shapes(word: &str) -> impl Iterator<Item = u64> + '_ {
    let whole = std::iter::once(hash(word.chars()));
    let shorter = word.char_indices().map(|(place, letter)| {
        let (before, rest) = word.split_at(place);
        hash(before.chars().chain(rest[letter.len_utf8()..].chars()))
    });
    whole.chain(shorter)
}

/// FNV-1a over the letters: short words, no adversary (a candidate is always compared letter by letter).
fn hash(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(0xcbf2_9ce4_8422_2325, |hash, letter| {
        (hash ^ u64::from(u32::from(letter))).wrapping_mul(0x0100_0000_01b3)
    })
}
