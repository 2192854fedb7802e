//! A desk's ear and a clock for the simulator's tests.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails like the test")]
#![allow(dead_code, reason = "each test file uses its part")]

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use svara_channel::whatsapp::{Cloud, NoticeKind, http_client, read, signature};
use svara_sim::provider::{GRAPH_PATH, Simulator, SimulatorConfig, TemplateSpec, Typed};

pub const SARA: &str = "46700000001";
pub const NUMBER: &str = "100000000000001";
const SECRET: &str = "demo-app-secret";

/// A simulator, the notifications it sent, and the clock it reads.
pub struct World {
    pub simulator: Simulator,
    pub base: String,
    pub graph: String,
    pub heard: Arc<Mutex<Vec<Value>>>,
    pub now: Arc<Mutex<Timestamp>>,
    pub http: reqwest::Client,
}

pub fn reminder() -> TemplateSpec {
    TemplateSpec {
        name: "appointment_reminder".into(),
        language: "sv".into(),
        category: "UTILITY".into(),
        body: "Hej {{1}}! Du har en tid {{2}}.".into(),
        footer: None,
        quick_replies: vec!["Ja, bekräftar".into(), "Behöver ändra".into()],
    }
}

async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://{address}")
}

/// A webhook that takes only what is signed.
fn ear(heard: Arc<Mutex<Vec<Value>>>) -> Router {
    let take = move |headers: HeaderMap, body: Bytes| async move {
        let given = headers.get("x-hub-signature-256").and_then(|it| it.to_str().ok());
        if !signature::is_valid(SECRET, &body, given) {
            return StatusCode::FORBIDDEN;
        }
        heard.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
        StatusCode::OK
    };
    Router::new().route("/webhooks/whatsapp", post(take))
}

pub async fn world(state_file: Option<PathBuf>) -> World {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let webhook = serve(ear(heard.clone())).await;
    world_with(state_file, heard, webhook).await
}

/// A world whose webhook nobody listens at.
pub async fn deaf_world(state_file: Option<PathBuf>) -> World {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    world_with(state_file, Arc::default(), format!("http://{closed}")).await
}

async fn world_with(state_file: Option<PathBuf>, heard: Arc<Mutex<Vec<Value>>>, webhook: String) -> World {
    let now = Arc::new(Mutex::new("2026-03-10T08:00:00Z".parse().unwrap()));
    let clock = now.clone();
    let simulator = Simulator::new(SimulatorConfig {
        webhook_url: format!("{webhook}/webhooks/whatsapp"),
        app_secret: SECRET.into(),
        verify_token: "demo-verify-token".into(),
        access_token: "demo-access-token".into(),
        phone_number_id: NUMBER.into(),
        display_phone_number: "15550000001".into(),
        business_account_id: "200000000000001".into(),
        templates: vec![reminder()],
        state_file,
        now: Arc::new(move || *clock.lock().unwrap()),
    })
    .unwrap();
    let base = serve(simulator.router()).await;
    let graph = format!("{base}{GRAPH_PATH}");
    World { simulator, base, graph, heard, now, http: http_client() }
}

impl World {
    pub fn cloud(&self) -> Cloud {
        Cloud::new(self.http.clone(), &self.graph, "v23.0", "demo-access-token")
    }

    pub fn say(&self, text: &str) -> String {
        let typed = Typed { text: Some(text.into()), name: Some("Sara".into()), ..Typed::default() };
        self.simulator.write(SARA, &typed).unwrap()
    }

    pub fn advance(&self, hours: i64) {
        *self.now.lock().unwrap() += SignedDuration::from_hours(hours);
    }

    /// Sends a body as it is; answers the HTTP status and the body.
    pub async fn post(&self, body: impl Into<reqwest::Body>) -> (u16, Value) {
        let url = format!("{}/v23.0/{NUMBER}/messages", self.graph);
        let request = self.http.post(url).bearer_auth("demo-access-token");
        let answer = request.header("content-type", "application/json").body(body).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    pub async fn text(&self, to: &str) -> (u16, Value) {
        let body =
            json!({"messaging_product": "whatsapp", "to": to, "type": "text", "text": {"body": "Hej"}});
        self.post(body.to_string()).await
    }

    /// What the webhook heard, as the desk reads it.
    pub async fn notices(&self) -> Vec<NoticeKind> {
        self.simulator.settle().await;
        let heard = self.heard.lock().unwrap();
        heard.iter().flat_map(|it| read(it.to_string().as_bytes()).unwrap()).map(|it| it.kind).collect()
    }

    /// The statuses among them, in words.
    pub async fn statuses(&self) -> Vec<&'static str> {
        let of = |it: NoticeKind| match it {
            NoticeKind::Status(it) => Some(it.status.as_str()),
            _ => None,
        };
        self.notices().await.into_iter().filter_map(of).collect()
    }
}

/// The shared folder with development samples, if this machine has it.
pub fn shared() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let found = std::env::var_os("SVARA_SHARED").map_or(beside, PathBuf::from);
    if found.join("data/whatsapp").is_dir() {
        return Some(found);
    }
    println!("skipped: no development samples (set SVARA_SHARED)");
    None
}
