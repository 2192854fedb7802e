//! Turns the pieces of a message into items: words with what they may mean, numbers, marks.
//!
//! Compounds ("torsdagsförmiddag", "tjugohundraarton") come apart here, and misspelled words are put right.
//! Absent: grammar.

use super::kinds::Kind;
use super::lexicon::{Lexicon, Sense};
use super::scan::{Scan, Shape, Token};

/// The least number of letters of a compound that is worth taking apart.
const COMPOUND_LETTERS: usize = 7;
/// What Arabic writes together with the word after it: "and".
const AND: &str = "و";
/// A telephone number is written in so many groups at most.
const PHONE_GROUPS: usize = 6;
/// A telephone number has at least so many digits.
const PHONE_DIGITS: usize = 8;

/// A word or phrase of the lexicon, a number, a mark, or an unknown word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    /// First character in the message.
    pub(crate) start: usize,
    /// The character after the last.
    pub(crate) end: usize,
    /// Whether white space stands before it.
    pub(crate) gap: bool,
    /// What it may mean.
    pub(crate) senses: &'static [Sense],
    /// The kinds of what it may mean, as bits.
    kinds: u128,
    /// Whether an expression of time can begin here.
    pub(crate) begins: bool,
    /// The value, when it is digits.
    pub(crate) digits: Option<i32>,
    /// How many digits.
    pub(crate) width: usize,
    /// Whether the first of several digits is a nought.
    pub(crate) nought: bool,
    /// The mark, when it is one.
    pub(crate) mark: Option<char>,
}

impl Item {
    /// The value of the sense of that kind.
    pub(crate) fn value(&self, kind: Kind) -> Option<i32> {
        if !self.is(kind) {
            return None;
        }
        self.senses.iter().find(|sense| sense.kind == kind).map(|sense| sense.value)
    }

    /// Whether it may be that.
    pub(crate) fn is(&self, kind: Kind) -> bool {
        self.kinds & kind.bit() != 0
    }

    /// Whether it may be one of those.
    #[inline]
    pub(crate) fn any(&self, kinds: &[Kind]) -> bool {
        self.kinds & Kind::bits(kinds) != 0
    }
}

/// The items of a message.
pub(crate) fn items(scan: &Scan, lexicon: &'static Lexicon) -> Vec<Item> {
    let mut items = Vec::with_capacity(scan.tokens.len());
    let mut index = 0;
    let mut reference_end = 0;
    while let Some(token) = scan.tokens.get(index) {
        if index >= reference_end {
            reference_end = reference(scan, index);
        }
        if index < reference_end {
            items.push(plain(token));
            index += 1;
            continue;
        }
        index += next(scan, lexicon, index, &mut items);
    }
    for item in &mut items {
        item.kinds = item.senses.iter().fold(0, |kinds, sense| kinds | sense.kind.bit());
        item.begins = item.digits.is_some() || item.senses.iter().any(|sense| sense.kind.begins());
    }
    items
}

/// Reads the item at `index`; says how many tokens it took.
fn next(scan: &Scan, lexicon: &'static Lexicon, index: usize, items: &mut Vec<Item>) -> usize {
    let token = &scan.tokens[index];
    if let Some((count, senses)) = lexicon.longest(scan, index) {
        let last = &scan.tokens[index + count - 1];
        let first = plain(token);
        items.push(Item { end: last.end, senses, mark: first.mark.filter(|_| count == 1), ..first });
        return count;
    }
    match token.shape {
        Shape::Number => {
            let text = scan.text(token);
            items.push(Item {
                digits: scan.number(token),
                width: text.len(),
                nought: text.len() > 1 && text.starts_with('0'),
                ..plain(token)
            });
        }
        Shape::Word => word(scan, lexicon, token, items),
        Shape::Mark(_) => items.push(plain(token)),
    }
    1
}

/// A word that is no form of the lexicon: a compound, a misspelling, or unknown.
fn word(scan: &Scan, lexicon: &'static Lexicon, token: &Token, items: &mut Vec<Item>) {
    let folded = scan.folded(token);
    if lexicon.flags.joined_and
        && let Some(rest) = folded.strip_prefix(AND)
        && let (Some(and), Some(senses)) = (lexicon.word(AND), lexicon.word(rest))
    {
        let start = token.start + 1;
        items.push(Item { end: start, senses: and, ..plain(token) });
        items.push(Item { start, gap: true, senses, ..plain(token) });
        return;
    }
    if folded.len() >= COMPOUND_LETTERS
        && let Some(parts) =
            compound(lexicon, folded).or_else(|| year(lexicon, folded)).or_else(|| half(lexicon, folded))
    {
        let letters = token.end - token.start;
        let mut start = token.start;
        let count = parts.len();
        for (place, (length, senses)) in parts.into_iter().enumerate() {
            let end =
                if place + 1 == count { token.end } else { (start + length).min(token.start + letters) };
            items.push(Item { start, end, gap: token.gap && place == 0, senses, ..plain(token) });
            start = end;
        }
        return;
    }
    let senses = lexicon.near(folded).unwrap_or_default();
    items.push(Item { senses, ..plain(token) });
}

type Parts = Vec<(usize, &'static [Sense])>;

/// "torsdagsförmiddag", "dienstagvormittag", "torsdagstid": a weekday or part of the day with another word.
fn compound(lexicon: &'static Lexicon, word: &str) -> Option<Parts> {
    let (length, head) = lexicon.head(word)?;
    let rest = &word[length..];
    let useful = |senses: &&'static [Sense]| {
        senses.iter().any(|sense| {
            matches!(
                sense.kind,
                Kind::Pod | Kind::Appt | Kind::ApptDef | Kind::Glue | Kind::Early | Kind::Late
            )
        })
    };
    let whole = lexicon.word(rest).filter(useful).map(|senses| (length, senses));
    let linked = || {
        let rest = rest.strip_prefix('s')?;
        lexicon.word(rest).filter(useful).map(|senses| (length + 1, senses))
    };
    let (head_length, tail) = whole.or_else(linked)?;
    Some(vec![(head_length, head), (word.len() - head_length, tail)])
}

/// "halvtre", "halvtvåtiden": the half hour before.
fn half(lexicon: &'static Lexicon, word: &str) -> Option<Parts> {
    const HALF: &str = "halv";
    let hour = lexicon.word(word.strip_prefix(HALF)?)?;
    let is_hour = hour.iter().any(|sense| {
        matches!(sense.kind, Kind::Card | Kind::HourAbout)
            || (sense.kind == Kind::Unit && sense.value == super::codes::unit::HOUR)
    });
    is_hour.then_some(vec![(HALF.len(), lexicon.word(HALF)?), (word.len() - HALF.len(), hour)])
}

/// "nittonhundrasextioåtta": a year in one word.
fn year(lexicon: &'static Lexicon, word: &str) -> Option<Parts> {
    const MARKS: [&str; 8] =
        ["hundra", "hundert", "hundre", "honderd", "hundrede", "tusen", "tausend", "duizend"];
    // Folded words of the languages that write so have no other letters; looking for eight marks costs.
    if !word.is_ascii() {
        return None;
    }
    let (place, mark) = MARKS.iter().find_map(|mark| word.find(mark).map(|place| (place, *mark)))?;
    let number =
        |part: &str| lexicon.word(part).filter(|senses| senses.iter().any(|sense| sense.kind == Kind::Card));
    let mut parts = Vec::with_capacity(3);
    if place > 0 {
        parts.push((place, number(&word[..place])?));
    }
    parts.push((mark.len(), lexicon.word(mark)?));
    let rest = &word[place + mark.len()..];
    if !rest.is_empty() {
        parts.push((rest.len(), number(rest)?));
    }
    Some(parts)
}

fn plain(token: &Token) -> Item {
    Item {
        start: token.start,
        end: token.end,
        gap: token.gap,
        senses: &[],
        kinds: 0,
        begins: false,
        digits: None,
        width: 0,
        nought: false,
        mark: match token.shape {
            Shape::Mark(mark) => Some(mark),
            _ => None,
        },
    }
}

/// The end of a telephone number or personal number that begins at `index`; `index` itself when there is none.
fn reference(scan: &Scan, index: usize) -> usize {
    let tokens = &scan.tokens;
    let plus = tokens[index].shape == Shape::Mark('+');
    let mut at = index + usize::from(plus);
    let (mut digits, mut long_nought, mut groups) = (0, false, 0);
    let mut end = at;
    while let Some(token) =
        tokens.get(at).filter(|token| token.shape == Shape::Number && groups < PHONE_GROUPS)
    {
        let text = scan.text(token);
        let first_of_many = groups == 0 && text.starts_with('0') && text.len() >= 3;
        long_nought |= first_of_many;
        digits += text.len();
        groups += 1;
        end = at + 1;
        let personal = matches!(text.len(), 6 | 8)
            && tokens.get(at + 1).is_some_and(|token| matches!(token.shape, Shape::Mark('-' | '+')))
            && tokens.get(at + 2).is_some_and(|next| !next.gap && scan.text(next).len() == 4);
        if personal && groups == 1 {
            return at + 3;
        }
        at += 1;
        if tokens.get(at).is_some_and(|token| token.shape == Shape::Mark('-')) {
            at += 1;
        }
    }
    let phone = digits >= PHONE_DIGITS && (plus || long_nought);
    let long = groups == 1 && digits > PHONE_DIGITS;
    if phone || long { end } else { index }
}
