//! Signs of an emergency: one fixed text for everyone, a person alerted, nothing graded, nothing else said.

use crate::effect::{Effect, Say};
use crate::view::View;
use svara_language::phrases::{Key, Phrase};
use svara_model::HandoverReason;

pub(crate) fn emergency(view: &View) -> Vec<Effect> {
    let phrase = Phrase::new(Key::Emergency).with("number", view.clinic.emergency_number.clone());
    vec![Effect::Say(Say::plain(phrase)), Effect::HandOver(HandoverReason::Emergency)]
}
