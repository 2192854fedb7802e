//! Visits that the clinic approves first, and cancellations that come too late for the machine.

use crate::house::{House, SARA, TOM};
use axum::http::Method;
use serde_json::{Value, json};

/// Sara asks for the implant in the chat; its id.
async fn asked(house: &House) -> String {
    house.writes(SARA, "jag vill boka implantat på torsdag").await;
    house.writes(SARA, "den första").await;
    let told = house.sent_to(SARA).pop().unwrap().shown();
    assert!(told.contains("Jag har frågat kliniken om torsdag 12 mars kl. 08:00"), "{told}");
    assert!(told.contains("senast onsdag 11 mars kl. 09:00"), "{told}");
    let list = house.get("/api/v1/appointments?status=pending").await.is(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(list["items"][0]["answer_by"], "2026-03-11T09:00:00+01:00");
    list["items"][0]["id"].as_str().unwrap().to_owned()
}

async fn status(house: &House, id: &str) -> Value {
    house.get(&format!("/api/v1/appointments/{id}")).await.is(200).json()["status"].clone()
}

fn last(house: &House, phone: &str) -> String {
    house.sent_to(phone).pop().unwrap().shown()
}

fn implant(phone: &str) -> Value {
    json!({"phone": phone, "service": "implantat", "practitioner": "lindqvist",
        "from": "2026-03-12T08:00:00+01:00", "request": true})
}

#[tokio::test]
async fn a_request_holds_its_time_and_is_approved_once() {
    let house = House::open().await;
    let id = asked(&house).await;
    house.post("/api/v1/appointments", implant(TOM)).await.refused(409, "not free");
    let says = async |what: &str| house.post(&format!("/api/v1/appointments/{id}/{what}"), json!({})).await;
    for step in ["confirmed", "arrived"] {
        let path = format!("/api/v1/appointments/{id}/status");
        house.post(&path, json!({"status": step})).await.refused(409, "approve or decline it first");
    }
    let item = says("approval").await.is(200).json();
    assert_eq!((&item["status"], &item["patient_told"]), (&json!("booked"), &json!("queued")));
    assert_eq!(item["answer_by"], Value::Null);
    says("approval").await.refused(409, "nothing to approve");
    says("refusal").await.refused(409, "nothing to approve");
    house.settle().await;
    assert!(last(&house, SARA).contains("har godkänt din tid torsdag 12 mars kl. 08:00"));
    let told = house.sent_to(SARA).len();
    house.post("/demo/clock", json!({"now": "2026-03-11T10:00:00+01:00"})).await.is(200);
    assert_eq!(status(&house, &id).await, "booked", "what was approved doesn't lapse");
    assert_eq!(house.sent_to(SARA).len(), told + 1, "only the reminder followed");
    assert!(last(&house, SARA).contains("påminnelse"));
}

#[tokio::test]
async fn a_request_turned_down_frees_its_time_and_tells_once() {
    let house = House::open().await;
    let id = asked(&house).await;
    let before = house.sent_to(SARA).len();
    let no = json!({"reason": "she needs an examination first"});
    house.post(&format!("/api/v1/appointments/{id}/refusal"), no).await.is(200);
    house
        .post(&format!("/api/v1/appointments/{id}/approval"), json!({}))
        .await
        .refused(409, "does not stand");
    house.settle().await;
    assert_eq!(house.sent_to(SARA).len(), before + 1);
    assert!(last(&house, SARA).contains("kan tyvärr inte ge dig tiden torsdag 12 mars kl. 08:00"));
    assert!(last(&house, SARA).contains("Boka tid"), "another one is a tap away");
    house.post("/api/v1/appointments", implant(TOM)).await.is(201);
}

#[tokio::test]
async fn a_request_that_nobody_answers_lapses_and_all_are_told() {
    let house = House::open().await;
    let id = asked(&house).await;
    let before = house.sent_to(SARA).len();
    house.post("/demo/clock", json!({"now": "2026-03-11T08:59:00+01:00"})).await.is(200);
    assert_eq!(status(&house, &id).await, "pending");
    house.post("/demo/clock", json!({"now": "2026-03-11T09:00:00+01:00"})).await.is(200);
    assert_eq!(status(&house, &id).await, "cancelled");
    assert_eq!(house.sent_to(SARA).len(), before + 1);
    assert!(last(&house, SARA).contains("hann tyvärr inte svara på din förfrågan"));
    assert_eq!(house.conversation(SARA).await["handover"]["reason"], "request");
    let chain = house.chain().await;
    assert!(chain.contains(&("appointment.lapsed".to_owned(), "desk".to_owned())), "{chain:?}");
    assert!(chain.iter().any(|it| it.0 == "time.freed"));
    house.post("/demo/clock", json!({"advance": "P2D"})).await.is(200);
    assert_eq!(house.sent_to(SARA).len(), before + 1, "no reminder of what was never booked");
}

#[tokio::test]
async fn two_cannot_ask_for_one_time_and_two_yeses_book_once() {
    let house = House::open().await;
    let tries =
        (0..10).map(|it| house.post("/api/v1/appointments", implant(&format!("+467000000{}", 50 + it))));
    let answers = futures_util::future::join_all(tries).await;
    let won: Vec<_> = answers.iter().filter(|it| it.status == 201).collect();
    assert_eq!(won.len(), 1);
    assert_eq!(won[0].json()["status"], "pending");
    let path = format!("/api/v1/appointments/{}/approval", won[0].json()["id"].as_str().unwrap());
    let yeses = (0..10).map(|_| house.post(&path, json!({})));
    let answers = futures_util::future::join_all(yeses).await;
    assert_eq!(answers.iter().filter(|it| it.status == 200).count(), 1);
    // A second request at another time cannot be moved onto the first.
    let mut other = implant("+46700000070");
    other["from"] = json!("2026-03-12T11:00:00+01:00");
    let other = house.post("/api/v1/appointments", other).await.is(201).json();
    let path = format!("/api/v1/appointments/{}/move", other["id"].as_str().unwrap());
    house.post(&path, json!({"from": "2026-03-12T08:30:00+01:00"})).await.refused(409, "another visit");
}

#[tokio::test]
async fn a_request_is_tentative_in_the_calendar_and_moves_as_a_request() {
    let house = House::open().await;
    let id = asked(&house).await;
    house.writes(SARA, "ändra min tid till onsdag").await;
    house.writes(SARA, "den första").await;
    let told = last(&house, SARA);
    assert!(told.contains("Jag har ändrat förfrågan från torsdag 12 mars"), "{told}");
    assert_eq!(status(&house, &id).await, "pending");
    house.post(&format!("/api/v1/appointments/{id}/approval"), json!({})).await.is(200);
    house.writes(SARA, "ändra min tid till torsdag").await;
    let told = last(&house, SARA);
    assert!(told.contains("Den tiden behöver kliniken själv ändra"), "{told}");
    assert_eq!(house.conversation(SARA).await["handover"]["reason"], "request");
    house.stranger(Method::GET, "/add/x.ics", None).await.is(404);
}

/// Sara calls off at seven what begins at nine; its id.
async fn asked_off(house: &House) -> String {
    let from = "2026-03-11T09:00:00+01:00";
    let id = house.books(SARA, from).await.is(201).json()["id"].as_str().unwrap().to_owned();
    house.post("/demo/clock", json!({"now": "2026-03-11T07:00:00+01:00"})).await.is(200);
    house.writes(SARA, "jag måste avboka").await;
    house.writes(SARA, "ja").await;
    let told = last(house, SARA);
    assert!(told.contains("mindre än 24 timmar kvar") && told.contains("Avgiften är 350 kr."), "{told}");
    let item = house.get(&format!("/api/v1/appointments/{id}")).await.is(200).json();
    assert_eq!(item["status"], "booked", "it stands until staff decide");
    assert_eq!(item["cancellation_asked_at"], "2026-03-11T07:00:00+01:00");
    id
}

#[tokio::test]
async fn a_late_cancellation_is_decided_by_staff_with_or_without_the_fee() {
    for (body, words, fee) in [
        (json!({}), "Det kostar dig ingenting.", Value::Null),
        (json!({"fee": true}), "Avgiften är 350 kr.", json!(350)),
    ] {
        let house = House::open().await;
        let id = asked_off(&house).await;
        assert_eq!(house.conversation(SARA).await["handover"]["reason"], "late_change");
        let item = house.post(&format!("/api/v1/appointments/{id}/cancellation"), body).await.is(200).json();
        assert_eq!(
            (&item["status"], &item["fee"], &item["patient_told"]),
            (&json!("cancelled"), &fee, &json!("queued"))
        );
        house.settle().await;
        let told = last(&house, SARA);
        assert!(told.contains(words) && told.contains("har avbokat din tid"), "{told}");
    }
    let house = House::open().await;
    let id = house.post("/api/v1/appointments", implant(TOM)).await.is(201).json()["id"].take();
    let path = format!("/api/v1/appointments/{}/cancellation", id.as_str().unwrap());
    house.post(&path, json!({"fee": true})).await.refused(400, "`fee`: the clinic's file names no late_fee");
}
