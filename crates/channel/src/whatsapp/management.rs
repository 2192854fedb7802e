//! What Meta tells about accounts, numbers, templates and preferences, in one line each for the operator's log.
//! Absent: names and numbers of patients; the address of a preference stands in the notice's order key only.

use super::contacts::Identity;
use super::notice::{Notice, NoticeKind, Place};
use super::piece;
use serde_json::Value;

/// Fields whose `messages` and `statuses`, should there be any, are no chat with a patient.
const FIELDS: [&str; 24] = [
    "message_template_status_update",
    "message_template_quality_update",
    "message_template_components_update",
    "template_category_update",
    "phone_number_quality_update",
    "phone_number_name_update",
    "account_update",
    "account_alerts",
    "account_review_update",
    "business_capability_update",
    "business_username_update",
    "user_preferences",
    "security",
    "calls",
    "flows",
    "payment_configuration_update",
    "partner_solutions",
    "automatic_events",
    "history",
    "smb_app_state_sync",
    "smb_message_echoes",
    "group_lifecycle_update",
    "group_participants_update",
    "group_settings_update",
];

pub(super) fn knows(field: &str) -> bool {
    FIELDS.contains(&field)
}

/// An error that belongs to no message.
pub(super) fn error(place: &Place, error: &Value) -> Notice {
    let code = piece::integer(error, "code").unwrap_or(0);
    let summary = format!("error {code}: {}", piece::error_words(error));
    let kind = NoticeKind::Management { field: "errors".to_owned(), summary };
    place.notice(place.raw_key(error), kind)
}

pub(super) fn read(place: &Place, notices: &mut Vec<Notice>) {
    let preferences = place.value.get("user_preferences").into_iter().flat_map(piece::items);
    let before = notices.len();
    notices.extend(preferences.map(|it| preference(place, it)));
    if notices.len() > before {
        return;
    }
    let by_shape = place.value.get("new_quality_score").map(|_| "message_template_quality_update");
    let known = knows(place.field).then_some(place.field).or(by_shape);
    notices.push(match known {
        Some(field) => line(place, field),
        None if place.field == "messages" => {
            place.not_handled(place.value, "neither messages nor statuses nor errors")
        }
        None => place.not_handled(place.value, format!("a field unknown so far: {:?}", place.field)),
    });
}

fn preference(place: &Place, preference: &Value) -> Notice {
    let word = |name| piece::text(preference, name).unwrap_or_else(|| "?".to_owned());
    let kind = NoticeKind::Management {
        field: "user_preferences".to_owned(),
        summary: format!("{}: {}", word("category"), word("value")),
    };
    let who = Identity::of(preference, &["wa_id", "user_id"]);
    let order_key = who.user_id.map(String::from).or_else(|| who.phone.map(String::from));
    let at = piece::moment(preference, "timestamp").or(place.entry_at);
    Notice { order_key, at, ..place.notice(place.raw_key(preference), kind) }
}

/// The properties that say what happened, in the order in which they read best.
const TELLING: [&str; 22] = [
    "event",
    "decision",
    "status",
    "message_template_name",
    "message_template_language",
    "previous_quality_score",
    "new_quality_score",
    "previous_category",
    "new_category",
    "correct_category",
    "reason",
    "rejection_reason",
    "max_daily_conversations_per_business",
    "current_limit",
    "old_limit",
    "alert_type",
    "alert_severity",
    "alert_status",
    "alert_description",
    "display_phone_number",
    "requested_verified_name",
    "username",
];
/// Objects in which more of it stands.
const INNER: [&str; 7] = [
    "alert_info",
    "restriction_info",
    "violation_info",
    "ban_info",
    "other_info",
    "rejection_info",
    "disable_info",
];

fn line(place: &Place, field: &str) -> Notice {
    let value = place.value;
    let mut words: Vec<String> = TELLING.iter().filter_map(|it| told(value, it)).collect();
    for inner in INNER.iter().filter_map(|it| value.get(*it)).flat_map(piece::items) {
        let all = inner.as_object().into_iter().flatten();
        words.extend(all.filter_map(|(name, it)| Some(format!("{name} {}", piece::plain(it)?))));
    }
    for (list, what) in [
        ("calls", "call"),
        ("statuses", "call status"),
        ("message_echoes", "message written elsewhere"),
        ("history", "piece of history"),
    ] {
        let count = value.get(list).into_iter().flat_map(piece::items).count();
        words.extend((count > 0).then(|| format!("{what} × {count}")));
    }
    let summary = if words.is_empty() { "no details".to_owned() } else { words.join(", ") };
    let kind = NoticeKind::Management { field: field.to_owned(), summary };
    place.notice(place.raw_key(value), kind)
}

fn told(value: &Value, name: &str) -> Option<String> {
    piece::text(value, name)
        .map(|it| format!("{} {it}", name.replace("message_template_", "template ").replace('_', " ")))
}
