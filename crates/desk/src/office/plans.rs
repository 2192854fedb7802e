//! Several appointments at once, by staff and programs: looked for, booked, moved and called off as one.
//!
//! Absent: changing one of them alone (`changes.rs`); it stays an appointment like any other.

use super::Who;
use super::appointments::{Visit, nameless};
use super::bookings::{clean_name, contact_of, patient_of, slot};
use crate::bookings::{By, NewBooking, Outcome, Terms};
use crate::plans::{self, PLAN_VISITS_MAX, PlanLetter, PlanSearch};
use crate::telling::{Telling, Told};
use crate::{Desk, DeskError, News};
use jiff::Timestamp;
use std::sync::Arc;
use svara_model::{
    Appointment, AppointmentId, Clinic, ConversationId, FreePlan, PhoneNumber, PlanId, PractitionerId,
    ServiceId, Slot,
};
use svara_store::{BoxFuture, Tx, patients};

/// One appointment of a plan to book.
#[derive(Clone, Debug)]
pub struct NewVisit {
    /// For what.
    pub service: ServiceId,
    /// With whom.
    pub practitioner: PractitionerId,
    /// From when.
    pub from: Timestamp,
    /// Whose visit, where several share the number; a newcomer's name.
    pub name: Option<String>,
}

/// A plan to book.
#[derive(Clone, Debug)]
pub struct NewPlan {
    /// Whose number.
    pub phone: PhoneNumber,
    /// Its appointments.
    pub visits: Vec<NewVisit>,
    /// On what terms.
    pub terms: Terms,
    /// Why, for the audit chain.
    pub why: Option<String>,
    /// Whether the patient is told.
    pub notify: bool,
}

/// Another time for one appointment of a plan.
#[derive(Clone, Debug)]
pub struct NewTime {
    /// Which.
    pub appointment: AppointmentId,
    /// The first moment.
    pub from: Timestamp,
    /// With whom; absent: with the same.
    pub practitioner: Option<PractitionerId>,
}

/// A plan as it stands, and who heard of the change.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Its id.
    pub id: PlanId,
    /// Its appointments by time, whatever became of them.
    pub visits: Vec<Visit>,
    /// Whether the patient hears of it.
    pub told: Told,
    conversation: Option<ConversationId>,
}

/// A few plans that are free.
pub async fn search(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    ask: PlanSearch,
    who: &Who,
) -> Result<Vec<FreePlan>, DeskError> {
    if !ask.patients.is_empty() {
        let seen = ask.patients.iter().map(ToString::to_string).collect();
        desk.saw(&clinic.id, who, "patient.times_seen", None, seen).await?;
    }
    let (inner, clinic) = (desk.clone(), Arc::clone(clinic));
    desk.store()
        .read("free plans", move |tx| {
            let (desk, clinic, ask) = (inner.clone(), Arc::clone(&clinic), ask.clone());
            Box::pin(async move {
                for patient in &ask.patients {
                    let known = patients::by_id(tx, patient).await?.filter(|it| it.clinic == clinic.id);
                    known.ok_or(DeskError::NotFound("the patient"))?;
                }
                desk.free_plans(tx, &clinic, &ask).await
            })
        })
        .await
}

/// Books all of it or nothing.
pub async fn book(desk: &Desk, clinic: &Arc<Clinic>, plan: NewPlan, who: &Who) -> Result<Planned, DeskError> {
    let slots = checked(clinic, &plan.visits)?;
    let names: Vec<Option<String>> = plan
        .visits
        .iter()
        .map(|it| it.name.as_deref().map(clean_name).transpose())
        .collect::<Result<_, _>>()?;
    let id = desk.ids.make(PlanId::new, desk.now());
    in_one(desk, clinic, who, "book a plan", move |work, tx| {
        let (plan, slots, names, id) = (plan.clone(), slots.clone(), names.clone(), id.clone());
        Box::pin(async move {
            let (desk, clinic) = (&work.desk, &work.clinic);
            let contact = contact_of(desk, tx, clinic, &plan.phone).await?;
            let mut bookings = Vec::with_capacity(slots.len());
            for (slot, name) in slots.into_iter().zip(names) {
                bookings.push(NewBooking {
                    slot,
                    patient: patient_of(desk, tx, clinic, &contact, &plan.phone, name).await?,
                    contact: Some(contact.id.clone()),
                    conversation: None,
                    terms: plan.terms.clone(),
                    plan: None,
                });
            }
            let by = work.who.by().because(plan.why);
            let booked = desk.book_plan(tx, clinic, &id, &bookings, &by).await?;
            // The whole unit is undone: nobody is entered for visits that never were.
            let booked = booked.map_err(|it| it.error(bookings.len()))?;
            work.tell(tx, &id, &booked, &booked, plan.notify.then_some(&plans::BOOKED)).await
        })
    })
    .await
}

fn checked(clinic: &Clinic, visits: &[NewVisit]) -> Result<Vec<Slot>, DeskError> {
    if !(1..=PLAN_VISITS_MAX).contains(&visits.len()) {
        return Err(DeskError::Invalid(format!(
            "`visits`: a plan has 1 to {PLAN_VISITS_MAX} appointments; book more in a second plan"
        )));
    }
    visits.iter().map(|it| slot(clinic, &it.service, &it.practitioner, it.from)).collect()
}

/// A plan with all its appointments.
pub async fn show(desk: &Desk, clinic: &Arc<Clinic>, id: &PlanId, who: &Who) -> Result<Planned, DeskError> {
    let (clinic_in, id_in) = (Arc::clone(clinic), id.clone());
    let found = desk.store().read("a plan", move |tx| {
        let (clinic, id) = (Arc::clone(&clinic_in), id_in.clone());
        Box::pin(async move {
            let visits = found(tx, &clinic, &id).await?;
            with_patients(tx, visits).await
        })
    });
    let visits = found.await?;
    let seen = visits.iter().map(|it| it.patient.id.to_string()).collect();
    desk.saw(&clinic.id, who, "plan.seen", Some(id.to_string()), seen).await?;
    Ok(Planned { id: id.clone(), visits, told: Told::NotNeeded, conversation: None })
}

/// Calls off whatever of it still stands.
pub async fn cancel(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &PlanId,
    (why, notify): (Option<String>, bool),
    who: &Who,
) -> Result<Planned, DeskError> {
    let id = id.clone();
    in_one(desk, clinic, who, "cancel a plan", move |work, tx| {
        let (id, why) = (id.clone(), why.clone());
        Box::pin(async move {
            let by = work.who.by().because(why);
            let mut before = found(tx, &work.clinic, &id).await?;
            before.retain(|it| it.status.is_coming());
            if before.is_empty() {
                return Err(DeskError::Conflict("nothing of this plan stands any more".to_owned()));
            }
            let after = work.call_off(tx, &before, &by).await?;
            work.tell(tx, &id, &before, &after, notify.then_some(&plans::CANCELLED)).await
        })
    })
    .await
}

/// Moves some or all of it: all that are named, or none of them.
pub async fn shift(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &PlanId,
    times: Vec<NewTime>,
    (why, notify): (Option<String>, bool),
    who: &Who,
) -> Result<Planned, DeskError> {
    if !(1..=PLAN_VISITS_MAX).contains(&times.len()) {
        return Err(DeskError::Invalid("`visits`: name at least one appointment of the plan".to_owned()));
    }
    let id = id.clone();
    in_one(desk, clinic, who, "move a plan", move |work, tx| {
        let (id, why, times) = (id.clone(), why.clone(), times.clone());
        Box::pin(async move {
            let by = work.who.by().because(why);
            let moves = moves(&work.clinic, &found(tx, &work.clinic, &id).await?, &times)?;
            let outcome = work.desk.move_plan(tx, &work.clinic, &moves, &by).await?;
            let mut after = outcome.map_err(|it| it.error(moves.len()))?;
            after.sort_by_key(|it| it.slot.from);
            let mut before: Vec<Appointment> = moves.into_iter().map(|it| it.0).collect();
            before.sort_by_key(|it| it.slot.from);
            work.tell(tx, &id, &before, &after, notify.then_some(&plans::MOVED)).await
        })
    })
    .await
}

fn moves(
    clinic: &Clinic,
    plan: &[Appointment],
    times: &[NewTime],
) -> Result<Vec<(Appointment, Slot)>, DeskError> {
    let mut moves: Vec<(Appointment, Slot)> = Vec::with_capacity(times.len());
    for time in times {
        let one = plan.iter().find(|it| it.id == time.appointment);
        let one = one.ok_or(DeskError::NotFound("the appointment of this plan"))?;
        if moves.iter().any(|it| it.0.id == one.id) {
            return Err(DeskError::Invalid(format!("`visits`: {} is named twice", one.id)));
        }
        if !one.status.is_coming() {
            return Err(DeskError::Conflict(format!("{} does not stand any more", one.id)));
        }
        let practitioner = time.practitioner.as_ref().unwrap_or(&one.slot.practitioner);
        moves.push((one.clone(), slot(clinic, &one.slot.service, practitioner, time.from)?));
    }
    Ok(moves)
}

async fn found(tx: &mut Tx, clinic: &Clinic, id: &PlanId) -> Result<Vec<Appointment>, DeskError> {
    let visits = svara_store::plans::visits(tx, &clinic.id, id).await?;
    if visits.is_empty() { Err(DeskError::NotFound("the plan")) } else { Ok(visits) }
}

async fn with_patients(tx: &mut Tx, visits: Vec<Appointment>) -> Result<Vec<Visit>, DeskError> {
    let mut all = Vec::with_capacity(visits.len());
    for appointment in visits {
        let known = patients::by_id(tx, &appointment.patient).await?;
        let patient = known.unwrap_or_else(|| nameless(&appointment));
        all.push(Visit { appointment, patient });
    }
    Ok(all)
}

struct Work {
    desk: Desk,
    clinic: Arc<Clinic>,
    who: Who,
}

impl Work {
    async fn call_off(
        &self,
        tx: &mut Tx,
        before: &[Appointment],
        by: &By,
    ) -> Result<Vec<Appointment>, DeskError> {
        let mut after = Vec::with_capacity(before.len());
        for visit in before {
            match self.desk.cancel(tx, &self.clinic, &visit.id, by).await? {
                Outcome::Done(it) => after.push(it),
                Outcome::Gone(why) => return Err(DeskError::NotFree(why)),
            }
        }
        Ok(after)
    }

    /// Tells the patient once, with all times, and gives the plan as it stands now.
    async fn tell(
        &self,
        tx: &mut Tx,
        id: &PlanId,
        before: &[Appointment],
        after: &[Appointment],
        letter: Option<&PlanLetter>,
    ) -> Result<Planned, DeskError> {
        let all = found(tx, &self.clinic, id).await?;
        let visits = with_patients(tx, all).await?;
        let (mut told, mut conversation) = (Told::NotWanted, None);
        let first = after.first().and_then(|it| visits.iter().find(|of| of.appointment.id == it.id));
        if let (Some(letter), Some(first)) = (letter, first) {
            let telling = Telling {
                until: before.iter().map(|it| it.slot.from).min().unwrap_or(first.appointment.slot.from),
                appointment: &first.appointment,
                patient: &first.patient,
                content: letter.about(&self.clinic, after, &first.patient),
                actor: &self.who.by().actor,
                by_staff: Some(self.who.staff.clone()),
            };
            (told, conversation) = self.desk.tell_patient(tx, &self.clinic, telling).await?;
        }
        Ok(Planned { id: id.clone(), visits, told, conversation })
    }
}

/// One unit of work by somebody; what changed is told after it.
async fn in_one<W>(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    who: &Who,
    unit: &'static str,
    work: W,
) -> Result<Planned, DeskError>
where
    W: for<'t> Fn(Arc<Work>, &'t mut Tx) -> BoxFuture<'t, Result<Planned, DeskError>> + Send + Sync + 'static,
{
    let all = Arc::new(Work { desk: desk.clone(), clinic: Arc::clone(clinic), who: who.clone() });
    let planned = desk.store().write(unit, move |tx| work(Arc::clone(&all), tx)).await?;
    desk.outbox_bell.notify_one();
    for visit in &planned.visits {
        desk.tell(&clinic.id, News::Appointment(visit.appointment.id.clone()));
    }
    if let Some(conversation) = &planned.conversation {
        desk.tell(&clinic.id, News::Conversation(conversation.clone()));
    }
    Ok(planned)
}
