//! Small facts about the installation: the demo's clock, the proof of the key. Nothing personal stands here;
//! values are not sealed.

use crate::{StoreError, Tx, query};

/// What is set under a key.
pub async fn get(tx: &mut Tx, key: &str) -> Result<Option<String>, StoreError> {
    let found: Option<(String,)> =
        query("SELECT value FROM settings WHERE key = $1").bind(key.to_owned()).optional(tx).await?;
    Ok(found.map(|(value,)| value))
}

/// Sets or replaces.
pub async fn set(tx: &mut Tx, key: &str, value: &str) -> Result<(), StoreError> {
    query("INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(key.to_owned())
        .bind(value.to_owned())
        .execute(tx)
        .await
        .map(drop)
}
