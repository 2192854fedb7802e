//! What a clinic's file says about personal data: the profile, on what law each purpose rests, who is responsible,
//! and who else sees the data. The papers of `svara compliance` are written from it.

use crate::PrivacyProfile;
use serde::{Deserialize, Serialize};

/// A clinic's rules and facts about personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Privacy {
    /// What may stand in an open channel.
    pub profile: PrivacyProfile,
    /// Whether a kind of visit is called by its name in the chat; if not, it is "a visit".
    pub treatment_names: bool,
    /// Who is responsible for the data: name and registration number of the company or region.
    pub controller: String,
    /// Where patients reach the data protection officer.
    pub officer: String,
    /// How many days messages are kept, 30 to 365.
    pub message_days: u32,
    /// The page with the full privacy notice.
    pub notice_url: String,
    /// The law that each purpose rests on. A permission to use a channel is no such basis, and says nothing of it.
    pub legal_basis: Vec<LegalBasis>,
    /// Who else sees the data.
    pub supplier: Vec<Supplier>,
    /// Words that the desk doesn't understand may be read by a language model, without whoever wrote them.
    pub language_model: bool,
    /// How old a child is when guardians lose automatic access (Sweden: 13).
    pub guardian_until_age: u8,
}

impl Default for Privacy {
    fn default() -> Self {
        Self {
            profile: PrivacyProfile::default(),
            treatment_names: true,
            controller: String::new(),
            officer: String::new(),
            message_days: 90,
            notice_url: String::new(),
            legal_basis: Vec::new(),
            supplier: Vec::new(),
            language_model: false,
            guardian_until_age: 13,
        }
    }
}

/// On what law a purpose rests: the first of the three records, beside channel permissions and marketing consents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// Of what: `booking`, `reminders`, `messages`, `access log`, `marketing`.
    pub purpose: String,
    /// Such as `GDPR 6(1)(c) and 9(2)(h), patient data act 2:4`.
    pub basis: String,
}

/// Somebody who sees personal data on the clinic's behalf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supplier {
    /// Who.
    pub name: String,
    /// What for.
    pub purpose: String,
    /// Which data.
    pub data: String,
    /// Where it is processed.
    pub country: String,
    /// The agreement: its number or date.
    pub agreement: String,
}
