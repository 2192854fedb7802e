//! Which times are chosen for whom: by their habits, which leaves a line; lower for what others were just shown; and the
//! three complaints about moving that reach the desk.

use crate::house::{House, NOBODY, SARA, TOM, booking};
use serde_json::{Value, json};

const NINE: &str = "2026-03-11T09:00:00+01:00";

async fn patient_of(house: &House, phone: &str, from: &str) -> (String, String) {
    let made = house.post("/api/v1/appointments", booking(phone, from)).await.is(201).json();
    (made["id"].as_str().unwrap().to_owned(), made["patient"]["id"].as_str().unwrap().to_owned())
}

async fn slots(house: &House, query: &str) -> Vec<Value> {
    let found = house.get(&format!("/api/v1/slots?service=undersokning&{query}")).await.is(200).json();
    found["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn times_chosen_for_a_patient_are_few_and_the_look_is_noted() {
    let house = House::open().await;
    let (_, patient) = patient_of(&house, SARA, NINE).await;
    assert!(slots(&house, "count=500").await.len() > 100);
    assert!(!house.chain().await.iter().any(|it| it.0 == "patient.habits_seen"));
    let chosen = slots(&house, &format!("patient={patient}&count=500")).await;
    assert_eq!(chosen.len(), svara_desk::office::slots::CHOSEN_MAX);
    assert!(house.chain().await.contains(&("patient.habits_seen".to_owned(), "api:intake".to_owned())));
    house.get("/api/v1/slots?service=undersokning&patient=x").await.refused(404, "the patient");
}

fn titles(of: &svara_model::Outgoing) -> Vec<String> {
    match of {
        svara_model::Outgoing::Buttons { buttons, .. } => buttons.iter().map(|it| it.title.clone()).collect(),
        other => panic!("no buttons: {}", other.shown()),
    }
}

#[tokio::test]
async fn two_who_ask_at_once_are_shown_different_times_and_may_both_name_any() {
    let house = House::open().await;
    let ask = async |phone: &str, words: &str| {
        house.writes(phone, words).await;
        titles(&house.sent_to(phone).pop().unwrap())
    };
    let first = ask(SARA, "jag vill boka en undersökning").await;
    let second = ask(NOBODY, "jag vill boka en undersökning").await;
    assert!(second.iter().all(|it| !first.contains(it)), "{first:?} {second:?}");
    assert_eq!(
        ask("+46700000061", "undersökning onsdag klockan 8").await,
        ["ons 11 mars 08:00"],
        "a day is a day"
    );
    assert_eq!(
        slots(&house, "count=1").await[0]["from"],
        "2026-03-10T11:00:00+01:00",
        "staff see all of them"
    );
    house.books(TOM, "2026-03-11T08:00:00+01:00").await.is(201);
    house.post("/demo/clock", json!({"advance": "PT6M"})).await.is(200);
    let later = ask("+46700000062", "jag vill boka en undersökning").await;
    assert!(later.iter().any(|it| first.contains(it)), "after a few minutes they count no more: {later:?}");
}

/// cal #17740, #22674, #22683: one's own old time doesn't block the move, others' do.
#[tokio::test]
async fn complaint_57_one_s_own_time_is_not_in_the_way() {
    let house = House::open().await;
    let (id, _) = patient_of(&house, SARA, NINE).await;
    house.books(TOM, "2026-03-11T10:00:00+01:00").await.is(201);
    let path = format!("/api/v1/appointments/{id}/move");
    house.post(&path, json!({"from": "2026-03-11T09:15:00+01:00"})).await.is(200);
    house.post(&path, json!({"from": "2026-03-11T09:45:00+01:00"})).await.refused(409, "another visit");
    house.writes(SARA, "flytta min tid till onsdag klockan 9").await;
    let offered = house.sent_to(SARA).pop().unwrap().shown();
    assert!(
        titles(&house.sent_to(SARA).pop().unwrap()).contains(&"ons 11 mars 09:00".to_owned()),
        "{offered}"
    );
}

/// calrs #166, #167: a move is judged by the practitioner it goes to, not by another who does the same.
#[tokio::test]
async fn complaint_58_a_move_asks_the_practitioner_it_goes_to() {
    let house = House::open().await;
    let (id, _) = patient_of(&house, SARA, NINE).await;
    let mut at_haddads = booking(TOM, "2026-03-11T13:00:00+01:00");
    at_haddads["practitioner"] = json!("haddad");
    house.post("/api/v1/appointments", at_haddads).await.is(201);
    let path = format!("/api/v1/appointments/{id}/move");
    let to = |from: &str, who: &str| json!({"from": from, "practitioner": who});
    let problem = house.post(&path, to("2026-03-11T13:00:00+01:00", "haddad")).await.refused(409, "taken");
    assert_eq!(problem.json()["reason"], "taken");
    let problem =
        house.post(&path, json!({"from": "2026-03-11T14:00:00+01:00"})).await.refused(409, "closed");
    assert_eq!(problem.json()["reason"], "closed", "Dr Lindqvist is not in, though Haddad is");
    house.post(&path, to("2026-03-11T14:00:00+01:00", "haddad")).await.is(200);
}

/// cal #15564: the clinic's closed days and a practitioner's own hours both hold.
#[tokio::test]
async fn complaint_60_closed_days_and_own_hours_both_hold() {
    let house = House::open().await;
    let all = slots(&house, "count=500").await;
    assert!(all.iter().all(|it| it["practitioner"] != "lindqvist" || hour(it) < 12), "her own hours");
    assert!(all.iter().any(|it| it["practitioner"] == "haddad" && hour(it) >= 13), "his are longer");
    let closing = json!({"from": "2026-03-12T00:00:00+01:00", "to": "2026-03-13T00:00:00+01:00"});
    let draft = house.post("/api/v1/absences", closing).await.is(201).json();
    let path = format!("/api/v1/absences/{}/release", draft["id"].as_str().unwrap());
    house.post(&path, json!({})).await.is(200);
    let left = slots(&house, "count=500").await;
    assert!(
        left.iter().all(|it| !it["from"].as_str().unwrap().starts_with("2026-03-12")),
        "the clinic is closed"
    );
    assert!(left.len() < all.len() && left.iter().any(|it| it["practitioner"] == "haddad"));
}

fn hour(slot: &Value) -> u8 {
    slot["from"].as_str().unwrap()[11..13].parse().unwrap()
}
