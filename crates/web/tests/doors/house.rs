//! A small invented clinic behind the real router, and the one way in which stories touch it.

use crate::line::Provider;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use svara_channel::openid::OpenId;
use svara_channel::whatsapp::signature;
use svara_desk::clinic_file::ClinicFile;
use svara_desk::{Config, Desk, Ids, Line, MovableClock, NoPost, WhatsAppSettings};
use svara_model::{Outgoing, WhatsAppNumber};
use svara_store::{MasterKey, Store, testing};
use svara_web::{ApiToken, Counters, Demo, Operations, Web};
use tower::ServiceExt;

pub const TOKEN: &str = "house-api-token";
pub const SECRET: &str = "house-app-secret";
pub const VERIFY: &str = "house-verify-token";
const NUMBER: &str = "100000000000001";
const BODY_BYTES_MAX: usize = 1 << 20;

/// Sara and Tom stand in the file; Tom comes on Thursday at ten.
const CLINIC: &str = r#"
[clinic]
id = "nordkliniken"
name = "Nordkliniken"
country = "SE"
time_zone = "Europe/Stockholm"
languages = ["sv", "en"]
address = "Storgatan 12, 602 23 Norrköping"
emergency_number = "112"
currency = "SEK"
[[room]]
id = "rum-1"
kind = "treatment"
name = "Rum 1"
[[service]]
id = "undersokning"
name = { sv = "Undersökning", en = "Check-up" }
minutes = 30
rooms = ["treatment"]
price = 950
default = true
overbook = 1
late_fee = 350
late_text = { sv = "Avgiften är 350 kr.", en = "The fee is SEK 350." }
[[service]]
id = "implantat"
name = { sv = "Implantat", en = "Implant" }
minutes = 60
approval = true
[[service]]
id = "skola"
name = { sv = "Munhälsoskola", en = "Oral health class" }
minutes = 45
capacity = 3
[[service]]
id = "hygienist"
name = { sv = "Tandhygienist", en = "Dental hygienist" }
minutes = 45
[[practitioner]]
id = "lindqvist"
name = "Dr Anna Lindqvist"
role = { sv = "tandläkare", en = "dentist" }
services = ["undersokning", "implantat"]
hours = [{ days = ["mon", "tue", "wed", "thu"], from = "08:00", to = "12:00" }]
[[practitioner]]
id = "haddad"
name = "Samir Haddad"
role = { sv = "tandhygienist", en = "dental hygienist" }
services = ["hygienist", "undersokning", "skola"]
hours = [{ days = ["wed", "thu", "fri"], from = "09:00", to = "16:00" }]
[[patient]]
phone = "+46700000001"
name = "Sara Ek"
language = "sv"
consent = { whatsapp = "2026-01-15T10:00:00+01:00", source = "intake form" }
[[patient]]
phone = "+46700000002"
name = "Tom Baker"
language = "en"
[[appointment]]
patient = "+46700000002"
service = "undersokning"
practitioner = "lindqvist"
from = "2026-03-12T10:00:00+01:00"
"#;

/// Stands for no clinic at all.
const EMPTY: &str = "# empty\n";

pub const SARA: &str = "+46700000001";
pub const TOM: &str = "+46700000002";
pub const NOBODY: &str = "+46700000099";

pub struct House {
    pub router: Router,
    pub desk: Desk,
    pub provider: Arc<Provider>,
    pub written: AtomicU32,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|it| panic!("{it}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }

    /// An error says so in the form that all errors have.
    #[track_caller]
    pub fn refused(self, status: u16, detail: &str) -> Self {
        let answer = self.is(status);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let body = answer.json();
        assert_eq!(body["status"], status);
        assert!(body["type"].as_str().unwrap().starts_with("urn:svara:problem:"), "{body}");
        assert!(body["title"].is_string(), "{body}");
        let told = body["detail"].as_str().unwrap();
        assert!(told.contains(detail), "{told:?} does not say {detail:?}");
        answer
    }
}

impl House {
    pub async fn open() -> Self {
        Self::with("http://127.0.0.1:8080").await
    }

    /// With an API token that reaches only so far.
    pub async fn open_with_scope(scope: &str) -> Self {
        let token = ApiToken::new("intake", TOKEN, None).within(scope).unwrap();
        Self::built(&testing::sqlite(), "http://127.0.0.1:8080", token, "", None).await
    }

    pub async fn with(public_url: &str) -> Self {
        let token = ApiToken::new("intake", TOKEN, None);
        Self::built(&testing::sqlite(), public_url, token, "", None).await
    }

    /// With lines of its own in the clinic's file, before the first room.
    pub async fn open_with(lines: &str) -> Self {
        let token = ApiToken::new("intake", TOKEN, None);
        let house = Self::built(&testing::sqlite(), "http://127.0.0.1:8080", token, EMPTY, None).await;
        house
            .desk
            .apply_clinic(&furnished(&CLINIC.replacen("[[room]]", &format!("{lines}[[room]]"), 1)))
            .await
            .unwrap();
        house
    }

    /// The clinic allows so many messages a day from now on.
    pub async fn limit(&self, templates_per_day: u32) {
        let lines = format!("[clinic.policy]\ntemplates_per_day = {templates_per_day}\n[[room]]");
        self.desk.apply_clinic(&furnished(&CLINIC.replacen("[[room]]", &lines, 1))).await.unwrap();
    }

    /// On a store of the story's own.
    pub async fn on(store_url: &str) -> Self {
        let token = ApiToken::new("intake", TOKEN, None);
        Self::built(store_url, "http://127.0.0.1:8080", token, "", None).await
    }

    /// With nobody's clinic in it.
    pub async fn empty() -> Self {
        let token = ApiToken::new("intake", TOKEN, None);
        Self::built(&testing::sqlite(), "http://127.0.0.1:8080", token, EMPTY, None).await
    }

    /// With the Swedish profile for open networks.
    pub async fn open_net(open_id: Option<OpenId>) -> Self {
        let token = ApiToken::new("intake", TOKEN, None);
        let profile = "privacy_profile = \"se-open-net\"
";
        Self::built(&testing::sqlite(), "http://127.0.0.1:8080", token, profile, open_id).await
    }

    async fn built(
        store_url: &str,
        public_url: &str,
        token: ApiToken,
        in_clinic: &str,
        open_id: Option<OpenId>,
    ) -> Self {
        let store = Store::open(store_url, MasterKey::from_bytes([7; 32])).await.unwrap();
        let clock = Arc::new(MovableClock::standing("2026-03-10T09:00:00+01:00".parse().unwrap()));
        let config = Config {
            public_url: public_url.to_owned(),
            owner: "house".to_owned(),
            mail_from: "desk@nordkliniken.example".to_owned(),
            whatsapp: WhatsAppSettings { app_secret: SECRET.to_owned(), verify_token: VERIFY.to_owned() },
        };
        let provider = Arc::new(Provider::default());
        let line: Arc<dyn Line> = provider.clone();
        let clock_of_desk = clock.clone();
        let desk =
            Desk::open(store, clock_of_desk, Ids::seeded(1), config, line, Arc::new(NoPost)).await.unwrap();
        let file = furnished(&CLINIC.replacen("[clinic]\n", &format!("[clinic]\n{in_clinic}"), 1));
        if in_clinic != EMPTY {
            desk.apply_clinic(&file).await.unwrap();
        }
        let router = svara_web::router(Web {
            desk: desk.clone(),
            api_tokens: vec![token],
            demo: Some(Demo { clock, pages: Router::new() }),
            operations: Operations::Here,
            counters: Counters::default(),
            limits: svara_web::Limits::Off,
            open_id,
            staff_sign_in: None,
            stage: std::sync::Arc::new(crate::settings::Curtain),
        });
        Self { router, desk, provider, written: AtomicU32::new(0) }
    }

    /// The one place that touches the router.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, BODY_BYTES_MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, path, Some(body)).await
    }

    /// With the API token and a key of its own.
    pub async fn post_keyed(&self, path: &str, key: &str, body: Value) -> Answer {
        let request = Request::post(path).header("idempotency-key", key);
        let request = request.header(header::AUTHORIZATION, format!("Bearer {TOKEN}"));
        self.send(with_body(request, Some(body))).await
    }

    /// With the API token.
    pub async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = Request::builder().method(method).uri(path);
        let request = request.header(header::AUTHORIZATION, format!("Bearer {TOKEN}"));
        self.send(with_body(request, body)).await
    }

    /// Without showing anything.
    pub async fn stranger(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.send(with_body(Request::builder().method(method).uri(path), body)).await
    }

    /// A webhook with a right signature.
    pub async fn hook(&self, raw: &[u8]) -> Answer {
        self.hook_signed(raw, &signature::header(SECRET, raw)).await
    }

    pub async fn hook_signed(&self, raw: &[u8], signature: &str) -> Answer {
        let request = Request::post("/webhooks/whatsapp").header("x-hub-signature-256", signature);
        self.send(request.body(Body::from(raw.to_vec())).unwrap()).await
    }

    /// A patient writes, and the desk has answered when this returns.
    pub async fn writes(&self, phone: &str, words: &str) {
        let id = format!("wamid.in.{}", self.written.fetch_add(1, Ordering::Relaxed));
        self.hook(notification(phone, &id, words, self.desk.now()).to_string().as_bytes()).await.is(200);
        self.settle().await;
    }

    /// A patient writes, and what the desk would send is not taken.
    pub async fn writes_and_is_left(&self, phone: &str, words: &str) {
        let id = format!("wamid.in.{}", self.written.fetch_add(1, Ordering::Relaxed));
        self.hook(notification(phone, &id, words, self.desk.now()).to_string().as_bytes()).await.is(200);
        for chore in [svara_desk::Chore::Inbox, svara_desk::Chore::Outbox] {
            self.desk.work(chore).await.unwrap();
        }
    }

    pub async fn settle(&self) {
        assert_eq!(self.post("/demo/settle", json!({})).await.is(200).json(), json!({"idle": true}));
    }

    pub async fn books(&self, phone: &str, from: &str) -> Answer {
        self.post("/api/v1/appointments", booking(phone, from)).await
    }

    /// What was sent to a number, in order.
    pub fn sent_to(&self, phone: &str) -> Vec<Outgoing> {
        let sent = self.provider.sent.lock().unwrap();
        sent.iter().filter(|it| it.0 == phone).map(|it| it.1.clone()).collect()
    }

    /// The conversation with a number.
    pub async fn conversation(&self, phone: &str) -> Value {
        let path = format!("/api/v1/conversations?phone={}", phone.replace('+', "%2B"));
        let list = self.get(&path).await.is(200).json();
        list["items"][0].clone()
    }

    /// What the audit chain says, as kind and actor.
    pub async fn chain(&self) -> Vec<(String, String)> {
        let clinic = self.desk.clinics()[0].id.clone();
        let look = self.desk.store().read("chain", move |tx| {
            let clinic = clinic.clone();
            Box::pin(async move { svara_store::events::list(tx, &clinic, None, 1_000).await })
        });
        look.await.unwrap().into_iter().map(|it| (it.kind, it.actor)).collect()
    }
}

/// The clinic's file, with its number on WhatsApp.
fn furnished(text: &str) -> ClinicFile {
    let mut file = ClinicFile::parse(text).unwrap();
    file.clinic.whatsapp = Some(WhatsAppNumber {
        phone_number_id: NUMBER.to_owned(),
        display_phone_number: "15550000001".to_owned(),
        business_account_id: "200000000000001".to_owned(),
    });
    file
}

pub fn booking(phone: &str, from: &str) -> Value {
    json!({"phone": phone, "service": "undersokning", "practitioner": "lindqvist", "from": from})
}

pub fn with_body(request: axum::http::request::Builder, body: Option<Value>) -> Request<Body> {
    match body {
        Some(body) => {
            let request = request.header(header::CONTENT_TYPE, "application/json");
            request.body(Body::from(body.to_string())).unwrap()
        }
        None => request.body(Body::empty()).unwrap(),
    }
}

/// As Meta sends it.
pub fn notification(phone: &str, id: &str, words: &str, at: jiff::Timestamp) -> Value {
    let digits = phone.trim_start_matches('+');
    json!({"object": "whatsapp_business_account", "entry": [{"id": "200000000000001", "changes": [{
    "field": "messages", "value": {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550000001", "phone_number_id": NUMBER},
        "contacts": [{"profile": {"name": "Patient"}, "wa_id": digits}],
        "messages": [{"from": digits, "id": id, "timestamp": at.as_second().to_string(),
            "type": "text", "text": {"body": words}}],
    }}]}]})
}
