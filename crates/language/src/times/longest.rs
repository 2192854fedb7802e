//! The longest production that begins at a place, and the small ones that need no module of their own.
//!
//! Absent: what joins it (`expression`).

use super::codes::pod;
use super::day::Day;
use super::grammar::{Grammar, Read};
use super::kinds::Kind;
use super::resolve;
use super::spec::{Clock, DAY_MINUTES, Days, Half, Leaning, Saying, Stretch};
use crate::Grain;

/// "en senare tid samma dag": so many words may stand between.
const BESIDE_ITEMS: usize = 3;

impl Grammar<'_> {
    /// The longest production that begins here; of two that are equally long the first.
    pub(crate) fn primary(&self, at: usize, weak: bool) -> Read<Saying> {
        let item = self.items.get(at).filter(|item| item.begins)?;
        self.tried.set(self.tried.get() + 1);
        let days = |read: Read<Days>| read.map(|(days, next)| (Saying::days(days), next));
        let hours = |read: Read<Clock>| read.map(|(clock, next)| (Saying::clock(clock), next));
        let mut best = days(self.number_before_month(at));
        longer(&mut best, hours(self.clock_range(at)));
        longer(&mut best, self.day_pair(at));
        longer(&mut best, self.weekday_in_weeks(at));
        longer(&mut best, self.counted(at));
        longer(&mut best, self.day_beside(at));
        longer(&mut best, self.beside_named(at));
        longer(&mut best, days(self.date(at)));
        longer(&mut best, self.nth(at));
        if item.digits.is_none() {
            longer(&mut best, self.weekday_range(at));
            longer(&mut best, self.weekend(at));
            longer(&mut best, self.weekday(at));
            longer(&mut best, self.named_day(at));
        }
        longer(&mut best, self.period(at));
        if item.digits.is_none() {
            longer(&mut best, self.following(at));
            longer(&mut best, self.part_of_today(at));
            longer(&mut best, self.leaning(at));
        }
        longer(&mut best, hours(self.clock(at, weak)));
        longer(&mut best, hours(self.part(at)));
        longer(&mut best, self.early_or_late_day(at));
        longer(&mut best, hours(self.hour_beside_day(at)));
        best
    }

    pub(crate) fn day_pair(&self, at: usize) -> Read<Saying> {
        let ((first, second), next) = self.day_range(at)?;
        let (first, second) =
            (resolve::days(&first, self.env.now.0)?, resolve::days(&second, self.env.now.0)?);
        let from = if first.span.from > second.span.from {
            first.span.from.plus_months(-12)
        } else {
            first.span.from
        };
        Some((Saying::days(Days::span(from, second.span.to, Grain::Day)), next))
    }

    /// "early Tuesday morning", "sent på fredag".
    pub(crate) fn early_or_late_day(&self, at: usize) -> Read<Saying> {
        let early = self.is(at, Kind::Early);
        if !(early || self.is(at, Kind::Late)) {
            return None;
        }
        let (saying, next) = self.weekday(self.glue(at + 1)).or_else(|| self.named_day(self.glue(at + 1)))?;
        let half = if early { Half::First } else { Half::Second };
        let part = self.glue(next);
        if let Some(code) = self.value(part, Kind::Pod) {
            let clock = Clock { half, ..Clock::part(code) };
            return Some((Saying { clock: Some(clock), ..saying }, part + 1));
        }
        let code = if early { pod::BEFORE_LUNCH } else { pod::AFTERNOON };
        let half = if early { Half::Whole } else { half };
        Some((Saying { clock: Some(Clock { half, ..Clock::part(code) }), ..saying }, next))
    }

    /// "i eftermiddag", "this morning", "last night", "now".
    pub(crate) fn part_of_today(&self, at: usize) -> Read<Saying> {
        let today = self.env.now.0;
        let on =
            |day: Day, part: i32| Saying { clock: Some(Clock::part(part)), ..Saying::days(Days::day(day)) };
        if let Some(part) = self.value(at, Kind::TodayPod) {
            return Some((on(today, part), at + 1));
        }
        if self.is(at, Kind::Now) {
            let (day, minute) = self.env.now;
            let later = minute + 1;
            let to = (day.plus(later / DAY_MINUTES), later % DAY_MINUTES);
            let stretch = Stretch { from: (day, minute), to, grain: Grain::Minute };
            return Some((Saying { stretch: Some(stretch), ..Saying::default() }, at + 1));
        }
        let last = self.is(at, Kind::Last);
        if !(last || self.is(at, Kind::This)) {
            return None;
        }
        let part = self.value(self.glue(at + 1), Kind::Pod)?;
        Some((on(today.plus(-i32::from(last)), part), self.glue(at + 1) + 1))
    }

    /// "samma tid", "samma dag", "efter det".
    pub(crate) fn leaning(&self, at: usize) -> Read<Saying> {
        // "I'm back on the 7th, so after that"
        let that = self.is(at, Kind::Later) && self.is(at, Kind::Following) && at > 0;
        let leaning =
            if that && (self.any(at - 1, &[Kind::So, Kind::And, Kind::But]) || self.mark(at - 1, ',')) {
                Leaning::Beside(true)
            } else if self.is(at, Kind::SameTime) {
                Leaning::SameTime
            } else if self.is(at, Kind::SameDay) {
                match self.later_or_earlier(at) {
                    Some(later) => Leaning::SameDayBeside(later),
                    None => Leaning::SameDay,
                }
            } else {
                return None;
            };
        Some((Saying { leaning: Some(leaning), ..Saying::default() }, at + 1))
    }

    /// "en senare tid samma dag", "the same day but earlier": which side of the appointment, when it is said.
    fn later_or_earlier(&self, at: usize) -> Option<bool> {
        let before = (at.saturating_sub(BESIDE_ITEMS)..at).rev().take_while(|place| !self.ends(*place));
        let after = (at + 1..=at + BESIDE_ITEMS).take_while(|place| !self.ends(*place));
        before.chain(after).find_map(|place| {
            // "eller senare" bounds a time of its own.
            let said = place == 0 || !self.is(place - 1, Kind::Or);
            let (later, earlier) = (self.is(place, Kind::Later), self.is(place, Kind::Earlier));
            (said && (later || earlier)).then_some(later)
        })
    }

    /// "8 på kvällen", "9 tomorrow", "10 på fredag": a bare number that the word after it makes an hour.
    pub(crate) fn hour_beside_day(&self, at: usize) -> Read<Clock> {
        let number = self.number(at)?;
        let preceded = at > 0 && self.any(at - 1, &[Kind::Month, Kind::Unit, Kind::WeekNo]);
        if preceded || !(1..=24).contains(&number) && self.width(at) != 4 {
            return None;
        }
        let (clock, next) = self.clock(at, true)?;
        let comma = usize::from(self.mark(next, ','));
        let place = self.glue(next + comma);
        let this_part = self.is(place, Kind::This) && self.is(self.glue(place + 1), Kind::Pod);
        let part = self.any(place, &[Kind::Pod, Kind::TodayPod])
            && !matches!(self.value(place, Kind::Pod), Some(pod::NOON))
            || this_part;
        let day = self.is(place, Kind::Rel)
            || (self.is(place, Kind::Weekday) && place > next && !self.is(at, Kind::One));
        // "10 eller 14 på fredag"
        let joint = next + comma;
        let joined = self.any(joint, &[Kind::Or, Kind::And, Kind::Correct, Kind::No]);
        let listed = joined && self.number(joint + 1).is_some() && {
            let next = joint;
            let after = next + 2 + usize::from(self.is(next + 2, Kind::Oclock));
            let after = self.glue(after);
            (after > next + 2 && self.is(after, Kind::Weekday)) || self.any(after, &[Kind::Rel, Kind::Pod])
        };
        if listed {
            return Some((clock, next));
        }
        let all = self.items.len() == next && self.env.asked;
        // "9 on the 15th"
        let dated = (next + 1..=place).any(|place| self.date(place).is_some());
        (part || dated || (day && (comma == 0 || place > next)) || all).then_some((clock, next))
    }

    /// "10 eller 14 mars": the month of the last number is that of all.
    pub(crate) fn number_before_month(&self, at: usize) -> Read<Days> {
        let place = self.skip_weekday(at);
        let marked = self.value(place, Kind::On).is_some_and(|strength| strength > 0);
        let (number, after) = self.day_number(place + usize::from(marked))?;
        let mut next = after;
        for _ in 0..3 {
            if !(self.any(next, &[Kind::Or, Kind::And]) || self.mark(next, ',')) {
                return None;
            }
            let joined =
                next + 1 + usize::from(self.mark(next, ',') && self.any(next + 1, &[Kind::Or, Kind::And]));
            let (_, end) = self.day_number(self.glue(self.skip_weekday(self.glue(joined))))?;
            next = end;
            if let Some((month, _)) = self.month_name(self.glue(next)) {
                return Some((Days { month_day: Some((month, number)), ..Days::default() }, after));
            }
        }
        None
    }
}

/// Keeps the longer of two readings, the first when they are equally long.
pub(crate) fn longer(best: &mut Read<Saying>, other: Read<Saying>) {
    let length = |read: &Read<Saying>| read.as_ref().map_or(0, |(_, next)| *next);
    if length(&other) > length(best) {
        *best = other;
    }
}
