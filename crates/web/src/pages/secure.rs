//! The page behind sign-in. Opening the link shows a button; the button leads to the provider; the way back leads to
//! the page. Nothing of anybody is shown before, and no preview of a messenger can use the link up.

use super::{TOKEN_CHARACTERS_MAX, over, page};
use crate::app::App;
use crate::extract::{Path, Query};
use crate::problem::Problem;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use serde::Deserialize;
use svara_channel::openid::{Departure, OpenId, OpenIdError};
use svara_desk::office::secure::{self, Door, SignedInPatient};
use svara_language::phrases::Key;

/// Sent back only to this part of the address; Lax, since the browser comes back from another site.
const LEFT: &str = "svara-left";
const PAGE: &str = "svara-page";
/// As long as the desk remembers (`office/secure.rs`).
const LEFT_SECONDS: i64 = 600;
const PAGE_SECONDS: i64 = 900;

#[derive(Template)]
#[template(path = "door.html")]
struct DoorPage {
    language: String,
    title: String,
    why: String,
    note: String,
    button: String,
}

#[derive(Template)]
#[template(path = "secure.html")]
struct SecurePage {
    language: String,
    title: String,
    visits_title: String,
    visits: Vec<String>,
    no_visits: String,
    messages_title: String,
    messages: Vec<(String, String)>,
    leave: String,
}

/// What the provider sends a browser back with.
#[derive(Deserialize)]
pub(crate) struct Back {
    code: Option<String>,
    state: Option<String>,
}

/// The link: says where one is, and offers to sign in.
pub(crate) async fn show(State(app): State<App>, Path(token): Path<String>) -> Result<Response, Problem> {
    let Some(door) = door(&app, &token).await? else { return Ok(over()) };
    Ok(at_the_door(&app, &door, StatusCode::OK, None))
}

/// The button: off to the provider.
pub(crate) async fn leave(
    State(app): State<App>,
    Path(token): Path<String>,
    jar: CookieJar,
) -> Result<Response, Problem> {
    let Some(door) = door(&app, &token).await? else { return Ok(over()) };
    let Some(provider) = app.open_id() else {
        return Ok(at_the_door(&app, &door, StatusCode::SERVICE_UNAVAILABLE, Some(Key::PageSecureFailed)));
    };
    match provider.depart().await {
        Ok((url, departure)) => {
            let remembered = serde_json::to_value(departure).map_err(|_| Problem::internal())?;
            let secret = secure::leave(app.desk(), &token, remembered).await?;
            Ok((jar.add(cookie(&app, LEFT, &secret, LEFT_SECONDS)), Redirect::to(&url)).into_response())
        }
        Err(error) => {
            tracing::warn!(%error, "a patient could not be sent to sign in");
            Ok(at_the_door(&app, &door, StatusCode::BAD_GATEWAY, Some(Key::PageSecureFailed)))
        }
    }
}

/// The way back: who signed in, and whether the link is theirs.
pub(crate) async fn back(
    State(app): State<App>,
    Query(back): Query<Back>,
    jar: CookieJar,
) -> Result<Response, Problem> {
    let left = jar.get(LEFT).map(|it| it.value().to_owned());
    let jar = jar.add(cookie(&app, LEFT, "", 0));
    let (Some(left), Some(provider)) = (left, app.open_id()) else { return Ok(over()) };
    let Some((link, remembered)) = secure::come_back(app.desk(), &left).await? else { return Ok(over()) };
    let Some(door) = door(&app, &link).await? else { return Ok(over()) };
    let refused = |status, why| (jar.clone(), at_the_door(&app, &door, status, Some(why))).into_response();
    let who = match arrive(provider, remembered, &back).await {
        Ok(who) => who,
        Err(OpenIdError::TooWeak) => return Ok(refused(StatusCode::FORBIDDEN, Key::PageSecureWeak)),
        Err(error) => {
            tracing::warn!(%error, "a patient could not sign in");
            return Ok(refused(StatusCode::FORBIDDEN, Key::PageSecureFailed));
        }
    };
    match secure::enter(app.desk(), &link, &who).await? {
        Some(secret) => {
            let jar = jar.add(cookie(&app, PAGE, &secret, PAGE_SECONDS));
            Ok((jar, Redirect::to("/secure")).into_response())
        }
        None => Ok(refused(StatusCode::FORBIDDEN, Key::PageSecureNotYou)),
    }
}

async fn arrive(
    provider: &OpenId,
    remembered: serde_json::Value,
    back: &Back,
) -> Result<SignedInPatient, OpenIdError> {
    let departure: Departure = serde_json::from_value(remembered).map_err(|_| OpenIdError::NotOurs)?;
    let (Some(code), Some(state)) = (&back.code, &back.state) else { return Err(OpenIdError::NotOurs) };
    let arrival = provider.arrive(departure, code.clone(), state).await?.if_strong()?;
    Ok(SignedInPatient { identity: arrival.identity(), name: arrival.name })
}

/// The page itself.
pub(crate) async fn shown(State(app): State<App>, jar: CookieJar) -> Result<Response, Problem> {
    let Some(secret) = jar.get(PAGE) else { return Ok(over()) };
    let Some(it) = secure::shown(app.desk(), secret.value()).await? else { return Ok(over()) };
    let shown = SecurePage {
        language: it.door.language.to_string(),
        title: it.door.say(Key::PageSecureTitle),
        visits_title: it.door.say(Key::PageSecureVisits),
        no_visits: it.door.say(Key::PageSecureNoVisits),
        messages_title: it.door.say(Key::PageSecureMessages),
        leave: it.door.say(Key::PageSecureLeave),
        visits: it.visits,
        messages: it.messages,
    };
    Ok(page(StatusCode::OK, &shown))
}

async fn door(app: &App, token: &str) -> Result<Option<Door>, Problem> {
    if token.len() > TOKEN_CHARACTERS_MAX {
        return Ok(None);
    }
    Ok(secure::door(app.desk(), token).await?)
}

fn at_the_door(app: &App, door: &Door, status: StatusCode, note: Option<Key>) -> Response {
    let shown = DoorPage {
        language: door.language.to_string(),
        title: door.say(Key::PageSecureTitle),
        why: door.say(Key::PageSecureWhy),
        note: note.map_or_else(String::new, |it| door.say(it)),
        button: door.say(Key::PageSecureSignIn),
    };
    let mut response = page(status, &shown);
    // Browsers ask the policy of this page whether its form may end at the provider.
    let origin = app.open_id().map(OpenId::origin).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self' {origin}; base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn cookie(app: &App, name: &str, secret: &str, seconds: i64) -> Cookie<'static> {
    let secure = if app.is_secure() { "; Secure" } else { "" };
    let text = format!("{name}={secret}; Path=/secure; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    Cookie::parse(text).expect("our secrets are letters and digits")
}
