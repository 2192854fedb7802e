//! A clinic's day: booked in the evening, moved, reminded, confirmed.

use crate::world::{Demo, Folder, Provider, SARA, TOM, tap_first, tap_quick_reply};
use serde_json::Value;

const EVENING: &str = "2026-03-10T22:00:00+01:00";

fn words(message: &Value) -> String {
    message.to_string()
}

#[tokio::test]
async fn sara_books_is_reminded_and_confirms() {
    let (folder, provider) = (Folder::new("day"), Provider::default());
    let demo = Demo::start(&folder.0, &provider.start().await, EVENING).await;
    demo.write(SARA, "wamid.in1", "Hej, jag behöver en tandläkartid denna vecka").await;
    demo.settle().await;
    let offer = provider.to(SARA).pop().expect("an offer");
    assert!(words(&offer).contains("Hej Sara") && words(&offer).contains("automatisk assistent"), "{offer}");
    assert_eq!(offer.pointer("/interactive/action/buttons").and_then(Value::as_array).map(Vec::len), Some(3));

    // Friday at eight is far enough away for a reminder the day before.
    demo.write(SARA, "wamid.in2", "fredag går bra").await;
    demo.settle().await;
    let confirmation = provider.to(SARA).pop().expect("a confirmation");
    assert!(words(&confirmation).contains("Klart! Du är bokad fredag 13 mars kl. 08:00"), "{confirmation}");
    let link =
        confirmation.pointer("/interactive/action/parameters/url").and_then(Value::as_str).expect("a link");
    let entry = demo.http.get(link).send().await.unwrap().text().await.unwrap();
    assert!(
        entry.contains("BEGIN:VEVENT") && entry.contains("SEQUENCE:0") && !entry.contains("Sara"),
        "{entry}"
    );
    let booked = demo.appointments_of(SARA).await;
    assert_eq!(booked.len(), 1);
    assert_eq!(booked[0]["from"], "2026-03-13T08:00:00+01:00");
    assert_eq!(booked[0]["booked_via"], "whatsapp");

    assert_eq!(demo.advance("PT48H").await, 200);
    let reminders: Vec<Value> = provider.to(SARA).into_iter().filter(|it| it["type"] == "template").collect();
    assert_eq!(reminders.len(), 1, "once");
    assert_eq!(demo.hear(SARA, "wamid.in3", tap_quick_reply(&reminders[0], 0)).await, 200);
    demo.settle().await;
    assert_eq!(demo.appointments_of(SARA).await[0]["status"], "confirmed");
    assert!(words(&provider.to(SARA).pop().unwrap()).contains("bekräftat"));
}

#[tokio::test]
async fn a_reminder_opens_a_move_and_the_calendar_entry_follows() {
    let (folder, provider) = (Folder::new("move"), Provider::default());
    let demo = Demo::start(&folder.0, &provider.start().await, "2026-03-10T09:00:00+01:00").await;
    assert_eq!(demo.advance("PT26H").await, 200);
    let reminder = provider.to(TOM).pop().expect("a reminder for Tom");
    assert_eq!(reminder["template"]["language"]["code"], "en");
    assert_eq!(demo.hear(TOM, "wamid.in1", tap_quick_reply(&reminder, 1)).await, 200);
    demo.settle().await;
    let offer = provider.to(TOM).pop().unwrap();
    assert_eq!(offer.pointer("/interactive/action/buttons").and_then(Value::as_array).map(Vec::len), Some(3));
    assert_eq!(demo.hear(TOM, "wamid.in2", tap_first(&offer)).await, 200);
    demo.settle().await;
    let moved = provider.to(TOM).pop().unwrap();
    let link = moved.pointer("/interactive/action/parameters/url").and_then(Value::as_str).expect("a link");
    let entry = demo.http.get(link).send().await.unwrap().text().await.unwrap();
    assert!(entry.contains("SEQUENCE:1"), "{entry}");
    assert_eq!(demo.appointments_of(TOM).await.len(), 1);
}

#[tokio::test]
async fn the_clock_never_goes_back_and_the_api_books_once() {
    let (folder, provider) = (Folder::new("api"), Provider::default());
    let demo = Demo::start(&folder.0, &provider.start().await, EVENING).await;
    let back = serde_json::json!({ "now": "2026-03-01T09:00:00+01:00" });
    let answer = demo.http.post(format!("{}/demo/clock", demo.url)).json(&back).send().await.unwrap();
    assert_eq!(answer.status(), 400);
    let wish = serde_json::json!({ "phone": "+46700000001", "service": "undersokning",
        "practitioner": "lindqvist", "from": "2026-03-17T09:00:00+01:00" });
    for expected in [201, 409] {
        let request =
            demo.http.post(format!("{}/api/v1/appointments", demo.url)).bearer_auth("demo-api-token");
        assert_eq!(request.json(&wish).send().await.unwrap().status(), expected);
    }
}
