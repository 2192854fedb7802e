//! Visits: booked, moved, confirmed, called off. What a visit takes up stands in `occupancy.rs`; lists stand in
//! `visits.rs` and are reached from here.

use crate::mischief::{Mischief, is_planted};
use crate::occupancy::{self, BusyKind};
use crate::row::{instant, instant_of, json, micros, micros_of, to_json, typed, typed_of, word};
use crate::seal::place;
use crate::{BookingError, StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{Appointment, AppointmentId, AppointmentStatus, ClinicId, Marks, PractitionerId, Slot};

pub use crate::beside::{no_shows, overbooked};
pub use crate::blocks::{Block, BlockedResource, insert_block, remove_block};
pub use crate::occupancy::{Busy, BusyKind as Kind};
pub use crate::visits::{coming_of, contact_comes_to, last_of, list};

/// By name, never by a star: what another process keeps prepared stays right when a later version adds a column.
macro_rules! visit_columns {
    () => {
        "id, clinic, patient, contact, service, practitioner, rooms, starts, ends, status, booked_via, confirmed_at,
         revision, token, booked_at, changed_at, overbooked, elsewhere_too, asked_off_at, fee, plan"
    };
}
pub(crate) use visit_columns;

/// What is taken at the clinic within a window, expired holds left out; by time.
pub async fn busy(
    tx: &mut Tx,
    clinic: &ClinicId,
    from: Timestamp,
    to: Timestamp,
    now: Timestamp,
) -> Result<Vec<Busy>, StoreError> {
    occupancy::busy(tx, clinic, from, to, now).await
}

/// Makes everybody else who books this practitioner wait for the end of this transaction.
pub async fn lock(tx: &mut Tx, clinic: &ClinicId, practitioner: &PractitionerId) -> Result<(), StoreError> {
    query("UPDATE practitioners SET revision = revision + 1 WHERE clinic = $1 AND id = $2")
        .bind(clinic.as_str().to_owned())
        .bind(practitioner.as_str().to_owned())
        .execute(tx)
        .await
        .map(drop)
}

/// Books a visit. Holds that had expired when it was booked (`booked_at`) make way; a hold of the same
/// conversation must be released first. An overbooked visit takes its place beside the one that stands there.
pub async fn insert(tx: &mut Tx, appointment: &Appointment) -> Result<(), BookingError> {
    let id = appointment.id.as_str();
    if appointment.status.takes_time() {
        take(tx, appointment, &appointment.slot, appointment.booked_at).await?;
    }
    let patient = appointment.patient.as_str();
    let token = tx.seal(patient, place("appointments", "token", id), &appointment.calendar_token).await?;
    let token_hash = token_hash(tx, &appointment.calendar_token);
    query(
        "INSERT INTO appointments (id, clinic, patient, contact, service, practitioner, rooms, starts, ends, status,
           booked_via, confirmed_at, revision, token, token_hash, booked_at, changed_at, overbooked, elsewhere_too, plan)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
    )
    .bind(id.to_owned())
    .bind(appointment.clinic.as_str().to_owned())
    .bind(patient.to_owned())
    .bind(appointment.contact.as_ref().map(|it| it.as_str().to_owned()))
    .bind(appointment.slot.service.as_str().to_owned())
    .bind(appointment.slot.practitioner.as_str().to_owned())
    .bind(to_json(&appointment.slot.rooms))
    .bind(micros(appointment.slot.from))
    .bind(micros(appointment.slot.to))
    .bind(appointment.status.as_str().to_owned())
    .bind(appointment.booked_via.clone())
    .bind(micros_of(appointment.confirmed_at))
    .bind(appointment.revision)
    .bind(token)
    .bind(token_hash)
    .bind(micros(appointment.booked_at))
    .bind(micros(appointment.changed_at))
    .bind(appointment.marks.overbooked)
    .bind(appointment.marks.elsewhere_too)
    .bind(appointment.marks.plan.as_ref().map(|it| it.as_str().to_owned()))
    .execute(tx)
    .await?;
    Ok(())
}

/// Notes what else is to be known of a visit. Whether it is overbooked is its time's business and stays.
pub async fn mark(tx: &mut Tx, id: &AppointmentId, marks: &Marks) -> Result<(), StoreError> {
    query("UPDATE appointments SET asked_off_at = $2, fee = $3 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(micros_of(marks.asked_off_at))
        .bind(marks.fee.map(i64::from))
        .execute(tx)
        .await
        .map(drop)
}

/// Moves a visit that still stands: the old time is freed and the new one taken, or nothing happens. It is
/// booked anew: its revision rises and a confirmation is void; a request stays one.
pub async fn move_to(
    tx: &mut Tx,
    id: &AppointmentId,
    expected_revision: i64,
    slot: &Slot,
    now: Timestamp,
) -> Result<Appointment, BookingError> {
    let changed = query(
        "UPDATE appointments SET revision = revision + $3 WHERE id = $1 AND revision = $2
           AND status IN ('pending', 'booked', 'confirmed')",
    )
    .bind(id.as_str().to_owned())
    .bind(expected_revision)
    .bind(i64::from(!is_planted(Mischief::RevisionStays)))
    .execute(tx)
    .await?;
    let Some(before) = by_id(tx, id).await?.filter(|_| changed == 1) else {
        return Err(BookingError::Changed);
    };
    if let Err(error) = swap(tx, &before, slot, now).await {
        query("UPDATE appointments SET revision = $2 WHERE id = $1")
            .bind(id.as_str().to_owned())
            .bind(expected_revision)
            .execute(tx)
            .await?;
        return Err(error);
    }
    query(
        "UPDATE appointments SET service = $2, practitioner = $3, rooms = $4, starts = $5, ends = $6,
           status = CASE WHEN status = 'pending' THEN 'pending' ELSE 'booked' END, confirmed_at = NULL,
           overbooked = FALSE, asked_off_at = NULL, changed_at = $7
         WHERE id = $1",
    )
    .bind(id.as_str().to_owned())
    .bind(slot.service.as_str().to_owned())
    .bind(slot.practitioner.as_str().to_owned())
    .bind(to_json(&slot.rooms))
    .bind(micros(slot.from))
    .bind(micros(slot.to))
    .bind(micros(now))
    .execute(tx)
    .await?;
    by_id(tx, id).await?.ok_or(BookingError::Changed)
}

/// Frees the old time and takes the new one; when it is taken, the old one is taken back, which nobody can
/// have got in between.
async fn swap(tx: &mut Tx, before: &Appointment, slot: &Slot, now: Timestamp) -> Result<(), BookingError> {
    occupancy::free(tx, before.id.as_str()).await?;
    let mut after = before.clone();
    after.marks.overbooked = false;
    match take(tx, &after, slot, now).await {
        Err(refused @ (BookingError::Taken | BookingError::PatientBusy)) => {
            take(tx, before, &before.slot, now).await?;
            Err(refused)
        }
        other => other,
    }
}

/// What became of a visit. Calling off raises the revision and frees the time; a confirmation notes when. A
/// visit that had given up its time gets it back only if it is still free.
pub async fn set_status(
    tx: &mut Tx,
    id: &AppointmentId,
    status: AppointmentStatus,
    now: Timestamp,
) -> Result<Option<Appointment>, StoreError> {
    let Some(before) = by_id(tx, id).await? else { return Ok(None) };
    if before.status.takes_time() && !status.takes_time() {
        occupancy::free(tx, id.as_str()).await?;
    }
    if !before.status.takes_time() && status.takes_time() {
        take(tx, &before, &before.slot, now).await.map_err(|error| match error {
            BookingError::Store(error) => error,
            BookingError::Taken | BookingError::PatientBusy | BookingError::Changed => StoreError::Refused {
                step: "take up a visit again",
                why: "its time is taken meanwhile".to_owned(),
            },
        })?;
    }
    let called_off = status == AppointmentStatus::Cancelled && before.status != status;
    let confirmed_at = before.confirmed_at.or((status == AppointmentStatus::Confirmed).then_some(now));
    query("UPDATE appointments SET status = $2, confirmed_at = $3, revision = revision + $4, changed_at = $5 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(status.as_str().to_owned())
        .bind(micros_of(confirmed_at))
        .bind(i64::from(called_off))
        .bind(micros(now))
        .execute(tx)
        .await?;
    by_id(tx, id).await
}

/// A visit by id.
pub async fn by_id(tx: &mut Tx, id: &AppointmentId) -> Result<Option<Appointment>, StoreError> {
    let row: Option<Row> = query(concat!("SELECT ", visit_columns!(), " FROM appointments WHERE id = $1"))
        .bind(id.as_str().to_owned())
        .optional(tx)
        .await?;
    match row {
        Some(row) => Ok(Some(appointment(tx, row).await?)),
        None => Ok(None),
    }
}

/// The visit that a calendar link shows.
pub async fn by_calendar_token(tx: &mut Tx, token: &str) -> Result<Option<Appointment>, StoreError> {
    let hash = token_hash(tx, token);
    let row: Option<Row> =
        query(concat!("SELECT ", visit_columns!(), " FROM appointments WHERE token_hash = $1"))
            .bind(hash)
            .optional(tx)
            .await?;
    match row {
        Some(row) => Ok(Some(appointment(tx, row).await?)),
        None => Ok(None),
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    id: String,
    clinic: String,
    patient: String,
    contact: Option<String>,
    service: String,
    practitioner: String,
    rooms: String,
    starts: i64,
    ends: i64,
    status: String,
    booked_via: String,
    confirmed_at: Option<i64>,
    revision: i64,
    token: Option<Vec<u8>>,
    booked_at: i64,
    changed_at: i64,
    overbooked: bool,
    elsewhere_too: bool,
    asked_off_at: Option<i64>,
    fee: Option<i64>,
    plan: Option<String>,
}

/// A row as a visit; its calendar link is empty once the patient is forgotten.
pub(crate) async fn appointment(tx: &mut Tx, row: Row) -> Result<Appointment, StoreError> {
    let token =
        tx.open_some(&row.patient, place("appointments", "token", &row.id), row.token.as_deref()).await?;
    Ok(Appointment {
        slot: Slot {
            from: instant(row.starts)?,
            to: instant(row.ends)?,
            service: typed("appointments", "service", row.service)?,
            practitioner: typed("appointments", "practitioner", row.practitioner)?,
            rooms: json("appointments", "rooms", &row.id, &row.rooms)?,
        },
        id: typed("appointments", "id", row.id)?,
        clinic: typed("appointments", "clinic", row.clinic)?,
        patient: typed("appointments", "patient", row.patient)?,
        contact: typed_of("appointments", "contact", row.contact)?,
        status: word("appointments", "status", &row.status, AppointmentStatus::parse)?,
        booked_via: row.booked_via,
        confirmed_at: instant_of(row.confirmed_at)?,
        revision: row.revision,
        calendar_token: token.unwrap_or_default(),
        booked_at: instant(row.booked_at)?,
        changed_at: instant(row.changed_at)?,
        marks: Marks {
            overbooked: row.overbooked,
            elsewhere_too: row.elsewhere_too,
            asked_off_at: instant_of(row.asked_off_at)?,
            fee: row.fee.and_then(|it| u32::try_from(it).ok()),
            plan: typed_of("appointments", "plan", row.plan)?,
        },
    })
}

async fn take(tx: &mut Tx, visit: &Appointment, slot: &Slot, now: Timestamp) -> Result<(), BookingError> {
    let (id, clinic) = (visit.id.as_str(), &visit.clinic);
    let mut taking = occupancy::of_slot(tx, id, clinic, BusyKind::Appointment, slot).await?;
    taking.patient =
        (!visit.marks.elsewhere_too).then(|| occupancy::patient_resource(clinic, &visit.patient));
    if visit.marks.overbooked {
        return crate::beside::take(tx, taking, now).await;
    }
    occupancy::take(tx, &taking, now).await
}

fn token_hash(tx: &Tx, token: &str) -> String {
    tx.vault.look_up(&["calendar token"], token)
}
