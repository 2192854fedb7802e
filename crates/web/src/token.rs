//! API tokens: a name for the audit chain, and the hash of the secret.

use crate::doors::Door;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use svara_model::{Capability, ClinicId};

/// A program that may use the API: with every right at its clinic, or as far as its scope goes.
#[derive(Clone)]
pub struct ApiToken {
    name: String,
    clinic: Option<ClinicId>,
    hash: [u8; 32],
    scope: Option<Vec<(Capability, bool)>>,
}

/// A scope that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no scope; write capabilities such as appointments,reports:read")]
pub struct BadScope(String);

impl ApiToken {
    /// A token by its name in the audit chain and its secret; for one clinic, or for the house's first.
    pub fn new(name: &str, secret: &str, clinic: Option<ClinicId>) -> Self {
        Self { name: name.to_owned(), clinic, hash: Sha256::digest(secret.as_bytes()).into(), scope: None }
    }

    /// The same token held to a scope: capabilities by name, joined by commas; `:read` after one that may only look.
    pub fn within(mut self, scope: &str) -> Result<Self, BadScope> {
        let bad = || BadScope(scope.to_owned());
        let one = |text: &str| {
            let (name, changes) = text.strip_suffix(":read").map_or((text, true), |it| (it, false));
            let known = Capability::ALL.into_iter().find(|it| it.as_str().replace(' ', "-") == name);
            known.map(|it| (it, changes))
        };
        let scopes: Option<Vec<_>> = scope.split(',').map(|it| one(it.trim())).collect();
        self.scope = Some(scopes.ok_or_else(bad)?);
        Ok(self)
    }

    pub(crate) fn allows(&self, door: &Door) -> bool {
        let reaches = |it: &(Capability, bool)| it.0 == door.needs && (it.1 || !door.changes);
        // A program has no account of its own, but a clinic's name and its live line are for everybody.
        let common = door.needs == Capability::OwnAccount && !door.changes;
        common || self.scope.as_ref().is_none_or(|it| it.iter().any(reaches))
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
