//! One thing at a time: the next event, or the next to pass a gate, by seed. Here processes die, the store fails
//! and the provider decides.

use super::auditor::Accepted;
use super::clock::{HOUR, SECOND};
use super::gate::Point;
use super::provider::{Call, Verdict, provider_id};
use super::staff::Act;
use super::world::{Brings, Delivery, Event, SETTLING, World, config, redelivered_after};
use super::{SimulationError, clinics, notices};
use futures_util::future::LocalBoxFuture;
use jiff::Timestamp;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use svara_desk::{Chore, Clock, Desk, DeskError, Ids, TakeInError};
use svara_model::DeliveryStatus;
use svara_store::books;

/// Work of a process that is under way.
pub(super) struct Task {
    pub(super) node: usize,
    pub(super) duty: Duty,
    /// The process's clock when it began.
    pub(super) began: Timestamp,
    pub(super) future: LocalBoxFuture<'static, Done>,
}

/// What it is.
pub(super) enum Duty {
    Open,
    Chore(Chore),
    TakeIn(Box<Delivery>),
    Staff(Act),
}

/// How it ended.
pub(super) enum Done {
    Opened(Result<Box<Desk>, DeskError>),
    Worked(Result<usize, DeskError>),
    TookIn(Result<usize, TakeInError>),
    Acted(Result<(), DeskError>),
}

/// Simulated microseconds that a unit of the store takes.
const UNIT_MICROS: (i64, i64) = (100, 3_000);

impl World {
    /// Plays until the last day is over and everything has settled, or an invariant does not hold.
    pub(super) async fn play(&mut self) -> Result<(), SimulationError> {
        while self.auditor.violation.is_none() && !self.is_over() && self.step().await? {}
        if self.auditor.violation.is_none() {
            self.auditor.close(self.truth.now()).await?;
        }
        self.trace.line(self.truth.now(), "the books are closed");
        Ok(())
    }

    /// One step; `false` when nothing will ever happen again.
    async fn step(&mut self) -> Result<bool, SimulationError> {
        let now = self.truth.now();
        let waiting = self.gates.waiting();
        let ready: Vec<(u64, u64, Point)> = waiting
            .iter()
            .filter(|(_, task, _, not_before)| *not_before <= now && self.resumes(*task) <= now)
            .map(|(id, task, point, _)| (*id, *task, *point))
            .collect();
        let event_due = self.queue.keys().next().is_some_and(|(at, _)| *at <= now);
        if event_due && (ready.is_empty() || self.chance.percent(50)) {
            let (_, event) = self.queue.pop_first().expect("one is due");
            self.happens(event).await?;
            return Ok(true);
        }
        if !ready.is_empty() {
            let (id, task, point) = *self.chance.pick(&ready);
            self.pass(id, task, point).await?;
            return Ok(true);
        }
        let gates = waiting.iter().map(|(_, task, _, not_before)| self.resumes(*task).max(*not_before));
        let Some(next) = gates.chain(self.queue.keys().next().map(|it| it.0)).min() else { return Ok(false) };
        if next > self.calm_at + SETTLING {
            return Ok(false);
        }
        self.truth.move_to(next);
        Ok(true)
    }

    fn resumes(&self, task: u64) -> i64 {
        self.tasks.get(&task).map_or(0, |it| self.nodes[it.node].paused_until)
    }

    /// Lets somebody through a gate, or fails them there, or ends their process.
    async fn pass(&mut self, id: u64, task: u64, point: Point) -> Result<(), SimulationError> {
        let Some(node) = self.tasks.get(&task).map(|it| it.node) else {
            self.gates.release(id, Err("nobody's work"));
            return Ok(());
        };
        self.truth.pass(self.chance.between(UNIT_MICROS.0, UNIT_MICROS.1));
        let now = self.truth.now();
        if self.faults.crashes() {
            self.trace.line(now, &format!("n{node} dies at {point:?}"));
            self.crash(node);
            return Ok(());
        }
        let pass = self.judge(node, point, now);
        self.trace.line(now, &format!("n{node} {point:?} {}", pass.err().unwrap_or("")));
        if pass.is_err() {
            self.nodes[node].befallen += 1;
        }
        self.gates.release(id, pass);
        self.drive(task).await
    }

    fn judge(&mut self, node: usize, point: Point, now: i64) -> Result<(), &'static str> {
        match point {
            Point::Begin { .. } if now < self.away.store => Err("the database does not answer"),
            Point::Begin { writes: true, .. } if now < self.away.disk => Err("the disk is full"),
            Point::Begin { .. } if self.faults.unit_fails() => Err("the connection was lost"),
            Point::End { .. } if self.faults.commit_answer_is_lost() => Err("the commit's answer was lost"),
            Point::Mail if self.faults.mail_fails() => Err("the mail server is away"),
            Point::Call(call) => {
                self.decide(node, call, now);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The provider gets a call.
    fn decide(&mut self, node: usize, id: u64, now: i64) {
        let Some(call) = self.provider.call(id) else { return };
        let verdict = if now < self.away.provider { Verdict::Lose } else { self.faults.verdict() };
        let latency = self.faults.latency();
        self.provider.decide(id, verdict, now + latency);
        let befallen = self.befallen();
        if verdict != Verdict::Accept {
            self.nodes[node].befallen += 1;
        }
        if verdict.accepts() {
            self.accepted(&call, latency, befallen);
        }
    }

    /// The provider took a message: reports follow, and somebody reads it.
    fn accepted(&mut self, call: &Call, latency: i64, befallen: u64) {
        let now = self.truth.now();
        self.tally.sent += 1;
        self.auditor.accepted_by_provider(call, befallen);
        let phone = self.numbers.get(&call.to).copied().filter(|it| !self.phones[*it].blocked);
        if let Some(asked) = phone.and_then(|it| self.asked.remove(&it)) {
            self.tally.waits.push(now - asked);
        }
        let clinic = self.clinics.iter().position(|it| it.id == call.clinic).unwrap_or(0);
        let sent_at = if self.faults.report_first() { latency / 4 } else { latency + 300_000 };
        let mut reports = vec![("sent", DeliveryStatus::Sent, sent_at)];
        if phone.is_some() {
            reports.push((
                "delivered",
                DeliveryStatus::Delivered,
                sent_at + self.life.between(1, 9) * SECOND,
            ));
            if self.life.percent(60) {
                reports.push(("read", DeliveryStatus::Read, sent_at + self.life.between(10, 7_200) * SECOND));
            }
        } else {
            reports.push(("failed", DeliveryStatus::Failed, sent_at + 2 * SECOND));
        }
        for (word, status, after) in reports {
            let (number, ours) = (clinics::number_id(clinic), call.ours.as_str());
            let body =
                notices::report(&number, &call.to, &provider_id(call.id), Some(ours), word, now + after);
            let brings = Brings::Report { ours: Some(call.ours.clone()), status };
            let delivery = Delivery { body: Arc::new(body), brings, tries: 0 };
            for later in self.faults.copies() {
                self.at(now + after + later, Event::Deliver(Box::new(delivery.clone())));
            }
            self.at(now + after, Event::Deliver(Box::new(delivery)));
        }
        if let Some(phone) = phone {
            self.at(now + latency + SECOND, Event::Reads(phone, Box::new(call.content.clone())));
        }
    }

    /// How much has gone wrong so far, anywhere.
    fn befallen(&self) -> u64 {
        self.nodes.iter().map(|it| it.befallen).sum()
    }

    /// Runs a task until it stands at gates again, or ends.
    async fn drive(&mut self, id: u64) -> Result<(), SimulationError> {
        let Some(mut task) = self.tasks.remove(&id) else { return Ok(()) };
        let gates = Arc::clone(&self.gates);
        let done = poll_fn(|context| {
            gates.working_on(id);
            match task.future.as_mut().poll(context) {
                Poll::Ready(done) => Poll::Ready(Some(done)),
                Poll::Pending if gates.is_busy() => Poll::Pending,
                Poll::Pending => Poll::Ready(None),
            }
        })
        .await;
        let (node, began) = (task.node, task.began);
        let since = began.min(self.nodes[node].clock.now());
        for ended in self.gates.take_ended().into_iter().filter(|it| it.kept) {
            self.auditor.unit_kept(ended.unit, since, self.nodes[node].clock.now()).await?;
        }
        for call in self.provider.take_made() {
            let (clock, befallen) = (self.nodes[node].clock.now(), self.befallen());
            self.auditor.call_made(&call, clock, befallen, self.stepped);
        }
        match done {
            Some(done) => self.finished(node, task.duty, done),
            None if self.gates.waiting().iter().any(|it| it.1 == id) => drop(self.tasks.insert(id, task)),
            None => return Err(SimulationError::Stuck(self.trace.last().pop().unwrap_or_default())),
        }
        self.begin_chores(node).await
    }

    fn finished(&mut self, node: usize, duty: Duty, done: Done) {
        let now = self.truth.now();
        match (duty, done) {
            (Duty::Open, Done::Opened(Ok(desk))) => {
                self.trace.line(now, &format!("n{node} is up"));
                self.nodes[node].desk = Some(*desk);
                self.wake_all(node, 50_000);
            }
            (Duty::Open, _) => self.at(now + 5 * SECOND, Event::Restart(node)),
            (Duty::Chore(chore), done) => self.chore_done(node, chore, &done),
            (Duty::TakeIn(delivery), Done::TookIn(Ok(_))) => self.took_in(node, &delivery),
            (Duty::TakeIn(_), Done::TookIn(Err(TakeInError::NotJson))) => {}
            (Duty::TakeIn(delivery), _) => self.redeliver(*delivery),
            (Duty::Staff(act), Done::Acted(result)) => {
                self.trace.line(now, &format!("n{node} staff {} {}", act.name(), result.is_ok()));
                if result.is_ok() && matches!(act, Act::Look(_)) {
                    self.auditor.looked();
                }
                self.wake(node, Chore::Outbox, now + 1_000);
                self.nodes[node].asks = true;
            }
            (Duty::Staff(_), _) => {}
        }
    }

    fn chore_done(&mut self, node: usize, chore: Chore, done: &Done) {
        let now = self.truth.now();
        let it = &mut self.nodes[node];
        it.running.remove(&chore);
        match done {
            Done::Worked(Ok(0)) => it.asks |= matches!(chore, Chore::Stale | Chore::House),
            Done::Worked(Ok(_)) => {
                it.asks = true;
                match chore {
                    Chore::Inbox => {
                        it.dirty.extend([Chore::Outbox, Chore::Mails]);
                        if self.chance.percent(20) {
                            it.dirty.insert(Chore::Inbox);
                        }
                    }
                    Chore::Jobs => drop(it.dirty.insert(Chore::Outbox)),
                    _ => {}
                }
            }
            _ => {
                it.asks = true;
                self.wake(node, chore, now + SECOND / 2);
            }
        }
    }

    /// The desk said 200.
    fn took_in(&mut self, node: usize, delivery: &Delivery) {
        let now = self.truth.now();
        match &delivery.brings {
            Brings::Message { wamid, phone, wants, at } => {
                let (wamid, phone, wants, at) = (wamid.clone(), *phone, *wants, *at);
                self.auditor.acked(Accepted { wamid, phone, at, wants });
                // Fingers are waited for: up to a second and a half.
                let pause = self.chance.between(5, 1_500) * 1_000;
                self.wake(node, Chore::Inbox, now + pause);
                let other = (node + 1) % self.nodes.len();
                if other != node && self.chance.percent(30) {
                    let pause = self.chance.between(5, 1_500) * 1_000;
                    self.wake(other, Chore::Inbox, now + pause);
                }
            }
            Brings::Report { ours, status } => {
                if let Some(ours) = ours {
                    self.auditor.reported(ours.clone(), *status);
                }
                // Reports are dealt with together.
                let later = self.chance.between(1, 40) * SECOND;
                self.wake(node, Chore::Inbox, now + later);
            }
            Brings::Garbage => self.wake(node, Chore::Inbox, now + SECOND),
        }
    }

    pub(super) fn redeliver(&mut self, mut delivery: Delivery) {
        let at = self.truth.now() + redelivered_after(delivery.tries);
        delivery.tries += 1;
        self.at(at, Event::Deliver(Box::new(delivery)));
    }

    /// A process ends in the middle of everything: its futures are dropped where they stand.
    pub(super) fn crash(&mut self, node: usize) {
        let now = self.truth.now();
        let own: Vec<u64> = self.tasks.iter().filter(|it| it.1.node == node).map(|it| *it.0).collect();
        for id in own {
            if let Some(Task { duty: Duty::TakeIn(delivery), .. }) = self.tasks.remove(&id) {
                self.redeliver(*delivery);
            }
        }
        self.nodes[node].die();
        let up_again = now + self.chance.between(1, 300) * SECOND;
        self.at(up_again, Event::Restart(node));
        for other in (0..self.nodes.len()).filter(|it| *it != node) {
            self.wake_all(other, 300_000);
        }
    }

    /// Begins work for a process.
    pub(super) async fn begin(
        &mut self,
        node: usize,
        duty: Duty,
        future: LocalBoxFuture<'static, Done>,
    ) -> Result<(), SimulationError> {
        let id = self.next_task;
        self.next_task += 1;
        let began = self.nodes[node].clock.now();
        self.tasks.insert(id, Task { node, duty, began, future });
        Box::pin(self.drive(id)).await
    }

    /// A process starts, alone on the store or beside others.
    pub(super) async fn start(&mut self, node: usize) -> Result<(), SimulationError> {
        if self.nodes[node].desk.is_some() {
            return Ok(());
        }
        self.nodes[node].lives += 1;
        let (life, alone) = (self.nodes[node].lives, self.nodes.len() == 1);
        let clock = Arc::new(self.nodes[node].clock.clone());
        let seed = self.options.seed.wrapping_mul(31).wrapping_add(life << 8).wrapping_add(node as u64);
        let (phone, post) = (Arc::new(self.provider.line()), Arc::new(self.provider.line()));
        let (store, config) = (self.watched.clone(), config(node, life));
        let future = Box::pin(async move {
            let opened = async {
                let desk = Desk::open(store, clock, Ids::seeded(seed), config, phone, post).await?;
                desk.answer_at_once();
                if alone {
                    desk.take_over_leases().await?;
                }
                Ok(Box::new(desk))
            };
            Done::Opened(opened.await)
        });
        self.begin(node, Duty::Open, future).await
    }

    /// Begins what a process should look at; an idle one asks what falls due.
    pub(super) async fn begin_chores(&mut self, node: usize) -> Result<(), SimulationError> {
        while let Some((chore, desk)) = self.nodes[node].next() {
            let future = Box::pin(async move { Done::Worked(desk.work(chore).await) });
            self.begin(node, Duty::Chore(chore), future).await?;
        }
        if !self.nodes[node].is_idle() || !self.nodes[node].asks {
            return Ok(());
        }
        self.nodes[node].asks = false;
        let due = self.raw.read("what falls due", |tx| Box::pin(books::next_due(tx))).await?;
        let (now, wrong_by) = (self.truth.now(), self.nodes[node].clock.wrong_by());
        let dues = [
            (Chore::Inbox, due.inbox),
            (Chore::Stale, due.sending),
            (Chore::Outbox, due.outbox),
            (Chore::Jobs, due.jobs),
            (Chore::Mails, due.mails),
        ];
        for (chore, due) in dues {
            if let Some(due) = due {
                // What is due already, and was left, belongs to somebody else for now.
                let at = (due.as_microsecond() - wrong_by).max(now + SECOND / 2);
                self.wake(node, chore, at);
            }
        }
        Ok(())
    }

    /// Whether anything is known of a wish for an answer.
    pub(super) fn forget_wishes(&mut self) {
        self.asked.retain(|_, at| *at + 24 * HOUR > self.truth.now());
    }
}
