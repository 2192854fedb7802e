//! The store as the desk holds it: open it, hand it units of work, close it.
//!
//! Every unit is one transaction. Absent: a way to keep a transaction open while something else happens.

use crate::keys::Vault;
use crate::seal::MasterKey;
use crate::sqlite::Sqlite;
use crate::tx::Conn;
use crate::watch::Watch;
use crate::writer::{Work, run_caught};
use crate::{Ear, StoreError, Tx, postgres, rotate, settings, sqlite};
use futures_util::future::BoxFuture;
use sqlx::postgres::PgPool;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

/// Tries of a unit that PostgreSQL asks to repeat; the tenth failure is not bad luck any more.
const TRIES_MAX: u32 = 10;
/// The first pause before a repetition; it doubles up to a cap and varies, so that rivals part.
const PAUSE_MILLIS: u64 = 2;
const PAUSE_DOUBLINGS_MAX: u32 = 6;
const PROOF_SETTING: &str = "key_proof";

/// The clinic's memory. Cheap to clone; all clones are one store.
#[derive(Clone)]
pub struct Store(Arc<Inner>, Option<Arc<dyn Watch>>);

struct Inner {
    vault: Arc<Vault>,
    engine: Engine,
}

enum Engine {
    Sqlite(Sqlite),
    Postgres(PgPool),
}

impl Store {
    /// Opens `sqlite:clinic.db`, `sqlite::memory:` (private, gone with the process) or `postgres://…`, brings
    /// its schema up to date and checks that the key is the one it was made with.
    pub async fn open(url: &str, keys: MasterKey) -> Result<Self, StoreError> {
        Self::open_with(url, &keys, None).await
    }

    /// As [`Store::open`], with the master key that was used before: what is sealed under it still opens, until
    /// [`Store::rotate_keys`] has sealed it again.
    pub async fn open_with(
        url: &str,
        keys: &MasterKey,
        previous: Option<&MasterKey>,
    ) -> Result<Self, StoreError> {
        let vault = Arc::new(Vault::new(keys, previous));
        let engine = if url.starts_with("sqlite:") {
            Engine::Sqlite(sqlite::open(url, Arc::clone(&vault)).await?)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Engine::Postgres(postgres::open(url, &vault).await?)
        } else {
            return Err(StoreError::Open("its address begins with sqlite: or postgres://".to_owned()));
        };
        Ok(Self(Arc::new(Inner { vault, engine }), None))
    }

    /// The same store, with somebody who is asked before and told after each unit of work.
    #[must_use]
    pub fn watched(&self, watch: Arc<dyn Watch>) -> Self {
        Self(Arc::clone(&self.0), Some(watch))
    }

    /// The keys and hashes.
    pub(crate) fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// Runs a unit of work that may write, and answers once it is committed.
    ///
    /// An error from the work rolls back this unit and nothing else. The work may run more than once (that is
    /// why it is `Fn`): only what it does through the transaction counts. When the caller is dropped while
    /// waiting, work that has begun is still completed and kept; work that has not begun is not started.
    pub async fn write<T, E, F>(&self, name: &'static str, work: F) -> Result<T, E>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        self.write_watched(name, false, work).await
    }

    /// As [`Store::write`], before the units that wait already: for short work that somebody outside waits for.
    pub async fn write_first<T, E, F>(&self, name: &'static str, work: F) -> Result<T, E>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        self.write_watched(name, true, work).await
    }

    async fn write_watched<T, E, F>(&self, name: &'static str, hurries: bool, work: F) -> Result<T, E>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let Some(watch) = &self.1 else { return self.write_now(name, hurries, work).await };
        watch.before(name, true).await?;
        let outcome = self.write_now(name, hurries, work).await;
        watch.after(name, true, outcome.is_ok()).await?;
        outcome
    }

    async fn write_now<T, E, F>(&self, name: &'static str, hurries: bool, work: F) -> Result<T, E>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        match &self.0.engine {
            Engine::Sqlite(sqlite) => {
                let (reply, answer) = oneshot::channel();
                let unit = Work { name, hurries, action: work, outcome: None, reply };
                let lane = if hurries { &sqlite.hurried } else { &sqlite.units };
                let closed = || StoreError::Closed(name);
                lane.send(Box::new(unit)).await.map_err(|_| closed())?;
                answer.await.unwrap_or_else(|_| Err(closed().into()))
            }
            Engine::Postgres(pool) => self.write_postgres(pool, name, work).await,
        }
    }

    /// Runs a unit of work that only reads, on one snapshot of the data.
    pub async fn read<T, E, F>(&self, name: &'static str, work: F) -> Result<T, E>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let Some(watch) = &self.1 else { return self.read_now(name, work).await };
        watch.before(name, false).await?;
        let outcome = self.read_now(name, work).await;
        watch.after(name, false, outcome.is_ok()).await?;
        outcome
    }

    async fn read_now<T, E, F>(&self, name: &'static str, work: F) -> Result<T, E>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let not_begun = |error: sqlx::Error| StoreError::NotKept { unit: name, why: error.to_string() };
        let conn = match &self.0.engine {
            Engine::Sqlite(sqlite) => Conn::Reader(sqlite.readers.begin().await.map_err(not_begun)?),
            Engine::Postgres(pool) => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Conn::Postgres(pool.begin_with(begin).await.map_err(not_begun)?)
            }
        };
        let mut tx = Tx::new(conn, Arc::clone(&self.0.vault), name);
        let outcome = run_caught(&work, &mut tx).await;
        tx.committed();
        end_read(tx.conn).await;
        outcome
    }

    /// Whether the database answers and can be written.
    pub async fn health(&self) -> Result<(), StoreError> {
        self.write("health", |tx| Box::pin(async move { settings::set(tx, "health", "written").await })).await
    }

    /// Whether units that wait together are best handed over as one: one writer, and nobody who watches each unit.
    pub fn gathers(&self) -> bool {
        matches!(self.0.engine, Engine::Sqlite(_)) && self.1.is_none()
    }

    /// Whether other processes may work on the same database.
    pub fn is_shared(&self) -> bool {
        matches!(self.0.engine, Engine::Postgres(_))
    }

    /// An ear for the calls of other processes; `None` where there are no others.
    pub async fn ear(&self) -> Result<Option<Ear>, StoreError> {
        match &self.0.engine {
            Engine::Sqlite(_) => Ok(None),
            Engine::Postgres(pool) => Ear::open(pool).await.map(Some),
        }
    }

    /// Drops the data keys in memory: another process destroyed one of them. What still stands is read again.
    pub fn forget_keys(&self) {
        self.0.vault.forget_all();
    }

    /// How often SQLite's one writer has committed since it was opened: with full sync, each waits for the disk. Zero on
    /// PostgreSQL, which counts by itself.
    pub fn commits(&self) -> u64 {
        match &self.0.engine {
            Engine::Sqlite(sqlite) => sqlite.commits.load(Ordering::Relaxed),
            Engine::Postgres(_) => 0,
        }
    }

    /// Which engine, for the log: `sqlite` or `postgres`.
    pub fn engine(&self) -> &'static str {
        match self.0.engine {
            Engine::Sqlite(_) => "sqlite",
            Engine::Postgres(_) => "postgres",
        }
    }

    /// Finishes what waits, empties the write-ahead log and lets go of the file. Other clones fail from then on.
    pub async fn close(self) {
        match &self.0.engine {
            Engine::Postgres(pool) => pool.close().await,
            Engine::Sqlite(sqlite) => {
                sqlite.readers.close().await;
                let task = sqlite.task.lock().unwrap_or_else(PoisonError::into_inner).take();
                // The writer ends at this message, once all before it are done.
                drop(sqlite.units.send(Box::new(crate::writer::End)).await);
                if let Some(task) = task {
                    drop(task.await);
                }
            }
        }
    }

    async fn write_postgres<T, E, F>(&self, pool: &PgPool, name: &'static str, work: F) -> Result<T, E>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.try_postgres(pool, name, &work).await {
                Tried::Conflict(_) if tries < TRIES_MAX => pause(tries).await,
                Tried::Conflict(outcome) | Tried::Done(outcome) => return outcome,
            }
        }
    }

    async fn try_postgres<T, E, F>(&self, pool: &PgPool, name: &'static str, work: &F) -> Tried<T, E>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let conn = match pool.begin().await {
            Ok(conn) => Conn::Postgres(conn),
            Err(error) => {
                let why = error.to_string();
                return Tried::Done(Err(StoreError::NotKept { unit: name, why }.into()));
            }
        };
        let mut tx = Tx::new(conn, Arc::clone(&self.0.vault), name);
        let outcome = run_caught(work, &mut tx).await;
        if outcome.is_err() {
            let conflict = tx.conflict;
            tx.undone();
            end_read(tx.conn).await;
            return if conflict { Tried::Conflict(outcome) } else { Tried::Done(outcome) };
        }
        let (keys, destroyed) = (std::mem::take(&mut tx.new_keys), std::mem::take(&mut tx.destroyed_keys));
        let Conn::Postgres(conn) = tx.conn else { unreachable!("it was made for PostgreSQL above") };
        match conn.commit().await {
            Ok(()) => {
                for (owner, key) in keys {
                    self.0.vault.remember(owner, key);
                }
                for owner in destroyed {
                    self.0.vault.forget(&owner);
                }
                Tried::Done(outcome)
            }
            Err(source) => {
                let error = StoreError::Query { unit: name, sql: "COMMIT", source };
                let conflict = error.is_conflict();
                if conflict { Tried::Conflict(Err(error.into())) } else { Tried::Done(Err(error.into())) }
            }
        }
    }
}

enum Tried<T, E> {
    Done(Result<T, E>),
    Conflict(Result<T, E>),
}

async fn pause(tries: u32) {
    let longest = PAUSE_MILLIS << tries.min(PAUSE_DOUBLINGS_MAX);
    tokio::time::sleep(Duration::from_millis(rand::random_range(1..=longest))).await;
}

/// Ends a transaction that has nothing to keep. When that fails the connection is broken and is replaced.
async fn end_read(conn: Conn) {
    let ended = match conn {
        Conn::Writer(_) => Ok(()),
        Conn::Reader(tx) => tx.rollback().await,
        Conn::Postgres(tx) => tx.rollback().await,
    };
    if let Err(error) = ended {
        tracing::warn!(%error, "a transaction could not be ended; its connection is dropped");
    }
}

/// Refuses a key other than the one the database was made with: with it everything would look erased.
pub(crate) async fn prove_key(tx: &mut Tx) -> Result<(), StoreError> {
    rotate::settle_house_keys(tx).await?;
    let proof = tx.vault.proof();
    match settings::get(tx, PROOF_SETTING).await? {
        None => settings::set(tx, PROOF_SETTING, &proof).await,
        Some(known) if known == proof => Ok(()),
        Some(_) => Err(rotate::wrong_key()),
    }
}
