//! Notifications as Meta builds them. Absent: sending them.

use super::files::{self, FileShown};
use super::state::{ChatMessage, Choice};
use super::{SimulatorConfig, wamid};
use serde_json::{Value, json};

/// What someone did on their phone.
pub(super) enum Deed<'a> {
    Text(&'a str),
    /// A tap on a choice of a message of this kind.
    Tap {
        kind: &'a str,
        choice: &'a Choice,
    },
    /// Something beside words.
    File {
        kind: &'static str,
        file: FileShown,
        caption: String,
    },
    Location,
}

/// A place in the demo clinic's town.
const PLACE: (f64, f64) = (58.5877, 16.1924);

/// A notification of a message.
pub(super) fn message(
    config: &SimulatorConfig,
    digits: &str,
    name: &str,
    message: &ChatMessage,
    deed: &Deed,
) -> Value {
    let user_id = wamid::user_id(digits);
    let mut body = json!({
        "from": digits,
        "from_user_id": user_id,
        "id": message.id,
        "timestamp": message.at.as_second().to_string(),
    });
    if let Some(id) = &message.reply_to {
        body["context"] = json!({ "from": config.display_phone_number, "id": id });
    }
    let (kind, part) = match deed {
        Deed::Text(text) => ("text", json!({ "body": text })),
        Deed::Tap { kind: "template", choice } => {
            ("button", json!({ "payload": choice.id, "text": choice.title }))
        }
        Deed::Tap { kind, choice } => ("interactive", reply(kind, choice)),
        Deed::File { kind, file, caption } => (*kind, files::part(file, kind, caption)),
        Deed::Location => (
            "location",
            json!({
                "latitude": PLACE.0, "longitude": PLACE.1, "name": "Stadsparken", "address": "Parkvägen 1, Norrköping",
            }),
        ),
    };
    body["type"] = json!(kind);
    body[kind] = part;
    let contact = json!({ "profile": { "name": name }, "wa_id": digits, "user_id": user_id });
    envelope(config, &json!({ "contacts": [contact], "messages": [body] }))
}

fn reply(kind: &str, choice: &Choice) -> Value {
    let name = if kind == "list" { "list_reply" } else { "button_reply" };
    let mut reply = json!({ "id": choice.id, "title": choice.title });
    if let Some(it) = choice.description.as_ref().filter(|_| kind == "list") {
        reply["description"] = json!(it);
    }
    json!({ "type": name, name: reply })
}

/// A notification of how far a message of the clinic came.
pub(super) fn status(
    config: &SimulatorConfig,
    digits: &str,
    message: &ChatMessage,
    word: &str,
    at: i64,
) -> Value {
    let mut status = json!({
        "id": message.id,
        "status": word,
        "timestamp": at.to_string(),
        "recipient_id": digits,
    });
    if let Some(opaque) = &message.opaque {
        status["biz_opaque_callback_data"] = json!(opaque);
    }
    if word == "failed" {
        status["errors"] = json!([{
            "code": 131_026,
            "title": "Message undeliverable",
            "message": "Message undeliverable",
            "error_data": { "details": "Message Undeliverable." },
        }]);
    } else {
        status["recipient_user_id"] = json!(wamid::user_id(digits));
    }
    if matches!(word, "sent" | "delivered") {
        status["pricing"] = pricing(message);
    }
    envelope(config, &json!({ "statuses": [status] }))
}

/// As until September 2026: what answers a person is free.
fn pricing(message: &ChatMessage) -> Value {
    if message.shown.kind == "template" {
        json!({ "billable": true, "pricing_model": "PMP", "type": "regular", "category": "utility" })
    } else {
        json!({ "billable": false, "pricing_model": "PMP", "type": "free_customer_service", "category": "service" })
    }
}

fn envelope(config: &SimulatorConfig, extra: &Value) -> Value {
    let mut value = json!({
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": config.display_phone_number,
            "phone_number_id": config.phone_number_id,
        },
    });
    for (name, it) in extra.as_object().into_iter().flatten() {
        value[name] = it.clone();
    }
    let change = json!({ "value": value, "field": "messages" });
    json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": config.business_account_id, "changes": [change] }],
    })
}
