//! Chance with a seed: the same seed makes the same choices. Absent: any other source of chance.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// One stream of choices.
pub(super) struct Chance(StdRng);

impl Chance {
    /// Streams of one seed are independent of each other, so that a new choice in one leaves the others alone.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        Self(StdRng::seed_from_u64(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ stream.rotate_left(32)))
    }

    /// From 0 to one below the bound.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0.random_range(0..bound.max(1))
    }

    /// From one number to another, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }

    /// True so often of a thousand times.
    pub(super) fn per_mille(&mut self, often: u32) -> bool {
        self.0.random_range(0..1000) < often
    }

    /// True so often of a hundred times.
    pub(super) fn percent(&mut self, often: u32) -> bool {
        self.per_mille(often * 10)
    }

    /// One of several.
    pub(super) fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }

    /// An index by weight.
    pub(super) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.0.random_range(0..weights.iter().sum::<u32>().max(1));
        for (index, weight) in weights.iter().enumerate() {
            if left < *weight {
                return index;
            }
            left -= weight;
        }
        0
    }
}
