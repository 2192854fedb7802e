//! The assistant's drafts for staff: an answer to the patient's last words, for a conversation that a person has or that
//! waits for one. Made anew each time it is asked for; what staff did with it is kept as a figure.

use super::Who;
use crate::turn::Turn;
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use svara_dialog::{Flow, Memory};
use svara_model::{Clinic, Conversation, ConversationId, ConversationState, Direction, MessageId};
pub use svara_store::suggestions::{Outcome, Outcomes};
use svara_store::threads::{self, Entry};
use svara_store::{Tx, contacts, conversations, suggestions};

/// Lines looked through for words that nobody answered.
const LINES_MAX: usize = 40;
/// What comes within this time of the words before it belongs to them: people write in pieces.
const PIECES_SECONDS: i64 = 120;

/// An answer for staff to use, change or drop.
#[derive(Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// To which message of the patient's: the last of those it answers.
    pub message: MessageId,
    /// The words.
    pub text: String,
    /// Where they were taken from: `answer: …`, `service: …`, `hours`.
    pub source: Option<String>,
}

/// Words to a patient stay out of logs and panics.
impl std::fmt::Debug for Suggestion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Suggestion").field("message", &self.message).finish_non_exhaustive()
    }
}

/// The draft for the patient's last unanswered words. `None` inside: there is nothing to draft, or it was used or dropped
/// already; outside: there is no such conversation.
pub async fn of(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &ConversationId,
    who: &Who,
) -> Result<Option<Option<Suggestion>>, DeskError> {
    let (desk_in, at, wanted) = (desk.clone(), Arc::clone(clinic), id.clone());
    let found = desk.store().read("a draft for staff", move |tx| {
        let (desk, clinic, id) = (desk_in.clone(), Arc::clone(&at), wanted.clone());
        Box::pin(async move {
            let found = conversations::by_id(tx, &id).await?.filter(|it| it.clinic == clinic.id);
            let Some(conversation) = found else { return Ok::<_, DeskError>(None) };
            Ok(Some(Box::pin(draft(&desk, tx, clinic, conversation)).await?))
        })
    });
    let Some(found) = found.await? else { return Ok(None) };
    desk.saw(&clinic.id, who, "conversation.seen", Some(id.to_string()), Vec::new()).await?;
    Ok(Some(found))
}

async fn draft(
    desk: &Desk,
    tx: &mut Tx,
    clinic: Arc<Clinic>,
    mut conversation: Conversation,
) -> Result<Option<Suggestion>, DeskError> {
    if !matches!(conversation.state, ConversationState::Waiting { .. } | ConversationState::Staff { .. }) {
        return Ok(None);
    }
    let lines = threads::page(tx, &conversation.id, None, LINES_MAX).await?;
    let Some((message, words)) = unanswered(&lines) else { return Ok(None) };
    if suggestions::is_settled(tx, &message).await? {
        return Ok(None);
    }
    let Some(contact) = contacts::by_id(tx, &conversation.contact).await? else { return Ok(None) };
    let (memory, _) = desk.recall(tx, &conversation.id).await?;
    // What stood on the table before a person came is gone, and a person does not say what machine they are.
    let memory = Memory { flow: Flow::Idle, introduced: true, misunderstood: 0, ..memory };
    conversation.state = ConversationState::Bot;
    let mut turn = Turn::begin(desk, tx, clinic, contact, conversation, memory).await?;
    let drafted = turn.draft_for(tx, &words).await?;
    Ok(drafted.map(|it| Suggestion { message, text: it.text, source: it.source }))
}

/// The last words that nobody answered, with what was written just before them.
fn unanswered(lines: &[Entry]) -> Option<(MessageId, String)> {
    let last = lines.last()?;
    let mut words = Vec::new();
    let mut before = last.message.at;
    for it in lines.iter().rev().take_while(|it| it.message.direction == Direction::In) {
        if before.duration_since(it.message.at) > SignedDuration::from_secs(PIECES_SECONDS) {
            break;
        }
        before = it.message.at;
        let text = match &it.attachment {
            Some(sent) => sent.caption.clone().unwrap_or_default(),
            None => it.message.text.clone(),
        };
        words.push(text);
    }
    words.retain(|it| !it.trim().is_empty());
    words.reverse();
    (!words.is_empty()).then(|| (last.message.id.clone(), words.join("\n")))
}

/// Notes what became of a draft; the last word counts.
pub async fn settle(
    desk: &Desk,
    clinic: &Clinic,
    id: &ConversationId,
    message: &MessageId,
    outcome: Outcome,
    who: &Who,
) -> Result<(), DeskError> {
    let step = desk.store().write("settle a draft", {
        let (desk, clinic, id) = (desk.clone(), clinic.id.clone(), id.clone());
        let (message, who) = (message.clone(), who.clone());
        move |tx| {
            let (desk, clinic, id) = (desk.clone(), clinic.clone(), id.clone());
            let (message, who) = (message.clone(), who.clone());
            Box::pin(async move {
                let known = conversations::by_id(tx, &id).await?.is_some_and(|it| it.clinic == clinic);
                if !known || !suggestions::note(tx, &id, &message, outcome, desk.now()).await? {
                    return Err(DeskError::NotFound("the message"));
                }
                let kind = match outcome {
                    Outcome::Used => "suggestion.used",
                    Outcome::Changed => "suggestion.changed",
                    Outcome::Dropped => "suggestion.dropped",
                };
                desk.line(tx, &clinic, &who, kind, Some(id.as_str()), "{}").await
            })
        }
    });
    step.await
}

/// What became of the drafts between two moments.
pub async fn figures(
    desk: &Desk,
    clinic: &Clinic,
    from: Timestamp,
    to: Timestamp,
) -> Result<Outcomes, DeskError> {
    let clinic = clinic.id.clone();
    let found = desk.store().read("figures of drafts", move |tx| {
        let clinic = clinic.clone();
        Box::pin(async move { suggestions::count(tx, &clinic, from, to).await.map_err(DeskError::from) })
    });
    found.await
}
