//! An absence that ends before its end, and what comes of the time that is open again.

use crate::house::{House, NOBODY, SARA, TOM, booking};
use serde_json::json;

const NINE: &str = "2026-03-11T09:00:00+01:00";
const ELEVEN: &str = "2026-03-11T11:00:00+01:00";

/// Sara comes at eleven on Wednesday, the dentist is ill that day, and Sara was asked to choose another time.
async fn ill_all_day() -> (House, String) {
    let house = House::open().await;
    house.books(SARA, ELEVEN).await.is(201);
    let ill = json!({"practitioner": "lindqvist", "from": "2026-03-11T00:00:00+01:00", "to": "2026-03-12T00:00:00+01:00"});
    let draft = house.post("/api/v1/absences", ill).await.is(201).json();
    let path = format!("/api/v1/absences/{}", draft["id"].as_str().unwrap());
    (house, path)
}

async fn released(house: &House, path: &str) {
    house.post(&format!("{path}/release"), json!({})).await.is(200);
    house.post("/demo/clock", json!({"advance": "PT10M"})).await.is(200);
}

#[tokio::test]
async fn whoever_is_back_at_ten_is_open_from_ten_and_patients_hear_that_theirs_stands() {
    let (house, path) = ill_all_day().await;
    let end = json!({"at": "2026-03-11T10:00:00+01:00"});
    house.post(&format!("{path}/end"), end.clone()).await.refused(409, "undo the release instead");
    released(&house, &path).await;
    house.books(TOM, "2026-03-11T10:00:00+01:00").await.refused(409, "not free");
    let ended = house.post(&format!("{path}/end"), end.clone()).await.is(200).json();
    assert_eq!((&ended["to"], &ended["state"]), (&end["at"], &json!("released")));
    house.settle().await;
    let told = house.sent_to(SARA).pop().unwrap().shown();
    assert!(told.contains("onsdag 11 mars kl. 11:00") && told.contains("blir av som planerat"), "{told}");
    let seen = house.get(&path).await.is(200).json();
    assert_eq!((&seen["visits"][0]["state"], &seen["visits"][0]["call"]), (&json!("stands"), &json!(false)));
    house.books(TOM, "2026-03-11T10:00:00+01:00").await.is(201);
    house.books(NOBODY, NINE).await.refused(409, "not free");
    house.writes(SARA, "ja jag kommer").await;
    let path_of = format!("/api/v1/appointments?phone={}", SARA.replace('+', "%2B"));
    let visit = house.get(&path_of).await.is(200).json()["items"][0].clone();
    assert_eq!((&visit["status"], &visit["from"]), (&json!("confirmed"), &json!(ELEVEN)));
    house.post(&format!("{path}/end"), json!({"at": "2026-03-11T12:00:00+01:00"})).await.refused(400, "`at`");
}

#[tokio::test]
async fn an_absence_that_ends_before_it_began_closes_nothing() {
    let (house, path) = ill_all_day().await;
    released(&house, &path).await;
    let ended = house.post(&format!("{path}/end"), json!({})).await.is(200).json();
    assert_eq!(ended["state"], "undone");
    house.books(TOM, NINE).await.is(201);
    house.post(&format!("{path}/end"), json!({})).await.refused(409, "undone already");
}

#[tokio::test]
async fn the_time_that_is_open_again_is_offered_to_those_who_wait() {
    let (house, path) = ill_all_day().await;
    released(&house, &path).await;
    house.writes("+46700000051", "hej").await;
    let given = json!({"phone": SARA, "purposes": ["appointment"], "source": "at the desk"});
    house.post("/api/v1/permissions", given).await;
    let wish = json!({"phone": SARA, "service": "undersokning", "practitioner": "lindqvist",
        "windows": [{"from": NINE, "to": "2026-03-11T10:00:00+01:00"}]});
    house.post("/api/v1/waitlist", wish).await.is(201);
    house.post(&format!("{path}/end"), json!({})).await.is(200);
    house.settle().await;
    let chain = house.chain().await;
    assert!(chain.iter().any(|it| it.0 == "time.freed"), "{chain:?}");
    let asked = house.sent_to(SARA).pop().unwrap().shown();
    assert!(asked.contains("onsdag 11 mars kl. 09:00"), "{asked}");
    house.writes(SARA, "ja tack").await;
    let path_of = format!("/api/v1/appointments?phone={}", SARA.replace('+', "%2B"));
    assert!(house.get(&path_of).await.text().contains(NINE), "taken from the list");
}

#[tokio::test]
async fn undoing_a_release_frees_nothing_that_was_free_before() {
    let (house, path) = ill_all_day().await;
    house.post(&format!("{path}/release"), json!({})).await.is(200);
    house.ask(axum::http::Method::DELETE, &format!("{path}/release"), None).await.is(200);
    assert!(!house.chain().await.iter().any(|it| it.0 == "time.freed"));
    house.post("/api/v1/appointments", booking(TOM, NINE)).await.is(201);
}
