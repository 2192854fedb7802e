//! What a pattern can mean: the headings of the rule files.

use crate::reading::{Intent, Topic};
use serde::de::value::{Error, StrDeserializer};
use serde::de::{Deserialize, IntoDeserializer};

/// What a pattern says when it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// An intent of the contract.
    Act(Intent),
    /// A question about something.
    Ask(Topic),
    /// Something that changes how the rest is read.
    Guard(Guard),
    /// Which of the things on the table is meant.
    Place(Place),
    /// A small notion that means something beside others, by its number in the grammar.
    Sign(u8),
}

/// A place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Counted from 0.
    Number(usize),
    /// The last in the list.
    Last,
    /// The one in the middle.
    Middle,
    /// The one that comes first in time.
    Earliest,
    /// The one that comes last in time.
    Latest,
}

/// What changes how the rest is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// What is told lies in the past.
    Past,
    /// It is over, or better.
    Better,
    /// "No longer": takes back what it negates, and only that.
    NoLonger,
    /// What is told is now, whatever was before.
    Now,
    /// A figure of speech, a service's name, a hypothesis: no emergency in here.
    Harmless,
    /// The writer says that it is no emergency.
    Calm,
    /// A negation out of politeness ("kan ni inte") that negates nothing.
    Polite,
    /// None of the offered times.
    NoneFit,
    /// Other times are asked for.
    MoreTimes,
    /// Any of the offered times.
    AnyFit,
    /// The writer asks whether something may be asked, talks about a time vaguely, or hesitates.
    Vague,
    /// A correction: what was said before it does not hold.
    Correction,
    /// A person other than the writer; the hit covers the words that name them.
    Other,
    /// All of them, both.
    All,
    /// The words before a person's own name.
    OwnName,
    /// What it covers is what the writer does not want: "istället för Anna".
    Rejected,
}

impl Meaning {
    /// Reads a heading such as `book`, `question.price` or `guard.past`.
    pub fn from_heading(heading: &str) -> Option<Self> {
        match heading.split_once('.') {
            Some(("question", topic)) => named::<Topic>(topic).map(Self::Ask),
            Some(("pick", place)) => Place::from_heading(place).map(Self::Place),
            Some(("guard", guard)) => Guard::from_heading(guard).map(Self::Guard),
            _ => named::<Intent>(heading).map(Self::Act),
        }
    }
}

impl Place {
    fn from_heading(heading: &str) -> Option<Self> {
        Some(match heading {
            "last" => Self::Last,
            "middle" => Self::Middle,
            "earliest" => Self::Earliest,
            "latest" => Self::Latest,
            _ => Self::Number(heading.parse::<usize>().ok()?.checked_sub(1)?),
        })
    }
}

impl Guard {
    fn from_heading(heading: &str) -> Option<Self> {
        Some(match heading {
            "past" => Self::Past,
            "better" => Self::Better,
            "no_longer" => Self::NoLonger,
            "now" => Self::Now,
            "harmless" => Self::Harmless,
            "calm" => Self::Calm,
            "polite" => Self::Polite,
            "none_fit" => Self::NoneFit,
            "more_times" => Self::MoreTimes,
            "any_fit" => Self::AnyFit,
            "vague" => Self::Vague,
            "correction" => Self::Correction,
            "all" => Self::All,
            "other" => Self::Other,
            "own_name" => Self::OwnName,
            "rejected" => Self::Rejected,
            _ => return None,
        })
    }
}

/// The contract's name of an intent or a topic, read by its serde name.
fn named<'a, T: Deserialize<'a>>(name: &'a str) -> Option<T> {
    let name: StrDeserializer<'a, Error> = name.into_deserializer();
    T::deserialize(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_the_contracts_names() {
        assert_eq!(Meaning::from_heading("opt_out"), Some(Meaning::Act(Intent::OptOut)));
        assert_eq!(Meaning::from_heading("question.opening_hours"), Some(Meaning::Ask(Topic::OpeningHours)));
        assert_eq!(Meaning::from_heading("guard.past"), Some(Meaning::Guard(Guard::Past)));
        assert_eq!(Meaning::from_heading("weather"), None);
    }
}
