//! The statistical reader: a linear model over hashed pieces of words, grown from `utterances/`.
//!
//! Absent: context and precedence; `intents` adds those.

use crate::reading::{Intent, Topic};

/// What the statistical reader makes of some words: probabilities by class.
#[derive(Clone, Debug, Default)]
pub struct Leaning {
    /// Intent, topic of a question, probability; best first.
    pub classes: Vec<(Intent, Option<Topic>, f64)>,
}
