//! The bench's house: a desk on a store of its own behind the real router, and phones that keep when they got what.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use jiff::Timestamp;
use serde_json::json;
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use svara_channel::whatsapp::{SendError, Sent, signature};
use svara_desk::clinic_file::ClinicFile;
use svara_desk::{Config, Desk, Ids, Line, MovableClock, NoPost, WhatsAppSettings};
use svara_model::{Address, Clinic, MessageId, Outgoing, WhatsAppNumber};
use svara_store::{BoxFuture, MasterKey, Store};
use svara_web::{Counters, Operations, Web};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tower::ServiceExt;

const SECRET: &str = "bench";
const NUMBER_ID: &str = "100000000000001";
/// Half hours from eight to four.
pub const VISITS_A_DAY: usize = 16;
/// A Monday; the visits are on Thursday, and their reminders a day before.
const NOW: &str = "2026-03-09T09:00:00+01:00";

/// What each phone got, and when.
#[derive(Default)]
pub struct Phones {
    got: Mutex<HashMap<String, Vec<Instant>>>,
    more: Notify,
}

impl Phones {
    /// How many messages came, as soon as there are so many or the time is over.
    pub async fn until(&self, wanted: usize, patience: Duration) -> usize {
        let enough = async {
            loop {
                let more = self.more.notified();
                if self.all() >= wanted {
                    return;
                }
                more.await;
            }
        };
        drop(tokio::time::timeout(patience, enough).await);
        self.all()
    }

    pub fn all(&self) -> usize {
        self.got.lock().expect("nobody panics with it").values().map(Vec::len).sum()
    }

    /// When each phone got its first message.
    pub fn first(&self) -> HashMap<String, Instant> {
        let got = self.got.lock().expect("nobody panics with it");
        got.iter().map(|(phone, times)| (phone.clone(), times[0])).collect()
    }
}

impl Line for Phones {
    fn send<'a>(
        &'a self,
        _: &'a Clinic,
        to: &'a Address,
        _: &'a Outgoing,
        _: Option<&'a str>,
        ours: &'a MessageId,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        let to = to.as_str().trim_start_matches('+').to_owned();
        self.got.lock().expect("nobody panics with it").entry(to).or_default().push(Instant::now());
        self.more.notify_one();
        Box::pin(async move { Ok(Sent { provider_id: format!("wamid.{ours}") }) })
    }

    fn mark_read<'a>(&'a self, _: &'a Clinic, _: &'a str) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }
}

pub struct House {
    pub desk: Desk,
    pub phones: Arc<Phones>,
    pub clock: Arc<MovableClock>,
    router: Router,
}

impl House {
    /// On a new store, with a clinic of so many practitioners and these lines in its file.
    pub async fn open(url: &str, practitioners: usize, more: &str) -> Self {
        let house = Self::reopen(url).await;
        let mut file =
            ClinicFile::parse(&(clinic(practitioners) + more)).expect("the bench's clinic is right");
        file.clinic.whatsapp = Some(WhatsAppNumber {
            phone_number_id: NUMBER_ID.to_owned(),
            display_phone_number: "15550000001".to_owned(),
            business_account_id: "1".to_owned(),
        });
        house.desk.apply_clinic(&file).await.expect("the clinic is applied");
        house
    }

    pub async fn reopen(url: &str) -> Self {
        let store = Store::open(url, MasterKey::from_bytes([3; 32])).await.expect("the store opens");
        let config = Config {
            public_url: "https://desk.example".to_owned(),
            owner: "bench".to_owned(),
            mail_from: String::new(),
            whatsapp: WhatsAppSettings { app_secret: SECRET.to_owned(), verify_token: SECRET.to_owned() },
        };
        let (phones, clock) = (Arc::new(Phones::default()), Arc::new(MovableClock::standing(now())));
        let line: Arc<dyn Line> = phones.clone();
        let desk = Desk::open(store, clock.clone(), Ids::random(), config, line, Arc::new(NoPost)).await;
        let desk = desk.expect("the desk opens");
        let router = svara_web::router(Web {
            desk: desk.clone(),
            api_tokens: Vec::new(),
            demo: None,
            operations: Operations::Here,
            counters: Counters::default(),
            limits: svara_web::Limits::Off,
            open_id: None,
            staff_sign_in: None,
            stage: Arc::new(svara_sim::talk::Stage),
        });
        Self { desk, phones, clock, router }
    }

    /// The desk works until this is aborted.
    pub fn works(&self) -> tokio::task::JoinHandle<()> {
        let desk = self.desk.clone();
        tokio::spawn(async move { Box::pin(desk.run(std::future::pending())).await })
    }

    /// A notification straight to the router; its status.
    pub async fn knock(&self, signed: &Signed) -> u16 {
        let request = Request::post("/webhooks/whatsapp").header("x-hub-signature-256", &signed.signature);
        let request = request.body(Body::from(signed.body.clone())).expect("it is a request");
        let answer = self.router.clone().oneshot(request).await.expect("the router never fails");
        answer.status().as_u16()
    }

    /// Over HTTP; the address.
    pub async fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it has an address"));
        let router = self.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }
}

/// A notification as Meta would post it.
pub struct Signed {
    pub body: String,
    pub signature: String,
}

pub fn phone(number: usize) -> String {
    format!("4670{number:07}")
}

/// So many newcomers ask for a time.
pub fn bodies(many: usize) -> Vec<Signed> {
    let at = now().as_second().to_string();
    (0..many)
        .map(|number| {
            let phone = phone(number);
            let body = json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": [{
                "field": "messages", "value": {
                    "messaging_product": "whatsapp",
                    "metadata": { "display_phone_number": "15550000001", "phone_number_id": NUMBER_ID },
                    "contacts": [{ "profile": { "name": "Nora" }, "wa_id": phone }],
                    "messages": [{ "from": phone, "id": format!("wamid.in.{number}"), "timestamp": at,
                        "type": "text", "text": { "body": "Hej, jag behöver en tid för kontroll så snart som möjligt" } }],
                } }] }] })
            .to_string();
            let signature = signature::header(SECRET, body.as_bytes());
            Signed { body, signature }
        })
        .collect()
}

fn now() -> Timestamp {
    NOW.parse().expect("it is a time")
}

/// Ten minutes after the last reminder fell due.
pub fn due() -> Timestamp {
    "2026-03-11T16:10:00+01:00".parse().expect("it is a time")
}

fn clinic(practitioners: usize) -> String {
    let mut text = "[clinic]\nid = \"bench\"\nname = \"Benchkliniken\"\ncountry = \"SE\"\ntime_zone = \"Europe/Stockholm\"\n\
        languages = [\"sv\"]\naddress = \"Storgatan 1\"\n\n[clinic.policy]\nreminders_hours_before = [24]\n\n[[service]]\nid = \"kontroll\"\n\
        name = { sv = \"Kontroll\" }\nminutes = 30\n"
        .to_owned();
    for number in 0..practitioners {
        write!(
            text,
            "\n[[practitioner]]\nid = \"p{number}\"\nname = \"Dr Nummer {number}\"\nservices = [\"kontroll\"]\n\
             hours = [{{ days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"], from = \"08:00\", to = \"17:00\" }}]\n"
        )
        .expect("a text takes any line");
    }
    text
}

/// Patients who may be reminded, each with a visit on Thursday.
pub fn visits(many: usize) -> String {
    let mut text = String::new();
    for number in 0..many {
        let (practitioner, half_hours) = (number / VISITS_A_DAY, number % VISITS_A_DAY);
        let (hour, minute) = (8 + half_hours / 2, half_hours % 2 * 30);
        write!(
            text,
            "\n[[patient]]\nphone = \"+{phone}\"\nname = \"Patient {number}\"\nlanguage = \"sv\"\n\
             consent = {{ whatsapp = \"2026-01-15T10:00:00+01:00\", source = \"intake form\" }}\n\
             [[appointment]]\npatient = \"+{phone}\"\nservice = \"kontroll\"\npractitioner = \"p{practitioner}\"\n\
             from = \"2026-03-12T{hour:02}:{minute:02}:00+01:00\"\n",
            phone = phone(number),
        )
        .expect("a text takes any line");
    }
    text
}
