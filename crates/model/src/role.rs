//! Who of the staff may do what: the roles, the capabilities, and the one table that joins them.
//!
//! The doors of the API, the handbook (`docs/roles.md`) and the tests read this table; there is no other. Absent:
//! whose session it is, and which door needs which capability (that is `svara-web`).

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// What somebody is at the clinic. One person may be several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers patients and keeps the book.
    Reception,
    /// Treats patients; sees their own.
    Practitioner,
    /// Runs the clinic: its settings, its people, its reviews.
    Manager,
    /// Keeps the machine running; is no reader of patients.
    Technical,
    /// Looks over everybody's shoulder, says what of it was right, and changes nothing else: auditor, data protection
    /// officer.
    Auditor,
}

impl Role {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] =
        [Self::Reception, Self::Practitioner, Self::Manager, Self::Technical, Self::Auditor];

    /// As stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reception => "reception",
            Self::Practitioner => "practitioner",
            Self::Manager => "manager",
            Self::Technical => "technical",
            Self::Auditor => "auditor",
        }
    }

    /// From the stored text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    const fn column(self) -> usize {
        match self {
            Self::Reception => 0,
            Self::Practitioner => 1,
            Self::Manager => 2,
            Self::Technical => 3,
            Self::Auditor => 4,
        }
    }
}

/// Something that staff do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Capability {
    /// One's own session, password and second factor; the clinic's name and its live line.
    OwnAccount,
    /// Conversations: read, take, answer, give back.
    Inbox,
    /// The book: look, book, move, cancel, arrive; waiting list and absences.
    Appointments,
    /// Patients' cards.
    Patients,
    /// Hours, services, texts, policies: the clinic's file.
    Settings,
    /// What patients permitted, and their withdrawals.
    Permissions,
    /// Figures without anybody's name.
    Reports,
    /// Accounts, roles, invitations.
    People,
    /// Keys, providers, backups, what was not handled.
    Machinery,
    /// Reviews of who looked at what. The audit chain itself is changed by nobody.
    Audit,
    /// The register of incidents.
    Incidents,
    /// Extracts, corrections and erasures that a patient asked for.
    SubjectRights,
}

impl Capability {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 12] = [
        Self::OwnAccount,
        Self::Inbox,
        Self::Appointments,
        Self::Patients,
        Self::Settings,
        Self::Permissions,
        Self::Reports,
        Self::People,
        Self::Machinery,
        Self::Audit,
        Self::Incidents,
        Self::SubjectRights,
    ];

    /// As shown in the handbook.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OwnAccount => "own account",
            Self::Inbox => "inbox",
            Self::Appointments => "appointments",
            Self::Patients => "patients",
            Self::Settings => "settings",
            Self::Permissions => "permissions",
            Self::Reports => "reports",
            Self::People => "people",
            Self::Machinery => "machinery",
            Self::Audit => "audit",
            Self::Incidents => "incidents",
            Self::SubjectRights => "subject rights",
        }
    }

    /// What each role may, in the order of [`Role::ALL`]. This is the table.
    const fn row(self) -> [Access; 5] {
        use Access::{None, Own, Read, Write};
        match self {
            //                      reception practitioner manager technical auditor
            Self::OwnAccount => [Write, Write, Write, Write, Write],
            Self::Inbox => [Write, Own, Write, None, None],
            Self::Appointments => [Write, Own, Write, None, None],
            Self::Patients => [Write, Own, Write, None, Read],
            Self::Settings => [Read, Read, Write, Read, Read],
            Self::Permissions => [Write, Own, Write, None, Read],
            Self::Reports => [Read, Read, Read, Read, Read],
            Self::People => [None, None, Write, Write, Read],
            Self::Machinery => [None, None, None, Write, Read],
            Self::Audit => [None, None, Write, None, Write],
            Self::Incidents => [None, None, Write, Write, Read],
            Self::SubjectRights => [None, None, Write, Write, Read],
        }
    }
}

/// How far something may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Not at all.
    None,
    /// Looked at.
    Read,
    /// Looked at and changed, for one's own patients.
    Own,
    /// Looked at and changed.
    Write,
}

impl Access {
    /// Whether it is enough to look (`false`) or to change (`true`).
    pub fn allows(self, change: bool) -> bool {
        match self {
            Self::None => false,
            Self::Read => !change,
            Self::Own | Self::Write => true,
        }
    }

    /// As shown in the handbook.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "–",
            Self::Read => "read",
            Self::Own => "own patients",
            Self::Write => "read, write",
        }
    }
}

/// The roles of one person; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roles(BTreeSet<Role>);

/// A text that names no roles.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no roles; use one or more of reception, practitioner, manager, technical, auditor")]
pub struct BadRoles(String);

impl Roles {
    /// These roles; `None` when there are none.
    pub fn new(roles: impl IntoIterator<Item = Role>) -> Option<Self> {
        let roles: BTreeSet<_> = roles.into_iter().collect();
        (!roles.is_empty()).then_some(Self(roles))
    }

    /// One role.
    pub fn only(role: Role) -> Self {
        Self(BTreeSet::from([role]))
    }

    /// What the first account of a house is: somebody has to be able to do everything, until they invite others.
    pub fn founder() -> Self {
        Self([Role::Reception, Role::Manager, Role::Technical].into())
    }

    /// Whether this role is among them.
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Role> {
        self.0.iter().copied()
    }

    /// The most that any of the roles allows.
    pub fn access(&self, to: Capability) -> Access {
        let row = to.row();
        self.iter().map(|it| row[it.column()]).max().unwrap_or(Access::None)
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.iter().map(Role::as_str).collect();
        f.write_str(&names.join(" "))
    }
}

impl std::str::FromStr for Roles {
    type Err = BadRoles;

    fn from_str(text: &str) -> Result<Self, BadRoles> {
        let bad = || BadRoles(text.to_owned());
        let roles: Option<Vec<_>> = text.split_whitespace().map(Role::parse).collect();
        roles.and_then(Self::new).ok_or_else(bad)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_roles_allow_what_any_of_them_allows() {
        let both: Roles = "technical auditor".parse().unwrap();
        assert_eq!(both.access(Capability::Machinery), Access::Write);
        assert_eq!(both.access(Capability::Audit), Access::Write);
        assert_eq!(both.access(Capability::Incidents), Access::Write);
        assert_eq!(both.access(Capability::Inbox), Access::None);
        assert_eq!(both.to_string().parse(), Ok(both));
    }

    #[test]
    fn nobody_is_nothing_and_no_role_is_invented() {
        for text in ["", " ", "reception boss", "Reception"] {
            assert!(text.parse::<Roles>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn who_keeps_the_machine_reads_no_patient_and_who_looks_on_changes_nothing() {
        let technical = Roles::only(Role::Technical);
        for patients in [Capability::Inbox, Capability::Appointments, Capability::Patients] {
            assert_eq!(technical.access(patients), Access::None, "{patients:?}");
        }
        // An auditor's verdict on a look is all that an auditor writes.
        let auditor = Roles::only(Role::Auditor);
        let own = [Capability::OwnAccount, Capability::Audit];
        for all in Capability::ALL.into_iter().filter(|it| !own.contains(it)) {
            assert!(!auditor.access(all).allows(true), "{all:?}");
        }
    }
}
