//! Staff change an appointment: call it off, move it, say what became of it. The patient is told once, in the
//! transaction that changes it; whether the message may go is asked again when it is sent.

use super::Who;
use super::appointments::{self as look, Visit};
use super::bookings::slot;
use crate::bookings::Outcome;
use crate::freed::FreedBecause;
use crate::{Desk, DeskError, News, letters};
use jiff::Timestamp;
use std::sync::Arc;
use svara_model::{
    Appointment, AppointmentId, AppointmentStatus, Channel, Clinic, Contact, ConversationId, MessageId,
    Outgoing, Patient, PermissionState, PractitionerId, Purpose,
};
use svara_store::messages::NewOutbound;
use svara_store::{
    StoreError, Tx, appointments, contacts, conversations, events, messages, patients, permissions,
};

/// Whether the patient hears of a change by message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// A message is on its way.
    Queued,
    /// There is no permission on record to write to them: call them.
    NoPermission,
    /// Nobody to write to is known: call them.
    NoContact,
    /// Nothing changed for them, or it is over.
    NotNeeded,
}

impl Told {
    /// As served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::NoPermission => "no_permission",
            Self::NoContact => "no_contact",
            Self::NotNeeded => "not_needed",
        }
    }
}

/// A change and who heard of it.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The appointment as it stands now.
    pub visit: Visit,
    /// Whether the patient hears of it.
    pub told: Told,
    conversation: Option<ConversationId>,
}

/// What staff say became of an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// The patient said yes, on the phone.
    Confirmed,
    /// The patient is here.
    Arrived,
    /// It took place.
    Fulfilled,
    /// The patient did not come.
    Noshow,
}

#[derive(Clone, Debug)]
enum Change {
    CallOff { reason: Option<String> },
    Move { from: Timestamp, practitioner: Option<PractitionerId> },
    Became(Became),
}

/// Calls an appointment off. A conflict when it does not stand any more.
pub async fn call_off(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &AppointmentId,
    reason: Option<String>,
    who: &Who,
) -> Result<Changed, DeskError> {
    carry_out(desk, clinic, id, Change::CallOff { reason }, who).await
}

/// Moves an appointment. A conflict when the time is not free or the appointment does not stand any more.
pub async fn move_to(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &AppointmentId,
    from: Timestamp,
    practitioner: Option<PractitionerId>,
    who: &Who,
) -> Result<Changed, DeskError> {
    carry_out(desk, clinic, id, Change::Move { from, practitioner }, who).await
}

/// Says what became of an appointment. Saying it twice changes nothing.
pub async fn became(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &AppointmentId,
    became: Became,
    who: &Who,
) -> Result<Changed, DeskError> {
    carry_out(desk, clinic, id, Change::Became(became), who).await
}

async fn carry_out(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &AppointmentId,
    change: Change,
    who: &Who,
) -> Result<Changed, DeskError> {
    let changed = desk.store().write("change an appointment", {
        let (desk, clinic, id, who) = (desk.clone(), Arc::clone(clinic), id.clone(), who.clone());
        move |tx| {
            let work = Work { desk: desk.clone(), clinic: Arc::clone(&clinic), who: who.clone() };
            let (id, change) = (id.clone(), change.clone());
            Box::pin(async move { work.change(tx, &id, change).await })
        }
    });
    let changed = changed.await?;
    desk.outbox_bell.notify_one();
    desk.tell(News::Appointment(changed.visit.appointment.id.clone()));
    if let Some(conversation) = &changed.conversation {
        desk.tell(News::Conversation(conversation.clone()));
    }
    Ok(changed)
}

struct Work {
    desk: Desk,
    clinic: Arc<Clinic>,
    who: Who,
}

impl Work {
    async fn change(&self, tx: &mut Tx, id: &AppointmentId, change: Change) -> Result<Changed, DeskError> {
        let found = appointments::by_id(tx, id).await?.filter(|it| it.clinic == self.clinic.id);
        let before = found.ok_or(DeskError::NotFound("the appointment"))?;
        let known = patients::by_id(tx, &before.patient).await?;
        let patient = known.unwrap_or_else(|| look::nameless(&before));
        match change {
            Change::CallOff { reason } => self.call_off(tx, &before, patient, reason).await,
            Change::Move { from, practitioner } => self.shift(tx, &before, patient, from, practitioner).await,
            Change::Became(became) => self.became(tx, &before, patient, became).await,
        }
    }

    async fn call_off(
        &self,
        tx: &mut Tx,
        before: &Appointment,
        patient: Patient,
        reason: Option<String>,
    ) -> Result<Changed, DeskError> {
        let done = self.desk.cancel(tx, &self.clinic, &before.id, &self.who.by()).await?;
        let Outcome::Done(after) = done else { return Err(over()) };
        if let Some(reason) = reason.filter(|it| !it.trim().is_empty()) {
            let details = serde_json::json!({ "reason": reason }).to_string();
            let subject = Some(before.id.as_str());
            self.desk.line(tx, &self.clinic.id, &self.who, "appointment.reason", subject, &details).await?;
        }
        let letter = letters::cancelled_by_staff(&self.clinic, &after, &patient);
        self.tell(tx, before, after, patient, letter).await
    }

    async fn shift(
        &self,
        tx: &mut Tx,
        before: &Appointment,
        patient: Patient,
        from: Timestamp,
        practitioner: Option<PractitionerId>,
    ) -> Result<Changed, DeskError> {
        if !before.status.is_coming() {
            return Err(over());
        }
        let practitioner = practitioner.unwrap_or_else(|| before.slot.practitioner.clone());
        let to = slot(&self.clinic, &before.slot.service, &practitioner, from)?;
        if (to.from, &to.practitioner) == (before.slot.from, &before.slot.practitioner) {
            return Ok(unchanged(before.clone(), patient));
        }
        match self.desk.move_appointment(tx, &self.clinic, before, &to, None, &self.who.by()).await? {
            Outcome::Done(after) => {
                let letter = letters::moved_by_staff(&self.clinic, before, &after, &patient);
                self.tell(tx, before, after, patient, letter).await
            }
            Outcome::Gone => Err(DeskError::Conflict("this time is not free".to_owned())),
        }
    }

    async fn became(
        &self,
        tx: &mut Tx,
        before: &Appointment,
        patient: Patient,
        became: Became,
    ) -> Result<Changed, DeskError> {
        let (status, kind) = match became {
            Became::Confirmed => {
                let after = self.desk.confirm(tx, &self.clinic, &before.id, &self.who.by()).await?;
                return Ok(unchanged(after.ok_or_else(over)?, patient));
            }
            Became::Arrived => (AppointmentStatus::Arrived, "appointment.arrived"),
            Became::Fulfilled => (AppointmentStatus::Fulfilled, "appointment.fulfilled"),
            Became::Noshow => (AppointmentStatus::Noshow, "appointment.noshow"),
        };
        if before.status == AppointmentStatus::Cancelled {
            return Err(over());
        }
        if before.status == status {
            return Ok(unchanged(before.clone(), patient));
        }
        let after =
            appointments::set_status(tx, &before.id, status, self.desk.now()).await.map_err(not_back)?;
        let after = after.ok_or(DeskError::NotFound("the appointment"))?;
        self.desk.note(tx, &self.clinic, &self.who.actor, kind, &after).await?;
        if before.status.takes_time() && !after.status.takes_time() {
            self.desk.gave_up(tx, &self.clinic, &after, FreedBecause::Noshow).await?;
        }
        Ok(unchanged(after, patient))
    }

    async fn tell(
        &self,
        tx: &mut Tx,
        before: &Appointment,
        after: Appointment,
        patient: Patient,
        letter: Outgoing,
    ) -> Result<Changed, DeskError> {
        let now = self.desk.now();
        let (told, conversation) = if before.slot.from <= now {
            (Told::NotNeeded, None)
        } else if let Some(contact) = self.contact(tx, &after, &patient).await? {
            self.queue(tx, before, &after, &patient, &contact, letter).await?
        } else {
            (Told::NoContact, None)
        };
        Ok(Changed { visit: Visit { appointment: after, patient }, told, conversation })
    }

    /// Who booked, else who has the patient's number.
    async fn contact(
        &self,
        tx: &mut Tx,
        appointment: &Appointment,
        patient: &Patient,
    ) -> Result<Option<Contact>, DeskError> {
        if let Some(id) = &appointment.contact
            && let Some(contact) = contacts::by_id(tx, id).await?
        {
            return Ok(contact.address().is_some().then_some(contact));
        }
        let Some(phone) = patient.phone.clone() else { return Ok(None) };
        Ok(contacts::find(tx, &self.clinic.id, &svara_model::Address::Phone(phone)).await?)
    }

    async fn queue(
        &self,
        tx: &mut Tx,
        before: &Appointment,
        after: &Appointment,
        patient: &Patient,
        contact: &Contact,
        content: Outgoing,
    ) -> Result<(Told, Option<ConversationId>), DeskError> {
        let (desk, now) = (&self.desk, self.desk.now());
        let given = permissions::current(tx, &contact.id, Channel::Whatsapp, Purpose::Appointment).await?;
        if given.is_none_or(|it| it.state != PermissionState::Given) {
            return Ok((Told::NoPermission, None));
        }
        let language = letters::language_of(&self.clinic, patient);
        let new = desk.ids.make(ConversationId::new, now);
        let channel = Channel::Whatsapp;
        let conversation =
            conversations::open_for(tx, &self.clinic.id, &contact.id, channel, &language, new, now).await?;
        let outbound = NewOutbound {
            id: desk.ids.make(MessageId::new, now),
            conversation: conversation.id.clone(),
            contact: contact.id.clone(),
            purpose: Purpose::Appointment,
            content,
            due_at: now,
            // After the hour it was about there is nothing to tell any more.
            expires_at: Some(before.slot.from),
            appointment: Some((after.id.clone(), after.revision)),
            reply_to: None,
            dedupe: Some(format!("staff:{}:{}", after.id, after.revision)),
            by_staff: Some(self.who.staff.clone()),
            class: letters::class(&self.clinic),
        };
        messages::add_outbound(tx, &outbound, now).await?;
        let (event, subject) = (desk.ids.make(svara_model::EventId::new, now), Some(patient.id.as_str()));
        let actor = &self.who.actor;
        events::append(tx, event, &self.clinic.id, now, actor, "patient.told", subject, "{}").await?;
        Ok((Told::Queued, Some(conversation.id)))
    }
}

fn unchanged(appointment: Appointment, patient: Patient) -> Changed {
    Changed { visit: Visit { appointment, patient }, told: Told::NotNeeded, conversation: None }
}

fn over() -> DeskError {
    DeskError::Conflict("this appointment does not stand any more".to_owned())
}

/// A no-show whose time was given to somebody else cannot be taken back.
fn not_back(error: StoreError) -> DeskError {
    match error {
        StoreError::Refused { why, .. } => DeskError::Conflict(why),
        other => other.into(),
    }
}
