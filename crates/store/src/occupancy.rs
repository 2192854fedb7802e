//! Who and what is taken when. One table for visits, holds and blocks, so that the database itself can refuse
//! two of them at one time on one practitioner or room; the check here only gives the refusal a kinder form.
//!
//! Only the visit itself is taken; the breaks around it are the schedule's business.

use crate::mischief::{Mischief, is_planted};
use crate::row::{instant, micros, typed_of, word};
use crate::{BookingError, StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{
    AppointmentId, ClinicId, ConversationId, PatientId, PractitionerId, RoomId, ServiceId, Slot,
};

/// Longest piece: a look at what overlaps need then begin only one day earlier. The schema holds it too.
pub(crate) const PIECE_MICROS_MAX: i64 = 24 * 60 * 60 * 1_000_000;
/// The kind of a patient's own row; the clinic's diary leaves it out.
const PATIENT: &str = "patient";

/// A time on a practitioner or a room that is not free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Busy {
    /// The practitioner's or the room's id.
    pub resource: String,
    /// The first moment.
    pub from: Timestamp,
    /// The first moment after.
    pub to: Timestamp,
    /// By what.
    pub kind: BusyKind,
    /// For which kind of visit.
    pub service: Option<ServiceId>,
    /// Kept for which conversation.
    pub hold_of: Option<ConversationId>,
    /// By which appointment.
    pub appointment: Option<AppointmentId>,
}

/// What takes a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BusyKind {
    /// A booked visit.
    Appointment,
    /// A time kept while the patient answers.
    Hold,
    /// Closed by staff.
    Block,
}

impl BusyKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Appointment => "appointment",
            Self::Hold => "hold",
            Self::Block => "block",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Appointment, Self::Hold, Self::Block].into_iter().find(|it| it.as_str() == text)
    }
}

/// What is to be taken.
pub(crate) struct Taking<'a> {
    pub owner: &'a str,
    pub clinic: &'a ClinicId,
    pub kind: BusyKind,
    pub service: Option<&'a ServiceId>,
    pub resources: Vec<String>,
    pub from: Timestamp,
    pub to: Timestamp,
    /// Takings with the same key may overlap, each on a seat of its own.
    pub share_key: String,
    pub seats: i64,
    /// Who comes, when they may be nowhere else meanwhile.
    pub patient: Option<String>,
    pub expires_at: Option<Timestamp>,
}

/// A practitioner, as occupancy names them.
pub(crate) fn practitioner_resource(clinic: &ClinicId, id: &PractitionerId) -> String {
    format!("{clinic}/p/{id}")
}

/// A room, as occupancy names it.
pub(crate) fn room_resource(clinic: &ClinicId, id: &RoomId) -> String {
    format!("{clinic}/r/{id}")
}

/// A patient, as occupancy names them.
pub(crate) fn patient_resource(clinic: &ClinicId, id: &PatientId) -> String {
    format!("{clinic}/c/{id}")
}

/// What a slot takes, for an appointment or a hold.
pub(crate) async fn of_slot<'a>(
    tx: &mut Tx,
    owner: &'a str,
    clinic: &'a ClinicId,
    kind: BusyKind,
    slot: &'a Slot,
) -> Result<Taking<'a>, StoreError> {
    let capacity: Option<(i64,)> = query("SELECT capacity FROM services WHERE clinic = $1 AND id = $2")
        .bind(clinic.as_str().to_owned())
        .bind(slot.service.as_str().to_owned())
        .optional(tx)
        .await?;
    let seats = capacity.map_or(1, |(seats,)| seats.max(1));
    let group =
        || format!("{}@{}-{}@{}", slot.service, micros(slot.from), micros(slot.to), slot.practitioner);
    let mut resources = vec![practitioner_resource(clinic, &slot.practitioner)];
    resources.extend(slot.rooms.iter().map(|it| room_resource(clinic, it)));
    resources.dedup();
    Ok(Taking {
        owner,
        clinic,
        kind,
        service: Some(&slot.service),
        resources,
        from: slot.from,
        to: slot.to,
        share_key: if seats > 1 { group() } else { owner.to_owned() },
        seats,
        patient: None,
        expires_at: None,
    })
}

/// Takes it, all or nothing. Holds that have expired by `now` make way.
pub(crate) async fn take(tx: &mut Tx, taking: &Taking<'_>, now: Timestamp) -> Result<(), BookingError> {
    let Some(seat) = free_seat(tx, taking, now).await? else { return Err(BookingError::Taken) };
    take_on_seat(tx, taking, seat, now).await
}

/// Takes it on a given seat.
pub(crate) async fn take_on_seat(
    tx: &mut Tx,
    taking: &Taking<'_>,
    seat: i64,
    now: Timestamp,
) -> Result<(), BookingError> {
    let visit_astray = is_planted(Mischief::TwoInOnePlace) && taking.kind == BusyKind::Appointment;
    let hold_astray = is_planted(Mischief::HoldsKeepNothing) && taking.kind == BusyKind::Hold;
    if visit_astray || hold_astray {
        return Ok(());
    }
    let (from, to) = (micros(taking.from), micros(taking.to));
    for resource in &taking.resources {
        make_way(tx, resource, from, to, now).await?;
        if overlaps(tx, resource, from, to, &taking.share_key).await? {
            return Err(BookingError::Taken);
        }
    }
    if let Some(patient) = &taking.patient
        && overlaps(tx, patient, from, to, taking.owner).await?
    {
        return Err(BookingError::PatientBusy);
    }
    tx.mark().await?;
    match put(tx, taking, seat).await {
        Ok(()) => Ok(tx.forget_mark().await?),
        Err(error) if error.is_taken() => {
            // Somebody was faster between our look and our row: the database has the last word.
            tx.back_to_mark().await?;
            Err(BookingError::Taken)
        }
        Err(error) => Err(error.into()),
    }
}

/// Frees whatever an appointment, a hold or a block took.
pub(crate) async fn free(tx: &mut Tx, owner: &str) -> Result<(), StoreError> {
    query("DELETE FROM occupancy WHERE owner = $1").bind(owner.to_owned()).execute(tx).await.map(drop)
}

/// What is taken at the clinic within a window, expired holds left out; by time, then resource.
pub(crate) async fn busy(
    tx: &mut Tx,
    clinic: &ClinicId,
    from: Timestamp,
    to: Timestamp,
    now: Timestamp,
) -> Result<Vec<Busy>, StoreError> {
    let rows: Vec<Row> = query(BUSY)
        .bind(clinic.as_str().to_owned())
        .bind(micros(from))
        .bind(micros(to))
        .bind(micros(now))
        .bind(micros(from).saturating_sub(PIECE_MICROS_MAX))
        .all(tx)
        .await?;
    rows.into_iter().map(busy_of).collect()
}

/// These texts are constants because a test explains their plans.
pub(crate) const OVERLAPS: &str = "SELECT EXISTS (SELECT 1 FROM occupancy
     WHERE resource = $1 AND starts > $4 AND starts < $3 AND ends > $2 AND share_key <> $5)";
pub(crate) const BUSY: &str = "SELECT resource, starts, ends, kind, service, owner FROM occupancy
     WHERE clinic = $1 AND kind <> 'patient' AND starts > $5 AND starts < $3 AND ends > $2 AND (expires_at IS NULL OR expires_at > $4)
     ORDER BY starts, resource, seat";

#[derive(sqlx::FromRow)]
struct Row {
    resource: String,
    starts: i64,
    ends: i64,
    kind: String,
    service: Option<String>,
    owner: String,
}

fn busy_of(row: Row) -> Result<Busy, StoreError> {
    let kind = word("occupancy", "kind", &row.kind, BusyKind::parse)?;
    let resource = row.resource.rsplit_once('/').map_or(row.resource.as_str(), |(_, id)| id).to_owned();
    let of = |wanted: BusyKind| (kind == wanted).then(|| row.owner.clone());
    Ok(Busy {
        resource,
        from: instant(row.starts)?,
        to: instant(row.ends)?,
        kind,
        service: typed_of("occupancy", "service", row.service)?,
        // A freed time on offer is kept for whoever says yes first, and for no one conversation.
        hold_of: of(BusyKind::Hold).and_then(|it| it.parse().ok()),
        appointment: typed_of("occupancy", "owner", of(BusyKind::Appointment))?,
    })
}

async fn make_way(tx: &mut Tx, resource: &str, from: i64, to: i64, now: Timestamp) -> Result<(), StoreError> {
    query(
        "DELETE FROM occupancy WHERE resource = $1 AND starts > $4 AND starts < $3 AND ends > $2 AND expires_at <= $5",
    )
    .bind(resource.to_owned())
    .bind(from)
    .bind(to)
    .bind(from.saturating_sub(PIECE_MICROS_MAX))
    .bind(micros(now))
    .execute(tx)
    .await
    .map(drop)
}

async fn overlaps(tx: &mut Tx, resource: &str, from: i64, to: i64, share: &str) -> Result<bool, StoreError> {
    let (taken,): (bool,) = query(OVERLAPS)
        .bind(resource.to_owned())
        .bind(from)
        .bind(to)
        .bind(from.saturating_sub(PIECE_MICROS_MAX))
        .bind(share.to_owned())
        .one(tx)
        .await?;
    Ok(taken)
}

/// The first seat of a group visit that nobody has; seat 0 of any other.
async fn free_seat(tx: &mut Tx, taking: &Taking<'_>, now: Timestamp) -> Result<Option<i64>, StoreError> {
    if taking.seats == 1 {
        return Ok(Some(0));
    }
    let taken: Vec<(i64,)> = query(
        "SELECT DISTINCT seat FROM occupancy WHERE clinic = $1 AND starts = $2 AND share_key = $3
           AND (expires_at IS NULL OR expires_at > $4)",
    )
    .bind(taking.clinic.as_str().to_owned())
    .bind(micros(taking.from))
    .bind(taking.share_key.clone())
    .bind(micros(now))
    .all(tx)
    .await?;
    Ok((0..taking.seats).find(|seat| !taken.contains(&(*seat,))))
}

async fn put(tx: &mut Tx, taking: &Taking<'_>, seat: i64) -> Result<(), StoreError> {
    for resource in &taking.resources {
        put_one(tx, taking, resource, taking.kind.as_str(), &taking.share_key, seat).await?;
    }
    // A patient shares their time with nobody, in a group neither.
    match &taking.patient {
        Some(patient) => put_one(tx, taking, patient, PATIENT, taking.owner, 0).await,
        None => Ok(()),
    }
}

async fn put_one(
    tx: &mut Tx,
    taking: &Taking<'_>,
    resource: &str,
    kind: &str,
    share_key: &str,
    seat: i64,
) -> Result<(), StoreError> {
    for (from, to) in pieces(micros(taking.from), micros(taking.to)) {
        query(
                "INSERT INTO occupancy (owner, resource, starts, ends, clinic, kind, service, share_key, seat, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(taking.owner.to_owned())
            .bind(resource.to_owned())
            .bind(from)
            .bind(to)
            .bind(taking.clinic.as_str().to_owned())
            .bind(kind.to_owned())
            .bind(taking.service.map(|it| it.as_str().to_owned()))
            .bind(share_key.to_owned())
            .bind(seat)
            .bind(taking.expires_at.map(micros))
            .execute(tx)
            .await?;
    }
    Ok(())
}

fn pieces(from: i64, to: i64) -> impl Iterator<Item = (i64, i64)> {
    std::iter::successors(Some(from), |it| it.checked_add(PIECE_MICROS_MAX))
        .take_while(move |it| *it < to)
        .map(move |it| (it, to.min(it.saturating_add(PIECE_MICROS_MAX))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_time_is_cut_into_days() {
        let day = PIECE_MICROS_MAX;
        assert_eq!(pieces(0, 10).collect::<Vec<_>>(), [(0, 10)]);
        assert_eq!(pieces(5, 2 * day + 5).collect::<Vec<_>>(), [(5, day + 5), (day + 5, 2 * day + 5)]);
        assert_eq!(pieces(5, day + 6).collect::<Vec<_>>(), [(5, day + 5), (day + 5, day + 6)]);
        assert_eq!(pieces(5, 5).count(), 0);
    }
}
