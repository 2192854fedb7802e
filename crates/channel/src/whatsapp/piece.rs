//! Looking into JSON that need not have the form it should. Absent: errors; what is not there is `None`.

use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Unix seconds above this are milliseconds: as seconds they would lie after the year 5000.
const SECONDS_MAX: i64 = 100_000_000_000;
/// Keys and ids beyond this are replaced by their hash: a real wamid has about 60 characters.
const ID_CHARACTERS_MAX: usize = 512;

/// The elements of a list; of anything else that is there, the thing itself (gateways unwrap lists of one).
pub fn items(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(list) => list.as_slice(),
        Value::Null => &[],
        other => std::slice::from_ref(other),
    }
    .iter()
}

/// A text at `name`: a string that is not blank, or a number written as one.
pub fn text(value: &Value, name: &str) -> Option<String> {
    plain(value.get(name)?)
}

/// The value itself as a text.
pub fn plain(value: &Value) -> Option<String> {
    match value {
        // PostgreSQL's TEXT cannot hold the character NUL.
        Value::String(it) => Some(it.replace('\0', "")).filter(|it| !it.trim().is_empty()),
        Value::Number(it) => Some(it.to_string()),
        _ => None,
    }
}

/// An id at `name`, of bounded length.
pub fn id(value: &Value, name: &str) -> Option<String> {
    text(value, name).map(|it| if it.len() > ID_CHARACTERS_MAX { hash(it.as_bytes()) } else { it })
}

/// Whether `name` is `true`.
pub fn is_true(value: &Value, name: &str) -> bool {
    value.get(name).and_then(Value::as_bool).unwrap_or(false)
}

/// A number at `name`, also when written as a string.
pub fn number(value: &Value, name: &str) -> Option<f64> {
    let found = value.get(name)?;
    found.as_f64().or_else(|| found.as_str()?.trim().parse().ok()).filter(|it| it.is_finite())
}

/// A whole number at `name`, also when written as a string.
pub fn integer(value: &Value, name: &str) -> Option<i64> {
    let found = value.get(name)?;
    found.as_i64().or_else(|| found.as_str()?.trim().parse().ok())
}

/// Unix seconds (or milliseconds) at `name`, as a string or a number.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a moment is whole seconds; out of range saturates and is refused"
)]
pub fn moment(value: &Value, name: &str) -> Option<Timestamp> {
    let seconds = integer(value, name).or_else(|| number(value, name).map(|it| it as i64))?;
    let seconds = if seconds > SECONDS_MAX { seconds / 1000 } else { seconds };
    Timestamp::from_second(seconds).ok()
}

/// The hash under which a piece without an id is known.
pub fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The first object in `errors`, in words with its code.
pub fn first_error(value: &Value) -> Option<(i64, String)> {
    let error = items(value.get("errors")?).find(|it| it.is_object())?;
    Some((integer(error, "code").unwrap_or(0), error_words(error)))
}

/// An error's words for people: the newest form has them in `error_data`, the oldest at the top.
pub fn error_words(error: &Value) -> String {
    error
        .get("error_data")
        .and_then(|it| text(it, "details"))
        .or_else(|| text(error, "details"))
        .or_else(|| text(error, "message"))
        .or_else(|| text(error, "title"))
        .unwrap_or_else(|| "no reason given".to_owned())
}
