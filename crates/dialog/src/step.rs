//! The order in which things are looked at: safety, stop words, a person, then whatever is under way.

use crate::effect::{Effect, Request, Say};
use crate::event::Event;
use crate::flows::{self, Turn};
use crate::memory::{Flow, Goal, Memory, Whom};
use crate::nuance;
use crate::tap::Tap;
use crate::view::View;
use jiff::SignedDuration;
use svara_language::phrases::{Key, Phrase};
use svara_language::{Expecting, Intent, Reading};

/// After so long a silence a patient is greeted again.
const GREETING_HOURS: i64 = 12;
/// After so long a silence a conversation begins afresh. Offers of an evening are often answered the next day.
const SILENCE_HOURS_MAX: i64 = 72;
/// "No, Friday" this long after a booking still means that booking.
const CORRECTION_MINUTES: i64 = 60;
/// A stop or an emergency is acted on from this confidence, wherever it stands among the readings.
const SAFETY_CONFIDENCE: f64 = 0.5;

/// What the desk asked last, for the reader of the next message.
pub fn expecting(memory: &Memory, view: &View) -> Option<Expecting> {
    match &memory.flow {
        Flow::Offering { .. } | Flow::AskingWhich { .. } | Flow::OfferingPlans => Some(Expecting::SlotChoice),
        Flow::AskingName { .. }
        | Flow::AskingWhom { .. }
        | Flow::AskingWaitName { .. }
        | Flow::AskingPlanNames { .. } => Some(Expecting::Name),
        Flow::ConfirmingCancel { .. }
        | Flow::ConfirmingSwap { .. }
        | Flow::AskingToBook
        | Flow::AskingToWait { .. } => Some(Expecting::YesNo),
        Flow::AskingWhen { .. } => Some(Expecting::Date),
        Flow::MoveOrCancel { .. } => Some(Expecting::FreeText),
        Flow::Idle | Flow::Awaiting(_) => {
            (view.reminded.is_some() || view.freed.is_some()).then_some(Expecting::YesNo)
        }
    }
}

/// What is heard while a person has the conversation: the machine is silent, but a confirmed visit is recorded,
/// a stop is obeyed, and signs of an emergency are never left without the number to call.
pub fn silent_step(mut memory: Memory, event: &Event, view: &View, taken: bool) -> (Memory, Vec<Effect>) {
    let effects = match event {
        Event::Tapped { id, .. } => match Tap::parse(id) {
            Some(Tap::Confirm(it)) if view.appointment(&it).is_some() => vec![Effect::Confirm(it)],
            _ => Vec::new(),
        },
        Event::Said { reading, .. } if has(reading, Intent::Emergency) && taken => {
            // The person who has the conversation answers; everybody else at the clinic is told, too.
            vec![Effect::TellStaff(svara_model::HandoverReason::Emergency)]
        }
        Event::Said { reading, .. } if has(reading, Intent::Emergency) => flows::safety::emergency(view),
        Event::Said { reading, .. } if first(reading) == Intent::OptOut => vec![Effect::OptOut],
        _ => Vec::new(),
    };
    if effects.iter().any(|it| matches!(it, Effect::Confirm(_))) {
        memory.reminded = None;
    }
    (memory, effects)
}

/// One step: where the conversation stands and what happened, to where it stands now and what shall be done.
pub fn step(memory: Memory, event: Event, view: &View) -> (Memory, Vec<Effect>) {
    let mut turn = Turn::new(memory, view);
    match event {
        Event::Said { text, reading } => {
            turn.hear();
            said(&mut turn, &text, &reading);
        }
        Event::Tapped { id, title } => {
            turn.hear();
            flows::taps::tapped(&mut turn, &id, &title);
        }
        Event::SentMedia(_) => {
            turn.hear();
            turn.hand_over_or_note(Key::HandOverMedia, svara_model::HandoverReason::Unreadable);
        }
        Event::SentLocation => {
            turn.hear();
            turn.say(Phrase::new(Key::LocationReceived));
            turn.back_to_flow();
        }
        Event::SentContact => {
            turn.hear();
            turn.say(Phrase::new(Key::ContactReceived));
            turn.back_to_flow();
        }
        Event::SentUnreadable => {
            turn.hear();
            turn.say(Phrase::new(Key::Unreadable));
            turn.back_to_flow();
        }
        Event::Unanswered => flows::silence::unanswered(&mut turn),
        Event::Lapsed => flows::silence::lapsed(&mut turn),
        answer => flows::answered(&mut turn, answer),
    }
    turn.done()
}

fn said(turn: &mut Turn, text: &str, reading: &Reading) {
    forget_what_is_stale(turn);
    if has(reading, Intent::Emergency) {
        // The fixed text stands alone: no greeting before it, no booking chatter after it.
        turn.memory.flow = Flow::Idle;
        turn.effects = flows::safety::emergency(turn.view);
        return;
    }
    if flows::commands::heard(turn, text) || flows::waiting::heard(turn, text, reading) {
        turn.memory.misunderstood = 0;
        return;
    }
    if nuance::only_insults(text) && is_unsure(reading) {
        return flows::unclear::not_understood(turn, text);
    }
    let name_awaited = matches!(
        turn.memory.flow,
        Flow::AskingName { .. }
            | Flow::AskingWhom { .. }
            | Flow::AskingWaitName { .. }
            | Flow::AskingPlanNames { .. }
    );
    let a_name = name_awaited && flows::naming::looks_like_an_answer(text, reading);
    if !a_name && flows::requests::urgent(turn, reading) {
        return;
    }
    let before = turn.memory.misunderstood;
    let understood = flows::freed::heard(turn, reading)
        || flows::withdrawn(turn, text, reading)
        || flows::plans::heard(turn, text, reading)
        || in_flow(turn, text, reading)
        || flows::requests::heard(turn, text, reading);
    if !understood {
        flows::unclear::not_understood(turn, text);
    } else if turn.memory.misunderstood == before {
        turn.memory.misunderstood = 0;
    }
}

/// From this confidence a message asks for something, however it is put.
const SURE: f64 = 0.9;

fn is_unsure(reading: &Reading) -> bool {
    reading.when.is_none() && reading.intents.first().is_none_or(|it| it.confidence < SURE)
}

fn forget_what_is_stale(turn: &mut Turn) {
    let silent = turn.silence();
    if silent <= SignedDuration::from_hours(GREETING_HOURS) {
        return;
    }
    // A reminder came meanwhile: the answer is to that.
    if silent > SignedDuration::from_hours(SILENCE_HOURS_MAX) || turn.view.reminded.is_some() {
        turn.memory.flow = Flow::Idle;
        turn.memory.about = None;
    }
    turn.memory.misunderstood = 0;
    // Whoever answers what we asked about a freed time was greeted with the question.
    if turn.effects.is_empty() && turn.view.freed.is_none() {
        turn.greet();
    }
}

/// What is under way hears the message first; false when it has nothing to say to it.
fn in_flow(turn: &mut Turn, text: &str, reading: &Reading) -> bool {
    match turn.memory.flow.clone() {
        Flow::Idle => flows::asking::moved_by_staff(turn, reading) || after_settling(turn, text, reading),
        Flow::Awaiting(_) => false,
        Flow::Offering { offer } => flows::offering::heard(turn, offer, text, reading),
        Flow::AskingName { offer, index } => flows::naming::heard(turn, offer, index, text, reading),
        Flow::AskingWhom { goal } => flows::naming::whom_heard(turn, &goal, text, reading),
        Flow::AskingWhich { goal, among } => flows::which::heard(turn, &goal, &among, reading),
        Flow::ConfirmingCancel { appointment } => flows::cancelling::answered(turn, appointment, reading),
        Flow::MoveOrCancel { appointment } => flows::cancelling::move_or_cancel(turn, appointment, reading),
        Flow::ConfirmingSwap { appointment, offer, index } => {
            flows::choosing::swap_answered(turn, appointment, offer, index, reading)
        }
        Flow::AskingWhen { request, whom } => when_told(turn, request, whom, reading),
        Flow::AskingToBook => flows::requests::asked_to_book(turn, reading),
        Flow::AskingToWait { request, whom } => flows::waiting::answered(turn, request, whom, reading),
        Flow::AskingWaitName { request } => flows::waiting::name_heard(turn, request, text, reading),
        Flow::AskingPlanNames { ask } => flows::plans::names_heard(turn, ask, text, reading),
        Flow::OfferingPlans => flows::plans::answered(turn, text, reading),
    }
}

fn when_told(turn: &mut Turn, request: Request, whom: Whom, reading: &Reading) -> bool {
    let Some(when) = &reading.when else { return false };
    if matches!(first(reading), Intent::Cancel | Intent::ListAppointments) {
        return false;
    }
    turn.find(request.at(&when.windows, when.prefer), whom);
    true
}

/// "No, Friday" or "actually later" just after a booking means that booking.
fn after_settling(turn: &mut Turn, text: &str, reading: &Reading) -> bool {
    let Some(settled) = turn.memory.settled.clone() else { return reminded(turn, reading) };
    let fresh = turn.view.now.duration_since(settled.at) < SignedDuration::from_mins(CORRECTION_MINUTES);
    let begins = text.split(|it: char| !it.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    let says_no =
        matches!(begins.as_str(), "nej" | "no" | "nää" | "nä" | "näe" | "sorry" | "förlåt" | "oj" | "oops");
    let correction = says_no || matches!(first(reading), Intent::No | Intent::Unknown | Intent::Choose);
    match (&reading.when, fresh && correction) {
        (Some(when), true) if turn.view.appointment(&settled.appointment).is_some() => {
            let goal = Goal::Move {
                which: crate::memory::Which::exactly(settled.appointment),
                windows: when.windows.iter().map(|it| (it.from, it.to)).collect(),
                earliest: false,
            };
            flows::goals::pursue(turn, goal);
            true
        }
        _ => reminded(turn, reading),
    }
}

/// A bare yes or no after a reminder is about that visit.
fn reminded(turn: &mut Turn, reading: &Reading) -> bool {
    let Some(appointment) = turn.view.reminded.clone() else { return false };
    let which = crate::memory::Which::exactly(appointment);
    match first(reading) {
        Intent::Yes | Intent::ConfirmAttendance => flows::goals::pursue(turn, Goal::Confirm(which)),
        Intent::No | Intent::CannotAttend if reading.when.is_none() => {
            flows::goals::pursue(turn, Goal::CannotAttend(which));
        }
        _ => return false,
    }
    true
}

/// The first thing asked for.
pub(crate) fn first(reading: &Reading) -> Intent {
    reading.intents.first().map_or(Intent::Unknown, |it| it.name)
}

/// Whether something is asked for with enough confidence, anywhere in the message.
pub(crate) fn has(reading: &Reading, intent: Intent) -> bool {
    first(reading) == intent
        || reading.intents.iter().any(|it| it.name == intent && it.confidence >= SAFETY_CONFIDENCE)
}

impl Turn<'_> {
    /// Asks once more what was asked before a digression, so that no answer ends in silence.
    pub(crate) fn back_to_flow(&mut self) {
        match self.memory.flow.clone() {
            Flow::Idle | Flow::Awaiting(_) => {}
            Flow::Offering { offer } => flows::offering::show_again(self, offer, Key::BackToOffer),
            Flow::AskingName { offer, .. } => flows::naming::ask(self, offer, true),
            Flow::AskingWhom { .. } => self.say(Phrase::new(Key::AskWhom)),
            Flow::AskingWhich { goal, among } => flows::which::ask_again(self, goal, &among),
            Flow::ConfirmingCancel { appointment } => flows::cancelling::tapped(self, &appointment),
            Flow::MoveOrCancel { appointment } => flows::cancelling::ask_again(self, &appointment),
            Flow::ConfirmingSwap { appointment, offer, index } => {
                flows::choosing::ask_swap(self, &appointment, offer, index);
            }
            Flow::AskingWhen { .. } => self.say(Phrase::new(Key::AskWhenVague)),
            Flow::AskingToBook => flows::goals::ask_to_book(self),
            Flow::AskingToWait { request, whom } => flows::waiting::ask_again(self, request, whom),
            Flow::AskingWaitName { .. } => self.say(Phrase::new(Key::WaitAskName)),
            Flow::AskingPlanNames { ask } => flows::plans::ask_names_again(self, &ask),
            Flow::OfferingPlans => flows::plans::show(self, Some(Key::BackToOffer)),
        }
    }

    /// Words alone.
    pub(crate) fn say(&mut self, phrase: Phrase) {
        self.effects.push(Effect::Say(Say::plain(phrase)));
    }
}
