//! Typing mistakes: the one word of a list that is one edit away.
//!
//! Absent: words under five letters, where one edit is another word.

use crate::quick::Quick;
use crate::words::fold;
use std::hash::{Hash, Hasher};

/// Shorter words are never corrected.
const SHORTEST_CHARS: usize = 5;
/// Longer words are not looked at: a bound for the deletions.
const LONGEST_CHARS: usize = 24;

/// Words that can be found with one edit.
#[derive(Debug, Default)]
pub struct Near {
    words: Vec<String>,
    /// Every word with one letter left out, by hash, in order: a third of the room that a map of lists takes.
    deletions: Vec<(u64, u32)>,
}

impl Near {
    /// Takes the words of five letters or more.
    pub fn of<'a>(words: impl Iterator<Item = &'a String>) -> Self {
        let mut near = Self::default();
        let mut words: Vec<&String> = words.filter(|word| fits(word)).collect();
        words.sort_unstable();
        for word in words {
            let number = u32::try_from(near.words.len()).expect("a list has fewer than 2^32 words");
            near.words.push(word.clone());
            for key in keys(word) {
                near.deletions.push((key, number));
            }
        }
        near.deletions.sort_unstable();
        near.deletions.shrink_to_fit();
        near
    }

    /// The word that was meant, if exactly one edit away.
    pub fn closest(&self, word: &str) -> Option<&str> {
        if !fits(word) {
            return None;
        }
        let mut best: Option<&str> = None;
        for number in keys(word).flat_map(|key| self.with(key)) {
            let candidate = self.words[number as usize].as_str();
            let apart = strsim::osa_distance(word, candidate)
                .min(strsim::osa_distance(&fold(word), &fold(candidate)));
            if apart <= 1 && same_first(word, candidate) {
                best = Some(best.map_or(candidate, |other| other.min(candidate)));
            }
        }
        best
    }
}

impl Near {
    /// The words of which one letter left out has this hash.
    fn with(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let first = self.deletions.partition_point(|(other, _)| *other < key);
        self.deletions[first..].iter().take_while(move |(other, _)| *other == key).map(|(_, number)| *number)
    }
}

fn fits(word: &str) -> bool {
    let length = word.chars().count();
    (SHORTEST_CHARS..=LONGEST_CHARS).contains(&length) && !word.contains(|ch: char| ch.is_ascii_digit())
}

/// People seldom miss the first letter, and "inte" is not "ninte": one of the first two letters must agree.
fn same_first(word: &str, candidate: &str) -> bool {
    let mut pairs = word.chars().zip(candidate.chars());
    pairs.next().is_some_and(|(a, b)| a == b) || pairs.next().is_some_and(|(a, b)| a == b)
}

fn keys(word: &str) -> impl Iterator<Item = u64> + '_ {
    let folded = fold(word);
    let count = folded.chars().count();
    (0..=count).map(move |left_out| {
        let mut hasher = Quick::default();
        for (at, ch) in folded.chars().enumerate() {
            if at != left_out {
                ch.hash(&mut hasher);
            }
        }
        hasher.finish()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_edit_is_mended_and_two_are_not() {
        let list = ["avboka".to_owned(), "påminnelse".to_owned()];
        let near = Near::of(list.iter());
        for typed in ["avbka", "avbooka", "abvoka", "avboja"] {
            assert_eq!(near.closest(typed), Some("avboka"), "{typed}");
        }
        assert_eq!(near.closest("paminelse"), Some("påminnelse"));
        assert_eq!(near.closest("avbkka"), Some("avboka"));
        assert_eq!(near.closest("avkoba"), None);
    }
}
