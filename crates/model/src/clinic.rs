//! A clinic as one value: what it offers, who works there and when (`contract/clinic.toml`).

use crate::{
    AbsenceRules, ClinicId, Language, PhoneNumber, PractitionerId, Privacy, PublicHolidays, RoomId,
    ServiceId, WaitlistRules, holidays,
};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A request that is still open so short before the visit is answered by nobody: the patient must know in time.
const LAST_ANSWER_HOURS: i64 = 2;

/// A text in several languages, by tag.
pub type LocalTexts = BTreeMap<Language, String>;

/// The clinic's whole set-up, without its patients and appointments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clinic {
    /// Its id.
    pub id: ClinicId,
    /// Its name as patients know it.
    pub name: String,
    /// ISO 3166 country, two letters.
    pub country: String,
    /// IANA zone; every wall clock of the clinic is in it.
    pub time_zone: String,
    /// The first is the default; never empty.
    pub languages: Vec<Language>,
    /// Street, post code, town.
    pub address: String,
    /// On the map.
    pub location: Option<GeoPoint>,
    /// Its own phone.
    pub phone: Option<PhoneNumber>,
    /// 112 in Europe.
    pub emergency_number: String,
    /// ISO 4217.
    pub currency: String,
    /// Its rules.
    pub policy: Policy,
    /// Its rules about personal data.
    #[serde(default)]
    pub privacy: Privacy,
    /// How freed times are offered to those who wait.
    #[serde(default)]
    pub waitlist: WaitlistRules,
    /// How patients hear that somebody is away.
    #[serde(default)]
    pub absence: AbsenceRules,
    /// Its number on WhatsApp.
    pub whatsapp: Option<WhatsAppNumber>,
    /// Rooms and devices.
    pub rooms: Vec<Room>,
    /// Kinds of visit.
    pub services: Vec<Service>,
    /// Those who treat.
    pub practitioners: Vec<Practitioner>,
    /// Days on which the whole clinic is closed.
    pub closed: Vec<ClosedDay>,
    /// Which public holidays of its country it is closed on, beside those days.
    #[serde(default)]
    pub public_holidays: PublicHolidays,
    /// What it answers to common questions.
    pub answers: Vec<Answer>,
    /// Its own wording of the desk's sentences, by their keys.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, LocalTexts>,
}

impl Clinic {
    /// The default language.
    pub fn default_language(&self) -> Language {
        self.languages.first().cloned().unwrap_or_else(Language::english)
    }

    /// A text in the language asked for, else in the clinic's default, else any.
    pub fn text<'a>(&self, texts: &'a LocalTexts, language: &Language) -> &'a str {
        texts
            .get(language)
            .or_else(|| texts.get(&self.default_language()))
            .or_else(|| texts.values().next())
            .map_or("", String::as_str)
    }

    /// The day on which the whole clinic is closed, if this date is one.
    pub fn closed_on(&self, date: Date) -> Option<ClosedDay> {
        let own = self.closed.iter().find(|it| it.date == date).cloned();
        own.or_else(|| holidays::on(&self.country, self.public_holidays, date))
    }

    /// A service by id.
    pub fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services.iter().find(|it| &it.id == id)
    }

    /// A practitioner by id.
    pub fn practitioner(&self, id: &PractitionerId) -> Option<&Practitioner> {
        self.practitioners.iter().find(|it| &it.id == id)
    }

    /// What holds for calling off a service late, with the words in a language.
    pub fn late_terms<'a>(&'a self, service: &ServiceId, language: &Language) -> LateTerms<'a> {
        let own = self.service(service);
        let texts = own.map(|it| &it.late_text).filter(|it| !it.is_empty());
        LateTerms {
            hours: own.and_then(|it| it.cancel_until_hours).unwrap_or(self.policy.cancel_until_hours),
            fee: own.and_then(|it| it.late_fee).or(self.policy.late_fee),
            text: self.text(texts.unwrap_or(&self.policy.late_text), language),
        }
    }

    /// Until when a request made at `asked_at` can be approved: some hours, but never so late that the patient hears
    /// of it only when they should be on their way, and never at once.
    pub fn answer_by(&self, asked_at: Timestamp, from: Timestamp) -> Timestamp {
        let within = asked_at + SignedDuration::from_hours(i64::from(self.policy.approve_within_hours));
        let latest = from - SignedDuration::from_hours(LAST_ANSWER_HOURS);
        within.min(latest).max(asked_at + SignedDuration::from_mins(1)).min(from)
    }

    /// The service meant when a patient names none.
    pub fn default_service(&self) -> Option<&Service> {
        self.services.iter().find(|it| it.default).or_else(|| self.services.first())
    }
}

/// A place on the map.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GeoPoint {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// The clinic's number on WhatsApp.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatsAppNumber {
    /// Meta's id of the number; notifications are routed on it.
    pub phone_number_id: String,
    /// As shown, digits only.
    pub display_phone_number: String,
    /// WhatsApp Business account.
    pub business_account_id: String,
}

/// The clinic's rules for booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Earliest start counted from now.
    pub notice_minutes: u32,
    /// Last bookable day counted from today.
    pub horizon_days: u32,
    /// How long a chosen time is kept while the patient answers.
    pub hold_minutes: u32,
    /// Later cancellations go to staff.
    pub cancel_until_hours: u32,
    /// What a later one may cost, in the clinic's currency; staff decide each time.
    pub late_fee: Option<u32>,
    /// What the patient is told of it, in the clinic's own words.
    pub late_text: LocalTexts,
    /// A request for a service that needs approval lapses when nobody has answered it for so long.
    pub approve_within_hours: u32,
    /// When reminders leave.
    pub reminders_hours_before: Vec<u32>,
    /// How many times are offered at once.
    pub offer_count: u32,
    /// So many templates leave on one day and no more: each costs money. More than a large clinic's reminders.
    pub templates_per_day: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            notice_minutes: 120,
            horizon_days: 90,
            hold_minutes: 10,
            cancel_until_hours: 24,
            late_fee: None,
            late_text: LocalTexts::new(),
            approve_within_hours: 24,
            reminders_hours_before: vec![24],
            offer_count: 3,
            templates_per_day: 1_000,
        }
    }
}

/// A room or a device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Room {
    /// Its id.
    pub id: RoomId,
    /// What it is for: `treatment`, `xray`.
    pub kind: String,
    /// On the door.
    pub name: String,
    /// Absent: always open.
    pub hours: Option<Vec<Hours>>,
    /// Dates with other hours.
    pub exceptions: Vec<Exception>,
}

/// A kind of visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// As patients know it.
    pub name: LocalTexts,
    /// Other words for it.
    pub also: BTreeMap<Language, Vec<String>>,
    /// How long it takes.
    pub minutes: u32,
    /// Free before it on the same practitioner.
    pub buffer_before: u32,
    /// Free after it on the same practitioner.
    pub buffer_after: u32,
    /// Overrides the clinic's.
    pub notice_minutes: Option<u32>,
    /// Minutes between candidate starts; absent: its length.
    pub step: Option<u32>,
    /// Candidates counted from local midnight instead of the opening.
    pub align_to_clock: bool,
    /// Kinds of room needed for the whole visit.
    pub rooms: Vec<String>,
    /// Patients at one time.
    pub capacity: u32,
    /// In the clinic's currency.
    pub price: Option<u32>,
    /// What the patient should do before.
    pub preparation: LocalTexts,
    /// Meant when a patient names no service.
    pub default: bool,
    /// Patients ask for it and the clinic says yes or no; the time is theirs meanwhile.
    #[serde(default)]
    pub approval: bool,
    /// So many visits a day may share a practitioner's time with one that stands there already; 0: none.
    #[serde(default)]
    pub overbook: u32,
    /// Overrides the clinic's.
    #[serde(default)]
    pub cancel_until_hours: Option<u32>,
    /// Overrides the clinic's.
    #[serde(default)]
    pub late_fee: Option<u32>,
    /// Overrides the clinic's.
    #[serde(default)]
    pub late_text: LocalTexts,
}

/// What holds for calling off late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateTerms<'a> {
    /// Later than so many hours before the start is late.
    pub hours: u32,
    /// What it may cost, in the clinic's currency.
    pub fee: Option<u32>,
    /// What the patient is told of it; empty: nothing.
    pub text: &'a str,
}

/// Someone who treats patients.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Practitioner {
    /// Its id.
    pub id: PractitionerId,
    /// As patients know them.
    pub name: String,
    /// What they are.
    pub role: LocalTexts,
    /// What they do.
    pub services: Vec<ServiceId>,
    /// Mail address that hears of bookings.
    pub notify: Option<String>,
    /// Their week.
    pub hours: Vec<Hours>,
    /// Dates with other hours.
    pub exceptions: Vec<Exception>,
    /// Their own zone, if not the clinic's.
    pub time_zone: Option<String>,
    /// Most appointments that may start on one of their days.
    pub max_per_day: Option<u32>,
}

/// A day of the week, as the clinic's file writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// Opening hours on some days of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// On which days.
    pub days: Vec<Weekday>,
    /// From, `08:00`.
    pub from: String,
    /// To, `12:00`; `24:00` is the next midnight.
    pub to: String,
}

/// A stretch of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// From, `08:00`.
    pub from: String,
    /// To, `12:00`.
    pub to: String,
}

/// A date with hours of its own; none: closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// Which date.
    pub date: Date,
    /// Its hours.
    pub hours: Vec<Span>,
}

/// A date on which the whole clinic is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedDay {
    /// Which date.
    pub date: Date,
    /// Why.
    pub name: LocalTexts,
}

/// One entry of the knowledge base; it serves every channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// A topic of `contract/understand.md`, or the clinic's own word.
    pub topic: String,
    /// How patients ask.
    pub question: LocalTexts,
    /// What the clinic says.
    pub answer: LocalTexts,
}
