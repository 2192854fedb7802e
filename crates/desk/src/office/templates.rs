//! What still reaches a patient when WhatsApp's 24 hours are over: templates, filled in for this patient, each with why
//! it may not go if it may not. Absent: words of one's own (`talk.rs`), and what leaves without staff (`letters.rs`).

use super::Who;
use super::conversations::Line;
use super::talk::{taken, taken_by_other};
use crate::dispatch::{self, Saying, window_is_open};
use crate::jobs::{REMINDER_MINUTES_MIN, answer_language, stands};
use crate::{Desk, DeskError, News, letters, summons};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use svara_model::{
    Appointment, AppointmentId, AppointmentStatus, Clinic, Contact, Conversation, ConversationId,
    ConversationState, DeliveryStatus, Direction, Message, MessageId, Outgoing, Patient, PermissionState,
    Purpose, TemplateMessage,
};
use svara_store::messages::NewOutbound;
use svara_store::threads::{self, Entry};
use svara_store::{Tx, appointments, contacts, conversations, messages, patients, permissions};

/// Visits that reminders are offered for: the next ones, more than a family has in a month.
const VISITS_MAX: usize = 5;
/// Lines looked through for the same template: far more than pass in a day after the patient fell silent.
const LINES_LOOKED_AT: usize = 50;
/// The same words are not sent again to somebody silent before so many hours have passed.
const AGAIN_AFTER_HOURS: i64 = 24;

/// A template that could be sent now.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Filled in for this patient.
    pub template: TemplateMessage,
    /// The visit it speaks of, and whose it is.
    pub visit: Option<(Appointment, Patient)>,
    /// Why it may not go.
    pub refused: Option<Refusal>,
}

/// Why a template may not go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// In one word, for programs.
    pub reason: &'static str,
    /// In words.
    pub detail: &'static str,
}

const fn because(reason: &'static str, detail: &'static str) -> Refusal {
    Refusal { reason, detail }
}

const WINDOW_OPEN: Refusal =
    because("window_open", "the patient wrote within 24 hours: answer in words of your own");
const SENT: Refusal = because("sent", "the same went to them within 24 hours, and they have not answered");
const NO_ADDRESS: Refusal = because("no_address", "there is no number to write to");
const AWAY: Refusal = because("away", "an absence touches the visit");
const SPENT: Refusal = because("spent", crate::spending::SPENT);
const TOO_LATE: Refusal = because("too_late", "the visit begins too soon for a reminder");

/// Which template is meant.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its name.
    pub template: String,
    /// The visit it shall speak of.
    pub appointment: Option<AppointmentId>,
}

/// The templates for a conversation, those to anybody first; `None` when this clinic has no such conversation.
pub async fn list(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &ConversationId,
    who: &Who,
) -> Result<Option<Vec<Ready>>, DeskError> {
    let found = desk.store().read("templates for a conversation", {
        let (desk, clinic, id, who) = (desk.clone(), Arc::clone(clinic), id.clone(), who.clone());
        move |tx| {
            let (desk, clinic, id, who) = (desk.clone(), Arc::clone(&clinic), id.clone(), who.clone());
            Box::pin(async move {
                let found = conversations::by_id(tx, &id).await?.filter(|it| it.clinic == clinic.id);
                let Some(conversation) = found else { return Ok::<_, DeskError>(None) };
                Talk::about(&desk, tx, &clinic, conversation).await?.ready(tx, &who).await.map(Some)
            })
        }
    });
    let Some(ready) = found.await? else { return Ok(None) };
    desk.saw(&clinic.id, who, "conversation.seen", Some(id.to_string()), Vec::new()).await?;
    Ok(Some(ready))
}

/// Sends one of them. A conflict when it may not go, or a colleague has the conversation. What asks the patient to
/// write takes the conversation: whoever asked gets the answer.
pub async fn send(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &ConversationId,
    choice: Choice,
    who: &Who,
) -> Result<Line, DeskError> {
    let message = desk.ids.make(MessageId::new, desk.now());
    let sent = desk.store().write("send a template", {
        let (desk, clinic, id, who) = (desk.clone(), Arc::clone(clinic), id.clone(), who.clone());
        let message = message.clone();
        move |tx| {
            let (desk, clinic, id, who) = (desk.clone(), Arc::clone(&clinic), id.clone(), who.clone());
            let (choice, message) = (choice.clone(), message.clone());
            Box::pin(async move {
                let found = conversations::by_id(tx, &id).await?.filter(|it| it.clinic == clinic.id);
                let conversation = found.ok_or(DeskError::NotFound("the conversation"))?;
                let talk = Talk::about(&desk, tx, &clinic, conversation).await?;
                talk.send(tx, message, &choice, &who).await
            })
        }
    });
    let template = sent.await?;
    desk.outbox_bell.notify_one();
    desk.tell(&clinic.id, News::Conversation(id.clone()));
    let content = Outgoing::Template(template);
    let line = Message {
        id: message,
        conversation: id.clone(),
        direction: Direction::Out,
        text: content.shown(),
        at: desk.now(),
        status: DeliveryStatus::Queued.as_str().to_owned(),
        by: Some(who.staff.clone()),
        source: None,
    };
    Ok(Line {
        message: line,
        by: Some(who.name.clone()),
        seq: None,
        content: Some(content),
        failure: None,
        attachment: None,
    })
}

/// A conversation with what its templates depend on.
struct Talk<'a> {
    desk: &'a Desk,
    clinic: &'a Clinic,
    conversation: Conversation,
    contact: Contact,
    lately: Vec<Entry>,
}

impl<'a> Talk<'a> {
    async fn about(
        desk: &'a Desk,
        tx: &mut Tx,
        clinic: &'a Clinic,
        conversation: Conversation,
    ) -> Result<Self, DeskError> {
        let contact = contacts::by_id(tx, &conversation.contact).await?;
        let contact = contact.ok_or(DeskError::NotFound("the contact"))?;
        let lately = threads::page(tx, &conversation.id, None, LINES_LOOKED_AT).await?;
        Ok(Self { desk, clinic, conversation, contact, lately })
    }

    async fn ready(&self, tx: &mut Tx, who: &Who) -> Result<Vec<Ready>, DeskError> {
        let mut all = Vec::new();
        for content in summons::to_anybody(self.clinic, &answer_language(&self.conversation.language)) {
            all.extend(self.judged(tx, content, None).await?);
        }
        let patients = patients::of_contact(tx, &self.contact.id).await?;
        let ids: Vec<_> = patients.iter().map(|it| it.id.clone()).collect();
        let theirs = |it: &Appointment| who.only.as_ref().is_none_or(|only| only == &it.slot.practitioner);
        let coming = appointments::coming_of(tx, &ids, self.desk.now()).await?.into_iter();
        for visit in coming.filter(|it| stands(it) && theirs(it)).take(VISITS_MAX) {
            let Some(patient) = patients.iter().find(|it| it.id == visit.patient).cloned() else { continue };
            let content = letters::reminder(self.clinic, &visit, &patient);
            all.extend(self.judged(tx, content, Some((visit, patient))).await?);
        }
        Ok(all)
    }

    async fn judged(
        &self,
        tx: &mut Tx,
        content: Outgoing,
        visit: Option<(Appointment, Patient)>,
    ) -> Result<Option<Ready>, DeskError> {
        let refused = self.refusal(tx, &content, visit.as_ref().map(|it| &it.0)).await?;
        let Outgoing::Template(template) = content else { return Ok(None) };
        Ok(Some(Ready { template, visit, refused }))
    }

    /// By the desk's own rules: nothing that the desk might not write by itself goes because staff press a button.
    async fn refusal(
        &self,
        tx: &mut Tx,
        content: &Outgoing,
        visit: Option<&Appointment>,
    ) -> Result<Option<Refusal>, DeskError> {
        let now = self.desk.now();
        if visit.is_none() && window_is_open(self.conversation.last_inbound_at, now) {
            return Ok(Some(WINDOW_OPEN));
        }
        if self.contact.address().is_none() {
            return Ok(Some(NO_ADDRESS));
        }
        if self.went_lately(content, now) {
            return Ok(Some(SENT));
        }
        if self.desk.is_spent(tx, self.clinic).await? {
            return Ok(Some(SPENT));
        }
        if let Some(visit) = visit {
            if now >= latest(visit) {
                return Ok(Some(TOO_LATE));
            }
            if self.desk.is_away(tx, &self.clinic.id, &visit.slot).await? {
                return Ok(Some(AWAY));
            }
        }
        let (channel, purpose) = (self.conversation.channel, purpose(visit));
        // To a newcomer everything would be too much; that they allowed nothing is what staff can do something about.
        let given = permissions::current(tx, &self.contact.id, channel, purpose).await?;
        if given.is_none_or(|it| it.state != PermissionState::Given) {
            return Ok(Some(because("no_permission", dispatch::NO_PERMISSION)));
        }
        let saying = Saying { content, purpose, class: letters::class(content) };
        let why = self.desk.what_forbids(tx, self.clinic, &self.contact, channel, saying).await?;
        Ok(why.map(|detail| because(word_for(detail), detail)))
    }

    fn went_lately(&self, content: &Outgoing, now: Timestamp) -> bool {
        let Outgoing::Template(wanted) = content else { return false };
        let since = now - SignedDuration::from_hours(AGAIN_AFTER_HOURS);
        let silent = self.lately.iter().rev().take_while(|it| it.message.direction == Direction::Out);
        silent.filter(|it| it.message.at > since && it.failure.is_none()).any(|it| match &it.content {
            Some(Outgoing::Template(sent)) => {
                sent.name == wanted.name && sent.parameters == wanted.parameters
            }
            _ => false,
        })
    }

    async fn send(
        self,
        tx: &mut Tx,
        message: MessageId,
        choice: &Choice,
        who: &Who,
    ) -> Result<TemplateMessage, DeskError> {
        match &self.conversation.state {
            ConversationState::Staff { by, .. } if by != &who.staff => {
                return Err(taken_by_other(tx, by).await?);
            }
            ConversationState::Closed => {
                return Err(DeskError::Conflict("this conversation is closed".to_owned()));
            }
            _ => {}
        }
        let meant = |it: &Ready| {
            let visit = it.visit.as_ref().map(|(visit, _)| &visit.id);
            it.template.name == choice.template && visit == choice.appointment.as_ref()
        };
        let ready = self.ready(tx, who).await?.into_iter().find(meant);
        let Ready { template, visit, refused } = ready.ok_or(DeskError::NotFound("the template"))?;
        if let Some(refused) = refused {
            return Err(DeskError::Conflict(refused.detail.to_owned()));
        }
        let visit = visit.map(|it| it.0);
        self.queue(tx, message, Outgoing::Template(template.clone()), visit.as_ref(), who).await?;
        let details = serde_json::json!({ "template": template.name }).to_string();
        let (kind, subject) = ("conversation.template_sent", Some(self.conversation.id.as_str()));
        self.desk.line(tx, &self.clinic.id, who, kind, subject, &details).await?;
        if let Some(visit) = visit {
            if visit.status == AppointmentStatus::Booked {
                let (talk, now) = (&self.conversation.id, self.desk.now());
                self.desk.remember_reminder(tx, talk, &visit.id, now).await?;
            }
        } else {
            taken(self.desk, tx, self.conversation, who).await?;
        }
        Ok(template)
    }

    async fn queue(
        &self,
        tx: &mut Tx,
        message: MessageId,
        content: Outgoing,
        visit: Option<&Appointment>,
        who: &Who,
    ) -> Result<(), DeskError> {
        let now = self.desk.now();
        // Two who press at the same moment have seen the same last line: one of them is sent.
        let place = self.lately.last().map_or(0, |it| it.seq);
        let about = visit.map_or("anything", |it| it.id.as_str());
        let name = if let Outgoing::Template(it) = &content { it.name.as_str() } else { "words" };
        let outbound = NewOutbound {
            id: message,
            conversation: self.conversation.id.clone(),
            contact: self.contact.id.clone(),
            purpose: purpose(visit),
            class: letters::class(&content),
            due_at: now,
            expires_at: visit.map(latest),
            appointment: visit.map(|it| (it.id.clone(), it.revision)),
            reply_to: None,
            dedupe: Some(format!("chosen:{}:{name}:{about}:{place}", self.conversation.id)),
            by_staff: Some(who.staff.clone()),
            content,
        };
        if messages::add_outbound(tx, &outbound, now).await? {
            Ok(())
        } else {
            Err(DeskError::Conflict(SENT.detail.to_owned()))
        }
    }
}

/// After this a reminder is no use any more.
fn latest(visit: &Appointment) -> Timestamp {
    visit.slot.from - SignedDuration::from_mins(REMINDER_MINUTES_MIN)
}

fn purpose(visit: Option<&Appointment>) -> Purpose {
    if visit.is_some() { Purpose::Reminder } else { Purpose::Appointment }
}

/// The desk's own refusals in one word; what is left is about the clinic's risk analysis and its switch.
fn word_for(detail: &str) -> &'static str {
    match detail {
        dispatch::RESTRICTED => "restricted",
        dispatch::NO_REMINDERS => "objected",
        dispatch::TOO_MUCH => "too_much",
        _ => "switched_off",
    }
}
