//! Productions for weeks, months, quarters, years and their parts: "nästa vecka", "v 43", "mitten av mars".

use super::codes::{split_rel_unit, unit};
use super::day::{Day, week_of_year};
use super::grammar::{Grammar, Read};
use super::kinds::Kind;
use super::spec::{Days, Det, Saying};
use crate::Grain;

const WEEK: i32 = 7;
const MONTHS_OF_QUARTER: i32 = 3;
const MONTHS_OF_SEASON: i32 = 3;
/// A week's number is at most this.
const LAST_WEEK: i32 = 53;

impl Grammar<'_> {
    /// A stretch of days with a name of its own.
    pub(crate) fn period(&self, at: usize) -> Read<Saying> {
        self.part_of_period(at)
            .or_else(|| self.part_behind(at))
            .or_else(|| self.week_of_date(at))
            .or_else(|| self.parity(at))
            .or_else(|| self.week_number(at))
            .or_else(|| self.counted_units(at))
            .or_else(|| self.unit_after(at))
            .or_else(|| {
                self.whole_period(at)
                    .map(|((from, to, grain), next)| (Saying::days(Days::span(from, to, grain)), next))
            })
    }

    /// A week, month, quarter, year, season or month by name.
    pub(crate) fn whole_period(&self, at: usize) -> Read<(Day, Day, Grain)> {
        self.relative_unit(at)
            .or_else(|| self.quarter_number(at))
            .or_else(|| self.month_period(at))
            .or_else(|| self.season(at))
            .or_else(|| self.lone_year(at))
    }

    /// A period that something is "of" or "in"; "the month" is the running one.
    pub(crate) fn period_of(&self, at: usize) -> Read<(Day, Day, Grain)> {
        if let Some(read) = self.whole_period(at) {
            return Some(read);
        }
        if let Some((year, next)) = self.full_year(at) {
            return Some((year_span(year)?, next));
        }
        let code = self.unit(at).filter(|code| matches!(*code, unit::WEEK | unit::MONTH | unit::YEAR))?;
        // "del mese di ottobre": the unit only announces the name.
        if let Some(read) =
            self.whole_period(self.glue(at + 1)).filter(|_| code == unit::MONTH && self.glue(at + 1) > at + 1)
        {
            return Some(read);
        }
        Some((self.unit_span(code, 0)?, at + 1))
    }

    /// "denna vecka", "nästa månad", "la semaine prochaine", "förra året", "i veckan".
    pub(crate) fn relative_unit(&self, at: usize) -> Read<(Day, Day, Grain)> {
        if let Some((code, distance)) = self.value(at, Kind::RelUnit).map(split_rel_unit) {
            // "i veckan efter nästa"
            let more = distance == 0 && self.is(at + 1, Kind::NextNext);
            return Some((
                self.unit_span(code, if more { 2 } else { distance })?,
                at + 1 + usize::from(more),
            ));
        }
        if let Some((det, next)) = self.det(at).filter(|(det, _)| *det != Det::Every) {
            let place = self.glue(next);
            let code = self.unit(place)?;
            let more = self.is(place + 1, Kind::NextNext);
            let distance = if more { 2 } else { self.distance(at, det) };
            return Some((self.unit_span(code, distance)?, place + 1 + usize::from(more)));
        }
        let code = self.unit(at)?;
        let place = self.glue(at + 1);
        let (det, next) = self.det(place).filter(|(det, _)| *det != Det::Every)?;
        // "semana que vem", "week after next": said after; "veckan nästa …" would begin something new.
        if self.any(next, &[Kind::Unit, Kind::Weekday, Kind::Month])
            || (self.number(next).is_some() && self.unit(next + 1).is_some())
        {
            return None;
        }
        Some((self.unit_span(code, self.distance(place, det))?, next))
    }

    pub(crate) fn distance(&self, at: usize, det: Det) -> i32 {
        match det {
            Det::Weeks(distance) => distance,
            Det::Last => -1,
            _ => i32::from(self.is(at, Kind::Coming) && !self.is(at, Kind::This)),
        }
    }

    /// The unit that lies so far from the running one.
    pub(crate) fn unit_span(&self, code: i32, distance: i32) -> Option<(Day, Day, Grain)> {
        let today = self.env.now.0;
        Some(match code {
            unit::DAY => (today.plus(distance), today.plus(distance + 1), Grain::Day),
            unit::WEEK => {
                let monday = today.week_start().plus(distance * WEEK);
                (monday, monday.plus(WEEK), Grain::Week)
            }
            unit::MONTH => (today.month_start(distance), today.month_start(distance + 1), Grain::Month),
            unit::QUARTER => {
                let (_, month, _) = today.ymd();
                let begin = distance * MONTHS_OF_QUARTER - (month - 1) % MONTHS_OF_QUARTER;
                (today.month_start(begin), today.month_start(begin + MONTHS_OF_QUARTER), Grain::Month)
            }
            unit::YEAR => (today.year_start(distance), today.year_start(distance + 1), Grain::Year),
            _ => return None,
        })
    }

    /// "nästa år", "last year", "i fjol" after a date: its number.
    pub(crate) fn relative_year(&self, at: usize) -> Read<i32> {
        let ((from, _, grain), next) = self.relative_unit(at)?;
        (grain == Grain::Year).then(|| (from.ymd().0, next))
    }

    /// "next month", "denna månad".
    pub(crate) fn relative_month(&self, at: usize) -> Read<(Day, Day, Grain)> {
        self.relative_unit(at).filter(|((_, _, grain), _)| *grain == Grain::Month)
    }

    /// "i mars", "nästa mars", "oktober 2014", "March next year".
    pub(crate) fn month_period(&self, at: usize) -> Read<(Day, Day, Grain)> {
        let (det, place) = match self.det(at).filter(|(det, _)| *det != Det::Every) {
            Some((det, next)) => (Some(det), self.glue(next)),
            None => (None, at),
        };
        let (month, next) = self.month_name(place)?;
        let today = self.env.now.0;
        let (this, running, _) = today.ymd();
        let dated = self
            .full_year(self.glue(next + usize::from(self.mark(next, ','))))
            .or_else(|| self.relative_year(self.glue(next)));
        // "may" and "march" are words of every day: alone they are no month.
        if self.is(place, Kind::Known)
            && det.is_none()
            && dated.is_none()
            && !(at > 0
                && self.any(
                    at - 1,
                    &[
                        Kind::On,
                        Kind::Glue,
                        Kind::Or,
                        Kind::Until,
                        Kind::To,
                        Kind::Before,
                        Kind::After,
                        Kind::By,
                        Kind::Mid,
                        Kind::Begin,
                        Kind::End,
                        Kind::Early,
                        Kind::Late,
                    ],
                ))
            && self.items.len() > 1
        {
            return None;
        }
        let (year, next) = match dated {
            Some(read) => read,
            None if det == Some(Det::Last) => (if month < running { this } else { this - 1 }, next),
            None => (if month < running { this + 1 } else { this }, next),
        };
        let first = Day::new(year, month, 1)?;
        Some(((first, first.month_start(1), Grain::Month), next))
    }

    /// "i sommar", "this winter": three months.
    pub(crate) fn season(&self, at: usize) -> Read<(Day, Day, Grain)> {
        let (det, place) = match self.det(at).filter(|(det, _)| *det != Det::Every) {
            Some((det, next)) => (Some(det), self.glue(next)),
            None => (None, at),
        };
        let month = self.value(place, Kind::Season)?;
        let today = self.env.now.0;
        let (year, ..) = today.ymd();
        let spans = |year: i32| Day::new(year, month, 1).map(|day| (day, day.month_start(MONTHS_OF_SEASON)));
        let mut ahead = (year - 1..=year + 2).filter_map(spans).filter(|(_, to)| *to > today);
        let (from, to) = match det {
            Some(Det::Last) => (year - 2..=year).rev().filter_map(spans).find(|(_, to)| *to <= today)?,
            Some(Det::Weeks(_)) => ahead.find(|(from, _)| *from > today)?,
            _ => ahead.next()?,
        };
        Some(((from, to, Grain::Month), place + 1))
    }

    /// "fjärde kvartalet 2018", "3rd qtr".
    pub(crate) fn quarter_number(&self, at: usize) -> Read<(Day, Day, Grain)> {
        let article = usize::from(self.is(at, Kind::On));
        let (number, next) = self.ordinal(at + article).or_else(|| {
            let number = self.digits(at + article)?;
            Some((number, self.dot(at + article + 1)))
        })?;
        if self.unit(next) != Some(unit::QUARTER) || !(1..=4).contains(&number) {
            return None;
        }
        let (year, end) = match self.full_year(self.glue(next + 1)) {
            Some(read) => read,
            None => (self.env.now.0.ymd().0, next + 1),
        };
        let first = Day::new(year, (number - 1) * MONTHS_OF_QUARTER + 1, 1)?;
        Some(((first, first.month_start(MONTHS_OF_QUARTER), Grain::Month), end))
    }

    /// "2014" after a word that a year may follow; "i år" is a relative unit.
    pub(crate) fn lone_year(&self, at: usize) -> Read<(Day, Day, Grain)> {
        let (year, next) = self.full_year(at)?;
        let alone = self.items.len() == next - at;
        let told = at > 0
            && self.any(
                at - 1,
                &[
                    Kind::Glue,
                    Kind::In,
                    Kind::Since,
                    Kind::Before,
                    Kind::After,
                    Kind::On,
                    Kind::From,
                    Kind::Until,
                ],
            );
        let counted = self.any(next, &[Kind::Unit, Kind::Counted])
            || (self.digits(at).is_some() && self.mark(next, ':'));
        let spoken = (at..next).any(|place| self.any(place, &[Kind::Hundred, Kind::Thousand]));
        if self.digits(at).is_none() && !spoken {
            return None;
        }
        ((alone || told || spoken) && !counted && (1900..2100).contains(&year)).then_some(())?;
        Some((year_span(year)?, next))
    }

    /// "v 43", "vecka 43 2027", "uke 43".
    pub(crate) fn week_number(&self, at: usize) -> Read<Saying> {
        if !self.is(at, Kind::WeekNo) {
            return None;
        }
        let place = self.dot(at + 1);
        let number =
            self.digits(place).filter(|number| (1..=LAST_WEEK).contains(number) && self.width(place) <= 2)?;
        let (year, next) = match self.full_year(self.glue(place + 1)) {
            Some((year, next)) => (Some(year), next),
            None => (None, place + 1),
        };
        let (from, _) = self.numbered_week(number, year)?;
        // "v 43-45": through another week.
        if let Some((last, end)) = self.last_week(next) {
            let (_, to) = self.numbered_week(last, year)?;
            if to > from {
                return Some((Saying::days(Days::span(from, to, Grain::Week)), end));
            }
        }
        Some((Saying::days(Days::span(from, from.plus(WEEK), Grain::Week)), next))
    }

    pub(crate) fn last_week(&self, at: usize) -> Read<i32> {
        let (_, next) = self.joint(at, false)?;
        let place = next + usize::from(self.is(next, Kind::WeekNo));
        let number = self.digits(place).filter(|number| (1..=LAST_WEEK).contains(number))?;
        Some((number, place + 1))
    }

    /// The week of that number that is running or comes next.
    pub(crate) fn numbered_week(&self, number: i32, year: Option<i32>) -> Option<(Day, Day)> {
        let today = self.env.now.0;
        let (this, ..) = today.week_start().plus(3).ymd();
        let years = year.map_or(this..=this + 6, |year| year..=year);
        let mut weeks = years.filter_map(|year| week_of_year(year, number));
        let monday = weeks.find(|monday| year.is_some() || monday.plus(WEEK) > today)?;
        Some((monday, monday.plus(WEEK)))
    }
}

fn year_span(year: i32) -> Option<(Day, Day, Grain)> {
    Some((Day::new(year, 1, 1)?, Day::new(year + 1, 1, 1)?, Grain::Year))
}
