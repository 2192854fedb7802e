//! A patient's words in, structure out. Never fails: every text yields a [`Reading`], and "unclear" is a reading.
//!
//! Absent from this crate: clocks, storage, network, randomness. The same text in the same [`Context`]
//! always gives the same reading.
#![warn(missing_docs)]

pub mod batch;
mod context;
mod entities;
mod explain;
#[cfg(feature = "grow")]
pub mod grow;
mod intents;
mod letters;
pub mod phrases;
mod quick;
mod read;
mod reader;
mod reading;
mod rules;
mod scene;
mod source;
mod spoken;
mod stops;
pub mod times;
mod tongue;
mod words;

pub use context::{Booked, Context, Expecting, Named, Offered};
pub use explain::explain;
pub use read::read;
pub use reading::{Grain, Intent, IntentReading, Prefer, Reading, Role, TimeExpression, Topic, When, Window};
