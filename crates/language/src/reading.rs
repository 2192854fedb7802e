//! What a message was understood to say (`contract/understand.md`, output).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One message, understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The language used, BCP 47 primary tag.
    pub lang: String,
    /// What the message asks for, in the order said; never empty.
    pub intents: Vec<IntentReading>,
    /// Other readings of the same words, best first; never an action.
    pub alternatives: Vec<IntentReading>,
    /// The time asked for.
    pub when: Option<When>,
    /// Every time expression found.
    pub times: Vec<TimeExpression>,
    /// Index into the offered times.
    pub choice: Option<usize>,
    /// A service's name as the context gave it.
    pub service: Option<String>,
    /// A practitioner's name as the context gave it.
    pub practitioner: Option<String>,
    /// The person it is for, when not the writer.
    pub for_other: Option<String>,
    /// The writer's own name, when told (beyond the contract).
    pub name: Option<String>,
    /// What a question is about.
    pub topic: Option<Topic>,
    /// A good receptionist would ask.
    pub needs_clarification: bool,
}

/// One thing asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IntentReading {
    /// Which.
    pub name: Intent,
    /// 0 to 1; calibrated: 0.8 is right in 80% of the cases.
    pub confidence: f64,
    /// This intent's own time, when the message holds several requests.
    pub when: Option<When>,
}

/// What a patient may want.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the contract's and say it")]
pub enum Intent {
    Book,
    Reschedule,
    Cancel,
    CannotAttend,
    ConfirmAttendance,
    ListAppointments,
    AskAvailability,
    EarlierTime,
    RunningLate,
    Question,
    Prescription,
    TestResults,
    Insurance,
    Payment,
    Video,
    Symptom,
    Emergency,
    Human,
    Complaint,
    Praise,
    OptOut,
    OptIn,
    DataAccess,
    DataErasure,
    Greeting,
    Thanks,
    Goodbye,
    Yes,
    No,
    Choose,
    Language,
    Unknown,
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the contract's and say it")]
pub enum Topic {
    OpeningHours,
    Address,
    Parking,
    Price,
    Preparation,
    Payment,
    Referral,
    Services,
    Practitioners,
    Covid,
    CancellationPolicy,
    Contact,
    Other,
}

/// The moments at which an appointment may start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// Half open, sorted, disjoint, within 90 days from now; exclusions already taken out.
    pub windows: Vec<Window>,
    /// Only a wish: the desk may look wider when nothing is free.
    pub flexible: bool,
    /// Earliest or latest of them, when said.
    pub prefer: Option<Prefer>,
    /// The words it was read from.
    pub text: String,
}

/// Half open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Window {
    /// The first moment.
    pub from: Timestamp,
    /// The first moment after.
    pub to: Timestamp,
}

/// Which end of the windows is liked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prefer {
    /// As soon as possible.
    Earliest,
    /// As late as possible.
    Latest,
}

/// One time expression in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeExpression {
    /// The words.
    pub text: String,
    /// Offset of the first character, counted in characters.
    pub start: usize,
    /// Offset after the last character, counted in characters.
    pub end: usize,
    /// Half open, at the grain.
    pub span: Window,
    /// How exact it is.
    pub grain: Grain,
    /// What it does in the sentence.
    pub role: Role,
}

/// How exact a time expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the contract's and say it")]
pub enum Grain {
    Minute,
    Hour,
    PartOfDay,
    Day,
    Week,
    Month,
    Year,
}

/// What a time expression does in the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Asked for.
    Wanted,
    /// Ruled out.
    Excluded,
    /// Names an appointment that the patient already has.
    Existing,
    /// A birthday, "since Monday".
    Other,
}
