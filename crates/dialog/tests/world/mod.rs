//! A world without a store: it carries a step's effects out on a few lists, answers them, and looks after each turn
//! whether what must always hold still does.
#![allow(dead_code, reason = "each test file uses its part of the world")]

mod clinic;
mod list;
mod plans;
mod readings;

use clinic::clinic;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
#[allow(unused_imports, reason = "each test file uses its part of the world")]
pub use readings::{at, reading};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use svara_dialog::{
    Awaited, Effect, Event, Flow, Memory, Nothing, Request, Say, View, compose, silent_step, step,
};
use svara_language::{Intent, Reading};
use svara_model::{
    Appointment, AppointmentId, AppointmentStatus, Clinic, HandoverReason, Language, Outgoing, Patient,
    PatientId, Slot, TimeOffer, WaitEntry,
};

/// A Tuesday evening.
pub const NOW: &str = "2026-03-10T21:00:00Z";
/// A turn that goes on for longer goes round in circles.
const STEPS_MAX: usize = 16;

/// Everything around one conversation.
#[derive(Clone)]
pub struct World {
    pub memory: Memory,
    pub now: Timestamp,
    pub language: Language,
    pub patients: Vec<Patient>,
    pub appointments: Vec<Appointment>,
    pub reminded: Option<AppointmentId>,
    /// Starts that somebody else has.
    pub taken: BTreeSet<Timestamp>,
    /// Who answers: the desk, nobody yet, or a person.
    pub waiting: bool,
    pub staff: bool,
    /// The cards that staff got.
    pub cards: Vec<HandoverReason>,
    /// Whether reminders are wanted, when anything was said about it.
    pub reminders: Option<bool>,
    /// The last answer, if there was one.
    pub answer: Option<Outgoing>,
    /// All ids that could ever be tapped here, the newest last.
    pub taps: Vec<String>,
    /// Their wishes on the waiting list.
    pub waits: Vec<WaitEntry>,
    /// A freed time that they were asked about.
    pub freed: Option<TimeOffer>,
    /// Visits that can't take place.
    pub touched: Vec<AppointmentId>,
    /// Who wants to be called.
    pub calls: BTreeSet<AppointmentId>,
    clinic: Arc<Clinic>,
    booked_from: BTreeMap<u32, usize>,
    next: u128,
}

impl World {
    /// Nobody that the clinic knows.
    pub fn newcomer() -> Self {
        Self {
            memory: Memory::default(),
            now: NOW.parse().unwrap(),
            language: Language::swedish(),
            patients: Vec::new(),
            appointments: Vec::new(),
            reminded: None,
            taken: BTreeSet::new(),
            waiting: false,
            staff: false,
            cards: Vec::new(),
            reminders: None,
            answer: None,
            taps: Vec::new(),
            waits: Vec::new(),
            freed: None,
            touched: Vec::new(),
            calls: BTreeSet::new(),
            clinic: Arc::new(clinic()),
            booked_from: BTreeMap::new(),
            next: 1,
        }
    }

    /// Sara, who has nothing booked.
    pub fn sara() -> Self {
        let mut world = Self::newcomer();
        world.enrol("Sara Ek");
        world
    }

    /// Sara with a check-up on Thursday at ten.
    pub fn sara_on_thursday() -> Self {
        let mut world = Self::sara();
        world.give("2026-03-12T09:00:00Z");
        world
    }

    /// Sara with two check-ups.
    pub fn sara_twice() -> Self {
        let mut world = Self::sara_on_thursday();
        world.give("2026-03-19T09:00:00Z");
        world
    }

    /// Three who share a number; Elsa has a check-up.
    pub fn family() -> Self {
        let mut world = Self::newcomer();
        for name in ["Maja Berg", "Elsa Berg", "Otto Berg"] {
            world.enrol(name);
        }
        world.give("2026-03-12T09:00:00Z");
        let elsa = world.patients[1].id.clone();
        world.appointments[0].patient = elsa;
        world
    }

    /// The patient writes.
    pub fn says(&mut self, intent: Intent) -> &mut Self {
        self.said("…", reading(intent))
    }

    /// The patient writes these words, read like this.
    pub fn said(&mut self, text: &str, reading: Reading) -> &mut Self {
        self.hear(Event::Said { text: text.to_owned(), reading })
    }

    /// The patient taps a choice of the last message that had any.
    pub fn taps(&mut self, index: usize) -> &mut Self {
        let id = self.choices()[index].clone();
        self.tapped(&id)
    }

    /// The patient taps something by its id.
    pub fn tapped(&mut self, id: &str) -> &mut Self {
        self.hear(Event::Tapped { id: id.to_owned(), title: "…".to_owned() })
    }

    /// The words of the last answer.
    pub fn words(&self) -> String {
        self.answer.as_ref().map_or_else(String::new, |it| match it {
            Outgoing::Text { body } | Outgoing::Buttons { body, .. } | Outgoing::List { body, .. } => {
                body.clone()
            }
            Outgoing::Link { body, .. } => body.clone(),
            Outgoing::Template(it) => it.shown.clone(),
        })
    }

    /// What can be tapped below the last answer.
    pub fn choices(&self) -> Vec<String> {
        match &self.answer {
            Some(Outgoing::Buttons { buttons, .. }) => buttons.iter().map(|it| it.id.clone()).collect(),
            Some(Outgoing::List { rows, .. }) => rows.iter().map(|it| it.id.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// One turn, as the desk takes it.
    pub fn hear(&mut self, event: Event) -> &mut Self {
        let view = self.view();
        if self.waiting || self.staff {
            let (memory, effects) = silent_step(std::mem::take(&mut self.memory), &event, &view, self.staff);
            self.memory = memory;
            let said = self.carry_out_all(effects).1;
            assert!(said.is_empty() || !self.staff, "the machine spoke while a person had the conversation");
            self.answer = compose(&said, &self.view());
            return self;
        }
        let mut events = VecDeque::from([event]);
        let mut said = Vec::new();
        for steps in 0.. {
            let Some(event) = events.pop_front() else { break };
            assert!(steps < STEPS_MAX, "the conversation goes round in circles");
            let view = self.view();
            let (memory, effects) = step(std::mem::take(&mut self.memory), event, &view);
            self.memory = memory;
            let (answers, words) = self.carry_out_all(effects);
            events.extend(answers);
            said.extend(words);
        }
        self.answer = compose(&said, &self.view());
        self.remember_taps();
        self.look_after_turn();
        self
    }

    fn remember_taps(&mut self) {
        let new = self.choices();
        self.taps.retain(|it| !new.contains(it));
        self.taps.extend(new);
    }

    fn carry_out_all(&mut self, effects: Vec<Effect>) -> (Vec<Event>, Vec<Say>) {
        let (mut answers, mut said) = (Vec::new(), Vec::new());
        for effect in effects {
            match effect {
                Effect::Say(say) => said.push(say),
                other => answers.extend(self.carry_out(other)),
            }
        }
        (answers, said)
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Find(request) => return Some(self.find(&request)),
            Effect::Book { slot, patient } => return Some(self.book(slot, &patient)),
            Effect::Move { appointment, slot } => return Some(self.shift(&appointment, slot)),
            Effect::Cancel(id) => {
                // What is called off may be booked again.
                self.booked_from.clear();
                let index = self.appointments.iter().position(|it| it.id == id);
                return Some(match index {
                    Some(index) => Event::Cancelled(self.appointments.remove(index)),
                    None => Event::TimeGone,
                });
            }
            Effect::Confirm(id) => {
                self.reminded = None;
                if let Some(it) = self.appointments.iter_mut().find(|it| it.id == id) {
                    it.status = AppointmentStatus::Confirmed;
                }
            }
            Effect::FindPlans(ask) => return Some(self.find_plans(&ask)),
            Effect::BookPlan(visits) => return Some(self.book_plan(&visits)),
            Effect::Enrol { name } => return Some(Event::Enrolled(self.enrol(&name))),
            Effect::OptOut => self.reminders = Some(false),
            Effect::OptIn => self.reminders = Some(true),
            Effect::TellStaff(reason) => self.cards.push(reason),
            Effect::HandOver(reason) => {
                self.cards.push(reason);
                self.waiting = true;
            }
            Effect::SetLanguage(language) => self.language = language,
            Effect::Wait { request, patient } => return Some(self.wait(request, patient)),
            Effect::StopWaiting(ids) => self.waits.retain(|it| !ids.contains(&it.id)),
            Effect::TakeOffer(id) => return Some(self.take_offer(&id)),
            Effect::DeclineOffer(id) => self.freed = self.freed.take().filter(|it| it.id != id),
            Effect::WantsCall(id) => drop(self.calls.insert(id)),
            Effect::Say(_) | Effect::Hold(_) | Effect::Release | Effect::Source(_) | Effect::AskOff(_) => {}
        }
        None
    }

    fn find(&self, request: &Request) -> Event {
        let inside = |at: Timestamp| {
            request.windows.is_empty() || request.windows.iter().any(|it| it.0 <= at && at < it.1)
        };
        let fits = |it: &Slot| inside(it.from) && !request.not.contains(&it.from);
        let free = self.free(request);
        let slots: Vec<Slot> = free.iter().filter(|it| fits(it)).take(3).cloned().collect();
        if !slots.is_empty() || request.only {
            let nothing = slots.is_empty().then_some(Nothing::Full);
            return Event::TimesFound { slots, wider: false, nothing };
        }
        Event::TimesFound {
            slots: free.into_iter().take(3).collect(),
            wider: true,
            nothing: Some(Nothing::Closed),
        }
    }

    /// Every half hour of the working days to come.
    fn free(&self, request: &Request) -> Vec<Slot> {
        let practitioner = if request.service.as_str() == "hygienist" { "haddad" } else { "lindqvist" };
        let first = self.now.as_second().div_euclid(1800) + 5;
        (first..first + 48 * 30)
            .filter_map(|it| Timestamp::from_second(it * 1800).ok())
            .filter(|it| (7..15).contains(&it.to_zoned(TimeZone::UTC).hour()) && self.is_free(*it))
            .map(|from| Slot {
                from,
                to: from + SignedDuration::from_mins(30),
                service: request.service.clone(),
                practitioner: practitioner.parse().unwrap(),
                rooms: Vec::new(),
            })
            .collect()
    }

    pub fn is_free(&self, from: Timestamp) -> bool {
        !self.taken.contains(&from) && self.appointments.iter().all(|it| it.slot.from != from)
    }

    pub fn book(&mut self, slot: Slot, patient: &PatientId) -> Event {
        if slot.from <= self.now || !self.is_free(slot.from) {
            return Event::TimeGone;
        }
        if let Flow::Awaiting(Awaited::Settling { offer, .. }) = self.memory.flow {
            self.note_booking(offer);
        }
        let appointment = self.appointment(slot, patient.clone());
        self.appointments.push(appointment.clone());
        self.appointments.sort_by_key(|it| it.slot.from);
        Event::Booked(appointment)
    }

    /// Whatever is tapped, an offer books once.
    pub fn note_booking(&mut self, offer: u32) {
        let times = self.booked_from.entry(offer).or_default();
        *times += 1;
        assert_eq!(*times, 1, "offer {offer} was booked from twice");
    }

    pub fn shift(&mut self, id: &AppointmentId, slot: Slot) -> Event {
        let free = slot.from > self.now && self.is_free(slot.from);
        let Some(it) = self.appointments.iter_mut().find(|it| &it.id == id).filter(|_| free) else {
            return Event::TimeGone;
        };
        let before = it.clone();
        it.slot = slot;
        it.revision += 1;
        let after = it.clone();
        self.appointments.sort_by_key(|it| it.slot.from);
        Event::Moved { before, after }
    }

    /// Someone stands in the register from here on.
    pub fn enrol(&mut self, name: &str) -> Patient {
        let patient = Patient {
            id: PatientId::new(1, self.fresh()),
            clinic: self.clinic.id.clone(),
            name: name.to_owned(),
            language: None,
            phone: None,
        };
        self.patients.push(patient.clone());
        patient
    }

    pub fn fresh(&mut self) -> u128 {
        self.next += 1;
        self.next
    }

    /// Time passes; visits that have begun are no longer coming.
    pub fn later(&mut self, hours: i64) -> &mut Self {
        self.now += SignedDuration::from_hours(hours);
        let now = self.now;
        self.appointments.retain(|it| it.slot.from > now);
        self
    }

    pub fn view(&self) -> View {
        let coming = |id: &AppointmentId| self.appointments.iter().any(|it| &it.id == id);
        View {
            clinic: Arc::clone(&self.clinic),
            zone: TimeZone::get("Europe/Stockholm").unwrap(),
            now: self.now,
            language: self.language.clone(),
            patients: self.patients.clone(),
            appointments: self.appointments.clone(),
            reminded: self.reminded.clone().filter(coming),
            waiting: self.waits.clone(),
            freed: self.freed.clone(),
            touched: self.touched.iter().filter(|it| coming(it)).cloned().collect(),
            public_url: "https://desk.example".to_owned(),
        }
    }

    /// What must hold after every turn, whatever was heard.
    fn look_after_turn(&self) {
        assert!(
            !matches!(self.memory.flow, Flow::Awaiting(_)),
            "the turn ended waiting: {:?}",
            self.memory.flow
        );
        let starts: BTreeSet<Timestamp> = self.appointments.iter().map(|it| it.slot.from).collect();
        assert_eq!(starts.len(), self.appointments.len(), "two visits at one time");
        let words = self.words();
        let greetings =
            words.split_whitespace().filter(|it| matches!(*it, "Hej" | "Hej!" | "Hi" | "Hi!")).count();
        assert!(greetings <= 1, "two greetings: {words}");
        assert!(!words.contains("{$") && !words.contains("{ $"), "a hole: {words}");
        if let Some(Outgoing::Buttons { buttons, .. }) = &self.answer {
            assert!(buttons.iter().all(|it| it.title.encode_utf16().count() <= 20));
        }
        let kept = serde_json::to_string(&self.memory).unwrap();
        assert_eq!(serde_json::from_str::<Memory>(&kept).unwrap(), self.memory, "the memory is kept whole");
    }
}
