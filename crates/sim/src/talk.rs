//! Written conversations, run as tests: a receptionist reads and writes them, and the first departure is shown as
//! a difference. `docs/conversations.md` describes the words.
//!
//! Absent: reading files and printing; that is the command `svara talk`.

mod check;
mod clinic;
mod known;
mod notice;
mod office;
mod phone;
mod play;
mod pseudonyms;
mod record;
mod script;
mod stage;

pub use phone::Recorder;
pub(crate) use play::Scene;
pub use play::{Departure, play, play_through, transcript};
pub use record::{recorded, recorded_again};
pub use script::{Expectation, Line, Script, ScriptError, Step};
pub use stage::Stage;
