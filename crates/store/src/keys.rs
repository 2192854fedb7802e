//! The data keys of people: made when first needed, kept sealed, remembered for a while, destroyed for good.
//!
//! A key made in a transaction is shared only after its commit: a key that was rolled back must never seal
//! anything that is kept. Absent: the cipher (`seal.rs`).

use crate::seal::{DataKey, KEY_BYTES, MasterKey, Place, place};
use crate::{StoreError, Tx, query};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Data keys remembered in memory: a busy day's patients of several clinics, about 1 MB.
const KEYS_REMEMBERED_MAX: usize = 8_192;

/// Everything derived from the master key, shared by all transactions.
pub(crate) struct Vault {
    wrapping: DataKey,
    hashing: DataKey,
    pub(crate) chaining: DataKey,
    remembered: Mutex<Remembered>,
}

#[derive(Default)]
struct Remembered {
    keys: HashMap<String, (u64, Arc<DataKey>)>,
    clock: u64,
}

impl Vault {
    pub(crate) fn new(master: &MasterKey) -> Self {
        Self {
            wrapping: master.derive("svara data keys"),
            hashing: master.derive("svara look-up"),
            chaining: master.derive("svara audit chain"),
            remembered: Mutex::default(),
        }
    }

    /// What a value is looked up by. `domain` keeps a number at one clinic apart from the same at another.
    pub(crate) fn look_up(&self, domain: &[&str], value: &str) -> String {
        let parts: Vec<&[u8]> = domain.iter().copied().chain([value]).map(str::as_bytes).collect();
        hex::encode(self.hashing.hash(&parts))
    }

    /// A key that whoever knows the parts can have made again, and nobody else.
    pub(crate) fn key_for(&self, parts: &[&str]) -> DataKey {
        let parts: Vec<&[u8]> = parts.iter().copied().map(str::as_bytes).collect();
        DataKey::of(self.hashing.hash(&parts))
    }

    /// A value that only this master key can have made, to tell a wrong key on opening.
    pub(crate) fn proof(&self) -> String {
        self.look_up(&["svara proof of key"], "")
    }

    fn recall(&self, owner: &str) -> Option<Arc<DataKey>> {
        let mut memory = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        memory.clock += 1;
        let now = memory.clock;
        let (used, key) = memory.keys.get_mut(owner)?;
        *used = now;
        Some(Arc::clone(key))
    }

    pub(crate) fn remember(&self, owner: String, key: Arc<DataKey>) {
        let mut memory = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.keys.len() >= KEYS_REMEMBERED_MAX {
            // The older half goes at once, so that the search for it is paid for by thousands of insertions.
            let half_life = memory.clock.saturating_sub(KEYS_REMEMBERED_MAX as u64 / 2);
            memory.keys.retain(|_, (used, _)| *used >= half_life);
        }
        memory.clock += 1;
        let now = memory.clock;
        memory.keys.insert(owner, (now, key));
    }

    pub(crate) fn forget(&self, owner: &str) {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner).keys.remove(owner);
    }
}

/// The owner of what belongs to no person yet, at a clinic or at none.
pub(crate) fn desk_owner(clinic: Option<&str>) -> String {
    clinic.map_or_else(|| "desk".to_owned(), |id| format!("clinic:{id}"))
}

impl Tx {
    /// Seals under the owner's key, which is made if there is none.
    pub(crate) async fn seal(
        &mut self,
        owner: &str,
        at: Place<'_>,
        plain: &str,
    ) -> Result<Vec<u8>, StoreError> {
        let key = match self.key_of(owner).await? {
            Some(key) => key,
            None => self.make_key(owner).await?,
        };
        Ok(key.seal(at, plain.as_bytes()))
    }

    /// Seals what may be absent.
    pub(crate) async fn seal_some(
        &mut self,
        owner: &str,
        at: Place<'_>,
        plain: Option<&str>,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        match plain {
            Some(plain) => Ok(Some(self.seal(owner, at, plain).await?)),
            None => Ok(None),
        }
    }

    /// Opens under the owner's key. `None`: the key was destroyed, the value is erased.
    pub(crate) async fn open(
        &mut self,
        owner: &str,
        at: Place<'_>,
        sealed: &[u8],
    ) -> Result<Option<String>, StoreError> {
        let Some(key) = self.key_of(owner).await? else { return Ok(None) };
        let plain = key.open(at, sealed)?;
        String::from_utf8(plain).map(Some).map_err(|_| at.corrupt("not UTF-8"))
    }

    /// Opens what may be absent.
    pub(crate) async fn open_some(
        &mut self,
        owner: &str,
        at: Place<'_>,
        sealed: Option<&[u8]>,
    ) -> Result<Option<String>, StoreError> {
        match sealed {
            Some(sealed) => self.open(owner, at, sealed).await,
            None => Ok(None),
        }
    }

    /// Destroys the owner's key: nothing sealed with it opens ever again.
    pub(crate) async fn destroy_key(&mut self, owner: &str, now: i64) -> Result<(), StoreError> {
        query("DELETE FROM keys WHERE owner = $1").bind(owner.to_owned()).execute(self).await?;
        query("INSERT INTO erasures (owner, at) VALUES ($1, $2) ON CONFLICT (owner) DO NOTHING")
            .bind(owner.to_owned())
            .bind(now)
            .execute(self)
            .await?;
        self.new_keys.retain(|(name, _)| name != owner);
        self.vault.forget(owner);
        self.destroyed_keys.push(owner.to_owned());
        Ok(())
    }

    async fn key_of(&mut self, owner: &str) -> Result<Option<Arc<DataKey>>, StoreError> {
        if let Some((_, key)) = self.new_keys.iter().find(|(name, _)| name == owner) {
            return Ok(Some(Arc::clone(key)));
        }
        if self.destroyed_keys.iter().any(|name| name == owner) {
            return Ok(None);
        }
        if let Some(key) = self.vault.recall(owner) {
            return Ok(Some(key));
        }
        let wrapped: Option<(Vec<u8>,)> =
            query("SELECT wrapped FROM keys WHERE owner = $1").bind(owner.to_owned()).optional(self).await?;
        let Some((wrapped,)) = wrapped else { return Ok(None) };
        let key = Arc::new(unwrap(&self.vault, owner, &wrapped)?);
        // Read inside a transaction that may have made it: shared with the rest at commit.
        self.new_keys.push((owner.to_owned(), Arc::clone(&key)));
        Ok(Some(key))
    }

    async fn make_key(&mut self, owner: &str) -> Result<Arc<DataKey>, StoreError> {
        let (erased,): (bool,) = query("SELECT EXISTS (SELECT 1 FROM erasures WHERE owner = $1)")
            .bind(owner.to_owned())
            .one(self)
            .await?;
        if erased {
            // A late report about somebody forgotten must not begin a new file on them.
            return Err(StoreError::Refused { step: "seal", why: format!("{owner} was erased") });
        }
        let key = Arc::new(DataKey::fresh());
        let wrapped = self.vault.wrapping.seal(place("keys", "wrapped", owner), key.bytes());
        let made = query("INSERT INTO keys (owner, wrapped) VALUES ($1, $2) ON CONFLICT (owner) DO NOTHING")
            .bind(owner.to_owned())
            .bind(wrapped)
            .execute(self)
            .await?;
        if made == 0 {
            // Another process was faster; its row is visible now that it committed.
            return self.key_of(owner).await?.ok_or_else(|| StoreError::Refused {
                step: "find a key",
                why: "it was made and destroyed at the same moment".to_owned(),
            });
        }
        self.new_keys.push((owner.to_owned(), Arc::clone(&key)));
        Ok(key)
    }
}

fn unwrap(vault: &Vault, owner: &str, wrapped: &[u8]) -> Result<DataKey, StoreError> {
    let at = place("keys", "wrapped", owner);
    let mut plain = vault.wrapping.open(at, wrapped)?;
    let key = DataKey::from_slice(&plain).ok_or_else(|| at.corrupt(format!("not {KEY_BYTES} bytes")));
    zeroize::Zeroize::zeroize(&mut plain);
    key
}
