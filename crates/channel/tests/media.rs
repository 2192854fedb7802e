//! Fetching what a patient sent, against a provider that answers as each row says.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use svara_channel::whatsapp::{Cloud, MediaError, http_client};

const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a picture";
const SHORT: Duration = Duration::from_millis(300);

/// What the provider says of a file, and what it hands over; and what it was asked, in order.
#[derive(Clone)]
struct Provider {
    told: (u16, Value),
    file: fn() -> Response,
    asked: Arc<Mutex<Vec<String>>>,
}

async fn answer(State(it): State<Provider>, uri: Uri, headers: HeaderMap) -> Response {
    let token = headers.get(header::AUTHORIZATION).map_or("", |it| it.to_str().unwrap());
    it.asked.lock().unwrap().push(format!("{uri} {token}"));
    if uri.path() == "/file" {
        return (it.file)();
    }
    (StatusCode::from_u16(it.told.0).unwrap(), it.told.1.to_string()).into_response()
}

fn picture() -> Response {
    JPEG.into_response()
}

/// Begins as a picture and never ends in time.
fn stalled() -> Response {
    let first = futures_util::stream::iter([Ok::<_, std::io::Error>(JPEG.to_vec())]);
    Body::from_stream(first.chain(futures_util::stream::pending())).into_response()
}

fn cut() -> Response {
    let parts = [Ok(JPEG.to_vec()), Err(std::io::Error::other("cut on purpose"))];
    Body::from_stream(futures_util::stream::iter(parts)).into_response()
}

/// Says nothing of its length and goes on and on.
fn endless() -> Response {
    let more = futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![0; 1 << 20]));
    let first = futures_util::stream::iter([Ok(JPEG.to_vec())]);
    Body::from_stream(first.chain(more)).into_response()
}

fn page() -> Response {
    b"<html><script>alert(1)</script>".into_response()
}

fn to_elsewhere() -> Response {
    (StatusCode::FOUND, [(header::LOCATION, "http://127.0.0.1:1/")]).into_response()
}

struct Played {
    outcome: Result<Vec<u8>, MediaError>,
    asked: Vec<String>,
}

/// `{base}` in the told address is where the provider stands.
async fn play(status: u16, told: Value, file: fn() -> Response) -> Played {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let told = serde_json::from_str(&told.to_string().replace("{base}", &base)).unwrap();
    let provider = Provider { told: (status, told), file, asked: Arc::default() };
    let router = Router::new().fallback(answer).with_state(provider.clone());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let cloud = Cloud::new(http_client(), &base, "v23.0", "token");
    let outcome = match cloud.media_within("100", "5", SHORT).await {
        Err(why) => Err(why),
        Ok(mut medium) => {
            let mut all = Ok(Vec::new());
            while let Some(part) = medium.parts.next().await {
                match part {
                    Ok(it) => all.as_mut().unwrap().extend(it),
                    Err(why) => all = Err(why),
                }
            }
            all
        }
    };
    let asked = provider.asked.lock().unwrap().clone();
    Played { outcome, asked }
}

fn told(mime_type: &str) -> Value {
    json!({"url": "{base}/file", "mime_type": mime_type, "id": "5", "file_size": 14})
}

#[tokio::test]
async fn a_file_is_asked_for_in_two_steps_with_our_token() {
    let it = play(200, told("image/jpeg"), picture).await;
    assert_eq!(it.outcome.as_deref(), Ok(JPEG));
    assert_eq!(it.asked, ["/v23.0/5?phone_number_id=100 Bearer token", "/file Bearer token"]);
}

#[tokio::test]
async fn what_does_not_come_says_why() {
    let error = |code: i64| json!({"error": {"code": code, "message": "m"}});
    let large = json!({"url": "{base}/file", "mime_type": "image/jpeg", "file_size": "99999999"});
    let gone = || StatusCode::NOT_FOUND.into_response();
    for (status, told, file, expected) in [
        (400, error(100), picture as fn() -> Response, MediaError::Gone),
        (404, error(33), picture, MediaError::Gone),
        (400, error(131_052), picture, MediaError::Gone),
        (401, error(190), picture, MediaError::Refused(190)),
        (502, json!("<html>"), picture, MediaError::Unreachable),
        (200, told("text/html"), picture, MediaError::Kind),
        (200, told("image/svg+xml"), picture, MediaError::Kind),
        (200, json!({"url": "{base}/file"}), picture, MediaError::Kind),
        (200, told("image/jpeg"), page, MediaError::Kind),
        (200, large, picture, MediaError::TooLarge),
        (200, told("image/jpeg"), endless, MediaError::TooLarge),
        (200, told("image/jpeg"), gone, MediaError::Gone),
        (200, told("image/jpeg"), || StatusCode::FORBIDDEN.into_response(), MediaError::Refused(403)),
        (200, told("image/jpeg"), || StatusCode::BAD_GATEWAY.into_response(), MediaError::Unreachable),
        (200, told("image/jpeg"), to_elsewhere, MediaError::Elsewhere),
        (200, told("image/jpeg"), stalled, MediaError::Unreachable),
        (200, told("image/jpeg"), cut, MediaError::Unreachable),
        (200, json!({"mime_type": "image/jpeg"}), picture, MediaError::Elsewhere),
    ] {
        let it = play(status, told.clone(), file).await;
        assert_eq!(it.outcome, Err(expected), "{status} {told}");
    }
}

#[tokio::test]
async fn an_address_that_ran_out_is_asked_for_once_more() {
    let it = play(200, told("image/jpeg"), || StatusCode::NOT_FOUND.into_response()).await;
    assert_eq!(it.asked.len(), 4, "{:?}", it.asked);
}

#[tokio::test]
async fn an_address_inside_the_house_is_never_asked() {
    let neighbour = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    neighbour.set_nonblocking(true).unwrap();
    let port = neighbour.local_addr().unwrap().port();
    for url in [
        format!("http://127.0.0.1:{port}/file"),
        format!("http://localhost:{port}/file"),
        format!("https://127.0.0.1:{port}/file"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "https://media.example/file".to_owned(),
        "file:///etc/passwd".to_owned(),
        "{base}@127.0.0.1/file".to_owned(),
    ] {
        let it = play(200, json!({"url": url, "mime_type": "image/jpeg"}), picture).await;
        assert_eq!((it.outcome, it.asked.len()), (Err(MediaError::Elsewhere), 1), "{url}");
    }
    assert!(neighbour.accept().is_err(), "nobody knocked");
}

#[tokio::test]
async fn an_id_that_is_none_leads_nowhere() {
    let cloud = Cloud::new(http_client(), "http://127.0.0.1:1", "v23.0", "token");
    for id in ["", "../../1", "5?x=y", "5/6", "5#"] {
        let why = cloud.media_within("100", id, SHORT).await.unwrap_err();
        assert_eq!(why, MediaError::Refused(0), "{id}");
    }
}
