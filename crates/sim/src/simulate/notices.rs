//! What phones and the provider report, as WhatsApp's own notifications. Absent: when they are delivered.

use super::clock::SECOND;
use serde_json::{Value, json};

/// One message of a patient.
pub(super) fn message(number_id: &str, from: &str, id: &str, at: i64, mut content: Value) -> Vec<u8> {
    content["from"] = json!(from);
    content["id"] = json!(id);
    content["timestamp"] = json!((at / SECOND).to_string());
    let contacts = json!([{ "profile": { "name": "Phone" }, "wa_id": from }]);
    wrapped(number_id, json!({ "contacts": contacts, "messages": [content] }))
}

/// How far a message of ours came.
pub(super) fn report(
    number_id: &str,
    to: &str,
    id: &str,
    ours: Option<&str>,
    status: &str,
    at: i64,
) -> Vec<u8> {
    let mut it = json!({
        "id": id, "status": status, "timestamp": (at / SECOND).to_string(), "recipient_id": to,
    });
    if let Some(ours) = ours {
        it["biz_opaque_callback_data"] = json!(ours);
    }
    if status == "failed" {
        it["errors"] = json!([{ "code": 131_026, "title": "Message undeliverable" }]);
    }
    wrapped(number_id, json!({ "statuses": [it] }))
}

fn wrapped(number_id: &str, mut value: Value) -> Vec<u8> {
    value["messaging_product"] = json!("whatsapp");
    value["metadata"] = json!({ "display_phone_number": "15550000001", "phone_number_id": number_id });
    let change = json!({ "field": "messages", "value": value });
    let entry = json!({ "id": "200000000000001", "changes": [change] });
    json!({ "object": "whatsapp_business_account", "entry": [entry] }).to_string().into_bytes()
}

/// Words.
pub(super) fn words(text: &str) -> Value {
    json!({ "type": "text", "text": { "body": text } })
}

/// Where a choice stood, which decides how its tap comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Below {
    Buttons,
    List,
    Template,
}

/// A tap.
pub(super) fn tap(below: Below, id: &str, title: &str) -> Value {
    match below {
        Below::Template => json!({ "type": "button", "button": { "payload": id, "text": title } }),
        Below::Buttons => interactive("button_reply", id, title),
        Below::List => interactive("list_reply", id, title),
    }
}

fn interactive(kind: &str, id: &str, title: &str) -> Value {
    json!({ "type": "interactive", "interactive": { "type": kind, kind: { "id": id, "title": title } } })
}

/// Everything that is neither words nor a tap.
pub(super) fn odd(which: usize) -> Value {
    match which % 6 {
        0 => json!({ "type": "image", "image": { "id": "1", "mime_type": "image/jpeg", "sha256": "x" } }),
        1 => json!({ "type": "audio", "audio": { "id": "1", "mime_type": "audio/ogg", "voice": true } }),
        2 => json!({ "type": "location", "location": { "latitude": 58.59, "longitude": 16.18 } }),
        3 => json!({ "type": "contacts", "contacts": [{ "origin": "other", "vcard": "x" }] }),
        4 => json!({ "type": "unsupported", "errors": [{ "code": 131_051, "title": "Unsupported" }] }),
        _ => json!({ "type": "sticker", "sticker": { "id": "1", "mime_type": "image/webp" } }),
    }
}

/// A new number.
pub(super) fn new_number(from: &str, to: &str) -> Value {
    let body = format!("User changed from {from} to {to}");
    json!({ "type": "system", "system": { "body": body, "wa_id": to, "type": "user_changed_number" } })
}
