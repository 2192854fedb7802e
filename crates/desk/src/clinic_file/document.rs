//! A clinic's file as a document with the same keys, for forms: read with mistakes that point at a field, and
//! compared with another one field by field.
//!
//! Absent: what may stand in it; `shape.rs` and `check.rs` judge the document as they judge a file.

use super::{ClinicFile, ClinicFileError, export};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use svara_model::Clinic;

/// The file's keys and values. Patients, visits and wishes are no part of it.
pub type Document = Value;

/// More changes than this nobody reads one by one.
const CHANGES_MAX: usize = 200;
/// What only a file brings; whoever edits a set-up enters these elsewhere.
const NOT_SETTINGS: [&str; 3] = ["patient", "appointment", "waiting"];

/// A mistake in a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {remedy}")]
pub struct FieldMistake {
    /// Where, as a JSON pointer (RFC 6901) into the document; empty: the document as a whole.
    pub field: String,
    /// Which key, as the file would call it.
    pub key: String,
    /// What to do about it.
    pub remedy: String,
}

/// One value that differs between two documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which value: keys and ids joined by `/`, such as `service/hygienist/minutes`.
    pub what: String,
    /// As it was; absent: it is new.
    pub before: Option<Value>,
    /// As it is; absent: it is gone.
    pub after: Option<Value>,
}

/// A set-up as a document.
pub fn document(clinic: &Clinic) -> Document {
    bare(export::value(clinic))
}

impl ClinicFile {
    /// Reads a document. The first mistake points at its field.
    pub fn from_document(document: &Document) -> Result<Self, FieldMistake> {
        let whole =
            |remedy: String| FieldMistake { field: String::new(), key: "settings".to_owned(), remedy };
        let Some(keys) = document.as_object() else {
            return Err(whole("send an object with the keys of the clinic's file".to_owned()));
        };
        if let Some(key) = NOT_SETTINGS.iter().find(|it| keys.contains_key(**it)) {
            let remedy = "is no setting; leave it out".to_owned();
            return Err(FieldMistake { field: format!("/{key}"), key: (*key).to_owned(), remedy });
        }
        let text = toml::to_string(&bare(document.clone())).map_err(|it| whole(it.to_string()))?;
        Self::parse(&text).map_err(|it| in_document(&text, it))
    }
}

/// Without what is null: in the file an absent value has no key.
fn bare(value: Value) -> Value {
    match value {
        Value::Object(all) => {
            let kept = all.into_iter().filter(|(_, it)| !it.is_null());
            Value::Object(kept.map(|(key, it)| (key, bare(it))).collect())
        }
        Value::Array(all) => Value::Array(all.into_iter().map(bare).collect()),
        other => other,
    }
}

/// A mistake at a line of the file, as one at a field of the document that the file was written from.
fn in_document(text: &str, mistake: ClinicFileError) -> FieldMistake {
    let (mut table, line) = place(text, mistake.line);
    let key = mistake.key.rsplit(": ").next().unwrap_or_default();
    let own = line.split_once('=').map(|it| it.0.trim()).filter(|it| *it != "id" && *it != "key");
    let steps: Vec<&str> = match mistake.key.strip_prefix("text ").and_then(|it| it.split_once(", ")) {
        Some((_, language)) => vec!["say", language],
        None => key.split('.').collect(),
    };
    let first = steps.first().copied().unwrap_or_default();
    if table.iter().any(|it| it == first) {
        // `anna: hours` was found inside the hours, `waitlist.quiet` inside the waiting list.
        let rest = own.map_or_else(|| steps.get(1).copied(), Some);
        table.extend(rest.map(str::to_owned));
    } else if key != "the file" {
        table.extend(steps.iter().map(|it| (*it).to_owned()));
    }
    let field =
        table.iter().fold(String::new(), |all, it| all + "/" + &it.replace('~', "~0").replace('/', "~1"));
    FieldMistake { field, key: mistake.key, remedy: mistake.remedy }
}

/// In which table of the document a line stands, and the line.
fn place(text: &str, number: usize) -> (Vec<String>, &str) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut table: Vec<String> = Vec::new();
    let mut last = "";
    for line in text.lines().take(number) {
        last = line;
        let Some(name) = line.strip_prefix('[').and_then(|it| it.trim_end().strip_suffix(']')) else {
            continue;
        };
        let name = match name.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            Some(one_of_many) => {
                counts.retain(|it, _| !it.starts_with(&format!("{one_of_many}.")));
                *counts.entry(one_of_many.to_owned()).or_insert(0) += 1;
                one_of_many
            }
            None => name,
        };
        table.clear();
        let mut so_far = String::new();
        for step in name.split('.') {
            so_far = if so_far.is_empty() { step.to_owned() } else { format!("{so_far}.{step}") };
            table.push(step.to_owned());
            table.extend(counts.get(&so_far).map(|it| (it - 1).to_string()));
        }
    }
    (table, last)
}

/// What differs, in the order of the keys. Things with ids are compared by them, whatever their order.
pub fn changes(before: &Document, after: &Document) -> Vec<Change> {
    let mut found = Vec::new();
    compare("", Some(before), Some(after), &mut found);
    found.truncate(CHANGES_MAX);
    found
}

fn compare(what: &str, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<Change>) {
    if before == after {
        return;
    }
    let inside = |key: &str| if what.is_empty() { key.to_owned() } else { format!("{what}/{key}") };
    match (before.and_then(members), after.and_then(members)) {
        (Some(one), Some(other)) => {
            let mut keys: Vec<&String> = one.keys().chain(other.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                compare(&inside(key), one.get(key), other.get(key), found);
            }
        }
        _ => found.push(Change { what: what.to_owned(), before: before.cloned(), after: after.cloned() }),
    }
}

/// What a value consists of by name: an object's members, or a list's by what each is called.
fn members(value: &Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(all) => Some(all.clone()),
        Value::Array(all) if !all.is_empty() => {
            all.iter().map(|it| Some((name(it)?, it.clone()))).collect::<Option<Map<_, _>>>()
        }
        _ => None,
    }
}

fn name(value: &Value) -> Option<String> {
    ["id", "key", "topic", "date"].iter().find_map(|it| value.get(it)?.as_str().map(str::to_owned))
}
