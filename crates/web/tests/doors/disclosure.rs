//! How much is said where: the same conversation in both privacy profiles, and what an open network refuses.

use crate::house::{House, NOBODY, SARA, TOM};
use axum::http::Method;
use serde_json::{Value, json};
use svara_model::Outgoing;

/// What tells of the person in these stories: kinds of visit, practitioners, titles, names.
const PERSONAL: [&str; 8] =
    ["Undersökning", "Check-up", "Tandhygienist", "Lindqvist", "Haddad", "tandläkare", "Sara", "Tom"];

fn tells(message: &Outgoing) -> Vec<&'static str> {
    let mut text = message.shown();
    if let Outgoing::List { rows, .. } = message {
        text.extend(rows.iter().filter_map(|it| it.description.clone()));
    }
    PERSONAL.into_iter().filter(|it| text.contains(it)).collect()
}

fn link_in(text: &str) -> Option<&str> {
    text.split_whitespace().find(|it| it.starts_with("http://127.0.0.1:8080/secure/"))
}

fn first_choice(message: &Outgoing) -> String {
    match message {
        Outgoing::Buttons { buttons, .. } => buttons[0].title.clone(),
        Outgoing::List { rows, .. } => rows[0].title.clone(),
        other => panic!("nothing to choose in {other:?}"),
    }
}

/// Books, looks, moves and cancels, in words; what the desk said in turn.
async fn a_conversation(house: &House) -> Vec<Outgoing> {
    house.writes(SARA, "Hej! Jag vill boka undersökning på torsdag").await;
    let offer = house.sent_to(SARA).last().unwrap().clone();
    house.writes(SARA, &first_choice(&offer)).await;
    house.writes(SARA, "När är min tid?").await;
    house.writes(SARA, "Jag vill avboka").await;
    house.writes(SARA, "ja").await;
    house.sent_to(SARA)
}

async fn booked(house: &House) -> usize {
    let found = house.get("/api/v1/appointments?phone=%2B46700000001&status=cancelled").await.is(200).json();
    found["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn the_same_conversation_works_in_both_profiles() {
    let chat = House::open().await;
    let said = a_conversation(&chat).await;
    assert_eq!((said.len(), booked(&chat).await), (5, 1));
    assert!(said.iter().any(|it| !tells(it).is_empty()), "in eu-chat details stand in the chat");
    assert!(said.iter().all(|it| link_in(&it.shown()).is_none()));

    let open = House::open_net(None).await;
    let said = a_conversation(&open).await;
    assert_eq!((said.len(), booked(&open).await), (5, 1), "every step works");
    for message in &said {
        assert_eq!(tells(message), Vec::<&str>::new(), "{}", message.shown());
    }
    assert!(said[1].shown().contains("torsdag 12 mars kl. 08:00"), "{}", said[1].shown());
    assert!(link_in(&said[1].shown()).is_some(), "details stand behind a link: {}", said[1].shown());
    assert!(link_in(&said[2].shown()).is_some(), "and so does the list: {}", said[2].shown());
}

#[tokio::test]
async fn the_link_opens_a_page_that_says_nothing_of_anybody() {
    let house = House::open_net(None).await;
    let said = a_conversation(&house).await;
    let shown = said[1].shown();
    let path = link_in(&shown).unwrap().strip_prefix("http://127.0.0.1:8080").unwrap().to_owned();
    for _ in 0..3 {
        let page = house.stranger(Method::GET, &path, None).await.is(200);
        assert!(page.text().contains("Logga in"), "{}", page.text());
        for word in PERSONAL.iter().chain(&["4670", "torsdag", "<script"]) {
            assert!(!page.text().contains(word), "{word}");
        }
        assert!(page.header("content-security-policy").starts_with("default-src 'none'; style-src 'self'"));
    }
    // Nobody can sign in here: the page says so, and shows nothing.
    let page = house.stranger(Method::POST, &path, None).await.is(503);
    assert!(page.text().contains("Försök igen"), "{}", page.text());
    house.stranger(Method::GET, "/secure", None).await.is(410);
    house.stranger(Method::GET, "/secure/invented", None).await.is(410);
    house.stranger(Method::GET, "/secure/callback?code=x&state=y", None).await.is(410);
}

fn analysis() -> Value {
    json!({"version": "1.0", "decided_on": "2026-03-01", "decided_by": "Vera Verksam",
        "document_hash": "a".repeat(64), "review_by": "2026-03-31"})
}

#[tokio::test]
async fn reminders_cannot_be_switched_on_without_a_risk_analysis() {
    let house = House::open_net(None).await;
    let (switch, analyses) = ("/api/v1/privacy/reminders", "/api/v1/privacy/risk-analyses");
    assert_eq!(house.get(switch).await.is(200).json()["on"], json!(false), "off until decided");
    let on = json!({"on": true});
    house.ask(Method::PUT, switch, Some(on.clone())).await.refused(409, "risk analysis");
    for (field, wrong) in [("document_hash", "abc"), ("version", " "), ("review_by", "2026-02-01")] {
        let mut bad = analysis();
        bad[field] = json!(wrong);
        house.post(analyses, bad).await.refused(400, field);
    }
    let kept = house.post(analyses, analysis()).await.is(201).json();
    assert_eq!(kept["items"][0]["decided_by"], "Vera Verksam");
    let now = house.ask(Method::PUT, switch, Some(on)).await.is(200).json();
    assert_eq!(now, json!({"on": true, "missing": null}));

    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    house.post("/demo/clock", json!({"now": "2026-03-11T09:30:00+01:00"})).await.is(200);
    let [reminder] = house.sent_to(SARA).try_into().unwrap();
    assert_eq!(tells(&reminder), Vec::<&str>::new(), "{}", reminder.shown());
    assert!(reminder.shown().contains("torsdag 12 mars kl. 09:00"), "{}", reminder.shown());

    // The analysis is due: the next reminder stays, with its reason.
    house.books(SARA, "2026-04-08T09:00:00+02:00").await.is(201);
    house.post("/demo/clock", json!({"now": "2026-04-08T08:00:00+02:00"})).await.is(200);
    assert_eq!(house.sent_to(SARA).len(), 1, "expired: not sent");
    let found = house.get(switch).await.is(200).json();
    assert!(found["missing"].as_str().unwrap().contains("due for review"), "{found}");
}

#[tokio::test]
async fn without_the_switch_no_reminder_crosses_an_open_network() {
    let house = House::open_net(None).await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    house.post("/demo/clock", json!({"now": "2026-03-11T09:30:00+01:00"})).await.is(200);
    assert_eq!(house.sent_to(SARA).len(), 0);
}

#[tokio::test]
async fn a_text_that_says_too_much_is_refused_where_it_is_written() {
    let house = House::open_net(None).await;
    let path = "/api/v1/privacy/text-check";
    for text in ["Välkommen till din tandhygienist", "Hej, Dr Anna Lindqvist väntar", "811228-9874"] {
        house.post(path, json!({"text": text})).await.refused(409, "says more than an open channel");
    }
    let fine = house.post(path, json!({"text": "Välkommen på torsdag kl. 10:00."})).await.is(200).json();
    assert_eq!((&fine["class"], &fine["most"]), (&json!("reminder"), &json!("reminder")));
    let chat = House::open().await;
    let named = chat.post(path, json!({"text": "Välkommen till din tandhygienist"})).await.is(200).json();
    assert_eq!(
        (&named["class"], &named["because"]),
        (&json!("personal"), &json!(["Tandhygienist", "tandhygienist"]))
    );
}

async fn taken(house: &House, phone: &str) -> String {
    house.writes(phone, "Jag vill prata med en människa").await;
    let id = house.conversation(phone).await["id"].as_str().unwrap().to_owned();
    house.post(&format!("/api/v1/conversations/{id}/takeover"), json!({})).await.is(200);
    format!("/api/v1/conversations/{id}/messages")
}

#[tokio::test]
async fn staffs_own_words_to_a_patient_go_behind_sign_in_on_an_open_network() {
    let house = House::open_net(None).await;
    let path = taken(&house, SARA).await;
    let words = "Provsvaret ser bra ut.";
    house.post(&path, json!({"text": words})).await.refused(409, "secure message");
    house.post(&path, json!({"text": words, "secure": true})).await.is(201);
    house.settle().await;
    let sent = house.sent_to(SARA).last().unwrap().shown();
    assert!(!sent.contains("Provsvaret") && link_in(&sent).is_some(), "{sent}");
    let chat = House::open().await;
    let path = taken(&chat, SARA).await;
    chat.post(&path, json!({"text": words})).await.is(201);
    // Of a newcomer nothing is known that could be said.
    let path = taken(&chat, NOBODY).await;
    chat.post(&path, json!({"text": "Välkommen!"})).await.is(201);
}

/// The last look: a mistake that queued personal words on an open network is caught when it is sent.
#[tokio::test]
async fn what_was_queued_by_mistake_is_caught_when_it_is_sent() {
    use svara_model::{
        Address, Channel, ConversationId, Disclosure, Language, MessageId, PhoneNumber, Purpose,
    };
    use svara_store::{contacts, conversations, messages};
    let house = House::open_net(None).await;
    house.writes(TOM, "hi").await;
    let before = house.sent_to(TOM).len();
    for (number, class, body) in [
        (1, Disclosure::Personal, "See you on Thursday"),
        (2, Disclosure::Reminder, "Your Check-up with Dr Anna Lindqvist"),
    ] {
        let (clinic, now) = (house.desk.clinics()[0].id.clone(), house.desk.now());
        let phone: PhoneNumber = TOM.parse().unwrap();
        let queued = house.desk.store().write("plant", move |tx| {
            let (clinic, phone) = (clinic.clone(), phone.clone());
            Box::pin(async move {
                let contact = contacts::find(tx, &clinic, &Address::Phone(phone)).await?.unwrap();
                let new = ConversationId::new(9, 9);
                let (channel, language) = (Channel::Whatsapp, Language::english());
                let talk = conversations::open_for(tx, &clinic, &contact.id, channel, &language, new, now);
                let planted = messages::NewOutbound {
                    id: MessageId::new(number, 7),
                    conversation: talk.await?.id,
                    contact: contact.id,
                    purpose: if class == Disclosure::Personal { Purpose::Answer } else { Purpose::Reminder },
                    content: Outgoing::Text { body: body.to_owned() },
                    due_at: now,
                    expires_at: None,
                    appointment: None,
                    reply_to: None,
                    dedupe: None,
                    by_staff: None,
                    class,
                };
                messages::add_outbound(tx, &planted, now).await
            })
        });
        assert!(queued.await.unwrap());
        house.settle().await;
    }
    assert_eq!(house.sent_to(TOM).len(), before);
    let refused = house.chain().await.into_iter().filter(|it| it.0 == "disclosure.refused").count();
    assert_eq!(refused, 2, "and each refusal is noted");
}

#[tokio::test]
async fn identity_and_card_numbers_never_reach_the_store() {
    let house = House::open().await;
    let words = "Mitt nummer är 811228-9874 och kortet 4242 4242 4242 4242, ring +46700000001";
    house.writes(SARA, words).await;
    let kept = "Mitt nummer är 811228-•••• och kortet •••• •••• •••• ••••, ring +46700000001";
    assert_eq!(house.conversation(SARA).await["messages"][0]["text"], kept);
}
