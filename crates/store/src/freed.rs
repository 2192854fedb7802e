//! Times that came free: what became of each, and the hold that keeps one while somebody is asked. The freed time
//! owns that hold, so that all who are asked about it at once share it, and it ends with the last of them.

use crate::occupancy::{self, BusyKind};
use crate::row::{bounded, instant, instant_of, json, micros, micros_of, to_json, typed, typed_of, word};
use crate::{BookingError, StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{AppointmentId, ClinicId, FreedState, FreedTime, FreedTimeId, Slot};

/// Notes a time that came free; the same time is noted once while it is open. Gives the id it goes by.
pub async fn note(tx: &mut Tx, freed: &FreedTime) -> Result<FreedTimeId, StoreError> {
    query(
        "INSERT INTO freed_times (id, clinic, practitioner, starts, slot, patient, because, freed_at, rounds, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 'open')
         ON CONFLICT (clinic, practitioner, starts) WHERE state = 'open' DO NOTHING",
    )
    .bind(freed.id.as_str().to_owned())
    .bind(freed.clinic.as_str().to_owned())
    .bind(freed.slot.practitioner.as_str().to_owned())
    .bind(micros(freed.slot.from))
    .bind(to_json(&freed.slot))
    .bind(freed.patient.as_ref().map(|it| it.as_str().to_owned()))
    .bind(freed.because.clone())
    .bind(micros(freed.freed_at))
    .execute(tx)
    .await?;
    let (id,): (String,) = query(
        "SELECT id FROM freed_times WHERE clinic = $1 AND practitioner = $2 AND starts = $3 AND state = 'open'",
    )
    .bind(freed.clinic.as_str().to_owned())
    .bind(freed.slot.practitioner.as_str().to_owned())
    .bind(micros(freed.slot.from))
    .one(tx)
    .await?;
    typed("freed_times", "id", id)
}

/// A freed time; whoever else works on it waits for the end of this transaction.
pub async fn lock(tx: &mut Tx, id: &FreedTimeId) -> Result<Option<FreedTime>, StoreError> {
    let row: Option<Row> = query(
        "UPDATE freed_times SET rounds = rounds + 1 WHERE id = $1
         RETURNING id, clinic, slot, patient, because, freed_at, state, filled_by, ended_at",
    )
    .bind(id.as_str().to_owned())
    .optional(tx)
    .await?;
    row.map(freed).transpose()
}

/// Settles what became of it and lets its hold go. A late yes fills what had been given up.
pub async fn end(
    tx: &mut Tx,
    id: &FreedTimeId,
    state: FreedState,
    filled_by: Option<&AppointmentId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let_go(tx, id).await?;
    query("UPDATE freed_times SET state = $2, filled_by = $3, ended_at = $4 WHERE id = $1 AND state IN ('open', 'unfilled')")
        .bind(id.as_str().to_owned())
        .bind(state.as_str().to_owned())
        .bind(filled_by.map(|it| it.as_str().to_owned()))
        .bind(micros(now))
        .execute(tx)
        .await
        .map(drop)
}

/// Keeps the time for those who are asked, until then. What it kept before is let go first.
pub async fn keep(
    tx: &mut Tx,
    id: &FreedTimeId,
    clinic: &ClinicId,
    slot: &Slot,
    until: Timestamp,
    now: Timestamp,
) -> Result<(), BookingError> {
    let_go(tx, id).await?;
    let mut taking = occupancy::of_slot(tx, id.as_str(), clinic, BusyKind::Hold, slot).await?;
    taking.expires_at = Some(until);
    occupancy::take(tx, &taking, now).await
}

/// Lets the time go.
pub async fn let_go(tx: &mut Tx, id: &FreedTimeId) -> Result<(), StoreError> {
    occupancy::free(tx, id.as_str()).await
}

/// The clinic's freed times that lie ahead and nobody on the list has taken, by their beginning. Those that nobody
/// wanted may have been booked in the ordinary way since.
pub async fn ahead(
    tx: &mut Tx,
    clinic: &ClinicId,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<FreedTime>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT id, clinic, slot, patient, because, freed_at, state, filled_by, ended_at FROM freed_times
         WHERE clinic = $1 AND starts > $2 AND state IN ('open', 'unfilled') ORDER BY starts, id LIMIT $3",
    )
    .bind(clinic.as_str().to_owned())
    .bind(micros(now))
    .bind(bounded(limit))
    .all(tx)
    .await?;
    rows.into_iter().map(freed).collect()
}

/// The clinic's freed times that came free within `from..to`, the oldest first, each with how many were asked.
pub async fn between(
    tx: &mut Tx,
    clinic: &ClinicId,
    from: Timestamp,
    to: Timestamp,
    limit: usize,
) -> Result<Vec<(FreedTime, i64)>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT id, clinic, slot, patient, because, freed_at, state, filled_by, ended_at FROM freed_times
         WHERE clinic = $1 AND freed_at >= $2 AND freed_at < $3 ORDER BY freed_at, id LIMIT $4",
    )
    .bind(clinic.as_str().to_owned())
    .bind(micros(from))
    .bind(micros(to))
    .bind(bounded(limit))
    .all(tx)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let (asked,): (i64,) =
            query("SELECT count(*) FROM time_offers WHERE freed = $1 AND state <> 'unreached'")
                .bind(row.id.clone())
                .one(tx)
                .await?;
        found.push((freed(row)?, asked));
    }
    Ok(found)
}

/// The holds of freed times that keep something at `now`: whose, and until when.
pub async fn kept(tx: &mut Tx, now: Timestamp) -> Result<Vec<(FreedTimeId, Timestamp)>, StoreError> {
    let rows: Vec<(String, i64)> = query(
        "SELECT DISTINCT owner, expires_at FROM occupancy
         WHERE expires_at > $1 AND owner IN (SELECT id FROM freed_times) ORDER BY owner",
    )
    .bind(micros_of(Some(now)))
    .all(tx)
    .await?;
    rows.into_iter().map(|(id, at)| Ok((typed("freed_times", "id", id)?, instant(at)?))).collect()
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    clinic: String,
    slot: String,
    patient: Option<String>,
    because: String,
    freed_at: i64,
    state: String,
    filled_by: Option<String>,
    ended_at: Option<i64>,
}

fn freed(row: Row) -> Result<FreedTime, StoreError> {
    Ok(FreedTime {
        slot: json("freed_times", "slot", &row.id, &row.slot)?,
        id: typed("freed_times", "id", row.id)?,
        clinic: typed("freed_times", "clinic", row.clinic)?,
        patient: typed_of("freed_times", "patient", row.patient)?,
        because: row.because,
        freed_at: instant(row.freed_at)?,
        state: word("freed_times", "state", &row.state, FreedState::parse)?,
        filled_by: typed_of("freed_times", "filled_by", row.filled_by)?,
        ended_at: instant_of(row.ended_at)?,
    })
}
