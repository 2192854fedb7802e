//! Whatever arrives, reading it ends well: cut, retyped, repeated and shuffled notifications.

mod common;

use common::samples;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use svara_channel::whatsapp::{NoticeKind, read};

/// Notifications of our own, one for each way in which they differ; every cut and change below starts from these.
const OWN: &str = include_str!("fixtures/notifications.jsonl");

fn own() -> impl Iterator<Item = Value> {
    OWN.lines().map(|it| serde_json::from_str(it).expect("a fixture is JSON"))
}

fn all() -> Vec<(String, Vec<u8>)> {
    let ours =
        OWN.lines().enumerate().map(|(index, it)| (format!("fixture {}", index + 1), it.as_bytes().to_vec()));
    samples().into_iter().chain(ours).collect()
}

/// JSON yields something; anything else is refused.
fn check(raw: &[u8]) {
    if let Ok(notices) = read(raw) {
        assert!(!notices.is_empty());
    } else {
        let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(raw).is_ok();
        assert!(!is_json, "JSON was refused: {}", String::from_utf8_lossy(raw));
    }
}

#[test]
fn every_sample_is_read_and_no_notification_is_left_aside() {
    for (name, raw) in all() {
        check(&raw);
        let foreign = !String::from_utf8_lossy(&raw).contains("whatsapp_business_account");
        for notice in read(&raw).unwrap() {
            let aside = matches!(notice.kind, NoticeKind::NotHandled { .. });
            assert_eq!(aside, foreign, "{name}: {notice:?}");
        }
    }
}

/// Samples that lie elsewhere are many: they are cut at every so many bytes, ours at each one.
const SAMPLE_STEP: usize = 13;

#[test]
fn a_notification_cut_anywhere_is_refused_or_read() {
    for line in OWN.lines() {
        (0..line.len()).for_each(|end| check(&line.as_bytes()[..end]));
    }
    for (_, raw) in samples() {
        (0..raw.len()).step_by(SAMPLE_STEP).for_each(|end| check(&raw[..end]));
    }
}

/// Every place in a value, as a path.
fn paths(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(name, it)| paths(it, &format!("{here}/{name}"), found)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, it)| paths(it, &format!("{here}/{at}"), found));
        }
        _ => {}
    }
}

#[test]
fn every_value_of_every_sample_may_be_of_another_type() {
    let others = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!("å"),
        json!(""),
        json!([]),
        json!({}),
        json!([[{}]]),
    ];
    for (_, raw) in all() {
        let Ok(whole) = serde_json::from_slice::<Value>(&raw) else { continue };
        let mut found = Vec::new();
        paths(&whole, "", &mut found);
        for path in found {
            for other in &others {
                let mut changed = whole.clone();
                *changed.pointer_mut(&path).expect("the path was found in it") = other.clone();
                check(changed.to_string().as_bytes());
            }
        }
    }
}

#[test]
fn a_notification_delivered_again_has_the_keys_it_had() {
    for (name, raw) in all() {
        let keys = |raw: &[u8]| read(raw).unwrap().into_iter().map(|it| it.key).collect::<BTreeSet<_>>();
        let Ok(mut twice) = serde_json::from_slice::<Value>(&raw) else { continue };
        if let Some(entries) = twice.get_mut("entry").and_then(Value::as_array_mut) {
            entries.extend(entries.clone());
        }
        let compact = serde_json::from_slice::<Value>(&raw).unwrap().to_string();
        assert_eq!(keys(&raw), keys(compact.as_bytes()), "{name}: blanks change nothing");
        if twice.get("entry").is_some() {
            assert_eq!(keys(&raw), keys(twice.to_string().as_bytes()), "{name}: twice is once");
        }
    }
}

fn anything() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "entry",
        "changes",
        "value",
        "field",
        "messages",
        "statuses",
        "contacts",
        "errors",
        "metadata",
        "id",
        "type",
        "text",
        "body",
        "from",
        "timestamp",
        "system",
        "interactive",
        "status",
        "user_preferences",
        "context",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        prop::sample::select(vec!["messages", "text", "sent", "system", "46700000001", "SE.1", "wamid.1"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(8, 64, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..5).prop_map(|it| Value::Object(
                it.into_iter().map(|(name, it)| (name.to_owned(), it)).collect()
            )),
        ]
    })
}

proptest! {
    #[test]
    fn any_bytes_end_well(raw in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&raw);
    }

    #[test]
    fn any_json_of_the_right_words_ends_well(value in anything()) {
        check(value.to_string().as_bytes());
    }

    #[test]
    fn a_message_of_any_words_comes_through(body in "\\PC{1,200}", name in "\\PC{0,40}") {
        let mut it = own().next().expect("the first fixture is a text");
        let value = &mut it["entry"][0]["changes"][0]["value"];
        value["messages"][0]["text"]["body"] = json!(body);
        value["contacts"][0]["profile"]["name"] = json!(name);
        let notices = read(it.to_string().as_bytes()).unwrap();
        let NoticeKind::Message(message) = &notices[0].kind else { panic!("{notices:?}") };
        if !body.trim().is_empty() {
            prop_assert_eq!(&message.content, &svara_model::Content::Text { body });
        }
    }
}
