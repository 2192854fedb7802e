//! Bodies of the API and signed notifications, through the whole router.

use crate::house::{House, SARA, TOKEN};
use crate::round::{round, seeds};
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::Value;

/// The bodies are those of a day at the desk; ids in braces are the house's own.
const BODIES: &str = include_str!("seeds/bodies.jsonl");
/// Settled now and then, so that what was taken in is worked on, too.
const SETTLE_EVERY: u64 = 64;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

async fn furnished(text: &str) -> (House, Vec<Value>) {
    let house = House::open().await;
    house.writes(SARA, "Hej!").await;
    let visit = house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201).json();
    let talk = house.conversation(SARA).await;
    let id = |it: &Value| it["id"].as_str().unwrap().to_owned();
    let incident = serde_json::json!({"kind": "other", "what": "a list was lost"});
    let incident = house.post("/api/v1/incidents", incident).await.is(201).json();
    let filled = text
        .replace("{appointment}", &id(&visit))
        .replace("{patient}", &id(&visit["patient"]))
        .replace("{conversation}", &id(&talk))
        .replace("{incident}", &id(&incident));
    (house, seeds(&filled))
}

#[test]
fn bodies_of_the_api() {
    let runtime = runtime();
    let (house, all) = runtime.block_on(furnished(BODIES));
    let bodies: Vec<Value> = all.iter().map(|it| it["body"].clone()).collect();
    let sum = round("bodies of the API", &bodies, |it| {
        let door = &all[it.seed];
        let request = Request::builder()
            .method(door["method"].as_str().unwrap())
            .uri(format!("/api/v1/{}", door["path"].as_str().unwrap()))
            .header(header::AUTHORIZATION, format!("Bearer {TOKEN}"))
            .header(header::CONTENT_TYPE, "application/json");
        let answer = runtime.block_on(house.send(request.body(Body::from(it.bytes())).unwrap()));
        if answer.status.is_server_error() {
            return Err(format!("{} {}: {}", door["method"], door["path"], answer.text()));
        }
        Ok(answer.status.is_success())
    });
    assert!(sum.accepted > 0);
}

#[test]
fn signed_notifications() {
    let runtime = runtime();
    let (house, _) = runtime.block_on(furnished(BODIES));
    let mut all = seeds(include_str!("../../../channel/tests/fixtures/notifications.jsonl"));
    // What was found before: an id with line breaks was in hand for ever.
    all.extend(seeds(include_str!("seeds/found.jsonl")));
    let mut count = 0;
    let sum = round("signed notifications", &all, |it| {
        count += 1;
        let answer = runtime.block_on(async {
            let answer = house.hook(&it.bytes()).await;
            if count % SETTLE_EVERY == 0 {
                house.settle().await;
            }
            answer
        });
        if answer.status.is_server_error() { Err(answer.text()) } else { Ok(answer.status.is_success()) }
    });
    assert!(sum.accepted > 0);
}
