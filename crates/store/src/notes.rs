//! What staff tell each other about a conversation or a patient. Patients never see it. Sealed under the key of the
//! contact or patient it speaks of, so that it goes when they are forgotten.

use crate::row::{bounded, instant, json, micros, to_json, typed};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ClinicId, ContactId, ConversationId, NoteId, PatientId, StaffId};

/// What a note is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A conversation, with this contact.
    Conversation(ConversationId, ContactId),
    /// A patient.
    Patient(PatientId),
}

impl About {
    fn subject(&self) -> &str {
        match self {
            Self::Conversation(id, _) => id.as_str(),
            Self::Patient(id) => id.as_str(),
        }
    }

    fn owner(&self) -> &str {
        match self {
            Self::Conversation(_, contact) => contact.as_str(),
            Self::Patient(id) => id.as_str(),
        }
    }
}

/// A note.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// The words.
    pub text: String,
    /// Who wrote it.
    pub by: StaffId,
    /// Who shall read it.
    pub mentions: Vec<StaffId>,
    /// When it was written.
    pub at: Timestamp,
}

/// Notes stay out of logs and panics.
impl std::fmt::Debug for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Note").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Writes a note; the same id twice is one note.
pub async fn add(tx: &mut Tx, clinic: &ClinicId, about: &About, note: &Note) -> Result<(), StoreError> {
    let id = note.id.as_str();
    let body = tx.seal(about.owner(), place("notes", "body", id), &note.text).await?;
    query(
        "INSERT INTO notes (id, clinic, about, owner, body, by_staff, mentions, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id.to_owned())
    .bind(clinic.as_str().to_owned())
    .bind(about.subject().to_owned())
    .bind(about.owner().to_owned())
    .bind(body)
    .bind(note.by.as_str().to_owned())
    .bind(to_json(&note.mentions))
    .bind(micros(note.at))
    .execute(tx)
    .await
    .map(drop)
}

/// The newest `limit` notes about something, the oldest of them first.
pub async fn about(tx: &mut Tx, about: &About, limit: usize) -> Result<Vec<Note>, StoreError> {
    let rows: Vec<(String, Vec<u8>, String, String, i64)> = query(
        "SELECT id, body, by_staff, mentions, at FROM notes WHERE about = $1 ORDER BY at DESC, id DESC LIMIT $2",
    )
    .bind(about.subject().to_owned())
    .bind(bounded(limit))
    .all(tx)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for (id, body, by, mentions, at) in rows.into_iter().rev() {
        let Some(text) = tx.open(about.owner(), place("notes", "body", &id), &body).await? else { continue };
        found.push(Note {
            text,
            by: typed("notes", "by_staff", by)?,
            mentions: json("notes", "mentions", &id, &mentions)?,
            at: instant(at)?,
            id: typed("notes", "id", id)?,
        });
    }
    Ok(found)
}

/// Takes a note away; only who wrote it may. `false`: there is no such note of theirs.
pub async fn remove(tx: &mut Tx, id: &NoteId, by: &StaffId) -> Result<bool, StoreError> {
    let gone = query("DELETE FROM notes WHERE id = $1 AND by_staff = $2")
        .bind(id.as_str().to_owned())
        .bind(by.as_str().to_owned())
        .execute(tx)
        .await?;
    Ok(gone == 1)
}
