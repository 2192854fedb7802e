//! The lines of conversations, in and out. Words are sealed under the contact's key; the provider's id is a
//! keyed hash, since it can hold the number. What still has to be sent is worked off in `outbox.rs`.

use crate::row::{bounded, instant, json, micros, micros_of, to_json, typed, typed_of, word};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{
    AppointmentId, ContactId, ConversationId, DeliveryStatus, Direction, Disclosure, Message, MessageId,
    Outgoing, Purpose, StaffId,
};

/// A message to send.
#[derive(Clone, Debug)]
pub struct NewOutbound {
    /// Its id; the provider gets it too, and reports with it.
    pub id: MessageId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// To whom.
    pub contact: ContactId,
    /// Why we write.
    pub purpose: Purpose,
    /// What.
    pub content: Outgoing,
    /// Not before then.
    pub due_at: Timestamp,
    /// A reminder dies at its hour.
    pub expires_at: Option<Timestamp>,
    /// The appointment it speaks of, at the revision it speaks of.
    pub appointment: Option<(AppointmentId, i64)>,
    /// The provider's id of the message it answers.
    pub reply_to: Option<String>,
    /// Unique: a second one with the same is not queued. Holds ids, never personal data.
    pub dedupe: Option<String>,
    /// Who of the staff wrote it; none: the desk.
    pub by_staff: Option<StaffId>,
    /// How much it says of the person it goes to.
    pub class: Disclosure,
}

/// What came in.
pub async fn add_inbound(
    tx: &mut Tx,
    id: MessageId,
    conversation: &ConversationId,
    provider_id: &str,
    text: &str,
    at: Timestamp,
    received_at: Timestamp,
) -> Result<(), StoreError> {
    let (seq, contact, clinic) = next_seq(tx, conversation, received_at).await?;
    let body = tx.seal(&contact, place("messages", "body", id.as_str()), text).await?;
    let provider_hash = provider_hash(tx, provider_id);
    query(
        "INSERT INTO messages (id, conversation, contact, clinic, seq, direction, body, provider_hash, at, received_at,
           status, attempt)
         VALUES ($1, $2, $3, $4, $5, 'in', $6, $7, $8, $9, 'received', 0)",
    )
    .bind(String::from(id))
    .bind(conversation.as_str().to_owned())
    .bind(contact)
    .bind(clinic)
    .bind(seq)
    .bind(body)
    .bind(provider_hash)
    .bind(micros(at))
    .bind(micros(received_at))
    .execute(tx)
    .await
    .map(drop)
}

/// What came in has been answered or passed on.
pub async fn mark_handled(tx: &mut Tx, id: &MessageId) -> Result<(), StoreError> {
    query("UPDATE messages SET status = 'handled' WHERE id = $1 AND direction = 'in'")
        .bind(id.as_str().to_owned())
        .execute(tx)
        .await
        .map(drop)
}

/// Queues a message. `false`: one with the same dedupe key was queued before.
pub async fn add_outbound(tx: &mut Tx, new: &NewOutbound, now: Timestamp) -> Result<bool, StoreError> {
    if let Some(dedupe) = &new.dedupe {
        let (known,): (bool,) = query("SELECT EXISTS (SELECT 1 FROM messages WHERE dedupe = $1)")
            .bind(dedupe.clone())
            .one(tx)
            .await?;
        if known {
            return Ok(false);
        }
    }
    let (seq, contact, clinic) = next_seq(tx, &new.conversation, now).await?;
    let id = new.id.as_str();
    let body = tx.seal(&contact, place("messages", "body", id), &to_json(&new.content)).await?;
    let reply_to = tx.seal_some(&contact, place("messages", "reply_to", id), new.reply_to.as_deref()).await?;
    let (appointment, revision) = new.appointment.clone().unzip();
    let made = query(
        "INSERT INTO messages (id, conversation, contact, clinic, seq, direction, body, at, status, purpose, due_at,
           ready_at, expires_at, appointment, appointment_revision, reply_to, dedupe, by_staff, attempt, class)
         VALUES ($1, $2, $3, $4, $5, 'out', $6, $7, 'queued', $8, $9, $9, $10, $11, $12, $13, $14, $15, 0, $16)
         ON CONFLICT (dedupe) DO NOTHING",
    )
    .bind(id.to_owned())
    .bind(new.conversation.as_str().to_owned())
    .bind(contact)
    .bind(clinic)
    .bind(seq)
    .bind(body)
    .bind(micros(new.due_at.max(now)))
    .bind(new.purpose.as_str().to_owned())
    .bind(micros(new.due_at))
    .bind(micros_of(new.expires_at))
    .bind(appointment.map(String::from))
    .bind(revision)
    .bind(reply_to)
    .bind(new.dedupe.clone())
    .bind(new.by_staff.clone().map(String::from))
    .bind(new.class.as_str().to_owned())
    .execute(tx)
    .await?;
    Ok(made == 1)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    contact: String,
    direction: String,
    body: Option<Vec<u8>>,
    at: i64,
    status: String,
    by_staff: Option<String>,
    source: Option<String>,
}

/// The newest `limit` lines of a conversation, the oldest of them first. Words that were erased are empty.
pub async fn of_conversation(
    tx: &mut Tx,
    conversation: &ConversationId,
    limit: usize,
) -> Result<Vec<Message>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT id, contact, direction, body, at, status, by_staff, source FROM messages
         WHERE conversation = $1 ORDER BY seq DESC LIMIT $2",
    )
    .bind(conversation.as_str().to_owned())
    .bind(bounded(limit))
    .all(tx)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows.into_iter().rev() {
        let opened =
            tx.open_some(&row.contact, place("messages", "body", &row.id), row.body.as_deref()).await?;
        let direction = word("messages", "direction", &row.direction, parse_direction)?;
        let text = match (direction, opened) {
            (_, None) => String::new(),
            (Direction::In, Some(text)) => text,
            (Direction::Out, Some(text)) => json::<Outgoing>("messages", "body", &row.id, &text)?.shown(),
        };
        found.push(Message {
            id: typed("messages", "id", row.id)?,
            conversation: conversation.clone(),
            direction,
            text,
            at: instant(row.at)?,
            status: row.status,
            by: typed_of("messages", "by_staff", row.by_staff)?,
            source: row.source,
        });
    }
    Ok(found)
}

/// Notes where an answer was taken from, for staff.
pub async fn note_source(tx: &mut Tx, id: &MessageId, source: &str) -> Result<(), StoreError> {
    query("UPDATE messages SET source = $2 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(source.to_owned())
        .execute(tx)
        .await
        .map(drop)
}

/// How far a message came, when it is one of ours.
pub async fn status_of(tx: &mut Tx, id: &MessageId) -> Result<Option<DeliveryStatus>, StoreError> {
    let row: Option<(String,)> = query("SELECT status FROM messages WHERE id = $1 AND direction = 'out'")
        .bind(id.as_str().to_owned())
        .optional(tx)
        .await?;
    row.map(|(status,)| word("messages", "status", &status, DeliveryStatus::parse)).transpose()
}

/// The conversation that a message of the provider's stands in, ours or the patient's.
pub async fn conversation_of(tx: &mut Tx, provider_id: &str) -> Result<Option<ConversationId>, StoreError> {
    let hash = provider_hash(tx, provider_id);
    let row: Option<(String,)> = query("SELECT conversation FROM messages WHERE provider_hash = $1 LIMIT 1")
        .bind(hash)
        .optional(tx)
        .await?;
    row.map(|(id,)| typed("messages", "conversation", id)).transpose()
}

/// What a provider's id is looked up by.
pub(crate) fn provider_hash(tx: &Tx, provider_id: &str) -> String {
    tx.vault.look_up(&["provider message"], provider_id)
}

/// The next place in a conversation. It locks the conversation's row, so places are never given twice.
async fn next_seq(
    tx: &mut Tx,
    conversation: &ConversationId,
    now: Timestamp,
) -> Result<(i64, String, String), StoreError> {
    let row: Option<(i64, String, String)> = query(
        "UPDATE conversations SET last_seq = last_seq + 1,
           changed_at = CASE WHEN changed_at > $2 THEN changed_at ELSE $2 END
         WHERE id = $1 RETURNING last_seq, contact, clinic",
    )
    .bind(conversation.as_str().to_owned())
    .bind(micros(now))
    .optional(tx)
    .await?;
    row.ok_or_else(|| StoreError::Refused {
        step: "add a message",
        why: format!("there is no conversation {conversation}"),
    })
}

pub(crate) fn parse_direction(text: &str) -> Option<Direction> {
    match text {
        "in" => Some(Direction::In),
        "out" => Some(Direction::Out),
        _ => None,
    }
}
