//! What the assistant made of the patient's last words: what they want, how sure it is, the words it read a time from,
//! and where the conversation stands. Read anew each time it is asked, as the assistant itself would read it now.

use super::Who;
use crate::{Desk, DeskError, view};
use std::sync::Arc;
use svara_dialog::{Flow, Memory};
/// As the language room reads.
pub use svara_language::{Intent, IntentReading, Reading};
use svara_model::{Clinic, ConversationId, Direction};
use svara_store::{Tx, contacts, conversations, threads};

/// Lines looked through for the patient's last words.
const LINES_MAX: usize = 40;

/// What was understood.
#[derive(Clone, Debug)]
pub struct Understanding {
    /// The words that were read.
    pub text: String,
    /// What they were read as.
    pub reading: Reading,
    /// What the assistant waits for: `choice`, `name`, `which`, `confirm_cancel` … `nothing`.
    pub waits_for: &'static str,
    /// How many messages in a row it did not understand.
    pub misunderstood: u8,
}

/// Reads the patient's last words. `None`: they wrote nothing, or there is no such conversation.
pub async fn of(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &ConversationId,
    who: &Who,
) -> Result<Option<Understanding>, DeskError> {
    let (desk_in, at, wanted) = (desk.clone(), Arc::clone(clinic), id.clone());
    let found = desk.store().read("what was understood", move |tx| {
        let (desk, clinic, id) = (desk_in.clone(), Arc::clone(&at), wanted.clone());
        Box::pin(async move { read(&desk, tx, &clinic, &id).await })
    });
    let Some(found) = found.await? else { return Ok(None) };
    desk.saw(&clinic.id, who, "conversation.seen", Some(id.to_string()), Vec::new()).await?;
    Ok(Some(found))
}

async fn read(
    desk: &Desk,
    tx: &mut Tx,
    clinic: &Arc<Clinic>,
    id: &ConversationId,
) -> Result<Option<Understanding>, DeskError> {
    let found = conversations::by_id(tx, id).await?.filter(|it| it.clinic == clinic.id);
    let Some(conversation) = found else { return Ok(None) };
    let Some(contact) = contacts::by_id(tx, &conversation.contact).await? else { return Ok(None) };
    let lines = threads::page(tx, id, None, LINES_MAX).await?;
    let last = lines.into_iter().rev().map(|it| it.message).find(|it| it.direction == Direction::In);
    let Some(text) = last.map(|it| it.text).filter(|it| !it.is_empty()) else { return Ok(None) };
    let (memory, _) = desk.recall(tx, id).await?;
    let seen = desk.view(tx, clinic, &contact, &conversation.language, &memory).await?;
    // The words are read by themselves: what stood on the table when they came may be gone by now.
    let alone = Memory { flow: Flow::Idle, ..memory.clone() };
    let reading = view::read(&text, Some(&conversation.language), &alone, &seen);
    Ok(Some(Understanding {
        text,
        reading,
        waits_for: waits_for(&memory.flow),
        misunderstood: memory.misunderstood,
    }))
}

fn waits_for(flow: &Flow) -> &'static str {
    match flow {
        Flow::Idle | Flow::Awaiting(_) => "nothing",
        Flow::AskingWhom { .. } => "whom",
        Flow::Offering { .. } | Flow::OfferingPlans => "choice",
        Flow::AskingName { .. } | Flow::AskingWaitName { .. } | Flow::AskingPlanNames { .. } => "name",
        Flow::AskingWhich { .. } => "which",
        Flow::ConfirmingCancel { .. } => "confirm_cancel",
        Flow::MoveOrCancel { .. } => "move_or_cancel",
        Flow::ConfirmingSwap { .. } => "confirm_swap",
        Flow::AskingWhen { .. } => "when",
        Flow::AskingToBook => "confirm_book",
        Flow::AskingToWait { .. } => "confirm_wait",
    }
}
