//! Not understood: once in other words, then with buttons, then a person.

use super::Turn;
use crate::effect::OptionLabel;
use crate::memory::Flow;
use crate::tap::Tap;
use svara_language::phrases::{Key, Phrase};
use svara_model::HandoverReason;

pub(crate) fn not_understood(turn: &mut Turn) {
    turn.memory.misunderstood = turn.memory.misunderstood.saturating_add(1);
    match turn.memory.misunderstood {
        1 => {
            turn.say(Phrase::new(Key::NotUnderstood));
            turn.back_to_flow();
        }
        2 => {
            turn.memory.flow = Flow::Idle;
            turn.ask(Phrase::new(Key::NotUnderstoodButtons), main_menu());
        }
        _ => turn.hand_over(Key::HandOverNotUnderstood, HandoverReason::NotUnderstood),
    }
}

/// The three things most patients come for.
pub(crate) fn main_menu() -> Vec<(Tap, OptionLabel)> {
    [(Tap::Book, Key::ButtonBook), (Tap::Mine, Key::ButtonMine), (Tap::Human, Key::ButtonHuman)]
        .into_iter()
        .map(|(tap, key)| (tap, OptionLabel::Words(Phrase::new(key))))
        .collect()
}
