//! Raw notifications, recorded once and worked off in order, one sender at a time.
//!
//! Providers' keys are stored as keyed hashes (they can hold the sender's number) and come back out of the
//! sealed payload. Absent: who is next (`claiming.rs`); reading a notification; that is the channel's.

use crate::keys::desk_owner;
use crate::row::{bounded, instant, micros, typed_of, word};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use std::borrow::Cow;
use std::collections::BTreeSet;
use svara_model::ClinicId;

pub use crate::claiming::{all_waiting, next_message_batch};
pub use crate::notification::{InboxBatch, InboxItem, InboxKind, NewNotification};

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    key_hash: String,
    clinic: Option<String>,
    kind: String,
    at: i64,
    pub(crate) received_at: i64,
    payload: Option<Vec<u8>>,
    attempt: i64,
    reason: Option<Vec<u8>>,
}

/// Records what arrived. `false`: it is known already.
pub async fn record(tx: &mut Tx, new: &NewNotification) -> Result<bool, StoreError> {
    let hash = key_hash(tx, &new.key);
    let order = new.order_key.as_ref().map_or_else(|| hash.clone(), |it| order_hash(tx, it));
    let owner = desk_owner(new.clinic.as_ref().map(ClinicId::as_str));
    // The key travels inside, up to the first line break.
    let plain = format!("{}\n{}", one_line(&new.key), new.payload);
    let sealed = tx.seal(&owner, place("inbox", "payload", &hash), &plain).await?;
    let made = query(
        "INSERT INTO inbox (key_hash, clinic, order_hash, kind, at, received_at, payload, state, claimed, attempt)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', FALSE, 0) ON CONFLICT (key_hash) DO NOTHING",
    )
    .bind(hash)
    .bind(new.clinic.as_ref().map(|it| it.as_str().to_owned()))
    .bind(order)
    .bind(new.kind.as_str().to_owned())
    .bind(micros(new.at))
    .bind(micros(new.received_at))
    .bind(sealed)
    .execute(tx)
    .await?;
    Ok(made == 1)
}

/// Sets a notification aside for staff to look at, with the reason.
pub async fn note_unhandled(tx: &mut Tx, key: &str, reason: &str) -> Result<(), StoreError> {
    set_aside(tx, key, reason).await
}

/// These are done. A report's content has no use any more and goes at once. Tells how many of them still waited:
/// fewer than given means that somebody else was faster, and whatever was done for them must be rolled back.
pub async fn handled(tx: &mut Tx, keys: &[String], now: Timestamp) -> Result<u64, StoreError> {
    let mut done = 0;
    let mut orders = BTreeSet::new();
    for key in keys {
        let hash = key_hash(tx, key);
        let order: Option<(String,)> = query(
            "UPDATE inbox SET state = 'handled', claimed = FALSE, handled_at = $2,
               payload = CASE WHEN kind = 'status' THEN NULL ELSE payload END
             WHERE key_hash = $1 AND state = 'waiting' RETURNING order_hash",
        )
        .bind(hash)
        .bind(micros(now))
        .optional(tx)
        .await?;
        if let Some((order,)) = order {
            done += 1;
            orders.insert(order);
        }
    }
    for order in orders {
        end_lease(tx, &order).await?;
    }
    Ok(done)
}

/// It could not be handled: the sender's messages wait until `retry_at`, or without one it is set aside for
/// staff and the sender's later messages go on.
pub async fn failed(
    tx: &mut Tx,
    key: &str,
    retry_at: Option<Timestamp>,
    why: &str,
) -> Result<(), StoreError> {
    let Some(retry_at) = retry_at else { return set_aside(tx, key, why).await };
    let hash = key_hash(tx, key);
    let Some((order, sealed)) = sealed_reason(tx, &hash, why).await? else { return Ok(()) };
    query("UPDATE inbox SET claimed = FALSE, reason = $2 WHERE order_hash = $1 AND state = 'waiting' AND claimed")
        .bind(order.clone())
        .bind(None::<Vec<u8>>)
        .execute(tx)
        .await?;
    query("UPDATE inbox SET reason = $2 WHERE key_hash = $1").bind(hash).bind(sealed).execute(tx).await?;
    query(
        "INSERT INTO inbox_leases (order_hash, owner, until) VALUES ($1, '', $2)
         ON CONFLICT (order_hash) DO UPDATE SET owner = '', until = excluded.until",
    )
    .bind(order)
    .bind(micros(retry_at))
    .execute(tx)
    .await
    .map(drop)
}

/// What was set aside, with the reason; of one clinic, or of all with none given. The oldest first.
pub async fn unhandled(
    tx: &mut Tx,
    clinic: Option<&ClinicId>,
    limit: usize,
) -> Result<Vec<(InboxItem, String)>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT key_hash, clinic, kind, at, received_at, payload, attempt, reason FROM inbox
         WHERE state = 'unhandled' AND ($1 IS NULL OR clinic = $1) ORDER BY received_at LIMIT $2",
    )
    .bind(clinic.map(|it| it.as_str().to_owned()))
    .bind(bounded(limit))
    .all(tx)
    .await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(item(tx, row).await?);
    }
    Ok(items)
}

/// Ends the leases of everybody but one; for a desk that is alone and has just started.
pub async fn release_leases(tx: &mut Tx, owner_not: &str) -> Result<u64, StoreError> {
    query("DELETE FROM inbox_leases WHERE owner <> $1 AND owner <> ''")
        .bind(owner_not.to_owned())
        .execute(tx)
        .await
}

/// How many wait.
pub async fn waiting(tx: &mut Tx) -> Result<i64, StoreError> {
    let (count,): (i64,) = query("SELECT count(*) FROM inbox WHERE state = 'waiting'").one(tx).await?;
    Ok(count)
}

/// When the next sender's pause or lease ends, if any has one.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Timestamp>, StoreError> {
    let (until,): (Option<i64>,) = query(
        "SELECT min(until) FROM inbox_leases AS l
         WHERE EXISTS (SELECT 1 FROM inbox AS i WHERE i.order_hash = l.order_hash AND i.state = 'waiting')",
    )
    .one(tx)
    .await?;
    until.map(instant).transpose()
}

/// Drops the contents of what was handled before `payloads_before`, and the keys of what was handled, or set
/// aside, before `keys_before`: providers deliver again for seven days, so keep keys longer than that.
pub async fn prune(
    tx: &mut Tx,
    payloads_before: Timestamp,
    keys_before: Timestamp,
) -> Result<u64, StoreError> {
    query("DELETE FROM inbox WHERE state = 'handled' AND handled_at < $1")
        .bind(micros(keys_before))
        .execute(tx)
        .await?;
    query("DELETE FROM inbox WHERE state = 'unhandled' AND received_at < $1")
        .bind(micros(keys_before))
        .execute(tx)
        .await?;
    query("DELETE FROM inbox_leases WHERE until < $1").bind(micros(keys_before)).execute(tx).await?;
    query(
        "UPDATE inbox SET payload = NULL, reason = NULL
         WHERE state = 'handled' AND handled_at < $1 AND payload IS NOT NULL",
    )
    .bind(micros(payloads_before))
    .execute(tx)
    .await
}

async fn set_aside(tx: &mut Tx, key: &str, reason: &str) -> Result<(), StoreError> {
    let hash = key_hash(tx, key);
    let Some((order, sealed)) = sealed_reason(tx, &hash, reason).await? else { return Ok(()) };
    query("UPDATE inbox SET state = 'unhandled', claimed = FALSE, reason = $2 WHERE key_hash = $1 AND state = 'waiting'")
        .bind(hash)
        .bind(sealed)
        .execute(tx)
        .await?;
    end_lease(tx, &order).await
}

async fn sealed_reason(tx: &mut Tx, hash: &str, why: &str) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let row: Option<(String, Option<String>)> =
        query("SELECT order_hash, clinic FROM inbox WHERE key_hash = $1")
            .bind(hash.to_owned())
            .optional(tx)
            .await?;
    let Some((order, clinic)) = row else { return Ok(None) };
    let sealed = tx.seal(&desk_owner(clinic.as_deref()), place("inbox", "reason", hash), why).await?;
    Ok(Some((order, sealed)))
}

/// The sender is free again once nothing taken from them is left; a pause stays.
pub(crate) async fn end_lease(tx: &mut Tx, order: &str) -> Result<(), StoreError> {
    query(
        "DELETE FROM inbox_leases WHERE order_hash = $1 AND owner <> '' AND NOT EXISTS
           (SELECT 1 FROM inbox WHERE order_hash = $1 AND state = 'waiting' AND claimed)",
    )
    .bind(order.to_owned())
    .execute(tx)
    .await
    .map(drop)
}

/// What a sender's notifications are kept together by. The order key of a message is the sender's address.
pub(crate) fn order_hash(tx: &Tx, order_key: &str) -> String {
    tx.vault.look_up(&["order"], order_key)
}

fn key_hash(tx: &Tx, key: &str) -> String {
    tx.vault.look_up(&["inbox"], &one_line(key))
}

/// A provider's id may hold anything, a line break too: the key that comes back out must be found again, or what it
/// stands for would be in hand for ever, and its sender with it.
fn one_line(key: &str) -> Cow<'_, str> {
    if key.contains('\n') { Cow::Owned(key.replace('\n', "\\n")) } else { Cow::Borrowed(key) }
}

pub(crate) async fn item(tx: &mut Tx, row: Row) -> Result<(InboxItem, String), StoreError> {
    let owner = desk_owner(row.clinic.as_deref());
    let hash = row.key_hash;
    let plain = tx.open_some(&owner, place("inbox", "payload", &hash), row.payload.as_deref()).await?;
    let reason = tx.open_some(&owner, place("inbox", "reason", &hash), row.reason.as_deref()).await?;
    let plain = plain.unwrap_or_default();
    let (key, payload) = plain.split_once('\n').unwrap_or(("", ""));
    let item = InboxItem {
        key: key.to_owned(),
        clinic: typed_of("inbox", "clinic", row.clinic)?,
        kind: word("inbox", "kind", &row.kind, InboxKind::parse)?,
        at: instant(row.at)?,
        received_at: instant(row.received_at)?,
        payload: payload.to_owned(),
        attempt: row.attempt,
    };
    Ok((item, reason.unwrap_or_default()))
}
