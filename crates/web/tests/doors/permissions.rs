//! Permission to write: recorded with evidence, taken back in any language and by any way, at once.

use crate::house::{House, NOBODY, SARA, TOM, with_body};
use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use svara_model::{Address, ConversationId, DeliveryStatus, MessageId, Outgoing, PhoneNumber, Purpose};
use svara_store::messages::NewOutbound;
use svara_store::{contacts, conversations, messages};

const PATH: &str = "/api/v1/permissions";

fn given(phone: &str) -> Value {
    json!({"phone": phone, "source": "intake form", "wording": "Ja, påminn mig på WhatsApp.", "evidence": "blankett 17"})
}

async fn allowed(house: &House, phone: &str) -> Vec<(String, String)> {
    let path = format!("{PATH}?phone={}", phone.replace('+', "%2B"));
    let items = house.get(&path).await.is(200).json()["items"].as_array().unwrap().clone();
    let text = |it: &Value, name: &str| it[name].as_str().unwrap().to_owned();
    items.iter().map(|it| (text(it, "purpose"), text(it, "state"))).collect()
}

/// The newest word on reminders.
async fn reminders(house: &House, phone: &str) -> Option<String> {
    allowed(house, phone).await.into_iter().rev().find(|it| it.0 == "reminder").map(|it| it.1)
}

#[tokio::test]
async fn a_permission_without_evidence_is_refused_and_the_field_named() {
    let house = House::open().await;
    for field in ["phone", "source", "wording", "evidence"] {
        let mut bare = given(TOM);
        bare.as_object_mut().unwrap().remove(field);
        house.post(PATH, bare).await.refused(400, &format!("`{field}` is missing"));
        let mut blank = given(TOM);
        blank[field] = json!("  ");
        house.post(PATH, blank).await.is(400);
    }
    let mut early = given(TOM);
    early["at"] = json!("2027-01-01");
    house.post(PATH, early).await.refused(400, "future");
    assert_eq!(allowed(&house, TOM).await, []);
    let kept = house.post(PATH, given(TOM)).await.is(201).json();
    let it = &kept["items"][0];
    assert_eq!((&it["record"], &it["channel"]), (&json!("channel_permission"), &json!("whatsapp")));
    assert_eq!((&it["evidence"], &it["recorded_by"]), (&json!("blankett 17"), &json!("api:intake")));
    assert_eq!(it["wording_version"].as_str().unwrap().len(), 12);
    assert_eq!(reminders(&house, TOM).await.as_deref(), Some("given"));
    assert!(house.chain().await.contains(&("permission.given".to_owned(), "api:intake".to_owned())));
}

#[tokio::test]
async fn consent_to_marketing_and_permission_to_remind_stay_apart() {
    let house = House::open().await;
    let mut offers = given(TOM);
    offers["purpose"] = json!("marketing");
    let kept = house.post(PATH, offers).await.is(201).json();
    assert_eq!(kept["items"][0]["record"], "marketing_consent");
    assert_eq!(reminders(&house, TOM).await, None, "offers allow no reminder");
    assert!(!allowed(&house, SARA).await.iter().any(|it| it.0 == "marketing"), "reminders allow no offer");
    house.writes(TOM, "STOP").await;
    assert_eq!(allowed(&house, TOM).await.last().unwrap(), &("marketing".to_owned(), "withdrawn".to_owned()));
}

/// A reminder that waits for its hour, as the desk would have queued it.
async fn wait_with_a_reminder(house: &House, phone: &str) -> MessageId {
    let (clinic, phone) = (house.desk.clinics()[0].id.clone(), phone.parse::<PhoneNumber>().unwrap());
    let (id, now) = (MessageId::new(1, 1), house.desk.now());
    let message = id.clone();
    let queued = house.desk.store().write("plant", move |tx| {
        let (clinic, phone, id) = (clinic.clone(), phone.clone(), id.clone());
        Box::pin(async move {
            let contact = contacts::find(tx, &clinic, &Address::Phone(phone)).await?.unwrap();
            let (new, channel) = (ConversationId::new(1, 1), svara_model::Channel::Whatsapp);
            let language = svara_model::Language::swedish();
            let talk =
                conversations::open_for(tx, &clinic, &contact.id, channel, &language, new, now).await?;
            let reminder = NewOutbound {
                id,
                conversation: talk.id,
                contact: contact.id,
                purpose: Purpose::Reminder,
                content: Outgoing::Text { body: "a reminder".to_owned() },
                due_at: now + jiff::SignedDuration::from_hours(1),
                expires_at: None,
                appointment: None,
                reply_to: None,
                dedupe: None,
                by_staff: None,
                class: svara_model::Disclosure::Reminder,
            };
            messages::add_outbound(tx, &reminder, now).await
        })
    });
    assert!(queued.await.unwrap());
    message
}

async fn status(house: &House, id: &MessageId) -> Option<DeliveryStatus> {
    let id = id.clone();
    let look = house.desk.store().read("status", move |tx| {
        let id = id.clone();
        Box::pin(async move { messages::status_of(tx, &id).await })
    });
    look.await.unwrap()
}

#[tokio::test]
async fn after_a_stop_nothing_leaves_not_even_what_is_queued() {
    let house = House::open().await;
    let queued = wait_with_a_reminder(&house, SARA).await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    house.writes(SARA, "STOPP").await;
    assert_eq!(status(&house, &queued).await, Some(DeliveryStatus::Dropped), "at once, not when it is due");
    let before = house.sent_to(SARA).len();
    house.post("/demo/clock", json!({"advance": "PT72H"})).await.is(200);
    assert_eq!(house.sent_to(SARA).len(), before, "nothing left after the stop");
    assert_eq!(
        house.get("/api/v1/appointments?status=booked").await.is(200).json()["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn without_a_stop_the_reminder_leaves() {
    let house = House::open().await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    house.writes(SARA, "hej").await;
    let before = house.sent_to(SARA).len();
    house.post("/demo/clock", json!({"advance": "PT72H"})).await.is(200);
    assert_eq!(house.sent_to(SARA).len(), before + 1, "the story above can fail");
}

/// How people end it, in each language of the desk.
const STOPS: [&str; 33] = [
    "STOPP",
    "stopp!",
    "STOP",
    "AVSLUTA",
    "sluta skriva",
    "Sluta skriva till mig",
    "sluta skicka sms",
    "avregistrera",
    "jag vill inte ha fler meddelanden",
    "unsubscribe",
    "Stop messaging me",
    "stop sending me reminders",
    "opt out",
    "please remove my number",
    "LOPETA",
    "älkää lähettäkö enää viestejä",
    "قف",
    "توقف عن الإرسال",
    "Abmelden",
    "keine Nachrichten mehr",
    "ARRÊT",
    "ne m'envoyez plus de messages",
    "BAJA",
    "no quiero más mensajes",
    "basta messaggi",
    "smettete di scrivermi",
    "parar",
    "não quero mais mensagens",
    "stoppen",
    "stuur geen berichten meer",
    "nie piszcie do mnie więcej",
    "stop med at skrive",
    "slutt å sende meldinger",
];

#[tokio::test]
async fn a_stop_is_obeyed_in_every_language_and_acknowledged_exactly_once() {
    let mut deaf = Vec::new();
    for words in STOPS {
        let house = House::open().await;
        house.writes(SARA, words).await;
        if reminders(&house, SARA).await.as_deref() != Some("withdrawn") {
            deaf.push(words);
            continue;
        }
        assert_eq!(house.sent_to(SARA).len(), 1, "{words}: one acknowledgement");
        house.writes(SARA, words).await;
        assert_eq!(house.sent_to(SARA).len(), 1, "{words}: and no second");
    }
    assert_eq!(deaf, Vec::<&str>::new(), "not understood as a stop");
}

#[tokio::test]
async fn a_start_takes_the_stop_back_and_the_chat_is_the_evidence() {
    let house = House::open().await;
    house.writes(SARA, "STOPP").await;
    house.writes(SARA, "START").await;
    assert_eq!(reminders(&house, SARA).await.as_deref(), Some("given"));
    let path = format!("{PATH}?phone=%2B46700000001");
    let all = house.get(&path).await.is(200).json();
    let last = all["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["source"], &last["recorded_by"]), (&json!("said START"), &json!("patient")));
    assert!(last["evidence"].as_str().unwrap().starts_with("message msg_"), "{last}");
    assert!(last["wording"].as_str().unwrap().contains("påminnelser"), "{last}");
    house.writes(SARA, "STOPP").await;
    assert_eq!(reminders(&house, SARA).await.as_deref(), Some("withdrawn"), "and again");
    assert_eq!(house.sent_to(SARA).len(), 3, "a new stop is acknowledged anew");
}

#[tokio::test]
async fn a_stop_is_obeyed_while_a_person_has_the_conversation() {
    let house = House::open().await;
    house.writes(SARA, "Jag vill prata med en människa").await;
    let sent = house.sent_to(SARA).len();
    house.writes(SARA, "sluta skriva").await;
    assert_eq!(reminders(&house, SARA).await.as_deref(), Some("withdrawn"));
    assert_eq!(house.sent_to(SARA).len(), sent, "the machine is silent there");
}

#[tokio::test]
async fn staff_take_a_permission_back_with_their_reason() {
    let house = House::open().await;
    let queued = wait_with_a_reminder(&house, SARA).await;
    let path = format!("{PATH}/withdrawal");
    house.post(&path, json!({"phone": SARA})).await.refused(400, "`evidence` is missing");
    let wish = json!({"phone": SARA, "evidence": "on the phone"});
    house.post(&path, wish.clone()).await.is(200);
    house.post(&path, wish).await.is(200);
    assert_eq!(status(&house, &queued).await, Some(DeliveryStatus::Dropped));
    let withdrawn = allowed(&house, SARA).await.iter().filter(|it| it.1 == "withdrawn").count();
    assert_eq!(withdrawn, 2, "twice changes nothing");
    house.post(&path, json!({"phone": NOBODY, "evidence": "x"})).await.refused(404, "the number");
}

async fn open_link(house: &House) -> String {
    let url = house.post(&format!("{PATH}/link"), json!({"phone": SARA})).await.is(201).json()["url"].clone();
    url.as_str().unwrap().strip_prefix("http://127.0.0.1:8080").unwrap().to_owned()
}

async fn press(house: &House, path: &str, answer: &str) -> crate::house::Answer {
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    house.send(request.body(Body::from(format!("answer={answer}"))).unwrap()).await
}

#[tokio::test]
async fn a_link_shows_when_it_is_opened_and_acts_when_its_button_is_pressed() {
    let house = House::open().await;
    let path = open_link(&house).await;
    for _ in 0..3 {
        // As a messenger's preview does.
        let page = house.stranger(Method::GET, &path, None).await.is(200);
        assert!(page.text().contains("Sluta skicka meddelanden"), "{}", page.text());
        assert!(!page.text().contains("Sara") && !page.text().contains("4670"), "it names nobody");
        assert!(!page.text().contains("<script") && page.header("cache-control") == "no-store");
    }
    house.send(with_body(Request::head(path.as_str()), None)).await.is(200);
    assert_eq!(reminders(&house, SARA).await.as_deref(), Some("given"), "opening changes nothing");
    for _ in 0..2 {
        let page = press(&house, &path, "no").await.is(200);
        assert!(page.text().contains("Ja, skicka påminnelser"), "{}", page.text());
    }
    assert_eq!(reminders(&house, SARA).await.as_deref(), Some("withdrawn"));
    press(&house, &path, "yes").await.is(200);
    assert_eq!(reminders(&house, SARA).await.as_deref(), Some("given"));
    press(&house, &path, "maybe").await.refused(400, "yes or no");
}

#[tokio::test]
async fn an_unknown_or_old_link_says_so_and_nothing_else() {
    let house = House::open().await;
    let path = open_link(&house).await;
    house.stranger(Method::GET, "/permission/invented", None).await.is(410);
    house.stranger(Method::GET, &format!("/permission/{}", "x".repeat(4_000)), None).await.is(410);
    press(&house, "/permission/invented", "no").await.is(410);
    house.post("/demo/clock", json!({"advance": "P401D"})).await.is(200);
    house.stranger(Method::GET, &path, None).await.is(410);
}
