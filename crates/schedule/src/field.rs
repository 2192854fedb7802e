//! A search made ready: zones turned into clocks, hours into timetables, bounds into instants.
//!
//! Absent: the search itself (see `find`). Everything here is made once and then only read.

use crate::free::{Free, Obstruction, Range, common, free_starts, merged};
use crate::grid::Origin;
use crate::hours::Timetable;
use crate::limits::MAX_LOOKBACK_DAYS;
use crate::moment::{DAY, MINUTE, Micros, ceil, floor, minutes};
use crate::search::{Align, BusyKind, Practitioner, Search};
use crate::zone::{Clock, Zone};

/// How many of the rules hold: each level adds one, so that a search without an answer can say which one took it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Depth {
    /// Opening hours of the practitioners alone.
    Hours,
    /// What is taken on them, too.
    Busy,
    /// The patient's own appointments, too.
    Patient,
    /// Rooms, too.
    Rooms,
    /// The daily limit, too: everything.
    All,
}

/// A search and everything that is computed from it once.
pub(crate) struct Field<'s> {
    pub(crate) search: &'s Search,
    clocks: Vec<Clock>,
    people: Vec<Person<'s>>,
    room_tables: Vec<Option<Timetable>>,
    /// For each kind asked for, the rooms of that kind in the order of their ids.
    pub(crate) kinds: Vec<Vec<usize>>,
    pub(crate) length: Micros,
    pub(crate) step: Micros,
    /// The earliest start that notice allows.
    pub(crate) earliest: Micros,
    /// The first instant beyond the horizon.
    pub(crate) horizon: Option<Micros>,
}

/// One practitioner made ready.
pub(crate) struct Person<'s> {
    pub(crate) who: &'s Practitioner,
    table: Timetable,
    clock: usize,
}

/// What rooms and the patient leave of a range of starts.
pub(crate) struct Joint {
    /// Starts at which all rooms that are needed are there and the patient is free.
    pub(crate) starts: Vec<Range>,
    /// For each room of the search its free starts; empty for rooms that nobody asks for.
    rooms: Vec<Vec<Range>>,
}

impl<'s> Field<'s> {
    pub(crate) fn new(search: &'s Search) -> Self {
        Self::reaching(search, None)
    }

    /// The same, with clocks that also know an instant that isn't in the search.
    pub(crate) fn reaching(search: &'s Search, at: Option<Micros>) -> Self {
        let mut zones: Vec<&Zone> = vec![&search.zone];
        let mut people = Vec::with_capacity(search.practitioners.len());
        for who in &search.practitioners {
            let zone = who.zone.as_ref().unwrap_or(&search.zone);
            let clock = zones.iter().position(|z| *z == zone).unwrap_or_else(|| {
                zones.push(zone);
                zones.len() - 1
            });
            people.push(Person { who, table: Timetable::new(&who.hours, &who.exceptions), clock });
        }
        people.sort_by(|a, b| a.who.id.cmp(&b.who.id));
        let (from, to) = span_of(search, at);
        let clocks: Vec<Clock> = zones.iter().map(|z| Clock::over(z, from, to)).collect();
        let service = &search.service;
        let now = ceil(search.now);
        let today = clocks[0].day_at(floor(search.now));
        Self {
            kinds: service.rooms.iter().map(|kind| rooms_of(search, kind)).collect(),
            room_tables: search.rooms.iter().map(Timetable::of_room).collect(),
            length: minutes(service.minutes),
            step: minutes(service.step_minutes()),
            earliest: now + minutes(service.notice),
            horizon: service.horizon_days.map(|days| clocks[0].midnight(today + i64::from(days) + 1)),
            search,
            clocks,
            people,
        }
    }

    /// The clinic's clock.
    pub(crate) fn clinic(&self) -> &Clock {
        &self.clocks[0]
    }

    /// The practitioners in the order of their ids.
    pub(crate) fn people(&self) -> &[Person<'s>] {
        &self.people
    }

    /// A practitioner's own clock.
    pub(crate) fn clock_of(&self, person: &Person<'_>) -> &Clock {
        &self.clocks[person.clock]
    }

    /// The closed range of starts that window, notice and horizon leave; empty when its end lies before its begin.
    pub(crate) fn range(&self) -> Range {
        let first = ceil(self.search.window.from).max(self.earliest);
        let end = ceil(self.search.window.to).min(self.horizon.unwrap_or(Micros::MAX));
        (first, end - 1)
    }

    /// Where a practitioner's candidates are counted from.
    pub(crate) fn origin(&self, person: &Person<'_>, free: &Free) -> Origin<'_> {
        if self.search.service.align == Align::Clock || free.endless {
            Origin::Midnight(&self.clocks[person.clock])
        } else {
            Origin::Opening(free.opened)
        }
    }

    /// A practitioner's free starts around a range, in order. Not cut to the range: the ends show how much room a
    /// start leaves beside it.
    pub(crate) fn free_of(&self, person: &Person<'_>, range: Range, depth: Depth) -> Vec<Free> {
        let clock = &self.clocks[person.clock];
        let from_the_start = self.search.service.align == Align::Hours;
        let openings = person.table.openings(clock, (range.0, range.1 + self.length), from_the_start);
        let (Some(first), Some(last)) = (openings.first(), openings.last()) else { return Vec::new() };
        let around = (first.start.max(range.0 - DAY), last.end.min(range.1 + self.length + DAY));
        let mut forbidden = Vec::new();
        if depth >= Depth::Busy {
            let obstruction = Obstruction::of_practitioner(&self.search.service);
            forbidden = obstruction.forbidden(&person.who.busy, around);
        }
        if depth >= Depth::All
            && let Some(most) = person.who.max_per_day
        {
            forbidden.extend(full_days(person.who, most, clock, around));
            forbidden = merged(forbidden);
        }
        free_starts(&openings, self.length, &forbidden)
    }

    /// What rooms and the patient leave of a closed range of starts.
    pub(crate) fn joint(&self, range: Range, depth: Depth) -> Joint {
        let mut starts = vec![range];
        let mut rooms = vec![Vec::new(); self.search.rooms.len()];
        if depth >= Depth::Patient && !self.search.patient_busy.is_empty() {
            let obstruction = Obstruction::of_patient(&self.search.service);
            starts = without(range, &obstruction.forbidden(&self.search.patient_busy, range));
        }
        if depth >= Depth::Rooms {
            for (asked, members) in self.kinds.iter().enumerate() {
                for room in members {
                    if rooms[*room].is_empty() {
                        rooms[*room] = self.free_of_room(*room, range);
                    }
                }
                let kind = &self.search.service.rooms[asked];
                let needed = self.search.service.rooms[..=asked].iter().filter(|k| *k == kind).count();
                let enough = at_least(needed, members.iter().flat_map(|m| rooms[*m].iter().copied()));
                starts = common(&starts, &enough);
            }
        }
        Joint { starts, rooms }
    }

    /// A room's free starts within a range.
    fn free_of_room(&self, room: usize, range: Range) -> Vec<Range> {
        let obstruction = Obstruction::of_room(&self.search.service);
        let forbidden = obstruction.forbidden(&self.search.rooms[room].busy, range);
        let Some(table) = &self.room_tables[room] else { return without(range, &forbidden) };
        let openings = table.openings(self.clinic(), (range.0, range.1 + self.length), false);
        free_starts(&openings, self.length, &forbidden).iter().map(|f| (f.first, f.last)).collect()
    }

    /// Whether the practitioner, or the room, is open for the whole of an appointment that starts here.
    pub(crate) fn person_is_open(&self, person: &Person<'_>, at: Micros) -> bool {
        let openings = person.table.openings(&self.clocks[person.clock], (at, at + self.length), false);
        openings.iter().any(|o| o.start <= at && at + self.length <= o.end)
    }

    /// The same for a room.
    pub(crate) fn room_is_open(&self, room: usize, at: Micros) -> bool {
        self.room_tables[room].as_ref().is_none_or(|table| {
            let openings = table.openings(self.clinic(), (at, at + self.length), false);
            openings.iter().any(|o| o.start <= at && at + self.length <= o.end)
        })
    }
}

impl Joint {
    /// Whether rooms and patient allow a start.
    pub(crate) fn allows(&self, at: Micros) -> bool {
        holds(&self.starts, at)
    }

    /// One room for each kind asked for: the first by id that is free and not yet taken for the same appointment.
    pub(crate) fn pick(&self, kinds: &[Vec<usize>], at: Micros) -> Option<Vec<usize>> {
        let mut picked = Vec::with_capacity(kinds.len());
        for members in kinds {
            let room = members.iter().find(|r| !picked.contains(*r) && holds(&self.rooms[**r], at))?;
            picked.push(*room);
        }
        Some(picked)
    }
}

fn holds(ranges: &[Range], at: Micros) -> bool {
    let index = ranges.partition_point(|r| r.1 < at);
    ranges.get(index).is_some_and(|r| r.0 <= at)
}

/// The instants that the clocks of a search must know, from as far back as hours may be followed.
fn span_of(search: &Search, at: Option<Micros>) -> Range {
    const BEHIND_DAYS: i64 = 30;
    let mut instants: Vec<Micros> = search.check.iter().map(|c| floor(*c)).collect();
    instants.extend(at);
    instants.extend([floor(search.now), floor(search.window.from), ceil(search.window.to)]);
    let first = instants.iter().min().expect("a search has an instant");
    let last = instants.iter().max().expect("a search has an instant");
    (first - MAX_LOOKBACK_DAYS * DAY, last + BEHIND_DAYS * DAY)
}

fn rooms_of(search: &Search, kind: &crate::Id) -> Vec<usize> {
    let mut rooms: Vec<usize> = (0..search.rooms.len()).filter(|r| search.rooms[*r].kind == *kind).collect();
    rooms.sort_by(|a, b| search.rooms[*a].id.cmp(&search.rooms[*b].id));
    rooms
}

/// The starts on local days that have their appointments already.
fn full_days(who: &Practitioner, most: u32, clock: &Clock, around: Range) -> Vec<Range> {
    let (first, last) = (clock.day_at(around.0), clock.day_at(around.1));
    let days = usize::try_from(last - first + 1).unwrap_or(0);
    let mut counts = vec![0_u32; days];
    for entry in &who.busy {
        if entry.kind == BusyKind::Appointment && entry.from < entry.to {
            let day = clock.day_at(floor(entry.from)) - first;
            if let Some(count) = usize::try_from(day).ok().and_then(|d| counts.get_mut(d)) {
                *count += 1;
            }
        }
    }
    let full = (first..).zip(&counts).filter(|(_, count)| **count >= most);
    full.flat_map(|(day, _)| {
        clock.stretches_in(around.0 - DAY, around.1 + DAY).map(move |s| {
            let midnight = day * DAY - s.offset;
            (s.start.max(midnight), (s.end - 1).min(midnight + DAY - 1))
        })
    })
    .filter(|range| range.0 <= range.1)
    .collect()
}

/// A range without what is forbidden in it.
fn without(range: Range, forbidden: &[Range]) -> Vec<Range> {
    let mut left = Vec::with_capacity(forbidden.len() + 1);
    let mut first = range.0;
    for (begin, end) in forbidden {
        if first < *begin {
            left.push((first, (begin - 1).min(range.1)));
        }
        first = first.max(end.saturating_add(1));
    }
    if first <= range.1 {
        left.push((first, range.1));
    }
    left.retain(|r| r.0 <= r.1);
    left
}

/// The instants that at least so many of these ranges cover.
fn at_least(needed: usize, ranges: impl Iterator<Item = Range>) -> Vec<Range> {
    let mut edges: Vec<(Micros, bool)> = Vec::new();
    for (first, last) in ranges {
        edges.extend([(first, false), (last, true)]);
    }
    // A range that begins where another ends covers that instant as well, so beginnings come first.
    edges.sort_unstable();
    let (mut covered, mut begun, mut found) = (0, 0, Vec::new());
    for (at, ends) in edges {
        if ends {
            if covered == needed {
                found.push((begun, at));
            }
            covered -= 1;
        } else {
            covered += 1;
            if covered == needed {
                begun = at;
            }
        }
    }
    merged(found)
}

/// Whole minutes, for people to read.
pub(crate) fn whole_minutes(length: Micros) -> u32 {
    u32::try_from(length / MINUTE).unwrap_or(u32::MAX)
}
