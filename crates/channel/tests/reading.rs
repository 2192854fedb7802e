//! What becomes of each kind of notification, one line a kind.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

mod common;

use common::{change, content, message, notices, only, value, with_message};
use serde_json::{Value, json};
use svara_channel::whatsapp::{NoticeKind, read};
use svara_model::{Content, DeliveryStatus, MediaKind, StatusUpdate};

fn tap(id: &str, title: &str) -> Content {
    Content::Tap { id: id.into(), title: title.into() }
}

fn unreadable(what: &str) -> Content {
    Content::Unreadable { what: what.into() }
}

/// A file with a name of its own and a kind.
fn document(mime_type: &str, file_name: &str) -> Content {
    let Content::Media { media_id, caption, .. } = media(MediaKind::Document, None) else { unreachable!() };
    let (mime_type, file_name) = (Some(mime_type.to_owned()), Some(file_name.to_owned()));
    Content::Media { media: MediaKind::Document, media_id, caption, mime_type, file_name }
}

fn media(media: MediaKind, caption: Option<&str>) -> Content {
    Content::Media {
        media,
        media_id: Some("5".into()),
        caption: caption.map(Into::into),
        mime_type: None,
        file_name: None,
    }
}

#[test]
fn every_kind_of_message_is_read() {
    let hello = || Content::Text { body: "Hej".into() };
    let table = [
        (json!({"type": "text", "text": {"body": "Hej"}}), hello()),
        (json!({"text": {"body": "Hej"}}), hello()),
        (json!({"type": "text", "text": "Hej"}), hello()),
        (json!({"type": "text", "text": {}}), unreadable("a text without words")),
        (json!({"type": "button", "button": {"payload": "confirm:1", "text": "Ja"}}), tap("confirm:1", "Ja")),
        (json!({"type": "button", "button": {"text": "Ja"}}), tap("Ja", "Ja")),
        (
            json!({"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "b", "title": "B"}}}),
            tap("b", "B"),
        ),
        (
            json!({"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "r", "title": "R"}}}),
            tap("r", "R"),
        ),
        (json!({"type": "interactive"}), unreadable("a choice that is missing")),
        (
            json!({"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {"response_json": "[]"}}}),
            unreadable("a form"),
        ),
        (
            json!({"type": "location", "location": {"latitude": "58.5", "longitude": 16}}),
            Content::Location { latitude: 58.5, longitude: 16.0 },
        ),
        (
            json!({"type": "location", "location": {"latitude": 91, "longitude": 0}}),
            unreadable("a place without coordinates"),
        ),
        (
            json!({"type": "reaction", "reaction": {"message_id": "wamid.B", "emoji": ""}}),
            Content::Reaction { to: Some("wamid.B".into()), emoji: None },
        ),
        (
            json!({"type": "revoke", "revoke": {"original_message_id": "wamid.B"}}),
            Content::Revoked { original: Some("wamid.B".into()) },
        ),
        (
            json!({"type": "edit", "edit": {"original_message_id": "wamid.B", "message": {"type": "text", "text": {"body": "kl 15"}}}}),
            Content::Edited { original: Some("wamid.B".into()), body: Some("kl 15".into()) },
        ),
        (
            json!({"type": "unsupported", "unsupported": {"type": "poll_creation"}, "errors": [{"code": 131_051, "title": "Unknown"}]}),
            unreadable("poll_creation (131051: Unknown)"),
        ),
        (json!({"type": "hologram"}), unreadable("hologram")),
        (json!({}), unreadable("a message without a type")),
        (
            json!({"type": "text", "text": {"body": "Hej"}, "group_id": "g"}),
            Content::Ignorable { what: "a message in a group".into() },
        ),
    ];
    for (message, expected) in table {
        assert_eq!(content(&message), expected, "{message}");
    }
}

#[test]
fn what_comes_beside_words_is_read_with_its_kind_and_name() {
    let table = [
        (
            json!({"type": "image", "image": {"id": 5, "caption": "Tand"}}),
            media(MediaKind::Image, Some("Tand")),
        ),
        (
            json!({"type": "document", "document": {"id": "5", "mime_type": "application/pdf", "filename": "remiss.pdf"}}),
            document("application/pdf", "remiss.pdf"),
        ),
        (
            json!({"type": "document", "document": {"id": "5", "mime_type": "text/x", "filename": "../../etc/pass\nwd"}}),
            document("text/x", "passwd"),
        ),
        (
            json!({"type": "document", "document": {"id": "5", "mime_type": "x".repeat(129), "filename": 7}}),
            Content::Media {
                media: MediaKind::Document,
                media_id: Some("5".into()),
                caption: None,
                mime_type: None,
                file_name: Some("7".into()),
            },
        ),
        (json!({"type": "audio", "audio": {"id": "5", "voice": true}}), media(MediaKind::VoiceNote, None)),
        (json!({"type": "audio", "audio": {"id": "5"}}), media(MediaKind::Audio, None)),
    ];
    for (message, expected) in table {
        assert_eq!(content(&message), expected, "{message}");
    }
}

#[test]
fn only_a_card_that_whatsapp_made_proves_a_number() {
    let card = |extra: Value| {
        let mut card = json!({"phones": [{"phone": "+46 70 000 00 03", "wa_id": "46700000003"}]});
        card.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        match content(&json!({"type": "contacts", "contacts": [card]})) {
            Content::Contacts { own_number } => own_number.map(|it| it.as_str().to_owned()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(card(json!({"origin": "contact_request"})).as_deref(), Some("+46700000003"));
    assert_eq!(card(json!({"origin": "other", "vcard": "BEGIN:VCARD"})), None);
    assert_eq!(card(json!({"origin": "contact_request", "vcard": "BEGIN:VCARD"})), None);
    assert_eq!(card(json!({})), None);
}

/// Who it is from: number, id, name.
fn sender(extra: &Value) -> [Option<String>; 3] {
    let who = message(&with_message(extra)).sender;
    [who.phone.map(Into::into), who.user_id.map(Into::into), who.profile_name]
}

#[test]
fn the_sender_is_joined_by_id_and_never_by_position() {
    let whole = ["+46700000001", "SE.1", "Åsa"].map(|it| Some(it.to_owned()));
    let text = json!({"type": "text", "text": {"body": "Hej"}});
    let with = |extra: Value| {
        let mut all = text.clone();
        all.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        sender(&all)
    };
    assert_eq!(with(json!({})), whole);
    assert_eq!(with(json!({"from": null, "from_user_id": "SE.1"})), whole);
    assert_eq!(with(json!({"from": "SE.1"})), whole, "a gateway put the id into `from`");
    assert_eq!(with(json!({"from": 46_700_000_001_i64})), whole, "a number as a number");
    assert_eq!(with(json!({"from": "46700000009"})), [Some("+46700000009".to_owned()), None, None]);
    let contradiction = with(json!({"from_user_id": "SE.2"}));
    assert_eq!(contradiction, [Some("+46700000001".to_owned()), Some("SE.2".to_owned()), None]);
}

#[test]
fn a_message_from_nobody_is_kept_and_not_guessed() {
    let notice = only(&with_message(&json!({"from": null, "type": "text", "text": {"body": "Hej"}})));
    assert!(matches!(notice.kind, NoticeKind::NotHandled { .. }), "{notice:?}");
    assert!(notice.key.starts_with("wa:raw:"));
}

#[test]
fn a_change_of_identity_comes_from_whom_it_was_before() {
    let changed = |extra: Value| {
        let it = message(&with_message(&extra));
        let Content::ChangedIdentity { phone, user_id, previous_user_id } = it.content else {
            panic!("{it:?}")
        };
        let before = [it.sender.phone.map(String::from), it.sender.user_id.map(String::from)];
        (before, [phone.map(String::from), user_id.map(String::from), previous_user_id.map(String::from)])
    };
    let some = |it: &str| Some(it.to_owned());
    assert_eq!(
        changed(json!({"type": "system", "from_user_id": "SE.2", "system": {"type": "user_changed_number",
            "wa_id": "46700000002", "user_id": "SE.2", "previous_user_id": "SE.1"}})),
        ([some("+46700000001"), some("SE.1")], [some("+46700000002"), some("SE.2"), some("SE.1")])
    );
    assert_eq!(
        changed(
            json!({"type": "system", "system": {"type": "customer_changed_number", "new_wa_id": "46700000002"}})
        ),
        ([some("+46700000001"), None], [some("+46700000002"), None, None])
    );
    assert_eq!(
        changed(json!({"from": null, "type": "system", "system": {"type": "user_changed_user_id",
            "body": "User from Ed changed from SE.1 to SE.2", "user_id": "SE.2"}})),
        ([None, some("SE.1")], [None, some("SE.2"), some("SE.1")])
    );
    assert!(matches!(
        content(&json!({"type": "system", "system": {"type": "customer_identity_changed", "identity": {}}})),
        Content::Ignorable { .. }
    ));
}

fn status(extra: &Value) -> StatusUpdate {
    let mut status =
        json!({"id": "wamid.B", "status": "sent", "timestamp": 1_770_000_000, "recipient_id": "46700000001"});
    status.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    let notice = only(&change("messages", &value(&json!({ "statuses": [status] }))));
    let NoticeKind::Status(update) = notice.kind else { panic!("{notice:?}") };
    assert_eq!(notice.key, format!("wa:status:wamid.B:{}", update.status.as_str()));
    update
}

#[test]
fn a_status_brings_our_id_and_the_reason_of_a_failure() {
    let ours = svara_model::MessageId::new(1_770_000_000_000, 7);
    assert_eq!(status(&json!({"biz_opaque_callback_data": ours})).message, Some(ours));
    assert_eq!(status(&json!({"biz_opaque_callback_data": "another's"})).message, None);
    let forms = [
        json!({"code": 131_026, "title": "T", "message": "M", "error_data": {"details": "D"}}),
        json!({"code": "131026", "title": "T", "details": "D"}),
    ];
    for error in forms {
        let failed = status(&json!({"status": "failed", "errors": [error]}));
        assert_eq!(failed.status, DeliveryStatus::Failed);
        let failure = failed.failure.unwrap();
        assert_eq!((failure.code, failure.details.as_str()), (131_026, "D"));
    }
    assert_eq!(status(&json!({"status": "failed"})).failure.unwrap().code, 0);
    assert_eq!(status(&json!({"status": "delivered", "errors": [{"code": 1}]})).failure, None);
}

#[test]
fn management_is_one_line_without_names_or_numbers() {
    let line = |field: &str, value: Value| match only(&change(field, &value)).kind {
        NoticeKind::Management { field, summary } => format!("{field} | {summary}"),
        other => format!("{other:?}"),
    };
    let paused = json!({"event": "PAUSED", "message_template_name": "reminder", "message_template_language": "sv", "reason": null});
    assert_eq!(
        line("message_template_status_update", paused),
        "message_template_status_update | event PAUSED, template name reminder, template language sv"
    );
    let quality = json!({"previous_quality_score": "GREEN", "new_quality_score": "RED"});
    assert!(line("mislabelled", quality).starts_with("message_template_quality_update | "));
    let call = json!({"metadata": {"phone_number_id": "1"}, "statuses": [{"id": "wacid.1", "type": "call", "status": "RINGING"}]});
    assert_eq!(line("calls", call), "calls | call status × 1");
    let stop = json!({"user_preferences": [{"wa_id": "46700000001", "category": "marketing_messages", "value": "stop", "timestamp": 1}]});
    assert_eq!(line("user_preferences", stop.clone()), "user_preferences | marketing_messages: stop");
    assert_eq!(only(&change("user_preferences", &stop)).order_key.as_deref(), Some("+46700000001"));
    let error = json!({"errors": [{"code": 130_429, "title": "Rate limit hit"}]});
    assert_eq!(line("messages", error), "errors | error 130429: Rate limit hit");
    assert!(line("brand_new_field", json!({"a": 1})).starts_with("NotHandled"));
}

#[test]
fn what_is_sent_together_is_read_together_and_in_order() {
    let message = |id: &str| json!({"from": "46700000001", "id": id, "timestamp": "1", "type": "text", "text": {"body": id}});
    let both = json!({"messages": [message("wamid.1"), message("wamid.2")], "statuses": [{"id": "wamid.3", "status": "read"}]});
    let mut two = change("messages", &value(&both));
    let entry = two["entry"][0].clone();
    two["entry"].as_array_mut().unwrap().push(entry);
    let keys: Vec<_> = notices(&two).into_iter().map(|it| it.key).collect();
    let once = ["wa:msg:wamid.1", "wa:msg:wamid.2", "wa:status:wamid.3:read"];
    assert_eq!(keys, [once, once].concat(), "the same again has the same keys");
}

#[test]
fn what_is_json_is_never_lost_and_what_is_not_is_said_so() {
    for foreign in [
        "{}",
        "[]",
        "null",
        "1e999",
        r#""x""#,
        r#"{"object":"page","entry":[]}"#,
        r#"{"entry":[{}]}"#,
        r#"{"entry":[{"changes":[7]}]}"#,
        r#"{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{}}]}]}"#,
    ] {
        let all = read(foreign.as_bytes()).unwrap();
        assert!(
            matches!(&all[..], [one] if matches!(one.kind, NoticeKind::NotHandled { .. })),
            "{foreign}: {all:?}"
        );
    }
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    assert_eq!(read(deep.as_bytes()).unwrap().len(), 1);
    for broken in ["", "{", "hej", "{\"a\":}", "\u{feff}"] {
        assert!(read(broken.as_bytes()).is_err(), "{broken}");
    }
}

#[test]
fn half_an_emoji_does_not_lose_the_message() {
    let text = with_message(&json!({"type": "text", "text": {"body": "Hej MARK"}})).to_string();
    for (half, shown) in [
        (r"\ud83d", "Hej \u{fffd}"),
        (r"\ude00", "Hej \u{fffd}"),
        (r"\ud83d\ude00", "Hej 😀"),
        (r"\\ud83d \ud83d", "Hej \\ud83d \u{fffd}"),
        (r"\u0000", "Hej "),
    ] {
        let all = read(text.replace("MARK", half).as_bytes()).unwrap();
        let NoticeKind::Message(it) = &all[0].kind else { panic!("{all:?}") };
        assert_eq!(it.content, Content::Text { body: shown.into() }, "{half}");
    }
}
