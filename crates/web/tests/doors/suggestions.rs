//! The assistant's drafts for staff: from the clinic's own answers and calendar, true as they stand, and touching nothing.

use crate::house::{House, SARA, TOM};
use axum::http::Method;
use serde_json::{Value, json};

const PERSON: &str = "Jag vill prata med en människa, tack.";

/// A conversation that waits for a person, in which this was written since.
async fn waits(house: &House, phone: &str, words: &[&str]) -> String {
    house.writes(phone, PERSON).await;
    for it in words {
        house.writes(phone, it).await;
    }
    house.conversation(phone).await["id"].as_str().unwrap().to_owned()
}

async fn suggested(house: &House, id: &str) -> Value {
    house.get(&format!("/api/v1/conversations/{id}/suggestion")).await.is(200).json()["suggestion"].clone()
}

async fn text_for(phone: &str, words: &str) -> Option<String> {
    let house = House::open().await;
    let id = waits(&house, phone, &[words]).await;
    suggested(&house, &id).await["text"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn an_unanswered_question_has_the_clinics_own_answer_and_says_where_from() {
    let house = House::open().await;
    let id = waits(&house, SARA, &["Vad kostar en undersökning?"]).await;
    let it = suggested(&house, &id).await;
    let text = it["text"].as_str().unwrap();
    assert!(text.contains("950"), "{text}");
    assert!(!text.contains("assistent"), "a person does not say what machine they are: {text}");
    assert_eq!(it["source"], "service: undersokning");
    let lines = house.conversation(SARA).await["messages"].as_array().unwrap().clone();
    assert_eq!(it["message"], lines.last().unwrap()["id"], "it answers the last line");
}

#[tokio::test]
async fn times_are_written_out_and_none_of_them_is_kept() {
    let house = House::open().await;
    let id = waits(&house, SARA, &["Har ni någon tid för undersökning på torsdag?"]).await;
    let done = house.chain().await.len();
    let (sent, before) = (house.sent_to(SARA).len(), house.conversation(SARA).await);
    for _ in 0..2 {
        let text = suggested(&house, &id).await["text"].as_str().unwrap().to_owned();
        assert!(text.lines().filter(|it| it.starts_with("• tors 12 mars")).count() >= 2, "{text}");
    }
    house.settle().await;
    let after = house.conversation(SARA).await;
    assert_eq!((house.sent_to(SARA).len(), &after["state"]), (sent, &before["state"]), "nothing was said");
    assert_eq!(after["messages"], before["messages"]);
    let diary = house.get("/api/v1/diary?from=2026-03-12&to=2026-03-13").await.is(200).text();
    assert!(!diary.contains("\"conversation\""), "no time is kept: {diary}");
    let kinds: Vec<_> = house.chain().await.into_iter().map(|it| it.0).skip(done).collect();
    assert!(
        kinds.iter().all(|it| it.contains("seen") || it.contains("listed")),
        "it was only looked: {kinds:?}"
    );
}

#[tokio::test]
async fn what_belongs_together_is_read_together_and_in_the_patients_language() {
    let house = House::open().await;
    let id = waits(&house, TOM, &["Hi again", "How much is a check-up?"]).await;
    let text = suggested(&house, &id).await["text"].as_str().unwrap().to_owned();
    assert!(text.contains("950") && text.contains("Check-up"), "{text}");
}

/// Nothing that would have to be done, guessed or judged.
#[tokio::test]
async fn what_can_not_be_said_truly_is_not_drafted() {
    for (phone, words) in [
        (SARA, "Jag har ont i bröstet och svårt att andas"),
        (SARA, "Är det normalt att det blöder så mycket efter operationen?"),
        (SARA, "Kan jag få prata med någon?"),
        (SARA, "blubb fnord xyzzy"),
        (SARA, "STOPP"),
        (SARA, "Jag är inte nöjd med er"),
    ] {
        assert_eq!(text_for(phone, words).await, None, "{words}");
    }
    let asked = text_for(TOM, "I need to cancel my appointment").await.unwrap_or_default();
    assert!(asked.is_empty() || asked.contains('?'), "it may ask, and has not cancelled: {asked}");
}

#[tokio::test]
async fn a_draft_is_for_words_that_wait_for_a_person_and_for_no_others() {
    let house = House::open().await;
    house.writes(SARA, "Vad kostar en undersökning?").await;
    let id = house.conversation(SARA).await["id"].as_str().unwrap().to_owned();
    assert_eq!(suggested(&house, &id).await, Value::Null, "the assistant has answered");
    house.post(&format!("/api/v1/conversations/{id}/takeover"), json!({})).await.is(200);
    assert_eq!(suggested(&house, &id).await, Value::Null, "nothing was asked since");
    house.writes(SARA, "Och vilka öppettider har ni?").await;
    assert_ne!(suggested(&house, &id).await, Value::Null);
    let say = json!({"text": "Vi har öppet 8 till 12."});
    house.post(&format!("/api/v1/conversations/{id}/messages"), say).await.is(201);
    assert_eq!(suggested(&house, &id).await, Value::Null, "a person has answered");
    house
        .get("/api/v1/conversations/cnv_01KKAZ5Q0000000000000000AB/suggestion")
        .await
        .refused(404, "conversation");
}

#[tokio::test]
async fn an_open_network_hears_no_more_by_a_draft_than_by_the_assistant() {
    let house = House::open_net(None).await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    let id = waits(&house, SARA, &["När är min tid?"]).await;
    assert_eq!(suggested(&house, &id).await, Value::Null, "whom and what for is not said here");
}

#[tokio::test]
async fn what_became_of_a_draft_is_counted_once_by_its_last_word() {
    let house = House::open().await;
    let id = waits(&house, SARA, &["Vad kostar en undersökning?"]).await;
    let other = waits(&house, TOM, &["How much is a check-up?"]).await;
    let path = format!("/api/v1/conversations/{id}/suggestion");
    let message = suggested(&house, &id).await["message"].clone();
    let figures = async || {
        let it = house.get("/api/v1/suggestions/figures").await.is(200).json();
        [&it["used"], &it["changed"], &it["dropped"]].map(|it| it.as_u64().unwrap())
    };
    assert_eq!(figures().await, [0, 0, 0]);
    let settle = |outcome: &str| json!({"message": message, "outcome": outcome});
    for (outcome, counted) in
        [("used", [1, 0, 0]), ("used", [1, 0, 0]), ("changed", [0, 1, 0]), ("dropped", [0, 0, 1])]
    {
        house.ask(Method::PUT, &path, Some(settle(outcome))).await.is(204);
        assert_eq!(figures().await, counted);
    }
    assert_eq!(suggested(&house, &id).await, Value::Null, "it is settled");
    let chain = house.chain().await;
    assert!(chain.iter().any(|it| it.0 == "suggestion.dropped" && it.1 == "api:intake"), "{chain:?}");
    let theirs = format!("/api/v1/conversations/{other}/suggestion");
    house.ask(Method::PUT, &theirs, Some(settle("used"))).await.refused(404, "message");
    house.ask(Method::PUT, &path, Some(settle("liked"))).await.is(422);
    let far = "/api/v1/suggestions/figures?from=2026-01-01&to=2026-02-01";
    assert_eq!(house.get(far).await.is(200).json()["dropped"], 0);
}
