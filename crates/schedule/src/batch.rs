//! One search as one line of JSON, answered by one line: what `svara slots --batch` prints.
//!
//! Absent: files and exit codes. A line that can't be read gives `{"id", "error"}` and nothing else happens.

use std::fmt::Write;

use serde::Serialize;
use serde_json::Value;

use crate::explain::{Explanation, explain};
use crate::find::{Found, Slot, find};
use crate::id::Id;
use crate::limits::{MAX_EXPLAINED, MAX_LINE_BYTES, MAX_NAME_BYTES};
use crate::problem::{Fault, Problem};
use crate::read::{self, Asked};
use crate::search::Search;
use crate::zone::Zone;

/// The line that answers one line, and whether the search could be carried out.
///
/// With `why`, the answer says why there is nothing, and what speaks against each instant to check.
pub fn answer_line(line: &str, why: bool) -> (String, bool) {
    let (id, asked) = read_line(line);
    let answer = asked.and_then(|asked| {
        let found = find(&asked.search)?;
        let reasons = if why { Some(reasons(&asked, &found)?) } else { None };
        Ok(answer(id.clone(), &asked.search, &found, reasons))
    });
    match answer {
        Ok(answer) => (to_json(&answer), true),
        Err(problem) => refused(id, &problem),
    }
}

/// The same for a line as it lies in a file: one that is no UTF-8, or longer than the bound, is told so.
pub fn answer_bytes(line: &[u8], why: bool) -> (String, bool) {
    if line.len() > MAX_LINE_BYTES {
        return refused(Value::Null, &Problem::at("line", Fault::TooLong { most: MAX_LINE_BYTES }));
    }
    match std::str::from_utf8(line) {
        Ok(line) => answer_line(line, why),
        Err(error) => {
            // Whoever reads the answers needs the id; a damaged name elsewhere doesn't hide it.
            let value = serde_json::from_str::<Value>(&String::from_utf8_lossy(line)).ok();
            let id = value.and_then(|value| echoed(&value).ok()).unwrap_or(Value::Null);
            refused(id, &Problem::at("line", Fault::NotUtf8 { at: error.valid_up_to() + 1 }))
        }
    }
}

/// The answer to one search in plain words, for somebody who wonders why a time is or isn't offered.
pub fn explain_in_words(line: &str) -> (String, bool) {
    let (_, asked) = read_line(line);
    match asked.and_then(|asked| in_words(&asked)) {
        Ok(words) => (words, true),
        Err(problem) => (format!("This search can't be carried out. {problem}.\n"), false),
    }
}

fn refused(id: Value, problem: &Problem) -> (String, bool) {
    (to_json(&Refused { id, error: problem.to_string() }), false)
}

fn read_line(line: &str) -> (Value, Result<Asked, Problem>) {
    if line.len() > MAX_LINE_BYTES {
        return (Value::Null, Err(Problem::at("line", Fault::TooLong { most: MAX_LINE_BYTES })));
    }
    match serde_json::from_str::<Value>(line) {
        Err(error) => (Value::Null, Err(Problem::at("line", Fault::NotJson(error.to_string())))),
        Ok(value) => match echoed(&value) {
            Ok(id) => (id, read::search(&value)),
            Err(problem) => (Value::Null, Err(problem)),
        },
    }
}

/// The id as it was given: a text or a number, and null when there is none.
fn echoed(value: &Value) -> Result<Value, Problem> {
    match value.get("id") {
        None | Some(Value::Null) => Ok(Value::Null),
        Some(Value::String(id)) if id.len() > MAX_NAME_BYTES => {
            Err(Problem::at("id", Fault::TooLong { most: MAX_NAME_BYTES }))
        }
        Some(id @ (Value::String(_) | Value::Number(_))) => Ok(id.clone()),
        Some(_) => Err(Problem::at("id", Fault::WrongType { expected: "a text" })),
    }
}

#[derive(Serialize)]
struct Answer {
    id: Value,
    slots: Vec<Offered>,
    checked: Vec<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Reasons>,
}

#[derive(Serialize)]
struct Offered {
    from: String,
    to: String,
    practitioner: Id,
    room: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rooms: Option<Vec<Id>>,
}

#[derive(Serialize)]
struct Reasons {
    nothing_because: Option<&'static str>,
    checked: Vec<Reason>,
    /// Names in `busy` that belong to nobody in this search: their time blocks nothing.
    ignored_busy_of: Vec<String>,
}

#[derive(Serialize)]
struct Reason {
    at: String,
    free: bool,
    on_grid: bool,
    practitioner: Option<Id>,
    against: Vec<String>,
}

#[derive(Serialize)]
struct Refused {
    id: Value,
    error: String,
}

fn answer(id: Value, search: &Search, found: &Found, why: Option<Reasons>) -> Answer {
    let several = search.service.rooms.len() > 1;
    let slots = found.slots.iter().map(|slot| offered(slot, several, &search.zone)).collect();
    Answer { id, slots, checked: found.checked.clone(), why }
}

fn offered(slot: &Slot, several: bool, zone: &Zone) -> Offered {
    Offered {
        from: zone.write(slot.from),
        to: zone.write(slot.to),
        practitioner: slot.practitioner.clone(),
        room: slot.rooms.first().cloned(),
        rooms: several.then(|| slot.rooms.clone()),
    }
}

fn explained(search: &Search) -> Result<Vec<Explanation>, Problem> {
    search.check.iter().take(MAX_EXPLAINED).map(|at| explain(search, *at)).collect()
}

fn reasons(asked: &Asked, found: &Found) -> Result<Reasons, Problem> {
    let reason = |explanation: Explanation| Reason {
        at: asked.search.zone.write(explanation.at),
        free: explanation.slot.is_some(),
        on_grid: explanation.on_grid,
        against: against(&explanation, &asked.search.zone),
        practitioner: explanation.slot.map(|slot| slot.practitioner),
    };
    Ok(Reasons {
        nothing_because: found.nothing_because.map(crate::Nothing::word),
        checked: explained(&asked.search)?.into_iter().map(reason).collect(),
        ignored_busy_of: asked.strangers.clone(),
    })
}

fn against(explanation: &Explanation, zone: &Zone) -> Vec<String> {
    let one = |refusal: &crate::Refusal| match &refusal.practitioner {
        Some(who) => format!("{who}: {}", refusal.why.in_zone(zone)),
        None => refusal.why.in_zone(zone),
    };
    explanation.refusals.iter().map(one).collect()
}

fn in_words(asked: &Asked) -> Result<String, Problem> {
    let search = &asked.search;
    let found = find(search)?;
    let mut words = String::new();
    match found.nothing_because {
        Some(cause) => line(&mut words, &format!("No time is free: {}.", cause.sentence())),
        None => line(&mut words, &format!("{} times are free.", found.slots.len())),
    }
    for slot in &found.slots {
        let with: Vec<&str> =
            std::iter::once(&slot.practitioner).chain(&slot.rooms).map(Id::as_str).collect();
        let (from, to) = (search.zone.write(slot.from), search.zone.write(slot.to));
        line(&mut words, &format!("  {from} to {to}  {}", with.join(", ")));
    }
    for explanation in explained(search)? {
        let at = search.zone.write(explanation.at);
        match &explanation.slot {
            Some(slot) => line(&mut words, &format!("{at} can be booked with {}.", slot.practitioner)),
            None => line(&mut words, &format!("{at} can't be booked:")),
        }
        for reason in against(&explanation, &search.zone) {
            line(&mut words, &format!("  {reason}"));
        }
        if !explanation.on_grid {
            line(&mut words, "  (it lies off the grid; a search wouldn't offer it)");
        }
    }
    if search.check.len() > MAX_EXPLAINED {
        line(&mut words, &format!("Only the first {MAX_EXPLAINED} instants to check are explained."));
    }
    for who in &asked.strangers {
        line(&mut words, &format!("\"{who}\" in busy is nobody here; that time blocks nothing."));
    }
    Ok(words)
}

fn line(words: &mut String, text: &str) {
    writeln!(words, "{text}").expect("writing to a text never fails");
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("texts, numbers and lists are always JSON")
}
