//! From a webhook coming in to its reply handed to the provider: the real router, the real desk, SQLite with full
//! sync in a file, a provider over HTTP that answers at once. Prints one JSON object.
//!
//! `cargo run --release -p svara --example bench_desk -- [conversations a second] [seconds]`

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use svara_channel::whatsapp::{self, Cloud, signature};
use svara_desk::clinic_file::ClinicFile;
use svara_desk::{Config, Desk, Ids, NoPost, SystemClock, WhatsAppLine, WhatsAppSettings};
use svara_model::WhatsAppNumber;
use svara_store::{MasterKey, Store};
use svara_web::{Counters, Operations, Web};
use tokio::net::TcpListener;

const SECRET: &str = "bench";
const NUMBER_ID: &str = "100000000000001";
const PRACTITIONERS: usize = 20;
/// A reply that takes longer counts as lost.
const REPLY_SECONDS_MAX: u64 = 20;
const FSYNCS: usize = 200;

/// When a phone got something, and what could be tapped on it.
type Received = (Instant, Option<String>);

/// What each phone got.
#[derive(Default)]
struct Phones(Mutex<HashMap<String, Vec<Received>>>);

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let rate: u32 = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(20);
    let seconds: u32 = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(20);
    let folder = std::env::temp_dir().join(format!("svara-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
    let phones = Arc::new(Phones::default());
    let graph = serve(provider(Arc::clone(&phones))).await;
    let (desk, address) = desk(&folder, &graph).await;
    let working = desk.clone();
    tokio::spawn(async move { Box::pin(working.run(std::future::pending())).await });
    let http = whatsapp::http_client();
    let mut conversations = Vec::new();
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / rate);
    for number in 0..rate * seconds {
        ticks.tick().await;
        let (http, address, phones) = (http.clone(), address.clone(), Arc::clone(&phones));
        conversations.push(tokio::spawn(async move { converse(&http, &address, &phones, number).await }));
    }
    let mut times = Vec::new();
    let mut lost = 0;
    for conversation in conversations {
        for time in conversation.await.expect("a conversation ends") {
            match time {
                Some(time) => times.push(time.as_secs_f64() * 1000.0),
                None => lost += 1,
            }
        }
    }
    times.sort_by(f64::total_cmp);
    let report = json!({
        "bench": "desk",
        "conversations_a_second": rate,
        "conversations": rate * seconds,
        "replies": times.len(),
        "lost": lost,
        "median_ms": quantile(&times, 50),
        "p99_ms": quantile(&times, 99),
        "max_ms": times.last(),
        "fsync_median_ms": fsync_median_ms(&folder),
    });
    println!("{report}");
    drop(std::fs::remove_dir_all(&folder));
}

/// The value that so many of a hundred don't exceed.
fn quantile(sorted: &[f64], percent: usize) -> Option<f64> {
    let index = (sorted.len() * percent).div_ceil(100).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(index).copied()
}

/// What one flush to this disk costs, beside what we make of it.
fn fsync_median_ms(folder: &std::path::Path) -> f64 {
    let mut file = File::create(folder.join("fsync")).expect("a file can be made");
    let mut times: Vec<f64> = (0..FSYNCS)
        .map(|_| {
            file.write_all(&[1; 4096]).expect("it can be written");
            let started = Instant::now();
            file.sync_data().expect("it can be flushed");
            started.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[FSYNCS / 2]
}

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = format!("http://{}", listener.local_addr().expect("it has an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn provider(phones: Arc<Phones>) -> Router {
    Router::new().route("/v23.0/{number}/messages", post(receive)).with_state(phones)
}

async fn receive(State(phones): State<Arc<Phones>>, Json(body): Json<Value>) -> Json<Value> {
    let now = Instant::now();
    if let Some(to) = body["to"].as_str() {
        let button =
            body.pointer("/interactive/action/buttons/0/reply/id").and_then(Value::as_str).map(str::to_owned);
        let mut all = phones.0.lock().expect("nobody panics with it");
        all.entry(to.trim_start_matches('+').to_owned()).or_default().push((now, button));
    }
    Json(
        json!({ "messaging_product": "whatsapp", "contacts": [], "messages": [{ "id": format!("wamid.{:x}", rand::random::<u64>()) }] }),
    )
}

async fn desk(folder: &std::path::Path, graph: &str) -> (Desk, String) {
    let url = format!("sqlite:{}", folder.join("desk.db").display());
    let store = Store::open(&url, MasterKey::from_bytes([3; 32])).await.expect("the store opens");
    let config = Config {
        public_url: "https://desk.example".to_owned(),
        owner: "bench".to_owned(),
        mail_from: String::new(),
        whatsapp: WhatsAppSettings { app_secret: SECRET.to_owned(), verify_token: SECRET.to_owned() },
    };
    let line = Arc::new(WhatsAppLine::new(Cloud::new(whatsapp::http_client(), graph, "v23.0", "token")));
    let desk = Desk::open(store, Arc::new(SystemClock), Ids::random(), config, line, Arc::new(NoPost)).await;
    let desk = desk.expect("the desk opens");
    let mut file = ClinicFile::parse(&clinic()).expect("the bench's clinic is right");
    file.clinic.whatsapp = Some(WhatsAppNumber {
        phone_number_id: NUMBER_ID.to_owned(),
        display_phone_number: "15550000001".to_owned(),
        business_account_id: "1".to_owned(),
    });
    desk.apply_clinic(&file).await.expect("the clinic is applied");
    let web = Web {
        desk: desk.clone(),
        api_tokens: Vec::new(),
        demo: None,
        operations: Operations::Here,
        counters: Counters::default(),
        limits: svara_web::Limits::Off,
        open_id: None,
        staff_sign_in: None,
        stage: Arc::new(svara_sim::talk::Stage),
    };
    let address = serve(svara_web::router(web)).await;
    (desk, address)
}

fn clinic() -> String {
    let mut text = "[clinic]\nid = \"bench\"\nname = \"Benchkliniken\"\ncountry = \"SE\"\ntime_zone = \"Europe/Stockholm\"\n\
        languages = [\"sv\"]\naddress = \"Storgatan 1\"\n\n[[service]]\nid = \"kontroll\"\nname = { sv = \"Kontroll\" }\nminutes = 30\n"
        .to_owned();
    for number in 0..PRACTITIONERS {
        text += &format!(
            "\n[[practitioner]]\nid = \"p{number}\"\nname = \"Dr Nummer {number}\"\nservices = [\"kontroll\"]\n\
             hours = [{{ days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"], from = \"08:00\", to = \"17:00\" }}]\n"
        );
    }
    text
}

/// A newcomer asks, taps the first time, and tells a name: three replies.
async fn converse(http: &reqwest::Client, desk: &str, phones: &Phones, number: u32) -> Vec<Option<Duration>> {
    let phone = format!("4670{number:07}");
    let first =
        send(http, desk, phones, &phone, text("Hej, jag behöver en tid för kontroll så snart som möjligt"))
            .await;
    let mut times = vec![first.as_ref().map(|it| it.0)];
    if let Some((_, Some(button))) = first {
        let tap = json!({ "type": "interactive", "interactive": {
            "type": "button_reply", "button_reply": { "id": button, "title": "tid" } } });
        times.push(send(http, desk, phones, &phone, tap).await.map(|it| it.0));
        let name = text("Jag heter Nora Newcomer Andersson.");
        times.push(send(http, desk, phones, &phone, name).await.map(|it| it.0));
    }
    times
}

fn text(body: &str) -> Value {
    json!({ "type": "text", "text": { "body": body } })
}

async fn send(
    http: &reqwest::Client,
    desk: &str,
    phones: &Phones,
    phone: &str,
    mut message: Value,
) -> Option<(Duration, Option<String>)> {
    let before = count(phones, phone);
    message["from"] = json!(phone);
    message["id"] = json!(format!("wamid.{:x}", rand::random::<u128>()));
    message["timestamp"] = json!(unix_seconds().to_string());
    let body = json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": [{ "field": "messages", "value": {
        "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": "15550000001", "phone_number_id": NUMBER_ID },
        "contacts": [{ "profile": { "name": "Nora" }, "wa_id": phone }],
        "messages": [message],
    } }] }] })
    .to_string();
    let started = Instant::now();
    let answer = http
        .post(format!("{desk}/webhooks/whatsapp"))
        .header("X-Hub-Signature-256", signature::header(SECRET, body.as_bytes()))
        .body(body)
        .send()
        .await
        .ok()?;
    if !answer.status().is_success() {
        return None;
    }
    while started.elapsed() < Duration::from_secs(REPLY_SECONDS_MAX) {
        if count(phones, phone) > before {
            let all = phones.0.lock().expect("nobody panics with it");
            let (at, button) = all[phone].last().expect("it was counted").clone();
            return Some((at.duration_since(started), button));
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    None
}

fn count(phones: &Phones, phone: &str) -> usize {
    phones.0.lock().expect("nobody panics with it").get(phone).map_or(0, Vec::len)
}

#[expect(clippy::disallowed_methods, reason = "a benchmark runs on the machine's clock")]
fn unix_seconds() -> i64 {
    jiff::Timestamp::now().as_second()
}
