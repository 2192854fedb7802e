//! Mails to send: to practitioners about bookings, to staff about their sign-in. Address, subject and body are
//! sealed together under the desk's key; erasing a patient removes the mails about their visits, and old mails
//! are pruned. A mail's dedupe key names what it is about by id, such as `booked:apt_…:1`.

use crate::keys::desk_owner;
use crate::row::{bounded, instant, instant_of, json, micros, to_json, typed};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use svara_model::MailId;

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its id.
    pub id: MailId,
    /// The address it goes to.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// Not before then.
    pub due_at: Timestamp,
    /// `ready`, `sending`, `sent` or `failed`.
    pub state: String,
    /// How often it was claimed.
    pub attempt: i64,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    to: String,
    subject: String,
    body: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    sealed: Vec<u8>,
    due_at: i64,
    state: String,
    attempt: i64,
}

/// Queues a mail. `false`: one with the same dedupe key was queued before.
#[expect(clippy::too_many_arguments, reason = "a mail has these parts, and none of them is optional")]
pub async fn add(
    tx: &mut Tx,
    id: MailId,
    to: &str,
    subject: &str,
    body: &str,
    dedupe: &str,
    due_at: Timestamp,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let plain = to_json(&Sealed { to: to.to_owned(), subject: subject.to_owned(), body: body.to_owned() });
    let sealed = tx.seal(&desk_owner(None), place("mails", "sealed", id.as_str()), &plain).await?;
    let made = query(
        "INSERT INTO mails (id, sealed, dedupe, due_at, created_at, state, attempt) VALUES ($1, $2, $3, $4, $5, 'ready', 0)
         ON CONFLICT (dedupe) DO NOTHING",
    )
    .bind(String::from(id))
    .bind(sealed)
    .bind(dedupe.to_owned())
    .bind(micros(due_at))
    .bind(micros(now))
    .execute(tx)
    .await?;
    Ok(made == 1)
}

macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "UPDATE mails SET state = 'sending', attempt = attempt + 1, lease_owner = $3, lease_until = $2
             WHERE id IN (SELECT id FROM mails WHERE (state = 'ready' AND due_at <= $1)
                 OR (state = 'sending' AND lease_until <= $1)
               ORDER BY due_at, id LIMIT $4",
            $lock,
            ") RETURNING id, sealed, due_at, state, attempt"
        )
    };
}

/// Takes what is due, and what another took and did not finish before its lease ended. A mail may so be sent
/// twice after a crash; none is lost.
pub async fn claim(
    tx: &mut Tx,
    now: Timestamp,
    lease_until: Timestamp,
    owner: &str,
    limit: usize,
) -> Result<Vec<Mail>, StoreError> {
    let sql = tx.pick(claim!(""), claim!(" FOR UPDATE SKIP LOCKED"));
    let mut rows: Vec<Row> = query(sql)
        .bind(micros(now))
        .bind(micros(lease_until))
        .bind(owner.to_owned())
        .bind(bounded(limit))
        .all(tx)
        .await?;
    rows.sort_by(|one, other| (one.due_at, &one.id).cmp(&(other.due_at, &other.id)));
    mails(tx, rows).await
}

/// It was handed over.
pub async fn sent(tx: &mut Tx, id: &MailId, now: Timestamp) -> Result<(), StoreError> {
    end(tx, id, "sent", None, now).await
}

/// Again at `at`.
pub async fn retry(tx: &mut Tx, id: &MailId, at: Timestamp, why: &str) -> Result<(), StoreError> {
    query("UPDATE mails SET state = 'ready', due_at = $2, lease_until = NULL, reason = $3 WHERE id = $1 AND state = 'sending'")
        .bind(id.as_str().to_owned())
        .bind(micros(at))
        .bind(why.to_owned())
        .execute(tx)
        .await
        .map(drop)
}

/// It was refused for good. The reason is for the log: no personal data.
pub async fn failed(tx: &mut Tx, id: &MailId, why: &str, now: Timestamp) -> Result<(), StoreError> {
    end(tx, id, "failed", Some(why), now).await
}

/// The newest mails, the newest first.
pub async fn list(tx: &mut Tx, limit: usize) -> Result<Vec<Mail>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT id, sealed, due_at, state, attempt FROM mails ORDER BY created_at DESC, id DESC LIMIT $1",
    )
    .bind(bounded(limit))
    .all(tx)
    .await?;
    mails(tx, rows).await
}

/// When the next mail is due, or a lease ends.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Timestamp>, StoreError> {
    let (ready,): (Option<i64>,) =
        query("SELECT min(due_at) FROM mails WHERE state = 'ready'").one(tx).await?;
    let (leased,): (Option<i64>,) =
        query("SELECT min(lease_until) FROM mails WHERE state = 'sending'").one(tx).await?;
    instant_of(ready.into_iter().chain(leased).min())
}

/// How many are due or being sent.
pub async fn waiting(tx: &mut Tx, now: Timestamp) -> Result<i64, StoreError> {
    let (ready,): (i64,) = query("SELECT count(*) FROM mails WHERE state = 'ready' AND due_at <= $1")
        .bind(micros(now))
        .one(tx)
        .await?;
    let (sending,): (i64,) = query("SELECT count(*) FROM mails WHERE state = 'sending'").one(tx).await?;
    Ok(ready + sending)
}

/// Ends the leases of everybody but one; for a desk that is alone and has just started.
pub async fn release_leases(tx: &mut Tx, owner_not: &str) -> Result<u64, StoreError> {
    query(
        "UPDATE mails SET state = 'ready', lease_until = NULL WHERE state = 'sending' AND lease_owner <> $1",
    )
    .bind(owner_not.to_owned())
    .execute(tx)
    .await
}

/// Removes what ended before then.
pub async fn prune(tx: &mut Tx, ended_before: Timestamp) -> Result<u64, StoreError> {
    query("DELETE FROM mails WHERE ended_at < $1").bind(micros(ended_before)).execute(tx).await
}

async fn end(
    tx: &mut Tx,
    id: &MailId,
    state: &str,
    why: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    query("UPDATE mails SET state = $2, reason = $3, ended_at = $4, lease_until = NULL WHERE id = $1 AND state = 'sending'")
        .bind(id.as_str().to_owned())
        .bind(state.to_owned())
        .bind(why.map(str::to_owned))
        .bind(micros(now))
        .execute(tx)
        .await
        .map(drop)
}

async fn mails(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<Mail>, StoreError> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let plain = tx.open(&desk_owner(None), place("mails", "sealed", &row.id), &row.sealed).await?;
        let Some(plain) = plain else { continue };
        let Sealed { to, subject, body } = json("mails", "sealed", &row.id, &plain)?;
        found.push(Mail {
            id: typed("mails", "id", row.id)?,
            to,
            subject,
            body,
            due_at: instant(row.due_at)?,
            state: row.state,
            attempt: row.attempt,
        });
    }
    Ok(found)
}
