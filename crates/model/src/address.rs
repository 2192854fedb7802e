//! Where a contact can be reached: a phone number in E.164, or WhatsApp's business-scoped user id.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A text that is neither a phone number nor a business-scoped id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// Not E.164.
    #[error("a phone number is written with + and country code, 7 to 15 digits, such as +46700000001")]
    Phone,
    /// Not a business-scoped user id.
    #[error("a business-scoped user id is two capital letters, a dot and up to 128 letters and digits")]
    UserId,
}

/// E.164: 15 digits at most (ITU-T), and no real subscriber has fewer than 7.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Meta, "Business-scoped user IDs", May 2026.
const USER_ID_CHARACTERS_MAX: usize = 128;

/// A phone number in E.164, with its `+`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// With `+`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without `+`, as WhatsApp's notifications print it.
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }

    /// From digits without `+`, as WhatsApp's notifications print it.
    pub fn from_digits(digits: &str) -> Result<Self, BadAddress> {
        format!("+{digits}").try_into()
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = BadAddress;

    fn try_from(text: String) -> Result<Self, BadAddress> {
        let compact: String = text.chars().filter(|it| !matches!(it, ' ' | '-' | '(' | ')' | '.')).collect();
        let digits = compact.strip_prefix('+').ok_or(BadAddress::Phone)?;
        let right = PHONE_DIGITS.contains(&digits.len())
            && digits.bytes().all(|it| it.is_ascii_digit())
            && !digits.starts_with('0');
        if right { Ok(Self(compact)) } else { Err(BadAddress::Phone) }
    }
}

/// WhatsApp's business-scoped user id (BSUID), `SE.1234abc`; it belongs to a portfolio and a user.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserId(String);

impl UserId {
    /// As WhatsApp prints it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for UserId {
    type Error = BadAddress;

    fn try_from(text: String) -> Result<Self, BadAddress> {
        let (country, rest) = text.split_once('.').ok_or(BadAddress::UserId)?;
        let rest = rest.strip_prefix("ENT.").unwrap_or(rest);
        let right = country.len() == 2
            && country.bytes().all(|it| it.is_ascii_uppercase())
            && (1..=USER_ID_CHARACTERS_MAX).contains(&rest.len())
            && rest.bytes().all(|it| it.is_ascii_alphanumeric());
        if right { Ok(Self(text)) } else { Err(BadAddress::UserId) }
    }
}

macro_rules! text_forms {
    ($($name:ident),*) => {$(
        impl std::str::FromStr for $name {
            type Err = BadAddress;

            fn from_str(text: &str) -> Result<Self, BadAddress> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        /// Personal data stays out of logs and panics.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
text_forms!(PhoneNumber, UserId);

/// Where a contact can be reached.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Address {
    /// By phone number.
    Phone(PhoneNumber),
    /// By business-scoped user id, when the number is hidden.
    UserId(UserId),
}

impl Address {
    /// Classifies the text itself, never the field it stood in: gateways put either where the other belongs.
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(id) = text.parse::<UserId>() {
            return Some(Self::UserId(id));
        }
        let plain = text.strip_prefix('+').unwrap_or(text);
        PhoneNumber::from_digits(plain).ok().map(Self::Phone)
    }

    /// The phone number, if it is one.
    pub fn phone(&self) -> Option<&PhoneNumber> {
        match self {
            Self::Phone(it) => Some(it),
            Self::UserId(_) => None,
        }
    }

    /// The text that is hashed for looking up and sealed for keeping.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(it) => it.as_str(),
            Self::UserId(it) => it.as_str(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_classified_by_itself() {
        assert!(matches!(Address::parse("46700000001"), Some(Address::Phone(_))));
        assert!(matches!(Address::parse("+46700000001"), Some(Address::Phone(_))));
        assert!(matches!(Address::parse("SE.13491208655302741918"), Some(Address::UserId(_))));
        assert!(matches!(Address::parse("US.ENT.abc1"), Some(Address::UserId(_))));
        for text in ["", "SE.", "se.123", "SE.12 3", "0700000001", "12", "+4670000000100000"] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_never_shows_in_debug_output() {
        let number: PhoneNumber = "+46 70-000 00 01".parse().unwrap();
        assert_eq!(number.as_str(), "+46700000001");
        assert!(!format!("{number:?}").contains("4670"));
    }
}
