//! Who waits for a time: one standing wish a patient and service. Absent: who is asked first (the desk), and what
//! they are asked (`offers.rs`).

use crate::row::{bounded, instant, json, micros, to_json, typed, typed_of, word};
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ClinicId, PatientId, WaitEntry, WaitId, WaitState};

/// By name, never by a star: what another process keeps prepared stays right when a later version adds a column.
macro_rules! entry_columns {
    () => {
        "id, clinic, patient, contact, service, practitioner, windows, appointment, state, since, changed_at"
    };
}

/// Puts a wish on the list. The patient's standing wish for the same service is changed instead and keeps its
/// place; `true`: there was one.
pub async fn join(tx: &mut Tx, entry: &WaitEntry) -> Result<(WaitEntry, bool), StoreError> {
    let standing = of_patient(tx, &entry.patient).await?.into_iter().find(|it| it.service == entry.service);
    let changed = standing.is_some();
    let entry = match standing {
        Some(before) => WaitEntry { id: before.id, since: before.since, ..entry.clone() },
        None => entry.clone(),
    };
    query(
        "INSERT INTO waitlist (id, clinic, patient, contact, service, practitioner, windows, appointment, state, since, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (id) DO UPDATE SET contact = excluded.contact, practitioner = excluded.practitioner,
           windows = excluded.windows, appointment = excluded.appointment, changed_at = excluded.changed_at",
    )
    .bind(entry.id.as_str().to_owned())
    .bind(entry.clinic.as_str().to_owned())
    .bind(entry.patient.as_str().to_owned())
    .bind(entry.contact.as_str().to_owned())
    .bind(entry.service.as_str().to_owned())
    .bind(entry.practitioner.as_ref().map(|it| it.as_str().to_owned()))
    .bind(to_json(&entry.windows))
    .bind(entry.appointment.as_ref().map(|it| it.as_str().to_owned()))
    .bind(entry.state.as_str().to_owned())
    .bind(micros(entry.since))
    .bind(micros(entry.changed_at))
    .execute(tx)
    .await?;
    Ok((entry, changed))
}

/// Ends a standing wish. `false`: it had ended before, or never was.
pub async fn end(tx: &mut Tx, id: &WaitId, state: WaitState, now: Timestamp) -> Result<bool, StoreError> {
    let ended = query("UPDATE waitlist SET state = $2, changed_at = $3 WHERE id = $1 AND state = 'waiting'")
        .bind(id.as_str().to_owned())
        .bind(state.as_str().to_owned())
        .bind(micros(now))
        .execute(tx)
        .await?;
    Ok(ended == 1)
}

/// A wish by id, whatever became of it.
pub async fn by_id(tx: &mut Tx, id: &WaitId) -> Result<Option<WaitEntry>, StoreError> {
    let row: Option<Row> = query(concat!("SELECT ", entry_columns!(), " FROM waitlist WHERE id = $1"))
        .bind(id.as_str().to_owned())
        .optional(tx)
        .await?;
    row.map(entry).transpose()
}

/// The standing wishes of a patient, the oldest first.
pub async fn of_patient(tx: &mut Tx, patient: &PatientId) -> Result<Vec<WaitEntry>, StoreError> {
    let rows: Vec<Row> = query(concat!(
        "SELECT ",
        entry_columns!(),
        " FROM waitlist WHERE patient = $1 AND state = 'waiting' ORDER BY since, id"
    ))
    .bind(patient.as_str().to_owned())
    .all(tx)
    .await?;
    rows.into_iter().map(entry).collect()
}

/// The clinic's standing wishes, the oldest first.
pub async fn waiting(tx: &mut Tx, clinic: &ClinicId, limit: usize) -> Result<Vec<WaitEntry>, StoreError> {
    let rows: Vec<Row> = query(concat!(
        "SELECT ",
        entry_columns!(),
        " FROM waitlist WHERE clinic = $1 AND state = 'waiting' ORDER BY since, id LIMIT $2"
    ))
    .bind(clinic.as_str().to_owned())
    .bind(bounded(limit))
    .all(tx)
    .await?;
    rows.into_iter().map(entry).collect()
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    clinic: String,
    patient: String,
    contact: String,
    service: String,
    practitioner: Option<String>,
    windows: String,
    appointment: Option<String>,
    state: String,
    since: i64,
    changed_at: i64,
}

fn entry(row: Row) -> Result<WaitEntry, StoreError> {
    Ok(WaitEntry {
        windows: json("waitlist", "windows", &row.id, &row.windows)?,
        id: typed("waitlist", "id", row.id)?,
        clinic: typed("waitlist", "clinic", row.clinic)?,
        patient: typed("waitlist", "patient", row.patient)?,
        contact: typed("waitlist", "contact", row.contact)?,
        service: typed("waitlist", "service", row.service)?,
        practitioner: typed_of("waitlist", "practitioner", row.practitioner)?,
        appointment: typed_of("waitlist", "appointment", row.appointment)?,
        state: word("waitlist", "state", &row.state, WaitState::parse)?,
        since: instant(row.since)?,
        changed_at: instant(row.changed_at)?,
    })
}
