//! A conversation as staff work with it: its lines page by page with what the patient saw, how far each person has
//! read, when it shall come back, that it is done. Absent: who answers (`conversations.rs`).

use crate::row::{bounded, instant, json, micros, micros_of, typed, typed_of, word};
use crate::seal::place;
use crate::{StoreError, Tx, attachments, messages, query};
use jiff::Timestamp;
use svara_model::{Attachment, ConversationId, Direction, Message, Outgoing, StaffId};

/// A line with what the patient saw of it and why it failed, if it did.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its place in the conversation, counted from 1.
    pub seq: i64,
    /// The line.
    pub message: Message,
    /// What went out; none for what came in and for what was erased.
    pub content: Option<Outgoing>,
    /// Why it did not arrive.
    pub failure: Option<Failure>,
    /// What came beside the words.
    pub attachment: Option<Attachment>,
}

/// Why a message did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The provider's number for it.
    pub code: Option<i64>,
    /// In words, as far as they are known.
    pub reason: Option<String>,
}

/// When a conversation shall come back, and when it was done with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Handling {
    /// Put aside when the conversation had so many lines.
    pub snoozed_seq: Option<i64>,
    /// Until then.
    pub snoozed_until: Option<Timestamp>,
    /// Done with at this moment.
    pub resolved_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    contact: String,
    seq: i64,
    direction: String,
    body: Option<Vec<u8>>,
    at: i64,
    status: String,
    by_staff: Option<String>,
    source: Option<String>,
    failure_code: Option<i64>,
    reason: Option<Vec<u8>>,
    media: Option<Vec<u8>>,
}

/// A page of a conversation's lines before a place (none: the newest), the oldest of them first.
pub async fn page(
    tx: &mut Tx,
    conversation: &ConversationId,
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT id, contact, seq, direction, body, at, status, by_staff, source, failure_code, reason, media
         FROM messages
         WHERE conversation = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3",
    )
    .bind(conversation.as_str().to_owned())
    .bind(before.unwrap_or(i64::MAX))
    .bind(bounded(limit))
    .all(tx)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows.into_iter().rev() {
        found.push(entry(tx, conversation, row).await?);
    }
    Ok(found)
}

async fn entry(tx: &mut Tx, conversation: &ConversationId, row: Row) -> Result<Entry, StoreError> {
    let body = tx.open_some(&row.contact, place("messages", "body", &row.id), row.body.as_deref()).await?;
    let direction = word("messages", "direction", &row.direction, messages::parse_direction)?;
    let (text, content) = match (direction, body) {
        (_, None) => (String::new(), None),
        (Direction::In, Some(text)) => (text, None),
        (Direction::Out, Some(text)) => {
            let content: Outgoing = json("messages", "body", &row.id, &text)?;
            (content.shown(), Some(content))
        }
    };
    let failed = matches!(row.status.as_str(), "failed" | "dropped");
    let failure = if failed {
        let at = place("messages", "reason", &row.id);
        let reason = tx.open_some(&row.contact, at, row.reason.as_deref()).await?;
        Some(Failure { code: row.failure_code, reason })
    } else {
        None
    };
    let attachment = attachments::open(tx, &row.contact, &row.id, row.media.as_deref()).await?;
    Ok(Entry {
        seq: row.seq,
        attachment,
        content,
        failure,
        message: Message {
            id: typed("messages", "id", row.id)?,
            conversation: conversation.clone(),
            direction,
            text,
            at: instant(row.at)?,
            status: row.status,
            by: typed_of("messages", "by_staff", row.by_staff)?,
            source: row.source,
        },
    })
}

/// Somebody has read up to a place; it never goes back.
pub async fn mark_read(
    tx: &mut Tx,
    conversation: &ConversationId,
    staff: &StaffId,
    seq: i64,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO conversation_reads (staff, conversation, seq) VALUES ($1, $2, $3)
         ON CONFLICT (staff, conversation) DO UPDATE SET
           seq = CASE WHEN conversation_reads.seq > excluded.seq THEN conversation_reads.seq ELSE excluded.seq END",
    )
    .bind(staff.as_str().to_owned())
    .bind(conversation.as_str().to_owned())
    .bind(seq)
    .execute(tx)
    .await
    .map(drop)
}

/// Somebody wants to see it as new again.
pub async fn mark_unread(
    tx: &mut Tx,
    conversation: &ConversationId,
    staff: &StaffId,
) -> Result<(), StoreError> {
    query("DELETE FROM conversation_reads WHERE staff = $1 AND conversation = $2")
        .bind(staff.as_str().to_owned())
        .bind(conversation.as_str().to_owned())
        .execute(tx)
        .await
        .map(drop)
}

/// When it comes back and when it was done with.
pub async fn handling(tx: &mut Tx, conversation: &ConversationId) -> Result<Handling, StoreError> {
    let row: Option<(Option<i64>, Option<i64>, Option<i64>)> =
        query("SELECT snoozed_seq, snoozed_until, resolved_at FROM conversations WHERE id = $1")
            .bind(conversation.as_str().to_owned())
            .optional(tx)
            .await?;
    let (snoozed_seq, snoozed_until, resolved_at) = row.unwrap_or_default();
    handling_of(snoozed_seq, snoozed_until, resolved_at)
}

pub(crate) fn handling_of(
    snoozed_seq: Option<i64>,
    snoozed_until: Option<i64>,
    resolved_at: Option<i64>,
) -> Result<Handling, StoreError> {
    let read = crate::row::instant_of;
    Ok(Handling { snoozed_seq, snoozed_until: read(snoozed_until)?, resolved_at: read(resolved_at)? })
}

/// The place of the newest line; 0: there is none.
pub async fn last_seq(tx: &mut Tx, conversation: &ConversationId) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = query("SELECT last_seq FROM conversations WHERE id = $1")
        .bind(conversation.as_str().to_owned())
        .optional(tx)
        .await?;
    Ok(row.map_or(0, |(seq,)| seq))
}

/// Says when it comes back and when it was done with.
pub async fn set_handling(
    tx: &mut Tx,
    conversation: &ConversationId,
    it: Handling,
    now: Timestamp,
) -> Result<(), StoreError> {
    query(
        "UPDATE conversations SET snoozed_seq = $2, snoozed_until = $3, resolved_at = $4,
           changed_at = CASE WHEN changed_at > $5 THEN changed_at ELSE $5 END
         WHERE id = $1",
    )
    .bind(conversation.as_str().to_owned())
    .bind(it.snoozed_seq)
    .bind(micros_of(it.snoozed_until))
    .bind(micros_of(it.resolved_at))
    .bind(micros(now))
    .execute(tx)
    .await
    .map(drop)
}
