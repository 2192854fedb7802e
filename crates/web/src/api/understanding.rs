//! What the assistant made of the patient's last words.

use super::conversations::conversation_id;
use super::{Missing, Refusals};
use crate::app::App;
use crate::extract::Path;
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use serde::Serialize;
use svara_desk::office::understanding::{self, Intent, IntentReading, Understanding};
use utoipa::ToSchema;

/// What the assistant made of the patient's last words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Understanding)]
pub(crate) struct UnderstandingItem {
    /// The words that were read.
    text: String,
    /// What they ask for, in the order said.
    intents: Vec<IntentItem>,
    /// Other readings of the same words, best first.
    alternatives: Vec<IntentItem>,
    /// The words that a time was read from.
    #[schema(required)]
    when: Option<String>,
    /// The first moment that would do.
    #[schema(required, format = DateTime)]
    when_from: Option<String>,
    #[schema(required)]
    service: Option<String>,
    #[schema(required)]
    practitioner: Option<String>,
    /// Whether a good receptionist would ask.
    needs_clarification: bool,
    /// What it waits for from the patient: `nothing`, `choice`, `name`, `which`, `confirm_cancel`, `when` …
    waits_for: &'static str,
    /// How many messages in a row it did not understand.
    misunderstood: u8,
}

/// One thing asked for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IntentReading)]
struct IntentItem {
    /// `book`, `reschedule`, `cancel`, `question` …
    #[schema(value_type = String)]
    name: Intent,
    /// 0 to 1.
    confidence: f64,
}

/// What the assistant made of the patient's last words, read as it would read them now.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/understanding", operation_id = "showUnderstanding", tag = "conversations",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "What was understood.", body = UnderstandingItem), Refusals, Missing))]
pub(crate) async fn show(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<UnderstandingItem>, Problem> {
    let found = understanding::of(app.desk(), &at.clinic, &conversation_id(&id)?, &at.who).await?;
    let found = found.ok_or_else(|| Problem::missing("a message of the patient's"))?;
    Ok(Json(item(&found, &at.zone)))
}

fn item(it: &Understanding, zone: &TimeZone) -> UnderstandingItem {
    let intent = |it: &IntentReading| IntentItem { name: it.name, confidence: it.confidence };
    let reading = &it.reading;
    let first = reading.when.as_ref().and_then(|it| it.windows.first());
    UnderstandingItem {
        text: it.text.clone(),
        intents: reading.intents.iter().map(intent).collect(),
        alternatives: reading.alternatives.iter().map(intent).collect(),
        when: reading.when.as_ref().map(|it| it.text.clone()),
        when_from: first.map(|it| instant::shown(it.from, zone)),
        service: reading.service.clone(),
        practitioner: reading.practitioner.clone(),
        needs_clarification: reading.needs_clarification,
        waits_for: it.waits_for,
        misunderstood: it.misunderstood,
    }
}
