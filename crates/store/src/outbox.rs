//! What has to be sent: claimed with a lease, handed over, and what became of it.
//!
//! Within a conversation nothing overtakes: a message waits while an earlier one is due or being sent. Absent:
//! whether a message may be sent at all; the desk asks that after claiming.

use crate::messages::provider_hash;
use crate::mischief::{Mischief, is_planted};
use crate::row::{bounded, instant, instant_of, json, micros, typed, typed_of, word};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{
    AppointmentId, Channel, ClinicId, ContactId, ConversationId, DeliveryStatus, Disclosure, MessageId,
    Outgoing, Purpose, SendFailure, StaffId, StatusUpdate,
};

/// A message to hand over.
#[derive(Clone, Debug)]
pub struct OutboxItem {
    /// Its id.
    pub id: MessageId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// To whom.
    pub contact: ContactId,
    /// For which clinic.
    pub clinic: ClinicId,
    /// Why we write.
    pub purpose: Purpose,
    /// What.
    pub content: Outgoing,
    /// Not before then.
    pub due_at: Timestamp,
    /// Not after then.
    pub expires_at: Option<Timestamp>,
    /// The appointment it speaks of, at the revision it speaks of.
    pub appointment: Option<(AppointmentId, i64)>,
    /// The provider's id of the message it answers.
    pub reply_to: Option<String>,
    /// How often it was claimed, this time included.
    pub attempt: i64,
    /// Who of the staff wrote it; none: the desk.
    pub by_staff: Option<StaffId>,
    /// How much it says of the person it goes to.
    pub class: Disclosure,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    conversation: String,
    contact: String,
    clinic: String,
    seq: i64,
    purpose: String,
    body: Option<Vec<u8>>,
    due_at: i64,
    expires_at: Option<i64>,
    appointment: Option<String>,
    appointment_revision: Option<i64>,
    reply_to: Option<Vec<u8>>,
    attempt: i64,
    by_staff: Option<String>,
    class: String,
}

macro_rules! claim {
    ($which:literal, $lock:literal) => {
        concat!(
            "UPDATE messages SET status = 'sending', attempt = attempt + 1, lease_owner = $3, lease_until = $2
             WHERE id IN (SELECT m.id FROM messages AS m WHERE m.status = 'queued' AND m.ready_at <= $1",
            $which,
            " AND NOT EXISTS (SELECT 1 FROM messages AS e WHERE e.conversation = m.conversation AND e.seq < m.seq
                 AND e.status IN ('queued', 'sending') AND e.due_at <= $1)
               ORDER BY m.ready_at, m.seq LIMIT $4",
            $lock,
            ") RETURNING id, conversation, contact, clinic, seq, purpose, body, due_at, expires_at, appointment,
               appointment_revision, reply_to, attempt, by_staff, class"
        )
    };
}

/// Of what is taken at once, so much is for answers while any wait: somebody looks at their phone for them. The rest
/// keeps reminders going.
const ANSWERS_OF_FOUR: usize = 3;

/// Takes what is due, one of each conversation at most, and marks it `sending` until the lease ends. Answers come
/// first, so that nobody who writes waits behind a morning's reminders.
pub async fn claim(
    tx: &mut Tx,
    now: Timestamp,
    lease_until: Timestamp,
    owner: &str,
    limit: usize,
) -> Result<Vec<OutboxItem>, StoreError> {
    let answers = tx.pick(
        claim!(" AND m.purpose = 'answer'", ""),
        claim!(" AND m.purpose = 'answer'", " FOR UPDATE SKIP LOCKED"),
    );
    let all = tx.pick(claim!("", ""), claim!("", " FOR UPDATE SKIP LOCKED"));
    let mut rows: Vec<Row> = Vec::new();
    for (sql, most) in [(answers, (limit * ANSWERS_OF_FOUR).div_ceil(4)), (all, limit)] {
        let taken = query(sql)
            .bind(micros(now))
            .bind(micros(lease_until))
            .bind(owner.to_owned())
            .bind(bounded(most.saturating_sub(rows.len())))
            .all(tx)
            .await?;
        rows.extend::<Vec<Row>>(taken);
    }
    items(tx, rows).await
}

/// The provider accepted it.
pub async fn sent(tx: &mut Tx, id: &MessageId, provider_id: &str, now: Timestamp) -> Result<(), StoreError> {
    let hash = provider_hash(tx, provider_id);
    query(
        "UPDATE messages SET provider_hash = $2, sent_at = $3, lease_until = NULL,
           at = CASE WHEN at > $3 THEN at ELSE $3 END
         WHERE id = $1",
    )
    .bind(id.as_str().to_owned())
    .bind(hash)
    .bind(micros(now))
    .execute(tx)
    .await?;
    raise(tx, id, DeliveryStatus::Sent).await.map(drop)
}

/// It could not be handed over now; again at `at`.
pub async fn retry(tx: &mut Tx, id: &MessageId, at: Timestamp, why: &str) -> Result<(), StoreError> {
    let reason = sealed_reason(tx, id, why).await?;
    query(
        "UPDATE messages SET status = 'queued', ready_at = $2, lease_until = NULL, reason = $3
         WHERE id = $1 AND status IN ('sending', 'unknown')",
    )
    .bind(id.as_str().to_owned())
    .bind(micros(at))
    .bind(reason)
    .execute(tx)
    .await
    .map(drop)
}

/// It was refused for good.
pub async fn failed(
    tx: &mut Tx,
    id: &MessageId,
    failure: &SendFailure,
    now: Timestamp,
) -> Result<(), StoreError> {
    note_failure(tx, id, failure).await?;
    end(tx, id, DeliveryStatus::Failed, now).await
}

/// It is not sent, for this reason.
pub async fn dropped(tx: &mut Tx, id: &MessageId, reason: &str, now: Timestamp) -> Result<(), StoreError> {
    let sealed = sealed_reason(tx, id, reason).await?;
    query("UPDATE messages SET reason = $2 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(sealed)
        .execute(tx)
        .await?;
    end(tx, id, DeliveryStatus::Dropped, now).await
}

/// Everything queued for a contact on a channel for such a purpose is not sent, for this reason; how many messages.
pub async fn drop_queued(
    tx: &mut Tx,
    contact: &ContactId,
    channel: Channel,
    purpose: Purpose,
    reason: &str,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let waiting: Vec<(String,)> =
        query(
            "SELECT m.id FROM messages AS m JOIN conversations AS c ON c.id = m.conversation
             WHERE m.contact = $1 AND m.purpose = $2 AND c.channel = $3 AND m.status = 'queued' ORDER BY m.seq",
        )
        .bind(contact.as_str().to_owned())
        .bind(purpose.as_str().to_owned())
        .bind(channel.as_str().to_owned())
        .all(tx)
        .await?;
    let count = waiting.len() as u64;
    for (id,) in waiting {
        dropped(tx, &typed("messages", "id", id)?, reason, now).await?;
    }
    Ok(count)
}

/// Nobody knows whether it was sent: it is not sent again, and a later report settles it.
pub async fn unknown(tx: &mut Tx, id: &MessageId, now: Timestamp) -> Result<(), StoreError> {
    end(tx, id, DeliveryStatus::Unknown, now).await
}

/// Marked `sending` with a lease that has ended: the machine stopped in between.
pub async fn stale(tx: &mut Tx, now: Timestamp) -> Result<Vec<OutboxItem>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT id, conversation, contact, clinic, seq, purpose, body, due_at, expires_at, appointment,
           appointment_revision, reply_to, attempt, by_staff, class
         FROM messages WHERE status = 'sending' AND lease_until <= $1 ORDER BY lease_until, seq LIMIT $2",
    )
    .bind(micros(now))
    .bind(bounded(usize::MAX))
    .all(tx)
    .await?;
    items(tx, rows).await
}

/// Marks everything being sent by others as stale at once; for a desk that is alone and has just started.
pub async fn release_leases(tx: &mut Tx, owner_not: &str, now: Timestamp) -> Result<u64, StoreError> {
    query("UPDATE messages SET lease_until = $2 WHERE status = 'sending' AND lease_owner <> $1 AND lease_until > $2")
        .bind(owner_not.to_owned())
        .bind(micros(now))
        .execute(tx)
        .await
}

/// What a provider reports. `None`: it is not about a message of ours.
pub async fn apply_status(
    tx: &mut Tx,
    update: &StatusUpdate,
) -> Result<Option<(MessageId, ConversationId, Purpose)>, StoreError> {
    let hash = provider_hash(tx, &update.provider_id);
    let own = update.message.as_ref().map(|it| it.as_str().to_owned());
    let row: Option<(String, String, String)> = query(
        "SELECT id, conversation, purpose FROM messages
         WHERE direction = 'out' AND (id = $2 OR provider_hash = $1) ORDER BY id LIMIT 1",
    )
    .bind(hash.clone())
    .bind(own)
    .optional(tx)
    .await?;
    let Some((id, conversation, purpose)) = row else { return Ok(None) };
    let id: MessageId = typed("messages", "id", id)?;
    // A report can come before the answer that would have told us the provider's id.
    query("UPDATE messages SET provider_hash = $2 WHERE id = $1 AND provider_hash IS NULL")
        .bind(id.as_str().to_owned())
        .bind(hash)
        .execute(tx)
        .await?;
    if let Some(failure) = &update.failure {
        note_failure(tx, &id, failure).await?;
    }
    raise(tx, &id, update.status).await?;
    let conversation = typed("messages", "conversation", conversation)?;
    Ok(Some((id, conversation, word("messages", "purpose", &purpose, Purpose::parse)?)))
}

/// When the next message may go.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Timestamp>, StoreError> {
    let (due,): (Option<i64>,) = query(
        "SELECT min(m.ready_at) FROM messages AS m WHERE m.status = 'queued'
           AND NOT EXISTS (SELECT 1 FROM messages AS e WHERE e.conversation = m.conversation AND e.seq < m.seq
             AND e.status IN ('queued', 'sending') AND e.due_at <= m.ready_at)",
    )
    .one(tx)
    .await?;
    instant_of(due)
}

/// How many are due or being sent.
pub async fn waiting(tx: &mut Tx, now: Timestamp) -> Result<i64, StoreError> {
    let (count,): (i64,) = query(
        "SELECT count(*) FROM messages WHERE status IN ('queued', 'sending')
           AND (status = 'sending' OR ready_at <= $1)",
    )
    .bind(micros(now))
    .one(tx)
    .await?;
    Ok(count)
}

/// How many messages went to a contact since then, for the provider's limit on a pair.
pub async fn pair_history(tx: &mut Tx, contact: &ContactId, since: Timestamp) -> Result<i64, StoreError> {
    let (count,): (i64,) = query("SELECT count(*) FROM messages WHERE contact = $1 AND sent_at >= $2")
        .bind(contact.as_str().to_owned())
        .bind(micros(since))
        .one(tx)
        .await?;
    Ok(count)
}

/// Sets a status, never downwards. A refusal outranks mere acceptance: providers accept first and learn later.
async fn raise(tx: &mut Tx, id: &MessageId, report: DeliveryStatus) -> Result<bool, StoreError> {
    let lock = tx.pick(
        "SELECT status FROM messages WHERE id = $1 AND direction = 'out'",
        "SELECT status FROM messages WHERE id = $1 AND direction = 'out' FOR UPDATE",
    );
    let row: Option<(String,)> = query(lock).bind(id.as_str().to_owned()).optional(tx).await?;
    let Some((before,)) = row else { return Ok(false) };
    let before = word("messages", "status", &before, DeliveryStatus::parse)?;
    let after = joined(before, report);
    if after != before {
        query("UPDATE messages SET status = $2 WHERE id = $1")
            .bind(id.as_str().to_owned())
            .bind(after.as_str().to_owned())
            .execute(tx)
            .await?;
    }
    Ok(after != before)
}

fn joined(before: DeliveryStatus, report: DeliveryStatus) -> DeliveryStatus {
    use DeliveryStatus::{Failed, Sent};
    if is_planted(Mischief::NewestReportWins) {
        return report;
    }
    match (before, report) {
        (Sent, Failed) | (Failed, Sent) => Failed,
        _ => before.after(report),
    }
}

async fn end(tx: &mut Tx, id: &MessageId, status: DeliveryStatus, now: Timestamp) -> Result<(), StoreError> {
    query("UPDATE messages SET lease_until = NULL, at = CASE WHEN at > $2 THEN at ELSE $2 END WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(micros(now))
        .execute(tx)
        .await?;
    raise(tx, id, status).await.map(drop)
}

async fn note_failure(tx: &mut Tx, id: &MessageId, failure: &SendFailure) -> Result<(), StoreError> {
    let reason = sealed_reason(tx, id, &failure.details).await?;
    query("UPDATE messages SET failure_code = $2, reason = $3 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(failure.code)
        .bind(reason)
        .execute(tx)
        .await
        .map(drop)
}

/// Reasons are sealed: a provider's words can hold the number.
pub(crate) async fn sealed_reason(
    tx: &mut Tx,
    id: &MessageId,
    why: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(String,)> =
        query("SELECT contact FROM messages WHERE id = $1").bind(id.as_str().to_owned()).optional(tx).await?;
    let Some((contact,)) = row else { return Ok(None) };
    tx.seal(&contact, place("messages", "reason", id.as_str()), why).await.map(Some)
}

async fn items(tx: &mut Tx, mut rows: Vec<Row>) -> Result<Vec<OutboxItem>, StoreError> {
    rows.sort_by_key(|row| (row.due_at, row.seq));
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let body =
            tx.open_some(&row.contact, place("messages", "body", &row.id), row.body.as_deref()).await?;
        let reply_to = tx
            .open_some(&row.contact, place("messages", "reply_to", &row.id), row.reply_to.as_deref())
            .await?;
        // Erased meanwhile: there are no words to send.
        let Some(body) = body else { continue };
        let appointment: Option<AppointmentId> = typed_of("messages", "appointment", row.appointment)?;
        found.push(OutboxItem {
            content: json("messages", "body", &row.id, &body)?,
            id: typed("messages", "id", row.id)?,
            conversation: typed("messages", "conversation", row.conversation)?,
            contact: typed("messages", "contact", row.contact)?,
            clinic: typed("messages", "clinic", row.clinic)?,
            purpose: word("messages", "purpose", &row.purpose, Purpose::parse)?,
            due_at: instant(row.due_at)?,
            expires_at: instant_of(row.expires_at)?,
            appointment: appointment.zip(row.appointment_revision),
            reply_to,
            attempt: row.attempt,
            by_staff: typed_of("messages", "by_staff", row.by_staff)?,
            class: word("messages", "class", &row.class, Disclosure::parse)?,
        });
    }
    Ok(found)
}
