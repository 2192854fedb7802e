//! `svara understand --batch`: one JSON object in, one out. The contract's field names live here.
//!
//! Absent: reading and writing of files.

use crate::context::{Booked, Context, Expecting, Named, Offered};
use crate::reading::{IntentReading, Reading, When};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Input {
    #[serde(default)]
    id: Value,
    text: String,
    now: String,
    lang: Option<String>,
    expecting: Option<String>,
    #[serde(default)]
    offered: Option<Vec<Slot>>,
    #[serde(default)]
    appointments: Option<Vec<Slot>>,
    #[serde(default)]
    services: Option<Vec<String>>,
    #[serde(default)]
    practitioners: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Slot {
    from: String,
    #[serde(default)]
    practitioner: Option<String>,
    #[serde(default)]
    service: Option<String>,
}

/// Answers one line. The flag is false when the line could not be read; the answer then says why.
pub fn answer_line(line: &str, explain: bool) -> (String, bool) {
    let answer = serde_json::from_str::<Value>(line)
        .map_err(|problem| (Value::Null, format!("not JSON: {problem}")))
        .and_then(|value| answer(value, explain));
    match answer {
        Ok(answer) => (answer.to_string(), true),
        Err((id, problem)) => (json!({ "id": id, "error": problem }).to_string(), false),
    }
}

fn answer(value: Value, explain: bool) -> Result<Value, (Value, String)> {
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    let failed = |problem: String| (id.clone(), problem);
    let input: Input = serde_json::from_value(value).map_err(|problem| failed(problem.to_string()))?;
    let context = context_of(&input).map_err(failed)?;
    let mut answer = to_json(&crate::read(&input.text, &context), &context.now.time_zone().clone());
    let fields = answer.as_object_mut().expect("a reading is an object");
    fields.insert("id".to_owned(), input.id);
    if explain {
        fields.insert("evidence".to_owned(), json!(crate::explain(&input.text, &context)));
    }
    Ok(answer)
}

fn context_of(input: &Input) -> Result<Context, String> {
    let now = moment(&input.now).ok_or_else(|| format!("`now` is no RFC 9557 time: {}", input.now))?;
    Ok(Context {
        now,
        lang: input.lang.clone(),
        expecting: input.expecting.as_deref().map(expecting_of).transpose()?,
        offered: slots(input.offered.as_deref())?
            .map(|(from, slot)| Offered { from, practitioner: slot.practitioner.clone().unwrap_or_default() })
            .collect(),
        appointments: slots(input.appointments.as_deref())?
            .map(|(from, slot)| Booked {
                from,
                practitioner: slot.practitioner.clone().unwrap_or_default(),
                service: slot.service.clone(),
            })
            .collect(),
        services: names(input.services.as_deref()),
        practitioners: names(input.practitioners.as_deref()),
    })
}

fn names(list: Option<&[String]>) -> Vec<Named> {
    list.unwrap_or_default().iter().map(|name| Named::from(name.as_str())).collect()
}

fn slots(list: Option<&[Slot]>) -> Result<impl Iterator<Item = (Timestamp, &Slot)>, String> {
    let read = |slot| -> Result<(Timestamp, &Slot), String> {
        let slot: &Slot = slot;
        let from = moment(&slot.from).ok_or_else(|| format!("`from` is no RFC 3339 time: {}", slot.from))?;
        Ok((from.timestamp(), slot))
    };
    Ok(list.unwrap_or_default().iter().map(read).collect::<Result<Vec<_>, _>>()?.into_iter())
}

fn expecting_of(word: &str) -> Result<Expecting, String> {
    serde_json::from_value(Value::from(word)).map_err(|_| format!("`expecting` is not known: {word}"))
}

/// An RFC 9557 time with its zone; a plain RFC 3339 time counts as fixed-offset.
pub fn moment(text: &str) -> Option<Zoned> {
    let text = text.trim();
    if let Ok(zoned) = text.parse::<Zoned>() {
        return Some(zoned);
    }
    let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
    if pieces.time_zone_annotation().is_some() {
        return None;
    }
    let offset = pieces.to_numeric_offset()?;
    text.parse::<Timestamp>().ok().map(|moment| moment.to_zoned(TimeZone::fixed(offset)))
}

/// A reading in the contract's shape, times written in the clinic's zone.
pub fn to_json(reading: &Reading, zone: &TimeZone) -> Value {
    let write =
        |moment: Timestamp| moment.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let when = |when: &When| {
        json!({
            "windows": when.windows.iter()
                .map(|window| json!({ "from": write(window.from), "to": write(window.to) })).collect::<Vec<_>>(),
            "flexible": when.flexible,
            "prefer": when.prefer,
            "text": when.text,
        })
    };
    let intent = |intent: &IntentReading| {
        let confidence = (intent.confidence.clamp(0.0, 1.0) * 1000.0).round() / 1000.0;
        let mut out = json!({ "name": intent.name, "confidence": confidence });
        if let Some(own) = &intent.when {
            out["when"] = when(own);
        }
        out
    };
    json!({
        "id": Value::Null,
        "lang": reading.lang,
        "intents": reading.intents.iter().map(intent).collect::<Vec<_>>(),
        "alternatives": reading.alternatives.iter().map(intent).collect::<Vec<_>>(),
        "when": reading.when.as_ref().map(when),
        "times": reading.times.iter().map(|time| json!({
            "text": time.text,
            "start": time.start,
            "end": time.end,
            "from": write(time.span.from),
            "to": write(time.span.to),
            "grain": time.grain,
            "role": time.role,
        })).collect::<Vec<_>>(),
        "choice": reading.choice,
        "service": reading.service,
        "practitioner": reading.practitioner,
        "for_other": reading.for_other,
        "name": reading.name,
        "topic": reading.topic,
        "needs_clarification": reading.needs_clarification,
    })
}
