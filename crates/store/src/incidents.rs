//! The register of incidents (GDPR 33(5)): what happened, when it was noticed, how many it concerns, and what was done.
//! Words are sealed under the clinic's key. Absent: the clocks, which are the desk's.

use crate::keys::desk_owner;
use crate::row::{instant, instant_of, micros, typed};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ClinicId, IncidentId};

/// Something that went wrong.
#[derive(Clone, PartialEq, Eq)]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// What kind, in a word of the desk's.
    pub kind: String,
    /// When somebody noticed it: from then on the clocks run.
    pub noticed_at: Timestamp,
    /// When it was written down.
    pub opened_at: Timestamp,
    /// By whom: an actor, or `desk`.
    pub opened_by: String,
    /// What happened, in words.
    pub what: String,
    /// How many people it concerns, as far as is known.
    pub affected: Option<i64>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// What was done, in order.
    pub steps: Vec<Step>,
}

/// Something that was done about it.
#[derive(Clone, PartialEq, Eq)]
pub struct Step {
    /// In a word of the desk's.
    pub step: String,
    /// In words.
    pub words: String,
    /// By whom.
    pub taken_by: String,
    /// When.
    pub at: Timestamp,
}

/// Words stay out of logs and panics.
impl std::fmt::Debug for Incident {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incident").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Words stay out of logs and panics.
impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Step").field("step", &self.step).finish_non_exhaustive()
    }
}

/// Writes one down. `false`: the desk opened one of this kind before, and it is still open.
pub async fn open(tx: &mut Tx, clinic: &ClinicId, it: &Incident) -> Result<bool, StoreError> {
    let owner = desk_owner(Some(clinic.as_str()));
    let what = tx.seal(&owner, place("incidents", "what", it.id.as_str()), &it.what).await?;
    let made = query(
        "INSERT INTO incidents (id, clinic, kind, noticed_at, opened_at, opened_by, what, affected)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (clinic, kind) WHERE opened_by = 'desk' AND closed_at IS NULL DO NOTHING",
    )
    .bind(it.id.as_str().to_owned())
    .bind(clinic.as_str().to_owned())
    .bind(it.kind.clone())
    .bind(micros(it.noticed_at))
    .bind(micros(it.opened_at))
    .bind(it.opened_by.clone())
    .bind(what)
    .bind(it.affected)
    .execute(tx)
    .await?;
    Ok(made == 1)
}

/// Adds a step; with how many people it concerns when that is known better now. A step that closes sets `closes`.
/// `false`: the clinic has no such incident, or it is closed.
pub async fn step(
    tx: &mut Tx,
    clinic: &ClinicId,
    id: &IncidentId,
    it: &Step,
    affected: Option<i64>,
    closes: bool,
) -> Result<bool, StoreError> {
    // The row is locked by the update, so that places are never given twice.
    let known = query(
        "UPDATE incidents SET affected = coalesce($3, affected), closed_at = $4
         WHERE id = $1 AND clinic = $2 AND closed_at IS NULL",
    )
    .bind(id.as_str().to_owned())
    .bind(clinic.as_str().to_owned())
    .bind(affected)
    .bind(closes.then(|| micros(it.at)))
    .execute(tx)
    .await?;
    if known == 0 {
        return Ok(false);
    }
    let (seq,): (i64,) = query("SELECT coalesce(max(seq), 0) + 1 FROM incident_steps WHERE incident = $1")
        .bind(id.as_str().to_owned())
        .one(tx)
        .await?;
    let owner = desk_owner(Some(clinic.as_str()));
    let words = tx.seal(&owner, place("incident_steps", "words", &step_id(id, seq)), &it.words).await?;
    query(
        "INSERT INTO incident_steps (incident, seq, step, words, taken_by, at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.as_str().to_owned())
    .bind(seq)
    .bind(it.step.clone())
    .bind(words)
    .bind(it.taken_by.clone())
    .bind(micros(it.at))
    .execute(tx)
    .await
    .map(|_| true)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    kind: String,
    noticed_at: i64,
    opened_at: i64,
    opened_by: String,
    what: Vec<u8>,
    affected: Option<i64>,
    closed_at: Option<i64>,
}

/// The register, the newest first, each with its steps.
pub async fn list(tx: &mut Tx, clinic: &ClinicId) -> Result<Vec<Incident>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT id, kind, noticed_at, opened_at, opened_by, what, affected, closed_at FROM incidents
         WHERE clinic = $1 ORDER BY noticed_at DESC, id DESC",
    )
    .bind(clinic.as_str().to_owned())
    .all(tx)
    .await?;
    let owner = desk_owner(Some(clinic.as_str()));
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let what = tx.open(&owner, place("incidents", "what", &row.id), &row.what).await?;
        let id: IncidentId = typed("incidents", "id", row.id)?;
        found.push(Incident {
            steps: steps(tx, &owner, &id).await?,
            id,
            kind: row.kind,
            noticed_at: instant(row.noticed_at)?,
            opened_at: instant(row.opened_at)?,
            opened_by: row.opened_by,
            what: what.unwrap_or_default(),
            affected: row.affected,
            closed_at: instant_of(row.closed_at)?,
        });
    }
    Ok(found)
}

async fn steps(tx: &mut Tx, owner: &str, id: &IncidentId) -> Result<Vec<Step>, StoreError> {
    let rows: Vec<(i64, String, Vec<u8>, String, i64)> =
        query("SELECT seq, step, words, taken_by, at FROM incident_steps WHERE incident = $1 ORDER BY seq")
            .bind(id.as_str().to_owned())
            .all(tx)
            .await?;
    let mut found = Vec::with_capacity(rows.len());
    for (seq, step, words, taken_by, at) in rows {
        let words = tx.open(owner, place("incident_steps", "words", &step_id(id, seq)), &words).await?;
        found.push(Step { step, words: words.unwrap_or_default(), taken_by, at: instant(at)? });
    }
    Ok(found)
}

fn step_id(id: &IncidentId, seq: i64) -> String {
    format!("{id}/{seq}")
}
