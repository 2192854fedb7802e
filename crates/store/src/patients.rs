//! Those who come to the clinic. Name and number are sealed under the patient's own key. A forgotten patient
//! is found no more; how forgetting works stands in `erasure.rs`.

use crate::erasure;
use crate::row::{bounded, micros, typed, typed_of};
use crate::seal::place;
use crate::{StoreError, Tx, patient_search, query};
use jiff::Timestamp;
use svara_model::{ClinicId, ContactId, Language, Patient, PatientId, PhoneNumber};

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    id: String,
    clinic: String,
    name: Option<Vec<u8>>,
    phone: Option<Vec<u8>>,
    language: Option<String>,
}

/// A new patient, behind a contact if one is given.
pub async fn insert(
    tx: &mut Tx,
    patient: &Patient,
    contact: Option<&ContactId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let id = patient.id.as_str();
    let name = tx.seal(id, place("patients", "name", id), &patient.name).await?;
    let number = patient.phone.as_ref().map(PhoneNumber::as_str);
    let phone = tx.seal_some(id, place("patients", "phone", id), number).await?;
    let phone_hash = number.map(|it| tx.vault.look_up(&["phone", patient.clinic.as_str()], it));
    query(
        "INSERT INTO patients (id, clinic, name, phone, phone_hash, language, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
    )
    .bind(id.to_owned())
    .bind(patient.clinic.as_str().to_owned())
    .bind(name)
    .bind(phone)
    .bind(phone_hash)
    .bind(patient.language.as_ref().map(|it| it.as_str().to_owned()))
    .bind(micros(now))
    .execute(tx)
    .await?;
    patient_search::index(tx, patient).await?;
    match contact {
        Some(contact) => link(tx, contact, &patient.id).await,
        None => Ok(()),
    }
}

/// The contact stands for the patient; saying it twice is fine.
pub async fn link(tx: &mut Tx, contact: &ContactId, patient: &PatientId) -> Result<(), StoreError> {
    query(
        "INSERT INTO contact_patients (contact, patient) VALUES ($1, $2) ON CONFLICT (contact, patient) DO NOTHING",
    )
    .bind(contact.as_str().to_owned())
    .bind(patient.as_str().to_owned())
    .execute(tx)
    .await
    .map(drop)
}

/// A patient by id; `None` also when forgotten.
pub async fn by_id(tx: &mut Tx, id: &PatientId) -> Result<Option<Patient>, StoreError> {
    let row: Option<Row> = query(
        "SELECT id, clinic, name, phone, language FROM patients WHERE id = $1 AND forgotten_at IS NULL",
    )
    .bind(id.as_str().to_owned())
    .optional(tx)
    .await?;
    match row {
        Some(row) => Ok(Some(patient(tx, row).await?)),
        None => Ok(None),
    }
}

/// The patients with a number of their own, or of who answers for them; the oldest entry first.
pub async fn by_phone(
    tx: &mut Tx,
    clinic: &ClinicId,
    phone: &PhoneNumber,
) -> Result<Vec<Patient>, StoreError> {
    let hash = tx.vault.look_up(&["phone", clinic.as_str()], phone.as_str());
    let rows: Vec<Row> = query(
        "SELECT id, clinic, name, phone, language FROM patients
         WHERE clinic = $1 AND phone_hash = $2 AND forgotten_at IS NULL AND merged_into IS NULL ORDER BY id",
    )
    .bind(clinic.as_str().to_owned())
    .bind(hash)
    .all(tx)
    .await?;
    opened(tx, rows).await
}

/// The patients behind a contact; the oldest entry first.
pub async fn of_contact(tx: &mut Tx, contact: &ContactId) -> Result<Vec<Patient>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT p.id, p.clinic, p.name, p.phone, p.language FROM contact_patients AS c
         JOIN patients AS p ON p.id = c.patient
         WHERE c.contact = $1 AND p.forgotten_at IS NULL ORDER BY p.id",
    )
    .bind(contact.as_str().to_owned())
    .all(tx)
    .await?;
    opened(tx, rows).await
}

/// Another name. A patient who is gone stays gone.
pub async fn rename(tx: &mut Tx, id: &PatientId, name: &str, now: Timestamp) -> Result<(), StoreError> {
    let Some(known) = by_id(tx, id).await? else { return Ok(()) };
    let sealed = tx.seal(id.as_str(), place("patients", "name", id.as_str()), name).await?;
    query("UPDATE patients SET name = $2, changed_at = $3 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(sealed)
        .bind(micros(now))
        .execute(tx)
        .await?;
    patient_search::index(tx, &Patient { name: name.to_owned(), ..known }).await
}

/// The language they prefer.
pub async fn set_language(
    tx: &mut Tx,
    id: &PatientId,
    language: &Language,
    now: Timestamp,
) -> Result<(), StoreError> {
    query("UPDATE patients SET language = $2, changed_at = $3 WHERE id = $1 AND forgotten_at IS NULL")
        .bind(id.as_str().to_owned())
        .bind(language.as_str().to_owned())
        .bind(micros(now))
        .execute(tx)
        .await
        .map(drop)
}

/// A page of the clinic's patients, the oldest entry first.
pub async fn list(
    tx: &mut Tx,
    clinic: &ClinicId,
    after: Option<&PatientId>,
    limit: usize,
) -> Result<Vec<Patient>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT id, clinic, name, phone, language FROM patients
         WHERE clinic = $1 AND id > $2 AND forgotten_at IS NULL AND merged_into IS NULL ORDER BY id LIMIT $3",
    )
    .bind(clinic.as_str().to_owned())
    .bind(after.map_or_else(String::new, |it| it.as_str().to_owned()))
    .bind(bounded(limit))
    .all(tx)
    .await?;
    opened(tx, rows).await
}

/// Forgets a patient for good: name, number, messages and whatever else was theirs can't be read again, here or
/// in a backup made since. The times of their visits stay, without a name. `false`: there was nobody to forget.
pub async fn forget(tx: &mut Tx, id: &PatientId, now: Timestamp) -> Result<bool, StoreError> {
    erasure::forget(tx, id, now).await
}

pub(crate) async fn opened(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<Patient>, StoreError> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(patient(tx, row).await?);
    }
    Ok(found)
}

async fn patient(tx: &mut Tx, row: Row) -> Result<Patient, StoreError> {
    let name = tx.open_some(&row.id, place("patients", "name", &row.id), row.name.as_deref()).await?;
    let phone = tx.open_some(&row.id, place("patients", "phone", &row.id), row.phone.as_deref()).await?;
    let phone = phone.map(PhoneNumber::try_from).transpose();
    Ok(Patient {
        name: name.unwrap_or_default(),
        phone: phone.map_err(|error| place("patients", "phone", &row.id).corrupt(error))?,
        id: typed("patients", "id", row.id)?,
        clinic: typed("patients", "clinic", row.clinic)?,
        language: typed_of("patients", "language", row.language)?,
    })
}

/// A patient as an appointment shows it: nameless once forgotten.
pub(crate) async fn behind_appointment(
    tx: &mut Tx,
    id: &PatientId,
    clinic: &ClinicId,
) -> Result<Patient, StoreError> {
    Ok(by_id(tx, id).await?.unwrap_or_else(|| Patient {
        id: id.clone(),
        clinic: clinic.clone(),
        name: String::new(),
        language: None,
        phone: None,
    }))
}
