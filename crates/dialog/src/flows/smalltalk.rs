//! Greetings, thanks, goodbyes and praise: short, and never instead of an answer.

use super::{Turn, unclear};
use crate::memory::Flow;
use svara_language::Intent;
use svara_language::phrases::{Key, Phrase};
use svara_model::HandoverReason;

/// Answers small talk that stands alone; false when it is none.
pub(crate) fn heard(turn: &mut Turn, intent: Intent) -> bool {
    match intent {
        Intent::Greeting => greeted(turn),
        Intent::Thanks => courtesy(turn, Key::Thanks),
        Intent::Goodbye => courtesy(turn, Key::Goodbye),
        Intent::Praise => {
            turn.say(Phrase::new(Key::Praise));
            turn.effects.push(crate::Effect::TellStaff(HandoverReason::Information));
        }
        _ => return false,
    }
    true
}

fn greeted(turn: &mut Turn) {
    if !matches!(turn.memory.flow, Flow::Idle) {
        turn.back_to_flow();
        return;
    }
    if turn.effects.is_empty() {
        turn.greet();
    }
    turn.ask(Phrase::new(Key::HowCanIHelp), unclear::main_menu());
}

/// A thank-you leaves the times on the table where they are; an open question is asked again.
fn courtesy(turn: &mut Turn, key: Key) {
    turn.say(Phrase::new(key));
    if key == Key::Thanks && !matches!(turn.memory.flow, Flow::Offering { .. }) {
        turn.back_to_flow();
    }
}
