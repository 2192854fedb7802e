//! Looking at appointments. Absent: changing them (`changes.rs`, `bookings.rs`).

use super::Who;
use crate::{Desk, DeskError};
use jiff::Timestamp;
use svara_model::{Appointment, AppointmentId, AppointmentStatus, Clinic, Patient, PatientId, PhoneNumber};
use svara_store::{appointments, patients};

/// An appointment with the patient as staff see them; nameless once forgotten.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The appointment.
    pub appointment: Appointment,
    /// Who comes.
    pub patient: Patient,
}

/// Which appointments.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Starting at or after.
    pub from: Option<Timestamp>,
    /// Starting before.
    pub to: Option<Timestamp>,
    /// Of the patient with this number, or booked by the contact with it.
    pub phone: Option<PhoneNumber>,
    /// In this state.
    pub status: Option<AppointmentStatus>,
    /// After this one, by start and id.
    pub after: Option<(Timestamp, AppointmentId)>,
    /// At most so many.
    pub limit: usize,
}

/// A page of appointments by start, and whether there are more.
pub async fn list(
    desk: &Desk,
    clinic: &Clinic,
    wanted: Wanted,
    who: &Who,
) -> Result<(Vec<Visit>, bool), DeskError> {
    let (id, limit, only) = (clinic.id.clone(), wanted.limit, who.only.clone());
    let found = desk.store().read("list appointments", move |tx| {
        let (id, mut it, only) = (id.clone(), wanted.clone(), only.clone());
        Box::pin(async move {
            let mut found = Vec::new();
            // Who is held to their own patients gets pages as full as everybody's.
            loop {
                let (phone, after) = (it.phone.as_ref(), it.after.take());
                let page =
                    appointments::list(tx, &id, it.from, it.to, phone, it.status, after, limit + 1).await?;
                let last = page.len() <= limit;
                it.after = page.last().map(|(it, _)| (it.slot.from, it.id.clone()));
                found.extend(
                    page.into_iter()
                        .filter(|(it, _)| only.as_ref().is_none_or(|only| &it.slot.practitioner == only)),
                );
                if last || found.len() > limit {
                    return Ok::<_, DeskError>(found);
                }
            }
        })
    });
    let mut found = found.await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let seen = found.iter().map(|it| it.1.id.to_string()).collect();
    desk.saw(&clinic.id, who, "appointments.listed", None, seen).await?;
    Ok((found.into_iter().map(|(appointment, patient)| Visit { appointment, patient }).collect(), more))
}

/// One appointment; `None` when this clinic has no such appointment.
pub async fn show(
    desk: &Desk,
    clinic: &Clinic,
    id: &AppointmentId,
    who: &Who,
) -> Result<Option<Visit>, DeskError> {
    let Some(visit) = find(desk, clinic, id).await? else { return Ok(None) };
    desk.saw(&clinic.id, who, "appointment.seen", Some(id.to_string()), Vec::new()).await?;
    Ok(Some(visit))
}

/// How often a patient did not come.
pub async fn no_shows(desk: &Desk, patient: &PatientId) -> Result<u32, DeskError> {
    let patient = patient.clone();
    let count = desk.store().read("no-shows", move |tx| {
        let patient = patient.clone();
        Box::pin(async move { appointments::no_shows(tx, &patient).await.map_err(DeskError::from) })
    });
    Ok(u32::try_from(count.await?).unwrap_or(u32::MAX))
}

pub(super) async fn find(
    desk: &Desk,
    clinic: &Clinic,
    id: &AppointmentId,
) -> Result<Option<Visit>, DeskError> {
    let (clinic, id) = (clinic.id.clone(), id.clone());
    let found = desk.store().read("an appointment", move |tx| {
        let (clinic, id) = (clinic.clone(), id.clone());
        Box::pin(async move {
            let found = appointments::by_id(tx, &id).await?.filter(|it| it.clinic == clinic);
            let Some(appointment) = found else { return Ok::<_, DeskError>(None) };
            let known = patients::by_id(tx, &appointment.patient).await?;
            let patient = known.unwrap_or_else(|| nameless(&appointment));
            Ok(Some(Visit { appointment, patient }))
        })
    });
    found.await
}

/// What stays of a patient who was forgotten.
pub(super) fn nameless(appointment: &Appointment) -> Patient {
    Patient {
        id: appointment.patient.clone(),
        clinic: appointment.clinic.clone(),
        name: String::new(),
        language: None,
        phone: None,
    }
}
