//! The demo's clock, and waiting for the desk.

use crate::house::{House, SARA};
use axum::Router;
use axum::http::Method;
use serde_json::{Value, json};
use svara_model::Outgoing;
use svara_web::{Counters, Operations, Web};

#[tokio::test]
async fn the_clock_moves_forward_and_never_back() {
    let house = House::open().await;
    let now = async || house.get("/demo/clock").await.is(200).json()["now"].clone();
    assert_eq!(now().await, "2026-03-10T09:00:00+01:00");
    let steps = [
        (json!({"advance": "PT24H"}), "2026-03-11T09:00:00+01:00"),
        (json!({"now": "2026-03-27T08:00:00Z"}), "2026-03-27T09:00:00+01:00"),
        (json!({"now": "2026-03-27T09:00:00+01:00"}), "2026-03-27T09:00:00+01:00"),
        // The night of the 29th has 23 hours: a day is a day of the calendar, 24 hours are 24 hours.
        (json!({"advance": "P2D"}), "2026-03-29T09:00:00+02:00"),
        (json!({"advance": "PT90S"}), "2026-03-29T09:01:30+02:00"),
    ];
    for (wish, expected) in steps {
        assert_eq!(house.post("/demo/clock", wish).await.is(200).json(), json!({"now": expected}));
        assert_eq!(now().await, expected);
    }
    for (wish, status, detail) in [
        (json!({"now": "2026-03-28T09:00:00+01:00"}), 400, "forward"),
        (json!({"advance": "-PT1H"}), 400, "forward"),
        (json!({"advance": "tomorrow"}), 400, "ISO 8601"),
        (json!({"advance": "P9999Y"}), 400, "calendar"),
        (json!({"now": "later"}), 400, "RFC 3339"),
        (json!({}), 400, "either"),
        (json!({"now": "2026-04-01T09:00:00Z", "advance": "PT1H"}), 400, "either"),
        (json!({"advance": 3}), 422, "advance"),
    ] {
        house.post("/demo/clock", wish).await.refused(status, detail);
    }
    assert_eq!(now().await, "2026-03-29T09:01:30+02:00");
}

#[tokio::test]
async fn a_jump_goes_to_the_next_reminder_and_it_leaves() {
    let house = House::open().await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    let mut jumped = house.post("/demo/jump", json!({})).await.is(200).json();
    while house.sent_to(SARA).is_empty() && jumped["what"] == "reminder" {
        jumped = house.post("/demo/jump", json!({})).await.is(200).json();
    }
    assert_eq!(jumped, json!({"now": "2026-03-11T09:00:00+01:00", "what": "reminder"}));
    let sent = house.sent_to(SARA);
    assert!(
        matches!(sent.as_slice(), [Outgoing::Template(it)] if it.name == "appointment_reminder"),
        "{sent:?}"
    );
    for _ in 0..5 {
        jumped = house.post("/demo/jump", json!({})).await.is(200).json();
    }
    assert_eq!(jumped["what"], Value::Null);
}

#[tokio::test]
async fn the_demo_signs_a_browser_in_and_leads_to_the_console() {
    let house = House::open().await;
    for _ in 0..2 {
        let answer = house.stranger(Method::POST, "/demo/console", None).await.is(303);
        assert_eq!(answer.header("location"), "/");
        let cookie = answer.header("set-cookie").to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        let cookie = cookie.split(';').next().unwrap().to_owned();
        house.post("/demo/clock", json!({"advance": "P30D"})).await.is(200);
        let session =
            crate::staff::browser(&house, Method::GET, "/api/v1/session", &cookie, true, None).await.is(200);
        assert_eq!(session.json()["staff"]["name"], "Robin Reception");
    }
}

#[tokio::test]
async fn none_of_it_exists_in_production() {
    let house = House::open().await;
    let router = svara_web::router(Web {
        desk: house.desk.clone(),
        api_tokens: Vec::new(),
        demo: None,
        operations: Operations::OwnListener,
        counters: Counters::default(),
        limits: svara_web::Limits::Off,
        open_id: None,
        staff_sign_in: None,
        stage: std::sync::Arc::new(crate::settings::Curtain),
    });
    let production = House { router, ..house };
    for (method, path) in [
        (Method::GET, "/demo/clock"),
        (Method::POST, "/demo/clock"),
        (Method::POST, "/demo/settle"),
        (Method::POST, "/demo/jump"),
        (Method::POST, "/demo/console"),
        (Method::GET, "/metrics"),
    ] {
        let answer = production.stranger(method, path, None).await;
        // What is no address of ours is the console's page, which is no secret.
        let is_page = answer.status == 200 && answer.text().starts_with("<!doctype html>");
        assert!(is_page || answer.status == 404, "{path}: {}", answer.status);
    }
}

#[tokio::test]
async fn the_pages_of_the_simulator_are_merged() {
    let house = House::open().await;
    let pages = Router::new().route("/phone", axum::routing::get(|| async { "a phone" }));
    let clock = std::sync::Arc::new(svara_desk::MovableClock::standing(house.desk.now()));
    let router = svara_web::router(Web {
        desk: house.desk.clone(),
        api_tokens: Vec::new(),
        demo: Some(svara_web::Demo { clock, pages }),
        operations: Operations::Here,
        counters: Counters::default(),
        limits: svara_web::Limits::Off,
        open_id: None,
        staff_sign_in: None,
        stage: std::sync::Arc::new(crate::settings::Curtain),
    });
    let demo = House { router, ..house };
    let phone = demo.stranger(Method::GET, "/phone", None).await.is(200);
    assert_eq!(phone.text(), "a phone");
    assert_eq!(phone.header("x-content-type-options"), "nosniff");
}
