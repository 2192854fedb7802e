//! A time comes free: a visit was called off or moved, a patient did not come, a request was declined, a kept time
//! was not taken. All of them pass here, inside the transaction that frees the time, so that whoever waits for one
//! is thought of exactly once. Absent: freeing anything (`bookings.rs`, `lapse.rs`).

use crate::{Desk, DeskError};
use serde_json::json;
use svara_model::{Clinic, EventId, PatientId, Slot};
use svara_store::{Tx, events};

/// A time that somebody gave up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freed {
    /// Which time, for what, with whom.
    pub slot: Slot,
    /// How it came free.
    pub because: FreedBecause,
    /// Who had it; absent for a time that was only kept.
    pub patient: Option<PatientId>,
}

/// How a time came free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FreedBecause {
    /// The visit was called off.
    Cancelled,
    /// The visit has another time.
    Moved,
    /// The patient did not come.
    Noshow,
    /// A request was declined or lapsed.
    NotApproved,
    /// It was kept for somebody who did not answer.
    HoldLapsed,
    /// It had been closed and is open again.
    Reopened,
}

impl FreedBecause {
    /// As the audit chain says it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Moved => "moved",
            Self::Noshow => "noshow",
            Self::NotApproved => "not_approved",
            Self::HoldLapsed => "hold_lapsed",
            Self::Reopened => "reopened",
        }
    }
}

impl Desk {
    /// Called once for every time that comes free, in the transaction that frees it. A time that has begun helps
    /// nobody any more and goes no further. The line it leaves is what the figures on filled times count.
    pub(crate) async fn time_freed(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        freed: Freed,
    ) -> Result<(), DeskError> {
        let now = self.now();
        if freed.slot.from <= now {
            return Ok(());
        }
        let details = json!({
            "from": freed.slot.from,
            "practitioner": freed.slot.practitioner,
            "service": freed.slot.service,
            "because": freed.because.as_str(),
        });
        let id = self.ids.make(EventId::new, now);
        let subject = freed.patient.as_ref().map(PatientId::as_str);
        events::append(tx, id, &clinic.id, now, "desk", "time.freed", subject, &details.to_string()).await?;
        if self.close_vacated(tx, clinic, &freed).await? {
            return Ok(());
        }
        self.offer_on(tx, clinic, &freed).await
    }
}
