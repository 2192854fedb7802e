//! The Cloud API's paths. Absent: decisions, which `check` and `accept` make.

use super::Simulator;
use super::check;
use super::errors::ApiError;
use super::limits::BODY_BYTES_MAX;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, OriginalUri, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::collections::HashMap;

pub(super) fn router(simulator: Simulator) -> Router {
    Router::new()
        .route("/{version}/{id}/messages", post(messages))
        .route("/{version}/{id}", get(number))
        .route("/files/{key}", get(file))
        .route("/{version}/{id}/message_templates", get(message_templates))
        .route("/{version}/{id}/phone_numbers", get(phone_numbers))
        .route("/{version}/{id}/subscribed_apps", get(subscribed_apps))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(simulator)
}

async fn messages(
    State(simulator): State<Simulator>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let delay = simulator.faults().delay();
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let number = simulator.config().phone_number_id.clone();
    let answer = allowed(&simulator, &version, &headers)
        .and_then(|()| known(&id, &[&number]))
        .and_then(|()| is_json(&headers))
        .and_then(|()| check::parse(&body))
        .and_then(|it| simulator.accept(&it));
    if answer.is_ok() && simulator.faults().cuts() {
        return cut();
    }
    answered(answer)
}

/// The number by its id; any other id is a file's.
async fn number(
    State(simulator): State<Simulator>,
    Path((version, id)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Response {
    let number = simulator.config().phone_number_id.clone();
    let answer = allowed(&simulator, &version, &headers).and_then(|()| {
        if id == number {
            return Ok(described(&simulator));
        }
        if let Some(given) = query.get("phone_number_id") {
            known(given, &[&number])?;
        }
        let host = headers.get(header::HOST).and_then(|it| it.to_str().ok()).unwrap_or_default();
        let folder = uri.path().strip_suffix(&format!("/{version}/{id}")).unwrap_or_default();
        simulator.told_of(&id, &format!("http://{host}{folder}"))
    });
    answered(answer)
}

/// A file under the address that was told of it: with the token, like everything.
async fn file(State(simulator): State<Simulator>, Path(key): Path<String>, headers: HeaderMap) -> Response {
    if let Err(refusal) = token(&simulator, &headers) {
        return answered(Err(refusal));
    }
    match simulator.behind(&key) {
        Some((kind, bytes)) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn phone_numbers(
    State(simulator): State<Simulator>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let account = simulator.config().business_account_id.clone();
    let answer = allowed(&simulator, &version, &headers).and_then(|()| known(&id, &[&account]));
    answered(answer.map(|()| json!({ "data": [described(&simulator)] })))
}

async fn message_templates(
    State(simulator): State<Simulator>,
    Path((version, id)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let account = simulator.config().business_account_id.clone();
    let answer = allowed(&simulator, &version, &headers).and_then(|()| known(&id, &[&account]));
    let wanted = |name: &str| query.get("name").is_none_or(|it| it == name);
    let all = simulator.config().templates.iter().filter(|it| wanted(&it.name));
    let data: Vec<Value> = all.map(super::TemplateSpec::listed).collect();
    answered(answer.map(|()| json!({ "data": data })))
}

/// Our webhook is told of everything here.
async fn subscribed_apps(
    State(simulator): State<Simulator>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let account = simulator.config().business_account_id.clone();
    let answer = allowed(&simulator, &version, &headers).and_then(|()| known(&id, &[&account]));
    let app = json!({ "whatsapp_business_api_data": { "id": "1", "name": "svara" } });
    answered(answer.map(|()| json!({ "data": [app] })))
}

fn described(simulator: &Simulator) -> Value {
    let config = simulator.config();
    json!({
        "id": config.phone_number_id,
        "display_phone_number": config.display_phone_number,
        "verified_name": simulator.display_name(),
        "quality_rating": "GREEN",
    })
}

/// The token, and a version such as `v23.0`.
fn allowed(simulator: &Simulator, version: &str, headers: &HeaderMap) -> Result<(), ApiError> {
    token(simulator, headers)?;
    let figures = version.strip_prefix('v').and_then(|it| it.split_once('.'));
    let right =
        figures.is_some_and(|(major, minor)| major.parse::<u8>().is_ok() && minor.parse::<u8>().is_ok());
    if right { Ok(()) } else { Err(ApiError::new(2500, format!("Unknown path components: /{version}"))) }
}

fn token(simulator: &Simulator, headers: &HeaderMap) -> Result<(), ApiError> {
    let given = headers.get(header::AUTHORIZATION).and_then(|it| it.to_str().ok());
    if given.and_then(|it| it.strip_prefix("Bearer ")) == Some(simulator.config().access_token.as_str()) {
        return Ok(());
    }
    Err(ApiError::new(190, "Invalid OAuth access token - Cannot parse access token"))
}

fn known(id: &str, ids: &[&str]) -> Result<(), ApiError> {
    if ids.contains(&id) {
        return Ok(());
    }
    Err(ApiError::parameter(format!("Unsupported request. Object with ID '{id}' does not exist")))
}

fn is_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or("");
    if kind.starts_with("application/json") {
        return Ok(());
    }
    Err(ApiError::parameter("The content type must be application/json"))
}

fn answered(answer: Result<Value, ApiError>) -> Response {
    match answer {
        Ok(it) => Json(it).into_response(),
        Err(it) => {
            let status = StatusCode::from_u16(it.status()).expect("the statuses are written in `errors`");
            let trace = format!("A{:022X}", rand::random::<u64>());
            (status, Json(it.body(&trace))).into_response()
        }
    }
}

/// A connection that ends before the answer.
fn cut() -> Response {
    let broken = futures_util::stream::iter([Err::<Bytes, _>(std::io::Error::other("cut on purpose"))]);
    Response::new(Body::from_stream(broken))
}
