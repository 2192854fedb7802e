//! Signing in and out, and who is signed in.

use super::Refusals;
use crate::app::App;
use crate::counters::Count;
use crate::extract::Body;
use crate::problem::Problem;
use crate::who::{self, Staff};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum_extra::extract::cookie::CookieJar;
use serde::{Deserialize, Serialize};
use svara_desk::office::accounts::{self, SignIn};
use svara_desk::office::sessions;
use svara_model::Clinic;
use utoipa::ToSchema;

/// Who is signed in, and where.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session {
    staff: StaffItem,
    /// Null until a clinic is set up.
    #[schema(required)]
    clinic: Option<ShortClinic>,
}

/// A member of staff.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Staff)]
struct StaffItem {
    name: String,
    email: String,
}

/// The clinic in short.
#[derive(Debug, Serialize, ToSchema)]
struct ShortClinic {
    id: String,
    name: String,
    time_zone: String,
    languages: Vec<String>,
}

impl Session {
    pub(crate) fn new(staff: &svara_desk::office::Member, clinic: Option<&Clinic>) -> Self {
        let clinic = clinic.map(|it| ShortClinic {
            id: it.id.to_string(),
            name: it.name.clone(),
            time_zone: it.time_zone.clone(),
            languages: it.languages.iter().map(ToString::to_string).collect(),
        });
        Self { staff: StaffItem { name: staff.name.clone(), email: staff.email.clone() }, clinic }
    }
}

/// Mail address and password.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Credentials {
    email: String,
    password: String,
}

/// Who is signed in in this browser.
#[utoipa::path(get, path = "/api/v1/session", operation_id = "showSession", tag = "staff", security(("session" = [])),
    responses((status = 200, description = "Somebody.", body = Session), Refusals))]
pub(crate) async fn show(at: Staff) -> Json<Session> {
    Json(Session::new(&at.signed_in.staff, Some(&at.clinic)))
}

/// Signs in: the answer sets the session's cookie.
#[utoipa::path(post, path = "/api/v1/session", operation_id = "signIn", tag = "staff", request_body = Credentials, security(()),
    responses((status = 200, description = "Welcome.", body = Session), Refusals,
        (status = 429, description = "Too many wrong passwords.", body = crate::problem::ProblemBody,
            content_type = "application/problem+json")))]
pub(crate) async fn sign_in(
    State(app): State<App>,
    jar: CookieJar,
    Body(given): Body<Credentials>,
) -> Result<(CookieJar, Json<Session>), Problem> {
    match accounts::sign_in(app.desk(), app.keeper(), &given.email, &given.password).await? {
        SignIn::In(staff, session) => {
            app.counters().one(Count::SignInRight);
            let body = Session::new(&staff, app.clinic(None).as_deref());
            Ok((jar.add(who::cookie(&app, &session)), Json(body)))
        }
        SignIn::Wrong => {
            app.counters().one(Count::SignInWrong);
            Err(Problem::not_you("the mail address or the password is wrong"))
        }
        SignIn::Wait { seconds } => {
            app.counters().one(Count::SignInWaits);
            Err(Problem::wait(seconds))
        }
    }
}

/// Signs out; the session is worth nothing from then on.
#[utoipa::path(delete, path = "/api/v1/session", operation_id = "signOut", tag = "staff", security(("session" = [])),
    responses((status = 204, description = "Nobody is signed in."), Refusals))]
pub(crate) async fn sign_out(
    State(app): State<App>,
    at: Staff,
    jar: CookieJar,
) -> Result<(StatusCode, CookieJar), Problem> {
    sessions::end(app.desk(), &at.signed_in).await?;
    Ok((StatusCode::NO_CONTENT, jar.add(who::no_cookie(&app))))
}
