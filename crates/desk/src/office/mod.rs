//! The use cases of the staff and of the public API: look, book by phone, move, call off, take a conversation,
//! answer, give it back, sign in.
//!
//! Whatever shows a patient's data leaves a line in the audit chain before it is answered, and whatever changes
//! something leaves it in the same transaction. Absent: HTTP (that is `svara-web`) and SQL (`svara-store`).

pub mod absence_end;
pub mod absences;
pub mod accounts;
pub mod answers;
pub mod appointments;
mod audit;
pub mod board;
pub mod bookings;
pub mod changes;
pub mod channels;
pub mod conversations;
pub mod diary;
pub mod export;
pub mod factors;
pub mod figures;
pub mod freed_times;
pub mod gist;
pub mod handling;
pub mod history;
pub mod incidents;
pub mod ledger;
pub mod lessons;
pub mod media;
pub mod notes;
pub mod own_patients;
pub mod passwords;
pub mod patients;
pub mod people;
pub mod permissions;
pub mod plans;
pub mod previews;
pub mod privacy;
pub mod providers;
pub mod reviews;
pub mod rights;
pub mod secure;
pub mod sessions;
pub mod settings;
pub mod slots;
pub mod suggestions;
pub mod talk;
pub mod templates;
pub mod understanding;
pub mod unhandled;
pub mod waitlist;

use crate::bookings::By;
use sha2::{Digest, Sha256};
use svara_model::{Access, Capability, PractitionerId, Roles, StaffId};
/// A member of staff, as stored.
pub use svara_store::staff::Staff as Member;

/// The most that one page of a list holds.
pub const PAGE_ITEMS_MAX: usize = 500;

/// Who acts: a member of staff at the console, or a program with an API token.
#[derive(Clone, PartialEq, Eq)]
pub struct Who {
    /// Their id; a token has a fixed one, made from its name.
    pub staff: StaffId,
    /// Their name, as colleagues see it.
    pub name: String,
    /// `staff:stf_…` or `api:<name>`, for the audit chain.
    pub actor: String,
    /// `console` or `api`.
    pub via: &'static str,
    /// What they are at the clinic; a program has no roles, its token says what it may.
    pub roles: Option<Roles>,
    /// Held to the patients of this practitioner: themselves.
    pub only: Option<PractitionerId>,
}

/// Names stay out of logs and panics.
impl std::fmt::Debug for Who {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Who").field("staff", &self.staff).finish_non_exhaustive()
    }
}

impl Who {
    /// A member of staff.
    pub fn staff(staff: &Member) -> Self {
        Self {
            actor: format!("staff:{}", staff.id),
            staff: staff.id.clone(),
            name: staff.name.clone(),
            via: "console",
            roles: Some(staff.roles.clone()),
            only: None,
        }
    }

    /// A program, by the name of its token.
    pub fn api(token: &str) -> Self {
        Self {
            staff: api_id(token),
            name: token.to_owned(),
            actor: format!("api:{token}"),
            via: "api",
            roles: None,
            only: None,
        }
    }

    /// Who looks after people's rights finds protected patients, too; a program, when its token reaches there at all.
    pub(crate) fn sees_protected(&self) -> bool {
        self.roles.as_ref().is_none_or(|it| it.access(Capability::SubjectRights) == Access::Write)
    }

    pub(crate) fn by(&self) -> By {
        By { actor: self.actor.clone(), via: self.via.to_owned(), why: None }
    }
}

/// A program can take a conversation like a person: its id is the same after every restart.
fn api_id(token: &str) -> StaffId {
    let digest = Sha256::digest(format!("api token {token}").as_bytes());
    let chance = digest.iter().take(size_of::<u128>()).fold(0, |all, byte| (all << 8) | u128::from(*byte));
    StaffId::new(0, chance)
}

/// The hash under which a secret of ours is kept: it has 256 bits of chance, so a plain hash is enough.
pub(crate) fn secret_hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_the_same_person_after_a_restart() {
        assert_eq!(Who::api("intake").staff, Who::api("intake").staff);
        assert_ne!(Who::api("intake").staff, Who::api("billing").staff);
    }
}
