//! What a conversation hears: the patient's words and taps, and the world's answers to effects.

use serde::{Deserialize, Serialize};
use svara_language::Reading;
use svara_model::{Appointment, FreePlan, MediaKind, Patient, Slot, TimeOffer, WaitEntry};

/// Something that happened.
#[expect(clippy::large_enum_variant, reason = "one lives at a time, for the length of a step")]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The patient wrote, and this is how it was read.
    Said {
        /// The words.
        text: String,
        /// What they were understood to say.
        reading: Reading,
    },
    /// The patient tapped something of ours.
    Tapped {
        /// What comes back with the tap.
        id: String,
        /// Its label.
        title: String,
    },
    /// A picture, a recording or a file without words.
    SentMedia(MediaKind),
    /// A place on the map.
    SentLocation,
    /// Someone's contact card.
    SentContact,
    /// Something that cannot be read.
    SentUnreadable,
    /// Nothing was heard for a while, and something is open: a gentle word, once.
    Unanswered,
    /// Nothing was heard for so long that what is open lapses.
    Lapsed,
    /// The answer to a search: good times first; `wider` when nothing fitted the wish and these lie outside it.
    TimesFound {
        /// The times to offer.
        slots: Vec<Slot>,
        /// They lie outside what was asked for.
        wider: bool,
        /// Why nothing fitted, when nothing did.
        nothing: Option<Nothing>,
    },
    /// The time is the patient's; a pending one waits for the clinic's word.
    Booked(Appointment),
    /// Whole plans that are free, the earliest first.
    PlansFound(Vec<FreePlan>),
    /// All appointments of a plan are theirs, by time.
    PlanBooked(Vec<Appointment>),
    /// One of a plan's times can't be had any more: nothing is booked.
    PlanGone,
    /// The appointment has its new time.
    Moved {
        /// As it was.
        before: Appointment,
        /// As it is.
        after: Appointment,
    },
    /// The appointment is called off.
    Cancelled(Appointment),
    /// Somebody else was faster, or the appointment changed meanwhile.
    TimeGone,
    /// A rule forbids the time by now.
    NotAllowed(Refused),
    /// A new patient stands in the register.
    Enrolled(Patient),
    /// A wish stands on the waiting list.
    Waits {
        /// As it stands.
        entry: WaitEntry,
        /// It changed one that stood there before.
        changed: bool,
    },
    /// A freed time went to somebody else, or the answer came too late; none: we never made such an offer.
    OfferGone(Option<TimeOffer>),
}

/// Why a time that was offered can't be had any more, though nobody took it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refused {
    /// It is too soon by now.
    TooSoon,
    /// The clinic isn't open then after all.
    Closed,
    /// The patient has another visit then.
    PatientBusy,
}

/// Why a search found nothing that fits the wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nothing {
    /// The clinic, or the practitioner asked for, isn't open then.
    Closed,
    /// Everything is taken.
    Full,
    /// Somebody could, but the room or the device that is needed is taken or closed.
    NoRoom,
    /// Nobody takes more patients that day.
    DayFull,
    /// The patient has another visit then.
    PatientBusy,
    /// Too soon from now.
    TooSoon,
    /// Later than the clinic plans.
    TooFar,
}
