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
    /// What shows it.
    pub proof: Proof,
}

/// What shows that a person said yes or no: without it a permission is worth nothing (GDPR 7(1)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The words they were shown. Empty only when something is taken back.
    pub wording: String,
    /// Where it can be looked up: a message's id, a form's number, a note.
    pub evidence: String,
    /// Who recorded it: `patient`, `staff:stf_…`, `api:<name>`, `file`.
    pub recorded_by: String,
}

impl Proof {
    /// The field without which it proves nothing, by name. Taking back needs no words that were shown.
    pub fn missing(&self, state: PermissionState) -> Option<&'static str> {
        let fields = [
            ("wording", &self.wording, state == PermissionState::Given),
            ("evidence", &self.evidence, true),
            ("recorded_by", &self.recorded_by, true),
        ];
        fields.into_iter().find(|(_, text, needed)| *needed && text.trim().is_empty()).map(|(name, ..)| name)
    }
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

impl PermissionState {
    /// As stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// From the stored text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Given, Self::Withdrawn].into_iter().find(|it| it.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_from_a_proof_is_named() {
        let full = Proof {
            wording: "Yes, remind me on WhatsApp.".to_owned(),
            evidence: "form 17".to_owned(),
            recorded_by: "file".to_owned(),
        };
        let given = PermissionState::Given;
        assert_eq!(full.missing(given), None);
        assert_eq!(Proof { wording: " ".to_owned(), ..full.clone() }.missing(given), Some("wording"));
        assert_eq!(Proof { evidence: String::new(), ..full.clone() }.missing(given), Some("evidence"));
        assert_eq!(Proof { recorded_by: String::new(), ..full.clone() }.missing(given), Some("recorded_by"));
        let back = PermissionState::Withdrawn;
        assert_eq!(Proof { wording: String::new(), ..full.clone() }.missing(back), None);
        assert_eq!(Proof { evidence: String::new(), ..full }.missing(back), Some("evidence"));
    }
}
