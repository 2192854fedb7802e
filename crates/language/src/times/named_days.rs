//! Productions for days that are no weekday: tomorrow, Christmas, the weekend, the last Friday of a month.
//!
//! Absent: weekdays (`weekdays`).

use super::codes::unit;
use super::day::Day;
use super::grammar::{Grammar, Read};
use super::kinds::Kind;
use super::spec::{Days, Det, Saying};
use crate::Grain;

const WEEKEND: u8 = 0b110_0000;
const WORKDAYS: u8 = 0b001_1111;
const WEEK: i32 = 7;

impl Grammar<'_> {
    /// "idag", "imorgon", "i övermorgon", and named days; "the day after tomorrow".
    pub(crate) fn named_day(&self, at: usize) -> Read<Saying> {
        if let Some(days) = self.value(at, Kind::Rel) {
            return Some((Saying::days(Days::day(self.env.now.0.plus(days))), at + 1));
        }
        self.holiday(at)
    }

    /// "julafton", "easter 2010", "last easter".
    pub(crate) fn holiday(&self, at: usize) -> Read<Saying> {
        let (before, place) = match self.det(at) {
            Some((det, next)) if det != Det::Every => (Some(det), self.glue(next)),
            _ => (None, at),
        };
        let index = usize::try_from(self.value(place, Kind::Holiday)?).ok()?;
        let rule = *self.env.lexicon.holidays.get(index)?;
        let today = self.env.now.0;
        let next = self.short_dot(place + 1);
        let (year, end) =
            match self.full_year(self.glue(next)).or_else(|| self.relative_year(self.glue(next))) {
                Some((year, end)) => (Some(year), end),
                None => (None, next),
            };
        let (from, to) = match (year, before) {
            (Some(year), _) => rule.in_year(year)?,
            (None, Some(Det::Last)) => rule.last(today)?,
            (None, _) => rule.next(today)?,
        };
        let days = if to == from.plus(1) { Days::day(from) } else { Days::span(from, to, Grain::Day) };
        Some((Saying::days(days), end))
    }

    /// "helgen", "nästa helg", "vardagar".
    pub(crate) fn weekend(&self, at: usize) -> Read<Saying> {
        if let Some((code, distance)) = self.value(at, Kind::RelUnit).map(super::codes::split_rel_unit) {
            return (code == unit::WEEKEND).then(|| (Saying::days(self.weekend_in(distance)), at + 1));
        }
        let (det, place) = match self.det(at) {
            Some((det, next)) => (Some(det), self.glue(next)),
            None => (None, at),
        };
        if let Some(mask) = self.value(place, Kind::Recurs).and_then(|mask| u8::try_from(mask).ok()) {
            return Some((Saying::days(Days::mask(mask, Det::Every)), place + 1));
        }
        let code = self.unit(place)?;
        if code == unit::WORKDAY {
            return Some((Saying::days(Days::mask(WORKDAYS, Det::Every)), place + 1));
        }
        if code != unit::WEEKEND {
            return None;
        }
        let after =
            if det.is_none() { self.det(place + 1).filter(|(d, _)| !matches!(d, Det::Every)) } else { None };
        let next = after.map_or(place + 1, |(_, next)| next);
        let days = match det.or(after.map(|(det, _)| det)) {
            Some(Det::Every) => Days::mask(WEEKEND, Det::Every),
            Some(Det::Weeks(weeks)) => self.weekend_in(weeks),
            Some(Det::Last) => self.weekend_in(-1),
            Some(Det::This | Det::Bare) | None => self.weekend_in(0),
        };
        Some((Saying::days(days), next))
    }

    pub(crate) fn weekend_in(&self, weeks: i32) -> Days {
        let saturday = self.env.now.0.week_start().plus(5 + weeks * WEEK);
        Days::span(saturday, saturday.plus(2), Grain::Day)
    }

    /// "joulukuun toinen tiistai", "الثلاثاء الثاني من ديسمبر": the ordinal behind the month or the weekday.
    fn nth_behind(&self, at: usize) -> Read<Saying> {
        let place = |at: usize| match self.value(at, Kind::Ord) {
            Some(nth) => Some(nth),
            None => self.is(at, Kind::Last).then_some(-1),
        };
        let (weekday, nth, month, end) = if let Some(weekday) = self.value(at, Kind::Weekday) {
            let nth = place(at + 1)?;
            let (month, end) = self.month_period(self.glue(at + 2))?;
            (weekday, nth, month, end)
        } else {
            let (month, next) = self.month_period(at).filter(|_| self.env.lexicon.flags.part_behind)?;
            (self.value(next + 1, Kind::Weekday)?, place(next)?, month, next + 2)
        };
        let (from, to, _) = month;
        let day = if nth < 0 {
            to.plus(-1).on_or_before(weekday)
        } else {
            from.on_or_after(weekday).plus((nth - 1) * WEEK)
        };
        (day < to).then(|| (Saying::days(Days::day(day)), end))
    }

    /// "tredje tisdagen i september", "last Friday of October", "första veckan i december", "sista dagen i mars".
    pub(crate) fn nth(&self, at: usize) -> Read<Saying> {
        if let Some(read) = self.nth_behind(at) {
            return Some(read);
        }
        let article = usize::from(self.is(at, Kind::On));
        let (nth, next) = match self.ordinal(at + article) {
            Some(read) => read,
            None if self.is(at + article, Kind::Last) => (-1, at + article + 1),
            None => return None,
        };
        let weekday = self.value(next, Kind::Weekday);
        let code = self.unit(next);
        if weekday.is_none()
            && !matches!(code, Some(unit::DAY | unit::WEEK | unit::MONTH | unit::QUARTER | unit::WEEKEND))
        {
            return None;
        }
        let after = self.glue(next + 1);
        if let Some(rule) = self.value(after, Kind::After).and_then(|_| self.holiday(self.glue(after + 1))) {
            return nth_after(nth, weekday?, rule);
        }
        let (period, end) = self.period_of(after)?;
        let (from, to) = (period.0, period.1);
        let found = match (weekday, code) {
            (Some(weekday), _) if nth < 0 => Some((to.plus(-1).on_or_before(weekday), 1)),
            (Some(weekday), _) => Some((from.on_or_after(weekday).plus((nth - 1) * WEEK), 1)),
            (None, Some(unit::DAY)) if nth < 0 => Some((to.plus(-1), 1)),
            (None, Some(unit::DAY)) => Some((from.plus(nth - 1), 1)),
            // A month's first week is the one that holds its first Thursday.
            (None, Some(unit::WEEK)) if nth < 0 => Some((to.plus(-1).on_or_before(4).week_start(), WEEK)),
            (None, Some(unit::WEEK)) => Some((from.on_or_after(4).week_start().plus((nth - 1) * WEEK), WEEK)),
            (None, Some(unit::WEEKEND)) if nth < 0 => Some((to.plus(-1).on_or_before(6), 2)),
            (None, Some(unit::WEEKEND)) => Some((from.on_or_after(6).plus((nth - 1) * WEEK), 2)),
            (None, Some(unit::MONTH | unit::QUARTER)) => {
                return nth_month(nth, code == Some(unit::QUARTER), from, to, end);
            }
            _ => None,
        };
        let (day, length) = found.filter(|(day, _)| *day < to)?;
        let grain = if length == WEEK { Grain::Week } else { Grain::Day };
        let days = if length == 1 { Days::day(day) } else { Days::span(day, day.plus(length), grain) };
        Some((Saying::days(days), end))
    }
}

/// "third Tuesday after Christmas".
fn nth_after(nth: i32, weekday: i32, (named, end): (Saying, usize)) -> Read<Saying> {
    let day = named.days.fixed.or(named.days.span.map(|span| span.to.plus(-1)))?;
    Some((Saying::days(Days::day(day.plus(1).on_or_after(weekday).plus((nth - 1) * WEEK))), end))
}

/// The n-th month or quarter of a stretch.
fn nth_month(nth: i32, quarter: bool, from: Day, to: Day, end: usize) -> Read<Saying> {
    let length = if quarter { 3 } else { 1 };
    let begin = if nth < 0 { to.month_start(-length) } else { from.month_start((nth - 1) * length) };
    (begin < to).then(|| (Saying::days(Days::span(begin, begin.month_start(length), Grain::Month)), end))
}
