//! Which ways there are to sign in, and linking one's account to the house's identity provider.

use super::Refusals;
use super::sessions::Unlocking;
use crate::app::App;
use crate::extract::Body;
use crate::pages::staff;
use crate::problem::{Problem, ProblemBody};
use crate::who::Staff;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum_extra::extract::cookie::CookieJar;
use serde::Serialize;
use svara_desk::office::factors::{self, Proved};
use svara_desk::office::providers::{self, Errand};
use utoipa::ToSchema;

/// The ways to sign in beside mail address and password.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignInWays {
    /// What the house calls its identity provider; null: there is none. A browser goes to `/staff/sign-in`.
    #[schema(required)]
    provider: Option<String>,
}

/// Where a browser goes next.
#[derive(Serialize, ToSchema)]
pub(crate) struct WayOut {
    /// At the provider.
    url: String,
}

/// Whether a provider opens one's account.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnProvider {
    /// What the house calls it; null: there is none.
    #[schema(required)]
    provider: Option<String>,
    linked: bool,
}

/// Which ways there are to sign in.
#[utoipa::path(get, path = "/api/v1/session/ways", operation_id = "signInWays", tag = "staff", security(()),
    responses((status = 200, description = "The ways.", body = SignInWays)))]
pub(crate) async fn ways(State(app): State<App>) -> Json<SignInWays> {
    Json(SignInWays { provider: app.staff_sign_in().map(|it| it.name.clone()) })
}

/// Whether the house's provider opens one's own account.
#[utoipa::path(get, path = "/api/v1/account/provider", operation_id = "ownProvider", tag = "staff",
    security(("session" = [])), responses((status = 200, description = "Whether.", body = OwnProvider), Refusals))]
pub(crate) async fn own(State(app): State<App>, at: Staff) -> Result<Json<OwnProvider>, Problem> {
    let linked = providers::is_linked(app.desk(), &at.signed_in.staff.id).await?;
    Ok(Json(OwnProvider { provider: app.staff_sign_in().map(|it| it.name.clone()), linked }))
}

/// Begins to link the house's provider to one's own account, with the password or a code shown once more: the browser
/// goes to the address, signs in there and comes back.
#[utoipa::path(post, path = "/api/v1/account/provider", operation_id = "linkProvider", tag = "staff",
    request_body = Unlocking, security(("session" = [])),
    responses((status = 200, description = "Where to go.", body = WayOut), Refusals,
        (status = 429, description = "Too many wrong tries.", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "The house has no provider.", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The provider can't be reached.", body = ProblemBody, content_type = "application/problem+json")))]
pub(crate) async fn link(
    State(app): State<App>,
    at: Staff,
    jar: CookieJar,
    Body(given): Body<Unlocking>,
) -> Result<(CookieJar, Json<WayOut>), Problem> {
    let Some(way) = app.staff_sign_in() else { return Err(Problem::missing("a provider of this house")) };
    let (desk, shown) = (app.desk(), &given.password_or_code);
    match factors::prove(desk, app.keeper(), &at.signed_in, shown, "staff.provider_link_refused").await? {
        Proved::Yes => {}
        Proved::No => {
            return Err(Problem::invalid("password_or_code: neither your password nor a code of now"));
        }
        Proved::Wait { seconds } => return Err(Problem::wait(seconds)),
    }
    let errand = Errand::Link(at.signed_in.staff.id.clone());
    let (url, left) = staff::departure(&app, way, &errand).await.map_err(|error| {
        tracing::warn!(%error, "staff could not be sent to link their account");
        Problem::unavailable("the sign-in provider can't be reached: try again in a moment")
    })?;
    Ok((jar.add(left), Json(WayOut { url })))
}

/// From now on no provider opens one's own account.
#[utoipa::path(delete, path = "/api/v1/account/provider", operation_id = "unlinkProvider", tag = "staff",
    security(("session" = [])), responses((status = 204, description = "None does."), Refusals))]
pub(crate) async fn unlink(State(app): State<App>, at: Staff) -> Result<StatusCode, Problem> {
    providers::unlink(app.desk(), &at.signed_in.staff.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
