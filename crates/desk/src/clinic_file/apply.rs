//! Applying a file: set-up, patients and appointments in one transaction. What is there already stays as it is.

use super::{ClinicFile, document};
use crate::bookings::By;
use crate::permissions::{STARTED_BY_US, Word};
use crate::{Desk, DeskError, News, letters};
use svara_model::{
    Appointment, AppointmentId, AppointmentStatus, Channel, Clinic, Contact, ContactId, Marks, Patient,
    PatientId, Proof, Sender, Slot, WaitEntry, WaitId, WaitState,
};
use svara_store::{BookingError, Tx, appointments, clinics, contacts, patients, permissions, revisions};

/// What applying a file did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// The set-up is another than before.
    pub clinic_changed: bool,
    /// Patients that are new.
    pub patients_added: usize,
    /// Appointments that are new.
    pub appointments_added: usize,
}

impl Desk {
    /// Applies a clinic's file; everything or nothing.
    pub async fn apply_clinic(&self, file: &ClinicFile) -> Result<Applied, DeskError> {
        self.apply_when(file, |_| true).await
    }

    /// Applies a clinic's file at a start. Its set-up counts only while it is another than the one applied last: what
    /// was edited in the console since then stays.
    pub async fn apply_clinic_at_start(&self, file: &ClinicFile) -> Result<Applied, DeskError> {
        self.apply_when(file, |same_file| !same_file).await
    }

    async fn apply_when(&self, file: &ClinicFile, wanted: fn(bool) -> bool) -> Result<Applied, DeskError> {
        let desk = self.clone();
        let id = file.clinic.id.clone();
        let file = file.clone();
        let applied = self.store.write("apply a clinic", move |tx| {
            let (desk, file) = (desk.clone(), file.clone());
            Box::pin(async move { desk.apply(tx, &file, wanted).await })
        });
        let applied = applied.await?;
        self.reload_clinics().await?;
        self.tell(&id, News::Clinic(id.clone()));
        Ok(applied)
    }

    async fn apply(
        &self,
        tx: &mut Tx,
        file: &ClinicFile,
        wanted: fn(bool) -> bool,
    ) -> Result<Applied, DeskError> {
        let now = self.now();
        let mut applied = Applied::default();
        let clinic = self.set_up(tx, file, wanted, &mut applied).await?;
        for given in &file.patients {
            let (contact, _) = self.contact_of(tx, &clinic, &given.phone).await?;
            if !contact.patients.iter().any(|it| it.name == given.name) {
                let patient = Patient {
                    id: self.ids.make(PatientId::new, now),
                    clinic: clinic.id.clone(),
                    name: given.name.clone(),
                    language: given.language.clone(),
                    phone: Some(given.phone.clone()),
                };
                patients::insert(tx, &patient, Some(&contact.id), now).await?;
                applied.patients_added += 1;
            }
            if let Some(consent) = &given.consent {
                self.consent(tx, &clinic, &contact.id, consent).await?;
            }
        }
        for given in &file.appointments {
            if self.bring(tx, &clinic, given).await? {
                applied.appointments_added += 1;
            }
        }
        for given in &file.waiting {
            self.bring_waiting(tx, &clinic, given).await?;
        }
        Ok(applied)
    }

    /// The set-up that stands afterwards: the file's, or the one that staff edited since the same file was applied.
    async fn set_up(
        &self,
        tx: &mut Tx,
        file: &ClinicFile,
        wanted: fn(bool) -> bool,
        applied: &mut Applied,
    ) -> Result<Clinic, DeskError> {
        let standing = clinics::load(tx, &file.clinic.id).await?;
        let mark = format!("file.clinic.{}", file.clinic.id);
        let print = format!("{:x}", fingerprint(&document(&file.clinic).to_string()));
        let same_file = svara_store::settings::get(tx, &mark).await?.as_deref() == Some(print.as_str());
        if let Some(standing) = standing.as_ref().filter(|_| !wanted(same_file)) {
            return Ok(standing.clone());
        }
        svara_store::settings::set(tx, &mark, &print).await?;
        // A number that the operator set stays when the file names none.
        let whatsapp =
            file.clinic.whatsapp.clone().or_else(|| standing.as_ref().and_then(|it| it.whatsapp.clone()));
        let clinic = Clinic { whatsapp, ..file.clinic.clone() };
        if standing.as_ref() != Some(&clinic) {
            clinics::save(tx, &clinic, self.now()).await?;
            revisions::keep(tx, &clinic.id, "file").await?;
            applied.clinic_changed = true;
        }
        Ok(clinic)
    }

    /// Somebody on the waiting list of the file, once: whoever left it since then is not put back.
    async fn bring_waiting(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        given: &super::FileWaiting,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let (contact, _) = self.contact_of(tx, clinic, &given.patient).await?;
        let named = |it: &&Patient| given.name.as_ref().is_none_or(|name| &it.name == name);
        let patient = contact.patients.iter().find(named).ok_or(DeskError::NotFound("waiting.patient"))?;
        let service = given.service.get_ref();
        let mark = format!("{}|{service}", patient.id);
        let setting = format!("file.waiting.{}.{:x}", clinic.id, fingerprint(&mark));
        if svara_store::settings::get(tx, &setting).await?.is_some() {
            return Ok(());
        }
        svara_store::settings::set(tx, &setting, "brought").await?;
        let entry = WaitEntry {
            id: self.ids.make(WaitId::new, now),
            clinic: clinic.id.clone(),
            patient: patient.id.clone(),
            contact: contact.id.clone(),
            service: service.clone(),
            practitioner: given.practitioner.clone(),
            windows: Vec::new(),
            appointment: None,
            state: WaitState::Waiting,
            // Whoever comes in the same moment still comes after.
            since: self.ids.arrival(now),
            changed_at: now,
        };
        self.join_waitlist(tx, clinic, entry, "file").await?;
        Ok(())
    }

    /// The contact behind a number, made if need be.
    pub(crate) async fn contact_of(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        phone: &svara_model::PhoneNumber,
    ) -> Result<(Contact, bool), DeskError> {
        let now = self.now();
        let sender = Sender { phone: Some(phone.clone()), user_id: None, profile_name: None };
        let new = self.ids.make(ContactId::new, now);
        Ok(contacts::find_or_create(tx, &clinic.id, &sender, new, now).await?)
    }

    async fn consent(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        contact: &ContactId,
        consent: &super::shape::Consent,
    ) -> Result<(), DeskError> {
        let Some(at) = consent.whatsapp else { return Ok(()) };
        let on_source = || format!("(as shown on: {})", consent.source);
        let word = Word {
            channel: Channel::Whatsapp,
            at,
            source: consent.source.clone(),
            proof: Proof {
                wording: consent.wording.clone().unwrap_or_else(on_source),
                evidence: consent.evidence.clone().unwrap_or_else(|| consent.source.clone()),
                recorded_by: "file".to_owned(),
            },
        };
        for purpose in STARTED_BY_US {
            // What the patient said since then counts more than the file.
            if permissions::current(tx, contact, Channel::Whatsapp, purpose).await?.is_none() {
                self.permit(tx, &clinic.id, contact, &[purpose], &word).await?;
            }
        }
        Ok(())
    }

    /// An appointment of the file. It may lie in the past or outside the hours: what stands in the file is so.
    async fn bring(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        given: &super::FileAppointment,
    ) -> Result<bool, DeskError> {
        let now = self.now();
        let (contact, _) = self.contact_of(tx, clinic, &given.patient).await?;
        let named = |it: &&Patient| given.name.as_ref().is_none_or(|name| &it.name == name);
        let Some(patient) = contact.patients.iter().find(named) else {
            return Err(DeskError::NotFound("the appointment's patient"));
        };
        let from = *given.from.get_ref();
        let mark = format!("{}|{}|{}|{}", given.patient, given.service, given.practitioner, from);
        let setting = format!("file.appointment.{}.{:x}", clinic.id, fingerprint(&mark));
        if svara_store::settings::get(tx, &setting).await?.is_some() {
            return Ok(false);
        }
        svara_store::settings::set(tx, &setting, "brought").await?;
        let service =
            clinic.service(&given.service).ok_or(DeskError::NotFound("the appointment's service"))?;
        let to = from + jiff::SignedDuration::from_mins(i64::from(service.minutes));
        let rooms = self.rooms_for(tx, clinic, &service.rooms, from, to).await?;
        let appointment = Appointment {
            id: self.ids.make(AppointmentId::new, now),
            clinic: clinic.id.clone(),
            patient: patient.id.clone(),
            contact: Some(contact.id.clone()),
            slot: Slot {
                from,
                to,
                service: given.service.clone(),
                practitioner: given.practitioner.clone(),
                rooms,
            },
            status: AppointmentStatus::Booked,
            booked_via: "file".to_owned(),
            confirmed_at: None,
            revision: 0,
            calendar_token: self.ids.token(),
            booked_at: now,
            changed_at: now,
            marks: Marks { elsewhere_too: true, ..Marks::default() },
        };
        match appointments::insert(tx, &appointment).await {
            Ok(()) => {}
            Err(BookingError::Taken | BookingError::PatientBusy | BookingError::Changed) => {
                let when = letters::when(clinic, from);
                return Err(DeskError::Conflict(format!(
                    "appointment: {} is taken already on {when}; correct the file's times",
                    given.practitioner
                )));
            }
            Err(BookingError::Store(error)) => return Err(error.into()),
        }
        self.plan_reminders(tx, clinic, &appointment).await?;
        let by = By { actor: "file".to_owned(), via: "file".to_owned(), why: None };
        self.note(tx, clinic, &by, "appointment.booked", &appointment).await?;
        Ok(true)
    }

    /// The first free room of each kind.
    async fn rooms_for(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        kinds: &[String],
        from: jiff::Timestamp,
        to: jiff::Timestamp,
    ) -> Result<Vec<svara_model::RoomId>, DeskError> {
        let taken = appointments::busy(tx, &clinic.id, from, to, self.now()).await?;
        let mut chosen: Vec<svara_model::RoomId> = Vec::new();
        for kind in kinds {
            let free = clinic.rooms.iter().find(|room| {
                &room.kind == kind
                    && !chosen.contains(&room.id)
                    && !taken.iter().any(|it| it.resource == room.id.as_str() && it.from < to && it.to > from)
            });
            chosen.extend(free.map(|it| it.id.clone()));
        }
        Ok(chosen)
    }
}

/// FNV-1a: a short name for a line of the file, nothing secret.
fn fingerprint(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
