//! Answers to requests that carry a key of their own (the header `Idempotency-Key`): the same request again is
//! answered with what was answered first. Whoever has no key can't read the answer: it is sealed under a key made from
//! it. Absent: what a request is, which is `svara-web`'s.

use crate::row::micros;
use crate::seal::{DataKey, place};
use crate::{StoreError, Tx, query};
use jiff::Timestamp;

/// Whose request it is, under which key, and what it asks for.
#[derive(Clone, Debug)]
pub struct Request {
    /// Keys of different callers never meet.
    pub caller: String,
    /// The key, as sent.
    pub key: String,
    /// A hash over what is asked for.
    pub asks: String,
}

/// What is known of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing: it is this caller's to work on.
    New,
    /// Somebody is working on it, or stopped in the middle, since then.
    Started(Timestamp),
    /// The key was used for something else.
    Other,
    /// It was answered with this status and body.
    Answered {
        /// The HTTP status, which the store only keeps.
        status: i64,
        /// The body.
        body: Vec<u8>,
    },
}

/// Notes that a request is being worked on, unless it is known. One that was started before `stale` counts as new.
pub async fn begin(
    tx: &mut Tx,
    request: &Request,
    stale: Timestamp,
    now: Timestamp,
) -> Result<Known, StoreError> {
    let made = query(
        "INSERT INTO answers (key_hash, request_hash, started_at) VALUES ($1, $2, $3)
         ON CONFLICT (key_hash) DO UPDATE SET started_at = excluded.started_at
         WHERE answers.status IS NULL AND answers.started_at <= $4 AND answers.request_hash = $2",
    )
    .bind(key_hash(tx, request))
    .bind(request.asks.clone())
    .bind(micros(now))
    .bind(micros(stale))
    .execute(tx)
    .await?;
    if made == 1 { Ok(Known::New) } else { known(tx, request).await }
}

/// What was asked, since when, the status and the body of the answer.
type KeptRow = (String, i64, Option<i64>, Option<Vec<u8>>);

async fn known(tx: &mut Tx, request: &Request) -> Result<Known, StoreError> {
    let hash = key_hash(tx, request);
    let row: Option<KeptRow> =
        query("SELECT request_hash, started_at, status, body FROM answers WHERE key_hash = $1")
            .bind(hash.clone())
            .optional(tx)
            .await?;
    Ok(match row {
        None => Known::New,
        Some((asks, ..)) if asks != request.asks => Known::Other,
        Some((_, _, Some(status), Some(body))) => Known::Answered {
            status,
            body: sealing_key(tx, request).open(place("answers", "body", &hash), &body)?,
        },
        Some((_, started_at, ..)) => Known::Started(crate::row::instant(started_at)?),
    })
}

/// Keeps the answer to a request that was begun.
pub async fn keep(tx: &mut Tx, request: &Request, status: i64, body: &[u8]) -> Result<(), StoreError> {
    let hash = key_hash(tx, request);
    let sealed = sealing_key(tx, request).seal(place("answers", "body", &hash), body);
    query("UPDATE answers SET status = $2, body = $3 WHERE key_hash = $1")
        .bind(hash)
        .bind(status)
        .bind(sealed)
        .execute(tx)
        .await
        .map(drop)
}

/// Forgets a request that failed by our own fault, so that it may be tried again.
pub async fn drop_begun(tx: &mut Tx, request: &Request) -> Result<(), StoreError> {
    query("DELETE FROM answers WHERE key_hash = $1 AND status IS NULL")
        .bind(key_hash(tx, request))
        .execute(tx)
        .await
        .map(drop)
}

/// Forgets requests that were begun before a moment; how many.
pub async fn prune(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    query("DELETE FROM answers WHERE started_at < $1").bind(micros(before)).execute(tx).await
}

fn key_hash(tx: &Tx, request: &Request) -> String {
    tx.vault.look_up(&["request key", &request.caller], &request.key)
}

fn sealing_key(tx: &Tx, request: &Request) -> DataKey {
    tx.vault.key_for(&["answer to a request", &request.caller, &request.key])
}
