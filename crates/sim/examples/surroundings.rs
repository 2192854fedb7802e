//! The demo's surroundings without the desk: a parrot answers on the phone, and the pages can be looked at.
//! `cargo run -p svara-sim --example surroundings`, then open the address it prints.
//!
//! Absent: understanding. What the parrot offers is fixed; it shows every kind of message that a phone can show.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::response::Json;
use axum::routing::{get, post};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use svara_channel::mail::Mailer;
use svara_channel::whatsapp::{Cloud, NoticeKind, body, fit, http_client, read};
use svara_model::{Address, Button, Content, Inbound, Language, MessageId, Outgoing, Row, TemplateMessage};
use svara_sim::mailbox::Mailbox;
use svara_sim::provider::{Simulator, SimulatorConfig, TemplateSpec};

const NUMBER: &str = "100000000000001";

#[derive(Clone)]
struct Parrot {
    cloud: Cloud,
    mailer: Mailer,
    now: Arc<Mutex<Timestamp>>,
    booked: Arc<Mutex<Option<&'static str>>>,
}

#[tokio::main]
async fn main() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await.expect("port 8080 is free");
    let base = "http://127.0.0.1:8080";
    let now = Arc::new(Mutex::new("2026-03-10T08:00:00Z".parse().expect("a moment")));
    let clock = now.clone();
    let mailbox = Mailbox::start("127.0.0.1:0").await.expect("a free port");
    let simulator = Simulator::new(SimulatorConfig {
        webhook_url: format!("{base}/webhooks/whatsapp"),
        app_secret: "demo-app-secret".into(),
        verify_token: "demo-verify-token".into(),
        access_token: "demo-access-token".into(),
        phone_number_id: NUMBER.into(),
        display_phone_number: "15550000001".into(),
        business_account_id: "200000000000001".into(),
        templates: vec![reminder()],
        state_file: None,
        now: Arc::new(move || *clock.lock().expect("nobody panics with the clock")),
    })
    .expect("nothing to read");
    simulator.set_display_name("Nordkliniken");
    let parrot = Parrot {
        cloud: Cloud::new(http_client(), base, "v23.0", "demo-access-token"),
        mailer: Mailer::new(&mailbox.url()).expect("this machine"),
        now,
        booked: Arc::default(),
    };
    let desk = Router::new()
        .route("/webhooks/whatsapp", post(hear))
        .route("/demo/clock", get(clock_now).post(advance))
        .route("/demo/jump", post(jump))
        .route("/api/v1/appointments", get(appointments))
        .with_state(parrot);
    println!("{base}/demo");
    axum::serve(listener, desk.merge(simulator.router()).merge(mailbox.router()))
        .await
        .expect("serving goes on");
}

fn reminder() -> TemplateSpec {
    TemplateSpec {
        name: "appointment_reminder".into(),
        language: "sv".into(),
        category: "UTILITY".into(),
        body: "Hej {{1}}! Vi ser fram emot ditt besök *{{2}}* hos {{3}}. Kommer du?".into(),
        footer: Some("Nordkliniken, Storgatan 12".into()),
        quick_replies: vec!["Ja, bekräftar".into(), "Behöver ändra".into()],
    }
}

async fn hear(State(parrot): State<Parrot>, raw: Bytes) {
    for notice in read(&raw).unwrap_or_default() {
        if let NoticeKind::Message(message) = notice.kind {
            tokio::spawn(parrot.clone().answer(message));
        }
    }
}

impl Parrot {
    async fn answer(self, message: Inbound) {
        let Some(phone) = message.sender.phone else { return };
        self.cloud.mark_read(NUMBER, &message.provider_id, true).await.expect("the simulator takes it");
        tokio::time::sleep(Duration::from_millis(900)).await;
        let (answers, quoted) = match &message.content {
            Content::Tap { id, title } if id == "more" => (vec![list(title)], true),
            Content::Tap { id, .. } => (self.booked(id).await, false),
            Content::Text { .. } => (offer(), false),
            _ => (
                vec![text(
                    "Jag kan inte öppna bilder eller ljud här. Skriv gärna vad det gäller, så hjälper jag dig.",
                )],
                true,
            ),
        };
        for answer in answers {
            self.send(answer, &Address::Phone(phone.clone()), quoted.then_some(message.provider_id.as_str()))
                .await;
        }
    }

    async fn send(&self, message: Outgoing, to: &Address, quoted: Option<&str>) {
        let body = body(&fit(message), to, quoted, &MessageId::new(1, 1)).expect("within the limits");
        self.cloud.send(NUMBER, &body).await.expect("the simulator takes it");
    }

    async fn booked(&self, id: &str) -> Vec<Outgoing> {
        if id == "confirm" {
            return vec![text("Tack, då ses vi! ☺️")];
        }
        *self.booked.lock().expect("nobody panics with it") = Some("2026-03-12T09:00:00Z");
        let words =
            "Hej Anna!\n\nSara Ek har bokat en undersökning torsdag 12 mars kl. 10:00.\n\nHälsningar\nSvara";
        let mail = self.mailer.send(
            "svara@nordkliniken.example",
            "anna@nordkliniken.example",
            "Ny bokning: torsdag 12 mars 10:00",
            words,
        );
        mail.await.expect("the catcher takes it");
        vec![Outgoing::Link {
            body: "Klart! Du är välkommen *torsdag 12 mars kl. 10:00* till Dr Anna Lindqvist, Nordkliniken, Storgatan 12, Norrköping.".into(),
            label: "Lägg i kalendern".into(),
            url: "http://127.0.0.1:8080/add/abc.ics".into(),
        }]
    }
}

fn text(body: &str) -> Outgoing {
    Outgoing::Text { body: body.into() }
}

fn offer() -> Vec<Outgoing> {
    let button = |id: &str, title: &str| Button { id: id.into(), title: title.into() };
    vec![
        text(
            "Hej! Jag är Nordklinikens automatiska assistent. Skriv _människa_ när du vill prata med någon av oss.",
        ),
        Outgoing::Buttons {
            body: "Gärna! De här tiderna är lediga för en undersökning hos Dr Anna Lindqvist. Vilken passar?"
                .into(),
            buttons: vec![
                button("t1", "tors 12 mars 10:00"),
                button("t2", "tors 12 mars 14:30"),
                button("more", "Visa fler tider"),
            ],
        },
    ]
}

fn list(_: &str) -> Outgoing {
    let days = ["fre 13 mars 08:30", "mån 16 mars 09:00", "mån 16 mars 15:30", "tis 17 mars 11:00"];
    let row = |(index, it): (usize, &&str)| Row {
        id: format!("r{index}"),
        title: (*it).into(),
        description: Some("Dr Anna Lindqvist, 30 minuter".into()),
    };
    Outgoing::List {
        body: "Här är fler tider. Öppna listan och välj.".into(),
        open: "Lediga tider".into(),
        rows: days.iter().enumerate().map(row).collect(),
    }
}

async fn clock_now(State(parrot): State<Parrot>) -> Json<Value> {
    Json(json!({ "now": *parrot.now.lock().expect("nobody panics with the clock") }))
}

async fn advance(State(parrot): State<Parrot>, Json(asked): Json<Value>) -> Json<Value> {
    let hours = if asked["advance"] == "PT1H" { 1 } else { 24 };
    let mut now = parrot.now.lock().expect("nobody panics with the clock");
    *now += SignedDuration::from_hours(hours);
    Json(json!({ "now": *now }))
}

async fn jump(State(parrot): State<Parrot>) -> Json<Value> {
    let eve: Timestamp = "2026-03-11T09:00:00Z".parse().expect("a moment");
    *parrot.now.lock().expect("nobody panics with the clock") = eve;
    let reply = |id: &str, title: &str| Button { id: id.into(), title: title.into() };
    let reminder = Outgoing::Template(TemplateMessage {
        name: "appointment_reminder".into(),
        language: Language::swedish(),
        parameters: vec!["Sara".into(), "torsdag 12 mars kl. 10:00".into(), "Dr Anna Lindqvist".into()],
        quick_replies: vec![reply("confirm", "Ja, bekräftar"), reply("more", "Behöver ändra")],
        shown: String::new(),
    });
    parrot.send(reminder, &Address::parse("46700000001").expect("a number"), None).await;
    Json(json!({ "now": eve, "what": "" }))
}

/// A day as the public API tells it, the same every day.
async fn appointments(
    State(parrot): State<Parrot>,
    Query(asked): Query<HashMap<String, String>>,
) -> Json<Value> {
    let of = |from: &str, name: &str, phone: &str, service: &str, who: &str, status: &str| {
        json!({ "id": format!("apt_{from}"), "status": status, "from": from, "to": from, "service_name": service,
            "practitioner_name": who, "booked_via": "whatsapp", "patient": { "name": name, "phone": phone } })
    };
    let mut items = Vec::new();
    if let Some(from) = *parrot.booked.lock().expect("nobody panics with it") {
        items.push(of(from, "Sara Ek", "+46700000001", "Undersökning", "Dr Anna Lindqvist", "confirmed"));
    }
    if !asked.contains_key("phone") {
        let day = asked.get("to").and_then(|it| it.get(..10)).unwrap_or("2026-03-10");
        items.retain(|it| it["from"].as_str().is_some_and(|it| it.starts_with(day)));
        let at = |time: &str| format!("{day}T{time}:00Z");
        items.push(of(
            &at("07:00"),
            "Karin Åström",
            "+46700000008",
            "Undersökning",
            "Dr Anna Lindqvist",
            "fulfilled",
        ));
        items.push(of(&at("08:05"), "Lars Nyström", "+46700000004", "Lagning", "Dr Daniel Okafor", "booked"));
        items.push(of(
            &at("09:30"),
            "Amira Khalil",
            "+46700000005",
            "Tandhygienist",
            "Samir Haddad",
            "cancelled",
        ));
        items.push(of(
            &at("12:00"),
            "Grace Mbeki",
            "+46700000006",
            "Röntgen",
            "Dr Anna Lindqvist",
            "confirmed",
        ));
    }
    Json(json!({ "items": items, "next": null }))
}
