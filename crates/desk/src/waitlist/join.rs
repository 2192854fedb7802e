//! On the list and off it, from the chat.

use super::answer::Taken;
use crate::turn::Turn;
use crate::{Desk, DeskError};
use serde_json::json;
use svara_dialog::{Event, Request};
use svara_language::phrases::{self, Key, Phrase};
use svara_model::{
    Channel, Clinic, OfferId, PatientId, PermissionState, Purpose, WaitEntry, WaitId, WaitState,
};
use svara_store::{Tx, permissions, waitlist};

/// More stretches of time than this are every day of a year.
const WINDOWS_MAX: usize = 366;

impl Desk {
    /// Puts a wish on the list, or changes the one that stands there.
    pub(crate) async fn join_waitlist(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        mut entry: WaitEntry,
        actor: &str,
    ) -> Result<(WaitEntry, bool), DeskError> {
        entry.windows.truncate(WINDOWS_MAX);
        let (entry, changed) = waitlist::join(tx, &entry).await?;
        let kind = if changed { "waitlist.changed" } else { "waitlist.joined" };
        let details = json!({
            "entry": entry.id, "service": entry.service, "practitioner": entry.practitioner,
            "appointment": entry.appointment, "windows": entry.windows.len(),
        });
        self.waitlist_event(tx, clinic, actor, kind, Some(&entry.patient), &details.to_string()).await?;
        Ok((entry, changed))
    }

    /// Takes a wish off the list. `false`: it did not stand there.
    pub(crate) async fn leave_waitlist(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        id: &WaitId,
        actor: &str,
    ) -> Result<bool, DeskError> {
        let Some(entry) = waitlist::by_id(tx, id).await?.filter(|it| it.clinic == clinic.id) else {
            return Ok(false);
        };
        if !waitlist::end(tx, id, WaitState::Withdrawn, self.now()).await? {
            return Ok(false);
        }
        let details = json!({ "entry": id }).to_string();
        self.waitlist_event(tx, clinic, actor, "waitlist.left", Some(&entry.patient), &details).await?;
        Ok(true)
    }
}

impl Turn<'_> {
    pub(crate) async fn wait(
        &mut self,
        tx: &mut Tx,
        request: Request,
        patient: PatientId,
    ) -> Result<Event, DeskError> {
        let now = self.view.now;
        let entry = WaitEntry {
            id: self.desk.ids.make(WaitId::new, now),
            clinic: self.clinic.id.clone(),
            patient,
            contact: self.contact.id.clone(),
            service: request.service,
            practitioner: request.practitioner,
            windows: request.windows,
            appointment: request.moving,
            state: WaitState::Waiting,
            // Whoever comes in the same moment still comes after.
            since: self.desk.ids.arrival(now),
            changed_at: now,
        };
        let (entry, changed) = self.desk.join_waitlist(tx, &self.clinic, entry, "patient").await?;
        // Whoever asks to be told may be told, also after an earlier STOP.
        let (channel, purpose) = (Channel::Whatsapp, Purpose::Appointment);
        let given = permissions::current(tx, &self.contact.id, channel, purpose).await?;
        if given.is_none_or(|it| it.state != PermissionState::Given) {
            let source = "asked in this chat to be told of freed times";
            let shown = phrases::render(&Phrase::new(Key::WaitAsk), &self.view.language);
            self.permit(tx, &[purpose], source, shown).await?;
        }
        Ok(Event::Waits { entry, changed })
    }

    pub(crate) async fn stop_waiting(&mut self, tx: &mut Tx, ids: &[WaitId]) -> Result<(), DeskError> {
        for id in ids {
            self.desk.leave_waitlist(tx, &self.clinic, id, "patient").await?;
        }
        // Whoever leaves the list has answered what it asked.
        if let Some(offer) = self.view.freed.clone().filter(|it| ids.contains(&it.entry)) {
            self.decline_offer(tx, &offer.id).await?;
        }
        Ok(())
    }

    pub(crate) async fn take_offer(&mut self, tx: &mut Tx, id: &OfferId) -> Result<Event, DeskError> {
        let taken =
            self.desk.take_offer(tx, &self.clinic, &self.contact.id, &self.conversation.id, id).await?;
        Ok(match taken {
            Taken::Gone(offer) => Event::OfferGone(offer),
            Taken::Booked(appointment) => {
                self.permit_reminders(tx).await?;
                self.changed.push(appointment.id.clone());
                Event::Booked(appointment)
            }
            Taken::Moved { before, after } => {
                self.changed.push(after.id.clone());
                Event::Moved { before, after }
            }
        })
    }

    pub(crate) async fn decline_offer(&mut self, tx: &mut Tx, id: &OfferId) -> Result<(), DeskError> {
        self.desk.decline_offer(tx, &self.clinic, &self.contact.id, id).await
    }
}
