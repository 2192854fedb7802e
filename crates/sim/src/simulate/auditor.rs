//! The auditor: books of its own, compared with the desk's after every unit of work that was kept. It knows what
//! phones wrote and the provider took, and reads what the store holds; it shares no rule with the desk.
//!
//! The invariants are those of the reference (I1-I35) as far as the desk can break them by itself;
//! `docs/reliability.md` says how each is checked and which are checked elsewhere. Absent: repairing anything.

mod closing;
mod diary;
mod hours;
mod sends;
mod talk;

use super::clock::instant;
use super::patients::Wants;
use super::provider::Call;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use svara_model::{
    Appointment, AppointmentId, Clinic, ClinicId, ContactId, ConversationId, DeliveryStatus, MessageId,
};
use svara_store::books::{self, Kept, Line, Thread};
use svara_store::{Store, StoreError, appointments, events};

/// Events read in one go; a unit writes a handful.
const EVENTS_AT_ONCE: usize = 200;
/// Units that change what the auditor keeps books of; the others only move leases and reports.
const WATCHED: [&str; 9] = [
    "turn",
    "a job",
    "change an appointment",
    "book by phone",
    "take a conversation",
    "give a conversation back",
    "answer",
    "note a look",
    "keep house",
];

/// A message that was answered with 200.
#[derive(Clone, Debug)]
pub(super) struct Accepted {
    pub(super) wamid: String,
    pub(super) phone: usize,
    pub(super) at: i64,
    pub(super) wants: Wants,
}

/// An invariant that did not hold.
#[derive(Clone, Debug)]
pub(super) struct Violation {
    pub(super) invariant: &'static str,
    pub(super) what: String,
}

/// What one unit of work changed.
#[derive(Default)]
pub(super) struct Change {
    unit: &'static str,
    events: Vec<(ClinicId, events::Event)>,
    threads: Vec<(Thread, Vec<Line>)>,
    appointments: Vec<Appointment>,
    holds: Vec<Kept>,
}

/// A message of ours as the auditor knows it.
struct Ours {
    conversation: ConversationId,
    contact: ContactId,
    clinic: ClinicId,
    out: books::Out,
}

/// Acceptances of one message by the provider.
#[derive(Default)]
struct Taken {
    times: u32,
    /// How much had gone wrong when it was last accepted.
    befallen: Option<u64>,
}

/// Its books.
pub(super) struct Auditor {
    store: Store,
    clinics: Vec<Arc<Clinic>>,
    cursor: BTreeMap<ClinicId, i64>,
    threads: BTreeMap<ConversationId, Thread>,
    introduced: BTreeSet<ConversationId>,
    ours: BTreeMap<MessageId, Ours>,
    dedupes: BTreeSet<String>,
    handled: BTreeSet<String>,
    accepted: BTreeMap<String, Accepted>,
    diary: BTreeMap<AppointmentId, Appointment>,
    holds: Vec<Kept>,
    taken: BTreeMap<MessageId, Taken>,
    reminded: BTreeMap<(AppointmentId, i64), BTreeSet<MessageId>>,
    reports: BTreeMap<MessageId, Vec<DeliveryStatus>>,
    consents: BTreeSet<String>,
    permissions: BTreeMap<ContactId, bool>,
    looks: (u64, u64),
    checks: BTreeMap<&'static str, u64>,
    pub(super) violation: Option<Violation>,
    pub(super) bookings: u64,
    pub(super) handed_over: u64,
    pub(super) answers: u64,
    pub(super) set_aside: u64,
    pub(super) repeated: u64,
}

impl Auditor {
    pub(super) fn new(store: Store, clinics: Vec<Arc<Clinic>>, consents: BTreeSet<String>) -> Self {
        Self {
            store,
            clinics,
            consents,
            cursor: BTreeMap::new(),
            threads: BTreeMap::new(),
            introduced: BTreeSet::new(),
            ours: BTreeMap::new(),
            dedupes: BTreeSet::new(),
            handled: BTreeSet::new(),
            accepted: BTreeMap::new(),
            diary: BTreeMap::new(),
            holds: Vec::new(),
            taken: BTreeMap::new(),
            reminded: BTreeMap::new(),
            reports: BTreeMap::new(),
            permissions: BTreeMap::new(),
            looks: (0, 0),
            checks: BTreeMap::new(),
            violation: None,
            bookings: 0,
            handed_over: 0,
            answers: 0,
            set_aside: 0,
            repeated: 0,
        }
    }

    /// One check; the first that fails is kept.
    pub(super) fn check(&mut self, invariant: &'static str, holds: bool, what: impl FnOnce() -> String) {
        *self.checks.entry(invariant).or_default() += 1;
        if !holds && self.violation.is_none() {
            self.violation = Some(Violation { invariant, what: what() });
        }
    }

    pub(super) fn checks(&self) -> &BTreeMap<&'static str, u64> {
        &self.checks
    }

    pub(super) fn threads(&self) -> impl Iterator<Item = &Thread> {
        self.threads.values()
    }

    pub(super) fn diary(&self) -> impl Iterator<Item = &Appointment> {
        self.diary.values()
    }

    /// A message was answered with 200.
    pub(super) fn acked(&mut self, accepted: Accepted) {
        let key = books::provider_key(&self.store, &accepted.wamid);
        if !self.handled.contains(&key) {
            self.accepted.insert(key, accepted);
        }
    }

    /// A report of the provider's was answered with 200.
    pub(super) fn reported(&mut self, ours: MessageId, status: DeliveryStatus) {
        self.reports.entry(ours).or_default().push(status);
    }

    /// A phone has another number from now on.
    pub(super) fn moved_number(&mut self, before: &str, after: &str) {
        if self.consents.contains(before) {
            self.consents.insert(after.to_owned());
        }
    }

    /// A member of staff was shown a conversation.
    pub(super) fn looked(&mut self) {
        self.looks.0 += 1;
        let (shown, noted) = self.looks;
        self.check("I23", noted >= shown, || format!("{shown} looks at conversations, {noted} on record"));
    }

    /// A unit of work was kept: what did it change, and does everything still hold? `since`: the clock of the
    /// process when it began, so that nothing older need be read.
    pub(super) async fn unit_kept(
        &mut self,
        unit: &'static str,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if !WATCHED.contains(&unit) {
            return Ok(());
        }
        let change = self.read(unit, since).await?;
        self.check_diary(&change, now);
        self.check_talk(&change);
        self.take_over(change);
        Ok(())
    }

    async fn read(&self, unit: &'static str, since: Timestamp) -> Result<Change, StoreError> {
        let clinics: Vec<(ClinicId, i64)> = self
            .clinics
            .iter()
            .map(|it| (it.id.clone(), self.cursor.get(&it.id).copied().unwrap_or(0)))
            .collect();
        let known: BTreeMap<ConversationId, i64> =
            self.threads.iter().map(|(id, it)| (id.clone(), it.last_seq)).collect();
        let known = Arc::new(known);
        self.store
            .read("audit", move |tx| {
                let (clinics, known) = (clinics.clone(), Arc::clone(&known));
                Box::pin(async move {
                    let mut change = Change { unit, ..Change::default() };
                    for (clinic, cursor) in clinics {
                        for event in events::list(tx, &clinic, Some(cursor), EVENTS_AT_ONCE).await? {
                            change.events.push((clinic.clone(), event));
                        }
                        for thread in books::threads_since(tx, &clinic, since).await? {
                            let seq = known.get(&thread.id).copied().unwrap_or(0);
                            let lines = books::lines_after(tx, &thread.id, seq).await?;
                            change.threads.push((thread, lines));
                        }
                    }
                    for id in touched(&change.events) {
                        change.appointments.extend(appointments::by_id(tx, &id).await?);
                    }
                    change.holds = books::holds(tx).await?;
                    Ok(change)
                })
            })
            .await
    }

    /// Writes the change into the books.
    fn take_over(&mut self, change: Change) {
        for (clinic, event) in &change.events {
            self.cursor.insert(clinic.clone(), event.seq);
            match event.kind.as_str() {
                "appointment.booked" => self.bookings += 1,
                "conversation.seen" => self.looks.1 += 1,
                kind if kind.starts_with("handover.") => self.handed_over += 1,
                _ => {}
            }
        }
        for it in change.appointments {
            self.diary.insert(it.id.clone(), it);
        }
        for (thread, lines) in change.threads {
            for line in lines {
                self.note_line(&thread, line);
            }
            self.threads.insert(thread.id.clone(), thread);
        }
        self.holds = change.holds;
    }

    fn note_line(&mut self, thread: &Thread, line: Line) {
        if let Some(out) = line.out {
            self.dedupes.extend(out.dedupe.clone());
            let (conversation, contact) = (thread.id.clone(), thread.contact.clone());
            self.ours.insert(line.id, Ours { conversation, contact, clinic: thread.clinic.clone(), out });
        } else if let Some(key) = line.provider {
            self.accepted.remove(&key);
            self.handled.insert(key);
        }
    }

    /// The clinics' past, before anything happens.
    pub(super) async fn open(&mut self) -> Result<(), StoreError> {
        let change = self.read("open", instant(0)).await?;
        self.take_over(change);
        self.bookings = 0;
        Ok(())
    }

    fn clinic(&self, id: &ClinicId) -> Option<Arc<Clinic>> {
        self.clinics.iter().find(|it| &it.id == id).cloned()
    }

    /// The provider accepted a call; `befallen` counts what had gone wrong until then.
    pub(super) fn accepted_by_provider(&mut self, call: &Call, befallen: u64) {
        let taken = self.taken.entry(call.ours.clone()).or_default();
        taken.times += 1;
        taken.befallen = Some(befallen);
        if taken.times > 1 {
            self.repeated += 1;
        }
    }
}

/// Appointments that events speak of, each once.
fn touched(events: &[(ClinicId, events::Event)]) -> BTreeSet<AppointmentId> {
    events.iter().filter_map(|(_, it)| appointment_of(it)).collect()
}

/// The appointment an event speaks of.
fn appointment_of(event: &events::Event) -> Option<AppointmentId> {
    let details: serde_json::Value = serde_json::from_str(event.details.as_deref()?).ok()?;
    details["appointment"].as_str()?.parse().ok()
}
