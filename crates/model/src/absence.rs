//! Somebody is ill, a room is out of order, the clinic closes: which visits that touches and what became of them.

use crate::waiting::words;
use crate::{AbsenceId, AppointmentId, ClinicId, ConversationId, MessageId, PractitionerId, RoomId, Slot};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// `[clinic.absence]`: how patients of an absence are reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AbsenceRules {
    /// So long after the release it can be undone; then the messages go.
    pub undo_minutes: u32,
    /// Who hasn't answered after this is called.
    pub call_after_minutes: u32,
    /// Who would come within this is called at once.
    pub urgent_hours: u32,
}

impl Default for AbsenceRules {
    fn default() -> Self {
        Self { undo_minutes: 10, call_after_minutes: 120, urgent_hours: 4 }
    }
}

/// A time at which somebody or something is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Its id.
    pub id: AbsenceId,
    /// At which clinic.
    pub clinic: ClinicId,
    /// Who or what.
    pub scope: AbsenceScope,
    /// The first moment.
    pub from: Timestamp,
    /// The first moment after.
    pub to: Timestamp,
    /// For staff; patients don't see it.
    pub reason: Option<String>,
    /// How far it has come.
    pub state: AbsenceState,
    /// Who entered it.
    pub by: String,
    /// When it was entered.
    pub created_at: Timestamp,
    /// When its messages go, or went.
    pub goes_at: Option<Timestamp>,
}

impl Absence {
    /// Whether a visit at that time can't take place.
    pub fn touches(&self, slot: &Slot) -> bool {
        let concerns = match &self.scope {
            AbsenceScope::Practitioner(it) => *it == slot.practitioner,
            AbsenceScope::Room(it) => slot.rooms.contains(it),
            AbsenceScope::Clinic => true,
        };
        concerns && slot.from < self.to && self.from < slot.to
    }
}

/// Who or what is away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbsenceScope {
    /// Someone who treats.
    Practitioner(PractitionerId),
    /// A room or a device.
    Room(RoomId),
    /// The whole clinic.
    Clinic,
}

words! {
    /// How far an absence has come.
    AbsenceState {
        /// Looked at; nothing has happened.
        Draft = "draft",
        /// The time is closed; the messages go when the timer ends.
        Releasing = "releasing",
        /// The patients were asked.
        Released = "released",
        /// Undone before anything went.
        Undone = "undone",
    }
}

impl AbsenceState {
    /// Whether nobody may book into it.
    pub fn closes_time(self) -> bool {
        matches!(self, Self::Releasing | Self::Released)
    }
}

/// A visit that an absence touches, as it was when its patient was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchedVisit {
    /// By which absence.
    pub absence: AbsenceId,
    /// Which.
    pub appointment: AppointmentId,
    /// Its time then.
    pub slot: Slot,
    /// What is known of the asking; what became of the visit stands with the visit.
    pub asked: Asked,
    /// Since when.
    pub at: Timestamp,
    /// Where they were asked.
    pub conversation: Option<ConversationId>,
    /// With which message.
    pub message: Option<MessageId>,
}

words! {
    /// What is known of the asking.
    Asked {
        /// A message is on its way or there.
        Waiting = "waiting",
        /// Nobody to write to, or no permission to: call them.
        Unreachable = "unreachable",
        /// They want to be called.
        WantsCall = "wants_call",
        /// Moved to another room at the same time; nobody needed to be asked.
        Rehoused = "rehoused",
    }
}
