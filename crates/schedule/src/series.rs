//! A series: the same visit every week or every few weeks, on the same weekday at the same time where possible.
//!
//! Absent: booking. Every visit is with the practitioner of the first one and keeps all rules by itself; a visit
//! that can't be had is reported, never left out in silence.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;

use crate::find::{Slot, find};
use crate::id::Id;
use crate::limits::{MAX_PLANS, MAX_SERIES, MAX_WEEKS_BETWEEN, SERIES_SHIFT_DAYS};
use crate::moment::{DAY, Micros, ceil, floor, instant};
use crate::problem::{Fault, Problem};
use crate::search::Search;
use crate::validate::validate;
use crate::zone::{Clock, Zone};

/// How often, and how many times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// Visits in all, the first one among them.
    pub visits: usize,
    /// Weeks from one to the next.
    pub weeks_between: u32,
}

/// One visit of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visit {
    /// On its weekday at its time.
    AsWished(Slot),
    /// On its weekday, at another time.
    OtherTime(Slot),
    /// On another day of about the same week.
    OtherDay(Slot),
    /// Nothing is free around this instant.
    Impossible {
        /// When it should have been.
        at: Timestamp,
    },
}

impl Visit {
    /// The time, when there is one.
    pub fn slot(&self) -> Option<&Slot> {
        match self {
            Self::AsWished(slot) | Self::OtherTime(slot) | Self::OtherDay(slot) => Some(slot),
            Self::Impossible { .. } => None,
        }
    }
}

/// The best series whose first visits lie in the window, at most so many: the most regular first, then the earliest.
/// Series with an impossible visit come last, so that the desk can say which one it is.
pub fn series(search: &Search, rhythm: Rhythm, most: usize) -> Result<Vec<Vec<Visit>>, Problem> {
    check(rhythm)?;
    validate(search)?;
    let last_first_visit = ceil(search.window.to) - 1;
    let weeks = i64::from(rhythm.weeks_between) * i64::try_from(rhythm.visits).expect("a series is short");
    let end = last_first_visit + (weeks * 7 + SERIES_SHIFT_DAYS + 1) * DAY;
    let mut whole = search.clone();
    whole.want = None;
    whole.check = Vec::new();
    whole.window.to =
        Timestamp::from_microsecond(end).map_err(|_| Problem::at("window.to", Fault::OutsideYears))?;
    let slots = find(&whole)?.slots;
    let calendar = Calendar::new(&slots, &whole.zone);
    let firsts = slots.iter().take_while(|slot| floor(slot.from) <= last_first_visit);
    let mut found: Vec<(u32, &Slot)> =
        firsts.map(|first| (calendar.steps(first, rhythm).map(|step| step.cost).sum(), first)).collect();
    found.sort_by_key(|(cost, _)| *cost);
    found.truncate(most.min(MAX_PLANS));
    Ok(found.into_iter().map(|(_, first)| calendar.steps(first, rhythm).map(Step::visit).collect()).collect())
}

/// Free times by practitioner and start.
struct Calendar<'s> {
    clock: Clock,
    free: HashMap<&'s Id, BTreeMap<Micros, &'s Slot>>,
}

/// One visit while series are compared.
struct Step<'s> {
    slot: Option<&'s Slot>,
    wished: Micros,
    cost: u32,
}

/// What it costs a series that a visit keeps its weekday but not its time.
const OTHER_TIME: u32 = 1;
/// What it costs that a visit loses its weekday.
const OTHER_DAY: u32 = 3;
/// What it costs that a visit can't be had: more than anything else together.
const IMPOSSIBLE: u32 = 1_000;

impl<'s> Calendar<'s> {
    fn new(slots: &'s [Slot], zone: &Zone) -> Self {
        let mut free: HashMap<&Id, BTreeMap<Micros, &Slot>> = HashMap::new();
        for slot in slots {
            free.entry(&slot.practitioner).or_default().insert(floor(slot.from), slot);
        }
        let ends = [slots.first(), slots.last()].map(|slot| slot.map_or(0, |slot| floor(slot.from)));
        Self { clock: Clock::over(zone, ends[0], ends[1]), free }
    }

    /// The visits of the series that this slot begins.
    fn steps(&self, first: &Slot, rhythm: Rhythm) -> impl Iterator<Item = Step<'s>> {
        let wall = self.clock.wall_at(floor(first.from));
        let free = &self.free[&first.practitioner];
        (0_i64..)
            .take(rhythm.visits)
            .map(move |number| self.step(free, wall + number * i64::from(rhythm.weeks_between) * 7 * DAY))
    }

    /// The free time nearest to a wall time: on its day, or on the nearest day that has one.
    fn step(&self, free: &BTreeMap<Micros, &'s Slot>, wall: Micros) -> Step<'s> {
        let wished = self.clock.instant_of(wall);
        let mut by_nearness = (0..=SERIES_SHIFT_DAYS).flat_map(|days| [days, -days]);
        let nearest = |days: i64| {
            let midnight = wall.div_euclid(DAY) * DAY + days * DAY;
            let day = self.clock.instant_of(midnight)..self.clock.instant_of(midnight + DAY);
            let wished = self.clock.instant_of(wall + days * DAY);
            free.range(day).min_by_key(|(at, _)| (**at - wished).abs()).map(|(at, slot)| (days, *at, *slot))
        };
        match by_nearness.find_map(nearest) {
            Some((0, at, slot)) if at == wished => Step { slot: Some(slot), wished, cost: 0 },
            Some((0, _, slot)) => Step { slot: Some(slot), wished, cost: OTHER_TIME },
            Some((_, _, slot)) => Step { slot: Some(slot), wished, cost: OTHER_DAY },
            None => Step { slot: None, wished, cost: IMPOSSIBLE },
        }
    }
}

impl Step<'_> {
    fn visit(self) -> Visit {
        match (self.slot, self.cost) {
            (None, _) => Visit::Impossible { at: instant(self.wished) },
            (Some(slot), 0) => Visit::AsWished(slot.clone()),
            (Some(slot), OTHER_TIME) => Visit::OtherTime(slot.clone()),
            (Some(slot), _) => Visit::OtherDay(slot.clone()),
        }
    }
}

fn check(rhythm: Rhythm) -> Result<(), Problem> {
    let bound = |field: &str, value: usize, most: usize| {
        let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let fault = Fault::OutOfRange { value: whole(value), least: 1, most: whole(most) };
        if (1..=most).contains(&value) { Ok(()) } else { Err(Problem::at(field, fault)) }
    };
    let weeks = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    bound("rhythm.visits", rhythm.visits, MAX_SERIES)?;
    bound("rhythm.weeks_between", weeks(rhythm.weeks_between), weeks(MAX_WEEKS_BETWEEN))
}
