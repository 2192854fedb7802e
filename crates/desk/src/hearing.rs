//! What a turn hears: words are read, every event is stepped through, and what was decided is kept on tape.
//!
//! Absent: carrying effects out; that is `turn.rs`.

use crate::turn::Turn;
use crate::{DeskError, view};
use std::collections::VecDeque;
use svara_dialog::{Event, silent_step, step, taught};
use svara_model::{ConversationState, Language};
use svara_store::Tx;
use svara_store::mischief::{Mischief, is_planted};

/// A turn asks the world a handful of times at most; more is a loop.
const STEPS_MAX: usize = 16;

impl Turn<'_> {
    /// Words of the patient, read in what stands before them.
    pub(crate) async fn hear_words(&mut self, tx: &mut Tx, text: &str) -> Result<(), DeskError> {
        let known = self.memory.heard_at.is_some().then(|| self.conversation.language.clone());
        let prior = known.or_else(|| self.view.only_patient().and_then(|it| it.language.clone()));
        let reading = view::read(text, prior.as_ref(), &self.memory, &self.view);
        let reading = taught::read(&self.desk.teachings.of(&self.clinic.id), text, reading);
        let reading = self.with_second_opinion(tx, text, reading).await?;
        if let Ok(language) = reading.lang.parse::<Language>() {
            self.speak(language);
        }
        self.hear_knowing(tx, Event::Said { text: text.to_owned(), reading }, prior).await
    }

    pub(crate) fn speak(&mut self, language: Language) {
        self.view.language = crate::jobs::answer_language(&language);
        self.conversation.language = language;
    }

    /// Anything that happened: stepped through until the world has no more answers to give.
    pub(crate) async fn hear(&mut self, tx: &mut Tx, event: Event) -> Result<(), DeskError> {
        self.hear_knowing(tx, event, None).await
    }

    async fn hear_knowing(
        &mut self,
        tx: &mut Tx,
        event: Event,
        known: Option<Language>,
    ) -> Result<(), DeskError> {
        self.tape.hears(&self.conversation.state, &self.view.language, known);
        match self.conversation.state {
            ConversationState::Waiting { .. } | ConversationState::Staff { .. }
                if !is_planted(Mischief::SpeaksOver) =>
            {
                let taken = matches!(self.conversation.state, ConversationState::Staff { .. });
                let (memory, effects) =
                    silent_step(std::mem::take(&mut self.memory), &event, &self.view, taken);
                self.memory = memory;
                self.tape.decided(event, &effects);
                for effect in effects {
                    self.carry_out(tx, effect).await?;
                }
                return Ok(());
            }
            ConversationState::Closed => self.conversation.state = ConversationState::Bot,
            _ => {}
        }
        let mut events = VecDeque::from([event]);
        let mut steps = 0;
        while let Some(event) = events.pop_front() {
            steps += 1;
            if steps > STEPS_MAX {
                return Err(DeskError::Invalid("a conversation went round in circles".to_owned()));
            }
            self.view.learn(&event);
            let (memory, effects) = step(std::mem::take(&mut self.memory), event.clone(), &self.view);
            self.memory = memory;
            self.tape.decided(event, &effects);
            for effect in effects {
                if let Some(answer) = self.carry_out(tx, effect).await? {
                    events.push_back(answer);
                }
            }
        }
        Ok(())
    }
}
