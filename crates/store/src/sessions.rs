//! Signed-in browsers. Only the hash of a session's secret is kept.

use crate::row::{instant, micros, typed};
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{SessionId, StaffId};

/// How far somebody has come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The password was right; the second factor is still to be shown, or set up.
    Password,
    /// All the way.
    Full,
    /// A demo's: it needs no second factor and doesn't fall asleep when the clock jumps.
    Demo,
}

impl Stage {
    fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Full => "full",
            Self::Demo => "demo",
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "full" => Self::Full,
            "demo" => Self::Demo,
            _ => Self::Password,
        }
    }
}

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Who.
    pub staff: StaffId,
    /// How far in.
    pub stage: Stage,
    /// Since when.
    pub started_at: Timestamp,
    /// When something was last asked from it, to the minute.
    pub seen_at: Timestamp,
    /// Since when its screen is locked.
    pub locked_at: Option<Timestamp>,
    /// Until when.
    pub expires_at: Timestamp,
    /// Which browser it looks like, such as `Firefox, Windows`.
    pub browser: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    staff: String,
    stage: String,
    started_at: i64,
    seen_at: i64,
    locked_at: Option<i64>,
    expires_at: i64,
    browser: String,
}

macro_rules! sessions_where {
    ($rest:literal) => {
        concat!(
            "SELECT id, staff, stage, started_at, seen_at, locked_at, expires_at, browser FROM sessions WHERE ",
            $rest
        )
    };
}

/// Somebody signed in, with a secret of this hash.
pub async fn start(tx: &mut Tx, it: &Session, hash: [u8; 32]) -> Result<(), StoreError> {
    query(
        "INSERT INTO sessions (id, hash, staff, stage, started_at, seen_at, locked_at, expires_at, browser)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(it.id.as_str().to_owned())
    .bind(hash.to_vec())
    .bind(it.staff.as_str().to_owned())
    .bind(it.stage.as_str().to_owned())
    .bind(micros(it.started_at))
    .bind(micros(it.seen_at))
    .bind(it.locked_at.map(micros))
    .bind(micros(it.expires_at))
    .bind(it.browser.clone())
    .execute(tx)
    .await
    .map(drop)
}

/// The session with a secret of this hash, unless it has expired.
pub async fn by_hash(tx: &mut Tx, hash: [u8; 32], now: Timestamp) -> Result<Option<Session>, StoreError> {
    let row: Option<Row> = query(sessions_where!("hash = $1 AND expires_at > $2"))
        .bind(hash.to_vec())
        .bind(micros(now))
        .optional(tx)
        .await?;
    row.map(session).transpose()
}

/// Where somebody is signed in, the latest first.
pub async fn of(tx: &mut Tx, staff: &StaffId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
    let rows: Vec<Row> =
        query(sessions_where!("staff = $1 AND expires_at > $2 ORDER BY started_at DESC, id DESC"))
            .bind(staff.as_str().to_owned())
            .bind(micros(now))
            .all(tx)
            .await?;
    rows.into_iter().map(session).collect()
}

/// All the way in: another secret from now on, so that one seen earlier opens nothing.
pub async fn complete(tx: &mut Tx, id: &SessionId, hash: [u8; 32], now: Timestamp) -> Result<(), StoreError> {
    query("UPDATE sessions SET stage = 'full', hash = $2, seen_at = $3, locked_at = NULL WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(hash.to_vec())
        .bind(micros(now))
        .execute(tx)
        .await
        .map(drop)
}

/// Something was asked from it.
pub async fn seen(tx: &mut Tx, id: &SessionId, now: Timestamp) -> Result<(), StoreError> {
    query("UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2")
        .bind(id.as_str().to_owned())
        .bind(micros(now))
        .execute(tx)
        .await
        .map(drop)
}

/// Locks its screen, or unlocks it again.
pub async fn lock(
    tx: &mut Tx,
    id: &SessionId,
    locked_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    query("UPDATE sessions SET locked_at = $2, seen_at = $3 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(locked_at.map(micros))
        .bind(micros(now))
        .execute(tx)
        .await
        .map(drop)
}

/// Somebody signed out.
pub async fn end(tx: &mut Tx, id: &SessionId) -> Result<(), StoreError> {
    query("DELETE FROM sessions WHERE id = $1").bind(id.as_str().to_owned()).execute(tx).await.map(drop)
}

/// Ends one of somebody's sessions, or all but one. The number that ended.
pub async fn end_of(
    tx: &mut Tx,
    staff: &StaffId,
    one: Option<&SessionId>,
    but: Option<&SessionId>,
) -> Result<u64, StoreError> {
    query("DELETE FROM sessions WHERE staff = $1 AND ($2 = '' OR id = $2) AND id <> $3")
        .bind(staff.as_str().to_owned())
        .bind(one.map_or(String::new(), |it| it.as_str().to_owned()))
        .bind(but.map_or(String::new(), |it| it.as_str().to_owned()))
        .execute(tx)
        .await
}

/// Removes what has expired.
pub async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreError> {
    query("DELETE FROM sessions WHERE expires_at <= $1").bind(micros(now)).execute(tx).await
}

fn session(row: Row) -> Result<Session, StoreError> {
    Ok(Session {
        id: typed("sessions", "id", row.id)?,
        staff: typed("sessions", "staff", row.staff)?,
        stage: Stage::parse(&row.stage),
        started_at: instant(row.started_at)?,
        seen_at: instant(row.seen_at)?,
        locked_at: row.locked_at.map(instant).transpose()?,
        expires_at: instant(row.expires_at)?,
        browser: row.browser,
    })
}
