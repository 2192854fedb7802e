//! `--explain`: the evidence behind a reading, in words.
//!
//! Absent: anything that decides.

use crate::context::Context;
use crate::intents;
use crate::read::take_apart;
use crate::rules::{Hit, Meaning, rulebook};
use crate::scene::Scene;
use crate::tongue;

/// Patterns beyond this are not told.
const PATTERNS_TOLD: usize = 40;
/// Classes of the statistical reader that are told.
const CLASSES_TOLD: usize = 4;

/// One line for each piece of evidence.
pub fn explain(text: &str, context: &Context) -> Vec<String> {
    let scene = take_apart(text, context);
    let mut told = vec![language(&scene)];
    told.extend(scene.findings.hits.iter().take(PATTERNS_TOLD).map(|hit| pattern(&scene, hit)));
    told.extend(signs(&scene));
    told.push(statistics(&scene));
    told.extend(
        scene.spoken.expressions.iter().map(|time| format!("time: \"{}\" is {:?}", time.text, time.role)),
    );
    if let Some(asked) = context.expecting {
        told.push(format!("before: the desk asked for {asked:?}"));
    }
    told.extend(intents::decide(&scene).because.into_iter().map(|why| format!("decided: {why}")));
    told
}

fn language(scene: &Scene<'_>) -> String {
    let chances = tongue::chances(&scene.words);
    let mut likely: Vec<(&str, f64)> =
        tongue::TONGUES.iter().zip(chances).map(|(tongue, chance)| (tongue.tag(), chance)).collect();
    likely.sort_by(|a, b| b.1.total_cmp(&a.1));
    let known = scene.context.lang.as_deref().unwrap_or("unknown");
    let told: Vec<String> = likely.iter().take(3).map(|(tag, chance)| format!("{tag} {chance:.2}")).collect();
    format!("language: {} (before it: {known}; by its letters: {})", scene.tongue.tag(), told.join(", "))
}

fn pattern(scene: &Scene<'_>, hit: &Hit) -> String {
    let words = scene.written(scene.chars(hit.start, hit.end));
    let what = match hit.meaning {
        Meaning::Act(intent) => format!("{intent:?}"),
        Meaning::Ask(topic) => format!("Question about {topic:?}"),
        Meaning::Guard(guard) => format!("guard {guard:?}"),
        Meaning::Place(place) => format!("place {place:?}"),
        Meaning::Sign(sign) => format!("the sign {}", rulebook(scene.tongue).sign_name(sign)),
    };
    let weak = if hit.weak { ", a hint" } else { "" };
    let negated = if hit.negated { ", negated" } else { "" };
    format!("pattern: \"{words}\" speaks for {what}{weak}{negated}")
}

/// All signs in one line: they mean something only beside each other.
fn signs(scene: &Scene<'_>) -> Option<String> {
    let book = rulebook(scene.tongue);
    let mut told: Vec<String> = Vec::new();
    for hit in scene.findings.signs.iter().take(PATTERNS_TOLD) {
        let words = scene.written(scene.chars(hit.start, hit.end));
        told.push(format!("\"{words}\" {}", book.sign_name(hit.sign)));
    }
    (!told.is_empty()).then(|| format!("signs: {}", told.join(", ")))
}

fn statistics(scene: &Scene<'_>) -> String {
    let classes = scene.leaning.classes.iter().take(CLASSES_TOLD);
    let told: Vec<String> = classes
        .map(|(intent, topic, chance)| match topic {
            Some(topic) => format!("{intent:?} about {topic:?} {chance:.2}"),
            None => format!("{intent:?} {chance:.2}"),
        })
        .collect();
    format!("statistics: {}", told.join(", "))
}
