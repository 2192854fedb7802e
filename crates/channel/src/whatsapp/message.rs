//! One element of `messages[]`: who, when, in answer to what. What it says is read in `content`.

use super::contacts::{self, Identity};
use super::notice::{Notice, NoticeKind, Place};
use super::{content, piece};
use jiff::Timestamp;
use serde_json::Value;
use svara_model::{Channel, Content, Inbound, Sender};

pub(super) fn read(place: &Place, message: &Value) -> Notice {
    if !message.is_object() {
        return place.not_handled(message, "a message that is no object");
    }
    let content = content::read(place, message);
    let sender = sender(place, message, &content);
    if sender.phone.is_none() && sender.user_id.is_none() {
        return place.not_handled(message, "a message from nobody: neither a number nor an id");
    }
    let (key, provider_id) = match piece::id(message, "id") {
        Some(id) => (format!("wa:msg:{id}"), id),
        None => (place.raw_key(message), place.raw_key(message)),
    };
    let at = piece::moment(message, "timestamp").or(place.entry_at);
    let order_key = order_key(&sender);
    let inbound = Inbound {
        provider_id,
        channel: Channel::Whatsapp,
        to: place.phone_number_id.clone().unwrap_or_default(),
        sender,
        at: at.unwrap_or(Timestamp::UNIX_EPOCH),
        content,
        reply_to: message.get("context").and_then(|it| piece::id(it, "id")),
    };
    Notice { order_key, at, ..place.notice(key, NoticeKind::Message(inbound)) }
}

fn order_key(sender: &Sender) -> Option<String> {
    let id = sender.user_id.as_ref().map(ToString::to_string);
    id.or_else(|| sender.phone.as_ref().map(ToString::to_string))
}

/// A change of identity comes from whom the sender was before; it is not documented whether `from_user_id` is
/// then the old id or the new one, so it counts only when nothing else is there.
fn sender(place: &Place, message: &Value, content: &Content) -> Sender {
    let Content::ChangedIdentity { phone, user_id, previous_user_id } = content else {
        return contacts::sender(message, place.value);
    };
    let mut before = Identity::of(message, &["from"]);
    before.user_id = previous_user_id.clone().or(before.user_id);
    if before.is_nobody() {
        before = Identity::of(message, &["from_user_id", "from_parent_user_id"]);
    }
    if before.is_nobody() {
        before = Identity { phone: phone.clone(), user_id: user_id.clone() };
    }
    Sender { phone: before.phone, user_id: before.user_id, profile_name: None }
}
