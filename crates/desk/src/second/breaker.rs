//! A model that fails several times in a row is left alone for a while; then one question tries whether it is back.

use jiff::{SignedDuration, Timestamp};
use std::sync::{Mutex, PoisonError};

/// So many failures in a row, and it rests.
const FAILURES_MAX: u32 = 5;
/// The first rest; each further failure doubles it.
const REST_SECONDS: i64 = 60;
/// No rest is longer.
const REST_SECONDS_MAX: i64 = 900;

/// Whether a model may be asked now.
#[derive(Default)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Default)]
struct State {
    failures: u32,
    rests_until: Option<Timestamp>,
}

impl Breaker {
    /// Whether to ask. After a rest the first who asks tries, and everybody else waits for what comes of it.
    pub(super) fn may_ask(&self, now: Timestamp) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state.rests_until {
            Some(until) if now < until => false,
            Some(_) => {
                state.rests_until = Some(now + SignedDuration::from_secs(REST_SECONDS));
                true
            }
            None => true,
        }
    }

    pub(super) fn worked(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = State::default();
    }

    pub(super) fn failed(&self, now: Timestamp) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES_MAX {
            let doublings = (state.failures - FAILURES_MAX).min(REST_SECONDS_MAX.ilog2());
            let rest = (REST_SECONDS << doublings).min(REST_SECONDS_MAX);
            state.rests_until = Some(now + SignedDuration::from_secs(rest));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_five_failures_it_rests_and_then_one_question_tries() {
        let breaker = Breaker::default();
        let start: Timestamp = "2026-03-10T08:00:00Z".parse().unwrap();
        let at = |seconds: i64| start + SignedDuration::from_secs(seconds);
        for _ in 0..FAILURES_MAX {
            assert!(breaker.may_ask(start));
            breaker.failed(start);
        }
        assert!(!breaker.may_ask(at(59)));
        assert!(breaker.may_ask(at(60)), "one tries");
        assert!(!breaker.may_ask(at(60)), "the others wait for it");
        breaker.failed(at(61));
        assert!(!breaker.may_ask(at(180)), "twice as long now");
        assert!(breaker.may_ask(at(181)));
        breaker.worked();
        assert!(breaker.may_ask(at(182)) && breaker.may_ask(at(182)));
    }

    #[test]
    fn a_failure_now_and_then_is_no_reason_to_rest() {
        let breaker = Breaker::default();
        let now: Timestamp = "2026-03-10T08:00:00Z".parse().unwrap();
        for _ in 0..20 {
            breaker.failed(now);
            breaker.worked();
            assert!(breaker.may_ask(now));
        }
    }
}
