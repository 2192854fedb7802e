//! Times told by another: "samma tid", "måndagen efter", "en timme senare", "after that".
//!
//! They lean on the appointment spoken of, or on the expression before them. Absent: how they are found.

use super::codes::unit;
use super::day::Day;
use super::resolve;
use super::scope::Scoped;
use super::spec::{Bound, Clock, DAY_MINUTES, Days, Leaning, Reach, Saying, Stretch, Time};
use crate::{Grain, Role};

const WEEK: i32 = 7;

/// An appointment's day and minute.
pub(crate) type Appointment = (Day, i32);

/// Settles every leaning expression. `appointments` are the patient's, in order.
pub(crate) fn settle(scoped: &mut [Scoped], appointments: &[Appointment], now: (Day, i32)) {
    let spoken_of = spoken_of(scoped, appointments, now);
    let shifted = scoped.iter().any(|scoped| matches!(scoped.saying.leaning, Some(Leaning::Shift(..))));
    let same_day = same_day_of_a_week(scoped);
    for index in 0..scoped.len() {
        let Some(leaning) = scoped[index].saying.leaning else { continue };
        let before = scoped[..index]
            .iter()
            .rev()
            .find(|scoped| scoped.role != Role::Other && scoped.saying.leaning != Some(Leaning::SameTime));
        let reference = before.map(|scoped| scoped.saying.clone());
        if matches!(leaning, Leaning::Beside(_))
            && let Some(fact) = scoped[..index].iter_mut().rev().find(|scoped| scoped.role == Role::Wanted)
        {
            fact.role = Role::Other;
        }
        let mut saying = std::mem::take(&mut scoped[index].saying);
        lean(&mut saying, leaning, reference.as_ref(), spoken_of, now);
        // "samma tid veckan efter" is that weekday, too.
        if leaning == Leaning::SameTime
            || scoped.iter().any(|other| other.saying.leaning == Some(Leaning::SameTime))
        {
            saying.leaning = Some(leaning);
        }
        scoped[index].saying = saying;
    }
    if let (true, Some(appointment)) = (shifted, spoken_of) {
        // "en timme senare på torsdag": the day is the appointment's.
        for other in scoped.iter_mut().filter(|other| other.role == Role::Wanted) {
            let day = other.saying.clock.is_none() && other.saying.stretch.is_none();
            if day && names(&other.saying, appointment, now) == Some(true) {
                other.role = Role::Existing;
            }
        }
    }
    let same_time = scoped.iter().any(|scoped| scoped.saying.leaning == Some(Leaning::SameTime)) || same_day;
    if let (true, Some((day, _))) = (same_time, spoken_of) {
        for scoped in scoped.iter_mut().filter(|scoped| scoped.role == Role::Wanted) {
            if in_a_week(&scoped.saying.days) {
                on_its_weekday(&mut scoped.saying.days, day);
            }
        }
    }
    for scoped in scoped {
        scoped.saying.leaning = None;
    }
}

/// "veckan efter, samma dag": the day is that of the week which another expression names; says whether it is so.
fn same_day_of_a_week(scoped: &mut [Scoped]) -> bool {
    let week = |scoped: &Scoped| {
        scoped.role == Role::Wanted
            && (in_a_week(&scoped.saying.days)
                || matches!(scoped.saying.leaning, Some(Leaning::UnitAfter(unit::WEEK, _))))
    };
    if !scoped.iter().any(week) {
        return false;
    }
    let same = scoped.iter_mut().filter(|scoped| {
        scoped.saying.leaning == Some(Leaning::SameDay)
            && scoped.saying.days.is_empty()
            && scoped.saying.clock.is_none()
    });
    let found: Vec<_> = same.map(|scoped| scoped.role = Role::Other).collect();
    !found.is_empty()
}

/// The appointment that the message speaks of: the one it names, or the next.
fn spoken_of(scoped: &[Scoped], appointments: &[Appointment], now: (Day, i32)) -> Option<Appointment> {
    let named = scoped.iter().filter(|scoped| scoped.role == Role::Existing).find_map(|scoped| {
        appointments
            .iter()
            .copied()
            .find(|appointment| names(&scoped.saying, *appointment, now) == Some(true))
    });
    named.or_else(|| appointments.first().copied())
}

/// Whether an expression can mean that appointment; `None` when it says nothing to tell by.
pub(crate) fn names(saying: &Saying, (day, minute): Appointment, now: (Day, i32)) -> Option<bool> {
    if saying.leaning.is_some() {
        return None;
    }
    if let Some(stretch) = saying.stretch {
        return Some(stretch.from.0 == day);
    }
    let days = if saying.days.is_empty() { None } else { Some(names_day(&saying.days, day, now.0)) };
    let hours = saying.clock.map(|clock| {
        let hours = resolve::clock(&clock);
        let width = if clock.reach == Reach::Point { 60 } else { 0 };
        minute >= hours.from && minute < hours.to.max(hours.from + width)
    });
    match (days, hours) {
        (None, None) => None,
        (days, hours) => Some(days.unwrap_or(true) && hours.unwrap_or(true)),
    }
}

fn names_day(days: &Days, day: Day, today: Day) -> bool {
    // A weekday said today may mean today's appointment.
    let weekday = days
        .weekdays
        .is_some_and(|weekdays| days.span.is_none() && weekdays.mask & super::spec::bit(day.weekday()) != 0);
    (weekday && days.number.is_none() && days.month_day.is_none() && day.0 - today.0 < WEEK)
        || resolve::days(days, today).is_some_and(|set| set.holds(day))
}

fn lean(
    saying: &mut Saying,
    leaning: Leaning,
    before: Option<&Saying>,
    appointment: Option<Appointment>,
    now: (Day, i32),
) {
    let before_day = before
        .and_then(|before| resolve::first_stretch(before, now))
        .map(|stretch| (stretch.from.0, stretch.to, stretch.grain));
    let day = before_day.map(|(day, ..)| day).or(appointment.map(|(day, _)| day)).unwrap_or(now.0);
    match leaning {
        Leaning::Shift(code, count) => shift(saying, code, count, appointment),
        Leaning::WeekdayAfter(weekday) => add(saying, &Days::day(day.plus(1).on_or_after(weekday))),
        Leaning::UnitAfter(code, step) => add(saying, &unit_beside(code, step, day)),
        Leaning::SameTime => match appointment {
            Some((_, minute)) => {
                saying.clock = saying
                    .clock
                    .or(Some(Clock::at(Time { minutes: minute, loose: false, exact: true }, Reach::Point)));
            }
            None => saying.doubtful = true,
        },
        Leaning::SameDay => match appointment {
            Some((day, _)) if in_a_week(&saying.days) => on_its_weekday(&mut saying.days, day),
            Some((day, _)) => add(saying, &Days::day(day)),
            None => saying.doubtful = true,
        },
        Leaning::SameDayBeside(later) => match appointment {
            Some((day, minute)) => {
                let minutes = minute + i32::from(later);
                let reach = if later { Reach::From } else { Reach::Until };
                let clock = Clock::at(Time { minutes, loose: false, exact: true }, reach);
                *saying = Saying { clock: saying.clock.or(Some(clock)), ..Saying::days(Days::day(day)) };
            }
            None => saying.doubtful = true,
        },
        Leaning::Beside(after) => beside_that(saying, before, after, now),
    }
}

/// A week, and no day of it.
fn in_a_week(days: &Days) -> bool {
    !days.names_day() && days.span.is_some_and(|span| !span.open() && span.grain == Grain::Week)
}

/// The appointment's weekday in the week that is named.
fn on_its_weekday(days: &mut Days, appointment: Day) {
    *days = Days { span: days.span, ..Days::weekday(appointment.weekday(), super::spec::Det::Bare) };
}

fn add(saying: &mut Saying, days: &Days) {
    saying.days = saying.days.merge(days).unwrap_or_else(|| days.clone());
}

fn unit_beside(code: i32, step: i32, day: Day) -> Days {
    match code {
        unit::WEEK => {
            let monday = day.week_start().plus(step * WEEK);
            Days::span(monday, monday.plus(WEEK), Grain::Week)
        }
        unit::MONTH => Days::span(day.month_start(step), day.month_start(step + 1), Grain::Month),
        _ => Days::day(day.plus(step)),
    }
}

fn shift(saying: &mut Saying, code: i32, count: i32, appointment: Option<Appointment>) {
    let Some((day, minute)) = appointment else {
        saying.doubtful |= saying.stretch.is_none() && saying.days.is_empty();
        return;
    };
    let doubtful = saying.doubtful;
    if code == unit::DAY {
        *saying = Saying { doubtful, ..Saying::days(Days::day(day.plus(count))) };
        return;
    }
    let place = |minute: i32| (day.plus(minute.div_euclid(DAY_MINUTES)), minute.rem_euclid(DAY_MINUTES));
    let stretch =
        Stretch { from: place(minute + count), to: place(minute + count + 1), grain: Grain::Minute };
    *saying = Saying { stretch: Some(stretch), doubtful, ..Saying::default() };
}

/// "after that", "before that": the time named before is a fact, and bounds the one asked for.
fn beside_that(saying: &mut Saying, before: Option<&Saying>, after: bool, now: (Day, i32)) {
    let Some(before) = before else {
        saying.doubtful = true;
        return;
    };
    if let Some(clock) = before.clock {
        let hours = resolve::clock(&clock);
        let wide = matches!(clock.reach, Reach::Part | Reach::Range | Reach::Until | Reach::UntilIncluding);
        let minutes = if wide && after { hours.to } else { hours.from };
        let reach = if after { Reach::From } else { Reach::Until };
        let bound = Clock::at(Time { minutes, loose: false, exact: minutes % 60 != 0 }, reach);
        let days = if saying.days.is_empty() { before.days.clone() } else { saying.days.clone() };
        *saying = Saying { days, ..Saying::clock(bound) };
        return;
    }
    if let Some(set) = resolve::days(&before.days, now.0) {
        let (from, to) = if after { (set.span.to, Day::LAST) } else { (Day::FIRST, set.span.from) };
        *saying = Saying::days(Days::span(from, to, Grain::Day));
        saying.bound = Some(Bound { before: !after, named: set.span, number: None });
    }
}
