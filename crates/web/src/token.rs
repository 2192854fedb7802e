//! API tokens: a name for the audit chain, and the hash of the secret.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use svara_model::ClinicId;

/// A program that may use the API, with every right at its clinic.
#[derive(Clone)]
pub struct ApiToken {
    name: String,
    clinic: Option<ClinicId>,
    hash: [u8; 32],
}

impl ApiToken {
    /// A token by its name in the audit chain and its secret; for one clinic, or for the house's first.
    pub fn new(name: &str, secret: &str, clinic: Option<ClinicId>) -> Self {
        Self { name: name.to_owned(), clinic, hash: Sha256::digest(secret.as_bytes()).into() }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn clinic(&self) -> Option<&ClinicId> {
        self.clinic.as_ref()
    }

    /// The token with this secret; all are compared, each in the same time.
    pub(crate) fn find<'a>(all: &'a [Self], secret: &str) -> Option<&'a Self> {
        let hash: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
        all.iter().fold(None, |found, it| if it.hash.ct_eq(&hash).into() { Some(it) } else { found })
    }
}

/// Secrets stay out of logs, also hashed.
impl std::fmt::Debug for ApiToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiToken").field("name", &self.name).finish_non_exhaustive()
    }
}
