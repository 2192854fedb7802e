//! The writer's own name, when told: after "jag heter", before "här", or bare when it was asked for.
//!
//! Absent: lists of names; position and capitals decide.

use crate::context::Expecting;
use crate::rules::{Guard, Meaning, rulebook};
use crate::scene::Scene;
use crate::words::{Gap, Word};
use std::ops::Range;

/// A name has at most so many words.
const NAME_WORDS: usize = 5;

/// The name as the writer tells it, with capitals.
pub fn told(scene: &Scene<'_>) -> Option<String> {
    let range = told_words(scene)?;
    let name = scene.written(scene.chars(range.start, range.end));
    Some(tidy(&name))
}

/// The words of the name.
pub fn told_words(scene: &Scene<'_>) -> Option<Range<usize>> {
    introduced(scene).or_else(|| before_here(scene)).or_else(|| bare(scene))
}

/// "jag heter Sara Ek", "mitt namn är sara ek".
fn introduced(scene: &Scene<'_>) -> Option<Range<usize>> {
    let asked = scene.context.expecting == Some(Expecting::Name);
    let mut hits: Vec<_> = scene.findings.guards(Guard::OwnName).collect();
    hits.sort_by_key(|hit| (hit.start, usize::MAX - hit.end));
    hits.into_iter().find_map(|hit| {
        let firm = hit.end - hit.start >= 2 || asked;
        let end = run_of_names(scene, hit.end, firm && asked);
        (end > hit.end).then_some(hit.end..end)
    })
}

/// "Sara Ek här", "hej, Sara Ek here".
fn before_here(scene: &Scene<'_>) -> Option<Range<usize>> {
    let list = &scene.words.list;
    let here = list
        .iter()
        .position(|word| matches!(word.folded.as_str(), "har" | "here" | "hier" | "her" | "tassa"))?;
    let start = (0..here).rev().take_while(|at| list[*at].capital && is_word_of_name(&list[*at])).last()?;
    let start = if rulebook(scene.tongue).knows(&list[start]) { start + 1 } else { start };
    (start < here && here - start <= NAME_WORDS && here - start >= 2).then_some(start..here)
}

/// The whole message, when a name was asked for and nothing else is said.
fn bare(scene: &Scene<'_>) -> Option<Range<usize>> {
    if scene.context.expecting != Some(Expecting::Name) || scene.words.asks || speaks_of_something_else(scene)
    {
        return None;
    }
    let list = &scene.words.list;
    let start = list.iter().take_while(|word| is_greeting(scene, word)).count();
    let end = run_of_names(scene, start, true);
    let rest_is_polite =
        list[end.min(list.len())..].iter().all(|word| is_greeting(scene, word) || !is_word_of_name(word));
    (end > start && rest_is_polite).then_some(start..end)
}

fn is_greeting(scene: &Scene<'_>, word: &Word) -> bool {
    !word.capital && rulebook(scene.tongue).knows(word)
        || matches!(
            word.folded.as_str(),
            "hej" | "hi" | "hello" | "ja" | "yes" | "hallo" | "hola" | "bonjour" | "ciao" | "jag" | "det"
        )
}

fn speaks_of_something_else(scene: &Scene<'_>) -> bool {
    scene.findings.hits.iter().any(|hit| {
        let covers = (hit.end - hit.start) * 2 >= scene.words.len().min(4);
        covers && !hit.weak && matches!(hit.meaning, Meaning::Act(_) | Meaning::Ask(_))
    })
}

/// How far words that can be a name go on from here.
fn run_of_names(scene: &Scene<'_>, start: usize, small_letters: bool) -> usize {
    let list = &scene.words.list;
    let mut end = start;
    while let Some(word) = list.get(end) {
        let joined = end == start || word.gap == Gap::Space;
        let fits = is_word_of_name(word) && (word.capital || is_particle(word) || small_letters);
        let stops = !word.capital && !is_particle(word) && rulebook(scene.tongue).knows(word);
        if !joined || !fits || stops || end - start == NAME_WORDS {
            break;
        }
        end += 1;
    }
    end
}

fn is_particle(word: &Word) -> bool {
    matches!(
        word.folded.as_str(),
        "af" | "av" | "von" | "van" | "de" | "der" | "den" | "da" | "di" | "la" | "al" | "el" | "bin" | "ben"
    )
}

fn is_word_of_name(word: &Word) -> bool {
    word.raw.chars().all(char::is_alphabetic) && (word.raw.chars().count() >= 2 || word.capital)
}

/// Small letters throughout get capitals; a name written by its bearer otherwise stays as it is.
fn tidy(name: &str) -> String {
    if name.chars().any(char::is_uppercase)
        && !name.chars().filter(|ch| ch.is_alphabetic()).all(char::is_uppercase)
    {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut starts = true;
    for ch in name.chars() {
        if starts {
            out.extend(ch.to_uppercase());
        } else {
            out.extend(ch.to_lowercase());
        }
        starts = !ch.is_alphabetic();
    }
    out
}
