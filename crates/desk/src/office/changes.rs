//! Staff change an appointment: call it off, move it, answer a request, say what became of it. The patient is told
//! once, in the transaction that changes it, unless staff ask not to; whether the message may go is asked again when
//! it is sent.

use super::Who;
use super::appointments::{self as look, Visit};
use super::bookings::slot;
use crate::bookings::{By, Outcome};
use crate::freed::FreedBecause;
use crate::telling::Told;
use crate::{Desk, DeskError, News, letters, notices};
use jiff::Timestamp;
use std::sync::Arc;
use svara_model::{
    Appointment, AppointmentId, AppointmentStatus, Clinic, ConversationId, HandoverReason, Marks, Outgoing,
    Patient, PractitionerId, Step,
};
use svara_store::{StoreError, Tx, appointments, handovers, patients};

/// A change and who heard of it.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The appointment as it stands now.
    pub visit: Visit,
    /// Whether the patient hears of it.
    pub told: Told,
    conversation: Option<ConversationId>,
}

/// What staff want to change.
#[derive(Clone, Debug)]
pub enum Change {
    /// It does not take place. With `fee`, the patient owes what the clinic's file says.
    CallOff {
        /// Whether it costs the patient.
        fee: bool,
    },
    /// It takes place at another time, or with somebody else.
    Move {
        /// The first moment.
        from: Timestamp,
        /// With whom; absent: with the same.
        practitioner: Option<PractitionerId>,
    },
    /// A request is granted.
    Approve,
    /// A request is turned down.
    Decline,
    /// What became of it. Saying it twice changes nothing.
    Became(Step),
}

/// A change with what goes with it.
#[derive(Clone, Debug)]
pub struct Wish {
    /// What to change.
    pub change: Change,
    /// Why, for the audit chain; the patient does not see it.
    pub why: Option<String>,
    /// Whether the patient is told.
    pub notify: bool,
}

/// Carries a change out. A conflict when the time is not free, or the appointment does not stand where it would have
/// to.
pub async fn change(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &AppointmentId,
    wish: Wish,
    who: &Who,
) -> Result<Changed, DeskError> {
    let changed = desk.store().write("change an appointment", {
        let (desk, clinic, id, who) = (desk.clone(), Arc::clone(clinic), id.clone(), who.clone());
        move |tx| {
            let by = who.by().because(wish.why.clone());
            let (desk, clinic, who) = (desk.clone(), Arc::clone(&clinic), who.clone());
            let work = Work { desk, clinic, who, by, notify: wish.notify };
            let (id, change) = (id.clone(), wish.change.clone());
            Box::pin(async move { work.change(tx, &id, change).await })
        }
    });
    let changed = changed.await?;
    desk.outbox_bell.notify_one();
    desk.tell(&clinic.id, News::Appointment(changed.visit.appointment.id.clone()));
    if let Some(conversation) = &changed.conversation {
        desk.tell(&clinic.id, News::Conversation(conversation.clone()));
    }
    Ok(changed)
}

struct Work {
    desk: Desk,
    clinic: Arc<Clinic>,
    who: Who,
    by: By,
    notify: bool,
}

/// An appointment of this clinic with its patient.
pub(super) async fn found(
    tx: &mut Tx,
    clinic: &Clinic,
    id: &AppointmentId,
) -> Result<(Appointment, Patient), DeskError> {
    let found = appointments::by_id(tx, id).await?.filter(|it| it.clinic == clinic.id);
    let appointment = found.ok_or(DeskError::NotFound("the appointment"))?;
    let known = patients::by_id(tx, &appointment.patient).await?;
    let patient = known.unwrap_or_else(|| look::nameless(&appointment));
    Ok((appointment, patient))
}

impl Work {
    async fn change(&self, tx: &mut Tx, id: &AppointmentId, change: Change) -> Result<Changed, DeskError> {
        let (before, patient) = found(tx, &self.clinic, id).await?;
        match change {
            Change::CallOff { fee } => self.call_off(tx, &before, patient, fee).await,
            Change::Move { from, practitioner } => self.shift(tx, &before, patient, from, practitioner).await,
            Change::Approve => {
                let after = self.desk.approve(tx, &self.clinic, &before, &self.by).await?;
                let letter = notices::APPROVED.about(&self.clinic, &after, &patient);
                let changed = self.tell(tx, &before, after, patient, letter).await?;
                self.close_card(tx, &changed).await?;
                Ok(changed)
            }
            Change::Decline => {
                let kind = "appointment.declined";
                let after = self.desk.turn_down(tx, &self.clinic, &before, kind, &self.by).await?;
                letters::cancelled(&self.desk, tx, &self.clinic, &after).await?;
                let letter = notices::DECLINED.about(&self.clinic, &after, &patient);
                let changed = self.tell(tx, &before, after, patient, letter).await?;
                self.close_card(tx, &changed).await?;
                Ok(changed)
            }
            Change::Became(step) => self.became(tx, &before, patient, step).await,
        }
    }

    /// The card that asked for this answer is done with.
    async fn close_card(&self, tx: &mut Tx, changed: &Changed) -> Result<(), DeskError> {
        let Some(conversation) = &changed.conversation else { return Ok(()) };
        let open = handovers::list_open(tx, &self.clinic.id).await?;
        let card = open.iter().find(|it| &it.conversation == conversation);
        if card.is_some_and(|it| it.reason == HandoverReason::Request) {
            handovers::close(tx, conversation, Some(&self.who.staff), self.desk.now()).await?;
        }
        Ok(())
    }

    async fn call_off(
        &self,
        tx: &mut Tx,
        before: &Appointment,
        patient: Patient,
        fee: bool,
    ) -> Result<Changed, DeskError> {
        let fee = if fee { Some(fee_of(&self.clinic, before)?) } else { None };
        let done = self.desk.cancel(tx, &self.clinic, &before.id, &self.by).await?;
        let Outcome::Done(mut after) = done else {
            return Err(before.status.after(Step::CallOff).err().map_or_else(over, DeskError::step));
        };
        if fee.is_some() {
            after.marks = Marks { fee, ..after.marks };
            appointments::mark(tx, &after.id, &after.marks).await?;
            self.desk.note(tx, &self.clinic, &self.by, "appointment.fee_charged", &after).await?;
        }
        let letter = notices::called_off(&self.clinic, &after, &patient);
        self.tell(tx, before, after, patient, letter).await
    }

    async fn shift(
        &self,
        tx: &mut Tx,
        before: &Appointment,
        patient: Patient,
        from: Timestamp,
        practitioner: Option<PractitionerId>,
    ) -> Result<Changed, DeskError> {
        if !before.status.is_coming() {
            return Err(before.status.after(Step::CallOff).err().map_or_else(over, DeskError::step));
        }
        let practitioner = practitioner.unwrap_or_else(|| before.slot.practitioner.clone());
        let to = slot(&self.clinic, &before.slot.service, &practitioner, from)?;
        if (to.from, &to.practitioner) == (before.slot.from, &before.slot.practitioner) {
            return Ok(unchanged(before.clone(), patient));
        }
        match self.desk.move_appointment(tx, &self.clinic, before, &to, None, &self.by).await? {
            Outcome::Done(after) => {
                let letter = letters::moved_by_staff(&self.clinic, before, &after, &patient);
                let changed = self.tell(tx, before, after, patient, letter).await?;
                if let Some(conversation) = &changed.conversation {
                    let id = &changed.visit.appointment.id;
                    self.desk.remember_move(tx, conversation, id, self.desk.now()).await?;
                }
                Ok(changed)
            }
            Outcome::Gone(why) => Err(DeskError::NotFree(why)),
        }
    }

    async fn became(
        &self,
        tx: &mut Tx,
        before: &Appointment,
        patient: Patient,
        step: Step,
    ) -> Result<Changed, DeskError> {
        let status = before.status.after(step).map_err(DeskError::step)?;
        if step == Step::Confirm {
            let after = self.desk.confirm(tx, &self.clinic, &before.id, &self.by).await?;
            return Ok(unchanged(after.ok_or_else(over)?, patient));
        }
        if before.status == status {
            return Ok(unchanged(before.clone(), patient));
        }
        if step == Step::Miss && before.slot.from > self.desk.now() {
            let why = "this visit has not begun yet; a no-show is noted from its start on";
            return Err(DeskError::Conflict(why.to_owned()));
        }
        // Whoever had said yes before a wrong tap has still said so.
        let expected = step == Step::Expect && before.confirmed_at.is_some();
        let status = if expected { AppointmentStatus::Confirmed } else { status };
        let after =
            appointments::set_status(tx, &before.id, status, self.desk.now()).await.map_err(not_back)?;
        let after = after.ok_or(DeskError::NotFound("the appointment"))?;
        let kind = format!("appointment.{}", status.as_str());
        self.desk.note(tx, &self.clinic, &self.by, &kind, &after).await?;
        if before.status.takes_time() && !after.status.takes_time() {
            self.desk.gave_up(tx, &self.clinic, &after, FreedBecause::Noshow, &self.by).await?;
        }
        Ok(unchanged(after, patient))
    }

    async fn tell(
        &self,
        tx: &mut Tx,
        before: &Appointment,
        after: Appointment,
        patient: Patient,
        letter: Outgoing,
    ) -> Result<Changed, DeskError> {
        let (told, conversation) = if self.notify {
            let staff = Some(self.who.staff.clone());
            let about = (&after, &patient);
            self.desk.tell_of(tx, &self.clinic, before, about, letter, &self.by.actor, staff).await?
        } else {
            (Told::NotWanted, None)
        };
        Ok(Changed { visit: Visit { appointment: after, patient }, told, conversation })
    }
}

/// What the clinic's file says a late cancellation of this visit costs.
pub(super) fn fee_of(clinic: &Clinic, visit: &Appointment) -> Result<u32, DeskError> {
    let terms = clinic.late_terms(&visit.slot.service, &clinic.default_language());
    terms.fee.ok_or_else(|| {
        let service = &visit.slot.service;
        DeskError::Invalid(format!(
            "`fee`: the clinic's file names no late_fee for {service}; add it, or leave `fee` out"
        ))
    })
}

fn unchanged(appointment: Appointment, patient: Patient) -> Changed {
    Changed { visit: Visit { appointment, patient }, told: Told::NotNeeded, conversation: None }
}

fn over() -> DeskError {
    DeskError::Conflict("this appointment does not stand any more".to_owned())
}

/// A no-show whose time was given to somebody else cannot be taken back.
fn not_back(error: StoreError) -> DeskError {
    match error {
        StoreError::Refused { why, .. } => DeskError::Conflict(why),
        other => other.into(),
    }
}
