//! What an auditor reads to compare with books of its own: the lines and states that changed, without a rule
//! of the desk in between. Used by the simulation after every unit of work.
//!
//! Absent: writing anything.

use crate::row::{instant, instant_of, json, micros, typed, typed_of, word};
use crate::seal::place;
use crate::{Store, StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{
    AppointmentId, ClinicId, ContactId, ConversationId, ConversationState, DeliveryStatus, MessageId,
    Outgoing, Purpose, Slot,
};

/// A thread as it stands.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Its id.
    pub id: ConversationId,
    /// At which clinic.
    pub clinic: ClinicId,
    /// With whom.
    pub contact: ContactId,
    /// At which clinic that contact is known.
    pub contact_clinic: ClinicId,
    /// Who answers.
    pub state: ConversationState,
    /// When the patient last wrote.
    pub last_inbound_at: Option<Timestamp>,
    /// How many lines it has.
    pub last_seq: i64,
    /// Whether a card for staff is open.
    pub card: bool,
}

/// One line of a thread.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id.
    pub id: MessageId,
    /// Its place.
    pub seq: i64,
    /// What the provider's id is looked up by; see [`provider_key`].
    pub provider: Option<String>,
    /// By the provider's clock for what came in.
    pub at: Timestamp,
    /// When what came in was handled.
    pub handled_at: Option<Timestamp>,
    /// What went out; `None` for what came in.
    pub out: Option<Out>,
}

/// A line that goes out.
#[derive(Clone, Debug)]
pub struct Out {
    /// Why.
    pub purpose: Purpose,
    /// What.
    pub content: Outgoing,
    /// How far it came.
    pub status: DeliveryStatus,
    /// The appointment it speaks of, at a revision.
    pub appointment: Option<(AppointmentId, i64)>,
    /// Its dedupe key.
    pub dedupe: Option<String>,
    /// A person wrote it.
    pub by_staff: bool,
}

#[derive(sqlx::FromRow)]
struct ThreadRow {
    id: String,
    clinic: String,
    contact: String,
    contact_clinic: String,
    state_data: String,
    last_inbound_at: Option<i64>,
    last_seq: i64,
    card: bool,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: String,
    seq: i64,
    contact: String,
    provider_hash: Option<String>,
    at: i64,
    received_at: Option<i64>,
    direction: String,
    purpose: Option<String>,
    body: Option<Vec<u8>>,
    status: String,
    appointment: Option<String>,
    appointment_revision: Option<i64>,
    dedupe: Option<String>,
    by_staff: Option<String>,
}

/// What the store looks a provider's message up by.
pub fn provider_key(store: &Store, provider_id: &str) -> String {
    store.vault().look_up(&["provider message"], provider_id)
}

/// Threads of a clinic in which something happened since then.
pub async fn threads_since(
    tx: &mut Tx,
    clinic: &ClinicId,
    since: Timestamp,
) -> Result<Vec<Thread>, StoreError> {
    let rows: Vec<ThreadRow> = query(
        "SELECT c.id, c.clinic, c.contact, k.clinic AS contact_clinic, c.state_data, c.last_inbound_at, c.last_seq,
           EXISTS (SELECT 1 FROM handovers AS h WHERE h.conversation = c.id AND h.closed_at IS NULL) AS card
         FROM conversations AS c JOIN contacts AS k ON k.id = c.contact
         WHERE c.clinic = $1 AND c.changed_at >= $2 ORDER BY c.id",
    )
    .bind(clinic.as_str().to_owned())
    .bind(micros(since))
    .all(tx)
    .await?;
    rows.into_iter().map(thread).collect()
}

fn thread(row: ThreadRow) -> Result<Thread, StoreError> {
    Ok(Thread {
        state: json("conversations", "state_data", &row.id, &row.state_data)?,
        id: typed("conversations", "id", row.id)?,
        clinic: typed("conversations", "clinic", row.clinic)?,
        contact: typed("conversations", "contact", row.contact)?,
        contact_clinic: typed("contacts", "clinic", row.contact_clinic)?,
        last_inbound_at: instant_of(row.last_inbound_at)?,
        last_seq: row.last_seq,
        card: row.card,
    })
}

/// The lines of a thread after a place.
pub async fn lines_after(
    tx: &mut Tx,
    conversation: &ConversationId,
    seq: i64,
) -> Result<Vec<Line>, StoreError> {
    let rows: Vec<LineRow> = query(
        "SELECT id, seq, contact, provider_hash, at, received_at, direction, purpose, body, status, appointment,
           appointment_revision, dedupe, by_staff
         FROM messages WHERE conversation = $1 AND seq > $2 ORDER BY seq",
    )
    .bind(conversation.as_str().to_owned())
    .bind(seq)
    .all(tx)
    .await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push(line(tx, row).await?);
    }
    Ok(lines)
}

async fn line(tx: &mut Tx, row: LineRow) -> Result<Line, StoreError> {
    let out = match (row.direction.as_str(), row.purpose.as_deref()) {
        ("out", Some(purpose)) => {
            let body =
                tx.open_some(&row.contact, place("messages", "body", &row.id), row.body.as_deref()).await?;
            let content = match body {
                Some(body) => json("messages", "body", &row.id, &body)?,
                None => Outgoing::Text { body: String::new() },
            };
            let appointment: Option<AppointmentId> = typed_of("messages", "appointment", row.appointment)?;
            Some(Out {
                purpose: word("messages", "purpose", purpose, Purpose::parse)?,
                content,
                status: word("messages", "status", &row.status, DeliveryStatus::parse)?,
                appointment: appointment.zip(row.appointment_revision),
                dedupe: row.dedupe,
                by_staff: row.by_staff.is_some(),
            })
        }
        _ => None,
    };
    Ok(Line {
        id: typed("messages", "id", row.id)?,
        seq: row.seq,
        provider: row.provider_hash,
        at: instant(row.at)?,
        handled_at: instant_of(row.received_at)?,
        out,
    })
}

/// How far each message of ours came, and by which provider's id it is known.
pub async fn statuses(tx: &mut Tx) -> Result<Vec<(MessageId, DeliveryStatus, Option<String>)>, StoreError> {
    let rows: Vec<(String, String, Option<String>)> =
        query("SELECT id, status, provider_hash FROM messages WHERE direction = 'out' ORDER BY id")
            .all(tx)
            .await?;
    rows.into_iter()
        .map(|(id, status, provider)| {
            let status = word("messages", "status", &status, DeliveryStatus::parse)?;
            Ok((typed("messages", "id", id)?, status, provider))
        })
        .collect()
}

/// A time that is kept for a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// For whom.
    pub conversation: ConversationId,
    /// Which.
    pub slot: Slot,
    /// Until then.
    pub until: Timestamp,
    /// Whether it really is taken, or only said to be.
    pub taken: bool,
}

/// Times that are kept for a moment, and for whom.
pub async fn holds(tx: &mut Tx) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<(String, String, i64, i64)> = query(
        "SELECT conversation, slot, expires_at,
                (SELECT COUNT(*) FROM occupancy WHERE owner = holds.conversation)
         FROM holds ORDER BY conversation",
    )
    .all(tx)
    .await?;
    rows.into_iter()
        .map(|(conversation, slot, until, takings)| {
            Ok(Kept {
                slot: json("holds", "slot", &conversation, &slot)?,
                conversation: typed("holds", "conversation", conversation)?,
                until: instant(until)?,
                taken: takings > 0,
            })
        })
        .collect()
}

/// Notifications that wait and those set aside: how many of each, and how old the oldest waiting one is.
pub async fn inbox(tx: &mut Tx) -> Result<(i64, i64, Option<Timestamp>), StoreError> {
    let (waiting, aside, oldest): (i64, i64, Option<i64>) = query(
        "SELECT CAST(coalesce(sum(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0) AS BIGINT),
           CAST(coalesce(sum(CASE WHEN state = 'unhandled' THEN 1 ELSE 0 END), 0) AS BIGINT),
           min(CASE WHEN state = 'waiting' THEN received_at END) FROM inbox",
    )
    .one(tx)
    .await?;
    Ok((waiting, aside, instant_of(oldest)?))
}

/// The state of one notification, by its key: `waiting`, `handled`, `unhandled`; `None`: never recorded, or
/// forgotten since.
pub async fn inbox_state(tx: &mut Tx, key: &str) -> Result<Option<String>, StoreError> {
    let hash = tx.vault.look_up(&["inbox"], key);
    let row: Option<(String,)> =
        query("SELECT state FROM inbox WHERE key_hash = $1").bind(hash).optional(tx).await?;
    Ok(row.map(|it| it.0))
}

/// How many handled notifications older than a moment still hold their content.
pub async fn payloads_before(tx: &mut Tx, before: Timestamp) -> Result<i64, StoreError> {
    let (count,): (i64,) = query(
        "SELECT count(*) FROM inbox WHERE state = 'handled' AND handled_at < $1 AND payload IS NOT NULL",
    )
    .bind(micros(before))
    .one(tx)
    .await?;
    Ok(count)
}

/// How a planned job ended, by its dedupe key: its state and the reason on record.
pub async fn job(tx: &mut Tx, dedupe: &str) -> Result<Option<(String, Option<String>)>, StoreError> {
    query("SELECT state, reason FROM jobs WHERE dedupe = $1").bind(dedupe.to_owned()).optional(tx).await
}

/// When somebody has to look again though nothing new came.
#[derive(Clone, Copy, Debug, Default)]
pub struct Due {
    /// The end of a sender's pause or lease.
    pub inbox: Option<Timestamp>,
    /// The end of a lease on a message being sent.
    pub sending: Option<Timestamp>,
    /// A message that may go.
    pub outbox: Option<Timestamp>,
    /// A job, or the end of a lease on one.
    pub jobs: Option<Timestamp>,
    /// A mail, or the end of a lease on one.
    pub mails: Option<Timestamp>,
}

/// What falls due next, by kind.
pub async fn next_due(tx: &mut Tx) -> Result<Due, StoreError> {
    let (sending,): (Option<i64>,) =
        query("SELECT min(lease_until) FROM messages WHERE status = 'sending'").one(tx).await?;
    Ok(Due {
        inbox: crate::inbox::next_due(tx).await?,
        sending: instant_of(sending)?,
        outbox: crate::outbox::next_due(tx).await?,
        jobs: crate::jobs::next_due(tx).await?,
        mails: crate::mails::next_due(tx).await?,
    })
}
