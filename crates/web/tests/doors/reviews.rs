//! The systematic review of who looked at what: a draw each month, verdicts with words, and what is overdue.

use crate::house::House;
use crate::people::colleague;
use crate::staff::{browser, karin};
use axum::http::Method;
use serde_json::{Value, json};
use svara_desk::Chore;

async fn at(house: &House, now: &str) {
    house.post("/demo/clock", json!({"now": now})).await.is(200);
    house.desk.work(Chore::House).await.unwrap();
}

async fn patient(house: &House, name: &str) -> String {
    let found = house.get(&format!("/api/v1/patients?search={name}")).await.is(200).json();
    found["items"][0]["id"].as_str().unwrap().to_owned()
}

/// Opens a patient's card, as somebody in a browser.
async fn looks_at(house: &House, cookie: &str, patient: &str) {
    browser(house, Method::GET, &format!("/api/v1/patients/{patient}"), cookie, false, None).await.is(200);
}

async fn ask(house: &House, path: &str) -> Value {
    house.get(&format!("/api/v1/access-reviews{path}")).await.is(200).json()
}

fn why_of<'a>(drawn: &'a Value, patient: &str, by: &str) -> Vec<&'a str> {
    let items = drawn["items"].as_array().unwrap().iter();
    let hers = items.filter(|it| it["by"] == by && it["patients"][0]["id"] == patient);
    let mut all: Vec<&str> =
        hers.flat_map(|it| it["why"].as_array().unwrap()).map(|it| it.as_str().unwrap()).collect();
    all.sort_unstable();
    all.dedup();
    all.retain(|it| *it != "sample");
    all
}

/// Eva Ek, who has a colleague's name in common with the patient Sara Ek, looks here and there.
async fn a_month_of_looks(house: &House) -> (String, String) {
    let manager = karin(house).await;
    let eva = colleague(house, "eva@nordkliniken.example", &["reception"], None).await;
    let (sara, tom) = (patient(house, "Sara").await, patient(house, "Tom").await);
    // Nobody is called Karin Lund but Karin, who has a card here and has never been.
    house.post("/api/v1/patients", json!({"name": "Karin Lund", "phone": "+46700000055"})).await.is(201);
    let own = patient(house, "Lund").await;
    looks_at(house, &eva, &sara).await;
    looks_at(house, &manager, &own).await;
    looks_at(house, &manager, &tom).await;
    at(house, "2026-03-12T23:30:00+01:00").await;
    let late = colleague(house, "late@nordkliniken.example", &["reception"], None).await;
    looks_at(house, &late, &tom).await;
    (sara, own)
}

#[tokio::test]
async fn what_stands_out_in_a_month_is_drawn_beside_a_sample() {
    let house = House::open().await;
    let (sara, own) = a_month_of_looks(&house).await;
    assert_eq!(ask(&house, "").await["items"], json!([]), "the month is not over");
    at(&house, "2026-04-01T09:00:00+02:00").await;
    let list = ask(&house, "").await;
    let review = &list["items"][0];
    assert_eq!((&review["period"], &review["overdue"]), (&json!("2026-03"), &json!(false)));
    let path = format!("/{}", review["id"].as_str().unwrap());
    let drawn = ask(&house, &path).await;
    assert_eq!(drawn["review"]["entries"], drawn["items"].as_array().unwrap().len());
    assert_eq!(why_of(&drawn, &sara, "Eva Ek"), ["no_relation", "same_surname"]);
    assert_eq!(why_of(&drawn, &own, "Karin Lund"), ["no_relation", "own_record"]);
    let tom = patient(&house, "Tom").await;
    assert_eq!(why_of(&drawn, &tom, "Karin Lund"), [""; 0], "he comes on Thursday");
    assert_eq!(why_of(&drawn, &tom, "Eva Ek"), ["odd_hours"]);
    let samples = drawn["items"].as_array().unwrap().iter();
    assert!(samples.filter(|it| it["why"][0] == "sample").count() > 0);
    // Looking at the review is a look at those patients, too.
    let log = house.get(&format!("/api/v1/subjects/{sara}/access-log")).await.is(200).text();
    assert!(log.contains("access_review.seen"), "{log}");
    // Drawn once.
    at(&house, "2026-04-02T09:00:00+02:00").await;
    assert_eq!(ask(&house, "").await["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_verdict_needs_words_and_another_person_and_stands_in_the_chain() {
    let house = House::open().await;
    let (sara, _) = a_month_of_looks(&house).await;
    at(&house, "2026-04-01T09:00:00+02:00").await;
    let auditor = colleague(&house, "ada@nordkliniken.example", &["auditor"], None).await;
    let id = ask(&house, "").await["items"][0]["id"].as_str().unwrap().to_owned();
    let drawn = ask(&house, &format!("/{id}")).await;
    let items = drawn["items"].as_array().unwrap();
    let seq = items.iter().find(|it| it["patients"][0]["id"] == sara).unwrap()["seq"].to_string();
    let own = items.iter().find(|it| it["by"] == "intake").unwrap()["seq"].to_string();
    let path = |seq: &str| format!("/api/v1/access-reviews/{id}/looks/{seq}");
    let judge = async |cookie: &str, seq: &str, body: Value| {
        browser(&house, Method::PUT, &path(seq), cookie, true, Some(body)).await
    };
    let fine = || json!({"verdict": "justified", "words": "Sara rang om en räkning."});
    judge(&auditor, &seq, json!({"verdict": "justified", "words": " "})).await.refused(400, "`words`");
    judge(&auditor, &seq, json!({"verdict": "fine", "words": "x"})).await.refused(400, "`verdict`");
    judge(&auditor, "999999", fine()).await.refused(404, "the look");
    judge(&auditor, "x", fine()).await.refused(404, "the look");
    house.ask(Method::PUT, &path(&own), Some(fine())).await.refused(409, "your own");
    judge(&auditor, &own, fine()).await.is(204);
    judge(&auditor, &seq, fine()).await.is(204);
    let reception = colleague(&house, "bo@nordkliniken.example", &["reception"], None).await;
    judge(&reception, &seq, fine()).await.is(403);
    let drawn = ask(&house, &format!("/{id}")).await;
    let items = drawn["items"].as_array().unwrap();
    let judged = items.iter().find(|it| it["seq"].as_i64() == seq.parse().ok()).unwrap();
    assert_eq!((&judged["verdict"], &judged["words"]), (&fine()["verdict"], &fine()["words"]));
    assert_eq!(judged["judged_by"], "Eva Ek");
    let kinds: Vec<String> = house.chain().await.into_iter().map(|it| it.0).collect();
    for kind in ["access_review.drawn", "access_review.judged", "access_review.seen"] {
        assert!(kinds.iter().any(|it| it == kind), "{kind}: {kinds:?}");
    }
}

#[tokio::test]
async fn a_review_that_is_not_done_in_two_weeks_is_overdue() {
    let house = House::open().await;
    a_month_of_looks(&house).await;
    at(&house, "2026-04-01T09:00:00+02:00").await;
    at(&house, "2026-04-15T08:59:00+02:00").await;
    assert_eq!(ask(&house, "").await["items"][0]["overdue"], false);
    at(&house, "2026-04-15T09:01:00+02:00").await;
    let review = ask(&house, "").await["items"][0].clone();
    assert_eq!(review["overdue"], true, "{review}");
    let id = review["id"].as_str().unwrap();
    let auditor = colleague(&house, "ada@nordkliniken.example", &["auditor"], None).await;
    for it in ask(&house, &format!("/{id}")).await["items"].as_array().unwrap() {
        let path = format!("/api/v1/access-reviews/{id}/looks/{}", it["seq"]);
        let body = json!({"verdict": "unclear", "words": "frågar"});
        browser(&house, Method::PUT, &path, &auditor, true, Some(body)).await.is(204);
    }
    let review = ask(&house, "").await["items"][0].clone();
    assert_eq!((&review["open"], &review["overdue"]), (&json!(0), &json!(false)), "{review}");
}
