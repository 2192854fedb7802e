//! Several appointments that belong together: as they are asked for, and as they could be had. Booked, each of them
//! is an appointment like any other, and bears the plan's id (`appointment.rs`).

use crate::{PractitionerId, ServiceId, Slot};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanWish {
    /// The same visit again and again, with one practitioner.
    Series {
        /// For what.
        service: ServiceId,
        /// With whom, if it matters.
        practitioner: Option<PractitionerId>,
        /// How many, the first one among them.
        visits: usize,
        /// Weeks from one to the next.
        weeks_between: u32,
    },
    /// The same visit for several people.
    Together {
        /// For what.
        service: ServiceId,
        /// With whom, if it matters.
        practitioner: Option<PractitionerId>,
        /// How many people.
        people: usize,
        /// All at once, with different practitioners or in one group; otherwise one after the other.
        side_by_side: bool,
        /// The longest wait between two who come one after the other, in minutes.
        wait_minutes: u32,
    },
    /// Two services in one visit, the first before the second.
    Combined {
        /// What comes first.
        first: ServiceId,
        /// What comes after it.
        second: ServiceId,
        /// The longest wait between them, in minutes.
        wait_minutes: u32,
    },
}

impl PlanWish {
    /// How many appointments it makes.
    pub fn visits(&self) -> usize {
        match self {
            Self::Series { visits, .. } => *visits,
            Self::Together { people, .. } => *people,
            Self::Combined { .. } => 2,
        }
    }

    /// What comes first.
    pub fn service(&self) -> &ServiceId {
        match self {
            Self::Series { service, .. } | Self::Together { service, .. } => service,
            Self::Combined { first, .. } => first,
        }
    }
}

/// How a visit of a series meets its rhythm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// On its weekday at its time; every visit that is not one of a series.
    AsWished,
    /// On its weekday, at another time.
    OtherTime,
    /// On another day of about the same week.
    OtherDay,
}

/// One time of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedVisit {
    /// When, what, with whom, where.
    pub slot: Slot,
    /// How it meets the rhythm.
    pub fit: Fit,
}

/// A plan that could be booked as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreePlan {
    /// Its times, in order.
    pub visits: Vec<PlannedVisit>,
    /// When visits of a series should have been for which nothing is free; such a plan is no whole one.
    pub missing: Vec<Timestamp>,
}

impl FreePlan {
    /// Its first moment.
    pub fn from(&self) -> Option<Timestamp> {
        self.visits.first().map(|it| it.slot.from)
    }
}
