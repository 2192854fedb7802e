//! Turns alternatives and exclusions into the moments at which an appointment may start.
//!
//! Half open, sorted, disjoint, within the horizon; wall-clock times in the clinic's zone, whatever the offset does.

use jiff::civil::Time as CivilTime;
use jiff::tz::TimeZone;
use jiff::{Span as Length, Timestamp, Zoned};

use super::day::Day;
use super::resolve::{self, DaySet, Hours};
use super::spec::{DAY_MINUTES, Days, Det, Reach, Saying, Span};
use crate::{Grain, Window};

/// How far ahead an appointment may lie (`contract/understand.md`, `when`).
pub(crate) const HORIZON_DAYS: i32 = 90;
const WEEK: i32 = 7;
/// Ramadan changes some clocks four times within a season.
const MOST_CHANGES: usize = 4;
const DAY_SECONDS: i64 = 24 * 60 * 60;
/// "om en timme" leaves so many minutes to start in.
const MOMENT_MINUTES: i32 = 30;

/// Where and when windows are made.
#[derive(Debug)]
pub(crate) struct Frame {
    zone: TimeZone,
    /// Offsets in seconds, and the days, half open, on which each holds from midnight to midnight.
    steady: Vec<(i32, Day, Day)>,
    /// Today and the minute of the day.
    pub(crate) now: (Day, i32),
    from: Timestamp,
    to: Timestamp,
}

impl Frame {
    /// From now to the horizon.
    pub(crate) fn new(now: &Zoned) -> Self {
        let today = Day::of(now.date());
        let minute = i32::from(now.hour()) * 60 + i32::from(now.minute());
        let end = now.checked_add(Length::new().days(i64::from(HORIZON_DAYS)));
        let to = end.map_or(Timestamp::MAX, |end| end.timestamp());
        let zone = now.time_zone().clone();
        let steady = steady(&zone, now, today);
        Self { zone, steady, now: (today, minute), from: now.timestamp(), to }
    }

    /// The moment of a minute of a day, by the zone's rules.
    pub(crate) fn moment(&self, day: Day, minute: i32) -> Timestamp {
        let day = day.plus(minute.div_euclid(DAY_MINUTES));
        let minute = minute.rem_euclid(DAY_MINUTES);
        if let Some((offset, ..)) = self.steady.iter().find(|(_, first, last)| day >= *first && day < *last) {
            let seconds = i64::from(day.0) * DAY_SECONDS + i64::from(minute) * 60 - i64::from(*offset);
            return Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
        }
        self.by_the_rules(day, minute)
    }

    /// The same, by asking the zone.
    fn by_the_rules(&self, day: Day, minute: i32) -> Timestamp {
        let part = |value: i32| i8::try_from(value).unwrap_or(0);
        let time =
            CivilTime::new(part(minute / 60), part(minute % 60), 0, 0).unwrap_or(CivilTime::midnight());
        let civil = day.date().to_datetime(time);
        self.zone.to_ambiguous_timestamp(civil).compatible().unwrap_or(Timestamp::MAX)
    }

    /// All of the time until the horizon.
    pub(crate) fn any(&self) -> Vec<Window> {
        self.clipped(self.from, self.to).into_iter().collect()
    }

    fn clipped(&self, from: Timestamp, to: Timestamp) -> Option<Window> {
        let (from, to) = (from.max(self.from), to.min(self.to));
        (from < to).then_some(Window { from, to })
    }

    /// The moments that one saying admits.
    pub(crate) fn of(&self, saying: &Saying) -> Vec<Window> {
        if let Some(stretch) = saying.stretch {
            let (day, minute) = stretch.to;
            let short = stretch.from.0 == day && minute - stretch.from.1 <= 1;
            let end = if short { minute + MOMENT_MINUTES } else { minute };
            let window = self.clipped(self.moment(stretch.from.0, stretch.from.1), self.moment(day, end));
            return window.into_iter().collect();
        }
        let hours = saying.clock.as_ref().map(|clock| {
            let hours = resolve::clock(clock);
            match clock.reach {
                Reach::Point => Hours { to: hours.from + 1, ..hours },
                _ => Hours { to: hours.to + i32::from(hours.including), ..hours },
            }
        });
        self.on_days(self.day_set(&saying.days, saying.roughly), hours)
    }

    /// The moments that a saying rules out: each such weekday, the whole of an hour.
    pub(crate) fn ruled_out(&self, saying: &Saying) -> Vec<Window> {
        if saying.stretch.is_some() {
            return self.of(saying);
        }
        let mut days = saying.days.clone();
        if let Some(weekdays) = days.weekdays.as_mut().filter(|_| days.span.is_none() && days.fixed.is_none())
        {
            let bare = weekdays.det == Det::Bare && weekdays.weeks_more == 0;
            if bare && days.number.is_none() && days.month_day.is_none() {
                weekdays.det = Det::Every;
            }
        }
        let hours = saying.clock.as_ref().map(resolve::clock);
        self.on_days(self.day_set(&days, false), hours)
    }

    fn day_set(&self, days: &Days, roughly: bool) -> Option<DaySet> {
        let ever = Span { from: self.now.0, to: Day::LAST, grain: Grain::Day };
        if days.is_empty() {
            return Some(DaySet { span: ever, mask: 0x7f, parity: None });
        }
        let mut set = resolve::days(days, self.now.0)?;
        if roughly {
            let monday = set.span.from.week_start();
            set.span = Span { from: monday, to: monday.plus(WEEK), ..set.span };
        }
        Some(set)
    }

    fn on_days(&self, set: Option<DaySet>, hours: Option<Hours>) -> Vec<Window> {
        let Some(set) = set else { return Vec::new() };
        let today = self.now.0;
        let first = set.span.from.max(today.plus(-1));
        let last = set.span.to.min(today.plus(HORIZON_DAYS + 1));
        if first >= last {
            return Vec::new();
        }
        if hours.is_none() && set.solid() {
            return self.clipped(self.moment(first, 0), self.moment(last, 0)).into_iter().collect();
        }
        let hours = hours.unwrap_or(Hours { from: 0, to: DAY_MINUTES, grain: Grain::Day, including: false });
        let length = last.0 - first.0;
        (0..length)
            .map(|days| first.plus(days))
            .filter(|day| set.holds(*day))
            .filter_map(|day| self.clipped(self.moment(day, hours.from), self.moment(day, hours.to)))
            .collect()
    }
}

/// The stretches of whole days up to the horizon in which the clock is not put forward or back.
///
/// Asking the zone's rules for each moment takes a third of the time that a message with many times may take.
fn steady(zone: &TimeZone, now: &Zoned, today: Day) -> Vec<(i32, Day, Day)> {
    let horizon = today.plus(HORIZON_DAYS + WEEK);
    let mut stretches = Vec::with_capacity(2);
    let (mut offset, mut first) = (now.offset(), today.plus(1));
    for change in zone.following(now.timestamp()) {
        let day = Day::of(offset.to_datetime(change.timestamp()).date());
        if day > horizon {
            break;
        }
        if stretches.len() >= MOST_CHANGES {
            return stretches;
        }
        stretches.push((offset.seconds(), first, day.plus(-1)));
        (offset, first) = (change.offset(), day.plus(2));
    }
    stretches.push((offset.seconds(), first, horizon));
    stretches
}

/// Sorted, disjoint, with no seams.
pub(crate) fn tidy(mut windows: Vec<Window>) -> Vec<Window> {
    // What comes in is several sorted lists, which a stable sort only joins.
    windows.sort();
    let mut tidied: Vec<Window> = Vec::with_capacity(windows.len());
    for window in windows {
        match tidied.last_mut() {
            Some(last) if window.from <= last.to => last.to = last.to.max(window.to),
            _ => tidied.push(window),
        }
    }
    tidied
}

/// What is left of `windows` without `excluded`; both tidy.
pub(crate) fn without(windows: &[Window], excluded: &[Window]) -> Vec<Window> {
    let mut left = Vec::with_capacity(windows.len() + excluded.len());
    let mut hole = 0;
    for window in windows {
        let mut from = window.from;
        while excluded.get(hole).is_some_and(|hole| hole.to <= from) {
            hole += 1;
        }
        let mut at = hole;
        while let Some(out) = excluded.get(at).filter(|out| out.from < window.to) {
            if out.from > from {
                left.push(Window { from, to: out.from });
            }
            from = from.max(out.to);
            at += 1;
        }
        if from < window.to {
            left.push(Window { from, to: window.to });
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_moments_are_those_of_the_zone() {
        for now in [
            "2026-09-20T22:10:00[Europe/Stockholm]",
            "2027-02-07T20:30:00[America/New_York]",
            "2027-01-10T09:00:00[Africa/Casablanca]",
            "2026-09-01T00:05:00[Australia/Lord_Howe]",
            "2026-11-24T09:12:00[UTC]",
        ] {
            let frame = Frame::new(&now.parse().expect("a time with its zone"));
            let today = frame.now.0;
            for (day, minute) in
                (-2..110).flat_map(|day| [0, 90, 150, 185, 720, 1439].map(|minute| (day, minute)))
            {
                let day = today.plus(day);
                assert_eq!(
                    frame.moment(day, minute),
                    frame.by_the_rules(day, minute),
                    "{now} {day:?} {minute}"
                );
            }
        }
    }
}
