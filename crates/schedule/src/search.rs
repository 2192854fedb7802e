//! The question: whose hours, which rooms, what is taken, when to look, how many times are wanted.
//!
//! Absent: JSON (see `read`) and checks of the bounds (see `validate`). The desk builds these values directly.
//! Someone's own hold, an expired one, a cancelled appointment and the one being moved don't belong in here:
//! whoever asks leaves them out.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

use crate::id::Id;
use crate::moment::TimeOfDay;
use crate::zone::Zone;

/// One search for free times.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// The current instant; nothing starts before it.
    pub now: Timestamp,
    /// The clinic's zone.
    pub zone: Zone,
    /// What is to be booked.
    pub service: Service,
    /// Who could do it; any of them will do.
    pub practitioners: Vec<Practitioner>,
    /// Where it could be done.
    pub rooms: Vec<Room>,
    /// The patient's own appointments: nobody can be in two places.
    pub patient_busy: Vec<Busy>,
    /// Where to look.
    pub window: Window,
    /// Starts to judge one by one; neither the window nor the grid holds for them.
    pub check: Vec<Timestamp>,
    /// How many good times; `None` is all of them.
    pub want: Option<Want>,
}

/// A half-open range of instants in which starts are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first possible start.
    pub from: Timestamp,
    /// The first instant that is too late.
    pub to: Timestamp,
}

/// What is to be booked, and its rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Its name, needed when `capacity` is above 1.
    pub id: Option<Id>,
    /// Minutes of elapsed time that it lasts.
    pub minutes: u32,
    /// Minutes before it that must be free of busy time on the practitioner.
    pub buffer_before: u32,
    /// Minutes after it that must be free of busy time on the practitioner.
    pub buffer_after: u32,
    /// How these buffers meet the buffers that busy entries bring.
    pub buffers: Buffers,
    /// Minutes of elapsed time from `now` to the earliest start.
    pub notice: u32,
    /// The last day on which it may start, today being 0, in the clinic's zone; `None` is no limit.
    pub horizon_days: Option<u32>,
    /// Minutes between candidates; `None` is the service's own length.
    pub step: Option<u32>,
    /// Where candidates are counted from.
    pub align: Align,
    /// Kinds of room that it needs for its whole length, each a room of its own.
    pub rooms: Vec<Id>,
    /// Patients that share one appointment.
    pub capacity: u32,
}

impl Service {
    /// A service of this many minutes and no other rule.
    pub fn lasting(minutes: u32) -> Self {
        Self {
            id: None,
            minutes,
            buffer_before: 0,
            buffer_after: 0,
            buffers: Buffers::Larger,
            notice: 0,
            horizon_days: None,
            step: None,
            align: Align::Hours,
            rooms: Vec::new(),
            capacity: 1,
        }
    }

    /// Minutes between candidates.
    pub fn step_minutes(&self) -> u32 {
        self.step.unwrap_or(self.minutes)
    }
}

/// How the buffers of two neighbours meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Buffers {
    /// The larger of the two must lie between them.
    #[default]
    Larger,
    /// Both must, one after the other.
    Sum,
}

/// Where candidate starts are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// From the start of each opening interval, in elapsed time.
    #[default]
    Hours,
    /// From local midnight, by the wall clock.
    Clock,
}

/// Somebody who can do it.
#[derive(Debug, Clone, PartialEq)]
pub struct Practitioner {
    /// The id.
    pub id: Id,
    /// Weekly hours.
    pub hours: Vec<Hours>,
    /// Dates with hours of their own.
    pub exceptions: Vec<Exception>,
    /// The zone of the hours; `None` is the clinic's.
    pub zone: Option<Zone>,
    /// Appointments that may start on one local day; `None` is no limit.
    pub max_per_day: Option<u32>,
    /// What is taken, in any order.
    pub busy: Vec<Busy>,
}

impl Practitioner {
    /// Somebody without hours.
    pub fn new(id: impl Into<Id>) -> Self {
        Self {
            id: id.into(),
            hours: Vec::new(),
            exceptions: Vec::new(),
            zone: None,
            max_per_day: None,
            busy: Vec::new(),
        }
    }
}

/// A room, or a device that is needed like one.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    /// The id.
    pub id: Id,
    /// Its kind, as services ask for it.
    pub kind: Id,
    /// Weekly hours in the clinic's zone; `None` is always open.
    pub hours: Option<Vec<Hours>>,
    /// Dates with hours of their own.
    pub exceptions: Vec<Exception>,
    /// What is taken, in any order.
    pub busy: Vec<Busy>,
}

impl Room {
    /// A room that is always open.
    pub fn new(id: impl Into<Id>, kind: impl Into<Id>) -> Self {
        Self { id: id.into(), kind: kind.into(), hours: None, exceptions: Vec::new(), busy: Vec::new() }
    }
}

/// Weekly hours by the wall clock. An end before the beginning lies on the next day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// The days on which they begin.
    pub days: Vec<Weekday>,
    /// From when to when.
    pub span: Span,
}

/// From one wall time to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// When it begins.
    pub from: TimeOfDay,
    /// When it ends.
    pub to: TimeOfDay,
}

/// A date that doesn't follow the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// The date.
    pub date: Date,
    /// Its hours; none: closed.
    pub hours: Vec<Span>,
}

/// Time that is taken, half open; of zero length it means nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    /// The first instant taken.
    pub from: Timestamp,
    /// The first instant free again.
    pub to: Timestamp,
    /// By what.
    pub kind: BusyKind,
    /// For which service.
    pub service: Option<Id>,
    /// Minutes before it that its own service keeps free.
    pub buffer_before: u32,
    /// Minutes after it that its own service keeps free.
    pub buffer_after: u32,
}

impl Busy {
    /// An appointment without a service or buffers of its own.
    pub fn appointment(from: Timestamp, to: Timestamp) -> Self {
        Self { from, to, kind: BusyKind::Appointment, service: None, buffer_before: 0, buffer_after: 0 }
    }
}

/// What takes time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BusyKind {
    /// A patient; counts towards `max_per_day` and fills group appointments.
    #[default]
    Appointment,
    /// A meeting, an absence, an outside calendar.
    Block,
    /// A time that somebody is about to take.
    Hold,
}

/// A few good times instead of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Want {
    /// How many.
    pub count: usize,
    /// Which ones.
    pub rank: Rank,
}

/// Which few.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rank {
    /// The first ones.
    #[default]
    Earliest,
    /// Different days first, then different parts of the day, the earliest of each.
    Spread,
}
