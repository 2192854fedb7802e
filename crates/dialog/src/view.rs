//! What a step may look at: loaded by the desk before the turn, the same for every step in it.

use crate::effect::Effect;
use crate::event::Event;
use jiff::{Timestamp, tz::TimeZone};
use svara_language::phrases::{Phrase, own};
use svara_model::{Appointment, AppointmentId, Clinic, Language, Patient, PatientId, TimeOffer, WaitEntry};

/// The world as the turn found it.
#[derive(Clone, Debug)]
pub struct View {
    /// The clinic.
    pub clinic: std::sync::Arc<Clinic>,
    /// Its zone.
    pub zone: TimeZone,
    /// The current instant.
    pub now: Timestamp,
    /// The language that is answered in.
    pub language: Language,
    /// Who shares this contact, the oldest entry first.
    pub patients: Vec<Patient>,
    /// Their coming appointments, soonest first.
    pub appointments: Vec<Appointment>,
    /// The appointment that a reminder was last sent for, if it still waits for its answer.
    pub reminded: Option<AppointmentId>,
    /// Their standing wishes on the waiting list, the oldest first.
    pub waiting: Vec<WaitEntry>,
    /// The freed time that they were last asked about and have not answered.
    pub freed: Option<TimeOffer>,
    /// Appointments that can't take place because somebody or something is away.
    pub touched: Vec<AppointmentId>,
    /// Where links of ours begin, such as `https://desk.example`.
    pub public_url: String,
}

impl View {
    /// What an answer of the world changes for the rest of the turn.
    pub fn learn(&mut self, event: &Event) {
        match event {
            Event::Booked(new) | Event::Moved { after: new, .. } => {
                self.appointments.retain(|it| it.id != new.id);
                self.appointments.push(new.clone());
                self.appointments.sort_by_key(|it| it.slot.from);
                self.touched.retain(|it| *it != new.id);
                let taken = |it: &TimeOffer| it.slot.from == new.slot.from && it.patient == new.patient;
                self.freed = self.freed.take().filter(|it| !taken(it));
            }
            Event::PlanBooked(all) => {
                self.appointments.extend(all.iter().cloned());
                self.appointments.sort_by_key(|it| it.slot.from);
            }
            Event::Waits { entry, .. } => {
                self.waiting.retain(|it| it.id != entry.id);
                self.waiting.push(entry.clone());
            }
            Event::OfferGone(Some(gone)) => self.freed = self.freed.take().filter(|it| it.id != gone.id),
            Event::Cancelled(gone) => self.appointments.retain(|it| it.id != gone.id),
            Event::Enrolled(patient) if self.patient(&patient.id).is_none() => {
                self.patients.push(patient.clone());
            }
            _ => {}
        }
    }

    /// A sentence in the patient's language and the clinic's words.
    pub fn render(&self, phrase: &Phrase) -> String {
        own::render(phrase, &self.language, &self.clinic.texts)
    }

    /// What is decided, where no answer of the world tells of it.
    pub fn foresee(&mut self, effect: &Effect) {
        match effect {
            Effect::StopWaiting(ids) => {
                self.waiting.retain(|it| !ids.contains(&it.id));
                self.freed = self.freed.take().filter(|it| !ids.contains(&it.entry));
            }
            Effect::DeclineOffer(id) => self.freed = self.freed.take().filter(|it| it.id != *id),
            _ => {}
        }
    }

    /// A patient of this contact.
    pub fn patient(&self, id: &PatientId) -> Option<&Patient> {
        self.patients.iter().find(|it| &it.id == id)
    }

    /// A coming appointment of this contact.
    pub fn appointment(&self, id: &AppointmentId) -> Option<&Appointment> {
        self.appointments.iter().find(|it| &it.id == id)
    }

    /// The coming appointments of one patient.
    pub fn appointments_of<'a>(&'a self, patient: &'a PatientId) -> impl Iterator<Item = &'a Appointment> {
        self.appointments.iter().filter(move |it| &it.patient == patient)
    }

    /// The only patient of this contact.
    pub fn only_patient(&self) -> Option<&Patient> {
        match self.patients.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The link that adds an appointment to the phone's calendar.
    pub fn calendar_link(&self, appointment: &Appointment) -> String {
        format!("{}/add/{}.ics", self.public_url.trim_end_matches('/'), appointment.calendar_token)
    }
}
