//! Everything that is known about a message before its intents are decided.
//!
//! Absent: decisions.

use crate::context::Context;
use crate::rules::Findings;
use crate::spoken::Spoken;
use crate::tongue::Tongue;
use crate::words::Words;

/// A message, taken apart.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The text as received.
    pub text: &'a str,
    /// What stood before it.
    pub context: &'a Context,
    /// Its words.
    pub words: Words,
    /// Its language.
    pub tongue: Tongue,
    /// The patterns found.
    pub findings: Findings,
    /// The times found.
    pub spoken: Spoken<'a>,
    /// What the statistical reader makes of the whole.
    pub leaning: crate::reader::Leaning,
}

impl Scene<'_> {
    /// The words of a range as written, in character offsets of the text.
    pub fn chars(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let list = &self.words.list;
        let from = list.get(start).map_or(0, |word| word.start);
        let to = end.checked_sub(1).and_then(|last| list.get(last)).map_or(from, |word| word.end);
        from..to.max(from)
    }

    /// The text between two character offsets.
    pub fn written(&self, range: std::ops::Range<usize>) -> String {
        self.text.chars().skip(range.start).take(range.len()).collect()
    }
}
