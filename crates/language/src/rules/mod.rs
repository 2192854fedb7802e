//! Hand-written patterns over words, one file a language in `lexicon/rules/`, and finding them in a message.
//!
//! Absent: what a hit is worth against another; `intents` decides that.

mod book;
mod find;
mod meaning;
mod near;
mod signs;
mod syntax;

pub use book::rulebook;
pub use find::{Findings, Hit};
pub use meaning::{Guard, Meaning, Place};
