//! What patients sent beside words: the provider's id of it, sealed with the message it came with, and gone with it.
//! Absent: the file, which is never kept.

use crate::row::{json, to_json};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use svara_model::{Attachment, ConversationId, MessageId};

/// Notes what came with a message.
pub async fn add(tx: &mut Tx, message: &MessageId, it: &Attachment) -> Result<(), StoreError> {
    let row: Option<(String,)> = query("SELECT contact FROM messages WHERE id = $1")
        .bind(message.as_str().to_owned())
        .optional(tx)
        .await?;
    let Some((contact,)) = row else {
        let why = format!("there is no message {message}");
        return Err(StoreError::Refused { step: "add an attachment", why });
    };
    let sealed = tx.seal(&contact, place("messages", "media", message.as_str()), &to_json(it)).await?;
    query("UPDATE messages SET media = $2 WHERE id = $1")
        .bind(message.as_str().to_owned())
        .bind(sealed)
        .execute(tx)
        .await
        .map(drop)
}

/// What came with a message of a conversation; none: nothing, or there is no such message in it.
pub async fn of(
    tx: &mut Tx,
    conversation: &ConversationId,
    message: &MessageId,
) -> Result<Option<Attachment>, StoreError> {
    let row: Option<(String, Option<Vec<u8>>)> =
        query("SELECT contact, media FROM messages WHERE id = $1 AND conversation = $2")
            .bind(message.as_str().to_owned())
            .bind(conversation.as_str().to_owned())
            .optional(tx)
            .await?;
    let Some((contact, sealed)) = row else { return Ok(None) };
    open(tx, &contact, message.as_str(), sealed.as_deref()).await
}

/// As sealed beside a message; nothing once the person's key is gone.
pub(crate) async fn open(
    tx: &mut Tx,
    contact: &str,
    message: &str,
    sealed: Option<&[u8]>,
) -> Result<Option<Attachment>, StoreError> {
    let plain = tx.open_some(contact, place("messages", "media", message), sealed).await?;
    plain.map(|it| json("messages", "media", message, &it)).transpose()
}
