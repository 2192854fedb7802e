//! Whether a search keeps its bounds and makes sense, with the field to blame when it doesn't.
//!
//! Absent: text. What can be wrong with JSON is found while reading; what is wrong with values is found here, the
//! same for the desk and for a batch.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::Weekday;

use crate::id::Id;
use crate::limits::{
    FIRST_YEAR, LAST_YEAR, MAX_BUSY, MAX_CAPACITY, MAX_CHECKS, MAX_EXCEPTIONS, MAX_HORIZON_DAYS, MAX_HOURS,
    MAX_MINUTES, MAX_NAME_BYTES, MAX_NOTICE_MINUTES, MAX_OPENINGS, MAX_PER_DAY, MAX_PRACTITIONERS,
    MAX_ROOM_KINDS, MAX_ROOMS, MAX_WANTED, MAX_WINDOW_DAYS,
};
use crate::moment::{DAY, TimeOfDay, floor};
use crate::problem::{Fault, Problem};
use crate::search::{Busy, Exception, Hours, Room, Search, Service, Span, Window};

/// Everything that must hold before a search may run.
pub(crate) fn validate(search: &Search) -> Result<(), Problem> {
    year_is_sane(search.now, "now")?;
    window(&search.window)?;
    service(&search.service).map_err(|p| p.inside("service"))?;
    at_most(search.practitioners.len(), MAX_PRACTITIONERS, "practitioners")?;
    at_most(search.rooms.len(), MAX_ROOMS, "rooms")?;
    at_most(search.check.len(), MAX_CHECKS, "check")?;
    for (i, at) in search.check.iter().enumerate() {
        year_is_sane(*at, "").map_err(|p| p.inside(&format!("check[{i}]")))?;
    }
    if let Some(want) = search.want {
        within(want.count, 1, MAX_WANTED, "want.count")?;
    }
    people_and_rooms(search)?;
    rooms_there(&search.service, &search.rooms).map_err(|p| p.inside("service"))?;
    not_too_much(search)
}

fn window(window: &Window) -> Result<(), Problem> {
    year_is_sane(window.from, "window.from")?;
    year_is_sane(window.to, "window.to")?;
    if window.to < window.from {
        return Err(Problem::at("window", Fault::EndsBeforeItBegins));
    }
    let days = (floor(window.to) - floor(window.from)) / DAY;
    if days > MAX_WINDOW_DAYS {
        let fault = Fault::OutOfRange { value: days, least: 0, most: MAX_WINDOW_DAYS };
        return Err(Problem::at("window (days)", fault));
    }
    Ok(())
}

/// Zone rules mean something only in some years.
pub(crate) fn year_is_sane(at: Timestamp, field: &str) -> Result<(), Problem> {
    let year = jiff::tz::Offset::UTC.to_datetime(at).year();
    if (FIRST_YEAR..=LAST_YEAR).contains(&year) {
        Ok(())
    } else {
        Err(Problem::at(field, Fault::OutsideYears))
    }
}

fn service(service: &Service) -> Result<(), Problem> {
    within(service.minutes, 1, MAX_MINUTES, "minutes")?;
    within(service.buffer_before, 0, MAX_MINUTES, "buffer_before")?;
    within(service.buffer_after, 0, MAX_MINUTES, "buffer_after")?;
    within(service.notice, 0, MAX_NOTICE_MINUTES, "notice")?;
    within(service.horizon_days.unwrap_or(0), 0, MAX_HORIZON_DAYS, "horizon_days")?;
    within(service.step_minutes(), 1, MAX_MINUTES, "step")?;
    within(service.capacity, 1, MAX_CAPACITY, "capacity")?;
    at_most(service.rooms.len(), MAX_ROOM_KINDS, "rooms")?;
    service.id.iter().try_for_each(|id| name(id, "id"))?;
    service.rooms.iter().try_for_each(|kind| name(kind, "rooms"))
}

fn people_and_rooms(search: &Search) -> Result<(), Problem> {
    let mut ids: HashSet<&Id> = HashSet::new();
    let mut entries = search.patient_busy.len();
    for (i, someone) in search.practitioners.iter().enumerate() {
        let place = |p: Problem| p.inside(&format!("practitioners[{i}]"));
        fresh(&someone.id, &mut ids).map_err(place)?;
        timetable(&someone.hours, &someone.exceptions).map_err(place)?;
        within(someone.max_per_day.unwrap_or(0), 0, MAX_PER_DAY, "max_per_day").map_err(place)?;
        entries += someone.busy.len();
        busy(&someone.busy).map_err(place)?;
    }
    for (i, room) in search.rooms.iter().enumerate() {
        let place = |p: Problem| p.inside(&format!("rooms[{i}]"));
        fresh(&room.id, &mut ids).map_err(place)?;
        name(&room.kind, "kind").map_err(place)?;
        timetable(room.hours.as_deref().unwrap_or(&[]), &room.exceptions).map_err(place)?;
        entries += room.busy.len();
        busy(&room.busy).map_err(place)?;
    }
    busy(&search.patient_busy).map_err(|p| p.inside("patient"))?;
    at_most(entries, MAX_BUSY, "busy")
}

fn fresh<'s>(id: &'s Id, ids: &mut HashSet<&'s Id>) -> Result<(), Problem> {
    name(id, "id")?;
    if ids.insert(id) { Ok(()) } else { Err(Problem::at("id", Fault::TwiceNamed { name: id.to_string() })) }
}

fn timetable(hours: &[Hours], exceptions: &[Exception]) -> Result<(), Problem> {
    at_most(hours.len(), MAX_HOURS, "hours")?;
    at_most(exceptions.len(), MAX_EXCEPTIONS, "exceptions")?;
    for (i, entry) in hours.iter().enumerate() {
        span(entry.span).map_err(|p| p.inside(&format!("hours[{i}]")))?;
    }
    let mut dates = HashSet::new();
    for (i, exception) in exceptions.iter().enumerate() {
        let place = |p: Problem| p.inside(&format!("exceptions[{i}]"));
        if !dates.insert(exception.date) {
            let fault = Fault::TwiceDated { date: exception.date.to_string() };
            return Err(place(Problem::at("date", fault)));
        }
        at_most(exception.hours.len(), MAX_HOURS, "hours").map_err(place)?;
        for (j, one) in exception.hours.iter().enumerate() {
            span(*one).map_err(|p| place(p.inside(&format!("hours[{j}]"))))?;
        }
    }
    Ok(())
}

fn span(span: Span) -> Result<(), Problem> {
    if span.from == TimeOfDay::NEXT_MIDNIGHT {
        return Err(Problem::at("from", Fault::BeginsAtMidnight));
    }
    if span.from == span.to {
        return Err(Problem::at("to", Fault::NeverOrAlways { time: span.to.to_string() }));
    }
    Ok(())
}

fn busy(entries: &[Busy]) -> Result<(), Problem> {
    for (i, entry) in entries.iter().enumerate() {
        let place = |p: Problem| p.inside(&format!("busy[{i}]"));
        if entry.to < entry.from {
            return Err(place(Problem::at("to", Fault::EndsBeforeItBegins)));
        }
        within(entry.buffer_before, 0, MAX_MINUTES, "buffer_before").map_err(place)?;
        within(entry.buffer_after, 0, MAX_MINUTES, "buffer_after").map_err(place)?;
    }
    Ok(())
}

/// A kind that nobody has is a slip of the pen. Too few of a kind that is there is no fault: the search then finds
/// nothing and says that rooms are missing.
fn rooms_there(service: &Service, rooms: &[Room]) -> Result<(), Problem> {
    for (i, kind) in service.rooms.iter().enumerate() {
        if !rooms.iter().any(|room| room.kind == *kind) {
            return Err(Problem::at(format!("rooms[{i}]"), Fault::NoRoomOfKind { kind: kind.to_string() }));
        }
    }
    Ok(())
}

/// Hours are unfolded day by day, so their number times the days is what a search costs.
fn not_too_much(search: &Search) -> Result<(), Problem> {
    let window = (floor(search.window.to) - floor(search.window.from)) / DAY + 3;
    let days = usize::try_from(window).expect("the window ends after it begins");
    let people = search.practitioners.iter().map(|p| per_day(&p.hours, &p.exceptions));
    let rooms = search.rooms.iter().map(|r| per_day(r.hours.as_deref().unwrap_or(&[]), &r.exceptions));
    if people.chain(rooms).sum::<usize>() * days > MAX_OPENINGS {
        return Err(Problem::at("practitioners", Fault::TooMuchToUnfold));
    }
    Ok(())
}

fn per_day(hours: &[Hours], exceptions: &[Exception]) -> usize {
    let on = |day: Weekday| hours.iter().filter(|h| h.days.contains(&day)).count();
    let weekly = Weekday::Monday.cycle_forward().take(7).map(on).max().unwrap_or(0);
    weekly.max(exceptions.iter().map(|e| e.hours.len()).max().unwrap_or(0)).max(1)
}

fn name(id: &Id, field: &str) -> Result<(), Problem> {
    if id.is_empty() {
        return Err(Problem::at(field, Fault::Missing { expected: "a name that isn't empty" }));
    }
    if id.len() > MAX_NAME_BYTES {
        return Err(Problem::at(field, Fault::TooLong { most: MAX_NAME_BYTES }));
    }
    Ok(())
}

pub(crate) fn within<N: Copy + PartialOrd + TryInto<i64>>(
    value: N,
    least: N,
    most: N,
    field: &str,
) -> Result<(), Problem> {
    if value >= least && value <= most {
        return Ok(());
    }
    let whole = |n: N| n.try_into().unwrap_or(i64::MAX);
    let fault = Fault::OutOfRange { value: whole(value), least: whole(least), most: whole(most) };
    Err(Problem::at(field, fault))
}

fn at_most(count: usize, most: usize, field: &str) -> Result<(), Problem> {
    if count <= most { Ok(()) } else { Err(Problem::at(field, Fault::TooMany { count, most })) }
}
