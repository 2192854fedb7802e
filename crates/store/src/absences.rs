//! Times at which somebody or something is away, the blocks that close them, and the visits they touch. Absent:
//! what patients are offered instead (the desk).

use crate::keys::desk_owner;
use crate::row::{bounded, instant, instant_of, json, micros, micros_of, to_json, typed, typed_of, word};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{Absence, AbsenceId, AbsenceState, AppointmentId, Asked, BlockId, ClinicId, TouchedVisit};

/// By name, never by a star: what another process keeps prepared stays right when a later version adds a column.
macro_rules! absence_columns {
    () => {
        "id, clinic, scope, starts, ends, reason, state, made_by, created_at, goes_at"
    };
}

/// Enters an absence.
pub async fn insert(tx: &mut Tx, absence: &Absence) -> Result<(), StoreError> {
    let id = absence.id.as_str();
    let owner = desk_owner(Some(absence.clinic.as_str()));
    let reason = tx.seal_some(&owner, place("absences", "reason", id), absence.reason.as_deref()).await?;
    query(
        "INSERT INTO absences (id, clinic, scope, starts, ends, reason, state, made_by, created_at, goes_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(id.to_owned())
    .bind(absence.clinic.as_str().to_owned())
    .bind(to_json(&absence.scope))
    .bind(micros(absence.from))
    .bind(micros(absence.to))
    .bind(reason)
    .bind(absence.state.as_str().to_owned())
    .bind(absence.by.clone())
    .bind(micros(absence.created_at))
    .bind(micros_of(absence.goes_at))
    .execute(tx)
    .await
    .map(drop)
}

/// Takes an absence a step further. `false`: it is not where it was thought to be.
pub async fn step(
    tx: &mut Tx,
    id: &AbsenceId,
    from: AbsenceState,
    to: AbsenceState,
    goes_at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    let stepped = query("UPDATE absences SET state = $3, goes_at = $4 WHERE id = $1 AND state = $2")
        .bind(id.as_str().to_owned())
        .bind(from.as_str().to_owned())
        .bind(to.as_str().to_owned())
        .bind(micros_of(goes_at))
        .execute(tx)
        .await?;
    Ok(stepped == 1)
}

/// An absence that was released ends at this moment instead. `false`: it was not, or ends before that already.
pub async fn shorten(tx: &mut Tx, id: &AbsenceId, to: Timestamp) -> Result<bool, StoreError> {
    let shortened = query(
        "UPDATE absences SET ends = $2 WHERE id = $1 AND state = 'released' AND starts < $2 AND ends > $2",
    )
    .bind(id.as_str().to_owned())
    .bind(micros(to))
    .execute(tx)
    .await?;
    Ok(shortened == 1)
}

/// An absence by id.
pub async fn by_id(tx: &mut Tx, id: &AbsenceId) -> Result<Option<Absence>, StoreError> {
    let row: Option<Row> = query(concat!("SELECT ", absence_columns!(), " FROM absences WHERE id = $1"))
        .bind(id.as_str().to_owned())
        .optional(tx)
        .await?;
    match row {
        Some(row) => absence(tx, row).await.map(Some),
        None => Ok(None),
    }
}

/// The clinic's absences, the newest first.
pub async fn list(tx: &mut Tx, clinic: &ClinicId, limit: usize) -> Result<Vec<Absence>, StoreError> {
    let rows: Vec<Row> = query(concat!(
        "SELECT ",
        absence_columns!(),
        " FROM absences WHERE clinic = $1 ORDER BY created_at DESC, id DESC LIMIT $2"
    ))
    .bind(clinic.as_str().to_owned())
    .bind(bounded(limit))
    .all(tx)
    .await?;
    all(tx, rows).await
}

/// The absences that close some time within `from..to`.
pub async fn closing(
    tx: &mut Tx,
    clinic: &ClinicId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Absence>, StoreError> {
    let rows: Vec<Row> = query(
        concat!("SELECT ", absence_columns!(), " FROM absences
         WHERE clinic = $1 AND ends > $2 AND starts < $3 AND state IN ('releasing', 'released') ORDER BY starts, id"),
    )
    .bind(clinic.as_str().to_owned())
    .bind(micros(from))
    .bind(micros(to))
    .all(tx)
    .await?;
    all(tx, rows).await
}

/// Remembers which block an absence made.
pub async fn add_block(tx: &mut Tx, absence: &AbsenceId, block: &BlockId) -> Result<(), StoreError> {
    query("INSERT INTO absence_blocks (absence, block) VALUES ($1, $2)")
        .bind(absence.as_str().to_owned())
        .bind(block.as_str().to_owned())
        .execute(tx)
        .await
        .map(drop)
}

/// Takes an absence's blocks from its list and tells which they were.
pub async fn take_blocks(tx: &mut Tx, absence: &AbsenceId) -> Result<Vec<BlockId>, StoreError> {
    let rows: Vec<(String,)> = query("DELETE FROM absence_blocks WHERE absence = $1 RETURNING block")
        .bind(absence.as_str().to_owned())
        .all(tx)
        .await?;
    rows.into_iter().map(|(id,)| typed("absence_blocks", "block", id)).collect()
}

/// Lets go of whatever is only kept within `from..to` at the clinic; on one practitioner or room, if named.
pub async fn clear_holds(
    tx: &mut Tx,
    clinic: &ClinicId,
    resource: Option<&str>,
    from: Timestamp,
    to: Timestamp,
) -> Result<u64, StoreError> {
    let named = |kind: char| resource.map_or_else(String::new, |it| format!("{clinic}/{kind}/{it}"));
    query(
        "DELETE FROM occupancy WHERE kind = 'hold' AND clinic = $1 AND starts < $3 AND ends > $2
           AND ($4 = '' OR resource = $4 OR resource = $5)",
    )
    .bind(clinic.as_str().to_owned())
    .bind(micros(from))
    .bind(micros(to))
    .bind(named('p'))
    .bind(named('r'))
    .execute(tx)
    .await
}

/// Notes how a visit's patient was asked; what was noted before is replaced.
pub async fn note_visit(tx: &mut Tx, visit: &TouchedVisit) -> Result<(), StoreError> {
    query(
        "INSERT INTO absence_visits (absence, appointment, slot, asked, at, conversation, message)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (absence, appointment) DO UPDATE SET asked = excluded.asked, at = excluded.at,
           conversation = excluded.conversation, message = excluded.message",
    )
    .bind(visit.absence.as_str().to_owned())
    .bind(visit.appointment.as_str().to_owned())
    .bind(to_json(&visit.slot))
    .bind(visit.asked.as_str().to_owned())
    .bind(micros(visit.at))
    .bind(visit.conversation.as_ref().map(|it| it.as_str().to_owned()))
    .bind(visit.message.as_ref().map(|it| it.as_str().to_owned()))
    .execute(tx)
    .await
    .map(drop)
}

/// The visits that an absence touched, by time.
pub async fn visits_of(tx: &mut Tx, absence: &AbsenceId) -> Result<Vec<TouchedVisit>, StoreError> {
    let rows: Vec<VisitRow> = query("SELECT absence, appointment, slot, asked, at, conversation, message FROM absence_visits WHERE absence = $1")
        .bind(absence.as_str().to_owned())
        .all(tx)
        .await?;
    let mut visits = rows.into_iter().map(touched).collect::<Result<Vec<_>, _>>()?;
    visits
        .sort_by(|one, other| (one.slot.from, &one.appointment).cmp(&(other.slot.from, &other.appointment)));
    Ok(visits)
}

/// The patient of a touched visit wants to be called.
pub async fn wants_call(tx: &mut Tx, appointment: &AppointmentId) -> Result<(), StoreError> {
    query("UPDATE absence_visits SET asked = $2 WHERE appointment = $1")
        .bind(appointment.as_str().to_owned())
        .bind(Asked::WantsCall.as_str().to_owned())
        .execute(tx)
        .await
        .map(drop)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    clinic: String,
    scope: String,
    starts: i64,
    ends: i64,
    reason: Option<Vec<u8>>,
    state: String,
    made_by: String,
    created_at: i64,
    goes_at: Option<i64>,
}

async fn all(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<Absence>, StoreError> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(absence(tx, row).await?);
    }
    Ok(found)
}

async fn absence(tx: &mut Tx, row: Row) -> Result<Absence, StoreError> {
    let owner = desk_owner(Some(row.clinic.as_str()));
    let reason = tx.open_some(&owner, place("absences", "reason", &row.id), row.reason.as_deref()).await?;
    Ok(Absence {
        scope: json("absences", "scope", &row.id, &row.scope)?,
        state: word("absences", "state", &row.state, AbsenceState::parse)?,
        id: typed("absences", "id", row.id)?,
        clinic: typed("absences", "clinic", row.clinic)?,
        from: instant(row.starts)?,
        to: instant(row.ends)?,
        reason,
        by: row.made_by,
        created_at: instant(row.created_at)?,
        goes_at: instant_of(row.goes_at)?,
    })
}

#[derive(sqlx::FromRow)]
struct VisitRow {
    absence: String,
    appointment: String,
    slot: String,
    asked: String,
    at: i64,
    conversation: Option<String>,
    message: Option<String>,
}

fn touched(row: VisitRow) -> Result<TouchedVisit, StoreError> {
    Ok(TouchedVisit {
        slot: json("absence_visits", "slot", &row.appointment, &row.slot)?,
        asked: word("absence_visits", "asked", &row.asked, Asked::parse)?,
        absence: typed("absence_visits", "absence", row.absence)?,
        appointment: typed("absence_visits", "appointment", row.appointment)?,
        at: instant(row.at)?,
        conversation: typed_of("absence_visits", "conversation", row.conversation)?,
        message: typed_of("absence_visits", "message", row.message)?,
    })
}
