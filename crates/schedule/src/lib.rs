//! Free times: hours, services, rooms and busy times in, free times out, ranked and explained.
//!
//! The desk builds a [`Search`] and calls [`find`]; the command `svara slots` reads the same thing as JSON through
//! [`batch`]. Booking asks [`explain`] about one start inside its transaction, so that what is offered and what can
//! be booked are judged by the same rules.
//!
//! Absent from this crate: clocks, randomness, storage, network, and the machine's time zone. "Now" is a field.
//! Whose hold is whose, and which appointment is being moved, is the caller's business: what shall not block is left
//! out of `busy`.

pub mod batch;
mod explain;
mod field;
mod find;
mod free;
mod grid;
mod hours;
mod id;
pub mod limits;
mod moment;
mod offer;
mod plan;
mod problem;
mod rank;
mod read;
mod search;
mod series;
mod soonest;
mod validate;
mod zone;

pub use explain::{Explanation, Refusal, Why, explain};
pub use find::{Found, Nothing, Slot, find};
pub use id::Id;
pub use moment::{TimeOfDay, parse_date, parse_instant};
pub use offer::{Merit, Offer, Wishes, offers};
pub use plan::{Arrangement, combined, together};
pub use problem::{Fault, Problem};
pub use rank::{Part, earliest, spread};
pub use search::{
    Align, Buffers, Busy, BusyKind, Exception, Hours, Practitioner, Rank, Room, Search, Service, Span, Want,
    Window,
};
pub use series::{Rhythm, Visit, series};
pub use zone::Zone;
