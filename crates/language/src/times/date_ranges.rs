//! Productions for stretches between two dates: "13-15 juli", "mellan jul och nyår".
//!
//! Absent: single dates (`dates`).

use super::dates::Figures;
use super::day::Day;
use super::grammar::{Grammar, Read};
use super::kinds::Kind;
use super::resolve;
use super::spec::{Days, Saying, Stretch};
use crate::Grain;

impl Grammar<'_> {
    /// "13 juli till 15 juli", "mellan jul och nyår", "17:00 on Monday to 9:00 on Tuesday".
    pub(crate) fn dates_between(&self, at: usize) -> Read<Saying> {
        let between = self.is(at, Kind::Between);
        let opened = between || self.any(at, &[Kind::From, Kind::Opens]);
        if opened && self.moving && !between {
            return None;
        }
        let place = self.glue(at + usize::from(opened));
        let (first, next) = self.dated(place)?;
        // "joulun ja uudenvuoden välissä": the word comes behind its pair.
        let behind = !opened && self.env.lexicon.flags.part_behind && self.is(next, Kind::And);
        let (dash, after) = self.joint(next, between || behind).or_else(|| {
            // "2015-03-28 17:00/2015-03-29 21:00"
            (first.clock.is_some() && self.mark(next, '/')).then_some((true, next + 1))
        })?;
        let (second, end) = self.dated(self.glue(after))?;
        if behind && !self.is(end, Kind::Between) {
            return None;
        }
        let (between, end) = (between || behind, end + usize::from(behind));
        let today = self.env.now.0;
        let (a, b) = (resolve::days(&first.days, today)?, resolve::days(&second.days, today)?);
        if dash && self.tight(after) && first.days.month_day.is_none() && first.days.fixed.is_none() {
            return None;
        }
        if let (Some(from), Some(to)) = (first.clock, second.clock) {
            let (from, to) = (resolve::clock(&from).from, resolve::clock(&to).from);
            let stretch = Stretch { from: (a.span.from, from), to: (b.span.from, to), grain: Grain::Minute };
            return Some((Saying { stretch: Some(stretch), ..Saying::default() }, end));
        }
        if first.clock.is_some() || second.clock.is_some() {
            return None;
        }
        let (mut from, mut to) = (a.span.from, b.span.to);
        if let (Some((month, number)), Some(last)) = (first.days.month_day, second.days.fixed) {
            // "14.10. - 15.10.2018": the year goes for both.
            let (year, ..) = last.ymd();
            from = Day::new(year, month, number)
                .filter(|day| *day <= last)
                .or_else(|| Day::new(year - 1, month, number))?;
        }
        if to <= from {
            let weekday = second.days.weekdays.is_some() && second.days.span.is_none();
            if weekday {
                to = to.plus(7);
            } else if second.days.month_day.is_some() {
                to = to.plus_months(12);
            } else {
                from = from.plus_months(-12);
            }
        }
        // Between two named days: neither is meant ("mellan jul och nyår").
        let named = between && self.is(place, Kind::Holiday);
        if named {
            (from, to) = (a.span.to, b.span.from);
        }
        (from < to).then(|| (Saying::days(Days::span(from, to, a.span.grain.min(b.span.grain))), end))
    }

    /// A date, with a clock time beside it or without.
    pub(crate) fn dated(&self, at: usize) -> Read<Saying> {
        let days = |read: Read<Days>| read.map(|(days, next)| (Saying::days(days), next));
        let one = |at: usize| -> Read<Saying> {
            let readings =
                [days(self.date(at)), self.named_day(at), self.weekday(at), self.nth(at), self.period(at)];
            readings
                .into_iter()
                .flatten()
                .filter(|(saying, _)| !saying.days.is_empty())
                .reduce(|best, other| if other.1 > best.1 { other } else { best })
        };
        let (mut saying, mut next) = one(at)?;
        if let Some((more, after)) = one(self.glue(next))
            && let Some(merged) = saying.merge(&more)
        {
            (saying, next) = (merged, after);
        }
        if let Some((clock, after)) = self.clock(self.glue(next), false).filter(|(clock, _)| clock.a.exact)
            && let Some(merged) = saying.merge(&Saying::clock(clock))
        {
            return Some((merged, after));
        }
        Some((saying, next))
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
            return Some((pair(first, second, month, year)?, next));
        }
        let place = self.skip_weekday(place);
        let (first, next) = self.day_number(place)?;
        let (_, next) = self.day_joint(next, opened == 1)?;
        let second_at = self.skip_weekday(self.glue(next));
        // "14 - 15.10.18": the second carries month and year in figures.
        if self.mark(second_at + 1, '.') && self.digits(second_at + 2).is_some() && self.tight(second_at + 2)
        {
            let month = self.digits(second_at + 2).filter(|month| (1..=12).contains(month))?;
            let (year, next) = self.third_figure(second_at + 3, '.');
            return Some((pair(first, self.digits(second_at)?, month, year)?, next));
        }
        let (second, next) = self.day_number(second_at)?;
        let (month, next) = self.month_name(self.glue(next))?;
        let (year, next) = self.year_or_unit(next);
        Some((pair(first, second, month, year)?, next))
    }

    pub(crate) fn skip_weekday(&self, at: usize) -> usize {
        if self.is(at, Kind::Weekday) && !self.is(at, Kind::Card) { self.glue(self.dot(at + 1)) } else { at }
    }

    pub(crate) fn day_joint(&self, at: usize, between: bool) -> Read<bool> {
        if self.mark(at, '/') {
            return Some((true, at + 1));
        }
        self.joint(at, between)
    }
}

/// Both days of a range in one month.
fn pair(first: i32, second: i32, month: i32, year: Option<i32>) -> Option<(Days, Days)> {
    if second < first {
        return None;
    }
    let days = |day| Figures { day, month, year }.days();
    Some((days(first)?, days(second)?))
}
