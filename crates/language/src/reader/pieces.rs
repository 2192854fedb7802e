//! Pieces of a message by hash: what the linear models count.
//!
//! Absent: weights. Training and reading share this file, so that both see the same pieces.

use crate::rules::{Findings, Meaning};
use crate::tongue::Tongue;
use crate::words::{Gap, Words};

/// Longest run of letters that is a piece.
const LONGEST_RUN: usize = 5;
/// Words beyond this add nothing to a message's intent.
const WORDS_READ: usize = 120;
/// Nor does a word when there are so many pieces already: a letter of a hundred words has four thousand.
const PIECES_READ: usize = 6000;

/// A message's pieces for the reader of intents.
pub fn of_intent(words: &Words, findings: &Findings, tongue: Tongue) -> Vec<u32> {
    let mut pieces = Vec::with_capacity(256);
    let seed = 1 + tongue.index() as u64;
    let mut last = mix(seed, 7);
    for word in words.list.iter().take(WORDS_READ) {
        if pieces.len() > PIECES_READ {
            break;
        }
        let plain = digits_alike(&word.folded);
        runs(&letters(&plain), 2, 0, &mut pieces);
        let own = text(seed, plain.as_bytes());
        pieces.push(finish(own));
        let before = if word.gap == Gap::Sentence { mix(seed, 7) } else { last };
        pieces.push(finish(mix(before, own)));
        last = own;
    }
    pieces.push(finish(mix(last, 11)));
    pieces.push(finish(mix(u64::from(words.asks), 13)));
    pieces.push(finish(mix(words.len().min(12) as u64, 17)));
    of_rules(findings, &mut pieces);
    of_signs(findings, &mut pieces);
    pieces
}

/// Signs, and which stand beside which: the same pieces in every language, so that what one teaches holds in all.
fn of_signs(findings: &Findings, pieces: &mut Vec<u32>) {
    let mut signs: Vec<u8> = findings.signs.iter().map(|hit| hit.sign).take(SIGNS_READ).collect();
    if signs.is_empty() {
        return;
    }
    if findings.negations.contains(&true) {
        signs.push(0);
    }
    signs.sort_unstable();
    signs.dedup();
    for (at, sign) in signs.iter().enumerate() {
        let own = mix(u64::from(*sign), 71);
        pieces.extend((0..SIGN_PIECES).map(|copy| finish(mix(own, 73 + copy))));
        pieces.extend(signs[at + 1..].iter().map(|other| finish(mix(own, 83 + u64::from(*other)))));
    }
}

/// Signs beyond this add nothing: their pairs grow with the square.
const SIGNS_READ: usize = 24;
/// A sign counts like so many pieces of words.
const SIGN_PIECES: u64 = 3;

/// The hits of the rule book, as pieces: several times over, so that they weigh against the letters.
fn of_rules(findings: &Findings, pieces: &mut Vec<u32>) {
    let mut seen: Vec<u64> = Vec::new();
    for hit in &findings.hits {
        let what = match hit.meaning {
            Meaning::Act(intent) => mix(intent as u64, 19),
            Meaning::Ask(topic) => mix(topic as u64, 23),
            Meaning::Guard(guard) => mix(guard as u64, 29),
            Meaning::Place(_) | Meaning::Sign(_) => mix(0, 31),
        };
        let what = mix(what, u64::from(hit.negated) * 2 + u64::from(hit.weak) + 37);
        if !seen.contains(&what) {
            seen.push(what);
        }
    }
    let mut lines: Vec<u32> = Vec::new();
    for hit in &findings.hits {
        let line = hit.pattern.rotate_left(u32::from(hit.negated));
        if !lines.contains(&line) {
            lines.push(line);
            pieces.extend((0..LINE_PIECES).map(|copy| finish(mix(u64::from(line), 61 + copy))));
        }
    }
    for what in seen {
        pieces.extend((0..RULE_PIECES).map(|copy| finish(mix(what, 41 + copy))));
    }
}

/// So much counts which line of the rules it was.
const LINE_PIECES: u64 = 2;

/// A rule's hit counts like so many pieces of words.
const RULE_PIECES: u64 = 4;

/// A message's pieces for the guesser of languages.
pub fn of_tongue(words: &Words) -> Vec<u32> {
    let mut pieces = Vec::with_capacity(256);
    for word in words.list.iter().take(WORDS_READ) {
        if pieces.len() > PIECES_READ {
            break;
        }
        let plain = digits_alike(&word.raw);
        runs(&letters(&plain), 1, 43, &mut pieces);
        pieces.push(finish(text(47, plain.as_bytes())));
        pieces.push(finish(text(47, plain.as_bytes())));
        if word.folded != word.raw {
            runs(&letters(&word.folded), 2, 43, &mut pieces);
        }
    }
    pieces
}

/// The hash of a word for lists of known words.
pub fn of_word(word: &str) -> u32 {
    finish(text(53, word.as_bytes()))
}

/// Letters as bytes: the low byte tells letters apart within any one script.
fn letters(word: &str) -> Vec<u8> {
    word.chars().map(|ch| if ch.is_ascii() { ch as u8 } else { (ch as u32 & 0x7F) as u8 | 0x80 }).collect()
}

/// Every run of letters of a word between blanks.
fn runs(word: &[u8], shortest: usize, seed: u64, pieces: &mut Vec<u32>) {
    let mut padded = [0_u8; 82];
    let length = word.len().min(80);
    padded[0] = b' ';
    padded[1..=length].copy_from_slice(&word[..length]);
    padded[length + 1] = b' ';
    let padded = &padded[..length + 2];
    for start in 0..padded.len() {
        let mut hash = mix(seed, 3);
        for (size, byte) in padded[start..].iter().take(LONGEST_RUN).enumerate() {
            hash = mix(hash, u64::from(*byte));
            if size + 1 >= shortest {
                pieces.push(finish(hash));
            }
        }
    }
}

fn digits_alike(word: &str) -> String {
    word.chars().map(|ch| if ch.is_ascii_digit() { '0' } else { ch }).collect()
}

fn text(seed: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(mix(seed, 5), |hash, byte| mix(hash, u64::from(*byte)))
}

fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// The upper half of the product is the well-mixed one.
fn finish(hash: u64) -> u32 {
    let mixed = hash ^ (hash >> 29);
    u32::try_from(mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32).unwrap_or(u32::MAX)
}
