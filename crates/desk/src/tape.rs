//! Keeping what a turn heard and decided, in the transaction of the turn, so that it can be played again.
//!
//! Absent: playing it again; that is `replay.rs`.

use crate::{Desk, DeskError};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use svara_dialog::record::{Heard, Listener, Record, Step, fingerprint, told};
use svara_dialog::{Effect, Event, Memory, View};
use svara_model::{Clinic, ClinicId, Conversation, ConversationState, Language};
use svara_store::Tx;
use svara_store::turns::{self, NewTurn};

/// Fingerprints of the clinics' set-ups, so that they are not computed for every turn.
#[derive(Default)]
pub(crate) struct Prints(Mutex<HashMap<ClinicId, (Arc<Clinic>, String)>>);

impl Prints {
    pub(crate) fn of(&self, clinic: &Arc<Clinic>) -> String {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match known.get(&clinic.id) {
            Some((same, print)) if Arc::ptr_eq(same, clinic) => print.clone(),
            _ => {
                let print = fingerprint(clinic.as_ref());
                known.insert(clinic.id.clone(), (Arc::clone(clinic), print.clone()));
                print
            }
        }
    }
}

/// A turn being recorded.
pub(crate) struct Tape(Record);

impl Tape {
    /// Begins with what stands before the turn.
    pub(crate) fn begin(print: String, memory: &Memory, view: &View) -> Self {
        Self(Record {
            now: view.now,
            clinic: print,
            public_url: view.public_url.clone(),
            patients: view.patients.clone(),
            appointments: view.appointments.clone(),
            reminded: view.reminded.clone(),
            waiting: view.waiting.clone(),
            freed: view.freed.clone(),
            touched: view.touched.clone(),
            memory: memory.clone(),
            heard: Vec::new(),
            after: String::new(),
        })
    }

    /// Something else is heard.
    pub(crate) fn hears(&mut self, state: &ConversationState, language: &Language, known: Option<Language>) {
        let listener = match state {
            ConversationState::Bot | ConversationState::Closed => Listener::Desk,
            ConversationState::Waiting { .. } => Listener::Nobody,
            ConversationState::Staff { .. } => Listener::Person,
        };
        let language = language.clone();
        self.0.heard.push(Heard { listener, language, known, steps: Vec::new() });
    }

    /// What was decided at an event.
    pub(crate) fn decided(&mut self, event: Event, effects: &[Effect]) {
        if let Some(heard) = self.0.heard.last_mut() {
            heard.steps.push(Step { event, effects: effects.iter().map(told).collect() });
        }
    }

    /// What was heard and decided, with what is remembered after it. Nothing heard: nothing to keep.
    fn end(mut self, memory: &Memory) -> Option<Record> {
        self.0.after = fingerprint(memory);
        (!self.0.heard.is_empty()).then_some(self.0)
    }
}

impl Desk {
    /// Keeps a turn, in its own transaction, under the memory version that it leaves.
    pub(crate) async fn keep_turn(
        &self,
        tx: &mut Tx,
        clinic: &Arc<Clinic>,
        conversation: &Conversation,
        memory: &Memory,
        (tape, version): (Tape, i64),
    ) -> Result<Option<Record>, DeskError> {
        let Some(record) = tape.end(memory) else { return Ok(None) };
        turns::keep_version(tx, &record.clinic, clinic, record.now).await?;
        let json = serde_json::to_string(&record).expect("a record is plain data");
        let turn = NewTurn {
            conversation: &conversation.id,
            clinic: &clinic.id,
            contact: &conversation.contact,
            seq: version + 1,
            at: record.now,
            record: &json,
        };
        turns::add(tx, &turn).await?;
        Ok(Some(record))
    }
}
