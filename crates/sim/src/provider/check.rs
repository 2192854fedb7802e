//! Whether a body has the form that the Cloud API takes: every property, type and length. Absent: what depends
//! on the account (templates, window, rates), which `accept` asks afterwards.

mod interactive;
mod others;
mod part;
mod strict;
mod template;

use super::errors::ApiError;
use serde_json::Value;
use svara_channel::whatsapp::limits::{OPAQUE_UNITS_MAX, TEXT_UNITS_MAX};
use svara_model::Address;

pub(super) use part::Part;
pub(super) use strict::parse;

/// A body of the right form.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Checked {
    /// A message to someone.
    Message {
        /// `text`, `interactive`, `template` …
        kind: String,
        to: Address,
        /// As it was written in `to` or `recipient`.
        input: String,
        opaque: Option<String>,
        reply_to: Option<String>,
    },
    /// What the person wrote was read, and perhaps an answer is being typed.
    Read { message_id: String, typing: bool },
}

const ENVELOPE: [&str; 9] = [
    "messaging_product",
    "recipient_type",
    "to",
    "recipient",
    "type",
    "context",
    "biz_opaque_callback_data",
    "recipient_identity_key_hash",
    "preview_url",
];

/// The kinds a message can have, each in a property of its own name.
const KINDS: [&str; 10] = [
    "text",
    "interactive",
    "template",
    "image",
    "document",
    "audio",
    "video",
    "sticker",
    "location",
    "contacts",
];

pub(super) fn check(body: &Value) -> Result<Checked, ApiError> {
    let root = Part::root(body)?;
    if root.needed("messaging_product")? != "whatsapp" {
        return Err(ApiError::parameter("Param messaging_product must be one of {WHATSAPP}"));
    }
    if root.has("status") { read_receipt(&root) } else { message(&root) }
}

fn read_receipt(root: &Part) -> Result<Checked, ApiError> {
    root.only(&["messaging_product", "status", "message_id", "typing_indicator"])?;
    if root.text("status", 16)? != "read" {
        return Err(ApiError::parameter("Param status must be one of {read}"));
    }
    let message_id = root.text("message_id", 512)?.to_owned();
    let typing = root.optional_part("typing_indicator")?;
    if let Some(it) = &typing {
        it.only(&["type"])?;
        it.one_of("type", &["text"])?;
    }
    Ok(Checked::Read { message_id, typing: typing.is_some() })
}

fn message(root: &Part) -> Result<Checked, ApiError> {
    let all: Vec<&str> = KINDS.iter().copied().chain(["reaction"]).collect();
    let kind = if root.has("type") { root.one_of("type", &all)? } else { "text" };
    let allowed: Vec<&str> = ENVELOPE[..8].iter().copied().chain([kind]).collect();
    root.only(&allowed)?;
    if root.has("recipient_type") {
        root.one_of("recipient_type", &["individual"])?;
    }
    let (to, input) = recipient(root)?;
    content(root, kind)?;
    let opaque = root.optional_text("biz_opaque_callback_data", OPAQUE_UNITS_MAX)?.map(str::to_owned);
    let context = root.optional_part("context")?;
    if kind == "reaction" && context.is_some() {
        return Err(ApiError::parameter("Param context is not allowed on a reaction"));
    }
    let reply_to = match context {
        Some(it) => {
            it.only(&["message_id"])?;
            Some(it.text("message_id", 512)?.to_owned())
        }
        None => None,
    };
    Ok(Checked::Message { kind: kind.to_owned(), to, input, opaque, reply_to })
}

/// `to` wins over `recipient`; each only in its own form.
fn recipient(root: &Part) -> Result<(Address, String), ApiError> {
    let id = match root.optional_text("recipient", 160)? {
        Some(it) => match Address::parse(it) {
            Some(address @ Address::UserId(_)) => Some((address, it.to_owned())),
            _ => return Err(ApiError::parameter("Param recipient must be a business-scoped user id")),
        },
        None => None,
    };
    let Some(to) = root.optional_text("to", 32)? else {
        return id.ok_or_else(|| ApiError::missing("to"));
    };
    match Address::parse(to) {
        Some(address @ Address::Phone(_)) if to.starts_with('+') => Ok((address, to.to_owned())),
        Some(Address::UserId(_)) => Err(ApiError::parameter("Param to: a user id belongs in recipient")),
        _ => Err(ApiError::value("Param to must be a phone number with + and country code")),
    }
}

fn content(root: &Part, kind: &str) -> Result<(), ApiError> {
    match kind {
        "text" => {
            let text = root.part("text")?;
            text.only(&["body", "preview_url"])?;
            text.optional_bool("preview_url")?;
            text.text("body", TEXT_UNITS_MAX).map(drop)
        }
        "interactive" => interactive::check(&root.part("interactive")?),
        "template" => template::check(&root.part("template")?),
        "location" => others::location(&root.part("location")?),
        "contacts" => others::contacts(root),
        "reaction" => others::reaction(&root.part("reaction")?),
        media => others::media(&root.part(media)?, media),
    }
}
