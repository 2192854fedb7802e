//! An object of a body with its path, for errors that say where.

use crate::provider::errors::ApiError;
use serde_json::{Map, Value};
use svara_channel::whatsapp::limits::units;

/// An object and where it stands.
pub(in crate::provider) struct Part<'a> {
    path: String,
    value: &'a Value,
    map: &'a Map<String, Value>,
}

impl<'a> Part<'a> {
    pub fn root(value: &'a Value) -> Result<Self, ApiError> {
        Self::at(String::new(), value)
    }

    fn at(path: String, value: &'a Value) -> Result<Self, ApiError> {
        let map = value.as_object();
        let map = map.ok_or_else(|| ApiError::parameter(format!("Param {path} must be a JSON object")))?;
        Ok(Self { path, value, map })
    }

    pub fn value(&self) -> &'a Value {
        self.value
    }

    pub fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    pub fn has(&self, name: &str) -> bool {
        self.map.contains_key(name)
    }

    /// Refuses what is unknown or misspelt.
    pub fn only(&self, names: &[&str]) -> Result<(), ApiError> {
        match self.map.keys().find(|it| !names.contains(&it.as_str())) {
            Some(it) => {
                Err(ApiError::parameter(format!("Unexpected key \"{it}\" on param \"{}\"", self.path)))
            }
            None => Ok(()),
        }
    }

    pub fn needed(&self, name: &str) -> Result<&'a Value, ApiError> {
        self.map.get(name).ok_or_else(|| ApiError::missing(&self.path(name)))
    }

    pub fn part(&self, name: &str) -> Result<Part<'a>, ApiError> {
        Part::at(self.path(name), self.needed(name)?)
    }

    pub fn optional_part(&self, name: &str) -> Result<Option<Part<'a>>, ApiError> {
        if self.has(name) { self.part(name).map(Some) } else { Ok(None) }
    }

    /// A list of `1..=most` objects.
    pub fn parts(&self, name: &str, most: usize) -> Result<Vec<Part<'a>>, ApiError> {
        let path = self.path(name);
        let list = self.needed(name)?.as_array();
        let list = list.ok_or_else(|| ApiError::parameter(format!("Param {path} must be an array")))?;
        if !(1..=most).contains(&list.len()) {
            let count = list.len();
            return Err(ApiError::value(format!("{path}: {count} elements. Min: 1, Max: {most}")));
        }
        list.iter().enumerate().map(|(index, it)| Part::at(format!("{path}[{index}]"), it)).collect()
    }

    /// A text of 1 to `most` UTF-16 units that is not blank.
    pub fn text(&self, name: &str, most: usize) -> Result<&'a str, ApiError> {
        let path = self.path(name);
        let text = self.needed(name)?.as_str();
        let text = text.ok_or_else(|| ApiError::parameter(format!("Param {path} must be a string")))?;
        if text.trim().is_empty() || units(text) > most {
            return Err(ApiError::value(format!("{path} length invalid. Min length: 1, Max length: {most}")));
        }
        Ok(text)
    }

    pub fn optional_text(&self, name: &str, most: usize) -> Result<Option<&'a str>, ApiError> {
        if self.has(name) { self.text(name, most).map(Some) } else { Ok(None) }
    }

    pub fn one_of(&self, name: &str, all: &[&str]) -> Result<&'a str, ApiError> {
        let path = self.path(name);
        let word = self.needed(name)?.as_str().unwrap_or("");
        if all.contains(&word) {
            return Ok(word);
        }
        Err(ApiError::parameter(format!(
            "Param {path} must be one of {{{}}} - got \"{word}\"",
            all.join(", ")
        )))
    }

    pub fn optional_bool(&self, name: &str) -> Result<(), ApiError> {
        match self.map.get(name) {
            None | Some(Value::Bool(_)) => Ok(()),
            Some(_) => Err(ApiError::parameter(format!("Param {} must be a boolean", self.path(name)))),
        }
    }

    /// A text that was checked before.
    pub fn word(&self, name: &str) -> &'a str {
        self.map.get(name).and_then(Value::as_str).unwrap_or("")
    }

    /// An address with a scheme.
    pub fn address(&self, name: &str, most: usize) -> Result<(), ApiError> {
        let text = self.text(name, most)?;
        let right = reqwest::Url::parse(text).is_ok_and(|it| matches!(it.scheme(), "http" | "https"));
        if right { Ok(()) } else { Err(ApiError::value(format!("{} is not a valid URI", self.path(name)))) }
    }
}

/// Refuses the same text twice.
pub(in crate::provider) fn unique(what: &str, texts: &[&str]) -> Result<(), ApiError> {
    let mut sorted = texts.to_vec();
    sorted.sort_unstable();
    match sorted.windows(2).find(|it| it[0] == it[1]) {
        Some(_) => Err(ApiError::value(format!("{what} must be unique"))),
        None => Ok(()),
    }
}
