//! Reads the times in a message: when an appointment may be, when not, and which one is spoken of.
//!
//! The way: `scan` cuts the text, `items` looks the words up in the language's table (`lexicon`), the productions
//! (`clock`, `dates`, `weekdays`, `periods`, `durations`, `bounds`) find expressions, `scope` says what each does in
//! its sentence, `fold` joins the wanted ones, `windows` puts them on the calendar. How times are read is settled in
//! `contract/understand.md`. Absent: intents, and anything that can fail.

mod beside;
mod bounds;
mod clock;
mod codes;
mod date_ranges;
mod dates;
mod day;
mod durations;
mod expression;
mod figures;
mod fold;
mod grammar;
mod holiday;
mod hours;
mod items;
mod kinds;
mod lean;
mod lexicon;
mod longest;
mod moon;
mod named_days;
mod near;
mod period_parts;
mod periods;
mod resolve;
mod role;
mod scan;
mod scope;
mod spec;
mod weekdays;
mod whole;
mod windows;

use std::ops::Range;

pub use lexicon::{LexiconError, check as check_tables, check_table};

use crate::{Context, TimeExpression, When};
pub(crate) use whole::Message;

/// The times of a message, or of a stretch of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    /// The time asked for, over the whole text.
    pub when: Option<When>,
    /// Every expression of time, in order, with what it does.
    pub expressions: Vec<TimeExpression>,
    /// A good receptionist would ask which time is meant.
    pub needs_clarification: bool,
    /// The time asked for in each part of the text that makes a request of its own.
    pub clauses: Vec<ClauseTime>,
}

/// The time asked for in one part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseTime {
    /// First character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// The time asked for there.
    pub when: Option<When>,
}

/// Reads every time in `text` as `lang` (BCP 47) speaks of time; a language without a table is read as English.
pub fn read(text: &str, lang: &str, context: &Context) -> Times {
    Message::new(text, lang, context).times(0..usize::MAX)
}

/// Reads one stretch of a text, in characters: "boka en ny nästa vecka" in "avboka torsdag och boka en ny nästa vecka".
///
/// The words around it still tell what its times do.
pub fn read_within(text: &str, lang: &str, context: &Context, range: Range<usize>) -> Times {
    Message::new(text, lang, context).times(range)
}
