//! One start, judged by every rule, with the reasons against it.
//!
//! Absent: the grid as a rule. An appointment may start off the grid when staff want it to; `on_grid` says whether
//! the search would have offered it.

use jiff::Timestamp;

use crate::field::{Depth, Field, Person};
use crate::find::Slot;
use crate::free::Obstruction;
use crate::id::Id;
use crate::moment::{Micros, ceil, floor, instant};
use crate::problem::Problem;
use crate::search::{Busy, BusyKind, Search};
use crate::validate::{validate, year_is_sane};
use crate::zone::Zone;

/// Whether an appointment may start at one instant, and what speaks against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The start in question.
    pub at: Timestamp,
    /// The slot, when somebody can: the first practitioner by id, the first rooms by id.
    pub slot: Option<Slot>,
    /// Whether it lies on somebody's grid.
    pub on_grid: bool,
    /// Everything that speaks against it, also against those practitioners who can't when another can.
    pub refusals: Vec<Refusal>,
}

/// One thing that speaks against a start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The practitioner it concerns; `None`: it would be so with anybody.
    pub practitioner: Option<Id>,
    /// The rule.
    pub why: Why,
}

/// Why a start is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It lies in the past.
    Past,
    /// It is sooner than notice allows.
    TooSoon {
        /// The earliest start that notice allows.
        earliest: Timestamp,
    },
    /// It lies beyond the horizon.
    TooFar {
        /// The first instant beyond it.
        end: Timestamp,
    },
    /// The practitioner isn't open for the whole of it.
    Closed,
    /// The practitioner is taken during it.
    Taken {
        /// By what.
        kind: BusyKind,
        /// From when.
        from: Timestamp,
        /// To when.
        to: Timestamp,
    },
    /// The appointment itself would fit, its buffers don't.
    BufferTaken {
        /// From when the neighbour takes time.
        from: Timestamp,
        /// To when.
        to: Timestamp,
    },
    /// The group appointment has all its patients.
    GroupFull {
        /// How many it takes.
        capacity: u32,
    },
    /// The practitioner has had as many appointments as a day may have.
    DayFull {
        /// How many a day may have.
        most: u32,
    },
    /// The patient is somewhere else.
    PatientBusy {
        /// From when.
        from: Timestamp,
        /// To when.
        to: Timestamp,
    },
    /// No room of a kind is there.
    NoRoom {
        /// The kind.
        kind: Id,
        /// Rooms of it that are closed.
        closed: Vec<Id>,
        /// Rooms of it that are taken.
        taken: Vec<Id>,
    },
}

/// Judges one start by all rules but the grid and the window.
pub fn explain(search: &Search, at: Timestamp) -> Result<Explanation, Problem> {
    validate(search)?;
    year_is_sane(at, "check")?;
    Ok(Field::reaching(search, Some(floor(at))).explained(floor(at)))
}

impl Field<'_> {
    fn explained(&self, at: Micros) -> Explanation {
        let mut refusals: Vec<Refusal> = Vec::new();
        let anybody = self.against_anybody(at).into_iter();
        refusals.extend(anybody.map(|why| Refusal { practitioner: None, why }));
        for person in self.people() {
            let reasons = self.against(person, at).into_iter();
            refusals.extend(reasons.map(|why| Refusal { practitioner: Some(person.who.id.clone()), why }));
        }
        Explanation { at: instant(at), slot: self.slot_at(at), on_grid: self.on_grid(at), refusals }
    }

    fn on_grid(&self, at: Micros) -> bool {
        self.people().iter().any(|person| {
            let free = self.free_of(person, (at, at), Depth::Hours);
            let here = free.iter().find(|f| f.first <= at && at <= f.last);
            here.is_some_and(|free| self.origin(person, free).has(at, self.step))
        })
    }

    fn against_anybody(&self, at: Micros) -> Vec<Why> {
        let mut reasons = Vec::new();
        if at < ceil(self.search.now) {
            reasons.push(Why::Past);
        } else if at < self.earliest {
            reasons.push(Why::TooSoon { earliest: instant(self.earliest) });
        }
        if let Some(end) = self.horizon.filter(|end| at >= *end) {
            reasons.push(Why::TooFar { end: instant(end) });
        }
        let patient = Obstruction::of_patient(&self.search.service);
        let elsewhere = self.search.patient_busy.iter().filter(|entry| stands_in(&patient, entry, at));
        reasons.extend(elsewhere.map(|entry| Why::PatientBusy { from: entry.from, to: entry.to }));
        if reasons.is_empty() && self.joint((at, at), Depth::Rooms).pick(&self.kinds, at).is_none() {
            reasons.extend(self.missing_room(at));
        }
        reasons
    }

    /// The first kind asked for of which too few rooms are left.
    fn missing_room(&self, at: Micros) -> Option<Why> {
        let obstruction = Obstruction::of_room(&self.search.service);
        let mut used = Vec::new();
        for (kind, members) in self.search.service.rooms.iter().zip(&self.kinds) {
            let (mut closed, mut taken, mut found) = (Vec::new(), Vec::new(), None);
            for room in members.iter().filter(|r| !used.contains(*r)) {
                let id = &self.search.rooms[*room].id;
                if !self.room_is_open(*room, at) {
                    closed.push(id.clone());
                } else if obstruction.group_full(&self.search.rooms[*room].busy, at)
                    || self.search.rooms[*room].busy.iter().any(|e| stands_in(&obstruction, e, at))
                {
                    taken.push(id.clone());
                } else {
                    found = Some(*room);
                    break;
                }
            }
            match found {
                Some(room) => used.push(room),
                None => return Some(Why::NoRoom { kind: kind.clone(), closed, taken }),
            }
        }
        None
    }

    fn against(&self, person: &Person<'_>, at: Micros) -> Vec<Why> {
        let mut reasons = Vec::new();
        if !self.person_is_open(person, at) {
            reasons.push(Why::Closed);
        }
        let obstruction = Obstruction::of_practitioner(&self.search.service);
        for entry in person.who.busy.iter().filter(|entry| stands_in(&obstruction, entry, at)) {
            let itself = floor(entry.from) < at + self.length && ceil(entry.to) > at;
            let (from, to) = (entry.from, entry.to);
            reasons.push(if itself {
                Why::Taken { kind: entry.kind, from, to }
            } else {
                Why::BufferTaken { from, to }
            });
        }
        if obstruction.group_full(&person.who.busy, at) {
            reasons.push(Why::GroupFull { capacity: self.search.service.capacity });
        }
        if let Some(most) = person.who.max_per_day {
            let clock = self.clock_of(person);
            let counts = |entry: &&Busy| {
                entry.kind == BusyKind::Appointment
                    && entry.from < entry.to
                    && clock.day_at(floor(entry.from)) == clock.day_at(at)
            };
            if person.who.busy.iter().filter(counts).count() >= usize::try_from(most).unwrap_or(usize::MAX) {
                reasons.push(Why::DayFull { most });
            }
        }
        reasons
    }
}

/// Whether an entry forbids this start. Patients of the same group appointment don't, until it is full.
fn stands_in(obstruction: &Obstruction<'_>, entry: &Busy, at: Micros) -> bool {
    let (from, to) = (floor(entry.from), ceil(entry.to));
    if entry.from >= entry.to || (from == at && obstruction.shares(entry)) {
        return false;
    }
    let (first, last) = obstruction.forbidden_by(entry, from, to);
    first <= at && at <= last
}

impl Obstruction<'_> {
    /// Whether a group appointment that starts here has all its patients.
    fn group_full(&self, busy: &[Busy], at: Micros) -> bool {
        let here = |e: &&Busy| e.from < e.to && floor(e.from) == at && self.shares(e);
        busy.iter().filter(here).count() >= self.places()
    }
}

impl Why {
    /// The reason as a clause, with times in a zone.
    pub fn in_zone(&self, zone: &Zone) -> String {
        let span = |from: &Timestamp, to: &Timestamp| format!("{} to {}", zone.write(*from), zone.write(*to));
        match self {
            Self::Past => "it lies in the past".to_owned(),
            Self::TooSoon { earliest } => {
                format!("too soon: notice allows {} at the earliest", zone.write(*earliest))
            }
            Self::TooFar { end } => format!("too far ahead: the horizon ends at {}", zone.write(*end)),
            Self::Closed => "not open for the whole appointment".to_owned(),
            Self::Taken { kind, from, to } => format!("taken by {} from {}", kind.phrase(), span(from, to)),
            Self::BufferTaken { from, to } => {
                format!("the buffer must be free, and {} is taken", span(from, to))
            }
            Self::GroupFull { capacity } => format!("the group has its {capacity} patients"),
            Self::DayFull { most } => format!("the day has its {most} appointments"),
            Self::PatientBusy { from, to } => format!("the patient is elsewhere from {}", span(from, to)),
            Self::NoRoom { kind, closed, taken } => {
                let listed = |label: &str, ids: &[Id]| match ids {
                    [] => String::new(),
                    ids => {
                        format!("; {label}: {}", ids.iter().map(Id::as_str).collect::<Vec<_>>().join(", "))
                    }
                };
                format!("no room of kind {kind}{}{}", listed("closed", closed), listed("taken", taken))
            }
        }
    }
}

impl BusyKind {
    fn phrase(self) -> &'static str {
        match self {
            Self::Appointment => "an appointment",
            Self::Block => "a block",
            Self::Hold => "a hold",
        }
    }
}
