//! Which few of many free times: the first ones, or ones that differ.
//!
//! Absent: what one patient prefers (see `offer`). Both ways are what `want` in the contract says, and both give the
//! same times for the same state.

use std::collections::HashSet;

use crate::find::Slot;
use crate::limits::OFFERS_APART_MINUTES;
use crate::moment::{DAY, MINUTE, Micros, floor};
use crate::search::{Rank, Want};
use crate::zone::{Clock, Zone};

/// A part of the day by the clinic's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Before noon.
    Morning,
    /// From noon to 17:00.
    Afternoon,
    /// From 17:00.
    Evening,
}

impl Part {
    /// The part of the day in which an instant lies, by a zone's clock.
    pub fn at(at: jiff::Timestamp, zone: &Zone) -> Self {
        let wall = zone.time_zone().to_datetime(at);
        Self::of_wall(Micros::from(wall.hour()) * 60 * MINUTE)
    }

    /// The part of the day that a wall time lies in.
    pub(crate) fn of_wall(wall: Micros) -> Self {
        match wall.rem_euclid(DAY) / (60 * MINUTE) {
            0..12 => Self::Morning,
            12..17 => Self::Afternoon,
            _ => Self::Evening,
        }
    }
}

/// The first few of sorted slots.
pub fn earliest(slots: &[Slot], count: usize) -> Vec<Slot> {
    slots.iter().take(count).cloned().collect()
}

/// A few of sorted slots on different days, then in different parts of the day, the earliest of each.
pub fn spread(slots: &[Slot], count: usize, zone: &Zone) -> Vec<Slot> {
    let starts: Vec<Micros> = slots.iter().map(|s| floor(s.from)).collect();
    let (Some(first), Some(last)) = (starts.first(), starts.last()) else { return Vec::new() };
    let clock = Clock::over(zone, *first, *last);
    let few = chosen(&starts, Want { count, rank: Rank::Spread }, &clock);
    few.into_iter().map(|index| slots[index].clone()).collect()
}

/// The indices of the few wanted among sorted starts, in order.
pub(crate) fn chosen(starts: &[Micros], want: Want, clock: &Clock) -> Vec<usize> {
    match want.rank {
        Rank::Earliest => (0..starts.len().min(want.count)).collect(),
        Rank::Spread => {
            let mut few = differing(starts, want.count, clock);
            few.sort_unstable();
            few
        }
    }
}

fn differing(starts: &[Micros], count: usize, clock: &Clock) -> Vec<usize> {
    let place = |index: usize| {
        let wall = clock.wall_at(starts[index]);
        (wall.div_euclid(DAY), Part::of_wall(wall))
    };
    let (mut days, mut groups) = (HashSet::new(), HashSet::new());
    let (mut few, mut firsts, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for index in 0..starts.len() {
        let (day, part) = place(index);
        if days.insert(day) {
            groups.insert((day, part));
            few.push(index);
            if few.len() == count {
                return few;
            }
        } else if groups.insert((day, part)) {
            firsts.push(index);
        } else {
            others.push(index);
        }
    }
    let mut parts: HashSet<Part> = few.iter().map(|index| place(*index).1).collect();
    while few.len() < count && !firsts.is_empty() {
        let key = |index: &usize| (parts.contains(&place(*index).1), near(starts, *index, &few), *index);
        let best = firsts.iter().copied().min_by_key(key).expect("there is another part of a day");
        firsts.retain(|index| *index != best);
        parts.insert(place(best).1);
        few.push(best);
    }
    fill(starts, others, count, &mut few);
    few
}

/// When days and parts of days are used up: times well apart first, then any other time, then the same time with
/// somebody else.
fn fill(starts: &[Micros], mut others: Vec<usize>, count: usize, few: &mut Vec<usize>) {
    for closeness in [Near::Apart, Near::Close, Near::Same] {
        others.retain(|index| {
            let take = few.len() < count && near(starts, *index, few) <= closeness;
            if take {
                few.push(*index);
            }
            !take
        });
    }
}

/// How near a start lies to those that are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Near {
    Apart,
    Close,
    Same,
}

fn near(starts: &[Micros], index: usize, few: &[usize]) -> Near {
    let distance = few.iter().map(|other| (starts[*other] - starts[index]).abs()).min();
    match distance {
        Some(0) => Near::Same,
        Some(near) if near < OFFERS_APART_MINUTES * MINUTE => Near::Close,
        _ => Near::Apart,
    }
}
