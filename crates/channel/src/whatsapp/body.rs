//! The body of `POST /<phone number id>/messages`. Absent: permission, the 24-hour window, and any shortening
//! (`fit` does that, where it can be seen).

use super::limits::{
    BUTTON_ID_UNITS_MAX, BUTTON_TITLE_UNITS_MAX, BUTTONS_MAX, INTERACTIVE_BODY_UNITS_MAX,
    LINK_LABEL_UNITS_MAX, LIST_BODY_UNITS_MAX, LIST_OPEN_UNITS_MAX, PARAMETER_BLANKS_MAX,
    ROW_DESCRIPTION_UNITS_MAX, ROW_ID_UNITS_MAX, ROW_TITLE_UNITS_MAX, ROWS_MAX, TEMPLATE_BODY_UNITS_MAX,
    TEMPLATE_BUTTONS_MAX, TEMPLATE_NAME_UNITS_MAX, TEMPLATE_PAYLOAD_UNITS_MAX, TEXT_UNITS_MAX, URL_UNITS_MAX,
    units,
};
use serde_json::{Value, json};
use std::collections::HashSet;
use svara_model::{Address, Button, MessageId, Outgoing, Row, TemplateMessage};

/// Why WhatsApp would not take a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooLong {
    /// Longer than allowed.
    #[error("{part}: {units} characters, at most {limit}")]
    Text {
        /// Which part.
        part: &'static str,
        /// Its length in UTF-16 units.
        units: usize,
        /// What is allowed.
        limit: usize,
    },
    /// More or fewer than allowed.
    #[error("{part}: {count}, 1 to {limit} are allowed")]
    Count {
        /// Of what.
        part: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// Nothing where something is needed.
    #[error("{part} is empty")]
    Empty {
        /// Which part.
        part: &'static str,
    },
    /// The same twice where each must be its own.
    #[error("{part}: two are the same")]
    Repeated {
        /// Which part.
        part: &'static str,
    },
    /// A form that is not taken.
    #[error("{part}: {why}")]
    Form {
        /// Which part.
        part: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// The body that says `message` to `to`, quoting `reply_to`, and carries `ours` back in every status.
pub fn body(
    message: &Outgoing,
    to: &Address,
    reply_to: Option<&str>,
    ours: &MessageId,
) -> Result<Value, TooLong> {
    let (kind, content) = match message {
        Outgoing::Text { body } => {
            ("text", json!({ "preview_url": false, "body": within("text", body, TEXT_UNITS_MAX)? }))
        }
        Outgoing::Buttons { body, buttons } => ("interactive", reply_buttons(body, buttons)?),
        Outgoing::List { body, open, rows } => ("interactive", list(body, open, rows)?),
        Outgoing::Link { body, label, url } => ("interactive", link(body, label, url)?),
        Outgoing::Template(it) => ("template", template(it)?),
    };
    let mut all = json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "type": kind,
        "biz_opaque_callback_data": ours.as_str(),
    });
    all[kind] = content;
    match to {
        // Without its + a number could be read as one of the clinic's own country: another person.
        Address::Phone(it) => all["to"] = json!(it.as_str()),
        Address::UserId(it) => all["recipient"] = json!(it.as_str()),
    }
    if let Some(quoted) = reply_to {
        all["context"] = json!({ "message_id": quoted });
    }
    Ok(all)
}

fn within<'a>(part: &'static str, text: &'a str, limit: usize) -> Result<&'a str, TooLong> {
    let units = units(text);
    if text.trim().is_empty() {
        return Err(TooLong::Empty { part });
    }
    if units > limit { Err(TooLong::Text { part, units, limit }) } else { Ok(text) }
}

fn count(part: &'static str, count: usize, limit: usize) -> Result<(), TooLong> {
    if (1..=limit).contains(&count) { Ok(()) } else { Err(TooLong::Count { part, count, limit }) }
}

fn unique<'a>(part: &'static str, mut texts: impl Iterator<Item = &'a str>) -> Result<(), TooLong> {
    let mut seen = HashSet::new();
    if texts.all(|it| seen.insert(it)) { Ok(()) } else { Err(TooLong::Repeated { part }) }
}

/// An id comes back as it was only without blanks at its ends.
fn id<'a>(part: &'static str, text: &'a str, limit: usize) -> Result<&'a str, TooLong> {
    if text.trim() != text {
        return Err(TooLong::Form { part, why: "a blank at one end" });
    }
    within(part, text, limit)
}

fn reply_buttons(body: &str, buttons: &[Button]) -> Result<Value, TooLong> {
    count("buttons", buttons.len(), BUTTONS_MAX)?;
    unique("button ids", buttons.iter().map(|it| it.id.as_str()))?;
    unique("button titles", buttons.iter().map(|it| it.title.as_str()))?;
    let replies = buttons.iter().map(|it| {
        let id = id("button id", &it.id, BUTTON_ID_UNITS_MAX)?;
        let title = within("button title", &it.title, BUTTON_TITLE_UNITS_MAX)?;
        Ok(json!({ "type": "reply", "reply": { "id": id, "title": title } }))
    });
    Ok(json!({
        "type": "button",
        "body": { "text": within("body", body, INTERACTIVE_BODY_UNITS_MAX)? },
        "action": { "buttons": replies.collect::<Result<Vec<_>, TooLong>>()? },
    }))
}

fn list(body: &str, open: &str, rows: &[Row]) -> Result<Value, TooLong> {
    count("rows", rows.len(), ROWS_MAX)?;
    unique("row ids", rows.iter().map(|it| it.id.as_str()))?;
    let rows = rows.iter().map(row).collect::<Result<Vec<_>, TooLong>>()?;
    Ok(json!({
        "type": "list",
        "body": { "text": within("body", body, LIST_BODY_UNITS_MAX)? },
        "action": {
            "button": within("list label", open, LIST_OPEN_UNITS_MAX)?,
            "sections": [{ "rows": rows }],
        },
    }))
}

fn row(row: &Row) -> Result<Value, TooLong> {
    let mut out = json!({
        "id": id("row id", &row.id, ROW_ID_UNITS_MAX)?,
        "title": within("row title", &row.title, ROW_TITLE_UNITS_MAX)?,
    });
    if let Some(description) = row.description.as_deref().filter(|it| !it.trim().is_empty()) {
        out["description"] = json!(within("row description", description, ROW_DESCRIPTION_UNITS_MAX)?);
    }
    Ok(out)
}

fn link(body: &str, label: &str, url: &str) -> Result<Value, TooLong> {
    let has_scheme = url.starts_with("https://") || url.starts_with("http://");
    if !has_scheme || url.contains(char::is_whitespace) {
        return Err(TooLong::Form {
            part: "link address",
            why: "it starts with http:// or https:// and has no blanks",
        });
    }
    Ok(json!({
        "type": "cta_url",
        "body": { "text": within("body", body, INTERACTIVE_BODY_UNITS_MAX)? },
        "action": {
            "name": "cta_url",
            "parameters": {
                "display_text": within("link label", label, LINK_LABEL_UNITS_MAX)?,
                "url": within("link address", url, URL_UNITS_MAX)?,
            },
        },
    }))
}

fn template(template: &TemplateMessage) -> Result<Value, TooLong> {
    within("template name", &template.name, TEMPLATE_NAME_UNITS_MAX)?;
    let right = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
    if !template.name.bytes().all(right) {
        return Err(TooLong::Form { part: "template name", why: "a-z, 0-9 and _ only" });
    }
    if template.quick_replies.len() > TEMPLATE_BUTTONS_MAX {
        let count = template.quick_replies.len();
        return Err(TooLong::Count { part: "quick replies", count, limit: TEMPLATE_BUTTONS_MAX });
    }
    let mut components = Vec::new();
    if !template.parameters.is_empty() {
        let parameters =
            template.parameters.iter().map(|it| Ok(json!({ "type": "text", "text": parameter(it)? })));
        let parameters = parameters.collect::<Result<Vec<_>, TooLong>>()?;
        components.push(json!({ "type": "body", "parameters": parameters }));
    }
    for (index, reply) in template.quick_replies.iter().enumerate() {
        let payload = id("quick reply", &reply.id, TEMPLATE_PAYLOAD_UNITS_MAX)?;
        components.push(json!({
            "type": "button",
            "sub_type": "quick_reply",
            "index": index.to_string(),
            "parameters": [{ "type": "payload", "payload": payload }],
        }));
    }
    let mut out = json!({ "name": template.name, "language": { "code": template.language.to_string() } });
    if !components.is_empty() {
        out["components"] = Value::Array(components);
    }
    Ok(out)
}

fn parameter(text: &str) -> Result<&str, TooLong> {
    let broken = text.contains(['\n', '\r', '\t']) || text.contains(&" ".repeat(PARAMETER_BLANKS_MAX + 1));
    if broken {
        return Err(TooLong::Form {
            part: "template parameter",
            why: "a line break, a tab or too many blanks",
        });
    }
    within("template parameter", text, TEMPLATE_BODY_UNITS_MAX)
}
