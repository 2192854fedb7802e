//! What a message asks for, when nothing under way has claimed it: from intent to goal.

use super::{Turn, answers, goals, smalltalk};
use crate::effect::{Effect, Request};
use crate::matching::{self, NameMatch};
use crate::memory::{Flow, Goal, Which, Whom};
use crate::nuance;
use crate::step::first;
use svara_language::phrases::{Key, Phrase};
use svara_language::{Intent, Prefer, Reading, Topic, When};
use svara_model::{HandoverReason, PatientId};

/// Stop words, a person, one's own data: these go before anything under way. True when it was one of them.
pub(crate) fn urgent(turn: &mut Turn, reading: &Reading) -> bool {
    match first(reading) {
        Intent::OptOut => {
            turn.effects.push(Effect::OptOut);
            turn.memory.flow = Flow::Idle;
            let clinic = turn.view.clinic.name.clone();
            turn.say(Phrase::new(Key::OptedOut).with("clinic", clinic));
        }
        Intent::Human => turn.hand_over(Key::HandOver, HandoverReason::Asked),
        Intent::DataErasure | Intent::DataAccess => {
            turn.hand_over(Key::HandOverData, HandoverReason::DataRequest);
        }
        Intent::Complaint => turn.hand_over(Key::HandOverComplaint, HandoverReason::Complaint),
        _ => return false,
    }
    true
}

/// Anything else; false when the message was not understood.
pub(crate) fn heard(turn: &mut Turn, text: &str, reading: &Reading) -> bool {
    let intent = first(reading);
    if smalltalk::heard(turn, intent) {
        return true;
    }
    if intent == Intent::Question && wants_a_time_too(reading) {
        answers::answer_first(turn, text, reading);
        book(turn, text, reading, Intent::AskAvailability);
        return true;
    }
    let hardly_a_wish = intent == Intent::Book && reading.service.is_none() && is_a_guess(reading);
    let guess = (matches!(intent, Intent::AskAvailability | Intent::Unknown) || hardly_a_wish)
        && reading.when.is_none();
    if guess && answers::clinics_own(turn, text) {
        return true;
    }
    match intent {
        Intent::Symptom if turn.memory.flow != Flow::Idle => {
            symptom(turn);
            turn.back_to_flow();
        }
        Intent::Book | Intent::AskAvailability | Intent::Symptom => book(turn, text, reading, intent),
        // Nobody moves the visit of somebody who is not known here: "and one for my daughter Alva".
        Intent::Reschedule if matches!(whom(turn, text, reading), Some(Whom::New(Some(_)))) => {
            book(turn, text, reading, Intent::Book);
        }
        Intent::Reschedule => move_one(turn, text, reading),
        Intent::Cancel => cancel_one(turn, text, reading),
        Intent::CannotAttend if wants_another(reading) => move_one(turn, text, reading),
        Intent::CannotAttend => {
            let which = which_of(turn, text, reading);
            goals::pursue(turn, Goal::CannotAttend(which));
        }
        Intent::ConfirmAttendance => {
            let which = which_of(turn, text, reading);
            goals::pursue(turn, Goal::Confirm(which));
        }
        Intent::ListAppointments => {
            notice_other(turn, text, reading);
            goals::pursue(turn, Goal::List);
        }
        Intent::EarlierTime => earlier(turn, text, reading),
        Intent::RunningLate => running_late(turn),
        // "It's been a while, can I have a check-up tomorrow?" asks for a time in the shape of a question.
        Intent::Question if asks_for_a_time(reading) && !answers::knows(turn, text, reading) => {
            let reading =
                Reading { when: reading.when.clone().or_else(|| named(reading)), ..reading.clone() };
            book(turn, text, &reading, Intent::AskAvailability);
        }
        Intent::Question => answers::answer(turn, text, reading),
        Intent::Prescription | Intent::TestResults | Intent::Insurance | Intent::Video => {
            turn.hand_over_or_note(Key::HandOverMedical, HandoverReason::Medical);
        }
        Intent::Payment => answers::about_payment(turn),
        Intent::OptIn => {
            turn.effects.push(Effect::OptIn);
            turn.say(Phrase::new(Key::OptedIn));
        }
        Intent::Language => language(turn, text),
        Intent::Yes | Intent::No => courteous_answer(turn, intent),
        Intent::Unknown if reading.when.is_some() => book(turn, text, reading, intent),
        _ => return false,
    }
    true
}

/// A yes or no to nothing in particular is not a misunderstanding.
fn courteous_answer(turn: &mut Turn, intent: Intent) {
    if intent == Intent::No {
        turn.say(Phrase::new(Key::Okay));
    } else {
        super::offering::or_menu(turn);
    }
}

/// A question that names a time and could be a wish for one.
fn asks_for_a_time(reading: &Reading) -> bool {
    let wish = |it: &svara_language::IntentReading| matches!(it.name, Intent::Book | Intent::AskAvailability);
    let nothing_else = matches!(reading.topic, None | Some(Topic::Other));
    nothing_else
        && (reading.when.is_some() || !reading.times.is_empty() && reading.alternatives.iter().any(wish))
}

/// The times that a message names, as a wish.
fn named(reading: &Reading) -> Option<When> {
    let windows: Vec<_> = reading.times.iter().map(|it| it.span).collect();
    (!windows.is_empty()).then_some(When { windows, flexible: true, prefer: None, text: String::new() })
}

/// "What does it cost, and do you have anything on Friday?"
fn wants_a_time_too(reading: &Reading) -> bool {
    reading.intents.iter().skip(1).any(|it| matches!(it.name, Intent::Book | Intent::AskAvailability))
}

/// "I can't make it, can I come next week instead?"
fn wants_another(reading: &Reading) -> bool {
    reading.when.is_some() || reading.intents.iter().any(|it| it.name == Intent::Reschedule)
}

/// A yes to "shall I book one?", with or without a day; a no.
pub(crate) fn asked_to_book(turn: &mut Turn, reading: &Reading) -> bool {
    match first(reading) {
        Intent::Unknown if reading.when.is_none() => return false,
        Intent::Yes | Intent::Choose | Intent::Unknown => book(turn, "", reading, Intent::Book),
        Intent::No if reading.when.is_none() => {
            turn.memory.flow = Flow::Idle;
            turn.say(Phrase::new(Key::Okay));
        }
        _ => return false,
    }
    true
}

pub(crate) fn which_of(turn: &mut Turn, text: &str, reading: &Reading) -> Which {
    notice_other(turn, text, reading);
    matching::which(turn.view, reading)
}

/// "For my daughter Elsa" and "Elsa's time" say whom it concerns.
fn notice_other(turn: &mut Turn, text: &str, reading: &Reading) {
    if let Some(id) = known_person(turn, text, reading) {
        turn.memory.about = Some(id);
    }
}

/// A patient of this contact whom the message names.
fn known_person(turn: &Turn, text: &str, reading: &Reading) -> Option<PatientId> {
    let name = reading.for_other.as_ref().or(reading.name.as_ref());
    match name.map(|it| matching::patient_by_name(turn.view, it)) {
        Some(NameMatch::One(patient)) => Some(patient.id.clone()),
        _ => matching::patient_in_text(turn.view, text).map(|it| it.id.clone()),
    }
}

/// The wish as it was said: service, practitioner, time.
pub(crate) fn wish(turn: &Turn, reading: &Reading, when: Option<&When>) -> Option<Request> {
    let named = matching::practitioner(turn.view, reading);
    let service = matching::service(turn.view, reading)
        .or_else(|| service_of_practitioner(turn, named.as_ref()))
        .or_else(|| turn.view.clinic.default_service().map(|it| it.id.clone()))?;
    let request = Request { practitioner: named, ..Request::any(service) };
    Some(match when {
        Some(when) => request.at(&when.windows, when.prefer),
        None => request,
    })
}

/// Whoever names a hygienist by name wants the hygienist's visit, not the default one.
fn service_of_practitioner(
    turn: &Turn,
    named: Option<&svara_model::PractitionerId>,
) -> Option<svara_model::ServiceId> {
    let practitioner = turn.view.clinic.practitioner(named?)?;
    let default = turn.view.clinic.default_service().map(|it| &it.id);
    let does_default = default.is_some_and(|it| practitioner.services.contains(it));
    if does_default { default.cloned() } else { practitioner.services.first().cloned() }
}

fn symptom(turn: &mut Turn) {
    turn.say(Phrase::new(Key::Symptom).with("number", turn.view.clinic.emergency_number.clone()));
}

fn book(turn: &mut Turn, text: &str, reading: &Reading, intent: Intent) {
    // Whoever describes a complaint is seen to first, whatever part of the body sounds like a service.
    let unnamed = Reading { service: None, ..reading.clone() };
    let complaint = intent == Intent::Symptom || complains_beside(reading);
    let reading = if complaint { &unnamed } else { reading };
    if complaint {
        symptom(turn);
    }
    let Some(request) = wish(turn, reading, reading.when.as_ref()) else {
        return turn.hand_over(Key::HandOver, HandoverReason::NothingFree);
    };
    if reading.when.is_none() && reading.needs_clarification && intent != Intent::Symptom {
        turn.say(Phrase::new(Key::AskWhenVague));
        let known = turn.patient().map_or(Whom::New(None), |it| Whom::Patient(it.id.clone()));
        let whom = whom(turn, text, reading).unwrap_or(known);
        turn.memory.flow = Flow::AskingWhen { request, whom };
        return;
    }
    match whom(turn, text, reading) {
        Some(whom) => turn.find(request, whom),
        None => goals::pursue(turn, Goal::Book(request)),
    }
}

/// As sure as this that a complaint is given as the reason for a wish: what follows is true of whoever has none, too.
const COMPLAINT_BESIDE: f64 = 0.3;

/// A complaint is given as the reason for a wish.
fn complains_beside(reading: &Reading) -> bool {
    reading.alternatives.iter().any(|it| it.name == Intent::Symptom && it.confidence >= COMPLAINT_BESIDE)
}

/// Below this the reader takes its best guess.
const GUESS_BELOW: f64 = 0.5;

/// Whether what a message asks for was hardly more than guessed.
pub(crate) fn is_a_guess(reading: &Reading) -> bool {
    reading.intents.first().is_none_or(|it| it.confidence < GUESS_BELOW)
}

/// For whom, when the message itself says so.
pub(crate) fn whom(turn: &mut Turn, text: &str, reading: &Reading) -> Option<Whom> {
    if let Some(id) = known_person(turn, text, reading) {
        turn.memory.about = Some(id.clone());
        return Some(Whom::Patient(id));
    }
    if let Some(other) = &reading.for_other {
        if turn.view.patients.len() > 1 && !is_name(other) {
            return None;
        }
        return Some(Whom::New(is_name(other).then(|| other.clone())));
    }
    if turn.view.patients.is_empty() {
        return Some(Whom::New(reading.name.clone()));
    }
    None
}

/// "Elsa" is a name, "min dotter" is not.
fn is_name(said: &str) -> bool {
    said.chars().next().is_some_and(char::is_uppercase)
}

/// The times that were named, if any.
pub(crate) fn windows(when: Option<&When>) -> Vec<(jiff::Timestamp, jiff::Timestamp)> {
    when.map_or_else(Vec::new, |it| it.windows.iter().map(|window| (window.from, window.to)).collect())
}

fn move_one(turn: &mut Turn, text: &str, reading: &Reading) {
    let which = which_of(turn, text, reading);
    let own = reading.intents.iter().find(|it| it.name == Intent::Reschedule).and_then(|it| it.when.as_ref());
    let when = own.or(reading.when.as_ref());
    let goal = Goal::Move {
        which,
        windows: windows(when),
        earliest: when.is_some_and(|it| it.prefer == Some(Prefer::Earliest)),
    };
    goals::pursue(turn, goal);
}

fn cancel_one(turn: &mut Turn, text: &str, reading: &Reading) {
    let which = which_of(turn, text, reading);
    let then = second_request(turn, reading).map(Box::new);
    goals::pursue(turn, Goal::Cancel { which, then });
}

/// "Cancel Thursday and book a new one next week": the booking comes after the cancellation.
fn second_request(turn: &Turn, reading: &Reading) -> Option<Goal> {
    let second = reading
        .intents
        .iter()
        .skip(1)
        .find(|it| matches!(it.name, Intent::Book | Intent::AskAvailability))?;
    let when = second.when.as_ref().or(reading.when.as_ref());
    wish(turn, reading, when).map(Goal::Book)
}

/// Wants an earlier time: looked for at once, before the one that stands.
fn earlier(turn: &mut Turn, text: &str, reading: &Reading) {
    if turn.view.appointments.is_empty() {
        return book(turn, text, reading, Intent::Book);
    }
    let mut which = which_of(turn, text, reading);
    // "Earlier than the 19th" names the visit by its day.
    which.within.extend(reading.times.iter().map(|it| (it.span.from, it.span.to)));
    goals::pursue(turn, Goal::Earlier(which));
}

fn running_late(turn: &mut Turn) {
    turn.effects.push(Effect::TellStaff(HandoverReason::Information));
    let clinic = turn.view.clinic.name.clone();
    turn.say(Phrase::new(Key::RunningLate).with("clinic", clinic));
}

/// Wants another language: ours if we write it, an honest word if not.
fn language(turn: &mut Turn, text: &str) {
    match nuance::language(text) {
        Some(wanted) => {
            turn.effects.push(Effect::SetLanguage(wanted));
            turn.say(Phrase::new(Key::LanguageSet));
        }
        None => turn.say(Phrase::new(Key::LanguageOnly)),
    }
    match turn.memory.flow {
        Flow::Idle => super::offering::or_menu(turn),
        _ => turn.back_to_flow(),
    }
}
