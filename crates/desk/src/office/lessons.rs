//! The learning loop: what went wrong, grouped by wording; a person says what it means; what would have changed in the
//! last thirty days is shown; then it is put to use.

use super::Who;
use super::gist::Gist;
use crate::learn::ACTIVE;
use crate::{Desk, DeskError, News};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, HashMap};
use svara_dialog::knowledge;
use svara_dialog::record::{self, Changed};
use svara_dialog::taught::{self, Taught};
use svara_model::{Clinic, ConversationId, Language};
use svara_store::lessons;
/// As stored.
pub use svara_store::lessons::{Lesson, Teaching};
use svara_store::stories;

/// Lessons looked at together.
const LESSONS_MAX: usize = 2_000;
/// How far back it is shown what a teaching would have changed.
const DAYS_BACK: i64 = 30;
/// Changes told one by one.
const CHANGES_MAX: usize = 200;
/// A wording is a part of a message, not a letter.
const WORDS_CHARACTERS_MAX: usize = 120;

/// Messages that say much the same and went wrong.
#[derive(Clone, Debug)]
pub struct Group {
    /// How they are worded; the newest.
    pub words: String,
    /// In which language.
    pub language: Language,
    /// How many there are, by how they went wrong.
    pub kinds: BTreeMap<String, usize>,
    /// What they were taken for.
    pub heard: String,
    /// The lessons in it.
    pub lessons: Vec<Lesson>,
}

/// What a teaching would have changed.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Turns of the last thirty days that were looked at.
    pub turns: usize,
    /// Messages that would have been answered differently.
    pub changes: Vec<Change>,
}

/// A message that would have been answered differently.
#[derive(Clone, Debug)]
pub struct Change {
    /// In which conversation.
    pub conversation: ConversationId,
    /// When.
    pub at: Timestamp,
    /// Who shared the contact: whose words they may be.
    pub patients: Vec<String>,
    /// What was written, decided then and would be decided now.
    pub changed: Changed,
}

impl Change {
    /// What was done with the message, and what would be.
    pub fn gist(&self) -> (Gist, Gist) {
        (Gist::of(&self.changed.then), Gist::of(&self.changed.now))
    }
}

/// The open lessons, grouped by wording, the largest group first.
pub async fn groups(desk: &Desk, clinic: &Clinic, who: &Who) -> Result<Vec<Group>, DeskError> {
    let id = clinic.id.clone();
    let found = desk.store().read("lessons", move |tx| {
        let id = id.clone();
        Box::pin(async move { lessons::open(tx, &id, LESSONS_MAX).await.map_err(DeskError::from) })
    });
    let all = found.await?;
    let texts: Vec<String> = all.iter().map(|it| it.words.clone()).collect();
    let groups = knowledge::groups(&texts).into_iter().map(|places| {
        let lessons: Vec<Lesson> = places.iter().map(|it| all[*it].clone()).collect();
        let mut kinds = BTreeMap::new();
        for it in &lessons {
            *kinds.entry(it.kind.clone()).or_default() += 1;
        }
        let first = &lessons[0];
        let (words, language, heard) = (first.words.clone(), first.language.clone(), first.heard.clone());
        Group { words, language, kinds, heard, lessons }
    });
    let seen = all.iter().map(|it| it.contact.to_string()).collect();
    desk.saw(&clinic.id, who, "lessons.seen", None, seen).await?;
    Ok(groups.collect())
}

/// Says what a wording means. It waits until it is put to use; a written conversation that shows it is kept with the
/// clinic's own, and the lessons it was learned from are closed.
pub async fn teach(
    desk: &Desk,
    clinic: &Clinic,
    (words, meaning, language): (&str, &str, Language),
    from: &[String],
    who: &Who,
) -> Result<Teaching, DeskError> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() || words.chars().count() > WORDS_CHARACTERS_MAX {
        return Err(DeskError::Invalid(format!("words: write 1 to {WORDS_CHARACTERS_MAX} characters")));
    }
    if Taught::new(&words, meaning).is_none() {
        let remedy = "an intent such as book, cancel or reschedule, or question:parking for a question";
        return Err(DeskError::Invalid(format!("meaning: {meaning} is none; write {remedy}")));
    }
    let teaching = Teaching {
        id: format!("taught_{}", desk.ids.token()),
        clinic: clinic.id.clone(),
        language,
        words,
        meaning: meaning.to_owned(),
        state: "proposed".to_owned(),
        taught_at: desk.now(),
        taught_by: who.name.clone(),
    };
    let (kept, from, clinic, desk_in, who) =
        (teaching.clone(), from.to_vec(), clinic.id.clone(), desk.clone(), who.clone());
    desk.store()
        .write("teach", move |tx| {
            let (it, from, clinic, desk, who) =
                (kept.clone(), from.clone(), clinic.clone(), desk_in.clone(), who.clone());
            Box::pin(async move {
                lessons::teach(tx, &it).await?;
                lessons::close(tx, &clinic, &from, "settled").await?;
                let name = format!("taught/{}", it.words.replace('/', " "));
                stories::put(tx, &clinic, &name, &story(&it), desk.now()).await?;
                desk.line(tx, &clinic, &who, "desk.taught", Some(&it.id), "{}").await
            })
        })
        .await?;
    let all = teachings(desk, &teaching.clinic).await?;
    all.into_iter().find(|it| it.words == teaching.words).ok_or(DeskError::NotFound("the teaching"))
}

/// The written conversation that shows a teaching.
fn story(it: &Teaching) -> String {
    let intent = it.meaning.split(':').next().unwrap_or_default();
    format!(
        "title: {words:?} means {meaning}\ntaught: {words} = {meaning}\n> {words}\nheard: {intent}\n",
        words = it.words,
        meaning = it.meaning
    )
}

/// What a clinic taught, the newest first.
pub async fn teachings(desk: &Desk, clinic: &svara_model::ClinicId) -> Result<Vec<Teaching>, DeskError> {
    let id = clinic.clone();
    desk.store()
        .read("teachings", move |tx| {
            let id = id.clone();
            Box::pin(async move { lessons::teachings(tx, &id).await.map_err(DeskError::from) })
        })
        .await
}

/// What a teaching would have changed in the last thirty days.
pub async fn preview(desk: &Desk, clinic: &Clinic, id: &str, who: &Who) -> Result<Preview, DeskError> {
    let preview = played_again(desk, clinic, id).await?;
    let seen = preview.changes.iter().flat_map(|it| it.patients.clone()).collect();
    desk.saw(&clinic.id, who, "lessons.seen", Some(id.to_owned()), seen).await?;
    Ok(preview)
}

async fn played_again(desk: &Desk, clinic: &Clinic, id: &str) -> Result<Preview, DeskError> {
    let all = teachings(desk, &clinic.id).await?;
    let wanted = all.iter().find(|it| it.id == id).ok_or(DeskError::NotFound("the teaching"))?;
    let new: Vec<Taught> = Taught::new(&wanted.words, &wanted.meaning).into_iter().collect();
    let (mut preview, mut rules) = (Preview::default(), HashMap::new());
    let mut after = (desk.now() - SignedDuration::from_hours(24 * DAYS_BACK), None);
    loop {
        let page = desk.page_of_turns(&clinic.id, after).await?;
        let Some(last) = page.last() else { return Ok(preview) };
        after = (last.at, Some((last.conversation.clone(), last.seq)));
        for turn in &page {
            let Some((record, rules)) = desk.record_of_turn(turn, &mut rules).await? else { continue };
            preview.turns += 1;
            let other = |text: &str, reading: &svara_language::Reading| {
                let read = taught::read(&new, text, reading.clone());
                (read != *reading).then_some(read)
            };
            for changed in record::reread(&record, &rules, other) {
                if preview.changes.len() < CHANGES_MAX {
                    let (conversation, at) = (turn.conversation.clone(), turn.at);
                    let patients = record.patients.iter().map(|it| it.id.to_string()).collect();
                    preview.changes.push(Change { conversation, at, patients, changed });
                }
            }
        }
    }
}

/// Puts a teaching to use, or takes it out of use.
pub async fn use_it(
    desk: &Desk,
    clinic: &Clinic,
    id: &str,
    active: bool,
    who: &Who,
) -> Result<(), DeskError> {
    let state = if active { ACTIVE } else { "retired" };
    let told = clinic.id.clone();
    let (clinic, id, desk_in, who) = (clinic.id.clone(), id.to_owned(), desk.clone(), who.clone());
    desk.store()
        .write("use a teaching", move |tx| {
            let (clinic, id, desk, who) = (clinic.clone(), id.clone(), desk_in.clone(), who.clone());
            Box::pin(async move {
                if !lessons::set_state(tx, &clinic, &id, state).await? {
                    return Err(DeskError::NotFound("the teaching"));
                }
                desk.line(tx, &clinic, &who, &format!("desk.teaching.{state}"), Some(&id), "{}").await
            })
        })
        .await?;
    desk.reload_teachings().await?;
    desk.tell(&told, News::Clinic(told.clone()));
    Ok(())
}

/// Closes lessons from which nothing is to be learned.
pub async fn dismiss(desk: &Desk, clinic: &Clinic, ids: &[String], who: &Who) -> Result<u64, DeskError> {
    let (clinic, ids, desk_in, who) = (clinic.id.clone(), ids.to_vec(), desk.clone(), who.clone());
    desk.store()
        .write("dismiss lessons", move |tx| {
            let (clinic, ids, desk, who) = (clinic.clone(), ids.clone(), desk_in.clone(), who.clone());
            Box::pin(async move {
                let closed = lessons::close(tx, &clinic, &ids, "dismissed").await?;
                let details = serde_json::json!({ "lessons": closed }).to_string();
                desk.line(tx, &clinic, &who, "lessons.dismissed", None, &details).await?;
                Ok(closed)
            })
        })
        .await
}
