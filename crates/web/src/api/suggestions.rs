//! The assistant's draft for staff, what they did with it, and how often.

use super::conversations::conversation_id;
use super::{Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path, Query};
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use svara_desk::office::suggestions::{self, Outcome};
use utoipa::{IntoParams, ToSchema};

/// The figures of so many days when nobody says which.
const FIGURES_DAYS: i64 = 30;

/// The draft, when there is one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SuggestionOrNone)]
pub(crate) struct Found {
    /// Null: there is nothing to draft, or it was settled already.
    #[schema(required)]
    suggestion: Option<SuggestionItem>,
}

/// An answer to use, change or drop.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Suggestion)]
struct SuggestionItem {
    /// The patient's message that it answers.
    #[schema(example = "msg_01KKAZ5Q0000000000000000AB")]
    message: String,
    text: String,
    /// Where it was taken from: `answer: …`, `service: …`, `hours`; null when from nothing in particular.
    #[schema(required)]
    source: Option<String>,
}

/// What became of a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SettledSuggestion)]
pub(crate) struct Settled {
    /// The patient's message that it answers.
    message: String,
    outcome: Became,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SuggestionOutcome)]
enum Became {
    Used,
    Changed,
    Dropped,
}

/// How often what became of drafts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SuggestionFigures)]
pub(crate) struct Figures {
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    to: String,
    /// Sent as they were.
    used: u64,
    /// Changed, then sent.
    changed: u64,
    /// Put away.
    dropped: u64,
}

/// Between which moments; absent: the last 30 days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Span {
    from: Option<String>,
    to: Option<String>,
}

/// The assistant's draft for the patient's last unanswered words, in a conversation that a person has or that waits for
/// one. It is made anew from the clinic's answers and calendar each time; nothing is booked, kept or sent.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/suggestion", operation_id = "showSuggestion",
    tag = "conversations", params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The draft, or none.", body = Found), Refusals, Missing))]
pub(crate) async fn show(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<Found>, Problem> {
    let found = suggestions::of(app.desk(), &at.clinic, &conversation_id(&id)?, &at.who).await?;
    let found = found.ok_or_else(|| Problem::missing("the conversation"))?;
    let suggestion =
        found.map(|it| SuggestionItem { message: it.message.to_string(), text: it.text, source: it.source });
    Ok(Json(Found { suggestion }))
}

/// Says what became of a draft; the last word counts.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/suggestion", operation_id = "settleSuggestion",
    tag = "conversations", params(("id" = String, Path)), request_body = Settled,
    security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "Noted."), Refusals, Missing))]
pub(crate) async fn settle(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(settled): Body<Settled>,
) -> Result<StatusCode, Problem> {
    let id = conversation_id(&id)?;
    let message = settled.message.parse().map_err(|_| Problem::missing("the message"))?;
    let outcome = match settled.outcome {
        Became::Used => Outcome::Used,
        Became::Changed => Outcome::Changed,
        Became::Dropped => Outcome::Dropped,
    };
    suggestions::settle(app.desk(), &at.clinic, &id, &message, outcome, &at.who).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How often drafts were used as they were, changed or dropped.
#[utoipa::path(get, path = "/api/v1/suggestions/figures", operation_id = "suggestionFigures", tag = "conversations",
    params(Span), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The figures.", body = Figures), Refusals))]
pub(crate) async fn figures(
    State(app): State<App>,
    at: BearerOrStaff,
    Query(span): Query<Span>,
) -> Result<Json<Figures>, Problem> {
    let to = instant::read_some("to", span.to.as_deref(), &at.zone)?.unwrap_or(app.desk().now());
    let month = jiff::SignedDuration::from_hours(24 * FIGURES_DAYS);
    let from = instant::read_some("from", span.from.as_deref(), &at.zone)?.unwrap_or(to - month);
    // What became of one this very moment counts.
    let end = to + jiff::SignedDuration::from_micros(1);
    let found = suggestions::figures(app.desk(), &at.clinic, from, end).await?;
    Ok(Json(Figures {
        from: instant::shown(from, &at.zone),
        to: instant::shown(to, &at.zone),
        used: found.used,
        changed: found.changed,
        dropped: found.dropped,
    }))
}
