//! What patients send beside words: opened by whom it may be, fetched at that moment, and harmless where it is shown.

use crate::house::{Answer, House, SARA, TOM, notification};
use crate::people::colleague;
use crate::staff::{browser, karin};
use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use svara_channel::whatsapp::{Cloud, http_client};

const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a picture";

/// A provider that has one file, says this of it, and counts how often it was asked.
#[derive(Clone)]
struct Provider {
    told: (u16, Value),
    file: &'static [u8],
    asked: Arc<AtomicU32>,
}

async fn answer(State(it): State<Provider>, uri: Uri) -> Response {
    it.asked.fetch_add(1, Ordering::Relaxed);
    if uri.path() == "/file" {
        return it.file.into_response();
    }
    (StatusCode::from_u16(it.told.0).unwrap(), it.told.1.to_string()).into_response()
}

/// The house gets its files from a provider that says this.
async fn provided(house: &House, status: u16, told: Value, file: &'static [u8]) -> Arc<AtomicU32> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let told = serde_json::from_str(&told.to_string().replace("{base}", &base)).unwrap();
    let provider = Provider { told: (status, told), file, asked: Arc::default() };
    let router = Router::new().fallback(answer).with_state(provider.clone());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    *house.provider.files.lock().unwrap() = Some(Cloud::new(http_client(), &base, "v23.0", "token"));
    provider.asked
}

/// A patient sends something beside words, as Meta tells of it.
pub async fn sends(house: &House, phone: &str, kind: &str, part: Value) {
    let id = format!("wamid.in.{}", house.written.fetch_add(1, Ordering::Relaxed));
    let mut told = notification(phone, &id, "", house.desk.now());
    let message = &mut told["entry"][0]["changes"][0]["value"]["messages"][0];
    message["type"] = json!(kind);
    message[kind] = part;
    message.as_object_mut().unwrap().remove("text");
    house.hook(told.to_string().as_bytes()).await.is(200);
    house.settle().await;
}

fn picture() -> Value {
    json!({"url": "{base}/file", "mime_type": "image/jpeg", "file_size": 14})
}

/// Sara has sent a picture; the address at which it is opened.
async fn sent(house: &House) -> String {
    let part = json!({"id": "900000000000077", "mime_type": "image/jpeg", "caption": "Så här ser det ut"});
    sends(house, SARA, "image", part).await;
    let talk = house.conversation(SARA).await;
    let line = talk["messages"].as_array().unwrap().iter().find(|it| !it["media"].is_null()).unwrap();
    let (talk, line) = (talk["id"].as_str().unwrap(), line["id"].as_str().unwrap());
    format!("/api/v1/conversations/{talk}/messages/{line}/media")
}

#[tokio::test]
async fn a_picture_is_told_of_with_its_message_and_fetched_only_when_opened() {
    let house = House::open().await;
    let asked = provided(&house, 200, picture(), JPEG).await;
    let path = sent(&house).await;
    let line = &house.conversation(SARA).await["messages"][0];
    assert_eq!(
        line["media"],
        json!({"kind": "image", "mime_type": "image/jpeg", "file_name": null, "caption": "Så här ser det ut",
            "until": "2026-03-17T09:00:00+01:00"})
    );
    assert_eq!(line["text"], "[picture] Så här ser det ut");
    assert_eq!(asked.load(Ordering::Relaxed), 0, "nothing was fetched");
    let opened = house.get(&path).await.is(200);
    assert_eq!(opened.body, JPEG);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
    house.get(&path).await.is(200);
    assert_eq!(asked.load(Ordering::Relaxed), 4, "nothing was kept");
    let chain = house.chain().await;
    assert_eq!(chain.iter().filter(|it| it.0 == "media.opened" && it.1 == "api:intake").count(), 2);
}

#[tokio::test]
async fn nothing_in_it_can_run_where_the_console_runs() {
    let house = House::open().await;
    provided(&house, 200, picture(), JPEG).await;
    let path = sent(&house).await;
    let it = house.get(&path).await.is(200);
    assert_eq!(it.header("content-type"), "image/jpeg");
    assert_eq!(it.header("content-disposition"), "attachment; filename*=UTF-8''whatsapp.jpg");
    assert_eq!(it.header("x-content-type-options"), "nosniff");
    assert_eq!(it.header("cache-control"), "no-store");
    assert_eq!(it.header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(it.headers.get_all("content-security-policy").iter().count(), 1);
    let policy = it.header("content-security-policy");
    assert!(policy.contains("default-src 'none'; sandbox;") && !policy.contains("'self'"), "{policy}");
}

/// An error that names its kind and what to do next.
fn told(answer: &Answer) -> (u16, String) {
    let body = answer.json();
    (answer.status.as_u16(), body["type"].as_str().unwrap().replace("urn:svara:problem:", ""))
}

#[tokio::test]
async fn what_does_not_come_says_why_and_what_to_do_and_is_no_look() {
    let house = House::open().await;
    let path = sent(&house).await;
    let page = b"<html><script>alert(1)</script></html>";
    let with = |more: Value| {
        let mut told = picture();
        told.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        told
    };
    for (status, said, file, expected) in [
        (400, json!({"error": {"code": 100}}), JPEG, (410, "media-gone")),
        (200, with(json!({"file_size": 10_485_761})), JPEG, (422, "media-too-large")),
        (200, with(json!({"mime_type": "text/html"})), page, (422, "media-kind")),
        (200, picture(), page, (422, "media-kind")),
        (401, json!({"error": {"code": 190}}), JPEG, (502, "media-refused")),
        (200, with(json!({"url": "http://169.254.169.254/latest/"})), JPEG, (502, "media-refused")),
        (200, with(json!({"url": "http://127.0.0.1:1/file"})), JPEG, (502, "media-refused")),
        (503, json!("<html>"), JPEG, (504, "media-unreachable")),
    ] {
        provided(&house, status, said.clone(), file).await;
        let answer = house.get(&path).await;
        assert_eq!(told(&answer), (expected.0, expected.1.to_owned()), "{said}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(": "), "it names the next step: {detail}");
    }
    let asked = provided(&house, 200, picture(), JPEG).await;
    drop(asked);
    *house.provider.files.lock().unwrap() =
        Some(Cloud::new(http_client(), "http://127.0.0.1:1", "v23.0", "token"));
    assert_eq!(told(&house.get(&path).await), (504, "media-unreachable".to_owned()));
    assert!(!house.chain().await.iter().any(|it| it.0 == "media.opened"), "nobody has seen anything");
}

#[tokio::test]
async fn who_may_read_messages_may_open_it_and_nobody_else() {
    let house = House::open().await;
    provided(&house, 200, picture(), JPEG).await;
    let path = sent(&house).await;
    karin(&house).await;
    for (role, practitioner, expected) in [
        ("reception", None, 200),
        ("manager", None, 200),
        // Sara comes to nobody yet: she is not theirs.
        ("practitioner", Some("haddad"), 404),
        ("technical", None, 403),
        ("auditor", None, 403),
    ] {
        let email = format!("{role}@nordkliniken.example");
        let cookie = colleague(&house, &email, &[role], practitioner).await;
        let answer = browser(&house, Method::GET, &path, &cookie, false, None).await;
        assert_eq!(answer.status.as_u16(), expected, "{role}: {}", answer.text());
    }
    house.stranger(Method::GET, &path, None).await.is(401);
    let chain = house.chain().await;
    assert_eq!(chain.iter().filter(|it| it.0 == "media.opened").count(), 2);
}

#[tokio::test]
async fn a_message_without_a_file_or_of_another_conversation_has_none() {
    let house = House::open().await;
    let asked = provided(&house, 200, picture(), JPEG).await;
    let path = sent(&house).await;
    house.writes(TOM, "Hi").await;
    let toms = house.conversation(TOM).await;
    let (talk, line) = (toms["id"].as_str().unwrap(), toms["messages"][0]["id"].as_str().unwrap());
    let saras = path.split('/').nth(4).unwrap();
    let picture = path.split('/').nth(6).unwrap();
    for (talk, line) in [(talk, line), (talk, picture), (saras, line), (saras, "x"), ("x", picture)] {
        house.get(&format!("/api/v1/conversations/{talk}/messages/{line}/media")).await.is(404);
    }
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}
