//! How much is said in a time, and putting off what may not be said today. Absent: what is too much; that is the
//! desk's.

use crate::outbox::sealed_reason;
use crate::row::micros;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ContactId, ConversationId, MessageId};

/// How many answers of the machine a contact has had since then, with those that still wait in the conversation.
pub async fn answers_since(
    tx: &mut Tx,
    contact: &ContactId,
    conversation: &ConversationId,
    since: Timestamp,
) -> Result<i64, StoreError> {
    let (sent,): (i64,) = query(
        "SELECT count(*) FROM messages
         WHERE contact = $1 AND sent_at >= $2 AND purpose = 'answer' AND by_staff IS NULL",
    )
    .bind(contact.as_str().to_owned())
    .bind(micros(since))
    .one(tx)
    .await?;
    let (waiting,): (i64,) = query(
        "SELECT count(*) FROM messages
         WHERE conversation = $1 AND status IN ('queued', 'sending') AND purpose = 'answer' AND by_staff IS NULL",
    )
    .bind(conversation.as_str().to_owned())
    .one(tx)
    .await?;
    Ok(sent + waiting)
}

/// It may not go today: it waits until then, and whatever is said in the conversation meanwhile goes first. Moving the
/// next try alone would leave it due, and what is due holds back all that comes after it.
pub async fn put_off(tx: &mut Tx, id: &MessageId, until: Timestamp, why: &str) -> Result<(), StoreError> {
    let reason = sealed_reason(tx, id, why).await?;
    query(
        "UPDATE messages SET status = 'queued', ready_at = $2, due_at = $2, lease_until = NULL, reason = $3,
           attempt = attempt - 1
         WHERE id = $1 AND status = 'sending'",
    )
    .bind(id.as_str().to_owned())
    .bind(micros(until))
    .bind(reason)
    .execute(tx)
    .await
    .map(drop)
}
