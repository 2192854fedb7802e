//! Overbooking: a second visit at the very start of one that stands. The pair is given a share key made for it, and
//! the second sits on seat 1 of it, so that the engines refuse a third, and whatever else overlaps either of them.
//! Absent: whether a rule or a person allows it.

use crate::occupancy::{PIECE_MICROS_MAX, Taking, take_on_seat};
use crate::row::micros;
use crate::{BookingError, StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ClinicId, PatientId, PractitionerId, ServiceId};

/// The seat of whoever comes second.
const BESIDE: i64 = 1;

/// Takes a time beside the one visit that stands there and begins at the same moment.
pub(crate) async fn take(tx: &mut Tx, mut taking: Taking<'_>, now: Timestamp) -> Result<(), BookingError> {
    let Some(standing) = alone_there(tx, &taking).await? else { return Err(BookingError::Taken) };
    // A key of this pair at this time: whoever moves away takes a key of their own and leaves the pair.
    let pair = format!("beside:{standing}@{}", micros(taking.from));
    tx.mark().await?;
    query("UPDATE occupancy SET share_key = $2 WHERE owner = $1 AND share_key = $1 AND kind = 'appointment'")
        .bind(standing)
        .bind(pair.clone())
        .execute(tx)
        .await?;
    taking.share_key = pair;
    match take_on_seat(tx, &taking, BESIDE, now).await {
        Ok(()) => Ok(tx.forget_mark().await?),
        Err(error) => {
            tx.back_to_mark().await?;
            Err(error)
        }
    }
}

/// The owner of the only thing that takes the practitioner's time, if it is a visit that begins when this one does
/// and shares its time with nobody yet.
async fn alone_there(tx: &mut Tx, taking: &Taking<'_>) -> Result<Option<String>, StoreError> {
    let Some(practitioner) = taking.resources.first().cloned() else { return Ok(None) };
    let (from, to) = (micros(taking.from), micros(taking.to));
    let there: Vec<(String, String, String, i64)> = query(
        "SELECT owner, share_key, kind, starts FROM occupancy
         WHERE resource = $1 AND starts > $4 AND starts < $3 AND ends > $2",
    )
    .bind(practitioner)
    .bind(from)
    .bind(to)
    .bind(from.saturating_sub(PIECE_MICROS_MAX))
    .all(tx)
    .await?;
    let [(owner, share_key, kind, starts)] = there.as_slice() else { return Ok(None) };
    let alone = kind == "appointment" && owner == share_key && *starts == from;
    Ok(alone.then(|| owner.clone()))
}

/// How many visits of a service share a practitioner's time by overbooking, of those that start within `from..to`.
pub async fn overbooked(
    tx: &mut Tx,
    clinic: &ClinicId,
    practitioner: &PractitionerId,
    service: &ServiceId,
    from: Timestamp,
    to: Timestamp,
) -> Result<i64, StoreError> {
    let (count,): (i64,) = query(
        "SELECT count(*) FROM appointments WHERE clinic = $1 AND starts >= $2 AND starts < $3 AND practitioner = $4
           AND service = $5 AND overbooked AND status NOT IN ('cancelled', 'noshow')",
    )
    .bind(clinic.as_str().to_owned())
    .bind(micros(from))
    .bind(micros(to))
    .bind(practitioner.as_str().to_owned())
    .bind(service.as_str().to_owned())
    .one(tx)
    .await?;
    Ok(count)
}

/// How often a patient did not come.
pub async fn no_shows(tx: &mut Tx, patient: &PatientId) -> Result<i64, StoreError> {
    let (count,): (i64,) =
        query("SELECT count(*) FROM appointments WHERE patient = $1 AND status = 'noshow'")
            .bind(patient.as_str().to_owned())
            .one(tx)
            .await?;
    Ok(count)
}
