//! Opening PostgreSQL: over a line that keeps its words, brought to this version's schema by one process at a time.
//!
//! Absent: running units of work on it (`store.rs`).

use crate::keys::Vault;
use crate::tx::Conn;
use crate::{StoreError, Tx, migrate, query, store};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgSslMode};
use std::sync::Arc;
use std::time::Duration;

/// Connections to PostgreSQL for one process; a small server allows a hundred in all.
const CONNECTIONS_MAX: u32 = 16;
/// How long to wait for a connection: longer than any unit takes, shorter than a person's patience.
const CONNECT_WAIT: Duration = Duration::from_secs(10);
/// The advisory lock of migrations, so that two starting processes take turns ("svara" in ASCII).
const MIGRATION_LOCK: i64 = 0x0073_7661_7261;

/// A pool of connections to a database that fits this version and this key.
pub(crate) async fn open(url: &str, vault: &Arc<Vault>) -> Result<PgPool, StoreError> {
    migrated(url, vault, true).await?;
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS_MAX).acquire_timeout(CONNECT_WAIT);
    Ok(pool.connect_lazy_with(options(url)?))
}

/// Runs what has not run yet, on a connection that is closed again: one that has cached a statement may refuse it after
/// the schema changed. `proves`: the key must be the one it was made with.
pub(crate) async fn migrated(url: &str, vault: &Arc<Vault>, proves: bool) -> Result<(), StoreError> {
    let first = alone(url).await?;
    let conn = first.begin().await.map_err(|it| unreachable(&it))?;
    let mut tx = Tx::new(Conn::Postgres(conn), Arc::clone(vault), "open");
    let prepared = prepare(&mut tx, proves).await;
    let Conn::Postgres(conn) = tx.conn else { unreachable!("it was made for PostgreSQL above") };
    prepared?;
    conn.commit().await.map_err(|it| unreachable(&it))?;
    first.close().await;
    Ok(())
}

/// One connection.
pub(crate) async fn alone(url: &str) -> Result<PgPool, StoreError> {
    let first = PgPoolOptions::new().max_connections(1).acquire_timeout(CONNECT_WAIT);
    first.connect_with(options(url)?).await.map_err(|it| unreachable(&it))
}

pub(crate) fn unreachable(error: &sqlx::Error) -> StoreError {
    StoreError::Open(format!("PostgreSQL can't be reached ({error}); check the address and the server"))
}

async fn prepare(tx: &mut Tx, proves: bool) -> Result<(), StoreError> {
    query("SELECT pg_advisory_xact_lock($1)").bind(MIGRATION_LOCK).execute(tx).await?;
    migrate::run(tx).await?;
    if proves { store::prove_key(tx).await } else { Ok(()) }
}

fn options(url: &str) -> Result<PgConnectOptions, StoreError> {
    let options: PgConnectOptions =
        url.parse().map_err(|error| StoreError::Open(format!("its address can't be read ({error})")))?;
    keeps_its_words(&options)?;
    Ok(options)
}

/// A server beyond the house's own network is talked to over TLS that shows who it is, or not at all. Inside are this
/// machine, private addresses, and names without a dot, as containers call each other.
fn keeps_its_words(options: &PgConnectOptions) -> Result<(), StoreError> {
    let host = options.get_host();
    let here = options.get_socket().is_some()
        || host.starts_with('/')
        || match host.parse::<std::net::IpAddr>() {
            Ok(std::net::IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private(),
            Ok(std::net::IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local(),
            Err(_) => !host.contains('.'),
        };
    if here || matches!(options.get_ssl_mode(), PgSslMode::VerifyCa | PgSslMode::VerifyFull) {
        return Ok(());
    }
    Err(StoreError::Open(format!(
        "PostgreSQL on {host} would be talked to in clear or without knowing it; end the address with \
         ?sslmode=verify-full (and &sslrootcert=FILE for a certificate of your own)"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_elsewhere_is_reached_by_verified_tls_only() {
        let may = |address: &str| keeps_its_words(&address.parse().unwrap());
        for here in [
            "postgres://svara@localhost/svara",
            "postgres://svara@127.0.0.1:5433/svara",
            "postgres://svara@192.168.4.7/svara",
            "postgres://svara@database/svara",
            "postgres:///svara?host=/var/run/postgresql",
            "postgres://svara@db.example/svara?sslmode=verify-full",
            "postgres://svara@db.example/svara?sslmode=verify-ca&sslrootcert=ca.pem",
        ] {
            assert!(may(here).is_ok(), "{here}");
        }
        for open in ["", "?sslmode=disable", "?sslmode=prefer", "?sslmode=require"] {
            let refused = may(&format!("postgres://svara@db.example/svara{open}")).unwrap_err().to_string();
            assert!(refused.contains("?sslmode=verify-full"), "{open}: {refused}");
        }
    }
}
