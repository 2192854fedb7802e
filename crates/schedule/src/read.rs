//! A search from JSON: every field with its type, its remedy, and the place where it stands.
//!
//! Absent: bounds and sense (see `validate`), and unknown fields, which are left alone.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Weekday;
use serde_json::{Map, Value};

use crate::id::Id;
use crate::moment::{TimeOfDay, parse_date, parse_instant, shortened};
use crate::problem::{Fault, Problem};
use crate::search::{
    Align, Buffers, Busy, BusyKind, Exception, Hours, Practitioner, Rank, Room, Search, Service, Span, Want,
    Window,
};
use crate::zone::Zone;

type Read<T> = Result<T, Problem>;

/// A search, and the names in `busy` that belong to nobody in it.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) search: Search,
    pub(crate) strangers: Vec<String>,
}

impl Search {
    /// Reads a search in the batch's form. Busy entries of names that are nobody here block nothing.
    pub fn from_json(value: &Value) -> Result<Self, Problem> {
        search(value).map(|asked| asked.search)
    }
}

/// Reads one search.
pub(crate) fn search(value: &Value) -> Read<Asked> {
    let root = Object::of(value, "an object with \"now\", \"time_zone\", \"service\" and so on")
        .map_err(|fault| Problem::at("line", fault))?;
    let search = Search {
        now: root.needed("now", INSTANT, instant)?,
        zone: root.needed("time_zone", "an IANA zone such as \"Europe/Stockholm\"", zone)?,
        service: root.needed("service", "an object with \"minutes\"", service)?,
        practitioners: root.needed("practitioners", "a list", |v| list(v, practitioner))?,
        rooms: root.optional("rooms", |v| list(v, room))?.unwrap_or_default(),
        patient_busy: Vec::new(),
        window: root.needed("window", "an object with \"from\" and \"to\"", window)?,
        check: root.optional("check", |v| list(v, instant))?.unwrap_or_default(),
        want: root.optional("want", want)?,
    };
    let busy = root.optional("busy", |v| list(v, busy))?.unwrap_or_default();
    Ok(share_out(search, busy))
}

/// Gives every busy entry to whom it belongs.
fn share_out(mut search: Search, busy: Vec<(String, Busy)>) -> Asked {
    let mut lists: HashMap<String, &mut Vec<Busy>> = HashMap::new();
    for someone in &mut search.practitioners {
        lists.insert(someone.id.to_string(), &mut someone.busy);
    }
    for room in &mut search.rooms {
        lists.insert(room.id.to_string(), &mut room.busy);
    }
    let mut strangers = Vec::new();
    for (who, entry) in busy {
        match lists.get_mut(&who) {
            Some(list) => list.push(entry),
            None if strangers.contains(&who) => {}
            None => strangers.push(who),
        }
    }
    Asked { search, strangers }
}

const INSTANT: &str = "an RFC 3339 instant such as \"2026-03-09T08:00:00+01:00\"";
const TIME: &str = "a time of day such as \"08:00\"";

/// An object whose missing and null fields are the same thing.
struct Object<'v>(&'v Map<String, Value>);

impl<'v> Object<'v> {
    fn of(value: &'v Value, expected: &'static str) -> Result<Self, Fault> {
        value.as_object().map(Self).ok_or(Fault::WrongType { expected })
    }

    fn here(value: &'v Value, expected: &'static str) -> Read<Self> {
        Self::of(value, expected).map_err(|fault| Problem::at("", fault))
    }

    fn optional<T>(&self, field: &str, read: impl FnOnce(&'v Value) -> Read<T>) -> Read<Option<T>> {
        match self.0.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => read(value).map(Some).map_err(|problem| problem.inside(field)),
        }
    }

    fn needed<T>(
        &self,
        field: &str,
        expected: &'static str,
        read: impl FnOnce(&'v Value) -> Read<T>,
    ) -> Read<T> {
        self.optional(field, read)?.ok_or_else(|| Problem::at(field, Fault::Missing { expected }))
    }
}

fn here(fault: Fault) -> Problem {
    Problem::at("", fault)
}

fn list<T>(value: &Value, read: impl Fn(&Value) -> Read<T>) -> Read<Vec<T>> {
    let items = value.as_array().ok_or_else(|| here(Fault::WrongType { expected: "a list" }))?;
    let one = |(i, item)| read(item).map_err(|problem: Problem| problem.inside(&format!("[{i}]")));
    items.iter().enumerate().map(one).collect()
}

fn text<'v>(value: &'v Value, expected: &'static str) -> Read<&'v str> {
    value.as_str().ok_or_else(|| here(Fault::WrongType { expected }))
}

fn id(value: &Value) -> Read<Id> {
    text(value, "a text").map(Id::from)
}

fn instant(value: &Value) -> Read<Timestamp> {
    parse_instant(text(value, INSTANT)?).map_err(here)
}

fn zone(value: &Value) -> Read<Zone> {
    Zone::named(text(value, "an IANA zone such as \"Europe/Stockholm\"")?).map_err(here)
}

/// A whole number from 0 on that fits the typed field; what is sensible there is judged later.
fn whole(value: &Value) -> Read<u32> {
    let expected = "a whole number without quotes or decimals";
    let number = value.as_i64().ok_or_else(|| here(Fault::WrongType { expected }))?;
    if number < 0 {
        return Err(here(Fault::Negative { value: number }));
    }
    let most = i64::from(u32::MAX);
    u32::try_from(number).map_err(|_| here(Fault::OutOfRange { value: number, least: 0, most }))
}

fn one_of<T: Copy>(value: &Value, words: &[(&str, T)], allowed: &'static str) -> Read<T> {
    let word = text(value, "a word in quotes")?;
    let found = words.iter().find(|(known, _)| *known == word);
    found
        .map(|(_, meaning)| *meaning)
        .ok_or_else(|| here(Fault::UnknownWord { text: shortened(word), allowed }))
}

fn service(value: &Value) -> Read<Service> {
    let fields = Object::here(value, "an object with \"minutes\"")?;
    let align = [("hours", Align::Hours), ("clock", Align::Clock)];
    Ok(Service {
        id: fields.optional("id", id)?,
        minutes: fields.needed("minutes", "the minutes that it lasts", whole)?,
        buffer_before: fields.optional("buffer_before", whole)?.unwrap_or(0),
        buffer_after: fields.optional("buffer_after", whole)?.unwrap_or(0),
        buffers: Buffers::Larger,
        notice: fields.optional("notice", whole)?.unwrap_or(0),
        horizon_days: fields.optional("horizon_days", whole)?,
        step: fields.optional("step", whole)?,
        align: fields.optional("align", |v| one_of(v, &align, "\"hours\", \"clock\""))?.unwrap_or_default(),
        rooms: fields.optional("rooms", |v| list(v, id))?.unwrap_or_default(),
        capacity: fields.optional("capacity", whole)?.unwrap_or(1),
    })
}

fn practitioner(value: &Value) -> Read<Practitioner> {
    let fields = Object::here(value, "an object with \"id\" and \"hours\"")?;
    Ok(Practitioner {
        id: fields.needed("id", "a name of its own", id)?,
        hours: fields.needed("hours", "a list, empty for nobody's regular hours", |v| list(v, hours))?,
        exceptions: fields.optional("exceptions", |v| list(v, exception))?.unwrap_or_default(),
        zone: fields.optional("time_zone", zone)?,
        max_per_day: fields.optional("max_per_day", whole)?,
        busy: Vec::new(),
    })
}

fn room(value: &Value) -> Read<Room> {
    let fields = Object::here(value, "an object with \"id\" and \"kind\"")?;
    Ok(Room {
        id: fields.needed("id", "a name of its own", id)?,
        kind: fields.needed("kind", "what services ask for", id)?,
        hours: fields.optional("hours", |v| list(v, hours))?,
        exceptions: fields.optional("exceptions", |v| list(v, exception))?.unwrap_or_default(),
        busy: Vec::new(),
    })
}

fn hours(value: &Value) -> Read<Hours> {
    let fields = Object::here(value, "an object with \"days\", \"from\" and \"to\"")?;
    let days = fields.needed("days", "a list such as [\"mon\", \"tue\"]", |v| list(v, weekday))?;
    Ok(Hours { days, span: span(value)? })
}

fn weekday(value: &Value) -> Read<Weekday> {
    let words = [
        ("mon", Weekday::Monday),
        ("tue", Weekday::Tuesday),
        ("wed", Weekday::Wednesday),
        ("thu", Weekday::Thursday),
        ("fri", Weekday::Friday),
        ("sat", Weekday::Saturday),
        ("sun", Weekday::Sunday),
    ];
    one_of(value, &words, "\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"")
}

fn span(value: &Value) -> Read<Span> {
    let fields = Object::here(value, "an object with \"from\" and \"to\"")?;
    let time = |v: &Value| TimeOfDay::parse(text(v, TIME)?).map_err(here);
    Ok(Span { from: fields.needed("from", TIME, time)?, to: fields.needed("to", TIME, time)? })
}

fn exception(value: &Value) -> Read<Exception> {
    let fields = Object::here(value, "an object with \"date\" and \"hours\"")?;
    let date = |v: &Value| parse_date(text(v, "a date such as \"2026-03-09\"")?).map_err(here);
    Ok(Exception {
        date: fields.needed("date", "a date such as \"2026-03-09\"", date)?,
        hours: fields.needed("hours", "a list, empty for closed", |v| list(v, span))?,
    })
}

fn busy(value: &Value) -> Read<(String, Busy)> {
    let fields = Object::here(value, "an object with \"who\", \"from\" and \"to\"")?;
    let who = fields.needed("who", "the id of a practitioner or room", |v| text(v, "a text"))?;
    let kinds =
        [("appointment", BusyKind::Appointment), ("block", BusyKind::Block), ("hold", BusyKind::Hold)];
    let allowed = "\"appointment\", \"block\", \"hold\"";
    let kind = fields.optional("kind", |v| one_of(v, &kinds, allowed))?.unwrap_or_default();
    let (from, to) = (fields.needed("from", INSTANT, instant)?, fields.needed("to", INSTANT, instant)?);
    if to < from {
        return Err(Problem::at("to", Fault::EndsBeforeItBegins));
    }
    let service = fields.optional("service", id)?;
    Ok((who.to_owned(), Busy { from, to, kind, service, buffer_before: 0, buffer_after: 0 }))
}

fn window(value: &Value) -> Read<Window> {
    let fields = Object::here(value, "an object with \"from\" and \"to\"")?;
    Ok(Window { from: fields.needed("from", INSTANT, instant)?, to: fields.needed("to", INSTANT, instant)? })
}

fn want(value: &Value) -> Read<Want> {
    let fields = Object::here(value, "an object with \"count\" and \"rank\"")?;
    let ranks = [("earliest", Rank::Earliest), ("spread", Rank::Spread)];
    let count = fields.needed("count", "how many times are wanted", whole)?;
    Ok(Want {
        count: usize::try_from(count).unwrap_or(usize::MAX),
        rank: fields.optional("rank", |v| one_of(v, &ranks, "\"earliest\", \"spread\""))?.unwrap_or_default(),
    })
}
