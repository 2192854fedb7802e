//! Booking keeps every rule again, names what it breaks, and answers the same request the same way.

use crate::house::{House, NOBODY, SARA, TOM, booking};
use serde_json::{Value, json};

const NINE: &str = "2026-03-11T09:00:00+01:00";
const TEN: &str = "2026-03-11T10:00:00+01:00";

fn at(from: &str, practitioner: &str, service: &str) -> Value {
    json!({"phone": SARA, "service": service, "practitioner": practitioner, "from": from})
}

/// The other practitioner's kind of visit needs no room, so that only the patient can be in the way.
fn elsewhere(from: &str) -> Value {
    at(from, "haddad", "hygienist")
}

#[tokio::test]
async fn a_time_against_the_rules_is_refused_with_the_rule() {
    let house = House::open().await;
    house.books(TOM, NINE).await.is(201);
    for (from, reason, told) in [
        ("2026-03-11T03:17:00+01:00", "closed", "closed"),
        ("2026-03-15T09:00:00+01:00", "closed", "closed"),
        ("2026-03-11T11:45:00+01:00", "closed", "closed"),
        ("2026-03-10T10:30:00+01:00", "too_soon", "notice"),
        ("2026-03-09T09:00:00+01:00", "past", "past"),
        ("2026-08-10T09:00:00+02:00", "too_far", "further ahead"),
        (NINE, "taken", "another visit"),
        ("2026-03-11T09:15:00+01:00", "taken", "another visit"),
    ] {
        let problem = house.books(SARA, from).await.refused(409, told).json();
        assert_eq!(problem["reason"], reason, "{from}: {problem}");
        assert_eq!(problem["type"], "urn:svara:problem:conflict");
    }
    // Rum 1 is Tom's then, whoever treats.
    let problem = house.post("/api/v1/appointments", at(NINE, "haddad", "undersokning")).await;
    assert_eq!(problem.refused(409, "room of the kind treatment").json()["reason"], "no_room");
}

#[tokio::test]
async fn a_field_that_makes_no_sense_is_named_with_what_to_do() {
    let house = House::open().await;
    for (field, value, status, told) in [
        ("phone", json!(""), 400, "`phone`: write"),
        ("from", json!("2026-03-11T09:00:30+01:00"), 400, "`from`: an appointment starts at a whole minute"),
        ("from", json!("2026-02-30T09:00:00+01:00"), 400, "`from` is written as RFC 3339"),
        ("practitioner", json!("haddad"), 400, "`practitioner`: haddad does not offer implantat; choose one"),
        ("overbook", json!("yes"), 422, "overbook"),
    ] {
        let mut body = at(NINE, "lindqvist", "implantat");
        body[field] = value;
        let told = house.post("/api/v1/appointments", body).await.refused(status, told);
        assert!(!told.json()["detail"].as_str().unwrap().contains('\n'), "one line");
    }
    let list = house.get("/api/v1/appointments").await.is(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "nothing was booked");
}

#[tokio::test]
async fn a_patient_is_at_one_place_unless_staff_say_so() {
    let house = House::open().await;
    house.books(SARA, NINE).await.is(201);
    for from in [NINE, "2026-03-11T09:15:00+01:00"] {
        let problem = house.post("/api/v1/appointments", elsewhere(from)).await.refused(409, "busy").json();
        assert_eq!(problem["reason"], "patient_busy");
    }
    let later = house.post("/api/v1/appointments", elsewhere(TEN)).await.is(201).json();
    let path = format!("/api/v1/appointments/{}/move", later["id"].as_str().unwrap());
    house.post(&path, json!({"from": NINE})).await.refused(409, "busy");
    let mut both = elsewhere(NINE);
    both["practitioner"] = json!("haddad");
    both["elsewhere_too"] = json!(true);
    both["reason"] = json!("her son comes along");
    // Haddad's ten o'clock lies in the way of 45 minutes from nine fifteen, not from nine.
    house.post("/api/v1/appointments", both).await.is(201);
}

#[tokio::test]
async fn overbooking_needs_a_rule_or_a_reason() {
    let house = House::open().await;
    house.books(SARA, NINE).await.is(201);
    let beside = |phone: &str, from: &str, reason: Option<&str>| {
        let mut body = booking(phone, from);
        body["overbook"] = json!(true);
        body["reason"] = json!(reason);
        body
    };
    house.books(TOM, NINE).await.refused(409, "another visit");
    let item = house.post("/api/v1/appointments", beside(TOM, NINE, None)).await.is(201).json();
    assert_eq!((&item["overbooked"], &item["room"]), (&json!(true), &json!("rum-1")));
    let third = house.post("/api/v1/appointments", beside(NOBODY, NINE, Some("acute"))).await;
    third.refused(409, "another visit");
    let free = house.post("/api/v1/appointments", beside(NOBODY, TEN, None)).await.is(201).json();
    assert_eq!(free["overbooked"], false, "a free time is simply booked");
    let again = beside("+46700000041", TEN, None);
    let problem = house.post("/api/v1/appointments", again).await.refused(409, "limit").json();
    assert_eq!(problem["reason"], "overbook_limit");
    let reason = beside("+46700000041", TEN, Some("broken tooth"));
    let item = house.post("/api/v1/appointments", reason).await.is(201).json();
    let path = format!("/api/v1/appointments/{}/events", item["id"].as_str().unwrap());
    let story = house.get(&path).await.is(200).json();
    let line = &story["items"][0];
    assert_eq!((&line["what"], &line["reason"]), (&json!("appointment.overbooked"), &json!("broken tooth")));
    let mut not_offered = beside("+46700000042", TEN, None);
    not_offered["practitioner"] = json!("haddad");
    not_offered["service"] = json!("hygienist");
    house.post("/api/v1/appointments", not_offered.clone()).await.is(201);
    not_offered["phone"] = json!("+46700000043");
    house.post("/api/v1/appointments", not_offered).await.refused(409, "limit");
}

#[tokio::test]
async fn an_appointment_tells_its_story() {
    let house = House::open().await;
    let id = house.books(SARA, NINE).await.is(201).json()["id"].as_str().unwrap().to_owned();
    let path = |what: &str| format!("/api/v1/appointments/{id}/{what}");
    house.post(&path("move"), json!({"from": TEN, "reason": "the drill broke"})).await.is(200);
    house.post(&path("status"), json!({"status": "confirmed"})).await.is(200);
    house.get(&path("events")).await.is(200);
    house.post(&path("cancellation"), json!({"notify": false})).await.is(200);
    let story = house.get(&path("events")).await.is(200).json();
    let lines: Vec<_> = story["items"].as_array().unwrap().iter().map(|it| it["what"].clone()).collect();
    let wanted = [
        "appointment.booked",
        "appointment.moved",
        "patient.told",
        "appointment.confirmed",
        "appointment.cancelled",
    ];
    assert_eq!(lines, wanted);
    let moved = &story["items"][1];
    assert_eq!(
        (&moved["by"], &moved["via"], &moved["reason"], &moved["from"]),
        (&json!("api:intake"), &json!("api"), &json!("the drill broke"), &json!(TEN))
    );
    house.get("/api/v1/appointments/x/events").await.refused(404, "appointment");
}

#[tokio::test]
async fn the_same_request_again_is_answered_as_before() {
    let house = House::open().await;
    let post =
        async |key: &str, body: &Value| house.post_keyed("/api/v1/appointments", key, body.clone()).await;
    let body = booking(SARA, NINE);
    let first = post("k-1", &body).await.is(201);
    let again = post("k-1", &body).await.is(201);
    assert_eq!(
        (first.body.clone(), first.header("location")),
        (again.body.clone(), again.header("location"))
    );
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
    post("k-1", &booking(SARA, TEN)).await.refused(422, "another request");
    let refused = post("k-2", &body).await.refused(409, "not free");
    let id = first.json()["id"].as_str().unwrap().to_owned();
    let cancel = format!("/api/v1/appointments/{id}/cancellation");
    let off = house.post_keyed(&cancel, "k-3", json!({})).await.is(200);
    assert_eq!(house.post_keyed(&cancel, "k-3", json!({})).await.is(200).body, off.body);
    house.post_keyed(&cancel, "k-4", json!({})).await.refused(409, "does not stand");
    assert_eq!(
        post("k-2", &body).await.refused(409, "not free").body,
        refused.body,
        "a refusal is an answer"
    );
    house.post_keyed(&cancel, &"x".repeat(256), json!({})).await.refused(400, "Idempotency-Key");
    house.post("/demo/clock", json!({"advance": "PT26H"})).await.is(200);
    post("k-2", &booking(SARA, "2026-03-12T09:00:00+01:00")).await.is(201);
}

#[tokio::test]
async fn twenty_copies_of_one_keyed_request_book_once() {
    let house = House::open().await;
    let copies = (0..20).map(|_| house.post_keyed("/api/v1/appointments", "k", booking(SARA, NINE)));
    let answers = futures_util::future::join_all(copies).await;
    for answer in &answers {
        assert!(answer.status == 201 || answer.text().contains("being worked on"), "{}", answer.text());
    }
    let list = house.get(&format!("/api/v1/appointments?phone={}", SARA.replace('+', "%2B"))).await;
    assert_eq!(list.is(200).json()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_change_can_be_looked_at_before_it_is_made() {
    let house = House::open().await;
    let id = house.books(SARA, NINE).await.is(201).json()["id"].as_str().unwrap().to_owned();
    let path = |what: &str| format!("/api/v1/appointments/{id}/{what}");
    let seen = house.post(&path("preview"), json!({"move": {"from": TEN}})).await.is(200).json();
    let text = seen["text"].as_str().unwrap().to_owned();
    assert!(text.contains("har flyttat din tid") && text.contains("kl. 10:00"), "{text}");
    assert_eq!((&seen["patient_told"], &seen["refused"]), (&json!("queued"), &Value::Null));
    house.books(TOM, TEN).await.is(201);
    let seen = house.post(&path("preview"), json!({"move": {"from": TEN}})).await.is(200).json();
    assert_eq!(seen["refused"], "taken");
    let seen = house.post(&path("preview"), json!({"cancellation": {"fee": true}})).await.is(200).json();
    assert!(seen["text"].as_str().unwrap().contains("Avgiften är 350 kr."), "{seen}");
    house.post(&path("preview"), json!({"perhaps": {}})).await.refused(422, "perhaps");
    house.settle().await;
    assert_eq!(house.sent_to(SARA).len(), 0, "a look sends nothing");
    let quiet = json!({"from": "2026-03-11T11:00:00+01:00", "notify": false});
    let moved = house.post(&path("move"), quiet).await.is(200).json();
    assert_eq!(moved["patient_told"], "not_wanted");
    house.settle().await;
    assert_eq!(house.sent_to(SARA).len(), 0);
}

#[tokio::test]
async fn a_kept_time_is_taken_for_others_and_its_owners_own() {
    let house = House::open().await;
    house.writes(NOBODY, "tandläkartid hos lindqvist onsdag kl 9").await;
    let offered = house.sent_to(NOBODY).pop().unwrap().shown();
    assert!(offered.contains("09:00"), "{offered}");
    house.writes(NOBODY, "09:00").await;
    assert!(house.sent_to(NOBODY).pop().unwrap().shown().contains("Vad heter du"));
    let problem = house.books(TOM, NINE).await.refused(409, "on hold").json();
    assert_eq!(problem["reason"], "on_hold");
    let path = "/api/v1/slots?service=undersokning&practitioner=lindqvist&from=2026-03-11&to=2026-03-12";
    let free = async || house.get(path).await.is(200).text().contains(&format!("\"from\":\"{NINE}"));
    assert!(!free().await, "it shows as taken at once");
    house.writes(NOBODY, "Nils Nyman").await;
    assert!(house.sent_to(NOBODY).pop().unwrap().shown().contains("Du är bokad"));
    house.writes("+46700000098", "tandläkartid hos lindqvist onsdag kl 10").await;
    house.writes("+46700000098", "10:00").await;
    house.books(TOM, TEN).await.refused(409, "on hold");
    house.post("/demo/clock", json!({"advance": "PT11M"})).await.is(200);
    house.books(TOM, TEN).await.is(201);
    let freed = house.chain().await.into_iter().filter(|it| it.0 == "time.freed").count();
    assert_eq!(freed, 1, "a hold that lapsed frees its time, one that was used doesn't");
    house.writes("+46700000098", "Nora Nyman").await;
    let told = house.sent_to("+46700000098").pop().unwrap().shown();
    assert!(told.contains("hann tyvärr någon annan ta"), "{told}");
}
