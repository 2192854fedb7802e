//! Appointments over the API: looking, booking, free times.

use crate::house::{House, NOBODY, SARA, TOM, booking};
use serde_json::{Value, json};

const WEDNESDAY_NINE: &str = "2026-03-11T09:00:00+01:00";

#[tokio::test]
async fn an_appointment_is_served_in_the_contracts_shape() {
    let house = House::open().await;
    let list = house.get("/api/v1/appointments").await.is(200).json();
    assert_eq!(list["next"], Value::Null);
    let mut item = list["items"][0].clone();
    let id = item["id"].take();
    assert!(id.as_str().unwrap().starts_with("apt_"));
    assert!(item["patient"]["id"].take().as_str().unwrap().starts_with("pat_"));
    let expected = json!({
        "id": null, "status": "booked", "from": "2026-03-12T10:00:00+01:00", "to": "2026-03-12T10:30:00+01:00",
        "service": "undersokning", "service_name": "Undersökning", "practitioner": "lindqvist",
        "practitioner_name": "Dr Anna Lindqvist", "room": "rum-1", "rooms": ["rum-1"],
        "patient": {"id": null, "name": "Tom Baker", "phone": TOM, "no_shows": null},
        "booked_via": "file", "confirmed_at": null, "revision": 0, "overbooked": false,
        "cancellation_asked_at": null, "fee": null, "answer_by": null, "plan": null,
    });
    assert_eq!(item, expected);
    let one = house.get(&format!("/api/v1/appointments/{}", id.as_str().unwrap())).await.is(200).json();
    assert_eq!(one["from"], expected["from"]);
}

#[tokio::test]
async fn four_fields_book_a_time_for_a_patient_in_the_register() {
    let house = House::open().await;
    let answer = house.books(SARA, WEDNESDAY_NINE).await.is(201);
    let item = answer.json();
    assert_eq!(answer.header("location"), format!("/api/v1/appointments/{}", item["id"].as_str().unwrap()));
    assert_eq!((&item["patient"]["name"], &item["booked_via"]), (&json!("Sara Ek"), &json!("api")));
    assert_eq!(item["to"], "2026-03-11T09:30:00+01:00");
    house.books(TOM, WEDNESDAY_NINE).await.refused(409, "not free");
    house.books(TOM, "2026-03-11T08:00:00Z").await.refused(409, "not free");
}

#[tokio::test]
async fn a_number_alone_is_enough_for_a_newcomer_and_a_lost_time_enters_nobody() {
    let house = House::open().await;
    house.books(SARA, WEDNESDAY_NINE).await.is(201);
    house.books(NOBODY, WEDNESDAY_NINE).await.refused(409, "not free");
    let item = house.books(NOBODY, "2026-03-11T10:00:00+01:00").await.is(201).json();
    assert_eq!(item["patient"]["name"], NOBODY, "the refused booking entered nobody under another id");
    let again = house.books(NOBODY, "2026-03-12T08:00:00+01:00").await.is(201).json();
    assert_eq!(again["patient"]["id"], item["patient"]["id"]);
}

#[tokio::test]
async fn a_name_decides_when_several_share_a_number() {
    let house = House::open().await;
    let mut child = booking(SARA, WEDNESDAY_NINE);
    child["name"] = "Nils Ek".into();
    let child = house.post("/api/v1/appointments", child).await.is(201).json();
    assert_eq!(child["patient"]["name"], "Nils Ek");
    house.books(SARA, "2026-03-11T10:00:00+01:00").await.refused(409, "several patients");
    let mut mother = booking(SARA, "2026-03-11T10:00:00+01:00");
    mother["name"] = "sara".into();
    let mother = house.post("/api/v1/appointments", mother).await.is(201).json();
    assert_eq!(mother["patient"]["name"], "Sara Ek");
    let list = house.get("/api/v1/appointments?phone=%2B46700000001").await.is(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_booking_that_makes_no_sense_says_why() {
    let house = House::open().await;
    let wrong = [
        ("phone", json!("0700"), 400, "phone"),
        ("phone", json!(""), 400, "phone"),
        ("service", json!("massage"), 404, "service"),
        ("service", json!("å ä"), 404, "service"),
        ("practitioner", json!("nobody"), 404, "practitioner"),
        ("from", json!("tomorrow"), 400, "RFC 3339"),
        ("from", json!("2026-03-11T09:00:30+01:00"), 400, "whole minute"),
        ("from", json!("2026-03-09T09:00:00+01:00"), 409, "not free"),
        ("from", json!("2026-03-14T09:00:00+01:00"), 409, "not free"),
        ("from", json!("2027-03-11T09:00:00+01:00"), 409, "not free"),
        ("name", json!("  "), 400, "name"),
        ("phone", json!(46_700_000_001_i64), 422, "string"),
    ];
    for (field, value, status, detail) in wrong {
        let mut body = booking(SARA, WEDNESDAY_NINE);
        body[field] = value;
        house.post("/api/v1/appointments", body).await.refused(status, detail);
    }
    let mut body = booking(SARA, WEDNESDAY_NINE);
    body["service"] = "hygienist".into();
    house.post("/api/v1/appointments", body).await.refused(400, "does not offer");
    house.post("/api/v1/appointments", json!({})).await.refused(422, "phone");
    house.post("/api/v1/appointments", json!([])).await.is(422);
}

#[tokio::test]
async fn of_many_who_want_one_time_one_gets_it() {
    let house = House::open().await;
    let tries = (0..40).map(|number| house.books(NOBODY_OF[number % 4], WEDNESDAY_NINE));
    let answers = futures_util::future::join_all(tries).await;
    let of = |status: u16| answers.iter().filter(|it| it.status == status).count();
    assert_eq!((of(201), of(409)), (1, 39));
}

const NOBODY_OF: [&str; 4] = ["+46700000031", "+46700000032", "+46700000033", "+46700000034"];

#[tokio::test]
async fn the_list_is_filtered_and_paged() {
    let house = House::open().await;
    for half in ["08:00", "08:30", "09:00", "09:30", "10:00"] {
        house.books(SARA, &format!("2026-03-11T{half}:00+01:00")).await.is(201);
    }
    let count = async |query: &str| {
        let list = house.get(&format!("/api/v1/appointments?{query}")).await.is(200).json();
        list["items"].as_array().unwrap().len()
    };
    assert_eq!(count("").await, 6);
    assert_eq!(count("from=2026-03-12").await, 1);
    assert_eq!(count("to=2026-03-12").await, 5);
    assert_eq!(count("from=2026-03-11T09:00:00%2B01:00&to=2026-03-11T10:00:00%2B01:00").await, 2);
    assert_eq!(count("from=2026-03-11T09:00:00+01:00&to=2026-03-11T10:00:00+01:00").await, 2);
    assert_eq!(count("phone=%2B46700000002").await, 1);
    assert_eq!(count("phone=+46700000002").await, 1);
    assert_eq!(count("phone=46700000002").await, 1);
    assert_eq!(count("phone=%2B46700000098").await, 0);
    assert_eq!(count("status=booked").await, 6);
    assert_eq!(count("status=cancelled").await, 0);
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = house.get(&format!("/api/v1/appointments?limit=4&after={after}")).await.is(200).json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|it| it["id"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        assert_eq!(page["items"].as_array().unwrap().len(), 4);
        after = next.to_owned();
    }
    let whole = house.get("/api/v1/appointments").await.is(200).json();
    let whole: Vec<_> = whole["items"].as_array().unwrap().iter().map(|it| it["id"].clone()).collect();
    assert_eq!(seen, whole);
}

#[tokio::test]
async fn a_question_that_makes_no_sense_says_why() {
    let house = House::open().await;
    for (query, detail) in [
        ("from=yesterday", "`from`"),
        ("to=2026-13-01", "`to`"),
        ("phone=abc", "phone"),
        ("status=gone", "status"),
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=many", "limit"),
        ("after=nonsense", "after"),
        ("after=1.apt_x", "after"),
    ] {
        house.get(&format!("/api/v1/appointments?{query}")).await.refused(400, detail);
    }
    for id in ["apt_01KKAZ5Q0000000000000000AB", "x", "pat_01KKAZ5Q0000000000000000AB"] {
        house.get(&format!("/api/v1/appointments/{id}")).await.refused(404, "appointment");
    }
}

#[tokio::test]
async fn free_times_can_be_booked_and_are_free_no_longer() {
    let house = House::open().await;
    let path = "/api/v1/slots?service=undersokning&practitioner=lindqvist&from=2026-03-12&to=2026-03-13";
    let slots = house.get(path).await.is(200).json();
    let times: Vec<_> =
        slots["items"].as_array().unwrap().iter().map(|it| it["from"].as_str().unwrap()).collect();
    assert_eq!(times.len(), 7, "eight half hours less Tom's: {times:?}");
    assert!(!times.contains(&"2026-03-12T10:00:00+01:00"));
    for time in &times {
        house.books(SARA, time).await.is(201);
    }
    assert_eq!(house.get(path).await.is(200).json()["items"], json!([]));
    let few = house.get("/api/v1/slots?service=hygienist&count=2").await.is(200).json();
    assert_eq!(few["items"].as_array().unwrap().len(), 2);
    assert_eq!(few["items"][0]["practitioner"], "haddad");
    house.get("/api/v1/slots?service=massage").await.refused(404, "service");
    house.get("/api/v1/slots?service=hygienist&practitioner=x").await.refused(404, "practitioner");
    house.get("/api/v1/slots?service=hygienist&count=0").await.refused(400, "count");
    house.get("/api/v1/slots").await.refused(400, "service");
}

#[tokio::test]
async fn times_for_a_patient_say_why_and_days_without_times_say_why_not() {
    let house = House::open().await;
    let ask = |query: &str| format!("/api/v1/slots?service=undersokning&{query}");
    let list = house.get("/api/v1/appointments").await.is(200).json();
    let tom = list["items"][0]["patient"]["id"].as_str().unwrap();
    let few = house.get(&ask(&format!("patient={tom}&count=3"))).await.is(200).json();
    let starts: Vec<_> =
        few["items"].as_array().unwrap().iter().map(|it| it["from"].as_str().unwrap().to_owned()).collect();
    let days: std::collections::BTreeSet<&str> = starts.iter().map(|it| &it[..10]).collect();
    assert_eq!(days.len(), 3, "{starts:?}");
    assert!(!starts.contains(&"2026-03-12T10:00:00+01:00".to_owned()), "Tom is there already");
    assert_eq!(few["nothing"], Value::Null);
    let sunday = ask("from=2026-03-15T00:00:00%2B01:00&to=2026-03-16T00:00:00%2B01:00");
    assert_eq!(house.get(&sunday).await.is(200).json()["nothing"], "closed");
    let far =
        house.get(&ask("from=2029-03-12T00:00:00%2B01:00&to=2029-03-13T00:00:00%2B01:00")).await.is(200);
    assert_eq!(far.json()["items"], json!([]));
    house.get(&ask("patient=pat_01KKAZ5Q0000000000000000AB")).await.refused(404, "patient");
    house.get(&ask("patient=x")).await.refused(404, "patient");
}

#[tokio::test]
async fn every_look_at_patients_is_noted_with_who() {
    let house = House::open().await;
    let list = house.get("/api/v1/appointments").await.is(200).json();
    house.get(&format!("/api/v1/appointments/{}", list["items"][0]["id"].as_str().unwrap())).await.is(200);
    house.get("/api/v1/conversations").await.is(200);
    house.get("/api/v1/unhandled").await.is(200);
    house.books(SARA, WEDNESDAY_NINE).await.is(201);
    let chain = house.chain().await;
    for kind in [
        "appointments.listed",
        "appointment.seen",
        "conversations.listed",
        "unhandled.listed",
        "appointment.booked",
    ] {
        assert!(chain.contains(&(kind.to_owned(), "api:intake".to_owned())), "{kind}: {chain:?}");
    }
    let before = chain.len();
    house.get("/api/v1/appointments/apt_01KKAZ5Q0000000000000000AB").await.is(404);
    assert_eq!(house.chain().await.len(), before, "nothing was seen");
}
