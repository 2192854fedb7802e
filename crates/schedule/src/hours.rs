//! Opening hours unfolded: weekly wall-clock hours and exceptions into intervals of instants.
//!
//! Absent: appointments. Hours that touch or overlap are one interval, across midnight too; hours that cross
//! midnight belong to the day on which they begin.

use jiff::civil::Weekday;

use crate::limits::MAX_LOOKBACK_DAYS;
use crate::moment::{DAY, MINUTE, Micros};
use crate::search::{Exception, Hours, Room, Span};
use crate::zone::{Clock, day_number, weekday_index};

/// An interval of opening, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Opening {
    pub(crate) start: Micros,
    pub(crate) end: Micros,
    /// It has been open as long as anybody could look back: `start` is only where the look began.
    pub(crate) endless: bool,
}

/// Somebody's week, and the dates that don't follow it. Times are offsets from local midnight, by the clock's face.
#[derive(Debug, Clone, Default)]
pub(crate) struct Timetable {
    week: [Vec<(Micros, Micros)>; 7],
    special: Vec<(i64, Vec<(Micros, Micros)>)>,
}

impl Timetable {
    pub(crate) fn new(hours: &[Hours], exceptions: &[Exception]) -> Self {
        let mut table = Self::default();
        for entry in hours {
            let mut days: Vec<Weekday> = entry.days.clone();
            days.sort_unstable_by_key(|d| d.to_monday_zero_offset());
            days.dedup();
            for day in days {
                let index = usize::try_from(day.to_monday_zero_offset()).expect("a weekday counts from 0");
                table.week[index].push(on_the_clock(entry.span));
            }
        }
        table.special = exceptions
            .iter()
            .map(|e| (day_number(e.date), e.hours.iter().copied().map(on_the_clock).collect()))
            .collect();
        table.special.sort_unstable_by_key(|(day, _)| *day);
        table
    }

    /// A room's hours; `None` is a room that never closes.
    pub(crate) fn of_room(room: &Room) -> Option<Self> {
        match &room.hours {
            Some(hours) => Some(Self::new(hours, &room.exceptions)),
            None if room.exceptions.is_empty() => None,
            None => {
                let mut table = Self::new(&[], &room.exceptions);
                table.week = std::array::from_fn(|_| vec![(0, DAY)]);
                Some(table)
            }
        }
    }

    fn on(&self, day: i64) -> &[(Micros, Micros)] {
        match self.special.binary_search_by_key(&day, |(date, _)| *date) {
            Ok(found) => &self.special[found].1,
            Err(_) => &self.week[weekday_index(day)],
        }
    }

    /// The intervals that begin on one local date, as instants; what a clock change swallows is left out.
    fn intervals(&self, day: i64, clock: &Clock) -> impl Iterator<Item = (Micros, Micros)> {
        let midnight = day * DAY;
        self.on(day)
            .iter()
            .map(move |(from, to)| (clock.instant_of(midnight + from), clock.instant_of(midnight + to)))
            .filter(|(start, end)| start < end)
    }

    /// All opening intervals that end after the beginning of a range and begin in it. With `from_the_start`, one that is
    /// open at the beginning is followed back to where it truly began.
    pub(crate) fn openings(
        &self,
        clock: &Clock,
        range: (Micros, Micros),
        from_the_start: bool,
    ) -> Vec<Opening> {
        let first_day = clock.day_at(range.0) - 1;
        let mut found: Vec<(Micros, Micros)> = Vec::new();
        for day in first_day..=clock.day_at(range.1) {
            found.extend(self.intervals(day, clock));
        }
        found.sort_unstable();
        let mut merged: Vec<Opening> = Vec::with_capacity(found.len());
        for (start, end) in found {
            match merged.last_mut() {
                Some(last) if start <= last.end => last.end = last.end.max(end),
                _ => merged.push(Opening { start, end, endless: false }),
            }
        }
        // What ended before the range would be followed back in vain, and may be cut where the look began.
        merged.retain(|opening| opening.end > range.0);
        if from_the_start && let Some(first) = merged.first_mut() {
            self.follow_back(first, first_day, clock);
        }
        merged
    }

    /// Beyond the earliest exception only the week is left: nine days without a gap there have none at all.
    fn follow_back(&self, opening: &mut Opening, first_day: i64, clock: &Clock) {
        const ONE_WEEK_AND_BOTH_ENDS: i64 = 9;
        let earliest_special = self.special.first().map_or(first_day, |(day, _)| (*day).min(first_day));
        let floor = (earliest_special - ONE_WEEK_AND_BOTH_ENDS).max(first_day - MAX_LOOKBACK_DAYS);
        let mut day = first_day - 1;
        loop {
            let mut before: Vec<_> = self.intervals(day, clock).collect();
            before.sort_unstable_by_key(|(_, end)| std::cmp::Reverse(*end));
            let begun = opening.start;
            for (start, end) in before {
                if end >= opening.start {
                    opening.start = opening.start.min(start);
                }
            }
            if opening.start == begun {
                return;
            }
            if day <= floor {
                opening.endless = true;
                return;
            }
            day -= 1;
        }
    }
}

fn on_the_clock(span: Span) -> (Micros, Micros) {
    let (from, to) = (Micros::from(span.from.minutes()), Micros::from(span.to.minutes()));
    let end = if to <= from { to * MINUTE + DAY } else { to * MINUTE };
    (from * MINUTE, end)
}
