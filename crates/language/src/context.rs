//! What stood before the message: the reader's second source besides the words.

use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// Everything the reader may know besides the text itself.
#[derive(Clone, Debug)]
pub struct Context {
    /// The clinic's clock and zone; every time is read in it.
    pub now: Zoned,
    /// The conversation's language (BCP 47), if known.
    pub lang: Option<String>,
    /// What the desk asked last.
    pub expecting: Option<Expecting>,
    /// The times on the table, in the order shown.
    pub offered: Vec<Offered>,
    /// The patient's coming appointments.
    pub appointments: Vec<Booked>,
    /// The clinic's services.
    pub services: Vec<Named>,
    /// The clinic's practitioners.
    pub practitioners: Vec<Named>,
}

impl Context {
    /// Nothing is known but the clock.
    pub fn at(now: Zoned) -> Self {
        Self {
            now,
            lang: None,
            expecting: None,
            offered: Vec::new(),
            appointments: Vec::new(),
            services: Vec::new(),
            practitioners: Vec::new(),
        }
    }
}

/// What the desk asked last (`contract/understand.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expecting {
    /// One of the offered times.
    SlotChoice,
    /// A yes or a no.
    YesNo,
    /// A day or a time.
    Date,
    /// One of the clinic's services.
    Service,
    /// A person's name.
    Name,
    /// Anything.
    FreeText,
}

/// A time on the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// When it begins.
    pub from: Timestamp,
    /// The practitioner's name as shown.
    pub practitioner: String,
}

/// An appointment that the patient already has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    /// When it begins.
    pub from: Timestamp,
    /// The practitioner's name.
    pub practitioner: String,
    /// The service's name, when known.
    pub service: Option<String>,
}

/// A service or a practitioner by the names people use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name that a reading reports.
    pub name: String,
    /// Other words for the same, in any language.
    pub also: Vec<String>,
}

impl From<&str> for Named {
    fn from(name: &str) -> Self {
        Self { name: name.to_owned(), also: Vec::new() }
    }
}
