//! Somebody or something is away: looked at, released, undone, and watched until everybody has answered.

use super::{Conflict, Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path};
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::absence_end;
use svara_desk::office::absences::{self, NewAbsence, Planned, Standing};
use svara_model::{Absence, AbsenceId, AbsenceScope, Patient, Slot};
use utoipa::ToSchema;

/// Who or what is away: one of `practitioner` and `room`; neither: the whole clinic.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct AbsenceToEnter {
    practitioner: Option<String>,
    room: Option<String>,
    #[schema(format = DateTime, example = "2026-03-12T08:00:00+01:00")]
    from: String,
    #[schema(format = DateTime, example = "2026-03-12T17:00:00+01:00")]
    to: String,
    /// For staff; patients don't see it.
    reason: Option<String>,
}

/// An absence.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Absence)]
pub(crate) struct AbsenceItem {
    #[schema(example = "abs_01KKAZ5Q0000000000000000AB")]
    id: String,
    /// `draft`, `releasing` (closed; can be undone until `goes_at`), `released`, `undone`.
    state: &'static str,
    #[schema(required)]
    practitioner: Option<String>,
    #[schema(required)]
    room: Option<String>,
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    to: String,
    #[schema(required)]
    reason: Option<String>,
    /// When its messages go, or went.
    #[schema(required, format = DateTime)]
    goes_at: Option<String>,
}

/// An absence with what it means.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AbsenceView {
    #[serde(flatten)]
    absence: AbsenceItem,
    /// What each patient would get; empty once the messages went.
    preview: Vec<PreviewItem>,
    /// Who was asked, and how they stand; empty before that.
    visits: Vec<VisitItem>,
}

/// What one patient would get.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AbsencePreview)]
pub(crate) struct PreviewItem {
    appointment: String,
    #[schema(format = DateTime)]
    from: String,
    service: String,
    practitioner: String,
    #[schema(required)]
    patient_name: Option<String>,
    #[schema(required)]
    phone: Option<String>,
    /// `chat`, `template`, `call` (they can't be written to) or `room` (it moves to another room; nobody is asked).
    way: &'static str,
    /// Why they are to be called: `no_contact`, `no_permission`, `talks_with_staff`.
    #[schema(required)]
    why: Option<&'static str>,
    /// The message as they would read it.
    text: String,
    /// The times that are offered with it.
    slots: Vec<OfferedItem>,
}

/// A time that is offered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OfferedTime)]
pub(crate) struct OfferedItem {
    #[schema(format = DateTime)]
    from: String,
    practitioner: String,
}

/// How a touched visit stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AbsenceVisit)]
pub(crate) struct VisitItem {
    appointment: String,
    /// Its time when the patient was asked.
    #[schema(format = DateTime)]
    before: String,
    #[schema(required)]
    patient_name: Option<String>,
    #[schema(required)]
    phone: Option<String>,
    /// `waiting`, `moved`, `wants_call`, `cancelled`, `unreachable`, `failed`, `other_room`, `stands` (it takes place
    /// after all: the absence ended early).
    state: &'static str,
    /// Where it moved to.
    #[schema(required)]
    moved_to: Option<OfferedItem>,
    /// Call them now.
    call: bool,
    #[schema(format = DateTime)]
    asked_at: String,
}

/// Absences, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Absences {
    items: Vec<AbsenceItem>,
}

/// Enters an absence and shows what would happen; nothing is closed and nothing is sent.
#[utoipa::path(post, path = "/api/v1/absences", operation_id = "enterAbsence", tag = "absences", request_body = AbsenceToEnter,
    security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "What would happen.", body = AbsenceView), Refusals, Missing))]
pub(crate) async fn enter(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<AbsenceToEnter>,
) -> Result<(StatusCode, Json<AbsenceView>), Problem> {
    let scope = match (wish.practitioner, wish.room) {
        (Some(_), Some(_)) => return Err(Problem::invalid("name `practitioner` or `room`, not both")),
        (Some(it), None) => {
            AbsenceScope::Practitioner(it.parse().map_err(|_| Problem::missing("the practitioner"))?)
        }
        (None, Some(it)) => AbsenceScope::Room(it.parse().map_err(|_| Problem::missing("the room"))?),
        (None, None) => AbsenceScope::Clinic,
    };
    let from = instant::read("from", &wish.from, &at.zone)?;
    let to = instant::read("to", &wish.to, &at.zone)?;
    let new = NewAbsence { scope, from, to, reason: wish.reason };
    let (absence, plans) = absences::draft(app.desk(), &at.clinic, new, &at.who).await?;
    Ok((StatusCode::CREATED, Json(view(&absence, &plans, &[], &at.zone))))
}

/// The newest absences.
#[utoipa::path(get, path = "/api/v1/absences", operation_id = "listAbsences", tag = "absences",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "Absences.", body = Absences), Refusals))]
pub(crate) async fn list(State(app): State<App>, at: BearerOrStaff) -> Result<Json<Absences>, Problem> {
    let all = absences::list(app.desk(), &at.clinic).await?;
    Ok(Json(Absences { items: all.iter().map(|it| item(it, &at.zone)).collect() }))
}

/// An absence: what would be sent, or who has answered.
#[utoipa::path(get, path = "/api/v1/absences/{id}", operation_id = "showAbsence", tag = "absences", params(("id" = String, Path)),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The absence.", body = AbsenceView), Refusals, Missing))]
pub(crate) async fn show(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<AbsenceView>, Problem> {
    let (absence, plans, visits) = absences::show(app.desk(), &at.clinic, &absence_id(&id)?, &at.who).await?;
    Ok(Json(view(&absence, &plans, &visits, &at.zone)))
}

/// Closes the time and starts the timer; until it ends, nothing is sent and all can be undone.
#[utoipa::path(post, path = "/api/v1/absences/{id}/release", operation_id = "releaseAbsence", tag = "absences", params(("id" = String, Path)),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It goes at `goes_at`.", body = AbsenceItem), Refusals, Missing, Conflict))]
pub(crate) async fn release(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<AbsenceItem>, Problem> {
    let absence = absences::release(app.desk(), &at.clinic, &absence_id(&id)?, &at.who).await?;
    Ok(Json(item(&absence, &at.zone)))
}

/// Takes the release back: the time is open again and nobody hears of it.
#[utoipa::path(delete, path = "/api/v1/absences/{id}/release", operation_id = "undoAbsence", tag = "absences", params(("id" = String, Path)),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It is undone.", body = AbsenceItem), Refusals, Missing, Conflict))]
pub(crate) async fn undo(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<AbsenceItem>, Problem> {
    let absence = absences::undo(app.desk(), &at.clinic, &absence_id(&id)?, &at.who).await?;
    Ok(Json(item(&absence, &at.zone)))
}

/// When somebody is back sooner.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct AbsenceEnd {
    /// From when on; now, when absent.
    #[schema(format = DateTime, example = "2026-03-12T12:00:00+01:00")]
    at: Option<String>,
}

/// Whoever was away is back sooner: the rest of the time is open again and offered to those who wait; who has not chosen
/// another time keeps theirs and is told so.
#[utoipa::path(post, path = "/api/v1/absences/{id}/end", operation_id = "endAbsence", tag = "absences", params(("id" = String, Path)),
    request_body = AbsenceEnd, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The absence with its new end.", body = AbsenceItem), Refusals, Missing, Conflict))]
pub(crate) async fn end(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<AbsenceEnd>,
) -> Result<Json<AbsenceItem>, Problem> {
    let when = instant::read_some("at", wish.at.as_deref(), &at.zone)?;
    let ended = absence_end::end(app.desk(), &at.clinic, &absence_id(&id)?, when, &at.who).await?;
    Ok(Json(item(&ended, &at.zone)))
}

fn absence_id(id: &str) -> Result<AbsenceId, Problem> {
    id.parse().map_err(|_| Problem::missing("the absence"))
}

fn item(it: &Absence, zone: &TimeZone) -> AbsenceItem {
    let (practitioner, room) = match &it.scope {
        AbsenceScope::Practitioner(it) => (Some(it.to_string()), None),
        AbsenceScope::Room(it) => (None, Some(it.to_string())),
        AbsenceScope::Clinic => (None, None),
    };
    AbsenceItem {
        id: it.id.to_string(),
        state: it.state.as_str(),
        practitioner,
        room,
        from: instant::shown(it.from, zone),
        to: instant::shown(it.to, zone),
        reason: it.reason.clone(),
        goes_at: it.goes_at.map(|at| instant::shown(at, zone)),
    }
}

fn view(absence: &Absence, plans: &[Planned], visits: &[Standing], zone: &TimeZone) -> AbsenceView {
    AbsenceView {
        absence: item(absence, zone),
        preview: plans.iter().map(|it| preview(it, zone)).collect(),
        visits: visits.iter().map(|it| visit(it, zone)).collect(),
    }
}

fn preview(it: &Planned, zone: &TimeZone) -> PreviewItem {
    let slot = &it.visit.slot;
    PreviewItem {
        appointment: it.visit.id.to_string(),
        from: instant::shown(slot.from, zone),
        service: slot.service.to_string(),
        practitioner: slot.practitioner.to_string(),
        patient_name: name(&it.patient),
        phone: phone(&it.patient),
        way: it.way,
        why: it.why,
        text: it.text.clone(),
        slots: it.slots.iter().map(|it| offered(it, zone)).collect(),
    }
}

fn visit(it: &Standing, zone: &TimeZone) -> VisitItem {
    VisitItem {
        appointment: it.visit.id.to_string(),
        before: instant::shown(it.before.from, zone),
        patient_name: name(&it.patient),
        phone: phone(&it.patient),
        state: it.state,
        moved_to: (it.state == "moved").then(|| offered(&it.visit.slot, zone)),
        call: it.call,
        asked_at: instant::shown(it.asked_at, zone),
    }
}

fn offered(slot: &Slot, zone: &TimeZone) -> OfferedItem {
    OfferedItem { from: instant::shown(slot.from, zone), practitioner: slot.practitioner.to_string() }
}

fn name(patient: &Patient) -> Option<String> {
    Some(patient.name.clone()).filter(|it| !it.is_empty())
}

fn phone(patient: &Patient) -> Option<String> {
    patient.phone.as_ref().map(ToString::to_string)
}
