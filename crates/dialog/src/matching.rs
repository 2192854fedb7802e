//! Whom and what the patient means, matched against what the clinic knows. Nobody's name is ever offered: only a
//! name that the patient said can be recognised.

use crate::memory::Which;
use crate::view::View;
use svara_language::{Reading, Role};
use svara_model::{Appointment, Patient, PractitionerId, ServiceId};

/// How a name met the register.
pub enum NameMatch<'a> {
    /// Exactly one patient of this contact.
    One(&'a Patient),
    /// Nobody.
    Nobody,
}

/// Looks for a name among the patients of this contact: full name, or first name when only one bears it.
pub fn patient_by_name<'a>(view: &'a View, said: &str) -> NameMatch<'a> {
    let said = fold(said);
    if said.is_empty() {
        return NameMatch::Nobody;
    }
    let whole: Vec<&Patient> = view.patients.iter().filter(|it| fold(&it.name) == said).collect();
    if let [one] = whole.as_slice() {
        return NameMatch::One(one);
    }
    let words: Vec<&str> = said.split(' ').collect();
    let first: Vec<&Patient> =
        view.patients.iter().filter(|it| words.contains(&fold(it.first_name()).as_str())).collect();
    match first.as_slice() {
        [one] => NameMatch::One(one),
        _ => NameMatch::Nobody,
    }
}

/// Lower case, single blanks, and letters without their marks, so that "Asa" meets "Åsa".
fn fold(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .chars()
        .map(|it| match it {
            'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' => 'a',
            'ö' | 'ø' | 'ó' | 'ò' | 'ô' | 'õ' => 'o',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'ü' | 'ú' | 'ù' | 'û' => 'u',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ç' => 'c',
            'ñ' => 'n',
            it if it.is_alphanumeric() => it,
            _ => ' ',
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The service that was named, by its id.
pub fn service(view: &View, reading: &Reading) -> Option<ServiceId> {
    let said = reading.service.as_deref()?;
    view.clinic.services.iter().find(|it| it.name.values().any(|name| name == said)).map(|it| it.id.clone())
}

/// The practitioner who was named, by id.
pub fn practitioner(view: &View, reading: &Reading) -> Option<PractitionerId> {
    let said = reading.practitioner.as_deref()?;
    view.clinic.practitioners.iter().find(|it| it.name == said).map(|it| it.id.clone())
}

/// How the message points at an appointment the patient has.
pub fn which(view: &View, reading: &Reading) -> Which {
    let within = reading
        .times
        .iter()
        .filter(|it| it.role == Role::Existing)
        .map(|it| (it.span.from, it.span.to))
        .collect();
    Which { id: None, within, practitioner: practitioner(view, reading), service: service(view, reading) }
}

/// The appointments that could be meant, narrowed by each hint that leaves any.
pub fn candidates<'a>(which: &Which, among: impl Iterator<Item = &'a Appointment>) -> Vec<&'a Appointment> {
    let mut left: Vec<&Appointment> = among.collect();
    if let Some(id) = &which.id {
        left.retain(|it| &it.id == id);
        return left;
    }
    narrow(&mut left, !which.within.is_empty(), |it| {
        which.within.iter().any(|(from, to)| *from <= it.slot.from && it.slot.from < *to)
    });
    narrow(&mut left, which.practitioner.is_some(), |it| {
        Some(&it.slot.practitioner) == which.practitioner.as_ref()
    });
    narrow(&mut left, which.service.is_some(), |it| Some(&it.slot.service) == which.service.as_ref());
    left
}

fn narrow(left: &mut Vec<&Appointment>, applies: bool, fits: impl Fn(&Appointment) -> bool) {
    if applies && left.iter().any(|it| fits(it)) {
        left.retain(|it| fits(it));
    }
}
