//! Named days: fixed ones, those that move with Easter, the moon or a weekday, and stretches from one on.
//!
//! Absent: which words name them; the tables hold those beside the rule.

use super::day::{Day, easter, month_length, orthodox_easter};
use super::moon;

/// Every day that a year can have.
const LEAP_YEAR: i32 = 2024;

/// When a named day is, year by year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// `12-25`: month and day.
    Fixed(i32, i32),
    /// `E+39`: days from Easter Sunday.
    Easter(i32),
    /// `O-2`: days from the eastern Easter Sunday.
    Orthodox(i32),
    /// `11/4/4`: the fourth Thursday of November; the last with -1; then days added: `11/4/4+1`.
    Nth(i32, i32, i32, i32),
    /// `6-19>5`: the first Friday on that day or after it.
    OnOrAfter(i32, i32, i32),
    /// `12-27~12-31`: from a day through another.
    Through((i32, i32), (i32, i32)),
    /// `E-3~E+1`: from a day by Easter through another.
    EasterThrough(i32, i32),
    /// `C`: the Chinese new year.
    Chinese,
    /// `I10-1`: month and day of the Islamic calendar.
    Islamic(i32, i32),
    /// `H7-1`: month and day of the Hebrew calendar.
    Hebrew(i32, i32),
    /// `L7-293`: Indian lunar month and tenths of a lunar day.
    Indian(i32, i32),
    /// `H9-24~+7`: so many days more.
    Lasting(Feast, i32),
}

impl Rule {
    /// Reads a rule as a table writes it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if let Some((first, more)) = text.split_once("~+") {
            return Some(Self::Lasting(Feast::of(Self::read(first)?)?, more.parse().ok()?));
        }
        if let Some((first, last)) = text.split_once('~') {
            return match (Self::read(first)?, Self::read(last)?) {
                (Self::Fixed(m, d), Self::Fixed(n, e)) => Some(Self::Through((m, d), (n, e))),
                (Self::Easter(a), Self::Easter(b)) => Some(Self::EasterThrough(a, b)),
                _ => None,
            };
        }
        if text == "C" {
            return Some(Self::Chinese);
        }
        if let Some((calendar, (month, day))) = lunar(text) {
            return Some(match calendar {
                'I' => Self::Islamic(month, day),
                'H' => Self::Hebrew(month, day),
                _ => Self::Indian(month, day),
            });
        }
        if let Some(days) = text.strip_prefix('E') {
            return days.parse().ok().map(Self::Easter);
        }
        if let Some(days) = text.strip_prefix('O') {
            return days.parse().ok().map(Self::Orthodox);
        }
        if let Some((day, weekday)) = text.split_once('>') {
            let (month, day) = month_day(day)?;
            return Some(Self::OnOrAfter(month, day, weekday.parse().ok()?));
        }
        if text.contains('/') {
            let (text, more) = text.split_once('+').unwrap_or((text, "0"));
            let mut parts = text.split('/').map(|part| part.parse().ok());
            return Some(Self::Nth(parts.next()??, parts.next()??, parts.next()??, more.parse().ok()?));
        }
        month_day(text).map(|(month, day)| Self::Fixed(month, day))
    }

    /// First day and the day after the last, in that year.
    pub(crate) fn in_year(self, year: i32) -> Option<(Day, Day)> {
        let one = |day: Day| Some((day, day.plus(1)));
        match self {
            Self::Fixed(month, day) => one(Day::new(year, month, day)?),
            Self::Easter(days) => one(easter(year).plus(days)),
            Self::Orthodox(days) => one(orthodox_easter(year).plus(days)),
            Self::Nth(month, weekday, nth, more) => one(nth_weekday(year, month, weekday, nth)?.plus(more)),
            Self::OnOrAfter(month, day, weekday) => one(Day::new(year, month, day)?.on_or_after(weekday)),
            Self::Through((month, day), (last_month, last_day)) => {
                let first = Day::new(year, month, day)?;
                let last = Day::new(year, last_month, last_day)?;
                let last = if last < first { Day::new(year + 1, last_month, last_day)? } else { last };
                Some((first, last.plus(1)))
            }
            Self::Chinese => one(moon::chinese_new_year(year)?),
            Self::Islamic(month, day) => one(moon::islamic(year, month, day)?),
            Self::Hebrew(month, day) => one(moon::hebrew(year, month, day)?),
            // A month that begins in December may have its feast in January.
            Self::Indian(month, tenths) => one([year - 1, year]
                .into_iter()
                .filter_map(|begins| moon::indian(begins, month, tenths))
                .find(|day| day.ymd().0 == year)?),
            Self::Lasting(feast, more) => {
                let (first, after) = feast.rule().in_year(year)?;
                Some((first, after.plus(more)))
            }
            Self::EasterThrough(first, last) => Some((easter(year).plus(first), easter(year).plus(last + 1))),
        }
    }

    /// The next one that is not over on `today`.
    pub(crate) fn next(self, today: Day) -> Option<(Day, Day)> {
        let (year, _, _) = today.ymd();
        (year - 1..=year + 2).filter_map(|year| self.in_year(year)).find(|(_, after)| *after > today)
    }

    /// The last one that began before `today`.
    pub(crate) fn last(self, today: Day) -> Option<(Day, Day)> {
        let (year, _, _) = today.ymd();
        (year - 2..=year).rev().filter_map(|year| self.in_year(year)).find(|(_, after)| *after <= today)
    }
}

/// What a stretch may begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feast {
    /// Month and day of the Islamic calendar.
    Islamic(i32, i32),
    /// Month and day of the Hebrew calendar.
    Hebrew(i32, i32),
    /// Indian lunar month and tenths of a lunar day.
    Indian(i32, i32),
    /// A weekday of a month.
    Nth(i32, i32, i32),
}

impl Feast {
    fn of(rule: Rule) -> Option<Self> {
        match rule {
            Rule::Islamic(month, day) => Some(Self::Islamic(month, day)),
            Rule::Hebrew(month, day) => Some(Self::Hebrew(month, day)),
            Rule::Indian(month, tenths) => Some(Self::Indian(month, tenths)),
            Rule::Nth(month, weekday, nth, 0) => Some(Self::Nth(month, weekday, nth)),
            _ => None,
        }
    }

    fn rule(self) -> Rule {
        match self {
            Self::Islamic(month, day) => Rule::Islamic(month, day),
            Self::Hebrew(month, day) => Rule::Hebrew(month, day),
            Self::Indian(month, tenths) => Rule::Indian(month, tenths),
            Self::Nth(month, weekday, nth) => Rule::Nth(month, weekday, nth, 0),
        }
    }
}

/// A letter for the calendar, then two numbers: `I10-1`.
fn lunar(text: &str) -> Option<(char, (i32, i32))> {
    let calendar = text.chars().next().filter(|letter| "IHL".contains(*letter))?;
    let (month, day) = text[1..].split_once('-')?;
    let month = month.parse().ok().filter(|month| (1..=13).contains(month))?;
    Some((calendar, (month, day.parse().ok()?)))
}

/// The n-th such weekday of a month, the last with -1.
pub(crate) fn nth_weekday(year: i32, month: i32, weekday: i32, nth: i32) -> Option<Day> {
    let first = Day::new(year, month, 1)?;
    let end = first.plus(month_length(year, month));
    let day = if nth < 0 {
        end.plus(-1).on_or_before(weekday).plus((nth + 1) * 7)
    } else {
        first.on_or_after(weekday).plus((nth - 1) * 7)
    };
    (day >= first && day < end).then_some(day)
}

fn month_day(text: &str) -> Option<(i32, i32)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    Day::new(LEAP_YEAR, month, day).map(|_| (month, day))
}
