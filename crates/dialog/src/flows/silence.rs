//! Silence: a gentle word once, while times are on the table or a name is awaited; later the offer lapses without a
//! word. Its buttons are still answered truthfully after that.
//!
//! Absent: when that is; the desk plans it (`nudge.rs` there).

use super::{Turn, offering, plans};
use crate::effect::{Effect, Say};
use crate::memory::{Flow, Memory};
use svara_language::phrases::{Key, Phrase};

/// Whether silence now would be met with a word.
pub fn is_open(memory: &Memory) -> bool {
    matches!(memory.flow, Flow::Offering { .. } | Flow::AskingName { .. } | Flow::OfferingPlans)
}

/// A gentle word, once.
pub(crate) fn unanswered(turn: &mut Turn) {
    if turn.memory.nudged_at.is_some_and(|it| turn.memory.heard_at.is_some_and(|heard| heard <= it)) {
        return;
    }
    turn.begin();
    match turn.memory.flow.clone() {
        Flow::Offering { offer } => offering::show_again(turn, offer, Key::NudgeOffer),
        Flow::OfferingPlans => plans::show(turn, Some(Key::NudgeOffer)),
        Flow::AskingName { .. } => turn.effects.push(Effect::Say(Say::plain(Phrase::new(Key::NudgeName)))),
        _ => return,
    }
    turn.memory.nudged_at = Some(turn.view.now);
}

/// What was open lapses.
pub(crate) fn lapsed(turn: &mut Turn) {
    if is_open(&turn.memory) {
        turn.let_go();
        turn.effects.push(Effect::Release);
    }
}
