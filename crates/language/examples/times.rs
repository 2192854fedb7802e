//! Reads the times in messages: batch input lines (`contract/understand.md`) on stdin, one line of times and `when` out.

use std::io::{BufRead, Write};

use jiff::{Timestamp, Zoned};
use serde_json::{Value, json};
use svara_language::{Booked, Context, Expecting, When, times};

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        writeln!(out, "{}", answer(&line))?;
    }
    Ok(())
}

fn answer(line: &str) -> Value {
    let Ok(input) = serde_json::from_str::<Value>(line) else { return json!({"error": "not JSON"}) };
    let Some(now) = input["now"].as_str().and_then(zoned) else {
        return json!({"id": input["id"], "error": "unreadable now"});
    };
    let text = input["text"].as_str().unwrap_or_default();
    let lang = input["lang"].as_str().map_or_else(|| guess(&input), str::to_owned);
    let mut context = Context::at(now);
    context.expecting = serde_json::from_value::<Expecting>(input["expecting"].clone()).ok();
    for booked in input["appointments"].as_array().into_iter().flatten() {
        let Some(from) = booked["from"].as_str().and_then(|from| from.parse::<Timestamp>().ok()) else {
            continue;
        };
        context.appointments.push(Booked { from, practitioner: String::new(), service: None });
    }
    let read = times::read(text, &lang, &context);
    let zone = context.now.time_zone().clone();
    let shown = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let when = |when: &When| {
        let windows: Vec<Value> =
            when.windows.iter().map(|w| json!({"from": shown(w.from), "to": shown(w.to)})).collect();
        json!({"windows": windows, "flexible": when.flexible, "prefer": when.prefer, "text": when.text})
    };
    let expressions: Vec<Value> = read
        .expressions
        .iter()
        .map(|time| {
            json!({"text": time.text, "start": time.start, "end": time.end, "from": shown(time.span.from),
                "to": shown(time.span.to), "grain": time.grain, "role": time.role})
        })
        .collect();
    json!({"id": input["id"], "lang": lang, "intents": [{"name": "unknown", "confidence": 0.0}], "alternatives": [],
        "times": expressions, "when": read.when.as_ref().map(when), "choice": null, "service": null,
        "practitioner": null, "for_other": null, "topic": null, "needs_clarification": read.needs_clarification})
}

/// Without a language in the row: the one in its id, as the development sets write it.
fn guess(input: &Value) -> String {
    input["id"].as_str().and_then(|id| id.split('-').nth(1)).unwrap_or("en").to_owned()
}

fn zoned(text: &str) -> Option<Zoned> {
    if text.contains('[') {
        return text.parse().ok();
    }
    let offset = jiff::fmt::temporal::DateTimeParser::new().parse_time_zone(text.get(19..)?).ok()?;
    Some(text.parse::<Timestamp>().ok()?.to_zoned(offset))
}
