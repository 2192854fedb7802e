//! Too many messages (`reference/trust.md`, S30): a robot that answers our robot, or a number that floods us. After so
//! many answers the desk says one last sentence and falls silent, a card calls a person, and what is always heard is
//! still heard: a tapped yes, a stop, signs of an emergency.
//!
//! Absent: limits by address, which are the web's, and what messages cost (`spending.rs`).

use crate::DeskError;
use crate::inbox::Part;
use crate::turn::Turn;
use jiff::SignedDuration;
use svara_dialog::{Choice, Effect, Say};
use svara_language::phrases::{Key, Phrase};
use svara_model::{ConversationState, HandoverReason};
use svara_store::{Tx, handovers, pace};

/// So many answers in so many minutes are a conversation; more are a loop. Booking takes five answers, and somebody who
/// looks at every time there is hardly twenty. The second is for a robot that takes its time.
const ANSWERS_MAX: [(i64, i64); 2] = [(10, 30), (24 * 60, 200)];
/// An echo of our emergency text is a sign of an emergency, too: after so many times as many answers not even that is
/// said again. The card stands and the alarm is raised all the same.
const LAST_WORDS: i64 = 2;

/// How much one contact has been answered lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Crowd {
    /// As people write.
    Fine,
    /// The machine says no more.
    TooMany,
    /// Not even the emergency number once more.
    FarTooMany,
}

impl Turn<'_> {
    /// Hears everything that was sent, and falls silent when it has answered too often.
    pub(crate) async fn hear_all(&mut self, tx: &mut Tx, parts: Vec<Part>) -> Result<(), DeskError> {
        let crowd = self.crowd(tx).await?;
        let answers = matches!(self.conversation.state, ConversationState::Bot | ConversationState::Closed);
        let falls_silent = answers && crowd != Crowd::Fine;
        if falls_silent {
            Box::pin(self.carry_out(tx, Effect::HandOver(HandoverReason::TooMany))).await?;
        }
        for part in parts {
            Box::pin(self.hear_whoever_it_is(tx, part)).await?;
        }
        if crowd == Crowd::FarTooMany {
            self.said.clear();
        } else if falls_silent && self.said.is_empty() {
            let last = if self.withdrew {
                Phrase::new(Key::OptedOut).with("clinic", self.clinic.name.clone())
            } else {
                let number = self.clinic.emergency_number.clone();
                Phrase::new(Key::TooManyMessages).with("number", number)
            };
            self.said.push(Say { phrases: vec![last], choice: Choice::None });
        }
        Ok(())
    }

    /// Counted from when a person last looked into this conversation, else from the beginning of the time.
    async fn crowd(&self, tx: &mut Tx) -> Result<Crowd, DeskError> {
        let looked = handovers::last_closed(tx, &self.conversation.id).await?;
        let mut worst = Crowd::Fine;
        for (minutes, most) in ANSWERS_MAX {
            let begin = self.view.now - SignedDuration::from_mins(minutes);
            let since = looked.map_or(begin, |it| it.max(begin));
            let said = pace::answers_since(tx, &self.contact.id, &self.conversation.id, since).await?;
            worst = worst.max(match said {
                it if it >= most * LAST_WORDS => Crowd::FarTooMany,
                it if it >= most => Crowd::TooMany,
                _ => Crowd::Fine,
            });
        }
        Ok(worst)
    }
}
