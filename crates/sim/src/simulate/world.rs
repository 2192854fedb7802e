//! The simulated world: what happens when, and to whom. What the desk does at each gate is `scheduler.rs`.

use super::auditor::Auditor;
use super::canary::Canary;
use super::chance::Chance;
use super::clock::{DAY, HOUR, MINUTE, NodeClock, SECOND, TrueClock};
use super::faults::{Faults, Weather};
use super::gate::{Doorkeeper, Gates};
use super::node::Node;
use super::notices;
use super::patients::{Phone, Wants};
use super::provider::Provider;
use super::report::{Outcome, ViolationReport};
use super::scheduler::Task;
use super::trace::Trace;
use super::{Options, SimulationError, clinics};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use svara_desk::{Chore, Config, Desk, Ids, NoLine, NoPost, WhatsAppSettings};
use svara_model::{Clinic, MessageId, Outgoing};
use svara_store::Store;

/// Where simulated days begin, in UTC: an ordinary spring Monday, the two nights on which Europe's clocks change and
/// one of America's, and a leap day.
const STARTS: [&str; 5] = [
    "2026-03-09T05:00:00Z",
    "2026-03-27T05:00:00Z",
    "2026-10-23T05:00:00Z",
    "2026-10-30T05:00:00Z",
    "2028-02-26T05:00:00Z",
];
/// After the last day everything settles for so long before the books are closed.
pub(super) const SETTLING: i64 = 2 * HOUR;
/// Deliveries remembered for a replay of days.
const DELIVERIES_KEPT: usize = 200;

/// What a delivery brings.
#[derive(Clone, Debug)]
pub(super) enum Brings {
    Message { wamid: String, phone: usize, wants: Wants, at: i64 },
    Report { ours: Option<MessageId>, status: svara_model::DeliveryStatus },
    Garbage,
}

/// One notification on its way to the desk.
#[derive(Clone, Debug)]
pub(super) struct Delivery {
    pub(super) body: Arc<Vec<u8>>,
    pub(super) brings: Brings,
    pub(super) tries: u32,
}

/// Something that happens at a moment.
pub(super) enum Event {
    Begins(usize),
    Reads(usize, Box<Outgoing>),
    Writes(usize, Value, Wants),
    Deliver(Box<Delivery>),
    Wake(usize, Chore),
    Restart(usize),
    ClockSet(usize),
    Staff(usize),
    Hour,
    Day,
    Calm,
}

/// Until when what is away.
#[derive(Default)]
pub(super) struct Away {
    pub(super) store: i64,
    pub(super) disk: i64,
    pub(super) provider: i64,
}

pub(super) struct World {
    pub(super) options: Options,
    pub(super) chance: Chance,
    pub(super) life: Chance,
    pub(super) truth: TrueClock,
    pub(super) queue: BTreeMap<(i64, u64), Event>,
    seq: u64,
    pub(super) gates: Arc<Gates>,
    pub(super) provider: Arc<Provider>,
    pub(super) raw: Store,
    pub(super) watched: Store,
    pub(super) nodes: Vec<Node>,
    pub(super) tasks: BTreeMap<u64, Task>,
    pub(super) next_task: u64,
    pub(super) clinics: Vec<Arc<Clinic>>,
    pub(super) phones: Vec<Phone>,
    pub(super) numbers: BTreeMap<String, usize>,
    pub(super) faults: Faults,
    pub(super) auditor: Auditor,
    pub(super) trace: Trace,
    pub(super) away: Away,
    pub(super) stepped: bool,
    pub(super) calm_at: i64,
    pub(super) delivered: Vec<Delivery>,
    /// When each phone first wrote something that waits for an answer.
    pub(super) asked: BTreeMap<usize, i64>,
    pub(super) tally: Outcome,
    wamids: u64,
}

impl World {
    /// Sets everything up: clinics applied, phones in hands, processes about to start.
    pub(super) async fn open(options: &Options, store: Store) -> Result<Self, SimulationError> {
        let seed = options.seed;
        let mut chance = Chance::new(seed, 1);
        let start: jiff::Timestamp = STARTS[usize::try_from(seed).unwrap_or(0) % STARTS.len()]
            .parse()
            .expect("the starts are instants");
        let truth = TrueClock::default();
        truth.move_to(start.as_microsecond());
        let gates = Arc::new(Gates::default());
        let watched = store.watched(Arc::new(Doorkeeper(Arc::clone(&gates))));
        let (clinics, consents) = apply(options, &mut chance, &store, &truth).await?;
        let phones: Vec<Phone> = (0..options.clinics * options.patients)
            .map(|index| Phone::new(index, index / options.patients.max(1)))
            .collect();
        let numbers = phones.iter().enumerate().map(|(index, it)| (it.digits.clone(), index)).collect();
        let several = options.weather != Weather::None && chance.percent(40);
        let nodes =
            (0..if several { 2 } else { 1 }).map(|_| Node::new(NodeClock::new(truth.clone()))).collect();
        let mut auditor = Auditor::new(store.clone(), clinics.clone(), consents);
        auditor.open().await?;
        let mut world = Self {
            options: options.clone(),
            chance,
            life: Chance::new(seed, 3),
            truth,
            queue: BTreeMap::new(),
            seq: 0,
            provider: Provider::new(Arc::clone(&gates)),
            gates,
            raw: store,
            watched,
            nodes,
            tasks: BTreeMap::new(),
            next_task: 0,
            clinics,
            phones,
            numbers,
            faults: Faults::new(seed, options.weather),
            auditor,
            trace: Trace::new(options.trace),
            away: Away::default(),
            stepped: false,
            calm_at: 0,
            delivered: Vec::new(),
            asked: BTreeMap::new(),
            tally: Outcome::default(),
            wamids: 0,
        };
        world.plan_days();
        Ok(world)
    }

    /// When the phones are taken up, staff look at their screens and the evening's accounts are made.
    fn plan_days(&mut self) {
        let start = self.truth.now();
        for node in 0..self.nodes.len() {
            self.at(start + i64::try_from(node).unwrap_or(0), Event::Restart(node));
        }
        for day in 0..i64::from(self.options.days) {
            let morning = start + day * DAY;
            for phone in 0..self.phones.len() {
                if self.life.percent(16) {
                    let night = self.life.percent(8);
                    let at =
                        if night { self.life.between(0, DAY) } else { self.life.between(HOUR, 15 * HOUR) };
                    self.at(morning + at, Event::Begins(phone));
                }
            }
            for clinic in 0..self.clinics.len() {
                for _ in 0..5 {
                    let at = morning + self.life.between(2 * HOUR, 11 * HOUR);
                    self.at(at, Event::Staff(clinic));
                }
            }
            for hour in 0..24 {
                self.at(morning + hour * HOUR + 7 * MINUTE, Event::Hour);
            }
            self.at(morning + 18 * HOUR, Event::Day);
        }
        self.calm_at = start + i64::from(self.options.days) * DAY;
        self.at(self.calm_at, Event::Calm);
    }

    /// Something will happen.
    pub(super) fn at(&mut self, at: i64, event: Event) {
        self.seq += 1;
        self.queue.insert((at, self.seq), event);
    }

    /// Messages of a phone, one after the other.
    pub(super) fn acts(&mut self, phone: usize, acts: super::patients::Acts) {
        let mut at = self.truth.now();
        for (gap, content, wants) in acts {
            at += gap;
            self.at(at, Event::Writes(phone, content, wants));
        }
    }

    /// A phone sends something: the provider notifies the desk of it, at its own pace and more than once.
    pub(super) fn writes(&mut self, phone: usize, content: Value, wants: Wants) {
        let now = self.truth.now();
        self.wamids += 1;
        let wamid = format!("wamid.in{}", self.wamids);
        let it = &mut self.phones[phone];
        let number_id = clinics::number_id(it.clinic);
        let before = it.digits.clone();
        let body = notices::message(&number_id, &before, &wamid, now, content.clone());
        it.sent(&content);
        if it.digits != before {
            let after = it.digits.clone();
            self.numbers.remove(&before);
            self.numbers.insert(after.clone(), phone);
            self.auditor.moved_number(&before, &after);
        }
        self.tally.messages += 1;
        if wants == Wants::Answer {
            self.asked.entry(phone).or_insert(now);
        }
        let brings = Brings::Message { wamid, phone, wants, at: now };
        self.deliver(Delivery { body: Arc::new(body), brings, tries: 0 });
    }

    /// A notification, and its copies.
    pub(super) fn deliver(&mut self, delivery: Delivery) {
        let now = self.truth.now();
        let first = now + self.faults.delay();
        for later in self.faults.copies() {
            self.at(now + later, Event::Deliver(Box::new(delivery.clone())));
        }
        if self.delivered.len() < DELIVERIES_KEPT {
            self.delivered.push(delivery.clone());
        }
        self.at(first, Event::Deliver(Box::new(delivery)));
    }

    /// Looks at a chore of a process then, unless it looks earlier anyway.
    pub(super) fn wake(&mut self, node: usize, chore: Chore, at: i64) {
        if self.nodes[node].wakes.get(&chore).is_none_or(|it| *it > at) {
            self.nodes[node].wakes.insert(chore, at);
            self.at(at, Event::Wake(node, chore));
        }
    }

    pub(super) fn wake_all(&mut self, node: usize, after: i64) {
        let at = self.truth.now() + after;
        for chore in Chore::ALL {
            self.wake(node, chore, at);
        }
    }

    /// Whether the books may be closed.
    pub(super) fn is_over(&self) -> bool {
        self.truth.now() > self.calm_at + SETTLING
    }

    /// What it came to.
    pub(super) fn outcome(mut self, canary: &Canary) -> Outcome {
        let (lines, leaks) = canary.heard();
        self.auditor.check("I27", leaks.is_empty(), || format!("a log line says {}", leaks[0]));
        let mut checks = self.auditor.checks().clone();
        checks.insert("I27", lines.max(1));
        let violation = self.auditor.violation.as_ref().map(|it| ViolationReport {
            seed: self.options.seed,
            invariant: it.invariant.to_owned(),
            what: it.what.clone(),
            replay: self.options.replay.clone(),
            trace: self.trace.last(),
        });
        Outcome {
            steps: self.trace.steps,
            bookings: self.auditor.bookings,
            repeated: self.auditor.repeated,
            set_aside: self.auditor.set_aside,
            answers: self.auditor.answers,
            handed_over: self.auditor.handed_over,
            faults: self.faults.counts().clone(),
            checks,
            violation,
            trace_hash: self.trace.hash(),
            ..self.tally
        }
    }
}

/// The clinics' files on the store, and who agreed to be written to.
async fn apply(
    options: &Options,
    chance: &mut Chance,
    store: &Store,
    truth: &TrueClock,
) -> Result<(Vec<Arc<Clinic>>, BTreeSet<String>), SimulationError> {
    let clock = Arc::new(NodeClock::new(truth.clone()));
    let ids = Ids::seeded(options.seed ^ 0x5EED);
    let desk =
        Desk::open(store.clone(), clock, ids, config(0, 0), Arc::new(NoLine), Arc::new(NoPost)).await?;
    let mut consents = BTreeSet::new();
    let mut clinics = Vec::new();
    for clinic in 0..options.clinics {
        let file = clinics::file(chance, clinic, clinic * options.patients, options.patients);
        let agreed = |it: &&svara_desk::clinic_file::FilePatient| {
            it.consent.as_ref().is_some_and(|it| it.whatsapp.is_some())
        };
        consents.extend(file.patients.iter().filter(agreed).map(|it| it.phone.digits().to_owned()));
        desk.apply_clinic(&file).await?;
        clinics.extend(desk.clinic(&file.clinic.id));
    }
    Ok((clinics, consents))
}

/// What a process is told at its start.
pub(super) fn config(node: usize, life: u64) -> Config {
    Config {
        public_url: "https://desk.example".to_owned(),
        owner: format!("node-{node}-{life}"),
        mail_from: "desk@klinik.example".to_owned(),
        whatsapp: WhatsAppSettings { app_secret: "sim".to_owned(), verify_token: "sim".to_owned() },
    }
}

/// Redelivery waits longer each time, as Meta does: seconds at first, hours in the end.
pub(super) fn redelivered_after(tries: u32) -> i64 {
    match tries {
        0 => 5 * SECOND,
        1 => 30 * SECOND,
        2 => 3 * MINUTE,
        3 => 15 * MINUTE,
        4 => HOUR,
        _ => 4 * HOUR,
    }
}
