//! Where the desk gets the time from: the machine, or a clock that a demo and the tests move.

use jiff::{SignedDuration, Timestamp};
use std::sync::{Mutex, PoisonError};

/// Tells the current instant.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the machine is asked")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still at a moment, or runs on from one, and moves forward when told.
#[derive(Debug)]
pub struct MovableClock(Mutex<State>);

#[derive(Clone, Copy, Debug)]
enum State {
    Standing(Timestamp),
    Running { ahead: SignedDuration },
}

impl MovableClock {
    /// Stands still at a moment.
    pub fn standing(at: Timestamp) -> Self {
        Self(Mutex::new(State::Standing(at)))
    }

    /// Runs with the machine's clock, not earlier than a moment.
    pub fn running(from: Option<Timestamp>) -> Self {
        let now = SystemClock.now();
        let ahead = from.map_or(SignedDuration::ZERO, |it| it.duration_since(now)).max(SignedDuration::ZERO);
        Self(Mutex::new(State::Running { ahead }))
    }

    /// Moves forward to a moment; never back.
    pub fn move_to(&self, to: Timestamp) {
        let now = self.now();
        if to <= now {
            return;
        }
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *state = match *state {
            State::Standing(_) => State::Standing(to),
            State::Running { ahead } => State::Running { ahead: ahead + to.duration_since(now) },
        };
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Timestamp {
        match *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Standing(at) => at,
            State::Running { ahead } => SystemClock.now() + ahead,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_until_moved_and_never_goes_back() {
        let start: Timestamp = "2026-03-10T08:00:00Z".parse().unwrap();
        let clock = MovableClock::standing(start);
        assert_eq!(clock.now(), start);
        clock.move_to(start + SignedDuration::from_hours(1));
        assert_eq!(clock.now(), start + SignedDuration::from_hours(1));
        clock.move_to(start);
        assert_eq!(clock.now(), start + SignedDuration::from_hours(1));
    }

    #[test]
    fn a_running_clock_starts_no_earlier_than_asked() {
        let later = SystemClock.now() + SignedDuration::from_hours(24);
        assert!(MovableClock::running(Some(later)).now() >= later);
    }
}
