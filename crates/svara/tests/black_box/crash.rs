//! `kill -9` between any two steps, on both engines: nothing that was answered with 200 is lost, nothing happens twice.
//! `SVARA_KILLS` says how many kills there are of each kind and on each engine.

use crate::world::{Demo, Folder, Provider, SARA, TOM, tap_first};
use std::time::Duration;
use svara_store::testing;

const EVENING: &str = "2026-03-10T22:00:00+01:00";
const MORNING: &str = "2026-03-11T09:59:00+01:00";
/// From "just stored" to "surely sent", in steps that fall between the desk's own.
const KILL_AFTER_MILLIS: [u64; 6] = [0, 3, 8, 20, 60, 200];
/// Kills beyond those six fall anywhere within so many milliseconds; the step is prime to it.
const ANYWHERE_MILLIS: u64 = 307;
const STEP_MILLIS: u64 = 37;

fn moments() -> impl Iterator<Item = u64> {
    let kills = std::env::var("SVARA_KILLS").ok().and_then(|it| it.parse().ok());
    let more = (1..).map(|it| it * STEP_MILLIS % ANYWHERE_MILLIS);
    KILL_AFTER_MILLIS.into_iter().chain(more).take(kills.unwrap_or(KILL_AFTER_MILLIS.len()))
}

#[tokio::test]
async fn a_booking_survives_a_kill_at_any_moment() {
    for wait in moments() {
        a_booking_survives("crash", None, wait).await;
    }
}

#[tokio::test]
async fn a_booking_survives_a_kill_at_any_moment_on_postgresql() {
    for wait in moments() {
        a_booking_survives("crash-pg", Some(&testing::postgres().await), wait).await;
    }
}

async fn a_booking_survives(name: &str, store: Option<&str>, wait: u64) {
    let (folder, provider) = (Folder::new(&format!("{name}{wait}")), Provider::default());
    let graph = provider.start().await;
    let demo = Demo::start_on(store, &folder.0, &graph, EVENING).await;
    demo.write(SARA, "wamid.in1", "Hej, jag behöver en tandläkartid denna vecka").await;
    demo.settle().await;
    let offer = provider.to(SARA).pop().expect("an offer");
    assert_eq!(demo.hear(SARA, "wamid.in2", tap_first(&offer)).await, 200);
    tokio::time::sleep(Duration::from_millis(wait)).await;
    demo.kill();

    let demo = Demo::start_on(store, &folder.0, &graph, EVENING).await;
    // What was answered with 200 is there, also when the provider does not come again.
    demo.settle().await;
    assert_eq!(demo.appointments_of(SARA).await.len(), 1, "killed after {wait} ms");
    // The provider heard no 200, as far as it knows: it delivers again.
    assert_eq!(demo.hear(SARA, "wamid.in2", tap_first(&offer)).await, 200);
    demo.settle().await;
    assert_eq!(demo.appointments_of(SARA).await.len(), 1, "killed after {wait} ms, delivered again");
    let confirmations = provider.to(SARA).iter().filter(|it| it.to_string().contains("Klart!")).count();
    assert!((1..=2).contains(&confirmations), "{confirmations} confirmations, killed after {wait} ms");
}

#[tokio::test]
async fn a_reminder_is_never_sent_twice_however_the_desk_dies() {
    for wait in moments() {
        a_reminder_goes_once("remind", None, wait).await;
    }
}

#[tokio::test]
async fn a_reminder_is_never_sent_twice_however_the_desk_dies_on_postgresql() {
    for wait in moments() {
        a_reminder_goes_once("remind-pg", Some(&testing::postgres().await), wait).await;
    }
}

async fn a_reminder_goes_once(name: &str, store: Option<&str>, wait: u64) {
    let (folder, provider) = (Folder::new(&format!("{name}{wait}")), Provider::default());
    let graph = provider.start().await;
    let demo = Demo::start_on(store, &folder.0, &graph, MORNING).await;
    let (http, url) = (demo.http.clone(), demo.url.clone());
    let moving = tokio::spawn(async move {
        let body = serde_json::json!({ "advance": "PT5M" });
        drop(http.post(format!("{url}/demo/clock")).json(&body).send().await);
    });
    tokio::time::sleep(Duration::from_millis(wait)).await;
    demo.kill();
    moving.await.unwrap();

    let demo = Demo::start_on(store, &folder.0, &graph, MORNING).await;
    assert_eq!(demo.advance("PT10M").await, 200);
    let reminders = provider.to(TOM).iter().filter(|it| it["type"] == "template").count();
    assert!(reminders <= 1, "{reminders} reminders, killed after {wait} ms");
    let known = demo.api("conversations?phone=%2B46700000002").await;
    let status = known.pointer("/items/0/messages/0/status").and_then(serde_json::Value::as_str);
    assert!(
        reminders == 1 || status == Some("unknown"),
        "a reminder that is gone is told as unknown: {known}"
    );
}
