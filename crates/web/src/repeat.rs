//! Requests that may come twice over a weak line: a POST with `Idempotency-Key` is carried out once, and the same
//! request under the same key is answered as it was (draft-ietf-httpapi-idempotency-key-header-07). What failed by
//! our own fault is not kept. Absent: which answers are kept how long (`svara-desk`).

use crate::app::App;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use svara_desk::office::answers::{Keyed, Seen};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that the answer is an old one.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
/// A UUID has 36; nobody needs more than this.
const KEY_CHARACTERS_MAX: usize = 255;
/// Larger than any body of the API.
const BODY_BYTES_MAX: usize = 1 << 20;

/// What is kept of an answer besides its status.
#[derive(Serialize, Deserialize)]
struct Kept {
    location: Option<String>,
    body: String,
}

/// Carries a keyed POST out once.
pub(crate) async fn once(State(app): State<App>, request: Request, next: Next) -> Response {
    let keyed = *request.method() == Method::POST && request.headers().contains_key(KEY);
    if !keyed {
        return next.run(request).await;
    }
    match known_or_new(&app, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn known_or_new(app: &App, request: Request, next: Next) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let key = key(parts.headers.get(KEY))?;
    // Who is not known gets no answer of somebody else's, old or new.
    let at = BearerOrStaff::from_request_parts(&mut parts, app).await?;
    let too_large = |_| Problem::too_large(BODY_BYTES_MAX);
    let body = to_bytes(body, BODY_BYTES_MAX).await.map_err(too_large)?;
    let path = parts.uri.path_and_query().map_or("", |it| it.as_str());
    let asks =
        hex(Sha256::new().chain_update(path).chain_update([0]).chain_update(&body).finalize().as_slice());
    let keyed = Keyed::new(format!("{}@{}", at.who.actor, at.clinic.id), key, asks);
    match keyed.begin(app.desk()).await? {
        Seen::Answered { status, body } => return replayed(status, &body),
        Seen::AtWork => {
            return Err(Problem::busy("the same request is being worked on; ask again in a moment"));
        }
        Seen::Other => {
            let detail = "this `Idempotency-Key` was used for another request; send a new one";
            return Err(Problem::rejected(StatusCode::UNPROCESSABLE_ENTITY, detail.to_owned()));
        }
        Seen::New => {}
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    kept(app, &keyed, response).await
}

async fn kept(app: &App, keyed: &Keyed, response: Response) -> Result<Response, Problem> {
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, BODY_BYTES_MAX).await.map_err(|_| Problem::internal())?;
    let answer = (!parts.status.is_server_error()).then(|| {
        let location = parts.headers.get(header::LOCATION).and_then(|it| it.to_str().ok());
        let location = location.map(str::to_owned);
        let kept = Kept { location, body: String::from_utf8_lossy(&body).into_owned() };
        (parts.status.as_u16(), serde_json::to_vec(&kept).expect("an answer is plain data"))
    });
    keyed.end(app.desk(), answer).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn replayed(status: u16, kept: &[u8]) -> Result<Response, Problem> {
    let kept: Kept = serde_json::from_slice(kept).map_err(|_| Problem::internal())?;
    let status = StatusCode::from_u16(status).map_err(|_| Problem::internal())?;
    let kind = if status.is_success() { "application/json" } else { "application/problem+json" };
    let mut response = (status, [(header::CONTENT_TYPE, kind)], kept.body).into_response();
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    if let Some(location) = kept.location.and_then(|it| HeaderValue::from_str(&it).ok()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

fn key(given: Option<&HeaderValue>) -> Result<String, Problem> {
    let text = given.and_then(|it| it.to_str().ok()).map(str::trim).unwrap_or_default();
    if text.is_empty() || text.len() > KEY_CHARACTERS_MAX {
        return Err(Problem::invalid("`Idempotency-Key` has 1 to 255 visible characters, such as a UUID"));
    }
    Ok(text.to_owned())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
