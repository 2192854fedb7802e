//! What each turn heard and decided, sealed under the contact's key, and the clinic's rules as they were that day.
//! Absent: what a record says; that is `svara-dialog`'s.

use crate::row::{bounded, instant, json, micros, to_json, typed};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{Clinic, ClinicId, ContactId, ConversationId};

/// A turn to keep.
#[derive(Clone, Debug)]
pub struct NewTurn<'a> {
    /// Of which conversation.
    pub conversation: &'a ConversationId,
    /// At which clinic.
    pub clinic: &'a ClinicId,
    /// With whom: their key seals it.
    pub contact: &'a ContactId,
    /// The version of the conversation's memory that it left: turns stand in this order.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What was heard and decided, as JSON.
    pub record: &'a str,
}

/// A turn that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Of which conversation.
    pub conversation: ConversationId,
    /// Its place in it.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What was heard and decided, as JSON.
    pub record: String,
}

/// Keeps a turn.
pub async fn add(tx: &mut Tx, new: &NewTurn<'_>) -> Result<(), StoreError> {
    let row = row_name(new.conversation.as_str(), new.seq);
    let sealed = tx.seal(new.contact.as_str(), place("turns", "record", &row), new.record).await?;
    query(
        "INSERT INTO turns (conversation, seq, clinic, contact, at, record) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new.conversation.as_str().to_owned())
    .bind(new.seq)
    .bind(new.clinic.as_str().to_owned())
    .bind(new.contact.as_str().to_owned())
    .bind(micros(new.at))
    .bind(sealed)
    .execute(tx)
    .await
    .map(drop)
}

type Row = (String, i64, String, i64, Vec<u8>);

/// The turns of one conversation, the oldest first.
pub async fn of_conversation(
    tx: &mut Tx,
    id: &ConversationId,
    limit: usize,
) -> Result<Vec<Turn>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT conversation, seq, contact, at, record FROM turns WHERE conversation = $1 ORDER BY seq LIMIT $2",
    )
    .bind(id.as_str().to_owned())
    .bind(bounded(limit))
    .all(tx)
    .await?;
    opened(tx, rows).await
}

/// A page of the clinic's turns from a moment on, the oldest first; go on after the last one's time, conversation
/// and place.
pub async fn since(
    tx: &mut Tx,
    clinic: &ClinicId,
    after: (Timestamp, Option<(ConversationId, i64)>),
    limit: usize,
) -> Result<Vec<Turn>, StoreError> {
    let (at, last) = after;
    let (conversation, seq) = last.map_or((String::new(), 0), |(id, seq)| (id.as_str().to_owned(), seq));
    let rows: Vec<Row> = query(
        "SELECT conversation, seq, contact, at, record FROM turns
         WHERE clinic = $1 AND at >= $2
           AND (at > $2 OR conversation > $3 OR (conversation = $3 AND seq > $4))
         ORDER BY at, conversation, seq LIMIT $5",
    )
    .bind(clinic.as_str().to_owned())
    .bind(micros(at))
    .bind(conversation)
    .bind(seq)
    .bind(bounded(limit))
    .all(tx)
    .await?;
    opened(tx, rows).await
}

/// Drops turns older than a moment; how many.
pub async fn prune(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    let gone = query("DELETE FROM turns WHERE at < $1").bind(micros(before)).execute(tx).await?;
    query(
        "DELETE FROM clinic_versions WHERE at < $1
           AND EXISTS (SELECT 1 FROM clinic_versions AS newer WHERE newer.clinic = clinic_versions.clinic
             AND newer.at > clinic_versions.at AND newer.at < $1)",
    )
    .bind(micros(before))
    .execute(tx)
    .await?;
    Ok(gone)
}

/// Keeps a clinic's set-up under its fingerprint, once.
pub async fn keep_version(
    tx: &mut Tx,
    print: &str,
    clinic: &Clinic,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (known,): (bool,) = query("SELECT EXISTS (SELECT 1 FROM clinic_versions WHERE print = $1)")
        .bind(print.to_owned())
        .one(tx)
        .await?;
    if known {
        return Ok(());
    }
    query(
        "INSERT INTO clinic_versions (print, clinic, data, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (print) DO NOTHING",
    )
    .bind(print.to_owned())
    .bind(clinic.id.as_str().to_owned())
    .bind(to_json(clinic))
    .bind(micros(now))
    .execute(tx)
    .await
    .map(drop)
}

/// A clinic's set-up by its fingerprint.
pub async fn version(tx: &mut Tx, print: &str) -> Result<Option<Clinic>, StoreError> {
    let found: Option<(String,)> = query("SELECT data FROM clinic_versions WHERE print = $1")
        .bind(print.to_owned())
        .optional(tx)
        .await?;
    found.map(|(data,)| json("clinic_versions", "data", print, &data)).transpose()
}

fn row_name(conversation: &str, seq: i64) -> String {
    format!("{conversation}/{seq}")
}

/// What can't be opened any more was forgotten: it is left out.
async fn opened(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<Turn>, StoreError> {
    let mut turns = Vec::with_capacity(rows.len());
    for (conversation, seq, contact, at, sealed) in rows {
        let row = row_name(&conversation, seq);
        let Some(record) = tx.open(&contact, place("turns", "record", &row), &sealed).await? else {
            continue;
        };
        turns.push(Turn {
            conversation: typed("turns", "conversation", conversation)?,
            seq,
            at: instant(at)?,
            record,
        });
    }
    Ok(turns)
}
