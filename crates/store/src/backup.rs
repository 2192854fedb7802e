//! A copy of the SQLite database while the desk works: whole, in one file, and marked, so that a desk that opens it
//! sends nothing until a person says go. PostgreSQL brings its own tools (`pg_dump`).

use crate::StoreError;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::path::Path;

/// The setting that keeps a restored desk silent.
pub const RESTORE_MODE: &str = "restore.mode";
const MARK: &str = "INSERT INTO settings (key, value) VALUES ('restore.mode', 'on')
     ON CONFLICT (key) DO UPDATE SET value = 'on'";

/// Copies the database at `sqlite:…` into a new file. The copy holds no plaintext: what is personal is sealed, and
/// the master key is not in it.
pub async fn copy(url: &str, to: &Path) -> Result<(), StoreError> {
    let from = url.strip_prefix("sqlite:").unwrap_or(url);
    let from = from.strip_prefix("//").unwrap_or(from);
    let failed = |error: sqlx::Error| StoreError::Open(format!("the copy could not be made ({error})"));
    if to.exists() {
        return Err(StoreError::Open(format!("{} is there already; name a new file", to.display())));
    }
    let options = SqliteConnectOptions::new().filename(from).read_only(true);
    let mut connection = options.connect().await.map_err(failed)?;
    sqlx::query("VACUUM INTO $1")
        .bind(to.display().to_string())
        .execute(&mut connection)
        .await
        .map_err(failed)?;
    connection.close().await.map_err(failed)?;
    let mut copy = SqliteConnectOptions::new().filename(to).connect().await.map_err(failed)?;
    sqlx::query(MARK).execute(&mut copy).await.map_err(failed)?;
    copy.close().await.map_err(failed)
}
