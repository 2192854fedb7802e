//! What stands behind sign-in: messages of staff that no open channel may carry, which sign-in belongs to which
//! patient, and sign-ins under way.

use crate::keys::desk_owner;
use crate::row::{bounded, instant, micros, typed};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ContactId, MessageId, PatientId, StaffId};

/// A message to be read behind sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecureMessage {
    /// Its id.
    pub id: MessageId,
    /// The words.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// Keeps one.
pub async fn add_message(
    tx: &mut Tx,
    id: MessageId,
    contact: &ContactId,
    text: &str,
    by: &StaffId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let body = tx.seal(contact.as_str(), place("secure_messages", "body", id.as_str()), text).await?;
    query("INSERT INTO secure_messages (id, contact, body, at, by_staff) VALUES ($1, $2, $3, $4, $5)")
        .bind(String::from(id))
        .bind(contact.as_str().to_owned())
        .bind(body)
        .bind(micros(now))
        .bind(by.as_str().to_owned())
        .execute(tx)
        .await
        .map(drop)
}

/// The newest `limit` of a contact, the oldest of them first.
pub async fn messages_of(
    tx: &mut Tx,
    contact: &ContactId,
    limit: usize,
) -> Result<Vec<SecureMessage>, StoreError> {
    let rows: Vec<(String, Vec<u8>, i64)> = query(
        "SELECT id, body, at FROM secure_messages WHERE contact = $1 ORDER BY at DESC, id DESC LIMIT $2",
    )
    .bind(contact.as_str().to_owned())
    .bind(bounded(limit))
    .all(tx)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for (id, body, at) in rows.into_iter().rev() {
        let text = tx.open(contact.as_str(), place("secure_messages", "body", &id), &body).await?;
        found.push(SecureMessage {
            id: typed("secure_messages", "id", id)?,
            text: text.unwrap_or_default(),
            at: instant(at)?,
        });
    }
    Ok(found)
}

/// From now on this sign-in is this patient's. `identity` is issuer and subject; only its hash is kept.
pub async fn bind_identity(
    tx: &mut Tx,
    patient: &PatientId,
    identity: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let hash = tx.vault.look_up(&["identity"], identity);
    query(
        "INSERT INTO identities (patient, identity_hash, bound_at) VALUES ($1, $2, $3)
         ON CONFLICT (patient, identity_hash) DO NOTHING",
    )
    .bind(patient.as_str().to_owned())
    .bind(hash)
    .bind(micros(now))
    .execute(tx)
    .await
    .map(drop)
}

/// Whether this sign-in is this patient's; `None`: nobody signed in for this patient yet.
pub async fn is_bound(tx: &mut Tx, patient: &PatientId, identity: &str) -> Result<Option<bool>, StoreError> {
    let hash = tx.vault.look_up(&["identity"], identity);
    let all: Vec<(String,)> = query("SELECT identity_hash FROM identities WHERE patient = $1")
        .bind(patient.as_str().to_owned())
        .all(tx)
        .await?;
    Ok((!all.is_empty()).then(|| all.iter().any(|(known,)| *known == hash)))
}

/// Remembers a sign-in under way, under the hash of the browser's secret.
pub async fn begin_sign_in(
    tx: &mut Tx,
    hash: [u8; 32],
    state_json: &str,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let row = hex::encode(hash);
    let sealed = tx.seal(&desk_owner(None), place("sign_ins", "sealed", &row), state_json).await?;
    query("INSERT INTO sign_ins (hash, sealed, expires_at) VALUES ($1, $2, $3)")
        .bind(hash.to_vec())
        .bind(sealed)
        .bind(micros(expires_at))
        .execute(tx)
        .await
        .map(drop)
}

/// Takes a sign-in under way: it is there once. What is too old goes with it.
pub async fn end_sign_in(tx: &mut Tx, hash: [u8; 32], now: Timestamp) -> Result<Option<String>, StoreError> {
    query("DELETE FROM sign_ins WHERE expires_at <= $1").bind(micros(now)).execute(tx).await?;
    let row: Option<(Vec<u8>,)> = query("DELETE FROM sign_ins WHERE hash = $1 RETURNING sealed")
        .bind(hash.to_vec())
        .optional(tx)
        .await?;
    let Some((sealed,)) = row else { return Ok(None) };
    let row = hex::encode(hash);
    tx.open(&desk_owner(None), place("sign_ins", "sealed", &row), &sealed).await
}
