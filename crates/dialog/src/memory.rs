//! Where a conversation stands. Each flow carries exactly what is true in it.

use crate::effect::Request;
use crate::plan::{PlanAsk, PlanOffer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use svara_model::{AppointmentId, PatientId, Slot};

/// What the desk remembers of one conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// What is under way.
    pub flow: Flow,
    /// Whom it concerns, once that is clear.
    pub about: Option<PatientId>,
    /// Offers whose buttons may still be tapped, the newest last.
    pub offers: Vec<Offer>,
    /// Plans whose buttons may still be tapped: the newest alone, for each fills a message.
    #[serde(default)]
    pub plans: Option<PlanOffer>,
    /// The number of the next offer.
    pub next_offer: u32,
    /// What was booked or moved last here: "no, Friday" afterwards means this one.
    pub settled: Option<Settled>,
    /// How many messages in a row were not understood.
    pub misunderstood: u8,
    /// The first answer was given: it named the assistant and the way to a person.
    pub introduced: bool,
    /// The appointment that a reminder was last sent for.
    pub reminded: Option<AppointmentId>,
    /// The appointment that staff moved, until the patient has said something to it.
    #[serde(default)]
    pub moved_by_staff: Option<AppointmentId>,
    /// When the patient was last heard.
    pub heard_at: Option<Timestamp>,
    /// When a gentle word was last said into silence.
    pub nudged_at: Option<Timestamp>,
    /// What this turn has said so far, and what the turn before it said: nothing is said twice in the same words.
    pub said: Vec<String>,
    /// See [`Memory::said`].
    pub said_before: Vec<String>,
}

/// What was booked or moved last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Which appointment.
    pub appointment: AppointmentId,
    /// When.
    pub at: Timestamp,
    /// What was done, so that it can be undone.
    #[serde(default)]
    pub deed: Deed,
}

/// What was done last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Booked.
    #[default]
    Booked,
    /// Moved.
    Moved {
        /// From there.
        from: Slot,
    },
    /// Called off.
    Cancelled {
        /// What it was.
        slot: Slot,
        /// Whose.
        patient: PatientId,
    },
}

/// Times shown together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Stands in the buttons' ids.
    pub number: u32,
    /// As shown, in order.
    pub slots: Vec<Slot>,
    /// The wish they answer.
    pub request: Request,
    /// For whom.
    pub whom: Whom,
    /// When they were shown.
    pub at: Timestamp,
    /// What came of it.
    #[serde(default)]
    pub taken: Option<AppointmentId>,
}

/// What is under way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// Nothing.
    #[default]
    Idle,
    /// Several patients share the number: whom does it concern?
    AskingWhom {
        /// What they want.
        goal: Goal,
    },
    /// Times are on the table.
    Offering {
        /// Which offer.
        offer: u32,
    },
    /// A time is chosen and kept; whose name shall it carry?
    AskingName {
        /// Which offer.
        offer: u32,
        /// Which of its times.
        index: usize,
    },
    /// Several appointments could be meant.
    AskingWhich {
        /// What they want.
        goal: Goal,
        /// Which could be meant.
        among: Vec<AppointmentId>,
    },
    /// Really call it off?
    ConfirmingCancel {
        /// Which.
        appointment: AppointmentId,
    },
    /// They can't come: move or call off?
    MoveOrCancel {
        /// Which.
        appointment: AppointmentId,
    },
    /// Another time was tapped after one was booked: swap?
    ConfirmingSwap {
        /// The appointment that stands.
        appointment: AppointmentId,
        /// Which offer.
        offer: u32,
        /// Which of its times.
        index: usize,
    },
    /// When shall it be? Asked when a wish needs a day.
    AskingWhen {
        /// The wish so far.
        request: Request,
        /// For whom.
        whom: Whom,
    },
    /// There is nothing booked: shall it be booked?
    AskingToBook,
    /// Nothing is free: shall they wait for something?
    AskingToWait {
        /// What for.
        request: Request,
        /// For whom.
        whom: Whom,
    },
    /// Whose name shall the place on the waiting list carry?
    AskingWaitName {
        /// What for.
        request: Request,
    },
    /// Several shall come: who?
    AskingPlanNames {
        /// The wish so far.
        ask: PlanAsk,
    },
    /// Whole plans are on the table.
    OfferingPlans,
    /// The world was asked and answers within this turn.
    Awaiting(Awaited),
}

/// What the world was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaited {
    /// Free times.
    Times {
        /// The wish.
        request: Request,
        /// For whom.
        whom: Whom,
        /// A time was just lost to somebody else.
        after_loss: bool,
    },
    /// A booking or a move.
    Settling {
        /// From which offer.
        offer: u32,
        /// Which of its times.
        index: usize,
    },
    /// A new patient, who then takes the time.
    Enrolment {
        /// From which offer.
        offer: u32,
        /// Which of its times.
        index: usize,
    },
    /// A cancellation, and what comes after it.
    Cancellation {
        /// A second request of the same message.
        then: Option<Box<Goal>>,
    },
    /// A place on the waiting list.
    Waiting,
    /// A new patient, who then waits.
    WaitEnrolment {
        /// What for.
        request: Request,
    },
    /// A freed time, taken or lost.
    Freed,
    /// Whole plans.
    Plans {
        /// The wish.
        ask: PlanAsk,
        /// One was just lost to somebody else.
        after_loss: bool,
    },
    /// One of those who come, new in the register.
    PlanEnrolment {
        /// Which of the plans on the table is booked then.
        index: usize,
    },
    /// All appointments of a plan.
    PlanSettling,
    /// Times instead of a freed one that was lost.
    NextBest {
        /// The wish.
        request: Request,
        /// For whom.
        whom: Whom,
    },
}

/// For whom something is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// Someone in the register.
    Patient(PatientId),
    /// Someone new, with the name as far as told.
    New(Option<String>),
}

/// What the patient wants, kept while something else must be cleared up first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// A new appointment.
    Book(Request),
    /// Another time for an appointment; the wish names no service of its own.
    Move {
        /// Which.
        which: Which,
        /// When it may be instead.
        windows: Vec<(Timestamp, Timestamp)>,
        /// As early as possible.
        earliest: bool,
    },
    /// An earlier time for an appointment, if there is one.
    Earlier(Which),
    /// Call an appointment off, and what comes after it.
    Cancel {
        /// Which.
        which: Which,
        /// A second request of the same message.
        then: Option<Box<Goal>>,
    },
    /// A place on the waiting list.
    Wait(Request),
    /// An earlier time for an appointment; when there is none, a place on the waiting list.
    WaitFor {
        /// Which.
        which: Which,
        /// When it may be instead; empty: any time before it.
        windows: Vec<(Timestamp, Timestamp)>,
        /// With whom, if somebody was named.
        practitioner: Option<svara_model::PractitionerId>,
    },
    /// They can't come.
    CannotAttend(Which),
    /// They are coming.
    Confirm(Which),
    /// When is it?
    List,
}

impl Goal {
    /// How the appointment that it concerns was pointed at, when it concerns one.
    pub fn which(&self) -> Option<&Which> {
        match self {
            Self::Move { which, .. }
            | Self::Cancel { which, .. }
            | Self::WaitFor { which, .. }
            | Self::Earlier(which)
            | Self::CannotAttend(which)
            | Self::Confirm(which) => Some(which),
            Self::Book(_) | Self::Wait(_) | Self::List => None,
        }
    }
}

/// How an appointment was pointed at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Which {
    /// By its id: a tap.
    pub id: Option<AppointmentId>,
    /// By time: it starts in one of these.
    pub within: Vec<(Timestamp, Timestamp)>,
    /// By practitioner.
    pub practitioner: Option<svara_model::PractitionerId>,
    /// By service.
    pub service: Option<svara_model::ServiceId>,
}

impl Which {
    /// By its id.
    pub fn exactly(id: AppointmentId) -> Self {
        Self { id: Some(id), ..Self::default() }
    }
}

/// Offers older than this many are answered as old: five cover any scrolling back that was seen in real chats.
const OFFERS_KEPT: usize = 5;

impl Memory {
    /// An offer whose buttons may still be tapped.
    pub fn offer(&self, number: u32) -> Option<&Offer> {
        self.offers.iter().find(|it| it.number == number)
    }

    /// The offer on the table.
    pub fn open_offer(&self) -> Option<&Offer> {
        match self.flow {
            Flow::Offering { offer } => self.offer(offer),
            _ => None,
        }
    }

    /// Puts times on the table and gives the offer's number.
    pub fn put_on_table(&mut self, slots: Vec<Slot>, request: Request, whom: Whom, at: Timestamp) -> u32 {
        let number = self.next_offer;
        self.next_offer += 1;
        self.offers.push(Offer { number, slots, request, whom, at, taken: None });
        if self.offers.len() > OFFERS_KEPT {
            self.offers.remove(0);
        }
        self.flow = Flow::Offering { offer: number };
        number
    }
}
