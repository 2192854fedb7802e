//! Asking in the batch's own JSON, for tests that read like the contract.
//!
//! Absent: expectations.

use serde_json::{Value, json};
use svara_schedule::{Search, Slot, Zone};

/// The answer to one search; the search must be readable.
pub fn answer(search: &Value) -> Value {
    let (line, read) = svara_schedule::batch::answer_line(&search.to_string(), false);
    assert!(read, "{line}");
    serde_json::from_str(&line).expect("an answer is JSON")
}

/// The starts of an answer without their seconds: `2026-03-09T08:00+01:00`.
pub fn starts(answer: &Value) -> Vec<String> {
    let slots = answer["slots"].as_array().expect("an answer has slots");
    slots
        .iter()
        .map(|slot| slot["from"].as_str().expect("a slot begins").replace(":00+", "+").replace(":00-", "-"))
        .collect()
}

/// A search in Stockholm for thirty minutes with one practitioner who is open on this date and no other.
pub fn one_day(date: &str, from: &str, to: &str) -> Value {
    json!({
        "id": "one", "now": "2020-01-01T00:00:00Z", "time_zone": "Europe/Stockholm",
        "service": {"minutes": 30},
        "practitioners": [{"id": "anna", "hours": [],
                           "exceptions": [{"date": date, "hours": [{"from": from, "to": to}]}]}],
        "window": {"from": "2026-01-01T00:00:00Z", "to": "2028-01-01T00:00:00Z"},
    })
}

/// The same search with other fields laid over it: objects are merged, everything else is replaced.
pub fn with(mut search: Value, fields: Value) -> Value {
    lay_over(&mut search, fields);
    search
}

fn lay_over(below: &mut Value, above: Value) {
    match (below, above) {
        (Value::Object(below), Value::Object(above)) => {
            for (key, value) in above {
                lay_over(below.entry(key).or_insert(Value::Null), value);
            }
        }
        (below, above) => *below = above,
    }
}

/// The same as the typed core takes it.
pub fn typed(search: &Value) -> Search {
    Search::from_json(search).unwrap_or_else(|problem| panic!("{problem}"))
}

/// A slot as `04 10:00 anna`, in Stockholm.
pub fn told(slot: &Slot) -> String {
    let start = Zone::named("Europe/Stockholm").expect("Stockholm has a zone").write(slot.from);
    let places: String = slot.rooms.iter().fold(String::new(), |told, room| told + " " + room);
    format!("{} {} {}{places}", &start[8..10], &start[11..16], slot.practitioner)
}
