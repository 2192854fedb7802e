//! A new master key: every data key is sealed again under it, while the desk works. Each batch is a transaction of its
//! own, so whoever is killed in the middle goes on where it stopped; until the end both master keys are needed, and
//! after it the old one opens nothing.
//!
//! What numbers are looked up by, and what the chain is linked with, must not change with the master key: at the first
//! rotation these two keys are kept among the data keys, sealed like them.

use crate::keys::{Vault, Wrapping};
use crate::seal::{DataKey, place};
use crate::{Store, StoreError, Tx, query};
use std::sync::Arc;

/// Keys sealed again in one transaction: some milliseconds, so nobody waits for it.
const KEYS_AT_ONCE: i64 = 500;
/// The house's own keys, kept since the first rotation.
pub(crate) const LOOK_UP: &str = "house:look-up";
pub(crate) const CHAIN: &str = "house:chain";

impl Store {
    /// Seals every data key under the newer master key. Tells how many were sealed again; `0`: nothing was left.
    ///
    /// Refused when the store was opened without the previous master key and something is still sealed under it.
    pub async fn rotate_keys(&self) -> Result<u64, StoreError> {
        let mut after = String::new();
        let mut total = 0;
        loop {
            let from = after.clone();
            let done = self.write("seal keys again", move |tx| {
                let from = from.clone();
                Box::pin(async move { batch(tx, &from).await })
            });
            let (last, again): (Option<String>, u64) = done.await?;
            total += again;
            match last {
                Some(last) => after = last,
                None => return Ok(total),
            }
        }
    }
}

/// The next keys in order of their owners: the last owner seen, and how many were sealed again.
async fn batch(tx: &mut Tx, after: &str) -> Result<(Option<String>, u64), StoreError> {
    let rows: Vec<(String, Vec<u8>)> =
        query("SELECT owner, wrapped FROM keys WHERE owner > $1 ORDER BY owner LIMIT $2")
            .bind(after.to_owned())
            .bind(KEYS_AT_ONCE)
            .all(tx)
            .await?;
    let vault = Arc::clone(&tx.vault);
    let mut again = 0;
    let last = rows.last().map(|it| it.0.clone());
    for (owner, wrapped) in rows {
        let (key, by) = vault.unwrap(&owner, &wrapped)?;
        if by == Wrapping::Current {
            continue;
        }
        let sealed = vault.wrap(&owner, &key);
        query("UPDATE keys SET wrapped = $2 WHERE owner = $1").bind(owner).bind(sealed).execute(tx).await?;
        again += 1;
    }
    Ok((last, again))
}

/// The house's own keys: as kept, or as derived from the only master key there ever was. With a previous master key at
/// hand they are kept now, so that they outlive it.
pub(crate) async fn settle_house_keys(tx: &mut Tx) -> Result<(), StoreError> {
    for name in [LOOK_UP, CHAIN] {
        let kept: Option<(Vec<u8>,)> =
            query("SELECT wrapped FROM keys WHERE owner = $1").bind(name.to_owned()).optional(tx).await?;
        let vault = Arc::clone(&tx.vault);
        match kept {
            Some((wrapped,)) => {
                let (key, _) = vault.unwrap(name, &wrapped).map_err(|_| wrong_key())?;
                vault.settle(name, key);
            }
            None if vault.has_previous() => {
                let key = vault.derived_before(name);
                let sealed = vault.wrap(name, &key);
                query("INSERT INTO keys (owner, wrapped) VALUES ($1, $2) ON CONFLICT (owner) DO NOTHING")
                    .bind(name.to_owned())
                    .bind(sealed)
                    .execute(tx)
                    .await?;
                vault.settle(name, key);
            }
            None => {}
        }
    }
    Ok(())
}

pub(crate) fn wrong_key() -> StoreError {
    StoreError::Open("the master key is not the one it was made with".to_owned())
}

/// How a data key is named in what seals it.
pub(crate) fn keys_place(owner: &str) -> crate::seal::Place<'_> {
    place("keys", "wrapped", owner)
}

/// A key of the house's, however it was come by.
pub(crate) type HouseKey = std::sync::OnceLock<DataKey>;

impl Vault {
    /// Fills in a key of the house's once.
    fn settle(&self, name: &str, key: DataKey) {
        let place = if name == LOOK_UP { &self.kept_look_up } else { &self.kept_chain };
        // Set twice only by two openings at once, which read the same row.
        drop(place.set(key));
    }
}
