//! What happens in the world: phones, deliveries, staff, weather. Absent: what the desk makes of it.

use super::SimulationError;
use super::clock::{HOUR, MINUTE, SECOND};
use super::faults::Mishap;
use super::patients::Wants;
use super::scheduler::{Done, Duty};
use super::world::{Brings, Delivery, Event, World};
use super::{clinics, notices, staff};
use jiff::SignedDuration;
use std::sync::Arc;
use svara_desk::{Chore, Clock};
use svara_model::{Appointment, DeliveryStatus, PhoneNumber};
use svara_store::books::Thread;

/// Housekeeping is looked at every so many hours.
const HOUSE_HOURS: i64 = 6;
/// A flood: so many bursts of twelve.
const FLOOD_BURSTS: usize = 8;

impl World {
    pub(super) async fn happens(&mut self, event: Event) -> Result<(), SimulationError> {
        match event {
            Event::Begins(phone) => {
                let acts = self.phones[phone].begins(&mut self.life);
                self.acts(phone, acts);
            }
            Event::Reads(phone, message) => {
                let acts = self.phones[phone].reads(&message, &mut self.life);
                self.acts(phone, acts);
            }
            Event::Writes(phone, content, wants) => self.phone_writes(phone, content, wants),
            Event::Deliver(delivery) => return self.arrives(*delivery).await,
            Event::Wake(node, chore) => return self.wakes(node, chore).await,
            Event::Restart(node) => return self.start(node).await,
            Event::ClockSet(node) => {
                self.nodes[node].clock.step_to(0);
                self.wake_all(node, 0);
            }
            Event::Staff(clinic) => return self.staff_act(clinic).await,
            Event::Hour => self.hour(),
            Event::Day => self.auditor.evening().await?,
            Event::Calm => self.calm(),
        }
        Ok(())
    }

    fn phone_writes(&mut self, phone: usize, content: serde_json::Value, wants: Wants) {
        if !self.phones[phone].blocked {
            let now = self.truth.now();
            self.trace.line(now, &format!("phone {phone} writes {content}"));
            self.writes(phone, content, wants);
        }
    }

    async fn wakes(&mut self, node: usize, chore: Chore) -> Result<(), SimulationError> {
        let now = self.truth.now();
        if self.nodes[node].wakes.get(&chore).is_some_and(|it| *it <= now) {
            self.nodes[node].wakes.remove(&chore);
        }
        if now < self.nodes[node].paused_until {
            let at = self.nodes[node].paused_until;
            self.wake(node, chore, at);
            return Ok(());
        }
        self.nodes[node].dirty.insert(chore);
        self.begin_chores(node).await
    }

    /// A notification arrives at a process that is up, or at none.
    async fn arrives(&mut self, delivery: Delivery) -> Result<(), SimulationError> {
        let now = self.truth.now();
        let up: Vec<usize> = (0..self.nodes.len())
            .filter(|it| self.nodes[*it].desk.is_some() && self.nodes[*it].paused_until <= now)
            .collect();
        if up.is_empty() {
            self.redeliver(delivery);
            return Ok(());
        }
        let node = *self.chance.pick(&up);
        let Some(desk) = self.nodes[node].desk.clone() else { return Ok(()) };
        let body = Arc::clone(&delivery.body);
        let future = Box::pin(async move { Done::TookIn(desk.take_in_whatsapp(&body).await) });
        self.begin(node, Duty::TakeIn(Box::new(delivery)), future).await
    }

    async fn staff_act(&mut self, clinic: usize) -> Result<(), SimulationError> {
        let now = self.truth.now();
        let up: Vec<usize> = (0..self.nodes.len())
            .filter(|it| self.nodes[*it].desk.is_some() && self.nodes[*it].paused_until <= now)
            .collect();
        let Some(node) = up.first().copied() else { return Ok(()) };
        let place = Arc::clone(&self.clinics[clinic]);
        let clock = self.nodes[node].clock.now();
        let threads: Vec<&Thread> = self.auditor.threads().filter(|it| it.clinic == place.id).collect();
        let here = |it: &&Appointment| it.clinic == place.id;
        let coming: Vec<&Appointment> = self
            .auditor
            .diary()
            .filter(here)
            .filter(|it| it.status.is_coming() && it.slot.from > clock)
            .collect();
        let yesterday = clock - SignedDuration::from_hours(30);
        let over: Vec<&Appointment> = self
            .auditor
            .diary()
            .filter(here)
            .filter(|it| it.slot.to < clock && it.slot.to > yesterday)
            .collect();
        let per_clinic = self.options.patients.max(1);
        let caller = clinics::phone(clinic * per_clinic + self.life.below(per_clinic));
        let caller = PhoneNumber::from_digits(&caller).expect("simulated numbers are numbers");
        let Some(act) = staff::wish(&mut self.life, &threads, &coming, &over, caller) else { return Ok(()) };
        if matches!(act, staff::Act::Take(_) | staff::Act::Say(_)) {
            let at = now + self.life.between(2, 50) * MINUTE;
            self.at(at, Event::Staff(clinic));
        }
        let Some(desk) = self.nodes[node].desk.clone() else { return Ok(()) };
        let work = staff::carry_out(desk, place, act.clone());
        let future = Box::pin(async move { Done::Acted(work.await) });
        self.begin(node, Duty::Staff(act), future).await
    }

    fn hour(&mut self) {
        let now = self.truth.now();
        if (now / HOUR) % HOUSE_HOURS == 0 {
            for node in 0..self.nodes.len() {
                self.wake(node, Chore::House, now);
            }
        }
        self.forget_wishes();
        if self.faults.stray_report() {
            self.stray_report();
        }
        if self.faults.garbage() {
            let body =
                [b"{\"object\":\"whatsapp_business_account\"}".to_vec(), b"\xff{".to_vec(), b"[]".to_vec()];
            let body = Arc::new(self.chance.pick(&body).clone());
            self.deliver(Delivery { body, brings: Brings::Garbage, tries: 0 });
        }
        if let Some(mishap) = self.faults.mishap() {
            self.trace.line(now, &format!("{mishap:?}"));
            self.befalls(mishap);
        }
    }

    fn stray_report(&mut self) {
        let now = self.truth.now();
        let body =
            notices::report(&clinics::number_id(0), "46700009999", "wamid.stray", None, "delivered", now);
        let brings = Brings::Report { ours: None, status: DeliveryStatus::Delivered };
        self.deliver(Delivery { body: Arc::new(body), brings, tries: 0 });
    }

    fn befalls(&mut self, mishap: Mishap) {
        let now = self.truth.now();
        let node = self.chance.below(self.nodes.len());
        for it in &mut self.nodes {
            it.befallen += 1;
        }
        match mishap {
            Mishap::ClockStep { wrong_by, lasts } => {
                self.stepped = true;
                self.nodes[node].clock.step_to(wrong_by);
                self.wake_all(node, 0);
                self.at(now + lasts, Event::ClockSet(node));
            }
            Mishap::Pause { lasts } => {
                self.nodes[node].paused_until = now + lasts;
                for other in (0..self.nodes.len()).filter(|it| *it != node) {
                    self.wake_all(other, 300_000);
                }
                self.wake_all(node, lasts + 1);
            }
            Mishap::StoreDown { lasts } => self.away.store = now + lasts,
            Mishap::DiskFull { lasts } => self.away.disk = now + lasts,
            Mishap::ProviderDown { lasts } => self.away.provider = now + lasts,
            Mishap::Flood => {
                let phone = self.chance.below(self.phones.len());
                for _ in 0..FLOOD_BURSTS {
                    let acts = self.phones[phone].twelve_in_a_row(&mut self.life);
                    self.acts(phone, acts);
                }
            }
            Mishap::Replay => {
                for delivery in self.delivered.clone() {
                    let at = now + self.chance.between(1, 600) * SECOND;
                    self.at(at, Event::Deliver(Box::new(delivery)));
                }
            }
        }
    }

    /// The last day is over: whatever still was under way arrives, everything is well, and nobody begins anything.
    fn calm(&mut self) {
        let now = self.truth.now();
        self.trace.line(now, "calm");
        self.faults.calm_down();
        self.away = super::world::Away::default();
        let later = std::mem::take(&mut self.queue);
        for ((at, _), event) in later {
            match event {
                Event::Deliver(_) => {
                    let at = at.min(now + self.chance.between(1, 600) * SECOND);
                    self.at(at, event);
                }
                Event::Restart(_) => self.at(now, event),
                Event::Wake(..) => self.at(at, event),
                _ => {}
            }
        }
        for node in 0..self.nodes.len() {
            self.nodes[node].paused_until = 0;
            self.nodes[node].clock.step_to(0);
            if self.nodes[node].desk.is_some() {
                self.wake_all(node, SECOND);
            }
        }
        for minutes in [5, 30, 60, 100] {
            for node in 0..self.nodes.len() {
                self.at(now + minutes * MINUTE, Event::ClockSet(node));
            }
        }
    }
}
