//! What a phone does, as WhatsApp's own notification of it.

use super::phone::Received;
use jiff::Timestamp;
use serde_json::{Value, json};

/// The clinic's number at the provider.
pub(super) const NUMBER_ID: &str = "100000000000001";

/// One message of a patient as the provider notifies of it.
pub(super) fn notice(phone: &str, id: &str, at: Timestamp, mut message: Value) -> Value {
    let digits = phone.trim_start_matches('+');
    message["from"] = json!(digits);
    message["id"] = json!(id);
    message["timestamp"] = json!(at.as_second().to_string());
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": "200000000000001", "changes": [{
        "field": "messages",
        "value": {
            "messaging_product": "whatsapp",
            "metadata": { "display_phone_number": "15550000001", "phone_number_id": NUMBER_ID },
            "contacts": [{ "profile": { "name": "Patient" }, "wa_id": digits }],
            "messages": [message],
        },
    }] }] })
}

/// Words.
pub(super) fn written(words: &str) -> Value {
    json!({ "type": "text", "text": { "body": words } })
}

/// Something other than words; `None` when we don't know how it looks.
pub(super) fn sent(what: &str) -> Option<Value> {
    Some(match what {
        "picture" => {
            json!({ "type": "image", "image": { "id": "1", "mime_type": "image/jpeg", "sha256": "x" } })
        }
        "voice note" => {
            json!({ "type": "audio", "audio": { "id": "1", "mime_type": "audio/ogg", "voice": true } })
        }
        "sticker" => {
            json!({ "type": "sticker", "sticker": { "id": "1", "mime_type": "image/webp", "animated": false } })
        }
        "location" => json!({ "type": "location", "location": { "latitude": 58.59, "longitude": 16.18 } }),
        "contact card" => json!({ "type": "contacts", "contacts": [{ "origin": "other", "vcard": "x" }] }),
        "poll" => json!({ "type": "unsupported", "errors": [{ "code": 131_051, "title": "Unsupported" }] }),
        _ => return None,
    })
}

/// The patient rewrites a message of theirs, or takes it back.
pub(super) fn changed(original: &str, words: Option<&str>) -> Value {
    match words {
        Some(words) => json!({ "type": "edit", "edit": { "original_message_id": original,
            "message": { "type": "text", "text": { "body": words } } } }),
        None => json!({ "type": "revoke", "revoke": { "original_message_id": original } }),
    }
}

/// A tap below a message: template quick replies, list rows and buttons each come back their own way.
pub(super) fn tapped(message: &Received, id: &str, title: &str) -> Value {
    if message.template {
        return json!({ "type": "button", "button": { "payload": id, "text": title } });
    }
    let kind = if message.list { "list_reply" } else { "button_reply" };
    json!({ "type": "interactive", "interactive": { "type": kind, kind: { "id": id, "title": title } } })
}

/// The first time on the table, as a conversation remembers it; of a whole plan, the last of its times.
pub(super) fn on_the_table(memory: &Value) -> &Value {
    let last = |list: &'static str, of: &'static str, index: usize| &memory[list][index][of];
    let newest = memory["offers"].as_array().map_or(0, |it| it.len().saturating_sub(1));
    if memory["flow"] != "offering_plans" {
        return &last("offers", "slots", newest)[0];
    }
    let visits = &memory["plans"]["plans"][0]["visits"];
    let count = visits.as_array().map_or(0, |it| it.len().saturating_sub(1));
    &visits[count]["slot"]
}
