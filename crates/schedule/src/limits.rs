//! Every bound of this crate, with its unit and its reason.
//!
//! Absent: anything that is checked here. The checks stand in `validate` and `read`; together they make sure that
//! no input loops for ever or exhausts memory.

/// Bytes of one line of a batch; five hundred practitioners with a month of bookings each take about half of it.
pub const MAX_LINE_BYTES: usize = 32 * 1024 * 1024;
/// Bytes of an id or of another name; longer ones are a mistake in the caller's data.
pub const MAX_NAME_BYTES: usize = 200;
/// Days that one search may look through: as far as the furthest horizon.
pub const MAX_WINDOW_DAYS: i64 = 3_660;
/// Practitioners in one search: a large hospital department has fewer.
pub const MAX_PRACTITIONERS: usize = 500;
/// Rooms in one search.
pub const MAX_ROOMS: usize = 500;
/// Room kinds that one service needs at once.
pub const MAX_ROOM_KINDS: usize = 10;
/// Entries of weekly hours of one practitioner or room.
pub const MAX_HOURS: usize = 200;
/// Dates with hours of their own of one practitioner or room: five years of nothing but exceptions.
pub const MAX_EXCEPTIONS: usize = 2_000;
/// Opening intervals that a search may have to unfold, over all practitioners, rooms and days.
pub const MAX_OPENINGS: usize = 4_000_000;
/// Busy entries in one search, over everybody: two hundred practitioners' bookings of a year.
pub const MAX_BUSY: usize = 1_000_000;
/// Instants to check in one search.
pub const MAX_CHECKS: usize = 2_000;
/// Times in one answer; a search with more should ask for a shorter window or say how many it wants.
pub const MAX_SLOTS: usize = 200_000;
/// Minutes that an appointment, a buffer or a step may last: one week.
pub const MAX_MINUTES: u32 = 7 * 24 * 60;
/// Minutes of notice: two years.
pub const MAX_NOTICE_MINUTES: u32 = 2 * 366 * 24 * 60;
/// Days of horizon: ten years.
pub const MAX_HORIZON_DAYS: u32 = 3_660;
/// Patients in one group appointment.
pub const MAX_CAPACITY: u32 = 1_000;
/// Appointments a day of one practitioner.
pub const MAX_PER_DAY: u32 = 10_000;
/// Good times that one search may be asked for; nobody reads a longer list.
pub const MAX_WANTED: usize = 200;
/// The first year in which a search may look; before it zones hardly existed.
pub const FIRST_YEAR: i16 = 1900;
/// The last year in which a search may look.
pub const LAST_YEAR: i16 = 2199;
/// Days that hours which never close are followed back, to find where they began. Longer than that is "always open".
pub const MAX_LOOKBACK_DAYS: i64 = 800;
/// Days that the first piece of a search for a few times covers; each piece after it is twice as long.
pub const FIRST_PIECE_DAYS: i64 = 4;
/// Days that one piece of a list of checks covers: rules are unfolded once for all checks inside it.
pub const CHECK_PIECE_DAYS: i64 = 31;
/// Minutes that two offers should lie apart, unless there is nothing else.
pub const OFFERS_APART_MINUTES: i64 = 120;
/// Appointments in one series: a year of weekly visits.
pub const MAX_SERIES: usize = 53;
/// Weeks between two visits of a series.
pub const MAX_WEEKS_BETWEEN: u32 = 52;
/// Days that a visit of a series may lie away from its weekday, so that it stays nearer to its own week.
pub const SERIES_SHIFT_DAYS: i64 = 3;
/// Patients that can be booked together: a family.
pub const MAX_TOGETHER: usize = 8;
/// Minutes that anybody waits between two appointments that belong together, at most.
pub const MAX_WAIT_MINUTES: u32 = 24 * 60;
/// Answers that a series, a family or a combined visit gives at most.
pub const MAX_PLANS: usize = 100;
/// Beginnings that a family or a combined visit tries in full before it gives up; each costs a small search.
pub const MAX_PLAN_TRIES: usize = 1_000;
/// Checks that a batch explains in words; the others are answered without reasons.
pub const MAX_EXPLAINED: usize = 100;
