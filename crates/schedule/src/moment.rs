//! Instants, dates and times of day as text, read strictly, with a fault that says what to write instead.
//!
//! Absent: zones (see `zone`) and leniency. A leap second, a date that doesn't exist or a time without an offset
//! is refused, never rounded to something near.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use crate::problem::Fault;

/// Microseconds since 1970-01-01T00:00:00Z: what the search counts in.
pub(crate) type Micros = i64;
/// One second.
pub(crate) const SECOND: Micros = 1_000_000;
/// One minute of elapsed time.
pub(crate) const MINUTE: Micros = 60 * SECOND;
/// Twenty-four hours of elapsed time, which a calendar day is only on most days.
pub(crate) const DAY: Micros = 24 * 60 * MINUTE;

/// The last whole microsecond at or before an instant.
pub(crate) fn floor(at: Timestamp) -> Micros {
    // Seconds and rest apart: the obvious call divides 128 bits, for every busy entry of a search.
    at.as_second() * SECOND + Micros::from(at.subsec_nanosecond().div_euclid(1000))
}

/// The first whole microsecond at or after an instant.
pub(crate) fn ceil(at: Timestamp) -> Micros {
    at.as_second() * SECOND - Micros::from((-at.subsec_nanosecond()).div_euclid(1000))
}

/// Back to an instant. Everything that the search makes lies within its bounded years.
pub(crate) fn instant(at: Micros) -> Timestamp {
    let nanoseconds = i32::try_from(at.rem_euclid(SECOND) * 1000).expect("less than a second");
    Timestamp::new(at.div_euclid(SECOND), nanoseconds).expect("the search stays within its bounded years")
}

/// Minutes as microseconds.
pub(crate) fn minutes(count: u32) -> Micros {
    Micros::from(count) * MINUTE
}

/// A time on the clock's face, `00:00` to `23:59`, and `24:00` for the midnight that ends a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    minutes: u16,
}

impl TimeOfDay {
    /// The midnight that begins a day.
    pub const MIDNIGHT: Self = Self { minutes: 0 };
    /// The midnight that ends a day.
    pub const NEXT_MIDNIGHT: Self = Self { minutes: 24 * 60 };

    /// Hours and minutes; `None` when no clock shows them.
    pub fn new(hour: u16, minute: u16) -> Option<Self> {
        let known = (hour < 24 && minute < 60) || (hour == 24 && minute == 0);
        known.then(|| Self { minutes: hour * 60 + minute })
    }

    /// Minutes after the midnight that begins the day, by the clock's face.
    pub fn minutes(self) -> u16 {
        self.minutes
    }

    /// Reads `08:00`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = || Fault::NoSuchTime { text: shortened(text) };
        let (hour, minute) = text.split_once(':').ok_or_else(fault)?;
        let (hour, minute) = (two_digits(hour).ok_or_else(fault)?, two_digits(minute).ok_or_else(fault)?);
        Self::new(hour, minute).ok_or_else(fault)
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

fn two_digits(text: &str) -> Option<u16> {
    let two = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    two.then(|| text.parse().expect("two digits are a number"))
}

/// A text as an error shows it: never longer than a line.
pub(crate) fn shortened(text: &str) -> String {
    const SHOWN_CHARS: usize = 40;
    let mut shown: String = text.chars().take(SHOWN_CHARS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// Reads `2026-03-09`.
pub fn parse_date(text: &str) -> Result<Date, Fault> {
    let fault = || Fault::NoSuchDate { text: shortened(text) };
    if text.len() != 10 {
        return Err(fault());
    }
    let mut digits = Digits { bytes: text.as_bytes(), at: 0 };
    digits.date().and_then(|(y, m, d)| Date::new(y, m, d).ok()).ok_or_else(fault)
}

/// Reads RFC 3339 as it stands: `2026-03-09T08:00:00+01:00`, with `Z`, fractions and a space for `T` allowed.
/// Digits after the ninth of a fraction are dropped.
pub fn parse_instant(text: &str) -> Result<Timestamp, Fault> {
    let fault = || Fault::NotAnInstant { text: shortened(text) };
    let mut digits = Digits { bytes: text.as_bytes(), at: 0 };
    let (year, month, day) = digits.date().ok_or_else(fault)?;
    digits.one_of(b"Tt ").ok_or_else(fault)?;
    let (hour, minute, second) = digits.clock().ok_or_else(fault)?;
    if second == 60 {
        return Err(Fault::LeapSecond { text: shortened(text) });
    }
    let nanosecond = digits.fraction().ok_or_else(fault)?;
    if digits.at == text.len() {
        return Err(Fault::NoOffset { text: shortened(text) });
    }
    let offset = digits.offset().ok_or_else(fault)?;
    if digits.at != text.len() {
        return Err(fault());
    }
    let date = Date::new(year, month, day)
        .map_err(|_| Fault::NoSuchDate { text: text.get(..10).unwrap_or(text).to_owned() })?;
    let wall = DateTime::new(year, month, day, hour, minute, second, nanosecond).map_err(|_| fault())?;
    debug_assert_eq!(wall.date(), date);
    offset.to_timestamp(wall).map_err(|_| Fault::OutsideYears)
}

/// A reader of fixed-width numbers that never looks beyond the end.
struct Digits<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Digits<'_> {
    fn number<const WIDTH: usize>(&mut self) -> Option<i16> {
        let mut value = 0;
        for _ in 0..WIDTH {
            let digit = self.bytes.get(self.at).filter(|b| b.is_ascii_digit())?;
            value = value * 10 + i16::from(digit - b'0');
            self.at += 1;
        }
        Some(value)
    }

    fn two(&mut self) -> Option<i8> {
        self.number::<2>().map(|n| i8::try_from(n).expect("two digits stay below 100"))
    }

    fn one_of(&mut self, allowed: &[u8]) -> Option<u8> {
        let byte = *self.bytes.get(self.at).filter(|b| allowed.contains(b))?;
        self.at += 1;
        Some(byte)
    }

    fn date(&mut self) -> Option<(i16, i8, i8)> {
        let year = self.number::<4>()?;
        self.one_of(b"-")?;
        let month = self.two()?;
        self.one_of(b"-")?;
        Some((year, month, self.two()?))
    }

    fn clock(&mut self) -> Option<(i8, i8, i8)> {
        let hour = self.two()?;
        self.one_of(b":")?;
        let minute = self.two()?;
        self.one_of(b":")?;
        let second = self.two()?;
        (hour < 24 && minute < 60 && second <= 60).then_some((hour, minute, second))
    }

    /// Nanoseconds; nothing at all is zero, a point without digits is a fault.
    fn fraction(&mut self) -> Option<i32> {
        if self.one_of(b".,").is_none() {
            return Some(0);
        }
        let (mut nanoseconds, mut weight, begun) = (0, 100_000_000, self.at);
        while let Some(digit) = self.one_of(b"0123456789") {
            nanoseconds += i32::from(digit - b'0') * weight;
            weight /= 10;
        }
        (self.at > begun).then_some(nanoseconds)
    }

    fn offset(&mut self) -> Option<Offset> {
        let sign = match self.one_of(b"Zz+-")? {
            b'Z' | b'z' => return Some(Offset::UTC),
            b'-' => -1,
            _ => 1,
        };
        let hours = self.two()?;
        self.one_of(b":")?;
        let minutes = self.two()?;
        if hours > 23 || minutes > 59 {
            return None;
        }
        Offset::from_seconds(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60)).ok()
    }
}
