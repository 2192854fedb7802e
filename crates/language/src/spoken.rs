//! The one door to `times`: what the rest of the reader asks about times in a message.
//!
//! Absent: any grammar of time.

use crate::context::Context;
use crate::reading::{TimeExpression, When};
use crate::tongue::Tongue;
use std::ops::Range;

/// The times in a message.
#[derive(Clone, Debug, Default)]
pub struct Spoken {
    /// What is asked for, all clauses together.
    pub when: Option<When>,
    /// Every expression found.
    pub expressions: Vec<TimeExpression>,
    /// Two readings: a good receptionist would ask.
    pub unclear: bool,
}

/// Reads the times of a whole message.
pub fn times_in(_text: &str, _tongue: Tongue, _context: &Context) -> Spoken {
    Spoken::default()
}

/// Reads the times of a part of a message; the range counts characters.
pub fn times_within(_text: &str, _tongue: Tongue, _context: &Context, _part: Range<usize>) -> Option<When> {
    None
}
