//! What becomes of a visit, as a machine with states and steps: a step takes the state it leaves, and one that makes
//! no sense from there is refused. FHIR's words for the states (`AppointmentStatus`), and `in_room` besides.
//! Absent: who may take a step, and what follows from it.

use serde::{Deserialize, Serialize};

/// What became of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentStatus {
    /// It was asked for and waits for the clinic's word; its time is taken meanwhile.
    Pending,
    /// It stands.
    Booked,
    /// It stands and the patient said yes.
    Confirmed,
    /// The patient is here.
    Arrived,
    /// The patient is with the practitioner.
    InRoom,
    /// It took place.
    Fulfilled,
    /// The patient did not come.
    Noshow,
    /// It was called off, declined, or lapsed unanswered.
    Cancelled,
}

/// What can happen to a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The clinic says yes to a request.
    Approve,
    /// The patient says yes to coming.
    Confirm,
    /// The patient comes through the door.
    Arrive,
    /// The patient is called in.
    EnterRoom,
    /// It is done.
    Fulfil,
    /// The patient did not come.
    Miss,
    /// Somebody tapped wrong: the patient is expected, as before.
    Expect,
    /// It is called off, declined or lapses.
    CallOff,
}

/// A step that makes no sense from where the visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.told())]
pub struct NotFromHere {
    /// Where it stands.
    pub from: AppointmentStatus,
    /// What was wanted.
    pub step: Step,
}

impl NotFromHere {
    fn told(self) -> &'static str {
        match self.from {
            AppointmentStatus::Cancelled => "this appointment does not stand any more",
            AppointmentStatus::Pending => "this appointment is a request; approve or decline it first",
            _ if self.step == Step::Approve => "this appointment is no request; there is nothing to approve",
            AppointmentStatus::Fulfilled => "this visit has taken place already",
            AppointmentStatus::Noshow => "the patient did not come to this visit",
            _ => "this visit has begun already",
        }
    }
}

impl AppointmentStatus {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Pending,
        Self::Booked,
        Self::Confirmed,
        Self::Arrived,
        Self::InRoom,
        Self::Fulfilled,
        Self::Noshow,
        Self::Cancelled,
    ];

    /// As stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Booked => "booked",
            Self::Confirmed => "confirmed",
            Self::Arrived => "arrived",
            Self::InRoom => "in_room",
            Self::Fulfilled => "fulfilled",
            Self::Noshow => "noshow",
            Self::Cancelled => "cancelled",
        }
    }

    /// From the stored text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    /// Whether it keeps its time taken.
    pub fn takes_time(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Noshow)
    }

    /// Whether it still lies ahead of the patient, approved or not.
    pub fn is_coming(self) -> bool {
        matches!(self, Self::Pending | Self::Booked | Self::Confirmed)
    }

    /// Where a step leads. A step to where it stands already leads nowhere else.
    pub fn after(self, step: Step) -> Result<Self, NotFromHere> {
        use AppointmentStatus as S;
        let begun = matches!(self, S::Arrived | S::InRoom | S::Fulfilled | S::Noshow);
        let expected = matches!(self, S::Booked | S::Confirmed);
        let to = match step {
            Step::Approve if self == S::Pending => S::Booked,
            Step::Confirm if expected => S::Confirmed,
            Step::Arrive if expected || begun => S::Arrived,
            Step::EnterRoom if expected || begun => S::InRoom,
            Step::Fulfil if expected || begun => S::Fulfilled,
            Step::Miss if expected || begun => S::Noshow,
            Step::Expect if begun => S::Booked,
            Step::Expect if expected => self,
            Step::CallOff if self.is_coming() => S::Cancelled,
            _ => return Err(NotFromHere { from: self, step }),
        };
        Ok(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AppointmentStatus as S;

    const STEPS: [Step; 8] = [
        Step::Approve,
        Step::Confirm,
        Step::Arrive,
        Step::EnterRoom,
        Step::Fulfil,
        Step::Miss,
        Step::Expect,
        Step::CallOff,
    ];

    /// Where each step leads from each state; a dash: nowhere.
    const TABLE: [(S, &str); 8] = [
        (S::Pending, "booked - - - - - - cancelled"),
        (S::Booked, "- confirmed arrived in_room fulfilled noshow booked cancelled"),
        (S::Confirmed, "- confirmed arrived in_room fulfilled noshow confirmed cancelled"),
        (S::Arrived, "- - arrived in_room fulfilled noshow booked -"),
        (S::InRoom, "- - arrived in_room fulfilled noshow booked -"),
        (S::Fulfilled, "- - arrived in_room fulfilled noshow booked -"),
        (S::Noshow, "- - arrived in_room fulfilled noshow booked -"),
        (S::Cancelled, "- - - - - - - -"),
    ];

    #[test]
    fn each_step_leads_where_the_table_says() {
        for (from, wanted) in TABLE {
            let led = STEPS.map(|step| from.after(step).map_or("-", S::as_str)).join(" ");
            assert_eq!(led, wanted, "from {from:?}");
        }
    }

    #[test]
    fn every_refusal_is_a_sentence() {
        for from in S::ALL {
            for refusal in STEPS.iter().filter_map(|step| from.after(*step).err()) {
                assert!(refusal.to_string().starts_with("th"), "{refusal}");
            }
        }
    }

    #[test]
    fn a_state_is_read_back() {
        for status in S::ALL {
            assert_eq!(S::parse(status.as_str()), Some(status));
            let json = format!("\"{}\"", status.as_str());
            assert_eq!(serde_json::from_str::<S>(&json).unwrap(), status);
        }
        assert_eq!(S::parse("waitlist"), None);
    }
}
