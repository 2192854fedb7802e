//! Calling off: asked once, late ones left to staff, and a move always offered beside it.

use super::{Turn, absent, goals, offering, settling};
use crate::effect::{Effect, OptionLabel};
use crate::memory::{Awaited, Deed, Flow, Goal, Settled};
use crate::step::first;
use crate::tap::Tap;
use crate::wording;
use jiff::SignedDuration;
use svara_language::phrases::{Key, Phrase};
use svara_language::{Intent, Reading};
use svara_model::{Appointment, AppointmentId, AppointmentStatus, HandoverReason};

/// Asks before anything is called off. With a second request in the same message the words were clear enough.
pub(crate) fn cancel(turn: &mut Turn, appointment: &Appointment, then: Option<Box<Goal>>) {
    if then.is_some() {
        surely(turn, &appointment.id, then);
        return;
    }
    let phrase = goals::line(turn, Key::AskCancel, appointment);
    let id = &appointment.id;
    turn.ask(
        phrase,
        vec![
            (Tap::CancelSurely(id.clone()), words(Key::ButtonCancelSurely)),
            (Tap::Move(id.clone()), words(Key::ButtonMove)),
            (Tap::Keep(id.clone()), words(Key::ButtonKeep)),
        ],
    );
    turn.memory.flow = Flow::ConfirmingCancel { appointment: id.clone() };
}

fn words(key: Key) -> OptionLabel {
    OptionLabel::Words(Phrase::new(key))
}

/// What was asked about is gone meanwhile.
fn gone(turn: &mut Turn) {
    turn.memory.flow = Flow::Idle;
    turn.say(Phrase::new(Key::VisitGone));
    offering::or_menu(turn);
}

/// Calls off, unless it is too late for the machine to do so.
pub(crate) fn surely(turn: &mut Turn, id: &AppointmentId, then: Option<Box<Goal>>) {
    let Some(appointment) = turn.view.appointment(id).cloned() else {
        turn.memory.flow = Flow::Idle;
        turn.say(Phrase::new(Key::AlreadyCancelled));
        return;
    };
    let view = turn.view;
    let terms = view.clinic.late_terms(&appointment.slot.service, &view.language);
    let limit = SignedDuration::from_hours(i64::from(terms.hours));
    let late = appointment.slot.from.duration_since(view.now) < limit;
    // A request is taken back at any time: nobody has said yes to it.
    // What we can't keep is called off at any time.
    let ours = absent::is_touched(turn, id);
    if late && !ours && appointment.status != AppointmentStatus::Pending {
        turn.say(Phrase::new(Key::LateCancel).with_number("hours", i64::from(terms.hours)));
        if !terms.text.is_empty() {
            turn.say(Phrase::new(Key::LateTerms).with("text", terms.text));
        }
        turn.effects.push(Effect::AskOff(id.clone()));
        turn.hand_over_quietly(HandoverReason::LateChange);
        return;
    }
    turn.effects.push(Effect::Cancel(id.clone()));
    turn.memory.flow = Flow::Awaiting(Awaited::Cancellation { then });
}

/// It is called off; what comes after it comes now.
pub(crate) fn cancelled(turn: &mut Turn, appointment: &Appointment, then: Option<Box<Goal>>) {
    turn.memory.settled = Some(Settled {
        appointment: appointment.id.clone(),
        at: turn.view.now,
        deed: Deed::Cancelled { slot: appointment.slot.clone(), patient: appointment.patient.clone() },
    });
    if let Some(then) = then {
        let phrase = goals::line(turn, Key::Cancelled, appointment);
        turn.say(phrase);
        goals::pursue(turn, *then);
    } else {
        let phrase = goals::line(turn, Key::CancelledRebook, appointment);
        turn.ask(phrase, vec![(Tap::Book, words(Key::ButtonBook))]);
        turn.memory.flow = Flow::AskingToBook;
    }
}

/// Yes or no to calling off; another day means a move.
pub(crate) fn answered(turn: &mut Turn, id: AppointmentId, reading: &Reading) -> bool {
    match first(reading) {
        Intent::Cancel => surely(turn, &id, None),
        Intent::Reschedule | Intent::Book | Intent::AskAvailability => to_move(turn, id, reading),
        // "A new time, rather in two weeks" is no yes, however kindly it begins.
        Intent::Yes | Intent::Choose if reading.when.is_none() && !names_another(turn, &id, reading) => {
            surely(turn, &id, None);
        }
        Intent::Yes => to_move(turn, id, reading),
        Intent::No | Intent::ConfirmAttendance if reading.when.is_none() => settling::keep(turn, &id),
        _ if reading.when.is_some() => to_move(turn, id, reading),
        _ => return false,
    }
    true
}

/// Whether a time is named that is not the visit's own.
fn names_another(turn: &Turn, id: &AppointmentId, reading: &Reading) -> bool {
    let own = turn.view.appointment(id).map(|it| it.slot.from);
    reading.times.iter().any(|it| own.is_some_and(|own| own < it.span.from || it.span.to <= own))
}

fn to_move(turn: &mut Turn, id: AppointmentId, reading: &Reading) {
    let mut windows = reading
        .when
        .as_ref()
        .map_or_else(Vec::new, |it| it.windows.iter().map(|window| (window.from, window.to)).collect());
    if windows.is_empty() && names_another(turn, &id, reading) {
        windows = reading.times.iter().map(|it| (it.span.from, it.span.to)).collect();
    }
    turn.memory.flow = Flow::Idle;
    let goal = Goal::Move { which: crate::memory::Which::exactly(id), windows, earliest: false };
    goals::pursue(turn, goal);
}

/// They can't come: a new time or none?
pub(crate) fn ask_move_or_cancel(turn: &mut Turn, appointment: &Appointment) {
    ask_with(turn, Key::MoveOrCancel, appointment);
}

fn ask_with(turn: &mut Turn, key: Key, appointment: &Appointment) {
    let view = turn.view;
    let when = wording::day_and_time(appointment.slot.from, &view.zone, &view.language);
    let id = &appointment.id;
    turn.ask(
        Phrase::new(key).with("when", when),
        vec![
            (Tap::Move(id.clone()), words(Key::ButtonMove)),
            (Tap::CancelSurely(id.clone()), words(Key::ButtonCancel)),
            (Tap::Keep(id.clone()), words(Key::ButtonKeep)),
        ],
    );
    turn.memory.flow = Flow::MoveOrCancel { appointment: id.clone() };
}

/// The same question once more.
pub(crate) fn ask_again(turn: &mut Turn, id: &AppointmentId) {
    match turn.view.appointment(id).cloned() {
        Some(appointment) => ask_with(turn, Key::MoveOrCancelAgain, &appointment),
        None => gone(turn),
    }
}

/// The answer in words.
pub(crate) fn move_or_cancel(turn: &mut Turn, id: AppointmentId, reading: &Reading) -> bool {
    match first(reading) {
        Intent::Cancel => surely(turn, &id, None),
        Intent::Reschedule | Intent::Book | Intent::AskAvailability | Intent::Yes => {
            to_move(turn, id, reading);
        }
        // No to a new time is hardly a wish to keep this one; but what is called off is gone, so it is asked for.
        Intent::No if reading.when.is_none() => tapped(turn, &id),
        Intent::ConfirmAttendance => settling::keep(turn, &id),
        _ if reading.when.is_some() => to_move(turn, id, reading),
        _ => return false,
    }
    true
}

/// A tap on "call off" below a list asks once more.
pub(crate) fn tapped(turn: &mut Turn, id: &AppointmentId) {
    match turn.view.appointment(id).cloned() {
        Some(appointment) => cancel(turn, &appointment, None),
        None => gone(turn),
    }
}
