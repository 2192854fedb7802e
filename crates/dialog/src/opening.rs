//! When the clinic is open, from its practitioners' hours: for promises ("we answer on Monday from 08:00") and for
//! the question itself.

use crate::view::View;
use crate::wording;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use svara_model::{Clinic, Language, Weekday};

/// A clinic that doesn't open within this many days is asked about no further.
const DAYS_LOOKED_AHEAD: i32 = 31;
const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// The first moment from now on at which somebody is there: `None` while somebody is, or when nobody will be.
pub fn next_opening(view: &View) -> Option<Timestamp> {
    let now = view.now.to_zoned(view.zone.clone());
    for ahead in 0..DAYS_LOOKED_AHEAD {
        let date = now.date().checked_add(ahead.days()).ok()?;
        for (from, to) in day_hours(&view.clinic, date) {
            let start = instant(view, date, &from)?;
            let end = instant(view, date, &to)?;
            if start <= view.now && view.now < end {
                return None;
            }
            if start > view.now {
                return Some(start);
            }
        }
    }
    None
}

/// Whether somebody is at the clinic at some moment of these; of none, when nothing is named.
pub fn opens_within(view: &View, windows: &[(Timestamp, Timestamp)]) -> bool {
    windows.iter().take(DAYS_ASKED_MAX).any(|(from, to)| {
        let at = View { now: *from, ..view.clone() };
        is_open(&at) || next_opening(&at).is_some_and(|it| it < *to)
    })
}

/// What a closed day is called, when all that was asked for lies on it: `Långfredagen`.
pub fn closed_for(view: &View, windows: &[(Timestamp, Timestamp)]) -> Option<String> {
    let date = |at: Timestamp| at.to_zoned(view.zone.clone()).date();
    let first = windows.first().map(|it| date(it.0))?;
    let last_moment = |to: Timestamp| to.checked_sub(jiff::SignedDuration::from_micros(1)).unwrap_or(to);
    let all = windows.iter().all(|(from, to)| date(*from) == first && date(last_moment(*to)) == first);
    let day = view.clinic.closed_on(first).filter(|_| all)?;
    let name = view.clinic.text(&day.name, &view.language).to_owned();
    Some(name).filter(|it| !it.is_empty())
}

/// More windows than these are every day of weeks: then the clinic is open in one of them.
const DAYS_ASKED_MAX: usize = 10;

/// Whether somebody is at the clinic now.
pub fn is_open(view: &View) -> bool {
    open_until(view).is_some()
}

/// Until when somebody is at the clinic without a break, when somebody is.
pub fn open_until(view: &View) -> Option<Timestamp> {
    let date = view.now.to_zoned(view.zone.clone()).date();
    day_hours(&view.clinic, date).iter().find_map(|(from, to)| {
        let (from, to) = (instant(view, date, from)?, instant(view, date, to)?);
        (from <= view.now && view.now < to).then_some(to)
    })
}

fn instant(view: &View, date: Date, clock: &str) -> Option<Timestamp> {
    let (hour, minute) = clock.split_once(':')?;
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let (date, hour) = if hour == 24 { (date.tomorrow().ok()?, 0) } else { (date, hour) };
    date.at(hour, minute, 0, 0).to_zoned(view.zone.clone()).ok().map(|it| it.timestamp())
}

/// The clinic's stretches of one date, merged over its practitioners, sorted.
fn day_hours(clinic: &Clinic, date: Date) -> Vec<(String, String)> {
    if clinic.closed.iter().any(|it| it.date == date) {
        return Vec::new();
    }
    let holiday = clinic.closed_on(date).is_some();
    let day = WEEK[usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0)];
    let mut all: Vec<(String, String)> = Vec::new();
    for practitioner in &clinic.practitioners {
        if let Some(exception) = practitioner.exceptions.iter().find(|it| it.date == date) {
            all.extend(exception.hours.iter().map(|it| (it.from.clone(), it.to.clone())));
        } else if !holiday {
            all.extend(weekly(practitioner, day));
        }
    }
    merge(all)
}

fn weekly(practitioner: &svara_model::Practitioner, day: Weekday) -> impl Iterator<Item = (String, String)> {
    practitioner
        .hours
        .iter()
        .filter(move |it| it.days.contains(&day))
        .map(|it| (it.from.clone(), if it.to <= it.from { "24:00".to_owned() } else { it.to.clone() }))
}

fn merge(mut all: Vec<(String, String)>) -> Vec<(String, String)> {
    all.sort();
    let mut merged: Vec<(String, String)> = Vec::new();
    for (from, to) in all {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.clone().max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// The hours of one date in words: `08:00–12:00`, `13:00–17:00`; none when it is closed.
pub fn hours_of(clinic: &Clinic, date: Date) -> Vec<String> {
    day_hours(clinic, date).iter().map(|(from, to)| format!("{from}–{to}")).collect()
}

/// The ordinary week, one line a run of like days: `måndag-torsdag 08:00-17:00`.
pub fn week_in_words(clinic: &Clinic, language: &Language) -> String {
    let days: Vec<(usize, String)> = WEEK
        .iter()
        .enumerate()
        .map(|(index, day)| {
            (index, merge(clinic.practitioners.iter().flat_map(|it| weekly(it, *day)).collect()))
        })
        .filter(|(_, hours)| !hours.is_empty())
        .map(|(index, hours)| (index, spans(&hours)))
        .collect();
    let mut lines: Vec<(usize, usize, String)> = Vec::new();
    for (index, hours) in days {
        match lines.last_mut() {
            Some((_, last, same)) if *last + 1 == index && *same == hours => *last = index,
            _ => lines.push((index, index, hours)),
        }
    }
    lines
        .iter()
        .map(|(first, last, hours)| line(*first, *last, hours, language))
        .collect::<Vec<_>>()
        .join("\n")
}

fn spans(hours: &[(String, String)]) -> String {
    hours.iter().map(|(from, to)| format!("{from}–{to}")).collect::<Vec<_>>().join(", ")
}

fn line(first: usize, last: usize, hours: &str, language: &Language) -> String {
    let name = |index: usize| {
        let offset = i8::try_from(index).unwrap_or(0);
        jiff::civil::Weekday::from_monday_zero_offset(offset).map_or("", |it| wording::weekday(it, language))
    };
    let days =
        if first == last { name(first).to_owned() } else { format!("{}–{}", name(first), name(last)) };
    format!("{days} {hours}")
}
