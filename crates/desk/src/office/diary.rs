//! The days as they are drawn: when each practitioner and room is open, and what besides visits takes their time.
//! Absent: the visits themselves (`appointments.rs`) and free times (`slots.rs`).

use crate::{Desk, DeskError, times};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::HashMap;
use std::sync::Arc;
use svara_model::{Clinic, ConversationId, Exception, Hours, ServiceId, Weekday};
use svara_store::{Busy, BusyKind, appointments, holds};

/// No screen shows more days at once.
pub const DAYS_MAX: i32 = 42;
/// A piece of occupancy reaches over the edge of a day by at most this.
const EDGE_HOURS: i64 = 24;

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first moment.
    pub from: Timestamp,
    /// The first moment after.
    pub to: Timestamp,
}

/// A practitioner or room with the hours they are open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTimes {
    /// Its id in the clinic's file.
    pub id: String,
    /// Open stretches, in order.
    pub open: Vec<Stretch>,
}

/// A time that is kept while a patient answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Whose and which rooms.
    pub resources: Vec<String>,
    /// When.
    pub time: Stretch,
    /// For what.
    pub service: Option<ServiceId>,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Until when it is kept.
    pub expires_at: Option<Timestamp>,
}

/// A time that staff closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Whose, or which room.
    pub resource: String,
    /// When.
    pub time: Stretch,
}

/// Some days of a clinic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diary {
    /// By practitioner, in the file's order.
    pub practitioners: Vec<OpenTimes>,
    /// By room.
    pub rooms: Vec<OpenTimes>,
    /// Times kept for patients who are being asked.
    pub holds: Vec<Held>,
    /// Absences and closed rooms.
    pub closed: Vec<Closed>,
}

/// The days from one date up to, without, another.
pub async fn days(desk: &Desk, clinic: &Arc<Clinic>, from: Date, to: Date) -> Result<Diary, DeskError> {
    let count = (to - from).get_days();
    if !(1..=DAYS_MAX).contains(&count) {
        return Err(DeskError::Invalid(format!("`to` is 1 to {DAYS_MAX} days after `from`")));
    }
    let zone = times::zone(&clinic.time_zone)?;
    let start = |date: Date| date.to_zoned(zone.time_zone().clone()).map(|it| it.timestamp());
    let bad = |_| DeskError::Invalid("`from` and `to` are dates of this calendar".to_owned());
    let window = Stretch { from: start(from).map_err(bad)?, to: start(to).map_err(bad)? };
    let open = |id: &str, hours: &[Hours], own: &[Exception]| OpenTimes {
        id: id.to_owned(),
        open: open_times(clinic, hours, own, from, count, &zone),
    };
    let practitioners =
        clinic.practitioners.iter().map(|it| open(it.id.as_str(), &it.hours, &it.exceptions)).collect();
    let rooms = clinic.rooms.iter().filter_map(|it| {
        let hours = it.hours.as_deref()?;
        Some(open(it.id.as_str(), hours, &it.exceptions))
    });
    let rooms = rooms.collect();
    let (id, now) = (clinic.id.clone(), desk.now());
    let taken = desk.store().read("a diary", move |tx| {
        let id = id.clone();
        Box::pin(async move {
            let edge = SignedDuration::from_hours(EDGE_HOURS);
            let busy = appointments::busy(tx, &id, window.from - edge, window.to + edge, now).await?;
            let mut until = HashMap::new();
            for conversation in busy.iter().filter_map(|it| it.hold_of.clone()) {
                if let Some(hold) = holds::of(tx, &conversation, now).await? {
                    until.insert(conversation, hold.expires_at);
                }
            }
            Ok::<_, DeskError>((busy, until))
        })
    });
    let (busy, until) = taken.await?;
    let within = |it: &&Busy| it.from < window.to && window.from < it.to;
    let closed = busy
        .iter()
        .filter(within)
        .filter(|it| it.kind == BusyKind::Block)
        .map(|it| Closed { resource: it.resource.clone(), time: Stretch { from: it.from, to: it.to } });
    let closed = closed.collect();
    Ok(Diary { practitioners, rooms, holds: held(busy.iter().filter(within), &until), closed })
}

fn held<'a>(busy: impl Iterator<Item = &'a Busy>, until: &HashMap<ConversationId, Timestamp>) -> Vec<Held> {
    let mut all: Vec<Held> = Vec::new();
    for it in busy {
        let Some(conversation) = &it.hold_of else { continue };
        match all.iter_mut().find(|other| other.conversation == *conversation) {
            Some(other) => other.resources.push(it.resource.clone()),
            None => all.push(Held {
                resources: vec![it.resource.clone()],
                time: Stretch { from: it.from, to: it.to },
                service: it.service.clone(),
                expires_at: until.get(conversation).copied(),
                conversation: conversation.clone(),
            }),
        }
    }
    all
}

/// The hours of each day: the clinic's closed days, then a date's own hours, then the week's.
fn open_times(
    clinic: &Clinic,
    week: &[Hours],
    own: &[Exception],
    first: Date,
    days: i32,
    zone: &svara_schedule::Zone,
) -> Vec<Stretch> {
    let mut open = Vec::new();
    for day in 0..days {
        let Ok(date) = first.checked_add(day.days()) else { continue };
        if clinic.closed.iter().any(|it| it.date == date) {
            continue;
        }
        let spans: Vec<(&str, &str)> = match own.iter().find(|it| it.date == date) {
            Some(exception) => exception.hours.iter().map(|it| (it.from.as_str(), it.to.as_str())).collect(),
            None => week
                .iter()
                .filter(|it| it.days.iter().any(|day| is(*day, date)))
                .map(|it| (it.from.as_str(), it.to.as_str()))
                .collect(),
        };
        let spans = spans.into_iter().filter_map(|(from, to)| stretch(date, from, to, zone));
        let mut spans: Vec<Stretch> = spans.collect();
        spans.sort_by_key(|it| it.from);
        open.extend(spans);
    }
    open
}

fn stretch(date: Date, from: &str, to: &str, zone: &svara_schedule::Zone) -> Option<Stretch> {
    let at = |text: &str| {
        let minutes = i64::from(svara_schedule::TimeOfDay::parse(text).ok()?.minutes());
        let wall = date.to_datetime(jiff::civil::Time::midnight()).checked_add(minutes.minutes()).ok()?;
        wall.to_zoned(zone.time_zone().clone()).ok().map(|it| it.timestamp())
    };
    let (from, to) = (at(from)?, at(to)?);
    (from < to).then_some(Stretch { from, to })
}

fn is(day: Weekday, date: Date) -> bool {
    let number = match day {
        Weekday::Mon => 1,
        Weekday::Tue => 2,
        Weekday::Wed => 3,
        Weekday::Thu => 4,
        Weekday::Fri => 5,
        Weekday::Sat => 6,
        Weekday::Sun => 7,
    };
    date.weekday().to_monday_one_offset() == number
}
