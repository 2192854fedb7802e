//! Where the desk waits, it waits here: before and after each unit of the store, before and after each call to the
//! provider. The scheduler lets one through at a time, so it alone decides what happens in which order; a crash
//! is a desk whose futures are dropped while they stand here.
//!
//! Absent: any decision.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use svara_store::{BoxFuture, StoreError, Watch};

/// Where somebody waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Point {
    /// Before a unit of the store.
    Begin { unit: &'static str, writes: bool },
    /// After a unit that was kept, before its caller hears of it.
    End { unit: &'static str },
    /// Before the provider gets a message.
    Call(u64),
    /// Before the desk hears what the provider said.
    Answer(u64),
    /// Before the mail server gets a mail.
    Mail,
}

/// Somebody who waits.
pub(super) struct Ticket {
    /// Whose work.
    pub(super) task: u64,
    /// Where.
    pub(super) point: Point,
    /// Not before this moment.
    pub(super) not_before: i64,
    waker: Waker,
}

/// A unit of the store that has just ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ended {
    /// Which.
    pub(super) unit: &'static str,
    /// Whether what it did was kept.
    pub(super) kept: bool,
}

/// What the scheduler answers: go, or fail with these words.
pub(super) type Pass = Result<(), &'static str>;

#[derive(Default)]
struct State {
    current: u64,
    next: u64,
    waiting: BTreeMap<u64, Ticket>,
    released: BTreeMap<u64, Pass>,
    busy: usize,
    ended: Vec<Ended>,
}

/// All gates of one world.
#[derive(Default)]
pub(super) struct Gates(Mutex<State>);

impl Gates {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whoever comes to a gate from now on works on this task.
    pub(super) fn working_on(&self, task: u64) {
        self.lock().current = task;
    }

    /// Whether a unit that was let through is still at work in the store.
    pub(super) fn is_busy(&self) -> bool {
        self.lock().busy > 0
    }

    /// Those who wait, in the order they came.
    pub(super) fn waiting(&self) -> Vec<(u64, u64, Point, i64)> {
        self.lock().waiting.iter().map(|(id, it)| (*id, it.task, it.point, it.not_before)).collect()
    }

    /// Lets one through, or fails it.
    pub(super) fn release(&self, id: u64, pass: Pass) {
        let mut state = self.lock();
        if let Some(ticket) = state.waiting.remove(&id) {
            state.released.insert(id, pass);
            ticket.waker.wake();
        }
    }

    /// Units that ended since this was asked last.
    pub(super) fn take_ended(&self) -> Vec<Ended> {
        std::mem::take(&mut self.lock().ended)
    }

    /// Waits to be let through.
    pub(super) fn pass(self: &Arc<Self>, point: Point, not_before: i64) -> Waiting {
        Waiting { gates: Arc::clone(self), point, not_before, id: None }
    }
}

/// Stands at a gate.
pub(super) struct Waiting {
    gates: Arc<Gates>,
    point: Point,
    not_before: i64,
    id: Option<u64>,
}

impl Future for Waiting {
    type Output = Pass;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Pass> {
        let gates = Arc::clone(&self.gates);
        let mut state = gates.lock();
        let Some(id) = self.id else {
            let id = state.next;
            state.next += 1;
            let (task, waker) = (state.current, context.waker().clone());
            let ticket = Ticket { task, point: self.point, not_before: self.not_before, waker };
            state.waiting.insert(id, ticket);
            self.id = Some(id);
            return Poll::Pending;
        };
        if let Some(pass) = state.released.remove(&id) {
            if pass.is_ok() && matches!(self.point, Point::Begin { .. }) {
                state.busy += 1;
            }
            self.id = None;
            return Poll::Ready(pass);
        }
        if let Some(ticket) = state.waiting.get_mut(&id) {
            ticket.waker.clone_from(context.waker());
        }
        Poll::Pending
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            let mut state = self.gates.lock();
            state.waiting.remove(&id);
            state.released.remove(&id);
        }
    }
}

/// The store's watch: every unit passes the gates.
pub(super) struct Doorkeeper(pub(super) Arc<Gates>);

impl Watch for Doorkeeper {
    fn before<'a>(&'a self, unit: &'static str, writes: bool) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move { not_kept(unit, self.0.pass(Point::Begin { unit, writes }, 0).await) })
    }

    fn after<'a>(
        &'a self,
        unit: &'static str,
        writes: bool,
        kept: bool,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            {
                let mut state = self.0.lock();
                state.busy -= 1;
                if writes {
                    state.ended.push(Ended { unit, kept });
                }
            }
            if writes && kept { not_kept(unit, self.0.pass(Point::End { unit }, 0).await) } else { Ok(()) }
        })
    }
}

fn not_kept(unit: &'static str, pass: Pass) -> Result<(), StoreError> {
    pass.map_err(|why| StoreError::NotKept { unit, why: why.to_owned() })
}
