//! Growing the tables of `models/` from `utterances/`: only with the feature `grow`, never in the product.
//!
//! The same utterances give the same tables on the same machine; the tables carry a fingerprint of what they were
//! grown from, and a test holds them to it.
//!
//! Absent: any text that was not written for this crate.

mod corpus;
mod fit;
mod trust;

pub use corpus::{Example, corpus};
pub use fit::{Fitted, Row, fit, tested};

use crate::reader::classes::CLASSES;
use crate::reader::{mark, pieces, table, template};
use crate::rules::rulebook;
use crate::tongue::{TONGUES, Tongue};
use crate::words::Words;
use std::path::Path;

/// A file of words that tell a language but no intent.
const ONLY_WORDS: &str = "words";
/// Rows of the reader of intents, as a power of two.
const INTENT_ROWS: u32 = 16;
/// Rows of the guesser of languages, as a power of two.
const TONGUE_ROWS: u32 = 15;

/// Grows both tables and the list of known words; prints what cross-validation says of them.
pub fn grow(root: &Path) -> std::io::Result<()> {
    let models = root.join("models");
    template::check(&root.join("utterances"))?;
    let examples = corpus(&root.join("utterances"))?;
    let mark = mark::of_sources(root)?;
    println!("{} examples", examples.len());
    // First of all: the rules mend no word that stands here, and the tables are grown from what the rules find.
    std::fs::write(models.join("known.words"), known_words(&examples))?;
    trust::report(&examples);
    let asks = |example: &&Example| example.class != ONLY_WORDS;
    let rows: Vec<Row> = examples.iter().filter(asks).map(intent_row).collect();
    let warmth = report(&rows, INTENT_ROWS, CLASSES.len(), "intents");
    let fitted = fit(&rows, INTENT_ROWS, CLASSES.len());
    std::fs::write(
        models.join("intents.svl"),
        table::write(INTENT_ROWS, &fitted.bias, &fitted.weights, warmth, mark),
    )?;
    let own_words = corpus::own_words(root)?;
    let telling = examples.iter().chain(&own_words).filter(|example| tells_language(example));
    let rows: Vec<Row> = telling.map(tongue_row).collect();
    let warmth = report(&rows, TONGUE_ROWS, TONGUES.len(), "languages");
    let fitted = fit(&rows, TONGUE_ROWS, TONGUES.len());
    std::fs::write(
        models.join("tongues.svl"),
        table::write(TONGUE_ROWS, &fitted.bias, &fitted.weights, warmth, mark),
    )
}

fn intent_row(example: &Example) -> Row {
    let words = Words::of(&example.text);
    let findings = rulebook(example.tongue).find(&words);
    let class = CLASSES.iter().position(|name| *name == example.class).expect("a file is named by its class");
    Row {
        pieces: pieces::of_intent(&words, &findings, example.tongue),
        class,
        line: example.line,
        weight: example.weight,
        group: example.tongue.index(),
    }
}

fn tongue_row(example: &Example) -> Row {
    Row {
        pieces: pieces::of_tongue(&Words::of(&example.text)),
        class: example.tongue.index(),
        line: example.line,
        weight: example.weight,
        group: example.tongue.index(),
    }
}

/// Nonsense is of no language.
fn tells_language(example: &Example) -> bool {
    example.text.chars().filter(|ch| ch.is_alphabetic()).count() >= 2
}

/// Words that stand in the utterances in small letters, by hash and in order: no names, no typing mistakes.
fn known_words(examples: &[Example]) -> Vec<u8> {
    let clean = examples.iter().filter(|example| !example.noisy && example.class != "unknown");
    let mut hashes: Vec<u32> = clean
        .flat_map(|example| Words::of(&example.text).list)
        .filter(|word| !word.capital && word.raw.chars().count() >= 3)
        .map(|word| pieces::of_word(&word.raw))
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect()
}

/// Prints accuracy by language in cross-validation and returns the warmth that makes the confidences true.
fn report(rows: &[Row], size: u32, classes: usize, what: &str) -> f32 {
    let (scores, warmth) = tested(rows, size, classes);
    let mut right = vec![(0_usize, 0_usize); TONGUES.len()];
    let mut wrong: Vec<(usize, usize, usize)> = Vec::new();
    for (row, scores) in rows.iter().zip(&scores) {
        let best = (0..classes).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0);
        right[row.group].1 += 1;
        if best == row.class {
            right[row.group].0 += 1;
        } else {
            wrong.push((row.group, row.class, best));
        }
    }
    println!("{what}: cross-validated by line, warmth {warmth:.2}");
    for (tongue, (right, all)) in TONGUES.iter().zip(&right).filter(|(_, counts)| counts.1 > 0) {
        println!("  {} {:5} of {:5} {:.1} %", tongue.tag(), right, all, percent(*right, *all));
    }
    wrong.sort_unstable();
    let mut counted: Vec<(usize, (usize, usize, usize))> = Vec::new();
    for miss in wrong {
        match counted.last_mut() {
            Some(last) if last.1 == miss => last.0 += 1,
            _ => counted.push((1, miss)),
        }
    }
    counted.sort_unstable_by(|a, b| b.cmp(a));
    for (count, (group, class, best)) in counted.iter().take(12).filter(|_| classes == CLASSES.len()) {
        println!("    {} {count} {} read as {}", TONGUES[*group].tag(), CLASSES[*class], CLASSES[*best]);
    }
    warmth
}

#[expect(clippy::cast_precision_loss, reason = "a percentage")]
fn percent(part: usize, all: usize) -> f64 {
    100.0 * part as f64 / all as f64
}

/// The language of a folder's name.
pub(crate) fn tongue_of(folder: &str) -> Option<Tongue> {
    Tongue::from_tag(folder)
}
