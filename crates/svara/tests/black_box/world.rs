//! A demo as a process of its own, and a provider that keeps everything the desk sends.

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use svara_channel::whatsapp::{http_client, signature};
use tokio::net::TcpListener;

pub const SARA: &str = "46700000001";
pub const TOM: &str = "46700000002";
const SECRET: &str = "demo-app-secret";
const NUMBER_ID: &str = "100000000000001";
/// A debug build on a busy machine takes a while to open its store.
const START_SECONDS_MAX: u64 = 60;

/// The provider's side.
#[derive(Clone, Default)]
pub struct Provider {
    sent: Arc<Mutex<Vec<Value>>>,
    next: Arc<AtomicU64>,
}

impl Provider {
    pub async fn start(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router =
            Router::new().route("/v23.0/{number}/messages", post(Self::receive)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    #[expect(clippy::unused_async, reason = "a handler is asynchronous")]
    async fn receive(State(provider): State<Self>, Json(body): Json<Value>) -> Json<Value> {
        if body["status"] == "read" {
            return Json(json!({ "success": true }));
        }
        provider.sent.lock().unwrap().push(body);
        let id = format!("wamid.out{}", provider.next.fetch_add(1, Ordering::Relaxed));
        Json(json!({ "messaging_product": "whatsapp", "contacts": [], "messages": [{ "id": id }] }))
    }

    /// Everything sent to a phone, in order.
    pub fn to(&self, phone: &str) -> Vec<Value> {
        let plus = format!("+{phone}");
        self.sent.lock().unwrap().iter().filter(|it| it["to"] == plus.as_str()).cloned().collect()
    }
}

/// A running demo.
pub struct Demo {
    child: Child,
    pub url: String,
    pub http: reqwest::Client,
}

impl Drop for Demo {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Demo {
    /// Starts on a folder of its own, or goes on where an earlier one stopped.
    pub async fn start(folder: &Path, graph: &str, clock: &str) -> Self {
        Self::start_on(None, folder, graph, clock).await
    }

    /// With its books in this database instead of a file in the folder.
    pub async fn start_on(store: Option<&str>, folder: &Path, graph: &str, clock: &str) -> Self {
        let clinic = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conversations/clinic.toml");
        let mut child = Command::new(env!("CARGO_BIN_EXE_svara"))
            .args(["demo", "--no-open", "--listen", "127.0.0.1:0", "--graph-url", graph, "--clock", clock])
            .arg("--data")
            .arg(folder)
            .arg("--clinic")
            .arg(clinic)
            .args(store.map(|url| ["--store", url]).into_iter().flatten())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let (told, line) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || {
            let mut lines = BufReader::new(out).lines();
            let first = lines.next().and_then(Result::ok).unwrap_or_default();
            drop(told.send(first));
            // The pipe is read to its end, so that the demo never waits for us.
            lines.for_each(drop);
        });
        let line = tokio::time::timeout(Duration::from_secs(START_SECONDS_MAX), line).await.unwrap().unwrap();
        let url = line.split_whitespace().last().unwrap_or_default().trim_end_matches("/demo").to_owned();
        assert!(url.starts_with("http://"), "the demo said {line:?}");
        Self { child, url, http: http_client() }
    }

    /// As a power cut would: nothing is told, nothing is finished.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub async fn post_signed(&self, body: &[u8]) -> reqwest::StatusCode {
        self.http
            .post(format!("{}/webhooks/whatsapp", self.url))
            .header("X-Hub-Signature-256", signature::header(SECRET, body))
            .body(body.to_vec())
            .send()
            .await
            .unwrap()
            .status()
    }

    /// A message from a phone, under an id of the caller's choice.
    pub async fn hear(&self, phone: &str, id: &str, message: Value) -> reqwest::StatusCode {
        let now = self.now().await;
        self.post_signed(notification(phone, id, now, message).as_bytes()).await
    }

    pub async fn write(&self, phone: &str, id: &str, words: &str) {
        assert_eq!(self.hear(phone, id, self::words(words)).await, 200);
    }

    pub async fn settle(&self) {
        let answer = self.http.post(format!("{}/demo/settle", self.url)).send().await.unwrap();
        assert_eq!(answer.json::<Value>().await.unwrap(), json!({ "idle": true }));
    }

    pub async fn now(&self) -> i64 {
        let answer: Value =
            self.http.get(format!("{}/demo/clock", self.url)).send().await.unwrap().json().await.unwrap();
        answer["now"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_second()
    }

    pub async fn advance(&self, by: &str) -> reqwest::StatusCode {
        let request = self.http.post(format!("{}/demo/clock", self.url)).json(&json!({ "advance": by }));
        request.send().await.unwrap().status()
    }

    pub async fn api(&self, path: &str) -> Value {
        let request = self.http.get(format!("{}/api/v1/{path}", self.url)).bearer_auth("demo-api-token");
        request.send().await.unwrap().json().await.unwrap()
    }

    pub async fn appointments_of(&self, phone: &str) -> Vec<Value> {
        self.api(&format!("appointments?phone=%2B{phone}")).await["items"].as_array().unwrap().clone()
    }
}

/// As Meta would post it.
pub fn notification(phone: &str, id: &str, at: i64, mut message: Value) -> String {
    message["from"] = json!(phone);
    message["id"] = json!(id);
    message["timestamp"] = json!(at.to_string());
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": "200000000000001", "changes": [{ "field": "messages",
        "value": {
            "messaging_product": "whatsapp",
            "metadata": { "display_phone_number": "15550000001", "phone_number_id": NUMBER_ID },
            "contacts": [{ "profile": { "name": "Patient" }, "wa_id": phone }],
            "messages": [message],
        } }] }] })
    .to_string()
}

/// A message of words.
pub fn words(words: &str) -> Value {
    json!({ "type": "text", "text": { "body": words } })
}

/// A tap on the first reply button of a message.
pub fn tap_first(message: &Value) -> Value {
    let reply = message.pointer("/interactive/action/buttons/0/reply").expect("it has a button");
    json!({ "type": "interactive", "interactive": { "type": "button_reply", "button_reply": reply } })
}

/// A tap on a template's quick reply.
pub fn tap_quick_reply(message: &Value, index: usize) -> Value {
    let components = message["template"]["components"].as_array().expect("it has components");
    let button =
        components.iter().filter(|it| it["type"] == "button").nth(index).expect("it has that button");
    let payload = button.pointer("/parameters/0/payload").expect("it has a payload");
    json!({ "type": "button", "button": { "payload": payload, "text": "label" } })
}

/// Runs a command to its end: its exit status, what it said, and what it complained of.
pub fn svara(args: &[&str]) -> (i32, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_svara")).args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (done.status.code().unwrap_or(-1), text(&done.stdout), text(&done.stderr))
}

/// A folder that goes when the test ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("svara-{name}-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&path));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
