//! When a patient would like to come: how it is said, and which times it means. What it means is worked out here by
//! the calendar alone, never by the desk's own reader.

use super::chance::Chance;
use super::goal::Tongue;
use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, Zoned};

/// A wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Any time.
    Any,
    /// As soon as there is one.
    Soonest,
    /// The next such day.
    Day(Weekday),
    /// One of two days.
    Either(Weekday, Weekday),
    /// The next such day, before or after noon.
    DayPart(Weekday, Part),
    /// The next such day, from an hour on.
    DayAfter(Weekday, i8),
    /// Some day of next week.
    NextWeek,
    /// Some day of next week, before or after noon.
    NextWeekPart(Part),
    /// Next week, but not that day.
    NextWeekNot(Weekday),
    /// That date.
    On(Date),
    /// Tomorrow.
    Tomorrow,
    /// In the week with this number.
    Week(i8),
    /// In two weeks.
    TwoWeeks,
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Nine to noon.
    Morning,
    /// Noon to five.
    Afternoon,
}

const DAYS: [Weekday; 5] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];

/// A wish that the clinic can meet on some working day.
pub fn made(chance: &mut Chance, now: &Zoned) -> Wish {
    let day = |chance: &mut Chance| DAYS[chance.below(4)];
    let part = |chance: &mut Chance| if chance.percent(50) { Part::Morning } else { Part::Afternoon };
    match chance.below(15) {
        0 => Wish::Any,
        1 => Wish::Soonest,
        2..=4 => Wish::Day(day(chance)),
        5 => {
            let first = chance.below(3);
            Wish::Either(DAYS[first], DAYS[first + 1])
        }
        6 | 7 => Wish::DayPart(day(chance), part(chance)),
        8 => Wish::DayAfter(day(chance), 14),
        9 => Wish::NextWeek,
        10 => Wish::NextWeekPart(part(chance)),
        11 => Wish::NextWeekNot(day(chance)),
        12 => Wish::On(working_day(now, 6 + i64::try_from(chance.below(20)).unwrap_or(0))),
        13 => Wish::Week(working_day(now, 14).iso_week_date().week()),
        _ => {
            let next = now.date().tomorrow().map(jiff::civil::Date::weekday);
            let works = next.is_ok_and(|it| DAYS[..4].contains(&it));
            if works { Wish::Tomorrow } else { Wish::TwoWeeks }
        }
    }
}

/// A day from Monday to Thursday, at least so many days ahead.
fn working_day(now: &Zoned, days: i64) -> Date {
    let mut date = now.date().checked_add(days.days()).unwrap_or(now.date());
    while !DAYS[..4].contains(&date.weekday()) {
        date = date.tomorrow().unwrap_or(date);
    }
    date
}

impl Wish {
    /// Whether a time is what was meant.
    pub fn fits(&self, at: &Zoned, now: &Zoned) -> bool {
        let next = |day: Weekday| at.date() == coming(now, day);
        let week = |ahead: i64| {
            let monday = monday(now.date()).checked_add((7 * ahead).days()).unwrap_or(now.date());
            at.date() >= monday && at.date() < monday.checked_add(7.days()).unwrap_or(monday)
        };
        let in_part = |part: Part| match part {
            Part::Morning => at.hour() < 12,
            Part::Afternoon => (12..17).contains(&at.hour()),
        };
        match *self {
            Self::Any | Self::Soonest => true,
            Self::Day(day) => next(day),
            Self::Either(one, other) => next(one) || next(other),
            Self::DayPart(day, part) => next(day) && in_part(part),
            Self::DayAfter(day, hour) => next(day) && at.hour() >= hour,
            Self::NextWeek => week(1),
            Self::NextWeekPart(part) => week(1) && in_part(part),
            Self::NextWeekNot(day) => week(1) && at.date().weekday() != day,
            Self::On(date) => at.date() == date,
            Self::Tomorrow => now.date().tomorrow().is_ok_and(|it| it == at.date()),
            Self::Week(number) => at.date().iso_week_date().week() == number,
            Self::TwoWeeks => week(2),
        }
    }

    /// The wish in words that can stand in the middle of a sentence.
    pub fn said(&self, tongue: Tongue, chance: &mut Chance) -> String {
        match tongue {
            Tongue::Swedish => self.in_swedish(chance),
            Tongue::English => self.in_english(chance),
        }
    }

    fn in_swedish(&self, chance: &mut Chance) -> String {
        let day = |it: Weekday| SWEDISH_DAYS[index(it)];
        match *self {
            Self::Any => {
                chance.pick(&["någon dag som passar er", "när det passar", "nån gång framöver"]).to_owned()
            }
            Self::Soonest => chance
                .pick(&["så fort som möjligt", "första bästa tid", "så snart det går", "snarast"])
                .to_owned(),
            Self::Day(it) => match chance.below(3) {
                0 => format!("på {}", day(it)),
                1 => format!("nu på {}", day(it)),
                _ => day(it).to_owned(),
            },
            Self::Either(one, other) => format!("{} eller {}", day(one), day(other)),
            Self::DayPart(it, part) => match (part, chance.below(3)) {
                (Part::Morning, 0) => format!("{} förmiddag", day(it)),
                (Part::Morning, 1) => format!("på förmiddagen på {}", day(it)),
                (Part::Morning, _) => format!("{} fm", day(it)),
                (Part::Afternoon, 0) => format!("{} eftermiddag", day(it)),
                (Part::Afternoon, 1) => format!("på {} efter lunch", day(it)),
                (Part::Afternoon, _) => format!("{} em", day(it)),
            },
            Self::DayAfter(it, hour) => match chance.below(3) {
                0 => format!("på {} efter {hour}", day(it)),
                1 => format!("{} efter klockan {hour}", day(it)),
                _ => format!("{} tidigast {hour}:00", day(it)),
            },
            Self::NextWeek => {
                chance.pick(&["nästa vecka", "veckan som kommer", "nån dag nästa vecka"]).to_owned()
            }
            Self::NextWeekPart(Part::Morning) => {
                chance.pick(&["nästa vecka på förmiddagen", "en förmiddag nästa vecka"]).to_owned()
            }
            Self::NextWeekPart(Part::Afternoon) => {
                chance.pick(&["nästa vecka på eftermiddagen", "en eftermiddag nästa vecka"]).to_owned()
            }
            Self::NextWeekNot(it) => match chance.below(2) {
                0 => format!("nästa vecka men inte {}", day(it)),
                _ => format!("nästa vecka, alla dagar utom {}", day(it)),
            },
            Self::On(date) => match chance.below(3) {
                0 => format!("den {} {}", date.day(), SWEDISH_MONTHS[month(date)]),
                1 => format!("{}/{}", date.day(), date.month()),
                _ => format!("{} {}", date.day(), SWEDISH_MONTHS[month(date)]),
            },
            Self::Tomorrow => chance.pick(&["imorgon", "i morgon", "redan imorgon"]).to_owned(),
            Self::Week(number) => match chance.below(2) {
                0 => format!("vecka {number}"),
                _ => format!("v {number}"),
            },
            Self::TwoWeeks => chance.pick(&["om två veckor", "om 2 veckor"]).to_owned(),
        }
    }

    fn in_english(&self, chance: &mut Chance) -> String {
        let day = |it: Weekday| ENGLISH_DAYS[index(it)];
        match *self {
            Self::Any => {
                chance.pick(&["any day that works", "whenever suits you", "some time soon"]).to_owned()
            }
            Self::Soonest => chance.pick(&["as soon as possible", "asap", "as early as you can"]).to_owned(),
            Self::Day(it) => match chance.below(2) {
                0 => format!("on {}", day(it)),
                _ => format!("this coming {}", day(it)),
            },
            Self::Either(one, other) => format!("{} or {}", day(one), day(other)),
            Self::DayPart(it, Part::Morning) => format!("{} morning before noon", day(it)),
            Self::DayPart(it, Part::Afternoon) => format!("{} afternoon", day(it)),
            Self::DayAfter(it, hour) => match chance.below(2) {
                0 => format!("on {} after {}pm", day(it), hour - 12),
                _ => format!("{} after {hour}:00", day(it)),
            },
            Self::NextWeek => chance.pick(&["next week", "some day next week"]).to_owned(),
            Self::NextWeekPart(Part::Morning) => "next week before noon".to_owned(),
            Self::NextWeekPart(Part::Afternoon) => {
                chance.pick(&["one afternoon next week", "next week in the afternoon"]).to_owned()
            }
            Self::NextWeekNot(it) => format!("next week but not {}", day(it)),
            Self::On(date) => match chance.below(2) {
                0 => format!("on {} {}", date.day(), ENGLISH_MONTHS[month(date)]),
                _ => format!("on {} {}", ENGLISH_MONTHS[month(date)], date.day()),
            },
            Self::Tomorrow => "tomorrow".to_owned(),
            Self::Week(number) => format!("week {number}"),
            Self::TwoWeeks => chance.pick(&["in two weeks", "two weeks from now"]).to_owned(),
        }
    }
}

fn index(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or(0)
}

fn month(date: Date) -> usize {
    usize::try_from(date.month() - 1).unwrap_or(0)
}

fn monday(date: Date) -> Date {
    date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).unwrap_or(date)
}

/// The next such day after today.
fn coming(now: &Zoned, day: Weekday) -> Date {
    let mut date = now.date().tomorrow().unwrap_or(now.date());
    while date.weekday() != day {
        date = date.tomorrow().unwrap_or(date);
    }
    date
}

/// A weekday as it is said, for choosing by words.
pub fn day_name(at: &Zoned, tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::Swedish => SWEDISH_DAYS[index(at.weekday())],
        Tongue::English => ENGLISH_DAYS[index(at.weekday())],
    }
}

const SWEDISH_DAYS: [&str; 7] = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"];
const ENGLISH_DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const SWEDISH_MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];
const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
