//! The waiting list in the chat: put on it, asked about it, changed, taken off. A freed time that comes of it is
//! answered in `freed.rs`.

use super::{Turn, goals, naming, offering, requests, settling};
use crate::effect::{Effect, OptionLabel, Request};
use crate::memory::{Awaited, Flow, Goal, Whom};
use crate::step::first;
use crate::tap::Tap;
use crate::waiting_words::{self, Wants};
use crate::wording;
use svara_language::phrases::{Key, Phrase};
use svara_language::{Intent, Reading};
use svara_model::{AppointmentId, WaitEntry};

/// What a message wants of the waiting list; true when it was about that.
pub(crate) fn heard(turn: &mut Turn, text: &str, reading: &Reading) -> bool {
    let earlier = first(reading) == Intent::EarlierTime;
    match waiting_words::wants(text, earlier) {
        Some(Wants::Leave) => leave(turn),
        Some(Wants::Ask) => tell(turn),
        Some(Wants::Join) => join(turn, text, reading),
        None => return false,
    }
    true
}

/// Puts the patient on the list: for what is on the table, for something before their visit, or for what they say.
fn join(turn: &mut Turn, text: &str, reading: &Reading) {
    if let Some((request, whom)) = on_the_table(turn).filter(|_| reading.when.is_none()) {
        return wait(turn, request, whom);
    }
    let which = requests::which_of(turn, text, reading);
    let named = crate::matching::service(turn.view, reading);
    let coming = |it: &svara_model::Appointment| named.as_ref().is_none_or(|named| *named == it.slot.service);
    if turn.view.appointments.iter().any(coming) {
        let windows = requests::windows(reading.when.as_ref());
        let practitioner = crate::matching::practitioner(turn.view, reading);
        return goals::pursue(turn, Goal::WaitFor { which, windows, practitioner });
    }
    let Some(request) = requests::wish(turn, reading, reading.when.as_ref()) else {
        return turn.hand_over(Key::HandOver, svara_model::HandoverReason::NothingFree);
    };
    match requests::whom(turn, text, reading) {
        Some(whom) => wait(turn, request, whom),
        None => goals::pursue(turn, Goal::Wait(request)),
    }
}

/// The wish that nothing was found for, or for which other times were shown.
fn on_the_table(turn: &Turn) -> Option<(Request, Whom)> {
    match &turn.memory.flow {
        Flow::AskingToWait { request, whom } | Flow::AskingWhen { request, whom } => {
            Some((request.clone(), whom.clone()))
        }
        Flow::Offering { offer } => turn.memory.offer(*offer).map(|it| (it.request.clone(), it.whom.clone())),
        _ => None,
    }
}

/// Puts a wish on the list, once it has a name.
pub(crate) fn wait(turn: &mut Turn, request: Request, whom: Whom) {
    match whom {
        Whom::Patient(patient) => {
            let request = without_its_end(turn, request);
            turn.effects.push(Effect::Wait { request, patient });
            turn.memory.flow = Flow::Awaiting(Awaited::Waiting);
        }
        Whom::New(Some(name)) if name.split_whitespace().count() > 1 => enrol(turn, request, name),
        Whom::New(_) => {
            turn.say(Phrase::new(Key::WaitAskName));
            turn.memory.flow = Flow::AskingWaitName { request };
        }
    }
}

/// "Before my visit" needs no window of its own: nobody is ever offered a later time than they have.
fn without_its_end(turn: &Turn, mut request: Request) -> Request {
    let standing = request.moving.as_ref().and_then(|it| turn.view.appointment(it));
    if standing.is_some_and(|it| matches!(request.windows.as_slice(), [(_, to)] if *to == it.slot.from)) {
        request.windows.clear();
    }
    request
}

fn enrol(turn: &mut Turn, request: Request, name: String) {
    turn.memory.flow = Flow::Awaiting(Awaited::WaitEnrolment { request });
    turn.effects.push(Effect::Enrol { name });
}

/// The name for a place on the list.
pub(crate) fn name_heard(turn: &mut Turn, request: Request, text: &str, reading: &Reading) -> bool {
    match naming::full_name(text, reading) {
        Some(name) if name.split_whitespace().count() > 1 => enrol(turn, request, name),
        Some(_) => turn.say(Phrase::new(Key::WaitAskName)),
        None if first(reading) == Intent::No => not_now(turn),
        None => return false,
    }
    true
}

/// It is on the list: said in full, so that a misunderstanding shows.
pub(crate) fn waits(turn: &mut Turn, entry: &WaitEntry, changed: bool) {
    turn.memory.flow = Flow::Idle;
    let standing = entry.appointment.as_ref().and_then(|it| turn.view.appointment(it)).cloned();
    let key = match (changed, &standing) {
        (true, _) => Key::WaitChanged,
        (false, Some(_)) => Key::WaitAddedEarlier,
        (false, None) => Key::WaitAdded,
    };
    let mut phrase = Phrase::new(key).with("wish", wish_in_words(turn, entry));
    if let (Key::WaitAddedEarlier, Some(standing)) = (key, &standing) {
        phrase = phrase.with("when", when(turn, standing.slot.from));
    }
    turn.say(phrase);
    let booked = turn.view.appointments_of(&entry.patient).any(|it| it.slot.service == entry.service);
    if !booked && !changed {
        goals::ask_to_book_meanwhile(turn);
    }
}

/// `Undersökning hos Dr Anna Lindqvist, tisdagar 12–17`.
fn wish_in_words(turn: &Turn, entry: &WaitEntry) -> String {
    let view = turn.view;
    let mut service = turn.service_for(&entry.service, &Whom::Patient(entry.patient.clone()));
    if let Some(it) = &entry.practitioner {
        let phrase = Phrase::new(Key::WaitWith)
            .with("service", service)
            .with("practitioner", wording::practitioner_name(&view.clinic, it));
        service = svara_language::phrases::render(&phrase, &view.language);
    }
    let times = wording::windows(&entry.windows, &view.zone, &view.language);
    if times.is_empty() { service } else { format!("{service}, {times}") }
}

fn when(turn: &Turn, at: jiff::Timestamp) -> String {
    wording::day_and_time(at, &turn.view.zone, &turn.view.language)
}

/// "Am I on the list?"
fn tell(turn: &mut Turn) {
    no_nagging(turn);
    let lines: Vec<String> = turn.view.waiting.iter().map(|it| wish_in_words(turn, it)).collect();
    match lines.as_slice() {
        [] => {
            let Some(request) = whatever_is_usual(turn) else {
                return turn.say(Phrase::new(Key::WaitLeftNone));
            };
            offer_to_wait(turn, Phrase::new(Key::WaitNotListed), request.0, request.1);
        }
        [one] => {
            let since = wording::day(turn.view.waiting[0].since, &turn.view.zone, &turn.view.language);
            turn.say(Phrase::new(Key::WaitListed).with("wish", one.clone()).with("since", since));
            turn.back_to_flow();
        }
        _ => {
            let lines: Vec<String> = lines.iter().map(|it| format!("• {it}")).collect();
            turn.say(Phrase::new(Key::WaitListedMany).with("lines", lines.join("\n")));
            turn.back_to_flow();
        }
    }
}

/// Questions of ours that somebody who speaks of the list has left behind are not asked again.
fn no_nagging(turn: &mut Turn) {
    if matches!(
        turn.memory.flow,
        Flow::AskingToWait { .. } | Flow::AskingWaitName { .. } | Flow::AskingToBook
    ) {
        turn.memory.flow = Flow::Idle;
    }
}

/// What somebody who names nothing would wait for: something before their visit, or what most come for.
fn whatever_is_usual(turn: &Turn) -> Option<(Request, Whom)> {
    let whom = turn.patient().map_or(Whom::New(None), |it| Whom::Patient(it.id.clone()));
    let coming = turn.patient().and_then(|it| turn.view.appointments_of(&it.id).next());
    if let Some(standing) = coming {
        return Some((goals::before(turn, standing), whom));
    }
    let service = turn.view.clinic.default_service()?.id.clone();
    Some((Request::any(service), whom))
}

/// "Take me off the list."
fn leave(turn: &mut Turn) {
    let about = turn.memory.about.clone();
    let mine = |it: &&WaitEntry| about.as_ref().is_none_or(|about| *about == it.patient);
    no_nagging(turn);
    let ids: Vec<_> = turn.view.waiting.iter().filter(mine).map(|it| it.id.clone()).collect();
    if ids.is_empty() {
        turn.say(Phrase::new(Key::WaitLeftNone));
    } else {
        turn.effects.push(Effect::StopWaiting(ids));
        turn.say(Phrase::new(Key::WaitLeft));
    }
    turn.back_to_flow();
}

/// Shall they wait for one?
pub(crate) fn offer_to_wait(turn: &mut Turn, phrase: Phrase, request: Request, whom: Whom) {
    let options = vec![(Tap::Wait, words(Key::ButtonWait)), (Tap::WaitNo, words(Key::ButtonNoThanks))];
    turn.ask(phrase, options);
    turn.memory.flow = Flow::AskingToWait { request, whom };
}

/// The same question once more.
pub(crate) fn ask_again(turn: &mut Turn, request: Request, whom: Whom) {
    offer_to_wait(turn, Phrase::new(Key::WaitAsk), request, whom);
}

/// Nothing is free before a visit: it stands, and they may wait for something earlier.
pub(crate) fn none_earlier(turn: &mut Turn, request: Request, standing: &AppointmentId, whom: Whom) {
    let Some(standing) = turn.view.appointment(standing).cloned() else { return offering::or_menu(turn) };
    if request.wait {
        return wait(turn, request, whom);
    }
    let from = when(turn, standing.slot.from);
    let there = |it: &WaitEntry| it.patient == standing.patient && it.service == standing.slot.service;
    if turn.view.waiting.iter().any(there) {
        turn.say(Phrase::new(Key::NoneEarlierWaiting).with("when", from));
        return;
    }
    offer_to_wait(turn, Phrase::new(Key::NoneEarlierThan).with("when", from), request, whom);
}

/// Yes or no to waiting; a day with the yes narrows the wish.
pub(crate) fn answered(turn: &mut Turn, request: Request, whom: Whom, reading: &Reading) -> bool {
    match first(reading) {
        Intent::Yes | Intent::Choose | Intent::EarlierTime => {
            let windows = requests::windows(reading.when.as_ref());
            let request = if windows.is_empty() { request } else { Request { windows, ..request } };
            wait(turn, request, whom);
        }
        Intent::No | Intent::ConfirmAttendance if reading.when.is_none() => not_now(turn),
        _ => return false,
    }
    true
}

/// A tap on "yes, put me on it".
pub(crate) fn tapped(turn: &mut Turn) {
    match on_the_table(turn).or_else(|| whatever_is_usual(turn)) {
        Some((request, whom)) => wait(turn, request, whom),
        None => offering::old_tap(turn),
    }
}

/// A tap on "no, thanks".
pub(crate) fn not_now(turn: &mut Turn) {
    let moving = match &turn.memory.flow {
        Flow::AskingToWait { request, .. } => request.moving.clone(),
        _ => None,
    };
    turn.memory.flow = Flow::Idle;
    match moving {
        Some(standing) => settling::keep(turn, &standing),
        None => turn.say(Phrase::new(Key::Okay)),
    }
}

fn words(key: Key) -> OptionLabel {
    OptionLabel::Words(Phrase::new(key))
}
