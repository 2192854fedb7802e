//! The staff's rooms over the API: the inbox, drafts and notes, patients, the diary.

use crate::house::{House, SARA, TOM};
use crate::staff::{browser, karin};
use axum::http::Method;
use serde_json::{Value, json};

/// The first of two who work here; the other is the program with the token.
struct Karin<'a> {
    house: &'a House,
    cookie: String,
}

impl<'a> Karin<'a> {
    async fn at(house: &'a House) -> Self {
        Self { house, cookie: karin(house).await }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> crate::house::Answer {
        browser(self.house, method, path, &self.cookie, true, body).await
    }

    async fn inbox(&self, view: &str) -> Value {
        self.ask(Method::GET, &format!("/api/v1/inbox?view={view}"), None).await.is(200).json()
    }
}

async fn sara_asks_for_a_person(house: &House) -> String {
    house.writes(SARA, "Hej! Jag vill prata med en människa, tack.").await;
    house.conversation(SARA).await["id"].as_str().unwrap().to_owned()
}

fn ids(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_conversation_moves_through_the_inbox() {
    let house = House::open().await;
    let karin = Karin::at(&house).await;
    let id = sara_asks_for_a_person(&house).await;
    house.writes(TOM, "Hi, what are your opening hours?").await;
    let needs = karin.inbox("needs").await;
    assert_eq!(ids(&needs), [&id]);
    let row = &needs["items"][0];
    assert_eq!((&row["reason"], &row["patients"][0]["name"]), (&json!("asked"), &json!("Sara Ek")));
    assert_eq!(row["answer_by"], "2026-03-10T11:00:00+01:00");
    assert_eq!((&needs["counts"]["needs"], &needs["counts"]["unassigned"]), (&json!(1), &json!(1)));
    assert_eq!(ids(&karin.inbox("all").await).len(), 2);
    assert_eq!(ids(&karin.inbox("assistant").await).len(), 1);

    let at = |verb: &str| format!("/api/v1/conversations/{id}/{verb}");
    karin.ask(Method::POST, &at("takeover"), None).await.is(200);
    assert_eq!(ids(&karin.inbox("mine").await), [&id]);
    assert!(ids(&karin.inbox("unassigned").await).is_empty());
    karin.ask(Method::PUT, &at("draft"), Some(json!({"text": "Hej Sara!"}))).await.is(204);
    karin.ask(Method::POST, &at("messages"), Some(json!({"text": "Hej Sara!"}))).await.is(201);
    house.settle().await;
    assert_eq!(house.conversation(SARA).await["drafts"], json!([]), "what was sent is no draft any more");
    assert_eq!(ids(&karin.inbox("patient").await), [&id], "now the patient is to say something");
    assert!(ids(&karin.inbox("needs").await).is_empty());
    house.writes(SARA, "Tack, kan jag få en tid på fredag?").await;
    let needs = karin.inbox("needs").await;
    assert_eq!((ids(&needs), &needs["items"][0]["unread"]), (vec![id.as_str()], &json!(1)));
    karin.ask(Method::PUT, &at("read"), Some(json!({"seq": 9}))).await.is(204);
    assert_eq!(karin.inbox("needs").await["items"][0]["unread"], 0);
    karin.ask(Method::DELETE, &at("read"), None).await.is(204);
    assert_eq!(karin.inbox("needs").await["items"][0]["unread"], 1);

    let until = json!({"until": "2026-03-11T08:00:00+01:00"});
    karin.ask(Method::PUT, &at("snooze"), Some(until)).await.is(200);
    assert!(ids(&karin.inbox("needs").await).is_empty());
    assert_eq!(ids(&karin.inbox("snoozed").await), [&id]);
    house.writes(SARA, "Hallå?").await;
    assert_eq!(ids(&karin.inbox("needs").await), [&id], "a patient who writes wakes it");
    let done = karin.ask(Method::POST, &at("resolution"), None).await.is(200).json();
    assert_eq!((&done["state"], &done["resolved_at"]), (&json!("bot"), &json!("2026-03-10T09:00:00+01:00")));
    assert!(ids(&karin.inbox("needs").await).is_empty());
}

#[tokio::test]
async fn a_second_owner_is_refused_and_sees_the_first_ones_draft() {
    let house = House::open().await;
    let karin = Karin::at(&house).await;
    let id = sara_asks_for_a_person(&house).await;
    let at = |verb: &str| format!("/api/v1/conversations/{id}/{verb}");
    karin.ask(Method::POST, &at("takeover"), None).await.is(200);
    karin.ask(Method::PUT, &at("draft"), Some(json!({"text": "Hej Sara, vi"}))).await.is(204);
    let seen = house.conversation(SARA).await;
    assert_eq!(
        (&seen["drafts"][0]["by"], &seen["drafts"][0]["text"]),
        (&json!("Karin Lund"), &json!("Hej Sara, vi"))
    );
    let draft = Some(json!({"text": "Hej"}));
    house.ask(Method::PUT, &at("draft"), draft).await.refused(423, "Karin Lund has this conversation");
    house.post(&at("takeover"), json!({})).await.refused(423, "Karin Lund");
    house.post(&at("resolution"), json!({})).await.refused(423, "Karin Lund");
    let taken = house.ask(Method::PUT, &at("owner"), Some(json!({}))).await.is(200).json();
    assert_eq!(taken["taken_by"], "API", "but whoever asks for it by name gets it");
    let words = Some(json!({"text": "x".repeat(4_097)}));
    house.ask(Method::PUT, &at("draft"), words).await.refused(400, "4096");
    let nobody = Some(json!({"staff": "stf_01KKAZ5Q0000000000000000AB"}));
    house.ask(Method::PUT, &at("owner"), nobody).await.refused(404, "the colleague");
}

#[tokio::test]
async fn an_emergency_is_not_put_aside_without_a_reason() {
    let house = House::open().await;
    house.writes(SARA, "Jag har svårt att andas och ont i bröstet").await;
    let id = house.conversation(SARA).await["id"].as_str().unwrap().to_owned();
    let at = format!("/api/v1/conversations/{id}/snooze");
    let until = |reason: Option<&str>| Some(json!({"until": "2026-03-10T12:00:00+01:00", "reason": reason}));
    assert_eq!(ids(&house.get("/api/v1/inbox?view=urgent").await.is(200).json()), [&id]);
    house.ask(Method::PUT, &at, until(None)).await.refused(400, "`reason` is needed");
    house.ask(Method::PUT, &at, until(Some(" "))).await.refused(400, "`reason` is needed");
    house.ask(Method::PUT, &at, until(Some("ambulansen är där"))).await.is(200);
    let past = Some(json!({"until": "2026-03-10T08:00:00+01:00"}));
    house.ask(Method::PUT, &at, past).await.refused(400, "`until` is in the past");
}

#[tokio::test]
async fn notes_mention_colleagues_and_stay_inside() {
    let house = House::open().await;
    let karin = Karin::at(&house).await;
    let id = sara_asks_for_a_person(&house).await;
    let at = format!("/api/v1/conversations/{id}/notes");
    let sent = house.sent_to(SARA).len();
    let note = house.post(&at, json!({"text": " Be @karin ringa "})).await.is(201).json();
    assert_eq!((&note["text"], &note["mentions"]), (&json!("Be @karin ringa"), &json!(["Karin Lund"])));
    house.settle().await;
    assert_eq!(house.sent_to(SARA).len(), sent, "the patient heard of a note");
    assert_eq!(karin.ask(Method::GET, &at, None).await.is(200).json()["items"], json!([note]));
    let gone = format!("/api/v1/notes/{}", note["id"].as_str().unwrap());
    karin.ask(Method::DELETE, &gone, None).await.refused(404, "the note");
    house.ask(Method::DELETE, &gone, None).await.is(204);
    for text in ["", "  ", &"x".repeat(2_001)] {
        house.post(&at, json!({"text": text})).await.refused(400, "1 to 2000 characters");
    }
}

#[tokio::test]
async fn a_patient_is_found_and_the_look_is_on_record() {
    let house = House::open().await;
    let found = house.get("/api/v1/patients?search=sarah%20eck").await.is(200).json();
    assert_eq!((&found["items"][0]["name"], &found["items"][0]["phone"]), (&json!("Sara Ek"), &json!(SARA)));
    let id = found["items"][0]["id"].as_str().unwrap().to_owned();
    house.books(SARA, "2026-03-11T09:00:00+01:00").await.is(201);
    let card = house.get(&format!("/api/v1/patients/{id}")).await.is(200).json();
    assert_eq!((&card["name"], &card["noshows"]), (&json!("Sara Ek"), &json!(0)));
    assert_eq!(card["appointments"][0]["from"], "2026-03-11T09:00:00+01:00");
    assert_eq!(card["ways"][0]["permissions"][0]["source"], "intake form");
    let kinds: Vec<String> = house.chain().await.into_iter().map(|it| it.0).collect();
    for kind in ["patients.searched", "patient.seen"] {
        assert!(kinds.iter().any(|it| it == kind), "{kind} is not in {kinds:?}");
    }
    house.get("/api/v1/patients?search=").await.refused(400, "`search` has 1 to 100 characters");
    house.get("/api/v1/patients/pat_01KKAZ5Q0000000000000000AB").await.refused(404, "the patient");
}

#[tokio::test]
async fn two_entries_of_one_patient_become_one_and_can_be_parted() {
    let house = House::open().await;
    let enter = |name: &str| house.post("/api/v1/patients", json!({"name": name, "phone": "+46700000050"}));
    let kept = enter("Karl Öhman").await.is(201).json()["id"].as_str().unwrap().to_owned();
    let gone = enter("Carl Ohman").await.is(201).json()["id"].as_str().unwrap().to_owned();
    assert_eq!(enter("Karl Öhman").await.is(201).json()["id"].as_str().unwrap(), kept, "entered once");
    let at = format!("/api/v1/patients/{kept}/merge");
    let card = house.post(&at, json!({"gone": gone})).await.is(200).json();
    assert_eq!(card["merged"][0]["id"].as_str().unwrap(), gone);
    let search = "/api/v1/patients?search=ohman";
    assert_eq!(ids(&house.get(search).await.is(200).json()), [&kept]);
    house.post(&at, json!({"gone": gone})).await.refused(409, "cannot be made one");
    house.ask(Method::DELETE, &at, Some(json!({"gone": gone}))).await.is(200);
    assert_eq!(ids(&house.get(search).await.is(200).json()).len(), 2);
    house.ask(Method::DELETE, &at, Some(json!({"gone": gone}))).await.refused(409, "nothing to undo");
}

#[tokio::test]
async fn the_diary_knows_hours_and_kept_times() {
    let house = House::open().await;
    let day = house.get("/api/v1/diary?from=2026-03-12&to=2026-03-13").await.is(200).json();
    let open = |from: &str, to: &str| json!({"from": format!("2026-03-12T{from}:00+01:00"), "to": format!("2026-03-12T{to}:00+01:00")});
    assert_eq!(
        day["practitioners"],
        json!([{"id": "lindqvist", "open": [open("08:00", "12:00")]}, {"id": "haddad", "open": [open("09:00", "16:00")]}])
    );
    let sunday = house.get("/api/v1/diary?from=2026-03-15&to=2026-03-16").await.is(200).json();
    assert_eq!(sunday["practitioners"][0]["open"], json!([]));
    for (query, why) in [
        ("from=2026-03-12&to=2026-03-12", "1 to 42 days"),
        ("from=2026-03-12&to=2026-06-12", "1 to 42 days"),
        ("from=thursday&to=2026-03-13", "`from` is a date"),
    ] {
        house.get(&format!("/api/v1/diary?{query}")).await.refused(400, why);
    }
}

#[tokio::test]
async fn the_assistant_says_what_it_understood() {
    let house = House::open().await;
    house.writes(SARA, "Hej, jag vill boka en tid på torsdag").await;
    let id = house.conversation(SARA).await["id"].as_str().unwrap().to_owned();
    let it = house.get(&format!("/api/v1/conversations/{id}/understanding")).await.is(200).json();
    assert_eq!((&it["intents"][0]["name"], &it["waits_for"]), (&json!("book"), &json!("choice")));
    assert!(it["intents"][0]["confidence"].as_f64().unwrap() > 0.5, "{it}");
    assert!(it["when"].as_str().unwrap().contains("torsdag"), "{it}");
    let lines = house.get(&format!("/api/v1/conversations/{id}/messages?limit=1")).await.is(200).json();
    let shown = &lines["items"][0]["shown"];
    let choices = shown["buttons"].as_array().unwrap().len() + shown["rows"].as_array().unwrap().len();
    assert!(choices >= 2, "the offer is shown with its choices: {lines}");
    let before = lines["next"].as_str().unwrap();
    let older =
        house.get(&format!("/api/v1/conversations/{id}/messages?before={before}")).await.is(200).json();
    assert_eq!((older["items"][0]["seq"].as_i64(), &older["next"]), (Some(1), &Value::Null));
}
