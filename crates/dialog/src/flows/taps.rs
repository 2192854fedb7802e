//! Taps: each says by itself what it does, so an old one is answered truthfully.

use super::{Turn, absent, cancelling, choosing, freed, goals, offering, plans, settling, waiting};
use crate::effect::Request;
use crate::memory::{Flow, Goal, Which};
use crate::tap::Tap;
use svara_language::phrases::Key;
use svara_model::HandoverReason;

pub(crate) fn tapped(turn: &mut Turn, id: &str, _title: &str) {
    turn.memory.misunderstood = 0;
    let Some(tap) = Tap::parse(id) else { return offering::old_tap(turn) };
    match tap {
        Tap::Slot { offer, index } => slot(turn, offer, index),
        Tap::Plan { offer, index } => plans::choose(turn, offer, index),
        Tap::Other { offer } => other(turn, offer),
        Tap::Book => book(turn),
        Tap::Mine => goals::pursue(turn, Goal::List),
        Tap::Human => turn.hand_over(Key::HandOver, HandoverReason::Asked),
        Tap::Confirm(it) => goals::pursue(turn, Goal::Confirm(Which::exactly(it))),
        Tap::Move(it) => choosing::reopen(turn, it),
        Tap::Cancel(it) => cancelling::tapped(turn, &it),
        Tap::CancelSurely(it) => cancelling::surely(turn, &it, None),
        Tap::Keep(it) => settling::keep(turn, &it),
        Tap::Which(it) => which(turn, &it),
        Tap::Swap { appointment, offer, index } => choosing::swap(turn, appointment, offer, index),
        Tap::Wait => waiting::tapped(turn),
        Tap::WaitNo => waiting::not_now(turn),
        Tap::OfferYes(it) => freed::yes(turn, it),
        Tap::OfferNo(it) => freed::no(turn, it),
        Tap::CallMe(it) => absent::call_me(turn, &it),
    }
}

fn slot(turn: &mut Turn, offer: u32, index: usize) {
    if turn.memory.offer(offer).is_some() {
        choosing::choose(turn, offer, index);
    } else {
        offering::old_tap(turn);
    }
}

fn other(turn: &mut Turn, number: u32) {
    match turn.memory.offer(number).cloned() {
        Some(offer) => {
            let mut request = offer.request;
            request.not.extend(offer.slots.iter().map(|it| it.from));
            turn.find(request, offer.whom);
        }
        None => offering::old_tap(turn),
    }
}

/// Starts booking what is meant when no service is named.
fn book(turn: &mut Turn) {
    match turn.view.clinic.default_service().map(|it| it.id.clone()) {
        Some(service) => goals::pursue(turn, Goal::Book(Request::any(service))),
        None => turn.hand_over(Key::HandOver, HandoverReason::NothingFree),
    }
}

fn which(turn: &mut Turn, id: &svara_model::AppointmentId) {
    let Flow::AskingWhich { goal, .. } = turn.memory.flow.clone() else { return offering::old_tap(turn) };
    turn.memory.flow = Flow::Idle;
    match turn.view.appointment(id).cloned() {
        Some(appointment) => goals::act(turn, goal, &appointment),
        None => offering::old_tap(turn),
    }
}
