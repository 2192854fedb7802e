//! Signed-in browsers. Only the hash of a session's secret is kept.

use crate::row::{instant, micros, typed};
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{SessionId, StaffId};

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Who.
    pub staff: StaffId,
    /// Until when.
    pub expires_at: Timestamp,
}

/// Somebody signed in.
pub async fn start(
    tx: &mut Tx,
    id: SessionId,
    hash: impl AsRef<[u8]>,
    staff: StaffId,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    query("INSERT INTO sessions (id, hash, staff, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(String::from(id))
        .bind(hash.as_ref().to_vec())
        .bind(String::from(staff))
        .bind(micros(expires_at))
        .execute(tx)
        .await
        .map(drop)
}

/// The session with a secret of this hash, unless it has expired.
pub async fn by_hash(
    tx: &mut Tx,
    hash: impl AsRef<[u8]>,
    now: Timestamp,
) -> Result<Option<Session>, StoreError> {
    let row: Option<(String, String, i64)> =
        query("SELECT id, staff, expires_at FROM sessions WHERE hash = $1 AND expires_at > $2")
            .bind(hash.as_ref().to_vec())
            .bind(micros(now))
            .optional(tx)
            .await?;
    let Some((id, staff, expires_at)) = row else { return Ok(None) };
    Ok(Some(Session {
        id: typed("sessions", "id", id)?,
        staff: typed("sessions", "staff", staff)?,
        expires_at: instant(expires_at)?,
    }))
}

/// Somebody signed out.
pub async fn end(tx: &mut Tx, id: &SessionId) -> Result<(), StoreError> {
    query("DELETE FROM sessions WHERE id = $1").bind(id.as_str().to_owned()).execute(tx).await.map(drop)
}

/// Removes what has expired.
pub async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreError> {
    query("DELETE FROM sessions WHERE expires_at <= $1").bind(micros(now)).execute(tx).await
}
