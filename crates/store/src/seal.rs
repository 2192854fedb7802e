//! Sealing and hashing: what keeps names, numbers and words unreadable in the database file.
//!
//! A value is sealed with XChaCha20-Poly1305 under the data key of the person it belongs to, bound to its
//! table, column and row; data keys are sealed under a key derived from the master key. Looking up goes by a
//! keyed hash. Absent: where keys are kept (`keys.rs`), and any way to open a value without its place.

use crate::StoreError;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use rand::RngCore;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Bytes of a key, a keyed hash and a derived key.
pub(crate) const KEY_BYTES: usize = 32;
/// Bytes of XChaCha20's nonce: long enough to be drawn at random for each value.
const NONCE_BYTES: usize = 24;

/// The one secret of an installation. Whoever has it and the database can read everything.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct MasterKey([u8; KEY_BYTES]);

impl MasterKey {
    /// From 32 bytes that nobody can guess.
    pub fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    /// From 64 hexadecimal digits, as a key file holds them.
    pub fn from_hex(text: &str) -> Result<Self, StoreError> {
        let mut bytes = [0; KEY_BYTES];
        hex::decode_to_slice(text.trim(), &mut bytes)
            .map_err(|_| StoreError::Open("the master key must be 64 hexadecimal digits".to_owned()))?;
        Ok(Self(bytes))
    }

    /// A key for one use; uses never share a key.
    pub(crate) fn derive(&self, used_for: &str) -> DataKey {
        DataKey(keyed_hash(&self.0, &[used_for.as_bytes()]))
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// Where a sealed value stands. A value moved elsewhere does not open there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub table: &'static str,
    pub column: &'static str,
    pub row: &'a str,
}

/// Shorthand for the place of a value.
pub(crate) const fn place<'a>(table: &'static str, column: &'static str, row: &'a str) -> Place<'a> {
    Place { table, column, row }
}

impl Place<'_> {
    fn bytes(&self) -> Vec<u8> {
        [self.table, self.column, self.row].join("\0").into_bytes()
    }

    pub(crate) fn corrupt(&self, why: impl std::fmt::Display) -> StoreError {
        let Self { table, column, row } = *self;
        StoreError::Corrupt { table, column, row: row.to_owned(), why: why.to_string() }
    }
}

/// A key for one person's data, or for one use.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct DataKey([u8; KEY_BYTES]);

impl DataKey {
    pub(crate) fn fresh() -> Self {
        let mut bytes = [0; KEY_BYTES];
        rand::rng().fill_bytes(&mut bytes);
        Self(bytes)
    }

    pub(crate) fn of(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Nonce, then ciphertext with its tag.
    pub(crate) fn seal(&self, at: Place<'_>, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_BYTES];
        rand::rng().fill_bytes(&mut nonce);
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &at.bytes() })
            .expect("a value in memory is far below the cipher's limit of 256 GiB");
        [nonce.as_slice(), &sealed].concat()
    }

    pub(crate) fn open(&self, at: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let refused = || StoreError::Sealed { table: at.table, column: at.column, row: at.row.to_owned() };
        let (nonce, body) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or_else(refused)?;
        self.cipher()
            .decrypt(&XNonce::from(*nonce), Payload { msg: body, aad: &at.bytes() })
            .map_err(|_| refused())
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(self.0))
    }

    /// A keyed hash over parts; their lengths are hashed too, so parts can't run together.
    pub(crate) fn hash(&self, parts: &[&[u8]]) -> [u8; KEY_BYTES] {
        keyed_hash(&self.0, parts)
    }
}

fn keyed_hash(key: &[u8], parts: &[&[u8]]) -> [u8; KEY_BYTES] {
    let mut mac =
        <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_in_its_own_place() {
        let key = DataKey::fresh();
        let sealed = key.seal(place("patients", "name", "pat_1"), b"Anna");
        assert_eq!(key.open(place("patients", "name", "pat_1"), &sealed).unwrap(), b"Anna");
        for elsewhere in [
            place("patients", "name", "pat_2"),
            place("patients", "phone", "pat_1"),
            place("x", "name", "pat_1"),
        ] {
            assert!(key.open(elsewhere, &sealed).is_err(), "{elsewhere:?}");
        }
        assert!(DataKey::fresh().open(place("patients", "name", "pat_1"), &sealed).is_err());
    }

    #[test]
    fn a_changed_or_short_value_is_refused() {
        let key = DataKey::fresh();
        let here = place("patients", "name", "pat_1");
        let sealed = key.seal(here, b"Anna");
        for place_of_damage in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[place_of_damage] ^= 1;
            assert!(key.open(here, &damaged).is_err(), "byte {place_of_damage}");
        }
        assert!(key.open(here, &sealed[..10]).is_err());
        assert!(key.open(here, &[]).is_err());
    }

    #[test]
    fn hashes_keep_their_domains_apart() {
        let key = MasterKey::from_bytes([7; 32]).derive("hash");
        assert_ne!(key.hash(&[b"a", b"bc"]), key.hash(&[b"ab", b"c"]));
        let other = MasterKey::from_bytes([7; 32]).derive("seal");
        assert_ne!(key.hash(&[b"a"]), other.hash(&[b"a"]));
    }

    #[test]
    fn a_master_key_is_read_from_hexadecimal_and_never_shown() {
        assert!(MasterKey::from_hex(&format!("{}\n", "0a".repeat(32))).is_ok());
        for text in ["", "0a", "zz", &"0a".repeat(33)] {
            assert!(MasterKey::from_hex(text).is_err(), "{text}");
        }
        assert_eq!(format!("{:?}", MasterKey::from_bytes([7; 32])), "MasterKey(…)");
    }
}
