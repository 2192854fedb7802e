//! The days as they are drawn: open hours of practitioners and rooms, times kept for patients, absences.

use super::Refusals;
use crate::app::App;
use crate::extract::Query;
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::diary::{self, Diary, OpenTimes, Stretch};
use utoipa::{IntoParams, ToSchema};

/// Some days of the clinic.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Diary)]
pub(crate) struct DiaryItem {
    /// In the order of the clinic's file.
    practitioners: Vec<OpenItem>,
    /// Rooms with hours of their own; any other is always open.
    rooms: Vec<OpenItem>,
    holds: Vec<HoldItem>,
    /// Absences and closed rooms.
    closed: Vec<ClosedItem>,
}

/// When somebody works, or a room is open.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenTimes)]
struct OpenItem {
    id: String,
    open: Vec<StretchItem>,
}

/// A stretch of time.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stretch)]
struct StretchItem {
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    to: String,
}

/// A time kept while a patient answers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HeldTime)]
struct HoldItem {
    /// Ids of the practitioner and the rooms.
    resources: Vec<String>,
    #[serde(flatten)]
    time: StretchItem,
    #[schema(required)]
    service: Option<String>,
    conversation: String,
    #[schema(required, format = DateTime)]
    expires_at: Option<String>,
}

/// A time that staff closed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClosedTime)]
struct ClosedItem {
    /// The id of the practitioner or room.
    resource: String,
    #[serde(flatten)]
    time: StretchItem,
}

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Days {
    /// The first day.
    #[param(example = "2026-03-12")]
    from: String,
    /// The day after the last; at most 42 days later.
    #[param(example = "2026-03-13")]
    to: String,
}

/// Open hours, kept times and absences of some days.
#[utoipa::path(get, path = "/api/v1/diary", operation_id = "showDiary", tag = "appointments", params(Days),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The days.", body = DiaryItem), Refusals))]
pub(crate) async fn show(
    State(app): State<App>,
    at: BearerOrStaff,
    Query(days): Query<Days>,
) -> Result<Json<DiaryItem>, Problem> {
    let (from, to) = (date("from", &days.from)?, date("to", &days.to)?);
    let found = diary::days(app.desk(), &at.clinic, from, to).await?;
    Ok(Json(item(found, &at.zone)))
}

fn date(field: &str, text: &str) -> Result<Date, Problem> {
    text.parse().map_err(|_| Problem::invalid(format!("`{field}` is a date such as 2026-03-12")))
}

fn item(it: Diary, zone: &TimeZone) -> DiaryItem {
    let open = |it: OpenTimes| OpenItem {
        open: it.open.into_iter().map(|it| stretch(it, zone)).collect(),
        id: it.id,
    };
    DiaryItem {
        practitioners: it.practitioners.into_iter().map(open).collect(),
        rooms: it.rooms.into_iter().map(open).collect(),
        holds: it
            .holds
            .into_iter()
            .map(|it| HoldItem {
                time: stretch(it.time, zone),
                service: it.service.map(String::from),
                conversation: it.conversation.to_string(),
                expires_at: it.expires_at.map(|it| instant::shown(it, zone)),
                resources: it.resources,
            })
            .collect(),
        closed: it
            .closed
            .into_iter()
            .map(|it| ClosedItem { time: stretch(it.time, zone), resource: it.resource })
            .collect(),
    }
}

fn stretch(it: Stretch, zone: &TimeZone) -> StretchItem {
    StretchItem { from: instant::shown(it.from, zone), to: instant::shown(it.to, zone) }
}
