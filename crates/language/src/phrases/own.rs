//! A clinic's own wording of the desk's sentences: checked before it is used, rendered beside ours.
//!
//! Absent: where it is kept; that is the clinic's set-up.

use super::{Bundle, Key, Phrase, build, bundle, format, texts};
use fluent_bundle::FluentResource;
use std::collections::{BTreeMap, BTreeSet};
use svara_model::{Language, LocalTexts};
use unic_langid::langid;

/// A clinic's wordings, by the key of the sentence.
pub type OwnTexts = BTreeMap<String, LocalTexts>;

/// WhatsApp's bounds in UTF-16 units: a button, the words above buttons, a message (`reference/whatsapp.md`, 2.3).
const BUTTON_UNITS: usize = 20;
const BODY_UNITS: usize = 1024;
const MESSAGE_UNITS: usize = 4096;

/// Values without which a sentence no longer says what it must.
const ESSENTIAL: [&str; 8] = ["when", "old", "new", "number", "lines", "text", "until", "phone"];

/// Sentences that are templates: WhatsApp approved their words, and sends no others.
const TEMPLATES: [Key; 8] = [
    Key::Reminder,
    Key::StaffMoved,
    Key::StaffCancelled,
    Key::PlanBooked,
    Key::PlanMoved,
    Key::PlanCancelled,
    Key::SummonsAnswer,
    Key::SummonsCalled,
];

/// Why a wording cannot be used, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unfit(String);

/// The sentence in the clinic's own words where it has any, else in ours.
pub fn render(phrase: &Phrase, language: &Language, own: &OwnTexts) -> String {
    let tongue = texts(language);
    let words = own.get(phrase.key().as_str()).and_then(|it| it.get(&tongue));
    let made = words.and_then(|it| bundle_of(phrase.key(), it, &tongue).ok());
    format(phrase, made.as_ref().unwrap_or_else(|| bundle(language)))
}

/// Whether a wording may stand for a sentence: the key exists, it reads as Fluent, it uses the sentence's values and
/// keeps those that matter, and filled in it fits what it is shown on.
pub fn check(key: &str, language: &Language, words: &str) -> Result<(), Unfit> {
    let unfit = |what: String| Err(Unfit(what));
    let Some(known) = Key::ALL.iter().copied().find(|it| it.as_str() == key) else {
        return unfit(format!("no sentence is called {key}; did you mean {}?", nearest(key)));
    };
    if TEMPLATES.contains(&known) {
        return unfit(format!(
            "{key} is a template that WhatsApp approved; change it there, under the same name"
        ));
    }
    if texts(language) != *language {
        return unfit(format!("the desk writes sv and en, not {language}"));
    }
    if words.trim().is_empty() {
        return unfit(format!("{key} says nothing; leave it out to keep the desk's own words"));
    }
    let Ok(bundle) = bundle_of(known, words, language) else {
        return unfit(format!("{key} can't be read; write values as {{ $name }} and nothing else in braces"));
    };
    let (ours, theirs) = (values(known, language), values_in(words));
    if let Some(strange) = theirs.iter().find(|it| !ours.contains(*it)) {
        let list: Vec<String> = ours.iter().map(|it| format!("{{ ${it} }}")).collect();
        return unfit(format!("{key} knows no value {{ ${strange} }}; it has {}", told(&list)));
    }
    if let Some(lost) = ESSENTIAL.iter().find(|it| ours.contains(**it) && !theirs.contains(**it)) {
        return unfit(format!("{key} must say {{ ${lost} }}, or patients are not told what matters"));
    }
    let units = format(&sample(known, language), &bundle).encode_utf16().count();
    let most = bound(known);
    if units > most {
        return unfit(format!("{key} is {units} characters long when filled in, and {most} fit; shorten it"));
    }
    Ok(())
}

/// The most that fits where a sentence is shown, in UTF-16 units.
pub fn bound(key: Key) -> usize {
    let name = key.as_str();
    if name.starts_with("button-") || key == Key::ListOpen {
        BUTTON_UNITS
    } else if name.starts_with("mail-") || key == Key::AnswerRaw {
        MESSAGE_UNITS
    } else {
        BODY_UNITS
    }
}

/// A sentence with values as they come: for previews and lengths.
pub fn sample(key: Key, language: &Language) -> Phrase {
    let swedish = texts(language) == Language::swedish();
    values(key, language).iter().fold(Phrase::new(key), |phrase, value| {
        let text = match (value.as_str(), swedish) {
            ("hours" | "minutes" | "count", _) if key != Key::AnswerOpenDay => {
                return phrase.numbered(value, 24);
            }
            ("hours", _) => "08:00–12:00",
            ("when" | "old" | "new", true) => "torsdag 24 september kl. 10:00",
            ("when" | "old" | "new", false) => "Thursday 24 September at 10:00",
            ("until", _) => "17:00",
            ("number", _) => "112",
            ("name", _) => "Katarina",
            ("practitioner", _) => "Dr Anna Lindqvist",
            ("service", true) => "Undersökning",
            ("service", false) => "Check-up",
            ("clinic", _) => "Nordkliniken",
            ("address", _) => "Storgatan 12, 602 23 Norrköping",
            ("phone", _) => "+46 11 123 45 67",
            ("price", _) => "950 kr",
            ("day", true) => "torsdag 24 september",
            ("day", false) => "Thursday 24 September",
            _ => "…",
        };
        phrase.filled(value, text)
    })
}

/// Our own wording of a sentence, with its values in braces: what a clinic's own begins from.
pub fn ours(key: Key, language: &Language) -> String {
    let head = format!("{} =", key.as_str());
    let mut lines = super::source(language).lines().skip_while(|it| !it.starts_with(&head));
    let first = lines.next().unwrap_or_default().trim_start_matches(&head).trim().to_owned();
    // What follows belongs to it as long as it is indented, empty or closes a choice.
    let rest = lines.take_while(|it| it.is_empty() || it.starts_with([' ', '}'])).map(str::trim_end);
    let rest: Vec<&str> = rest.collect();
    let indent = rest.iter().filter(|it| !it.is_empty()).map(|it| it.len() - it.trim_start().len()).min();
    let lines = rest.iter().map(|it| it.get(indent.unwrap_or(0)..).unwrap_or_default());
    let all: Vec<&str> = std::iter::once(first.as_str()).chain(lines).collect();
    all.join("\n").trim().to_owned()
}

/// What a sentence is filled with, each value with how it may look.
pub fn samples(key: Key, language: &Language) -> BTreeMap<String, String> {
    sample(key, language).values()
}

/// Every sentence that may be worded anew, in the order of the files.
pub fn keys() -> impl Iterator<Item = Key> {
    Key::ALL.iter().copied().filter(|it| !TEMPLATES.contains(it))
}

fn bundle_of(key: Key, words: &str, language: &Language) -> Result<Bundle, ()> {
    // Lines after the first must be indented to belong to the sentence.
    let source = format!("{} = {}\n", key.as_str(), words.trim().replace('\n', "\n    "));
    if FluentResource::try_new(source.clone()).is_err() {
        return Err(());
    }
    let tongue = if *language == Language::swedish() { langid!("sv") } else { langid!("en") };
    let bundle = build(tongue, &source);
    bundle.get_message(key.as_str()).and_then(|it| it.value()).map(|_| ()).ok_or(())?;
    Ok(bundle)
}

/// The values that our own sentence is filled with.
fn values(key: Key, language: &Language) -> BTreeSet<String> {
    let source = super::source(language);
    let head = format!("{} =", key.as_str());
    let mut found = BTreeSet::new();
    let mut inside = false;
    for line in source.lines() {
        if line.starts_with(|it: char| it.is_ascii_lowercase()) {
            inside = line.starts_with(&head);
        }
        if inside {
            found.extend(values_in(line));
        }
    }
    found
}

fn values_in(text: &str) -> BTreeSet<String> {
    let name = |it: &str| it.split(|it: char| !it.is_alphanumeric()).next().unwrap_or_default().to_owned();
    text.split('$').skip(1).map(name).filter(|it| !it.is_empty()).collect()
}

fn told(list: &[String]) -> String {
    if list.is_empty() { "none".to_owned() } else { list.join(", ") }
}

fn nearest(key: &str) -> &'static str {
    let far = |it: &Key| strsim::damerau_levenshtein(key, it.as_str());
    Key::ALL.iter().min_by_key(|it| far(it)).map_or("", |it| it.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(key: &str, words: &str) -> String {
        check(key, &Language::swedish(), words).map_or_else(|it| it.to_string(), |()| "fits".to_owned())
    }

    #[test]
    fn a_wording_is_refused_with_its_key_and_a_remedy() {
        for (key, words, told) in [
            ("thanks", "Tack ska du ha!", "fits"),
            ("thankz", "Tack!", "did you mean thanks?"),
            ("thanks", "  ", "says nothing"),
            ("thanks", "Tack { $namn }!", "knows no value { $namn }; it has none"),
            ("thanks", "Tack {", "can't be read"),
            ("confirmed", "Då ses vi!", "must say { $when }"),
            ("confirmed", "Då ses vi { $when }!", "fits"),
            ("button-book", "Boka en ny tid här hos oss", "20 fit"),
            ("reminder", "Hej!", "WhatsApp approved"),
            ("thanks", &"tack ".repeat(300), "1024 fit"),
        ] {
            assert!(why(key, words).contains(told), "{key}: {}", why(key, words));
        }
        let german: Language = "de".parse().expect("a language");
        assert!(check("thanks", &german, "Danke").is_err());
    }

    #[test]
    fn a_clinics_words_are_said_instead_of_ours() {
        let swedish = LocalTexts::from([(Language::swedish(), "Tack!\nVälkommen åter.".to_owned())]);
        let own = OwnTexts::from([("thanks".to_owned(), swedish)]);
        let phrase = Phrase::new(Key::Thanks);
        assert_eq!(render(&phrase, &Language::swedish(), &own), "Tack!\nVälkommen åter.");
        assert_eq!(
            render(&phrase, &Language::english(), &own),
            super::super::render(&phrase, &Language::english())
        );
    }

    #[test]
    fn our_wording_is_where_a_clinics_begins() {
        for language in [Language::swedish(), Language::english()] {
            for key in keys() {
                let said = ours(key, &language);
                assert!(check(key.as_str(), &language, &said).is_ok(), "{}: {said}", key.as_str());
                let filled: Vec<_> = samples(key, &language).into_keys().collect();
                assert_eq!(filled, values(key, &language).into_iter().collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn our_own_words_pass_the_check() {
        for language in [Language::swedish(), Language::english()] {
            for key in keys() {
                let said = format(&sample(key, &language), bundle(&language));
                assert!(said.encode_utf16().count() <= bound(key), "{}: {said}", key.as_str());
                assert!(!said.contains("{$"), "{}: {said}", key.as_str());
            }
        }
    }
}
