//! Whose address it is, and whose business a visit is: numbers that were given anew, phones that a family shares, and
//! patients whom not everybody may find.

use crate::house::{House, SARA, booking, notification};
use crate::people::colleague;
use crate::staff::{browser, karin};
use axum::http::Method;
use serde_json::{Value, json};
use svara_model::Outgoing;

/// What tells of Sara or her visits.
const HERS: [&str; 7] = ["Sara", "Ek", "Lindqvist", "Undersökning", "onsdag", "torsdag", "09:00"];

fn last(house: &House) -> String {
    house.sent_to(SARA).last().map_or_else(String::new, Outgoing::shown)
}

fn says_nothing_of_her(text: &str) {
    for word in HERS {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

async fn subject(house: &House, name: &str) -> String {
    let found = house.get(&format!("/api/v1/patients?search={name}")).await.is(200).json();
    found["items"][0]["id"].as_str().unwrap().to_owned()
}

async fn coming(house: &House) -> usize {
    let found = house.get("/api/v1/appointments?phone=%2B46700000001&status=booked").await.is(200).json();
    found["items"].as_array().unwrap().len()
}

/// As [`House::writes`], from a profile with a name.
async fn writes_as(house: &House, profile: &str, words: &str) {
    let id = format!("wamid.as.{profile}.{words}");
    let mut notice = notification(SARA, &id, words, house.desk.now());
    notice["entry"][0]["changes"][0]["value"]["contacts"][0]["profile"]["name"] = profile.into();
    house.hook(notice.to_string().as_bytes()).await.is(200);
    house.settle().await;
}

#[tokio::test]
async fn after_a_years_silence_the_name_is_asked_before_anything_is_said() {
    let house = House::open().await;
    house.writes(SARA, "Hej!").await;
    house.post("/demo/clock", json!({"advance": "PT8784H"})).await.is(200);
    house.books(SARA, "2027-03-17T09:00:00+01:00").await.is(201);
    let before = house.sent_to(SARA).len();
    house.writes(SARA, "När är min tid?").await;
    assert!(last(&house).contains("Vad heter du i för- och efternamn?"), "{}", last(&house));
    says_nothing_of_her(&last(&house));
    house.writes(SARA, "sara ek").await;
    assert!(last(&house).contains("Tack, då vet jag det."), "{}", last(&house));
    house.writes(SARA, "När är min tid?").await;
    assert!(last(&house).contains("onsdag 17 mars"), "{}", last(&house));
    assert_eq!(house.sent_to(SARA).len(), before + 3);
    let kinds: Vec<String> = house.chain().await.into_iter().map(|it| it.0).collect();
    for kind in ["contact.asked_who", "contact.confirmed"] {
        assert!(kinds.iter().any(|it| it == kind), "{kind}: {kinds:?}");
    }
}

#[tokio::test]
async fn a_number_with_another_owner_hears_and_changes_nothing_of_the_one_before() {
    let house = House::open().await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    writes_as(&house, "Sara 🌸", "När är min tid?").await;
    assert!(last(&house).contains("torsdag 12 mars"), "{}", last(&house));
    // Another name of hers is no other owner.
    writes_as(&house, "Fam. Ek", "När är min tid nu?").await;
    assert!(last(&house).contains("torsdag 12 mars"), "{}", last(&house));
    writes_as(&house, "Kalle", "Jag vill avboka").await;
    assert!(last(&house).contains("Vad heter du i för- och efternamn?"), "{}", last(&house));
    for words in ["ja", "Kalle Berg", "avboka tiden", "När är min tid?"] {
        writes_as(&house, "Kalle", words).await;
        says_nothing_of_her(&last(&house));
    }
    assert_eq!(coming(&house).await, 1, "and her visit stands");
    let talk = house.conversation(SARA).await;
    assert!(!talk["handover"].is_null(), "a person looks into it: {talk}");
    // Nor is the new owner reminded of it.
    let before = house.sent_to(SARA).len();
    house.post("/demo/clock", json!({"now": "2026-03-11T09:30:00+01:00"})).await.is(200);
    assert_eq!(house.sent_to(SARA).len(), before);

    // Staff called: it is Sara after all.
    let path = format!("/api/v1/conversations/{}/identity", talk["id"].as_str().unwrap());
    house.ask(Method::PUT, &path, Some(json!({"confirmed": true, "how": " "}))).await.refused(400, "`how`");
    let sure = json!({"confirmed": true, "how": "called back"});
    house.ask(Method::PUT, &path, Some(sure)).await.is(200);
    house
        .post(&format!("/api/v1/conversations/{}/resolution", talk["id"].as_str().unwrap()), json!({}))
        .await;
    writes_as(&house, "Kalle", "När är min tid då?").await;
    assert!(last(&house).contains("torsdag 12 mars"), "{}", last(&house));
}

#[tokio::test]
async fn whoever_says_that_it_is_somebody_else_hears_nothing_more() {
    let house = House::open().await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    house.writes(SARA, "Fel nummer!").await;
    says_nothing_of_her(&last(&house));
    assert!(!house.conversation(SARA).await["handover"].is_null());
    let before = house.sent_to(SARA).len();
    house.post("/demo/clock", json!({"now": "2026-03-11T09:30:00+01:00"})).await.is(200);
    assert_eq!(house.sent_to(SARA).len(), before, "no reminder goes to a stranger");
}

#[tokio::test]
async fn an_emergency_and_a_stop_are_heard_whoever_it_is() {
    let house = House::open().await;
    writes_as(&house, "Sara", "Hej").await;
    writes_as(&house, "Kalle", "Jag har svårt att andas och ont i bröstet").await;
    assert!(last(&house).contains("112"), "{}", last(&house));
    let house = House::open().await;
    writes_as(&house, "Sara", "Hej").await;
    writes_as(&house, "Kalle", "STOPP").await;
    let kinds: Vec<String> = house.chain().await.into_iter().map(|it| it.0).collect();
    assert!(kinds.iter().any(|it| it == "permission.withdrawn"), "{kinds:?}");
}

#[tokio::test]
async fn a_protected_person_neither_hears_nor_changes_anything_here() {
    let house = House::open().await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    let path = format!("/api/v1/subjects/{}/flags/protected", subject(&house, "Sara").await);
    house.ask(Method::PUT, &path, Some(json!({"reason": "asked by letter"}))).await.is(204);
    for words in ["avboka", "ja", "Har Sara Ek en tid hos er?"] {
        house.writes(SARA, words).await;
    }
    assert_eq!(coming(&house).await, 1);
    let said: Vec<String> = house.sent_to(SARA).iter().map(Outgoing::shown).collect();
    assert_eq!(said.len(), 1, "one neutral answer, then a person: {said:?}");
    says_nothing_of_her(&said[0]);
}

#[tokio::test]
async fn protected_patients_are_found_by_those_with_the_right_only() {
    let house = House::open().await;
    karin(&house).await;
    let path = format!("/api/v1/subjects/{}/flags/protected", subject(&house, "Sara").await);
    house.ask(Method::PUT, &path, Some(json!({"reason": "asked by letter"}))).await.is(204);
    let reception = colleague(&house, "eva@nordkliniken.example", &["reception"], None).await;
    let manager = colleague(&house, "ida@nordkliniken.example", &["manager"], None).await;
    for (cookie, wanted, found) in
        [(&reception, "Sara", 0), (&reception, "0000001", 0), (&reception, "Tom", 1), (&manager, "Sara", 1)]
    {
        let path = format!("/api/v1/patients?search={wanted}");
        let answer = browser(&house, Method::GET, &path, cookie, false, None).await.is(200).json();
        assert_eq!(answer["items"].as_array().unwrap().len(), found, "{wanted}: {answer}");
    }
}

/// Sara's phone stands for her son, too; from a day on she hears nothing of his visits.
async fn family(house: &House, from: Value) {
    let mut child = booking(SARA, "2026-03-12T09:00:00+01:00");
    child["name"] = "Nils Ek".into();
    house.post("/api/v1/appointments", child).await.is(201);
    let path = format!("/api/v1/subjects/{}/flags/no_guardian", subject(house, "Nils").await);
    house.ask(Method::PUT, &path, Some(json!({"reason": "turns 13", "from": from}))).await.is(204);
}

#[tokio::test]
async fn from_the_day_on_guardians_hear_nothing_of_a_young_patient() {
    let house = House::open().await;
    family(&house, Value::Null).await;
    house.writes(SARA, "När är vår tid?").await;
    let said = last(&house);
    assert!(!said.contains("torsdag 12 mars") && !said.contains("Nils"), "{said}");
    house.writes(SARA, "Avboka Nils tid").await;
    assert_eq!(coming(&house).await, 1, "nor does she change it");
    let before = house.sent_to(SARA).len();
    house.post("/demo/clock", json!({"now": "2026-03-11T09:30:00+01:00"})).await.is(200);
    assert_eq!(house.sent_to(SARA).len(), before, "no reminder");
    assert!(!house.conversation(SARA).await["handover"].is_null(), "staff call instead");
}

#[tokio::test]
async fn until_that_day_they_hear_of_it_also_on_a_leap_day() {
    let house = House::open().await;
    family(&house, json!("2028-02-29")).await;
    house.post("/demo/clock", json!({"now": "2026-03-11T09:30:00+01:00"})).await.is(200);
    assert!(last(&house).contains("torsdag 12 mars"), "{}", last(&house));
    let path = format!("/api/v1/subjects/{}/flags", subject(&house, "Nils").await);
    let put = |flag: &str, from: &str| {
        let body = json!({"reason": "turns 13", "from": from});
        let path = format!("{path}/{flag}");
        let house = &house;
        async move { house.ask(Method::PUT, &path, Some(body)).await }
    };
    put("no_guardian", "2027-02-29").await.refused(400, "`from`");
    put("held", "2028-02-29").await.refused(400, "no_guardian only");
}
