//! Conversations over the API: looking, taking, answering, giving back.

use crate::house::{House, NOBODY, SARA, TOM};
use axum::http::Method;
use serde_json::{Value, json};

async fn asked_for_a_person(house: &House, phone: &str) -> String {
    house.writes(phone, "Hej! Jag vill prata med en människa, tack.").await;
    house.conversation(phone).await["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_conversation_is_served_in_the_contracts_shape() {
    let house = House::open().await;
    house.writes(SARA, "Hej! Jag vill prata med en människa, tack.").await;
    let it = house.conversation(SARA).await;
    assert!(it["id"].as_str().unwrap().starts_with("cnv_"));
    assert_eq!(
        (&it["state"], &it["language"], &it["taken_by"]),
        (&json!("staff"), &json!("sv"), &Value::Null)
    );
    assert_eq!(it["contact"], json!({"name": "Sara Ek", "phone": SARA}));
    assert_eq!(it["handover"], json!({"reason": "asked", "since": "2026-03-10T09:00:00+01:00"}));
    assert_eq!(it["window_until"], "2026-03-11T09:00:00+01:00");
    assert_eq!(it["changed_at"], "2026-03-10T09:00:00+01:00");
    assert_eq!(it["unread"], 0);
    let [asked, answered] = it["messages"].as_array().unwrap().as_slice() else { panic!("{it}") };
    assert_eq!((&asked["direction"], &asked["by"]), (&json!("in"), &Value::Null));
    assert_eq!(asked["text"], "Hej! Jag vill prata med en människa, tack.");
    assert_eq!(
        (&answered["direction"], &answered["by"], &answered["status"]),
        (&json!("out"), &json!("desk"), &json!("sent"))
    );
    let whole =
        house.get(&format!("/api/v1/conversations/{}", it["id"].as_str().unwrap())).await.is(200).json();
    assert_eq!(whole, it);
}

#[tokio::test]
async fn a_newcomer_has_no_name_yet() {
    let house = House::open().await;
    house.writes(NOBODY, "Hej").await;
    assert_eq!(house.conversation(NOBODY).await["contact"], json!({"name": null, "phone": NOBODY}));
}

#[tokio::test]
async fn the_machine_is_silent_while_a_person_has_the_conversation() {
    let house = House::open().await;
    house.writes(SARA, "Hej").await;
    let id = house.conversation(SARA).await["id"].as_str().unwrap().to_owned();
    let before = house.sent_to(SARA).len();
    let taken = house.post(&format!("/api/v1/conversations/{id}/takeover"), json!({})).await.is(200).json();
    assert_eq!((&taken["state"], &taken["taken_by"]), (&json!("staff"), &json!("API")));
    house.writes(SARA, "Jag vill boka en tid på torsdag").await;
    house.writes(SARA, "Hallå?").await;
    assert_eq!(house.sent_to(SARA).len(), before, "the machine spoke");
    assert_eq!(house.conversation(SARA).await["unread"], 2);
    let said = house
        .post(&format!("/api/v1/conversations/{id}/messages"), json!({"text": " Hej Sara! "}))
        .await
        .is(201);
    let said = said.json();
    assert_eq!(
        (&said["text"], &said["by"], &said["direction"]),
        (&json!("Hej Sara!"), &json!("intake"), &json!("out"))
    );
    house.settle().await;
    assert_eq!(house.sent_to(SARA).last().unwrap().shown(), "Hej Sara!");
    assert_eq!(house.sent_to(SARA).len(), before + 1);
    let it = house.conversation(SARA).await;
    assert_eq!(
        (&it["unread"], &it["messages"].as_array().unwrap().last().unwrap()["id"]),
        (&json!(0), &said["id"])
    );
    let back =
        house.ask(Method::DELETE, &format!("/api/v1/conversations/{id}/takeover"), None).await.is(200).json();
    assert_eq!(
        (&back["state"], &back["taken_by"], &back["handover"]),
        (&json!("bot"), &Value::Null, &Value::Null)
    );
    house.writes(SARA, "Jag vill boka en tid på torsdag").await;
    assert_eq!(house.sent_to(SARA).len(), before + 2, "the machine stays silent");
}

#[tokio::test]
async fn giving_back_closes_the_card_and_twice_is_no_harm() {
    let house = House::open().await;
    let id = asked_for_a_person(&house, SARA).await;
    let path = format!("/api/v1/conversations/{id}/takeover");
    let taken = house.post(&path, json!({})).await.is(200).json();
    assert_eq!(taken["handover"]["reason"], "asked", "why it was handed over stays visible");
    house.post(&path, json!({})).await.is(200);
    for _ in 0..2 {
        let back = house.ask(Method::DELETE, &path, None).await.is(200).json();
        assert_eq!((&back["state"], &back["handover"]), (&json!("bot"), &Value::Null));
    }
    let chain = house.chain().await;
    for kind in ["conversation.taken", "conversation.given_back"] {
        assert!(chain.iter().any(|it| it.0 == kind && it.1 == "api:intake"), "{kind}: {chain:?}");
    }
}

#[tokio::test]
async fn an_answer_needs_the_conversation_and_an_open_window() {
    let house = House::open().await;
    let id = asked_for_a_person(&house, SARA).await;
    let (take, say) =
        (format!("/api/v1/conversations/{id}/takeover"), format!("/api/v1/conversations/{id}/messages"));
    house.post(&say, json!({"text": "Hej"})).await.refused(409, "take the conversation");
    house.post(&take, json!({})).await.is(200);
    for text in ["", "   ", &"å".repeat(4_097)] {
        house.post(&say, json!({"text": text})).await.refused(400, "1 to 4096 characters");
    }
    house.post(&say, json!({})).await.refused(422, "text");
    house.post(&say, json!({"text": "å".repeat(4_096)})).await.is(201);
    house.post("/demo/clock", json!({"advance": "PT24H"})).await.is(200);
    house.post(&say, json!({"text": "Hej"})).await.refused(409, "24 hours");
    house.writes(SARA, "Hej igen").await;
    house.post(&say, json!({"text": "Hej"})).await.is(201);
}

#[tokio::test]
async fn a_conversation_that_never_was_is_missing() {
    let house = House::open().await;
    for id in ["cnv_01KKAZ5Q0000000000000000AB", "x", "apt_01KKAZ5Q0000000000000000AB"] {
        let path = format!("/api/v1/conversations/{id}");
        house.get(&path).await.refused(404, "conversation");
        house.post(&format!("{path}/takeover"), json!({})).await.refused(404, "conversation");
        house.ask(Method::DELETE, &format!("{path}/takeover"), None).await.refused(404, "conversation");
        house.post(&format!("{path}/messages"), json!({"text": "Hej"})).await.refused(404, "conversation");
    }
}

#[tokio::test]
async fn the_list_is_newest_first_filtered_and_paged() {
    let house = House::open().await;
    for phone in [TOM, NOBODY, SARA] {
        house.writes(phone, "Hej").await;
        house.post("/demo/clock", json!({"advance": "PT1M"})).await.is(200);
    }
    let phones = |list: &Value| -> Vec<String> {
        list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["contact"]["phone"].as_str().unwrap().to_owned())
            .collect()
    };
    let whole = house.get("/api/v1/conversations").await.is(200).json();
    assert_eq!(phones(&whole), [SARA, NOBODY, TOM]);
    let first = house.get("/api/v1/conversations?limit=2").await.is(200).json();
    assert_eq!(phones(&first), [SARA, NOBODY]);
    let rest = format!("/api/v1/conversations?limit=2&after={}", first["next"].as_str().unwrap());
    let rest = house.get(&rest).await.is(200).json();
    assert_eq!((phones(&rest), &rest["next"]), (vec![TOM.to_owned()], &Value::Null));
    let id = asked_for_a_person(&house, TOM).await;
    let staff = house.get("/api/v1/conversations?state=staff").await.is(200).json();
    assert_eq!(staff["items"].as_array().unwrap().len(), 1);
    assert_eq!(staff["items"][0]["id"], id.as_str());
    assert_eq!(phones(&house.get("/api/v1/conversations?state=closed").await.is(200).json()), [""; 0]);
    for (query, detail) in
        [("state=open", "state"), ("phone=x", "phone"), ("limit=0", "limit"), ("after=x", "after")]
    {
        house.get(&format!("/api/v1/conversations?{query}")).await.refused(400, detail);
    }
}
