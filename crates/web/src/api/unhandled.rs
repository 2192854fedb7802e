//! Notifications that were kept and not handled.

use super::Refusals;
use crate::app::App;
use crate::extract::Query;
use crate::instant;
use crate::page::{List, Page};
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use svara_desk::office::unhandled;
use utoipa::ToSchema;

/// A notification that nobody handled.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Unhandled)]
pub(crate) struct UnhandledItem {
    id: String,
    /// `message`, `status` or `other`.
    kind: &'static str,
    /// By which channel it came.
    channel: &'static str,
    /// When it came.
    #[schema(format = DateTime)]
    at: String,
    /// Why it was not handled.
    reason: String,
}

/// Notifications that were kept and not handled, the oldest first.
#[utoipa::path(get, path = "/api/v1/unhandled", operation_id = "listUnhandled", tag = "clinic", params(Page),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "A page of them.", body = List<UnhandledItem>), Refusals))]
pub(crate) async fn list(
    State(app): State<App>,
    at: BearerOrStaff,
    Query(page): Query<Page>,
) -> Result<Json<List<UnhandledItem>>, Problem> {
    let after = page.after.as_deref().filter(|it| !it.is_empty());
    let (found, more) = unhandled::list(app.desk(), &at.clinic, after, page.limit()?, &at.who).await?;
    let next = found.last().filter(|_| more).map(|it| it.id.clone());
    let items = found
        .into_iter()
        .map(|it| UnhandledItem {
            id: it.id,
            kind: it.kind,
            channel: "whatsapp",
            at: instant::shown(it.at, &at.zone),
            reason: it.reason,
        })
        .collect();
    Ok(Json(List { items, next }))
}
