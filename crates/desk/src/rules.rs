//! Why a time can't be booked: in one word for programs, in one line for people. The judgement itself is
//! `svara-schedule`'s, and the database's.

use std::fmt;
use svara_dialog::Refused;
use svara_schedule::{BusyKind, Explanation, Why};
use svara_store::BookingError;

/// The first thing that speaks against a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFree {
    /// It lies in the past.
    Past,
    /// It is sooner than the clinic takes bookings.
    TooSoon,
    /// It is later than the clinic plans.
    TooFar,
    /// The practitioner or the clinic is closed.
    Closed,
    /// Another visit is there.
    Taken,
    /// Somebody else is about to take it.
    OnHold,
    /// Staff have closed it.
    Blocked,
    /// Too close to another visit: one of them needs a break there.
    Break,
    /// The group has all its patients.
    GroupFull,
    /// The practitioner has as many visits that day as a day may have.
    Limit,
    /// No room of a kind is free and open.
    NoRoom(String),
    /// The patient has another visit then.
    PatientBusy,
    /// As many visits share a practitioner's time that day as the service allows.
    OverbookLimit,
    /// The appointment changed meanwhile.
    Changed,
}

impl NotFree {
    /// The word that programs read.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::TooSoon => "too_soon",
            Self::TooFar => "too_far",
            Self::Closed => "closed",
            Self::Taken => "taken",
            Self::OnHold => "on_hold",
            Self::Blocked => "blocked",
            Self::Break => "break",
            Self::GroupFull => "full",
            Self::Limit => "limit",
            Self::NoRoom(_) => "no_room",
            Self::PatientBusy => "patient_busy",
            Self::OverbookLimit => "overbook_limit",
            Self::Changed => "changed",
        }
    }

    /// The strongest of everything that speaks against a start.
    pub(crate) fn of(explained: &Explanation) -> Self {
        let reasons = explained.refusals.iter().map(|it| Self::from(&it.why));
        reasons.min_by_key(Self::rank).unwrap_or(Self::Taken)
    }

    /// What no other practitioner and no other room would change comes first.
    fn rank(&self) -> u8 {
        match self {
            Self::Changed | Self::Past => 0,
            Self::TooSoon | Self::TooFar => 1,
            Self::Closed => 2,
            Self::Taken | Self::OnHold | Self::Blocked | Self::GroupFull => 3,
            Self::Break | Self::PatientBusy => 4,
            Self::Limit | Self::OverbookLimit => 5,
            Self::NoRoom(_) => 6,
        }
    }

    /// What the patient is told in the chat; anything else is a time that somebody took.
    pub(crate) fn told(&self) -> Option<Refused> {
        match self {
            Self::Past | Self::TooSoon => Some(Refused::TooSoon),
            Self::Closed | Self::Blocked | Self::TooFar => Some(Refused::Closed),
            Self::PatientBusy => Some(Refused::PatientBusy),
            _ => None,
        }
    }
}

impl From<&Why> for NotFree {
    fn from(why: &Why) -> Self {
        match why {
            Why::Past => Self::Past,
            Why::TooSoon { .. } => Self::TooSoon,
            Why::TooFar { .. } => Self::TooFar,
            Why::Closed => Self::Closed,
            Why::Taken { kind: BusyKind::Appointment, .. } => Self::Taken,
            Why::Taken { kind: BusyKind::Hold, .. } => Self::OnHold,
            Why::Taken { kind: BusyKind::Block, .. } => Self::Blocked,
            Why::BufferTaken { .. } => Self::Break,
            Why::GroupFull { .. } => Self::GroupFull,
            Why::DayFull { .. } => Self::Limit,
            Why::PatientBusy { .. } => Self::PatientBusy,
            Why::NoRoom { kind, .. } => Self::NoRoom(kind.as_str().to_owned()),
        }
    }
}

/// The database's own refusal. `Err`: it is no refusal but a failure.
impl TryFrom<BookingError> for NotFree {
    type Error = svara_store::StoreError;

    fn try_from(error: BookingError) -> Result<Self, Self::Error> {
        match error {
            BookingError::Taken => Ok(Self::Taken),
            BookingError::PatientBusy => Ok(Self::PatientBusy),
            BookingError::Changed => Ok(Self::Changed),
            BookingError::Store(error) => Err(error),
        }
    }
}

impl fmt::Display for NotFree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this time is not free: ")?;
        match self {
            Self::Past => f.write_str("it lies in the past"),
            Self::TooSoon => f.write_str("it is sooner than the clinic's notice allows"),
            Self::TooFar => f.write_str("it is further ahead than the clinic plans"),
            Self::Closed => f.write_str("the practitioner or the clinic is closed then"),
            Self::Taken => f.write_str("it is taken by another visit"),
            Self::OnHold => f.write_str("it is on hold for somebody who is about to book it"),
            Self::Blocked => f.write_str("staff have closed it"),
            Self::Break => f.write_str("a break before or after a visit needs it"),
            Self::GroupFull => f.write_str("the group is full"),
            Self::Limit => f.write_str("the practitioner's limit of visits for that day is reached"),
            Self::NoRoom(kind) => write!(f, "no room of the kind {kind} is free"),
            Self::PatientBusy => f.write_str(
                "the patient is busy with another visit; send `elsewhere_too` to book all the same",
            ),
            Self::OverbookLimit => f.write_str(
                "that day's limit of overbooked visits is reached; send a `reason` to overbook all the same",
            ),
            Self::Changed => f.write_str("the appointment changed meanwhile; look at it again"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nothing_else_would_change_is_named_first() {
        let mut all = [
            NotFree::NoRoom("xray".to_owned()),
            NotFree::Limit,
            NotFree::Taken,
            NotFree::Closed,
            NotFree::Past,
        ];
        all.sort_by_key(NotFree::rank);
        assert_eq!(all.each_ref().map(NotFree::word), ["past", "closed", "taken", "limit", "no_room"]);
    }
}
