//! The use cases of the desk: take a message in, run a turn, carry out its effects, send, remind, hand over.
//!
//! Absent from this crate: HTTP (that is `svara-web`), SQL (that is `svara-store`), environment and command line
//! (that is `svara`). Time comes from the injected [`Clock`], ids from the injected [`Ids`].
#![warn(missing_docs)]

mod absence;
mod advance;
pub mod bookings;
pub mod calendar_entry;
mod choice;
mod chore;
pub mod clinic_file;
mod clock;
mod desk;
mod disclosure;
mod disclosure_table;
mod dispatch;
mod error;
mod freed;
mod habits;
mod hearing;
mod housekeeping;
mod ids;
mod import;
mod inbox;
mod intake;
mod jobs;
mod lapse;
mod learn;
mod letters;
mod lines;
mod news;
mod notices;
mod nudge;
pub mod office;
mod overbook;
mod pace;
pub mod papers;
mod permissions;
pub mod plans;
mod quiet;
mod redaction;
pub mod rehearsal;
mod reopened;
mod replay;
mod requests;
mod restore;
pub mod retention;
mod rules;
mod second;
mod shown;
mod tape;
mod telling;
mod times;
mod turn;
mod view;
mod waitlist;

pub use advance::stored_clock;
pub use chore::Chore;
pub use clock::{Clock, MovableClock, SystemClock};
pub use desk::{Config, Desk, WhatsAppSettings};
pub use error::DeskError;
pub use freed::{Freed, FreedBecause};
pub use ids::Ids;
pub use import::ImportedVisit;
pub use intake::TakeInError;
pub use letters::{TemplateText, templates};
pub use lines::{Line, LineLook, MailPost, NoLine, NoPost, Post, PostError, WhatsAppLine};
pub use news::{Listening, News, Piece};
pub use overbook::Overbook;
pub use replay::{Departure, LastReplay, Replayed};
pub use rules::NotFree;
pub use second::{SecondReader, Unsure};
pub use svara_dialog::coverage;
pub use svara_dialog::record::Transition;
pub use telling::Told;
pub use times::{FreeTimes, SearchError};
