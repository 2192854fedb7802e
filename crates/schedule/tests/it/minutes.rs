//! The rules once more, minute by minute and as slowly as one likes, to hold against the fast search.
//!
//! Absent: intervals, clocks and grids of the crate under test. Only its types are used; wall time comes from jiff.

use jiff::civil::{Date, time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};
use svara_schedule::{Align, Buffers, Busy, BusyKind, Exception, Hours, Search, Span};

/// Days around the window that the oracle unfolds.
const AROUND_DAYS: i64 = 16;

/// Start, practitioner, rooms.
pub type Plain = (Timestamp, String, Vec<String>);

/// Every minute of some weeks: open or not, and since when.
struct Open {
    begin: i64,
    since: Vec<Option<i64>>,
}

pub struct Oracle<'s> {
    search: &'s Search,
    by_id: Vec<usize>,
    people: Vec<Open>,
    rooms: Vec<Open>,
}

impl<'s> Oracle<'s> {
    pub fn new(search: &'s Search) -> Self {
        let clinic = search.zone.time_zone();
        let people = search.practitioners.iter().map(|p| {
            let zone = p.zone.as_ref().map_or(clinic, |z| z.time_zone());
            Open::new(search, zone, Some(&p.hours), &p.exceptions)
        });
        let rooms = search.rooms.iter().map(|r| {
            if search.service.rooms.contains(&r.kind) {
                Open::new(search, clinic, r.hours.as_ref(), &r.exceptions)
            } else {
                Open { begin: 0, since: Vec::new() }
            }
        });
        let mut by_id: Vec<usize> = (0..search.practitioners.len()).collect();
        by_id.sort_by_key(|i| search.practitioners[*i].id.to_string());
        Self { search, by_id, people: people.collect(), rooms: rooms.collect() }
    }

    /// Every slot, in the contract's order.
    pub fn slots(&self) -> Vec<Plain> {
        let mut found = Vec::new();
        let first = self.search.window.from.as_second().div_euclid(60);
        for minute in first..=self.search.window.to.as_second().div_euclid(60) {
            let at = Timestamp::from_second(minute * 60).unwrap();
            if at < self.search.window.from || at >= self.search.window.to {
                continue;
            }
            for &person in &self.by_id {
                if self.people[person].covers(at, self.search.service.minutes)
                    && self.on_grid(person, at)
                    && self.person_can(person, at)
                    && self.in_time(at)
                    && let Some(rooms) = self.rooms_at(at)
                {
                    found.push((at, self.search.practitioners[person].id.to_string(), rooms));
                }
            }
        }
        found
    }

    /// Whether an appointment may start exactly then.
    pub fn may_start(&self, at: Timestamp) -> bool {
        let anybody = (0..self.people.len()).any(|person| self.person_can(person, at));
        self.in_time(at) && anybody && self.rooms_at(at).is_some()
    }

    fn in_time(&self, at: Timestamp) -> bool {
        let (search, service) = (self.search, &self.search.service);
        let day = |t: Timestamp| search.zone.time_zone().to_datetime(t).date();
        let last = service.horizon_days.map(|days| day(search.now) + i64::from(days).days());
        at >= search.now + i64::from(service.notice).minutes() && last.is_none_or(|last| day(at) <= last)
    }

    fn on_grid(&self, person: usize, at: Timestamp) -> bool {
        let step = i64::from(self.search.service.step_minutes());
        let open = &self.people[person];
        let since_when = open.open_since(at.as_second().div_euclid(60));
        if self.search.service.align == Align::Clock || since_when == Some(open.begin) {
            let who = &self.search.practitioners[person];
            let zone = who.zone.as_ref().unwrap_or(&self.search.zone).time_zone();
            let wall = zone.to_datetime(at);
            return (i64::from(wall.hour()) * 60 + i64::from(wall.minute())) % step == 0;
        }
        since_when.is_some_and(|since_when| (at.as_second() / 60 - since_when) % step == 0)
    }

    fn person_can(&self, person: usize, at: Timestamp) -> bool {
        let (service, who) = (&self.search.service, &self.search.practitioners[person]);
        let zone = who.zone.as_ref().unwrap_or(&self.search.zone).time_zone();
        let day = |t: Timestamp| zone.to_datetime(t).date();
        let on_the_day =
            |b: &&Busy| b.kind == BusyKind::Appointment && b.from < b.to && day(b.from) == day(at);
        let count = who.busy.iter().filter(on_the_day).count();
        self.people[person].covers(at, service.minutes)
            && self.free(&who.busy, at, (service.buffer_before, service.buffer_after), true)
            && self.free(&self.search.patient_busy, at, (0, 0), false)
            && who.max_per_day.is_none_or(|most| count < most as usize)
    }

    fn rooms_at(&self, at: Timestamp) -> Option<Vec<String>> {
        let mut picked: Vec<String> = Vec::new();
        for kind in &self.search.service.rooms {
            let rooms = self.search.rooms.iter().enumerate();
            let mut fit: Vec<String> = rooms
                .filter(|(i, r)| {
                    r.kind == *kind
                        && self.rooms[*i].covers(at, self.search.service.minutes)
                        && self.free(&r.busy, at, (0, 0), true)
                        && !picked.contains(&r.id.to_string())
                })
                .map(|(_, r)| r.id.to_string())
                .collect();
            fit.sort();
            picked.push(fit.into_iter().next()?);
        }
        Some(picked)
    }

    /// Whether nothing stands in the way, one entry after the other.
    fn free(&self, busy: &[Busy], at: Timestamp, (before, after): (u32, u32), group: bool) -> bool {
        let service = &self.search.service;
        let ends = at + i64::from(service.minutes).minutes();
        let mut patients = 0;
        for entry in busy.iter().filter(|b| b.from < b.to) {
            let together = group
                && service.capacity > 1
                && service.id.is_some()
                && entry.service == service.id
                && entry.kind == BusyKind::Appointment;
            if together && entry.from == at {
                patients += 1;
                continue;
            }
            let (ahead, behind) = match service.buffers {
                Buffers::Larger => (after.max(entry.buffer_before), before.max(entry.buffer_after)),
                Buffers::Sum => (after + entry.buffer_before, before + entry.buffer_after),
            };
            let needs = (at - i64::from(behind).minutes(), ends + i64::from(ahead).minutes());
            if entry.from < needs.1 && needs.0 < entry.to {
                return false;
            }
        }
        patients == 0 || patients < service.capacity
    }
}

impl Open {
    fn new(search: &Search, zone: &TimeZone, hours: Option<&Vec<Hours>>, exceptions: &[Exception]) -> Self {
        let begin = search.window.from.as_second().div_euclid(60) - AROUND_DAYS * 1440;
        let end = search.window.to.as_second().div_euclid(60) + AROUND_DAYS * 1440;
        let mut minutes = vec![false; usize::try_from(end - begin).unwrap()];
        let first = zone.to_datetime(Timestamp::from_second(begin * 60).unwrap()).date();
        for offset in -2..=(end - begin) / 1440 + 2 {
            let date = first + offset.days();
            for span in spans(date, hours, exceptions) {
                let next = i64::from(span.to <= span.from);
                let (from, to) = (
                    instant(zone, date, 0, span.from.minutes()),
                    instant(zone, date, next, span.to.minutes()),
                );
                for minute in from.as_second() / 60..to.as_second() / 60 {
                    if let Ok(index) = usize::try_from(minute - begin)
                        && index < minutes.len()
                    {
                        minutes[index] = true;
                    }
                }
            }
        }
        let mut since = Vec::with_capacity(minutes.len());
        let mut since_when = None;
        for (minute, open) in (begin..).zip(minutes) {
            since_when = if open { since_when.or(Some(minute)) } else { None };
            since.push(since_when);
        }
        Self { begin, since }
    }

    /// The minute since which it has been open without a break.
    fn open_since(&self, minute: i64) -> Option<i64> {
        let index = usize::try_from(minute - self.begin).ok()?;
        self.since.get(index).copied().flatten()
    }

    fn covers(&self, at: Timestamp, length: u32) -> bool {
        let last = (at.as_nanosecond() + i128::from(length) * 60_000_000_000 - 1).div_euclid(60_000_000_000);
        let since_when = self.open_since(i64::try_from(last).unwrap());
        since_when.is_some_and(|since_when| since_when <= at.as_second().div_euclid(60))
    }
}

/// The hours of one date; a room without any is open all day.
fn spans(date: Date, hours: Option<&Vec<Hours>>, exceptions: &[Exception]) -> Vec<Span> {
    if let Some(exception) = exceptions.iter().find(|e| e.date == date) {
        return exception.hours.clone();
    }
    match hours {
        Some(hours) => hours.iter().filter(|h| h.days.contains(&date.weekday())).map(|h| h.span).collect(),
        None => vec![Span {
            from: svara_schedule::TimeOfDay::MIDNIGHT,
            to: svara_schedule::TimeOfDay::NEXT_MIDNIGHT,
        }],
    }
}

/// A wall time as an instant: the first of two, the first after a gap.
fn instant(zone: &TimeZone, date: Date, days: i64, minute: u16) -> Timestamp {
    let wall = date.to_datetime(time(0, 0, 0, 0)) + days.days() + i64::from(minute).minutes();
    match zone.to_ambiguous_timestamp(wall).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(wall).unwrap(),
        AmbiguousOffset::Fold { before, .. } => before.to_timestamp(wall).unwrap(),
        AmbiguousOffset::Gap { after, .. } => {
            // Read with the offset after the gap it lies just before the change, which is then the next one.
            let early = after.to_timestamp(wall).unwrap();
            zone.following(early).next().unwrap().timestamp()
        }
    }
}
