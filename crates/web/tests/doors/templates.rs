//! Templates that staff choose when WhatsApp's 24 hours are over: filled in for this patient, sent by the desk's own
//! rules, and refused with a reason.

use crate::house::{House, NOBODY, SARA};
use axum::http::Method;
use serde_json::{Value, json};
use svara_model::Outgoing;

const ASKS: &str = "Hej! Jag vill prata med en människa, tack.";

/// Sara asked for a person and nobody answered for 25 hours; she comes on Thursday at nine.
async fn left_alone(house: &House, phone: &str) -> String {
    house.writes(phone, ASKS).await;
    house.post("/demo/clock", json!({"advance": "PT25H"})).await.is(200);
    house.settle().await;
    let id = house.conversation(phone).await["id"].as_str().unwrap().to_owned();
    format!("/api/v1/conversations/{id}")
}

async fn listed(house: &House, talk: &str) -> Vec<Value> {
    let list = house.get(&format!("{talk}/templates")).await.is(200).json();
    list["items"].as_array().unwrap().clone()
}

fn named<'a>(all: &'a [Value], name: &str) -> &'a Value {
    all.iter().find(|it| it["template"] == name).unwrap_or_else(|| panic!("no {name} in {all:?}"))
}

fn template(sent: &Outgoing) -> Option<&str> {
    if let Outgoing::Template(it) = sent { Some(&it.name) } else { None }
}

#[tokio::test]
async fn the_window_is_shut_and_a_template_asks_the_patient_to_write_again() {
    let house = House::open().await;
    let talk = left_alone(&house, SARA).await;
    let all = listed(&house, &talk).await;
    let it = named(&all, "clinic_has_answer");
    assert!(it["text"].as_str().unwrap().contains("Nordkliniken"), "{it}");
    assert_eq!((&it["buttons"], &it["refused"]), (&json!(["Ja, skriv till mig"]), &Value::Null));
    let path = format!("{talk}/templates");
    let said = house.post(&path, json!({"template": "clinic_has_answer"})).await.is(201).json();
    assert_eq!(
        (&said["text"], &said["direction"]),
        (&json!(format!("{}\n[Ja, skriv till mig]", it["text"].as_str().unwrap())), &json!("out"))
    );
    house.settle().await;
    assert_eq!(template(house.sent_to(SARA).last().unwrap()), Some("clinic_has_answer"));
    let after = house.conversation(SARA).await;
    assert_eq!(after["taken_by"], "API", "whoever asked gets the answer");
    assert_eq!(after["messages"].as_array().unwrap().last().unwrap()["status"], "sent");
    let chain = house.chain().await;
    assert!(chain.iter().any(|it| it.0 == "conversation.template_sent"), "{chain:?}");
}

#[tokio::test]
async fn the_same_is_not_sent_twice_to_somebody_silent_and_again_a_day_later() {
    let house = House::open().await;
    let talk = left_alone(&house, SARA).await;
    let path = format!("{talk}/templates");
    let wish = json!({"template": "clinic_has_answer"});
    house.post(&path, wish.clone()).await.is(201);
    house.post(&path, wish.clone()).await.refused(409, "within 24 hours");
    assert_eq!(named(&listed(&house, &talk).await, "clinic_has_answer")["refused"]["reason"], "sent");
    house.post("/demo/clock", json!({"advance": "PT24H1M"})).await.is(200);
    house.post(&path, wish.clone()).await.is(201);
    house.writes(SARA, "Ja?").await;
    house.post(&path, wish).await.refused(409, "words of your own");
}

#[tokio::test]
async fn a_visit_is_reminded_of_with_its_own_values_and_by_the_reminders_own_permission() {
    let house = House::open().await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    let talk = left_alone(&house, SARA).await;
    // The desk's own reminder has gone by now: the same words twice would be once too often.
    let all = listed(&house, &talk).await;
    let it = named(&all, "appointment_reminder");
    assert_eq!(it["visit"]["from"], "2026-03-12T09:00:00+01:00");
    assert_eq!(it["visit"]["patient"], "Sara Ek");
    assert!(it["text"].as_str().unwrap().contains("Anna Lindqvist"), "{it}");
    let asked = json!({"template": "appointment_reminder", "appointment": it["visit"]["appointment"]});
    let path = format!("{talk}/templates");
    if it["refused"].is_null() {
        house.post(&path, asked.clone()).await.is(201);
        house.settle().await;
    } else {
        assert_eq!(it["refused"]["reason"], "sent");
    }
    house.post(&path, asked.clone()).await.refused(409, "within 24 hours");
    let reminders =
        house.sent_to(SARA).iter().filter(|it| template(it) == Some("appointment_reminder")).count();
    assert_eq!(reminders, 1);
    house.post(&path, json!({"template": "appointment_reminder"})).await.refused(404, "template");
    house.post(&path, json!({"template": "appointment_moved"})).await.refused(404, "template");
}

#[tokio::test]
async fn who_allowed_nothing_is_not_written_to_first() {
    let house = House::open().await;
    let talk = left_alone(&house, NOBODY).await;
    for it in listed(&house, &talk).await {
        assert_eq!(it["refused"]["reason"], "no_permission", "{it}");
    }
    let before = house.sent_to(NOBODY).len();
    let path = format!("{talk}/templates");
    house.post(&path, json!({"template": "clinic_has_answer"})).await.refused(409, "no permission");
    house.settle().await;
    assert_eq!(house.sent_to(NOBODY).len(), before);
    // Taken back while it was queued would be asked again at the sending; taken back before, it is said at once.
    let talk = left_alone(&house, SARA).await;
    house.writes(SARA, "STOP").await;
    house.post("/demo/clock", json!({"advance": "PT25H"})).await.is(200);
    assert_eq!(
        named(&listed(&house, &talk).await, "clinic_has_answer")["refused"]["reason"],
        "no_permission"
    );
}

#[tokio::test]
async fn a_conversation_that_never_was_has_no_templates() {
    let house = House::open().await;
    let path = "/api/v1/conversations/cnv_01KKAZ5Q0000000000000000AB/templates";
    house.get(path).await.refused(404, "conversation");
    house.post(path, json!({"template": "clinic_has_answer"})).await.refused(404, "conversation");
    let talk = left_alone(&house, SARA).await;
    house.ask(Method::POST, &format!("{talk}/templates"), Some(json!({}))).await.refused(422, "template");
}
