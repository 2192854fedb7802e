//! Whether somebody works at a time, computed from the clinic's file alone and in another way than the schedule.
//! Absent: what is booked.

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday as CivilWeekday};
use jiff::tz::TimeZone;
use svara_model::{Clinic, Practitioner, Slot, Weekday};

/// Whether the practitioner's hours of the local day cover the slot.
pub(super) fn cover(clinic: &Clinic, practitioner: &Practitioner, slot: &Slot) -> bool {
    let zone_name = practitioner.time_zone.as_ref().unwrap_or(&clinic.time_zone);
    let Ok(zone) = TimeZone::get(zone_name) else { return false };
    let date = slot.from.to_zoned(zone.clone()).date();
    // A visit may begin in hours that began the evening before.
    [date, date.yesterday().unwrap_or(date)].into_iter().any(|day| {
        spans(clinic, practitioner, day).iter().any(|(from, to)| {
            let opens = first(day, from, &zone);
            let closes = last(day, to, &zone);
            opens.is_some_and(|it| it <= slot.from) && closes.is_some_and(|it| slot.to <= it)
        })
    })
}

fn spans(clinic: &Clinic, practitioner: &Practitioner, day: Date) -> Vec<(String, String)> {
    if clinic.closed.iter().any(|it| it.date == day) {
        return Vec::new();
    }
    if let Some(exception) = practitioner.exceptions.iter().find(|it| it.date == day) {
        return exception.hours.iter().map(|it| (it.from.clone(), it.to.clone())).collect();
    }
    let weekday = weekday(day.weekday());
    let those = practitioner.hours.iter().filter(|it| it.days.contains(&weekday));
    those.map(|it| (it.from.clone(), it.to.clone())).collect()
}

fn weekday(day: CivilWeekday) -> Weekday {
    match day {
        CivilWeekday::Monday => Weekday::Mon,
        CivilWeekday::Tuesday => Weekday::Tue,
        CivilWeekday::Wednesday => Weekday::Wed,
        CivilWeekday::Thursday => Weekday::Thu,
        CivilWeekday::Friday => Weekday::Fri,
        CivilWeekday::Saturday => Weekday::Sat,
        CivilWeekday::Sunday => Weekday::Sun,
    }
}

/// The first instant at which a wall shows this time; in a gap, the moment the clock jumps over it.
fn first(day: Date, text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let (day, time) = wall(day, text)?;
    zone.to_ambiguous_zoned(day.to_datetime(time)).earlier().ok().map(|it| it.timestamp())
}

/// The last instant at which a wall shows this time.
fn last(day: Date, text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let (day, time) = wall(day, text)?;
    zone.to_ambiguous_zoned(day.to_datetime(time)).later().ok().map(|it| it.timestamp())
}

fn wall(day: Date, text: &str) -> Option<(Date, Time)> {
    if text == "24:00" {
        return Some((day.tomorrow().ok()?, Time::midnight()));
    }
    let (hours, minutes) = text.split_once(':')?;
    Some((day, Time::new(hours.parse().ok()?, minutes.parse().ok()?, 0, 0).ok()?))
}
