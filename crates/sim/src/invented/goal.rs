//! What a patient wants, and how they are: drawn from a seed.

use super::chance::Chance;
use super::wish::{self, Wish};
use jiff::civil::DateTime;
use jiff::{Timestamp, Zoned, tz::TimeZone};

/// The language a patient writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tongue {
    /// Swedish.
    Swedish,
    /// English.
    English,
}

/// What a patient wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aim {
    /// A time.
    Book,
    /// A time with the hygienist.
    BookHygienist,
    /// A first time at this clinic.
    BookAsNewcomer,
    /// A time for a child.
    BookForChild,
    /// A time, and then another one instead.
    BookThenChange,
    /// A time, and then a tap on one of the others.
    BookThenOldButton,
    /// Another time than the one they have.
    Move,
    /// Not to come.
    Cancel,
    /// Not to come on that day, but on another.
    CancelAndBook,
    /// Not to come, and then to come after all.
    CancelThenKeep,
    /// An answer.
    Ask,
    /// Their own time.
    WhenIsIt,
    /// To say yes to a reminder.
    Confirm,
}

impl Aim {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Book,
        Self::BookHygienist,
        Self::BookAsNewcomer,
        Self::BookForChild,
        Self::BookThenChange,
        Self::BookThenOldButton,
        Self::Move,
        Self::Cancel,
        Self::CancelAndBook,
        Self::CancelThenKeep,
        Self::Ask,
        Self::WhenIsIt,
        Self::Confirm,
    ];

    /// Whether they have a time already when it begins.
    pub fn has_visit(self) -> bool {
        matches!(
            self,
            Self::Move
                | Self::Cancel
                | Self::CancelAndBook
                | Self::CancelThenKeep
                | Self::WhenIsIt
                | Self::Confirm
        )
    }
}

/// A patient.
#[derive(Clone, Debug)]
pub struct Goal {
    /// What they want.
    pub aim: Aim,
    /// What they write.
    pub tongue: Tongue,
    /// When it begins.
    pub start: Timestamp,
    /// The same by the clinic's clock.
    pub now: Zoned,
    /// When they would like to come.
    pub wish: Wish,
    /// And if they change their mind: when then.
    pub other: Wish,
    /// They ask something in the middle.
    pub digresses: bool,
    /// They write in several short messages.
    pub in_pieces: bool,
    /// They tap rather than write.
    pub taps: bool,
}

/// The zone of the clinic they write to.
const ZONE: &str = "Europe/Stockholm";

/// A patient from a die.
pub fn made(chance: &mut Chance) -> Goal {
    let aim = Aim::ALL[chance.below(Aim::ALL.len())];
    let tongue = if chance.percent(60) { Tongue::Swedish } else { Tongue::English };
    let day = [9, 10, 11, 12, 13, 14, 15, 16, 17, 18][chance.below(10)];
    let (hour, minute) =
        (7 + i8::try_from(chance.below(16)).unwrap_or(0), i8::try_from(chance.below(60)).unwrap_or(0));
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    let local = DateTime::constant(2026, 3, day, hour, minute, 0, 0);
    let now = local.to_zoned(zone).unwrap_or_default();
    let wish = wish::made(chance, &now);
    let mut other = wish::made(chance, &now);
    while other == wish || matches!(other, Wish::Any | Wish::Soonest) {
        other = wish::made(chance, &now);
    }
    Goal {
        aim,
        tongue,
        start: now.timestamp(),
        wish,
        other,
        digresses: chance.percent(20),
        in_pieces: chance.percent(15),
        taps: chance.percent(55),
        now,
    }
}
