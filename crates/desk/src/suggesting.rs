//! What the dialogue would answer to words that wait for a person, played through without touching anything.
//!
//! Only what can be said truly is said: what would book, move or call off something was not done, so nothing is drafted;
//! nor what would only fetch a person, because one is there. The words are the desk's sentences and the clinic's own
//! answers. Absent: any other reader's opinion and any other machine's words; sending it.

use crate::disclosure::{self, Reader};
use crate::turn::Turn;
use crate::{DeskError, view};
use std::collections::VecDeque;
use svara_dialog::{Choice, Effect, Event, OptionLabel, compose, step, taught};
use svara_language::phrases::{Key, Phrase};
use svara_model::{Language, Outgoing};
use svara_store::Tx;

/// A draft asks for times a few times at most; more is a loop.
const STEPS_MAX: usize = 16;

/// An answer for staff to use, change or drop.
pub(crate) struct Drafted {
    /// The words.
    pub text: String,
    /// Where they were taken from, as beside the assistant's own answers.
    pub source: Option<String>,
}

/// What an effect comes to when nothing is done.
enum Played {
    /// Nothing to hear.
    On,
    /// What the world would answer.
    Hears(Box<Event>),
    /// It can't be said without doing it.
    NotToSay,
}

impl Turn<'_> {
    /// What the dialogue would say to these words, if it can be said without doing anything.
    pub(crate) async fn draft_for(&mut self, tx: &mut Tx, words: &str) -> Result<Option<Drafted>, DeskError> {
        let known = Some(self.conversation.language.clone());
        let reading = view::read(words, known.as_ref(), &self.memory, &self.view);
        let reading = taught::read(&self.desk.teachings.of(&self.clinic.id), words, reading);
        if let Ok(language) = reading.lang.parse::<Language>() {
            self.speak(language);
        }
        let mut events = VecDeque::from([Event::Said { text: words.to_owned(), reading }]);
        for _ in 0..STEPS_MAX {
            let Some(event) = events.pop_front() else { return self.worded(tx).await };
            self.view.learn(&event);
            let (memory, effects) = step(std::mem::take(&mut self.memory), event, &self.view);
            self.memory = memory;
            for effect in effects {
                match self.play(tx, effect).await? {
                    Played::On => {}
                    Played::Hears(event) => events.push_back(*event),
                    Played::NotToSay => return Ok(None),
                }
            }
        }
        Ok(None)
    }

    async fn play(&mut self, tx: &mut Tx, effect: Effect) -> Result<Played, DeskError> {
        Ok(match effect {
            Effect::Say(say) => {
                self.said.push(say);
                Played::On
            }
            Effect::Find(request) => Played::Hears(Box::new(self.find(tx, request).await?)),
            Effect::FindPlans(ask) => Played::Hears(Box::new(self.find_plans(tx, ask).await?)),
            Effect::Source(source) => {
                self.source = Some(source);
                Played::On
            }
            Effect::SetLanguage(language) => {
                self.speak(language);
                Played::On
            }
            // No time is kept for a draft, and whoever reads it is staff.
            Effect::Hold(_) | Effect::Release | Effect::TellStaff(_) => Played::On,
            Effect::Book { .. }
            | Effect::BookPlan(_)
            | Effect::Move { .. }
            | Effect::Cancel(_)
            | Effect::AskOff(_)
            | Effect::Confirm(_)
            | Effect::Enrol { .. }
            | Effect::OptOut
            | Effect::OptIn
            | Effect::HandOver(_)
            | Effect::Wait { .. }
            | Effect::StopWaiting(_)
            | Effect::TakeOffer(_)
            | Effect::DeclineOffer(_)
            | Effect::WantsCall(_) => Played::NotToSay,
        })
    }

    /// As one text, when there is something to say that may be said here.
    async fn worded(&mut self, tx: &mut Tx) -> Result<Option<Drafted>, DeskError> {
        let said = std::mem::take(&mut self.said);
        let keys: Vec<Key> = said.iter().flat_map(|it| &it.phrases).map(Phrase::key).collect();
        if keys.is_empty() || keys.iter().any(|it| says_nothing(*it)) {
            return Ok(None);
        }
        let doubted = disclosure::is_doubted(tx, &self.contact.id).await?;
        let known = disclosure::assurance(&self.contact, self.view.patients.len(), doubted);
        let most = disclosure::most(&self.clinic, self.conversation.channel, known);
        if disclosure::of_said(&said) > most {
            return Ok(None);
        }
        let reader = Reader { clinic: &self.clinic, most, language: &self.view.language, link: None };
        let said = disclosure::soften(said, &reader);
        let times = said.last().map_or_else(Vec::new, |it| times_in(&it.choice));
        let Some(content) = compose(&said, &self.view) else { return Ok(None) };
        let content = if most < svara_model::Disclosure::Personal {
            disclosure::without_names(content)
        } else {
            content
        };
        Ok(Some(Drafted { text: as_text(&content, &times), source: self.source.take() }))
    }
}

/// What a machine says of itself when it does not know; a person would not.
fn says_nothing(key: Key) -> bool {
    matches!(
        key,
        Key::NotUnderstood
            | Key::NotUnderstoodHere
            | Key::NotUnderstoodTimes
            | Key::NotUnderstoodButtons
            | Key::NotUnderstoodAgain
            | Key::NotUnderstoodHereAgain
    )
}

/// Which of the choices are times: those are written out, and what could only be tapped is left out.
fn times_in(choice: &Choice) -> Vec<bool> {
    match choice {
        Choice::Options(all) => all.iter().map(|it| matches!(it.1, OptionLabel::Time(_))).collect(),
        Choice::None | Choice::Link { .. } => Vec::new(),
    }
}

fn as_text(content: &Outgoing, times: &[bool]) -> String {
    let is_time = |place: usize| times.get(place).copied().unwrap_or(false);
    let mut lines = Vec::new();
    match content {
        Outgoing::Text { body } => lines.push(body.clone()),
        Outgoing::Link { body, url, .. } => lines.extend([body.clone(), url.clone()]),
        Outgoing::Template(it) => lines.push(it.shown.clone()),
        Outgoing::Buttons { body, buttons } => {
            lines.push(body.clone());
            let shown = buttons.iter().enumerate().filter(|it| is_time(it.0));
            lines.extend(shown.map(|(_, it)| format!("• {}", it.title)));
        }
        Outgoing::List { body, rows, .. } => {
            lines.push(body.clone());
            let shown = rows.iter().enumerate().filter(|it| is_time(it.0));
            lines.extend(shown.map(|(_, it)| match &it.description {
                Some(more) => format!("• {} ({more})", it.title),
                None => format!("• {}", it.title),
            }));
        }
    }
    lines.join("\n")
}
