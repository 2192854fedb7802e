//! Asking one patient whose visit can't take place, through their conversation.

use super::offer::{Planned, Reach, when_and_with};
use crate::bookings::{By, Outcome};
use crate::letters::{self, TemplateLetter};
use crate::turn::Turn;
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use svara_dialog::{Choice, OptionLabel, Say, Tap, Whom, compose, instead_of_absent};
use svara_language::phrases::{self, Key, Phrase};
use svara_model::{
    Absence, AbsenceState, Appointment, AppointmentId, Asked, Button, Channel, Clinic, Contact,
    ConversationId, Disclosure, HandoverReason, MessageId, Outgoing, Patient, Purpose, Slot, TemplateMessage,
    TouchedVisit,
};
use svara_store::messages::NewOutbound;
use svara_store::{Tx, absences, appointments, conversations, handovers, messages, patients};

pub(super) const TOUCHED_TEMPLATE: &str = "visit_cannot_be";
const FIELDS: &[&str] = &["name", "when", "practitioner", "clinic"];
const REPLIES: &[Key] = &[Key::ButtonNewTimes, Key::ButtonCallMe];

/// The template that tells of a visit that can't take place.
pub(crate) fn template() -> TemplateLetter {
    (TOUCHED_TEMPLATE, Key::AbsentTemplate, FIELDS, REPLIES)
}

impl Desk {
    /// Asks the patient of one visit, unless it moved or was called off meanwhile.
    pub(super) async fn ask_about(
        &self,
        tx: &mut Tx,
        clinic: &Arc<Clinic>,
        absence: &Absence,
        id: &AppointmentId,
    ) -> Result<Option<ConversationId>, DeskError> {
        let found = appointments::by_id(tx, id).await?;
        let stands = |it: &Appointment| it.status.is_coming() && absence.touches(&it.slot);
        let Some(visit) = found.filter(stands).filter(|_| absence.state == AbsenceState::Released) else {
            return Ok(None);
        };
        let Some(patient) = patients::by_id(tx, &visit.patient).await? else { return Ok(None) };
        let shown = self.shown_before(tx, absence).await?;
        let plan = self.plan_for(tx, clinic, absence, (visit.clone(), patient), &shown).await?;
        let mut touched = TouchedVisit {
            absence: absence.id.clone(),
            appointment: visit.id.clone(),
            slot: visit.slot.clone(),
            asked: Asked::Waiting,
            at: self.now(),
            conversation: None,
            message: None,
        };
        match &plan.reach {
            Reach::Nothing => touched.asked = self.rehouse(tx, clinic, absence, &visit).await?,
            Reach::Call(_) => touched.asked = Asked::Unreachable,
            Reach::Chat(contact) | Reach::Template(contact) => {
                let (conversation, message) = self.write_to(tx, clinic, contact, &plan).await?;
                let hours = SignedDuration::from_hours(i64::from(clinic.absence.urgent_hours));
                if visit.slot.from.duration_since(self.now()) <= hours {
                    handovers::open(tx, &conversation, HandoverReason::Unanswered, self.now()).await?;
                }
                (touched.conversation, touched.message) = (Some(conversation), Some(message));
            }
        }
        absences::note_visit(tx, &touched).await?;
        self.absence_event(tx, absence, "desk", "absence.asked", Some(&visit)).await?;
        Ok(touched.conversation)
    }

    /// What the others were shown: soft marks, so that silent patients block nothing and few meet in a race.
    async fn shown_before(&self, tx: &mut Tx, absence: &Absence) -> Result<Vec<Timestamp>, DeskError> {
        let mut shown = Vec::new();
        for conversation in
            absences::visits_of(tx, &absence.id).await?.into_iter().filter_map(|it| it.conversation)
        {
            let (memory, _) = self.recall(tx, &conversation).await?;
            shown.extend(memory.open_offer().into_iter().flat_map(|it| it.slots.iter().map(|it| it.from)));
        }
        Ok(shown)
    }

    /// The same time in another room: nobody needs to be asked.
    async fn rehouse(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        absence: &Absence,
        visit: &Appointment,
    ) -> Result<Asked, DeskError> {
        let Some(slot) = self.other_room(tx, clinic, absence, visit).await? else {
            return Ok(Asked::Unreachable);
        };
        let by = By { actor: "desk".to_owned(), via: "absence".to_owned(), why: None };
        Ok(match self.move_appointment(tx, clinic, visit, &slot, None, &by).await? {
            Outcome::Done(_) => Asked::Rehoused,
            Outcome::Gone(_) => Asked::Unreachable,
        })
    }

    async fn write_to(
        &self,
        tx: &mut Tx,
        clinic: &Arc<Clinic>,
        contact: &Contact,
        plan: &Planned,
    ) -> Result<(ConversationId, MessageId), DeskError> {
        let now = self.now();
        let language = letters::language_of(clinic, &plan.patient);
        let new = self.ids.make(ConversationId::new, now);
        let channel = Channel::Whatsapp;
        let conversation =
            conversations::open_for(tx, &clinic.id, &contact.id, channel, &language, new, now).await?;
        let content = if matches!(plan.reach, Reach::Chat(_)) {
            self.in_the_chat(tx, clinic, contact, &conversation.id, plan).await?
        } else {
            by_template(clinic, &plan.visit, &plan.patient)
        };
        let outbound = NewOutbound {
            id: self.ids.make(MessageId::new, now),
            conversation: conversation.id.clone(),
            contact: contact.id.clone(),
            purpose: Purpose::Appointment,
            class: Disclosure::Personal,
            content,
            due_at: now,
            expires_at: Some(plan.visit.slot.from),
            appointment: Some((plan.visit.id.clone(), plan.visit.revision)),
            reply_to: None,
            dedupe: Some(format!("absence:{}:{}", plan.visit.id, plan.visit.revision)),
            by_staff: None,
        };
        messages::add_outbound(tx, &outbound, now).await?;
        Ok((conversation.id, outbound.id))
    }

    /// Times as buttons, on the table of the conversation: taps, words and "none of these" work as ever.
    async fn in_the_chat(
        &self,
        tx: &mut Tx,
        clinic: &Arc<Clinic>,
        contact: &Contact,
        conversation: &ConversationId,
        plan: &Planned,
    ) -> Result<Outgoing, DeskError> {
        let (mut memory, version) = self.recall(tx, conversation).await?;
        let language = letters::language_of(clinic, &plan.patient);
        let now = self.now();
        let (key, options) = if plan.slots.is_empty() {
            let own = |tap: Tap, key: Key| (tap.id(), OptionLabel::Words(Phrase::new(key)));
            let id = &plan.visit.id;
            let options = vec![
                own(Tap::CallMe(id.clone()), Key::ButtonCallMe),
                own(Tap::Move(id.clone()), Key::ButtonNewTimes),
            ];
            (Key::AbsentOfferNone, options)
        } else {
            let whom = Whom::Patient(plan.patient.id.clone());
            let request = instead_of_absent(&plan.visit, now);
            let offer = memory.put_on_table(plan.slots.clone(), request, whom, now);
            let time = |(index, slot): (usize, &Slot)| {
                (Tap::Slot { offer, index }.id(), OptionLabel::Time(slot.clone()))
            };
            (Key::AbsentOffer, plan.slots.iter().enumerate().map(time).collect())
        };
        memory.about = Some(plan.patient.id.clone());
        let view = self.view(tx, clinic, contact, &language, &memory).await?;
        self.keep(tx, conversation, &memory, version, now).await?;
        let phrase = words(clinic, &plan.visit, &plan.patient, key);
        let say = Say::with(phrase, Choice::Options(options));
        Ok(compose(&[say], &view).expect("something is said"))
    }
}

/// What is said of the visit.
pub(super) fn words(clinic: &Clinic, visit: &Appointment, patient: &Patient, key: Key) -> Phrase {
    let (when, practitioner) = when_and_with(clinic, visit, patient);
    let phrase = Phrase::new(key)
        .with("name", patient.first_name())
        .with("when", when)
        .with("practitioner", practitioner);
    if key == Key::AbsentTemplate { phrase.with("clinic", clinic.name.clone()) } else { phrase }
}

pub(super) fn by_template(clinic: &Clinic, visit: &Appointment, patient: &Patient) -> Outgoing {
    let language = letters::language_of(clinic, patient);
    let (when, practitioner) = when_and_with(clinic, visit, patient);
    let taps = [Tap::Move(visit.id.clone()), Tap::CallMe(visit.id.clone())];
    let reply = |(key, tap): (&Key, &Tap)| Button {
        id: tap.id(),
        title: phrases::render(&Phrase::new(*key), &language),
    };
    Outgoing::Template(TemplateMessage {
        name: TOUCHED_TEMPLATE.to_owned(),
        parameters: vec![patient.first_name().to_owned(), when, practitioner, clinic.name.clone()],
        quick_replies: REPLIES.iter().zip(&taps).map(reply).collect(),
        shown: phrases::render(&words(clinic, visit, patient, Key::AbsentTemplate), &language),
        language,
    })
}

impl Turn<'_> {
    /// They want to be called about a visit that can't be.
    pub(crate) async fn wants_call(&mut self, tx: &mut Tx, id: &AppointmentId) -> Result<(), DeskError> {
        Ok(absences::wants_call(tx, id).await?)
    }
}
