//! The API's description: it is what is checked in, it is served, and every address in it asks who one is.

use crate::house::{House, SARA, TOKEN, with_body};
use axum::body::Body;
use axum::http::{Method, Request, header};
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;
use tower::ServiceExt;

/// Open to everybody: one has to get in somehow.
const OPEN: [(&str, &str); 4] = [
    ("post", "/api/v1/session"),
    ("get", "/api/v1/session/ways"),
    ("post", "/api/v1/setup"),
    ("post", "/api/v1/accounts"),
];

#[test]
fn the_description_is_the_one_checked_in() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    let fresh = svara_web::openapi();
    if std::env::var_os("SVARA_GENERATE").is_some() {
        std::fs::write(file, &fresh).unwrap();
    }
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        kept == fresh,
        "crates/web/openapi.json is stale: run `SVARA_GENERATE=1 cargo test -p svara-web description`"
    );
}

#[tokio::test]
async fn the_description_is_served_to_everybody() {
    let house = House::open().await;
    let served = house.stranger(Method::GET, "/api/v1/openapi.json", None).await.is(200);
    assert_eq!(served.text(), svara_web::openapi());
}

#[tokio::test]
async fn every_address_of_the_description_asks_who_one_is() {
    let house = House::open().await;
    let description: Value = serde_json::from_str(&svara_web::openapi()).unwrap();
    let mut asked = 0;
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let address = path.replace("{id}", "apt_01KKAZ5Q0000000000000000AB");
            let open = OPEN.contains(&(method.as_str(), path.as_str()));
            assert_eq!(
                open,
                operation["security"] == json!([{}]),
                "{method} {path}: {}",
                operation["security"]
            );
            if open {
                continue;
            }
            let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).unwrap();
            for credential in ["", "Bearer wrong", "Bearer ", "Basic aG91c2U6aG91c2U=", TOKEN] {
                let mut request = Request::builder().method(method.clone()).uri(&address);
                if !credential.is_empty() {
                    request = request.header(header::AUTHORIZATION, credential);
                }
                let answer = house.send(with_body(request, None)).await.refused(401, "");
                assert_eq!(answer.header("www-authenticate"), "Bearer");
            }
            asked += 1;
        }
    }
    assert!(asked >= 16, "only {asked} addresses were asked");
}

#[tokio::test]
async fn the_clinic_is_served_with_what_a_screen_needs() {
    let house = House::open().await;
    let it = house.get("/api/v1/clinic").await.is(200).json();
    assert_eq!(
        (&it["id"], &it["time_zone"], &it["languages"]),
        (&json!("nordkliniken"), &json!("Europe/Stockholm"), &json!(["sv", "en"]))
    );
    assert_eq!(it["now"], "2026-03-10T09:00:00+01:00");
    assert_eq!(
        it["services"][0],
        json!({"id": "undersokning", "name": {"sv": "Undersökning", "en": "Check-up"}, "minutes": 30, "price": 950, "default": true})
    );
    assert_eq!(
        it["practitioners"][0]["hours"],
        json!([{"days": ["mon", "tue", "wed", "thu"], "from": "08:00", "to": "12:00"}])
    );
    assert_eq!(it["rooms"], json!([{"id": "rum-1", "name": "Rum 1", "kind": "treatment"}]));
    assert_eq!(it["policy"]["offer_count"], 3);
}

#[tokio::test]
async fn the_live_line_tells_what_changed_and_nothing_personal() {
    let house = House::open().await;
    let request = Request::get("/api/v1/events").header(header::AUTHORIZATION, format!("Bearer {TOKEN}"));
    let response = house.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut line = response.into_body().into_data_stream();
    let booked = house.books(SARA, "2026-03-11T09:00:00+01:00").await.is(201).json();
    let heard = tokio::time::timeout(Duration::from_secs(10), line.next()).await.unwrap().unwrap().unwrap();
    let heard = String::from_utf8(heard.to_vec()).unwrap();
    let data = format!("data: {{\"what\":\"appointment\",\"id\":{}}}", booked["id"]);
    let (told, id) = heard.trim_end().rsplit_once("\nid: ").unwrap();
    assert_eq!(told, format!("event: changed\n{data}"));
    let place = id.to_owned();
    house.writes(SARA, "Hej").await;
    let heard = tokio::time::timeout(Duration::from_secs(10), line.next()).await.unwrap().unwrap().unwrap();
    let heard = String::from_utf8(heard.to_vec()).unwrap();
    assert!(heard.contains("\"what\":\"conversation\",\"id\":\"cnv_"), "{heard}");
    drop(line);

    let again = taken_up(&house, &place).await;
    assert!(again.contains("\"what\":\"conversation\""), "what came after the break is told again: {again}");
    assert!(!again.contains("appointment"), "and nothing from before it: {again}");
    let lost = taken_up(&house, "another-run.7").await;
    assert!(lost.contains("\"what\":\"everything\""), "{lost}");
}

/// The first that a line says which takes up at a place.
async fn taken_up(house: &House, place: &str) -> String {
    let request = Request::get("/api/v1/events").header(header::AUTHORIZATION, format!("Bearer {TOKEN}"));
    let request = request.header("last-event-id", place);
    let response = house.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let mut line = response.into_body().into_data_stream();
    let heard = tokio::time::timeout(Duration::from_secs(10), line.next()).await.unwrap().unwrap().unwrap();
    String::from_utf8(heard.to_vec()).unwrap()
}

#[test]
fn every_operation_has_a_name_of_its_own_and_answers_leave_nothing_out() {
    let description: Value = serde_json::from_str(&svara_web::openapi()).unwrap();
    let operations: Vec<&Value> = description["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|it| it.as_object().unwrap().values())
        .collect();
    let names: std::collections::HashSet<_> =
        operations.iter().map(|it| it["operationId"].as_str().unwrap()).collect();
    assert_eq!(names.len(), operations.len());
    for shape in ["Appointment", "Conversation", "Message", "Contact", "Patient", "Clinic", "Session"] {
        let schema = &description["components"]["schemas"][shape];
        let fields = schema["properties"].as_object().unwrap().len();
        assert_eq!(schema["required"].as_array().unwrap().len(), fields, "{shape}");
    }
}
