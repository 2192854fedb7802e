//! Which of the patient's appointments is meant. Asked with their times as buttons, never guessed.

use super::{Turn, goals};
use crate::effect::OptionLabel;
use crate::matching;
use crate::memory::{Flow, Goal, Which};
use crate::step::first;
use crate::tap::Tap;
use svara_language::phrases::{Key, Phrase};
use svara_language::{Intent, Reading};
use svara_model::{Appointment, AppointmentId};

/// A list of rows holds ten.
const OPTIONS_MAX: usize = 10;

/// Finds the one appointment and acts on it, or asks.
pub(crate) fn settle_on(turn: &mut Turn, goal: Goal) {
    let which = goal.which().cloned().unwrap_or_default();
    if which.id.is_some() {
        goals::by_id(turn, goal, &which);
        return;
    }
    let Some(patient) = turn.patient() else { return goals::nothing_booked(turn, goal) };
    let mut found: Vec<Appointment> =
        matching::candidates(&which, &turn.view.zone, turn.view.appointments_of(&patient.id))
            .into_iter()
            .cloned()
            .collect();
    if let (Goal::Confirm(_), Some(reminded)) = (&goal, &turn.view.reminded) {
        found.retain(|it| &it.id == reminded);
    }
    match found.as_slice() {
        [] => goals::nothing_booked(turn, goal),
        [one] => goals::act(turn, goal, &one.clone()),
        [soonest, ..] if matches!(goal, Goal::Confirm(_)) => goals::act(turn, goal, &soonest.clone()),
        _ => ask(turn, goal, &found),
    }
}

/// The same question once more.
pub(crate) fn ask_again(turn: &mut Turn, goal: Goal, among: &[AppointmentId]) {
    let found: Vec<Appointment> = among.iter().filter_map(|it| turn.view.appointment(it)).cloned().collect();
    match found.as_slice() {
        [] => goals::nothing_booked(turn, goal),
        _ => ask(turn, goal, &found),
    }
}

fn ask(turn: &mut Turn, goal: Goal, found: &[Appointment]) {
    let key = match goal {
        Goal::Move { .. } | Goal::Earlier(_) | Goal::WaitFor { .. } => Key::AskWhichMove,
        Goal::Cancel { .. } => Key::AskWhichCancel,
        _ => Key::AskWhich,
    };
    let options = found
        .iter()
        .take(OPTIONS_MAX)
        .map(|it| (Tap::Which(it.id.clone()), OptionLabel::Time(it.slot.clone())))
        .collect();
    turn.ask(Phrase::new(key), options);
    let among = found.iter().map(|it| it.id.clone()).collect();
    turn.memory.flow = Flow::AskingWhich { goal, among };
}

/// A time that none of those shown has is where a move shall go, and a bare yes points at nothing: the question stands.
fn none_of_them(turn: &mut Turn, goal: &Goal, among: &[AppointmentId], reading: &Reading) -> bool {
    let mut goal = goal.clone();
    match (first(reading), &reading.when) {
        (Intent::No, Some(when)) => {
            if let Goal::Move { windows, .. } = &mut goal {
                *windows = when.windows.iter().map(|it| (it.from, it.to)).collect();
            }
        }
        (Intent::Yes, None) => {}
        _ => return false,
    }
    ask_again(turn, goal, among);
    true
}

/// "I'm ten minutes late" names a time and points at no visit; neither does a question.
fn may_point(intent: Intent) -> bool {
    !matches!(
        intent,
        Intent::RunningLate
            | Intent::Question
            | Intent::Symptom
            | Intent::Prescription
            | Intent::TestResults
            | Intent::Payment
            | Intent::Insurance
            | Intent::Video
    )
}

/// The answer in words: a choice among those shown, or a time or name that only one of them bears.
pub(crate) fn heard(turn: &mut Turn, goal: &Goal, among: &[AppointmentId], reading: &Reading) -> bool {
    if !may_point(first(reading)) && !super::requests::is_a_guess(reading) {
        return false;
    }
    let shown: Vec<Appointment> = among.iter().filter_map(|it| turn.view.appointment(it)).cloned().collect();
    let mut which = matching::which(turn.view, reading);
    which.within.extend(reading.times.iter().map(|it| (it.span.from, it.span.to)));
    let chosen = match reading.choice {
        Some(index) => among.get(index).and_then(|it| turn.view.appointment(it)).cloned(),
        None if which == Which::default() => None,
        None => match matching::candidates(&which, &turn.view.zone, shown.iter()).as_slice() {
            [one] => Some((*one).clone()),
            _ => None,
        },
    };
    let Some(appointment) = chosen else { return none_of_them(turn, goal, among, reading) };
    turn.memory.flow = Flow::Idle;
    goals::act(turn, goal.clone(), &appointment);
    true
}
