//! Bodies at their limits, labels that fit, and what each refusal means.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

mod common;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use common::shared;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use svara_channel::whatsapp::{
    Cloud, Then, TooLong, body, fit, http_client, retry_delay, signature, then_for,
};
use svara_model::{Address, Button, Language, MessageId, Outgoing, Row, TemplateMessage};

fn built(message: &Outgoing) -> Result<Value, TooLong> {
    let to = Address::parse("46700000001").unwrap();
    body(message, &to, Some("wamid.A"), &MessageId::new(1_770_000_000_000, 7))
}

fn text(body: &str) -> Outgoing {
    Outgoing::Text { body: body.into() }
}

fn button(id: &str, title: &str) -> Button {
    Button { id: id.into(), title: title.into() }
}

fn buttons(body: &str, buttons: &[(&str, &str)]) -> Outgoing {
    Outgoing::Buttons { body: body.into(), buttons: buttons.iter().map(|it| button(it.0, it.1)).collect() }
}

fn list(rows: usize, id: &str, title: &str, description: &str) -> Outgoing {
    let row = |it: usize| Row {
        id: format!("{it}{id}"),
        title: title.into(),
        description: Some(description.into()),
    };
    Outgoing::List { body: "b".repeat(4096), open: "o".repeat(20), rows: (0..rows).map(row).collect() }
}

fn link(label: &str, url: &str) -> Outgoing {
    Outgoing::Link { body: "Bokat".into(), label: label.into(), url: url.into() }
}

fn template(parameters: &[&str], payloads: &[&str]) -> Outgoing {
    Outgoing::Template(TemplateMessage {
        name: "appointment_reminder".into(),
        language: Language::swedish(),
        parameters: parameters.iter().map(|it| (*it).to_owned()).collect(),
        quick_replies: payloads.iter().map(|it| button(it, "Ja")).collect(),
        shown: String::new(),
    })
}

/// Everything that just fits.
fn right() -> Vec<Outgoing> {
    vec![
        text(&"å".repeat(4096)),
        text(&"🦷".repeat(2048)),
        buttons(
            "Passar någon?",
            &[("a", "tors 12 mars 10:00"), ("b", "tors 12 mars 14:30"), ("c", "fre 13 mars 08:00")],
        ),
        buttons(&"b".repeat(1024), &[(&"i".repeat(256), &"t".repeat(20))]),
        list(10, &"i".repeat(199), &"t".repeat(24), &"d".repeat(72)),
        list(1, "a", "fre 13 mars 08:30", ""),
        link("Lägg i kalendern", "https://klinik.example/add/abc.ics"),
        template(&["Sara", "torsdag 12 mars kl. 10:00"], &["confirm:1", "move:1"]),
        template(&[], &[]),
    ]
}

fn wrong() -> Vec<(Outgoing, &'static str)> {
    vec![
        (text(&"å".repeat(4097)), "text: 4097 characters, at most 4096"),
        (text(&"🦷".repeat(2049)), "text: 4098 characters, at most 4096"),
        (text(" \n"), "text is empty"),
        (buttons("Hej", &[]), "buttons: 0, 1 to 3 are allowed"),
        (buttons("Hej", &[("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")]), "buttons: 4, 1 to 3 are allowed"),
        (buttons("Hej", &[("a", &"t".repeat(21))]), "button title: 21 characters, at most 20"),
        (buttons("Hej", &[("a", "x"), ("a", "y")]), "button ids: two are the same"),
        (buttons("Hej", &[("a", "x"), ("b", "x")]), "button titles: two are the same"),
        (buttons("Hej", &[("a ", "x")]), "button id: a blank at one end"),
        (buttons(&"b".repeat(1025), &[("a", "x")]), "body: 1025 characters, at most 1024"),
        (list(11, "i", "t", "d"), "rows: 11, 1 to 10 are allowed"),
        (list(1, "i", &"t".repeat(25), "d"), "row title: 25 characters, at most 24"),
        (list(1, "i", "t", &"d".repeat(73)), "row description: 73 characters, at most 72"),
        (link(&"l".repeat(21), "https://klinik.example"), "link label: 21 characters, at most 20"),
        (link("l", "klinik.example"), "link address: it starts with http:// or https:// and has no blanks"),
        (template(&["två\nrader"], &[]), "template parameter: a line break, a tab or too many blanks"),
        (template(&[""], &[]), "template parameter is empty"),
        (template(&[], &[&"p".repeat(129)]), "quick reply: 129 characters, at most 128"),
    ]
}

#[test]
fn what_just_fits_is_built_and_what_just_does_not_is_refused_with_its_reason() {
    for message in right() {
        assert!(built(&message).is_ok(), "{:?}", built(&message));
    }
    for (message, reason) in wrong() {
        assert_eq!(built(&message).unwrap_err().to_string(), reason);
    }
}

#[test]
fn a_number_is_written_with_its_plus_and_an_id_in_its_own_property() {
    let ours = MessageId::new(1, 1);
    let to = |it: &str| body(&text("Hej"), &Address::parse(it).unwrap(), None, &ours).unwrap();
    let phone = to("46700000001");
    assert_eq!(
        (&phone["to"], phone.get("recipient"), phone.get("context")),
        (&json!("+46700000001"), None, None)
    );
    assert_eq!(phone["biz_opaque_callback_data"], ours.as_str());
    let id = to("SE.13491208655302741918");
    assert_eq!((id.get("to"), &id["recipient"]), (None, &json!("SE.13491208655302741918")));
}

#[test]
fn a_label_that_is_too_long_ends_with_a_word_and_three_dots() {
    let titles = |given: &[&str]| {
        let numbered: Vec<_> = given.iter().enumerate().map(|(at, it)| (at.to_string(), *it)).collect();
        let pairs: Vec<_> = numbered.iter().map(|(id, it)| (id.as_str(), *it)).collect();
        let Outgoing::Buttons { buttons, .. } = fit(buttons("Hej", &pairs)) else { panic!() };
        buttons.into_iter().map(|it| it.title).collect::<Vec<_>>()
    };
    assert_eq!(titles(&["tors 12 mars 10:00"]), ["tors 12 mars 10:00"]);
    assert_eq!(titles(&["torsdag 12 mars klockan 10:00"]), ["torsdag 12 mars…"]);
    assert_eq!(titles(&["Tandhygienistbehandling"]), ["Tandhygienistbehand…"]);
    assert_eq!(
        titles(&["Dr Anna Lindqvist förmiddag", "Dr Anna Lindqvist eftermiddag"]),
        ["Dr Anna Lindqvist…", "Dr Anna… (2)"]
    );
    assert_eq!(titles(&["🦷🦷🦷🦷🦷🦷🦷🦷🦷🦷🦷"]), ["🦷🦷🦷🦷🦷🦷🦷🦷🦷…"]);
}

proptest! {
    #[test]
    fn whatever_is_made_to_fit_is_taken(titles in prop::collection::vec("\\PC{1,60}", 1..=3)) {
        prop_assume!(titles.iter().all(|it| !it.trim().is_empty()));
        let buttons = titles.iter().enumerate().map(|(at, it)| button(&at.to_string(), it)).collect();
        let message = fit(Outgoing::Buttons { body: "Hej".into(), buttons });
        prop_assert!(built(&message).is_ok(), "{:?}", built(&message));
        prop_assert_eq!(fit(message.clone()), message, "what fits stays as it is");
    }
}

/// Meta's own file, corrected, judges what we build. It needs Python with two packages, and the shared folder.
#[test]
fn metas_own_description_takes_every_body() {
    let Some(shared) = shared() else { return };
    let Some(python) = python() else { return };
    let mut child = Command::new(python)
        .arg(shared.join("tools/whatsapp_validate.py"))
        .args(["send", "--stdin-jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python was found");
    let mut bodies: Vec<Value> = right().iter().map(|it| built(it).unwrap()).collect();
    let id = Address::parse("SE.13491208655302741918").unwrap();
    bodies.push(body(&text("Hej"), &id, None, &MessageId::new(1, 1)).unwrap());
    bodies.push(json!({ "messaging_product": "whatsapp", "status": "read", "message_id": "wamid.A", "typing_indicator": { "type": "text" } }));
    let mut input = child.stdin.take().expect("it is piped");
    for it in &bodies {
        writeln!(input, "{it}").expect("the checker reads");
    }
    drop(input);
    let answer = child.wait_with_output().expect("the checker ends");
    let lines: Vec<_> = std::str::from_utf8(&answer.stdout).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(lines, vec!["OK"; bodies.len()], "{bodies:#?}");
}

/// A Python that has what the checker needs: one named by `SVARA_PYTHON`, the machine's own, or a fresh one.
fn python() -> Option<String> {
    let has_both = |python: &str| {
        let tried =
            Command::new(python).args(["-c", "import jsonschema, yaml"]).stderr(Stdio::null()).status();
        tried.is_ok_and(|it| it.success())
    };
    let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join("validator");
    let inside = fresh.join("bin/python").to_string_lossy().into_owned();
    let named = std::env::var("SVARA_PYTHON").ok();
    let known = named.into_iter().chain(["python3".to_owned(), inside.clone()]).find(|it| has_both(it));
    known.or_else(|| {
        let run = |program: &str, arguments: &[&str]| {
            let done =
                Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
            done.is_ok_and(|it| it.success())
        };
        let made = run("python3", &["-m", "venv", &fresh.to_string_lossy()])
            && run(&inside, &["-m", "pip", "install", "-q", "jsonschema", "pyyaml"]);
        if !made {
            println!("skipped: no Python with jsonschema and pyyaml (set SVARA_PYTHON)");
        }
        made.then_some(inside)
    })
}

#[test]
fn signatures_are_right_over_the_bytes_and_closed_without_a_secret() {
    let body = "{\"hej\":\"då\"}".as_bytes();
    let header = signature::header("secret", body);
    // Made with another tool: `openssl dgst -sha256 -hmac secret`.
    assert_eq!(header, "sha256=886f2da6908a652427a56e91d1713d8973786afeebba1a4e906164bb7d97a4f7");
    let open = |secret: &str, body: &[u8], header: Option<&str>| signature::is_valid(secret, body, header);
    assert!(open("secret", body, Some(&header)));
    assert!(!open("other", body, Some(&header)));
    assert!(!open("secret", b"{}", Some(&header)));
    assert!(!open("secret", body, None));
    assert!(!open("secret", body, Some("")));
    assert!(!open("secret", body, Some(&header[..70])));
    assert!(!open("", body, Some(&signature::header("", body))));
}

#[test]
fn the_signature_vectors_hold() {
    let Some(shared) = shared() else { return };
    let file = std::fs::read(shared.join("data/whatsapp/vectors/x_hub_signature_256.json")).unwrap();
    let vectors: Value = serde_json::from_slice(&file).unwrap();
    for case in vectors["cases"].as_array().unwrap() {
        use base64::Engine;
        let body =
            base64::engine::general_purpose::STANDARD.decode(case["body_base64"].as_str().unwrap()).unwrap();
        let right =
            signature::is_valid(vectors["app_secret"].as_str().unwrap(), &body, case["header"].as_str());
        assert_eq!(Some(right), case["valid"].as_bool(), "{}", case["name"]);
    }
}

#[test]
fn each_code_means_one_thing_to_do() {
    let table = [
        (Then::Retry, &[1, 2, 4, 613, 80_007, 130_429, 131_000, 131_016, 131_057, 133_004][..]),
        (Then::RetryPair, &[131_056]),
        (Then::PauseNumber, &[131_048, 131_064, 368, 131_031, 130_497, 131_042, 131_037, 131_045, 133_010]),
        (Then::Token, &[0, 3, 10, 190, 200, 299, 131_005]),
        (Then::UseTemplate, &[131_047]),
        (
            Then::GiveUp,
            &[131_026, 131_030, 131_021, 130_472, 131_049, 131_050, 131_062, 137_000, 132_001, 132_015],
        ),
        (
            Then::OurMistake,
            &[
                33, 100, 131_008, 131_009, 131_051, 131_053, 131_063, 132_000, 132_005, 132_008, 132_012,
                132_018, 135_000,
            ],
        ),
    ];
    for (then, codes) in table {
        for code in codes {
            assert_eq!(then_for(*code), Some(then), "{code}");
        }
    }
    assert_eq!(then_for(999_999), None);
}

#[test]
fn waiting_grows_and_ends() {
    let seconds = |then, attempts: &[u32]| {
        attempts.iter().map(|it| retry_delay(then, *it).as_secs()).collect::<Vec<_>>()
    };
    assert_eq!(seconds(Then::Retry, &[0, 1, 2, 5, 30, u32::MAX]), [2, 4, 8, 64, 900, 900]);
    assert_eq!(seconds(Then::RetryPair, &[0, 1, 2, 3, u32::MAX]), [1, 4, 16, 64, 3600]);
    assert_eq!(seconds(Then::GiveUp, &[0, 9]), [0, 0]);
}

/// A provider that answers always the same.
async fn provider(status: u16, answer: &'static str) -> Cloud {
    let status = StatusCode::from_u16(status).unwrap();
    let router = Router::new().fallback(post(move || async move { (status, answer) }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    Cloud::new(http_client(), format!("http://{address}"), "v23.0", "token")
}

#[tokio::test]
async fn an_answer_is_refused_accepted_or_unknown_and_never_guessed() {
    let big: &'static str = Box::leak(format!("[{}1]", "1,".repeat(40_000)).into_boxed_str());
    let table = [
        (200, r#"{"messages":[{"id":"wamid.A"}]}"#, Ok("wamid.A")),
        (201, r#"{"messages":[{"id":"wamid.A"}],"meta":{"success":true}}"#, Ok("wamid.A")),
        (200, r#"{"messages":[]}"#, Err(Then::Uncertain)),
        (200, "<html>", Err(Then::Uncertain)),
        (200, big, Err(Then::Uncertain)),
        (400, r#"{"error":{"code":131047,"message":"m"}}"#, Err(Then::UseTemplate)),
        (403, r#"{"error":{"code":131056}}"#, Err(Then::RetryPair)),
        (401, r#"{"meta":{"http_code":401,"developer_message":"Invalid api key"}}"#, Err(Then::Token)),
        (500, r#"{"error":{"code":777}}"#, Err(Then::Retry)),
        (502, "<html>Bad gateway", Err(Then::Uncertain)),
        (429, "", Err(Then::Retry)),
        (404, "", Err(Then::OurMistake)),
        (302, "", Err(Then::OurMistake)),
    ];
    for (status, answer, expected) in table {
        let cloud = provider(status, answer).await;
        let got = cloud.send("100000000000001", &json!({})).await;
        let got = got.as_ref().map(|it| it.provider_id.as_str()).map_err(|it| it.then);
        assert_eq!(got, expected, "{status} {answer:.60}");
    }
}

#[tokio::test]
async fn a_request_that_never_left_is_tried_again_and_one_that_was_cut_is_not() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let cloud = Cloud::new(http_client(), format!("http://{address}"), "v23.0", "token");
    let cutting = std::thread::spawn(move || {
        // Takes the request and hangs up without a word.
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let read = std::io::Read::read(&mut stream, &mut [0; 64]).unwrap();
        assert!(read > 0);
    });
    let cut = cloud.send("100000000000001", &json!({})).await.unwrap_err();
    assert_eq!(cut.then, Then::Uncertain);
    cutting.join().unwrap();
    let gone = cloud.send("100000000000001", &json!({})).await.unwrap_err();
    assert_eq!(gone.then, Then::Retry);
    let path = cloud.send("../1/messages?", &json!({})).await.unwrap_err();
    assert_eq!(path.then, Then::OurMistake);
}
