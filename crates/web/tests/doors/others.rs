//! Two processes on one PostgreSQL: what changes on one is heard, and acted on, on the other.

use crate::house::{House, booking};
use std::time::Duration;
use svara_desk::News;
use svara_store::testing;
use tokio::sync::broadcast::Receiver;

const SARA: &str = "+46700000011";
/// Longer than a busy machine needs.
const PATIENCE: Duration = Duration::from_secs(20);

async fn two() -> (House, House) {
    let url = testing::postgres().await;
    let (one, other) = (House::on(&url).await, House::on(&url).await);
    one.desk.exchange_news().await.unwrap();
    other.desk.exchange_news().await.unwrap();
    (one, other)
}

fn heard(news: &mut Receiver<svara_desk::Piece>) -> Vec<News> {
    std::iter::from_fn(|| news.try_recv().ok()).map(|it| it.news).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_taken_in_by_one_reaches_the_screens_of_the_other() {
    let (one, other) = two().await;
    let mut screen = other.desk.listen(None).coming;
    one.writes(SARA, "Hej, har ni öppet på lördag?").await;
    let booked = one.post("/api/v1/appointments", booking(SARA, "2026-03-11T09:00:00+01:00")).await.is(201);
    assert_eq!(heard(&mut screen), [], "nothing yet");
    one.desk.exchange_news().await.unwrap();
    other.desk.exchange_news().await.unwrap();
    let news = heard(&mut screen);
    assert!(news.iter().any(|it| matches!(it, News::Conversation(_))), "{news:?}");
    let id = booked.json()["id"].as_str().unwrap().parse().unwrap();
    assert!(news.contains(&News::Appointment(id)), "{news:?}");
    other.desk.exchange_news().await.unwrap();
    one.desk.exchange_news().await.unwrap();
    assert_eq!(heard(&mut screen), [], "once, and what one told is no news to it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_set_up_that_changes_on_one_is_the_others_too() {
    let (one, other) = two().await;
    let before = other.desk.clinics()[0].policy.templates_per_day;
    one.limit(7).await;
    assert_eq!(other.desk.clinics()[0].policy.templates_per_day, before);
    one.desk.exchange_news().await.unwrap();
    other.desk.exchange_news().await.unwrap();
    assert_eq!(other.desk.clinics()[0].policy.templates_per_day, 7);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_beside_the_running_desk_is_heard_by_it() {
    let (command, running) = two().await;
    command.limit(9).await;
    command.desk.close().await;
    running.desk.exchange_news().await.unwrap();
    assert_eq!(running.desk.clinics()[0].policy.templates_per_day, 9);
}

/// Nobody drives them here: they run as they do in a clinic.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn running_processes_tell_each_other_by_themselves() {
    let (one, other) = two().await;
    let mut screen = other.desk.listen(None).coming;
    let (running, also) = (one.desk.clone(), other.desk.clone());
    let one_runs = tokio::spawn(async move { Box::pin(running.run(std::future::pending())).await });
    let other_runs = tokio::spawn(async move { Box::pin(also.run(std::future::pending())).await });
    one.limit(5).await;
    let news = tokio::time::timeout(PATIENCE, screen.recv()).await.expect("it is heard").unwrap();
    assert!(matches!(news.news, News::Clinic(_)), "{news:?}");
    assert_eq!(other.desk.clinics()[0].policy.templates_per_day, 5);
    one_runs.abort();
    other_runs.abort();
}
