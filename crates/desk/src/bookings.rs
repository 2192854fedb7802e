//! Booking, moving and calling off, each one transaction: the rules are checked again inside it, the database
//! refuses what overlaps, and everything that follows from it (reminder, mail, audit) is stored with it.

use crate::freed::{Freed, FreedBecause, asked_from};
use crate::overbook::Overbook;
use crate::rules::NotFree;
use crate::times::FreeTimes;
use crate::{Desk, DeskError, letters};
use jiff::Timestamp;
use serde_json::json;
use svara_model::{
    Appointment, AppointmentId, AppointmentStatus, Clinic, ContactId, ConversationId, EventId, Marks,
    Patient, PlanId, Slot, Step,
};
use svara_store::{Tx, appointments, events, holds, shown};

/// Who does something, for the audit chain and the appointment's origin.
#[derive(Clone, Debug)]
pub struct By {
    /// `patient`, `staff:stf_…`, `api:…`, `file`, `desk`.
    pub actor: String,
    /// `whatsapp`, `console`, `api`, `file`, `desk`.
    pub via: String,
    /// Why, in the words of whoever did it.
    pub why: Option<String>,
}

impl By {
    /// The patient, in the chat.
    pub fn patient() -> Self {
        Self { actor: "patient".to_owned(), via: "whatsapp".to_owned(), why: None }
    }

    /// The desk itself, because a time came.
    pub fn desk() -> Self {
        Self { actor: "desk".to_owned(), via: "desk".to_owned(), why: None }
    }

    /// The same, with a reason.
    #[must_use]
    pub fn because(self, why: Option<String>) -> Self {
        Self { why: why.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()), ..self }
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
    /// On what terms.
    pub terms: Terms,
    /// What it is booked together with.
    pub plan: Option<PlanId>,
}

/// On what terms a time is booked. The plain ones are a patient's, for a service that needs no approval.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// It is asked for, and the clinic says yes or no, if the service is of that kind.
    pub ask: bool,
    /// The patient may have another visit at the same time: staff said so.
    pub elsewhere_too: bool,
    /// It may share its time with a visit that stands there.
    pub overbook: Option<Overbook>,
}

/// What came of an attempt.
#[derive(Debug)]
pub enum Outcome<T> {
    /// It is done.
    Done(T),
    /// The time is not free, or the appointment changed meanwhile.
    Gone(NotFree),
}

impl Desk {
    /// Books, or tells why the time can't be had. Every rule is asked again here, inside the transaction.
    pub async fn book(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        booking: &NewBooking,
        by: &By,
    ) -> Result<Outcome<Appointment>, DeskError> {
        appointments::lock(tx, &clinic.id, &booking.slot.practitioner).await?;
        let taken = self.take(tx, clinic, booking, by).await?;
        if let Outcome::Done(appointment) = &taken {
            self.follow_up(tx, clinic, appointment, booking.conversation.as_ref(), by).await?;
        }
        Ok(taken)
    }

    /// Takes the time, if every rule allows it; the practitioner is locked. What follows from it is not done yet.
    pub(crate) async fn take(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        booking: &NewBooking,
        by: &By,
    ) -> Result<Outcome<Appointment>, DeskError> {
        let patient = (!booking.terms.elsewhere_too).then(|| booking.patient.id.clone());
        let own = booking.conversation.clone();
        let ask = FreeTimes { patient, own, ..FreeTimes::exactly(&booking.slot) };
        let (slot, overbooked) = match self.may_start(tx, clinic, &ask, booking.slot.from).await? {
            Ok(slot) => (slot, false),
            Err(why) => match self.beside(tx, clinic, booking, &ask).await? {
                Some(Ok(slot)) => (slot, true),
                Some(Err(why)) => return Ok(Outcome::Gone(why)),
                None => return Ok(Outcome::Gone(why)),
            },
        };
        if let Some(conversation) = &booking.conversation {
            holds::release(tx, conversation).await?;
            shown::forget(tx, conversation).await?;
        }
        let appointment = self.new_visit(clinic, booking, slot, overbooked, by);
        match appointments::insert(tx, &appointment).await {
            Ok(()) => Ok(Outcome::Done(appointment)),
            Err(error) => Ok(Outcome::Gone(NotFree::try_from(error)?)),
        }
    }

    /// What follows from a booking: reminders, word to the practitioner, a line in the audit chain.
    pub(crate) async fn follow_up(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        appointment: &Appointment,
        conversation: Option<&ConversationId>,
        by: &By,
    ) -> Result<(), DeskError> {
        if appointment.status == AppointmentStatus::Pending {
            self.asked_for(tx, clinic, appointment, conversation).await?;
            return self.note(tx, clinic, by, "appointment.requested", appointment).await;
        }
        self.plan_reminders(tx, clinic, appointment).await?;
        letters::booked(self, tx, clinic, appointment).await?;
        let overbooked = appointment.marks.overbooked;
        let kind = if overbooked { "appointment.overbooked" } else { "appointment.booked" };
        self.note(tx, clinic, by, kind, appointment).await
    }

    fn new_visit(
        &self,
        clinic: &Clinic,
        booking: &NewBooking,
        slot: Slot,
        overbooked: bool,
        by: &By,
    ) -> Appointment {
        let now = self.now();
        let asks = booking.terms.ask && clinic.service(&slot.service).is_some_and(|it| it.approval);
        Appointment {
            id: self.ids.make(AppointmentId::new, now),
            clinic: clinic.id.clone(),
            patient: booking.patient.id.clone(),
            contact: booking.contact.clone(),
            slot,
            status: if asks { AppointmentStatus::Pending } else { AppointmentStatus::Booked },
            booked_via: by.via.clone(),
            confirmed_at: None,
            revision: 0,
            calendar_token: self.ids.token(),
            booked_at: now,
            changed_at: now,
            marks: Marks {
                overbooked,
                elsewhere_too: booking.terms.elsewhere_too,
                plan: booking.plan.clone(),
                ..Marks::default()
            },
        }
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
        appointments::lock(tx, &clinic.id, &to.practitioner).await?;
        let ask = FreeTimes {
            moving: Some(before.id.clone()),
            own: conversation.clone(),
            patient: (!before.marks.elsewhere_too).then(|| before.patient.clone()),
            ..FreeTimes::exactly(to)
        };
        let slot = match self.may_start(tx, clinic, &ask, to.from).await? {
            Ok(slot) => slot,
            Err(why) => return Ok(Outcome::Gone(why)),
        };
        if let Some(conversation) = &conversation {
            holds::release(tx, conversation).await?;
            shown::forget(tx, conversation).await?;
        }
        let after = match appointments::move_to(tx, &before.id, before.revision, &slot, self.now()).await {
            Ok(after) => after,
            Err(error) => return Ok(Outcome::Gone(NotFree::try_from(error)?)),
        };
        self.drop_reminders(tx, &before.id).await?;
        self.plan_reminders(tx, clinic, &after).await?;
        if after.status == AppointmentStatus::Pending {
            self.plan_request_lapse(tx, clinic, &after).await?;
        }
        letters::moved(self, tx, clinic, before, &after).await?;
        self.note(tx, clinic, by, "appointment.moved", &after).await?;
        self.gave_up(tx, clinic, before, FreedBecause::Moved, by).await?;
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
        let standing = appointments::by_id(tx, id).await?;
        let off = standing.and_then(|it| it.status.after(Step::CallOff).ok());
        let Some(off) = off else { return Ok(Outcome::Gone(NotFree::Changed)) };
        let Some(after) = appointments::set_status(tx, id, off, self.now()).await? else {
            return Ok(Outcome::Gone(NotFree::Changed));
        };
        self.drop_reminders(tx, id).await?;
        letters::cancelled(self, tx, clinic, &after).await?;
        self.note(tx, clinic, by, "appointment.cancelled", &after).await?;
        self.gave_up(tx, clinic, &after, FreedBecause::Cancelled, by).await?;
        Ok(Outcome::Done(after))
    }

    /// The patient asked to call off too late for the machine: it is noted, and staff decide.
    pub async fn ask_off(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        id: &AppointmentId,
        by: &By,
    ) -> Result<(), DeskError> {
        let Some(visit) = appointments::by_id(tx, id).await? else { return Ok(()) };
        let marks = Marks { asked_off_at: Some(self.now()), ..visit.marks.clone() };
        appointments::mark(tx, id, &marks).await?;
        self.note(tx, clinic, by, "appointment.cancellation_asked", &visit).await
    }

    /// The patient is coming. `None`: there is nothing that could be confirmed.
    pub async fn confirm(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        id: &AppointmentId,
        by: &By,
    ) -> Result<Option<Appointment>, DeskError> {
        let Some(standing) = appointments::by_id(tx, id).await? else { return Ok(None) };
        let Ok(status) = standing.status.after(Step::Confirm) else { return Ok(None) };
        if status == standing.status {
            return Ok(Some(standing));
        }
        let after = appointments::set_status(tx, id, status, self.now()).await?;
        if let Some(after) = &after {
            self.note(tx, clinic, by, "appointment.confirmed", after).await?;
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
        by: &By,
    ) -> Result<(), DeskError> {
        let (slot, patient) = (visit.slot.clone(), Some(visit.patient.clone()));
        let asked_from = asked_from(because, by, self.now());
        self.time_freed(tx, clinic, Freed { slot, because, patient, asked_from }).await
    }

    /// One line in the audit chain: who, when, what, why, and by which way.
    pub(crate) async fn note(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        by: &By,
        kind: &str,
        appointment: &Appointment,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let mut details = json!({
            "appointment": appointment.id,
            "from": appointment.slot.from,
            "practitioner": appointment.slot.practitioner,
            "service": appointment.slot.service,
            "revision": appointment.revision,
            "via": by.via,
        });
        if let Some(plan) = &appointment.marks.plan {
            details["plan"] = json!(plan);
        }
        if let Some(why) = &by.why {
            details["why"] = json!(why);
        }
        let id = self.ids.make(EventId::new, now);
        let subject = Some(appointment.patient.as_str());
        events::append(tx, id, &clinic.id, now, &by.actor, kind, subject, &details.to_string()).await?;
        Ok(())
    }
}

/// Microseconds are what the store keeps; a start is never finer than a minute.
pub fn whole_minute(at: Timestamp) -> bool {
    at.as_microsecond().rem_euclid(60_000_000) == 0
}
