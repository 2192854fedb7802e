//! What can be wrong with a search: always the field, the fault and the remedy.
//!
//! Absent: searches that are in order and find nothing. Those are answers (`Found::nothing_because`).

use crate::limits::{FIRST_YEAR, LAST_YEAR};

/// A search that can't be carried out, and the field that is to blame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {fault}")]
pub struct Problem {
    /// Where the fault stands, as in `practitioners[0].hours[1].from`; `line` is the whole line.
    pub field: String,
    /// What is wrong there.
    pub fault: Fault,
}

impl Problem {
    /// A fault in a field.
    pub fn at(field: impl Into<String>, fault: Fault) -> Self {
        Self { field: field.into(), fault }
    }

    /// The same problem, seen from one level further out.
    #[must_use]
    pub fn inside(mut self, outer: &str) -> Self {
        let joint = if self.field.starts_with('[') || self.field.is_empty() { "" } else { "." };
        self.field = format!("{outer}{joint}{}", self.field);
        self
    }
}

/// What is wrong with a field, said with the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The line has bytes that are no text.
    #[error("byte {at} is no UTF-8; save the questions as UTF-8")]
    NotUtf8 {
        /// The first such byte, counted from 1.
        at: usize,
    },
    /// The line is no JSON.
    #[error("this is no JSON ({0}); write one JSON object a line")]
    NotJson(String),
    /// The line is longer than anything sensible.
    #[error("this is longer than {most} bytes; split the search")]
    TooLong {
        /// The most bytes allowed.
        most: usize,
    },
    /// The field isn't there.
    #[error("this is missing; give {expected}")]
    Missing {
        /// What belongs there.
        expected: &'static str,
    },
    /// The field has another type than it should.
    #[error("this should be {expected}")]
    WrongType {
        /// What belongs there.
        expected: &'static str,
    },
    /// A number below zero where only a length makes sense.
    #[error("{value} is negative; write 0 or more")]
    Negative {
        /// The number given.
        value: i64,
    },
    /// A number outside its bounds.
    #[error("{value} is out of range; write {least} to {most}")]
    OutOfRange {
        /// The number given.
        value: i64,
        /// The least allowed.
        least: i64,
        /// The most allowed.
        most: i64,
    },
    /// More entries than the bounds allow.
    #[error("{count} entries are too many; give at most {most}")]
    TooMany {
        /// The entries given.
        count: usize,
        /// The most allowed.
        most: usize,
    },
    /// All hours over all days are more than the bounds allow.
    #[error("these are too many hours over too many days; ask for a shorter window or fewer practitioners")]
    TooMuchToUnfold,
    /// The answer would be longer than the bounds allow.
    #[error("more than {most} times are free; ask for a shorter window, or use \"want\" for the best few")]
    TooManyAnswers {
        /// The most allowed.
        most: usize,
    },
    /// A zone that the IANA database doesn't have.
    #[error("there is no time zone \"{name}\"; use an IANA name such as \"Europe/Stockholm\"")]
    UnknownZone {
        /// The name given.
        name: String,
    },
    /// Text that is no instant at all.
    #[error("\"{text}\" is no instant; write RFC 3339 such as \"2026-03-09T08:00:00+01:00\"")]
    NotAnInstant {
        /// The text given.
        text: String,
    },
    /// A wall-clock time without an offset: it could be any of some forty instants.
    #[error("\"{text}\" has no offset; end it with \"Z\" or an offset such as \"+01:00\"")]
    NoOffset {
        /// The text given.
        text: String,
    },
    /// A sixtieth second.
    #[error("\"{text}\" is a leap second; write the second before it or after it")]
    LeapSecond {
        /// The text given.
        text: String,
    },
    /// A date that no calendar has.
    #[error("{text} doesn't exist; write a date that is in the calendar, as \"2026-03-09\"")]
    NoSuchDate {
        /// The text given.
        text: String,
    },
    /// A time that no clock shows.
    #[error(
        "\"{text}\" is no time of day; write \"00:00\" to \"23:59\", and \"24:00\" for the midnight that ends a day"
    )]
    NoSuchTime {
        /// The text given.
        text: String,
    },
    /// Hours that begin at 24:00.
    #[error("hours can't begin at 24:00; give them to the next day, from \"00:00\"")]
    BeginsAtMidnight,
    /// Hours that begin and end at the same time: nobody knows whether that is never or always.
    #[error(
        "hours from {time} to {time} could mean never or all day; leave them out, or write 00:00 to 24:00"
    )]
    NeverOrAlways {
        /// The time given twice.
        time: String,
    },
    /// A word that isn't one of a few.
    #[error("\"{text}\" isn't known here; write one of {allowed}")]
    UnknownWord {
        /// The word given.
        text: String,
        /// The words that are.
        allowed: &'static str,
    },
    /// Two things with one name.
    #[error("\"{name}\" comes twice; give everybody and every room an id of their own")]
    TwiceNamed {
        /// The name.
        name: String,
    },
    /// Two exceptions for one date.
    #[error("{date} comes twice; put all hours of a date into one entry")]
    TwiceDated {
        /// The date.
        date: String,
    },
    /// An end that lies before its beginning.
    #[error("this ends before it begins; swap \"from\" and \"to\"")]
    EndsBeforeItBegins,
    /// The service needs a kind of room that isn't there.
    #[error("no room in \"rooms\" is of kind \"{kind}\"; add one or correct the kind")]
    NoRoomOfKind {
        /// The kind asked for.
        kind: String,
    },
    /// An instant outside the years in which zone rules mean something.
    #[error("this lies outside the years {FIRST_YEAR} to {LAST_YEAR}; correct the year")]
    OutsideYears,
}
