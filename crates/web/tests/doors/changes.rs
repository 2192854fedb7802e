//! Staff change appointments, and patients are told once.

use crate::house::{House, NOBODY, SARA, TOM};
use serde_json::{Value, json};
use svara_model::Outgoing;

const WEDNESDAY_NINE: &str = "2026-03-11T09:00:00+01:00";
const THURSDAY_NINE: &str = "2026-03-12T09:00:00+01:00";
const WEDNESDAY_TEN: &str = "2026-03-11T10:00:00+01:00";

async fn booked(house: &House, phone: &str) -> String {
    let item = house.books(phone, WEDNESDAY_NINE).await.is(201).json();
    item["id"].as_str().unwrap().to_owned()
}

fn templates(house: &House, phone: &str) -> Vec<String> {
    let sent = house.sent_to(phone).into_iter();
    sent.filter_map(|it| if let Outgoing::Template(it) = it { Some(it.name) } else { None }).collect()
}

#[tokio::test]
async fn calling_off_tells_the_patient_once_and_frees_the_time() {
    let house = House::open().await;
    let id = booked(&house, SARA).await;
    let path = format!("/api/v1/appointments/{id}/cancellation");
    let item = house.post(&path, json!({"reason": "the dentist is ill"})).await.is(200).json();
    assert_eq!(
        (&item["status"], &item["patient_told"], &item["revision"]),
        (&json!("cancelled"), &json!("queued"), &json!(1))
    );
    house.post(&path, json!({})).await.refused(409, "does not stand");
    house.settle().await;
    assert_eq!(templates(&house, SARA), ["appointment_cancelled"]);
    house.books(TOM, WEDNESDAY_NINE).await.is(201);
}

#[tokio::test]
async fn moving_takes_the_new_time_frees_the_old_and_tells_once() {
    let house = House::open().await;
    let id = booked(&house, SARA).await;
    let path = format!("/api/v1/appointments/{id}/move");
    let item = house.post(&path, json!({"from": WEDNESDAY_TEN})).await.is(200).json();
    assert_eq!((&item["from"], &item["patient_told"]), (&json!(WEDNESDAY_TEN), &json!("queued")));
    let again = house.post(&path, json!({"from": WEDNESDAY_TEN})).await.is(200).json();
    assert_eq!((&again["revision"], &again["patient_told"]), (&item["revision"], &json!("not_needed")));
    house.settle().await;
    assert_eq!(templates(&house, SARA), ["appointment_moved"]);
    house.books(TOM, WEDNESDAY_TEN).await.refused(409, "not free");
    house.books(TOM, WEDNESDAY_NINE).await.is(201);
    house.post(&path, json!({"from": WEDNESDAY_NINE})).await.refused(409, "not free");
    let other = json!({"from": WEDNESDAY_TEN, "practitioner": "haddad"});
    let item = house.post(&path, other).await.is(200).json();
    assert_eq!(item["practitioner"], "haddad");
    for (body, status, detail) in [
        (json!({"from": "soon"}), 400, "RFC 3339"),
        (json!({"from": WEDNESDAY_TEN, "practitioner": "nobody"}), 404, "practitioner"),
        (json!({}), 422, "from"),
    ] {
        house.post(&path, body).await.refused(status, detail);
    }
}

#[tokio::test]
async fn without_permission_or_contact_staff_are_asked_to_call() {
    let house = House::open().await;
    let id = booked(&house, NOBODY).await;
    let path = format!("/api/v1/appointments/{id}/cancellation");
    assert_eq!(house.post(&path, json!({})).await.is(200).json()["patient_told"], "no_permission");
    house.settle().await;
    assert_eq!(house.sent_to(NOBODY).len(), 0);
}

#[tokio::test]
async fn staff_say_what_became_of_a_visit() {
    let house = House::open().await;
    let id = booked(&house, SARA).await;
    let say = async |status: &str| {
        house.post(&format!("/api/v1/appointments/{id}/status"), json!({"status": status})).await
    };
    let item = say("confirmed").await.is(200).json();
    assert_eq!(item["confirmed_at"], "2026-03-10T09:00:00+01:00");
    say("noshow").await.refused(409, "has not begun");
    house.post("/demo/clock", json!({"now": WEDNESDAY_NINE})).await.is(200);
    for status in ["arrived", "arrived", "in_room", "fulfilled", "noshow", "arrived", "noshow"] {
        assert_eq!(say(status).await.is(200).json()["status"], status);
    }
    let shown = house.get(&format!("/api/v1/appointments/{id}")).await.is(200).json();
    assert_eq!(shown["patient"]["no_shows"], 1);
    let undone = say("booked").await.is(200).json();
    assert_eq!(undone["status"], "confirmed", "she had said yes, and a wrong tap doesn't unsay it");
    assert_eq!(undone["confirmed_at"], item["confirmed_at"]);
    for status in ["cancelled", "pending", "gone", ""] {
        say(status).await.refused(422, "status");
    }
    house.settle().await;
    assert_eq!(templates(&house, SARA), [""; 0]);
    let id = house.books(SARA, THURSDAY_NINE).await.is(201).json()["id"].take();
    let id = id.as_str().unwrap();
    house.post(&format!("/api/v1/appointments/{id}/cancellation"), json!({})).await.is(200);
    for status in ["confirmed", "arrived"] {
        let path = format!("/api/v1/appointments/{id}/status");
        house.post(&path, json!({"status": status})).await.refused(409, "does not stand");
    }
}

#[tokio::test]
async fn an_appointment_that_never_was_cannot_be_changed() {
    let house = House::open().await;
    for id in ["apt_01KKAZ5Q0000000000000000AB", "x"] {
        for (verb, body) in [
            ("cancellation", json!({})),
            ("move", json!({"from": WEDNESDAY_NINE})),
            ("status", json!({"status": "arrived"})),
        ] {
            house.post(&format!("/api/v1/appointments/{id}/{verb}"), body).await.refused(404, "appointment");
        }
    }
}

#[tokio::test]
async fn a_cancelled_visit_is_listed_as_such_and_never_reminded_of() {
    let house = House::open().await;
    let id = booked(&house, SARA).await;
    house.post(&format!("/api/v1/appointments/{id}/cancellation"), json!({})).await.is(200);
    house.post("/demo/clock", json!({"advance": "P3D"})).await.is(200);
    assert_eq!(templates(&house, SARA), ["appointment_cancelled"]);
    let list = house.get("/api/v1/appointments?status=cancelled").await.is(200).json();
    assert_eq!(list["items"][0]["id"], Value::String(id));
}
