//! A freed time is offered to somebody who waits for one: yes, no, or too late.

use super::{Turn, offering, settling};
use crate::effect::{Effect, Request};
use crate::memory::{Awaited, Flow, Whom};
use crate::step::first;
use svara_language::phrases::{Key, Phrase};
use svara_language::{Intent, Reading};
use svara_model::{OfferId, TimeOffer};

/// Words that answer the freed time we asked about: it was the last thing said, or nothing else is under way.
pub(crate) fn heard(turn: &mut Turn, reading: &Reading) -> bool {
    let Some(offer) = turn.view.freed.clone() else { return false };
    let heard_before = turn.view.now - turn.silence();
    if turn.memory.flow != Flow::Idle && heard_before > offer.offered_at {
        return false;
    }
    let named = reading
        .when
        .as_ref()
        .map(|when| when.windows.iter().any(|it| it.from <= offer.slot.from && offer.slot.from < it.to));
    match (first(reading), named) {
        (Intent::Yes | Intent::Choose | Intent::ConfirmAttendance, None | Some(true))
        | (Intent::Book | Intent::Reschedule, Some(true)) => yes(turn, offer.id),
        (Intent::No | Intent::CannotAttend, None | Some(true)) => no(turn, offer.id),
        // "No, but on Friday?": a no, and a wish that the rest of the desk hears.
        (Intent::No, Some(false)) => {
            turn.effects.push(Effect::DeclineOffer(offer.id));
            return false;
        }
        _ => return false,
    }
    true
}

/// Takes it: a booking, or the move of the visit they have.
pub(crate) fn yes(turn: &mut Turn, offer: OfferId) {
    turn.effects.push(Effect::TakeOffer(offer));
    turn.memory.flow = Flow::Awaiting(Awaited::Freed);
}

/// It goes to the next; their place on the list stays.
pub(crate) fn no(turn: &mut Turn, offer: OfferId) {
    turn.effects.push(Effect::DeclineOffer(offer));
    turn.say(Phrase::new(Key::OfferDeclined));
    turn.back_to_flow();
}

/// Somebody was faster, or the answer came too late: the next best times at once.
pub(crate) fn gone(turn: &mut Turn, offer: Option<TimeOffer>) {
    turn.memory.flow = Flow::Idle;
    let Some(offer) = offer else { return offering::old_tap(turn) };
    let theirs = turn
        .view
        .appointments_of(&offer.patient)
        .find(|it| it.slot.from == offer.slot.from && it.slot.practitioner == offer.slot.practitioner);
    if let Some(standing) = theirs.cloned() {
        return settling::already(turn, &standing);
    }
    let standing = offer.moving.as_ref().and_then(|it| turn.view.appointment(it));
    let request = Request {
        moving: standing.map(|it| it.id.clone()),
        windows: standing.map(|it| (turn.view.now, it.slot.from)).into_iter().collect(),
        earliest: true,
        only: true,
        not: vec![offer.slot.from],
        ..Request::any(offer.slot.service)
    };
    turn.effects.push(Effect::Find(request.clone()));
    let whom = Whom::Patient(offer.patient);
    turn.memory.flow = Flow::Awaiting(Awaited::NextBest { request, whom });
}

/// What is left once a freed time was lost: offered honestly, or their place on the list.
pub(crate) fn next_best(turn: &mut Turn, request: Request, whom: Whom, found: offering::Found) {
    if found.slots.is_empty() {
        turn.memory.flow = Flow::Idle;
        turn.say(Phrase::new(Key::OfferGoneNothing));
    } else {
        offering::offer(turn, request, whom, true, found);
    }
}
