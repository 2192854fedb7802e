//! The way of staff to the house's identity provider and back. Absent: anything shown; the console says what came of it.

use crate::app::{App, StaffSignIn};
use crate::counters::Count;
use crate::extract::Query;
use crate::problem::Problem;
use crate::who;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use serde::Deserialize;
use svara_channel::openid::{Arrival, Departure, OpenIdError};
use svara_desk::office::providers::{self, Arrived, Entered, Errand, SIGN_IN_MINUTES};

/// Sent back only to this part of the address; Lax, since the browser comes back from another site.
const LEFT: &str = "svara-staff-left";

/// What the provider sends a browser back with.
#[derive(Deserialize)]
pub(crate) struct Back {
    code: Option<String>,
    state: Option<String>,
}

/// Off to the provider.
pub(crate) async fn leave(State(app): State<App>, jar: CookieJar) -> Result<Response, Problem> {
    let Some(way) = app.staff_sign_in() else { return Err(Problem::missing("a sign-in of this kind")) };
    match departure(&app, way, &Errand::SignIn).await {
        Ok((url, left)) => Ok((jar.add(left), Redirect::to(&url)).into_response()),
        Err(error) => {
            tracing::warn!(%error, "staff could not be sent to sign in");
            Ok(told("unreachable"))
        }
    }
}

/// Where to send a browser, and the cookie that knows it again.
pub(crate) async fn departure(
    app: &App,
    way: &StaffSignIn,
    errand: &Errand,
) -> Result<(String, Cookie<'static>), OpenIdError> {
    let broken = |it: &dyn std::fmt::Display| OpenIdError::Provider(it.to_string());
    let (url, departure) = way.provider.depart().await?;
    let remembered = serde_json::to_value(departure).map_err(|it| broken(&it))?;
    let secret = providers::leave(app.desk(), errand, remembered).await.map_err(|it| broken(&it))?;
    Ok((url, cookie(app, &secret, SIGN_IN_MINUTES * 60)))
}

/// The way back: who signed in, and whether an account here is theirs.
pub(crate) async fn back(
    State(app): State<App>,
    Query(back): Query<Back>,
    headers: HeaderMap,
    jar: CookieJar,
) -> Result<Response, Problem> {
    let left = jar.get(LEFT).map(|it| it.value().to_owned());
    let jar = jar.add(cookie(&app, "", 0));
    let (Some(left), Some(way)) = (left, app.staff_sign_in()) else {
        return Ok((jar, told("over")).into_response());
    };
    let Some((errand, remembered)) = providers::come_back(app.desk(), &left).await? else {
        return Ok((jar, told("over")).into_response());
    };
    let who = match arrive(way, remembered, back).await {
        Ok(who) => who,
        Err(error) => {
            tracing::warn!(%error, "staff could not sign in with the provider");
            app.counters().one(Count::SignInWrong);
            return Ok((jar, told("failed")).into_response());
        }
    };
    if let Errand::Link(account) = errand {
        let linked = providers::link(app.desk(), &account, &who).await?;
        let to =
            if linked { "/settings/account#provider=linked" } else { "/settings/account#provider=taken" };
        return Ok((jar, Redirect::to(to)).into_response());
    }
    match providers::enter(app.desk(), &who, &who::browser_name(&headers)).await? {
        Entered::In(session) => {
            app.counters().one(Count::SignInRight);
            Ok((jar.add(who::cookie(&app, &session)), Redirect::to("/")).into_response())
        }
        Entered::Nobody => {
            app.counters().one(Count::SignInWrong);
            Ok((jar, told("nobody")).into_response())
        }
    }
}

async fn arrive(
    way: &StaffSignIn,
    remembered: serde_json::Value,
    back: Back,
) -> Result<Arrived, OpenIdError> {
    let departure: Departure = serde_json::from_value(remembered).map_err(|_| OpenIdError::NotOurs)?;
    let (Some(code), Some(state)) = (back.code, back.state) else { return Err(OpenIdError::NotOurs) };
    let Arrival { issuer, subject, email, strong, .. } = way.provider.arrive(departure, code, &state).await?;
    Ok(Arrived { issuer, subject, email, strong })
}

/// Back to the page of the console that says it; behind a `#`, so that no server's log has it.
fn told(what: &str) -> Response {
    Redirect::to(&format!("/#sign-in={what}")).into_response()
}

fn cookie(app: &App, secret: &str, seconds: i64) -> Cookie<'static> {
    let secure = if app.is_secure() { "; Secure" } else { "" };
    let text = format!("{LEFT}={secret}; Path=/staff; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    Cookie::parse(text).expect("our secrets are letters and digits")
}
