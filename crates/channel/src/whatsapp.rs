//! WhatsApp's Cloud API: notifications in, bodies out, and the client that carries them.
//!
//! Facts come from Meta's documentation of October 2025 to August 2026; `docs/whatsapp.md` says which.
//! Absent: templates' creation, sending media, calls, Flows and groups.

mod body;
mod cloud;
mod contacts;
mod content;
mod failure;
mod file_type;
mod fit;
pub mod limits;
mod look;
mod management;
mod media;
mod message;
mod notice;
mod piece;
pub mod signature;
mod status;

pub use body::{TooLong, body};
pub use cloud::{Cloud, SendError, Sent, guarded_client, http_client};
pub use failure::{Then, retry_delay, then_for};
pub use file_type::{FileType, of as file_type_of};
pub use fit::fit;
pub use look::{NumberLook, TemplateLook};
pub use media::{MEDIA_DAYS, MEDIA_SECONDS, MediaError, Medium};
pub use notice::{NotJson, Notice, NoticeKind, read};
