//! Two entries of one person made one, and made two again. The entry that goes keeps its row, name and key, so that
//! undoing brings back exactly what was moved. Nothing is ever merged by the desk itself: a person says so.

use crate::row::{instant, json, micros, to_json, typed};
use crate::seal::place;
use crate::{StoreError, Tx, patient_search, patients, query};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use svara_model::PatientId;

/// What went from one entry to the other.
#[derive(Serialize, Deserialize)]
struct Moved {
    appointments: Vec<String>,
    contacts: Vec<String>,
    /// Of these contacts, those that stood for the kept entry before.
    shared: Vec<String>,
}

/// Makes `gone` a part of `kept`. `false`: one of them is not there, or they are one already.
pub async fn merge(
    tx: &mut Tx,
    kept: &PatientId,
    gone: &PatientId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (Some(one), Some(other)) = (patients::by_id(tx, kept).await?, patients::by_id(tx, gone).await?)
    else {
        return Ok(false);
    };
    if kept == gone || one.clinic != other.clinic || is_merged(tx, kept).await? || is_merged(tx, gone).await?
    {
        return Ok(false);
    }
    let appointments = ids(tx, "SELECT id FROM appointments WHERE patient = $1 ORDER BY id", gone).await?;
    let contacts = ids(tx, CONTACTS, gone).await?;
    let known = ids(tx, CONTACTS, kept).await?;
    let shared = contacts.iter().filter(|it| known.contains(it)).cloned().collect();
    let moved = Moved { appointments, contacts, shared };
    for contact in &moved.contacts {
        patients::link(tx, &typed("contacts", "id", contact.clone())?, kept).await?;
    }
    for appointment in &moved.appointments {
        hand_over(tx, appointment, gone.as_str(), kept.as_str()).await?;
    }
    query("UPDATE patients SET merged_into = $2 WHERE id = $1")
        .bind(gone.as_str().to_owned())
        .bind(kept.as_str().to_owned())
        .execute(tx)
        .await?;
    query("DELETE FROM contact_patients WHERE patient = $1")
        .bind(gone.as_str().to_owned())
        .execute(tx)
        .await?;
    query("INSERT INTO merges (kept, gone, moved, at) VALUES ($1, $2, $3, $4)")
        .bind(kept.as_str().to_owned())
        .bind(gone.as_str().to_owned())
        .bind(to_json(&moved))
        .bind(micros(now))
        .execute(tx)
        .await?;
    Ok(true)
}

/// Makes them two again; whose it was. What was added since stays with the kept entry. `None`: nothing to undo.
pub async fn undo(tx: &mut Tx, gone: &PatientId, now: Timestamp) -> Result<Option<PatientId>, StoreError> {
    let row: Option<(String, String, i64)> = query(
        "SELECT kept, moved, at FROM merges WHERE gone = $1 AND undone_at IS NULL ORDER BY at DESC LIMIT 1",
    )
    .bind(gone.as_str().to_owned())
    .optional(tx)
    .await?;
    let Some((kept, moved, at)) = row else { return Ok(None) };
    let Some(back) = patients::by_id(tx, gone).await? else { return Ok(None) };
    let moved: Moved = json("merges", "moved", gone.as_str(), &moved)?;
    for appointment in &moved.appointments {
        hand_over(tx, appointment, &kept, gone.as_str()).await?;
    }
    for contact in &moved.contacts {
        patients::link(tx, &typed("contacts", "id", contact.clone())?, gone).await?;
        if !moved.shared.contains(contact) {
            query("DELETE FROM contact_patients WHERE contact = $1 AND patient = $2")
                .bind(contact.clone())
                .bind(kept.clone())
                .execute(tx)
                .await?;
        }
    }
    query("UPDATE patients SET merged_into = NULL WHERE id = $1")
        .bind(gone.as_str().to_owned())
        .execute(tx)
        .await?;
    query("UPDATE merges SET undone_at = $3 WHERE gone = $1 AND at = $2")
        .bind(gone.as_str().to_owned())
        .bind(at)
        .bind(micros(now))
        .execute(tx)
        .await?;
    patient_search::index(tx, &back).await?;
    typed("merges", "kept", kept).map(Some)
}

/// The entries that became part of this one, the newest first.
pub async fn merged_into(tx: &mut Tx, kept: &PatientId) -> Result<Vec<(PatientId, Timestamp)>, StoreError> {
    let rows: Vec<(String, i64)> =
        query("SELECT gone, at FROM merges WHERE kept = $1 AND undone_at IS NULL ORDER BY at DESC, gone")
            .bind(kept.as_str().to_owned())
            .all(tx)
            .await?;
    rows.into_iter().map(|(gone, at)| Ok((typed("merges", "gone", gone)?, instant(at)?))).collect()
}

/// A visit goes from one entry to the other. Its calendar token is sealed under the patient's key, so it is sealed
/// anew; a visit that is no longer this entry's stays where it is.
async fn hand_over(tx: &mut Tx, appointment: &str, from: &str, to: &str) -> Result<(), StoreError> {
    let row: Option<(Option<Vec<u8>>,)> =
        query("SELECT token FROM appointments WHERE id = $1 AND patient = $2")
            .bind(appointment.to_owned())
            .bind(from.to_owned())
            .optional(tx)
            .await?;
    let Some((sealed,)) = row else { return Ok(()) };
    let at = place("appointments", "token", appointment);
    let token = tx.open_some(from, at, sealed.as_deref()).await?;
    let sealed = tx.seal_some(to, at, token.as_deref()).await?;
    query("UPDATE appointments SET patient = $2, token = $3 WHERE id = $1")
        .bind(appointment.to_owned())
        .bind(to.to_owned())
        .bind(sealed)
        .execute(tx)
        .await
        .map(drop)
}

const CONTACTS: &str = "SELECT contact FROM contact_patients WHERE patient = $1 ORDER BY contact";

async fn ids(tx: &mut Tx, sql: &'static str, of: &PatientId) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = query(sql).bind(of.as_str().to_owned()).all(tx).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

async fn is_merged(tx: &mut Tx, id: &PatientId) -> Result<bool, StoreError> {
    let (merged,): (bool,) = query("SELECT merged_into IS NOT NULL FROM patients WHERE id = $1")
        .bind(id.as_str().to_owned())
        .one(tx)
        .await?;
    Ok(merged)
}
