//! What is said, both ways, in words that no single provider owns.

use crate::{Channel, ConversationId, Language, MessageId, PhoneNumber, StaffId, UserId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A message to a patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Outgoing {
    /// Plain words.
    Text {
        /// At most 4,096 characters on WhatsApp.
        body: String,
    },
    /// Words with up to three reply buttons.
    Buttons {
        /// At most 1,024 characters on WhatsApp.
        body: String,
        /// One to three.
        buttons: Vec<Button>,
    },
    /// Words with a list of up to ten rows.
    List {
        /// At most 4,096 characters on WhatsApp.
        body: String,
        /// What opens the list, at most 20 characters.
        open: String,
        /// One to ten.
        rows: Vec<Row>,
    },
    /// Words with one button that opens a page.
    Link {
        /// At most 1,024 characters on WhatsApp.
        body: String,
        /// At most 20 characters.
        label: String,
        /// An address with its scheme.
        url: String,
    },
    /// A text approved beforehand, the only kind outside the customer service window.
    Template(TemplateMessage),
}

impl Outgoing {
    /// The words a reader of the conversation sees, choices included.
    pub fn shown(&self) -> String {
        match self {
            Self::Text { body } => body.clone(),
            Self::Buttons { body, buttons } => lines(body, buttons.iter().map(|it| it.title.as_str())),
            Self::List { body, rows, .. } => lines(body, rows.iter().map(|it| it.title.as_str())),
            Self::Link { body, label, url } => format!("{body}\n[{label}: {url}]"),
            Self::Template(it) => lines(&it.shown, it.quick_replies.iter().map(|it| it.title.as_str())),
        }
    }
}

fn lines<'a>(body: &str, choices: impl Iterator<Item = &'a str>) -> String {
    choices.fold(body.to_owned(), |text, title| text + "\n[" + title + "]")
}

/// A reply button: what comes back when it is tapped, and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// Comes back with the tap; at most 256 characters.
    pub id: String,
    /// At most 20 characters.
    pub title: String,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Comes back with the tap; at most 200 characters.
    pub id: String,
    /// At most 24 characters.
    pub title: String,
    /// At most 72 characters.
    pub description: Option<String>,
}

/// A template filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateMessage {
    /// Its approved name, `[a-z0-9_]`.
    pub name: String,
    /// The language it was approved in.
    pub language: Language,
    /// The body's parameters in order; no line breaks.
    pub parameters: Vec<String>,
    /// The quick replies with our payloads, in the order approved.
    pub quick_replies: Vec<Button>,
    /// The words as the patient sees them.
    pub shown: String,
}

/// Why we write: each purpose needs its own permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// An answer to what the patient wrote.
    Answer,
    /// Confirmation, change or cancellation of an appointment.
    Appointment,
    /// A reminder of an appointment.
    Reminder,
}

impl Purpose {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Appointment => "appointment",
            Self::Reminder => "reminder",
        }
    }

    /// From the stored text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Answer, Self::Appointment, Self::Reminder].into_iter().find(|it| it.as_str() == text)
    }
}

/// To us or from us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the patient.
    In,
    /// To the patient.
    Out,
}

/// A line of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Which way.
    pub direction: Direction,
    /// The words, choices included.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
    /// How far it came: `received` or `handled` for what came in, a delivery status for what went out.
    pub status: String,
    /// Who of the staff wrote it; none: the patient or the desk.
    pub by: Option<StaffId>,
    /// Where an answer of the desk's was taken from: `answer: …`, `service: …`, `hours`; for staff only.
    pub source: Option<String>,
}

/// How far an outgoing message came. It never goes down: sent, delivered, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// Waits for its turn.
    Queued,
    /// Handed over; the answer is awaited.
    Sending,
    /// The machine stopped between handing over and hearing: sent or not, nobody knows.
    Unknown,
    /// Refused, for good.
    Failed,
    /// Not sent: no permission, moved or cancelled meanwhile, window closed.
    Dropped,
    /// Accepted by the provider.
    Sent,
    /// On the phone.
    Delivered,
    /// Seen.
    Read,
    /// Listened to.
    Played,
}

impl DeliveryStatus {
    const ALL: [Self; 9] = [
        Self::Queued,
        Self::Sending,
        Self::Unknown,
        Self::Failed,
        Self::Dropped,
        Self::Sent,
        Self::Delivered,
        Self::Read,
        Self::Played,
    ];

    /// As stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Played => "played",
        }
    }

    /// From the stored text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    /// What a later report makes of it: success outranks failure, and nothing goes down.
    #[must_use]
    pub fn after(self, report: Self) -> Self {
        self.max(report)
    }
}

/// A message from a patient, as a channel read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inbound {
    /// The provider's id: the key under which it is handled once.
    pub provider_id: String,
    /// On which channel.
    pub channel: Channel,
    /// The clinic's number it was written to (Meta's `phone_number_id`).
    pub to: String,
    /// Who wrote.
    pub sender: Sender,
    /// When, by the provider's clock.
    pub at: Timestamp,
    /// What.
    pub content: Content,
    /// The provider's id of the message it answers.
    pub reply_to: Option<String>,
}

/// Who wrote. At least one of number and id is known, or the message is kept as not handled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// Their number, if it may be shown.
    pub phone: Option<PhoneNumber>,
    /// Their business-scoped id.
    pub user_id: Option<UserId>,
    /// The name they chose for their profile; display only.
    pub profile_name: Option<String>,
}

/// What a patient sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Content {
    /// Words.
    Text {
        /// As typed.
        body: String,
    },
    /// A tap on a button, a list row or a template's quick reply.
    Tap {
        /// Our id or payload; the label when we gave none.
        id: String,
        /// The label.
        title: String,
    },
    /// A picture, a recording, a file.
    Media {
        /// Which.
        media: MediaKind,
        /// The provider's id; it lives seven days.
        media_id: Option<String>,
        /// Words beside it.
        caption: Option<String>,
        /// What kind of file the provider says it is, such as `image/jpeg`.
        mime_type: Option<String>,
        /// What the sender's file is called; documents have it.
        file_name: Option<String>,
    },
    /// A place.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
    /// Contact cards.
    Contacts {
        /// The sender's own number, when WhatsApp vouches for it (`origin: contact_request`).
        own_number: Option<PhoneNumber>,
    },
    /// A reaction to one of our messages; `None` takes it back.
    Reaction {
        /// The provider's id of the message.
        to: Option<String>,
        /// Which.
        emoji: Option<String>,
    },
    /// The sender has another number or id from now on.
    ChangedIdentity {
        /// The new number.
        phone: Option<PhoneNumber>,
        /// The new id.
        user_id: Option<UserId>,
        /// The old id, when told.
        previous_user_id: Option<UserId>,
    },
    /// The sender took a message back.
    Revoked {
        /// The provider's id of the message.
        original: Option<String>,
    },
    /// The sender changed a message.
    Edited {
        /// The provider's id of the message.
        original: Option<String>,
        /// The new words.
        body: Option<String>,
    },
    /// Something that cannot be read: a poll, a view-once picture, a kind that did not exist when this was written.
    Unreadable {
        /// What it was, as far as known.
        what: String,
    },
    /// Something that asks for no answer: a group message, an order, a permission to call.
    Ignorable {
        /// What it was.
        what: String,
    },
}

/// What kind of medium.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum MediaKind {
    Image,
    Document,
    Audio,
    VoiceNote,
    Video,
    Sticker,
}

/// What a provider reports about a message of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusUpdate {
    /// The provider's id of the message.
    pub provider_id: String,
    /// Our own id, when the provider returns it.
    pub message: Option<MessageId>,
    /// How far it came.
    pub status: DeliveryStatus,
    /// When.
    pub at: Timestamp,
    /// Why it failed, when it did.
    pub failure: Option<SendFailure>,
}

/// Why a message could not be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendFailure {
    /// The provider's code.
    pub code: i64,
    /// In words, for staff and log.
    pub details: String,
}
