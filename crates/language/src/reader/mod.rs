//! The statistical reader: a linear model over hashed pieces of words, grown from `utterances/` by `grow`.
//!
//! Absent: context and precedence; `intents` adds those.

pub mod classes;
#[cfg(any(test, feature = "grow"))]
pub mod mark;
pub mod pieces;
pub mod table;
#[cfg(any(test, feature = "grow"))]
pub mod template;

use crate::reading::{Intent, Topic};
use crate::rules::Findings;
use crate::source::bytes_of_file;
use crate::tongue::Tongue;
use crate::words::Words;
use std::sync::OnceLock;
use table::Table;

/// What the statistical reader makes of some words: probabilities by class.
#[derive(Clone, Debug, Default)]
pub struct Leaning {
    /// Intent, topic of a question, probability; best first.
    pub classes: Vec<(Intent, Option<Topic>, f64)>,
}

impl Leaning {
    /// Leans to nothing less likely than this.
    const LEAST: f64 = 0.01;

    /// Reads a message's words.
    pub fn of(words: &Words, findings: &Findings, tongue: Tongue) -> Self {
        let pieces = pieces::of_intent(words, findings, tongue);
        let all = model().probabilities(&pieces).into_iter().enumerate();
        let mut likely: Vec<(usize, f64)> = all.filter(|(_, chance)| *chance >= Self::LEAST).collect();
        likely.sort_by(|a, b| b.1.total_cmp(&a.1));
        let named = |(class, chance)| {
            let (intent, topic) = classes::meaning(class);
            (intent, topic, chance)
        };
        Self { classes: likely.into_iter().map(named).collect() }
    }

    /// The probability of an intent, all its topics together.
    pub fn chance(&self, intent: Intent) -> f64 {
        self.classes.iter().filter(|class| class.0 == intent).map(|class| class.2).sum()
    }
}

/// The table in the program.
pub fn model() -> &'static Table {
    static MODEL: OnceLock<Table> = OnceLock::new();
    MODEL.get_or_init(|| Table::built_in(bytes_of_file!("models/intents.svl")))
}

/// The word stands in the utterances of some language in small letters.
pub fn knows(word: &str) -> bool {
    static KNOWN: OnceLock<Vec<u32>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let (hashes, _) = bytes_of_file!("models/known.words").as_chunks::<4>();
        hashes.iter().map(|hash| u32::from_le_bytes(*hash)).collect()
    });
    known.binary_search(&pieces::of_word(word)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_tables_were_grown_from_the_utterances_and_rules_that_stand_here() {
        let mark = mark::of_sources(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the sources can be read");
        assert_eq!(model().mark(), mark, "run: cargo run --release --features grow --example grow");
    }
}
