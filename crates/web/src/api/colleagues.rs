//! Who works here, for giving conversations over and for mentions. Absent: roles, doors and invitations.

use super::Refusals;
use crate::app::App;
use crate::page::List;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use svara_desk::office::accounts;
use utoipa::ToSchema;

/// Somebody who works here.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ColleagueName {
    id: String,
    name: String,
}

/// Everybody who works here.
#[utoipa::path(get, path = "/api/v1/colleagues", operation_id = "listColleagues", tag = "staff", security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "All colleagues.", body = List<ColleagueName>), Refusals))]
pub(crate) async fn list(
    State(app): State<App>,
    at: BearerOrStaff,
) -> Result<Json<List<ColleagueName>>, Problem> {
    // Who works here is no business of another clinic in the house.
    let ours = app.is_first(&at.clinic.id);
    let all = if ours { accounts::colleagues(app.desk()).await? } else { Vec::new() };
    let items = all.into_iter().map(|it| ColleagueName { id: it.id.to_string(), name: it.name });
    Ok(Json(List { items: items.collect(), next: None }))
}
