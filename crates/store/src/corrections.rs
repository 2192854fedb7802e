//! What was corrected about a patient: both versions and the reason stay, sealed under the patient's key.

use crate::row::{instant, micros};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::PatientId;

/// One correction.
#[derive(Clone, PartialEq, Eq)]
pub struct Correction {
    /// Of what: `name`, `language`.
    pub field: String,
    /// As it stood.
    pub before: String,
    /// As it stands since.
    pub after: String,
    /// Why.
    pub reason: String,
    /// Who corrected it.
    pub made_by: String,
    /// When.
    pub at: Timestamp,
}

/// Words stay out of logs and panics.
impl std::fmt::Debug for Correction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Correction").field("field", &self.field).finish_non_exhaustive()
    }
}

/// Writes one down.
pub async fn record(tx: &mut Tx, patient: &PatientId, it: &Correction) -> Result<(), StoreError> {
    let owner = patient.as_str();
    let (seq,): (i64,) = query("SELECT coalesce(max(seq), 0) + 1 FROM corrections WHERE patient = $1")
        .bind(owner.to_owned())
        .one(tx)
        .await?;
    let row = format!("{owner}:{seq}");
    let before = tx.seal(owner, place("corrections", "version_before", &row), &it.before).await?;
    let after = tx.seal(owner, place("corrections", "version_after", &row), &it.after).await?;
    let reason = tx.seal(owner, place("corrections", "reason", &row), &it.reason).await?;
    query(
        "INSERT INTO corrections (patient, seq, field, version_before, version_after, reason, made_by, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(owner.to_owned())
    .bind(seq)
    .bind(it.field.clone())
    .bind(before)
    .bind(after)
    .bind(reason)
    .bind(it.made_by.clone())
    .bind(micros(it.at))
    .execute(tx)
    .await
    .map(drop)
}

/// What was corrected, the oldest first.
pub async fn of(tx: &mut Tx, patient: &PatientId) -> Result<Vec<Correction>, StoreError> {
    type Row = (i64, String, Option<Vec<u8>>, Option<Vec<u8>>, Option<Vec<u8>>, String, i64);
    let rows: Vec<Row> = query(
        "SELECT seq, field, version_before, version_after, reason, made_by, at FROM corrections
         WHERE patient = $1 ORDER BY seq",
    )
    .bind(patient.as_str().to_owned())
    .all(tx)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for (seq, field, before, after, reason, made_by, at) in rows {
        let row = format!("{patient}:{seq}");
        let owner = patient.as_str();
        let before =
            tx.open_some(owner, place("corrections", "version_before", &row), before.as_deref()).await?;
        let after =
            tx.open_some(owner, place("corrections", "version_after", &row), after.as_deref()).await?;
        let reason = tx.open_some(owner, place("corrections", "reason", &row), reason.as_deref()).await?;
        found.push(Correction {
            field,
            before: before.unwrap_or_default(),
            after: after.unwrap_or_default(),
            reason: reason.unwrap_or_default(),
            made_by,
            at: instant(at)?,
        });
    }
    Ok(found)
}
