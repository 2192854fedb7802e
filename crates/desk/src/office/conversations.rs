//! Looking at conversations: who answers, why a person is needed, how long free words may be sent.

use super::Who;
use crate::dispatch::WINDOW_HOURS;
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use svara_model::{
    Attachment, Clinic, ClinicId, Contact, Conversation, ConversationId, ConversationState, Direction,
    HandoverReason, Message, Outgoing, PhoneNumber, PractitionerId, StaffId,
};
use svara_store::conversations::{self, Filter};
/// As stored.
pub use svara_store::drafts::Draft;
use svara_store::handovers::{self, Handover};
use svara_store::threads::{self, Entry, Failure, Handling};
use svara_store::{Tx, appointments, contacts, staff};

/// Lines shown of each conversation in a list; the whole of it has a place of its own.
const LINES_IN_LIST: usize = 50;
/// Lines shown of one conversation: years of an ordinary patient.
const LINES_MAX: usize = 1_000;

/// A conversation as staff see it.
#[derive(Clone, Debug)]
pub struct Thread {
    /// The conversation.
    pub conversation: Conversation,
    /// With whom.
    pub contact: Contact,
    /// Its lines, the oldest first.
    pub lines: Vec<Line>,
    /// Why a person is needed and since when, until somebody closed the matter.
    pub handover: Option<(HandoverReason, Timestamp)>,
    /// Who has it.
    pub taken_by: Option<String>,
    /// Until when free words may be sent (WhatsApp's customer service window).
    pub window_until: Option<Timestamp>,
    /// What the patient wrote since the last answer.
    pub unread: usize,
    /// Put aside, done with.
    pub handling: Handling,
    /// What is being written in it, the newest first.
    pub drafts: Vec<(Draft, String)>,
}

/// A line of a conversation.
#[derive(Clone, Debug)]
pub struct Line {
    /// The message.
    pub message: Message,
    /// Who wrote it: a colleague by name, or the desk; none for the patient.
    pub by: Option<String>,
    /// Its place in the conversation, once that is known.
    pub seq: Option<i64>,
    /// What the patient saw, with buttons and lists.
    pub content: Option<Outgoing>,
    /// Why it did not arrive.
    pub failure: Option<Failure>,
    /// What came beside the words.
    pub attachment: Option<Attachment>,
}

/// How the desk signs its own lines.
const DESK: &str = "desk";
/// How lines of programs with an API token are signed, whatever the token is called.
const PROGRAM: &str = "API";

/// Which conversations.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of the contact with this number.
    pub phone: Option<PhoneNumber>,
    /// `bot`, `staff` or `closed`.
    pub state: Option<&'static str>,
    /// Before this one, by last change and id.
    pub before: Option<(Timestamp, ConversationId)>,
    /// At most so many.
    pub limit: usize,
}

/// A page of conversations, the newest change first, and whether there are more.
pub async fn list(
    desk: &Desk,
    clinic: &Clinic,
    wanted: Wanted,
    who: &Who,
) -> Result<(Vec<Thread>, bool), DeskError> {
    let (id, limit) = (clinic.id.clone(), wanted.limit);
    let lines = if wanted.phone.is_some() { LINES_MAX } else { LINES_IN_LIST };
    let only = who.only.clone();
    let found = desk.store().read("list conversations", move |tx| {
        let (id, it, only) = (id.clone(), wanted.clone(), only.clone());
        Box::pin(async move {
            let mut page = page(tx, &id, &it, only.as_ref()).await?;
            let more = page.len() > limit;
            page.truncate(limit);
            let mut look = Look { cards: handovers::list_open(tx, &id).await?, names: HashMap::new() };
            let mut threads = Vec::with_capacity(page.len());
            for (conversation, contact) in page {
                threads.push(look.thread(tx, conversation, contact, lines).await?);
            }
            Ok::<_, DeskError>((threads, more))
        })
    });
    let (threads, more) = found.await?;
    let seen = threads.iter().map(|it| it.contact.id.to_string()).collect();
    desk.saw(&clinic.id, who, "conversations.listed", None, seen).await?;
    Ok((threads, more))
}

/// One more than the page holds. Who is held to their own patients gets pages as full as everybody's.
async fn page(
    tx: &mut Tx,
    clinic: &ClinicId,
    wanted: &Wanted,
    only: Option<&PractitionerId>,
) -> Result<Vec<(Conversation, Contact)>, DeskError> {
    let mut found = Vec::new();
    let mut before = wanted.before.clone();
    loop {
        let filter = Filter { phone: wanted.phone.as_ref(), state: wanted.state };
        let page = conversations::list(tx, clinic, filter, before.take(), wanted.limit + 1).await?;
        let last = page.len() <= wanted.limit;
        before = page.last().map(|(it, _)| (it.changed_at, it.id.clone()));
        for (conversation, contact) in page {
            let theirs = match only {
                Some(own) => appointments::contact_comes_to(tx, &contact.id, own).await?,
                None => true,
            };
            if theirs {
                found.push((conversation, contact));
            }
        }
        if last || found.len() > wanted.limit {
            return Ok(found);
        }
    }
}

/// One conversation with its newest lines (none said: as many as are shown at all); `None` when this clinic has no
/// such conversation.
pub async fn show(
    desk: &Desk,
    clinic: &Clinic,
    id: &ConversationId,
    lines: Option<usize>,
    who: &Who,
) -> Result<Option<Thread>, DeskError> {
    let lines = lines.unwrap_or(LINES_MAX).clamp(1, LINES_MAX);
    let Some(thread) = read(desk, clinic, id, lines).await? else { return Ok(None) };
    desk.saw(&clinic.id, who, "conversation.seen", Some(id.to_string()), Vec::new()).await?;
    Ok(Some(thread))
}

pub(super) async fn find(
    desk: &Desk,
    clinic: &Clinic,
    id: &ConversationId,
) -> Result<Option<Thread>, DeskError> {
    read(desk, clinic, id, LINES_IN_LIST).await
}

async fn read(
    desk: &Desk,
    clinic: &Clinic,
    id: &ConversationId,
    lines: usize,
) -> Result<Option<Thread>, DeskError> {
    let (clinic, id) = (clinic.id.clone(), id.clone());
    let found = desk.store().read("a conversation", move |tx| {
        let (clinic, id) = (clinic.clone(), id.clone());
        Box::pin(async move {
            let found = conversations::by_id(tx, &id).await?.filter(|it| it.clinic == clinic);
            let Some(conversation) = found else { return Ok::<_, DeskError>(None) };
            let Some(contact) = contacts::by_id(tx, &conversation.contact).await? else { return Ok(None) };
            let mut look = Look { cards: handovers::list_open(tx, &clinic).await?, names: HashMap::new() };
            Ok(Some(look.thread(tx, conversation, contact, lines).await?))
        })
    });
    found.await
}

/// A page of a conversation's lines before a place, the oldest first; `None`: there is no such conversation.
pub async fn lines(
    desk: &Desk,
    clinic: &Clinic,
    id: &ConversationId,
    before: Option<i64>,
    limit: usize,
    who: &Who,
) -> Result<Option<Vec<Line>>, DeskError> {
    let (at, wanted) = (clinic.id.clone(), id.clone());
    let found = desk.store().read("lines of a conversation", move |tx| {
        let (at, id) = (at.clone(), wanted.clone());
        Box::pin(async move {
            let known = conversations::by_id(tx, &id).await?.filter(|it| it.clinic == at);
            if known.is_none() {
                return Ok::<_, DeskError>(None);
            }
            let mut look = Look { cards: Vec::new(), names: HashMap::new() };
            let mut lines = Vec::new();
            for entry in threads::page(tx, &id, before, limit).await? {
                lines.push(look.line(tx, entry).await?);
            }
            Ok(Some(lines))
        })
    });
    let Some(lines) = found.await? else { return Ok(None) };
    desk.saw(&clinic.id, who, "conversation.seen", Some(id.to_string()), Vec::new()).await?;
    Ok(Some(lines))
}

/// The end of the window that the patient's last words opened.
pub(super) fn window_until(last_inbound_at: Option<Timestamp>) -> Option<Timestamp> {
    last_inbound_at.map(|it| it + SignedDuration::from_hours(WINDOW_HOURS))
}

/// What several conversations share while they are looked up.
struct Look {
    cards: Vec<Handover>,
    names: HashMap<StaffId, String>,
}

impl Look {
    async fn thread(
        &mut self,
        tx: &mut Tx,
        conversation: Conversation,
        contact: Contact,
        lines_max: usize,
    ) -> Result<Thread, DeskError> {
        let mut lines = Vec::new();
        for entry in threads::page(tx, &conversation.id, None, lines_max).await? {
            lines.push(self.line(tx, entry).await?);
        }
        let taken_by = match &conversation.state {
            ConversationState::Staff { by, .. } => Some(self.name(tx, by).await?),
            _ => None,
        };
        let card = self.cards.iter().find(|it| it.conversation == conversation.id);
        let handover = match (card, &conversation.state) {
            (Some(card), _) => Some((card.reason, card.opened_at)),
            (None, ConversationState::Waiting { reason, since }) => Some((*reason, *since)),
            (None, _) => None,
        };
        let unread = lines.iter().rev().take_while(|it| it.message.direction == Direction::In).count();
        let window_until = window_until(conversation.last_inbound_at);
        let handling = threads::handling(tx, &conversation.id).await?;
        let mut drafts = Vec::new();
        for draft in svara_store::drafts::of_conversation(tx, &conversation.id).await? {
            let name = self.name(tx, &draft.staff).await?;
            drafts.push((draft, name));
        }
        Ok(Thread {
            conversation,
            contact,
            lines,
            handover,
            taken_by,
            window_until,
            unread,
            handling,
            drafts,
        })
    }

    async fn line(&mut self, tx: &mut Tx, entry: Entry) -> Result<Line, DeskError> {
        let Entry { seq, message, content, failure, attachment } = entry;
        let by = match (&message.by, message.direction) {
            (Some(staff), _) => Some(self.name(tx, staff).await?),
            (None, Direction::Out) => Some(DESK.to_owned()),
            (None, Direction::In) => None,
        };
        Ok(Line { message, by, seq: Some(seq), content, failure, attachment })
    }

    async fn name(&mut self, tx: &mut Tx, id: &StaffId) -> Result<String, DeskError> {
        if let Some(name) = self.names.get(id) {
            return Ok(name.clone());
        }
        let name = staff::by_id(tx, id).await?.map_or_else(|| PROGRAM.to_owned(), |it| it.name);
        self.names.insert(id.clone(), name.clone());
        Ok(name)
    }
}
