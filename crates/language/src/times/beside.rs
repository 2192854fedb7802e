//! Productions for what lies beside a named day: "veckan efter påsk", "the weekend before Christmas", "måndagen
//! efter nyår".
//!
//! Absent: what leans on an appointment or on what was named before (`lean`).

use super::codes::unit;
use super::day::Day;
use super::grammar::{Grammar, Read};
use super::kinds::Kind;
use super::resolve;
use super::spec::{Days, Saying, Span};
use crate::Grain;

const WEEK: i32 = 7;
const SATURDAY: i32 = 6;

impl Grammar<'_> {
    /// A week, weekend, month or weekday that comes next to a named day or week.
    pub(crate) fn beside_named(&self, at: usize) -> Read<Saying> {
        let code = self
            .unit(at)
            .filter(|code| matches!(*code, unit::WEEK | unit::MONTH | unit::WEEKEND))
            .or_else(|| self.weekend_by_name(at));
        let weekday = self.value(at, Kind::Weekday).filter(|_| code.is_none());
        if code.is_none() && weekday.is_none() {
            return None;
        }
        let after = if self.is(at + 1, Kind::After) {
            true
        } else if self.is(at + 1, Kind::Before) {
            false
        } else {
            return None;
        };
        let (named, next) = self.named_stretch(self.glue(at + 2), at + 2)?;
        let (first, last) = (named.from, named.to.plus(-1));
        let days = match (code, weekday) {
            (Some(unit::WEEK), _) => {
                // Easter runs into the week after it.
                let last = if last.0 - first.0 < WEEK { first } else { last };
                let monday =
                    if after { last.week_start().plus(WEEK) } else { first.week_start().plus(-WEEK) };
                Days::span(monday, monday.plus(WEEK), Grain::Week)
            }
            (Some(unit::MONTH), _) => {
                let (day, step) = if after { (last, 1) } else { (first, -1) };
                Days::span(day.month_start(step), day.month_start(step + 1), Grain::Month)
            }
            (Some(_), _) => {
                let saturday = if after {
                    last.plus(1).on_or_after(SATURDAY)
                } else {
                    first.plus(-2).on_or_before(SATURDAY)
                };
                Days::span(saturday, saturday.plus(2), Grain::Day)
            }
            (None, Some(weekday)) if after => Days::day(last.plus(1).on_or_after(weekday)),
            (None, weekday) => Days::day(first.plus(-1).on_or_before(weekday?)),
        };
        Some((Saying::days(days), next))
    }

    /// "helgen" alone is the coming weekend; beside a named day it is the one there.
    fn weekend_by_name(&self, at: usize) -> Option<i32> {
        let (code, _) = super::codes::split_rel_unit(self.value(at, Kind::RelUnit)?);
        (code == unit::WEEKEND).then_some(code)
    }

    /// The days of a feast, a date or a numbered week.
    fn named_stretch(&self, at: usize, marked: usize) -> Read<Span> {
        let dated = |place: usize| self.date(place).map(|(days, next)| (Saying::days(days), next));
        let (saying, next) =
            self.holiday(at).or_else(|| self.week_number(at)).or_else(|| (marked..=at).find_map(dated))?;
        let span = resolve::days(&saying.days, self.env.now.0)?.span;
        (span.from > Day::FIRST && span.to < Day::LAST).then_some((span, next))
    }
}
