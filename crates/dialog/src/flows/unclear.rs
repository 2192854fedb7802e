//! Not understood: once in other words, then with buttons, then a person. What is under way stays under way.

use super::Turn;
use crate::effect::OptionLabel;
use crate::memory::Flow;
use crate::nuance;
use crate::tap::Tap;
use svara_language::phrases::{Key, Phrase};
use svara_model::HandoverReason;

pub(crate) fn not_understood(turn: &mut Turn, text: &str) {
    turn.memory.misunderstood = turn.memory.misunderstood.saturating_add(1);
    if turn.memory.misunderstood == 1 && nuance::insults(text) {
        turn.say(Phrase::new(Key::Calm));
        turn.back_to_flow();
        return;
    }
    match turn.memory.misunderstood {
        1 => in_other_words(turn),
        2 => with_buttons(turn),
        _ => turn.hand_over(Key::HandOverNotUnderstood, HandoverReason::NotUnderstood),
    }
}

fn in_other_words(turn: &mut Turn) {
    if turn.memory.flow == Flow::Idle {
        turn.say(Phrase::new(Key::NotUnderstood));
    } else {
        turn.say(Phrase::new(Key::NotUnderstoodHere));
        turn.back_to_flow();
    }
}

fn with_buttons(turn: &mut Turn) {
    match turn.memory.open_offer().map(|it| it.number) {
        Some(number) => {
            let mut options = super::offering::options_of(turn, number);
            options.push((Tap::Other { offer: number }, words(Key::ButtonOther)));
            options.push((Tap::Human, words(Key::ButtonHuman)));
            turn.ask(Phrase::new(Key::NotUnderstoodTimes), options);
        }
        None => turn.ask(Phrase::new(Key::NotUnderstoodButtons), main_menu()),
    }
}

/// The three things most patients come for.
pub(crate) fn main_menu() -> Vec<(Tap, OptionLabel)> {
    vec![
        (Tap::Book, words(Key::ButtonBook)),
        (Tap::Mine, words(Key::ButtonMine)),
        (Tap::Human, words(Key::ButtonHuman)),
    ]
}

fn words(key: Key) -> OptionLabel {
    OptionLabel::Words(Phrase::new(key))
}
