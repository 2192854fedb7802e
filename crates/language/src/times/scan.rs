//! Cuts a message into words, numbers and marks, in lower case, with the places they had in the message.
//!
//! Absent: what any word means. Nothing here can fail; characters that cannot be seen are passed over.

use crate::letters::{is_letter, may_join, push_lower};
use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};

/// What a patient may send (`contract/understand.md`, input); the rest of a longer text is not read for times.
pub(crate) const MAX_CHARS: usize = 4096;
/// A number with more digits is a reference or a telephone number.
const MAX_DIGITS: usize = 8;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters.
    Word,
    /// Digits.
    Number,
    /// Anything else, one character.
    Mark(char),
}

/// One word, number or mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// What it is made of.
    pub(crate) shape: Shape,
    /// First character in the message.
    pub(crate) start: usize,
    /// The character after the last.
    pub(crate) end: usize,
    /// Whether white space stands before it.
    pub(crate) gap: bool,
    lo: usize,
    hi: usize,
    fold_lo: usize,
    fold_hi: usize,
}

/// A message in pieces.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// The pieces in order.
    pub(crate) tokens: Vec<Token>,
    letters: String,
}

impl Scan {
    /// The token's letters, lower case, composed.
    pub(crate) fn text(&self, token: &Token) -> &str {
        &self.letters[token.lo..token.hi]
    }

    /// The token's letters without their marks: å as a.
    pub(crate) fn folded(&self, token: &Token) -> &str {
        &self.letters[token.fold_lo..token.fold_hi]
    }

    /// The number that a token of digits writes, unless it is too long to count anything.
    pub(crate) fn number(&self, token: &Token) -> Option<i32> {
        let digits = self.text(token);
        if token.shape != Shape::Number || digits.len() > MAX_DIGITS {
            return None;
        }
        digits.parse().ok()
    }
}

/// Cuts `text`.
pub(crate) fn scan(text: &str) -> Scan {
    let mut scan = Scan { tokens: Vec::with_capacity(24), letters: String::with_capacity(text.len() + 16) };
    let mut gap = false;
    for (place, raw) in text.chars().take(MAX_CHARS).enumerate() {
        if unseen(raw) {
            continue;
        }
        if may_join(raw) && canonical_combining_class(raw) != 0 {
            join_mark(&mut scan, raw, place);
            continue;
        }
        if raw != '\n' && raw.is_whitespace() {
            gap = true;
            continue;
        }
        add(&mut scan, plain(raw), place, gap);
        gap = false;
    }
    fold_all(&mut scan);
    scan
}

/// The same word without its marks.
pub(crate) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for letter in word.chars() {
        fold_letter(letter, &mut folded);
    }
    folded
}

/// Puts one visible character to the last token, or begins a new one.
fn add(scan: &mut Scan, letter: char, place: usize, gap: bool) {
    let shape = shape_of(letter);
    let joins = matches!(shape, Shape::Word | Shape::Number)
        && !gap
        && scan.tokens.last().is_some_and(|last| last.shape == shape);
    if !joins {
        let lo = scan.letters.len();
        scan.tokens.push(Token {
            shape,
            start: place,
            end: place,
            gap,
            lo,
            hi: lo,
            fold_lo: lo,
            fold_hi: lo,
        });
    }
    match shape {
        Shape::Word => push_lower(letter, &mut scan.letters),
        Shape::Number | Shape::Mark(_) => scan.letters.push(letter),
    }
    let hi = scan.letters.len();
    if let Some(last) = scan.tokens.last_mut() {
        last.end = place + 1;
        last.hi = hi;
        last.fold_hi = hi;
    }
}

/// Joins a combining mark to the letter before it: a and ̊ is å.
fn join_mark(scan: &mut Scan, mark: char, place: usize) {
    let Some(last) = scan.tokens.last_mut().filter(|last| last.shape == Shape::Word) else { return };
    last.end = place + 1;
    let Some(base) = scan.letters.pop() else { return };
    scan.letters.push(compose(base, mark).unwrap_or(base));
    last.hi = scan.letters.len();
    last.fold_hi = last.hi;
}

/// Writes the folded form of every token that has letters beyond ASCII.
fn fold_all(scan: &mut Scan) {
    for index in 0..scan.tokens.len() {
        let Token { lo, hi, .. } = scan.tokens[index];
        if scan.letters[lo..hi].is_ascii() {
            continue;
        }
        let folded = fold(&scan.letters[lo..hi]);
        scan.tokens[index].fold_lo = scan.letters.len();
        scan.letters.push_str(&folded);
        scan.tokens[index].fold_hi = scan.letters.len();
    }
}

fn fold_letter(letter: char, out: &mut String) {
    match letter {
        'ø' => out.push('o'),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'ß' => out.push_str("ss"),
        'ł' => out.push('l'),
        'đ' => out.push('d'),
        'ı' => out.push('i'),
        'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
        'ة' => out.push('ه'),
        'ى' => out.push('ي'),
        'ؤ' => out.push('و'),
        'ئ' => out.push('ي'),
        'ؠ'..='ي' => out.push(letter),
        _ if letter.is_ascii() => out.push(letter),
        _ => {
            let mut base = None;
            decompose_canonical(letter, |part| base = base.or(Some(part)));
            out.push(base.unwrap_or(letter));
        }
    }
}

/// Zero-width and direction marks, soft hyphens, the Arabic stretch and variation selectors.
fn unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        || (letter.is_control() && !letter.is_whitespace())
}

/// One sign for all dashes and quotes, ASCII digits for all digits.
fn plain(letter: char) -> char {
    match letter {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{b4}' | '`' | '\u{2032}' => '\'',
        '،' => ',',
        '؟' => '?',
        '؛' => ';',
        '\u{660}'..='\u{669}' => digit(letter, '\u{660}'),
        '\u{6f0}'..='\u{6f9}' => digit(letter, '\u{6f0}'),
        '\u{ff10}'..='\u{ff19}' => digit(letter, '\u{ff10}'),
        _ => letter,
    }
}

fn digit(letter: char, zero: char) -> char {
    char::from_digit(u32::from(letter) - u32::from(zero), 10).unwrap_or(letter)
}

fn shape_of(letter: char) -> Shape {
    if letter.is_ascii_digit() {
        Shape::Number
    } else if is_letter(letter) {
        Shape::Word
    } else {
        Shape::Mark(letter)
    }
}
