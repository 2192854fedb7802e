//! One element of `statuses[]`. Absent: the rule that a status never goes down, which is the model's.

use super::notice::{Notice, NoticeKind, Place};
use super::piece;
use jiff::Timestamp;
use serde_json::Value;
use svara_model::{DeliveryStatus, SendFailure, StatusUpdate};

pub(super) fn read(place: &Place, status: &Value) -> Notice {
    let Some(id) = piece::id(status, "id") else {
        return place.not_handled(status, "a status without a message id");
    };
    if piece::text(status, "type").as_deref() == Some("call") || id.starts_with("wacid.") {
        return call(place, status);
    }
    let word = piece::text(status, "status").unwrap_or_default().to_lowercase();
    let Some(delivery) = delivery(&word) else {
        return place.not_handled(status, format!("a status unknown so far: {word:?}"));
    };
    let at = piece::moment(status, "timestamp").or(place.entry_at);
    let update = StatusUpdate {
        provider_id: id.clone(),
        message: piece::text(status, "biz_opaque_callback_data").and_then(|it| it.parse().ok()),
        status: delivery,
        at: at.unwrap_or(Timestamp::UNIX_EPOCH),
        failure: (delivery == DeliveryStatus::Failed).then(|| failure(status)),
    };
    let notice = place.notice(format!("wa:status:{id}:{word}"), NoticeKind::Status(update));
    Notice { at, ..notice }
}

fn delivery(word: &str) -> Option<DeliveryStatus> {
    match word {
        "sent" => Some(DeliveryStatus::Sent),
        "delivered" => Some(DeliveryStatus::Delivered),
        "read" => Some(DeliveryStatus::Read),
        "played" => Some(DeliveryStatus::Played),
        "failed" => Some(DeliveryStatus::Failed),
        _ => None,
    }
}

fn failure(status: &Value) -> SendFailure {
    let (code, details) = piece::first_error(status).unwrap_or((0, "no reason given".to_owned()));
    SendFailure { code, details }
}

/// How a call of ours goes on: not a message, and nobody's turn.
fn call(place: &Place, status: &Value) -> Notice {
    let word = piece::text(status, "status").unwrap_or_else(|| "without a word".to_owned());
    let kind = NoticeKind::Management { field: "calls".to_owned(), summary: format!("call status {word}") };
    place.notice(place.raw_key(status), kind)
}
