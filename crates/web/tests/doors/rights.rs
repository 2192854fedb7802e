//! People's rights: everything about one person, correction, restriction, forgetting; who looked; protected people;
//! limits; a restored backup.

use crate::house::{House, NOBODY, SARA, TOM};
use axum::http::Method;
use serde_json::{Value, json};
use svara_model::Outgoing;

async fn id(house: &House, phone: &str) -> String {
    let path = format!("/api/v1/subjects?who={}", phone.replace('+', "%2B"));
    house.get(&path).await.is(200).json()["items"][0].as_str().unwrap().to_owned()
}

async fn flag(house: &House, phone: &str, flag: &str) -> String {
    let path = format!("/api/v1/subjects/{}/flags/{flag}", id(house, phone).await);
    house.ask(Method::PUT, &path, Some(json!({"reason": "asked by letter"}))).await.is(204);
    path
}

#[tokio::test]
async fn an_export_holds_everything_of_one_and_nothing_of_another() {
    let house = House::open().await;
    house.writes(SARA, "Hej, kanariefågel ett").await;
    house.writes(TOM, "Hello, canary two").await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    let sara = id(&house, SARA).await;
    let path = format!("/api/v1/subjects/{sara}/export");
    let all = house.get(&path).await.is(200);
    let text = all.text();
    let it = all.json();
    assert_eq!((&it["patient"]["name"], &it["patient"]["phone"]), (&json!("Sara Ek"), &json!(SARA)));
    assert!(text.contains("kanariefågel ett") && text.contains("intake form"), "{text}");
    assert_eq!(it["appointments"].as_array().unwrap().len(), 1);
    for other in ["canary two", "Tom", "700000002"] {
        assert!(!text.contains(other), "{other} is somebody else's");
    }
    let page = house.get(&format!("{path}?format=html")).await.is(200).text();
    assert!(page.contains("kanariefågel ett") && page.contains("Vem som har tittat"), "{page}");
    assert!(!page.contains("canary two") && !page.contains("<script"));
    house.get(&format!("{path}?format=pdf")).await.refused(400, "json or html");
    house.get("/api/v1/subjects/pat_00000000000000000000000000/export").await.refused(404, "the patient");
}

#[tokio::test]
async fn an_access_extract_names_every_look_at_one_and_no_look_at_another() {
    let house = House::open().await;
    house.writes(SARA, "hej").await;
    house.writes(TOM, "hi").await;
    let (sara, tom) = (house.conversation(SARA).await, house.conversation(TOM).await);
    house.get(&format!("/api/v1/conversations/{}", sara["id"].as_str().unwrap())).await.is(200);
    house.get(&format!("/api/v1/conversations/{}", tom["id"].as_str().unwrap())).await.is(200);
    house.get("/api/v1/appointments").await.is(200);
    house.get("/api/v1/conversations").await.is(200);
    let log = async |phone: &str| {
        let path = format!("/api/v1/subjects/{}/access-log", id(&house, phone).await);
        let items = house.get(&path).await.is(200).json()["items"].as_array().unwrap().clone();
        items.iter().map(|it| it["what"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (of_sara, of_tom) = (log(SARA).await, log(TOM).await);
    let count = |log: &[String], what: &str| log.iter().filter(|it| *it == what).count();
    assert_eq!(count(&of_sara, "conversation.seen"), 1, "{of_sara:?}");
    assert_eq!(count(&of_sara, "conversations.listed"), 2, "her number, and the whole list: {of_sara:?}");
    assert_eq!(count(&of_sara, "appointments.listed"), 0, "she has no appointment");
    assert_eq!(count(&of_tom, "appointments.listed"), 1, "{of_tom:?}");
}

#[tokio::test]
async fn a_correction_keeps_both_versions() {
    let house = House::open().await;
    let path = format!("/api/v1/subjects/{}", id(&house, SARA).await);
    let corrections = format!("{path}/corrections");
    house.post(&corrections, json!({"name": "Sara Ekström"})).await.refused(400, "`reason`");
    house.post(&corrections, json!({"reason": "x"})).await.refused(400, "say what to correct");
    house.post(&corrections, json!({"name": "Sara Ekström", "reason": "married"})).await.is(204);
    let it = house.get(&format!("{path}/export")).await.is(200).json();
    assert_eq!(it["patient"]["name"], "Sara Ekström");
    let kept = &it["corrections"][0];
    assert_eq!((&kept["before"], &kept["after"]), (&json!("Sara Ek"), &json!("Sara Ekström")));
}

#[tokio::test]
async fn what_is_restricted_or_objected_to_is_not_sent() {
    for name in ["restricted", "no_reminders"] {
        let house = House::open().await;
        house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
        let path = flag(&house, SARA, name).await;
        house.post("/demo/clock", json!({"advance": "PT24H"})).await.is(200);
        assert_eq!(house.sent_to(SARA).len(), 0, "{name}");
        house.ask(Method::DELETE, &path, None).await.is(204);
        house.writes(SARA, "hej").await;
        assert_eq!(house.sent_to(SARA).len(), 1, "lifted: {name}");
    }
    let house = House::open().await;
    let path = format!("/api/v1/subjects/{}/flags/held", id(&house, SARA).await);
    house.ask(Method::PUT, &path, Some(json!({}))).await.refused(400, "`reason`");
    house
        .ask(Method::PUT, &path.replace("held", "famous"), Some(json!({"reason": "x"})))
        .await
        .refused(400, "a flag is");
}

#[tokio::test]
async fn of_a_protected_person_nothing_leaves() {
    let house = House::open().await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    house.writes(SARA, "När är min tid?").await;
    let said = house.sent_to(SARA).last().unwrap().shown();
    assert!(said.contains("torsdag 12 mars"), "{said}");
    flag(&house, SARA, "protected").await;
    house.writes(SARA, "När är min tid?").await;
    let talk = house.conversation(SARA).await;
    assert!(!talk["handover"].is_null(), "a person takes over: {talk}");
    house.post("/demo/clock", json!({"advance": "PT48H"})).await.is(200);
    let after: Vec<String> = house.sent_to(SARA).iter().skip(1).map(Outgoing::shown).collect();
    assert_eq!(after.len(), 1, "no reminder, one neutral answer: {after:?}");
    for word in ["torsdag", "Lindqvist", "Undersökning", "Sara"] {
        assert!(!after[0].contains(word), "{word}: {}", after[0]);
    }
}

#[tokio::test]
async fn whoever_is_forgotten_is_gone_from_every_list_and_stays_gone() {
    let house = House::open().await;
    house.writes(SARA, "Hej, kanariefågel ett").await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    let sara = id(&house, SARA).await;
    let path = format!("/api/v1/subjects/{sara}/erasure");
    house.post(&path, json!({"identity": "a hunch"})).await.refused(400, "`identity`");
    let held = flag(&house, SARA, "held").await;
    house.post(&path, json!({"identity": "in_person"})).await.refused(409, "held");
    house.ask(Method::DELETE, &held, None).await.is(204);
    let it = house.post(&path, json!({"identity": "in_person"})).await.is(200).json();
    assert_eq!(it["erased"], json!(true));
    assert!(it["kept"][1].as_str().unwrap().contains("access log"), "{it}");
    let again = house.post(&path, json!({"identity": "in_person"})).await.is(200).json();
    assert_eq!(again["erased"], json!(false));
    house.get(&format!("/api/v1/subjects/{sara}/export")).await.refused(404, "the patient");
    let everything = house.get("/api/v1/conversations").await.is(200).text()
        + &house.get("/api/v1/appointments").await.is(200).text();
    for canary in ["kanariefågel", "Sara", "700000001"] {
        assert!(!everything.contains(canary), "{canary}");
    }
    let ledger = house.get("/api/v1/privacy/requests").await.is(200).json();
    assert_eq!(ledger["items"][0]["outcome"], "erased");
    house.post("/demo/clock", json!({"advance": "PT72H"})).await.is(200);
    assert_eq!(house.sent_to(SARA).len(), 1, "no reminder goes to somebody forgotten");
}

#[tokio::test]
async fn a_request_has_a_month_and_then_it_is_overdue() {
    let house = House::open().await;
    let path = "/api/v1/privacy/requests";
    let wish = json!({"kind": "access", "patient": id(&house, SARA).await, "identity": "in_person"});
    let made = house.post(path, wish.clone()).await.is(201).json();
    assert_eq!((&made["due_at"], &made["overdue"]), (&json!("2026-04-10T09:00:00+02:00"), &json!(false)));
    let mut odd = wish;
    odd["kind"] = json!("revenge");
    house.post(path, odd).await.refused(400, "`kind`");
    house.post("/demo/clock", json!({"now": "2026-04-11"})).await.is(200);
    assert_eq!(house.get(path).await.is(200).json()["items"][0]["overdue"], json!(true));
    let close = format!("{path}/{}/outcome", made["id"].as_str().unwrap());
    house.post(&close, json!({"outcome": "refused"})).await.refused(400, "`note`");
    house.post(&close, json!({"outcome": "granted"})).await.is(204);
    house.post(&close, json!({"outcome": "withdrawn"})).await.refused(404, "the open request");
    assert_eq!(house.get(path).await.is(200).json()["items"][0]["overdue"], json!(false));
}

#[tokio::test]
async fn messages_go_after_their_limit_and_the_round_reports_it() {
    let house = House::open().await;
    house.writes(SARA, "Hej, kanariefågel ett").await;
    let path = "/api/v1/privacy/retention";
    let before = house.get(path).await.is(200).json();
    assert_eq!((&before["classes"][0]["kept"], &before["last_round"]), (&json!("90 days"), &Value::Null));
    house.post("/demo/clock", json!({"advance": "P91D"})).await.is(200);
    house.desk.hold_limits().await.unwrap();
    let after = house.get(path).await.is(200).json();
    assert_eq!(after["last_round"]["messages"], json!(2), "{after}");
    assert_eq!(house.conversation(SARA).await["messages"], json!([]));
    assert!(house.chain().await.iter().any(|it| it.0 == "retention.ran"));
}

#[tokio::test]
async fn a_restored_desk_is_silent_until_a_person_says_go() {
    let house = House::open().await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    house.writes(TOM, "hi").await;
    let before = house.sent_to(TOM).len();
    // The list outside the database knows of somebody whom this store still remembers.
    let sara = id(&house, SARA).await;
    let list = vec![(sara.clone(), house.desk.now())];
    assert_eq!(house.desk.meet_the_forgotten(list.clone()).await.unwrap(), 1);
    assert!(house.desk.is_restoring().await.unwrap());
    house.get(&format!("/api/v1/subjects/{sara}/export")).await.refused(404, "the patient");
    house.writes(TOM, "hello again").await;
    assert_eq!(house.sent_to(TOM).len(), before, "nothing leaves");
    house.desk.end_restore().await.unwrap();
    house.settle().await;
    assert_eq!(house.sent_to(TOM).len(), before + 1, "and then it does");
    assert_eq!(house.desk.meet_the_forgotten(list).await.unwrap(), 0, "twice is no restore");
    assert_eq!(house.sent_to(NOBODY).len(), 0);
}
