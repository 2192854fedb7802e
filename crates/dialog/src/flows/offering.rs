//! Times on the table: offered, corrected, narrowed, taken back. Choosing one is in `choosing.rs`.

use super::{Turn, absent, choosing, settling, unclear, waiting};
use crate::effect::{Effect, OptionLabel, Request};
use crate::event::Nothing;
use crate::memory::{Flow, Offer, Which, Whom};
use crate::step::first;
use crate::tap::Tap;
use crate::{matching, nuance, opening, wording};
use jiff::{SignedDuration, Timestamp};
use svara_language::phrases::{Key, Phrase};
use svara_language::{Intent, Reading};
use svara_model::Slot;

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
    let phrase = opening_words(turn, &request, &whom, after_loss, &found);
    let full = found.wider && !after_loss && matches!(found.nothing, Some(Nothing::Full) | None);
    let number = turn.memory.put_on_table(found.slots, request, whom, turn.view.now);
    let options = options_of(turn, number);
    turn.ask(phrase, options);
    if full && let Some(Effect::Say(say)) = turn.effects.last_mut() {
        say.phrases.push(Phrase::new(Key::WaitHint));
    }
}

fn opening_words(turn: &Turn, request: &Request, whom: &Whom, after_loss: bool, found: &Found) -> Phrase {
    let view = turn.view;
    let service = turn.service_for(&request.service, whom);
    let same = found.slots.iter().all(|it| it.practitioner == found.slots[0].practitioner);
    if after_loss {
        return Phrase::new(Key::TimeGone);
    }
    if found.wider {
        let why = view.render(&nothing_words(turn, request, found.nothing));
        return Phrase::new(Key::OfferWider).with("why", why);
    }
    if found.slots.len() > 1 && shown_just_before(turn, request, found) {
        return Phrase::new(Key::OfferAgain);
    }
    if request.moving.as_ref().is_some_and(|it| absent::is_touched(turn, it)) {
        return Phrase::new(Key::AbsentTimes);
    }
    if request.moving.is_some() {
        return Phrase::new(if found.slots.len() == 1 { Key::OfferMoveOne } else { Key::OfferMove });
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

/// Whether times of the same kind were shown already and none was taken: then nobody needs the whole sentence again.
fn shown_just_before(turn: &Turn, request: &Request, found: &Found) -> bool {
    let Some(before) = turn.memory.offers.last() else { return false };
    let settled = turn.memory.settled.as_ref().is_some_and(|it| it.at >= before.at);
    let same = before.request.service == request.service
        && before.request.moving == request.moving
        && before.slots.iter().chain(&found.slots).all(|it| it.practitioner == before.slots[0].practitioner);
    !settled && same && turn.view.now.duration_since(before.at) < SignedDuration::from_hours(AFRESH_HOURS)
}

/// Times shown longer ago than this are introduced afresh.
const AFRESH_HOURS: i64 = 1;

fn nothing_words(turn: &Turn, request: &Request, nothing: Option<Nothing>) -> Phrase {
    let view = turn.view;
    Phrase::new(match nothing {
        Some(Nothing::Closed) if opening::opens_within(view, &request.windows) => {
            let service = wording::service_name(&view.clinic, &request.service, &view.language);
            return Phrase::new(Key::NothingAway).with("service", service);
        }
        Some(Nothing::Closed) => {
            return match opening::closed_for(view, &request.windows) {
                Some(day) => Phrase::new(Key::NothingHoliday).with("day", day),
                None => Phrase::new(Key::NothingClosed),
            };
        }
        Some(Nothing::TooSoon) => Key::NothingTooSoon,
        Some(Nothing::TooFar) => Key::NothingTooFar,
        Some(Nothing::NoRoom) => Key::NothingNoRoom,
        Some(Nothing::DayFull) => Key::NothingDayFull,
        Some(Nothing::PatientBusy) => Key::NothingPatientBusy,
        Some(Nothing::Full) | None => Key::NothingFull,
    })
}

fn nothing_found(turn: &mut Turn, request: Request, whom: Whom, after_loss: bool, nothing: Option<Nothing>) {
    if request.only {
        return nothing_earlier(turn, request, whom);
    }
    if after_loss {
        turn.say(Phrase::new(Key::TimeGoneNothing));
    } else {
        let phrase = nothing_words(turn, &request, nothing);
        turn.say(phrase);
    }
    // The search already looked as far as the clinic plans: only a person or a freed time can do more.
    let words = |key: Key| OptionLabel::Words(Phrase::new(key));
    let options = vec![(Tap::Wait, words(Key::ButtonWait)), (Tap::Human, words(Key::ButtonHuman))];
    turn.ask(Phrase::new(Key::NothingAtAll), options);
    turn.memory.flow = Flow::AskingWhen { request, whom };
    turn.effects.push(Effect::TellStaff(svara_model::HandoverReason::NothingFree));
}

/// Nothing earlier. Of an offer: it stays on the table. Of a visit: it stands, and they may wait for something.
fn nothing_earlier(turn: &mut Turn, request: Request, whom: Whom) {
    let shown =
        turn.memory.offers.last().filter(|it| it.slots.iter().all(|slot| request.not.contains(&slot.from)));
    let standing = request.moving.clone().filter(|it| turn.view.appointment(it).is_some());
    turn.memory.flow = Flow::Idle;
    if let Some(standing) = standing.clone().filter(|_| request.wait) {
        return waiting::none_earlier(turn, request, &standing, whom);
    }
    match (shown.map(|it| it.number), standing) {
        (Some(number), _) => {
            turn.say(Phrase::new(Key::NothingEarlier));
            turn.memory.flow = Flow::Offering { offer: number };
            show_again(turn, number, Key::BackToOffer);
        }
        (None, Some(standing)) => waiting::none_earlier(turn, request, &standing, whom),
        (None, None) => or_menu(turn),
    }
}

pub(crate) fn options_of(turn: &Turn, number: u32) -> Vec<(Tap, OptionLabel)> {
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
pub(crate) fn heard(turn: &mut Turn, number: u32, text: &str, reading: &Reading) -> bool {
    let Some(offer) = turn.memory.offer(number).cloned() else { return false };
    let intent = first(reading);
    if intent == Intent::Symptom {
        // A part of the body is no wish for another service.
        return false;
    }
    // "In the afternoon?" asks, even when only one of the times lies there.
    let asks = intent == Intent::Question || text.contains('?') && reading.when.is_some();
    if let Some(index) = reading.choice.filter(|_| !asks) {
        choosing::choose(turn, number, index);
        return true;
    }
    let bare = reading.when.is_none();
    match intent {
        Intent::Yes | Intent::Choose if offer.slots.len() == 1 && bare => choosing::choose(turn, number, 0),
        // What is free already doesn't suit: then they wait, as they asked to.
        Intent::No if bare && offer.request.wait => waiting::wait(turn, offer.request, offer.whom),
        Intent::ConfirmAttendance if bare && offer.request.moving.is_some() => withdraw(turn, number),
        Intent::Question | Intent::Cancel | Intent::ListAppointments => {
            return asked_aside(turn, &offer, intent);
        }
        Intent::Reschedule if means_another_visit(turn, &offer, reading) => return false,
        _ if other_kind(turn, &offer, reading) => return other_times(turn, &offer, reading),
        Intent::Yes | Intent::Choose | Intent::ConfirmAttendance if bare => {
            show_again(turn, number, Key::AskWhichSlot);
        }
        Intent::EarlierTime if bare => earlier(turn, offer),
        Intent::No | Intent::AskAvailability | Intent::Unknown if bare && nuance::earlier(text) => {
            earlier(turn, offer);
        }
        Intent::No | Intent::AskAvailability | Intent::Unknown if bare && nuance::later(text) => {
            later(turn, offer);
        }
        Intent::No
        | Intent::Book
        | Intent::AskAvailability
        | Intent::Reschedule
        | Intent::Choose
        | Intent::Yes
        | Intent::ConfirmAttendance
        | Intent::EarlierTime
        | Intent::CannotAttend
        | Intent::Unknown => return other_times(turn, &offer, reading),
        _ => return false,
    }
    true
}

/// Questions are answered elsewhere; a "cancel" with nothing booked means the offer.
fn asked_aside(turn: &mut Turn, offer: &Offer, intent: Intent) -> bool {
    let nothing_else = offer.request.moving.is_none() && turn.view.appointments.is_empty();
    if intent == Intent::Cancel && nothing_else {
        abandon(turn);
        return true;
    }
    false
}

/// "Move my appointment" while a new one is offered, said by somebody who has one.
fn means_another_visit(turn: &Turn, offer: &Offer, reading: &Reading) -> bool {
    let pointed = matching::which(turn.view, reading) != Which::default();
    offer.request.moving.is_none()
        && !turn.view.appointments.is_empty()
        && (pointed || reading.when.is_none())
}

/// Another service or another practitioner than the one offered was named.
fn other_kind(turn: &Turn, offer: &Offer, reading: &Reading) -> bool {
    let service = matching::service(turn.view, reading).filter(|_| offer.request.moving.is_none());
    let practitioner = matching::practitioner(turn.view, reading);
    service.is_some_and(|it| it != offer.request.service)
        || practitioner.is_some_and(|it| offer.slots.iter().any(|slot| slot.practitioner != it))
}

/// Neither these times nor others: a visit that should move stays where it is.
pub(crate) fn withdraw(turn: &mut Turn, number: u32) {
    match turn.memory.offer(number).and_then(|it| it.request.moving.clone()) {
        Some(standing) => settling::keep(turn, &standing),
        None => abandon(turn),
    }
}

pub(crate) fn abandon(turn: &mut Turn) {
    turn.let_go();
    turn.say(Phrase::new(Key::StartOver));
}

/// Before the first that was offered, if there is anything.
fn earlier(turn: &mut Turn, offer: Offer) {
    let first = offer.slots.iter().map(|it| it.from).min().unwrap_or(turn.view.now);
    let mut request =
        Request { windows: vec![(turn.view.now, first)], earliest: true, only: true, ..offer.request };
    request.not.extend(offer.slots.iter().map(|it| it.from));
    turn.find(request, offer.whom);
}

/// After the last that was offered.
fn later(turn: &mut Turn, offer: Offer) {
    let last = offer.slots.iter().map(|it| it.from).max().unwrap_or(turn.view.now);
    let mut request = Request { windows: vec![(last, Timestamp::MAX)], earliest: false, ..offer.request };
    request.not.extend(offer.slots.iter().map(|it| it.from));
    turn.find(request, offer.whom);
}

/// Another wish, or simply "none of these".
fn other_times(turn: &mut Turn, offer: &Offer, reading: &Reading) -> bool {
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
        Some(when) => {
            let before = request.windows.clone();
            request = request.at(&when.windows, when.prefer);
            request.windows = within(&before, request.windows);
        }
        None if changed => request.not.clear(),
        None if first(reading) == Intent::No => {
            request.not.extend(offer.slots.iter().map(|it| it.from));
        }
        None => return false,
    }
    request.only = false;
    turn.find(request, offer.whom.clone());
    true
}

/// "Ten o'clock" after Monday was asked for means Monday at ten: a wish that names parts of days narrows the wish
/// before it where the two meet, and replaces it where they don't.
fn within(
    before: &[(Timestamp, Timestamp)],
    said: Vec<(Timestamp, Timestamp)>,
) -> Vec<(Timestamp, Timestamp)> {
    let day = SignedDuration::from_hours(24);
    if before.is_empty() || said.iter().any(|it| it.1.duration_since(it.0) > day) {
        return said;
    }
    let meet = |a: &(Timestamp, Timestamp), b: &(Timestamp, Timestamp)| (a.0.max(b.0), a.1.min(b.1));
    let both: Vec<_> =
        said.iter().flat_map(|a| before.iter().map(move |b| meet(a, b))).filter(|it| it.0 < it.1).collect();
    if both.is_empty() { said } else { both }
}

/// A button from too long ago.
pub(crate) fn old_tap(turn: &mut Turn) {
    if matches!(turn.memory.flow, Flow::ConfirmingSwap { .. }) {
        turn.memory.flow = Flow::Idle;
    }
    turn.say(Phrase::new(Key::OldButton));
    or_menu(turn);
}
