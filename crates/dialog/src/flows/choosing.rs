//! One of the times on the table is chosen: taken, already theirs, swapped for another, or lost to somebody faster.

use super::offering::old_tap;
use super::{Turn, settling};
use crate::effect::{Effect, OptionLabel, Request};
use crate::event::Refused;
use crate::memory::{Awaited, Flow, Goal, Offer, Which, Whom};
use crate::step::first;
use crate::tap::Tap;
use crate::wording;
use svara_language::phrases::{Key, Phrase};
use svara_language::{Intent, Reading};
use svara_model::{AppointmentId, PatientId, Slot};

/// One of the times was chosen, by tap or by words.
pub(crate) fn choose(turn: &mut Turn, number: u32, index: usize) {
    let Some(offer) = turn.memory.offer(number).cloned() else { return old_tap(turn) };
    let Some(slot) = offer.slots.get(index).cloned() else { return old_tap(turn) };
    if let Some(standing) = settled_since(turn, &offer, &slot) {
        return chosen_again(turn, &standing, number, index, &slot);
    }
    if slot.from <= turn.view.now {
        turn.say(Phrase::new(Key::OldTime));
        turn.find(Request { windows: Vec::new(), ..offer.request }, offer.whom);
        return;
    }
    match offer.whom {
        Whom::Patient(patient) => take_for(turn, number, index, patient),
        Whom::New(Some(name)) if name.split_whitespace().count() > 1 => enrol(turn, number, index, name),
        Whom::New(_) => {
            turn.effects.push(Effect::Hold(slot));
            turn.memory.flow = Flow::AskingName { offer: number, index };
            super::naming::ask(turn, number, false);
        }
    }
}

/// What came of these times, or was booked since they were shown, if a tap on them would book a second one of the
/// same.
fn settled_since(turn: &Turn, offer: &Offer, slot: &Slot) -> Option<AppointmentId> {
    let coming = |id: &AppointmentId| turn.view.appointment(id).map(|it| it.id.clone());
    if let Some(taken) = offer.taken.as_ref().and_then(coming) {
        return Some(taken);
    }
    let settled = turn.memory.settled.as_ref().filter(|it| offer.at <= it.at)?;
    let standing = turn.view.appointment(&settled.appointment)?;
    let same_person = match &offer.whom {
        Whom::Patient(it) => *it == standing.patient,
        Whom::New(Some(name)) => {
            let first = |it: &str| it.split_whitespace().next().map(str::to_lowercase);
            let whose = turn.view.patient(&standing.patient);
            whose.is_none_or(|it| first(&it.name) == first(name))
        }
        Whom::New(None) => turn.view.patients.len() <= 1,
    };
    let same = offer.request.moving.is_none() && standing.slot.service == slot.service && same_person;
    same.then(|| settled.appointment.clone())
}

/// Puts the new patient into the register; then the time is taken.
pub(crate) fn enrol(turn: &mut Turn, offer: u32, index: usize, name: String) {
    turn.memory.flow = Flow::Awaiting(Awaited::Enrolment { offer, index });
    turn.effects.push(Effect::Enrol { name });
}

/// Takes a time for a patient: a new booking, or the move that the offer was made for.
pub(crate) fn take_for(turn: &mut Turn, number: u32, index: usize, patient: PatientId) {
    let Some(offer) = turn.memory.offer(number) else { return old_tap(turn) };
    let Some(slot) = offer.slots.get(index).cloned() else { return old_tap(turn) };
    let moving = offer.request.moving.clone();
    if let Some(standing) = moving.as_ref().and_then(|it| turn.view.appointment(it)).cloned()
        && super::asking::only_the_clinic_moves(turn, &standing)
    {
        return;
    }
    let effect = match moving {
        Some(appointment) => Effect::Move { appointment, slot },
        None => Effect::Book { slot, patient },
    };
    turn.effects.push(effect);
    turn.memory.flow = Flow::Awaiting(Awaited::Settling { offer: number, index });
}

/// A second tap below an offer that is settled: the same time is simply theirs, another one is a question.
fn chosen_again(turn: &mut Turn, appointment: &AppointmentId, number: u32, index: usize, slot: &Slot) {
    match turn.view.appointment(appointment).cloned() {
        Some(standing) if standing.slot.from == slot.from => settling::already(turn, &standing),
        _ => ask_swap(turn, appointment, number, index),
    }
}

/// Shall the time that stands give way to another one?
pub(crate) fn ask_swap(turn: &mut Turn, appointment: &AppointmentId, number: u32, index: usize) {
    let slot = turn.memory.offer(number).and_then(|it| it.slots.get(index)).cloned();
    let (Some(standing), Some(slot)) = (turn.view.appointment(appointment).cloned(), slot) else {
        return old_tap(turn);
    };
    if super::asking::only_the_clinic_moves(turn, &standing) {
        return;
    }
    let view = turn.view;
    let phrase = Phrase::new(Key::AskSwap)
        .with("old", wording::day_and_time(standing.slot.from, &view.zone, &view.language))
        .with("new", wording::day_and_time(slot.from, &view.zone, &view.language));
    let swap = Tap::Swap { appointment: appointment.clone(), offer: number, index };
    turn.ask(
        phrase,
        vec![
            (swap, OptionLabel::Words(Phrase::new(Key::ButtonSwap))),
            (Tap::Keep(appointment.clone()), OptionLabel::Words(Phrase::new(Key::ButtonKeep))),
        ],
    );
    turn.memory.flow = Flow::ConfirmingSwap { appointment: appointment.clone(), offer: number, index };
}

/// Yes or no to swapping.
pub(crate) fn swap_answered(
    turn: &mut Turn,
    appointment: AppointmentId,
    offer: u32,
    index: usize,
    reading: &Reading,
) -> bool {
    match first(reading) {
        Intent::Yes | Intent::Choose | Intent::Reschedule if reading.when.is_none() => {
            swap(turn, appointment, offer, index);
        }
        Intent::No | Intent::ConfirmAttendance if reading.when.is_none() => {
            settling::keep(turn, &appointment);
        }
        _ => return false,
    }
    true
}

/// Moves what is booked to a time of an offer.
pub(crate) fn swap(turn: &mut Turn, appointment: AppointmentId, offer: u32, index: usize) {
    let slot = turn.memory.offer(offer).and_then(|it| it.slots.get(index)).cloned();
    match slot {
        Some(slot) if turn.view.appointment(&appointment).is_some() => {
            turn.effects.push(Effect::Move { appointment, slot });
            turn.memory.flow = Flow::Awaiting(Awaited::Settling { offer, index });
        }
        _ => old_tap(turn),
    }
}

/// Somebody was faster: the next best times at once.
pub(crate) fn lost(turn: &mut Turn, number: u32) {
    let Some(offer) = turn.memory.offer(number).cloned() else { return old_tap(turn) };
    if offer.request.moving.as_ref().is_some_and(|it| turn.view.appointment(it).is_none()) {
        return old_tap(turn);
    }
    turn.find_after(offer.request, offer.whom, true);
}

/// A rule forbids the time by now: said as it is, and other times at once.
pub(crate) fn refused(turn: &mut Turn, number: u32, why: Refused) {
    let Some(offer) = turn.memory.offer(number).cloned() else { return old_tap(turn) };
    turn.say(Phrase::new(match why {
        Refused::TooSoon => Key::NothingTooSoon,
        Refused::Closed => Key::NothingClosed,
        Refused::PatientBusy => Key::PatientBusy,
    }));
    let not = offer.slots.iter().map(|it| it.from).collect();
    turn.find(Request { not, ..offer.request }, offer.whom);
}

/// A reminder's "I need to change": times at once.
pub(crate) fn reopen(turn: &mut Turn, appointment: AppointmentId) {
    let which = Which::exactly(appointment);
    super::goals::pursue(turn, Goal::Move { which, windows: Vec::new(), earliest: false });
}
