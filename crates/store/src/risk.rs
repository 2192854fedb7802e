//! Needs-and-risk analyses, as the head of operations decided them. Entries are added, never changed; the newest
//! counts until its review is due. The decider's name is sealed under the clinic's key.

use crate::keys::desk_owner;
use crate::row::{instant, micros};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use jiff::civil::Date;
use svara_model::ClinicId;

/// One analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskAnalysis {
    /// Its version, as the document says.
    pub version: String,
    /// When it was decided.
    pub decided_on: Date,
    /// Who accepted the risks.
    pub decided_by: String,
    /// SHA-256 of the document, in hexadecimal digits.
    pub document_hash: String,
    /// Until when it holds.
    pub review_by: Date,
    /// Who recorded it.
    pub recorded_by: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    version: String,
    decided_on: String,
    decided_by: Vec<u8>,
    document_hash: String,
    review_by: String,
    recorded_by: String,
    recorded_at: i64,
}

/// Adds one.
pub async fn record(tx: &mut Tx, clinic: &ClinicId, it: &RiskAnalysis) -> Result<(), StoreError> {
    let (seq,): (i64,) = query("SELECT coalesce(max(seq), 0) + 1 FROM risk_analyses WHERE clinic = $1")
        .bind(clinic.as_str().to_owned())
        .one(tx)
        .await?;
    let row = format!("{clinic}:{seq}");
    let owner = desk_owner(Some(clinic.as_str()));
    let decided_by = tx.seal(&owner, place("risk_analyses", "decided_by", &row), &it.decided_by).await?;
    query(
        "INSERT INTO risk_analyses (clinic, seq, version, decided_on, decided_by, document_hash, review_by,
           recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(clinic.as_str().to_owned())
    .bind(seq)
    .bind(it.version.clone())
    .bind(it.decided_on.to_string())
    .bind(decided_by)
    .bind(it.document_hash.clone())
    .bind(it.review_by.to_string())
    .bind(it.recorded_by.clone())
    .bind(micros(it.recorded_at))
    .execute(tx)
    .await
    .map(drop)
}

/// All of a clinic's, the newest first.
pub async fn list(tx: &mut Tx, clinic: &ClinicId) -> Result<Vec<RiskAnalysis>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT seq, version, decided_on, decided_by, document_hash, review_by, recorded_by, recorded_at
         FROM risk_analyses WHERE clinic = $1 ORDER BY seq DESC",
    )
    .bind(clinic.as_str().to_owned())
    .all(tx)
    .await?;
    let owner = desk_owner(Some(clinic.as_str()));
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let at = format!("{clinic}:{}", row.seq);
        let by = tx.open(&owner, place("risk_analyses", "decided_by", &at), &row.decided_by).await?;
        found.push(RiskAnalysis {
            version: row.version,
            decided_on: date("decided_on", &row.decided_on)?,
            decided_by: by.unwrap_or_default(),
            document_hash: row.document_hash,
            review_by: date("review_by", &row.review_by)?,
            recorded_by: row.recorded_by,
            recorded_at: instant(row.recorded_at)?,
        });
    }
    Ok(found)
}

fn date(column: &'static str, text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|error| place("risk_analyses", column, text).corrupt(error))
}
