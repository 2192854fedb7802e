//! Bringing visits in from elsewhere: a diary that was kept before, or the demo's past. What overlaps is left out
//! and counted, everything else stands as it was.

use crate::{Desk, DeskError};
use svara_model::{Appointment, AppointmentId, AppointmentStatus, ClinicId, Marks, PhoneNumber, Slot};
use svara_store::{BookingError, Tx, appointments, settings};

/// A visit as another book had it.
#[derive(Clone, Debug)]
pub struct ImportedVisit {
    /// The patient's number.
    pub phone: PhoneNumber,
    /// The patient's name, as the register has it.
    pub name: String,
    /// When, what, with whom, where.
    pub slot: Slot,
    /// What became of it.
    pub status: AppointmentStatus,
    /// Which way it was booked.
    pub via: String,
}

/// Visits that are written in one transaction: short enough that nobody waits for it.
const VISITS_AT_ONCE: usize = 100;

impl Desk {
    /// Imports visits once under a name; how many were taken over.
    pub async fn import_visits(
        &self,
        clinic: &ClinicId,
        name: &str,
        visits: &[ImportedVisit],
    ) -> Result<usize, DeskError> {
        let mut taken = 0;
        for (part, visits) in visits.chunks(VISITS_AT_ONCE).enumerate() {
            let (desk, clinic, visits) = (self.clone(), clinic.clone(), visits.to_vec());
            let mark = format!("import.{clinic}.{name}.{part}");
            taken += self
                .store
                .write("import visits", move |tx| {
                    let (desk, clinic, visits, mark) =
                        (desk.clone(), clinic.clone(), visits.clone(), mark.clone());
                    Box::pin(async move {
                        if settings::get(tx, &mark).await?.is_some() {
                            return Ok(0);
                        }
                        settings::set(tx, &mark, "done").await?;
                        desk.import(tx, &clinic, &visits).await
                    })
                })
                .await?;
        }
        Ok(taken)
    }

    async fn import(
        &self,
        tx: &mut Tx,
        clinic: &ClinicId,
        visits: &[ImportedVisit],
    ) -> Result<usize, DeskError> {
        let now = self.now();
        let clinic = self.clinic(clinic).ok_or(DeskError::NotFound("the clinic"))?;
        let mut taken = 0;
        for visit in visits {
            let (contact, _) = self.contact_of(tx, &clinic, &visit.phone).await?;
            let Some(patient) = contact.patients.iter().find(|it| it.name == visit.name) else { continue };
            let appointment = Appointment {
                id: self.ids.make(AppointmentId::new, now),
                clinic: clinic.id.clone(),
                patient: patient.id.clone(),
                contact: Some(contact.id.clone()),
                slot: visit.slot.clone(),
                status: visit.status,
                booked_via: visit.via.clone(),
                confirmed_at: (visit.status == AppointmentStatus::Confirmed).then_some(now),
                revision: 0,
                calendar_token: self.ids.token(),
                booked_at: now,
                changed_at: now,
                marks: Marks { elsewhere_too: true, ..Marks::default() },
            };
            match appointments::insert(tx, &appointment).await {
                Ok(()) => {}
                Err(BookingError::Taken | BookingError::PatientBusy | BookingError::Changed) => continue,
                Err(BookingError::Store(error)) => return Err(error.into()),
            }
            taken += 1;
            if visit.status == AppointmentStatus::Booked {
                self.plan_reminders(tx, &clinic, &appointment).await?;
            }
        }
        Ok(taken)
    }
}
