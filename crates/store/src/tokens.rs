//! One-time links: setting up an account, resetting a password. Only the hash of a link is kept, so a copy of
//! the database opens no door.

use crate::row::micros;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::TokenId;

/// A new link of a kind, for a subject (an id), until it expires.
pub async fn issue(
    tx: &mut Tx,
    id: TokenId,
    kind: &str,
    hash: impl AsRef<[u8]>,
    expires_at: Timestamp,
    subject: &str,
) -> Result<(), StoreError> {
    query("INSERT INTO tokens (id, kind, hash, expires_at, subject) VALUES ($1, $2, $3, $4, $5)")
        .bind(String::from(id))
        .bind(kind.to_owned())
        .bind(hash.as_ref().to_vec())
        .bind(micros(expires_at))
        .bind(subject.to_owned())
        .execute(tx)
        .await
        .map(drop)
}

/// Uses a link up and tells its subject. `None`: unknown, expired or used before.
pub async fn redeem(
    tx: &mut Tx,
    kind: &str,
    hash: impl AsRef<[u8]>,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = query(
        "UPDATE tokens SET used_at = $3 WHERE kind = $1 AND hash = $2 AND used_at IS NULL AND expires_at > $3
         RETURNING subject",
    )
    .bind(kind.to_owned())
    .bind(hash.as_ref().to_vec())
    .bind(micros(now))
    .optional(tx)
    .await?;
    Ok(row.map(|(subject,)| subject))
}

/// The subject of a link that may be used again and again until it expires. `None`: unknown or expired.
pub async fn find(
    tx: &mut Tx,
    kind: &str,
    hash: impl AsRef<[u8]>,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = query(
        "SELECT subject FROM tokens WHERE kind = $1 AND hash = $2 AND used_at IS NULL AND expires_at > $3",
    )
    .bind(kind.to_owned())
    .bind(hash.as_ref().to_vec())
    .bind(micros(now))
    .optional(tx)
    .await?;
    Ok(row.map(|(subject,)| subject))
}

/// Ends every link about a subject.
pub async fn revoke(tx: &mut Tx, subject: &str) -> Result<u64, StoreError> {
    query("DELETE FROM tokens WHERE subject = $1").bind(subject.to_owned()).execute(tx).await
}
