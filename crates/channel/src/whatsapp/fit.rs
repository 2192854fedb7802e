//! Making labels fit, visibly. Absent: bodies; words for patients are never cut, `body` refuses them instead.

use super::limits::{
    BUTTON_TITLE_UNITS_MAX, LINK_LABEL_UNITS_MAX, LIST_OPEN_UNITS_MAX, ROW_DESCRIPTION_UNITS_MAX,
    ROW_TITLE_UNITS_MAX, units,
};
use svara_model::Outgoing;

const MORE: char = '…';

/// The same message with every label within its limit: shortened at a word's end and marked with `…`, and still
/// telling apart what was different. Line breaks in a template's parameters become blanks.
#[must_use]
pub fn fit(mut message: Outgoing) -> Outgoing {
    match &mut message {
        Outgoing::Text { .. } => {}
        Outgoing::Buttons { buttons, .. } => {
            shorten_all(buttons.iter_mut().map(|it| &mut it.title), BUTTON_TITLE_UNITS_MAX);
        }
        Outgoing::List { open, rows, .. } => {
            *open = shortened(open, LIST_OPEN_UNITS_MAX);
            for description in rows.iter_mut().filter_map(|it| it.description.as_mut()) {
                *description = shortened(description, ROW_DESCRIPTION_UNITS_MAX);
            }
            shorten_all(rows.iter_mut().map(|it| &mut it.title), ROW_TITLE_UNITS_MAX);
        }
        Outgoing::Link { label, .. } => *label = shortened(label, LINK_LABEL_UNITS_MAX),
        Outgoing::Template(it) => {
            for parameter in &mut it.parameters {
                *parameter = parameter.split_whitespace().collect::<Vec<_>>().join(" ");
            }
        }
    }
    message
}

/// Shortens each; where two become the same, a number keeps them apart.
fn shorten_all<'a>(titles: impl Iterator<Item = &'a mut String>, limit: usize) {
    let mut seen: Vec<String> = Vec::new();
    for title in titles {
        let mut short = shortened(title, limit);
        let mut number = 2;
        while seen.contains(&short) {
            let suffix = format!(" ({number})");
            short = shortened(title, limit - units(&suffix)) + &suffix;
            number += 1;
        }
        seen.push(short.clone());
        *title = short;
    }
}

/// At most `limit` units: at the last end of a word, or in the middle of one that takes most of it.
fn shortened(text: &str, limit: usize) -> String {
    let text = text.trim();
    if units(text) <= limit {
        return text.to_owned();
    }
    let mut room = limit - MORE.len_utf16();
    let mut end = 0;
    for (at, it) in text.char_indices() {
        if it.len_utf16() > room {
            break;
        }
        room -= it.len_utf16();
        end = at + it.len_utf8();
    }
    let head = &text[..end];
    let starts_a_word = text[end..].starts_with(char::is_whitespace);
    let word_end = if starts_a_word { Some(end) } else { head.rfind(char::is_whitespace) };
    let cut = word_end.filter(|it| *it > head.len() / 3).unwrap_or(end);
    let kept = text[..cut]
        .trim_end_matches(|it: char| it.is_whitespace() || matches!(it, ',' | ';' | ':' | '-' | '–'));
    format!("{kept}{MORE}")
}
