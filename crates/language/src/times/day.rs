//! Days as whole numbers, with the calendar's arithmetic: weeks, months, Easter.
//!
//! Absent: clocks and zones. Every function is defined for every argument.

use jiff::civil::Date;

/// A day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(pub(crate) i32);

impl Day {
    /// The first day that a reading may name: 0001-01-01.
    pub(crate) const FIRST: Self = Self(-719_162);
    /// The last day that a reading may name: 9000-01-01.
    pub(crate) const LAST: Self = Self(2_567_665);

    /// The day of a civil date.
    pub(crate) fn of(date: Date) -> Self {
        Self::lenient(i32::from(date.year()), i32::from(date.month()), i32::from(date.day()))
    }

    /// The day of a year, a month and a day number, if the calendar has it.
    pub(crate) fn new(year: i32, month: i32, day: i32) -> Option<Self> {
        let known = (1..=9000).contains(&year) && (1..=12).contains(&month);
        (known && day >= 1 && day <= month_length(year, month)).then(|| Self::lenient(year, month, day))
    }

    /// Counts on past the end of a month: the 31st of April is the 1st of May. Months count on past December.
    fn lenient(year: i32, month: i32, day: i32) -> Self {
        let year = year + (month - 1).div_euclid(12);
        let month = (month - 1).rem_euclid(12) + 1;
        let shifted = if month <= 2 { year - 1 } else { year };
        let era = shifted.div_euclid(400);
        let of_era = shifted.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    /// Year, month and day number.
    pub(crate) fn ymd(self) -> (i32, i32, i32) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let month = (shifted_month + 2) % 12 + 1;
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month, of_year - (153 * shifted_month + 2) / 5 + 1)
    }

    /// The civil date, within the years that a date can have.
    pub(crate) fn date(self) -> Date {
        let (year, month, day) = self.clamp(Self::FIRST, Self::LAST).ymd();
        let small = |part: i32| i8::try_from(part).unwrap_or(1);
        Date::new(i16::try_from(year).unwrap_or(1970), small(month), small(day)).unwrap_or(Date::ZERO)
    }

    /// So many days on.
    pub(crate) fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days).clamp(Self::FIRST.0, Self::LAST.0))
    }

    /// Monday is 1.
    pub(crate) fn weekday(self) -> i32 {
        (self.0 + 3).rem_euclid(7) + 1
    }

    /// The Monday of its week.
    pub(crate) fn week_start(self) -> Self {
        self.plus(1 - self.weekday())
    }

    /// The ISO number of its week.
    pub(crate) fn week_number(self) -> i32 {
        let thursday = self.week_start().plus(3);
        let (year, _, _) = thursday.ymd();
        (thursday.0 - Self::lenient(year, 1, 1).0) / 7 + 1
    }

    /// The first day of its month, moved on by so many months.
    pub(crate) fn month_start(self, months: i32) -> Self {
        let (year, month, _) = self.ymd();
        Self::lenient(year, month.saturating_add(months.clamp(-24_000, 24_000)), 1)
            .clamp(Self::FIRST, Self::LAST)
    }

    /// The first day of its year, moved on by so many years.
    pub(crate) fn year_start(self, years: i32) -> Self {
        let (year, _, _) = self.ymd();
        Self::lenient(year + years.clamp(-2000, 2000), 1, 1).clamp(Self::FIRST, Self::LAST)
    }

    /// The same day number so many months on, or the month's last day.
    pub(crate) fn plus_months(self, months: i32) -> Self {
        let (_, _, day) = self.ymd();
        let start = self.month_start(months);
        let (year, month, _) = start.ymd();
        start.plus(day.min(month_length(year, month)) - 1)
    }

    /// The first such weekday on this day or after it.
    pub(crate) fn on_or_after(self, weekday: i32) -> Self {
        self.plus((weekday - self.weekday()).rem_euclid(7))
    }

    /// The last such weekday on this day or before it.
    pub(crate) fn on_or_before(self, weekday: i32) -> Self {
        self.plus(-((self.weekday() - weekday).rem_euclid(7)))
    }
}

/// How many days a month has.
pub(crate) fn month_length(year: i32, month: i32) -> i32 {
    Day::lenient(year, month + 1, 1).0 - Day::lenient(year, month, 1).0
}

/// The Monday of the ISO week of that number.
pub(crate) fn week_of_year(year: i32, number: i32) -> Option<Day> {
    let first = Day::new(year, 1, 4)?.week_start();
    let monday = first.plus((number - 1) * 7);
    (number >= 1 && monday.week_number() == number).then_some(monday)
}

/// Easter Sunday of the western churches (the anonymous Gregorian computus).
pub(crate) fn easter(year: i32) -> Day {
    let golden = year % 19;
    let century = year / 100;
    let rest = year % 100;
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let counted = epact + weekday - 7 * late + 114;
    Day::lenient(year, counted / 31, counted % 31 + 1)
}

/// Easter Sunday of the eastern churches (Meeus' Julian computus), in the Gregorian calendar.
pub(crate) fn orthodox_easter(year: i32) -> Day {
    let epact = (19 * (year % 19) + 15) % 30;
    let weekday = (2 * (year % 4) + 4 * (year % 7) - epact + 34) % 7;
    let counted = epact + weekday + 114;
    let behind = year / 100 - year / 400 - 2;
    Day::lenient(year, counted / 31, counted % 31 + 1).plus(behind)
}
