//! Free starts of one practitioner or room: opening hours minus everything that is taken.
//!
//! Absent: grids, rooms together with people, ranking. A "free start" is an instant at which the whole appointment
//! would fit; they come as closed ranges, so that touching is not overlapping by construction.

use crate::hours::Opening;
use crate::id::Id;
use crate::limits::MAX_MINUTES;
use crate::moment::{Micros, ceil, floor, instant, minutes};
use crate::search::{Buffers, Busy, BusyKind, Service};

/// A closed range of instants.
pub(crate) type Range = (Micros, Micros);

/// Starts that are free, without a gap, inside one opening interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Free {
    pub(crate) first: Micros,
    pub(crate) last: Micros,
    /// When the opening interval began; candidates are counted from there.
    pub(crate) opened: Micros,
    /// The opening interval never began.
    pub(crate) endless: bool,
}

/// How busy entries stand in the way of one service.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Obstruction<'s> {
    length: Micros,
    before: Micros,
    after: Micros,
    sum: bool,
    shared: Option<(&'s Id, u32)>,
}

impl<'s> Obstruction<'s> {
    /// For a practitioner: the service's buffers must be free as well.
    pub(crate) fn of_practitioner(service: &'s Service) -> Self {
        Self {
            before: minutes(service.buffer_before),
            after: minutes(service.buffer_after),
            ..Self::of_room(service)
        }
    }

    /// For a room: only the appointment itself.
    pub(crate) fn of_room(service: &'s Service) -> Self {
        let shared = service.id.as_ref().filter(|_| service.capacity > 1);
        Self {
            length: minutes(service.minutes),
            before: 0,
            after: 0,
            sum: service.buffers == Buffers::Sum,
            shared: shared.map(|id| (id, service.capacity)),
        }
    }

    /// For the patient: nobody shares a place with himself.
    pub(crate) fn of_patient(service: &'s Service) -> Self {
        Self { shared: None, ..Self::of_room(service) }
    }

    /// The starts that one entry forbids.
    pub(crate) fn forbidden_by(&self, entry: &Busy, from: Micros, to: Micros) -> Range {
        let (own_before, own_after) = (minutes(entry.buffer_before), minutes(entry.buffer_after));
        let (ahead, behind) = if self.sum {
            (self.after + own_before, self.before + own_after)
        } else {
            (self.after.max(own_before), self.before.max(own_after))
        };
        let first = from.saturating_sub(self.length + ahead).saturating_add(1);
        (first, to.saturating_add(behind).saturating_sub(1))
    }

    /// Whether this entry is a patient of the same group appointment, should one start when it does.
    pub(crate) fn shares(&self, entry: &Busy) -> bool {
        let same = self.shared.is_some_and(|(id, _)| entry.service.as_ref() == Some(id));
        same && entry.kind == BusyKind::Appointment
    }

    /// Patients that one group appointment takes.
    pub(crate) fn places(&self) -> usize {
        self.shared.map_or(1, |(_, capacity)| usize::try_from(capacity).unwrap_or(usize::MAX))
    }

    /// All starts that these entries forbid within a range, sorted and merged.
    pub(crate) fn forbidden(&self, busy: &[Busy], within: Range) -> Vec<Range> {
        let mut ranges: Vec<Range> = Vec::new();
        let mut groups: Vec<(Micros, Range)> = Vec::new();
        // Most entries lie far away: no buffer that is allowed reaches this far.
        let reach = self.length + self.before + self.after + 2 * minutes(MAX_MINUTES);
        let (early, late) = (instant(within.0 - reach), instant(within.1 + reach));
        for entry in busy {
            if entry.to < early || entry.from > late || entry.from >= entry.to {
                continue;
            }
            let (from, to) = (floor(entry.from), ceil(entry.to));
            let range = self.forbidden_by(entry, from, to);
            if range.1 < within.0 || range.0 > within.1 {
                continue;
            }
            if self.shares(entry) {
                groups.push((from, range));
            } else {
                ranges.push(range);
            }
        }
        groups.sort_unstable();
        for patients in groups.chunk_by(|a, b| a.0 == b.0) {
            let full = patients.len() >= self.places();
            for (start, range) in patients {
                if full {
                    ranges.push(*range);
                } else {
                    ranges.extend([(range.0, start - 1), (start + 1, range.1)]);
                }
            }
        }
        merged(ranges)
    }
}

/// Closed ranges, sorted, with those that overlap or touch made one.
pub(crate) fn merged(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut kept = 0;
    for i in 0..ranges.len() {
        let (first, last) = ranges[i];
        if kept > 0 && first <= ranges[kept - 1].1.saturating_add(1) {
            ranges[kept - 1].1 = ranges[kept - 1].1.max(last);
        } else if first <= last {
            ranges[kept] = (first, last);
            kept += 1;
        }
    }
    ranges.truncate(kept);
    ranges
}

/// The starts of an appointment of this length that fit into the openings and avoid what is forbidden.
pub(crate) fn free_starts(openings: &[Opening], length: Micros, forbidden: &[Range]) -> Vec<Free> {
    let mut free = Vec::with_capacity(openings.len() + forbidden.len());
    let mut next = 0;
    for opening in openings {
        let (mut first, last) = (opening.start, opening.end - length);
        while next < forbidden.len() && forbidden[next].1 < opening.start {
            next += 1;
        }
        let piece = |first, last| Free { first, last, opened: opening.start, endless: opening.endless };
        for (begin, end) in forbidden[next..].iter().take_while(|f| f.0 <= last) {
            if first < *begin {
                free.push(piece(first, begin - 1));
            }
            first = first.max(end + 1);
        }
        if first <= last {
            free.push(piece(first, last));
        }
    }
    free
}

/// What two sorted lists of ranges have in common.
pub(crate) fn common(a: &[Range], b: &[Range]) -> Vec<Range> {
    let (mut i, mut j, mut both) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        let (first, last) = (a[i].0.max(b[j].0), a[i].1.min(b[j].1));
        if first <= last {
            both.push((first, last));
        }
        if a[i].1 < b[j].1 {
            i += 1;
        } else {
            j += 1;
        }
    }
    both
}
