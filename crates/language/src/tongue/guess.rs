//! Which language a message is in: script, closed words and runs of letters in one linear model, with the
//! conversation's language as the reading to beat.
//!
//! Absent: whole vocabularies; words that are no language's ("ok", names, numbers) decide nothing.

use super::{TONGUES, Tongue};
use crate::letters::is_letter;
use crate::reader::pieces;
use crate::reader::table::Table;
use crate::source::bytes_of_file;
use crate::words::Words;
use std::sync::OnceLock;

/// How sure another language must be before the conversation's own is left, by words in the message.
const LEAVE_SHORT: f64 = 0.97;
const LEAVE_LONG: f64 = 0.80;
/// So many words are enough to be a long message.
const LONG_WORDS: usize = 4;

/// How much more likely the language of the clinic's country is, in a short message and in a long one, when the
/// conversation has none yet.
const HOME_SHORT: f64 = 4.0;
const HOME_LONG: f64 = 1.5;
/// And English, which people write where they don't write the country's language.
const ABROAD_SHORT: f64 = 3.0;

/// The language of the country that a time zone lies in, where one of ours is spoken by nearly all.
pub fn of_zone(zone: Option<&str>) -> Option<Tongue> {
    Some(match zone?.rsplit('/').next()? {
        "Stockholm" => Tongue::Sv,
        "London" | "Dublin" | "New_York" | "Chicago" | "Los_Angeles" => Tongue::En,
        "Oslo" => Tongue::Nb,
        "Copenhagen" => Tongue::Da,
        "Helsinki" => Tongue::Fi,
        "Berlin" | "Vienna" => Tongue::De,
        "Madrid" | "Mexico_City" => Tongue::Es,
        "Paris" => Tongue::Fr,
        "Rome" => Tongue::It,
        "Amsterdam" => Tongue::Nl,
        "Lisbon" | "Sao_Paulo" => Tongue::Pt,
        "Warsaw" => Tongue::Pl,
        "Riyadh" | "Dubai" | "Cairo" | "Amman" => Tongue::Ar,
        _ => return None,
    })
}

/// The language of a message; the conversation's language is kept when the words are too few to tell.
pub fn of_message(words: &Words, known: Option<&str>, home: Option<Tongue>) -> Tongue {
    let known = known.and_then(Tongue::from_tag);
    if let Some(tongue) = by_script(words) {
        return tongue;
    }
    let lettered = words.list.iter().filter(|word| word.raw.chars().any(char::is_alphabetic)).count();
    let mut chances = chances(words);
    if let (None, Some(home)) = (known, home) {
        chances[home.index()] *= if lettered < LONG_WORDS { HOME_SHORT } else { HOME_LONG };
        // "Hi", "no" and "stop" are words in several languages, and English abroad.
        if lettered < LONG_WORDS && home != Tongue::En {
            chances[Tongue::En.index()] *= ABROAD_SHORT;
        }
    }
    let (best, chance) = TONGUES
        .into_iter()
        .zip(&chances)
        .max_by(|a, b| a.1.total_cmp(b.1))
        .map_or((Tongue::En, 0.0), |(tongue, chance)| (tongue, *chance));
    let Some(known) = known else { return if lettered == 0 { home.unwrap_or(Tongue::En) } else { best } };
    let needed = if lettered >= LONG_WORDS { LEAVE_LONG } else { LEAVE_SHORT };
    let much_better = chances[known.index()] < (1.0 - needed) * 0.5;
    if lettered >= 2 && chance >= needed && much_better { best } else { known }
}

/// A name of a few words tells nothing of a language: the conversation's is kept, unless the script is another.
pub fn of_name(words: &Words, known: Option<&str>) -> Option<Tongue> {
    let few = words.list.len() < LONG_WORDS && by_script(words).is_none();
    known.filter(|_| few).and_then(Tongue::from_tag)
}

/// Probabilities by language, in the order of [`TONGUES`].
pub fn chances(words: &Words) -> Vec<f64> {
    static MODEL: OnceLock<Table> = OnceLock::new();
    let model = MODEL.get_or_init(|| Table::built_in(bytes_of_file!("models/tongues.svl")));
    model.probabilities(&pieces::of_tongue(words))
}

/// Arabic letters throughout are Arabic here.
fn by_script(words: &Words) -> Option<Tongue> {
    let mut arabic = 0_usize;
    let mut other = 0_usize;
    for ch in words.list.iter().flat_map(|word| word.raw.chars()).filter(|ch| is_letter(*ch)) {
        if matches!(ch, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{FB50}'..='\u{FEFF}') {
            arabic += 1;
        } else {
            other += 1;
        }
    }
    (arabic > other).then_some(Tongue::Ar)
}
