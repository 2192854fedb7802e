//! The register of incidents: what happened, who was told, how long there is.

use super::{Conflict, Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path};
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::incidents::{self, Clock, Incident, NewIncident};
use utoipa::ToSchema;

/// Something that went wrong.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Incident)]
pub(crate) struct IncidentItem {
    id: String,
    /// `wrong_recipient`, `unauthorised_access`, `loss`, `unavailable`, `other`; the desk itself opens `audit_chain`,
    /// `keys` and `sending_stopped`.
    kind: String,
    /// From then on the clocks run.
    #[schema(format = DateTime)]
    noticed_at: String,
    /// By whom it was written down: an id, or `desk`.
    opened_by: String,
    what: String,
    /// How many people it concerns; null: nobody knows yet.
    #[schema(required)]
    affected: Option<i64>,
    /// The early warning, within 24 hours.
    warning: ClockItem,
    /// The notification to the supervisory authority, within 72 hours.
    notification: ClockItem,
    #[schema(required, format = DateTime)]
    closed_at: Option<String>,
    steps: Vec<StepItem>,
}

/// How long there is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IncidentClock)]
struct ClockItem {
    #[schema(format = DateTime)]
    due_at: String,
    /// Null: it runs.
    #[schema(required, format = DateTime)]
    stopped_at: Option<String>,
    /// It ran out before it was stopped.
    late: bool,
}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IncidentStep)]
struct StepItem {
    /// As in a new step; besides `warning_late` and `notification_late`, which the desk notes.
    step: String,
    words: String,
    taken_by: String,
    #[schema(format = DateTime)]
    at: String,
}

/// The register.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Incidents)]
pub(crate) struct IncidentsItem {
    items: Vec<IncidentItem>,
}

/// Something to write down.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewIncident)]
#[serde(deny_unknown_fields)]
pub(crate) struct IncidentWish {
    kind: String,
    /// Absent: now.
    #[schema(value_type = Option<String>, format = DateTime)]
    noticed_at: Option<Timestamp>,
    what: String,
    affected: Option<i64>,
}

/// What was done about it.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewIncidentStep)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepWish {
    /// `measure`, `consequence`, `warned` (early warning given), `notified` (to the authority), `informed` (the people
    /// concerned), `no_duty` (nobody has to be told, and why), `closed`.
    step: String,
    words: String,
    /// How many people it concerns, when that is known better now.
    affected: Option<i64>,
}

/// The register of incidents, the newest first.
#[utoipa::path(get, path = "/api/v1/incidents", operation_id = "listIncidents", tag = "privacy",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The register.", body = IncidentsItem), Refusals))]
pub(crate) async fn list(State(app): State<App>, at: BearerOrStaff) -> Result<Json<IncidentsItem>, Problem> {
    let now = app.desk().now();
    let found = incidents::list(app.desk(), &at.clinic).await?;
    Ok(Json(IncidentsItem { items: found.into_iter().map(|it| item(it, now, &at.zone)).collect() }))
}

/// Writes an incident down. Its clocks run from when it was noticed.
#[utoipa::path(post, path = "/api/v1/incidents", operation_id = "openIncident", tag = "privacy",
    request_body = IncidentWish, security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "Its clocks run.", body = IncidentItem), Refusals))]
pub(crate) async fn open(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<IncidentWish>,
) -> Result<(StatusCode, Json<IncidentItem>), Problem> {
    let IncidentWish { kind, noticed_at, what, affected } = wish;
    let wish = NewIncident { kind, noticed_at, what, affected };
    let made = incidents::open(app.desk(), &at.clinic, wish, &at.who).await?;
    Ok((StatusCode::CREATED, Json(item(made, app.desk().now(), &at.zone))))
}

/// Notes what was done about an incident.
#[utoipa::path(post, path = "/api/v1/incidents/{id}/steps", operation_id = "stepIncident", tag = "privacy",
    params(("id" = String, Path)), request_body = StepWish, security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "It is noted."), Refusals, Missing, Conflict))]
pub(crate) async fn step(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<StepWish>,
) -> Result<StatusCode, Problem> {
    let id = id.parse().map_err(|_| Problem::missing("the incident"))?;
    let said = (wish.step.as_str(), wish.words.as_str());
    incidents::step(app.desk(), &at.clinic, &id, said, wish.affected, &at.who).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn item(it: Incident, now: Timestamp, zone: &TimeZone) -> IncidentItem {
    let [warning, notification] = incidents::clocks_of(&it).map(|it| clock(it, now, zone));
    let step = |it: incidents::Step| StepItem {
        step: it.step,
        words: it.words,
        taken_by: it.taken_by,
        at: instant::shown(it.at, zone),
    };
    IncidentItem {
        id: it.id.to_string(),
        kind: it.kind,
        noticed_at: instant::shown(it.noticed_at, zone),
        opened_by: it.opened_by,
        what: it.what,
        affected: it.affected,
        warning,
        notification,
        closed_at: it.closed_at.map(|it| instant::shown(it, zone)),
        steps: it.steps.into_iter().map(step).collect(),
    }
}

fn clock(it: Clock, now: Timestamp, zone: &TimeZone) -> ClockItem {
    ClockItem {
        due_at: instant::shown(it.due_at, zone),
        stopped_at: it.stopped_at.map(|it| instant::shown(it, zone)),
        late: it.is_late(now),
    }
}
