//! A set-up back in the file's form. Patients and appointments are no part of it.

use serde::Serialize;
use svara_model::{
    AbsenceRules, Answer, Clinic, ClinicId, ClosedDay, GeoPoint, Language, LocalTexts, PhoneNumber, Policy,
    Practitioner, Privacy, PublicHolidays, Room, Service, WaitlistRules, WhatsAppNumber,
};

#[derive(Serialize)]
struct File<'a> {
    clinic: Table<'a>,
    room: &'a [Room],
    service: &'a [Service],
    practitioner: &'a [Practitioner],
    closed: &'a [ClosedDay],
    answer: &'a [Answer],
    text: Vec<Text<'a>>,
}

#[derive(Serialize)]
struct Text<'a> {
    key: &'a str,
    say: &'a LocalTexts,
}

#[derive(Serialize)]
struct Table<'a> {
    id: &'a ClinicId,
    name: &'a str,
    country: &'a str,
    time_zone: &'a str,
    languages: &'a [Language],
    address: &'a str,
    phone: Option<&'a PhoneNumber>,
    emergency_number: &'a str,
    currency: &'a str,
    public_holidays: PublicHolidays,
    location: Option<GeoPoint>,
    policy: &'a Policy,
    privacy: &'a Privacy,
    waitlist: &'a WaitlistRules,
    absence: &'a AbsenceRules,
    whatsapp: Option<&'a WhatsAppNumber>,
}

/// The file of a set-up; read again it is the same set-up.
pub fn export(clinic: &Clinic) -> Result<String, toml::ser::Error> {
    toml::to_string(&file(clinic))
}

/// The same as a value with the same keys.
pub(super) fn value(clinic: &Clinic) -> serde_json::Value {
    serde_json::to_value(file(clinic)).expect("a set-up has string keys only and serializes")
}

fn file(clinic: &Clinic) -> File<'_> {
    File {
        clinic: Table {
            id: &clinic.id,
            name: &clinic.name,
            country: &clinic.country,
            time_zone: &clinic.time_zone,
            languages: &clinic.languages,
            address: &clinic.address,
            phone: clinic.phone.as_ref(),
            emergency_number: &clinic.emergency_number,
            currency: &clinic.currency,
            public_holidays: clinic.public_holidays,
            location: clinic.location,
            policy: &clinic.policy,
            privacy: &clinic.privacy,
            waitlist: &clinic.waitlist,
            absence: &clinic.absence,
            whatsapp: clinic.whatsapp.as_ref(),
        },
        room: &clinic.rooms,
        service: &clinic.services,
        practitioner: &clinic.practitioners,
        closed: &clinic.closed,
        answer: &clinic.answers,
        text: clinic.texts.iter().map(|(key, say)| Text { key, say }).collect(),
    }
}
