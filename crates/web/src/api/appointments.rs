//! Appointments, looked at.

use super::{Missing, Refusals};
use crate::app::App;
use crate::extract::{Path, Query};
use crate::instant;
use crate::page::{List, Page, place};
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::appointments::{self, Visit, Wanted};
use svara_model::{AppointmentId, AppointmentStatus, Clinic, Language, PhoneNumber};
use utoipa::{IntoParams, ToSchema};

/// An appointment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Appointment)]
pub(crate) struct AppointmentItem {
    /// Its id.
    #[schema(example = "apt_01KKAZ5Q0000000000000000AB")]
    id: String,
    /// What became of it.
    status: Status,
    /// Its first moment.
    #[schema(format = DateTime, example = "2026-03-12T10:00:00+01:00")]
    from: String,
    /// The first moment after.
    #[schema(format = DateTime, example = "2026-03-12T10:30:00+01:00")]
    to: String,
    /// The service's id in the clinic's file.
    service: String,
    /// The service's name in the clinic's first language.
    service_name: String,
    /// The practitioner's id in the clinic's file.
    practitioner: String,
    /// The practitioner's name.
    practitioner_name: String,
    /// The room's id in the clinic's file; the first, when several are needed.
    #[schema(required)]
    room: Option<String>,
    /// All rooms.
    rooms: Vec<String>,
    /// Who comes.
    patient: PatientItem,
    /// `whatsapp`, `api`, `console` or `file`.
    booked_via: String,
    /// When the patient said yes to coming.
    #[schema(required, format = DateTime)]
    confirmed_at: Option<String>,
    /// Rises with each change.
    revision: i64,
    /// It shares its time with another one.
    overbooked: bool,
    /// When the patient asked to call it off, too late for that to happen by itself.
    #[schema(required, format = DateTime)]
    cancellation_asked_at: Option<String>,
    /// What the late cancellation costs, in the clinic's currency.
    #[schema(required)]
    fee: Option<u32>,
    /// Until when a request is to be answered; then it lapses.
    #[schema(required, format = DateTime)]
    answer_by: Option<String>,
    /// The plan of what it was booked together with.
    #[schema(required)]
    plan: Option<String>,
}

/// Who comes; nameless once forgotten.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Patient)]
struct PatientItem {
    id: String,
    #[schema(required)]
    name: Option<String>,
    #[schema(required)]
    phone: Option<String>,
    /// How often they did not come; null in a list.
    #[schema(required)]
    no_shows: Option<u32>,
}

/// What became of an appointment.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AppointmentStatus)]
pub(crate) enum Status {
    Pending,
    Booked,
    Confirmed,
    Arrived,
    InRoom,
    Fulfilled,
    Noshow,
    Cancelled,
}

impl From<AppointmentStatus> for Status {
    fn from(it: AppointmentStatus) -> Self {
        match it {
            AppointmentStatus::Pending => Self::Pending,
            AppointmentStatus::InRoom => Self::InRoom,
            AppointmentStatus::Booked => Self::Booked,
            AppointmentStatus::Confirmed => Self::Confirmed,
            AppointmentStatus::Arrived => Self::Arrived,
            AppointmentStatus::Fulfilled => Self::Fulfilled,
            AppointmentStatus::Noshow => Self::Noshow,
            AppointmentStatus::Cancelled => Self::Cancelled,
        }
    }
}

impl AppointmentItem {
    pub(crate) fn new(visit: &Visit, clinic: &Clinic, zone: &TimeZone) -> Self {
        let Visit { appointment, patient } = visit;
        let slot = &appointment.slot;
        let language = clinic.default_language();
        Self {
            id: appointment.id.to_string(),
            status: appointment.status.into(),
            from: instant::shown(slot.from, zone),
            to: instant::shown(slot.to, zone),
            service_name: service_name(clinic, slot.service.as_str(), &language),
            service: slot.service.to_string(),
            practitioner_name: clinic
                .practitioner(&slot.practitioner)
                .map_or_else(|| slot.practitioner.to_string(), |it| it.name.clone()),
            practitioner: slot.practitioner.to_string(),
            room: slot.rooms.first().map(ToString::to_string),
            rooms: slot.rooms.iter().map(ToString::to_string).collect(),
            patient: PatientItem {
                id: patient.id.to_string(),
                name: Some(patient.name.clone()).filter(|it| !it.is_empty()),
                phone: patient.phone.as_ref().map(ToString::to_string),
                no_shows: None,
            },
            booked_via: appointment.booked_via.clone(),
            confirmed_at: appointment.confirmed_at.map(|it| instant::shown(it, zone)),
            revision: appointment.revision,
            overbooked: appointment.marks.overbooked,
            cancellation_asked_at: appointment.marks.asked_off_at.map(|it| instant::shown(it, zone)),
            fee: appointment.marks.fee,
            answer_by: (appointment.status == AppointmentStatus::Pending)
                .then(|| clinic.answer_by(appointment.changed_at, slot.from))
                .map(|it| instant::shown(it, zone)),
            plan: appointment.marks.plan.as_ref().map(ToString::to_string),
        }
    }
}

/// A service that the clinic no longer offers goes by its id.
fn service_name(clinic: &Clinic, id: &str, language: &Language) -> String {
    let service = clinic.services.iter().find(|it| it.id.as_str() == id);
    service.map_or_else(|| id.to_owned(), |it| clinic.text(&it.name, language).to_owned())
}

/// Which appointments.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Starting at or after; a date means its first moment at the clinic.
    from: Option<String>,
    /// Starting before.
    to: Option<String>,
    /// Of the patient with this number, or booked from it.
    phone: Option<String>,
    /// In this state.
    #[param(inline)]
    status: Option<Status>,
}

/// Appointments by start.
#[utoipa::path(get, path = "/api/v1/appointments", operation_id = "listAppointments", tag = "appointments", params(Filter, Page),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "A page of appointments.", body = List<AppointmentItem>), Refusals))]
pub(crate) async fn list(
    State(app): State<App>,
    at: BearerOrStaff,
    Query(filter): Query<Filter>,
    Query(page): Query<Page>,
) -> Result<Json<List<AppointmentItem>>, Problem> {
    let wanted = Wanted {
        from: instant::read_some("from", filter.from.as_deref(), &at.zone)?,
        to: instant::read_some("to", filter.to.as_deref(), &at.zone)?,
        phone: phone(filter.phone.as_deref())?,
        status: filter.status.map(stored),
        after: page.place::<AppointmentId>()?,
        limit: page.limit()?,
    };
    let (visits, more) = appointments::list(app.desk(), &at.clinic, wanted, &at.who).await?;
    let last = visits.last().filter(|_| more);
    let next = last.map(|it| place(it.appointment.slot.from, it.appointment.id.as_str()));
    let items = visits.iter().map(|it| AppointmentItem::new(it, &at.clinic, &at.zone)).collect();
    Ok(Json(List { items, next }))
}

/// One appointment.
#[utoipa::path(get, path = "/api/v1/appointments/{id}", operation_id = "showAppointment", tag = "appointments", params(("id" = String, Path)),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The appointment.", body = AppointmentItem), Refusals, Missing))]
pub(crate) async fn show(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<AppointmentItem>, Problem> {
    let id = appointment_id(&id)?;
    let visit = appointments::show(app.desk(), &at.clinic, &id, &at.who).await?;
    let visit = visit.ok_or_else(|| Problem::missing("the appointment"))?;
    let mut item = AppointmentItem::new(&visit, &at.clinic, &at.zone);
    item.patient.no_shows = Some(appointments::no_shows(app.desk(), &visit.patient.id).await?);
    Ok(Json(item))
}

/// What is no id of ours is not known here either.
pub(crate) fn appointment_id(text: &str) -> Result<AppointmentId, Problem> {
    text.parse().map_err(|_| Problem::missing("the appointment"))
}

/// A number with its `+`, which a query often brings as a blank or drops.
pub(crate) fn phone(text: Option<&str>) -> Result<Option<PhoneNumber>, Problem> {
    let Some(text) = text.map(str::trim).filter(|it| !it.is_empty()) else { return Ok(None) };
    let text = if text.starts_with('+') { text.to_owned() } else { format!("+{text}") };
    text.parse().map(Some).map_err(|it: svara_model::BadAddress| Problem::invalid(format!("`phone`: {it}")))
}

fn stored(status: Status) -> AppointmentStatus {
    match status {
        Status::Pending => AppointmentStatus::Pending,
        Status::InRoom => AppointmentStatus::InRoom,
        Status::Booked => AppointmentStatus::Booked,
        Status::Confirmed => AppointmentStatus::Confirmed,
        Status::Arrived => AppointmentStatus::Arrived,
        Status::Fulfilled => AppointmentStatus::Fulfilled,
        Status::Noshow => AppointmentStatus::Noshow,
        Status::Cancelled => AppointmentStatus::Cancelled,
    }
}
