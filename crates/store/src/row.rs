//! Between rows and the clinic's words: ids, instants, enums. A row that does not read back is an error that
//! names table, column and row. Absent: sealing (`keys.rs`).

use crate::StoreError;
use crate::seal::place;
use jiff::Timestamp;

/// An instant as stored.
pub(crate) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// An instant that may be absent, as stored.
pub(crate) fn micros_of(at: Option<Timestamp>) -> Option<i64> {
    at.map(micros)
}

/// A stored instant.
pub(crate) fn instant(at: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(at).map_err(|error| place("any", "instant", &at.to_string()).corrupt(error))
}

/// A stored instant that may be absent.
pub(crate) fn instant_of(at: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    at.map(instant).transpose()
}

/// A stored id, tag or number as its type.
pub(crate) fn typed<T>(table: &'static str, column: &'static str, text: String) -> Result<T, StoreError>
where
    T: TryFrom<String>,
    T::Error: std::fmt::Display,
{
    let row = text.clone();
    T::try_from(text).map_err(|error| place(table, column, &row).corrupt(error))
}

/// A stored id that may be absent.
pub(crate) fn typed_of<T>(
    table: &'static str,
    column: &'static str,
    text: Option<String>,
) -> Result<Option<T>, StoreError>
where
    T: TryFrom<String>,
    T::Error: std::fmt::Display,
{
    text.map(|text| typed(table, column, text)).transpose()
}

/// A stored word of a closed list.
pub(crate) fn word<T>(
    table: &'static str,
    column: &'static str,
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, StoreError> {
    parse(text).ok_or_else(|| place(table, column, text).corrupt("an unknown word"))
}

/// A stored JSON value.
pub(crate) fn json<T: serde::de::DeserializeOwned>(
    table: &'static str,
    column: &'static str,
    row: &str,
    text: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| place(table, column, row).corrupt(error))
}

/// A value as JSON text.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("the model's types have string keys only and serialize")
}

/// Most rows that one call hands out; a larger wish is cut to it.
pub(crate) const ROWS_MAX: usize = 10_000;

/// A limit as SQL takes it.
pub(crate) fn bounded(limit: usize) -> i64 {
    i64::try_from(limit.min(ROWS_MAX)).expect("at most ten thousand")
}
