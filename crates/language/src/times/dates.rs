//! Productions for calendar dates: in figures ("3/12", "2026-12-03"), with the month's name, by day number.

use super::day::Day;
use super::grammar::{Grammar, LAST_DAY_NUMBER, Read, century};
use super::kinds::Kind;
use super::spec::Days;
use crate::Grain;

const MONTHS: i32 = 12;
/// The highest hour in a range like "10-14".
const LAST_HOUR: i32 = 24;
/// A year in full, and a date run together.
const YEAR_WIDTH: usize = 4;
const COMPACT_WIDTH: usize = 8;

/// Three figures of a date, the year when it was written.
struct Figures {
    day: i32,
    month: i32,
    year: Option<i32>,
}

impl Figures {
    fn days(&self) -> Option<Days> {
        let Self { day, month, year } = *self;
        match year {
            Some(year) => Day::new(year, month, day).map(Days::day),
            None => possible(month, day).then(|| Days { month_day: Some((month, day)), ..Days::default() }),
        }
    }
}

impl Grammar<'_> {
    /// A date that names its day.
    pub(crate) fn date(&self, at: usize) -> Read<Days> {
        self.run_together_date(at)
            .or_else(|| self.figures_date(at))
            .or_else(|| self.spaced_date(at))
            .or_else(|| self.day_month(at))
            .or_else(|| self.month_day(at))
            .or_else(|| self.day_of_month(at))
            .or_else(|| self.lone_day(at))
    }

    /// "3/12", "15.10.", "2026-12-03", "31-10-74", "2014-10".
    fn figures_date(&self, at: usize) -> Read<Days> {
        let first = self.digits(at)?;
        let hangs_on = at > 1 && self.tight(at) && self.any_mark(at - 1, "-/:") && self.digits(at - 2).is_some();
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
    fn third_figure(&self, at: usize, sep: char) -> (Option<i32>, usize) {
        let joined =
            self.mark(at, sep) && self.tight(at) || (sep != '.' && self.mark(at, ',') && self.tight(at));
        // "1/12-26"
        let dashed = sep == '/' && self.mark(at, '-') && self.tight(at) && !self.mark(at + 2, '/') && self.ends_figures(at + 2);
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
    fn ends_figures(&self, at: usize) -> bool {
        !(self.tight(at) && self.any_mark(at, "-/.:"))
    }

    /// "20261203"
    fn run_together_date(&self, at: usize) -> Read<Days> {
        let number = self.digits(at).filter(|_| self.width(at) == COMPACT_WIDTH && self.ends_figures(at + 1))?;
        let day = Day::new(number / 10_000, number / 100 % 100, number % 100);
        Some((Days::day(day.filter(|_| (2000..2100).contains(&(number / 10_000)))?), at + 1))
    }

    /// "2026-12-03", "2015.5.13", "2014/10", "2019-sep-1".
    fn year_first(&self, at: usize, year: i32, sep: char) -> Read<Days> {
        let (month_named, month) = match self.value(at + 2, Kind::Month) {
            Some(month) => (true, month),
            None => (false, self.digits(at + 2).filter(|_| self.width(at + 2) <= 2)?),
        };
        if !self.tight(at + 2) {
            return None;
        }
        if self.mark(at + 3, sep) && self.tight(at + 3) && self.tight(at + 4) && self.width(at + 4) <= 2 {
            if let Some(day) = self.digits(at + 4) {
                let (day, month) = if self.env.month_first || month_named || day <= MONTHS || month <= MONTHS
                {
                    (day, month)
                } else {
                    (month, day)
                };
                return Some((Days::day(Day::new(year, month, day)?), at + 5));
            }
        }
        let start = Day::new(year, month, 1).filter(|_| !self.mark(at + 3, ':'))?;
        Some((Days::span(start, start.month_start(1), Grain::Month), at + 3))
    }

    /// Which of two figures is the day: by language, unless only one way makes a date.
    fn order(&self, first: i32, second: i32, month_named: bool) -> (i32, i32) {
        let month_first = self.env.month_first && !month_named;
        if (month_first && first <= MONTHS) || (!month_named && second > MONTHS && first <= MONTHS) {
            (second, first)
        } else {
            (first, second)
        }
    }

    /// Whether two figures are a date and not a clock time or a range of hours.
    fn short_date(&self, at: usize, sep: char, next: usize) -> bool {
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
    fn spaced_date(&self, at: usize) -> Read<Days> {
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

    /// A month's name: its number, and the index after it and its dot.
    pub(crate) fn month_name(&self, at: usize) -> Read<i32> {
        let month = self.value(at, Kind::Month)?;
        Some((month, self.short_dot(at + 1)))
    }

    /// "3 december", "den tredje mars 2015", "14april", "1-jan", "22 of Jan".
    fn day_month(&self, at: usize) -> Read<Days> {
        let (day, next) = self.day_number(at)?;
        let dash = usize::from(self.mark(next, '-') && self.tight(next));
        let (month, next) = self.month_name(self.glue(next + dash))?;
        let (year, next) = self.year_or_unit(next);
        Some((Figures { day, month, year }.days()?, next))
    }

    /// "20 of next month", "den 20 nästa månad".
    fn day_of_month(&self, at: usize) -> Read<Days> {
        let marked = usize::from(self.value(at, Kind::On).is_some_and(|strength| strength > 0));
        let (number, next) = self.day_number(at + marked)?;
        let place = self.glue(next);
        let ((from, to, grain), end) = self.relative_month(place).filter(|_| place > next || marked == 1)?;
        let span = Some(super::spec::Span { from, to, grain });
        Some((Days { number: Some(number), span, ..Days::default() }, end))
    }

    /// "december 3", "Feb13", "Oct-2", "January the twenty-first, 2018".
    fn month_day(&self, at: usize) -> Read<Days> {
        let (month, next) = self.month_name(at)?;
        let dash = usize::from((self.mark(next, '-') || self.mark(next, '/')) && self.tight(next));
        let place = self.glue(next + dash);
        let (day, next) = self.day_number(place)?;
        let clock = self.any(next, &[Kind::Oclock, Kind::Am, Kind::Pm, Kind::ClockPlus])
            || self.any(next, &[Kind::Unit]);
        if clock && dash == 0 {
            return None;
        }
        let (year, next) = self.year_or_unit(next);
        Some((Figures { day, month, year }.days()?, next))
    }

    /// The year after a date, when there is one: "2015", ", 2016", "nästa år".
    fn year_or_unit(&self, at: usize) -> (Option<i32>, usize) {
        if let Some((year, next)) = self.year(at) {
            return (Some(year), next);
        }
        match self.relative_year(self.glue(at)) {
            Some((year, next)) => (Some(year), next),
            None => (None, at),
        }
    }

    /// "den 15:e", "the 27th", "le 2", "dia 15": a day number without its month.
    fn lone_day(&self, at: usize) -> Read<Days> {
        let marked = self.value(at, Kind::On).filter(|strength| *strength > 0);
        let place = at + usize::from(marked.is_some());
        let place = place + usize::from(marked.is_some() && self.is(place, Kind::On));
        let by_figure = self.digits(place).is_some();
        let (number, next) = match self.ordinal(place) {
            Some((number, next)) if by_figure => (number, next),
            Some((number, next)) if marked.is_some() => {
                let choice =
                    number <= 5 && (self.env.choosing || !(self.ends(next) || self.is(next, Kind::At)));
                if choice || self.any(next, &[Kind::Weekday, Kind::Unit]) {
                    return None;
                }
                (number, next)
            }
            Some(_) => return None,
            None => {
                let strength = marked?;
                let (number, next) = self.day_number(place)?;
                let counts = self.any(
                    next,
                    &[
                        Kind::Unit,
                        Kind::Counted,
                        Kind::Oclock,
                        Kind::Am,
                        Kind::Pm,
                        Kind::ClockTo,
                        Kind::ClockPast,
                    ],
                ) && !self.any(next, &[Kind::Glue, Kind::At]);
                let free = match strength {
                    1 => true,
                    // "on 15 at 8:00"
                    3 => self.is(next, Kind::At),
                    _ => self.closes(next),
                };
                if counts
                    || !free
                    || self.mark(next, '/')
                    || self.mark(next, ':')
                    || (!by_figure && number < 5 && !self.ends(next))
                {
                    return None;
                }
                (number, next)
            }
        };
        let dated = self.any(self.glue(next), &[Kind::Month]) && !self.mark(next, ',')
            || (self.any_mark(next, "-/.")
                && self.tight(next)
                && self.tight(next + 1)
                && (self.digits(next + 1).is_some() || self.is(next + 1, Kind::Month)))
            || (self.env.lexicon.flags.spaced_date
                && self.digits(next).is_some()
                && self.width(next) <= 2
                && by_figure);
        if dated {
            return None;
        }
        let weekday_counted = self.any(next, &[Kind::Weekday, Kind::Weekdays])
            && !self.mark(next, ',')
            && by_figure
            && marked.is_none();
        let of_unit = self.any(next, &[Kind::Unit, Kind::Counted, Kind::RelUnit])
            && marked.is_none()
            && !self.is(next, Kind::RelUnit);
        (!weekday_counted && !of_unit && (1..=LAST_DAY_NUMBER).contains(&number))
            .then(|| (Days { number: Some(number), ..Days::default() }, next))
    }

    /// "13-15 juli", "14. - 15.10.", "from the 13th to the 15th of July", "July 13-15", "12, 13 eller 14 mars".
    pub(crate) fn day_range(&self, at: usize) -> Read<(Days, Days)> {
        let opened = usize::from(self.any(at, &[Kind::Between, Kind::From, Kind::Opens]));
        let place = self.glue(at + opened);
        if let Some((month, next)) = self.month_name(place) {
            let (first, next) = self.day_number(self.glue(next))?;
            let (_, next) = self.day_joint(next, opened == 1)?;
            let (second, next) = self.day_number(self.glue(next))?;
            if self.any(next, &[Kind::Month, Kind::Oclock, Kind::Am, Kind::Pm]) || self.mark(next, ':') {
                return None;
            }
            let (year, next) = self.year_or_unit(next);
            return Some((self.pair(first, second, month, year)?, next));
        }
        let place = self.skip_weekday(place);
        let (first, next) = self.day_number(place)?;
        let (_, next) = self.day_joint(next, opened == 1)?;
        let second_at = self.skip_weekday(self.glue(next));
        // "14 - 15.10.18": the second carries month and year in figures.
        if self.mark(second_at + 1, '.') && self.digits(second_at + 2).is_some() && self.tight(second_at + 2)
        {
            let month = self.digits(second_at + 2).filter(|month| (1..=MONTHS).contains(month))?;
            let (year, next) = self.third_figure(second_at + 3, '.');
            return Some((self.pair(first, self.digits(second_at)?, month, year)?, next));
        }
        let (second, next) = self.day_number(second_at)?;
        let (month, next) = self.month_name(self.glue(next))?;
        let (year, next) = self.year_or_unit(next);
        Some((self.pair(first, second, month, year)?, next))
    }

    fn skip_weekday(&self, at: usize) -> usize {
        if self.is(at, Kind::Weekday) && !self.is(at, Kind::Card) { self.glue(self.dot(at + 1)) } else { at }
    }

    fn day_joint(&self, at: usize, between: bool) -> Read<bool> {
        if self.mark(at, '/') {
            return Some((true, at + 1));
        }
        self.joint(at, between)
    }

    fn pair(&self, first: i32, second: i32, month: i32, year: Option<i32>) -> Option<(Days, Days)> {
        if second < first {
            return None;
        }
        let days = |day| Figures { day, month, year }.days();
        Some((days(first)?, days(second)?))
    }
}

/// Whether some year has that day.
fn possible(month: i32, day: i32) -> bool {
    Day::new(2024, month, day).is_some()
}
