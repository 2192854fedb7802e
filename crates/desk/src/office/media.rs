//! Opening what a patient sent: fetched from the provider at that moment and never before, handed on and never kept.

use super::Who;
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use svara_channel::whatsapp::MEDIA_DAYS;
pub use svara_channel::whatsapp::{FileType, MEDIA_SECONDS, MediaError, Medium};
use svara_model::{Attachment, Clinic, ConversationId, MessageId};
use svara_store::{attachments, conversations};

/// Until when the provider has what came at a moment.
pub fn kept_until(at: Timestamp) -> Timestamp {
    at + SignedDuration::from_hours(24 * MEDIA_DAYS)
}

/// Opens what came with a message; `None`: this clinic has no such message, or nothing came with it. Who opened what is
/// noted before anything of it is handed on; a file that did not come was not seen.
pub async fn open(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    conversation: &ConversationId,
    message: &MessageId,
    who: &Who,
) -> Result<Option<(Attachment, Result<Medium, MediaError>)>, DeskError> {
    let (at, talk, line) = (clinic.id.clone(), conversation.clone(), message.clone());
    let found = desk.store().read("what came with a message", move |tx| {
        let (at, talk, line) = (at.clone(), talk.clone(), line.clone());
        Box::pin(async move {
            let known = conversations::by_id(tx, &talk).await?.filter(|it| it.clinic == at);
            if known.is_none() {
                return Ok::<_, DeskError>(None);
            }
            Ok(attachments::of(tx, &talk, &line).await?)
        })
    });
    let Some(attachment) = found.await? else { return Ok(None) };
    let fetched = match &attachment.media_id {
        Some(id) => desk.line.media(clinic, id).await,
        None => Err(MediaError::Gone),
    };
    match &fetched {
        Ok(_) => {
            let subjects = vec![message.to_string()];
            desk.saw(&clinic.id, who, "media.opened", Some(conversation.to_string()), subjects).await?;
        }
        Err(why) => tracing::info!(%why, "what a patient sent could not be opened"),
    }
    Ok(Some((attachment, fetched)))
}
