//! What comes back with a tap. The id says by itself what it does: it may be tapped days later, twice, or after
//! the conversation has gone elsewhere.

use svara_model::{AppointmentId, OfferId};

/// A tap of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// A time of an offer.
    Slot {
        /// Which offer.
        offer: u32,
        /// Which of its times.
        index: usize,
    },
    /// One of the plans on the table.
    Plan {
        /// Which offer.
        offer: u32,
        /// Which of its plans.
        index: usize,
    },
    /// Other times than those of an offer.
    Other {
        /// Which offer.
        offer: u32,
    },
    /// Start booking.
    Book,
    /// Show my appointments.
    Mine,
    /// A person, please.
    Human,
    /// Yes, I am coming (a reminder's quick reply).
    Confirm(AppointmentId),
    /// Move this one (a reminder's quick reply, or a button).
    Move(AppointmentId),
    /// Call this one off: asks once more.
    Cancel(AppointmentId),
    /// Call this one off, really.
    CancelSurely(AppointmentId),
    /// Leave it as it is.
    Keep(AppointmentId),
    /// This one is meant.
    Which(AppointmentId),
    /// Swap what is booked for a time of an offer.
    Swap {
        /// What is booked.
        appointment: AppointmentId,
        /// Which offer.
        offer: u32,
        /// Which of its times.
        index: usize,
    },
    /// Put me on the waiting list.
    Wait,
    /// Not on the waiting list.
    WaitNo,
    /// Yes to a freed time.
    OfferYes(OfferId),
    /// No to a freed time.
    OfferNo(OfferId),
    /// Call me about this one.
    CallMe(AppointmentId),
}

impl Tap {
    /// The id as it is sent.
    pub fn id(&self) -> String {
        match self {
            Self::Slot { offer, index } => format!("slot:{offer}:{index}"),
            Self::Plan { offer, index } => format!("plan:{offer}:{index}"),
            Self::Other { offer } => format!("other:{offer}"),
            Self::Book => "book".to_owned(),
            Self::Mine => "mine".to_owned(),
            Self::Human => "human".to_owned(),
            Self::Confirm(it) => format!("confirm:{it}"),
            Self::Move(it) => format!("move:{it}"),
            Self::Cancel(it) => format!("cancel:{it}"),
            Self::CancelSurely(it) => format!("cancel-surely:{it}"),
            Self::Keep(it) => format!("keep:{it}"),
            Self::Which(it) => format!("which:{it}"),
            Self::Swap { appointment, offer, index } => format!("swap:{appointment}:{offer}:{index}"),
            Self::Wait => "wait".to_owned(),
            Self::WaitNo => "wait-no".to_owned(),
            Self::OfferYes(it) => format!("offer-yes:{it}"),
            Self::OfferNo(it) => format!("offer-no:{it}"),
            Self::CallMe(it) => format!("call-me:{it}"),
        }
    }

    /// Which kind of tap, in a word.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Slot { .. } => "a time",
            Self::Plan { .. } => "a plan",
            Self::Other { .. } => "other times",
            Self::Book => "book",
            Self::Mine => "mine",
            Self::Human => "human",
            Self::Confirm(_) => "confirm",
            Self::Move(_) => "move",
            Self::Cancel(_) => "cancel",
            Self::CancelSurely(_) => "cancel surely",
            Self::Keep(_) => "keep",
            Self::Which(_) => "which",
            Self::Swap { .. } => "swap",
            Self::Wait => "the waiting list",
            Self::WaitNo => "no waiting list",
            Self::OfferYes(_) => "yes to a freed time",
            Self::OfferNo(_) => "no to a freed time",
            Self::CallMe(_) => "call me",
        }
    }

    /// From what came back; `None` for an id that we never made.
    pub fn parse(id: &str) -> Option<Self> {
        let mut parts = id.split(':');
        let word = parts.next()?;
        let rest: Vec<&str> = parts.collect();
        let tap = match (word, rest.as_slice()) {
            ("book", []) => Self::Book,
            ("mine", []) => Self::Mine,
            ("human", []) => Self::Human,
            ("wait", []) => Self::Wait,
            ("wait-no", []) => Self::WaitNo,
            ("offer-yes", [it]) => Self::OfferYes(it.parse().ok()?),
            ("offer-no", [it]) => Self::OfferNo(it.parse().ok()?),
            ("call-me", [it]) => Self::CallMe(it.parse().ok()?),
            ("slot", [offer, index]) => Self::Slot { offer: offer.parse().ok()?, index: index.parse().ok()? },
            ("plan", [offer, index]) => Self::Plan { offer: offer.parse().ok()?, index: index.parse().ok()? },
            ("other", [offer]) => Self::Other { offer: offer.parse().ok()? },
            ("confirm", [it]) => Self::Confirm(it.parse().ok()?),
            ("move", [it]) => Self::Move(it.parse().ok()?),
            ("cancel", [it]) => Self::Cancel(it.parse().ok()?),
            ("cancel-surely", [it]) => Self::CancelSurely(it.parse().ok()?),
            ("keep", [it]) => Self::Keep(it.parse().ok()?),
            ("which", [it]) => Self::Which(it.parse().ok()?),
            ("swap", [it, offer, index]) => Self::Swap {
                appointment: it.parse().ok()?,
                offer: offer.parse().ok()?,
                index: index.parse().ok()?,
            },
            _ => return None,
        };
        Some(tap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tap_is_read_back() {
        let id = AppointmentId::new(1, 2);
        let taps = [
            Tap::Slot { offer: 3, index: 2 },
            Tap::Plan { offer: 3, index: 1 },
            Tap::Other { offer: 3 },
            Tap::Book,
            Tap::Mine,
            Tap::Human,
            Tap::Confirm(id.clone()),
            Tap::Move(id.clone()),
            Tap::Cancel(id.clone()),
            Tap::CancelSurely(id.clone()),
            Tap::Keep(id.clone()),
            Tap::Which(id.clone()),
            Tap::Swap { appointment: id.clone(), offer: 1, index: 0 },
            Tap::Wait,
            Tap::WaitNo,
            Tap::OfferYes(OfferId::new(1, 2)),
            Tap::OfferNo(OfferId::new(1, 2)),
            Tap::CallMe(id),
        ];
        for tap in taps {
            assert_eq!(Tap::parse(&tap.id()), Some(tap.clone()));
            assert!(tap.id().len() <= 100, "fits a template's payload");
        }
    }

    #[test]
    fn a_strange_id_is_no_tap() {
        for id in ["", "slot", "slot:1", "slot:a:b", "confirm:apt_1", "slot:1:2:3", "Ja, bekräftar"] {
            assert_eq!(Tap::parse(id), None, "{id}");
        }
    }
}
