//! Productions for weeks, months, quarters, years and their parts: "nästa vecka", "v 43", "mitten av mars".

use super::codes::{split_rel_unit, unit};
use super::day::{Day, week_of_year};
use super::grammar::{Grammar, Read};
use super::kinds::Kind;
use super::resolve;
use super::spec::{Days, Det, Leaning, Saying};
use crate::Grain;

const WEEK: i32 = 7;
const MONTHS_OF_QUARTER: i32 = 3;
const MONTHS_OF_SEASON: i32 = 3;
/// A week's number is at most this.
const LAST_WEEK: i32 = 53;
/// Of a month the days 1-10, 11-20 and 21 to the last (`contract/understand.md`).
const MONTH_PARTS: [i32; 2] = [10, 20];

/// Which part of a period.
#[derive(Clone, Copy)]
enum Part {
    First,
    Middle,
    Last,
}

impl Grammar<'_> {
    /// A stretch of days with a name of its own.
    pub(crate) fn period(&self, at: usize) -> Read<Saying> {
        self.part_of_period(at)
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

    /// "the week of the 7th", "veckan som börjar den 7 december": the calendar week of that day.
    fn week_of_date(&self, at: usize) -> Read<Saying> {
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

    /// A week, month, quarter, year, season or month by name.
    fn whole_period(&self, at: usize) -> Read<(Day, Day, Grain)> {
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
    fn relative_unit(&self, at: usize) -> Read<(Day, Day, Grain)> {
        if let Some((code, distance)) = self.value(at, Kind::RelUnit).map(split_rel_unit) {
            return Some((self.unit_span(code, distance)?, at + 1));
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

    fn distance(&self, at: usize, det: Det) -> i32 {
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
    fn month_period(&self, at: usize) -> Read<(Day, Day, Grain)> {
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
    fn season(&self, at: usize) -> Read<(Day, Day, Grain)> {
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
    fn quarter_number(&self, at: usize) -> Read<(Day, Day, Grain)> {
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
    fn lone_year(&self, at: usize) -> Read<(Day, Day, Grain)> {
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
    fn week_number(&self, at: usize) -> Read<Saying> {
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

    fn last_week(&self, at: usize) -> Read<i32> {
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

    /// "jämna veckor", "odd weeks".
    fn parity(&self, at: usize) -> Read<Saying> {
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

    /// "de närmaste tre dagarna", "senaste 2 veckor": so many units beside the running one.
    fn counted_units(&self, at: usize) -> Read<Saying> {
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
                    Some((det, after))
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
    fn unit_after(&self, at: usize) -> Read<Saying> {
        let code = self.unit(at).filter(|code| matches!(*code, unit::DAY | unit::WEEK | unit::MONTH))?;
        let step = if self.is(at + 1, Kind::Following) { 1 } else { -1 };
        if !(self.is(at + 1, Kind::Following) || self.is(at + 1, Kind::Before))
            || !(self.closes(at + 2) && !self.number(at + 2).is_some())
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
    fn part_of_period(&self, at: usize) -> Read<Saying> {
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
        let ((from, to, grain), next) = self.period_of(place)?;
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

fn year_span(year: i32) -> Option<(Day, Day, Grain)> {
    Some((Day::new(year, 1, 1)?, Day::new(year + 1, 1, 1)?, Grain::Year))
}
