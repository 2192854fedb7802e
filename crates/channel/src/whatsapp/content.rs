//! What a message says. Absent: refusal; what cannot be read is said to be unreadable, so that the patient
//! gets an answer.

use super::contacts::Identity;
use super::notice::Place;
use super::piece;
use serde_json::Value;
use svara_model::{Content, MediaKind};

/// The longest registered name of a type has 80 bytes; a parameter may follow.
const MIME_TYPE_BYTES_MAX: usize = 128;
/// A file's name is shown in one line.
const FILE_NAME_CHARACTERS_MAX: usize = 120;

pub(super) fn read(place: &Place, message: &Value) -> Content {
    if piece::text(message, "group_id").is_some() {
        return ignorable("a message in a group");
    }
    let kind = kind(message);
    let part = message.get(&kind).unwrap_or(&Value::Null);
    match kind.as_str() {
        "text" => words(part),
        "button" => template_tap(part),
        "interactive" => interactive(place, part),
        "image" => media(MediaKind::Image, part),
        "document" => media(MediaKind::Document, part),
        "audio" if piece::is_true(part, "voice") => media(MediaKind::VoiceNote, part),
        "voice" => media(MediaKind::VoiceNote, part),
        "audio" => media(MediaKind::Audio, part),
        "video" => media(MediaKind::Video, part),
        "sticker" => media(MediaKind::Sticker, part),
        "location" => location(part),
        "contacts" => own_number(part),
        "reaction" => reaction(part),
        "system" => system(part),
        "edit" => edit(part),
        "revoke" => Content::Revoked { original: piece::id(part, "original_message_id") },
        "order" => ignorable("an order from a catalogue"),
        "request_welcome" => ignorable("a chat opened for the first time"),
        _ => unreadable(place, message, &kind, part),
    }
}

/// The kinds whose object tells them even when `type` is missing or wrong.
const SHAPES: [&str; 15] = [
    "text",
    "button",
    "interactive",
    "image",
    "document",
    "audio",
    "video",
    "sticker",
    "location",
    "contacts",
    "reaction",
    "system",
    "edit",
    "revoke",
    "order",
];

fn kind(message: &Value) -> String {
    let told = piece::text(message, "type").unwrap_or_default();
    let shape = || SHAPES.iter().find(|it| message.get(**it).is_some_and(|part| !part.is_null()));
    if told.is_empty() { shape().map_or(told, |it| (*it).to_owned()) } else { told }
}

fn ignorable(what: &str) -> Content {
    Content::Ignorable { what: what.to_owned() }
}

fn cannot_read(what: &str) -> Content {
    Content::Unreadable { what: what.to_owned() }
}

fn words(part: &Value) -> Content {
    let body = piece::text(part, "body").or_else(|| piece::plain(part));
    body.map_or_else(|| cannot_read("a text without words"), |body| Content::Text { body })
}

/// A template's quick reply: our payload, or the label when we gave none.
fn template_tap(part: &Value) -> Content {
    tap(piece::text(part, "payload"), piece::text(part, "text"), "a button without a label")
}

fn tap(id: Option<String>, title: Option<String>, without: &str) -> Content {
    match (id, title) {
        (None, None) => cannot_read(without),
        (Some(id), title) => Content::Tap { title: title.unwrap_or_else(|| id.clone()), id },
        (None, Some(title)) => Content::Tap { id: title.clone(), title },
    }
}

fn interactive(place: &Place, part: &Value) -> Content {
    for name in ["button_reply", "list_reply"] {
        if let Some(reply) = part.get(name).filter(|it| it.is_object()) {
            return tap(piece::text(reply, "id"), piece::text(reply, "title"), "a choice without a label");
        }
    }
    if part.get("call_permission_reply").is_some() {
        return ignorable("an answer about being called");
    }
    if part.get("nfm_reply").is_some() {
        return cannot_read("a form");
    }
    match piece::first_error(place.value) {
        Some((code, details)) => {
            Content::Unreadable { what: format!("a choice that is missing ({code}: {details})") }
        }
        None => cannot_read("a choice that is missing"),
    }
}

fn media(media: MediaKind, part: &Value) -> Content {
    Content::Media {
        media,
        media_id: piece::id(part, "id"),
        caption: piece::text(part, "caption"),
        mime_type: piece::text(part, "mime_type").filter(|it| it.len() <= MIME_TYPE_BYTES_MAX),
        file_name: piece::text(part, "filename").map(|it| file_name(&it)),
    }
}

/// The name alone, in one line and of bounded length: a folder or a line break in it is nobody's honest name.
fn file_name(told: &str) -> String {
    let last = told.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|it| !it.is_control()).take(FILE_NAME_CHARACTERS_MAX).collect()
}

fn location(part: &Value) -> Content {
    let inside = |it: &f64, limit: f64| it.abs() <= limit;
    let latitude = piece::number(part, "latitude").filter(|it| inside(it, 90.0));
    let longitude = piece::number(part, "longitude").filter(|it| inside(it, 180.0));
    match latitude.zip(longitude) {
        Some((latitude, longitude)) => Content::Location { latitude, longitude },
        None => cannot_read("a place without coordinates"),
    }
}

/// Only a card that WhatsApp made itself (`contact_request`, no vcard) proves whose number it is.
fn own_number(cards: &Value) -> Content {
    let vouched = |card: &&Value| {
        piece::text(card, "origin").as_deref() == Some("contact_request") && card.get("vcard").is_none()
    };
    let own_number = piece::items(cards)
        .find(vouched)
        .and_then(|card| card.get("phones"))
        .into_iter()
        .flat_map(piece::items)
        .find_map(|phone| Identity::of(phone, &["wa_id"]).phone);
    Content::Contacts { own_number }
}

fn reaction(part: &Value) -> Content {
    Content::Reaction { to: piece::id(part, "message_id"), emoji: piece::text(part, "emoji") }
}

fn system(part: &Value) -> Content {
    let kind = piece::text(part, "type").unwrap_or_default();
    let changed =
        matches!(kind.as_str(), "user_changed_number" | "user_changed_user_id" | "customer_changed_number")
            || part.get("new_wa_id").is_some();
    if !changed {
        return Content::Ignorable { what: format!("a system message: {kind}") };
    }
    let new = Identity::of(part, &["wa_id", "new_wa_id", "user_id", "parent_user_id"]);
    let mut old = Identity::of(part, &["previous_user_id", "previous_parent_user_id"]);
    if old.user_id.is_none() {
        old = piece::text(part, "body").map_or(old, |body| id_in_words(&body));
    }
    Content::ChangedIdentity { phone: new.phone, user_id: new.user_id, previous_user_id: old.user_id }
}

/// The form of May 2026 tells the old id only in words: `User <NAME> changed from <OLD> to <NEW>`.
fn id_in_words(body: &str) -> Identity {
    let mut old = Identity::default();
    if let Some(word) = body.rsplit_once(" from ").and_then(|(_, rest)| rest.split_whitespace().next()) {
        old.add(word);
    }
    old
}

fn edit(part: &Value) -> Content {
    let message = part.get("message").unwrap_or(&Value::Null);
    let words = message.get("text").and_then(|it| piece::text(it, "body"));
    let caption = ["image", "video", "document"]
        .iter()
        .find_map(|it| message.get(*it).and_then(|media| piece::text(media, "caption")));
    Content::Edited { original: piece::id(part, "original_message_id"), body: words.or(caption) }
}

fn unreadable(place: &Place, message: &Value, kind: &str, part: &Value) -> Content {
    let what = piece::text(part, "type").filter(|_| part.is_object()).unwrap_or_else(|| kind.to_owned());
    let why = piece::first_error(message).or_else(|| piece::first_error(place.value));
    let what = if what.is_empty() { "a message without a type".to_owned() } else { what };
    let what = why.map_or(what.clone(), |(code, details)| format!("{what} ({code}: {details})"));
    Content::Unreadable { what }
}
