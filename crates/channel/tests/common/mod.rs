//! What the tests share: envelopes around one thing, and where the development samples lie.
#![allow(dead_code, reason = "each test file uses its part")]

use serde_json::{Value, json};
use std::path::PathBuf;
use svara_channel::whatsapp::{Notice, NoticeKind, read};
use svara_model::{Content, Inbound};

pub const NUMBER: &str = "100000000000001";

/// A notification of one change.
pub fn change(field: &str, value: &Value) -> Value {
    let changes = json!([{ "field": field, "value": value }]);
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": "200000000000001", "changes": changes }] })
}

/// A notification of one message, from Åsa unless it says otherwise.
pub fn with_message(extra: &Value) -> Value {
    let mut message = json!({ "from": "46700000001", "id": "wamid.A", "timestamp": "1770000000" });
    merge(&mut message, extra);
    change("messages", &value(&json!({ "messages": [message] })))
}

/// The usual `value` with something in it.
pub fn value(extra: &Value) -> Value {
    let mut value = json!({
        "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": "15550000001", "phone_number_id": NUMBER },
        "contacts": [
            { "profile": { "name": "Bo" }, "wa_id": "46700000002", "user_id": "SE.2" },
            { "profile": { "name": "Åsa" }, "wa_id": "46700000001", "user_id": "SE.1" },
        ],
    });
    merge(&mut value, extra);
    value
}

/// `null` takes a property away.
fn merge(into: &mut Value, extra: &Value) {
    for (name, it) in extra.as_object().expect("an object") {
        if it.is_null() {
            into.as_object_mut().expect("an object").remove(name);
        } else {
            into[name] = it.clone();
        }
    }
}

pub fn notices(notification: &Value) -> Vec<Notice> {
    read(notification.to_string().as_bytes()).expect("it is JSON")
}

pub fn only(notification: &Value) -> Notice {
    let mut all = notices(notification);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

pub fn message(notification: &Value) -> Inbound {
    match only(notification).kind {
        NoticeKind::Message(it) => it,
        other => panic!("not a message: {other:?}"),
    }
}

pub fn content(extra: &Value) -> Content {
    message(&with_message(extra)).content
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

/// Every notification among the development samples, by file name.
pub fn samples() -> Vec<(String, Vec<u8>)> {
    let Some(shared) = shared() else { return Vec::new() };
    let folders =
        ["data/whatsapp", "data/whatsapp/constructed", "data/whatsapp/providers", "data/whatsapp/responses"];
    let mut found: Vec<_> = folders
        .iter()
        .flat_map(|it| std::fs::read_dir(shared.join(it)).expect("the samples' folder"))
        .map(|it| it.expect("an entry").path())
        .filter(|it| it.extension().is_some_and(|it| it == "json"))
        .map(|it| {
            (
                it.file_name().expect("a name").to_string_lossy().into_owned(),
                std::fs::read(&it).expect("a file"),
            )
        })
        .collect();
    found.sort();
    found
}
