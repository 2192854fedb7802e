//! What happened, line by line: a hash of all of it, and the last lines for whoever looks into a violation.

use super::clock::instant;
use std::collections::VecDeque;

/// Lines kept for a violation.
const LINES_KEPT: usize = 80;
/// FNV-1a, 64 bits.
const OFFSET: u64 = 0xCBF2_9CE4_8422_2325;
const PRIME: u64 = 0x0100_0000_01B3;

/// The trace of one seed.
pub(super) struct Trace {
    hash: u64,
    kept: VecDeque<String>,
    print: bool,
    /// Steps taken: gates passed and things that happened.
    pub(super) steps: u64,
}

impl Trace {
    pub(super) fn new(print: bool) -> Self {
        Self { hash: OFFSET, kept: VecDeque::new(), print, steps: 0 }
    }

    /// One more line.
    pub(super) fn line(&mut self, now: i64, what: &str) {
        self.steps += 1;
        for byte in now.to_le_bytes().into_iter().chain(what.bytes()) {
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(PRIME);
        }
        let line = format!("{} {what}", instant(now));
        if self.print {
            eprintln!("{line}");
        }
        if self.kept.len() == LINES_KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(line);
    }

    /// The same for the same seed.
    pub(super) fn hash(&self) -> String {
        format!("{:016x}", self.hash)
    }

    /// The last lines, the oldest first.
    pub(super) fn last(&self) -> Vec<String> {
        self.kept.iter().cloned().collect()
    }
}
