//! A thread with one contact, and who answers in it.

use crate::{Channel, ClinicId, ContactId, ConversationId, Language, StaffId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A thread with one contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// At which clinic.
    pub clinic: ClinicId,
    /// With whom.
    pub contact: ContactId,
    /// On which channel.
    pub channel: Channel,
    /// Who answers.
    pub state: ConversationState,
    /// The language of the patient's words.
    pub language: Language,
    /// When the patient last wrote: the customer service window ends 24 hours later.
    pub last_inbound_at: Option<Timestamp>,
    /// When it began.
    pub opened_at: Timestamp,
    /// When something last happened in it.
    pub changed_at: Timestamp,
}

/// Who answers in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ConversationState {
    /// The desk.
    Bot,
    /// The desk asked for a person; the machine is silent until it is given back.
    Waiting {
        /// Why.
        reason: HandoverReason,
        /// Since when.
        since: Timestamp,
    },
    /// A person took it; the machine is silent until it is given back.
    Staff {
        /// Who.
        by: StaffId,
        /// Since when.
        since: Timestamp,
    },
    /// Nothing is open.
    Closed,
}

impl ConversationState {
    /// As the public API names it (`contract/serve.md`).
    pub fn api_name(&self) -> &'static str {
        match self {
            Self::Bot => "bot",
            Self::Waiting { .. } | Self::Staff { .. } => "staff",
            Self::Closed => "closed",
        }
    }
}

/// Why a person is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandoverReason {
    /// Signs of an emergency.
    Emergency,
    /// The patient asked for a person.
    Asked,
    /// Not understood, twice.
    NotUnderstood,
    /// A complaint.
    Complaint,
    /// Prescriptions, results, insurance, payment: not ours to answer.
    Medical,
    /// A cancellation or change later than the clinic's rule.
    LateChange,
    /// A wish to see or erase data.
    DataRequest,
    /// A message that the machine cannot read.
    Unreadable,
    /// No answer in the clinic's knowledge base.
    NoAnswer,
    /// No free time fits.
    NothingFree,
    /// Late, or another practical matter that the clinic should know.
    Information,
    /// A message could not be delivered.
    NotDelivered,
    /// A request for a time waits for the clinic's word, or lapsed without it.
    Request,
    /// Their visit can't take place and they haven't answered: call them.
    Unanswered,
    /// So many messages in so short a time that the machine fell silent.
    TooMany,
}

impl HandoverReason {
    /// As stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Asked => "asked",
            Self::NotUnderstood => "not_understood",
            Self::Complaint => "complaint",
            Self::Medical => "medical",
            Self::LateChange => "late_change",
            Self::DataRequest => "data_request",
            Self::Unreadable => "unreadable",
            Self::NoAnswer => "no_answer",
            Self::NothingFree => "nothing_free",
            Self::Information => "information",
            Self::NotDelivered => "not_delivered",
            Self::Request => "request",
            Self::Unanswered => "unanswered",
            Self::TooMany => "too_many",
        }
    }

    /// From the stored text.
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Emergency,
            Self::Asked,
            Self::NotUnderstood,
            Self::Complaint,
            Self::Medical,
            Self::LateChange,
            Self::DataRequest,
            Self::Unreadable,
            Self::NoAnswer,
            Self::NothingFree,
            Self::Information,
            Self::NotDelivered,
            Self::Request,
            Self::Unanswered,
            Self::TooMany,
        ]
        .into_iter()
        .find(|it| it.as_str() == text)
    }
}
