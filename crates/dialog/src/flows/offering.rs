//! Times on the table: offered, chosen by tap or words, corrected, lost to somebody faster.

use super::{Turn, settling, unclear};
use crate::effect::{Effect, OptionLabel, Request};
use crate::event::Nothing;
use crate::memory::{Awaited, Flow, Goal, Offer, Which, Whom};
use crate::step::first;
use crate::tap::Tap;
use crate::{matching, wording};
use svara_language::phrases::{Key, Phrase};
use svara_language::{Intent, Reading};
use svara_model::{AppointmentId, PatientId, Slot};

/// What a search found.
pub(crate) struct Found {
    pub(crate) slots: Vec<Slot>,
    pub(crate) wider: bool,
    pub(crate) nothing: Option<Nothing>,
}

/// Puts times on the table, or says honestly that there are none.
pub(crate) fn offer(turn: &mut Turn, request: Request, whom: Whom, after_loss: bool, found: Found) {
    if found.slots.is_empty() {
        nothing_found(turn, request, whom, after_loss, found.nothing);
        return;
    }
    let phrase = opening_words(turn, &request, after_loss, &found);
    let number = turn.memory.put_on_table(found.slots, request, whom, turn.view.now);
    let options = options_of(turn, number);
    turn.ask(phrase, options);
}

fn opening_words(turn: &Turn, request: &Request, after_loss: bool, found: &Found) -> Phrase {
    let view = turn.view;
    let service = wording::service_name(&view.clinic, &request.service, &view.language);
    let same = found.slots.iter().all(|it| it.practitioner == found.slots[0].practitioner);
    if after_loss {
        return Phrase::new(Key::TimeGone);
    }
    if found.wider {
        let why = svara_language::phrases::render(&nothing_words(found.nothing), &view.language);
        return Phrase::new(Key::OfferWider).with("why", why);
    }
    if request.moving.is_some() {
        return Phrase::new(Key::OfferMove);
    }
    if !request.not.is_empty() {
        return Phrase::new(Key::OfferAgain);
    }
    let key = match (same, found.slots.len()) {
        (_, 1) => Key::OfferOne,
        (true, _) => Key::OfferTimesWith,
        (false, _) => Key::OfferTimes,
    };
    let phrase = Phrase::new(key).with("service", service);
    if key == Key::OfferTimes {
        return phrase;
    }
    phrase.with("practitioner", wording::practitioner_name(&view.clinic, &found.slots[0].practitioner))
}

fn nothing_words(nothing: Option<Nothing>) -> Phrase {
    Phrase::new(match nothing {
        Some(Nothing::Closed) => Key::NothingClosed,
        Some(Nothing::TooSoon) => Key::NothingTooSoon,
        Some(Nothing::TooFar) => Key::NothingTooFar,
        Some(Nothing::Full) | None => Key::NothingFull,
    })
}

fn nothing_found(turn: &mut Turn, request: Request, whom: Whom, after_loss: bool, nothing: Option<Nothing>) {
    if after_loss {
        turn.say(Phrase::new(Key::TimeGoneNothing));
    } else {
        turn.say(nothing_words(nothing));
    }
    // The search already looked as far as the clinic plans: only a person can do more.
    turn.say(Phrase::new(Key::NothingAtAll));
    turn.memory.flow = Flow::AskingWhen { request, whom };
    turn.effects.push(Effect::TellStaff(svara_model::HandoverReason::NothingFree));
}

fn options_of(turn: &Turn, number: u32) -> Vec<(Tap, OptionLabel)> {
    let slots = turn.memory.offer(number).map_or(&[][..], |it| it.slots.as_slice());
    slots
        .iter()
        .enumerate()
        .map(|(index, slot)| (Tap::Slot { offer: number, index }, OptionLabel::Time(slot.clone())))
        .collect()
}

/// The same times once more, after a digression.
pub(crate) fn show_again(turn: &mut Turn, number: u32, key: Key) {
    let options = options_of(turn, number);
    if options.is_empty() {
        turn.memory.flow = Flow::Idle;
    } else {
        turn.ask(Phrase::new(key), options);
    }
}

/// The times on the table again, or what else can be done.
pub(crate) fn or_menu(turn: &mut Turn) {
    match turn.memory.open_offer().map(|it| it.number) {
        Some(number) => show_again(turn, number, Key::BackToOffer),
        None => turn.ask(Phrase::new(Key::HowCanIHelp), unclear::main_menu()),
    }
}

/// Words while times are on the table.
pub(crate) fn heard(turn: &mut Turn, number: u32, reading: &Reading) -> bool {
    let Some(offer) = turn.memory.offer(number).cloned() else { return false };
    if let Some(index) = reading.choice {
        choose(turn, number, index);
        return true;
    }
    match first(reading) {
        Intent::Yes | Intent::Choose if offer.slots.len() == 1 => choose(turn, number, 0),
        Intent::Yes | Intent::Choose if reading.when.is_none() => show_again(turn, number, Key::AskWhichSlot),
        Intent::EarlierTime if reading.when.is_none() => earlier(turn, offer),
        Intent::No
        | Intent::Book
        | Intent::AskAvailability
        | Intent::Reschedule
        | Intent::Choose
        | Intent::Yes
        | Intent::EarlierTime
        | Intent::CannotAttend
        | Intent::Unknown => return other_times(turn, offer, reading),
        Intent::Cancel if offer.request.moving.is_none() && turn.view.appointments.is_empty() => {
            abandon(turn)
        }
        _ => return false,
    }
    true
}

fn abandon(turn: &mut Turn) {
    turn.memory.flow = Flow::Idle;
    turn.say(Phrase::new(Key::StartOver));
}

/// Before the first that was offered, if there is anything.
fn earlier(turn: &mut Turn, offer: Offer) {
    let first = offer.slots.iter().map(|it| it.from).min().unwrap_or(turn.view.now);
    let request = Request { windows: vec![(turn.view.now, first)], earliest: true, ..offer.request };
    turn.find(request, offer.whom);
}

/// Another wish, or simply "none of these".
fn other_times(turn: &mut Turn, offer: Offer, reading: &Reading) -> bool {
    let mut request = offer.request.clone();
    let service = matching::service(turn.view, reading).filter(|_| offer.request.moving.is_none());
    let practitioner = matching::practitioner(turn.view, reading);
    let changed = service.is_some() || practitioner.is_some();
    if let Some(service) = service {
        request = Request { windows: request.windows, ..Request::any(service) };
    }
    if practitioner.is_some() {
        request.practitioner = practitioner;
    }
    match &reading.when {
        Some(when) => request = request.at(&when.windows, when.prefer),
        None if changed => request.not.clear(),
        None if first(reading) == Intent::No => {
            request.not.extend(offer.slots.iter().map(|it| it.from));
        }
        None => return false,
    }
    turn.find(request, offer.whom);
    true
}

/// One of the times was chosen, by tap or by words.
pub(crate) fn choose(turn: &mut Turn, number: u32, index: usize) {
    let Some(offer) = turn.memory.offer(number).cloned() else { return old_tap(turn) };
    let Some(slot) = offer.slots.get(index).cloned() else { return old_tap(turn) };
    if let Some(settled) = turn.memory.settled.clone().filter(|it| it.offer == Some(number)) {
        return chosen_again(turn, &settled.appointment, number, index, &slot);
    }
    if slot.from <= turn.view.now {
        turn.say(Phrase::new(Key::OldTime));
        turn.find(Request { windows: Vec::new(), ..offer.request }, offer.whom);
        return;
    }
    match offer.whom {
        Whom::Patient(patient) => take_for(turn, number, index, patient),
        Whom::New(Some(name)) if name.split_whitespace().count() > 1 => enrol(turn, number, index, name),
        Whom::New(name) => {
            turn.effects.push(Effect::Hold(slot));
            turn.memory.flow = Flow::AskingName { offer: number, index };
            turn.say(match name {
                Some(name) => Phrase::new(Key::AskNameOther).with("name", name),
                None => Phrase::new(Key::AskName),
            });
        }
    }
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
    let effect = match offer.request.moving.clone() {
        Some(appointment) => Effect::Move { appointment, slot },
        None => Effect::Book { slot, patient },
    };
    turn.effects.push(effect);
    turn.memory.flow = Flow::Awaiting(Awaited::Settling { offer: number, index });
}

/// A second tap below an offer that is settled: the same time is simply theirs, another one is a question.
fn chosen_again(turn: &mut Turn, appointment: &AppointmentId, number: u32, index: usize, slot: &Slot) {
    let Some(standing) = turn.view.appointment(appointment).cloned() else { return old_tap(turn) };
    if standing.slot.from == slot.from {
        settling::already(turn, &standing);
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
        Intent::Yes | Intent::Reschedule => swap(turn, appointment, offer, index),
        Intent::No => settling::keep(turn, &appointment),
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

/// A button from too long ago.
pub(crate) fn old_tap(turn: &mut Turn) {
    turn.say(Phrase::new(Key::OldButton));
    or_menu(turn);
}

/// Somebody was faster: the next best times at once.
pub(crate) fn lost(turn: &mut Turn, number: u32) {
    let Some(offer) = turn.memory.offer(number).cloned() else { return old_tap(turn) };
    if offer.request.moving.as_ref().is_some_and(|it| turn.view.appointment(it).is_none()) {
        return old_tap(turn);
    }
    turn.find_after(offer.request, offer.whom, true);
}

/// A reminder's "I need to change": times at once.
pub(crate) fn reopen(turn: &mut Turn, appointment: AppointmentId) {
    let which = Which::exactly(appointment);
    super::goals::pursue(turn, Goal::Move { which, windows: Vec::new(), earliest: false });
}
