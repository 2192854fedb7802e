//! What a clinic spends on messages in a day: over the limit they wait for the morning, or a person calls.

use crate::house::{House, SARA, TOM};
use serde_json::json;
use svara_model::Outgoing;

fn said(house: &House, phone: &str) -> Vec<String> {
    house.sent_to(phone).iter().map(Outgoing::shown).collect()
}

async fn at(house: &House, now: &str) {
    house.post("/demo/clock", json!({"now": now})).await.is(200);
}

/// A house with so many messages a day, and Sara coming at such a time.
async fn house(limit: u32, visit: &str) -> House {
    let house = House::open_with(&format!("[clinic.policy]\ntemplates_per_day = {limit}\n")).await;
    house.books(SARA, visit).await.is(201);
    house
}

#[tokio::test]
async fn over_the_days_limit_a_reminder_leaves_the_next_morning() {
    // Reminded at 11:30 on Wednesday; the visit is on Thursday at 11:30.
    let house = house(0, "2026-03-12T11:30:00+01:00").await;
    at(&house, "2026-03-11T23:00:00+01:00").await;
    assert!(said(&house, SARA).is_empty(), "{:?}", said(&house, SARA));
    let kinds: Vec<String> = house.chain().await.into_iter().map(|it| it.0).collect();
    let told = kinds.iter().filter(|it| *it == "templates.limit_reached").count();
    assert_eq!(told, 1, "{kinds:?}");
    // Whoever writes meanwhile is answered: what was put off holds back nothing.
    house.writes(SARA, "När är min tid?").await;
    assert_eq!(said(&house, SARA).len(), 1, "{:?}", said(&house, SARA));
    assert!(said(&house, SARA)[0].contains("torsdag 12 mars"), "{:?}", said(&house, SARA));
    // The clinic allows some on the next day.
    house.limit(5).await;
    at(&house, "2026-03-12T08:01:00+01:00").await;
    let all = said(&house, SARA);
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(all[1].contains("En påminnelse om din tid") && all[1].contains("torsdag 12 mars"), "{}", all[1]);
    assert!(house.conversation(SARA).await["handover"].is_null());
}

#[tokio::test]
async fn what_would_be_too_late_in_the_morning_becomes_a_card() {
    // At 08:00 the visit at 08:30 would be reminded of no more.
    let house = house(0, "2026-03-12T08:30:00+01:00").await;
    at(&house, "2026-03-11T09:00:00+01:00").await;
    assert!(said(&house, SARA).is_empty());
    let talk = house.conversation(SARA).await;
    assert_eq!(talk["handover"]["reason"], "not_delivered", "{talk}");
    house.limit(5).await;
    at(&house, "2026-03-12T08:29:00+01:00").await;
    assert!(said(&house, SARA).is_empty(), "a person calls, and nothing is sent beside them");
}

#[tokio::test]
async fn the_limit_is_reached_in_order_and_answers_cost_nothing() {
    let house = house(1, "2026-03-12T09:00:00+01:00").await;
    house.books(SARA, "2026-03-12T11:00:00+01:00").await.is(201);
    at(&house, "2026-03-11T20:00:00+01:00").await;
    assert_eq!(said(&house, SARA).len(), 1, "one of two: {:?}", said(&house, SARA));
    for _ in 0..3 {
        house.writes(TOM, "When are you open?").await;
    }
    assert_eq!(said(&house, TOM).len(), 3);
    at(&house, "2026-03-12T08:01:00+01:00").await;
    assert_eq!(said(&house, SARA).len(), 2, "the other in the morning: {:?}", said(&house, SARA));
}
