//! What is kept no longer than it may be (`docs/trust.md`). Each function removes one class of things that are
//! older than a moment, except what is held for a dispute. Absent: the limits; those are the desk's.

use crate::row::{bounded, micros, typed};
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ClinicId, PatientId};

/// C1: lines of conversations. What still has to be sent stays.
pub async fn drop_messages(tx: &mut Tx, clinic: &ClinicId, before: Timestamp) -> Result<u64, StoreError> {
    query(
        "DELETE FROM messages WHERE clinic = $1 AND at < $2 AND status NOT IN ('queued', 'sending')
           AND contact NOT IN (SELECT c.contact FROM contact_patients AS c
             JOIN patient_flags AS f ON f.patient = c.patient WHERE f.flag = 'held')",
    )
    .bind(clinic.as_str().to_owned())
    .bind(micros(before))
    .execute(tx)
    .await
}

/// C2: messages of staff behind sign-in.
pub async fn drop_secure_messages(
    tx: &mut Tx,
    clinic: &ClinicId,
    before: Timestamp,
) -> Result<u64, StoreError> {
    query(
        "DELETE FROM secure_messages WHERE at < $2 AND contact IN (SELECT id FROM contacts WHERE clinic = $1)
           AND contact NOT IN (SELECT c.contact FROM contact_patients AS c
             JOIN patient_flags AS f ON f.patient = c.patient WHERE f.flag = 'held')",
    )
    .bind(clinic.as_str().to_owned())
    .bind(micros(before))
    .execute(tx)
    .await
}

/// C3: visits of long ago lose their link to a contact and to a calendar.
pub async fn loosen_visits(tx: &mut Tx, clinic: &ClinicId, before: Timestamp) -> Result<u64, StoreError> {
    query(
        "UPDATE appointments SET contact = NULL, token = NULL, token_hash = NULL
         WHERE clinic = $1 AND ends < $2 AND (contact IS NOT NULL OR token IS NOT NULL)
           AND patient NOT IN (SELECT patient FROM patient_flags WHERE flag = 'held')",
    )
    .bind(clinic.as_str().to_owned())
    .bind(micros(before))
    .execute(tx)
    .await
}

/// C4: patients of whom nothing was heard or booked since then; the relation is over.
pub async fn gone_patients(
    tx: &mut Tx,
    clinic: &ClinicId,
    before: Timestamp,
    limit: usize,
) -> Result<Vec<PatientId>, StoreError> {
    let rows: Vec<(String,)> = query(
        "SELECT p.id FROM patients AS p
         WHERE p.clinic = $1 AND p.forgotten_at IS NULL AND p.changed_at < $2
           AND NOT EXISTS (SELECT 1 FROM appointments AS a WHERE a.patient = p.id AND a.ends >= $2)
           AND NOT EXISTS (SELECT 1 FROM contact_patients AS c JOIN conversations AS t ON t.contact = c.contact
             WHERE c.patient = p.id AND t.changed_at >= $2)
           AND NOT EXISTS (SELECT 1 FROM contact_patients AS c JOIN permissions AS r ON r.contact = c.contact
             WHERE c.patient = p.id AND r.recorded_at >= $2)
           AND NOT EXISTS (SELECT 1 FROM patient_flags AS f WHERE f.patient = p.id AND f.flag = 'held')
         ORDER BY p.id LIMIT $3",
    )
    .bind(clinic.as_str().to_owned())
    .bind(micros(before))
    .bind(bounded(limit))
    .all(tx)
    .await?;
    rows.into_iter().map(|(id,)| typed("patients", "id", id)).collect()
}

/// What became of the assistant's drafts; it says nothing of anybody.
pub async fn drop_suggestions(tx: &mut Tx, clinic: &ClinicId, before: Timestamp) -> Result<u64, StoreError> {
    query("DELETE FROM suggestions WHERE clinic = $1 AND at < $2")
        .bind(clinic.as_str().to_owned())
        .bind(micros(before))
        .execute(tx)
        .await
}

/// Links and sign-ins that are over.
pub async fn drop_links(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    query("DELETE FROM sign_ins WHERE expires_at < $1").bind(micros(before)).execute(tx).await?;
    query("DELETE FROM tokens WHERE expires_at < $1").bind(micros(before)).execute(tx).await
}
