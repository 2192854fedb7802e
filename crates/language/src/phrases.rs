//! Every word said to a patient, from Fluent files by language. Keys are an enum, so a sentence that doesn't exist
//! cannot be said; a test holds that both languages have exactly these keys.
//!
//! Absent: deciding what to say. That is `svara-dialog`.

mod keys;
pub mod own;

pub use keys::Key;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::OnceLock;
use svara_model::Language;
use unic_langid::{LanguageIdentifier, langid};

/// One sentence with what it is filled with.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    key: Key,
    arguments: Vec<(std::borrow::Cow<'static, str>, Argument)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Argument {
    Text(String),
    Number(i64),
}

impl Phrase {
    /// A sentence that needs nothing more.
    pub fn new(key: Key) -> Self {
        Self { key, arguments: Vec::new() }
    }

    /// Fills in a text.
    #[must_use]
    pub fn with(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.arguments.push((name.into(), Argument::Text(text.into())));
        self
    }

    /// Fills in a number, which may change the words around it.
    #[must_use]
    pub fn with_number(mut self, name: &'static str, number: impl Into<i64>) -> Self {
        self.arguments.push((name.into(), Argument::Number(number.into())));
        self
    }

    /// Fills in a text under a name that is only known now.
    pub(crate) fn filled(mut self, name: &str, text: &str) -> Self {
        self.arguments.push((name.to_owned().into(), Argument::Text(text.to_owned())));
        self
    }

    /// Fills in a number under a name that is only known now.
    pub(crate) fn numbered(mut self, name: &str, number: i64) -> Self {
        self.arguments.push((name.to_owned().into(), Argument::Number(number)));
        self
    }

    /// What it is filled with, by name.
    pub(crate) fn values(&self) -> std::collections::BTreeMap<String, String> {
        let text = |it: &Argument| match it {
            Argument::Text(text) => text.clone(),
            Argument::Number(number) => number.to_string(),
        };
        self.arguments.iter().map(|(name, it)| (name.clone().into_owned(), text(it))).collect()
    }

    /// The same values in another sentence.
    #[must_use]
    pub fn reworded(self, key: Key) -> Self {
        Self { key, ..self }
    }

    /// Which sentence.
    pub fn key(&self) -> Key {
        self.key
    }

    /// The same sentence with each text that it is filled with changed.
    #[must_use]
    pub fn map_texts(mut self, change: impl Fn(&str) -> String) -> Self {
        for (_, value) in &mut self.arguments {
            if let Argument::Text(text) = value {
                *text = change(text);
            }
        }
        self
    }

    /// A text that it is filled with.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find_map(|(known, value)| match value {
            Argument::Text(text) if *known == name => Some(text.as_str()),
            _ => None,
        })
    }
}

/// By room of the house; each pair of files has the same keys in both languages.
const SWEDISH: &str = concat!(
    include_str!("../texts/sv.ftl"),
    "\n",
    include_str!("../texts/trust.sv.ftl"),
    "\n",
    include_str!("../texts/plans.sv.ftl")
);
const ENGLISH: &str = concat!(
    include_str!("../texts/en.ftl"),
    "\n",
    include_str!("../texts/trust.en.ftl"),
    "\n",
    include_str!("../texts/plans.en.ftl")
);

type Bundle = FluentBundle<FluentResource>;

fn bundle(language: &Language) -> &'static Bundle {
    static SWEDISH_BUNDLE: OnceLock<Bundle> = OnceLock::new();
    static ENGLISH_BUNDLE: OnceLock<Bundle> = OnceLock::new();
    match language.as_str() {
        "sv" | "nb" | "nn" | "no" | "da" => SWEDISH_BUNDLE.get_or_init(|| build(langid!("sv"), SWEDISH)),
        _ => ENGLISH_BUNDLE.get_or_init(|| build(langid!("en"), ENGLISH)),
    }
}

fn build(language: LanguageIdentifier, text: &str) -> Bundle {
    let resource =
        FluentResource::try_new(text.to_owned()).expect("the texts in the binary were parsed by a test");
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Direction marks around values would show as boxes on old phones and break a button's length.
    bundle.set_use_isolating(false);
    bundle.add_resource(resource).expect("a test holds that no key comes twice");
    bundle
}

/// The sentence in a language; languages without texts of their own read the nearest that has.
pub fn render(phrase: &Phrase, language: &Language) -> String {
    format(phrase, bundle(language))
}

/// The language of the texts that somebody who writes a language reads.
fn texts(language: &Language) -> Language {
    match language.as_str() {
        "sv" | "nb" | "nn" | "no" | "da" => Language::swedish(),
        _ => Language::english(),
    }
}

fn source(language: &Language) -> &'static str {
    if texts(language) == Language::swedish() { SWEDISH } else { ENGLISH }
}

fn format(phrase: &Phrase, bundle: &Bundle) -> String {
    let Some(pattern) = bundle.get_message(phrase.key.as_str()).and_then(|it| it.value()) else {
        return String::new();
    };
    let mut arguments = FluentArgs::new();
    for (name, value) in &phrase.arguments {
        match value {
            Argument::Text(text) => arguments.set(name.as_ref(), FluentValue::from(text.as_str())),
            Argument::Number(number) => arguments.set(name.as_ref(), FluentValue::from(*number)),
        }
    }
    let mut errors = Vec::new();
    bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys_of(text: &str) -> BTreeSet<String> {
        text.lines()
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key.to_owned())
            .filter(|key| key.starts_with(|it: char| it.is_ascii_lowercase()))
            .collect()
    }

    #[test]
    fn both_languages_have_exactly_our_keys() {
        let ours: BTreeSet<String> = Key::ALL.iter().map(|it| it.as_str().to_owned()).collect();
        for (name, text) in [("sv", SWEDISH), ("en", ENGLISH)] {
            let theirs = keys_of(text);
            assert_eq!(
                ours.difference(&theirs).collect::<Vec<_>>(),
                Vec::<&String>::new(),
                "missing in {name}"
            );
            assert_eq!(
                theirs.difference(&ours).collect::<Vec<_>>(),
                Vec::<&String>::new(),
                "unused in {name}"
            );
        }
    }

    #[test]
    fn both_languages_fill_in_the_same_values() {
        let values = |text: &'static str| -> std::collections::BTreeMap<String, BTreeSet<String>> {
            let mut found = std::collections::BTreeMap::<String, BTreeSet<String>>::new();
            let mut key = String::new();
            for line in text.lines() {
                if let Some((name, _)) =
                    line.split_once(" =").filter(|_| line.starts_with(|it: char| it.is_ascii_lowercase()))
                {
                    key = name.to_owned();
                }
                for part in line.split('$').skip(1) {
                    let name = part.split(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
                    found.entry(key.clone()).or_default().insert(name.to_owned());
                }
            }
            found
        };
        assert_eq!(values(SWEDISH), values(ENGLISH));
    }

    #[test]
    fn every_sentence_parses() {
        for text in [SWEDISH, ENGLISH] {
            assert!(FluentResource::try_new(text.to_owned()).is_ok());
        }
    }

    #[test]
    fn buttons_fit_a_phone() {
        for language in [Language::swedish(), Language::english()] {
            for key in Key::ALL.iter().filter(|it| it.as_str().starts_with("button-")) {
                let label = render(&Phrase::new(*key), &language);
                assert!(label.encode_utf16().count() <= 20, "{label}");
            }
        }
    }
}
