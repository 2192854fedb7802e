//! What a patient is told of requests and late cancellations: templates that leave without them having written.
//! Absent: reminders and plain changes by staff (`letters.rs`).

use crate::letters::{clinic_zone, language_of};
use svara_dialog::{Tap, wording};
use svara_language::phrases::{self, Key, Phrase};
use svara_model::{Appointment, Button, Clinic, Language, Outgoing, Patient, TemplateMessage};

/// A template with what it needs besides the appointment.
pub(crate) struct Notice {
    pub(crate) name: &'static str,
    pub(crate) key: Key,
    /// The parameters in order; the appointment fills all but `terms`.
    pub(crate) fields: &'static [&'static str],
    /// Whether it offers to book another time.
    pub(crate) rebook: bool,
}

const ABOUT: &[&str] = &["name", "clinic", "when", "practitioner"];

pub(crate) const APPROVED: Notice =
    Notice { name: "appointment_approved", key: Key::RequestApproved, fields: ABOUT, rebook: false };
pub(crate) const DECLINED: Notice =
    Notice { name: "appointment_declined", key: Key::RequestDeclined, fields: ABOUT, rebook: true };
pub(crate) const LAPSED: Notice =
    Notice { name: "appointment_lapsed", key: Key::RequestLapsed, fields: ABOUT, rebook: true };
pub(crate) const CANCELLED_AS_ASKED: Notice = Notice {
    name: "appointment_cancelled_as_asked",
    key: Key::CancelledAsAsked,
    fields: ABOUT,
    rebook: false,
};
pub(crate) const CANCELLED_FOR_FEE: Notice = Notice {
    name: "appointment_cancelled_for_fee",
    key: Key::CancelledForFee,
    fields: &["name", "clinic", "when", "practitioner", "terms"],
    rebook: false,
};

pub(crate) const STANDS_AFTER_ALL: Notice =
    Notice { name: "visit_can_be", key: Key::AbsentOver, fields: ABOUT, rebook: false };

/// All of them, for approval by the provider.
pub(crate) const ALL: [&Notice; 6] =
    [&APPROVED, &DECLINED, &LAPSED, &CANCELLED_AS_ASKED, &CANCELLED_FOR_FEE, &STANDS_AFTER_ALL];

impl Notice {
    /// What can be tapped below it.
    pub(crate) fn replies(&self) -> &'static [Key] {
        if self.rebook { &[Key::ButtonBook] } else { &[] }
    }

    /// The message about one appointment.
    pub(crate) fn about(&self, clinic: &Clinic, appointment: &Appointment, patient: &Patient) -> Outgoing {
        let language = language_of(clinic, patient);
        let value = |field: &&str| value(field, clinic, appointment, patient, &language);
        let parameters: Vec<String> = self.fields.iter().map(value).collect();
        let filled = self.fields.iter().zip(&parameters);
        let shown = filled.fold(Phrase::new(self.key), |it, (field, value)| it.with(field, value.clone()));
        let reply =
            |key: &Key| Button { id: Tap::Book.id(), title: phrases::render(&Phrase::new(*key), &language) };
        Outgoing::Template(TemplateMessage {
            name: self.name.to_owned(),
            parameters,
            quick_replies: self.replies().iter().map(reply).collect(),
            shown: phrases::render(&shown, &language),
            language,
        })
    }
}

fn value(
    field: &str,
    clinic: &Clinic,
    appointment: &Appointment,
    patient: &Patient,
    language: &Language,
) -> String {
    let slot = &appointment.slot;
    match field {
        "name" => patient.first_name().to_owned(),
        "clinic" => clinic.name.clone(),
        "when" => wording::day_and_time(slot.from, &clinic_zone(clinic), language),
        "practitioner" => wording::practitioner_name(clinic, &slot.practitioner),
        // A template's parameter is one line.
        _ => clinic.late_terms(&slot.service, language).text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// What the patient is told when staff call a visit off.
pub(crate) fn called_off(clinic: &Clinic, after: &Appointment, patient: &Patient) -> Outgoing {
    match (after.marks.fee, after.marks.asked_off_at) {
        (Some(_), _) => CANCELLED_FOR_FEE.about(clinic, after, patient),
        (None, Some(_)) => CANCELLED_AS_ASKED.about(clinic, after, patient),
        (None, None) => crate::letters::cancelled_by_staff(clinic, after, patient),
    }
}
