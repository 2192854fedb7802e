//! A raw notification on its way in and out of the inbox. Absent: its meaning; that is the channel's.

use jiff::Timestamp;
use svara_model::ClinicId;

/// What arrived.
#[derive(Clone, Debug)]
pub struct NewNotification {
    /// Unique: `wa:msg:<wamid>`, `wa:status:<id>:<status>`, `wa:raw:<sha256>`.
    pub key: String,
    /// To which clinic, when known.
    pub clinic: Option<ClinicId>,
    /// Those with the same order key are handled one after the other; it is hashed.
    pub order_key: Option<String>,
    /// What it is.
    pub kind: InboxKind,
    /// When it happened, by the provider's clock.
    pub at: Timestamp,
    /// When it reached us.
    pub received_at: Timestamp,
    /// JSON; sealed.
    pub payload: String,
}

/// What a notification is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InboxKind {
    /// A patient wrote.
    Message,
    /// A message of ours came further.
    Status,
    /// Something else.
    Other,
}

impl InboxKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Status => "status",
            Self::Other => "other",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Message, Self::Status, Self::Other].into_iter().find(|it| it.as_str() == text)
    }
}

/// All that waits from one sender, in order.
#[derive(Clone, Debug)]
pub struct InboxBatch {
    /// The hash of the order key.
    pub order_key_hash: String,
    /// A clinic's messages, or its reports: where the next look goes on (see [`crate::inbox::next_message_batch`]).
    pub lane: String,
    /// In the order they were written, by the provider's clock; within one second, in the order they reached us.
    pub items: Vec<InboxItem>,
}

/// One recorded notification.
#[derive(Clone, Debug)]
pub struct InboxItem {
    /// Its unique key, as recorded.
    pub key: String,
    /// To which clinic, when known.
    pub clinic: Option<ClinicId>,
    /// What it is.
    pub kind: InboxKind,
    /// When it happened, by the provider's clock.
    pub at: Timestamp,
    /// When it reached us.
    pub received_at: Timestamp,
    /// The JSON.
    pub payload: String,
    /// How often it was taken up, this time included.
    pub attempt: i64,
}
