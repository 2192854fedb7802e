//! A visit: proposed, kept for a moment, booked, and what became of it. FHIR's words for the states.

use crate::{
    AppointmentId, ClinicId, ContactId, ConversationId, HoldId, PatientId, PractitionerId, RoomId, ServiceId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A time that is free: who, where, when.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    /// The first moment.
    pub from: Timestamp,
    /// The first moment after.
    pub to: Timestamp,
    /// For what.
    pub service: ServiceId,
    /// With whom.
    pub practitioner: PractitionerId,
    /// Where; one per kind of room the service needs.
    pub rooms: Vec<RoomId>,
}

/// A booked visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Its id.
    pub id: AppointmentId,
    /// At which clinic.
    pub clinic: ClinicId,
    /// Who comes.
    pub patient: PatientId,
    /// The contact that hears about it, when booked for or by one.
    pub contact: Option<ContactId>,
    /// When, what, with whom, where.
    pub slot: Slot,
    /// What became of it.
    pub status: AppointmentStatus,
    /// Which way it was booked: `whatsapp`, `api`, `console`, `file`.
    pub booked_via: String,
    /// When the patient said yes to coming.
    pub confirmed_at: Option<Timestamp>,
    /// Rises by one with each change: iCalendar's SEQUENCE, and the guard against stale reminders.
    pub revision: i64,
    /// The unguessable part of its calendar link.
    pub calendar_token: String,
    /// When it was booked.
    pub booked_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// What became of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AppointmentStatus {
    /// It stands.
    Booked,
    /// It stands and the patient said yes.
    Confirmed,
    /// The patient is here.
    Arrived,
    /// It took place.
    Fulfilled,
    /// The patient did not come.
    Noshow,
    /// It was called off.
    Cancelled,
}

impl AppointmentStatus {
    /// As stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Confirmed => "confirmed",
            Self::Arrived => "arrived",
            Self::Fulfilled => "fulfilled",
            Self::Noshow => "noshow",
            Self::Cancelled => "cancelled",
        }
    }

    /// From the stored text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Booked, Self::Confirmed, Self::Arrived, Self::Fulfilled, Self::Noshow, Self::Cancelled]
            .into_iter()
            .find(|it| it.as_str() == text)
    }

    /// Whether it keeps its time taken.
    pub fn takes_time(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Noshow)
    }

    /// Whether it still lies ahead of the patient.
    pub fn is_coming(self) -> bool {
        matches!(self, Self::Booked | Self::Confirmed)
    }
}

/// A chosen time, kept for one conversation while the patient answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Its id.
    pub id: HoldId,
    /// Whose.
    pub conversation: ConversationId,
    /// Which time.
    pub slot: Slot,
    /// From then on it keeps nothing.
    pub expires_at: Timestamp,
}
