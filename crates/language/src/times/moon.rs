//! New and full moons, and the calendars that follow them: Islamic, Hebrew, Chinese and the Indian lunar months.
//!
//! The moons are Meeus' (Astronomical Algorithms, chapter 49) without the planets' terms: right to a few minutes. The
//! Islamic months are those of Umm al-Qura as far as a conjunction before sunset in Mecca tells them; where feasts are
//! settled by sight they may be a day off. Absent: names (`lexicon/times/shared.txt`).

use super::day::Day;

/// Days from the epoch of `Day` to the first new moon of 2000, in dynamical time.
const FIRST_NEW_MOON: f64 = 2_451_550.097_66 - 2_440_587.5;
const MONTH_DAYS: f64 = 29.530_588_861;
/// Hours before universal time: Beijing, Mecca, India.
const BEIJING: f64 = 8.0 / 24.0;
const MECCA: f64 = 3.0 / 24.0;
const INDIA: f64 = 5.5 / 24.0;
/// A conjunction later in Mecca's day than this leaves no crescent that evening.
const LAST_CRESCENT: f64 = 0.73;
/// Muharram 1440 began with this lunation (counted from 2000).
const MUHARRAM_1440: i32 = 231;
const MUHARRAM_YEAR: i32 = 1440;
/// The first day on which each Indian lunar month may begin: when the sun enters the sign it is named for.
const INDIAN_MONTHS: [(i32, i32); 12] = [
    (3, 14),
    (4, 13),
    (5, 14),
    (6, 15),
    (7, 16),
    (8, 16),
    (9, 16),
    (10, 16),
    (11, 15),
    (12, 15),
    (1, 13),
    (2, 12),
];
/// A lunar day is a thirtieth of a month.
const LUNAR_DAYS: f64 = 30.0;

/// The moment of a new moon (or full moon, at the half), in days from the epoch of `Day`, universal time.
fn phase(lunation: f64) -> f64 {
    let centuries = lunation / 1236.85;
    let wave = |degrees: f64| degrees.to_radians().sin();
    let sun = 2.5534 + 29.105_356_70 * lunation;
    let moon = 201.5643 + 385.816_935_28 * lunation + 0.010_758_2 * centuries * centuries;
    let node = 160.7108 + 390.670_502_84 * lunation;
    let shape = 1.0 - 0.002_516 * centuries;
    let mean = FIRST_NEW_MOON + MONTH_DAYS * lunation + 0.000_154_37 * centuries * centuries;
    mean - 0.4067 * wave(moon)
        + 0.1727 * shape * wave(sun)
        + 0.0161 * wave(2.0 * moon)
        + 0.0104 * wave(2.0 * node)
        + 0.0074 * shape * wave(moon - sun)
        - 0.0051 * shape * wave(moon + sun)
        + 0.0021 * shape * shape * wave(2.0 * sun)
        - 0.0011 * wave(moon - 2.0 * node)
}

/// The whole days of a count of days.
#[expect(
    clippy::cast_possible_truncation,
    reason = "counts of days in nine thousand years fit many times over"
)]
fn whole(days: f64) -> i32 {
    days.floor() as i32
}

/// The first lunation whose new moon, on the clock so far before universal time, is on that day or later.
fn lunation_from(day: Day, clock: f64) -> i32 {
    let guess = whole((f64::from(day.0) - FIRST_NEW_MOON) / MONTH_DAYS) - 1;
    (guess..guess + 4)
        .find(|lunation| whole(phase(f64::from(*lunation)) + clock) >= day.0)
        .unwrap_or(guess + 4)
}

/// New year of the Chinese calendar: the new moon of 21 January to 20 February.
pub(crate) fn chinese_new_year(year: i32) -> Option<Day> {
    let lunation = lunation_from(Day::new(year, 1, 21)?, BEIJING);
    Some(Day(whole(phase(f64::from(lunation)) + BEIJING)))
}

/// The first day of that month and day of the Islamic calendar in a year of ours.
pub(crate) fn islamic(year: i32, month: i32, day: i32) -> Option<Day> {
    let first = Day::new(year, 1, 1)?;
    let near = (year - 622) * 33 / 32;
    (near - 1..near + 3).map(|year| islamic_day(year, month, day)).find(|day| *day >= first)
}

fn islamic_day(year: i32, month: i32, day: i32) -> Day {
    let lunation = MUHARRAM_1440 + (year - MUHARRAM_YEAR) * 12 + month - 1;
    let moment = phase(f64::from(lunation)) + MECCA;
    let evening = whole(moment);
    let late = moment - f64::from(evening) > LAST_CRESCENT;
    Day(evening + 1 + i32::from(late) + day - 1)
}

/// A lunar day of an Indian month (1 is Chaitra), in tenths: 145 is the middle of the full moon's.
pub(crate) fn indian(year: i32, month: i32, tenths: i32) -> Option<Day> {
    let index = usize::try_from(month - 1).ok()?;
    let (first_month, first_day) = *INDIAN_MONTHS.get(index)?;
    let first = Day::new(year, first_month, first_day)?;
    let lunation = lunation_from(first, INDIA);
    // With two new moons in one sign the second month bears the name alone.
    let second = whole(phase(f64::from(lunation + 1)) + INDIA) - first.0 <= 30;
    let lunation = f64::from(lunation + i32::from(second));
    let part = f64::from(tenths) / 10.0;
    let (new, full, next) = (phase(lunation), phase(lunation + 0.5), phase(lunation + 1.0));
    let half = LUNAR_DAYS / 2.0;
    let moment = if part <= half {
        new + (full - new) * part / half
    } else {
        full + (next - full) * (part - half) / half
    };
    Some(Day(whole(moment + INDIA)))
}

/// The day of that month (1 is Nisan, 12 the last Adar) and day number of the Hebrew calendar in a year of ours.
pub(crate) fn hebrew(year: i32, month: i32, day: i32) -> Option<Day> {
    let first = Day::new(year, 1, 1)?;
    (year + 3760..=year + 3761).map(|year| hebrew_day(year, month, day)).find(|day| *day >= first)
}

/// Days from the epoch of `Day` back to the first Hebrew new year.
const HEBREW_EPOCH: i32 = 2_092_590;
const TISHRI: i32 = 7;

fn hebrew_day(year: i32, month: i32, day: i32) -> Day {
    let months = if hebrew_leap(year) { 13 } else { 12 };
    // The Adar of feasts is the last one.
    let month = if month == 12 { months } else { month };
    let before: i32 = if month < TISHRI {
        (TISHRI..=months).chain(1..month).map(|month| hebrew_month(year, month)).sum()
    } else {
        (TISHRI..month).map(|month| hebrew_month(year, month)).sum()
    };
    Day(hebrew_new_year(year) + before + day - 1 - HEBREW_EPOCH)
}

fn hebrew_leap(year: i32) -> bool {
    (7 * year + 1) % 19 < 7
}

fn hebrew_elapsed(year: i32) -> i32 {
    let months = (235 * year - 234) / 19;
    let parts = 12_084 + 13_753 * i64::from(months);
    let days = 29 * months + i32::try_from(parts / 25_920).unwrap_or(i32::MAX / 2);
    days + i32::from(3 * (days + 1) % 7 < 3)
}

fn hebrew_new_year(year: i32) -> i32 {
    let (last, this, next) = (hebrew_elapsed(year - 1), hebrew_elapsed(year), hebrew_elapsed(year + 1));
    this + if next - this == 356 { 2 } else { i32::from(this - last == 382) }
}

fn hebrew_month(year: i32, month: i32) -> i32 {
    let days = hebrew_new_year(year + 1) - hebrew_new_year(year);
    match month {
        2 | 4 | 6 | 10 | 13 => 29,
        12 if !hebrew_leap(year) => 29,
        8 if days % 10 != 5 => 29,
        9 if days % 10 == 3 => 29,
        _ => 30,
    }
}

#[cfg(test)]
mod tests {
    use super::{chinese_new_year, hebrew, indian, islamic};
    use crate::times::day::Day;

    /// Days as almanacs have them.
    #[test]
    fn feasts_that_follow_the_moon() {
        let day = |year, month, day| Day::new(year, month, day);
        assert_eq!(chinese_new_year(2026), day(2026, 2, 17));
        assert_eq!(chinese_new_year(2033), day(2033, 1, 31));
        assert_eq!(hebrew(2026, 7, 1), day(2026, 9, 12), "Rosh Hashanah 5787");
        assert_eq!(hebrew(2024, 1, 15), day(2024, 4, 23), "Passover 5784, a leap year");
        assert_eq!(islamic(2026, 10, 1), day(2026, 3, 20), "Eid al-Fitr 1447");
        assert_eq!(islamic(2025, 9, 1), day(2025, 3, 1), "Ramadan 1446");
        assert_eq!(indian(2026, 7, 293), day(2026, 11, 8), "Diwali");
        assert_eq!(indian(2024, 12, 152), day(2024, 3, 25), "Holi");
    }
}
