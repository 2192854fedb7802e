//! One POST from Meta as the list of things that happened. Absent: any judgement of what to do about them.

use super::{management, message, piece, status};
use jiff::Timestamp;
use serde_json::Value;
use svara_model::{Inbound, StatusUpdate};

/// Bytes that are no JSON at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the notification is not JSON")]
pub struct NotJson;

/// One thing that happened, with the key under which it is handled once.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// `wa:msg:<wamid>`, `wa:status:<wamid>:<status>` or `wa:raw:<hash of this piece>`: the same again when
    /// Meta delivers it again.
    pub key: String,
    /// The clinic's number it concerns.
    pub phone_number_id: Option<String>,
    /// The sender's address, the business-scoped id before the number: messages with the same one are handled
    /// in order. `None` for what may be handled at any time.
    pub order_key: Option<String>,
    /// When, by the provider's clock, if it said so.
    pub at: Option<Timestamp>,
    /// What.
    pub kind: NoticeKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum NoticeKind {
    /// A patient wrote.
    Message(Inbound),
    /// A message of ours came further, or failed.
    Status(StatusUpdate),
    /// Something about the account, the number, a template or a preference.
    Management {
        /// Meta's name of the field.
        field: String,
        /// One line for the operator's log.
        summary: String,
    },
    /// Kept, but nobody knows what to do with it.
    NotHandled {
        /// Why.
        why: String,
        /// The piece as JSON.
        raw: String,
    },
}

/// Where a piece stood: what every notice made from it needs.
pub(super) struct Place<'a> {
    pub value: &'a Value,
    pub field: &'a str,
    pub phone_number_id: Option<String>,
    pub entry_at: Option<Timestamp>,
}

impl Place<'_> {
    pub fn notice(&self, key: String, kind: NoticeKind) -> Notice {
        let phone_number_id = self.phone_number_id.clone();
        Notice { key, phone_number_id, order_key: None, at: self.entry_at, kind }
    }

    /// A piece without a key of its own goes by its hash.
    pub fn raw_key(&self, piece: &Value) -> String {
        let number = self.phone_number_id.as_deref().unwrap_or("");
        let when = self.entry_at.map(Timestamp::as_second).unwrap_or_default();
        raw_key(&format!("{number}\n{}\n{when}\n{piece}", self.field))
    }

    pub fn not_handled(&self, piece: &Value, why: impl Into<String>) -> Notice {
        let kind = NoticeKind::NotHandled { why: why.into(), raw: piece.to_string() };
        self.notice(self.raw_key(piece), kind)
    }
}

fn raw_key(text: &str) -> String {
    format!("wa:raw:{}", piece::hash(text.as_bytes()))
}

/// Everything that happened, in the order given. Whatever is JSON yields at least one notice; nothing panics.
pub fn read(raw: &[u8]) -> Result<Vec<Notice>, NotJson> {
    let Some(root) = parse(raw) else {
        let text = String::from_utf8_lossy(raw);
        serde_json::from_str::<serde::de::IgnoredAny>(&text).map_err(|_| NotJson)?;
        return Ok(vec![foreign(&text, "numbers or nesting beyond what can be read")]);
    };
    let object = piece::text(&root, "object");
    if object.as_deref().is_some_and(|it| it != "whatsapp_business_account") {
        return Ok(vec![foreign(&root.to_string(), "not from a WhatsApp Business account")]);
    }
    let mut notices = Vec::new();
    for entry in root.get("entry").into_iter().flat_map(piece::items) {
        read_entry(entry, &mut notices);
    }
    if notices.is_empty() {
        notices.push(foreign(&root.to_string(), "nothing in it that WhatsApp is known to send"));
    }
    Ok(notices)
}

/// JSON as it should be, or as it is after the two known mishaps: a byte that is not UTF-8, half an emoji.
fn parse(raw: &[u8]) -> Option<Value> {
    serde_json::from_slice(raw)
        .or_else(|_| serde_json::from_str(&without_half_characters(&String::from_utf8_lossy(raw))))
        .ok()
}

/// Replaces escapes of lone surrogates, which JSON's grammar allows and no text can hold.
fn without_half_characters(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        whole.push_str(before);
        let length = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => 0,
            (Some(_), _) => 6,
            (None, _) => escape.chars().take(2).map(char::len_utf8).sum(),
        };
        if length == 0 {
            whole.push_str("\\ufffd");
        }
        whole.push_str(&escape[..length]);
        rest = &escape[if length == 0 { 6 } else { length }..];
    }
    whole + rest
}

/// The code unit of an escape `\uXXXX` at the beginning of `text`.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok()
}

fn foreign(text: &str, why: &str) -> Notice {
    Notice {
        key: raw_key(text),
        phone_number_id: None,
        order_key: None,
        at: None,
        kind: NoticeKind::NotHandled { why: why.to_owned(), raw: text.to_owned() },
    }
}

fn read_entry(entry: &Value, notices: &mut Vec<Notice>) {
    let before = notices.len();
    let entry_at = piece::moment(entry, "time");
    for change in entry.get("changes").into_iter().flat_map(piece::items) {
        let value = change.get("value").unwrap_or(&Value::Null);
        let place = Place {
            value,
            field: change.get("field").and_then(Value::as_str).unwrap_or(""),
            phone_number_id: value.get("metadata").and_then(|it| piece::id(it, "phone_number_id")),
            entry_at,
        };
        if value.is_object() {
            read_value(&place, notices);
        } else {
            notices.push(place.not_handled(change, "a change without a value"));
        }
    }
    if notices.len() == before {
        let place = Place { value: entry, field: "", phone_number_id: None, entry_at };
        notices.push(place.not_handled(entry, "an entry without changes"));
    }
}

/// Messages and statuses are known by their shape, since gateways rename or drop the field's name.
fn read_value(place: &Place, notices: &mut Vec<Notice>) {
    let before = notices.len();
    if matches!(place.field, "messages" | "" | "standby") || !management::knows(place.field) {
        let list = |name| place.value.get(name).into_iter().flat_map(piece::items);
        notices.extend(list("messages").map(|it| message::read(place, it)));
        notices.extend(list("statuses").map(|it| status::read(place, it)));
        notices.extend(list("errors").map(|it| management::error(place, it)));
    }
    if notices.len() == before {
        management::read(place, notices);
    }
}
