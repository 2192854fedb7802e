//! Things that go wrong on purpose. Absent: chance; a test says what happens and how often.

use std::collections::HashSet;
use std::time::Duration;

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The next `times` sends are refused with `code`.
    Refuse {
        /// How many.
        times: u32,
        /// Meta's code.
        code: i64,
    },
    /// Every send is answered this much later (real time); zero ends it.
    Delay(Duration),
    /// The next `times` sends are accepted, and the connection is cut before the answer.
    DropAnswer {
        /// How many.
        times: u32,
    },
    /// Messages to this number (digits) are accepted and then reported as failed with 131026.
    Unreachable {
        /// The number.
        digits: String,
    },
    /// The next `times` notifications are sent twice.
    DoubleHook {
        /// How many.
        times: u32,
    },
}

#[derive(Default)]
pub(super) struct Faults {
    refuse: (u32, i64),
    delay: Duration,
    drop_answer: u32,
    unreachable: HashSet<String>,
    double_hook: u32,
}

impl Faults {
    pub fn add(&mut self, fault: Fault) {
        match fault {
            Fault::Refuse { times, code } => self.refuse = (times, code),
            Fault::Delay(it) => self.delay = it,
            Fault::DropAnswer { times } => self.drop_answer = times,
            Fault::Unreachable { digits } => drop(self.unreachable.insert(digits)),
            Fault::DoubleHook { times } => self.double_hook = times,
        }
    }

    pub fn delay(&self) -> Duration {
        self.delay
    }

    /// The code to refuse this send with.
    pub fn refusal(&mut self) -> Option<i64> {
        take(&mut self.refuse.0).then_some(self.refuse.1)
    }

    /// Whether this answer is cut.
    pub fn cuts(&mut self) -> bool {
        take(&mut self.drop_answer)
    }

    pub fn is_unreachable(&self, digits: &str) -> bool {
        self.unreachable.contains(digits)
    }

    /// Whether this notification goes twice.
    pub fn doubles(&mut self) -> bool {
        take(&mut self.double_hook)
    }
}

fn take(left: &mut u32) -> bool {
    let any = *left > 0;
    *left = left.saturating_sub(1);
    any
}
