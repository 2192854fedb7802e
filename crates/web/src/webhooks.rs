//! Meta's door: the handshake, and notifications. A notification is checked on its raw bytes, stored and answered;
//! nothing else happens on its request.

use crate::app::App;
use crate::counters::Count;
use crate::extract::Query;
use crate::problem::Problem;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::time::Duration;
use subtle::ConstantTimeEq;
use svara_channel::whatsapp::signature;
use svara_desk::TakeInError;

/// Meta: notifications are up to 3 MB; read as MiB with room for what surrounds it.
const NOTIFICATION_BYTES_MAX: usize = 4 * 1024 * 1024;
/// A notification that is not stored by then is answered 503 and delivered again: longer than any group of units takes,
/// and no longer than a provider waits.
const PATIENCE: Duration = Duration::from_secs(5);
/// When a provider that was put off may come again: by then a flood of a thousand has been stored many times over.
const RETRY_AFTER_SECONDS: i64 = 5;
const SIGNATURE: &str = "x-hub-signature-256";
/// Meta's challenge is a short number; nothing longer is echoed.
const CHALLENGE_CHARACTERS_MAX: usize = 256;

#[derive(Deserialize)]
pub(crate) struct Handshake {
    #[serde(rename = "hub.mode")]
    mode: Option<String>,
    #[serde(rename = "hub.verify_token")]
    token: Option<String>,
    #[serde(rename = "hub.challenge")]
    challenge: Option<String>,
}

/// Meta asks whether the address is ours, and hears its challenge back.
pub(crate) async fn handshake(
    State(app): State<App>,
    Query(asked): Query<Handshake>,
) -> Result<impl IntoResponse, Problem> {
    let ours = app.desk().config().whatsapp.verify_token.as_bytes();
    let given = asked.token.unwrap_or_default();
    let right = !ours.is_empty() && bool::from(ours.ct_eq(given.as_bytes()));
    if asked.mode.as_deref() != Some("subscribe") || !right {
        return Err(Problem::forbidden("the verify token is not the one configured"));
    }
    let challenge = asked.challenge.unwrap_or_default();
    let printable = challenge.bytes().all(|it| it.is_ascii_graphic());
    if challenge.is_empty() || challenge.len() > CHALLENGE_CHARACTERS_MAX || !printable {
        return Err(Problem::invalid("`hub.challenge` is missing or no challenge of Meta's"));
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], challenge))
}

/// One notification, or several in one. Answered 200 only once it is stored, so that Meta delivers again what was not.
pub(crate) async fn notification(State(app): State<App>, headers: HeaderMap, body: Body) -> Response {
    let (count, mut answer) = match take_in(&app, &headers, body).await {
        Ok(()) => (Count::NotificationAccepted, StatusCode::OK.into_response()),
        Err((count, problem)) => (count, problem.into_response()),
    };
    if answer.status() == StatusCode::PAYLOAD_TOO_LARGE {
        // The rest of the body stays unread: whoever sent it must not use this connection again.
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    app.counters().one(count);
    answer
}

async fn take_in(app: &App, headers: &HeaderMap, body: Body) -> Result<(), (Count, Problem)> {
    let raw = to_bytes(body, NOTIFICATION_BYTES_MAX)
        .await
        .map_err(|_| (Count::NotificationTooLarge, Problem::too_large(NOTIFICATION_BYTES_MAX)))?;
    if !signature::is_valid(&app.desk().config().whatsapp.app_secret, &raw, only_signature(headers)) {
        return Err((
            Count::NotificationBadSignature,
            Problem::not_you("the signature does not fit the body"),
        ));
    }
    let taken = tokio::time::timeout(PATIENCE, app.desk().take_in_whatsapp(&raw)).await;
    match taken {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(TakeInError::NotJson)) => {
            Err((Count::NotificationNotJson, Problem::invalid("the body is not JSON")))
        }
        Ok(Err(TakeInError::TooMany)) => {
            Err((Count::NotificationPutOff, later("too many notifications wait")))
        }
        // What was begun may still be kept; the second delivery is known then.
        Err(_) => Err((Count::NotificationPutOff, later("storing takes too long"))),
        Ok(Err(TakeInError::Desk(error))) => {
            tracing::error!(%error, "a notification could not be stored");
            Err((Count::NotificationFailed, later("the notification could not be stored")))
        }
    }
}

fn later(why: &str) -> Problem {
    Problem::later(format!("{why}; deliver it again"), RETRY_AFTER_SECONDS)
}

/// Two signatures are as good as none.
fn only_signature(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(SIGNATURE).iter();
    let first = all.next()?;
    if all.next().is_some() { None } else { first.to_str().ok() }
}
