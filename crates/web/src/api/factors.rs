//! The second factor: setting an authenticator up, and showing its code after the password.

use super::session::Session;
use super::{Conflict, Refusals};
use crate::app::App;
use crate::counters::Count;
use crate::extract::Body;
use crate::problem::{Problem, ProblemBody};
use crate::who::{self, AtTheDoor};
use axum::Json;
use axum::extract::State;
use axum_extra::extract::cookie::CookieJar;
use serde::{Deserialize, Serialize};
use svara_desk::office::factors::{self, Enrolled, Enrolment, Shown};
use svara_desk::office::sessions::Next;
use utoipa::ToSchema;

/// A code of the authenticator, or one from paper.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Code {
    #[schema(example = "287 082")]
    code: String,
}

/// What an authenticator needs to know. It opens nothing until its first code was right.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewAuthenticator {
    /// To be typed in.
    secret: String,
    /// The same as an `otpauth:` address.
    address: String,
    /// The address as a QR code: a text a row, `#` for dark and a blank for light.
    qr: Vec<String>,
}

/// The authenticator is set up.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuthenticatorSet {
    session: Session,
    /// Each opens the console once, when the phone is gone. They are shown here and never again.
    recovery_codes: Vec<String>,
}

/// Shows the code that is asked for after the password.
#[utoipa::path(post, path = "/api/v1/session/code", operation_id = "showCode", tag = "staff", request_body = Code,
    security(("session" = [])),
    responses((status = 200, description = "Welcome.", body = Session), Refusals, Conflict,
        (status = 429, description = "Too many wrong codes.", body = ProblemBody, content_type = "application/problem+json")))]
pub(crate) async fn show(
    State(app): State<App>,
    AtTheDoor(it): AtTheDoor,
    jar: CookieJar,
    Body(given): Body<Code>,
) -> Result<(CookieJar, Json<Session>), Problem> {
    match factors::show(app.desk(), app.keeper(), &it, &given.code).await? {
        Shown::In(session) => {
            app.counters().one(Count::SignInRight);
            let body = Session::new(&it.staff, Next::Nothing, app.clinic(None).as_deref());
            Ok((jar.add(who::cookie(&app, &session)), Json(body)))
        }
        Shown::Wrong => {
            app.counters().one(Count::SignInWrong);
            Err(Problem::not_you("this code is wrong, or was used before"))
        }
        Shown::Wait { seconds } => {
            app.counters().one(Count::SignInWaits);
            Err(Problem::wait(seconds))
        }
    }
}

/// Begins to set an authenticator up.
#[utoipa::path(post, path = "/api/v1/second-factor", operation_id = "beginAuthenticator", tag = "staff",
    security(("session" = [])),
    responses((status = 200, description = "What the authenticator needs to know.", body = NewAuthenticator), Refusals, Conflict))]
pub(crate) async fn enrol(
    State(app): State<App>,
    AtTheDoor(it): AtTheDoor,
) -> Result<Json<NewAuthenticator>, Problem> {
    let clinic = app.clinic(None).map_or_else(|| "Svara".to_owned(), |it| it.name.clone());
    let Enrolment { secret, address, qr } = factors::enrol(app.desk(), &it, &clinic).await?;
    let row = |it: Vec<bool>| it.into_iter().map(|dark| if dark { '#' } else { ' ' }).collect();
    Ok(Json(NewAuthenticator { secret, address, qr: qr.into_iter().map(row).collect() }))
}

/// Shows the first code of the authenticator that is being set up. Every other session of the account ends.
#[utoipa::path(put, path = "/api/v1/second-factor", operation_id = "setAuthenticator", tag = "staff", request_body = Code,
    security(("session" = [])),
    responses((status = 200, description = "It is set up.", body = AuthenticatorSet), Refusals, Conflict,
        (status = 429, description = "Too many wrong codes.", body = ProblemBody, content_type = "application/problem+json")))]
pub(crate) async fn confirm(
    State(app): State<App>,
    AtTheDoor(it): AtTheDoor,
    jar: CookieJar,
    Body(given): Body<Code>,
) -> Result<(CookieJar, Json<AuthenticatorSet>), Problem> {
    match factors::confirm(app.desk(), app.keeper(), &it, &given.code).await? {
        Enrolled::Done(session, recovery_codes) => {
            let body = Session::new(&it.staff, Next::Nothing, app.clinic(None).as_deref());
            let body = AuthenticatorSet { session: body, recovery_codes };
            Ok((jar.add(who::cookie(&app, &session)), Json(body)))
        }
        Enrolled::Wrong => {
            Err(Problem::invalid("this code does not fit; wait for the next one and check the phone's clock"))
        }
        Enrolled::Wait { seconds } => Err(Problem::wait(seconds)),
    }
}
