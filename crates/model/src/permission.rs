//! What a contact allowed us to send, on which channel and for what.

use crate::Purpose;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A way to reach a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// WhatsApp.
    Whatsapp,
    /// Text messages.
    Sms,
    /// The chat on the clinic's page.
    WebChat,
    /// Mail.
    Mail,
}

impl Channel {
    /// As stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Whatsapp => "whatsapp",
            Self::Sms => "sms",
            Self::WebChat => "web_chat",
            Self::Mail => "mail",
        }
    }

    /// From the stored text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Whatsapp, Self::Sms, Self::WebChat, Self::Mail].into_iter().find(|it| it.as_str() == text)
    }
}

/// One entry: the newest for a channel and purpose decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permission {
    /// On which channel.
    pub channel: Channel,
    /// For what.
    pub purpose: Purpose,
    /// Given or taken back.
    pub state: PermissionState,
    /// When.
    pub at: Timestamp,
    /// How we know: `intake form`, `wrote to us`, `said STOP`.
    pub source: String,
}

/// Given or taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PermissionState {
    /// We may.
    Given,
    /// We may not.
    Withdrawn,
}
