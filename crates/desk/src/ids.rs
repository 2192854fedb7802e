//! New ids and unguessable tokens, from an injected source of chance: the machine's, or a seed in simulation.

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use std::sync::{Mutex, PoisonError};

/// Makes ids.
pub struct Ids(Mutex<StdRng>);

/// 160 bits: nobody guesses a calendar link.
const TOKEN_BYTES: usize = 20;
const TOKEN_ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

impl Ids {
    /// From the machine's own chance.
    pub fn random() -> Self {
        Self(Mutex::new(StdRng::from_os_rng()))
    }

    /// The same ids for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }

    /// A new id of the kind that is asked for: `ids.make(AppointmentId::new, now)`.
    pub fn make<T>(&self, new: impl Fn(u64, u128) -> T, now: Timestamp) -> T {
        let mut chance = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bits = (u128::from(chance.next_u64()) << 64) | u128::from(chance.next_u64());
        new(u64::try_from(now.as_millisecond()).unwrap_or(0), bits)
    }

    /// An unguessable text for a link.
    pub fn token(&self) -> String {
        let mut bytes = [0; TOKEN_BYTES];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes.iter().map(|it| char::from(TOKEN_ALPHABET[usize::from(it & 31)])).collect::<String>()
            + &bytes.iter().map(|it| char::from(TOKEN_ALPHABET[usize::from(it >> 5)])).collect::<String>()
    }
}
