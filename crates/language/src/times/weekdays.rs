//! Productions for days by name: weekdays with "this", "next" and their kin, today and tomorrow, named days.

use super::codes::unit;
use super::day::Day;
use super::grammar::{Grammar, Read};
use super::kinds::Kind;
use super::spec::{Days, Det, Leaning, Saying, bit};
use crate::Grain;

const WEEKEND: u8 = 0b110_0000;
const WORKDAYS: u8 = 0b001_1111;
/// Friday, after which "nästa helg" is no longer clear.
const WEEK: i32 = 7;

impl Grammar<'_> {
    /// "this", "next", "last" and their kin: which week of the named day.
    pub(crate) fn det(&self, at: usize) -> Read<Det> {
        let det = if self.is(at, Kind::NextNext) {
            Det::Weeks(2)
        } else if self.is(at, Kind::Next) {
            Det::Weeks(1)
        } else if self.is(at, Kind::Coming) {
            Det::Bare
        } else if self.is(at, Kind::This) {
            Det::This
        } else if self.is(at, Kind::Last) {
            Det::Last
        } else if self.any(at, &[Kind::Every, Kind::Any, Kind::One]) {
            Det::Every
        } else {
            return None;
        };
        Some((det, at + 1))
    }

    /// A weekday with what says which: "nästa torsdag", "lundi prochain", "torsdag om en vecka", "Mondays".
    pub(crate) fn weekday(&self, at: usize) -> Read<Saying> {
        if let Some(weekday) = self.value(at, Kind::WeekdayPast) {
            return Some((Saying::days(Days::weekday(weekday, Det::Last)), at + 1));
        }
        if let Some(weekday) = self.value(at, Kind::Weekdays) {
            return Some((Saying::days(Days::weekday(weekday, Det::Every)), at + 1));
        }
        let (before, place) = match self.det(at) {
            Some((det, next)) => (Some(det), self.glue(next)),
            None => (None, at),
        };
        if before == Some(Det::Every) && self.is(place, Kind::Weekdays) {
            return self.weekday(place);
        }
        let weekday = self.value(place, Kind::Weekday)?;
        let next = self.short_dot(place + 1);
        if before.is_none() {
            if let Some(after) = self.after_weekday(weekday, next) {
                return Some(after);
            }
        }
        let det = before.unwrap_or(Det::Bare);
        Some((self.certain_weekday(weekday, det), next))
    }

    /// A weekday beside a "this" or "next", doubtful when "next" could mean the coming one.
    fn certain_weekday(&self, weekday: i32, det: Det) -> Saying {
        let today = self.env.now.0;
        let days = match det {
            Det::Last => {
                let day = today.plus(-1).on_or_before(weekday);
                Days { weekdays: None, ..Days::day(day) }
            }
            det => Days::weekday(weekday, det),
        };
        let coming = today.plus(1).on_or_after(weekday);
        let meant = today.week_start().plus(WEEK + weekday - 1);
        let doubtful = det == Det::Weeks(1) && coming != meant;
        Saying { doubtful, ..Saying::days(days) }
    }

    /// What may follow a weekday to say which: "prochain", "week", "om en vecka", "efter".
    fn after_weekday(&self, weekday: i32, at: usize) -> Read<Saying> {
        if self.is(at, Kind::Week) {
            let mut days = Days::weekday(weekday, Det::This);
            if let Some(weekdays) = days.weekdays.as_mut() {
                weekdays.weeks_more = self.value(at, Kind::Week).filter(|weeks| *weeks > 0).unwrap_or(1);
            }
            return Some((Saying::days(days), at + 1));
        }
        if self.is(at, Kind::Following)
            && self.closes(at + 1)
            && !self.number(at + 1).is_some_and(|_| self.is(at, Kind::After))
        {
            let later = self.is(at, Kind::After)
                && !self.ends(at + 1)
                && !self.mark(at + 1, ',')
                && !self.is(at + 1, Kind::SameTime);
            if !later {
                let leaning = Some(Leaning::WeekdayAfter(weekday));
                return Some((Saying { leaning, ..Saying::default() }, at + 1));
            }
        }
        let place = self.glue(at);
        if self.any(place, &[Kind::One, Kind::Any, Kind::Every, Kind::This]) && !self.is(place, Kind::Last) {
            return None;
        }
        let (det, next) = self.det(place)?;
        // "torsdag nästa vecka": the week is an expression of its own; "lundi prochain à 9h" is not.
        if self.any(next, &[Kind::Unit, Kind::Month, Kind::Weekday, Kind::WeekNo])
            || self.number(next).is_some() && self.unit(next + 1).is_some()
        {
            return None;
        }
        Some((self.certain_weekday(weekday, det), next))
    }

    /// "the Monday after", "the following Monday": with the word before it.
    pub(crate) fn following(&self, at: usize) -> Read<Saying> {
        if !self.is(at, Kind::Following) || self.is(at, Kind::After) {
            return None;
        }
        let weekday = self.value(at + 1, Kind::Weekday);
        if let Some(weekday) = weekday {
            let leaning = Some(Leaning::WeekdayAfter(weekday));
            return Some((Saying { leaning, ..Saying::default() }, at + 2));
        }
        let code = self.unit(at + 1)?;
        let leaning = Some(Leaning::UnitAfter(code, 1));
        Some((Saying { leaning, ..Saying::default() }, at + 2))
    }

    /// "måndag-torsdag", "mån till fre": weekdays from one to another.
    pub(crate) fn weekday_range(&self, at: usize) -> Read<Saying> {
        let opened = usize::from(self.any(at, &[Kind::Between, Kind::From, Kind::Opens]));
        let place = at + opened;
        let name = |at: usize| self.value(at, Kind::Weekday).or_else(|| self.value(at, Kind::Weekdays));
        let first = name(place)?;
        let (_, next) = self.joint(self.short_dot(place + 1), opened == 1)?;
        let second_at = self.glue(next);
        let second = name(second_at)?;
        let plural = self.is(second_at, Kind::Weekdays) && !self.is(second_at, Kind::Weekday);
        let length = (second - first).rem_euclid(WEEK);
        let mask = (0..=length).fold(0, |mask, day| mask | bit((first + day - 1) % WEEK + 1));
        let det = if plural || (first == 1 && second == 5) { Det::Every } else { Det::Bare };
        Some((Saying::days(Days::mask(mask, det)), self.short_dot(second_at + 1)))
    }

    /// "idag", "imorgon", "i övermorgon", and named days; "the day after tomorrow".
    pub(crate) fn named_day(&self, at: usize) -> Read<Saying> {
        if let Some(days) = self.value(at, Kind::Rel) {
            return Some((Saying::days(Days::day(self.env.now.0.plus(days))), at + 1));
        }
        self.holiday(at)
    }

    /// "julafton", "easter 2010", "last easter".
    fn holiday(&self, at: usize) -> Read<Saying> {
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

    fn weekend_in(&self, weeks: i32) -> Days {
        let saturday = self.env.now.0.week_start().plus(5 + weeks * WEEK);
        Days::span(saturday, saturday.plus(2), Grain::Day)
    }

    /// "tredje tisdagen i september", "last Friday of October", "första veckan i december", "sista dagen i mars".
    pub(crate) fn nth(&self, at: usize) -> Read<Saying> {
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
            return self.nth_after(nth, weekday?, rule);
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
                return self.nth_month(nth, code == Some(unit::QUARTER), from, to, end);
            }
            _ => None,
        };
        let (day, length) = found.filter(|(day, _)| *day < to)?;
        let grain = if length == WEEK { Grain::Week } else { Grain::Day };
        let days = if length == 1 { Days::day(day) } else { Days::span(day, day.plus(length), grain) };
        Some((Saying::days(days), end))
    }

    /// "third Tuesday after Christmas".
    fn nth_after(&self, nth: i32, weekday: i32, (named, end): (Saying, usize)) -> Read<Saying> {
        let day = named.days.fixed.or(named.days.span.map(|span| span.to.plus(-1)))?;
        Some((Saying::days(Days::day(day.plus(1).on_or_after(weekday).plus((nth - 1) * WEEK))), end))
    }

    fn nth_month(&self, nth: i32, quarter: bool, from: Day, to: Day, end: usize) -> Read<Saying> {
        let length = if quarter { 3 } else { 1 };
        let begin = if nth < 0 { to.month_start(-length) } else { from.month_start((nth - 1) * length) };
        (begin < to).then(|| (Saying::days(Days::span(begin, begin.month_start(length), Grain::Month)), end))
    }
}
