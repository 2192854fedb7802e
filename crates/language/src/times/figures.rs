//! Productions for dates in figures: "3/12", "15.10.", "2026-12-03", "20261203".
//!
//! Absent: dates with a month's name (`dates`).

use super::dates::{Figures, possible};
use super::day::Day;
use super::grammar::{Grammar, Read, century};
use super::kinds::Kind;
use super::spec::Days;
use crate::Grain;

const MONTHS: i32 = 12;
/// The highest hour in a range like "10-14".
const LAST_HOUR: i32 = 24;
/// A year in full, and a date run together.
const YEAR_WIDTH: usize = 4;
const COMPACT_WIDTH: usize = 8;

impl Grammar<'_> {
    /// "3/12", "15.10.", "2026-12-03", "31-10-74", "2014-10".
    pub(crate) fn figures_date(&self, at: usize) -> Read<Days> {
        let first = self.digits(at)?;
        let hangs_on =
            at > 1 && self.tight(at) && self.any_mark(at - 1, "-/:") && self.digits(at - 2).is_some();
        // "1/12-3/12" has two dates.
        let second = hangs_on && self.mark(at - 1, '-') && self.mark(at + 1, '/');
        if hangs_on && !second {
            return None;
        }
        let sep = ['-', '/', '.'].into_iter().find(|sep| self.mark(at + 1, *sep) && self.tight(at + 1))?;
        if self.width(at) == YEAR_WIDTH {
            return self.year_first(at, first, sep);
        }
        let (month_named, second) = match self.value(at + 2, Kind::Month) {
            Some(month) => (true, month),
            None => (false, self.digits(at + 2)?),
        };
        if !self.tight(at + 2) || self.width(at) > 2 {
            return None;
        }
        if self.width(at + 2) == YEAR_WIDTH {
            let month = Day::new(second, first, 1).filter(|_| sep != '.' || second > 2000)?;
            return Some((Days::span(month, month.month_start(1), Grain::Month), at + 3));
        }
        if self.width(at + 2) > 2 {
            return None;
        }
        let (year, next) = self.third_figure(at + 3, sep);
        let (day, month) = self.order(first, second, month_named);
        let days = Figures { day, month, year }.days()?;
        let certain = year.is_some() || month_named;
        if !certain && !self.short_date(at, sep, next) {
            return None;
        }
        Some((days, next))
    }

    /// The year after day and month: "/74", ".2018", ",2015".
    pub(crate) fn third_figure(&self, at: usize, sep: char) -> (Option<i32>, usize) {
        let joined =
            self.mark(at, sep) && self.tight(at) || (sep != '.' && self.mark(at, ',') && self.tight(at));
        // "1/12-26"
        let dashed = sep == '/'
            && self.mark(at, '-')
            && self.tight(at)
            && !self.mark(at + 2, '/')
            && self.ends_figures(at + 2);
        let joined = joined || dashed;
        let wide = matches!(self.width(at + 1), 2 | YEAR_WIDTH);
        match self.digits(at + 1) {
            Some(year)
                if joined
                    && wide
                    && self.tight(at + 1)
                    && (self.width(at + 1) == YEAR_WIDTH || !self.mark(at + 2, ':')) =>
            {
                (Some(century(year)), at + 2)
            }
            _ => (None, if sep == '.' { self.dot(at) } else { at }),
        }
    }

    /// Whether no further figure hangs on there.
    pub(crate) fn ends_figures(&self, at: usize) -> bool {
        !(self.tight(at) && self.any_mark(at, "-/.:"))
    }

    /// "20261203"
    pub(crate) fn run_together_date(&self, at: usize) -> Read<Days> {
        let number =
            self.digits(at).filter(|_| self.width(at) == COMPACT_WIDTH && self.ends_figures(at + 1))?;
        let day = Day::new(number / 10_000, number / 100 % 100, number % 100);
        Some((Days::day(day.filter(|_| (2000..2100).contains(&(number / 10_000)))?), at + 1))
    }

    /// "2026-12-03", "2015.5.13", "2014/10", "2019-sep-1".
    pub(crate) fn year_first(&self, at: usize, year: i32, sep: char) -> Read<Days> {
        let (month_named, month) = match self.value(at + 2, Kind::Month) {
            Some(month) => (true, month),
            None => (false, self.digits(at + 2).filter(|_| self.width(at + 2) <= 2)?),
        };
        if !self.tight(at + 2) {
            return None;
        }
        if self.mark(at + 3, sep)
            && self.tight(at + 3)
            && self.tight(at + 4)
            && self.width(at + 4) <= 2
            && let Some(day) = self.digits(at + 4)
        {
            let (day, month) = if self.env.month_first || month_named || day <= MONTHS || month <= MONTHS {
                (day, month)
            } else {
                (month, day)
            };
            return Some((Days::day(Day::new(year, month, day)?), at + 5));
        }
        let start = Day::new(year, month, 1).filter(|_| !self.mark(at + 3, ':'))?;
        Some((Days::span(start, start.month_start(1), Grain::Month), at + 3))
    }

    /// Which of two figures is the day: by language, unless only one way makes a date.
    pub(crate) fn order(&self, first: i32, second: i32, month_named: bool) -> (i32, i32) {
        let month_first = self.env.month_first && !month_named;
        if (month_first && first <= MONTHS) || (!month_named && second > MONTHS && first <= MONTHS) {
            (second, first)
        } else {
            (first, second)
        }
    }

    /// Whether two figures are a date and not a clock time or a range of hours.
    pub(crate) fn short_date(&self, at: usize, sep: char, next: usize) -> bool {
        if self.mark(next, ':') || (self.is(next, Kind::Oclock) && self.tight(next)) {
            return false;
        }
        let announced = at > 0 && self.is(at - 1, Kind::At) && !self.is(at - 1, Kind::On);
        let dated = at > 0 && self.is(at - 1, Kind::On);
        match sep {
            '/' => !(self.digits(at) == Some(1) && self.any(next, &[Kind::Unit])),
            '.' => {
                let minutes = self.digits(at + 2).unwrap_or_default();
                let closed = next == at + 4 && !self.ends(next);
                let two = self.width(at + 2) == 2;
                let hour = self.digits(at).is_some_and(|hour| hour < LAST_HOUR);
                !announced
                    && (dated
                        || closed
                        || (two && minutes <= MONTHS && (!self.env.lexicon.flags.dot_clock || !hour))
                        || (!two && self.mark(next - 1, '.')))
            }
            _ => !announced && (dated || self.dash_is_date(at, at + 2)),
        }
    }

    /// Whether "10-12" is a date and not hours.
    pub(crate) fn dash_is_date(&self, first: usize, second: usize) -> bool {
        let (Some(a), Some(b)) = (self.digits(first), self.digits(second)) else { return false };
        let (day, month) = self.order(a, b, false);
        if !possible(month, day) {
            return false;
        }
        let noughted = self.items[second].nought || self.items[first].nought;
        self.env.lexicon.flags.dash_date
            || noughted
            || (self.env.month_first && b > MONTHS && a <= MONTHS)
            || a > LAST_HOUR
            || (a > b && a > 19)
            || (a > b && self.env.month_first)
            || (a > b && self.width(second) == 1 && a > MONTHS)
    }

    /// "le 20 02 14": a date with nothing but spaces, where a language writes so.
    pub(crate) fn spaced_date(&self, at: usize) -> Read<Days> {
        if !self.env.lexicon.flags.spaced_date || self.width(at) > 2 || self.width(at + 1) > 2 {
            return None;
        }
        let (day, month) = (self.digits(at)?, self.digits(at + 1)?);
        let dated = at > 0 && self.is(at - 1, Kind::On);
        let year = self.digits(at + 2).filter(|_| matches!(self.width(at + 2), 2 | YEAR_WIDTH)).map(century);
        if !(dated || year.is_some() || self.width(at + 1) == 2 && self.ends(at + 2)) {
            return None;
        }
        let days = Figures { day, month, year }.days()?;
        Some((days, at + 2 + usize::from(year.is_some())))
    }
}
