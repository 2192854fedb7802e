//! Things to do later: due at a time, claimed with a lease, once for each dedupe key. Payloads are sealed under
//! the desk's key. Absent: what a job does.

use crate::keys::desk_owner;
use crate::row::{bounded, instant, instant_of, micros, typed};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::JobId;

/// A claimed job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What to do.
    pub kind: String,
    /// Its dedupe key.
    pub dedupe: String,
    /// When it was due.
    pub due_at: Timestamp,
    /// JSON.
    pub payload: String,
    /// How often it was claimed, this time included.
    pub attempt: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    kind: String,
    dedupe: String,
    due_at: i64,
    payload: Vec<u8>,
    attempt: i64,
}

/// Plans a job. `false`: one with the same dedupe key was planned before.
pub async fn add(
    tx: &mut Tx,
    id: JobId,
    kind: &str,
    dedupe: &str,
    due_at: Timestamp,
    payload_json: &str,
    _now: Timestamp,
) -> Result<bool, StoreError> {
    let payload = tx.seal(&desk_owner(None), place("jobs", "payload", id.as_str()), payload_json).await?;
    let made = query(
        "INSERT INTO jobs (id, kind, dedupe, due_at, payload, state, attempt) VALUES ($1, $2, $3, $4, $5, 'ready', 0)
         ON CONFLICT (dedupe) DO NOTHING",
    )
    .bind(String::from(id))
    .bind(kind.to_owned())
    .bind(dedupe.to_owned())
    .bind(micros(due_at))
    .bind(payload)
    .execute(tx)
    .await?;
    Ok(made == 1)
}

macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "UPDATE jobs SET state = 'running', attempt = attempt + 1, lease_owner = $3, lease_until = $2
             WHERE id IN (SELECT id FROM jobs WHERE (state = 'ready' AND due_at <= $1)
                 OR (state = 'running' AND lease_until <= $1)
               ORDER BY due_at, id LIMIT $4",
            $lock,
            ") RETURNING id, kind, dedupe, due_at, payload, attempt"
        )
    };
}

/// Takes what is due, and what another took and did not finish before its lease ended; the longest due first.
pub async fn claim(
    tx: &mut Tx,
    now: Timestamp,
    lease_until: Timestamp,
    owner: &str,
    limit: usize,
) -> Result<Vec<Job>, StoreError> {
    let sql = tx.pick(claim!(""), claim!(" FOR UPDATE SKIP LOCKED"));
    let mut rows: Vec<Row> = query(sql)
        .bind(micros(now))
        .bind(micros(lease_until))
        .bind(owner.to_owned())
        .bind(bounded(limit))
        .all(tx)
        .await?;
    rows.sort_by(|one, other| (one.due_at, &one.id).cmp(&(other.due_at, &other.id)));
    let mut jobs = Vec::with_capacity(rows.len());
    for row in rows {
        let payload = tx.open(&desk_owner(None), place("jobs", "payload", &row.id), &row.payload).await?;
        jobs.push(Job {
            id: typed("jobs", "id", row.id)?,
            kind: row.kind,
            dedupe: row.dedupe,
            due_at: instant(row.due_at)?,
            payload: payload.unwrap_or_default(),
            attempt: row.attempt,
        });
    }
    Ok(jobs)
}

/// It is done. Its dedupe key stays taken.
pub async fn done(tx: &mut Tx, id: &JobId, now: Timestamp) -> Result<(), StoreError> {
    end(tx, id, "done", None, now).await
}

/// It had nothing to do any more, and this is why: no personal data.
pub async fn done_without(tx: &mut Tx, id: &JobId, why: &str, now: Timestamp) -> Result<(), StoreError> {
    end(tx, id, "done", Some(why), now).await
}

/// Again at `at`.
pub async fn retry(tx: &mut Tx, id: &JobId, at: Timestamp, why: &str) -> Result<(), StoreError> {
    query("UPDATE jobs SET state = 'ready', due_at = $2, lease_until = NULL, reason = $3 WHERE id = $1 AND state = 'running'")
        .bind(id.as_str().to_owned())
        .bind(micros(at))
        .bind(why.to_owned())
        .execute(tx)
        .await
        .map(drop)
}

/// It can't be done. The reason is for the log: no personal data.
pub async fn give_up(tx: &mut Tx, id: &JobId, why: &str, now: Timestamp) -> Result<(), StoreError> {
    end(tx, id, "given_up", Some(why), now).await
}

/// Calls off jobs that have not begun and whose dedupe key begins so; the keys are free again.
pub async fn cancel_by_dedupe_prefix(tx: &mut Tx, prefix: &str) -> Result<u64, StoreError> {
    // Both engines find a range of bytes in an index; PostgreSQL only in the "C" collation.
    let sql = tx.pick(
        "DELETE FROM jobs WHERE state = 'ready' AND dedupe >= $1 AND dedupe < $2",
        r#"DELETE FROM jobs WHERE state = 'ready' AND dedupe COLLATE "C" >= $1 AND dedupe COLLATE "C" < $2"#,
    );
    query(sql).bind(prefix.to_owned()).bind(format!("{prefix}{}", char::MAX)).execute(tx).await
}

/// When the next job is due, or a lease ends.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Timestamp>, StoreError> {
    let (ready,): (Option<i64>,) =
        query("SELECT min(due_at) FROM jobs WHERE state = 'ready'").one(tx).await?;
    let (leased,): (Option<i64>,) =
        query("SELECT min(lease_until) FROM jobs WHERE state = 'running'").one(tx).await?;
    instant_of(ready.into_iter().chain(leased).min())
}

/// How many are due or at work.
pub async fn waiting(tx: &mut Tx, now: Timestamp) -> Result<i64, StoreError> {
    let (ready,): (i64,) = query("SELECT count(*) FROM jobs WHERE state = 'ready' AND due_at <= $1")
        .bind(micros(now))
        .one(tx)
        .await?;
    let (running,): (i64,) = query("SELECT count(*) FROM jobs WHERE state = 'running'").one(tx).await?;
    Ok(ready + running)
}

/// Ends the leases of everybody but one; for a desk that is alone and has just started.
pub async fn release_leases(tx: &mut Tx, owner_not: &str) -> Result<u64, StoreError> {
    query("UPDATE jobs SET state = 'ready', lease_until = NULL WHERE state = 'running' AND lease_owner <> $1")
        .bind(owner_not.to_owned())
        .execute(tx)
        .await
}

/// Removes what ended before then, dedupe keys included.
pub async fn prune(tx: &mut Tx, ended_before: Timestamp) -> Result<u64, StoreError> {
    query("DELETE FROM jobs WHERE ended_at < $1").bind(micros(ended_before)).execute(tx).await
}

async fn end(
    tx: &mut Tx,
    id: &JobId,
    state: &str,
    why: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    query("UPDATE jobs SET state = $2, reason = $3, ended_at = $4, lease_until = NULL WHERE id = $1 AND state = 'running'")
        .bind(id.as_str().to_owned())
        .bind(state.to_owned())
        .bind(why.map(str::to_owned))
        .bind(micros(now))
        .execute(tx)
        .await
        .map(drop)
}
