//! What a patient reads of several appointments at once that they did not make in the chat: one message with all
//! times. It names neither who comes nor what for, so that one text serves a family and every privacy profile.

use crate::letters::{TemplateLetter, clinic_zone, language_of};
use svara_dialog::wording;
use svara_language::phrases::{self, Key, Phrase};
use svara_model::{Appointment, Clinic, Outgoing, Patient, TemplateMessage};

/// A message about all of them.
pub(crate) struct PlanLetter {
    name: &'static str,
    key: Key,
}

pub(crate) const BOOKED: PlanLetter = PlanLetter { name: "appointments_booked", key: Key::PlanBooked };
pub(crate) const MOVED: PlanLetter = PlanLetter { name: "appointments_moved", key: Key::PlanMoved };
pub(crate) const CANCELLED: PlanLetter =
    PlanLetter { name: "appointments_cancelled", key: Key::PlanCancelled };

const FIELDS: &[&str] = &["clinic", "times"];

/// All of them, for approval by the provider.
pub(crate) fn templates() -> [TemplateLetter; 3] {
    [BOOKED, MOVED, CANCELLED].map(|it| (it.name, it.key, FIELDS, &[] as &[Key]))
}

impl PlanLetter {
    /// The message to one of those who come.
    pub(crate) fn about(&self, clinic: &Clinic, visits: &[Appointment], patient: &Patient) -> Outgoing {
        let language = language_of(clinic, patient);
        let zone = clinic_zone(clinic);
        let times: Vec<String> =
            visits.iter().map(|it| wording::slot_title(it.slot.from, &zone, &language)).collect();
        let parameters = vec![clinic.name.clone(), wording::list(&times, &language)];
        let filled = FIELDS.iter().zip(&parameters);
        let shown = filled.fold(Phrase::new(self.key), |it, (field, value)| it.with(field, value.clone()));
        Outgoing::Template(TemplateMessage {
            name: self.name.to_owned(),
            quick_replies: Vec::new(),
            shown: phrases::render(&shown, &language),
            parameters,
            language,
        })
    }
}
