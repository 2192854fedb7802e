//! A message as words: lower case, marks folded, offsets kept in characters of the original text.
//!
//! Absent: meaning. Nothing here knows a language but for the short elided words of French and Italian.

use crate::letters::{is_composed, is_letter, is_letter_or_digit, may_join, push_lower};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The contract's longest message; what follows is not read.
pub const TEXT_LIMIT_CHARS: usize = 4096;
/// Words beyond this are not read: a bound for every loop over words.
pub const WORD_LIMIT: usize = 900;
/// The longest word read, in characters: longer ones are noise.
const WORD_CHARS: usize = 40;

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing or a blank.
    Space,
    /// A comma, a colon, a bracket, a dash.
    Comma,
    /// The end of a sentence or a line.
    Sentence,
}

/// One word of a message.
#[derive(Clone, Debug)]
pub struct Word {
    /// Lower case, composed, apostrophes dropped.
    pub raw: String,
    /// Like `raw` in the letters a-z, where the script allows.
    pub folded: String,
    /// Offset of the first character.
    pub start: usize,
    /// Offset after the last character.
    pub end: usize,
    /// What stands before it.
    pub gap: Gap,
    /// Written with a capital first letter.
    pub capital: bool,
}

/// A message as words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// In the order written.
    pub list: Vec<Word>,
    /// A question mark stands somewhere.
    pub asks: bool,
}

impl Words {
    /// Splits a text into words.
    pub fn of(text: &str) -> Self {
        let mut splitter = Splitter::default();
        for (offset, ch) in text.chars().take(TEXT_LIMIT_CHARS).enumerate() {
            if splitter.words.list.len() >= WORD_LIMIT {
                break;
            }
            splitter.take(offset, ch);
        }
        splitter.close();
        splitter.words
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// No word at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

#[derive(Default)]
struct Splitter {
    words: Words,
    current: String,
    marks: bool,
    start: usize,
    end: usize,
    gap: Option<Gap>,
    after_digit_point: Option<(usize, char)>,
}

impl Splitter {
    fn take(&mut self, offset: usize, ch: char) {
        if is_invisible(ch) {
            return;
        }
        if let Some((at, point)) = self.after_digit_point.take() {
            if ch.is_ascii_digit() {
                self.current.push(point);
            } else {
                self.close();
                self.widen(boundary_of(point, at));
            }
        }
        match kind_of(ch) {
            Kind::Letter => self.push(offset, ch),
            Kind::Picture => {
                self.close();
                self.push(offset, ch);
                self.close();
            }
            Kind::Apostrophe => {
                if is_elided(&self.current) {
                    self.close();
                } else if !self.current.is_empty() {
                    self.end = offset;
                }
            }
            Kind::Point if self.current.chars().last().is_some_and(|last| last.is_ascii_digit()) => {
                self.after_digit_point = Some((offset, ch));
            }
            Kind::Point | Kind::Break => {
                self.words.asks |= matches!(ch, '?' | '؟' | '¿');
                self.close();
                self.widen(boundary_of(ch, offset));
            }
        }
    }

    fn push(&mut self, offset: usize, ch: char) {
        if self.current.is_empty() {
            self.start = offset;
        }
        self.marks |= !ch.is_ascii();
        self.current.push(ch);
        self.end = offset + 1;
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = Some(self.gap.map_or(gap, |before| before.max(gap)));
    }

    fn close(&mut self) {
        self.after_digit_point = None;
        if self.current.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.current);
        let capital = text.chars().next().is_some_and(char::is_uppercase);
        let raw = lower(&text, self.marks);
        let folded = if self.marks { fold(&raw) } else { raw.clone() };
        let gap = if self.words.is_empty() { Gap::Sentence } else { self.gap.unwrap_or(Gap::Space) };
        self.gap = None;
        self.marks = false;
        self.words.list.push(Word { raw, folded, start: self.start, end: self.end, gap, capital });
    }
}

enum Kind {
    Letter,
    Picture,
    Apostrophe,
    Point,
    Break,
}

fn kind_of(ch: char) -> Kind {
    match ch {
        '\'' | '’' | '‘' | '´' | '`' | 'ʼ' => Kind::Apostrophe,
        '.' | ':' => Kind::Point,
        '%' | '€' | '$' | '£' | '+' | '@' | '#' => Kind::Letter,
        _ if is_letter_or_digit(ch) || (may_join(ch) && is_combining_mark(ch)) => Kind::Letter,
        '✓' | '✔' | '✅' | '❌' | '❤' | '☎' | '☺' | '☹' => Kind::Picture,
        _ if ('\u{1F300}'..='\u{1FAFF}').contains(&ch) => Kind::Picture,
        _ => Kind::Break,
    }
}

fn boundary_of(ch: char, _offset: usize) -> Gap {
    match ch {
        '.' | '!' | '?' | '\n' | '\r' | ';' | '؟' | '¿' | '¡' | '…' | '؛' => Gap::Sentence,
        ',' | ':' | '(' | ')' | '،' | '–' | '—' | '"' | '“' | '”' | '«' | '»' => Gap::Comma,
        _ => Gap::Space,
    }
}

/// Marks of direction, joiners, variation selectors and skin tones carry no words.
fn is_invisible(ch: char) -> bool {
    matches!(ch,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
        | '\u{00AD}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{0640}' | '\u{061C}')
}

fn is_elided(word: &str) -> bool {
    word.len() <= 5
        && matches!(
            word.to_ascii_lowercase().as_str(),
            "l" | "d"
                | "j"
                | "c"
                | "n"
                | "s"
                | "m"
                | "qu"
                | "un"
                | "all"
                | "dell"
                | "nell"
                | "dall"
                | "sull"
                | "quest"
                | "com"
                | "dov"
                | "cos"
                | "mezz"
                | "anch"
                | "senz"
                | "jusqu"
                | "lorsqu"
                | "puisqu"
        )
}

fn lower(text: &str, marks: bool) -> String {
    let mut out = String::with_capacity(text.len());
    if marks && text.chars().all(is_composed) {
        // Case folds to one letter in most languages; the Turkish dotted capital makes two.
        let mut lowered = String::with_capacity(text.len() + 2);
        text.chars().for_each(|ch| push_lower(ch, &mut lowered));
        squeeze(lowered.chars().take(WORD_CHARS), &mut out);
    } else if marks {
        squeeze(text.nfkc().flat_map(char::to_lowercase).take(WORD_CHARS), &mut out);
    } else {
        squeeze(text.chars().map(|ch| ch.to_ascii_lowercase()).take(WORD_CHARS), &mut out);
    }
    out
}

/// "neeeej" is "nej": a letter three times or more stands once.
fn squeeze(letters: impl Iterator<Item = char>, out: &mut String) {
    let mut last = '\0';
    let mut run = 0;
    for ch in letters {
        run = if ch == last { run + 1 } else { 1 };
        last = ch;
        if run == 3 && is_letter(ch) {
            out.pop();
        } else if run < 3 || !is_letter(ch) {
            out.push(ch);
        }
    }
}

/// Letters without their marks: å a, ø o, ß ss; Arabic letters in their plainest form.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        if ch.is_ascii() {
            out.push(ch);
        } else {
            fold_char(ch, &mut out);
        }
    }
    out
}

fn fold_char(ch: char, out: &mut String) {
    match ch {
        'å' | 'ä' | 'à' | 'á' | 'â' | 'ã' => out.push('a'),
        'ö' | 'ø' | 'ò' | 'ó' | 'ô' | 'õ' => out.push('o'),
        'é' | 'è' | 'ê' | 'ë' => out.push('e'),
        'ü' | 'ù' | 'ú' | 'û' => out.push('u'),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'ß' => out.push_str("ss"),
        'ł' => out.push('l'),
        'đ' | 'ð' => out.push('d'),
        'ı' => out.push('i'),
        'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
        'ة' => out.push('ه'),
        'ى' | 'ی' | 'ئ' => out.push('ي'),
        'ؤ' => out.push('و'),
        'ک' => out.push('ك'),
        '٠'..='٩' => out.push(char::from(b'0' + u8::try_from(ch as u32 - 0x660).unwrap_or(0))),
        'ؠ'..='ي' | '\u{1f300}'..='\u{1faff}' => out.push(ch),
        _ if is_combining_mark(ch) => {}
        _ => out.extend(std::iter::once(ch).nfd().filter(|part| !is_combining_mark(*part))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, raw: &[&str], folded: &[&str]) {
        let words = Words::of(text);
        assert_eq!(words.list.iter().map(|word| word.raw.as_str()).collect::<Vec<_>>(), raw);
        assert_eq!(words.list.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>(), folded);
    }

    #[test]
    fn words_are_lower_case_and_folded() {
        check("Är ÅSA där?", &["är", "åsa", "där"], &["ar", "asa", "dar"]);
        check(
            "I can't, l'après-midi",
            &["i", "cant", "l", "après", "midi"],
            &["i", "cant", "l", "apres", "midi"],
        );
        check("kl 14.30. Neeeej!", &["kl", "14.30", "nej"], &["kl", "14.30", "nej"]);
        check("أريد إلغاء", &["أريد", "إلغاء"], &["اريد", "الغاء"]);
    }

    #[test]
    fn offsets_count_characters_of_the_original() {
        let words = Words::of("\u{200E}å\u{308}ä 👍🏽 ok");
        let spans: Vec<_> = words.list.iter().map(|word| (word.start, word.end)).collect();
        assert_eq!(spans, [(1, 4), (5, 6), (8, 10)]);
    }

    #[test]
    fn sentence_and_comma_are_told_apart() {
        let words = Words::of("ja, men inte då. tack");
        let gaps: Vec<_> = words.list.iter().map(|word| word.gap).collect();
        assert_eq!(gaps, [Gap::Sentence, Gap::Comma, Gap::Space, Gap::Space, Gap::Sentence]);
    }
}
