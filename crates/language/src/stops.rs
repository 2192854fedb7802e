//! A stop word that stands alone is obeyed whatever language was spoken before: nobody shall have to say it twice in
//! a language that the desk happens to expect (`reference/trust.md`, G3).
//!
//! Absent: stops in sentences, which the rules of each language read; and words that mean something else elsewhere,
//! such as the Italian "basta" or the Finnish "peru".

use crate::letters::is_letter_or_digit;
use crate::reading::{Intent, IntentReading, Reading};

/// In lower case, without marks around them.
const ALONE: [&str; 36] = [
    "stop",
    "stopp",
    "stoppa",
    "stoppen",
    "stop all",
    "stop stop",
    "stopall",
    "unsubscribe",
    "opt out",
    "opt-out",
    "optout",
    "avsluta",
    "avregistrera",
    "avmeld",
    "afmeld",
    "frameld",
    "slutt",
    "lopeta",
    "abmelden",
    "abbestellen",
    "afmelden",
    "uitschrijven",
    "arrêt",
    "arret",
    "désabonner",
    "désinscription",
    "baja",
    "parar",
    "disiscrivimi",
    "basta messaggi",
    "basta con i messaggi",
    "wypisz",
    "قف",
    "توقف",
    "إيقاف",
    "stop med at skrive",
];

/// What is longer is no stop word.
const LONGEST_BYTES: usize = 100;

/// Puts the stop first when the text is one, however sure the reader of the language at hand was.
pub(crate) fn heard(text: &str, mut reading: Reading) -> Reading {
    if is_alone(text) {
        reading.intents.retain(|it| it.name != Intent::OptOut);
        reading.intents.insert(0, IntentReading { name: Intent::OptOut, confidence: 1.0, when: None });
        reading.needs_clarification = false;
    }
    reading
}

fn is_alone(text: &str) -> bool {
    let text = text.trim_matches(|it: char| !is_letter_or_digit(it));
    if text.len() > LONGEST_BYTES {
        return false;
    }
    let text = text.to_lowercase();
    ALONE.contains(&text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_word_alone_is_one_and_in_a_sentence_it_is_not() {
        for text in ["STOP", " Stopp! ", "Lopeta.", "ARRÊT", "قف", "Opt out"] {
            assert!(is_alone(text), "{text}");
        }
        for text in ["", "stop by on Friday?", "när är det stopp i kön", "slut", "basta"] {
            assert!(!is_alone(text), "{text}");
        }
    }
}
