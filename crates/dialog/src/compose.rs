//! One message from all that a turn wants to say. What can be tapped comes from the last of it.

use crate::effect::{Choice, OptionLabel, Say};
use crate::view::View;
use crate::wording;
use svara_language::phrases::{Key, Phrase};
use svara_model::{Button, Outgoing, Row};

/// WhatsApp shows at most three reply buttons; more options become a list of at most ten.
const BUTTONS_MAX: usize = 3;
const ROWS_MAX: usize = 10;
/// WhatsApp's bounds in UTF-16 units (`reference/whatsapp.md`, 2.3).
const BUTTON_TITLE_UNITS: usize = 20;
const ROW_TITLE_UNITS: usize = 24;
const ROW_DESCRIPTION_UNITS: usize = 72;
const INTERACTIVE_BODY_UNITS: usize = 1024;
const TEXT_UNITS: usize = 4096;

/// What is too short for a paragraph of its own: the next sentence follows on the same line.
const RUNNING_ON: [Key; 8] = [
    Key::Greeting,
    Key::GreetingPlain,
    Key::AsISaid,
    Key::NoAppointments,
    Key::NotUnderstoodHere,
    Key::NotUnderstoodHereAgain,
    Key::UndoMoved,
    Key::UndoCancelled,
];

/// Puts everything said in a turn into one message; `None` when nothing was said.
pub fn compose(said: &[Say], view: &View) -> Option<Outgoing> {
    let last = said.last()?;
    let mut body = String::new();
    let mut runs_on = false;
    for phrase in said.iter().flat_map(|it| &it.phrases) {
        let sentence = view.render(phrase);
        if !body.is_empty() && !sentence.is_empty() {
            body.push_str(if runs_on { " " } else { "\n\n" });
        }
        body.push_str(&sentence);
        runs_on = RUNNING_ON.contains(&phrase.key());
    }
    Some(match &last.choice {
        Choice::None => Outgoing::Text { body: shorten(&body, TEXT_UNITS) },
        Choice::Link { label, url } => Outgoing::Link {
            body: shorten(&body, INTERACTIVE_BODY_UNITS),
            label: shorten(&view.render(label), BUTTON_TITLE_UNITS),
            url: url.clone(),
        },
        Choice::Options(options) => with_options(&body, options, view),
    })
}

fn with_options(body: &str, options: &[(String, OptionLabel)], view: &View) -> Outgoing {
    let body = shorten(body, INTERACTIVE_BODY_UNITS);
    if options.is_empty() {
        return Outgoing::Text { body };
    }
    if options.len() <= BUTTONS_MAX {
        let buttons = options
            .iter()
            .map(|(id, label)| Button {
                id: id.clone(),
                title: shorten(&title(label, view), BUTTON_TITLE_UNITS),
            })
            .collect();
        return Outgoing::Buttons { body, buttons };
    }
    let rows = options
        .iter()
        .take(ROWS_MAX)
        .map(|(id, label)| Row {
            id: id.clone(),
            title: shorten(&title(label, view), ROW_TITLE_UNITS),
            description: description(label, view).map(|it| shorten(&it, ROW_DESCRIPTION_UNITS)),
        })
        .collect();
    let open = view.render(&Phrase::new(Key::ListOpen));
    Outgoing::List { body, open: shorten(&open, BUTTON_TITLE_UNITS), rows }
}

fn title(label: &OptionLabel, view: &View) -> String {
    match label {
        OptionLabel::Words(phrase) => view.render(phrase),
        OptionLabel::Time(slot) => wording::slot_title(slot.from, &view.zone, &view.language),
    }
}

fn description(label: &OptionLabel, view: &View) -> Option<String> {
    match label {
        OptionLabel::Words(_) => None,
        OptionLabel::Time(slot) => Some(wording::practitioner_name(&view.clinic, &slot.practitioner)),
    }
}

/// At most so many UTF-16 units, cut at a blank where one is near, with an ellipsis.
fn shorten(text: &str, units: usize) -> String {
    if text.encode_utf16().count() <= units {
        return text.to_owned();
    }
    let mut room = units - 1;
    let mut kept = String::new();
    for character in text.chars() {
        if character.len_utf16() > room {
            break;
        }
        room -= character.len_utf16();
        kept.push(character);
    }
    let cut = kept.rfind(' ').filter(|it| *it > kept.len() / 2).unwrap_or(kept.len());
    kept.truncate(cut);
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_at_a_word() {
        assert_eq!(shorten("kort", 20), "kort");
        assert_eq!(shorten("en ganska lång rubrik här", 20), "en ganska lång…");
        assert!(shorten(&"å".repeat(30), 20).encode_utf16().count() <= 20);
        assert!(shorten(&"👩‍👩‍👧".repeat(30), 20).encode_utf16().count() <= 20);
    }
}
