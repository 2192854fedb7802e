//! Several appointments at once: who comes, whole plans on the table, one tap that books all of one. What a plan says
//! in words is in `plan_lines.rs`.
//!
//! Absent: changing a plan. Each of its appointments is moved and called off like any other.

use super::{Turn, naming, offering, plan_lines, requests};
use crate::effect::{Choice, Effect, OptionLabel, Say};
use crate::matching::{self, NameMatch};
use crate::memory::{Awaited, Flow, Whom};
use crate::plan::{PlanAsk, PlanOffer};
use crate::plan_words::{self, Several};
use crate::step::first;
use crate::tap::Tap;
use svara_language::phrases::{Key, Phrase};
use svara_language::{Intent, Reading};
use svara_model::{Appointment, FreePlan, HandoverReason, Patient, PlanWish, PrivacyProfile};

/// Between two who come one after the other, and between two services of one visit.
const WAIT_MINUTES: u32 = 15;
/// More visits than this are planned with a person.
const VISITS_MAX: usize = 12;
/// More people than this are a matter for a person, too.
const PEOPLE_MAX: usize = 5;

/// A wish for several appointments; false when it is none.
pub(crate) fn heard(turn: &mut Turn, text: &str, reading: &Reading) -> bool {
    if !may_wish(first(reading)) {
        return false;
    }
    let named: Vec<Whom> =
        matching::patients_in_text(turn.view, text).iter().map(|it| Whom::Patient(it.id.clone())).collect();
    let several = match plan_words::several(&turn.view.clinic, text) {
        // "Is there anything for the kids to play with?" is no wish for a time.
        Some(Several::Together { vaguely: true, .. })
            if !wishes(first(reading)) || !plan_words::names_a_visit(text) && reading.service.is_none() =>
        {
            return false;
        }
        Some(it) => it,
        // "Can Elsa and Otto come on Friday?"
        None if named.len() > 1 && wishes(first(reading)) && !asked_for_names(turn) => {
            let side_by_side = plan_words::at_once(text);
            Several::Together { people: Some(named.len()), side_by_side, vaguely: false }
        }
        None => return false,
    };
    let Some(wish) = wish(turn, &several, named.len(), reading) else { return false };
    let too_many = wish.visits() > VISITS_MAX
        || matches!(wish, PlanWish::Together { people, .. } if people > PEOPLE_MAX);
    // An open network hears of free times and of no kind of visit; a plan is nothing but kinds of visits.
    if too_many || turn.view.clinic.privacy.profile == PrivacyProfile::SeOpenNet {
        turn.hand_over(Key::HandOver, HandoverReason::Asked);
        return true;
    }
    turn.let_go();
    let people = who(turn, &wish, named, text, reading);
    let when = reading.when.as_ref().filter(|it| !is_the_rhythm(&several, &it.text));
    let ask = PlanAsk { wish, people, windows: requests::windows(when), not: Vec::new() };
    look(turn, ask);
    true
}

/// "Once a week" is no wish for this week.
fn is_the_rhythm(several: &Several, when: &str) -> bool {
    matches!(several, Several::Series { rhythm, .. } if rhythm.contains(&matching::fold(when)))
}

fn asked_for_names(turn: &Turn) -> bool {
    matches!(turn.memory.flow, Flow::AskingPlanNames { .. })
}

fn may_wish(intent: Intent) -> bool {
    wishes(intent) || matches!(intent, Intent::Unknown | Intent::Yes | Intent::Greeting | Intent::Choose)
}

fn wishes(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::Book | Intent::AskAvailability | Intent::Symptom | Intent::EarlierTime | Intent::Reschedule
    )
}

fn wish(turn: &Turn, several: &Several, named: usize, reading: &Reading) -> Option<PlanWish> {
    let request = || requests::wish(turn, reading, None);
    Some(match several {
        Several::Series { visits, weeks_between, .. } => {
            let request = request()?;
            PlanWish::Series {
                service: request.service,
                practitioner: request.practitioner,
                visits: *visits,
                weeks_between: *weeks_between,
            }
        }
        Several::Together { people, side_by_side, .. } => {
            let request = request()?;
            PlanWish::Together {
                service: request.service,
                practitioner: request.practitioner,
                // How many shows when their names are told.
                people: people.unwrap_or(named).max(named).max(2),
                side_by_side: *side_by_side,
                wait_minutes: WAIT_MINUTES,
            }
        }
        Several::Combined { first, second } => {
            PlanWish::Combined { first: first.clone(), second: second.clone(), wait_minutes: WAIT_MINUTES }
        }
    })
}

/// Who comes, as far as the message and the contact say it. No name that was not said is ever offered.
fn who(turn: &mut Turn, wish: &PlanWish, named: Vec<Whom>, text: &str, reading: &Reading) -> Vec<Whom> {
    if matches!(wish, PlanWish::Together { .. }) {
        return if named.len() == wish.visits() { named } else { Vec::new() };
    }
    match requests::whom(turn, text, reading) {
        Some(Whom::New(name)) => {
            name.filter(|it| is_full(it)).map(|it| Whom::New(Some(it))).into_iter().collect()
        }
        Some(known) => vec![known],
        None => turn.patient().map(|it| Whom::Patient(it.id.clone())).into_iter().collect(),
    }
}

fn is_full(name: &str) -> bool {
    name.split_whitespace().count() > 1
}

/// Looks for plans, or asks first who comes.
fn look(turn: &mut Turn, ask: PlanAsk) {
    if ask.people.is_empty() {
        turn.say(Phrase::new(asks_names(&ask)));
        turn.memory.flow = Flow::AskingPlanNames { ask };
        return;
    }
    turn.effects.push(Effect::FindPlans(ask.clone()));
    turn.memory.flow = Flow::Awaiting(Awaited::Plans { ask, after_loss: false });
}

fn asks_names(ask: &PlanAsk) -> Key {
    if matches!(ask.wish, PlanWish::Together { .. }) { Key::PlanAskNames } else { Key::PlanAskName }
}

/// The same question once more.
pub(crate) fn ask_names_again(turn: &mut Turn, ask: &PlanAsk) {
    let key = match asks_names(ask) {
        Key::PlanAskNames => Key::PlanAskNamesAgain,
        _ => Key::PlanAskNameAgain,
    };
    turn.say(Phrase::new(key));
}

/// The names of those who come.
pub(crate) fn names_heard(turn: &mut Turn, ask: PlanAsk, text: &str, reading: &Reading) -> bool {
    if first(reading) == Intent::No && reading.name.is_none() {
        return false;
    }
    let said = plan_words::names(text);
    let each: Vec<Option<Whom>> = said.iter().map(|it| person(turn, it, said.len(), reading)).collect();
    let wanted = if matches!(ask.wish, PlanWish::Together { .. }) { 2..=PEOPLE_MAX } else { 1..=1 };
    let known: Vec<Whom> = each.iter().flatten().cloned().collect();
    if known.is_empty() && !crate::nuance::is_small(text) {
        return false;
    }
    if known.len() < each.len() || !wanted.contains(&known.len()) {
        ask_names_again(turn, &ask);
        return true;
    }
    let wish = match ask.wish {
        PlanWish::Together { service, practitioner, side_by_side, wait_minutes, .. } => {
            PlanWish::Together { service, practitioner, people: known.len(), side_by_side, wait_minutes }
        }
        other => other,
    };
    look(turn, PlanAsk { wish, people: known, ..ask });
    true
}

/// Somebody in the register by the name that was said, or a newcomer with first and family name.
fn person(turn: &Turn, name: &str, among: usize, reading: &Reading) -> Option<Whom> {
    let typed = if among == 1 { naming::full_name(name, reading) } else { naming::a_name(name) };
    let name = typed?;
    if let NameMatch::One(patient) = matching::patient_by_name(turn.view, &name) {
        return Some(Whom::Patient(patient.id.clone()));
    }
    is_full(&name).then_some(Whom::New(Some(name)))
}

/// Puts plans on the table, or says honestly that there are none.
pub(crate) fn offer(turn: &mut Turn, ask: PlanAsk, after_loss: bool, plans: Vec<FreePlan>) {
    let plans: Vec<FreePlan> = plans.into_iter().filter(|it| it.missing.is_empty()).collect();
    if plans.is_empty() {
        return nothing(turn, ask, after_loss);
    }
    let number = turn.memory.next_offer;
    turn.memory.next_offer += 1;
    turn.memory.plans = Some(PlanOffer { number, plans, ask, taken: false });
    turn.memory.flow = Flow::OfferingPlans;
    if after_loss {
        turn.say(Phrase::new(Key::PlanGone));
    }
    show(turn, None);
}

/// Side by side is tried one after the other before the answer is no.
fn nothing(turn: &mut Turn, ask: PlanAsk, after_loss: bool) {
    if let PlanWish::Together { service, practitioner, people, side_by_side: true, wait_minutes } = ask.wish {
        turn.say(Phrase::new(Key::PlanNotSideBySide));
        let wish = PlanWish::Together { service, practitioner, people, side_by_side: false, wait_minutes };
        let ask = PlanAsk { wish, ..ask };
        turn.effects.push(Effect::FindPlans(ask.clone()));
        turn.memory.flow = Flow::Awaiting(Awaited::Plans { ask, after_loss });
        return;
    }
    turn.memory.flow = Flow::Idle;
    let words = |key: Key| OptionLabel::Words(Phrase::new(key));
    let key = if ask.not.is_empty() { Key::PlanNothing } else { Key::PlanNothingMore };
    turn.ask(
        Phrase::new(key),
        vec![(Tap::Human, words(Key::ButtonHuman)), (Tap::Book, words(Key::ButtonBook))],
    );
}

/// The plans on the table: in full, or again after something else.
pub(crate) fn show(turn: &mut Turn, again: Option<Key>) {
    let Some(offer) = turn.memory.plans.clone() else { return offering::old_tap(turn) };
    let options = offer.plans.iter().enumerate().filter_map(|(index, plan)| {
        let slot = plan.visits.first()?.slot.clone();
        Some((Tap::Plan { offer: offer.number, index }, OptionLabel::Time(slot)))
    });
    let options = options.collect();
    let phrase = again.map_or_else(|| plan_lines::offer(turn.view, &offer), Phrase::new);
    turn.ask(phrase, options);
}

/// Words while plans are on the table.
pub(crate) fn answered(turn: &mut Turn, text: &str, reading: &Reading) -> bool {
    let Some(offer) = turn.memory.plans.clone() else { return false };
    let intent = first(reading);
    let asks = intent == Intent::Question || text.contains('?') && reading.when.is_some();
    if let Some(index) = reading.choice.filter(|_| !asks) {
        choose(turn, offer.number, index);
        return true;
    }
    match intent {
        Intent::Yes | Intent::Choose if reading.when.is_none() && offer.plans.len() == 1 => {
            choose(turn, offer.number, 0);
        }
        Intent::Yes | Intent::Choose if reading.when.is_none() => show(turn, Some(Key::AskWhichSlot)),
        Intent::No
        | Intent::Book
        | Intent::AskAvailability
        | Intent::Yes
        | Intent::Choose
        | Intent::Unknown
            if reading.when.is_some() =>
        {
            let windows = requests::windows(reading.when.as_ref());
            look(turn, PlanAsk { windows, not: Vec::new(), ..offer.ask });
        }
        Intent::No | Intent::AskAvailability | Intent::EarlierTime => other(turn, offer),
        Intent::Cancel if turn.view.appointments.is_empty() => offering::abandon(turn),
        _ => return false,
    }
    true
}

fn other(turn: &mut Turn, offer: PlanOffer) {
    let mut ask = offer.ask;
    ask.not.extend(offer.plans.iter().filter_map(FreePlan::from));
    look(turn, ask);
}

/// One of the plans was chosen, by tap or by words.
pub(crate) fn choose(turn: &mut Turn, number: u32, index: usize) {
    let offer = turn.memory.plans.clone().filter(|it| it.number == number);
    let Some(offer) = offer else { return offering::old_tap(turn) };
    let Some(plan) = offer.plans.get(index) else { return offering::old_tap(turn) };
    if offer.taken {
        return already(turn);
    }
    if plan.from().is_some_and(|it| it <= turn.view.now) {
        turn.say(Phrase::new(Key::OldTime));
        return look(turn, PlanAsk { windows: Vec::new(), ..offer.ask });
    }
    book(turn, index);
}

/// Enters whoever is new, one by one, and then books all of it.
pub(crate) fn book(turn: &mut Turn, index: usize) {
    let Some(offer) = turn.memory.plans.clone() else { return offering::old_tap(turn) };
    let new = offer.ask.people.iter().find_map(|it| match it {
        Whom::New(name) => Some(name.clone().unwrap_or_default()),
        Whom::Patient(_) => None,
    });
    if let Some(name) = new {
        turn.effects.push(Effect::Enrol { name });
        turn.memory.flow = Flow::Awaiting(Awaited::PlanEnrolment { index });
        return;
    }
    let patients = offer.ask.people.iter().filter_map(|it| match it {
        Whom::Patient(id) => Some(id.clone()),
        Whom::New(_) => None,
    });
    let visits = offer.plans.get(index).map(|it| it.visits.clone()).unwrap_or_default();
    let whose = patients.cycle();
    let bookings = visits.into_iter().map(|it| it.slot).zip(whose).collect();
    turn.effects.push(Effect::BookPlan(bookings));
    turn.memory.flow = Flow::Awaiting(Awaited::PlanSettling);
}

/// A newcomer stands in the register; the next one, or the booking.
pub(crate) fn enrolled(turn: &mut Turn, index: usize, patient: &Patient) {
    let people = turn.memory.plans.iter_mut().flat_map(|it| &mut it.ask.people);
    if let Some(it) = people.into_iter().find(|it| matches!(it, Whom::New(_))) {
        *it = Whom::Patient(patient.id.clone());
    }
    book(turn, index);
}

/// All of it is theirs: said in full, with one link for the calendar.
pub(crate) fn booked(turn: &mut Turn, appointments: &[Appointment]) {
    turn.memory.flow = Flow::Idle;
    turn.memory.settled = None;
    if turn.view.patients.len() > 1 {
        turn.memory.about = None;
    }
    if let Some(offer) = &mut turn.memory.plans {
        offer.taken = true;
    }
    let phrases = plan_lines::booked(turn.view, appointments);
    let choice = match appointments.first() {
        Some(first) if !plan_lines::is_asked(appointments) => {
            Choice::Link { label: Phrase::new(Key::ButtonCalendar), url: turn.view.calendar_link(first) }
        }
        _ => Choice::None,
    };
    turn.effects.push(Effect::Say(Say { phrases, choice }));
}

/// A second tap below plans of which one is theirs.
fn already(turn: &mut Turn) {
    turn.say(Phrase::new(Key::PlanAlready));
    turn.back_to_flow();
}

/// Somebody was faster with one of the times: nothing is booked, and there are new plans at once.
pub(crate) fn lost(turn: &mut Turn) {
    let Some(offer) = turn.memory.plans.clone() else { return offering::old_tap(turn) };
    turn.effects.push(Effect::FindPlans(offer.ask.clone()));
    turn.memory.flow = Flow::Awaiting(Awaited::Plans { ask: offer.ask, after_loss: true });
}
