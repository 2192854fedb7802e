//! Typed ids. Made ones are a prefix and 26 characters of Crockford base 32 (time, then chance: they sort by
//! birth); the clinic's own names for its services, practitioners and rooms are short slugs.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A text that is not an id of the kind expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not an id that starts with {expected:?}")]
pub struct BadId {
    text: String,
    expected: &'static str,
}

/// Crockford's base 32: no I, L, O or U, so an id can be read aloud.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 48 bits of milliseconds and 80 of chance make 26 characters of 5 bits.
const BODY_CHARACTERS: usize = 26;
const CHANCE_BITS: u32 = 80;

fn body(unix_millis: u64, chance: u128) -> String {
    let value = (u128::from(unix_millis) << CHANCE_BITS) | (chance & ((1 << CHANCE_BITS) - 1));
    (0..BODY_CHARACTERS)
        .rev()
        .map(|place| char::from(ALPHABET[((value >> (place * 5)) & 31) as usize]))
        .collect()
}

macro_rules! made_ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// From the moment of birth in Unix milliseconds and 80 bits of chance.
            pub fn new(unix_millis: u64, chance: u128) -> Self {
                Self(format!(concat!($prefix, "_{}"), body(unix_millis, chance)))
            }

            /// The id as stored and shown.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;

            fn try_from(text: String) -> Result<Self, BadId> {
                let right = text
                    .strip_prefix(concat!($prefix, "_"))
                    .is_some_and(|rest| rest.len() == BODY_CHARACTERS && rest.bytes().all(|it| ALPHABET.contains(&it)));
                if right { Ok(Self(text)) } else { Err(BadId { text, expected: concat!($prefix, "_") }) }
            }
        }

        impl std::str::FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

made_ids! {
    /// A booked visit.
    AppointmentId = "apt";
    /// Someone who comes to the clinic.
    PatientId = "pat";
    /// An address that writes to us: a phone number or a business-scoped id.
    ContactId = "con";
    /// A thread with one contact.
    ConversationId = "cnv";
    /// One message in or out.
    MessageId = "msg";
    /// A time kept while the patient answers.
    HoldId = "hld";
    /// A time that staff closed for booking.
    BlockId = "blk";
    /// Somebody's place on the waiting list.
    WaitId = "wai";
    /// A time that came free.
    FreedTimeId = "frd";
    /// A freed time offered to somebody.
    OfferId = "ofr";
    /// A time at which somebody or something is away.
    AbsenceId = "abs";
    /// Several appointments that were booked together.
    PlanId = "pln";
    /// A line in the audit chain.
    EventId = "evt";
    /// A way in for somebody new.
    InvitationId = "inv";
    /// Something to do later.
    JobId = "job";
    /// What staff tell each other.
    NoteId = "nte";
    /// A mail to send.
    MailId = "mai";
    /// Someone who works at the clinic.
    StaffId = "stf";
    /// A signed-in browser.
    SessionId = "ses";
    /// A systematic review of who looked at what.
    ReviewId = "rev";
    /// Something that went wrong with personal data, or with the desk.
    IncidentId = "inc";
    /// Something asked for under data-protection law.
    RequestId = "req";
    /// A one-time or public link.
    TokenId = "tok";
}

/// The longest slug: long enough for any name, short enough for a button's id.
const SLUG_CHARACTERS_MAX: usize = 64;

macro_rules! slugs {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as the clinic's file writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;

            fn try_from(text: String) -> Result<Self, BadId> {
                let right = (1..=SLUG_CHARACTERS_MAX).contains(&text.len())
                    && text.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.'));
                if right { Ok(Self(text)) } else { Err(BadId { text, expected: "a letter or digit (a-z, 0-9, - _ . only)" }) }
            }
        }

        impl std::str::FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

slugs! {
    /// The clinic, as its file names it.
    ClinicId;
    /// A kind of visit.
    ServiceId;
    /// Someone who treats patients.
    PractitionerId;
    /// A room or a device.
    RoomId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_id_is_read_back() {
        let id = AppointmentId::new(1_770_000_000_000, 42);
        assert_eq!(id.as_str().len(), 30);
        assert_eq!(id.as_str().parse::<AppointmentId>().unwrap(), id);
    }

    #[test]
    fn ids_sort_by_birth() {
        assert!(AppointmentId::new(1, u128::MAX) < AppointmentId::new(2, 0));
    }

    #[test]
    fn another_kind_of_id_is_refused() {
        for text in ["", "apt_", "pat_00000000000000000000000000", "apt_0000000000000000000000000U", "apt_å"]
        {
            assert!(text.parse::<AppointmentId>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_slug_holds_no_blank() {
        assert!("rum-1".parse::<RoomId>().is_ok());
        for text in ["", "rum 1", "å", &"x".repeat(65)] {
            assert!(text.parse::<RoomId>().is_err(), "{text}");
        }
    }
}
