//! The one door to `times`: what the rest of the reader asks about times in a message.
//!
//! Absent: any grammar of time.

use crate::context::Context;
use crate::reading::{TimeExpression, When};
use crate::times::Message;
use crate::tongue::Tongue;
use std::ops::Range;

/// The times in a message.
#[derive(Debug)]
pub struct Spoken<'a> {
    /// What is asked for, all clauses together.
    pub when: Option<When>,
    /// Every expression found.
    pub expressions: Vec<TimeExpression>,
    /// Two readings: a good receptionist would ask.
    pub unclear: bool,
    /// The message, read once for all its parts.
    message: Message<'a>,
}

impl Spoken<'_> {
    /// What is asked for in a part of the message; the range counts characters.
    pub fn within(&self, part: &Range<usize>) -> Option<When> {
        self.message.asked(part).0
    }
}

/// Reads the times of a whole message.
pub fn times_in<'a>(text: &'a str, tongue: Tongue, context: &Context) -> Spoken<'a> {
    let message = Message::new(text, tag(tongue, context), context);
    let whole = 0..usize::MAX;
    let (when, unclear) = message.asked(&whole);
    Spoken { when, expressions: message.expressions(&whole), unclear, message }
}

/// The conversation's own tag where it is of the same language: `en-US` puts the month first.
fn tag(tongue: Tongue, context: &Context) -> &str {
    match context.lang.as_deref() {
        Some(lang) if Tongue::from_tag(lang) == Some(tongue) => lang,
        _ => tongue.tag(),
    }
}
