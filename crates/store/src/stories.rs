//! A clinic's own written conversations, kept with its set-up. Invented people only; nothing here is sealed.

use crate::row::micros;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::ClinicId;

/// Keeps a written conversation under its name, new or changed.
pub async fn put(
    tx: &mut Tx,
    clinic: &ClinicId,
    name: &str,
    text: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO stories (clinic, name, text, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (clinic, name) DO UPDATE SET text = excluded.text, changed_at = excluded.changed_at",
    )
    .bind(clinic.as_str().to_owned())
    .bind(name.to_owned())
    .bind(text.to_owned())
    .bind(micros(now))
    .execute(tx)
    .await
    .map(drop)
}

/// All of a clinic's, by name: name and text.
pub async fn list(tx: &mut Tx, clinic: &ClinicId) -> Result<Vec<(String, String)>, StoreError> {
    query("SELECT name, text FROM stories WHERE clinic = $1 ORDER BY name")
        .bind(clinic.as_str().to_owned())
        .all(tx)
        .await
}

/// Takes one out; `false` when there is none with this name.
pub async fn remove(tx: &mut Tx, clinic: &ClinicId, name: &str) -> Result<bool, StoreError> {
    let gone = query("DELETE FROM stories WHERE clinic = $1 AND name = $2")
        .bind(clinic.as_str().to_owned())
        .bind(name.to_owned())
        .execute(tx)
        .await?;
    Ok(gone == 1)
}
