//! The one door to `times`: what the rest of the reader asks about times in a message.
//!
//! Absent: any grammar of time.

use crate::context::Context;
use crate::reading::{TimeExpression, When};
use crate::times;
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
pub fn times_in(text: &str, tongue: Tongue, context: &Context) -> Spoken {
    let times = times::read(text, tag(tongue, context), context);
    Spoken { when: times.when, expressions: times.expressions, unclear: times.needs_clarification }
}

/// Reads the times of a part of a message; the range counts characters.
pub fn times_within(text: &str, tongue: Tongue, context: &Context, part: Range<usize>) -> Option<When> {
    times::read_within(text, tag(tongue, context), context, part).when
}

/// The conversation's own tag where it is of the same language: `en-US` puts the month first.
fn tag(tongue: Tongue, context: &Context) -> &str {
    match context.lang.as_deref() {
        Some(lang) if Tongue::from_tag(lang) == Some(tongue) => lang,
        _ => tongue.tag(),
    }
}
