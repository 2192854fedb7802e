//! From text to [`Reading`]: the steps in order.
//!
//! Absent: the steps themselves.

use crate::context::{Context, Expecting};
use crate::entities;
use crate::intents;
use crate::reader::Leaning;
use crate::reading::Reading;
use crate::rules::rulebook;
use crate::scene::Scene;
use crate::spoken;
use crate::stops;
use crate::tongue;
use crate::words::Words;

/// Reads a message. Every text yields a reading; what makes no sense is `unknown` with low confidence.
pub fn read(text: &str, context: &Context) -> Reading {
    let scene = take_apart(text, context);
    let decided = intents::decide(&scene);
    stops::heard(text, entities::fill(&scene, decided))
}

/// Finds words, language, patterns and times.
pub(crate) fn take_apart<'a>(text: &'a str, context: &'a Context) -> Scene<'a> {
    let words = Words::of(text);
    let known = context.lang.as_deref();
    let of_message =
        || tongue::of_message(&words, known, tongue::of_zone(context.now.time_zone().iana_name()));
    let named = context.expecting == Some(Expecting::Name);
    let tongue = named.then(|| tongue::of_name(&words, known)).flatten().unwrap_or_else(of_message);
    let findings = rulebook(tongue).find(&words);
    let spoken = spoken::times_in(text, tongue, context);
    let leaning = Leaning::of(&words, &findings, tongue);
    Scene { text, context, words, tongue, findings, spoken, leaning }
}
