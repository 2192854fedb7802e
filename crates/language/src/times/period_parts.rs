//! Productions for parts and kin of periods: "mitten av mars", "veckan efter", "de närmaste tre dagarna".
//!
//! Absent: the periods themselves (`periods`).

use super::codes::unit;
use super::day::Day;
use super::grammar::{Grammar, Read};
use super::kinds::Kind;
use super::resolve;
use super::spec::{Days, Det, Leaning, Saying};
use crate::Grain;

const WEEK: i32 = 7;
/// Of a month the days 1-10, 11-20 and 21 to the last (`contract/understand.md`).
const MONTH_PARTS: [i32; 2] = [10, 20];

/// The unit that is not said again stands so many words before at most.
const UNSAID_ITEMS: usize = 8;

/// Which part of a period.
#[derive(Clone, Copy)]
enum Part {
    First,
    Middle,
    Last,
}

impl Grammar<'_> {
    /// "the week of the 7th", "veckan som börjar den 7 december": the calendar week of that day.
    pub(crate) fn week_of_date(&self, at: usize) -> Read<Saying> {
        let article = usize::from(self.is(at, Kind::On));
        let next = at + article + 1;
        if self.unit(at + article) != Some(unit::WEEK) || self.glue(next) == next {
            return None;
        }
        let place = (next..=self.glue(next)).find(|place| self.date(*place).is_some())?;
        let (days, end) = self.date(place)?;
        let monday = resolve::days(&days, self.env.now.0)?.span.from.week_start();
        Some((Saying::days(Days::span(monday, monday.plus(WEEK), Grain::Week)), end))
    }

    /// "de närmaste tre dagarna", "senaste 2 veckor": so many units beside the running one.
    pub(crate) fn counted_units(&self, at: usize) -> Read<Saying> {
        let article =
            usize::from(self.any(at, &[Kind::On, Kind::Glue, Kind::At]) && self.number(at + 1).is_some());
        let (det, next) = match self.det(at).filter(|(det, _)| *det != Det::Every) {
            Some((det, next)) => (Some(det), next),
            None => (None, at + article),
        };
        let number = self.number(next)?;
        let (det, place) = match det {
            Some(det) => (det, next + 1),
            None => self
                .det(next + 1)
                .filter(|(det, _)| *det != Det::Every && !self.is(next + 1, Kind::Every))
                .or_else(|| {
                    // "3 semanas que vienen", "i 2 giorni passati"
                    let (det, after) = self.det(next + 2).filter(|(det, _)| *det != Det::Every)?;
                    self.unit(next + 1)?;
                    // "one day this week" counts no weeks, "tre uger på mandag" no coming ones.
                    let goes_on = self.any(after, &[Kind::Unit, Kind::Weekday, Kind::Month, Kind::One]);
                    (!goes_on).then_some((det, after))
                })?,
        };
        let (code, end) = match self.unit(place) {
            Some(code) => (code, place + 1),
            None => (self.unit(next + 1)?, place),
        };
        if !(1..=100).contains(&number) {
            return None;
        }
        let (from, to) = match det {
            Det::Last => (self.unit_span(code, -number)?, self.unit_span(code, -1)?),
            _ => (self.unit_span(code, 1)?, self.unit_span(code, number)?),
        };
        Some((Saying::days(Days::span(from.0, to.1, from.2)), end))
    }

    /// "veckan efter", "the week before": beside what was named.
    pub(crate) fn unit_after(&self, at: usize) -> Read<Saying> {
        let code = self.unit(at).filter(|code| matches!(*code, unit::DAY | unit::WEEK | unit::MONTH))?;
        let step = if self.is(at + 1, Kind::Following) { 1 } else { -1 };
        if !(self.is(at + 1, Kind::Following) || self.is(at + 1, Kind::Before))
            || !(self.closes(at + 2) && self.number(at + 2).is_none())
        {
            return None;
        }
        let goes_on = self.any(
            at + 2,
            &[
                Kind::Holiday,
                Kind::Weekday,
                Kind::Month,
                Kind::Rel,
                Kind::Unit,
                Kind::On,
                Kind::Next,
                Kind::That,
                Kind::Glue,
            ],
        ) && self.any(at + 1, &[Kind::After, Kind::Before]);
        (!goes_on)
            .then(|| (Saying { leaning: Some(Leaning::UnitAfter(code, step)), ..Saying::default() }, at + 2))
    }

    /// "i början av mars", "mid March", "slutet av nästa vecka", "end of the month".
    pub(crate) fn part_of_period(&self, at: usize) -> Read<Saying> {
        let (part, fused) = if let Some(fused) = self.value(at, Kind::Begin) {
            (Part::First, fused)
        } else if let Some(fused) = self.value(at, Kind::Mid) {
            (Part::Middle, fused)
        } else if let Some(fused) = self.value(at, Kind::End) {
            (Part::Last, fused)
        } else if self.is(at, Kind::Early) {
            (Part::First, 0)
        } else if self.is(at, Kind::Late) {
            (Part::Last, 0)
        } else {
            return None;
        };
        if fused > 0 {
            let (from, to, grain) = self.unit_span(fused, 0)?;
            return Some((part_of(part, from, to, grain), at + 1));
        }
        let place = self.glue(at + 1);
        let ((from, to, grain), next) = self.period_of(place).or_else(|| self.next_unit_unsaid(place))?;
        let mut saying = part_of(part, from, to, grain);
        // The beginning of this month is over: the next one's is meant.
        let over = saying.days.span.is_some_and(|span| span.to <= self.env.now.0)
            && self.unit(place) == Some(unit::MONTH);
        if over {
            let (from, to, grain) = self.unit_span(unit::MONTH, 1)?;
            saying = part_of(part, from, to, grain);
        }
        Some((saying, next))
    }

    /// "i slutet av veckan eller början av nästa": the unit is the one that was named before.
    fn next_unit_unsaid(&self, at: usize) -> Read<(Day, Day, Grain)> {
        if !(self.is(at, Kind::Next) && self.closes(at + 1)) {
            return None;
        }
        let before = (at.saturating_sub(UNSAID_ITEMS)..at).rev();
        let code = before
            .filter_map(|place| self.unit(place))
            .find(|code| matches!(*code, unit::WEEK | unit::MONTH))?;
        Some((self.unit_span(code, 1)?, at + 1))
    }

    /// "tammikuun alussa", "ensi viikon lopussa": the part behind its period.
    pub(crate) fn part_behind(&self, at: usize) -> Read<Saying> {
        if !self.env.lexicon.flags.part_behind {
            return None;
        }
        let ((from, to, grain), next) = self.period_of(at)?;
        let part = if self.is(next, Kind::Begin) {
            Part::First
        } else if self.is(next, Kind::Mid) {
            Part::Middle
        } else if self.is(next, Kind::End) {
            Part::Last
        } else {
            return None;
        };
        Some((part_of(part, from, to, grain), next + 1))
    }

    /// "jämna veckor", "odd weeks".
    pub(crate) fn parity(&self, at: usize) -> Read<Saying> {
        let parity = if self.is(at, Kind::Even) {
            0
        } else if self.is(at, Kind::Odd) {
            1
        } else {
            return None;
        };
        let next = self.glue(at + 1);
        (self.unit(next) == Some(unit::WEEK) || self.is(next, Kind::WeekNo))
            .then(|| (Saying::days(Days { parity: Some(parity), ..Days::default() }), next + 1))
    }
}

fn part_of(part: Part, from: Day, to: Day, grain: Grain) -> Saying {
    let length = to.0 - from.0;
    let (first, last) = match grain {
        Grain::Month if length <= 31 => (MONTH_PARTS[0], MONTH_PARTS[1]),
        // Monday and Tuesday, Tuesday to Thursday, Thursday and Friday.
        Grain::Week => {
            let (a, b) = match part {
                Part::First => (0, 2),
                Part::Middle => (1, 4),
                Part::Last => (3, 5),
            };
            return Saying::days(Days::span(from.plus(a), from.plus(b), Grain::Day));
        }
        _ => (length / 3, 2 * length / 3),
    };
    let (from, to) = match part {
        Part::First => (from, from.plus(first)),
        Part::Middle => (from.plus(first), from.plus(last)),
        Part::Last => (from.plus(last), to),
    };
    Saying::days(Days::span(from, to, Grain::Day))
}
