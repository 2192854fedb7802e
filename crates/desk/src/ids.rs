//! New ids and unguessable tokens, from an injected source of chance: the machine's, or a seed in simulation; and
//! the order in which things arrive.

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Makes ids.
pub struct Ids {
    chance: Mutex<StdRng>,
    /// The last moment of arrival given out, in microseconds.
    arrival: AtomicI64,
}

/// 160 bits: nobody guesses a calendar link.
const TOKEN_BYTES: usize = 20;
const TOKEN_ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

impl Ids {
    /// From the machine's own chance.
    pub fn random() -> Self {
        Self::from(StdRng::from_os_rng())
    }

    /// The same ids for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self::from(StdRng::seed_from_u64(seed))
    }

    /// A new id of the kind that is asked for: `ids.make(AppointmentId::new, now)`.
    pub fn make<T>(&self, new: impl Fn(u64, u128) -> T, now: Timestamp) -> T {
        let mut chance = self.chance.lock().unwrap_or_else(PoisonError::into_inner);
        let bits = (u128::from(chance.next_u64()) << 64) | u128::from(chance.next_u64());
        new(u64::try_from(now.as_millisecond()).unwrap_or(0), bits)
    }

    /// Now, but later than every arrival before it: what came first is handled first, also when a provider's clock
    /// counts seconds and ours stands still.
    pub(crate) fn arrival(&self, now: Timestamp) -> Timestamp {
        let now = now.as_microsecond();
        let next = |last: i64| Some(now.max(last + 1));
        let last = self.arrival.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next).unwrap_or(now);
        Timestamp::from_microsecond(now.max(last + 1)).unwrap_or(Timestamp::MAX)
    }

    /// So many different places out of `of`, at random, in order; all of them when there are no more.
    pub(crate) fn sample(&self, of: usize, many: usize) -> Vec<usize> {
        let mut chance = self.chance.lock().unwrap_or_else(PoisonError::into_inner);
        let mut places = rand::seq::index::sample(&mut *chance, of, many.min(of)).into_vec();
        places.sort_unstable();
        places
    }

    /// An unguessable text for a link.
    pub fn token(&self) -> String {
        let mut bytes = [0; TOKEN_BYTES];
        self.chance.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes.iter().map(|it| char::from(TOKEN_ALPHABET[usize::from(it & 31)])).collect::<String>()
            + &bytes.iter().map(|it| char::from(TOKEN_ALPHABET[usize::from(it >> 5)])).collect::<String>()
    }
}

impl From<StdRng> for Ids {
    fn from(chance: StdRng) -> Self {
        Self { chance: Mutex::new(chance), arrival: AtomicI64::new(i64::MIN) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrivals_keep_their_order_while_the_clock_stands_still() {
        let ids = Ids::seeded(1);
        let now: Timestamp = "2026-03-10T21:00:00Z".parse().unwrap();
        let arrivals: Vec<Timestamp> = (0..3).map(|_| ids.arrival(now)).collect();
        assert_eq!(arrivals[0], now);
        assert!(arrivals.is_sorted_by(|a, b| a < b));
        let later = now + jiff::SignedDuration::from_secs(1);
        assert_eq!(ids.arrival(later), later);
    }
}
