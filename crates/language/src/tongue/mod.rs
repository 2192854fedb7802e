//! The languages that the reader knows, and which of them a message is in.
//!
//! Absent: any language model from outside; the tables are grown from this crate's own utterances.

mod guess;

pub use guess::{chances, of_message, of_name, of_zone};

/// A language that the reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the BCP 47 tags and say it")]
pub enum Tongue {
    Sv,
    En,
    De,
    Es,
    Fr,
    It,
    Nl,
    Nb,
    Da,
    Pt,
    Fi,
    Pl,
    Ar,
}

/// Every language, in the order of the tables.
pub const TONGUES: [Tongue; 13] = [
    Tongue::Sv,
    Tongue::En,
    Tongue::De,
    Tongue::Es,
    Tongue::Fr,
    Tongue::It,
    Tongue::Nl,
    Tongue::Nb,
    Tongue::Da,
    Tongue::Pt,
    Tongue::Fi,
    Tongue::Pl,
    Tongue::Ar,
];

impl Tongue {
    /// The BCP 47 primary tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
            Self::De => "de",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::It => "it",
            Self::Nl => "nl",
            Self::Nb => "nb",
            Self::Da => "da",
            Self::Pt => "pt",
            Self::Fi => "fi",
            Self::Pl => "pl",
            Self::Ar => "ar",
        }
    }

    /// Its place in the tables.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The language of a BCP 47 tag; region and script are passed over, the three names of Norwegian are one.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        match primary.as_str() {
            "no" | "nn" => Some(Self::Nb),
            other => TONGUES.into_iter().find(|tongue| tongue.tag() == other),
        }
    }

    /// Names take endings: "Annalle", "Anny".
    pub fn declines_names(self) -> bool {
        matches!(self, Self::Fi | Self::Pl)
    }

    /// Vowels with marks are letters of their own: "får" is not "far".
    pub fn marks_matter(self) -> bool {
        matches!(self, Self::Sv | Self::Nb | Self::Da | Self::Fi | Self::De)
    }
}
