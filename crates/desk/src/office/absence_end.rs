//! Whoever was away is back sooner: the rest of the time is open again, is offered to those who wait, and patients who
//! have not chosen another time yet are told that theirs stands.
//!
//! Absent: taking a release back before anything went (`absences.rs`, `undo`).

use super::Who;
use super::absences::{in_one, of_clinic};
use crate::absence::resources;
use crate::{Desk, DeskError, News, notices};
use jiff::Timestamp;
use std::sync::Arc;
use svara_model::{Absence, AbsenceId, AbsenceScope, AbsenceState, Asked, Clinic, PractitionerId};
use svara_store::appointments::BlockedResource;
use svara_store::{Tx, absences, appointments, patients};

/// Ends an absence at a moment before its end; now, when none is said.
pub async fn end(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &AbsenceId,
    at: Option<Timestamp>,
    who: &Who,
) -> Result<Absence, DeskError> {
    let (clinic, id) = (Arc::clone(clinic), id.clone());
    let at = at.unwrap_or(desk.now()).max(desk.now());
    let ended = in_one(desk, "end an absence", who, move |desk, tx, who| {
        let (clinic, id) = (Arc::clone(&clinic), id.clone());
        Box::pin(async move {
            let before = of_clinic(tx, &clinic, &id).await?;
            let after = shortened(tx, &before, at).await?;
            desk.reopen_time(tx, &id).await?;
            if after.state == AbsenceState::Released {
                desk.close_time(tx, &clinic, &after).await?;
            }
            desk.absence_event(tx, &after, &who.actor, "absence.ended", None).await?;
            desk.tell_who_waited(tx, &clinic, &after, &who).await?;
            let open = (at.max(before.from), before.to);
            desk.time_reopened(tx, &clinic, &whose(&clinic, &after.scope), open).await?;
            Ok(after)
        })
    });
    let ended = ended.await?;
    desk.outbox_bell.notify_one();
    desk.tell(&ended.clinic, News::Clinic(ended.clinic.clone()));
    Ok(ended)
}

/// The absence with its new end; undone, when it ends before it began.
async fn shortened(tx: &mut Tx, before: &Absence, at: Timestamp) -> Result<Absence, DeskError> {
    let refused = |why: &str| DeskError::Conflict(why.to_owned());
    match before.state {
        AbsenceState::Released => {}
        AbsenceState::Draft | AbsenceState::Releasing => {
            return Err(refused("its messages have not gone: undo the release instead"));
        }
        AbsenceState::Undone => return Err(refused("this absence is undone already")),
    }
    if at >= before.to {
        return Err(DeskError::Invalid(format!("`at` lies before its end, {}", before.to)));
    }
    if at <= before.from {
        let (from, to) = (AbsenceState::Released, AbsenceState::Undone);
        absences::step(tx, &before.id, from, to, before.goes_at).await?;
        return Ok(Absence { state: to, ..before.clone() });
    }
    absences::shorten(tx, &before.id, at).await?;
    Ok(Absence { to: at, ..before.clone() })
}

fn whose(clinic: &Clinic, scope: &AbsenceScope) -> Vec<PractitionerId> {
    let of = |it: BlockedResource| match it {
        BlockedResource::Practitioner(it) => vec![it],
        // Whoever works in the room.
        BlockedResource::Room(_) => clinic.practitioners.iter().map(|it| it.id.clone()).collect(),
    };
    resources(clinic, scope).into_iter().flat_map(of).collect()
}

impl Desk {
    /// Who was asked to choose another time and has not done so keeps theirs, and hears it.
    async fn tell_who_waited(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        absence: &Absence,
        who: &Who,
    ) -> Result<(), DeskError> {
        let still_away =
            |slot: &svara_model::Slot| absence.state == AbsenceState::Released && absence.touches(slot);
        for touched in absences::visits_of(tx, &absence.id).await? {
            if !matches!(touched.asked, Asked::Waiting | Asked::WantsCall) || still_away(&touched.slot) {
                continue;
            }
            let Some(visit) = appointments::by_id(tx, &touched.appointment).await? else { continue };
            if !visit.status.is_coming() || visit.slot != touched.slot {
                continue;
            }
            let Some(patient) = patients::by_id(tx, &visit.patient).await? else { continue };
            let letter = notices::STANDS_AFTER_ALL.about(clinic, &visit, &patient);
            let about = (&visit, &patient);
            let staff = Some(who.staff.clone());
            self.tell_of(tx, clinic, &visit, about, letter, &who.actor, staff).await?;
        }
        Ok(())
    }
}
