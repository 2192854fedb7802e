//! The ledger of what people asked for under data-protection law, and what is kept for how long.

use super::subjects::patient;
use super::{Missing, Refusals};
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
use svara_desk::office::ledger::{self, Request};
use svara_desk::retention::{self, Class, Report};
use utoipa::ToSchema;

/// A request to write into the ledger.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewRequest)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestWish {
    /// `access`, `rectification`, `erasure`, `restriction`, `objection` or `portability`.
    kind: String,
    /// A patient's id.
    patient: String,
    /// How it was made sure who asks: `in_person`, `strong_sign_in`, `code`, `letter` or `representative`.
    identity: String,
}

/// What came of a request.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = RequestOutcome)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutcomeWish {
    /// `granted`, `refused` or `withdrawn`.
    outcome: String,
    /// What was answered; a refusal says why.
    note: Option<String>,
}

/// A request in the ledger.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Request)]
pub(crate) struct RequestItem {
    id: String,
    kind: String,
    patient: String,
    #[schema(format = DateTime)]
    received_at: String,
    #[schema(format = DateTime)]
    due_at: String,
    /// Open, and due already.
    overdue: bool,
    /// `granted`, `refused`, `withdrawn` or `erased`; null: open.
    #[schema(required)]
    outcome: Option<String>,
    /// Null: nothing was noted, or the person was forgotten since.
    #[schema(required)]
    note: Option<String>,
}

/// The ledger.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Requests)]
pub(crate) struct RequestsItem {
    items: Vec<RequestItem>,
}

/// What is kept for how long.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RetentionClass)]
struct ClassItem {
    class: &'static str,
    what: &'static str,
    kept: String,
    then: &'static str,
}

/// What is kept for how long, and what the last round removed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Retention)]
pub(crate) struct RetentionItem {
    classes: Vec<ClassItem>,
    /// Null: nothing had to go yet.
    #[schema(required)]
    last_round: Option<RoundItem>,
}

/// What a round removed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RetentionRound)]
struct RoundItem {
    messages: u64,
    secure_messages: u64,
    visits: u64,
    patients: u64,
    links: u64,
}

/// The ledger of requests, the open ones first.
#[utoipa::path(get, path = "/api/v1/privacy/requests", operation_id = "listRequests", tag = "privacy",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The ledger.", body = RequestsItem), Refusals))]
pub(crate) async fn list(State(app): State<App>, at: BearerOrStaff) -> Result<Json<RequestsItem>, Problem> {
    let now = app.desk().now();
    let items = ledger::list(app.desk(), &at.clinic, &at.who).await?.into_iter();
    Ok(Json(RequestsItem { items: items.map(|it| request(it, now, &at.zone)).collect() }))
}

/// Writes a request into the ledger.
#[utoipa::path(post, path = "/api/v1/privacy/requests", operation_id = "openRequest", tag = "privacy",
    request_body = RequestWish, security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "Its clock runs.", body = RequestItem), Refusals, Missing))]
pub(crate) async fn open(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<RequestWish>,
) -> Result<(StatusCode, Json<RequestItem>), Problem> {
    let id = patient(&wish.patient)?;
    let made = ledger::open(app.desk(), &at.clinic, &wish.kind, &id, &wish.identity, &at.who).await?;
    Ok((StatusCode::CREATED, Json(request(made, app.desk().now(), &at.zone))))
}

/// Closes a request with its outcome.
#[utoipa::path(post, path = "/api/v1/privacy/requests/{id}/outcome", operation_id = "closeRequest", tag = "privacy",
    params(("id" = String, Path)), request_body = OutcomeWish, security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "It is closed."), Refusals, Missing))]
pub(crate) async fn close(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<OutcomeWish>,
) -> Result<StatusCode, Problem> {
    let id = id.parse().map_err(|_| Problem::missing("the open request"))?;
    ledger::close(app.desk(), &at.clinic, &id, &wish.outcome, wish.note.as_deref(), &at.who).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is kept for how long, and what the last round removed.
#[utoipa::path(get, path = "/api/v1/privacy/retention", operation_id = "showRetention", tag = "privacy",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The table.", body = RetentionItem), Refusals))]
pub(crate) async fn kept(State(app): State<App>, at: BearerOrStaff) -> Result<Json<RetentionItem>, Problem> {
    let classes = retention::classes(&at.clinic).into_iter().map(class).collect();
    let last_round = app.desk().last_round(&at.clinic.id).await?.map(round);
    Ok(Json(RetentionItem { classes, last_round }))
}

fn class(it: Class) -> ClassItem {
    ClassItem { class: it.class, what: it.what, kept: it.kept, then: it.then }
}

fn round(it: Report) -> RoundItem {
    RoundItem {
        messages: it.messages,
        secure_messages: it.secure_messages,
        visits: it.visits,
        patients: it.patients,
        links: it.links,
    }
}

fn request(it: Request, now: jiff::Timestamp, zone: &TimeZone) -> RequestItem {
    RequestItem {
        id: it.id.to_string(),
        kind: it.kind,
        patient: it.subject,
        received_at: instant::shown(it.received_at, zone),
        due_at: instant::shown(it.due_at, zone),
        overdue: it.closed_at.is_none() && it.due_at < now,
        outcome: it.outcome,
        note: it.note,
    }
}
