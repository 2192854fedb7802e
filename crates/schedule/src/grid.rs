//! Candidate starts: counted from the opening in elapsed time, or from local midnight by the wall clock.
//!
//! Absent: whether a candidate is free. A wall time that a clock change skips yields no candidate, one that exists
//! twice yields two.

use std::ops::ControlFlow;

use crate::free::Range;
use crate::moment::{DAY, Micros};
use crate::zone::Clock;

/// Where the candidates of one free range are counted from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Origin<'c> {
    /// Elapsed time from this instant.
    Opening(Micros),
    /// The wall clock's midnight; also of hours that never began.
    Midnight(&'c Clock),
}

impl Origin<'_> {
    /// Visits all candidates within a closed range, in order, until the visitor has had enough.
    pub(crate) fn visit(
        self,
        range: Range,
        step: Micros,
        visitor: &mut impl FnMut(Micros) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match self {
            Self::Opening(origin) => every(origin, step, range).try_for_each(visitor),
            Self::Midnight(clock) => clock
                .stretches_in(range.0, range.1)
                .flat_map(|s| by_the_wall((s.start, s.end - 1), s.offset, step))
                .try_for_each(visitor),
        }
    }

    /// Whether an instant is one of the candidates.
    pub(crate) fn has(self, at: Micros, step: Micros) -> bool {
        self.visit((at, at), step, &mut |_| ControlFlow::Break(())).is_break()
    }
}

/// The instants of a closed range that lie a whole number of steps after an origin.
fn every(origin: Micros, step: Micros, (first, last): Range) -> impl Iterator<Item = Micros> {
    let after = (first - origin).max(0);
    let begin = origin + (after + step - 1) / step * step;
    std::iter::successors(Some(begin), move |at| Some(at + step)).take_while(move |at| *at <= last)
}

/// The same with one offset, counted again from each local midnight.
fn by_the_wall((first, last): Range, offset: Micros, step: Micros) -> impl Iterator<Item = Micros> {
    let days = (first + offset).div_euclid(DAY)..=(last + offset).div_euclid(DAY);
    days.flat_map(move |day| {
        let midnight = day * DAY - offset;
        every(midnight, step, (first.max(midnight), last.min(midnight + DAY - 1)))
    })
}
