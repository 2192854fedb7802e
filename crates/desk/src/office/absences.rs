//! Somebody is away, entered by staff: first looked at, then released, undone while there is time, and watched
//! until every patient has answered or was called.

use super::Who;
pub use crate::absence::Planned;
use crate::absence::{self, GO};
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use svara_model::{
    Absence, AbsenceId, AbsenceScope, AbsenceState, Appointment, AppointmentStatus, Asked, Clinic,
    DeliveryStatus, Patient, Slot, TouchedVisit,
};
use svara_store::{Tx, absences, appointments, jobs, messages, patients};

/// Longer than any leave; who is away for good gets other hours in the clinic's file.
const DAYS_MAX: i64 = 366;
/// The newest absences that one list shows.
pub const ABSENCES_SHOWN: usize = 100;
/// A reason is a note, no letter.
const REASON_CHARACTERS_MAX: usize = 500;

/// An absence to enter.
#[derive(Clone, Debug)]
pub struct NewAbsence {
    /// Who or what.
    pub scope: AbsenceScope,
    /// The first moment.
    pub from: Timestamp,
    /// The first moment after.
    pub to: Timestamp,
    /// For staff.
    pub reason: Option<String>,
}

/// A visit that an absence touched, and how it stands now.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The visit as it is now.
    pub visit: Appointment,
    /// Whose it is; nameless once forgotten.
    pub patient: Patient,
    /// Its time when the patient was asked.
    pub before: Slot,
    /// `waiting`, `moved`, `wants_call`, `cancelled`, `unreachable`, `failed`, `other_room`, `stands`.
    pub state: &'static str,
    /// Staff should call them now.
    pub call: bool,
    /// When they were asked.
    pub asked_at: Timestamp,
}

/// Enters an absence and shows what would happen. Nothing is closed and nothing is sent.
pub async fn draft(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    new: NewAbsence,
    who: &Who,
) -> Result<(Absence, Vec<Planned>), DeskError> {
    check(desk, clinic, &new)?;
    let now = desk.now();
    let absence = Absence {
        id: desk.ids.make(AbsenceId::new, now),
        clinic: clinic.id.clone(),
        scope: new.scope,
        from: new.from,
        to: new.to,
        reason: new.reason.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()),
        state: AbsenceState::Draft,
        by: who.actor.clone(),
        created_at: now,
        goes_at: None,
    };
    let entered = absence.clone();
    in_one(desk, "enter an absence", who, move |desk, tx, who| {
        let absence = entered.clone();
        Box::pin(async move {
            absences::insert(tx, &absence).await?;
            desk.absence_event(tx, &absence, &who.actor, "absence.entered", None).await
        })
    })
    .await?;
    let plans = preview(desk, clinic, &absence, who).await?;
    Ok((absence, plans))
}

fn check(desk: &Desk, clinic: &Clinic, new: &NewAbsence) -> Result<(), DeskError> {
    let wrong = |why: &str| Err(DeskError::Invalid(why.to_owned()));
    match &new.scope {
        AbsenceScope::Practitioner(it) if clinic.practitioner(it).is_none() => {
            return Err(DeskError::NotFound("the practitioner"));
        }
        AbsenceScope::Room(it) if clinic.rooms.iter().all(|room| room.id != *it) => {
            return Err(DeskError::NotFound("the room"));
        }
        _ => {}
    }
    if new.to <= new.from {
        return wrong("`to` lies after `from`: write an end after the beginning");
    }
    if new.to <= desk.now() {
        return wrong("`to` lies in the past: an absence is entered before it is over");
    }
    if new.to.duration_since(new.from) > SignedDuration::from_hours(24 * DAYS_MAX) {
        return wrong("`to` is more than a year after `from`: give the practitioner other hours instead");
    }
    if new.reason.as_ref().is_some_and(|it| it.chars().count() > REASON_CHARACTERS_MAX) {
        return wrong("`reason` has at most 500 characters");
    }
    Ok(())
}

/// What each patient would get, in the order of their visits.
pub async fn preview(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    absence: &Absence,
    who: &Who,
) -> Result<Vec<Planned>, DeskError> {
    let (inner, clinic_in, absence_in) = (desk.clone(), Arc::clone(clinic), absence.clone());
    let plans = desk.store().read("preview of an absence", move |tx| {
        let (desk, clinic, absence) = (inner.clone(), Arc::clone(&clinic_in), absence_in.clone());
        Box::pin(async move {
            let (mut plans, mut shown): (Vec<Planned>, Vec<Timestamp>) = (Vec::new(), Vec::new());
            for visit in desk.visits_touched(tx, &absence).await? {
                let plan = desk.plan_for(tx, &clinic, &absence, visit, &shown).await?;
                shown.extend(plan.slots.iter().map(|it| it.from));
                plans.push(plan);
            }
            Ok::<_, DeskError>(plans)
        })
    });
    let plans = plans.await?;
    let seen = plans.iter().map(|it| it.patient.id.to_string()).collect();
    desk.saw(&clinic.id, who, "absence.previewed", Some(absence.id.to_string()), seen).await?;
    Ok(plans)
}

/// Closes the time at once; the messages go when the time to undo is over.
pub async fn release(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &AbsenceId,
    who: &Who,
) -> Result<Absence, DeskError> {
    let (clinic, id) = (Arc::clone(clinic), id.clone());
    in_one(desk, "release an absence", who, move |desk, tx, who| {
        let (clinic, id) = (Arc::clone(&clinic), id.clone());
        Box::pin(async move {
            let before = of_clinic(tx, &clinic, &id).await?;
            let goes = desk.now() + SignedDuration::from_mins(i64::from(clinic.absence.undo_minutes));
            let (from, to) = (AbsenceState::Draft, AbsenceState::Releasing);
            if !absences::step(tx, &id, from, to, Some(goes)).await? {
                return Err(DeskError::Conflict(format!(
                    "this absence is {} already",
                    before.state.as_str()
                )));
            }
            let absence = Absence { state: to, goes_at: Some(goes), ..before };
            desk.close_time(tx, &clinic, &absence).await?;
            desk.plan_absence(tx, GO, &id, None, goes).await?;
            desk.absence_event(tx, &absence, &who.actor, "absence.released", None).await?;
            Ok(absence)
        })
    })
    .await
}

/// Takes a release back before anything went: the time is open again, and nobody hears of it.
pub async fn undo(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &AbsenceId,
    who: &Who,
) -> Result<Absence, DeskError> {
    let (clinic, id) = (Arc::clone(clinic), id.clone());
    in_one(desk, "undo an absence", who, move |desk, tx, who| {
        let (clinic, id) = (Arc::clone(&clinic), id.clone());
        Box::pin(async move {
            let before = of_clinic(tx, &clinic, &id).await?;
            let to = AbsenceState::Undone;
            let undone = absences::step(tx, &id, AbsenceState::Releasing, to, None).await?
                || absences::step(tx, &id, AbsenceState::Draft, to, None).await?;
            if !undone {
                let why = match before.state {
                    AbsenceState::Released => "its messages have gone: it can't be undone any more",
                    _ => "this absence is undone already",
                };
                return Err(DeskError::Conflict(why.to_owned()));
            }
            jobs::cancel_by_dedupe_prefix(tx, &absence::prefix(&id)).await?;
            desk.reopen_time(tx, &id).await?;
            let absence = Absence { state: to, goes_at: None, ..before };
            desk.absence_event(tx, &absence, &who.actor, "absence.undone", None).await?;
            Ok(absence)
        })
    })
    .await
}

/// The newest absences.
pub async fn list(desk: &Desk, clinic: &Arc<Clinic>) -> Result<Vec<Absence>, DeskError> {
    let id = clinic.id.clone();
    desk.store()
        .read("list absences", move |tx| {
            let id = id.clone();
            Box::pin(async move { absences::list(tx, &id, ABSENCES_SHOWN).await.map_err(DeskError::from) })
        })
        .await
}

/// An absence, what would be sent while nothing was, and who has answered once it was.
pub async fn show(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &AbsenceId,
    who: &Who,
) -> Result<(Absence, Vec<Planned>, Vec<Standing>), DeskError> {
    let (inner, clinic_in, id_in) = (desk.clone(), Arc::clone(clinic), id.clone());
    let found = desk.store().read("an absence", move |tx| {
        let (desk, clinic, id) = (inner.clone(), Arc::clone(&clinic_in), id_in.clone());
        Box::pin(async move {
            let absence = of_clinic(tx, &clinic, &id).await?;
            let mut all = Vec::new();
            for touched in absences::visits_of(tx, &id).await? {
                all.extend(standing(&desk, tx, &clinic, touched).await?);
            }
            Ok::<_, DeskError>((absence, all))
        })
    });
    let (absence, standing) = found.await?;
    let seen = standing.iter().map(|it| it.patient.id.to_string()).collect();
    desk.saw(&clinic.id, who, "absence.seen", Some(absence.id.to_string()), seen).await?;
    let open = matches!(absence.state, AbsenceState::Draft | AbsenceState::Releasing);
    let plans = if open { preview(desk, clinic, &absence, who).await? } else { Vec::new() };
    Ok((absence, plans, standing))
}

async fn standing(
    desk: &Desk,
    tx: &mut Tx,
    clinic: &Clinic,
    touched: TouchedVisit,
) -> Result<Option<Standing>, DeskError> {
    let Some(visit) = appointments::by_id(tx, &touched.appointment).await? else { return Ok(None) };
    let known = patients::by_id(tx, &visit.patient).await?;
    let patient = known.unwrap_or_else(|| super::appointments::nameless(&visit));
    let sent = match &touched.message {
        Some(id) => messages::status_of(tx, id).await?,
        None => None,
    };
    let lost =
        matches!(sent, Some(DeliveryStatus::Dropped | DeliveryStatus::Failed | DeliveryStatus::Unknown));
    let moved = visit.slot.from != touched.slot.from || visit.slot.practitioner != touched.slot.practitioner;
    let absence = absences::by_id(tx, &touched.absence).await?;
    let back = absence.is_some_and(|it| it.state == AbsenceState::Undone || !it.touches(&touched.slot));
    let state = match touched.asked {
        _ if visit.status == AppointmentStatus::Cancelled => "cancelled",
        _ if moved => "moved",
        // Who was away is back by then.
        _ if back => "stands",
        Asked::Rehoused => "other_room",
        Asked::WantsCall => "wants_call",
        Asked::Unreachable => "unreachable",
        Asked::Waiting if lost => "failed",
        Asked::Waiting => "waiting",
    };
    let now = desk.now();
    let patience = SignedDuration::from_mins(i64::from(clinic.absence.call_after_minutes));
    let urgent = SignedDuration::from_hours(i64::from(clinic.absence.urgent_hours));
    let silent = now >= touched.at + patience || touched.slot.from.duration_since(now) <= urgent;
    let call = match state {
        "wants_call" | "unreachable" | "failed" => true,
        "waiting" => silent,
        _ => false,
    };
    Ok(Some(Standing { visit, patient, before: touched.slot, state, call, asked_at: touched.at }))
}

pub(super) async fn of_clinic(tx: &mut Tx, clinic: &Clinic, id: &AbsenceId) -> Result<Absence, DeskError> {
    let found = absences::by_id(tx, id).await?.filter(|it| it.clinic == clinic.id);
    found.ok_or(DeskError::NotFound("the absence"))
}

/// One unit of work by somebody.
pub(super) async fn in_one<T, W>(desk: &Desk, unit: &'static str, who: &Who, work: W) -> Result<T, DeskError>
where
    T: Send + 'static,
    W: for<'t> Fn(Desk, &'t mut Tx, Who) -> svara_store::BoxFuture<'t, Result<T, DeskError>>
        + Send
        + Sync
        + 'static,
{
    let (inner, who) = (desk.clone(), who.clone());
    desk.store().write(unit, move |tx| work(inner.clone(), tx, who.clone())).await
}
