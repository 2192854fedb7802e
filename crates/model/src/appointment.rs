//! A visit: proposed, kept for a moment, booked. What becomes of it stands in `status.rs`.

use crate::{
    AppointmentId, AppointmentStatus, ClinicId, ContactId, ConversationId, HoldId, PatientId, PlanId,
    PractitionerId, RoomId, ServiceId,
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
    /// What else is to be known of it.
    pub marks: Marks,
}

/// What else is to be known of a visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// It shares its time with another visit, by a rule or by staff with a reason.
    pub overbooked: bool,
    /// The patient may be somewhere else at the same time: staff said so, or it comes from another book.
    pub elsewhere_too: bool,
    /// When the patient asked to call it off too late for the machine to do so; staff decide.
    pub asked_off_at: Option<Timestamp>,
    /// What the late cancellation costs, in the clinic's currency, as staff decided.
    pub fee: Option<u32>,
    /// The appointments that it was booked together with bear the same.
    #[serde(default)]
    pub plan: Option<PlanId>,
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
