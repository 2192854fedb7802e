//! Somebody is ill: preview, release, undo, and who has answered; the waiting list by hand.

use crate::house::{House, NOBODY, SARA, TOM};
use axum::http::Method;
use serde_json::{Value, json};
use svara_model::Outgoing;

const WEDNESDAY_NINE: &str = "2026-03-11T09:00:00+01:00";

fn ill() -> Value {
    json!({"practitioner": "lindqvist", "from": "2026-03-11T00:00:00+01:00", "to": "2026-03-12T00:00:00+01:00",
        "reason": "a cold"})
}

#[tokio::test]
async fn nothing_is_closed_or_sent_before_the_release_has_run_out() {
    let house = House::open().await;
    house.books(SARA, WEDNESDAY_NINE).await.is(201);
    house.writes(SARA, "Hej!").await;
    let before = house.sent_to(SARA).len();
    let draft = house.post("/api/v1/absences", ill()).await.is(201).json();
    assert_eq!(draft["state"], "draft");
    let preview = &draft["preview"][0];
    assert_eq!((&preview["patient_name"], &preview["way"]), (&json!("Sara Ek"), &json!("chat")));
    let text = preview["text"].as_str().unwrap();
    assert!(
        text.contains("Tyvärr kan din tid onsdag 11 mars kl. 09:00 hos Dr Anna Lindqvist inte bli av"),
        "{text}"
    );
    let slots = preview["slots"].as_array().unwrap();
    assert_eq!(slots.len(), 3);
    let in_it = |it: &Value| {
        it["practitioner"] == "lindqvist" && it["from"].as_str().unwrap().starts_with("2026-03-11")
    };
    assert!(!slots.iter().any(in_it), "{slots:?}");
    house.books(TOM, "2026-03-11T11:00:00+01:00").await.is(201);
    let path = format!("/api/v1/absences/{}/release", draft["id"].as_str().unwrap());
    let released = house.post(&path, json!({})).await.is(200).json();
    assert_eq!(
        (&released["state"], &released["goes_at"]),
        (&json!("releasing"), &json!("2026-03-10T09:10:00+01:00"))
    );
    house.post(&path, json!({})).await.refused(409, "releasing already");
    house.books(NOBODY, "2026-03-11T10:00:00+01:00").await.refused(409, "not free");
    house.post("/demo/clock", json!({"advance": "PT9M"})).await.is(200);
    assert_eq!(house.sent_to(SARA).len(), before);
    let undone = house.ask(Method::DELETE, &path, None).await.is(200).json();
    assert_eq!(undone["state"], "undone");
    house.ask(Method::DELETE, &path, None).await.refused(409, "undone already");
    house.post("/demo/clock", json!({"advance": "PT1H"})).await.is(200);
    assert_eq!(house.sent_to(SARA).len(), before, "nobody hears of what was undone");
    house.books(NOBODY, "2026-03-11T10:00:00+01:00").await.is(201);
}

#[tokio::test]
async fn the_message_is_the_previews_and_staff_see_who_answered() {
    let house = House::open().await;
    house.books(SARA, WEDNESDAY_NINE).await.is(201);
    house.books(TOM, "2026-03-11T10:00:00+01:00").await.is(201);
    house.writes(SARA, "Hej!").await;
    let draft = house.post("/api/v1/absences", ill()).await.is(201).json();
    let id = draft["id"].as_str().unwrap();
    assert_eq!(
        (&draft["preview"][1]["way"], &draft["preview"][1]["why"]),
        (&json!("call"), &json!("no_permission"))
    );
    house.post(&format!("/api/v1/absences/{id}/release"), json!({})).await.is(200);
    house.post("/demo/clock", json!({"advance": "PT10M"})).await.is(200);
    let Some(Outgoing::Buttons { body, buttons }) = house.sent_to(SARA).pop() else { panic!("no buttons") };
    assert_eq!(body, draft["preview"][0]["text"].as_str().unwrap());
    assert_eq!(buttons.len(), 3);
    let look = async || house.get(&format!("/api/v1/absences/{id}")).await.is(200).json();
    let seen = look().await;
    assert_eq!(seen["state"], "released");
    assert_eq!((&seen["visits"][0]["state"], &seen["visits"][0]["call"]), (&json!("waiting"), &json!(false)));
    assert_eq!(
        (&seen["visits"][1]["state"], &seen["visits"][1]["call"]),
        (&json!("unreachable"), &json!(true))
    );
    house.writes(SARA, "den första").await;
    let seen = look().await;
    assert_eq!(seen["visits"][0]["state"], "moved");
    assert!(seen["visits"][0]["moved_to"]["from"].is_string());
    house.books(NOBODY, WEDNESDAY_NINE).await.refused(409, "not free");
    let path = format!("/api/v1/absences/{id}/release");
    house.ask(Method::DELETE, &path, None).await.refused(409, "have gone");
    assert_eq!(house.get("/api/v1/absences").await.is(200).json()["items"][0]["id"], id);
    let kinds: Vec<String> = house.chain().await.into_iter().map(|it| it.0).collect();
    for kind in ["absence.entered", "absence.previewed", "absence.released", "absence.sent", "absence.asked"]
    {
        assert!(kinds.iter().any(|it| it == kind), "{kind} left no line");
    }
}

#[tokio::test]
async fn an_absence_that_makes_no_sense_is_refused_with_field_and_remedy() {
    let house = House::open().await;
    let with = |key: &str, value: Value| {
        let mut body = ill();
        body[key] = value;
        body
    };
    for (body, status, detail) in [
        (with("practitioner", json!("nobody")), 404, "the practitioner"),
        (with("room", json!("rum-1")), 400, "not both"),
        (with("to", json!("2026-03-10T23:00:00+01:00")), 400, "`to` lies after `from`"),
        (with("from", json!("soon")), 400, "`from`"),
        (with("to", json!("2028-03-10T23:00:00+01:00")), 400, "more than a year"),
        (json!({"from": "2026-03-01T00:00:00Z", "to": "2026-03-02T00:00:00Z"}), 400, "in the past"),
        (json!({}), 422, "from"),
    ] {
        house.post("/api/v1/absences", body).await.refused(status, detail);
    }
    house.get("/api/v1/absences/abs_01KKAZ5Q0000000000000000AB").await.refused(404, "the absence");
    house.post("/api/v1/absences/x/release", json!({})).await.refused(404, "the absence");
}

#[tokio::test]
async fn a_room_that_is_out_of_order_moves_nobody_who_can_stay() {
    let house = House::open().await;
    house.books(SARA, WEDNESDAY_NINE).await.is(201);
    let body =
        json!({"room": "rum-1", "from": "2026-03-11T00:00:00+01:00", "to": "2026-03-12T00:00:00+01:00"});
    let draft = house.post("/api/v1/absences", body).await.is(201).json();
    // There is one room only: Sara has to be asked.
    assert_eq!(draft["preview"][0]["way"], "template");
    let text = draft["preview"][0]["text"].as_str().unwrap();
    assert!(text.contains("Vill du se nya tider, eller ska vi ringa dig?"), "{text}");
}

#[tokio::test]
async fn staff_put_patients_on_the_list_and_take_them_off() {
    let house = House::open().await;
    let wish = json!({"phone": SARA, "service": "undersokning", "practitioner": "lindqvist",
        "windows": [{"from": "2026-03-11T08:00:00+01:00", "to": "2026-03-13T12:00:00+01:00"}]});
    let added = house.post("/api/v1/waitlist", wish.clone()).await.is(201).json();
    assert_eq!((&added["patient_name"], &added["practitioner"]), (&json!("Sara Ek"), &json!("lindqvist")));
    let again = house.post("/api/v1/waitlist", wish).await.is(201).json();
    assert_eq!(again["id"], added["id"], "one wish a patient and service");
    let list = house.get("/api/v1/waitlist").await.is(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    for (body, status, detail) in [
        (json!({"phone": "x", "service": "undersokning"}), 400, "`phone`"),
        (json!({"phone": SARA, "service": "nothing"}), 404, "the service"),
        (json!({"phone": SARA, "service": "hygienist", "practitioner": "lindqvist"}), 400, "does not offer"),
    ] {
        house.post("/api/v1/waitlist", body).await.refused(status, detail);
    }
    // Tom's visit on Thursday is called off, and Sara is asked.
    let toms = house.get("/api/v1/appointments?status=booked").await.is(200).json();
    let id = toms["items"][0]["id"].as_str().unwrap().to_owned();
    house.post(&format!("/api/v1/appointments/{id}/cancellation"), json!({})).await.is(200);
    house.settle().await;
    let Some(Outgoing::Template(asked)) = house.sent_to(SARA).pop() else { panic!("no template") };
    assert_eq!(asked.name, "freed_time_offer");
    house.writes(SARA, "ja tack").await;
    let figures = house.get("/api/v1/waitlist/figures").await.is(200).json();
    let all = figures["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&all["freed"], &all["filled"], &all["share_filled"]), (&json!(1), &json!(1), &json!(1.0)));
    let path = format!("/api/v1/waitlist/{}", added["id"].as_str().unwrap());
    house.ask(Method::DELETE, &path, None).await.refused(404, "waiting list");
    let other = json!({"phone": TOM, "service": "undersokning"});
    let added = house.post("/api/v1/waitlist", other).await.is(201).json();
    let path = format!("/api/v1/waitlist/{}", added["id"].as_str().unwrap());
    house.ask(Method::DELETE, &path, None).await.is(204);
    assert_eq!(house.get("/api/v1/waitlist").await.is(200).json()["items"], json!([]));
}

#[tokio::test]
async fn a_time_that_came_free_shows_who_was_asked_and_who_comes_next() {
    let house = House::open().await;
    let wish = |phone: &str, name: &str| json!({"phone": phone, "name": name, "service": "undersokning"});
    house.writes(SARA, "Hej!").await;
    house.post("/api/v1/waitlist", wish(SARA, "Sara Ek")).await.is(201);
    house.post("/api/v1/waitlist", wish(NOBODY, "Nils Ny")).await.is(201);
    let day = "/api/v1/freed-times?from=2026-03-12&to=2026-03-13";
    assert_eq!(house.get(day).await.is(200).json()["items"], json!([]));
    let list = house.get("/api/v1/appointments?from=2026-03-12&to=2026-03-13").await.is(200).json();
    let id = list["items"][0]["id"].as_str().unwrap();
    house.post(&format!("/api/v1/appointments/{id}/cancellation"), json!({})).await.is(200);
    house.settle().await;
    let it = house.get(day).await.is(200).json()["items"][0].clone();
    assert_eq!(
        (&it["from"], &it["practitioner"]),
        (&json!("2026-03-12T10:00:00+01:00"), &json!("lindqvist"))
    );
    let asked = (&it["asked"][0]["patient_name"], &it["asked"][0]["state"]);
    assert_eq!(asked, (&json!("Sara Ek"), &json!("standing")), "{it}");
    assert_eq!(it["next"][0]["patient_name"], "Nils Ny", "{it}");
    assert_eq!(it["next"].as_array().unwrap().len(), 1, "who was asked is not next: {it}");
    let elsewhere = "/api/v1/freed-times?from=2026-03-13&to=2026-03-14";
    assert_eq!(house.get(elsewhere).await.is(200).json()["items"], json!([]));
    assert!(house.chain().await.iter().any(|it| it.0 == "freed_times.listed"));
    house.post("/demo/clock", json!({"advance": "PT5H"})).await.is(200);
    let it = house.get(day).await.is(200).json()["items"][0].clone();
    assert_eq!(it["asked"][0]["state"], "lapsed", "it stays as long as nobody has it: {it}");
    house.books(TOM, "2026-03-12T10:00:00+01:00").await.is(201);
    assert_eq!(house.get(day).await.is(200).json()["items"], json!([]), "booked in the ordinary way");
}
