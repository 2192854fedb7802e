//! The search: every free time, or the best few, and why there are none.
//!
//! Absent: reasons for one start (see `explain`) and preferences (see `offer`).

use std::ops::ControlFlow;

use jiff::Timestamp;

use crate::field::{Depth, Field, whole_minutes};
use crate::free::Range;
use crate::id::Id;
use crate::limits::{CHECK_PIECE_DAYS, FIRST_PIECE_DAYS, MAX_SLOTS};
use crate::moment::{DAY, Micros, ceil, floor, instant};
use crate::problem::{Fault, Problem};
use crate::rank::chosen;
use crate::search::{Rank, Search, Want};
use crate::validate::validate;

/// A time that can be booked as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The first instant.
    pub from: Timestamp,
    /// The first instant after it.
    pub to: Timestamp,
    /// With whom.
    pub practitioner: Id,
    /// Where: one room for each kind that the service needs, in the order asked.
    pub rooms: Vec<Id>,
    /// Minutes that stay free on the practitioner directly before, buffers apart.
    pub rest_before: u32,
    /// Minutes that stay free on the practitioner directly after, buffers apart.
    pub rest_after: u32,
}

/// The answer to a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Free times, sorted by start, then by practitioner.
    pub slots: Vec<Slot>,
    /// For each instant to check, whether an appointment may start exactly then.
    pub checked: Vec<bool>,
    /// Why there is no slot at all; `None` when there is one.
    pub nothing_because: Option<Nothing>,
}

/// Why a search finds nothing: the first rule that leaves no time at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nothing {
    /// The window lies in the past or is empty.
    Past,
    /// All times in it are sooner than notice allows.
    Notice,
    /// All times in it lie beyond the horizon.
    Horizon,
    /// Nobody is open long enough.
    Closed,
    /// Everybody is taken.
    Full,
    /// The patient is somewhere else.
    PatientBusy,
    /// No room is free and open when somebody could.
    NoRoom,
    /// Everybody has had as many appointments as a day may have.
    Limit,
}

impl Nothing {
    /// The word that the batch output uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Notice => "notice",
            Self::Horizon => "horizon",
            Self::Closed => "closed",
            Self::Full => "full",
            Self::PatientBusy => "patient busy",
            Self::NoRoom => "no room",
            Self::Limit => "limit",
        }
    }

    /// The same as a clause for people.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::Past => "the window lies in the past or is empty",
            Self::Notice => "everything in the window is sooner than notice allows",
            Self::Horizon => "everything in the window lies beyond the horizon",
            Self::Closed => "nobody is open long enough",
            Self::Full => "everybody is taken",
            Self::PatientBusy => "the patient is elsewhere",
            Self::NoRoom => "no room is free and open at those times",
            Self::Limit => "everybody has had as many appointments as a day may have",
        }
    }
}

/// A slot before it is given names: indices and microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Raw {
    pub(crate) from: Micros,
    pub(crate) person: usize,
    pub(crate) free: Range,
}

/// Finds free times.
pub fn find(search: &Search) -> Result<Found, Problem> {
    validate(search)?;
    let field = Field::new(search);
    let slots = match search.want {
        None => field.named(&field.all(field.range())?),
        Some(want) => field.named(&field.few(want)?),
    };
    let nothing_because = if slots.is_empty() { Some(field.why_nothing()) } else { None };
    Ok(Found { slots, checked: field.checked(), nothing_because })
}

/// Sorted by start, then by practitioner. They come practitioner by practitioner and spread evenly over the range, so
/// that as many buckets as starts hold a few each: the cost grows with their number and no faster.
fn in_order(raws: Vec<Raw>) -> Vec<Raw> {
    let begin = raws.iter().map(|r| r.from).min().unwrap_or(0);
    let end = raws.iter().map(|r| r.from).max().unwrap_or(0);
    let many = Micros::try_from(raws.len()).expect("as many as MAX_SLOTS");
    let width = (end - begin) / many.max(1) + 1;
    let bucket = |r: &Raw| usize::try_from((r.from - begin) / width).expect("not before the first");
    let mut ends = vec![0_usize; raws.len() + 1];
    for raw in &raws {
        ends[bucket(raw) + 1] += 1;
    }
    for at in 1..ends.len() {
        ends[at] += ends[at - 1];
    }
    let mut sorted = raws.clone();
    let mut next = ends.clone();
    for raw in &raws {
        let at = &mut next[bucket(raw)];
        sorted[*at] = *raw;
        *at += 1;
    }
    for piece in ends.windows(2) {
        sorted[piece[0]..piece[1]].sort_unstable_by_key(|r| (r.from, r.person));
    }
    sorted
}

impl Field<'_> {
    /// Every free start in a range, sorted.
    pub(crate) fn all(&self, range: Range) -> Result<Vec<Raw>, Problem> {
        let mut raws = Vec::new();
        let full = self.visit(range, Depth::All, &mut |raw| {
            raws.push(raw);
            if raws.len() > MAX_SLOTS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if full.is_break() {
            return Err(Problem::at("window", Fault::TooManyAnswers { most: MAX_SLOTS }));
        }
        Ok(in_order(raws))
    }

    /// The few that are wanted, from pieces of the range that grow until they hold enough.
    fn few(&self, want: Want) -> Result<Vec<Raw>, Problem> {
        let (mut first, last) = self.range();
        let (mut raws, mut length): (Vec<Raw>, Micros) = (Vec::new(), FIRST_PIECE_DAYS * DAY);
        while first <= last {
            let piece = (first, last.min(first + length - 1));
            raws.extend(self.all(piece)?);
            let enough = match want.rank {
                Rank::Earliest => raws.len() >= want.count,
                Rank::Spread => self.days_among(&raws, want.count) >= want.count,
            };
            if enough {
                break;
            }
            first = piece.1 + 1;
            length *= 2;
        }
        let starts: Vec<Micros> = raws.iter().map(|r| r.from).collect();
        Ok(chosen(&starts, want, self.clinic()).into_iter().map(|index| raws[index]).collect())
    }

    /// Different local days among sorted starts, counted up to a number.
    fn days_among(&self, raws: &[Raw], most: usize) -> usize {
        let days = |a: &Raw, b: &Raw| self.clinic().day_at(a.from) == self.clinic().day_at(b.from);
        raws.chunk_by(days).take(most).count()
    }

    /// Walks through the free starts of a range, practitioner by practitioner.
    fn visit(
        &self,
        range: Range,
        depth: Depth,
        visitor: &mut impl FnMut(Raw) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if range.0 > range.1 {
            return ControlFlow::Continue(());
        }
        let joint = self.joint(range, depth);
        for (index, person) in self.people().iter().enumerate() {
            let mut next = 0;
            for free in self.free_of(person, range, depth) {
                let origin = self.origin(person, &free);
                while next < joint.starts.len() && joint.starts[next].1 < free.first {
                    next += 1;
                }
                for allowed in joint.starts[next..].iter().take_while(|a| a.0 <= free.last) {
                    let piece = (free.first.max(allowed.0), free.last.min(allowed.1));
                    let around = (free.first, free.last);
                    origin.visit(piece, self.step, &mut |from| {
                        visitor(Raw { from, person: index, free: around })
                    })?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Sorted raw slots with their names and rooms.
    pub(crate) fn named(&self, raws: &[Raw]) -> Vec<Slot> {
        let (Some(first), Some(last)) = (raws.first(), raws.last()) else { return Vec::new() };
        let joint = self.joint((first.from, last.from), Depth::Rooms);
        raws.iter().map(|raw| self.slot(*raw, &joint)).collect()
    }

    fn slot(&self, raw: Raw, joint: &crate::field::Joint) -> Slot {
        let rooms = joint.pick(&self.kinds, raw.from).expect("a free start has its rooms");
        Slot {
            from: instant(raw.from),
            to: instant(raw.from + self.length),
            practitioner: self.people()[raw.person].who.id.clone(),
            rooms: rooms.into_iter().map(|room| self.search.rooms[room].id.clone()).collect(),
            rest_before: whole_minutes(raw.from - raw.free.0),
            rest_after: whole_minutes(raw.free.1 - raw.from),
        }
    }

    /// The slot at exactly this start with the first practitioner who can, whatever the grid and the window say.
    pub(crate) fn slot_at(&self, at: Micros) -> Option<Slot> {
        self.slot_with(at, None)
    }

    /// The same with one practitioner.
    pub(crate) fn slot_with(&self, at: Micros, with: Option<&Id>) -> Option<Slot> {
        if at < self.earliest || self.horizon.is_some_and(|end| at >= end) {
            return None;
        }
        let joint = self.joint((at, at), Depth::Rooms);
        if !joint.allows(at) {
            return None;
        }
        let people = self.people().iter().enumerate();
        people.filter(|(_, person)| with.is_none_or(|id| person.who.id == *id)).find_map(|(index, person)| {
            let free = self.free_of(person, (at, at), Depth::All);
            let free = free.iter().find(|f| f.first <= at && at <= f.last)?;
            Some(self.slot(Raw { from: at, person: index, free: (free.first, free.last) }, &joint))
        })
    }

    /// The answers to all checks, unfolding the rules once for those that lie near each other.
    fn checked(&self) -> Vec<bool> {
        let mut order: Vec<(Micros, usize)> =
            self.search.check.iter().enumerate().map(|(i, at)| (floor(*at), i)).collect();
        order.sort_unstable();
        let mut answers = vec![false; order.len()];
        let mut rest = order.as_slice();
        while let Some((begin, _)) = rest.first() {
            let count = rest.partition_point(|(at, _)| *at <= begin + CHECK_PIECE_DAYS * DAY);
            let (piece, later) = rest.split_at(count);
            self.check_piece(piece, &mut answers);
            rest = later;
        }
        answers
    }

    fn check_piece(&self, piece: &[(Micros, usize)], answers: &mut [bool]) {
        let (Some(first), Some(last)) = (piece.first(), piece.last()) else { return };
        let range = (first.0, last.0);
        let joint = self.joint(range, Depth::All);
        let in_time = |at: Micros| at >= self.earliest && self.horizon.is_none_or(|end| at < end);
        for person in self.people() {
            let free = self.free_of(person, range, Depth::All);
            for (at, index) in piece {
                let next = free.partition_point(|f| f.last < *at);
                let fits = free.get(next).is_some_and(|f| f.first <= *at);
                answers[*index] |= fits && in_time(*at) && joint.allows(*at);
            }
        }
    }

    /// Which rule leaves nothing: the rules are added one by one until no time is left.
    fn why_nothing(&self) -> Nothing {
        let range = self.range();
        let (from, to) = (ceil(self.search.window.from), ceil(self.search.window.to));
        let now = ceil(self.search.now);
        if from.max(now) >= to {
            return Nothing::Past;
        }
        let Some(_) = self.first_free(range, Depth::Hours) else {
            return match self.first_free((from.max(now), to - 1), Depth::Hours) {
                Some(at) if at < self.earliest => Nothing::Notice,
                Some(_) => Nothing::Horizon,
                None => Nothing::Closed,
            };
        };
        let causes = [
            (Depth::Busy, Nothing::Full),
            (Depth::Patient, Nothing::PatientBusy),
            (Depth::Rooms, Nothing::NoRoom),
        ];
        let cause = causes.into_iter().find(|(depth, _)| self.first_free(range, *depth).is_none());
        cause.map_or(Nothing::Limit, |(_, cause)| cause)
    }

    /// Some free start of a range, the first of the first practitioner who has one.
    fn first_free(&self, range: Range, depth: Depth) -> Option<Micros> {
        let mut found = None;
        let _stopped = self.visit(range, depth, &mut |raw| {
            found = Some(raw.from);
            ControlFlow::Break(())
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_come_in_order_however_unevenly_they_lie() {
        let raw = |from, person| Raw { from, person, free: (0, from) };
        let lists: [Vec<Raw>; 4] = [
            Vec::new(),
            vec![raw(7, 0)],
            (0..40).flat_map(|person| (0..30).map(move |n: i64| raw(n * n * n % 911, person))).collect(),
            vec![raw(i64::MAX / 4, 0), raw(3, 1), raw(3, 2), raw(4, 2), raw(-9, 3)],
        ];
        for list in lists {
            let mut plain = list.clone();
            plain.sort_by_key(|r| (r.from, r.person));
            assert_eq!(in_order(list), plain);
        }
    }
}
