//! Two robots that answer each other, and a number that floods the clinic.

use crate::house::{House, SARA, TOM};
use axum::http::Method;
use serde_json::json;
use svara_model::Outgoing;

/// As the desk counts: so many answers in ten minutes.
const ANSWERS: usize = 30;

fn said(house: &House, phone: &str) -> Vec<String> {
    house.sent_to(phone).iter().map(Outgoing::shown).collect()
}

/// A robot that takes our last sentence and writes something of its own.
async fn robots(house: &House, phone: &str, times: usize) {
    for n in 0..times {
        house.writes(phone, &format!("Vilka tider har ni öppet? {n}")).await;
    }
}

#[tokio::test]
async fn a_loop_of_two_robots_ends_with_one_last_sentence_and_a_card() {
    let house = House::open().await;
    robots(&house, SARA, ANSWERS).await;
    assert_eq!(said(&house, SARA).len(), ANSWERS);
    assert!(house.conversation(SARA).await["handover"].is_null());
    robots(&house, SARA, 10).await;
    let all = said(&house, SARA);
    assert_eq!(all.len(), ANSWERS + 1, "{:?}", &all[ANSWERS..]);
    assert!(all[ANSWERS].contains("väldigt många meddelanden"), "{}", all[ANSWERS]);
    let talk = house.conversation(SARA).await;
    assert_eq!((&talk["handover"]["reason"], &talk["state"]), (&json!("too_many"), &json!("staff")));
    // Others are answered as ever.
    house.writes(TOM, "When are you open?").await;
    assert_eq!(said(&house, TOM).len(), 1);
}

#[tokio::test]
async fn in_the_silence_a_tap_a_stop_and_an_emergency_are_heard() {
    let house = House::open().await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    robots(&house, SARA, ANSWERS + 2).await;
    house.writes(SARA, "Jag kan inte andas och har ont i bröstet").await;
    let all = said(&house, SARA);
    assert_eq!(all.len(), ANSWERS + 2);
    assert!(all[ANSWERS + 1].contains("112"), "{}", all[ANSWERS + 1]);
    assert_eq!(house.conversation(SARA).await["handover"]["reason"], "emergency");
    house.writes(SARA, "STOPP").await;
    let kinds: Vec<String> = house.chain().await.into_iter().map(|it| it.0).collect();
    for kind in ["permission.withdrawn", "handover.too_many", "handover.emergency"] {
        assert!(kinds.iter().any(|it| it == kind), "{kind}: {kinds:?}");
    }
}

#[tokio::test]
async fn the_message_that_is_one_too_many_may_itself_be_a_stop_or_an_emergency() {
    for (words, answer) in [("STOPP", "inga fler påminnelser"), ("Jag kan inte andas", "Ring 112 nu")] {
        let house = House::open().await;
        robots(&house, SARA, ANSWERS).await;
        house.writes(SARA, words).await;
        let all = said(&house, SARA);
        assert_eq!(all.len(), ANSWERS + 1, "{words}");
        assert!(all[ANSWERS].contains(answer), "{}", all[ANSWERS]);
        robots(&house, SARA, 3).await;
        assert_eq!(said(&house, SARA).len(), ANSWERS + 1, "{words}");
    }
}

#[tokio::test]
async fn an_echo_of_the_emergency_text_ends_too() {
    let house = House::open().await;
    for n in 0..ANSWERS * 2 + 10 {
        house.writes(SARA, &format!("Ring 112 nu om det är akut, jag kan inte andas {n}")).await;
    }
    assert_eq!(said(&house, SARA).len(), ANSWERS * 2);
    assert_eq!(house.conversation(SARA).await["handover"]["reason"], "emergency");
}

#[tokio::test]
async fn once_a_person_gave_the_conversation_back_it_is_answered_again() {
    let house = House::open().await;
    robots(&house, SARA, ANSWERS + 2).await;
    let id = house.conversation(SARA).await["id"].as_str().unwrap().to_owned();
    house.post(&format!("/api/v1/conversations/{id}/resolution"), json!({})).await.is(200);
    house.writes(SARA, "Vilka tider har ni öppet?").await;
    assert_eq!(said(&house, SARA).len(), ANSWERS + 2);
}

#[tokio::test]
async fn who_writes_much_over_an_hour_is_no_robot() {
    let house = House::open().await;
    for _ in 0..3 {
        robots(&house, SARA, ANSWERS - 5).await;
        house.ask(Method::POST, "/demo/clock", Some(json!({"advance": "PT11M"}))).await.is(200);
    }
    assert!(house.conversation(SARA).await["handover"].is_null());
    assert_eq!(said(&house, SARA).len(), 3 * (ANSWERS - 5));
}
