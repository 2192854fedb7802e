//! What a conversation wants done.

use crate::plan::PlanAsk;
use serde::{Deserialize, Serialize};
use svara_language::phrases::Phrase;
use svara_language::{Prefer, Window};
use svara_model::{
    AppointmentId, HandoverReason, Language, OfferId, PatientId, PractitionerId, ServiceId, Slot, WaitId,
};

/// One thing to do, carried out in the transaction that stores the new state.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Tell the patient something.
    Say(Say),
    /// Look for free times; answered by `TimesFound`.
    Find(Request),
    /// Keep a time while the patient answers; a time already gone is noticed when it is booked.
    Hold(Slot),
    /// Let go of the time that is kept, if one is.
    Release,
    /// Book, or ask for it; answered by `Booked`, `TimeGone` or `NotAllowed`.
    Book {
        /// Which time.
        slot: Slot,
        /// For whom.
        patient: PatientId,
    },
    /// Look for whole plans; answered by `PlansFound`.
    FindPlans(PlanAsk),
    /// Book all of these or none, each for its patient; answered by `PlanBooked` or `PlanGone`.
    BookPlan(Vec<(Slot, PatientId)>),
    /// Move the whole appointment; answered by `Moved`, `TimeGone` or `NotAllowed`.
    Move {
        /// Which.
        appointment: AppointmentId,
        /// Where to.
        slot: Slot,
    },
    /// Call off; answered by `Cancelled`.
    Cancel(AppointmentId),
    /// Note that the patient wants it called off, too late for the machine to do it.
    AskOff(AppointmentId),
    /// The patient says yes to coming.
    Confirm(AppointmentId),
    /// Put someone into the register; answered by `Enrolled`.
    Enrol {
        /// Their name as given.
        name: String,
    },
    /// No more messages that we start.
    OptOut,
    /// They may be sent again.
    OptIn,
    /// A card for staff; the desk goes on answering.
    TellStaff(HandoverReason),
    /// A person takes over; the machine is silent from here.
    HandOver(HandoverReason),
    /// Where the answer of this turn was taken from: for staff, never for the patient.
    Source(String),
    /// The patient prefers this language.
    SetLanguage(Language),
    /// Puts a wish on the waiting list, or changes the one that stands there; answered by `Waits`.
    Wait {
        /// What for; `moving` is the visit that would come earlier.
        request: Request,
        /// Who would come.
        patient: PatientId,
    },
    /// Takes wishes off the waiting list.
    StopWaiting(Vec<WaitId>),
    /// Yes to a freed time; answered by `Booked`, `Moved` or `OfferGone`.
    TakeOffer(OfferId),
    /// No to a freed time.
    DeclineOffer(OfferId),
    /// The patient of a visit that can't take place wants to be called.
    WantsCall(AppointmentId),
}

/// Words, with what can be tapped below them.
#[derive(Clone, Debug, PartialEq)]
pub struct Say {
    /// Sentences in order; each is one Fluent message.
    pub phrases: Vec<Phrase>,
    /// What can be tapped.
    pub choice: Choice,
}

impl Say {
    /// Words alone.
    pub fn plain(phrase: Phrase) -> Self {
        Self { phrases: vec![phrase], choice: Choice::None }
    }

    /// Words with something to tap.
    pub fn with(phrase: Phrase, choice: Choice) -> Self {
        Self { phrases: vec![phrase], choice }
    }
}

/// What can be tapped below a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Nothing.
    None,
    /// Each a tap id and its words; up to three become buttons, more a list.
    Options(Vec<(String, OptionLabel)>),
    /// A page to open.
    Link {
        /// What the button says.
        label: Phrase,
        /// Where it leads.
        url: String,
    },
}

/// What an option says.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionLabel {
    /// Our own words.
    Words(Phrase),
    /// A time; the second line of a list row names the practitioner.
    Time(Slot),
}

/// A wish for times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a word of the wish that may stand beside any other"
)]
pub struct Request {
    /// For what.
    pub service: ServiceId,
    /// With whom, if it matters.
    pub practitioner: Option<PractitionerId>,
    /// When it may start; empty: any time.
    pub windows: Vec<(jiff::Timestamp, jiff::Timestamp)>,
    /// Which end is liked.
    pub latest: bool,
    /// As early as possible was asked for: the first ones rather than a spread.
    pub earliest: bool,
    /// The appointment that shall move; its own time doesn't stand in its way.
    pub moving: Option<AppointmentId>,
    /// Starts that were offered and not liked.
    pub not: Vec<jiff::Timestamp>,
    /// Nothing outside the windows helps: an earlier time than the one that stands.
    #[serde(default)]
    pub only: bool,
    /// When nothing is found, the wish goes on the waiting list without another question.
    #[serde(default)]
    pub wait: bool,
}

impl Request {
    /// Any time for a service.
    pub fn any(service: ServiceId) -> Self {
        Self {
            service,
            practitioner: None,
            windows: Vec::new(),
            latest: false,
            earliest: false,
            moving: None,
            not: Vec::new(),
            only: false,
            wait: false,
        }
    }

    /// The same wish at the times that were just named.
    #[must_use]
    pub fn at(mut self, windows: &[Window], prefer: Option<Prefer>) -> Self {
        self.windows = windows.iter().map(|it| (it.from, it.to)).collect();
        self.latest = prefer == Some(Prefer::Latest);
        self.earliest = prefer == Some(Prefer::Earliest);
        self.not.clear();
        self.only = false;
        self
    }
}
