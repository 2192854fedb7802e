//! The schema of a database from outside: what a new version would change in it, and changing it beforehand.
//!
//! Absent: the migrations themselves (`migrate.rs`), and any key: they move no personal data.

use crate::keys::Vault;
use crate::migrate::{self, Pending};
use crate::seal::MasterKey;
use crate::tx::Conn;
use crate::{StoreError, Tx, postgres, sqlite};
use std::sync::Arc;

/// What is still to run on a database, in order; empty when it fits this program. Changes nothing, and may be asked
/// beside a running desk.
///
/// # Errors
/// When there is no database, or it belongs to a newer program.
pub async fn plan(url: &str) -> Result<Vec<Pending>, StoreError> {
    if let Some(path) = sqlite::path_in(url) {
        let mut tx = Tx::new(Conn::Writer(Box::new(sqlite::to_look_at(path).await?)), no_keys(), "plan");
        return migrate::pending(&mut tx).await;
    }
    let pool = postgres::alone(url).await?;
    let conn = pool.begin_with("BEGIN READ ONLY").await.map_err(|it| postgres::unreachable(&it))?;
    let mut tx = Tx::new(Conn::Postgres(conn), no_keys(), "plan");
    let pending = migrate::pending(&mut tx).await;
    drop(tx);
    pool.close().await;
    pending
}

/// Runs what is still to run; how many there were. On PostgreSQL, processes of the version before go on meanwhile.
///
/// # Errors
/// As [`plan`]; and when another desk has the SQLite file open.
pub async fn bring_up_to_date(url: &str) -> Result<usize, StoreError> {
    let pending = plan(url).await?.len();
    match sqlite::path_in(url) {
        Some(path) => sqlite::migrated(path, &no_keys()).await?,
        None => postgres::migrated(url, &no_keys(), false).await?,
    }
    Ok(pending)
}

/// Nothing is sealed or opened with these.
fn no_keys() -> Arc<Vault> {
    Arc::new(Vault::new(&MasterKey::from_bytes([0; 32]), None))
}
