//! One's own account: where one is signed in, locking the screen, another password.

use super::session::Session;
use super::{Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path};
use crate::instant;
use crate::problem::{Problem, ProblemBody};
use crate::who::{self, AtTheDoor, Staff};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum_extra::extract::cookie::CookieJar;
use serde::{Deserialize, Serialize};
use svara_desk::office::accounts::{self, SignIn};
use svara_desk::office::factors::{self, Shown};
use svara_desk::office::sessions::{self, Next};
use svara_model::SessionId;
use utoipa::ToSchema;

/// Where one is signed in.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnSessions {
    items: Vec<OwnSession>,
    /// Codes on paper that are left.
    recovery_codes_left: i64,
}

/// A signed-in browser.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnSession {
    id: String,
    /// Which browser it looks like.
    #[schema(example = "Firefox, Windows")]
    browser: String,
    #[schema(format = DateTime)]
    started_at: String,
    /// To the minute.
    #[schema(format = DateTime)]
    seen_at: String,
    /// Whether it is the one that asks.
    here: bool,
}

/// A password, or a code.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Unlocking {
    pub(crate) password_or_code: String,
}

/// The password that is, and the one that shall be.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewPassword {
    old: String,
    /// 12 to 128 characters.
    #[schema(min_length = 12, max_length = 128)]
    new: String,
}

/// Where one is signed in, the latest first.
#[utoipa::path(get, path = "/api/v1/sessions", operation_id = "listSessions", tag = "staff", security(("session" = [])),
    responses((status = 200, description = "One's own sessions.", body = OwnSessions), Refusals))]
pub(crate) async fn list(State(app): State<App>, at: Staff) -> Result<Json<OwnSessions>, Problem> {
    let (id, zone) = (&at.signed_in.staff.id, instant::zone(&at.clinic));
    let items = sessions::of(app.desk(), id).await?.into_iter().map(|it| OwnSession {
        here: it.id == at.signed_in.session.id,
        id: it.id.to_string(),
        browser: it.browser,
        started_at: instant::shown(it.started_at, &zone),
        seen_at: instant::shown(it.seen_at, &zone),
    });
    let items = items.collect();
    Ok(Json(OwnSessions { items, recovery_codes_left: factors::recovery_left(app.desk(), id).await? }))
}

/// Ends every session of one's own but this one.
#[utoipa::path(delete, path = "/api/v1/sessions", operation_id = "endOtherSessions", tag = "staff", security(("session" = [])),
    responses((status = 204, description = "They are over."), Refusals))]
pub(crate) async fn end_others(State(app): State<App>, at: Staff) -> Result<StatusCode, Problem> {
    sessions::end_others(app.desk(), &at.signed_in, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/api/v1/sessions/{id}", operation_id = "endSession", tag = "staff",
    params(("id" = String, Path)), security(("session" = [])),
    responses((status = 204, description = "It is over."), Refusals, Missing))]
pub(crate) async fn end_one(
    State(app): State<App>,
    at: Staff,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let id: SessionId = id.parse().map_err(|_| Problem::missing("this session"))?;
    match sessions::end_others(app.desk(), &at.signed_in, Some(id)).await? {
        0 => Err(Problem::missing("this session")),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

/// Locks the screen: whoever sits down next sees nothing.
#[utoipa::path(post, path = "/api/v1/session/lock", operation_id = "lockScreen", tag = "staff", security(("session" = [])),
    responses((status = 204, description = "It is locked."), Refusals))]
pub(crate) async fn lock(State(app): State<App>, at: Staff) -> Result<StatusCode, Problem> {
    sessions::lock(app.desk(), &at.signed_in).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Unlocks the screen.
#[utoipa::path(post, path = "/api/v1/session/unlock", operation_id = "unlockScreen", tag = "staff", request_body = Unlocking,
    security(("session" = [])),
    responses((status = 200, description = "It is open.", body = Session), Refusals,
        (status = 429, description = "Too many wrong tries.", body = ProblemBody, content_type = "application/problem+json")))]
pub(crate) async fn unlock(
    State(app): State<App>,
    AtTheDoor(it): AtTheDoor,
    Body(given): Body<Unlocking>,
) -> Result<Json<Session>, Problem> {
    if it.next() != Next::Unlock {
        return Ok(Json(Session::new(&it.staff, it.next(), app.clinic(None).as_deref())));
    }
    match factors::unlock(app.desk(), app.keeper(), &it, &given.password_or_code).await? {
        Shown::In(_) => Ok(Json(Session::new(&it.staff, Next::Nothing, app.clinic(None).as_deref()))),
        Shown::Wrong => Err(Problem::invalid("password_or_code: neither your password nor a code of now")),
        Shown::Wait { seconds } => Err(Problem::wait(seconds)),
    }
}

/// Another password. Every other session of one's own ends.
#[utoipa::path(put, path = "/api/v1/account/password", operation_id = "changePassword", tag = "staff",
    request_body = NewPassword, security(("session" = [])),
    responses((status = 204, description = "It is changed."), Refusals,
        (status = 429, description = "Too many wrong passwords.", body = ProblemBody, content_type = "application/problem+json")))]
pub(crate) async fn password(
    State(app): State<App>,
    at: Staff,
    headers: HeaderMap,
    jar: CookieJar,
    Body(given): Body<NewPassword>,
) -> Result<(StatusCode, CookieJar), Problem> {
    let browser = who::browser_name(&headers);
    let (desk, keeper) = (app.desk(), app.keeper());
    match accounts::change_password(desk, keeper, &at.signed_in, &given.old, &given.new, &browser).await? {
        SignIn::In(_, session) => Ok((StatusCode::NO_CONTENT, jar.add(who::cookie(&app, &session)))),
        SignIn::Wrong => Err(Problem::invalid("old: this is not your password")),
        SignIn::Wait { seconds } => Err(Problem::wait(seconds)),
    }
}
