//! The conversation as a plain function: [`step`] takes where it stands and what happened, and gives where it
//! stands now and what shall be done.
//!
//! Absent from this crate: clocks, storage, network, randomness. What a step wants from the world it returns as
//! [`Effect`]s; what the world answers comes back as an [`Event`] of the same turn.
#![warn(missing_docs)]

mod again;
mod compose;
pub mod coverage;
mod effect;
mod event;
mod flows;
pub mod knowledge;
mod matching;
mod memory;
mod nuance;
mod opening;
mod plan;
mod plan_words;
pub mod record;
mod step;
mod tap;
pub mod taught;
mod view;
mod waiting_words;
pub mod wording;

pub use compose::compose;
pub use effect::{Choice, Effect, OptionLabel, Request, Say};
pub use event::{Event, Nothing, Refused};
pub use flows::absent::instead_of as instead_of_absent;
pub use flows::silence::is_open;
pub use memory::{Awaited, Deed, Flow, Goal, Memory, Offer, Which, Whom};
pub use opening::{next_opening, week_in_words};
pub use plan::{PlanAsk, PlanOffer};
pub use step::{expecting, silent_step, step};
pub use tap::Tap;
pub use view::View;
