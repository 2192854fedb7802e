//! Templates that ask a patient to write again: after WhatsApp's 24 hours nothing else opens the conversation. They say
//! that the clinic has something to say and nothing of what, so that one text serves every privacy profile.
//! Absent: when staff may send one (`office/templates.rs`).

use crate::letters::{self, TemplateLetter};
use svara_dialog::Tap;
use svara_language::phrases::{self, Key, Phrase};
use svara_model::{Button, Clinic, Language, Outgoing};

const ANSWER: &str = "clinic_has_answer";
const CALLED: &str = "clinic_called";

/// Both, for approval by the provider.
pub(crate) fn templates() -> [TemplateLetter; 2] {
    [
        (ANSWER, Key::SummonsAnswer, &["clinic"], &[Key::ButtonWriteToMe]),
        (CALLED, Key::SummonsCalled, &["clinic", "phone"], &[Key::ButtonCallMe]),
    ]
}

/// Those that this clinic can send: whoever has no phone number can't ask to be rung.
pub(crate) fn to_anybody(clinic: &Clinic, language: &Language) -> Vec<Outgoing> {
    let mut all = vec![letters::notice(
        ANSWER,
        Key::SummonsAnswer,
        &[("clinic", clinic.name.clone())],
        reply(Key::ButtonWriteToMe, language),
        language.clone(),
    )];
    if let Some(phone) = &clinic.phone {
        let texts = [("clinic", clinic.name.clone()), ("phone", phone.to_string())];
        let replies = reply(Key::ButtonCallMe, language);
        all.push(letters::notice(CALLED, Key::SummonsCalled, &texts, replies, language.clone()));
    }
    all
}

/// A tap opens the window; should nobody have the conversation any more, it calls for a person.
fn reply(key: Key, language: &Language) -> Vec<Button> {
    vec![Button { id: Tap::Human.id(), title: phrases::render(&Phrase::new(key), language) }]
}
