//! The register of incidents: opened by staff or by the desk, two clocks that run out, and a paper.

use crate::house::{House, SARA, TOM};
use crate::people::colleague;
use crate::staff::{browser, karin};
use axum::http::Method;
use serde_json::{Value, json};
use svara_desk::Chore;
use svara_desk::office::incidents;
use svara_store::testing;

async fn at(house: &House, now: &str) {
    house.post("/demo/clock", json!({"now": now})).await.is(200);
    house.desk.work(Chore::House).await.unwrap();
}

async fn first(house: &House) -> Value {
    house.get("/api/v1/incidents").await.is(200).json()["items"][0].clone()
}

fn wish() -> Value {
    json!({"kind": "wrong_recipient", "noticed_at": "2026-03-10T08:00:00+01:00",
        "what": "En lista gick till fel klinik.", "affected": 12})
}

async fn steps(house: &House, step: &str, words: &str) -> u16 {
    let path = format!("/api/v1/incidents/{}/steps", first(house).await["id"].as_str().unwrap());
    house.post(&path, json!({"step": step, "words": words})).await.status.as_u16()
}

async fn kinds(house: &House) -> Vec<String> {
    house.chain().await.into_iter().map(|it| it.0).collect()
}

#[tokio::test]
async fn the_clocks_run_from_when_it_was_noticed_and_run_out_once() {
    let house = House::open().await;
    let made = house.post("/api/v1/incidents", wish()).await.is(201).json();
    assert_eq!(made["warning"]["due_at"], "2026-03-11T08:00:00+01:00");
    assert_eq!(made["notification"]["due_at"], "2026-03-13T08:00:00+01:00");
    assert_eq!((&made["affected"], &made["closed_at"]), (&json!(12), &Value::Null));
    at(&house, "2026-03-11T08:00:00+01:00").await;
    assert_eq!(first(&house).await["warning"]["late"], false);
    at(&house, "2026-03-11T09:30:00+01:00").await;
    at(&house, "2026-03-11T11:00:00+01:00").await;
    let it = first(&house).await;
    assert_eq!((&it["warning"]["late"], &it["notification"]["late"]), (&json!(true), &json!(false)));
    let noted: Vec<&str> =
        it["steps"].as_array().unwrap().iter().map(|it| it["step"].as_str().unwrap()).collect();
    assert_eq!(noted, ["warning_late"], "once, however often the desk looks");
    assert_eq!(steps(&house, "notified", "IMY, ärende 1").await, 204);
    let it = first(&house).await;
    assert_eq!((&it["warning"]["late"], &it["notification"]["late"]), (&json!(true), &json!(false)));
    at(&house, "2026-03-14T09:00:00+01:00").await;
    assert_eq!(first(&house).await["notification"]["late"], false, "it was stopped in time");
    let ran_out = kinds(&house).await.into_iter().filter(|it| it == "incident.clock_ran_out").count();
    assert_eq!(ran_out, 1);
}

#[tokio::test]
async fn an_incident_is_closed_when_nobody_waits_to_be_told() {
    let house = House::open().await;
    house.post("/api/v1/incidents", wish()).await.is(201);
    assert_eq!(steps(&house, "closed", "klart").await, 409);
    assert_eq!(steps(&house, "measure", "Listan är raderad hos mottagaren.").await, 204);
    assert_eq!(steps(&house, "no_duty", " ").await, 400);
    assert_eq!(steps(&house, "no_duty", "Ingen risk: mottagaren har tystnadsplikt.").await, 204);
    assert_eq!(steps(&house, "closed", "klart").await, 204);
    assert_eq!(steps(&house, "measure", "mer").await, 409);
    let it = first(&house).await;
    assert_eq!(it["steps"].as_array().unwrap().len(), 3);
    assert!(!it["closed_at"].is_null());
    let clinic = house.desk.clinics()[0].clone();
    for (language, words) in
        [("sv", ["Till fel mottagare", "Berörda personer: 12"]), ("en", ["To the wrong", "concerned: 12"])]
    {
        let paper = incidents::paper(&house.desk, &clinic, &language.parse().unwrap()).await.unwrap();
        for word in words.iter().chain(&["Listan är raderad", "En lista gick till fel klinik."]) {
            assert!(paper.contains(word), "{word}: {paper}");
        }
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_roles_hold() {
    let house = House::open().await;
    for (field, value, told) in [
        ("kind", json!("poem"), "`kind`"),
        ("what", json!(" "), "`what`"),
        ("affected", json!(-1), "`affected`"),
        ("noticed_at", json!("2026-03-10T10:00:00+01:00"), "`noticed_at`"),
    ] {
        let mut wish = wish();
        wish[field] = value;
        house.post("/api/v1/incidents", wish).await.refused(400, told);
    }
    let technical = karin(&house).await;
    browser(&house, Method::POST, "/api/v1/incidents", &technical, true, Some(wish())).await.is(201);
    let auditor = colleague(&house, "ada@nordkliniken.example", &["auditor"], None).await;
    browser(&house, Method::POST, "/api/v1/incidents", &auditor, true, Some(wish())).await.is(403);
    browser(&house, Method::GET, "/api/v1/incidents", &auditor, false, None).await.is(200);
    let reception = colleague(&house, "bo@nordkliniken.example", &["reception"], None).await;
    browser(&house, Method::GET, "/api/v1/incidents", &reception, false, None).await.is(403);
}

#[tokio::test]
async fn the_desk_opens_one_when_the_provider_refuses_its_token_and_no_second() {
    let house = House::open().await;
    house.provider.refuse_token();
    house.writes_and_is_left(SARA, "Hej!").await;
    house.writes_and_is_left(SARA, "Hallå?").await;
    let all = house.get("/api/v1/incidents").await.is(200).json();
    let [it] = all["items"].as_array().unwrap().as_slice() else { panic!("{all}") };
    assert_eq!((&it["kind"], &it["opened_by"]), (&json!("sending_stopped"), &json!("desk")));
    assert!(kinds(&house).await.iter().any(|it| it == "incident.opened"));
    assert_eq!(steps(&house, "no_duty", "En nyckel hade gått ut.").await, 204);
    assert_eq!(steps(&house, "closed", "Ny nyckel.").await, 204);
    house.writes_and_is_left(TOM, "Are you there?").await;
    let all = house.get("/api/v1/incidents").await.is(200).json();
    assert_eq!(all["items"].as_array().unwrap().len(), 2, "it happened again");
}

#[tokio::test]
async fn the_desk_opens_one_when_its_last_checkpoint_no_longer_fits() {
    let url = testing::sqlite();
    let house = House::on(&url).await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    house.desk.work(Chore::House).await.unwrap();
    testing::outrun_the_chain(&url).await;
    at(&house, "2026-03-10T11:00:00+01:00").await;
    assert_eq!(first(&house).await["kind"], "audit_chain");
}
