//! Bringing a database to this version's schema, once, on one connection, before anybody else looks.
//!
//! A migration is `migrations/NNN_name.sql`, run on both engines, then its `.sqlite.sql` or `.postgres.sql`.
//! They only add. What has run is recorded with a checksum, so that an edited file is noticed.

use crate::tx::Conn;
use crate::{StoreError, Tx, query};
use sha2::{Digest, Sha256};

struct Migration {
    version: i64,
    name: &'static str,
    common: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// All of them, in order.
const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "desk",
        common: include_str!("../migrations/001_desk.sql"),
        sqlite: include_str!("../migrations/001_desk.sqlite.sql"),
        postgres: include_str!("../migrations/001_desk.postgres.sql"),
    },
    Migration::common(2, "bookings", include_str!("../migrations/002_bookings.sql")),
    Migration::common(3, "plans", include_str!("../migrations/003_plans.sql")),
    Migration::common(10, "waitlist", include_str!("../migrations/010_waitlist.sql")),
    Migration::common(11, "absences", include_str!("../migrations/011_absences.sql")),
    Migration::common(20, "rooms", include_str!("../migrations/020_rooms.sql")),
    Migration::common(21, "settings", include_str!("../migrations/021_settings.sql")),
    Migration::common(30, "doors", include_str!("../migrations/030_doors.sql")),
    Migration::common(40, "permission_proof", include_str!("../migrations/040_permission_proof.sql")),
    Migration::common(41, "disclosure", include_str!("../migrations/041_disclosure.sql")),
    Migration {
        version: 42,
        name: "audit",
        common: include_str!("../migrations/042_audit.sql"),
        sqlite: include_str!("../migrations/042_audit.sqlite.sql"),
        postgres: include_str!("../migrations/042_audit.postgres.sql"),
    },
    Migration::common(43, "rights", include_str!("../migrations/043_rights.sql")),
    Migration::common(44, "identity", include_str!("../migrations/044_identity.sql")),
    Migration::common(50, "talk", include_str!("../migrations/050_talk.sql")),
    Migration::common(51, "budgets", include_str!("../migrations/051_budgets.sql")),
    Migration::common(60, "fairness", include_str!("../migrations/060_fairness.sql")),
    Migration::common(70, "media", include_str!("../migrations/070_media.sql")),
    Migration::common(71, "suggestions", include_str!("../migrations/071_suggestions.sql")),
    Migration::common(80, "reviews", include_str!("../migrations/080_reviews.sql")),
    Migration::common(81, "incidents", include_str!("../migrations/081_incidents.sql")),
    Migration::common(90, "news", include_str!("../migrations/090_news.sql")),
];

impl Migration {
    /// One text for both engines.
    const fn common(version: i64, name: &'static str, common: &'static str) -> Self {
        Self { version, name, common, sqlite: "", postgres: "" }
    }

    fn texts(&self, tx: &Tx) -> [&'static str; 2] {
        [self.common, tx.pick(self.sqlite, self.postgres)]
    }

    fn checksum(&self, tx: &Tx) -> String {
        hex::encode(Sha256::digest(self.texts(tx).concat()))
    }
}

/// A migration that is still to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its number.
    pub version: i64,
    /// What it is about.
    pub name: &'static str,
    /// Its statements, with the comments that say why.
    pub statements: String,
}

/// Runs what has not run yet. The transaction is the caller's to commit.
pub(crate) async fn run(tx: &mut Tx) -> Result<(), StoreError> {
    query("CREATE TABLE IF NOT EXISTS migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)")
        .execute(tx)
        .await?;
    for migration in missing(tx).await? {
        apply(tx, migration).await?;
    }
    Ok(())
}

/// What has not run yet; also of a database that is empty.
pub(crate) async fn pending(tx: &mut Tx) -> Result<Vec<Pending>, StoreError> {
    let table = tx.pick(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations')",
        "SELECT to_regclass('migrations') IS NOT NULL",
    );
    let (begun,): (bool,) = query(table).one(tx).await?;
    let missing = if begun { missing(tx).await? } else { MIGRATIONS.iter().collect() };
    let pending = missing.into_iter().map(|it| Pending {
        version: it.version,
        name: it.name,
        statements: it.texts(tx).concat(),
    });
    Ok(pending.collect())
}

/// What this program knows and the database has not. Refuses a database of a newer program, or of another one.
async fn missing(tx: &mut Tx) -> Result<Vec<&'static Migration>, StoreError> {
    let known: Vec<(i64, String)> =
        query("SELECT version, checksum FROM migrations ORDER BY version").all(tx).await?;
    for (version, checksum) in &known {
        let Some(ours) = MIGRATIONS.iter().find(|it| it.version == *version) else {
            return Err(StoreError::Open(format!(
                "its schema has version {version}, newer than this program; install the newer svara"
            )));
        };
        if ours.checksum(tx) != *checksum {
            return Err(StoreError::Open(format!(
                "migration {version} is not the one that this program knows"
            )));
        }
    }
    let ran = |it: &Migration| known.iter().any(|(version, _)| *version == it.version);
    Ok(MIGRATIONS.iter().filter(|it| !ran(it)).collect())
}

async fn apply(tx: &mut Tx, migration: &Migration) -> Result<(), StoreError> {
    for text in migration.texts(tx).into_iter().filter(|it| !it.is_empty()) {
        let ran = match &mut tx.conn {
            Conn::Writer(conn) => sqlx::raw_sql(text).execute(&mut **conn).await.map(drop),
            Conn::Reader(conn) => sqlx::raw_sql(text).execute(&mut **conn).await.map(drop),
            Conn::Postgres(conn) => sqlx::raw_sql(text).execute(&mut **conn).await.map(drop),
        };
        ran.map_err(|source| tx.refused(text, source))?;
    }
    query("INSERT INTO migrations (version, name, checksum) VALUES ($1, $2, $3)")
        .bind(migration.version)
        .bind(migration.name.to_owned())
        .bind(migration.checksum(tx))
        .execute(tx)
        .await
        .map(drop)
}
