//! A patient's words in, structure out. Never fails: every text yields a [`Reading`], and "unclear" is a reading.
//!
//! Absent from this crate: clocks, storage, network, randomness. The same text in the same [`Context`]
//! always gives the same reading.
#![warn(missing_docs)]

mod context;
mod reading;

pub use context::{Booked, Context, Expecting, Named, Offered};
pub use reading::{Intent, IntentReading, Grain, Prefer, Reading, Role, TimeExpression, Topic, When, Window};
