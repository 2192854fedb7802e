//! Reviews of who looked at what, and what is said of each look.

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
use svara_desk::office::reviews::{self, Drawn, Review};
use utoipa::ToSchema;

/// A review of a month's looks.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccessReview)]
pub(crate) struct ReviewItem {
    id: String,
    /// Which month.
    #[schema(example = "2026-03")]
    period: String,
    /// How many looks there were in it.
    looks: i64,
    #[schema(format = DateTime)]
    drawn_at: String,
    #[schema(format = DateTime)]
    due_at: String,
    /// How many looks were drawn.
    entries: i64,
    /// Of how many nobody has said anything.
    open: i64,
    /// Something is open, and it was due already.
    overdue: bool,
}

/// The clinic's reviews.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccessReviews)]
pub(crate) struct ReviewsItem {
    items: Vec<ReviewItem>,
}

/// A review with everything that was drawn for it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccessReviewWithLooks)]
pub(crate) struct ReviewWithLooks {
    review: ReviewItem,
    items: Vec<LookItem>,
}

/// A look that was drawn.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DrawnLook)]
struct LookItem {
    /// Its place in the audit chain.
    seq: i64,
    #[schema(format = DateTime)]
    at: String,
    /// Who looked, by name.
    by: String,
    /// What kind of look, as the audit chain names it.
    kind: String,
    /// Whom it showed; of a list nobody is named.
    patients: Vec<LookedAt>,
    /// Why it was drawn: `sample`, `own_record`, `same_surname`, `no_relation`, `odd_hours`, `broke_glass`.
    why: Vec<String>,
    /// `justified`, `unclear` or `unjustified`; null: open.
    #[schema(required)]
    verdict: Option<String>,
    #[schema(required)]
    words: Option<String>,
    /// Who said so, by name.
    #[schema(required)]
    judged_by: Option<String>,
    #[schema(required, format = DateTime)]
    judged_at: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LookedAt)]
struct LookedAt {
    id: String,
    /// Empty: they were forgotten since.
    name: String,
}

/// What is said of a look.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = LookVerdict)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerdictWish {
    /// `justified`, `unclear` or `unjustified`.
    verdict: String,
    /// How that is known, in words.
    words: String,
}

/// The reviews of who looked at what, the newest month first.
#[utoipa::path(get, path = "/api/v1/access-reviews", operation_id = "listAccessReviews", tag = "privacy",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The reviews.", body = ReviewsItem), Refusals))]
pub(crate) async fn list(State(app): State<App>, at: BearerOrStaff) -> Result<Json<ReviewsItem>, Problem> {
    let now = app.desk().now();
    let found = reviews::list(app.desk(), &at.clinic).await?;
    Ok(Json(ReviewsItem { items: found.into_iter().map(|it| review(it, now, &at.zone)).collect() }))
}

/// A review with the looks that were drawn for it. This shows patients, and is a look itself.
#[utoipa::path(get, path = "/api/v1/access-reviews/{id}", operation_id = "showAccessReview", tag = "privacy",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The looks.", body = ReviewWithLooks), Refusals, Missing))]
pub(crate) async fn show(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<ReviewWithLooks>, Problem> {
    let id = id.parse().map_err(|_| Problem::missing("the review"))?;
    let found = reviews::show(app.desk(), &at.clinic, &id, &at.who).await?;
    let (it, drawn) = found.ok_or_else(|| Problem::missing("the review"))?;
    let items = drawn.into_iter().map(|it| look(it, &at.zone)).collect();
    Ok(Json(ReviewWithLooks { review: review(it, app.desk().now(), &at.zone), items }))
}

/// Says of a look whether it was right, in a word and in words. Nobody judges their own looks while another could.
#[utoipa::path(put, path = "/api/v1/access-reviews/{id}/looks/{seq}", operation_id = "judgeLook", tag = "privacy",
    params(("id" = String, Path), ("seq" = i64, Path)), request_body = VerdictWish,
    security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "It is noted."), Refusals, Missing, Conflict))]
pub(crate) async fn judge(
    State(app): State<App>,
    at: BearerOrStaff,
    Path((id, seq)): Path<(String, String)>,
    Body(wish): Body<VerdictWish>,
) -> Result<StatusCode, Problem> {
    let (id, seq) = id.parse().ok().zip(seq.parse().ok()).ok_or_else(|| Problem::missing("the look"))?;
    let said = (wish.verdict.as_str(), wish.words.as_str());
    reviews::judge(app.desk(), &at.clinic, &id, seq, said, &at.who).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn review(it: Review, now: Timestamp, zone: &TimeZone) -> ReviewItem {
    ReviewItem {
        id: it.id.to_string(),
        period: it.period,
        looks: it.looks,
        drawn_at: instant::shown(it.drawn_at, zone),
        due_at: instant::shown(it.due_at, zone),
        entries: it.entries,
        open: it.open,
        overdue: it.open > 0 && it.due_at < now,
    }
}

fn look(it: Drawn, zone: &TimeZone) -> LookItem {
    let shown = it.patients.into_iter().map(|(id, name)| LookedAt { id: id.to_string(), name });
    LookItem {
        seq: it.entry.look.seq,
        at: instant::shown(it.entry.look.at, zone),
        by: it.by,
        kind: it.entry.look.kind,
        patients: shown.collect(),
        why: it.entry.why.split(' ').map(str::to_owned).collect(),
        verdict: it.entry.verdict,
        words: it.entry.words,
        judged_by: it.judged_by,
        judged_at: it.entry.judged_at.map(|it| instant::shown(it, zone)),
    }
}
