//! The flows of a conversation, one file each, and the hand that they all write with.

pub mod absent;
pub(crate) mod answers;
pub(crate) mod asking;
pub(crate) mod cancelling;
pub(crate) mod choosing;
pub(crate) mod commands;
pub(crate) mod facts;
pub(crate) mod freed;
pub(crate) mod goals;
pub(crate) mod naming;
pub(crate) mod offering;
pub(crate) mod plan_lines;
pub(crate) mod plans;
pub(crate) mod requests;
pub(crate) mod safety;
pub(crate) mod settling;
pub(crate) mod silence;
pub(crate) mod smalltalk;
pub(crate) mod taps;
pub(crate) mod unclear;
pub(crate) mod waiting;
pub(crate) mod which;

use crate::effect::{Choice, Effect, OptionLabel, Request, Say};
use crate::event::Event;
use crate::memory::{Awaited, Flow, Memory, Whom};
use crate::nuance;
use crate::opening;
use crate::tap::Tap;
use crate::view::View;
use crate::wording;
use jiff::SignedDuration;
use svara_language::phrases::{Key, Phrase};
use svara_language::{Intent, Reading};
use svara_model::{HandoverReason, Patient};

/// One step in the making.
pub(crate) struct Turn<'v> {
    pub(crate) memory: Memory,
    pub(crate) view: &'v View,
    pub(crate) effects: Vec<Effect>,
    silence: SignedDuration,
}

impl<'v> Turn<'v> {
    pub(crate) fn new(memory: Memory, view: &'v View) -> Self {
        let silence = memory.heard_at.map_or(SignedDuration::ZERO, |it| view.now.duration_since(it));
        Self { memory, view, effects: Vec::new(), silence }
    }

    /// The patient was heard; the very first time, the assistant says what it is.
    pub(crate) fn hear(&mut self) {
        self.begin();
        self.memory.heard_at = Some(self.view.now);
        if !self.memory.introduced {
            self.memory.introduced = true;
            self.introduce();
        }
    }

    /// What was said last is what was said before.
    pub(crate) fn begin(&mut self) {
        self.memory.said_before = std::mem::take(&mut self.memory.said);
    }

    /// A word about whom it is for, where several patients share a number.
    pub(crate) fn service_for(&self, service: &svara_model::ServiceId, whom: &Whom) -> String {
        let view = self.view;
        let service = wording::service_name(&view.clinic, service, &view.language);
        let name = match whom {
            Whom::Patient(id) if view.patients.len() > 1 => {
                view.patient(id).map(|it| it.first_name().to_owned())
            }
            Whom::New(Some(name)) if !view.patients.is_empty() => {
                name.split_whitespace().next().map(str::to_owned)
            }
            _ => None,
        };
        match name {
            Some(name) => {
                let phrase = Phrase::new(Key::ServiceFor).with("service", service).with("name", name);
                view.render(&phrase)
            }
            None => service,
        }
    }

    fn introduce(&mut self) {
        let clinic = self.view.clinic.name.clone();
        self.greet();
        self.say(Phrase::new(Key::Introduction).with("clinic", clinic));
        if self.view.clinic.privacy.language_model {
            self.say(Phrase::new(Key::IntroductionModel));
        }
    }

    /// By name when one patient stands behind the contact; a shared number names nobody.
    pub(crate) fn greet(&mut self) {
        match self.view.only_patient().map(|it| it.first_name().to_owned()) {
            Some(name) => self.say(Phrase::new(Key::Greeting).with("name", name)),
            None => self.say(Phrase::new(Key::GreetingPlain)),
        }
    }

    /// Nothing is under way any more, and no time is kept.
    pub(crate) fn let_go(&mut self) {
        if matches!(self.memory.flow, Flow::AskingName { .. }) {
            self.effects.push(Effect::Release);
        }
        self.memory.flow = Flow::Idle;
    }

    /// How long the patient had been silent before this.
    pub(crate) fn silence(&self) -> SignedDuration {
        self.silence
    }

    /// Words with something to tap.
    pub(crate) fn ask(&mut self, phrase: Phrase, options: Vec<(Tap, OptionLabel)>) {
        let options = options.into_iter().map(|(tap, label)| (tap.id(), label)).collect();
        self.effects.push(Effect::Say(Say::with(phrase, Choice::Options(options))));
    }

    /// Looks for times.
    pub(crate) fn find(&mut self, request: Request, whom: Whom) {
        self.find_after(request, whom, false);
    }

    /// Looks for times, once more after one was lost.
    pub(crate) fn find_after(&mut self, request: Request, whom: Whom, after_loss: bool) {
        self.effects.push(Effect::Find(request.clone()));
        self.memory.flow = Flow::Awaiting(Awaited::Times { request, whom, after_loss });
    }

    /// A person takes over, and the patient hears when.
    pub(crate) fn hand_over(&mut self, key: Key, reason: HandoverReason) {
        self.say(Phrase::new(key));
        self.hand_over_quietly(reason);
    }

    /// The promise and the hand-over, after words of its own.
    pub(crate) fn hand_over_quietly(&mut self, reason: HandoverReason) {
        let promise = self.promise();
        self.say(promise);
        self.memory.flow = Flow::Idle;
        self.memory.misunderstood = 0;
        // Whoever asks for a person about a visit that can't be wants to be called about it.
        self.effects.extend(self.view.touched.iter().cloned().map(Effect::WantsCall));
        self.effects.push(Effect::HandOver(reason));
    }

    /// In the middle of something a card goes to staff and the desk goes on; otherwise a person takes over.
    pub(crate) fn hand_over_or_note(&mut self, key: Key, reason: HandoverReason) {
        if self.memory.flow == Flow::Idle {
            return self.hand_over(key, reason);
        }
        self.note(key, reason);
        self.back_to_flow();
    }

    /// A card for staff, and the promise that goes with it; the desk goes on answering.
    pub(crate) fn note(&mut self, key: Key, reason: HandoverReason) {
        self.say(Phrase::new(key));
        let promise = self.promise();
        self.say(promise);
        self.effects.push(Effect::TellStaff(reason));
    }

    /// When a person will answer.
    pub(crate) fn promise(&self) -> Phrase {
        let view = self.view;
        let day = |at: jiff::Timestamp| at.to_zoned(view.zone.clone()).date();
        if let Some(until) = opening::open_until(view) {
            return Phrase::new(Key::PromiseOpen).with("until", wording::clock(until, &view.zone));
        }
        match opening::next_opening(view) {
            Some(at) if day(at) == day(view.now) => {
                Phrase::new(Key::PromiseToday).with("when", wording::clock(at, &view.zone))
            }
            Some(at) => Phrase::new(Key::PromiseLater)
                .with("when", wording::day_and_time(at, &view.zone, &view.language)),
            None => Phrase::new(Key::PromiseSoon),
        }
    }

    /// The patient this conversation concerns, when that is clear.
    pub(crate) fn patient(&self) -> Option<&'v Patient> {
        match &self.memory.about {
            Some(id) => self.view.patient(id),
            None => self.view.only_patient(),
        }
    }

    pub(crate) fn done(mut self) -> (Memory, Vec<Effect>) {
        crate::again::reword(&mut self.memory, &mut self.effects, &self.view.language);
        (self.memory, self.effects)
    }
}

/// From this confidence a message is taken to ask for something of its own.
const REQUEST_CONFIDENCE: f64 = 0.6;

/// The whole matter is taken back: what stands stays, what was only offered is dropped.
pub(crate) fn withdrawn(turn: &mut Turn, text: &str, reading: &Reading) -> bool {
    let asks = reading.intents.iter().any(|it| {
        let request = matches!(
            it.name,
            Intent::Question | Intent::Cancel | Intent::Reschedule | Intent::Book | Intent::ListAppointments
        );
        request && it.confidence >= REQUEST_CONFIDENCE
    });
    if asks || !nuance::withdraws(text, reading) {
        return false;
    }
    match turn.memory.flow.clone() {
        Flow::Idle | Flow::Awaiting(_) => return false,
        Flow::Offering { offer } => offering::withdraw(turn, offer),
        Flow::AskingName { .. } | Flow::OfferingPlans => offering::abandon(turn),
        Flow::ConfirmingCancel { appointment }
        | Flow::MoveOrCancel { appointment }
        | Flow::ConfirmingSwap { appointment, .. } => settling::keep(turn, &appointment),
        Flow::AskingToWait { .. } => waiting::not_now(turn),
        Flow::AskingWhom { .. }
        | Flow::AskingWhich { .. }
        | Flow::AskingWhen { .. }
        | Flow::AskingWaitName { .. }
        | Flow::AskingPlanNames { .. }
        | Flow::AskingToBook => {
            turn.memory.flow = Flow::Idle;
            turn.say(Phrase::new(Key::Okay));
        }
    }
    true
}

/// The world's answers to what was asked of it in this turn.
pub(crate) fn answered(turn: &mut Turn, answer: Event) {
    let Flow::Awaiting(awaited) = std::mem::take(&mut turn.memory.flow) else { return };
    match (awaited, answer) {
        (Awaited::Times { request, whom, after_loss }, Event::TimesFound { slots, wider, nothing }) => {
            let found = offering::Found { slots, wider, nothing };
            offering::offer(turn, request, whom, after_loss, found);
        }
        (Awaited::Settling { offer, .. }, Event::Booked(appointment)) => {
            settling::booked(turn, Some(offer), &appointment);
        }
        (Awaited::Settling { offer, .. }, Event::Moved { before, after }) => {
            settling::moved(turn, Some(offer), &before, &after);
        }
        (Awaited::Settling { offer, .. }, Event::TimeGone) => choosing::lost(turn, offer),
        (Awaited::Settling { offer, .. }, Event::NotAllowed(why)) => choosing::refused(turn, offer, why),
        (Awaited::Enrolment { offer, index }, Event::Enrolled(patient)) => {
            // Should the time be lost, the next one is taken without asking for the name again.
            if let Some(it) = turn.memory.offers.iter_mut().find(|it| it.number == offer) {
                it.whom = Whom::Patient(patient.id.clone());
            }
            choosing::take_for(turn, offer, index, patient.id);
        }
        (Awaited::Waiting, Event::Waits { entry, changed }) => waiting::waits(turn, &entry, changed),
        (Awaited::WaitEnrolment { request }, Event::Enrolled(patient)) => {
            waiting::wait(turn, request, Whom::Patient(patient.id));
        }
        (Awaited::Freed, Event::Booked(appointment)) => settling::booked(turn, None, &appointment),
        (Awaited::Freed, Event::Moved { before, after }) => settling::moved(turn, None, &before, &after),
        (Awaited::Freed, Event::OfferGone(offer)) => freed::gone(turn, offer),
        (Awaited::Plans { ask, after_loss }, Event::PlansFound(found)) => {
            plans::offer(turn, ask, after_loss, found);
        }
        (Awaited::PlanEnrolment { index }, Event::Enrolled(patient)) => {
            plans::enrolled(turn, index, &patient);
        }
        (Awaited::PlanSettling, Event::PlanBooked(all)) => plans::booked(turn, &all),
        (Awaited::PlanSettling, Event::PlanGone) => plans::lost(turn),
        (Awaited::NextBest { request, whom }, Event::TimesFound { slots, wider, nothing }) => {
            freed::next_best(turn, request, whom, offering::Found { slots, wider, nothing });
        }
        (Awaited::Cancellation { then }, Event::Cancelled(appointment)) => {
            cancelling::cancelled(turn, &appointment, then);
        }
        (Awaited::Cancellation { .. }, _) => turn.say(Phrase::new(Key::AlreadyCancelled)),
        // A late answer to something given up meanwhile changes nothing.
        _ => {}
    }
}
