//! One process of the desk: what it works on, what it should look at, and whether it stands still.
//! Absent: when it gets its turn.

use super::clock::NodeClock;
use std::collections::{BTreeMap, BTreeSet};
use svara_desk::{Chore, Desk};

/// A process.
pub(super) struct Node {
    /// Absent while it is dead or starting.
    pub(super) desk: Option<Desk>,
    /// Its clock.
    pub(super) clock: NodeClock,
    /// How often it was started.
    pub(super) lives: u64,
    /// Stands still until then.
    pub(super) paused_until: i64,
    /// Everything that went wrong here so far.
    pub(super) befallen: u64,
    /// What should be looked at.
    pub(super) dirty: BTreeSet<Chore>,
    /// What is being worked on.
    pub(super) running: BTreeSet<Chore>,
    /// When to look next, by chore.
    pub(super) wakes: BTreeMap<Chore, i64>,
    /// Whether it should ask what falls due.
    pub(super) asks: bool,
}

impl Node {
    pub(super) fn new(clock: NodeClock) -> Self {
        Self {
            desk: None,
            clock,
            lives: 0,
            paused_until: 0,
            befallen: 0,
            dirty: BTreeSet::new(),
            running: BTreeSet::new(),
            wakes: BTreeMap::new(),
            asks: false,
        }
    }

    /// It died: what it had in hand is gone.
    pub(super) fn die(&mut self) {
        self.desk = None;
        self.dirty.clear();
        self.running.clear();
        self.wakes.clear();
        self.befallen += 1;
    }

    /// The next chore to begin, if any.
    pub(super) fn next(&mut self) -> Option<(Chore, Desk)> {
        let desk = self.desk.clone()?;
        let chore = *self.dirty.iter().find(|it| !self.running.contains(it))?;
        self.dirty.remove(&chore);
        self.running.insert(chore);
        Some((chore, desk))
    }

    pub(super) fn is_idle(&self) -> bool {
        self.desk.is_some() && self.dirty.is_empty() && self.running.is_empty()
    }
}
