//! A time comes free: a visit was called off or moved, a patient did not come, a request was declined, a kept time
//! was not taken. All of them pass here, inside the transaction that frees the time, so that whoever waits for one
//! is thought of exactly once. Absent: freeing anything (`bookings.rs`, `lapse.rs`).

use crate::bookings::By;
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use svara_model::{Clinic, EventId, PatientId, Slot};
use svara_store::{Tx, events};

/// Staff see a slip of the hand within this: until then a visit they dragged away can be put back where it was.
const SECOND_THOUGHTS_SECONDS: i64 = 60;

/// A time that somebody gave up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freed {
    /// Which time, for what, with whom.
    pub slot: Slot,
    /// How it came free.
    pub because: FreedBecause,
    /// Who had it; absent for a time that was only kept.
    pub patient: Option<PatientId>,
    /// Nobody is asked about it before then.
    pub asked_from: Timestamp,
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

/// From when a time is offered on: at once, but a moment later when staff moved a visit by hand. A move can be taken
/// back, and neither its patient nor another should hear of a slip.
pub(crate) fn asked_from(because: FreedBecause, by: &By, now: Timestamp) -> Timestamp {
    let by_hand = because == FreedBecause::Moved && by.via == "console";
    now + SignedDuration::from_secs(if by_hand { SECOND_THOUGHTS_SECONDS } else { 0 })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_move_by_hand_waits_for_second_thoughts() {
        let now: Timestamp = "2026-03-12T09:00:00Z".parse().unwrap();
        let by = |via: &str| By { actor: "somebody".to_owned(), via: via.to_owned(), why: None };
        for (because, via, seconds) in [
            (FreedBecause::Moved, "console", SECOND_THOUGHTS_SECONDS),
            (FreedBecause::Moved, "api", 0),
            (FreedBecause::Moved, "whatsapp", 0),
            (FreedBecause::Cancelled, "console", 0),
            (FreedBecause::Noshow, "console", 0),
        ] {
            let wait = asked_from(because, &by(via), now).duration_since(now).as_secs();
            assert_eq!(wait, seconds, "{because:?} by {via}");
        }
    }
}
