//! Services and practitioners, matched against the clinic's own names for them.
//!
//! Inflection and spelling mistakes are allowed for; when two fit equally well, none is named.
//!
//! Absent: any list of names or treatments of our own, but for words that mean the same treatment.

use super::person;
use crate::context::Named;
use crate::reader;
use crate::rules::{Guard, rulebook};
use crate::scene::Scene;
use crate::words::{Word, Words};
use std::ops::Range;

/// Names are looked for in so many words; what is longer is a letter, and a person reads it.
const WORDS_READ: usize = 90;
/// Below this a likeness is chance.
const LEAST: f64 = 0.6;

/// The service that is named.
pub fn service(scene: &Scene<'_>) -> Option<String> {
    best(&scene.context.services, |named| {
        spellings(named).map(|spelling| service_score(scene, &spelling)).fold(0.0, f64::max)
    })
}

/// The practitioner that is named.
pub fn practitioner(scene: &Scene<'_>) -> Option<String> {
    let mut taken = person::name_words(scene);
    taken.extend(scene.findings.guards(Guard::Rejected).map(|hit| hit.start..hit.end));
    best(&scene.context.practitioners, |named| {
        spellings(named).map(|spelling| person_score(scene, &spelling, &taken)).fold(0.0, f64::max)
    })
}

/// The one of these persons that is named.
pub fn best_person(scene: &Scene<'_>, names: &[String]) -> Option<String> {
    let mut names = names.to_vec();
    names.sort_unstable();
    names.dedup();
    let persons: Vec<Named> = names.iter().map(|name| Named::from(name.as_str())).collect();
    best(&persons, |named| person_score(scene, &named.name, &[]))
}

fn spellings(named: &Named) -> impl Iterator<Item = String> + '_ {
    std::iter::once(named.name.clone()).chain(named.also.iter().cloned())
}

/// The name that scores best, unless two do.
fn best(all: &[Named], score: impl Fn(&Named) -> f64) -> Option<String> {
    let mut scored: Vec<(f64, &str)> = all.iter().map(|named| (score(named), named.name.as_str())).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    match scored.as_slice() {
        [] => None,
        [(score, _), ..] if *score < LEAST => None,
        [(first, _), (second, _), ..] if first - second < 0.01 => None,
        [(_, name), ..] => Some((*name).to_owned()),
    }
}

/// Words of a service's name that alone say nothing.
const EMPTY: [&str; 24] = [
    "och",
    "and",
    "hos",
    "for",
    "av",
    "med",
    "the",
    "of",
    "min",
    "minuter",
    "minutes",
    "und",
    "de",
    "et",
    "y",
    "e",
    "la",
    "le",
    "tid",
    "besok",
    "visit",
    "appointment",
    "ny",
    "new",
];

fn service_score(scene: &Scene<'_>, name: &str) -> f64 {
    let name = Words::of(name);
    let tokens: Vec<&Word> = name.list.iter().filter(|word| !EMPTY.contains(&word.folded.as_str())).collect();
    if tokens.is_empty() {
        return 0.0;
    }
    let joined: String = tokens.iter().map(|word| word.folded.as_str()).collect();
    let whole = windows(&scene.words, tokens.len()).map(|word| alike(&word, &joined)).fold(0.0, f64::max);
    let parts: f64 = tokens.iter().map(|token| best_word(scene, token)).sum::<f64>()
        / f64::from(u32::try_from(tokens.len()).unwrap_or(u32::MAX));
    let one = tokens.iter().map(|token| best_word(scene, token)).fold(0.0, f64::max) * 0.8;
    whole.max(parts).max(one)
}

/// Words and neighbouring words written together: "check up" is "checkup".
fn windows(words: &Words, most: usize) -> impl Iterator<Item = String> + '_ {
    let read = &words.list[..words.len().min(WORDS_READ)];
    (1..=most.clamp(2, 4)).flat_map(move |size| {
        read.windows(size).map(|run| run.iter().map(|word| word.folded.as_str()).collect::<String>())
    })
}

fn best_word(scene: &Scene<'_>, token: &Word) -> f64 {
    let read = scene.words.list.iter().take(WORDS_READ);
    read.map(|word| alike(&word.folded, &token.folded)).fold(0.0, f64::max)
}

/// Endings of one treatment's name in its different shapes: "vaccination", "vaccinering", "vaccinera", "vaccine".
const NOUN_ENDINGS: [&str; 16] = [
    "ation", "ationen", "ering", "eringen", "era", "eras", "erad", "erat", "ate", "ated", "ating", "e",
    "ine", "", "et", "s",
];

fn cut(word: &str, chars: usize) -> usize {
    word.char_indices().nth(chars).map_or(word.len(), |(at, _)| at)
}

/// One edit makes a word longer or shorter by no more: a letter with its mark.
const EDIT_BYTES: usize = 2;
/// Longer words are no treatment's.
const LONGEST_BYTES: usize = 40;

/// How alike a word of the message and a word of a name are: 1 the same, 0 not at all.
fn alike(said: &str, name: &str) -> f64 {
    if said == name {
        return 1.0;
    }
    let (said_len, name_len) = (said.chars().count(), name.chars().count());
    if said_len < 4 || name_len < 4 || said.len() > LONGEST_BYTES {
        return 0.0;
    }
    let shared = said.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
    let shorter = said_len.min(name_len);
    // An ending: "lagningen", "implantatet", "vaccinera" for "vaccination".
    if shared >= shorter && said_len.abs_diff(name_len) <= 4 {
        return 0.93;
    }
    if shared >= 5 && shared + 2 >= shorter && said_len.abs_diff(name_len) <= 4 {
        return 0.8;
    }
    if shared >= 6 && shared * 3 >= shorter * 2 {
        return 0.75;
    }
    if shared >= 6
        && NOUN_ENDINGS.contains(&&said[cut(said, shared)..])
        && NOUN_ENDINGS.contains(&&name[cut(name, shared)..])
    {
        return 0.75;
    }
    // A compound's last part: "hygienist" for "tandhygienist".
    if shorter >= 6 && (name.ends_with(said) || said.ends_with(name) || ends_with_inflected(name, said)) {
        return 0.85;
    }
    if name.len() >= 8 && mistyped_with_ending(said, name) {
        return 0.8;
    }
    if verb_of(said, name) {
        return 0.7;
    }
    if said.len().abs_diff(name.len()) > 2 * EDIT_BYTES {
        return 0.0;
    }
    let near = if shorter >= 8 { edited(said, name, 2) } else { shorter >= 5 && edited(said, name, 1) };
    if near { 0.82 } else { 0.0 }
}

/// Whether so many typing mistakes at most lie between two words. The letters that only one of them has are counted
/// first: an edit changes two at most.
fn edited(a: &str, b: &str, most: u32) -> bool {
    let letters = |word: &str| word.chars().fold(0_u64, |set, ch| set | 1 << (u32::from(ch) % u64::BITS));
    let apart = (letters(a) ^ letters(b)).count_ones();
    apart <= 2 * most && strsim::osa_distance(a, b) <= usize::try_from(most).unwrap_or(0)
}

/// "tandhygenisten": one mistake and an ending of up to three letters.
fn mistyped_with_ending(said: &str, name: &str) -> bool {
    let endings = said.char_indices().rev().take(3).map(|(at, _)| at);
    let near = |at: &usize| *at >= 7 && at.abs_diff(name.len()) <= EDIT_BYTES;
    endings.filter(near).any(|at| edited(&said[..at], name, 1))
}

/// A compound's last part is told by so many bytes at least.
const TAIL_BYTES: usize = 7;

/// "hygienisten" for "tandhygienist": the last part with an ending, and one mistake in it.
fn ends_with_inflected(name: &str, said: &str) -> bool {
    let cuts = said.char_indices().rev().take(3).map(|(at, _)| at).filter(|at| *at >= TAIL_BYTES);
    cuts.map(|at| &said[..at]).any(|stem| {
        let tails =
            [stem.len(), stem.len() + 1].into_iter().filter_map(|bytes| name.len().checked_sub(bytes));
        let begin_alike = |tail: &&str| tail.as_bytes().first() == stem.as_bytes().first();
        tails.filter_map(|at| name.get(at..)).filter(begin_alike).any(|tail| edited(stem, tail, 1))
    })
}

/// Endings of the verb behind a treatment's name.
const VERB_ENDINGS: [&str; 11] = ["a", "ar", "at", "ad", "ade", "as", "er", "e", "et", "ed", ""];
/// The verb's stem has so many letters at least.
const STEM_BYTES: usize = 3;

/// The verb that a treatment is named after: "laga" for "lagning", "bleka" for "tandblekning", "whitened".
fn verb_of(said: &str, name: &str) -> bool {
    let Some(stem) = name.strip_suffix("ning").or_else(|| name.strip_suffix("ing")) else { return false };
    VERB_ENDINGS.iter().filter_map(|ending| said.strip_suffix(ending)).any(|verb| {
        let whole = verb == stem || stem.strip_suffix(verb).is_some_and(|_| verb.len() >= STEM_BYTES + 2);
        let tail = verb.len() > STEM_BYTES && stem.ends_with(verb);
        verb.len() >= STEM_BYTES && (whole || tail)
    })
}

/// Titles are no names.
const TITLES: [&str; 22] = [
    "dr",
    "doktor",
    "doctor",
    "dra",
    "dott",
    "dottssa",
    "dottoressa",
    "leg",
    "tandlakare",
    "lakare",
    "mr",
    "mrs",
    "ms",
    "miss",
    "prof",
    "professor",
    "herr",
    "frau",
    "fru",
    "tandhygienist",
    "sjukskoterska",
    "د",
];

fn person_score(scene: &Scene<'_>, name: &str, taken: &[Range<usize>]) -> f64 {
    let name = Words::of(name);
    let tokens: Vec<&Word> =
        name.list.iter().filter(|word| !TITLES.contains(&word.folded.as_str())).collect();
    let scores = tokens.iter().map(|token| best_name_word(scene, token, taken));
    let found: Vec<f64> = scores.filter(|score| *score > 0.0).collect();
    let best = found.iter().copied().fold(0.0, f64::max);
    let more = found.len().saturating_sub(1);
    best + 0.5 * f64::from(u32::try_from(more).unwrap_or(0))
}

fn best_name_word(scene: &Scene<'_>, part: &Word, others: &[Range<usize>]) -> f64 {
    let list = scene.words.list.iter().take(WORDS_READ).enumerate();
    let free = list.filter(|(at, _)| !others.iter().any(|range| range.contains(at)));
    free.map(|(_, word)| name_alike(scene, word, part)).fold(0.0, f64::max)
}

fn name_alike(scene: &Scene<'_>, word: &Word, token: &Word) -> f64 {
    let (said, name) = (word.folded.as_str(), token.folded.as_str());
    let length = name.chars().count();
    if said == name {
        return if length >= 3 || word.capital { 1.0 } else { 0.0 };
    }
    if length >= 3 && said.len() == name.len() + 1 && said.starts_with(name) && said.ends_with('s') {
        return 0.97;
    }
    if length < 4 || rulebook(scene.tongue).knows(word) || (!word.capital && reader::knows(&word.raw)) {
        return 0.0;
    }
    if said.len().abs_diff(name.len()) > NAME_ENDING_BYTES || !begin_alike(said, name) {
        return 0.0;
    }
    let sounded = sounds(said).eq(sounds(name));
    let near = said.chars().next() == name.chars().next() && edited(said, name, 1);
    let inflected = length >= 4 && said.starts_with(name) && said.chars().count() <= length + 3;
    if sounded {
        0.9
    } else if near || (length >= 8 && edited(said, name, 2)) {
        0.85
    } else if inflected && scene.tongue.declines_names() {
        0.8
    } else {
        0.0
    }
}

/// A name in the message is longer or shorter than the clinic's by an ending and a mistake at most.
const NAME_ENDING_BYTES: usize = 6;

/// The first letters are the same or may sound so, or the first two changed places: a cheap look before the dear one.
fn begin_alike(said: &str, name: &str) -> bool {
    const ALIKE: [&str; 6] = ["ckq", "szc", "vw", "fpv", "ijy", "gj"];
    let (a, b) = (said.chars().next().unwrap_or_default(), name.chars().next().unwrap_or_default());
    a == b
        || ALIKE.iter().any(|letters| letters.contains(a) && letters.contains(b))
        || name.chars().nth(1) == Some(a)
}

/// The sounds of a folded name, for spellings that sound alike: Lindqvist and Lindkvist, Carin and Karin, Sofia and
/// Sophia.
fn sounds(name: &str) -> impl Iterator<Item = char> + '_ {
    let mut letters = name.chars().peekable();
    let sounded = std::iter::from_fn(move || {
        let letter = letters.next()?;
        let aspired = matches!(letter, 'p' | 'c' | 't') && letters.next_if_eq(&'h').is_some();
        Some(match letter {
            'p' if aspired => 'f',
            'c' | 'q' => 'k',
            'w' => 'v',
            'z' => 's',
            'y' => 'i',
            other => other,
        })
    });
    let mut last = None;
    sounded.filter(move |sound| last.replace(*sound) != Some(*sound))
}
