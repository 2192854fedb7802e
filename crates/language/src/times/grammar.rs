//! The reader of items: what stands where, numbers, years. The productions are in the modules beside it.
//!
//! Absent: the meaning of the whole message (`scope`, `fold`).

use std::cell::Cell;

use super::day::Day;
use super::items::Item;
use super::kinds::Kind;
use super::lexicon::Lexicon;

/// How many words that say nothing may stand between the parts of an expression.
const MAX_GLUE: usize = 3;
/// A sentence's last verb is looked for so many items ahead.
const SENTENCE_ITEMS: usize = 24;
/// "tors." and "sept." are short for something; "mars." ends a sentence as often as not.
const SHORT_NAME_LETTERS: usize = 5;
/// A day number is at most this.
pub(crate) const LAST_DAY_NUMBER: i32 = 31;

/// What a reading of words may lean on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Env {
    /// The words.
    pub(crate) lexicon: &'static Lexicon,
    /// Today and the minute of the day.
    pub(crate) now: (Day, i32),
    /// Month before day in figures.
    pub(crate) month_first: bool,
    /// A day or a time was asked for: a bare number may answer.
    pub(crate) asked: bool,
    /// Something other than a day was asked for: "den andra" is one of several.
    pub(crate) choosing: bool,
}

/// Items with what may be asked of them.
#[derive(Clone, Copy)]
pub(crate) struct Grammar<'a> {
    /// The items of the message.
    pub(crate) items: &'a [Item],
    /// What their reading leans on.
    pub(crate) env: &'a Env,
    /// An appointment is being moved: "från torsdag till fredag" is no range.
    pub(crate) moving: bool,
    /// Which way, when the verb says: 1 later, -1 earlier, 2 either ("skjuta fram"), 0 not said.
    pub(crate) direction: i32,
    /// A denial stands before: its list has commas of its own.
    pub(crate) denied: bool,
    /// The writer is taken: "till fyra" is until then.
    pub(crate) busy: bool,
    /// How often the productions have been tried so far.
    pub(crate) tried: &'a Cell<usize>,
}

/// What was read, and the index of the item after it.
pub(crate) type Read<T> = Option<(T, usize)>;

impl<'a> Grammar<'a> {
    /// Before any word was heard.
    pub(crate) fn new(items: &'a [Item], env: &'a Env, tried: &'a Cell<usize>) -> Self {
        Self { items, env, moving: false, direction: 0, denied: false, busy: false, tried }
    }
}

impl Grammar<'_> {
    /// Whether the item may be of that kind.
    pub(crate) fn is(&self, at: usize, kind: Kind) -> bool {
        self.items.get(at).is_some_and(|item| item.is(kind))
    }

    /// Whether the item is of one of those kinds.
    #[inline]
    pub(crate) fn any(&self, at: usize, kinds: &[Kind]) -> bool {
        self.items.get(at).is_some_and(|item| item.any(kinds))
    }

    /// The value of the item as that kind.
    pub(crate) fn value(&self, at: usize, kind: Kind) -> Option<i32> {
        self.items.get(at)?.value(kind)
    }

    /// The unit's code, if the item is that unit.
    pub(crate) fn unit(&self, at: usize) -> Option<i32> {
        self.value(at, Kind::Unit)
    }

    /// Whether the item is that mark.
    pub(crate) fn mark(&self, at: usize, mark: char) -> bool {
        self.items.get(at).is_some_and(|item| item.mark == Some(mark))
    }

    /// Whether the item stands close to the one before it, with no white space.
    pub(crate) fn tight(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|item| !item.gap)
    }

    /// The number that the item writes in figures.
    pub(crate) fn digits(&self, at: usize) -> Option<i32> {
        self.items.get(at)?.digits
    }

    /// How many figures.
    pub(crate) fn width(&self, at: usize) -> usize {
        self.items.get(at).map_or(0, |item| item.width)
    }

    /// The number, in figures or in words.
    pub(crate) fn number(&self, at: usize) -> Option<i32> {
        self.digits(at).or_else(|| self.value(at, Kind::Card))
    }

    /// The number of a count: figures, words, "a", "a couple of".
    pub(crate) fn count(&self, at: usize) -> Read<i32> {
        if let Some(number) = self.number(at).filter(|_| !self.is(at + 1, Kind::Couple)) {
            return Some((number, at + 1));
        }
        if self.is(at, Kind::Couple) {
            return Some((2, at + 1));
        }
        if !self.is(at, Kind::One) {
            return None;
        }
        let next = at + 1;
        Some(if self.is(next, Kind::Couple) { (2, next + 1) } else { (1, next) })
    }

    /// The index after the words that say nothing.
    pub(crate) fn glue(&self, at: usize) -> usize {
        let silent = |place: &usize| self.any(*place, &[Kind::Glue, Kind::On]) && !self.is(*place, Kind::At);
        at + (at..at + MAX_GLUE).take_while(silent).count()
    }

    /// The index after a dot that closes an abbreviation or an ordinal.
    pub(crate) fn dot(&self, at: usize) -> usize {
        at + usize::from(self.mark(at, '.') && self.tight(at))
    }

    /// The index after the dot of an abbreviated name; a full name's dot ends a sentence.
    pub(crate) fn short_dot(&self, at: usize) -> usize {
        let short =
            at > 0 && self.items.get(at - 1).is_some_and(|item| item.end - item.start <= SHORT_NAME_LETTERS);
        if short { self.dot(at) } else { at }
    }

    /// The verb of moving or cancelling that closes the sentence, where a language puts it last.
    pub(crate) fn closing_verb(&self, at: usize) -> Option<usize> {
        if !self.env.lexicon.flags.verb_last {
            return None;
        }
        let rest = (at..(at + SENTENCE_ITEMS).min(self.items.len())).take_while(|place| !self.ends(*place));
        rest.filter(|place| self.any(*place, &[Kind::VMove, Kind::VCancel])).last()
    }

    /// Whether nothing, a mark or a time stands there: the end of a number that could count something else.
    pub(crate) fn closes(&self, at: usize) -> bool {
        self.items.get(at).is_none_or(|item| item.mark.is_some() || !item.senses.is_empty())
    }

    /// Whether the message or a sentence ends there.
    pub(crate) fn ends(&self, at: usize) -> bool {
        self.items.get(at).is_none_or(|item| matches!(item.mark, Some('.' | '!' | '?' | '\n' | ')')))
    }

    /// A day's place in its month, in words or as "15:e", "15th", "15."; the index after it.
    pub(crate) fn ordinal(&self, at: usize) -> Read<i32> {
        if let Some(number) = self.value(at, Kind::Ord) {
            return Some((number, at + 1));
        }
        let number = self.digits(at)?;
        let joined = (self.mark(at + 1, ':') || self.mark(at + 1, '-')) && self.tight(at + 1);
        let next = at + 1 + usize::from(joined);
        if self.is(next, Kind::OrdMark) && self.tight(next) {
            return Some((number, next + 1));
        }
        None
    }

    /// The index after an ordinal's dot, when what follows shows that no sentence ends there.
    pub(crate) fn ordinal_dot(&self, at: usize) -> usize {
        let next = self.dot(at);
        let goes_on = self.mark(next, '-')
            || self.mark(next, '/')
            || self.any(
                next,
                &[
                    Kind::Month,
                    Kind::At,
                    Kind::Glue,
                    Kind::On,
                    Kind::To,
                    Kind::Until,
                    Kind::Or,
                    Kind::And,
                    Kind::Unit,
                ],
            );
        if goes_on { next } else { at }
    }

    /// A day number in any form: "15", "15:e", "femtonde", "15.".
    pub(crate) fn day_number(&self, at: usize) -> Read<i32> {
        let (number, next) = if let Some(read) = self.ordinal(at) {
            read
        } else {
            let number = self.number(at)?;
            let wide = self.width(at) > 2;
            let decimal = self.mark(at + 1, '.') && self.tight(at + 2) && self.digits(at + 2).is_some();
            let clock = self.mark(at + 1, ':') && self.digits(at + 2).is_some();
            if wide || decimal || clock {
                return None;
            }
            (number, self.ordinal_dot(at + 1))
        };
        (1..=LAST_DAY_NUMBER).contains(&number).then_some((number, next))
    }

    /// A year after a date: four figures, words, or two figures that can't be a clock time.
    pub(crate) fn year(&self, at: usize) -> Read<i32> {
        let comma = usize::from(self.mark(at, ','));
        if let Some(read) = self.full_year(self.glue(at + comma)) {
            return Some(read);
        }
        let number = self.digits(at).filter(|_| self.width(at) == 2)?;
        let timely = self.is(at + 1, Kind::Oclock)
            || self.any(at + 1, &[Kind::Am, Kind::Pm])
            || (self.tight(at + 1)
                && (self.mark(at + 1, ':') || self.mark(at + 1, '.'))
                && self.digits(at + 2).is_some());
        let (this, _, _) = self.env.now.0.ymd();
        let plausible = number > LAST_DAY_NUMBER || (number >= this % 100 && number <= this % 100 + 10);
        (!timely && plausible).then(|| (century(number), at + 1))
    }

    /// A year in four figures or in words.
    pub(crate) fn full_year(&self, at: usize) -> Read<i32> {
        if let Some(number) = self.digits(at) {
            let clock = self.mark(at + 1, ':') && self.tight(at + 1);
            return (self.width(at) == 4 && (1000..2200).contains(&number) && !clock)
                .then_some((number, at + 1));
        }
        self.year_in_words(at)
    }

    /// "two thousand and ten", "nineteen seventy-eight", "mil novecientos noventa".
    pub(crate) fn year_in_words(&self, at: usize) -> Read<i32> {
        let (mut total, mut part, mut next) = (0_i32, 0_i32, at);
        while next < at + 8 {
            if self.is(next, Kind::Thousand) {
                total = part.max(1) * 1000;
                part = 0;
            } else if let Some(hundred) = self.value(next, Kind::Hundred) {
                part = if hundred > 0 { part + hundred } else { part.max(1) * 100 };
            } else if let Some(number) = self.value(next, Kind::Card) {
                let pair = (10..100).contains(&part) && (10..100).contains(&number) && total == 0;
                part = if pair { part * 100 + number } else { part + number };
            } else if !(next > at && self.is(next, Kind::And)) {
                break;
            }
            next += 1;
        }
        while next > at && self.is(next - 1, Kind::And) && !self.is(next - 1, Kind::Card) {
            next -= 1;
        }
        let year = total + part;
        (next > at + 1 && (1300..2200).contains(&year))
            .then_some((year, next))
            .or_else(|| (total == year && total == 2000 && next > at).then_some((year, next)))
    }
}

/// Two figures of a year: up to 49 in this century.
pub(crate) fn century(number: i32) -> i32 {
    match number {
        0..50 => 2000 + number,
        50..100 => 1900 + number,
        _ => number,
    }
}
