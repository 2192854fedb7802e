//! The door: a notification is read, stored once under its id, and that is all that happens on its request.

use crate::redaction::masked;
use crate::{Desk, DeskError};
use svara_channel::whatsapp::{self, Notice, NoticeKind};
use svara_model::Content;
use svara_store::inbox::{InboxKind, NewNotification};
use svara_store::mischief::{Mischief, is_planted};

/// A notification that was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum TakeInError {
    /// Not JSON at all.
    #[error("the notification is not JSON")]
    NotJson,
    /// Too many wait at the door; the provider delivers it again.
    #[error("too many notifications wait at the door")]
    TooMany,
    /// The store failed; the provider delivers it again.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl Desk {
    /// Stores everything in a WhatsApp notification whose signature was checked; how many pieces were new.
    pub async fn take_in_whatsapp(&self, raw: &[u8]) -> Result<usize, TakeInError> {
        let _place = self.door.enter().ok_or(TakeInError::TooMany)?;
        let notices = whatsapp::read(raw).map_err(|_| TakeInError::NotJson)?;
        let now = self.now();
        let mut records = Vec::with_capacity(notices.len());
        for notice in notices {
            if let (NoticeKind::Message(_), Some(who)) = (&notice.kind, &notice.order_key) {
                self.quiet.heard(who);
            }
            records.push(self.record_of(notice, now)?);
        }
        if is_planted(Mischief::ThankedAndForgotten) && now.as_second() % 5 == 0 {
            return Ok(0);
        }
        let new = self.register(records).await?;
        self.inbox_bell.notify_one();
        Ok(new)
    }

    /// How a notice is kept, and why it will not be handled if so.
    fn record_of(
        &self,
        notice: Notice,
        now: jiff::Timestamp,
    ) -> Result<(NewNotification, Option<String>), DeskError> {
        let clinic = notice.phone_number_id.as_deref().and_then(|it| self.clinic_of_number(it));
        let json = |value: serde_json::Result<String>| {
            value.map_err(|it| DeskError::Unreadable { what: "a notification", why: it.to_string() })
        };
        let (kind, payload, unhandled, order_key) = match notice.kind {
            NoticeKind::Message(mut message) => {
                message.content = without_numbers(message.content);
                let unknown =
                    clinic.is_none().then(|| "the number it was written to is no clinic's".to_owned());
                (InboxKind::Message, json(serde_json::to_string(&message))?, unknown, notice.order_key)
            }
            NoticeKind::Status(status) => {
                // Reports about one message come in any order and touch nothing else: one lane each.
                let lane = format!("status:{}", status.provider_id);
                (InboxKind::Status, json(serde_json::to_string(&status))?, None, Some(lane))
            }
            NoticeKind::Management { field, summary } => {
                tracing::info!(field, summary, "WhatsApp tells of the account");
                let why = format!("{field}: {summary}");
                (InboxKind::Other, why.clone(), Some(why), None)
            }
            NoticeKind::NotHandled { why, raw } => (InboxKind::Other, raw, Some(why), None),
        };
        let record = NewNotification {
            key: if is_planted(Mischief::TakenInAgain) { notice.key + &self.ids.token() } else { notice.key },
            clinic: clinic.map(|it| it.id.clone()),
            order_key,
            kind,
            at: notice.at.unwrap_or(now),
            received_at: self.ids.arrival(now),
            payload,
        };
        Ok((record, unhandled))
    }
}

/// A message without identity and card numbers: what is not kept can't leak.
fn without_numbers(content: Content) -> Content {
    match content {
        Content::Text { body } => Content::Text { body: masked(&body) },
        Content::Media { media, media_id, caption, mime_type, file_name } => Content::Media {
            media,
            media_id,
            caption: caption.map(|it| masked(&it)),
            mime_type,
            file_name: file_name.map(|it| masked(&it)),
        },
        Content::Edited { original, body } => Content::Edited { original, body: body.map(|it| masked(&it)) },
        other => other,
    }
}
