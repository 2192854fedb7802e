//! Wordings that a clinic taught its desk: proposed, looked at over the last thirty days, put to use, taken out again.

use super::lessons::LESSONS_MAX;
use super::{Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path};
use crate::instant;
use crate::page::List;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::lessons::{self, Change, Teaching};
use svara_model::Language;
use utoipa::ToSchema;

/// A wording and what it means here.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Teaching)]
pub(crate) struct TeachingItem {
    id: String,
    /// The wording.
    words: String,
    /// An intent; with a topic after a colon for a question.
    meaning: String,
    language: String,
    /// `proposed`, `active` or `retired`.
    state: String,
    /// Who taught it.
    by: String,
    #[schema(format = DateTime)]
    at: String,
}

/// A wording to teach.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewTeaching {
    /// 1 to 120 characters, without names.
    #[schema(max_length = 120)]
    words: String,
    /// An intent such as `book` or `cancel`; `question:parking` for a question.
    meaning: String,
    /// The language it is in; the clinic's first when absent.
    #[serde(default)]
    language: Option<String>,
    /// The lessons it was learned from: they are closed.
    #[serde(default)]
    lessons: Vec<String>,
}

/// What a teaching would have changed in the last thirty days.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TeachingPreview)]
pub(crate) struct PreviewItem {
    /// Turns that were played again.
    turns: usize,
    /// Messages that would have been answered differently, the first 200.
    changes: Vec<ChangeItem>,
}

/// A message that would have been answered differently.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TeachingChange)]
pub(crate) struct ChangeItem {
    conversation: String,
    #[schema(format = DateTime)]
    at: String,
    /// What was written.
    words: String,
    /// What was done: `settles hands_over looks_for_times not_understood asks answers nothing`.
    then: &'static str,
    /// What would be done.
    now: &'static str,
}

/// What the clinic taught, the newest first.
#[utoipa::path(get, path = "/api/v1/teachings", operation_id = "listTeachings", tag = "lessons",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "All of it.", body = List<TeachingItem>), Refusals))]
pub(crate) async fn list(
    State(app): State<App>,
    at: BearerOrStaff,
) -> Result<Json<List<TeachingItem>>, Problem> {
    let all = lessons::teachings(app.desk(), &at.clinic.id).await?;
    Ok(Json(List { items: all.into_iter().map(|it| item(it, &at.zone)).collect(), next: None }))
}

/// Says what a wording means. It waits until it is put to use, and a written conversation that shows it is kept.
#[utoipa::path(post, path = "/api/v1/teachings", operation_id = "teach", tag = "lessons",
    request_body = NewTeaching, security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "It is proposed.", body = TeachingItem), Refusals))]
pub(crate) async fn teach(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<NewTeaching>,
) -> Result<(StatusCode, Json<TeachingItem>), Problem> {
    if wish.lessons.len() > LESSONS_MAX {
        return Err(Problem::invalid("`lessons` holds at most 500 ids"));
    }
    let language = match &wish.language {
        Some(it) => {
            it.parse::<Language>().map_err(|_| Problem::invalid("`language` is a tag such as `sv`"))?
        }
        None => at.clinic.default_language(),
    };
    let what = (wish.words.as_str(), wish.meaning.as_str(), language);
    let taught = lessons::teach(app.desk(), &at.clinic, what, &wish.lessons, &at.who).await?;
    Ok((StatusCode::CREATED, Json(item(taught, &at.zone))))
}

/// Plays the last thirty days again and says which messages would have been answered differently.
#[utoipa::path(get, path = "/api/v1/teachings/{id}/preview", operation_id = "previewTeaching", tag = "lessons",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "What would change.", body = PreviewItem), Refusals, Missing))]
pub(crate) async fn preview(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<PreviewItem>, Problem> {
    let preview = lessons::preview(app.desk(), &at.clinic, &id, &at.who).await?;
    let changes = preview.changes.iter().map(|it| change(it, &at.zone)).collect();
    Ok(Json(PreviewItem { turns: preview.turns, changes }))
}

/// Puts a teaching to use.
#[utoipa::path(put, path = "/api/v1/teachings/{id}/use", operation_id = "useTeaching", tag = "lessons",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "It is in use."), Refusals, Missing))]
pub(crate) async fn put_to_use(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    lessons::use_it(app.desk(), &at.clinic, &id, true, &at.who).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a teaching out of use.
#[utoipa::path(delete, path = "/api/v1/teachings/{id}/use", operation_id = "retireTeaching", tag = "lessons",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "It is out of use."), Refusals, Missing))]
pub(crate) async fn take_out(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    lessons::use_it(app.desk(), &at.clinic, &id, false, &at.who).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn item(it: Teaching, zone: &TimeZone) -> TeachingItem {
    TeachingItem {
        id: it.id,
        words: it.words,
        meaning: it.meaning,
        language: it.language.as_str().to_owned(),
        state: it.state,
        by: it.taught_by,
        at: instant::shown(it.taught_at, zone),
    }
}

fn change(it: &Change, zone: &TimeZone) -> ChangeItem {
    let (then, now) = it.gist();
    ChangeItem {
        conversation: it.conversation.to_string(),
        at: instant::shown(it.at, zone),
        words: it.changed.words.clone(),
        then: then.as_str(),
        now: now.as_str(),
    }
}
