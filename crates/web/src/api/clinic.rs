//! The clinic: what it offers, who works there, its rules, and what its clock says.

use super::Refusals;
use crate::app::App;
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::collections::BTreeMap;
use svara_model::{Answer, Clinic, Hours, LocalTexts, Policy, Practitioner, Room, Service, Weekday};
use utoipa::ToSchema;

/// The clinic.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Clinic)]
pub(crate) struct ClinicItem {
    id: String,
    name: String,
    /// IANA zone.
    #[schema(example = "Europe/Stockholm")]
    time_zone: String,
    /// The first is the default.
    languages: Vec<String>,
    address: String,
    #[schema(required)]
    phone: Option<String>,
    currency: String,
    services: Vec<ServiceItem>,
    practitioners: Vec<PractitionerItem>,
    rooms: Vec<RoomItem>,
    /// What the clinic answers to common questions; staff answer with the same words.
    answers: Vec<AnswerItem>,
    policy: PolicyItem,
    /// What the desk's clock says.
    #[schema(format = DateTime)]
    now: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Service)]
struct ServiceItem {
    id: String,
    /// By language.
    name: BTreeMap<String, String>,
    minutes: u32,
    /// In the clinic's currency.
    #[schema(required)]
    price: Option<u32>,
    /// Meant when nobody names a service.
    default: bool,
}

/// An entry of the knowledge base.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KnownAnswer)]
struct AnswerItem {
    topic: String,
    /// By language.
    question: BTreeMap<String, String>,
    /// By language.
    answer: BTreeMap<String, String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Practitioner)]
struct PractitionerItem {
    id: String,
    name: String,
    /// By language.
    role: BTreeMap<String, String>,
    /// Ids of services.
    services: Vec<String>,
    hours: Vec<HoursItem>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Hours)]
struct HoursItem {
    /// `mon` to `sun`.
    days: Vec<&'static str>,
    #[schema(example = "08:00")]
    from: String,
    #[schema(example = "12:00")]
    to: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Room)]
struct RoomItem {
    id: String,
    name: String,
    kind: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Policy)]
struct PolicyItem {
    notice_minutes: u32,
    horizon_days: u32,
    hold_minutes: u32,
    cancel_until_hours: u32,
    reminders_hours_before: Vec<u32>,
    offer_count: u32,
}

/// The clinic of whoever asks.
#[utoipa::path(get, path = "/api/v1/clinic", operation_id = "showClinic", tag = "clinic", security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The clinic.", body = ClinicItem), Refusals))]
pub(crate) async fn show(State(app): State<App>, at: BearerOrStaff) -> Result<Json<ClinicItem>, Problem> {
    let now = instant::shown(app.desk().now(), &at.zone);
    Ok(Json(item(&at.clinic, now)))
}

fn item(it: &Clinic, now: String) -> ClinicItem {
    ClinicItem {
        id: it.id.to_string(),
        name: it.name.clone(),
        time_zone: it.time_zone.clone(),
        languages: it.languages.iter().map(ToString::to_string).collect(),
        address: it.address.clone(),
        phone: it.phone.as_ref().map(ToString::to_string),
        currency: it.currency.clone(),
        services: it.services.iter().map(service).collect(),
        practitioners: it.practitioners.iter().map(practitioner).collect(),
        rooms: it.rooms.iter().map(room).collect(),
        answers: it.answers.iter().map(answer).collect(),
        policy: policy(&it.policy),
        now,
    }
}

fn service(it: &Service) -> ServiceItem {
    ServiceItem {
        id: it.id.to_string(),
        name: texts(&it.name),
        minutes: it.minutes,
        price: it.price,
        default: it.default,
    }
}

fn answer(it: &Answer) -> AnswerItem {
    AnswerItem { topic: it.topic.clone(), question: texts(&it.question), answer: texts(&it.answer) }
}

fn practitioner(it: &Practitioner) -> PractitionerItem {
    PractitionerItem {
        id: it.id.to_string(),
        name: it.name.clone(),
        role: texts(&it.role),
        services: it.services.iter().map(ToString::to_string).collect(),
        hours: it.hours.iter().map(hours).collect(),
    }
}

fn hours(it: &Hours) -> HoursItem {
    HoursItem { days: it.days.iter().copied().map(day).collect(), from: it.from.clone(), to: it.to.clone() }
}

fn day(it: Weekday) -> &'static str {
    match it {
        Weekday::Mon => "mon",
        Weekday::Tue => "tue",
        Weekday::Wed => "wed",
        Weekday::Thu => "thu",
        Weekday::Fri => "fri",
        Weekday::Sat => "sat",
        Weekday::Sun => "sun",
    }
}

fn room(it: &Room) -> RoomItem {
    RoomItem { id: it.id.to_string(), name: it.name.clone(), kind: it.kind.clone() }
}

fn policy(it: &Policy) -> PolicyItem {
    PolicyItem {
        notice_minutes: it.notice_minutes,
        horizon_days: it.horizon_days,
        hold_minutes: it.hold_minutes,
        cancel_until_hours: it.cancel_until_hours,
        reminders_hours_before: it.reminders_hours_before.clone(),
        offer_count: it.offer_count,
    }
}

fn texts(it: &LocalTexts) -> BTreeMap<String, String> {
    it.iter().map(|(language, text)| (language.to_string(), text.clone())).collect()
}
