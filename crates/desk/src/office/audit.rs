//! Who looked at what. Absent: what the line says of a booking or a move, which `bookings.rs` writes with it.

use super::Who;
use crate::{Desk, DeskError};
use svara_model::{ClinicId, EventId};
use svara_store::mischief::{Mischief, is_planted};
use svara_store::{Tx, events, looks};

impl Desk {
    /// Notes, before anything is shown, that somebody looked. `subjects` are ids, never names or numbers.
    pub(super) async fn saw(
        &self,
        clinic: &ClinicId,
        who: &Who,
        kind: &'static str,
        subject: Option<String>,
        subjects: Vec<String>,
    ) -> Result<(), DeskError> {
        if is_planted(Mischief::LookUnnoted) {
            return Ok(());
        }
        let (desk, clinic, who) = (self.clone(), clinic.clone(), who.clone());
        let details = serde_json::json!({ "subjects": subjects }).to_string();
        self.store
            .write("note a look", move |tx| {
                let (desk, clinic, who) = (desk.clone(), clinic.clone(), who.clone());
                let (subject, details) = (subject.clone(), details.clone());
                let subjects = subjects.clone();
                Box::pin(async move {
                    let now = desk.now();
                    let (id, subject) = (desk.ids.make(EventId::new, now), subject.as_deref());
                    looks::note(tx, id, &clinic, now, &who.actor, kind, subject, &subjects, &details).await?;
                    Ok::<_, DeskError>(())
                })
            })
            .await
    }

    /// One line in the audit chain, within a transaction.
    pub(super) async fn line(
        &self,
        tx: &mut Tx,
        clinic: &ClinicId,
        who: &Who,
        kind: &str,
        subject: Option<&str>,
        details: &str,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let id = self.ids.make(EventId::new, now);
        events::append(tx, id, clinic, now, &who.actor, kind, subject, details).await?;
        Ok(())
    }
}
