//! A patient's language, by its BCP 47 primary tag.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A tag that names no language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no language tag; write two or three letters such as sv or en")]
pub struct BadLanguage(String);

/// A language's primary tag in lower case: `sv`, `en`. Regions are dropped.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

impl Language {
    /// Swedish.
    pub fn swedish() -> Self {
        Self("sv".to_owned())
    }

    /// English.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Language {
    type Error = BadLanguage;

    fn try_from(text: String) -> Result<Self, BadLanguage> {
        let primary = text.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let right = (2..=3).contains(&primary.len()) && primary.bytes().all(|it| it.is_ascii_lowercase());
        if right { Ok(Self(primary)) } else { Err(BadLanguage(text)) }
    }
}

impl std::str::FromStr for Language {
    type Err = BadLanguage;

    fn from_str(text: &str) -> Result<Self, BadLanguage> {
        Self::try_from(text.to_owned())
    }
}

impl From<Language> for String {
    fn from(value: Language) -> String {
        value.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_dropped() {
        assert_eq!("en-GB".parse::<Language>().unwrap(), Language::english());
        assert_eq!("sv_SE".parse::<Language>().unwrap(), Language::swedish());
        for text in ["", "s", "swedish", "1v"] {
            assert!(text.parse::<Language>().is_err(), "{text}");
        }
    }
}
