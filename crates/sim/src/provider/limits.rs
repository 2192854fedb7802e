//! The simulator's own bounds, and Meta's limits of time. Lengths stand in `svara_channel::whatsapp::limits`.

use jiff::SignedDuration;

/// Free text may go for this long after the person's last message (Meta).
pub const WINDOW: SignedDuration = SignedDuration::from_hours(24);
/// To one person, one message in this many seconds on average (Meta).
pub const PAIR_SECONDS: f64 = 6.0;
/// Messages to one person that may go at once, on credit (Meta).
pub const PAIR_BURST: f64 = 45.0;
/// A body beyond this is refused unread; the longest legal one has about 20 KiB.
pub const BODY_BYTES_MAX: usize = 256 * 1024;
/// What a phone may type at once (Meta: 4,096 characters in practice).
pub const TYPED_UNITS_MAX: usize = 4096;
/// Messages that a chat remembers.
pub const CHAT_MESSAGES_MAX: usize = 1000;
/// The typing indicator goes out by itself (Meta: 25 s). Real time: people look at it.
pub const TYPING_SECONDS: u64 = 25;
/// A phone counts as open for this long after it asked last. Real time.
pub const OPEN_SECONDS: u64 = 30;
/// How long a phone's question for news may hang. Real time.
pub const NEWS_SECONDS: u64 = 20;
/// The webhook has this long to answer. Real time.
pub const HOOK_SECONDS: u64 = 20;
/// First pause before a notification is sent again; it doubles. Real time.
pub const HOOK_RETRY_MILLIS: u64 = 200;
/// Longest pause before a notification is sent again.
pub const HOOK_RETRY_MILLIS_MAX: u64 = 5_000;
/// After so many tries (about an hour) a notification is dropped; Meta gives up after days.
pub const HOOK_TRIES_MAX: u32 = 700;
/// A file from a phone of the demo: a photograph has about so much (Meta takes 100 MB of a document).
pub const FILE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Files that the demo remembers, the newest.
pub const FILES_MAX: usize = 40;
/// What came in is kept for so long (Meta).
pub const FILE_DAYS: i64 = 7;
/// An address of a file lives so long (Meta: five minutes). Real time.
pub const FILE_ADDRESS_SECONDS: u64 = 300;
