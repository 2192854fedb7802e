//! What is particular about a patient and changes what the desk may do: restricted, protected, objecting, held for a
//! dispute. Reasons are sealed under the patient's key. Absent: what follows from a flag; that is the desk's.

use crate::row::{instant, micros, word};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ContactId, PatientId};

/// What is particular.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// Protected personal data: nothing leaves over an open channel, and nobody hears whether they come here.
    Protected,
    /// Processing is restricted (GDPR 18): kept, and nothing is done with it.
    Restricted,
    /// No reminders (GDPR 21).
    NoReminders,
    /// Kept for a dispute or an inspection: neither retention nor a wish to be forgotten removes it.
    Held,
    /// Guardians' automatic access has ended, or staff decided so.
    NoGuardian,
}

impl Flag {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Protected, Self::Restricted, Self::NoReminders, Self::Held, Self::NoGuardian];

    /// As stored and served.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Protected => "protected",
            Self::Restricted => "restricted",
            Self::NoReminders => "no_reminders",
            Self::Held => "held",
            Self::NoGuardian => "no_guardian",
        }
    }

    /// From the stored text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// A flag that is set.
#[derive(Clone, PartialEq, Eq)]
pub struct Flagged {
    /// Which.
    pub flag: Flag,
    /// Since when.
    pub since: Timestamp,
    /// Who set it.
    pub set_by: String,
    /// Why.
    pub reason: String,
}

/// Words stay out of logs and panics.
impl std::fmt::Debug for Flagged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Flagged").field("flag", &self.flag).finish_non_exhaustive()
    }
}

/// Sets a flag; one that is set stays as it is.
pub async fn set(tx: &mut Tx, patient: &PatientId, new: &Flagged) -> Result<bool, StoreError> {
    let row = format!("{patient}:{}", new.flag.as_str());
    let reason = tx.seal(patient.as_str(), place("patient_flags", "reason", &row), &new.reason).await?;
    let set = query(
        "INSERT INTO patient_flags (patient, flag, since, set_by, reason) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (patient, flag) DO NOTHING",
    )
    .bind(patient.as_str().to_owned())
    .bind(new.flag.as_str().to_owned())
    .bind(micros(new.since))
    .bind(new.set_by.clone())
    .bind(reason)
    .execute(tx)
    .await?;
    Ok(set == 1)
}

/// Lifts a flag. `false`: it was not set.
pub async fn lift(tx: &mut Tx, patient: &PatientId, flag: Flag) -> Result<bool, StoreError> {
    let gone = query("DELETE FROM patient_flags WHERE patient = $1 AND flag = $2")
        .bind(patient.as_str().to_owned())
        .bind(flag.as_str().to_owned())
        .execute(tx)
        .await?;
    Ok(gone == 1)
}

/// What is set for a patient.
pub async fn of(tx: &mut Tx, patient: &PatientId) -> Result<Vec<Flagged>, StoreError> {
    let rows: Vec<(String, i64, String, Option<Vec<u8>>)> =
        query("SELECT flag, since, set_by, reason FROM patient_flags WHERE patient = $1 ORDER BY flag")
            .bind(patient.as_str().to_owned())
            .all(tx)
            .await?;
    let mut found = Vec::with_capacity(rows.len());
    for (flag, since, set_by, reason) in rows {
        let row = format!("{patient}:{flag}");
        let at = place("patient_flags", "reason", &row);
        let reason = tx.open_some(patient.as_str(), at, reason.as_deref()).await?;
        found.push(Flagged {
            flag: word("patient_flags", "flag", &flag, Flag::parse)?,
            since: instant(since)?,
            set_by,
            reason: reason.unwrap_or_default(),
        });
    }
    Ok(found)
}

/// What is set for anybody behind a contact.
pub async fn behind(tx: &mut Tx, contact: &ContactId) -> Result<Vec<Flag>, StoreError> {
    let rows: Vec<(String,)> = query(
        "SELECT DISTINCT f.flag FROM patient_flags AS f JOIN contact_patients AS c ON c.patient = f.patient
         WHERE c.contact = $1 ORDER BY f.flag",
    )
    .bind(contact.as_str().to_owned())
    .all(tx)
    .await?;
    rows.into_iter().map(|(flag,)| word("patient_flags", "flag", &flag, Flag::parse)).collect()
}
