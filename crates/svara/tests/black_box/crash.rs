//! `kill -9` between any two steps: nothing that was answered with 200 is lost, nothing happens twice.

use crate::world::{Demo, Folder, Provider, SARA, tap_first};
use std::time::Duration;

const EVENING: &str = "2026-03-10T22:00:00+01:00";
/// From "just stored" to "surely sent", in steps that fall between the desk's own.
const KILL_AFTER_MILLIS: [u64; 6] = [0, 3, 8, 20, 60, 200];

#[tokio::test]
async fn a_booking_survives_a_power_cut_at_any_moment() {
    for (round, wait) in KILL_AFTER_MILLIS.into_iter().enumerate() {
        let (folder, provider) = (Folder::new(&format!("crash{round}")), Provider::default());
        let graph = provider.start().await;
        let demo = Demo::start(&folder.0, &graph, EVENING).await;
        demo.write(SARA, "wamid.in1", "Hej, jag behöver en tandläkartid denna vecka").await;
        demo.settle().await;
        let offer = provider.to(SARA).pop().expect("an offer");
        assert_eq!(demo.hear(SARA, "wamid.in2", tap_first(&offer)).await, 200);
        tokio::time::sleep(Duration::from_millis(wait)).await;
        demo.kill();

        let demo = Demo::start(&folder.0, &graph, EVENING).await;
        // The provider heard no 200, as far as it knows: it delivers again.
        assert_eq!(demo.hear(SARA, "wamid.in2", tap_first(&offer)).await, 200);
        demo.settle().await;
        assert_eq!(demo.appointments_of(SARA).await.len(), 1, "killed after {wait} ms");
        let confirmations = provider.to(SARA).iter().filter(|it| it.to_string().contains("Klart!")).count();
        assert!((1..=2).contains(&confirmations), "{confirmations} confirmations, killed after {wait} ms");
    }
}

#[tokio::test]
async fn a_reminder_is_never_sent_twice_however_the_desk_dies() {
    for (round, wait) in KILL_AFTER_MILLIS.into_iter().enumerate() {
        let (folder, provider) = (Folder::new(&format!("remind{round}")), Provider::default());
        let graph = provider.start().await;
        let demo = Demo::start(&folder.0, &graph, "2026-03-11T09:59:00+01:00").await;
        let (http, url) = (demo.http.clone(), demo.url.clone());
        let moving = tokio::spawn(async move {
            let body = serde_json::json!({ "advance": "PT5M" });
            drop(http.post(format!("{url}/demo/clock")).json(&body).send().await);
        });
        tokio::time::sleep(Duration::from_millis(wait)).await;
        demo.kill();
        moving.await.unwrap();

        let demo = Demo::start(&folder.0, &graph, "2026-03-11T09:59:00+01:00").await;
        assert_eq!(demo.advance("PT10M").await, 200);
        let reminders = provider.to(crate::world::TOM).iter().filter(|it| it["type"] == "template").count();
        assert!(reminders <= 1, "{reminders} reminders, killed after {wait} ms");
        let known = demo.api("conversations?phone=%2B46700000002").await;
        let status = known.pointer("/items/0/messages/0/status").and_then(serde_json::Value::as_str);
        assert!(
            reminders == 1 || status == Some("unknown"),
            "a reminder that is gone is told as unknown: {known}"
        );
    }
}
