//! The staff's rooms over real HTTP beside 100,000 conversations and a million messages: each part of the inbox, a
//! conversation of 20,000 lines, a patient found by a part of the name. SQLite with full sync in a file, or the store
//! given. Prints one JSON object.
//!
//! `cargo run --release -p svara --example bench_console -- [postgres://…] [a tenth]`

use jiff::{SignedDuration, Timestamp};
use reqwest::Client;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Instant;
use svara_desk::clinic_file::ClinicFile;
use svara_desk::{Config, Desk, Ids, MovableClock, NoLine, NoPost, WhatsAppSettings};
use svara_model::{
    Channel, ClinicId, ContactId, Conversation, ConversationId, ConversationState, Disclosure,
    HandoverReason, Language, MessageId, Outgoing, Patient, PatientId, Purpose, Sender,
};
use svara_store::messages::NewOutbound;
use svara_store::{MasterKey, Store, StoreError, Tx, contacts, conversations, handovers, messages, patients};
use svara_web::{ApiToken, Counters, Operations, Web};
use tokio::net::TcpListener;

const NOW: &str = "2026-03-10T09:00:00+01:00";
const CONVERSATIONS: usize = 100_000;
const LINES_EACH: usize = 10;
/// One conversation that never ended.
const LONG_LINES: usize = 20_000;
/// So many wait for a person.
const WAITING: usize = 60;
/// Conversations written in one transaction.
const BATCH: usize = 250;
const ASKED: usize = 200;
const FIRST: [&str; 10] =
    ["Sara", "Nils", "Åsa", "Omar", "Katarina", "Erik", "Leila", "Björn", "Maja", "Tom"];
const LAST: [&str; 10] =
    ["Lindqvist", "Ek", "Åström", "Haddad", "Nyberg", "Öberg", "Karlsson", "Holm", "Virtanen", "Berg"];
const CLINIC: &str = "[clinic]\nid = \"bench\"\nname = \"Benchkliniken\"\ncountry = \"SE\"\n\
    time_zone = \"Europe/Stockholm\"\nlanguages = [\"sv\"]\naddress = \"Storgatan 1\"\n\
    [[service]]\nid = \"kontroll\"\nname = { sv = \"Kontroll\" }\nminutes = 30\n\
    [[practitioner]]\nid = \"anna\"\nname = \"Dr Anna Ek\"\nservices = [\"kontroll\"]\n\
    hours = [{ days = [\"mon\"], from = \"08:00\", to = \"12:00\" }]\n";

#[tokio::main]
async fn main() {
    let folder = std::env::temp_dir().join(format!("svara-console-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
    let given = std::env::args().nth(1).filter(|it| it.contains(':'));
    let tenth = std::env::args().any(|it| it == "a tenth");
    let count = if tenth { CONVERSATIONS / 10 } else { CONVERSATIONS };
    let url = given.unwrap_or_else(|| format!("sqlite:{}", folder.join("desk.db").display()));
    let (desk, address) = open(&url).await;
    let seeding = Instant::now();
    let long = seed(&desk, count).await;
    let seeded = seeding.elapsed().as_secs_f64();
    let api = Api { http: svara_channel::whatsapp::http_client(), address };
    let mut report = json!({
        "bench": "console", "engine": if url.starts_with("sqlite") { "sqlite" } else { "postgres" },
        "debug_build": cfg!(debug_assertions), "conversations": count,
        "messages": (count - 1) * LINES_EACH + LONG_LINES, "seeding_seconds": seeded,
    });
    for view in ["needs", "all", "assistant", "unassigned", "urgent", "failed", "patient"] {
        report[format!("inbox_{view}")] = api.many(&format!("/api/v1/inbox?view={view}&limit=50")).await;
    }
    report["inbox_all_page_after_page"] = api.pages("/api/v1/inbox?view=all&limit=50").await;
    report["long_conversation_opened"] = api.many(&format!("/api/v1/conversations/{long}?lines=60")).await;
    let middle = format!("/api/v1/conversations/{long}/messages?before={}&limit=60", LONG_LINES / 2);
    report["long_conversation_page_in_the_middle"] = api.many(&middle).await;
    report["patient_found"] = api.many("/api/v1/patients?search=katarina%20%C3%B6b").await;
    println!("{report}");
    drop(std::fs::remove_dir_all(&folder));
}

fn now() -> Timestamp {
    NOW.parse().expect("the bench's moment is one")
}

async fn open(url: &str) -> (Desk, String) {
    let store = Store::open(url, MasterKey::from_bytes([3; 32])).await.expect("the store opens");
    let config = Config {
        public_url: "https://desk.example".to_owned(),
        owner: "bench".to_owned(),
        mail_from: String::new(),
        whatsapp: WhatsAppSettings { app_secret: "bench".to_owned(), verify_token: "bench".to_owned() },
    };
    let clock = Arc::new(MovableClock::standing(now()));
    let desk = Desk::open(store, clock, Ids::random(), config, Arc::new(NoLine), Arc::new(NoPost)).await;
    let desk = desk.expect("the desk opens");
    let file = ClinicFile::parse(CLINIC).expect("the bench's clinic is right");
    desk.apply_clinic(&file).await.expect("the clinic is applied");
    let web = Web {
        desk: desk.clone(),
        api_tokens: vec![ApiToken::new("bench", "bench", None)],
        open_id: None,
        staff_sign_in: None,
        demo: None,
        operations: Operations::Here,
        counters: Counters::default(),
        limits: svara_web::Limits::Off,
        stage: Arc::new(svara_sim::talk::Stage),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = format!("http://{}", listener.local_addr().expect("it has an address"));
    tokio::spawn(async move { axum::serve(listener, svara_web::router(web)).await });
    (desk, address)
}

/// All conversations, the first of them the long one; its id.
async fn seed(desk: &Desk, count: usize) -> ConversationId {
    let mut long = None;
    for start in (0..count).step_by(BATCH) {
        let end = (start + BATCH).min(count);
        let made = desk.store().write("seed conversations", move |tx| {
            Box::pin(async move {
                let mut first = None;
                for number in start..end {
                    let lines = if number == 0 { LONG_LINES } else { LINES_EACH };
                    let id = talk(tx, number, count, lines).await?;
                    first.get_or_insert(id);
                }
                Ok::<_, StoreError>(first)
            })
        });
        let first = made.await.expect("conversations are written");
        long = long.or(first);
    }
    long.expect("there is one")
}

/// One patient who writes and is answered, turn about.
async fn talk(tx: &mut Tx, number: usize, count: usize, lines: usize) -> Result<ConversationId, StoreError> {
    let ids = Ids::random();
    let clinic: ClinicId = "bench".parse().expect("an id");
    let age = i64::try_from(count - number).unwrap_or(0);
    let begun = now() - SignedDuration::from_mins(age + i64::try_from(lines).unwrap_or(0));
    let phone = format!("+46700{number:06}").parse().expect("a number");
    let sender = Sender { phone: Some(phone), user_id: None, profile_name: None };
    let (contact, _) =
        contacts::find_or_create(tx, &clinic, &sender, ids.make(ContactId::new, begun), begun).await?;
    let patient = Patient {
        id: ids.make(PatientId::new, begun),
        clinic: clinic.clone(),
        name: format!("{} {} {number}", FIRST[number % 10], LAST[number / 10 % 10]),
        language: Some(Language::swedish()),
        phone: sender.phone,
    };
    patients::insert(tx, &patient, Some(&contact.id), begun).await?;
    let (id, swedish) = (ids.make(ConversationId::new, begun), Language::swedish());
    let open = conversations::open_for(tx, &clinic, &contact.id, Channel::Whatsapp, &swedish, id, begun);
    let conversation = open.await?;
    let id = conversation.id.clone();
    for line in 0..lines {
        let at = begun + SignedDuration::from_mins(i64::try_from(line).unwrap_or(0));
        let (new, text) =
            (ids.make(MessageId::new, at), format!("Rad {line}: går det bra på torsdag klockan tio?"));
        if line % 2 == 0 {
            messages::add_inbound(tx, new, &id, &format!("wamid.{number}.{line}"), &text, at, at).await?;
        } else {
            answer(tx, &id, &contact.id, new, text, at).await?;
        }
    }
    if number >= count - WAITING {
        handovers::open(tx, &id, HandoverReason::Asked, now()).await?;
        let state = ConversationState::Waiting { reason: HandoverReason::Asked, since: now() };
        conversations::save(tx, &Conversation { state, ..conversation }).await?;
    }
    Ok(id)
}

async fn answer(
    tx: &mut Tx,
    conversation: &ConversationId,
    contact: &ContactId,
    id: MessageId,
    body: String,
    at: Timestamp,
) -> Result<(), StoreError> {
    let new = NewOutbound {
        id,
        conversation: conversation.clone(),
        contact: contact.clone(),
        purpose: Purpose::Answer,
        content: Outgoing::Text { body },
        due_at: at,
        expires_at: None,
        appointment: None,
        reply_to: None,
        dedupe: None,
        by_staff: None,
        class: Disclosure::Public,
    };
    messages::add_outbound(tx, &new, at).await.map(drop)
}

struct Api {
    http: Client,
    address: String,
}

impl Api {
    async fn ask(&self, path: &str) -> (Value, f64) {
        let started = Instant::now();
        let request = self.http.get(format!("{}{path}", self.address)).bearer_auth("bench");
        let answer = request.send().await.expect("the desk answers");
        let status = answer.status().as_u16();
        let text = answer.text().await.expect("the answer is read");
        let body: Value = serde_json::from_str(&text).unwrap_or_default();
        assert_eq!(status, 200, "{path}: {body}");
        (body, started.elapsed().as_secs_f64() * 1000.0)
    }

    /// The same question many times; the first, on a cold cache, is told by itself.
    async fn many(&self, path: &str) -> Value {
        let (_, first) = self.ask(path).await;
        let mut times = Vec::new();
        for _ in 0..ASKED {
            times.push(self.ask(path).await.1);
        }
        let mut told = figures(times);
        told["first_ms"] = json!(rounded(first));
        told
    }

    /// As somebody who scrolls: each page by the one before.
    async fn pages(&self, path: &str) -> Value {
        let (mut times, mut after) = (Vec::new(), String::new());
        for _ in 0..ASKED {
            let (body, time) = self.ask(&format!("{path}{after}")).await;
            times.push(time);
            let Some(next) = body["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        figures(times)
    }
}

fn figures(mut times: Vec<f64>) -> Value {
    times.sort_by(f64::total_cmp);
    let at =
        |share: usize| times.get(times.len() * share / 100).or(times.last()).copied().unwrap_or_default();
    json!({ "asked": times.len(), "p50_ms": rounded(at(50)), "p95_ms": rounded(at(95)), "p99_ms": rounded(at(99)) })
}

fn rounded(ms: f64) -> f64 {
    (ms * 100.0).round() / 100.0
}
