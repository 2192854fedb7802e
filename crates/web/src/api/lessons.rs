//! What went wrong in conversations, grouped by wording: not understood, corrected, refused, left, taken over.

use super::Refusals;
use crate::app::App;
use crate::extract::Body;
use crate::instant;
use crate::page::List;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use svara_desk::office::lessons::{self, Group};
use utoipa::ToSchema;

/// Groups shown at once; the largest come first, and those behind them come when these are dealt with.
const GROUPS_MAX: usize = 100;
/// Messages shown of one group.
const EXAMPLES_MAX: usize = 5;
/// Lessons dealt with in one go.
pub(super) const LESSONS_MAX: usize = 500;

/// Messages that say much the same and went wrong.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LessonGroup)]
pub(crate) struct GroupItem {
    /// How the newest of them is worded.
    words: String,
    /// Others of them, as written.
    examples: Vec<String>,
    /// The language they were read in.
    language: String,
    /// What they were taken for: an intent, or what else was heard.
    heard: String,
    /// How many there are.
    count: usize,
    /// How many by how they went wrong: `fallback correction no takeover dropoff`.
    kinds: BTreeMap<String, usize>,
    /// When the newest was written.
    #[schema(format = DateTime)]
    newest: String,
    /// Their ids.
    lessons: Vec<String>,
}

/// Lessons from which nothing is to be learned.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Dismissal {
    /// 1 to 500 ids.
    #[schema(min_items = 1, max_items = 500)]
    lessons: Vec<String>,
}

/// How many were closed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Dismissed {
    closed: u64,
}

/// What went wrong, grouped by wording, the largest group first.
#[utoipa::path(get, path = "/api/v1/lessons", operation_id = "listLessons", tag = "lessons",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The largest groups.", body = List<GroupItem>), Refusals))]
pub(crate) async fn list(
    State(app): State<App>,
    at: BearerOrStaff,
) -> Result<Json<List<GroupItem>>, Problem> {
    let groups = lessons::groups(app.desk(), &at.clinic, &at.who).await?;
    let items = groups.into_iter().take(GROUPS_MAX).map(|it| item(it, &at.zone)).collect();
    Ok(Json(List { items, next: None }))
}

/// Closes lessons from which nothing is to be learned.
#[utoipa::path(post, path = "/api/v1/lessons/dismissal", operation_id = "dismissLessons", tag = "lessons",
    request_body = Dismissal, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "They are closed.", body = Dismissed), Refusals))]
pub(crate) async fn dismiss(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<Dismissal>,
) -> Result<Json<Dismissed>, Problem> {
    if wish.lessons.is_empty() || wish.lessons.len() > LESSONS_MAX {
        return Err(Problem::invalid("`lessons` holds 1 to 500 ids"));
    }
    let closed = lessons::dismiss(app.desk(), &at.clinic, &wish.lessons, &at.who).await?;
    Ok(Json(Dismissed { closed }))
}

fn item(group: Group, zone: &TimeZone) -> GroupItem {
    let mut examples: Vec<String> = Vec::new();
    for it in &group.lessons {
        if it.words != group.words && !examples.contains(&it.words) && examples.len() < EXAMPLES_MAX {
            examples.push(it.words.clone());
        }
    }
    let newest = group.lessons.iter().map(|it| it.at).max().unwrap_or_default();
    GroupItem {
        words: group.words,
        examples,
        language: group.language.as_str().to_owned(),
        heard: group.heard,
        count: group.lessons.len(),
        kinds: group.kinds,
        newest: instant::shown(newest, zone),
        lessons: group.lessons.into_iter().take(LESSONS_MAX).map(|it| it.id).collect(),
    }
}
