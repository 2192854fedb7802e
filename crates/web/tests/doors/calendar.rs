//! The calendar entry behind a link.

use crate::house::{House, TOM};
use axum::http::Method;
use serde_json::json;
use svara_model::AppointmentId;
use svara_store::appointments;

async fn token(house: &House, id: &str) -> String {
    let id: AppointmentId = id.parse().unwrap();
    let look = house.desk.store().read("token", move |tx| {
        let id = id.clone();
        Box::pin(async move { appointments::by_id(tx, &id).await })
    });
    look.await.unwrap().unwrap().calendar_token
}

#[tokio::test]
async fn the_link_shows_the_time_and_nothing_about_the_patient() {
    let house = House::open().await;
    let list = house.get("/api/v1/appointments").await.is(200).json();
    let id = list["items"][0]["id"].as_str().unwrap().to_owned();
    let token = token(&house, &id).await;
    for path in [format!("/add/{token}.ics"), format!("/add/{token}")] {
        let entry = house.stranger(Method::GET, &path, None).await.is(200);
        assert_eq!(entry.header("content-type"), "text/calendar; charset=utf-8");
        assert_eq!(entry.header("cache-control"), "no-store");
        let text = entry.text();
        assert!(text.contains("DTSTART:20260312T090000Z") && text.contains("STATUS:CONFIRMED"), "{text}");
        assert!(!text.contains("Tom") && !text.contains(&TOM[1..]) && !text.contains("Unders"), "{text}");
    }
    house.post(&format!("/api/v1/appointments/{id}/cancellation"), json!({})).await.is(200);
    let text = house.stranger(Method::GET, &format!("/add/{token}.ics"), None).await.is(200).text();
    assert!(text.contains("STATUS:CANCELLED") && text.contains("SEQUENCE:1"), "{text}");
}

#[tokio::test]
async fn a_link_that_nobody_was_given_leads_nowhere() {
    let house = House::open().await;
    for token in ["x.ics", ".ics", "%00.ics", "å.ics", &format!("{}.ics", "a".repeat(4_000))] {
        let path = format!("/add/{}", token.replace('å', "%C3%A5"));
        house.stranger(Method::GET, &path, None).await.refused(404, "calendar entry");
    }
}
