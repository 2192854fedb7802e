//! Telling a patient of a change that they did not make in the chat: once for each revision, in the transaction that
//! changes it. Whether the message may go is asked again when it is sent (`dispatch.rs`). Absent: the words
//! (`letters.rs`, `notices.rs`).

use crate::{Desk, DeskError, letters};
use jiff::Timestamp;
use svara_model::{
    Address, Appointment, Channel, Clinic, Contact, ConversationId, EventId, MessageId, Outgoing, Patient,
    PermissionState, Purpose, StaffId,
};
use svara_store::messages::NewOutbound;
use svara_store::{Tx, contacts, conversations, events, messages, permissions};

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
    /// Staff asked not to tell.
    NotWanted,
}

impl Told {
    /// As served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::NoPermission => "no_permission",
            Self::NoContact => "no_contact",
            Self::NotNeeded => "not_needed",
            Self::NotWanted => "not_wanted",
        }
    }
}

/// Something to tell a patient.
#[derive(Clone, Debug)]
pub(crate) struct Telling<'a> {
    /// After this there is nothing to tell any more: the start of the visit as the patient knows it.
    pub(crate) until: Timestamp,
    /// The appointment as it stands now.
    pub(crate) appointment: &'a Appointment,
    /// Whose visit it is.
    pub(crate) patient: &'a Patient,
    /// The words.
    pub(crate) content: Outgoing,
    /// Who changed it, for the audit chain.
    pub(crate) actor: &'a str,
    /// Who signs the line.
    pub(crate) by_staff: Option<StaffId>,
}

/// Whom to write to, or why nobody.
pub(crate) enum Reach {
    /// This contact may be written to.
    Contact(Box<Contact>),
    /// Nobody may.
    Nobody(Told),
}

impl Desk {
    /// Queues the message, unless there is nothing to tell or nobody to tell.
    pub(crate) async fn tell_patient(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        telling: Telling<'_>,
    ) -> Result<(Told, Option<ConversationId>), DeskError> {
        let now = self.now();
        let reach = self.reach(tx, clinic, telling.until, telling.appointment, telling.patient).await?;
        let contact = match reach {
            Reach::Contact(contact) => contact,
            Reach::Nobody(told) => return Ok((told, None)),
        };
        let Telling { until, appointment, patient, content, actor, by_staff } = telling;
        let language = letters::language_of(clinic, patient);
        let new = self.ids.make(ConversationId::new, now);
        let channel = Channel::Whatsapp;
        let conversation =
            conversations::open_for(tx, &clinic.id, &contact.id, channel, &language, new, now).await?;
        // Once for each thing that can be said of one revision.
        let said = match &content {
            Outgoing::Template(it) => it.name.as_str(),
            _ => "words",
        };
        let (revision, status) = (appointment.revision, appointment.status.as_str());
        let dedupe = format!("told:{}:{revision}:{status}:{said}", appointment.id);
        let outbound = NewOutbound {
            id: self.ids.make(MessageId::new, now),
            conversation: conversation.id.clone(),
            contact: contact.id.clone(),
            purpose: Purpose::Appointment,
            class: letters::class(&content),
            content,
            due_at: now,
            expires_at: Some(until),
            appointment: Some((appointment.id.clone(), appointment.revision)),
            reply_to: None,
            dedupe: Some(dedupe),
            by_staff,
        };
        messages::add_outbound(tx, &outbound, now).await?;
        let (event, subject) = (self.ids.make(EventId::new, now), Some(patient.id.as_str()));
        let details = serde_json::json!({ "appointment": appointment.id }).to_string();
        events::append(tx, event, &clinic.id, now, actor, "patient.told", subject, &details).await?;
        Ok((Told::Queued, Some(conversation.id)))
    }

    /// Whether a patient can be told of a change to a visit, and whom to write to.
    pub(crate) async fn reach(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        until: Timestamp,
        appointment: &Appointment,
        patient: &Patient,
    ) -> Result<Reach, DeskError> {
        if until <= self.now() {
            return Ok(Reach::Nobody(Told::NotNeeded));
        }
        let Some(contact) = contact_of(tx, clinic, appointment, patient).await? else {
            return Ok(Reach::Nobody(Told::NoContact));
        };
        let given = permissions::current(tx, &contact.id, Channel::Whatsapp, Purpose::Appointment).await?;
        if given.is_none_or(|it| it.state != PermissionState::Given) {
            return Ok(Reach::Nobody(Told::NoPermission));
        }
        Ok(Reach::Contact(Box::new(contact)))
    }
}

/// Who booked, else who has the patient's number.
async fn contact_of(
    tx: &mut Tx,
    clinic: &Clinic,
    appointment: &Appointment,
    patient: &Patient,
) -> Result<Option<Contact>, DeskError> {
    if let Some(id) = &appointment.contact
        && let Some(contact) = contacts::by_id(tx, id).await?
    {
        return Ok(contact.address().is_some().then_some(contact));
    }
    let Some(phone) = patient.phone.clone() else { return Ok(None) };
    Ok(contacts::find(tx, &clinic.id, &Address::Phone(phone)).await?)
}
