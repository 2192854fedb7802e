//! Whose name a booking carries, and whom a message from a shared number concerns. No name is ever suggested.

use super::{Turn, goals, offering};
use crate::matching::{NameMatch, patient_by_name};
use crate::memory::{Flow, Goal, Whom};
use crate::step::first;
use svara_language::phrases::{Key, Phrase};
use svara_language::{Intent, Reading};

/// A name of more words or letters than this is a sentence.
const NAME_WORDS_MAX: usize = 5;
const NAME_CHARACTERS_MAX: usize = 80;

/// The name for a chosen time.
pub(crate) fn heard(turn: &mut Turn, offer: u32, index: usize, text: &str, reading: &Reading) -> bool {
    if changes_course(reading) {
        return withdraw(turn, offer, reading);
    }
    let Some(name) = full_name(text, reading) else { return false };
    if name.split_whitespace().count() < 2 {
        turn.say(Phrase::new(Key::AskNameAgain).with("name", name));
        remember_first_name(turn, offer, text, reading);
        return true;
    }
    let name = join_first_name(turn, offer, name);
    offering::enrol(turn, offer, index, name);
    true
}

/// "No, Friday" while the name is asked for goes back to the times.
fn withdraw(turn: &mut Turn, offer: u32, reading: &Reading) -> bool {
    if reading.when.is_some() || first(reading) == Intent::No {
        turn.memory.flow = Flow::Offering { offer };
        return offering::heard(turn, offer, reading);
    }
    false
}

fn changes_course(reading: &Reading) -> bool {
    let named = reading.name.is_some();
    !named
        && (reading.when.is_some()
            || reading.choice.is_some()
            || !matches!(first(reading), Intent::Unknown | Intent::Greeting | Intent::Thanks | Intent::Yes))
}

/// A first name alone is kept, so that the family name is all that is still needed.
fn remember_first_name(turn: &mut Turn, number: u32, text: &str, reading: &Reading) {
    let name = full_name(text, reading);
    if let Some(offer) = turn.memory.offers.iter_mut().find(|it| it.number == number)
        && offer.whom == Whom::New(None)
    {
        offer.whom = Whom::New(name);
    }
}

fn join_first_name(turn: &Turn, number: u32, name: String) -> String {
    match turn.memory.offer(number).map(|it| &it.whom) {
        Some(Whom::New(Some(first))) if !name.to_lowercase().contains(&first.to_lowercase()) => {
            if name.split_whitespace().count() > 1 { name } else { format!("{first} {name}") }
        }
        _ => name,
    }
}

/// A plausible name: what the reader found, or else a short text of letters.
fn full_name(text: &str, reading: &Reading) -> Option<String> {
    let said =
        reading.name.clone().unwrap_or_else(|| text.trim().trim_end_matches(['.', '!', ',']).to_owned());
    let words: Vec<&str> = said.split_whitespace().collect();
    let plausible = (1..=NAME_WORDS_MAX).contains(&words.len())
        && said.chars().count() <= NAME_CHARACTERS_MAX
        && said.chars().any(char::is_alphabetic)
        && said.chars().all(|it| it.is_alphabetic() || matches!(it, ' ' | '-' | '\'' | '’' | '.'));
    plausible.then(|| words.iter().map(|it| capitalised(it)).collect::<Vec<_>>().join(" "))
}

/// `sara` is written `Sara`; `von` and `McKay` stay as typed.
fn capitalised(word: &str) -> String {
    let particles = ["von", "van", "af", "de", "der", "da", "al", "el", "bin", "la"];
    if word.chars().any(char::is_uppercase) || particles.contains(&word) {
        return word.to_owned();
    }
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |it| it.to_uppercase().collect::<String>() + letters.as_str())
}

/// Whom does it concern? The name said meets the register, or is somebody new.
pub(crate) fn whom_heard(turn: &mut Turn, goal: &Goal, text: &str, reading: &Reading) -> bool {
    let said = reading.for_other.clone().or_else(|| full_name(text, reading));
    let Some(name) = said else { return false };
    if let NameMatch::One(patient) = patient_by_name(turn.view, &name) {
        turn.memory.about = Some(patient.id.clone());
        turn.memory.flow = Flow::Idle;
        goals::pursue(turn, goal.clone());
        return true;
    }
    match goal {
        Goal::Book(request) if name.split_whitespace().count() > 1 => {
            turn.find(request.clone(), Whom::New(Some(name)));
        }
        _ => {
            turn.say(Phrase::new(Key::AskWhomAgain));
            turn.memory.misunderstood = turn.memory.misunderstood.saturating_add(1);
            if turn.memory.misunderstood > 2 {
                turn.hand_over(Key::HandOverNotUnderstood, svara_model::HandoverReason::NotUnderstood);
            }
            return true;
        }
    }
    true
}
