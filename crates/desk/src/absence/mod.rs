//! Somebody is ill, a room is out of order, the clinic closes: the time is closed, and each patient whose visit that
//! touches is offered another one. Nothing leaves before staff have seen it and released it, and for some minutes
//! after that it can be undone (`office/absences.rs`).
//!
//! Absent: the patient's side of the talk (`svara-dialog`).

mod ask;
mod close;
mod offer;

pub(crate) use ask::template;
pub(crate) use close::resources;
pub use offer::Planned;

use crate::{Desk, DeskError};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use svara_model::{
    Absence, AbsenceId, AbsenceState, Appointment, AppointmentId, Asked, Clinic, ClinicId, ConversationId,
    EventId, HandoverReason, JobId, Patient, Slot,
};
use svara_store::{Tx, absences, appointments, events, handovers, jobs};

/// The messages go.
pub(crate) const GO: &str = "absence.go";
/// One patient is asked.
pub(crate) const ASK: &str = "absence.ask";
/// Who hasn't answered is to be called.
pub(crate) const CALL: &str = "absence.call";
/// A visit reaches over an absence's edge by at most this.
const EDGE_HOURS: i64 = 24;
/// The visits of one absence; the store hands out no more at once.
const VISITS_MAX: usize = 10_000;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Step {
    absence: AbsenceId,
    appointment: Option<AppointmentId>,
}

impl Desk {
    /// What an absence's jobs do.
    pub(crate) async fn work_absence(
        &self,
        tx: &mut Tx,
        kind: &str,
        payload: &str,
    ) -> Result<Option<ConversationId>, DeskError> {
        let step: Step = serde_json::from_str(payload)
            .map_err(|it| DeskError::Unreadable { what: "an absence's step", why: it.to_string() })?;
        let Some(absence) = absences::by_id(tx, &step.absence).await? else { return Ok(None) };
        let Some(clinic) = self.clinic(&absence.clinic) else { return Ok(None) };
        match (kind, step.appointment) {
            (GO, _) => self.send_out(tx, &clinic, &absence).await.map(|()| None),
            (ASK, Some(visit)) => self.ask_about(tx, &clinic, &absence, &visit).await,
            _ => self.call_who_is_silent(tx, &absence).await.map(|()| None),
        }
    }

    pub(crate) async fn plan_absence(
        &self,
        tx: &mut Tx,
        kind: &str,
        absence: &AbsenceId,
        appointment: Option<AppointmentId>,
        due: jiff::Timestamp,
    ) -> Result<(), DeskError> {
        let about = appointment.as_ref().map_or("", AppointmentId::as_str);
        let dedupe = format!("{}{kind}:{about}", prefix(absence));
        let step = Step { absence: absence.clone(), appointment: appointment.clone() };
        let payload = serde_json::to_string(&step).expect("ids are plain data");
        let job = self.ids.make(JobId::new, self.now());
        jobs::add(tx, job, kind, &dedupe, due, &payload, self.now()).await?;
        Ok(())
    }

    /// The time to undo is over: from here each patient is asked, one job each.
    async fn send_out(&self, tx: &mut Tx, clinic: &Clinic, absence: &Absence) -> Result<(), DeskError> {
        let (from, to) = (AbsenceState::Releasing, AbsenceState::Released);
        if !absences::step(tx, &absence.id, from, to, absence.goes_at).await? {
            return Ok(());
        }
        let now = self.now();
        for (visit, _) in self.visits_touched(tx, absence).await? {
            self.plan_absence(tx, ASK, &absence.id, Some(visit.id), now).await?;
        }
        let patience = SignedDuration::from_mins(i64::from(clinic.absence.call_after_minutes));
        self.plan_absence(tx, CALL, &absence.id, None, now + patience).await?;
        self.absence_event(tx, absence, "desk", "absence.sent", None).await
    }

    /// Who has not answered by now comes up for staff to call.
    async fn call_who_is_silent(&self, tx: &mut Tx, absence: &Absence) -> Result<(), DeskError> {
        for touched in absences::visits_of(tx, &absence.id).await? {
            let visit = appointments::by_id(tx, &touched.appointment).await?;
            let stands = visit.is_some_and(|it| {
                it.status.is_coming() && it.slot.from == touched.slot.from && absence.touches(&it.slot)
            });
            if let (true, Asked::Waiting, Some(conversation)) = (stands, touched.asked, &touched.conversation)
            {
                handovers::open(tx, conversation, HandoverReason::Unanswered, self.now()).await?;
            }
        }
        Ok(())
    }

    /// The coming visits that an absence touches, with their patients, by time.
    pub(crate) async fn visits_touched(
        &self,
        tx: &mut Tx,
        absence: &Absence,
    ) -> Result<Vec<(Appointment, Patient)>, DeskError> {
        let edge = SignedDuration::from_hours(EDGE_HOURS);
        let (from, to) = (absence.from - edge, absence.to);
        let all = appointments::list(tx, &absence.clinic, from, to, None, None, None, VISITS_MAX).await?;
        let now = self.now();
        let stands = |it: &Appointment| it.status.is_coming() && it.slot.from > now;
        Ok(all.into_iter().filter(|(it, _)| stands(it) && absence.touches(&it.slot)).collect())
    }

    /// Whether somebody or something that a visit needs is away then.
    pub(crate) async fn is_away(
        &self,
        tx: &mut Tx,
        clinic: &ClinicId,
        slot: &Slot,
    ) -> Result<bool, DeskError> {
        let all = absences::closing(tx, clinic, slot.from, slot.to).await?;
        Ok(all.iter().any(|it| it.touches(slot)))
    }

    /// Which of these visits can't take place, of those whose patients know it by now.
    pub(crate) async fn touched(
        &self,
        tx: &mut Tx,
        clinic: &ClinicId,
        coming: &[Appointment],
    ) -> Result<Vec<AppointmentId>, DeskError> {
        let (Some(first), Some(last)) =
            (coming.iter().map(|it| it.slot.from).min(), coming.iter().map(|it| it.slot.to).max())
        else {
            return Ok(Vec::new());
        };
        let all = absences::closing(tx, clinic, first, last).await?;
        let told = |it: &&Absence| it.state == AbsenceState::Released;
        let away = |visit: &Appointment| all.iter().filter(told).any(|it| it.touches(&visit.slot));
        Ok(coming.iter().filter(|it| away(it)).map(|it| it.id.clone()).collect())
    }

    /// One line in the audit chain.
    pub(crate) async fn absence_event(
        &self,
        tx: &mut Tx,
        absence: &Absence,
        actor: &str,
        kind: &str,
        visit: Option<&Appointment>,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let details = serde_json::json!({
            "absence": absence.id, "scope": absence.scope, "from": absence.from, "to": absence.to,
            "appointment": visit.map(|it| it.id.clone()),
        });
        let subject = visit.map(|it| it.patient.as_str());
        let id = self.ids.make(EventId::new, now);
        events::append(tx, id, &absence.clinic, now, actor, kind, subject, &details.to_string()).await?;
        Ok(())
    }
}

/// What all jobs of an absence begin with.
pub(crate) fn prefix(absence: &AbsenceId) -> String {
    format!("absence:{absence}:")
}
