//! Notes between colleagues, about a conversation or a patient. `@name` mentions a colleague. A patient sees nothing of
//! it, not even that somebody types.

use super::Who;
use crate::{Desk, DeskError, News};
use std::collections::HashMap;
use svara_model::{Clinic, ConversationId, NoteId, PatientId, StaffId};
use svara_store::notes::{self, About, Note};
use svara_store::{Tx, conversations, patients, staff};

/// A note is read between two calls.
pub const NOTE_CHARACTERS_MAX: usize = 2_000;
/// Notes shown about one thing: years of an ordinary patient.
const NOTES_MAX: usize = 200;

/// What a note shall be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A conversation.
    Conversation(ConversationId),
    /// A patient.
    Patient(PatientId),
}

/// A note with its names.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The note.
    pub note: Note,
    /// Who wrote it.
    pub by: String,
    /// Who is mentioned.
    pub mentions: Vec<String>,
}

/// All notes about something, the oldest first.
pub async fn list(desk: &Desk, clinic: &Clinic, of: Subject, who: &Who) -> Result<Vec<Shown>, DeskError> {
    let (id, wanted) = (clinic.id.clone(), of.clone());
    let found = desk.store().read("notes", move |tx| {
        let (id, of) = (id.clone(), wanted.clone());
        Box::pin(async move {
            let about = about(tx, &id, &of).await?;
            let found = notes::about(tx, &about, NOTES_MAX).await?;
            let names = names(tx).await?;
            Ok::<_, DeskError>(found.into_iter().map(|it| shown(it, &names)).collect())
        })
    });
    let found = found.await?;
    desk.saw(&clinic.id, who, "notes.seen", Some(subject(&of)), Vec::new()).await?;
    Ok(found)
}

/// Writes a note.
pub async fn add(
    desk: &Desk,
    clinic: &Clinic,
    of: Subject,
    text: &str,
    who: &Who,
) -> Result<Shown, DeskError> {
    let text = text.trim().to_owned();
    if text.is_empty() || text.chars().count() > NOTE_CHARACTERS_MAX {
        return Err(DeskError::Invalid(format!("`text` has 1 to {NOTE_CHARACTERS_MAX} characters")));
    }
    let note = desk.ids.make(NoteId::new, desk.now());
    let written = desk.store().write("write a note", {
        let (desk, id, of, who) = (desk.clone(), clinic.id.clone(), of.clone(), who.clone());
        move |tx| {
            let (desk, clinic, of, who) = (desk.clone(), id.clone(), of.clone(), who.clone());
            let (id, text) = (note.clone(), text.clone());
            Box::pin(async move {
                let about = about(tx, &clinic, &of).await?;
                let names = names(tx).await?;
                let mentions = mentioned(&text, &names);
                let note = Note { id, text, by: who.staff.clone(), mentions, at: desk.now() };
                notes::add(tx, &clinic, &about, &note).await?;
                desk.line(tx, &clinic, &who, "note.written", Some(&subject(&of)), "{}").await?;
                Ok::<_, DeskError>(shown(note, &names))
            })
        }
    });
    let written = written.await?;
    if let Subject::Conversation(id) = of {
        desk.tell(&clinic.id, News::Conversation(id));
    }
    Ok(written)
}

/// Takes one's own note away. `false`: there is no such note of theirs.
pub async fn remove(desk: &Desk, clinic: &Clinic, id: &NoteId, who: &Who) -> Result<bool, DeskError> {
    desk.store()
        .write("take a note away", {
            let (desk, clinic, id, who) = (desk.clone(), clinic.id.clone(), id.clone(), who.clone());
            move |tx| {
                let (desk, clinic, id, who) = (desk.clone(), clinic.clone(), id.clone(), who.clone());
                Box::pin(async move {
                    let gone = notes::remove(tx, &id, &who.staff).await?;
                    if gone {
                        desk.line(tx, &clinic, &who, "note.removed", Some(id.as_str()), "{}").await?;
                    }
                    Ok(gone)
                })
            }
        })
        .await
}

async fn about(tx: &mut Tx, clinic: &svara_model::ClinicId, of: &Subject) -> Result<About, DeskError> {
    match of {
        Subject::Conversation(id) => {
            let found = conversations::by_id(tx, id).await?.filter(|it| it.clinic == *clinic);
            let found = found.ok_or(DeskError::NotFound("the conversation"))?;
            Ok(About::Conversation(found.id, found.contact))
        }
        Subject::Patient(id) => {
            let found = patients::by_id(tx, id).await?.filter(|it| it.clinic == *clinic);
            Ok(About::Patient(found.ok_or(DeskError::NotFound("the patient"))?.id))
        }
    }
}

fn subject(of: &Subject) -> String {
    match of {
        Subject::Conversation(id) => id.to_string(),
        Subject::Patient(id) => id.to_string(),
    }
}

async fn names(tx: &mut Tx) -> Result<HashMap<StaffId, String>, DeskError> {
    Ok(staff::all(tx).await?.into_iter().map(|it| (it.id, it.name)).collect())
}

fn shown(note: Note, names: &HashMap<StaffId, String>) -> Shown {
    let name = |id: &StaffId| names.get(id).cloned().unwrap_or_else(|| "API".to_owned());
    Shown { by: name(&note.by), mentions: note.mentions.iter().map(name).collect(), note }
}

/// Colleagues whose first name stands behind an `@`.
fn mentioned(text: &str, names: &HashMap<StaffId, String>) -> Vec<StaffId> {
    let text = text.to_lowercase();
    let stands = |name: &str| {
        let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
        !first.is_empty() && text.contains(&format!("@{first}"))
    };
    let mut found: Vec<StaffId> =
        names.iter().filter(|(_, name)| stands(name)).map(|(id, _)| id.clone()).collect();
    found.sort();
    found
}
