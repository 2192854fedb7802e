//! Several appointments that belong together: a family's, or one visit of two services.
//!
//! Absent: booking, and rules of its own. Each appointment is judged by the search as if those before it were booked
//! already, so that buffers, rooms, groups and limits hold among them as well.

use crate::field::Field;
use crate::find::{Slot, find};
use crate::limits::{MAX_PLAN_TRIES, MAX_PLANS, MAX_TOGETHER, MAX_WAIT_MINUTES};
use crate::moment::{Micros, floor, minutes};
use crate::problem::Problem;
use crate::search::{Busy, BusyKind, Search, Service};
use crate::validate::{validate, within};

/// How several patients come together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrangement {
    /// All at the same time, with different practitioners or in one group appointment.
    SideBySide,
    /// One after the other, with the same practitioner where possible; between two of them at most this wait.
    BackToBack {
        /// Minutes from the end of one to the start of the next.
        wait_minutes: u32,
    },
}

/// Times for several patients at once, each answer with one slot a patient: at most so many, the earliest first, no
/// two answers that begin at the same instant. The later appointments of one answer may lie off the grid, right
/// behind the one before.
pub fn together(
    search: &Search,
    patients: usize,
    arrangement: Arrangement,
    most: usize,
) -> Result<Vec<Vec<Slot>>, Problem> {
    within(patients, 1, MAX_TOGETHER, "patients")?;
    let wait = match arrangement {
        Arrangement::SideBySide => None,
        Arrangement::BackToBack { wait_minutes } => Some(wait(wait_minutes)?),
    };
    let search = Search { want: None, check: Vec::new(), ..search.clone() };
    let mut found: Vec<Vec<Slot>> = Vec::new();
    let (mut tried, mut passed) = (0, None);
    for first in find(&search)?.slots {
        if found.len() >= most.min(MAX_PLANS) || tried >= MAX_PLAN_TRIES {
            break;
        }
        if passed == Some(first.from) {
            continue;
        }
        tried += 1;
        let plan = match wait {
            None => side_by_side(&search, &first, patients),
            Some(wait) => back_to_back(&search, &first, patients, wait),
        };
        if let Some(plan) = plan {
            passed = Some(first.from);
            found.push(plan);
        }
    }
    Ok(found)
}

fn side_by_side(search: &Search, first: &Slot, patients: usize) -> Option<Vec<Slot>> {
    let at = floor(first.from);
    let mut plan = Plan::begun(search, first);
    while plan.slots.len() < patients {
        let next = Field::new(&plan.search).slot_at(at)?;
        plan.add(next);
    }
    Some(plan.slots)
}

fn back_to_back(search: &Search, first: &Slot, patients: usize, wait: Micros) -> Option<Vec<Slot>> {
    let mut plan = Plan::begun(search, first);
    while plan.slots.len() < patients {
        let last = plan.slots.last().expect("a plan has its first slot");
        let range = (floor(last.to), floor(last.to) + wait);
        let field = Field::new(&plan.search);
        let next = field.soonest(range, Some(&last.practitioner)).or_else(|| field.soonest(range, None))?;
        plan.add(next);
    }
    Some(plan.slots)
}

/// Two services in one visit, the first before the second, with at most this wait between them: an X-ray, then the
/// dentist. Starts of the second on its grid are preferred; at most so many answers, the earliest first, no two that
/// begin at the same instant. Who or what is in both searches is the same by its id.
pub fn combined(
    first: &Search,
    second: &Search,
    wait_minutes: u32,
    most: usize,
) -> Result<Vec<(Slot, Slot)>, Problem> {
    let wait = wait(wait_minutes)?;
    let first = Search { want: None, check: Vec::new(), ..first.clone() };
    let second = Search { want: None, check: Vec::new(), ..second.clone() };
    validate(&second)?;
    let possible = Field::new(&second).any_start();
    let mut found: Vec<(Slot, Slot)> = Vec::new();
    let mut tried = 0;
    for slot in find(&first)?.slots {
        if found.len() >= most.min(MAX_PLANS) || tried >= MAX_PLAN_TRIES {
            break;
        }
        let range = (floor(slot.to), floor(slot.to) + wait);
        let near = possible.get(possible.partition_point(|p| p.1 < range.0)).is_some_and(|p| p.0 <= range.1);
        if !near || found.last().is_some_and(|(before, _)| before.from == slot.from) {
            continue;
        }
        tried += 1;
        let mut after = second.clone();
        take(&mut after, &slot, &first.service);
        let field = Field::new(&after);
        if let Some(next) = field.soonest_on_grid(range).or_else(|| field.soonest(range, None)) {
            found.push((slot, next));
        }
    }
    Ok(found)
}

/// Appointments that are as good as booked, and the search as it looks afterwards.
struct Plan {
    search: Search,
    slots: Vec<Slot>,
}

impl Plan {
    fn begun(search: &Search, first: &Slot) -> Self {
        let mut plan = Self { search: search.clone(), slots: Vec::new() };
        plan.add(first.clone());
        plan
    }

    fn add(&mut self, slot: Slot) {
        let service = self.search.service.clone();
        take(&mut self.search, &slot, &service);
        self.slots.push(slot);
    }
}

/// Marks a slot as taken on its practitioner and in its rooms.
fn take(search: &mut Search, slot: &Slot, service: &Service) {
    for someone in search.practitioners.iter_mut().filter(|p| p.id == slot.practitioner) {
        someone.busy.push(entry(slot, service, true));
    }
    for room in search.rooms.iter_mut().filter(|r| slot.rooms.contains(&r.id)) {
        room.busy.push(entry(slot, service, false));
    }
}

fn entry(slot: &Slot, service: &Service, buffers: bool) -> Busy {
    let (buffer_before, buffer_after) =
        if buffers { (service.buffer_before, service.buffer_after) } else { (0, 0) };
    Busy {
        from: slot.from,
        to: slot.to,
        kind: BusyKind::Appointment,
        service: service.id.clone(),
        buffer_before,
        buffer_after,
    }
}

fn wait(wait_minutes: u32) -> Result<Micros, Problem> {
    within(wait_minutes, 0, MAX_WAIT_MINUTES, "wait_minutes")?;
    Ok(minutes(wait_minutes))
}
