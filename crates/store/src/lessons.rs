//! What went wrong in conversations, and what a clinic taught its desk from it. A patient's words are sealed under
//! the contact's key; what is taught was written by staff and is the clinic's.

use crate::row::{bounded, instant, micros, typed};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ClinicId, ContactId, ConversationId, Language};

/// A message that went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// Its id.
    pub id: String,
    /// At which clinic.
    pub clinic: ClinicId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Of whom.
    pub contact: ContactId,
    /// When.
    pub at: Timestamp,
    /// How: `fallback`, `correction`, `no`, `takeover`, `dropoff`.
    pub kind: String,
    /// What was under way.
    pub place: String,
    /// The language it was read in.
    pub language: Language,
    /// What it was taken for.
    pub heard: String,
    /// The words.
    pub words: String,
}

/// A wording that a clinic taught its desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Teaching {
    /// Its id.
    pub id: String,
    /// At which clinic.
    pub clinic: ClinicId,
    /// In which language.
    pub language: Language,
    /// The wording.
    pub words: String,
    /// What it means: an intent of the contract, with a topic after a colon for questions.
    pub meaning: String,
    /// `proposed`, `active` or `retired`.
    pub state: String,
    /// When it was taught.
    pub taught_at: Timestamp,
    /// By whom.
    pub taught_by: String,
}

/// Keeps a lesson.
pub async fn add(tx: &mut Tx, it: &Lesson) -> Result<(), StoreError> {
    let words = tx.seal(it.contact.as_str(), place("lessons", "words", &it.id), &it.words).await?;
    query(
        "INSERT INTO lessons (id, clinic, conversation, contact, at, kind, place, language, heard, words, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open') ON CONFLICT (id) DO NOTHING",
    )
    .bind(it.id.clone())
    .bind(it.clinic.as_str().to_owned())
    .bind(it.conversation.as_str().to_owned())
    .bind(it.contact.as_str().to_owned())
    .bind(micros(it.at))
    .bind(it.kind.clone())
    .bind(it.place.clone())
    .bind(it.language.as_str().to_owned())
    .bind(it.heard.clone())
    .bind(words)
    .execute(tx)
    .await
    .map(drop)
}

type Row = (String, String, String, String, i64, String, String, String, String, Vec<u8>);

/// The clinic's open lessons, the newest first. What can't be opened any more was forgotten and is left out.
pub async fn open(tx: &mut Tx, clinic: &ClinicId, limit: usize) -> Result<Vec<Lesson>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT id, clinic, conversation, contact, at, kind, place, language, heard, words FROM lessons
         WHERE clinic = $1 AND state = 'open' ORDER BY at DESC, id LIMIT $2",
    )
    .bind(clinic.as_str().to_owned())
    .bind(bounded(limit))
    .all(tx)
    .await?;
    let mut lessons = Vec::with_capacity(rows.len());
    for (id, clinic, conversation, contact, at, kind, place_name, language, heard, sealed) in rows {
        let Some(words) = tx.open(&contact, place("lessons", "words", &id), &sealed).await? else { continue };
        lessons.push(Lesson {
            clinic: typed("lessons", "clinic", clinic)?,
            conversation: typed("lessons", "conversation", conversation)?,
            contact: typed("lessons", "contact", contact)?,
            at: instant(at)?,
            language: typed("lessons", "language", language)?,
            id,
            kind,
            place: place_name,
            heard,
            words,
        });
    }
    Ok(lessons)
}

/// Closes lessons: `settled` when something was taught from them, `dismissed` when there was nothing to learn.
pub async fn close(tx: &mut Tx, clinic: &ClinicId, ids: &[String], state: &str) -> Result<u64, StoreError> {
    let mut closed = 0;
    for id in ids {
        closed += query("UPDATE lessons SET state = $3 WHERE id = $1 AND clinic = $2 AND state = 'open'")
            .bind(id.clone())
            .bind(clinic.as_str().to_owned())
            .bind(state.to_owned())
            .execute(tx)
            .await?;
    }
    Ok(closed)
}

/// Drops lessons older than a moment.
pub async fn prune(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    query("DELETE FROM lessons WHERE at < $1").bind(micros(before)).execute(tx).await
}

/// Teaches a wording; the same wording again gets the new meaning and waits to be put to use again.
pub async fn teach(tx: &mut Tx, it: &Teaching) -> Result<(), StoreError> {
    query(
        "INSERT INTO teachings (id, clinic, language, words, meaning, state, taught_at, taught_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (clinic, words) DO UPDATE SET language = excluded.language, meaning = excluded.meaning,
           state = excluded.state, taught_at = excluded.taught_at, taught_by = excluded.taught_by",
    )
    .bind(it.id.clone())
    .bind(it.clinic.as_str().to_owned())
    .bind(it.language.as_str().to_owned())
    .bind(it.words.clone())
    .bind(it.meaning.clone())
    .bind(it.state.clone())
    .bind(micros(it.taught_at))
    .bind(it.taught_by.clone())
    .execute(tx)
    .await
    .map(drop)
}

/// What a clinic taught, the newest first.
pub async fn teachings(tx: &mut Tx, clinic: &ClinicId) -> Result<Vec<Teaching>, StoreError> {
    let rows: Vec<(String, String, String, String, String, i64, String)> = query(
        "SELECT id, language, words, meaning, state, taught_at, taught_by FROM teachings
         WHERE clinic = $1 ORDER BY taught_at DESC, id",
    )
    .bind(clinic.as_str().to_owned())
    .all(tx)
    .await?;
    rows.into_iter()
        .map(|(id, language, words, meaning, state, taught_at, taught_by)| {
            Ok(Teaching {
                id,
                clinic: clinic.clone(),
                language: typed("teachings", "language", language)?,
                words,
                meaning,
                state,
                taught_at: instant(taught_at)?,
                taught_by,
            })
        })
        .collect()
}

/// Puts a teaching to use, or takes it out; `false` when there is none with this id.
pub async fn set_state(tx: &mut Tx, clinic: &ClinicId, id: &str, state: &str) -> Result<bool, StoreError> {
    let changed = query("UPDATE teachings SET state = $3 WHERE id = $1 AND clinic = $2")
        .bind(id.to_owned())
        .bind(clinic.as_str().to_owned())
        .bind(state.to_owned())
        .execute(tx)
        .await?;
    Ok(changed == 1)
}
