//! The audit chain: who did what, when, to whom. Each row's keyed hash covers its content and the hash before
//! it, so a row that was changed, removed or slipped in is found; a row is never updated or deleted, and the
//! database refuses both.
//!
//! Details are sealed under the key of the person the event is about; the hash covers the sealed bytes, so an
//! erasure makes details unreadable and leaves the chain whole.

use crate::keys::desk_owner;
use crate::mischief::{Mischief, is_planted};
use crate::row::{bounded, instant, micros, typed};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ClinicId, EventId};

/// Rows verified at a time.
const VERIFIED_AT_ONCE: usize = 1_000;

/// A line of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place, from 1.
    pub seq: i64,
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// Who: an id or `desk`.
    pub actor: String,
    /// What.
    pub kind: String,
    /// To whom or what: an id.
    pub subject: Option<String>,
    /// JSON; `None` once the person was erased.
    pub details: Option<String>,
}

/// The first place where the chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the audit chain is broken at row {seq}: {why}")]
pub struct Broken {
    /// Which row.
    pub seq: i64,
    /// What is wrong there.
    pub why: &'static str,
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    id: String,
    at: i64,
    actor: String,
    kind: String,
    subject: Option<String>,
    owner: String,
    details: Vec<u8>,
    hash: String,
}

/// Adds a line. The clinic's lines are written one after the other, so keep this late in a transaction.
#[expect(clippy::too_many_arguments, reason = "an event has these parts")]
pub async fn append(
    tx: &mut Tx,
    id: EventId,
    clinic: &ClinicId,
    at: Timestamp,
    actor: &str,
    kind: &str,
    subject: Option<&str>,
    details_json: &str,
) -> Result<(), StoreError> {
    let owner = owner_of(tx, clinic, subject).await?;
    let details = tx.seal(&owner, place("events", "details", id.as_str()), details_json).await?;
    let (seq, before) = next(tx, clinic).await?;
    let mut row = Row {
        seq,
        id: id.into(),
        at: micros(at),
        actor: actor.to_owned(),
        kind: kind.to_owned(),
        subject: subject.map(str::to_owned),
        owner,
        details,
        hash: String::new(),
    };
    let broken = is_planted(Mischief::ChainBroken) && seq % 7 == 0;
    row.hash = link(tx, clinic, if broken { "" } else { &before }, &row);
    query("UPDATE event_heads SET hash = $2 WHERE clinic = $1")
        .bind(clinic.as_str().to_owned())
        .bind(row.hash.clone())
        .execute(tx)
        .await?;
    query(
        "INSERT INTO events (clinic, seq, id, at, actor, kind, subject, owner, details, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(clinic.as_str().to_owned())
    .bind(row.seq)
    .bind(row.id)
    .bind(row.at)
    .bind(row.actor)
    .bind(row.kind)
    .bind(row.subject)
    .bind(row.owner)
    .bind(row.details)
    .bind(row.hash)
    .execute(tx)
    .await
    .map(drop)
}

/// Reads the whole chain of a clinic: how many rows hold, or the first that does not.
pub async fn verify(tx: &mut Tx, clinic: &ClinicId) -> Result<Result<u64, Broken>, StoreError> {
    let mut before = String::new();
    let mut seq = 0;
    loop {
        let rows = page(tx, clinic, seq, VERIFIED_AT_ONCE).await?;
        let last = rows.len() < VERIFIED_AT_ONCE;
        for row in rows {
            seq += 1;
            if row.seq != seq {
                return Ok(Err(Broken { seq, why: "it is missing" }));
            }
            if row.hash != link(tx, clinic, &before, &row) {
                return Ok(Err(Broken { seq, why: "its content or its place was changed" }));
            }
            before = row.hash;
        }
        if last {
            break;
        }
    }
    let head: Option<(i64, String)> = query("SELECT seq, hash FROM event_heads WHERE clinic = $1")
        .bind(clinic.as_str().to_owned())
        .optional(tx)
        .await?;
    if head.unwrap_or_default() != (seq, before) {
        return Ok(Err(Broken { seq: seq + 1, why: "rows at the end are missing" }));
    }
    Ok(Ok(seq.unsigned_abs()))
}

/// A page of the chain in order, after the row given.
pub async fn list(
    tx: &mut Tx,
    clinic: &ClinicId,
    after: Option<i64>,
    limit: usize,
) -> Result<Vec<Event>, StoreError> {
    let rows = page(tx, clinic, after.unwrap_or(0), limit).await?;
    opened(tx, rows).await
}

/// What the chain says of these subjects, in order; at most `limit` lines, the newest ones.
pub async fn about(
    tx: &mut Tx,
    clinic: &ClinicId,
    subjects: [&str; 2],
    limit: usize,
) -> Result<Vec<Event>, StoreError> {
    let mut rows: Vec<Row> = query(ABOUT)
        .bind(clinic.as_str().to_owned())
        .bind(subjects[0].to_owned())
        .bind(subjects[1].to_owned())
        .bind(bounded(limit))
        .all(tx)
        .await?;
    rows.reverse();
    opened(tx, rows).await
}

/// A constant because a test explains its plan.
pub(crate) const ABOUT: &str = "SELECT seq, id, at, actor, kind, subject, owner, details, hash FROM events
     WHERE subject IN ($2, $3) AND clinic = $1 ORDER BY seq DESC LIMIT $4";

async fn opened(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<Event>, StoreError> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let details = tx.open(&row.owner, place("events", "details", &row.id), &row.details).await?;
        found.push(Event {
            seq: row.seq,
            id: typed("events", "id", row.id)?,
            at: instant(row.at)?,
            actor: row.actor,
            kind: row.kind,
            subject: row.subject,
            details,
        });
    }
    Ok(found)
}

async fn page(tx: &mut Tx, clinic: &ClinicId, after: i64, limit: usize) -> Result<Vec<Row>, StoreError> {
    query(
        "SELECT seq, id, at, actor, kind, subject, owner, details, hash FROM events
         WHERE clinic = $1 AND seq > $2 ORDER BY seq LIMIT $3",
    )
    .bind(clinic.as_str().to_owned())
    .bind(after)
    .bind(bounded(limit))
    .all(tx)
    .await
}

/// The next place and the hash before it. It locks the clinic's head row.
async fn next(tx: &mut Tx, clinic: &ClinicId) -> Result<(i64, String), StoreError> {
    query(
        "INSERT INTO event_heads (clinic, seq, hash) VALUES ($1, 1, '')
         ON CONFLICT (clinic) DO UPDATE SET seq = event_heads.seq + 1 RETURNING seq, hash",
    )
    .bind(clinic.as_str().to_owned())
    .one(tx)
    .await
}

fn link(tx: &Tx, clinic: &ClinicId, before: &str, row: &Row) -> String {
    let (seq, at) = (row.seq.to_be_bytes(), row.at.to_be_bytes());
    let subject = row.subject.as_ref().map_or_else(Vec::new, |it| [b"+", it.as_bytes()].concat());
    let parts: [&[u8]; 10] = [
        before.as_bytes(),
        clinic.as_str().as_bytes(),
        &seq,
        row.id.as_bytes(),
        &at,
        row.actor.as_bytes(),
        row.kind.as_bytes(),
        &subject,
        row.owner.as_bytes(),
        &row.details,
    ];
    hex::encode(tx.vault.chaining().hash(&parts))
}

/// The person whose key seals the details: the subject itself, or who is behind a visit or a conversation.
async fn owner_of(tx: &mut Tx, clinic: &ClinicId, subject: Option<&str>) -> Result<String, StoreError> {
    let clinics_own = desk_owner(Some(clinic.as_str()));
    let Some(subject) = subject else { return Ok(clinics_own) };
    let behind = match subject.split('_').next() {
        Some("pat" | "con") => Some((subject.to_owned(),)),
        Some("apt") => {
            query("SELECT patient FROM appointments WHERE id = $1")
                .bind(subject.to_owned())
                .optional(tx)
                .await?
        }
        Some("cnv") => {
            query("SELECT contact FROM conversations WHERE id = $1")
                .bind(subject.to_owned())
                .optional(tx)
                .await?
        }
        Some("msg") => {
            query("SELECT contact FROM messages WHERE id = $1").bind(subject.to_owned()).optional(tx).await?
        }
        _ => None,
    };
    let owner = behind.map_or(clinics_own.clone(), |(owner,): (String,)| owner);
    // What is noted after an erasure (that it took place) belongs to the clinic.
    let (erased,): (bool,) =
        query("SELECT EXISTS (SELECT 1 FROM erasures WHERE owner = $1)").bind(owner.clone()).one(tx).await?;
    Ok(if erased { clinics_own } else { owner })
}
