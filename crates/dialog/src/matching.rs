//! Whom and what the patient means, matched against what the clinic knows. Nobody's name is ever offered: only a
//! name that the patient said can be recognised.

use crate::memory::Which;
use crate::view::View;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
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

/// A patient of this contact whose first name stands in the message: "Elsas tid", "till Otto". Whoever merely signs
/// with a name speaks of nobody, and two names settle nothing.
pub fn patient_in_text<'a>(view: &'a View, text: &str) -> Option<&'a Patient> {
    match patients_in_text(view, text).as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// All patients of this contact whose first names stand in the message.
pub fn patients_in_text<'a>(view: &'a View, text: &str) -> Vec<&'a Patient> {
    let words: Vec<String> = fold(text).split(' ').map(str::to_owned).collect();
    let signed = |index: usize| {
        let before = index.checked_sub(1).and_then(|it| words.get(it));
        index + 2 >= words.len() && before.is_some_and(|it| SIGNATURES.contains(&it.as_str()))
    };
    let found = view.patients.iter().filter(|patient| {
        let name = fold(patient.first_name());
        let owned = format!("{name}s");
        words.iter().enumerate().any(|(index, word)| (*word == name || *word == owned) && !signed(index))
    });
    found.collect()
}

/// What stands before a name at the end of a letter.
const SIGNATURES: [&str; 9] =
    ["halsningar", "halsning", "mvh", "vh", "hej", "regards", "wishes", "thanks", "kram"];

/// Lower case, single blanks, and letters without their marks, so that "Asa" meets "Åsa".
pub(crate) fn fold(text: &str) -> String {
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
pub fn candidates<'a>(
    which: &Which,
    zone: &TimeZone,
    among: impl Iterator<Item = &'a Appointment>,
) -> Vec<&'a Appointment> {
    let mut left: Vec<&Appointment> = among.collect();
    if let Some(id) = &which.id {
        left.retain(|it| &it.id == id);
        return left;
    }
    let within =
        |it: &Appointment| which.within.iter().any(|(from, to)| *from <= it.slot.from && it.slot.from < *to);
    let exact = left.iter().any(|it| within(it));
    narrow(&mut left, exact, within);
    // "My Thursday appointment" may be the Thursday after next.
    narrow(&mut left, !exact, |it| which.within.iter().any(|span| same_weekday(*span, it.slot.from, zone)));
    narrow(&mut left, which.practitioner.is_some(), |it| {
        Some(&it.slot.practitioner) == which.practitioner.as_ref()
    });
    narrow(&mut left, which.service.is_some(), |it| Some(&it.slot.service) == which.service.as_ref());
    left
}

fn same_weekday(span: (Timestamp, Timestamp), at: Timestamp, zone: &TimeZone) -> bool {
    let day = |at: Timestamp| at.to_zoned(zone.clone()).weekday();
    span.1.duration_since(span.0) <= SignedDuration::from_hours(LONGEST_DAY_HOURS) && day(span.0) == day(at)
}

/// The day on which winter time begins.
const LONGEST_DAY_HOURS: i64 = 25;

fn narrow(left: &mut Vec<&Appointment>, applies: bool, fits: impl Fn(&Appointment) -> bool) {
    if applies && left.iter().any(|it| fits(it)) {
        left.retain(|it| fits(it));
    }
}
