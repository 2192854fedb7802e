//! What went wrong in a turn is kept as a lesson: not understood, corrected, refused, left, taken over.
//!
//! Absent: what is made of lessons; that is `office/lessons.rs`.

use crate::{Desk, DeskError};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use svara_dialog::Event;
use svara_dialog::record::{Heard, Listener, Record, kind};
use svara_dialog::taught::Taught;
use svara_language::Intent;
use svara_model::{ClinicId, Conversation, Direction};
use svara_store::lessons::{self, Lesson};
use svara_store::{Tx, messages};

/// The last words of a patient lie among so many lines.
const LINES: usize = 10;
/// A teaching that is in use.
pub(crate) const ACTIVE: &str = "active";

/// What the clinics taught, as far as it is in use.
#[derive(Default)]
pub(crate) struct Teachings(RwLock<HashMap<ClinicId, Arc<Vec<Taught>>>>);

impl Teachings {
    pub(crate) fn of(&self, clinic: &ClinicId) -> Arc<Vec<Taught>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(clinic).cloned().unwrap_or_default()
    }
}

impl Desk {
    /// Reads what the clinics taught again.
    pub(crate) async fn reload_teachings(&self) -> Result<(), DeskError> {
        for clinic in self.clinics() {
            let id = clinic.id.clone();
            let found = self.store.read("teachings", move |tx| {
                let id = id.clone();
                Box::pin(async move { lessons::teachings(tx, &id).await.map_err(DeskError::from) })
            });
            let active = found.await?.into_iter().filter(|it| it.state == ACTIVE);
            let taught = active.filter_map(|it| Taught::new(&it.words, &it.meaning)).collect();
            let mut known = self.teachings.0.write().unwrap_or_else(PoisonError::into_inner);
            known.insert(clinic.id.clone(), Arc::new(taught));
        }
        Ok(())
    }

    /// Keeps what a turn shows to be learned from.
    pub(crate) async fn learn_from(
        &self,
        tx: &mut Tx,
        conversation: &Conversation,
        record: &Record,
    ) -> Result<(), DeskError> {
        for heard in record.heard.iter().filter(|it| it.listener == Listener::Desk) {
            let Some(why) = wrong(record, heard) else { continue };
            let told = heard.steps.first().map(|it| &it.event);
            match told {
                Some(Event::Said { text, .. }) => {
                    self.lesson(tx, conversation, (why, record), text.clone()).await?;
                }
                _ => self.lesson_of_last_words(tx, conversation, (why, record)).await?,
            }
        }
        Ok(())
    }

    /// A lesson about the last thing that the patient wrote.
    async fn lesson_of_last_words(
        &self,
        tx: &mut Tx,
        conversation: &Conversation,
        why: (&str, &Record),
    ) -> Result<(), DeskError> {
        match last_words(tx, conversation).await? {
            Some(words) => self.lesson(tx, conversation, why, words).await,
            None => Ok(()),
        }
    }

    async fn lesson(
        &self,
        tx: &mut Tx,
        conversation: &Conversation,
        (why, record): (&str, &Record),
        words: String,
    ) -> Result<(), DeskError> {
        let heard = record.heard.first().and_then(|it| it.steps.first());
        let lesson = Lesson {
            id: format!("lesson_{}", self.ids.token()),
            clinic: conversation.clinic.clone(),
            conversation: conversation.id.clone(),
            contact: conversation.contact.clone(),
            at: self.now(),
            kind: why.to_owned(),
            place: record.memory.flow.name().to_owned(),
            language: conversation.language.clone(),
            heard: heard.map_or_else(String::new, |it| kind(&it.event)),
            words,
        };
        lessons::add(tx, &lesson).await?;
        Ok(())
    }

    /// Staff took a conversation that the desk was answering: what was written last is worth a look.
    pub(crate) async fn learn_from_takeover(
        &self,
        tx: &mut Tx,
        conversation: &Conversation,
    ) -> Result<(), DeskError> {
        let Some(words) = last_words(tx, conversation).await? else { return Ok(()) };
        let lesson = Lesson {
            id: format!("lesson_{}", self.ids.token()),
            clinic: conversation.clinic.clone(),
            conversation: conversation.id.clone(),
            contact: conversation.contact.clone(),
            at: self.now(),
            kind: "takeover".to_owned(),
            place: String::new(),
            language: conversation.language.clone(),
            heard: String::new(),
            words,
        };
        lessons::add(tx, &lesson).await?;
        Ok(())
    }
}

async fn last_words(tx: &mut Tx, conversation: &Conversation) -> Result<Option<String>, DeskError> {
    let lines = messages::of_conversation(tx, &conversation.id, LINES).await?;
    Ok(lines
        .into_iter()
        .rev()
        .find(|it| it.direction == Direction::In && !it.text.is_empty())
        .map(|it| it.text))
}

/// What is wrong with how something was heard, in a word.
fn wrong(record: &Record, heard: &Heard) -> Option<&'static str> {
    let first = heard.steps.first()?;
    let said = |key: &str| heard.steps.iter().flat_map(|it| &it.effects).any(|it| it.contains(key));
    if matches!(first.event, Event::Lapsed) {
        return Some("dropoff");
    }
    if said("not-understood") || said("hand-over-no-answer") {
        return Some("fallback");
    }
    let Event::Said { reading, .. } = &first.event else { return None };
    let intent = reading.intents.first().map_or(Intent::Unknown, |it| it.name);
    let searched = first.effects.iter().any(|it| it.starts_with("Find("));
    let settled = record.memory.settled.is_some() && record.memory.flow.name() == "idle";
    if settled && searched && matches!(intent, Intent::No | Intent::Unknown | Intent::Choose)
        || said("Say undo-")
    {
        return Some("correction");
    }
    (intent == Intent::No && record.memory.flow.name() == "offering").then_some("no")
}
