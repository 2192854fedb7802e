//! Which lines of the rules are not to be trusted: those that speak for one intent in the utterances of another.
//!
//! Absent: any change of rules; a person reads the report and mends them.

use super::ONLY_WORDS;
use super::corpus::Example;
use crate::reader::classes::CLASSES;
use crate::rules::{Meaning, rulebook};
use crate::tongue::Tongue;
use crate::words::Words;
use std::collections::HashMap;

/// A line that is wrong so often is told.
const WRONG_TOLD: usize = 6;
/// Lines told at most.
const LINES_TOLD: usize = 60;

/// Prints the lines that are wrong more often than right.
pub fn report(examples: &[Example]) {
    let mut counted: HashMap<(Tongue, u32), (usize, usize, String, String)> = HashMap::new();
    for example in examples.iter().filter(|example| !example.noisy && example.class != ONLY_WORDS) {
        let words = Words::of(&example.text);
        for hit in rulebook(example.tongue).find(&words).hits.iter().filter(|hit| !hit.weak && !hit.negated) {
            let Some(spoken_for) = class_of(hit.meaning) else { continue };
            let told: Vec<&str> =
                words.list[hit.start..hit.end].iter().map(|word| word.raw.as_str()).collect();
            let counts = counted
                .entry((example.tongue, hit.pattern))
                .or_insert_with(|| (0, 0, spoken_for.to_owned(), String::new()));
            if spoken_for == example.class {
                counts.0 += 1;
            } else {
                counts.1 += 1;
                counts.3 = format!("{} ({})", told.join(" "), example.class);
            }
        }
    }
    let mut bad: Vec<_> =
        counted.into_iter().filter(|(_, counts)| counts.1 >= WRONG_TOLD && counts.1 > counts.0).collect();
    bad.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.1));
    for ((tongue, _), (right, wrong, class, told)) in bad.iter().take(LINES_TOLD) {
        println!("  rule {} [{class}] right {right} wrong {wrong}: {told}", tongue.tag());
    }
}

fn class_of(meaning: Meaning) -> Option<&'static str> {
    CLASSES.into_iter().find(|class| Meaning::from_heading(class) == Some(meaning))
}
