//! The waiting list: who would like a time, which time came free, and who was asked about it.

use crate::{
    AppointmentId, ClinicId, ContactId, FreedTimeId, MessageId, OfferId, PatientId, PractitionerId,
    ServiceId, Slot, Span, WaitId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// `[clinic.waitlist]`: how freed times are offered to those who wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WaitlistRules {
    /// Who is asked first.
    pub order: WaitlistOrder,
    /// How many are asked about one time at once.
    pub at_a_time: u32,
    /// How many when the time is near.
    pub at_a_time_late: u32,
    /// Nearer than this is near.
    pub late_hours: u32,
    /// How long a patient has to answer.
    pub answer_minutes: u32,
    /// Nobody is asked at these hours of the clinic's clock.
    pub quiet: Span,
    /// Nobody is asked when less than this remains before the start.
    pub stop_minutes: u32,
    /// Nobody is asked more often than this on one day.
    pub offers_per_day: u32,
    /// A wish is kept so long.
    pub keep_days: u32,
}

impl Default for WaitlistRules {
    fn default() -> Self {
        Self {
            order: WaitlistOrder::LongestWait,
            at_a_time: 1,
            at_a_time_late: 3,
            late_hours: 4,
            answer_minutes: 30,
            quiet: Span { from: "21:00".to_owned(), to: "08:00".to_owned() },
            stop_minutes: 120,
            offers_per_day: 3,
            keep_days: 90,
        }
    }
}

/// Who is asked first; those alike are asked in the order they came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitlistOrder {
    /// Who has waited longest.
    #[default]
    LongestWait,
    /// Whose wish the time fits best.
    BestMatch,
}

/// Somebody's wish for a time that isn't free now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitEntry {
    /// Its id.
    pub id: WaitId,
    /// At which clinic.
    pub clinic: ClinicId,
    /// Who would come.
    pub patient: PatientId,
    /// Who is asked.
    pub contact: ContactId,
    /// For what.
    pub service: ServiceId,
    /// With whom, if it matters.
    pub practitioner: Option<PractitionerId>,
    /// When it may start; empty: any time.
    pub windows: Vec<(Timestamp, Timestamp)>,
    /// The visit that would move earlier.
    pub appointment: Option<AppointmentId>,
    /// Whether it still stands.
    pub state: WaitState,
    /// Since when they wait.
    pub since: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// A word stored and served: one of a closed list.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$each])* #[serde(rename = $text)] $variant,)* }

        impl $name {
            /// As stored and served.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// From the stored text.
            pub fn parse(text: &str) -> Option<Self> {
                [$(Self::$variant,)*].into_iter().find(|it| it.as_str() == text)
            }
        }
    };
}
pub(crate) use words;

words! {
    /// Whether a wish still stands.
    WaitState {
        /// It stands.
        Waiting = "waiting",
        /// A freed time was taken.
        Filled = "filled",
        /// Taken back by the patient or by staff.
        Withdrawn = "withdrawn",
        /// Its days are over, or its visit is.
        Ended = "ended",
    }
}

/// A time that came free, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreedTime {
    /// Its id; it owns the hold while somebody is asked.
    pub id: FreedTimeId,
    /// At which clinic.
    pub clinic: ClinicId,
    /// The time as it was taken before.
    pub slot: Slot,
    /// Who had it: they are not asked about it.
    pub patient: Option<PatientId>,
    /// How it came free.
    pub because: String,
    /// When.
    pub freed_at: Timestamp,
    /// What became of it.
    pub state: FreedState,
    /// Who took it from the list.
    pub filled_by: Option<AppointmentId>,
    /// When that was settled.
    pub ended_at: Option<Timestamp>,
}

words! {
    /// What became of a freed time.
    FreedState {
        /// It may still be offered.
        Open = "open",
        /// Somebody on the list took it.
        Filled = "filled",
        /// It was booked in the ordinary way.
        Taken = "taken",
        /// Nobody took it.
        Unfilled = "unfilled",
    }
}

/// A freed time offered to one who waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeOffer {
    /// Stands in its buttons.
    pub id: OfferId,
    /// Which freed time.
    pub freed: FreedTimeId,
    /// Whose wish.
    pub entry: WaitId,
    /// Who would come.
    pub patient: PatientId,
    /// Who was asked.
    pub contact: ContactId,
    /// The time as it would be booked.
    pub slot: Slot,
    /// The visit that would move.
    pub moving: Option<AppointmentId>,
    /// What came of it.
    pub state: OfferState,
    /// When they were asked.
    pub offered_at: Timestamp,
    /// From then on it goes to the next.
    pub until: Timestamp,
    /// When that was settled.
    pub settled_at: Option<Timestamp>,
    /// The message that asked.
    pub message: MessageId,
}

words! {
    /// What came of an offer.
    OfferState {
        /// It waits for an answer.
        Standing = "standing",
        /// Yes.
        Accepted = "accepted",
        /// No.
        Declined = "declined",
        /// No answer came in time.
        Lapsed = "lapsed",
        /// Somebody else was faster.
        Gone = "gone",
        /// The message could not be sent.
        Unreached = "unreached",
    }
}
