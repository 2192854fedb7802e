//! Who comes, and who writes. One contact (a mother's phone) may stand for several patients (her children).

use crate::{Address, ClinicId, ContactId, Language, PatientId, PhoneNumber};
use serde::{Deserialize, Serialize};

/// Someone who comes to the clinic.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patient {
    /// Its id.
    pub id: PatientId,
    /// At which clinic.
    pub clinic: ClinicId,
    /// First name and family name as given.
    pub name: String,
    /// The language they prefer.
    pub language: Option<Language>,
    /// Their own number, or that of who answers for them.
    pub phone: Option<PhoneNumber>,
}

impl Patient {
    /// What they are greeted by.
    pub fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }
}

/// Personal data stays out of logs and panics.
impl std::fmt::Debug for Patient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Patient").field("id", &self.id).finish_non_exhaustive()
    }
}

/// An address that writes to us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// At which clinic.
    pub clinic: ClinicId,
    /// By number when known.
    pub phone: Option<PhoneNumber>,
    /// By business-scoped id when known.
    pub user_id: Option<crate::UserId>,
    /// The patients it stands for, the oldest entry first.
    pub patients: Vec<Patient>,
}

impl Contact {
    /// Where a message to it goes: the number before the id, as WhatsApp itself prefers.
    pub fn address(&self) -> Option<Address> {
        self.phone.clone().map(Address::Phone).or_else(|| self.user_id.clone().map(Address::UserId))
    }
}
