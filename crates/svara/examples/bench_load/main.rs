//! The desk under load, beside what the machine itself can do: the real router and the real desk, SQLite in a file with
//! full sync. Prints one JSON object.
//!
//! `cargo run --release -p svara --example bench_load` ; an argument scales the counts (a tenth: `0.1`).
//!
//! Absent: a provider over HTTP (`bench_desk.rs` has one): here it answers at once, in this process.

mod measure;
mod stage;

use futures_util::future::join_all;
use serde_json::{Value, json};
use stage::{House, bodies};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use svara_store::testing;

/// Notifications at the door at the same time while it is measured how many it takes.
const AT_ONCE: usize = 256;
/// Rows in one bare commit, as many as the door puts into one.
const BARE_GROUP: usize = 256;
const NOTIFICATIONS: f64 = 20_000.0;
const SINGLE_ROWS: f64 = 1_000.0;
const TURNS: f64 = 3_000.0;
const KNOCKS_A_SECOND: u32 = 300;
const MESSAGES_A_SECOND: u32 = 100;
const PACED_SECONDS: f64 = 10.0;
const VISITS: f64 = 4_000.0;
/// Longer than any of it should take.
const PATIENCE: Duration = Duration::from_mins(5);

#[tokio::main]
async fn main() {
    let scale: f64 = std::env::args().nth(1).and_then(|it| it.parse().ok()).unwrap_or(1.0);
    let folder = std::env::temp_dir().join(format!("svara-load-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
    let report = json!({
        "bench": "load",
        "machine": { "load_before": measure::load(), "fsync_median_ms": measure::fsync_median_ms(&folder) },
        "accept": accept(&folder, scale).await,
        "turns": turns(&folder, scale).await,
        "door_at_300_a_second": door(&folder, scale).await,
        "replies_at_100_a_second": replies(&folder, scale).await,
        "reminders": reminders(&folder, scale).await,
        "memory_mb": measure::resident_mb(),
        "load_after": measure::load(),
    });
    println!("{report}");
    drop(std::fs::remove_dir_all(&folder));
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts are small and positive")]
fn count(of: f64, scale: f64) -> usize {
    (of * scale).max(1.0) as usize
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn rate(count: usize, took: Duration) -> f64 {
    (count as f64 / took.as_secs_f64()).round()
}

fn file(folder: &Path, name: &str) -> String {
    let path: PathBuf = folder.join(name);
    format!("sqlite:{}", path.display())
}

/// How many notifications are durable per second, beside bare rows in commits as large, and beside a commit each.
async fn accept(folder: &Path, scale: f64) -> Value {
    let many = count(NOTIFICATIONS, scale);
    let grouped = Instant::now();
    testing::bare_rows(&file(folder, "grouped.db"), many, BARE_GROUP).await;
    let grouped = rate(many, grouped.elapsed());
    let singles = count(SINGLE_ROWS, scale);
    let single = Instant::now();
    testing::bare_rows(&file(folder, "single.db"), singles, 1).await;
    let single = rate(singles, single.elapsed());
    let house = House::open(&file(folder, "accept.db"), 1, "").await;
    let bodies = bodies(many);
    let commits = house.desk.store().commits();
    let started = Instant::now();
    let hands = (0..AT_ONCE).map(|hand| {
        let (house, bodies) = (&house, &bodies);
        async move {
            for body in bodies.iter().skip(hand).step_by(AT_ONCE) {
                assert_eq!(house.knock(body).await, 200);
            }
        }
    });
    join_all(hands).await;
    let accepted = rate(many, started.elapsed());
    json!({
        "notifications": many,
        "commits": house.desk.store().commits() - commits,
        "durable_per_second": accepted,
        "bare_grouped_per_second": grouped,
        "one_sync_each_per_second": single,
        "of_bare_grouped": ratio(accepted, grouped),
        "of_one_sync_each": ratio(accepted, single),
    })
}

fn ratio(one: f64, other: f64) -> f64 {
    (one / other * 100.0).round() / 100.0
}

/// Full turns per second: from the first notification in to the last reply handed over, as fast as the desk can.
async fn turns(folder: &Path, scale: f64) -> Value {
    let many = count(TURNS, scale);
    let house = House::open(&file(folder, "turns.db"), 20, "").await;
    let bodies = bodies(many);
    let (commits, started) = (house.desk.store().commits(), Instant::now());
    let working = house.works();
    let hands = (0..AT_ONCE).map(|hand| {
        let (house, bodies) = (&house, &bodies);
        async move {
            for body in bodies.iter().skip(hand).step_by(AT_ONCE) {
                assert_eq!(house.knock(body).await, 200);
            }
        }
    });
    join_all(hands).await;
    let taken = started.elapsed();
    let replies = house.phones.until(many, PATIENCE).await;
    let took = started.elapsed();
    working.abort();
    json!({
        "turns": many,
        "replies": replies,
        "taken_in_after_seconds": taken.as_secs_f64(),
        "per_second": rate(replies, took),
        "commits": house.desk.store().commits() - commits,
    })
}

/// What a provider waits for its 200 over HTTP, while the desk answers what came.
async fn door(folder: &Path, scale: f64) -> Value {
    let house = House::open(&file(folder, "door.db"), 20, "").await;
    let (address, working) = (house.serve().await, house.works());
    let many = count(f64::from(KNOCKS_A_SECOND) * PACED_SECONDS, scale);
    let bodies = bodies(many);
    let (times, refused) = paced(&address, bodies, KNOCKS_A_SECOND).await;
    let replies = house.phones.until(many, PATIENCE).await;
    working.abort();
    json!({
        "notifications": many, "refused": refused, "answered_in_the_end": replies,
        "ms": measure::quantiles(times.iter().map(|it| it.1).collect()),
    })
}

/// From a message on its way in to its reply handed to the provider.
async fn replies(folder: &Path, scale: f64) -> Value {
    let house = House::open(&file(folder, "replies.db"), 20, "").await;
    let (address, working) = (house.serve().await, house.works());
    let many = count(f64::from(MESSAGES_A_SECOND) * PACED_SECONDS, scale);
    let (times, refused) = paced(&address, bodies(many), MESSAGES_A_SECOND).await;
    let replies = house.phones.until(many, PATIENCE).await;
    let got = house.phones.first();
    working.abort();
    let waits = times
        .into_iter()
        .enumerate()
        .filter_map(|(number, (sent, _))| got.get(&stage::phone(number)).map(|it| it.duration_since(sent)));
    json!({
        "messages": many, "refused": refused, "replies": replies,
        "ms": measure::quantiles(waits.collect()),
    })
}

/// Knocks at a steady pace; when each began, and how long its answer took.
async fn paced(
    address: &str,
    bodies: Vec<stage::Signed>,
    a_second: u32,
) -> (Vec<(Instant, Duration)>, usize) {
    let http = svara_channel::whatsapp::http_client();
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / a_second);
    let mut knocks = Vec::with_capacity(bodies.len());
    for body in bodies {
        ticks.tick().await;
        let (http, hook) = (http.clone(), format!("{address}/webhooks/whatsapp"));
        knocks.push(tokio::spawn(async move {
            let sent = Instant::now();
            let request = http.post(hook).header("X-Hub-Signature-256", body.signature).body(body.body);
            let fine = request.send().await.is_ok_and(|it| it.status().is_success());
            (sent, sent.elapsed(), fine)
        }));
    }
    let (mut times, mut refused) = (Vec::new(), 0);
    for knock in knocks {
        let (sent, took, fine) = knock.await.expect("a knock ends");
        times.push((sent, took));
        refused += usize::from(!fine);
    }
    (times, refused)
}

/// A day's visits whose reminders all fall due at the same moment, and the store opened again with all of it.
async fn reminders(folder: &Path, scale: f64) -> Value {
    let many = count(VISITS, scale);
    let url = file(folder, "reminders.db");
    let started = Instant::now();
    let house = House::open(&url, many.div_ceil(stage::VISITS_A_DAY), &stage::visits(many)).await;
    let import = started.elapsed();
    let before = measure::resident_mb();
    house.clock.move_to(stage::due());
    let started = Instant::now();
    let working = house.works();
    let handed_over = house.phones.until(many, PATIENCE).await;
    let took = started.elapsed();
    // None comes a second time.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let (all, phones) = (house.phones.all(), house.phones.first().len());
    working.abort();
    let memory = measure::resident_mb();
    house.desk.store().clone().close().await;
    drop(house);
    let started = Instant::now();
    let again = House::reopen(&url).await;
    let ready = started.elapsed();
    drop(again);
    json!({
        "visits": many,
        "imported_in_seconds": import.as_secs_f64(),
        "handed_over": handed_over,
        "twice": all - phones,
        "per_second": rate(handed_over, took),
        "memory_mb_before": before,
        "memory_mb_after": memory,
        "store_opened_again_ms": ready.as_secs_f64() * 1_000.0,
    })
}
