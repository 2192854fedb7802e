//! Puts days and hours as said on the calendar: which day is "torsdag", which hour is "halv tre".
//!
//! Absent: grammar, and how several expressions of one message join.

use super::codes::{hours, pod};
use super::day::Day;
use super::spec::{Clock, DAY_MINUTES, Days, Det, Half, Reach, Saying, Span, Stretch, Time, Weekdays};
use crate::Grain;

/// How many years ahead a day without a year is looked for (29 February comes every eighth year at worst).
const YEARS_AHEAD: i32 = 8;
/// How many months ahead "torsdag den 31:a" is looked for.
const MONTHS_AHEAD: i32 = 36;
/// "Söndag 10 februari" may lie so far back, if only that year's weekday is right.
const DAYS_BACK: i32 = 60;
/// The hours that a bare clock time is read within first (`contract/understand.md`).
const USUAL_HOURS: (i32, i32) = (7 * 60, 19 * 60);
const HALF_DAY: i32 = 12 * 60;
/// "1 o'clock, lunch" is after noon; "11, lunch" before it.
const LUNCH_FROM: i32 = 9 * 60;
/// Half an hour either side of "around".
const AROUND_MINUTES: i32 = 30;
/// Weeks begin on Monday.
const WEEK: i32 = 7;
const ALL_WEEKDAYS: u8 = 0x7f;

/// The days that an expression admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DaySet {
    /// Within this stretch …
    pub(crate) span: Span,
    /// … these weekdays …
    pub(crate) mask: u8,
    /// … in even or odd weeks.
    pub(crate) parity: Option<i32>,
}

impl DaySet {
    fn whole(span: Span) -> Self {
        Self { span, mask: ALL_WEEKDAYS, parity: None }
    }

    /// Whether the day is one of them.
    pub(crate) fn holds(&self, day: Day) -> bool {
        day >= self.span.from
            && day < self.span.to
            && self.mask & super::spec::bit(day.weekday()) != 0
            && self.parity.is_none_or(|parity| day.week_number() % 2 == parity)
    }

    /// Whether it is every day of its stretch.
    pub(crate) fn solid(&self) -> bool {
        self.mask == ALL_WEEKDAYS && self.parity.is_none()
    }

    /// The first of them, on `today` or later where there is a choice.
    fn first(&self, today: Day) -> Option<Span> {
        if self.solid() {
            return Some(self.span);
        }
        let begin = if self.span.from <= today && self.span.to > today { today } else { self.span.from };
        let found = |begin: Day| {
            (0..5 * WEEK).map(|days| begin.plus(days)).find(|day| self.holds(*day)).map(Span::day)
        };
        found(begin).or_else(|| found(self.span.from))
    }
}

/// The days that `days` names, seen from `today`; `None` when the calendar has none.
pub(crate) fn days(days: &Days, today: Day) -> Option<DaySet> {
    if let Some(day) = days.fixed {
        return Some(DaySet::whole(Span::day(day)));
    }
    if let Some((month, number)) = days.month_day {
        return month_day(month, number, days, today).map(|day| DaySet::whole(Span::day(day)));
    }
    if let Some(number) = days.number {
        return day_number(number, days, today).map(|day| DaySet::whole(Span::day(day)));
    }
    let ever = Span { from: Day::FIRST, to: Day::LAST, grain: Grain::Day };
    match (days.weekdays, days.span, days.parity) {
        (Some(weekdays), None, None) => Some(loose_weekdays(weekdays, today)),
        (Some(weekdays), span, parity) => {
            let mut span = span.unwrap_or(ever);
            if weekdays.weeks_more > 0 {
                span = Span { from: span.from.plus(7), to: span.to.plus(7), ..span };
            }
            let set = DaySet { span, mask: weekdays.mask, parity };
            let day = Span { grain: Grain::Day, ..span };
            Some(DaySet { span: day, ..set })
        }
        (None, Some(span), parity) => Some(DaySet { parity, ..DaySet::whole(span) }),
        (None, None, Some(parity)) => {
            let span = Span { grain: Grain::Week, ..ever };
            Some(DaySet { parity: Some(parity), ..DaySet::whole(span) })
        }
        (None, None, None) => None,
    }
}

/// Weekdays with nothing beside them that says which week.
fn loose_weekdays(weekdays: Weekdays, today: Day) -> DaySet {
    let Weekdays { mask, det, weeks_more } = weekdays;
    let first = (1..=7).find(|day| mask & super::spec::bit(*day) != 0).unwrap_or(1);
    let week = |from: Day| Span { from, to: from.plus(WEEK), grain: Grain::Day };
    let span = match det {
        Det::Every => Span { from: today, to: Day::LAST, grain: Grain::Day },
        Det::Weeks(weeks) => week(today.week_start().plus(weeks * WEEK)),
        Det::Last => week(today.plus(-WEEK)),
        Det::This if mask.count_ones() > 1 => week(today.week_start()),
        Det::This => week(today),
        // A stretch of weekdays begins with the first of them that is still ahead.
        Det::Bare if mask.count_ones() > 1 => week(today.plus(1).on_or_after(first)),
        Det::Bare => week(today.plus(1)),
    };
    let more = weeks_more * WEEK;
    DaySet { span: Span { from: span.from.plus(more), to: span.to.plus(more), ..span }, mask, parity: None }
}

/// "12 januari": this year's if it is still ahead, or the next; a weekday beside it may settle the year.
fn month_day(month: i32, number: i32, days: &Days, today: Day) -> Option<Day> {
    let (year, _, _) = today.ymd();
    let fits = |day: &Day| match days.span {
        Some(span) => *day >= span.from && *day < span.to,
        None => *day >= today,
    };
    let next = (year - 1..=year + YEARS_AHEAD).filter_map(|year| Day::new(year, month, number)).find(fits);
    let right = |day: Day| days.weekdays.is_some_and(|w| w.mask & super::spec::bit(day.weekday()) != 0);
    if days.weekdays.is_some() && days.span.is_none() && !next.is_some_and(right) {
        let past = Day::new(year, month, number).filter(|day| *day < today && today.0 - day.0 <= DAYS_BACK);
        if let Some(day) = past.filter(|day| right(*day)) {
            return Some(day);
        }
    }
    next
}

/// "den 15:e": the next one; with a weekday the next one that is such a day; within a month that one's.
fn day_number(number: i32, days: &Days, today: Day) -> Option<Day> {
    if let Some(span) = days.span.filter(|span| !span.open()) {
        let months = (0..12).map(|months| span.from.month_start(months));
        let inside = |day: &Day| *day >= span.from && *day < span.to;
        return months.filter_map(|month| in_month(month, number)).find(inside);
    }
    let begin = days.span.map_or(today, |span| span.from.max(today));
    let mut ahead = (0..MONTHS_AHEAD)
        .filter_map(|months| in_month(begin.month_start(months), number))
        .filter(|day| *day >= begin);
    match days.weekdays {
        Some(weekdays) => ahead.find(|day| weekdays.mask & super::spec::bit(day.weekday()) != 0),
        None => ahead.next(),
    }
}

fn in_month(month: Day, number: i32) -> Option<Day> {
    let (year, month, _) = month.ymd();
    Day::new(year, month, number)
}

/// Hours on the clock: half open, in minutes of the day; the end may lie after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hours {
    /// The first minute.
    pub(crate) from: i32,
    /// The first minute after.
    pub(crate) to: i32,
    /// How exactly it was said.
    pub(crate) grain: Grain,
    /// The moment at `to` is still meant ("by ten").
    pub(crate) including: bool,
}

/// The hours that `clock` names.
pub(crate) fn clock(clock: &Clock) -> Hours {
    let grain = if clock.a.exact || clock.b.exact { Grain::Minute } else { Grain::Hour };
    let whole = |from, to| Hours { from, to, grain, including: false };
    let a = settle(clock.a, clock.pod);
    match clock.reach {
        Reach::Point => whole(a, a + if clock.a.exact { 1 } else { 60 }),
        Reach::Around => whole(a - AROUND_MINUTES, a + AROUND_MINUTES),
        Reach::From => whole(a, part_end(clock.pod, a).max(a + 60)),
        Reach::Until => whole(part_begin(clock.pod, a), a),
        Reach::UntilIncluding => Hours { including: true, ..whole(part_begin(clock.pod, a), a) },
        Reach::Range => {
            let (from, to) = settle_range(clock);
            whole(from, to)
        }
        Reach::Part => {
            let (from, to) = hours(clock.pod.unwrap_or(pod::DAYTIME));
            let middle = from + (to - from) / 2;
            let (from, to) = match clock.half {
                Half::Whole => (from, to),
                Half::First => (from, middle),
                Half::Second => (middle, to),
            };
            Hours { from, to, grain: Grain::PartOfDay, including: false }
        }
    }
}

/// "efter 15 på eftermiddagen" ends with the afternoon only when the part is said; else with the day.
fn part_end(part: Option<i32>, from: i32) -> i32 {
    part.map(hours).map_or(DAY_MINUTES, |(_, to)| if to > from { to } else { DAY_MINUTES })
}

fn part_begin(part: Option<i32>, to: i32) -> i32 {
    part.map(hours).map_or(0, |(from, _)| if from < to { from } else { 0 })
}

/// The minute that a time means, with the part of the day that stands with it.
fn settle(time: Time, part: Option<i32>) -> i32 {
    let Time { minutes, loose, .. } = time;
    if !loose {
        return minutes;
    }
    let later = if minutes >= HALF_DAY { minutes } else { minutes + HALF_DAY };
    match part {
        // Twelve in the evening or at night is midnight.
        Some(pod::EVENING | pod::NIGHT) if minutes >= HALF_DAY => minutes + HALF_DAY,
        Some(pod::AFTERNOON | pod::AFTER_LUNCH | pod::AFTER_WORK | pod::AFTER_SCHOOL | pod::EVENING) => later,
        Some(pod::NIGHT) if minutes >= HALF_DAY / 2 => later,
        Some(pod::LUNCH | pod::NOON) if minutes < LUNCH_FROM => later,
        // "Daytime, nothing after 3": the hour is one of that part.
        Some(part) if minutes < hours(part).0 && (hours(part).0..=hours(part).1).contains(&later) => later,
        None if minutes < USUAL_HOURS.0 && later <= USUAL_HOURS.1 => later,
        _ => minutes,
    }
}

/// Two times of one range: the second settles the first ("7 to 9 pm"), and comes after it.
fn settle_range(clock: &Clock) -> (i32, i32) {
    let (mut a, mut b) = (settle(clock.a, clock.pod), settle(clock.b, clock.pod));
    let evening = !clock.b.loose && b >= HALF_DAY + USUAL_HOURS.0;
    if clock.pod.is_none() && clock.a.loose && a < HALF_DAY && evening && a + HALF_DAY < b {
        a += HALF_DAY;
    }
    if b <= a && clock.b.loose && b + HALF_DAY > a && b < HALF_DAY {
        b += HALF_DAY;
    }
    if b <= a && clock.a.loose && a >= HALF_DAY && a - HALF_DAY < b {
        a -= HALF_DAY;
    }
    if b <= a {
        b += DAY_MINUTES;
    }
    (a, b)
}

/// The first stretch of time that `saying` names, seen from `now` (day and minute).
pub(crate) fn first_stretch(saying: &Saying, now: (Day, i32)) -> Option<Stretch> {
    if let Some(stretch) = saying.stretch {
        return Some(stretch);
    }
    let hours = saying.clock.as_ref().map(clock);
    let set = if saying.days.is_empty() { None } else { Some(days(&saying.days, now.0)?) };
    match (set, hours) {
        (Some(set), None) => {
            let mut span = set.first(now.0)?;
            if span.from == Day::FIRST {
                span.from = now.0.min(span.to.plus(-1));
                let from = if span.from == now.0 { now } else { (span.from, 0) };
                return Some(Stretch { from, to: (span.to, 0), grain: span.grain });
            }
            Some(Stretch { from: (span.from, 0), to: (span.to, 0), grain: span.grain })
        }
        (Some(set), Some(hours)) => {
            let mut day = set.first(now.0)?.from;
            if day == Day::FIRST {
                day = now.0;
            }
            Some(on_day(day, hours))
        }
        (None, Some(hours)) => {
            let over = if hours.grain == Grain::PartOfDay || hours.to - hours.from > 60 {
                hours.to <= now.1
            } else {
                hours.from + i32::from(hours.grain == Grain::Minute) <= now.1
            };
            Some(on_day(now.0.plus(i32::from(over && hours.to <= DAY_MINUTES)), hours))
        }
        (None, None) => None,
    }
}

fn on_day(day: Day, hours: Hours) -> Stretch {
    let place = |minute: i32| (day.plus(minute.div_euclid(DAY_MINUTES)), minute.rem_euclid(DAY_MINUTES));
    Stretch { from: place(hours.from), to: place(hours.to), grain: hours.grain }
}
