//! What processes on one database tell each other: that something changed. Kept in a table in the order in which it was
//! told, so that a process that heard no call, behind a pooler or after a broken connection, reads on where it was.
//!
//! Absent: what a piece of news means; the desk knows.

use crate::row::{bounded, micros, typed};
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::ClinicId;

/// PostgreSQL's channel on which a process calls the others.
pub(crate) const CHANNEL: &str = "svara_news";

/// Something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// At which clinic.
    pub clinic: ClinicId,
    /// What kind of thing, in the desk's words.
    pub kind: String,
    /// Which one: an id.
    pub subject: String,
}

/// What was told since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// What others told, the oldest first.
    pub news: Vec<Told>,
    /// The number of the last one read.
    pub last: i64,
    /// Some of it is swept away already: everything may have changed.
    pub gap: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    origin: String,
    clinic: String,
    kind: String,
    subject: String,
}

/// Tells the others, and calls those who listen once it is committed.
pub async fn tell(tx: &mut Tx, origin: &str, news: &[Told], now: Timestamp) -> Result<(), StoreError> {
    let count = i64::try_from(news.len()).unwrap_or(i64::MAX);
    let (last,): (i64,) =
        query("UPDATE news_head SET seq = seq + $1 WHERE one = 1 RETURNING seq").bind(count).one(tx).await?;
    for (seq, it) in (last - count + 1..).zip(news) {
        query("INSERT INTO news (seq, origin, clinic, kind, subject, at) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(seq)
            .bind(origin.to_owned())
            .bind(it.clinic.as_str().to_owned())
            .bind(it.kind.clone())
            .bind(it.subject.clone())
            .bind(micros(now))
            .execute(tx)
            .await?;
    }
    if let Some(call) = tx.pick(None, Some("SELECT pg_notify($1, '')")) {
        query(call).bind(CHANNEL.to_owned()).execute(tx).await?;
    }
    Ok(())
}

/// The number of the newest.
pub async fn newest(tx: &mut Tx) -> Result<i64, StoreError> {
    let (seq,): (i64,) = query("SELECT seq FROM news_head WHERE one = 1").one(tx).await?;
    Ok(seq)
}

/// What others told after a number, at most `limit` rows of it read.
pub async fn since(tx: &mut Tx, after: i64, own: &str, limit: usize) -> Result<Heard, StoreError> {
    let rows: Vec<Row> =
        query("SELECT seq, origin, clinic, kind, subject FROM news WHERE seq > $1 ORDER BY seq LIMIT $2")
            .bind(after)
            .bind(bounded(limit))
            .all(tx)
            .await?;
    let gap = match rows.first() {
        Some(first) => first.seq != after + 1,
        None => newest(tx).await? != after,
    };
    let last = match rows.last() {
        Some(row) => row.seq,
        None if gap => newest(tx).await?,
        None => after,
    };
    let mut news = Vec::with_capacity(rows.len());
    for row in rows.into_iter().filter(|it| it.origin != own) {
        let clinic = typed("news", "clinic", row.clinic)?;
        news.push(Told { clinic, kind: row.kind, subject: row.subject });
    }
    Ok(Heard { news, last, gap })
}

/// Sweeps what is older than a moment; how many.
pub async fn prune(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    query("DELETE FROM news WHERE at < $1").bind(micros(before)).execute(tx).await
}
