//! Signing in and out, and who is signed in.

use super::Refusals;
use crate::app::App;
use crate::counters::Count;
use crate::extract::Body;
use crate::problem::Problem;
use crate::who::{self, AtTheDoor};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use serde::{Deserialize, Serialize};
use svara_desk::office::accounts::{self, SignIn};
use svara_desk::office::sessions::{self, Next};
use svara_model::{Clinic, Role};
use utoipa::ToSchema;

/// Who is signed in, and where.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session {
    staff: StaffItem,
    /// Null until a clinic is set up.
    #[schema(required)]
    clinic: Option<ShortClinic>,
    /// What is still to be done before the console opens.
    next: NextStep,
}

/// What is still to be done before the console opens.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum NextStep {
    /// Nothing: welcome.
    Nothing,
    /// `POST /api/v1/session/code`.
    Code,
    /// `POST`, then `PUT /api/v1/second-factor`.
    Enrol,
    /// `POST /api/v1/session/unlock`.
    Unlock,
}

/// A member of staff.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Staff)]
struct StaffItem {
    id: String,
    name: String,
    email: String,
    /// What they are at the clinic.
    roles: Vec<&'static str>,
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
    pub(crate) fn new(staff: &svara_desk::office::Member, next: Next, clinic: Option<&Clinic>) -> Self {
        let clinic = clinic.map(|it| ShortClinic {
            id: it.id.to_string(),
            name: it.name.clone(),
            time_zone: it.time_zone.clone(),
            languages: it.languages.iter().map(ToString::to_string).collect(),
        });
        let next = match next {
            Next::Nothing => NextStep::Nothing,
            Next::Code => NextStep::Code,
            Next::Enrol => NextStep::Enrol,
            Next::Unlock => NextStep::Unlock,
        };
        let roles = staff.roles.iter().map(Role::as_str).collect();
        Self {
            staff: StaffItem {
                id: staff.id.to_string(),
                name: staff.name.clone(),
                email: staff.email.clone(),
                roles,
            },
            clinic,
            next,
        }
    }

    /// Of somebody whose password was just right.
    pub(crate) fn half(staff: &svara_desk::office::Member, clinic: Option<&Clinic>) -> Self {
        Self::new(staff, if staff.has_factor { Next::Code } else { Next::Enrol }, clinic)
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
pub(crate) async fn show(State(app): State<App>, AtTheDoor(it): AtTheDoor) -> Json<Session> {
    Json(Session::new(&it.staff, it.next(), app.clinic(None).as_deref()))
}

/// Signs in: the answer sets the session's cookie, and says what is still to be shown.
#[utoipa::path(post, path = "/api/v1/session", operation_id = "signIn", tag = "staff", request_body = Credentials, security(()),
    responses((status = 200, description = "Welcome.", body = Session), Refusals,
        (status = 429, description = "Too many wrong passwords.", body = crate::problem::ProblemBody,
            content_type = "application/problem+json")))]
pub(crate) async fn sign_in(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
    Body(given): Body<Credentials>,
) -> Result<(CookieJar, Json<Session>), Problem> {
    let browser = who::browser_name(&headers);
    match accounts::sign_in(app.desk(), app.keeper(), &given.email, &given.password, &browser).await? {
        SignIn::In(staff, session) => {
            app.counters().one(Count::SignInRight);
            let body = Session::half(&staff, app.clinic(None).as_deref());
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
    AtTheDoor(it): AtTheDoor,
    jar: CookieJar,
) -> Result<impl IntoResponse, Problem> {
    sessions::end(app.desk(), &it).await?;
    // Nothing of a patient is stored there anyway; whoever sits down next finds no trace either (ASVS 5.0, 14.3.1).
    let clear = [(HeaderName::from_static("clear-site-data"), "\"cache\"")];
    Ok((StatusCode::NO_CONTENT, jar.add(who::no_cookie(&app)), clear))
}
