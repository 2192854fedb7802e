//! The file's own shape (`contract/clinic.toml`), with spans, so that a mistake found later still knows its line.

use super::{ClinicFile, ClinicFileError, line_of};
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::BTreeMap;
use svara_language::phrases::own;
use svara_model::{
    AbsenceRules, Answer, Clinic, ClinicId, ClosedDay, Exception, GeoPoint, Hours, Language, LocalTexts,
    PhoneNumber, Policy, Practitioner, PractitionerId, Privacy, PrivacyProfile, PublicHolidays, Room, RoomId,
    Service, ServiceId, WaitlistRules, WhatsAppNumber,
};
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    clinic: ClinicTable,
    #[serde(default)]
    room: Vec<RoomTable>,
    #[serde(default)]
    service: Vec<ServiceTable>,
    #[serde(default)]
    practitioner: Vec<PractitionerTable>,
    #[serde(default)]
    closed: Vec<ClosedTable>,
    #[serde(default)]
    patient: Vec<FilePatient>,
    #[serde(default)]
    appointment: Vec<FileAppointment>,
    #[serde(default)]
    waiting: Vec<FileWaiting>,
    #[serde(default)]
    answer: Vec<Answer>,
    #[serde(default)]
    text: Vec<TextTable>,
}

/// The clinic's own wording of one of the desk's sentences.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextTable {
    key: Spanned<String>,
    say: LocalTexts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClinicTable {
    id: ClinicId,
    name: String,
    country: String,
    time_zone: Spanned<String>,
    languages: Vec<Language>,
    address: String,
    location: Option<GeoPoint>,
    phone: Option<PhoneNumber>,
    #[serde(default = "emergency_number")]
    emergency_number: String,
    #[serde(default = "currency")]
    currency: String,
    #[serde(default)]
    public_holidays: PublicHolidays,
    #[serde(default)]
    policy: Policy,
    privacy_profile: Option<PrivacyProfile>,
    #[serde(default)]
    privacy: Privacy,
    #[serde(default)]
    waitlist: WaitlistRules,
    #[serde(default)]
    absence: AbsenceRules,
    whatsapp: Option<WhatsAppNumber>,
}

fn emergency_number() -> String {
    "112".to_owned()
}

fn currency() -> String {
    "EUR".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoomTable {
    id: RoomId,
    kind: String,
    name: String,
    hours: Option<Vec<Hours>>,
    #[serde(default)]
    exceptions: Vec<ExceptionTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceTable {
    id: ServiceId,
    name: LocalTexts,
    #[serde(default)]
    also: BTreeMap<Language, Vec<String>>,
    minutes: u32,
    #[serde(default)]
    buffer_before: u32,
    #[serde(default)]
    buffer_after: u32,
    notice_minutes: Option<u32>,
    step: Option<u32>,
    #[serde(default)]
    align_to_clock: bool,
    #[serde(default)]
    rooms: Vec<String>,
    #[serde(default = "one")]
    capacity: u32,
    price: Option<u32>,
    #[serde(default)]
    preparation: LocalTexts,
    #[serde(default)]
    default: bool,
    #[serde(default)]
    approval: bool,
    #[serde(default)]
    overbook: u32,
    cancel_until_hours: Option<u32>,
    late_fee: Option<u32>,
    #[serde(default)]
    late_text: LocalTexts,
}

fn one() -> u32 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PractitionerTable {
    id: PractitionerId,
    name: String,
    #[serde(default)]
    role: LocalTexts,
    services: Vec<ServiceId>,
    notify: Option<String>,
    hours: Vec<Hours>,
    #[serde(default)]
    exceptions: Vec<ExceptionTable>,
    time_zone: Option<String>,
    max_per_day: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExceptionTable {
    date: Spanned<String>,
    #[serde(default)]
    hours: Vec<svara_model::Span>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClosedTable {
    date: Spanned<String>,
    #[serde(default)]
    name: LocalTexts,
}

/// A patient that the file brings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilePatient {
    /// Their number, or that of who answers for them.
    pub phone: PhoneNumber,
    /// Their name.
    pub name: String,
    /// The language they prefer.
    pub language: Option<Language>,
    /// What they agreed to.
    pub consent: Option<Consent>,
}

impl FilePatient {
    /// Someone whom the clinic knows and may remind, since a moment.
    pub fn known(phone: PhoneNumber, name: &str, since: Timestamp) -> Self {
        let source = "intake form".to_owned();
        let consent = Some(Consent { whatsapp: Some(since), source, evidence: None, wording: None });
        Self { phone, name: name.to_owned(), language: None, consent }
    }
}

/// What a patient agreed to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// When they agreed to WhatsApp.
    pub whatsapp: Option<Timestamp>,
    /// How we know. Without it the permission is refused.
    #[serde(default)]
    pub source: String,
    /// Where it can be looked up, such as the number of a signed form; without it the source counts.
    pub evidence: Option<String>,
    /// The words they were shown; without them it is said that they stand on the source.
    pub wording: Option<String>,
}

/// An appointment that the file brings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileAppointment {
    /// The patient's number.
    pub patient: PhoneNumber,
    /// The patient's name, where several share the number.
    pub name: Option<String>,
    /// For what.
    pub service: ServiceId,
    /// With whom.
    pub practitioner: PractitionerId,
    /// When it begins.
    pub from: Spanned<Timestamp>,
}

impl FileAppointment {
    /// A visit that no file brought.
    pub fn new(
        patient: PhoneNumber,
        name: Option<String>,
        (service, practitioner): (ServiceId, PractitionerId),
        from: Timestamp,
    ) -> Self {
        Self { patient, name, service, practitioner, from: Spanned::new(0..0, from) }
    }
}

/// Wordings are checked here, where the line is still known.
fn own_texts(tables: Vec<TextTable>, text: &str) -> Result<BTreeMap<String, LocalTexts>, ClinicFileError> {
    let mut all = BTreeMap::new();
    for table in tables {
        let line = line_of(text, table.key.span().start);
        let key = table.key.into_inner();
        for (language, words) in &table.say {
            own::check(&key, language, words).map_err(|unfit| ClinicFileError {
                line,
                key: format!("text {key}, {language}"),
                remedy: unfit.to_string(),
            })?;
        }
        all.insert(key, table.say);
    }
    Ok(all)
}

/// Somebody on the waiting list that the file brings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileWaiting {
    /// The patient's number.
    pub patient: PhoneNumber,
    /// The patient's name, where several share the number.
    pub name: Option<String>,
    /// For what.
    pub service: Spanned<ServiceId>,
    /// With whom, if it matters.
    pub practitioner: Option<PractitionerId>,
}

impl File {
    pub(super) fn into_clinic(self, text: &str) -> Result<ClinicFile, ClinicFileError> {
        let table = self.clinic;
        if jiff::tz::TimeZone::get(table.time_zone.get_ref()).is_err() {
            return Err(ClinicFileError {
                line: line_of(text, table.time_zone.span().start),
                key: "time_zone".to_owned(),
                remedy: format!(
                    "{:?} is no time zone; write an IANA name such as Europe/Stockholm",
                    table.time_zone.get_ref()
                ),
            });
        }
        let clinic = Clinic {
            id: table.id,
            name: table.name,
            country: table.country,
            time_zone: table.time_zone.into_inner(),
            languages: table.languages,
            address: table.address,
            location: table.location,
            phone: table.phone,
            emergency_number: table.emergency_number,
            currency: table.currency,
            public_holidays: table.public_holidays,
            policy: table.policy,
            privacy: Privacy {
                profile: table.privacy_profile.unwrap_or(table.privacy.profile),
                ..table.privacy
            },
            waitlist: table.waitlist,
            absence: table.absence,
            whatsapp: table.whatsapp,
            rooms: self.room.into_iter().map(|it| room(it, text)).collect::<Result<_, _>>()?,
            services: self.service.into_iter().map(service).collect(),
            practitioners: self
                .practitioner
                .into_iter()
                .map(|it| practitioner(it, text))
                .collect::<Result<_, _>>()?,
            closed: self
                .closed
                .into_iter()
                .map(|it| Ok(ClosedDay { date: date(&it.date, text)?, name: it.name }))
                .collect::<Result<_, _>>()?,
            answers: self.answer,
            texts: own_texts(self.text, text)?,
        };
        Ok(ClinicFile {
            clinic,
            patients: self.patient,
            appointments: self.appointment,
            waiting: self.waiting,
        })
    }
}

fn date(written: &Spanned<String>, text: &str) -> Result<jiff::civil::Date, ClinicFileError> {
    written.get_ref().parse().map_err(|_| ClinicFileError {
        line: line_of(text, written.span().start),
        key: "date".to_owned(),
        remedy: format!("{:?} is no date; write it as 2026-03-20", written.get_ref()),
    })
}

fn exceptions(all: Vec<ExceptionTable>, text: &str) -> Result<Vec<Exception>, ClinicFileError> {
    all.into_iter().map(|it| Ok(Exception { date: date(&it.date, text)?, hours: it.hours })).collect()
}

fn room(it: RoomTable, text: &str) -> Result<Room, ClinicFileError> {
    Ok(Room {
        id: it.id,
        kind: it.kind,
        name: it.name,
        hours: it.hours,
        exceptions: exceptions(it.exceptions, text)?,
    })
}

fn practitioner(it: PractitionerTable, text: &str) -> Result<Practitioner, ClinicFileError> {
    Ok(Practitioner {
        id: it.id,
        name: it.name,
        role: it.role,
        services: it.services,
        notify: it.notify,
        hours: it.hours,
        exceptions: exceptions(it.exceptions, text)?,
        time_zone: it.time_zone,
        max_per_day: it.max_per_day,
    })
}

fn service(it: ServiceTable) -> Service {
    Service {
        id: it.id,
        name: it.name,
        also: it.also,
        minutes: it.minutes,
        buffer_before: it.buffer_before,
        buffer_after: it.buffer_after,
        notice_minutes: it.notice_minutes,
        step: it.step,
        align_to_clock: it.align_to_clock,
        rooms: it.rooms,
        capacity: it.capacity,
        price: it.price,
        preparation: it.preparation,
        default: it.default,
        approval: it.approval,
        overbook: it.overbook,
        cancel_until_hours: it.cancel_until_hours,
        late_fee: it.late_fee,
        late_text: it.late_text,
    }
}
