//! What people asked for under data-protection law: received, due within a month, how we made sure who asked, and
//! what came of it (GDPR 12(3)). The words are the desk's own; what staff write is the note, sealed under the person's
//! key. Absent: carrying a request out.

use crate::row::{instant, instant_of, micros, typed};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ClinicId, RequestId};

/// A request in the ledger.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// `access`, `rectification`, `erasure`, `restriction`, `objection` or `portability`.
    pub kind: String,
    /// About whom: a patient's id.
    pub subject: String,
    /// When it came.
    pub received_at: Timestamp,
    /// When it must be answered.
    pub due_at: Timestamp,
    /// How we made sure who asked, in a word.
    pub identity: String,
    /// What came of it, in a word; none: open.
    pub outcome: Option<String>,
    /// What staff wrote about it; none once the person was forgotten.
    pub note: Option<String>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// Notes stay out of logs and panics.
impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("id", &self.id).finish_non_exhaustive()
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    kind: String,
    subject: String,
    received_at: i64,
    due_at: i64,
    identity: String,
    outcome: Option<String>,
    note: Option<Vec<u8>>,
    closed_at: Option<i64>,
}

/// Writes one down.
pub async fn open(tx: &mut Tx, clinic: &ClinicId, it: &Request, by: &str) -> Result<(), StoreError> {
    query(
        "INSERT INTO requests (id, clinic, kind, subject, received_at, due_at, identity, opened_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(it.id.as_str().to_owned())
    .bind(clinic.as_str().to_owned())
    .bind(it.kind.clone())
    .bind(it.subject.clone())
    .bind(micros(it.received_at))
    .bind(micros(it.due_at))
    .bind(it.identity.clone())
    .bind(by.to_owned())
    .execute(tx)
    .await
    .map(drop)
}

/// Closes one with its outcome. `false`: there is no such open request.
pub async fn close(
    tx: &mut Tx,
    clinic: &ClinicId,
    id: &RequestId,
    outcome: &str,
    note: Option<&str>,
    by: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let subject: Option<(String,)> =
        query("SELECT subject FROM requests WHERE id = $1 AND clinic = $2 AND closed_at IS NULL")
            .bind(id.as_str().to_owned())
            .bind(clinic.as_str().to_owned())
            .optional(tx)
            .await?;
    let Some((subject,)) = subject else { return Ok(false) };
    let note = tx.seal_some(&subject, place("requests", "note", id.as_str()), note).await?;
    let closed = query(
        "UPDATE requests SET outcome = $2, note = $3, closed_at = $4, closed_by = $5
         WHERE id = $1 AND closed_at IS NULL",
    )
    .bind(id.as_str().to_owned())
    .bind(outcome.to_owned())
    .bind(note)
    .bind(micros(now))
    .bind(by.to_owned())
    .execute(tx)
    .await?;
    Ok(closed == 1)
}

/// The ledger: open ones first, by when they are due.
pub async fn list(tx: &mut Tx, clinic: &ClinicId) -> Result<Vec<Request>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT id, kind, subject, received_at, due_at, identity, outcome, note, closed_at FROM requests
         WHERE clinic = $1 ORDER BY CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, due_at, id",
    )
    .bind(clinic.as_str().to_owned())
    .all(tx)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let at = place("requests", "note", &row.id);
        let note = tx.open_some(&row.subject, at, row.note.as_deref()).await?;
        found.push(Request {
            id: typed("requests", "id", row.id)?,
            kind: row.kind,
            subject: row.subject,
            received_at: instant(row.received_at)?,
            due_at: instant(row.due_at)?,
            identity: row.identity,
            outcome: row.outcome,
            note,
            closed_at: instant_of(row.closed_at)?,
        });
    }
    Ok(found)
}
