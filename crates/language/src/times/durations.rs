//! Productions for times counted from now or from an appointment: "om två veckor", "3 months ago", "en timme senare".

use super::codes::unit;
use super::day::Day;
use super::grammar::{Grammar, Read};
use super::kinds::Kind;
use super::spec::{DAY_MINUTES, Days, Leaning, Saying, Span, Stretch, bit};
use crate::Grain;

const HOUR: i32 = 60;
const WEEK: i32 = 7;
/// Longer than any time worth counting: ten thousand of a unit.
const MAX_COUNT: i32 = 10_000;
/// "1 month 2 days 2 hours 30 minutes" has four parts.
const MAX_PARTS: usize = 5;

/// So many minutes, days and months, and the smallest unit that was named.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Length {
    minutes: i32,
    days: i32,
    workdays: i32,
    months: i32,
    smallest: i32,
    parts: usize,
}

impl Length {
    pub(crate) fn back(self) -> Self {
        Self {
            minutes: -self.minutes,
            days: -self.days,
            workdays: -self.workdays,
            months: -self.months,
            ..self
        }
    }

    /// So far from an appointment.
    fn shift(self) -> Leaning {
        let days = self.days + self.months * 30;
        if days == 0 { Leaning::Shift(unit::MINUTE, self.minutes) } else { Leaning::Shift(unit::DAY, days) }
    }
}

impl Grammar<'_> {
    /// "två veckor", "1 month and 21 days", "en halv timme", "2,5 hours".
    pub(crate) fn length(&self, at: usize) -> Read<Length> {
        let (mut length, mut next) = self.length_part(at)?;
        while length.parts < MAX_PARTS {
            let joined = next + usize::from(self.mark(next, ',') || self.is(next, Kind::And));
            let Some((more, after)) = self.length_part(joined) else { break };
            length = Length {
                minutes: length.minutes + more.minutes,
                days: length.days + more.days,
                workdays: length.workdays + more.workdays,
                months: length.months + more.months,
                smallest: length.smallest.min(more.smallest),
                parts: length.parts + 1,
            };
            next = after;
        }
        Some((length, next))
    }

    /// "za miesiąc", "viikon päästä", "بعد شهر": one unit, in languages that need not say so.
    fn one_unit(&self, at: usize) -> Read<Length> {
        let code = self.unit(at).filter(|_| self.env.lexicon.flags.one_unsaid)?;
        let led = at > 0 && self.is(at - 1, Kind::In) && self.closes(at + 1) && self.number(at + 1).is_none();
        if !led && !self.is(at + 1, Kind::FromNow) {
            return None;
        }
        let mut length = Length { smallest: code, parts: 1, ..Length::default() };
        match code {
            unit::HOUR => length.minutes = HOUR,
            unit::WEEK => length.days = WEEK,
            unit::MONTH => length.months = 1,
            unit::YEAR => length.months = 12,
            _ => return None,
        }
        Some((length, at + 1))
    }

    pub(crate) fn length_part(&self, at: usize) -> Read<Length> {
        if let Some(read) = self.fraction_of_hour(at) {
            return Some(read);
        }
        if let Some(read) = self.one_unit(at) {
            return Some(read);
        }
        let (count, next) = self.count(at).filter(|(count, _)| (0..MAX_COUNT).contains(count))?;
        let (half, next) = self.and_a_half(next);
        let next = next + usize::from(self.is(next, Kind::Glue) && self.unit(next + 1).is_some());
        let code = self.unit(next)?;
        let mut length = Length { smallest: code, parts: 1, ..Length::default() };
        match code {
            unit::SECOND => {}
            unit::MINUTE => length.minutes = count,
            unit::HOUR => length.minutes = count * HOUR + if half { HOUR / 2 } else { 0 },
            unit::DAY => length.days = count,
            unit::WORKDAY => length.workdays = count,
            unit::WEEK => length.days = count * WEEK,
            unit::FORTNIGHT => length.days = count * 2 * WEEK,
            unit::MONTH => length.months = count,
            unit::QUARTER => length.months = count * 3,
            unit::YEAR => length.months = count * 12 + if half { 6 } else { 0 },
            _ => return None,
        }
        Some((
            length,
            self.dot(next + 1).min(
                next + 1 + usize::from(self.items.get(next).is_some_and(|item| item.end - item.start <= 3)),
            ),
        ))
    }

    /// Whether ",5" or "and a half" follows a count, and the index after it.
    pub(crate) fn and_a_half(&self, at: usize) -> (bool, usize) {
        let decimal = (self.mark(at, ',') || self.mark(at, '.')) && self.tight(at);
        if decimal && self.digits(at + 1) == Some(5) {
            return (true, at + 2);
        }
        let place = at + usize::from(self.is(at, Kind::And));
        let place = place + usize::from(self.is(place, Kind::One));
        if self.is(place, Kind::Half) { (true, place + 1) } else { (false, at) }
    }

    /// "en halv timme", "half an hour", "a quarter of an hour", "ett kvarter", "3/4 h".
    pub(crate) fn fraction_of_hour(&self, at: usize) -> Read<Length> {
        let article = usize::from(self.is(at, Kind::One));
        let place = at + article;
        let minutes = if self.is(place, Kind::Half) {
            30
        } else if let Some(quarters) = self.value(place, Kind::Quarter) {
            quarters.max(1) * 15
        } else {
            let fraction = self.mark(at + 1, '/') && self.tight(at + 2);
            let (upper, lower) = (self.digits(at)?, self.digits(at + 2)?);
            let hour = self.unit(at + 3) == Some(unit::HOUR);
            let known = fraction && hour && matches!(lower, 2 | 4) && upper < lower;
            return known.then(|| {
                (
                    Length {
                        minutes: upper * HOUR / lower,
                        smallest: unit::MINUTE,
                        parts: 1,
                        ..Length::default()
                    },
                    at + 4,
                )
            });
        };
        let length = Length { minutes, smallest: unit::MINUTE, parts: 1, ..Length::default() };
        let mut next = self.glue(place + 1);
        next += usize::from(self.is(next, Kind::One));
        if self.unit(next) == Some(unit::HOUR) {
            return Some((length, next + 1));
        }
        // "ett kvarter" needs no hour.
        (article == 1
            && self.is(place, Kind::Quarter)
            && !self.any(place + 1, &[Kind::ClockTo, Kind::ClockPast]))
        .then_some((length, place + 1))
    }

    /// A day or moment counted from now: "om två veckor", "for three months ago", "two sundays from now".
    pub(crate) fn counted(&self, at: usize) -> Read<Saying> {
        if let Some((weekday, count, next)) = self.counted_weekdays(at) {
            let first = self.env.now.0.plus(1).on_or_after(weekday);
            return Some((Saying::days(Days::day(first.plus((count - 1) * WEEK))), next));
        }
        // "noin kuukauden päästä"
        if self.is(at, Kind::Around)
            && let Some((length, next)) = self.length(self.dot(at + 1))
            && self.is(next, Kind::FromNow)
        {
            return Some((self.after_now(length), next + 1));
        }
        if self.is(at, Kind::In) {
            let place = self.glue(at + 1);
            let place = if self.is(place, Kind::Around) { self.dot(place + 1) } else { place };
            let (length, next) = self.length(place)?;
            let next = next + usize::from(self.any(next, &[Kind::FromNow]));
            return Some((self.after_now(length), next));
        }
        if self.is(at, Kind::AgoPre) {
            let (length, next) = self.length(self.glue(at + 1))?;
            let next = next + usize::from(self.is(next, Kind::Ago));
            return Some((self.after_now(length.back()), next));
        }
        if self.any(at, &[Kind::Since, Kind::ForDur]) {
            let (length, next) = self.length(self.glue(at + 1))?;
            // "for 3 days", "sedan två veckor": how long something has lasted.
            let back = self.any(next, &[Kind::Ago]);
            return Some((Saying { aside: true, ..self.after_now(length.back()) }, next + usize::from(back)));
        }
        let (length, next) = self.length(at)?;
        if self.is(next, Kind::Ago) {
            return Some((self.after_now(length.back()), next + 1));
        }
        if self.is(next, Kind::FromNow) {
            return Some((self.after_now(length), next + 1));
        }
        if let Some(read) = self.shifted(length, next).or_else(|| self.counted_from(length, next)) {
            return Some(read);
        }
        self.is(next, Kind::LateBy).then(|| (Saying { aside: true, ..self.after_now(length) }, next + 1))
    }

    /// "skjuta upp det en vecka", "bring it forward an hour": so far from the appointment.
    pub(crate) fn moved_by(&self, at: usize) -> Read<Saying> {
        if !self.moving || self.direction == 0 {
            return None;
        }
        let (length, next) = self.length(at)?;
        if self.any(next, &[Kind::Later, Kind::Earlier, Kind::Ago, Kind::FromNow, Kind::LateBy]) {
            return None;
        }
        let leaning = Some(if self.direction < 0 { length.back().shift() } else { length.shift() });
        let doubtful = self.direction == 2;
        Some((Saying { leaning, doubtful, ..Saying::default() }, next))
    }

    /// "två söndagar från nu".
    pub(crate) fn counted_weekdays(&self, at: usize) -> Option<(i32, i32, usize)> {
        let count = self.number(at).filter(|count| (1..20).contains(count))?;
        let weekday = self.value(at + 1, Kind::Weekdays).or_else(|| self.value(at + 1, Kind::Weekday))?;
        self.is(at + 2, Kind::FromNow).then_some((weekday, count, at + 3))
    }

    /// "en timme senare", "two hours earlier": from the appointment.
    pub(crate) fn shifted(&self, length: Length, at: usize) -> Read<Saying> {
        let sign = if self.is(at, Kind::Later) {
            1
        } else if self.is(at, Kind::Earlier) {
            -1
        } else {
            return None;
        };
        let length = if sign > 0 { length } else { length.back() };
        // Without an appointment it is counted from now.
        Some((Saying { leaning: Some(length.shift()), ..self.after_now(length) }, at + 1))
    }

    /// "two days after tomorrow", "tre dagar före jul", "15 minutes from 1pm".
    pub(crate) fn counted_from(&self, length: Length, at: usize) -> Read<Saying> {
        let sign = if self.any(at, &[Kind::After, Kind::From, Kind::Since]) {
            1
        } else if self.is(at, Kind::Before) {
            -1
        } else {
            return None;
        };
        let place = self.glue(at + 1);
        let length = if sign > 0 { length } else { length.back() };
        // "half an hour later than I'm booked", "en timme före min tid"
        let mine = usize::from(self.is(place, Kind::My));
        let told =
            self.items.get(place + mine).is_some_and(|item| item.senses.is_empty() && item.mark.is_none());
        let noun = place + mine + (mine & usize::from(told));
        let booked = |at: usize| self.any(at, &[Kind::ApptDef, Kind::HaveAppt]);
        if booked(place) || (noun > place && (booked(noun) || self.is(noun, Kind::Appt))) {
            return Some((Saying { leaning: Some(length.shift()), ..self.after_now(length) }, noun + 1));
        }
        if let Some((named, next)) = self.named_day(place) {
            let from = named
                .days
                .fixed
                .or(named.days.span.map(|span| if sign > 0 { span.to.plus(-1) } else { span.from }))?;
            let day = add(from, length);
            return (length.minutes == 0).then(|| (Saying::days(Days::day(day)), next));
        }
        let (clock, next) = self.clock(place, true).filter(|_| length.days == 0 && length.months == 0)?;
        let mut clock = super::spec::Clock { ..clock };
        clock.a.minutes += length.minutes;
        clock.a.exact = true;
        clock.b = clock.a;
        Some((Saying::clock(clock), next))
    }

    /// "dagen efter julafton", "the day before Christmas Eve".
    pub(crate) fn day_beside(&self, at: usize) -> Read<Saying> {
        if self.unit(at) != Some(unit::DAY) {
            return None;
        }
        self.counted_from(Length { days: 1, smallest: unit::DAY, parts: 1, ..Length::default() }, at + 1)
    }

    /// So long from now: a moment, a day, a calendar week, a month.
    pub(crate) fn after_now(&self, length: Length) -> Saying {
        let (today, minute) = self.env.now;
        let day = add(today, length);
        if matches!(length.smallest, unit::SECOND | unit::MINUTE | unit::HOUR) {
            let minutes = minute + length.minutes;
            let from = (day.plus(minutes.div_euclid(DAY_MINUTES)), minutes.rem_euclid(DAY_MINUTES));
            let later = from.1 + 1;
            let to = (from.0.plus(later / DAY_MINUTES), later % DAY_MINUTES);
            return Saying { stretch: Some(Stretch { from, to, grain: Grain::Minute }), ..Saying::default() };
        }
        if length.parts == 1 && matches!(length.smallest, unit::WEEK | unit::FORTNIGHT) {
            let monday = day.week_start();
            return Saying::days(Days::span(monday, monday.plus(WEEK), Grain::Week));
        }
        let roughly = length.months != 0 && length.parts == 1;
        Saying { roughly, ..Saying::days(Days::day(day)) }
    }

    /// "inom två veckor", "within 3 days": from now until so long from now.
    pub(crate) fn within(&self, at: usize) -> Read<Saying> {
        if !self.is(at, Kind::Within) {
            return None;
        }
        let place = self.glue(at + 1);
        // "within the next two weeks", "inom de närmaste dagarna"
        let place = place + usize::from(self.any(place, &[Kind::Next, Kind::Coming]));
        let (length, next) = self.length(place)?;
        let (today, minute) = self.env.now;
        if matches!(length.smallest, unit::SECOND | unit::MINUTE | unit::HOUR) {
            let minutes = minute + length.minutes;
            let to =
                (add(today, length).plus(minutes.div_euclid(DAY_MINUTES)), minutes.rem_euclid(DAY_MINUTES));
            let stretch = Stretch { from: self.env.now, to, grain: Grain::Minute };
            return Some((Saying { stretch: Some(stretch), ..Saying::default() }, next));
        }
        let span = Span { from: today, to: add(today, length).plus(1), grain: Grain::Day };
        Some((Saying::days(Days { span: Some(span), ..Days::default() }), next))
    }

    /// "two weeks today", "tomorrow week".
    pub(crate) fn weeks_from_day(&self, at: usize) -> Read<Saying> {
        let named = |at: usize| self.value(at, Kind::Rel).map(|days| self.env.now.0.plus(days));
        if let Some(day) = named(at).filter(|_| self.is(at + 1, Kind::Week)) {
            return Some((Saying::days(Days::day(day.plus(WEEK))), at + 2));
        }
        let weeks = |length: &Length| matches!(length.smallest, unit::WEEK | unit::FORTNIGHT);
        let (length, next) = self.length(at).filter(|(length, _)| weeks(length))?;
        let day = named(next)?;
        Some((Saying::days(Days::day(day.plus(length.days))), next + 1))
    }

    /// The weekday and the length of "torsdag om en vecka", "a week on Thursday".
    pub(crate) fn week_and_weekday(&self, at: usize) -> Option<(i32, Length, usize)> {
        if let Some(weekday) = self.value(at, Kind::Weekday) {
            let next = self.short_dot(at + 1);
            let (length, end) = self.length(self.glue(next + 1)).filter(|_| self.is(next, Kind::In))?;
            return Some((weekday, length, end));
        }
        let (length, next) = self.length(at)?;
        let joined =
            self.is(next, Kind::On) && self.value(next, Kind::On) != Some(1) || self.is(next, Kind::From);
        let weekday = self.value(next + 1, Kind::Weekday).filter(|_| joined)?;
        Some((weekday, length, next + 2))
    }

    /// "torsdag om en vecka", "en vecka på torsdag", "a fortnight on Tuesday": seven or fourteen days after the coming one.
    pub(crate) fn weekday_in_weeks(&self, at: usize) -> Read<Saying> {
        if let Some(read) = self.weeks_from_day(at) {
            return Some(read);
        }
        let (weekday, length, end) = self.week_and_weekday(at)?;
        let one_week = length.smallest == unit::WEEK && length.days == WEEK;
        let fortnight = length.smallest == unit::FORTNIGHT && length.days == 2 * WEEK;
        if !(one_week || fortnight) {
            return None;
        }
        let today = self.env.now.0;
        let coming = (0..WEEK).map(|days| today.plus(days)).find(|day| bit(day.weekday()) == bit(weekday))?;
        Some((Saying::days(Days::day(coming.plus(length.days))), end))
    }
}

/// The day so long after another, or before it; working days are Monday to Friday.
fn add(day: Day, length: Length) -> Day {
    let mut day = day.plus_months(length.months).plus(length.days);
    let step = length.workdays.signum();
    let mut left = length.workdays.abs().min(400);
    while left > 0 {
        day = day.plus(step);
        left -= i32::from(day.weekday() <= 5);
    }
    day
}
