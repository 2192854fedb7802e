//! Booking, moving and calling off, each one transaction: the rules are checked again inside it, the database
//! refuses what overlaps, and everything that follows from it (reminder, mail, audit) is stored with it.

use crate::freed::{Freed, FreedBecause};
use crate::times::FreeTimes;
use crate::{Desk, DeskError, letters};
use jiff::Timestamp;
use serde_json::json;
use svara_model::{
    Appointment, AppointmentId, AppointmentStatus, Clinic, ContactId, ConversationId, EventId, Patient, Slot,
};
use svara_store::{BookingError, Tx, appointments, events, holds};

/// Who does something, for the audit chain and the appointment's origin.
#[derive(Clone, Debug)]
pub struct By {
    /// `patient`, `staff:stf_…`, `api`, `file`.
    pub actor: String,
    /// `whatsapp`, `console`, `api`, `file`.
    pub via: String,
}

impl By {
    /// The patient, in the chat.
    pub fn patient() -> Self {
        Self { actor: "patient".to_owned(), via: "whatsapp".to_owned() }
    }
}

/// A booking to make.
#[derive(Clone, Debug)]
pub struct NewBooking {
    /// Which time; its rooms are chosen anew when it is booked.
    pub slot: Slot,
    /// Who comes.
    pub patient: Patient,
    /// Who hears about it.
    pub contact: Option<ContactId>,
    /// Whose hold it may use.
    pub conversation: Option<ConversationId>,
}

/// What came of an attempt.
#[derive(Debug)]
pub enum Outcome<T> {
    /// It is done.
    Done(T),
    /// The time is not free, or the appointment changed meanwhile.
    Gone,
}

impl Desk {
    /// Books, or tells that the time is gone.
    pub async fn book(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        booking: &NewBooking,
        by: &By,
    ) -> Result<Outcome<Appointment>, DeskError> {
        let now = self.now();
        appointments::lock(tx, &clinic.id, &booking.slot.practitioner).await?;
        let ask = ask_for(&booking.slot, None, booking.conversation.clone());
        let Some(slot) = self.may_start(tx, clinic, &ask, booking.slot.from).await? else {
            return Ok(Outcome::Gone);
        };
        if let Some(conversation) = &booking.conversation {
            holds::release(tx, conversation).await?;
        }
        let appointment = Appointment {
            id: self.ids.make(AppointmentId::new, now),
            clinic: clinic.id.clone(),
            patient: booking.patient.id.clone(),
            contact: booking.contact.clone(),
            slot,
            status: AppointmentStatus::Booked,
            booked_via: by.via.clone(),
            confirmed_at: None,
            revision: 0,
            calendar_token: self.ids.token(),
            booked_at: now,
            changed_at: now,
        };
        match appointments::insert(tx, &appointment).await {
            Ok(()) => {}
            Err(BookingError::Taken | BookingError::Changed) => return Ok(Outcome::Gone),
            Err(BookingError::Store(error)) => return Err(error.into()),
        }
        self.plan_reminders(tx, clinic, &appointment).await?;
        letters::booked(self, tx, clinic, &appointment).await?;
        self.note(tx, clinic, &by.actor, "appointment.booked", &appointment).await?;
        Ok(Outcome::Done(appointment))
    }

    /// Moves the whole appointment: never both times, never none.
    pub async fn move_appointment(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        before: &Appointment,
        to: &Slot,
        conversation: Option<ConversationId>,
        by: &By,
    ) -> Result<Outcome<Appointment>, DeskError> {
        let now = self.now();
        appointments::lock(tx, &clinic.id, &to.practitioner).await?;
        let ask = ask_for(to, Some(before.id.clone()), conversation.clone());
        let Some(slot) = self.may_start(tx, clinic, &ask, to.from).await? else { return Ok(Outcome::Gone) };
        if let Some(conversation) = &conversation {
            holds::release(tx, conversation).await?;
        }
        let after = match appointments::move_to(tx, &before.id, before.revision, &slot, now).await {
            Ok(after) => after,
            Err(BookingError::Taken | BookingError::Changed) => return Ok(Outcome::Gone),
            Err(BookingError::Store(error)) => return Err(error.into()),
        };
        self.drop_reminders(tx, &before.id).await?;
        self.plan_reminders(tx, clinic, &after).await?;
        letters::moved(self, tx, clinic, before, &after).await?;
        self.note(tx, clinic, &by.actor, "appointment.moved", &after).await?;
        self.gave_up(tx, clinic, before, FreedBecause::Moved).await?;
        Ok(Outcome::Done(after))
    }

    /// Calls off. Calling off twice changes nothing.
    pub async fn cancel(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        id: &AppointmentId,
        by: &By,
    ) -> Result<Outcome<Appointment>, DeskError> {
        let standing = appointments::by_id(tx, id).await?.filter(|it| it.status.is_coming());
        if standing.is_none() {
            return Ok(Outcome::Gone);
        }
        let now = self.now();
        let Some(after) = appointments::set_status(tx, id, AppointmentStatus::Cancelled, now).await? else {
            return Ok(Outcome::Gone);
        };
        self.drop_reminders(tx, id).await?;
        letters::cancelled(self, tx, clinic, &after).await?;
        self.note(tx, clinic, &by.actor, "appointment.cancelled", &after).await?;
        self.gave_up(tx, clinic, &after, FreedBecause::Cancelled).await?;
        Ok(Outcome::Done(after))
    }

    /// The patient is coming.
    pub async fn confirm(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        id: &AppointmentId,
        by: &By,
    ) -> Result<Option<Appointment>, DeskError> {
        let standing = appointments::by_id(tx, id).await?;
        if standing.as_ref().is_none_or(|it| it.status != AppointmentStatus::Booked) {
            return Ok(standing.filter(|it| it.status == AppointmentStatus::Confirmed));
        }
        let after = appointments::set_status(tx, id, AppointmentStatus::Confirmed, self.now()).await?;
        if let Some(after) = &after {
            self.note(tx, clinic, &by.actor, "appointment.confirmed", after).await?;
        }
        Ok(after)
    }

    /// The time that a visit had is somebody else's to take.
    pub(crate) async fn gave_up(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        visit: &Appointment,
        because: FreedBecause,
    ) -> Result<(), DeskError> {
        let patient = Some(visit.patient.clone());
        self.time_freed(tx, clinic, Freed { slot: visit.slot.clone(), because, patient }).await
    }

    /// One line in the audit chain.
    pub(crate) async fn note(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        actor: &str,
        kind: &str,
        appointment: &Appointment,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let details = json!({
            "appointment": appointment.id,
            "from": appointment.slot.from,
            "practitioner": appointment.slot.practitioner,
            "service": appointment.slot.service,
            "revision": appointment.revision,
        });
        let id = self.ids.make(EventId::new, now);
        let subject = Some(appointment.patient.as_str());
        events::append(tx, id, &clinic.id, now, actor, kind, subject, &details.to_string()).await?;
        Ok(())
    }
}

fn ask_for(slot: &Slot, moving: Option<AppointmentId>, own: Option<ConversationId>) -> FreeTimes {
    FreeTimes {
        patient: None,
        service: slot.service.clone(),
        practitioner: Some(slot.practitioner.clone()),
        windows: Vec::new(),
        count: 1,
        earliest: true,
        latest: false,
        not: Vec::new(),
        moving,
        own,
    }
}

/// Microseconds are what the store keeps; a start is never finer than a minute.
pub fn whole_minute(at: Timestamp) -> bool {
    at.as_microsecond().rem_euclid(60_000_000) == 0
}
