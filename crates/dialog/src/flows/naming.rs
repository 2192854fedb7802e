//! Whose name a booking carries, and whom a message from a shared number concerns. No name is ever suggested.

use super::{Turn, choosing, goals, offering};
use crate::matching::{NameMatch, patient_by_name};
use crate::memory::{Flow, Goal, Whom};
use crate::nuance;
use crate::step::first;
use svara_language::phrases::{Key, Phrase};
use svara_language::{Intent, Reading};

/// A name of more words or letters than this is a sentence.
const NAME_WORDS_MAX: usize = 5;
const NAME_CHARACTERS_MAX: usize = 80;

/// Asks for the name that the chosen time shall carry.
pub(crate) fn ask(turn: &mut Turn, number: u32, again: bool) {
    let whom = turn.memory.offer(number).map(|it| it.whom.clone());
    let first = match whom {
        Some(Whom::New(Some(first))) => Some(first),
        _ => None,
    };
    let someone = !turn.view.patients.is_empty();
    let phrase = match (first, someone, again) {
        (Some(first), _, _) if again => Phrase::new(Key::AskNameAgain).with("name", first),
        (Some(first), _, _) => Phrase::new(Key::AskNameOther).with("name", first),
        (None, false, false) => Phrase::new(Key::AskName),
        (None, false, true) => Phrase::new(Key::BackToName),
        (None, true, false) => Phrase::new(Key::AskNameSomeone),
        (None, true, true) => Phrase::new(Key::BackToNameSomeone),
    };
    turn.say(phrase);
}

/// The name for a chosen time.
pub(crate) fn heard(turn: &mut Turn, offer: u32, index: usize, text: &str, reading: &Reading) -> bool {
    if reading.when.is_some() || first(reading) == Intent::No || reading.choice.is_some() {
        turn.memory.flow = Flow::Offering { offer };
        return offering::heard(turn, offer, text, reading);
    }
    let Some(name) = full_name(text, reading) else {
        if matches!(first(reading), Intent::Yes | Intent::Choose | Intent::Thanks | Intent::Greeting) {
            ask(turn, offer, true);
            return true;
        }
        return false;
    };
    let name = join_first_name(turn, offer, name);
    if name.split_whitespace().count() < 2 {
        remember_first_name(turn, offer, &name);
        turn.say(Phrase::new(Key::AskNameAgain).with("name", name));
        return true;
    }
    choosing::enrol(turn, offer, index, name);
    true
}

/// A first name alone is kept, so that the family name is all that is still needed.
fn remember_first_name(turn: &mut Turn, number: u32, name: &str) {
    if let Some(offer) = turn.memory.offers.iter_mut().find(|it| it.number == number)
        && offer.whom == Whom::New(None)
    {
        offer.whom = Whom::New(Some(name.to_owned()));
    }
}

fn join_first_name(turn: &Turn, number: u32, name: String) -> String {
    match turn.memory.offer(number).map(|it| &it.whom) {
        Some(Whom::New(Some(first))) if name.split_whitespace().count() == 1 && *first != name => {
            format!("{first} {name}")
        }
        _ => name,
    }
}

/// A plausible name: what the reader found, or else a short text of letters that no request is known by.
pub(crate) fn full_name(text: &str, reading: &Reading) -> Option<String> {
    let said =
        reading.name.clone().unwrap_or_else(|| text.trim().trim_end_matches(['.', '!', ',']).to_owned());
    let request = reading.name.is_none()
        && reading.intents.first().is_some_and(|it| is_request(it.name, it.confidence));
    a_name(&said).filter(|_| !request)
}

/// A few words of letters that could be somebody's name, written as one.
pub(crate) fn a_name(said: &str) -> Option<String> {
    let words: Vec<&str> = said.split_whitespace().collect();
    let plausible = (1..=NAME_WORDS_MAX).contains(&words.len())
        && said.chars().count() <= NAME_CHARACTERS_MAX
        && said.chars().any(char::is_alphabetic)
        && said.chars().all(|it| it.is_alphabetic() || matches!(it, ' ' | '-' | '\'' | '’' | '.'))
        && !nuance::is_no_name(said);
    plausible.then(|| words.iter().map(|it| capitalised(it)).collect::<Vec<_>>().join(" "))
}

/// From this confidence a few words are what they say rather than somebody's name.
const REQUEST_CONFIDENCE: f64 = 0.8;

fn is_request(intent: Intent, confidence: f64) -> bool {
    intent != Intent::Unknown && confidence >= REQUEST_CONFIDENCE
}

/// Whether a message looks like a name, or like a few small words instead of one, so that no weak reading of it is
/// acted on.
pub(crate) fn looks_like_an_answer(text: &str, reading: &Reading) -> bool {
    full_name(text, reading).is_some() || nuance::is_small(text)
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
    let named = reading.for_other.as_deref().filter(|it| it.chars().next().is_some_and(char::is_uppercase));
    let said = named.map(str::to_owned).or_else(|| full_name(text, reading));
    let known = said.as_deref().map(|it| patient_by_name(turn.view, it));
    let known = match known {
        Some(NameMatch::One(patient)) => Some(patient),
        _ => crate::matching::patient_in_text(turn.view, text),
    };
    if let Some(patient) = known {
        turn.memory.about = Some(patient.id.clone());
        turn.memory.flow = Flow::Idle;
        goals::pursue(turn, goal.clone());
        return true;
    }
    if matches!(first(reading), Intent::Greeting | Intent::Thanks | Intent::Goodbye | Intent::Praise) {
        return false;
    }
    if nuance::is_small(text) && reading.when.is_none() {
        match first(reading) {
            Intent::No => {
                turn.let_go();
                turn.say(Phrase::new(Key::Okay));
                return true;
            }
            Intent::Yes => return no_name(turn, None),
            _ => {}
        }
    }
    match (goal, said) {
        (_, None) if !meant_as_answer(text, reading) => return false,
        (Goal::Book(request), Some(name)) if name.split_whitespace().count() > 1 => {
            turn.find(request.clone(), Whom::New(Some(name)));
        }
        _ => return no_name(turn, Some(Key::AskWhomAgain)),
    }
    true
}

/// "Me", "my son", "yes": an answer, though no name.
fn meant_as_answer(text: &str, reading: &Reading) -> bool {
    let small = nuance::is_small(text);
    small
        || matches!(first(reading), Intent::Unknown | Intent::Yes | Intent::Choose) && reading.when.is_none()
}

/// Nobody on this number, and nobody is named in return: asked once more, in these words or as before, and after three
/// tries a person helps.
fn no_name(turn: &mut Turn, words: Option<Key>) -> bool {
    turn.memory.misunderstood = turn.memory.misunderstood.saturating_add(1);
    if turn.memory.misunderstood > 2 {
        turn.hand_over(Key::HandOverNotUnderstood, svara_model::HandoverReason::NotUnderstood);
    } else if let Some(words) = words {
        turn.say(Phrase::new(words));
    } else {
        turn.back_to_flow();
    }
    true
}
