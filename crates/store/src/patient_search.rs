//! Finding patients by name, number or a part of either, over sealed data.
//!
//! Beside each patient stand keyed hashes of the parts of their name and number (`fold.rs`). A search hashes its own
//! parts, takes the entries that share most of them, opens only those and judges them in clear. Whoever has the
//! database without the master key sees how often a part occurs, and not which part it is.

use crate::patients::{self, Row};
use crate::row::{bounded, to_json};
use crate::{StoreError, Tx, fold, query};
use std::collections::BTreeSet;
use svara_model::{ClinicId, Patient, PatientId};

/// Entries that are opened and judged for one answer.
const CANDIDATES_MAX: usize = 60;
/// Less alike than this is somebody else.
const LIKENESS_MIN: f64 = 0.55;
/// Hexadecimal digits of a part's hash: 64 bits.
const HASH_DIGITS: usize = 16;

/// The patients that answer a search, the likeliest first.
pub async fn search(
    tx: &mut Tx,
    clinic: &ClinicId,
    text: &str,
    limit: usize,
) -> Result<Vec<Patient>, StoreError> {
    let number = fold::is_number(text);
    let parts = if number { fold::parts_of_number(text) } else { fold::parts_of_name(text) };
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let hashes = hashes(tx, clinic, &parts);
    let rows: Vec<Row> = query(tx.pick(CANDIDATES_SQLITE, CANDIDATES_POSTGRES))
        .bind(clinic.as_str().to_owned())
        .bind(to_json(&hashes))
        .bind(bounded(CANDIDATES_MAX))
        .all(tx)
        .await?;
    let found = patients::opened(tx, rows).await?;
    Ok(if number { by_number(found, text, limit) } else { by_name(found, text, limit) })
}

fn by_number(found: Vec<Patient>, text: &str, limit: usize) -> Vec<Patient> {
    let wanted = fold::digits(text);
    let has = |it: &Patient| it.phone.as_ref().is_some_and(|phone| phone.as_str().contains(&wanted));
    found.into_iter().filter(has).take(limit).collect()
}

fn by_name(found: Vec<Patient>, text: &str, limit: usize) -> Vec<Patient> {
    let wanted = fold::words(text);
    let mut judged: Vec<(f64, Patient)> =
        found.into_iter().map(|it| (fold::likeness(&wanted, &it.name), it)).collect();
    judged.retain(|it| it.0 >= LIKENESS_MIN);
    judged.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.name.cmp(&other.1.name)));
    judged.into_iter().map(|it| it.1).take(limit).collect()
}

/// Indexes a patient anew, after a change of name or number.
pub(crate) async fn index(tx: &mut Tx, patient: &Patient) -> Result<(), StoreError> {
    remove(tx, patient.id.as_str()).await?;
    let mut parts = fold::parts_of_name(&patient.name);
    if let Some(phone) = &patient.phone {
        parts.extend(fold::parts_of_number(phone.as_str()));
    }
    for hash in hashes(tx, &patient.clinic, &parts) {
        query("INSERT INTO patient_grams (clinic, gram, patient) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .bind(patient.clinic.as_str().to_owned())
            .bind(hash)
            .bind(patient.id.as_str().to_owned())
            .execute(tx)
            .await?;
    }
    query("UPDATE patients SET indexed = $2 WHERE id = $1")
        .bind(patient.id.as_str().to_owned())
        .bind(fold::VERSION)
        .execute(tx)
        .await
        .map(drop)
}

/// Takes a patient out of the index.
pub(crate) async fn remove(tx: &mut Tx, patient: &str) -> Result<(), StoreError> {
    query("DELETE FROM patient_grams WHERE patient = $1").bind(patient.to_owned()).execute(tx).await.map(drop)
}

/// Indexes patients that an older version entered, at most `limit` of them; how many it was.
pub async fn index_waiting(tx: &mut Tx, clinic: &ClinicId, limit: usize) -> Result<usize, StoreError> {
    let rows: Vec<(String,)> = query(
        "SELECT id FROM patients WHERE clinic = $1 AND indexed IS NULL AND forgotten_at IS NULL ORDER BY id LIMIT $2",
    )
    .bind(clinic.as_str().to_owned())
    .bind(bounded(limit))
    .all(tx)
    .await?;
    let count = rows.len();
    for (id,) in rows {
        let id: PatientId = crate::row::typed("patients", "id", id)?;
        if let Some(patient) = patients::by_id(tx, &id).await? {
            index(tx, &patient).await?;
        }
    }
    Ok(count)
}

fn hashes(tx: &Tx, clinic: &ClinicId, parts: &BTreeSet<String>) -> Vec<String> {
    let one = |part: &String| {
        let mut hash = tx.vault.look_up(&["patient part", clinic.as_str()], part);
        hash.truncate(HASH_DIGITS);
        hash
    };
    parts.iter().map(one).collect()
}

const CANDIDATES_SQLITE: &str = "SELECT p.id, p.clinic, p.name, p.phone, p.language FROM patients AS p JOIN
     (SELECT patient, count(*) AS shared FROM patient_grams
      WHERE clinic = $1 AND gram IN (SELECT value FROM json_each($2))
      GROUP BY patient ORDER BY shared DESC, patient LIMIT $3) AS g ON g.patient = p.id
     WHERE p.forgotten_at IS NULL AND p.merged_into IS NULL ORDER BY g.shared DESC, p.id";
const CANDIDATES_POSTGRES: &str = "SELECT p.id, p.clinic, p.name, p.phone, p.language FROM patients AS p JOIN
     (SELECT patient, count(*) AS shared FROM patient_grams
      WHERE clinic = $1 AND gram IN (SELECT jsonb_array_elements_text(CAST($2 AS JSONB)))
      GROUP BY patient ORDER BY shared DESC, patient LIMIT $3) AS g ON g.patient = p.id
     WHERE p.forgotten_at IS NULL AND p.merged_into IS NULL ORDER BY g.shared DESC, p.id";
