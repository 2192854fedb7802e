//! The first clinic of an empty desk, set up by the first who works there.

use super::settings::{MistakeItem, Tried, Why};
use super::{Conflict, Refusals};
use crate::app::App;
use crate::extract::Body;
use crate::problem::Problem;
use crate::who::AtTheDoor;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use svara_desk::office::sessions::Next;
use svara_desk::office::settings;
use svara_model::Capability;
use utoipa::ToSchema;

/// The clinic that is there now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FirstClinic)]
pub(crate) struct FirstItem {
    id: String,
}

/// Sets up the first clinic, while there is none.
#[utoipa::path(post, path = "/api/v1/clinic", operation_id = "setUpClinic", tag = "settings", request_body = Tried,
    security(("session" = [])),
    responses((status = 201, description = "It is open.", body = FirstItem), Refusals, Conflict,
        (status = 422, description = "A field is wrong.", body = Why, content_type = "application/problem+json")))]
pub(crate) async fn set_up(
    State(app): State<App>,
    AtTheDoor(it): AtTheDoor,
    Body(tried): Body<Tried>,
) -> Result<Response, Problem> {
    match it.next() {
        Next::Nothing => {}
        Next::Code | Next::Enrol => return Err(Problem::not_you("the second factor is still to be shown")),
        Next::Unlock => return Err(Problem::locked()),
    }
    if !it.staff.roles.access(Capability::Settings).allows(true) {
        return Err(Problem::forbidden("your role does not open this; ask a manager"));
    }
    Ok(match settings::first(app.desk(), &tried.settings, &it.who()).await? {
        Ok(id) => (StatusCode::CREATED, Json(FirstItem { id: id.to_string() })).into_response(),
        Err(mistake) => Problem::unfit(mistake.to_string()).with(&Why::at(MistakeItem::from(mistake))),
    })
}
