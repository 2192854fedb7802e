//! The person that a message is for, when not its writer.
//!
//! Absent: lists of names; words of kinship, position and capitals decide.

use super::own_name;
use crate::reader;
use crate::rules::{Guard, rulebook};
use crate::scene::Scene;
use crate::words::Gap;
use std::ops::Range;

/// "Elsa" of "min dotter Elsa", or "min dotter".
pub fn for_other(scene: &Scene<'_>) -> Option<String> {
    let hit = mention(scene)?;
    let name = name_after(scene, hit.end);
    let range = if name.is_empty() { hit } else { name };
    let owner = scene.words.list.get(range.end).is_some_and(|next| next.gap == Gap::Space);
    let written = scene.written(scene.chars(range.start, range.end));
    Some(if owner { without_genitive(scene, range.end - 1, written) } else { written })
}

/// "my husbands teeth" are the husband's: without the s that says whose, where the rules know the word without it.
fn without_genitive(scene: &Scene<'_>, last: usize, written: String) -> String {
    let whole = written.strip_suffix("'s").or_else(|| written.strip_suffix("’s"));
    if let Some(whole) = whole {
        return whole.to_owned();
    }
    let folded = scene.words.list[last].folded.as_str();
    match written.strip_suffix('s') {
        Some(whole) if GENITIVES.contains(&folded) => whole.to_owned(),
        _ => written,
    }
}

/// Kin with the s of possession, written without an apostrophe in English and as it should be in Swedish.
const GENITIVES: [&str; 24] = [
    "husbands",
    "wifes",
    "daughters",
    "sons",
    "mums",
    "moms",
    "mothers",
    "dads",
    "fathers",
    "partners",
    "grans",
    "nans",
    "mans",
    "makes",
    "frus",
    "dotters",
    "mammas",
    "pappas",
    "mors",
    "fars",
    "mormors",
    "morfars",
    "farmors",
    "sambos",
];

/// The words that are persons' names and so never a practitioner's: the writer's own and those of kin.
pub fn name_words(scene: &Scene<'_>) -> Vec<Range<usize>> {
    let kin = mention(scene).map(|hit| name_after(scene, hit.end));
    kin.into_iter().chain(own_name::told_words(scene)).filter(|range| !range.is_empty()).collect()
}

/// The longest mention that stands first.
fn mention(scene: &Scene<'_>) -> Option<Range<usize>> {
    let hits = scene.findings.guards(Guard::Other).map(|hit| hit.start..hit.end);
    hits.min_by_key(|range| (range.start, usize::MAX - range.end)).map(|range| without_lead(scene, range))
}

/// What may stand before the words that name a person, in any language.
const LEADS: [&str; 41] = [
    "for",
    "at",
    "till",
    "med",
    "tar",
    "is",
    "bring",
    "take",
    "fur",
    "para",
    "pour",
    "per",
    "voor",
    "til",
    "dla",
    "z",
    "pra",
    "kan",
    "ska",
    "skulle",
    "vill",
    "behover",
    "maste",
    "far",
    "can",
    "could",
    "kann",
    "kunne",
    "boka",
    "bokar",
    "tid",
    "ringer",
    "booking",
    "appointment",
    "behalf",
    "skal",
    "puo",
    "puede",
    "pode",
    "peut",
    "voi",
];

/// "för mamma" names "mamma", "bokar åt min mormor" "min mormor".
fn without_lead(scene: &Scene<'_>, range: Range<usize>) -> Range<usize> {
    let leads = |at: usize| LEADS.contains(&scene.words.list[at].folded.as_str());
    let start = (range.start..range.end - 1).find(|at| !leads(*at)).unwrap_or(range.end - 1);
    start..range.end
}

/// One or two words with capitals, or one that no book knows, right after the mention.
fn name_after(scene: &Scene<'_>, at: usize) -> Range<usize> {
    let mut end = at;
    while end < at + 2 && is_name(scene, end, end == at) {
        end += 1;
    }
    at..end
}

fn is_name(scene: &Scene<'_>, at: usize, first: bool) -> bool {
    let Some(word) = scene.words.list.get(at) else { return false };
    let letters = word.raw.chars().all(char::is_alphabetic) && word.raw.chars().count() >= 2;
    let close = word.gap == Gap::Space || (word.gap == Gap::Comma && first && word.capital);
    let named = word.capital || (first && unheard_of(scene, at));
    letters && close && named && word.raw != "i" && !in_time(scene, at) && !known_lower(scene, at)
}

/// In small letters a name is a word that nobody else uses: "min dotter elsa vill komma".
fn unheard_of(scene: &Scene<'_>, at: usize) -> bool {
    let word = &scene.words.list[at];
    let length = word.raw.chars().count();
    (3..=10).contains(&length)
        && !reader::knows(&word.raw)
        && word.gap == Gap::Space
        && shape_of_name(&word.folded)
}

/// Verbs and common nouns of our languages rarely end so.
fn shape_of_name(word: &str) -> bool {
    !["ar", "er", "ade", "ing", "ed", "en", "et", "na", "te", "ir", "or", "at", "it", "s"]
        .iter()
        .any(|end| word.ends_with(end))
        || [
            "oscar",
            "peter",
            "alexander",
            "oliver",
            "hanna",
            "anna",
            "johanna",
            "lena",
            "elena",
            "axel",
            "jonas",
            "lukas",
            "mattias",
        ]
        .contains(&word)
}

fn in_time(scene: &Scene<'_>, at: usize) -> bool {
    let word = &scene.words.list[at];
    scene.spoken.expressions.iter().any(|time| time.start <= word.start && word.end <= time.end)
}

/// A text in capitals throughout, or in German, makes no names.
fn known_lower(scene: &Scene<'_>, at: usize) -> bool {
    let shouted = scene.text.chars().filter(|ch| ch.is_alphabetic()).all(char::is_uppercase);
    shouted || rulebook(scene.tongue).knows(&scene.words.list[at])
}
