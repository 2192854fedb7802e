//! The data keys of people: made when first needed, kept sealed, remembered for a while, destroyed for good.
//!
//! A key made in a transaction is shared only after its commit: a key that was rolled back must never seal
//! anything that is kept. Absent: the cipher (`seal.rs`).

use crate::rotate::{HouseKey, LOOK_UP, keys_place};
use crate::seal::{DataKey, KEY_BYTES, MasterKey, Place};
use crate::{StoreError, Tx, query};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Data keys remembered in memory: a busy day's patients of several clinics, about 1 MB.
const KEYS_REMEMBERED_MAX: usize = 8_192;

/// Everything derived from the master key, shared by all transactions.
pub(crate) struct Vault {
    wrapping: DataKey,
    /// Of the master key before, while keys are sealed again.
    previous: Option<Previous>,
    hashing: DataKey,
    chaining: DataKey,
    /// The house's own keys, once they are kept (`rotate.rs`); they outlive the master key they came from.
    pub(crate) kept_look_up: HouseKey,
    pub(crate) kept_chain: HouseKey,
    remembered: Mutex<Remembered>,
}

struct Previous {
    wrapping: DataKey,
    hashing: DataKey,
    chaining: DataKey,
}

/// Under which master key a data key was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrapping {
    Current,
    Previous,
}

const WRAPPING: &str = "svara data keys";
const HASHING: &str = "svara look-up";
const CHAINING: &str = "svara audit chain";

#[derive(Default)]
struct Remembered {
    keys: HashMap<String, (u64, Arc<DataKey>)>,
    clock: u64,
}

impl Vault {
    pub(crate) fn new(master: &MasterKey, previous: Option<&MasterKey>) -> Self {
        Self {
            wrapping: master.derive(WRAPPING),
            previous: previous.map(|it| Previous {
                wrapping: it.derive(WRAPPING),
                hashing: it.derive(HASHING),
                chaining: it.derive(CHAINING),
            }),
            hashing: master.derive(HASHING),
            chaining: master.derive(CHAINING),
            kept_look_up: HouseKey::new(),
            kept_chain: HouseKey::new(),
            remembered: Mutex::default(),
        }
    }

    /// What numbers are looked up by.
    fn looking_up(&self) -> &DataKey {
        self.kept_look_up.get().unwrap_or(&self.hashing)
    }

    /// What the audit chain is linked with.
    pub(crate) fn chaining(&self) -> &DataKey {
        self.kept_chain.get().unwrap_or(&self.chaining)
    }

    pub(crate) fn has_previous(&self) -> bool {
        self.previous.is_some()
    }

    /// A key of the house's as the previous master key gave it.
    pub(crate) fn derived_before(&self, name: &str) -> DataKey {
        let of = |hashing: &DataKey, chaining: &DataKey| {
            DataKey::from_slice(if name == LOOK_UP { hashing.bytes() } else { chaining.bytes() })
                .expect("a key has the bytes of a key")
        };
        match &self.previous {
            Some(it) => of(&it.hashing, &it.chaining),
            None => of(&self.hashing, &self.chaining),
        }
    }

    /// Seals a data key under the master key.
    pub(crate) fn wrap(&self, owner: &str, key: &DataKey) -> Vec<u8> {
        self.wrapping.seal(keys_place(owner), key.bytes())
    }

    /// Opens a data key, under whichever master key it was sealed.
    pub(crate) fn unwrap(&self, owner: &str, wrapped: &[u8]) -> Result<(DataKey, Wrapping), StoreError> {
        let at = keys_place(owner);
        let (mut plain, by) = match (self.wrapping.open(at, wrapped), &self.previous) {
            (Ok(plain), _) => (plain, Wrapping::Current),
            (Err(_), Some(previous)) => (previous.wrapping.open(at, wrapped)?, Wrapping::Previous),
            (Err(error), None) => return Err(error),
        };
        let key = DataKey::from_slice(&plain).ok_or_else(|| at.corrupt(format!("not {KEY_BYTES} bytes")));
        zeroize::Zeroize::zeroize(&mut plain);
        key.map(|key| (key, by))
    }

    /// What a value is looked up by. `domain` keeps a number at one clinic apart from the same at another.
    pub(crate) fn look_up(&self, domain: &[&str], value: &str) -> String {
        let parts: Vec<&[u8]> = domain.iter().copied().chain([value]).map(str::as_bytes).collect();
        hex::encode(self.looking_up().hash(&parts))
    }

    /// A key that whoever knows the parts can have made again, and nobody else.
    pub(crate) fn key_for(&self, parts: &[&str]) -> DataKey {
        let parts: Vec<&[u8]> = parts.iter().copied().map(str::as_bytes).collect();
        DataKey::of(self.looking_up().hash(&parts))
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

    pub(crate) fn forget_all(&self) {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner).keys.clear();
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
        let key = Arc::new(self.vault.unwrap(owner, &wrapped)?.0);
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
        let wrapped = self.vault.wrap(owner, &key);
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
