//! Everything about one person as a page to read or print: the same that the JSON says, in the person's language.

use crate::instant;
use askama::Template;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use svara_desk::office::export::Export;
use svara_language::phrases::{self, Key, Phrase};
use svara_model::Language;

#[derive(Template)]
#[template(path = "export.html")]
struct ExportPage<'a> {
    language: String,
    title: String,
    made_at: String,
    it: &'a Export,
    zone: &'a TimeZone,
    words: Language,
}

impl ExportPage<'_> {
    fn when(&self, at: &Timestamp) -> String {
        instant::shown(*at, self.zone)
    }

    fn say(&self, key: Key) -> String {
        phrases::render(&Phrase::new(key), &self.words)
    }
}

/// The page; none when the template can't be rendered, which is our fault.
pub fn text(it: &Export, zone: &TimeZone) -> Option<String> {
    let words = it.patient.language.clone().unwrap_or_else(Language::swedish);
    let title = phrases::render(&Phrase::new(Key::ExportTitle), &words);
    let made_at = instant::shown(it.made_at, zone);
    ExportPage { language: words.to_string(), title, made_at, it, zone, words }.render().ok()
}
