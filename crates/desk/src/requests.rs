//! Visits that the clinic approves first: asked for, then approved, declined, or lapsed when nobody answered. The
//! time is the patient's all the while, and the patient is told once whichever way it ends.

use crate::bookings::By;
use crate::freed::FreedBecause;
use crate::telling::{Telling, Told};
use crate::{Desk, DeskError, News, letters, notices};
use serde::{Deserialize, Serialize};
use svara_model::{
    Appointment, AppointmentId, AppointmentStatus, Clinic, ConversationId, HandoverReason, JobId, Patient,
    StaffId, Step,
};
use svara_store::{Tx, appointments, handovers, jobs, patients};

pub(crate) const REQUEST_LAPSE: &str = "request.lapse";

#[derive(Serialize, Deserialize)]
struct Lapse {
    appointment: AppointmentId,
    revision: i64,
}

impl Desk {
    /// What follows from a request: a deadline, word to the practitioner, and a card in the conversation.
    pub(crate) async fn asked_for(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        request: &Appointment,
        conversation: Option<&ConversationId>,
    ) -> Result<(), DeskError> {
        self.plan_request_lapse(tx, clinic, request).await?;
        letters::asked_for(self, tx, clinic, request).await?;
        if let Some(conversation) = conversation {
            handovers::open(tx, conversation, HandoverReason::Request, self.now()).await?;
        }
        Ok(())
    }

    /// Plans the moment at which a request lapses; one that moved gets a new one.
    pub(crate) async fn plan_request_lapse(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        request: &Appointment,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let lapse = Lapse { appointment: request.id.clone(), revision: request.revision };
        let payload = serde_json::to_string(&lapse).expect("a lapse is plain data");
        let due = clinic.answer_by(request.changed_at, request.slot.from);
        let id = self.ids.make(JobId::new, now);
        let dedupe = format!("{}{}", prefix(&request.id), request.revision);
        jobs::add(tx, id, REQUEST_LAPSE, &dedupe, due, &payload, now).await?;
        Ok(())
    }

    /// Yes: it stands, and its reminders are planned.
    pub(crate) async fn approve(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        request: &Appointment,
        by: &By,
    ) -> Result<Appointment, DeskError> {
        let status = request.status.after(Step::Approve).map_err(DeskError::step)?;
        let after = self.turn_into(tx, request, status).await?;
        jobs::cancel_by_dedupe_prefix(tx, &prefix(&request.id)).await?;
        self.plan_reminders(tx, clinic, &after).await?;
        self.note(tx, clinic, by, "appointment.approved", &after).await?;
        Ok(after)
    }

    /// No, or no answer in time: the time is free again.
    pub(crate) async fn turn_down(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        request: &Appointment,
        kind: &'static str,
        by: &By,
    ) -> Result<Appointment, DeskError> {
        if request.status != AppointmentStatus::Pending {
            let why = request.status.after(Step::Approve).map_err(DeskError::step);
            return Err(why.err().unwrap_or(DeskError::NotFound("the request")));
        }
        let after = self.turn_into(tx, request, AppointmentStatus::Cancelled).await?;
        jobs::cancel_by_dedupe_prefix(tx, &prefix(&request.id)).await?;
        self.note(tx, clinic, by, kind, &after).await?;
        self.gave_up(tx, clinic, &after, FreedBecause::NotApproved, by).await?;
        Ok(after)
    }

    async fn turn_into(
        &self,
        tx: &mut Tx,
        before: &Appointment,
        status: AppointmentStatus,
    ) -> Result<Appointment, DeskError> {
        let after = appointments::set_status(tx, &before.id, status, self.now()).await?;
        after.ok_or(DeskError::NotFound("the appointment"))
    }

    /// Nobody answered in time: the patient and the staff are told.
    pub(crate) async fn lapse_request(
        &self,
        tx: &mut Tx,
        payload: &str,
    ) -> Result<Option<ConversationId>, DeskError> {
        let lapse: Lapse = serde_json::from_str(payload)
            .map_err(|it| DeskError::Unreadable { what: "a request's lapse", why: it.to_string() })?;
        let standing = appointments::by_id(tx, &lapse.appointment).await?;
        let open =
            |it: &Appointment| it.status == AppointmentStatus::Pending && it.revision == lapse.revision;
        let Some(request) = standing.filter(open) else { return Ok(None) };
        let Some(clinic) = self.clinic(&request.clinic) else { return Ok(None) };
        let by = By::desk();
        let after = self.turn_down(tx, &clinic, &request, "appointment.lapsed", &by).await?;
        letters::lapsed(self, tx, &clinic, &after).await?;
        self.tell(&clinic.id, News::Appointment(after.id.clone()));
        let Some(patient) = patients::by_id(tx, &after.patient).await? else { return Ok(None) };
        let letter = notices::LAPSED.about(&clinic, &after, &patient);
        let (_, conversation) =
            self.tell_of(tx, &clinic, &request, (&after, &patient), letter, &by.actor, None).await?;
        if let Some(conversation) = &conversation {
            handovers::open(tx, conversation, HandoverReason::Request, self.now()).await?;
        }
        Ok(conversation)
    }

    /// Tells a patient of a change, if it still lies ahead.
    #[expect(
        clippy::too_many_arguments,
        reason = "a change has a before, an after, words and somebody behind it"
    )]
    pub(crate) async fn tell_of(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        before: &Appointment,
        (after, patient): (&Appointment, &Patient),
        content: svara_model::Outgoing,
        actor: &str,
        by_staff: Option<StaffId>,
    ) -> Result<(Told, Option<ConversationId>), DeskError> {
        let until = before.slot.from;
        let telling = Telling { until, appointment: after, patient, content, actor, by_staff };
        self.tell_patient(tx, clinic, telling).await
    }
}

fn prefix(id: &AppointmentId) -> String {
    format!("request:{id}:")
}
