//! Time zones, and a clock that turns wall time into instants by integer arithmetic alone.
//!
//! Absent: the machine's zone and its zone files. The rules are the ones compiled in, so that the same search has
//! the same answer everywhere. A `Clock` is made once a search and zone: the stretches between two changes of the
//! offset, some two a year.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use crate::moment::{self, DAY, Micros, SECOND, shortened};
use crate::problem::Fault;

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Changes of the offset that one clock may hold; two centuries of the busiest zone have fewer.
const MAX_CHANGES: usize = 2_000;

/// An IANA time zone that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of this name.
    pub fn named(name: &str) -> Result<Self, Fault> {
        let unknown = || Fault::UnknownZone { name: shortened(name) };
        let zone = DATABASE.get(name).map_err(|_| unknown())?;
        if zone.is_unknown() { Err(unknown()) } else { Ok(Self(zone)) }
    }

    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The zone as jiff knows it.
    pub fn time_zone(&self) -> &TimeZone {
        &self.0
    }

    /// An instant as RFC 3339 with the offset that the zone has then. RFC 3339 can't write the seconds that some
    /// offsets had before 1972; such instants are written in UTC.
    pub fn write(&self, at: Timestamp) -> String {
        let offset = self.0.to_offset(at);
        let offset = if offset.seconds() % 60 == 0 { offset } else { Offset::UTC };
        at.display_with_offset(offset).to_string()
    }
}

/// The days since 1970-01-01 of a date.
pub(crate) fn day_number(date: Date) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    i64::from((date - epoch).get_days())
}

/// Monday is 0.
pub(crate) fn weekday_index(day: i64) -> usize {
    // 1970-01-01 was a Thursday.
    usize::try_from((day + 3).rem_euclid(7)).expect("a remainder of 7 is small")
}

/// The weekday of a day number.
pub(crate) fn weekday(day: i64) -> Weekday {
    let index = i8::try_from(weekday_index(day)).expect("a remainder of 7 is small");
    Weekday::from_monday_zero_offset(index).expect("a remainder of 7 is a weekday")
}

/// A stretch of time with one offset, half open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    pub(crate) start: Micros,
    pub(crate) end: Micros,
    pub(crate) offset: Micros,
}

/// One zone's wall clock over the time that a search needs.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    stretches: Vec<Stretch>,
}

/// Further out than any instant of a search; wall times stay computable around it.
const FAR: Micros = Micros::MAX / 4;

impl Clock {
    /// The clock from one instant to another; outside of them the nearest offset goes on.
    pub(crate) fn over(zone: &Zone, from: Micros, to: Micros) -> Self {
        let begin = moment::instant(from);
        let offset_at = |at| Micros::from(zone.0.to_offset(at).seconds()) * SECOND;
        let mut stretches = vec![Stretch { start: -FAR, end: FAR, offset: offset_at(begin) }];
        for change in zone.0.following(begin).take(MAX_CHANGES) {
            let (at, offset) = (change.timestamp().as_microsecond(), offset_at(change.timestamp()));
            if at > to {
                break;
            }
            let last = stretches.last_mut().expect("a clock has at least one stretch");
            if last.offset != offset {
                last.end = at;
                stretches.push(Stretch { start: at, end: FAR, offset });
            }
        }
        Self { stretches }
    }

    /// The instant that a wall time means for opening hours: the first of two, and the first after a gap.
    pub(crate) fn instant_of(&self, wall: Micros) -> Micros {
        let at = self.stretches.partition_point(|s| s.end + s.offset <= wall);
        let stretch = self.stretches.get(at).or(self.stretches.last()).expect("a clock has a stretch");
        (wall - stretch.offset).max(stretch.start)
    }

    /// What the clock shows at an instant, as microseconds since 1970-01-01 00:00 by that clock.
    pub(crate) fn wall_at(&self, at: Micros) -> Micros {
        at + self.offset_at(at)
    }

    /// The local date of an instant, in days since 1970-01-01.
    pub(crate) fn day_at(&self, at: Micros) -> i64 {
        self.wall_at(at).div_euclid(DAY)
    }

    /// The first instant of a local date.
    pub(crate) fn midnight(&self, day: i64) -> Micros {
        self.instant_of(day * DAY)
    }

    pub(crate) fn offset_at(&self, at: Micros) -> Micros {
        let index = self.stretches.partition_point(|s| s.end <= at);
        self.stretches.get(index).or(self.stretches.last()).expect("a clock has a stretch").offset
    }

    /// The stretches that a closed range of instants touches, cut to it.
    pub(crate) fn stretches_in(&self, first: Micros, last: Micros) -> impl Iterator<Item = Stretch> + '_ {
        let begin = self.stretches.partition_point(|s| s.end <= first);
        self.stretches[begin..].iter().take_while(move |s| s.start <= last).map(move |s| Stretch {
            start: s.start.max(first),
            end: s.end.min(last.saturating_add(1)),
            offset: s.offset,
        })
    }
}
