//! Looking up visits: a patient's, a day's, a number's. Absent: changing any of them (`appointments.rs`).

use crate::appointments::{Row, appointment, visit_columns};
use crate::row::{bounded, micros, micros_of};
use crate::{StoreError, Tx, patients, query};
use jiff::Timestamp;
use svara_model::{
    Appointment, AppointmentId, AppointmentStatus, ClinicId, ContactId, Patient, PatientId, PhoneNumber,
    PractitionerId,
};

/// The visits of these patients that stand and have not ended by `now`, the next one first.
pub async fn coming_of(
    tx: &mut Tx,
    patients: &[PatientId],
    now: Timestamp,
) -> Result<Vec<Appointment>, StoreError> {
    let mut found = Vec::new();
    for patient in patients {
        let rows: Vec<Row> = query(COMING)
            .bind(patient.as_str().to_owned())
            .bind(micros(now))
            .bind(bounded(usize::MAX))
            .all(tx)
            .await?;
        for row in rows {
            found.push(appointment(tx, row).await?);
        }
    }
    found.sort_by(|one, other| (one.slot.from, &one.id).cmp(&(other.slot.from, &other.id)));
    Ok(found)
}

/// The newest `limit` visits of a patient, whatever became of them, the latest first.
pub async fn last_of(tx: &mut Tx, patient: &PatientId, limit: usize) -> Result<Vec<Appointment>, StoreError> {
    let rows: Vec<Row> = query(concat!(
        "SELECT ",
        visit_columns!(),
        " FROM appointments WHERE patient = $1 ORDER BY starts DESC, id DESC LIMIT $2"
    ))
    .bind(patient.as_str().to_owned())
    .bind(bounded(limit))
    .all(tx)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(appointment(tx, row).await?);
    }
    Ok(found)
}

/// Whether somebody behind a contact comes to a practitioner, came, or called it off.
pub async fn contact_comes_to(
    tx: &mut Tx,
    contact: &ContactId,
    practitioner: &PractitionerId,
) -> Result<bool, StoreError> {
    let found: Option<(String,)> = query(
        "SELECT id FROM appointments WHERE contact = $1 AND practitioner = $2
         UNION ALL SELECT id FROM appointments
         WHERE patient IN (SELECT patient FROM contact_patients WHERE contact = $1) AND practitioner = $2 LIMIT 1",
    )
    .bind(contact.as_str().to_owned())
    .bind(practitioner.as_str().to_owned())
    .optional(tx)
    .await?;
    Ok(found.is_some())
}

/// A page of the clinic's visits that start within `from..to` (either may be left open), by start; after the
/// visit given, if one is. `phone` is the patient's number or that of the contact that booked.
#[expect(clippy::too_many_arguments, reason = "each is a filter that a client of the public API may set")]
pub async fn list(
    tx: &mut Tx,
    clinic: &ClinicId,
    from: impl Into<Option<Timestamp>>,
    to: impl Into<Option<Timestamp>>,
    phone: Option<&PhoneNumber>,
    status: Option<AppointmentStatus>,
    after: Option<(Timestamp, AppointmentId)>,
    limit: usize,
) -> Result<Vec<(Appointment, Patient)>, StoreError> {
    let (after_at, after_id) = match after {
        Some((at, id)) => (micros(at), id.as_str().to_owned()),
        None => (i64::MIN, String::new()),
    };
    let hash = phone.map(|it| tx.vault.look_up(&["phone", clinic.as_str()], it.as_str()));
    let rows: Vec<Row> = query(if hash.is_some() { LIST_OF_PHONE } else { LIST })
        .bind(clinic.as_str().to_owned())
        .bind(micros_of(from.into()).unwrap_or(i64::MIN).max(after_at))
        .bind(micros_of(to.into()).unwrap_or(i64::MAX))
        .bind(status.map(|it| it.as_str().to_owned()))
        .bind(after_at)
        .bind(after_id)
        .bind(bounded(limit))
        .bind(hash)
        .all(tx)
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let visit = appointment(tx, row).await?;
        let patient = patients::behind_appointment(tx, &visit.patient, &visit.clinic).await?;
        found.push((visit, patient));
    }
    Ok(found)
}

/// These texts are constants because a test explains their plans.
pub(crate) const COMING: &str = concat!("SELECT ", visit_columns!(), " FROM appointments
     WHERE patient = $1 AND ends > $2 AND status IN ('pending', 'booked', 'confirmed') ORDER BY starts LIMIT $3");
pub(crate) const LIST: &str = concat!(
    "SELECT ",
    visit_columns!(),
    " FROM appointments
     WHERE clinic = $1 AND starts >= $2 AND starts < $3 AND ($4 IS NULL OR status = $4)
       AND (starts > $5 OR id > $6) AND $8 IS NULL
     ORDER BY starts, id LIMIT $7"
);
pub(crate) const LIST_OF_PHONE: &str = concat!(
    "SELECT ",
    visit_columns!(),
    " FROM appointments
     WHERE patient IN (SELECT id FROM patients WHERE clinic = $1 AND phone_hash = $8)
       AND starts >= $2 AND starts < $3 AND ($4 IS NULL OR status = $4) AND (starts > $5 OR id > $6)
     UNION SELECT ",
    visit_columns!(),
    " FROM appointments
     WHERE contact IN (SELECT id FROM contacts WHERE clinic = $1 AND phone_hash = $8)
       AND starts >= $2 AND starts < $3 AND ($4 IS NULL OR status = $4) AND (starts > $5 OR id > $6)
     ORDER BY starts, id LIMIT $7"
);
