//! Time in the simulated world: one true clock, and each process's own, which may be wrong by a while.

use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use svara_desk::Clock;

/// A second in microseconds.
pub(super) const SECOND: i64 = 1_000_000;
pub(super) const MINUTE: i64 = 60 * SECOND;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;

/// The true time, in microseconds since 1970.
#[derive(Clone, Default)]
pub(super) struct TrueClock(Arc<AtomicI64>);

impl TrueClock {
    pub(super) fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Time only goes on.
    pub(super) fn move_to(&self, at: i64) {
        self.0.fetch_max(at, Ordering::Relaxed);
    }

    pub(super) fn pass(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::Relaxed);
    }
}

/// The clock of one process.
#[derive(Clone)]
pub(super) struct NodeClock {
    truth: TrueClock,
    wrong_by: Arc<AtomicI64>,
}

impl NodeClock {
    pub(super) fn new(truth: TrueClock) -> Self {
        Self { truth, wrong_by: Arc::default() }
    }

    /// Steps it to be wrong by so many microseconds.
    pub(super) fn step_to(&self, wrong_by: i64) {
        self.wrong_by.store(wrong_by, Ordering::Relaxed);
    }

    pub(super) fn wrong_by(&self) -> i64 {
        self.wrong_by.load(Ordering::Relaxed)
    }
}

impl Clock for NodeClock {
    fn now(&self) -> Timestamp {
        instant(self.truth.now() + self.wrong_by())
    }
}

/// The world stays within the years that a timestamp can tell.
pub(super) fn instant(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).expect("the simulated years lie within jiff's")
}
