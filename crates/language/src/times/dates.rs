//! Productions for calendar dates: in figures ("3/12", "2026-12-03"), with the month's name, by day number.

use super::day::Day;
use super::grammar::{Grammar, LAST_DAY_NUMBER, Read};
use super::kinds::Kind;
use super::spec::Days;

/// Three figures of a date, the year when it was written.
pub(crate) struct Figures {
    /// Day of the month.
    pub(crate) day: i32,
    /// Month.
    pub(crate) month: i32,
    /// Year, when it was written.
    pub(crate) year: Option<i32>,
}

impl Figures {
    pub(crate) fn days(&self) -> Option<Days> {
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
            .or_else(|| self.day_behind_number(at))
            .or_else(|| self.lone_day(at))
    }

    /// "27. päivä": the word for a day behind its number, as Finnish has it.
    fn day_behind_number(&self, at: usize) -> Read<Days> {
        let number = self.digits(at).filter(|number| (1..=LAST_DAY_NUMBER).contains(number))?;
        let told = self.env.lexicon.flags.part_behind
            && self.mark(at + 1, '.')
            && self.unit(at + 2) == Some(super::codes::unit::DAY);
        told.then(|| (Days { number: Some(number), ..Days::default() }, at + 3))
    }

    /// A month's name: its number, and the index after it and its dot.
    pub(crate) fn month_name(&self, at: usize) -> Read<i32> {
        let month = self.value(at, Kind::Month)?;
        Some((month, self.short_dot(at + 1)))
    }

    /// "3 december", "den tredje mars 2015", "14april", "1-jan", "22 of Jan".
    pub(crate) fn day_month(&self, at: usize) -> Read<Days> {
        let (day, next) = self.day_number(at)?;
        let dash = usize::from(self.mark(next, '-') && self.tight(next));
        let (month, next) = self.month_name(self.glue(next + dash))?;
        let (year, next) = self.year_or_unit(next);
        Some((Figures { day, month, year }.days()?, next))
    }

    /// "20 of next month", "den 20 nästa månad".
    pub(crate) fn day_of_month(&self, at: usize) -> Read<Days> {
        let marked = usize::from(self.value(at, Kind::On).is_some_and(|strength| strength > 0));
        let (number, next) = self.day_number(at + marked)?;
        let place = self.glue(next);
        let ((from, to, grain), end) = self.relative_month(place).filter(|_| place > next || marked == 1)?;
        let span = Some(super::spec::Span { from, to, grain });
        Some((Days { number: Some(number), span, ..Days::default() }, end))
    }

    /// "december 3", "Feb13", "Oct-2", "January the twenty-first, 2018".
    pub(crate) fn month_day(&self, at: usize) -> Read<Days> {
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
    pub(crate) fn year_or_unit(&self, at: usize) -> (Option<i32>, usize) {
        if let Some((year, next)) = self.year(at) {
            return (Some(year), next);
        }
        match self.relative_year(self.glue(at)) {
            Some((year, next)) => (Some(year), next),
            None => (None, at),
        }
    }

    /// "den 15:e", "the 27th", "le 2", "dia 15": a day number without its month.
    pub(crate) fn lone_day(&self, at: usize) -> Read<Days> {
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
}

/// Whether some year has that day.
pub(crate) fn possible(month: i32, day: i32) -> bool {
    Day::new(2024, month, day).is_some()
}
