//! Opening the embedded database: one file, one desk, one writer and a few readers.
//!
//! Absent: how the writer groups its work (`writer.rs`).

use crate::keys::Vault;
use crate::tx::Conn;
use crate::{StoreError, Tx, migrate, query, store, writer};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;

/// Readers at work at the same time; reads are short, and more threads than this only wait for each other.
const READERS_MAX: u32 = 4;
/// How long a statement waits for a lock that another program (a backup) holds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long to wait for the previous desk, which may be closing this moment.
const LOCK_WAIT: Duration = Duration::from_secs(3);
const LOCK_STEP: Duration = Duration::from_millis(20);
/// Statements kept prepared on a connection: all of the store's.
const STATEMENTS_CACHED: usize = 256;

/// An open SQLite database.
pub(crate) struct Sqlite {
    pub readers: SqlitePool,
    /// Units that somebody outside waits for.
    pub hurried: mpsc::Sender<Box<dyn writer::Unit>>,
    /// All other units.
    pub units: mpsc::Sender<Box<dyn writer::Unit>>,
    /// How often the writer has committed.
    pub commits: Arc<AtomicU64>,
    pub task: std::sync::Mutex<Option<tokio::task::JoinHandle<()>>>,
    /// Removes the files of a private database when the last handle goes.
    _private: Option<PrivateFile>,
}

/// A database that lives as long as the process: a file in the temporary folder, so that readers and the
/// writer see the same.
struct PrivateFile(PathBuf);

impl Drop for PrivateFile {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm", ".lock"] {
            // Nothing depends on it: the name is never used again.
            drop(std::fs::remove_file(with_end(&self.0, end)));
        }
    }
}

static PRIVATE_FILES: AtomicU32 = AtomicU32::new(0);

/// The file that an address names; `None` when it is no SQLite address.
pub(crate) fn path_in(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("sqlite:")?;
    rest.strip_prefix("//").unwrap_or(rest).split('?').next()
}

pub(crate) async fn open(url: &str, vault: Arc<Vault>) -> Result<Sqlite, StoreError> {
    let path = path_in(url).unwrap_or(url);
    if path.is_empty() {
        return Err(StoreError::Open("write the file after sqlite:, such as sqlite:clinic.db".to_owned()));
    }
    let private = (path == ":memory:").then(private_file);
    let path = private.as_ref().map_or_else(|| PathBuf::from(path), |it| it.0.clone());
    let lock = lock(&path).await?;
    let options = options(&path, private.is_some());
    let connection = options.connect().await.map_err(|error| unreadable(&path, &error))?;
    let connection = prepare(connection, &vault, true).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS_MAX)
        .connect_lazy_with(options.pragma("query_only", "ON"));
    let (hurried, first) = mpsc::channel(writer::QUEUE_UNITS_MAX);
    let (units, rest) = mpsc::channel(writer::QUEUE_UNITS_MAX);
    let lanes = writer::Lanes { first, rest };
    let commits = Arc::new(AtomicU64::new(0));
    let task = tokio::spawn(writer::run(connection, vault, lanes, Arc::clone(&commits), Some(lock)));
    let task = std::sync::Mutex::new(Some(task));
    Ok(Sqlite { readers, hurried, units, commits, task, _private: private })
}

/// A connection that changes nothing, to a file that is there; a running desk is not disturbed.
pub(crate) async fn to_look_at(path: &str) -> Result<SqliteConnection, StoreError> {
    let path = Path::new(path);
    if !path.exists() {
        return Err(StoreError::Open(format!("there is no database at {}", path.display())));
    }
    let options = SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY_TIMEOUT);
    options.connect().await.map_err(|error| unreadable(path, &error))
}

/// Runs what has not run yet on a file that no desk has open.
pub(crate) async fn migrated(path: &str, vault: &Arc<Vault>) -> Result<(), StoreError> {
    let path = Path::new(path);
    let _lock = lock(path).await?;
    let connection = options(path, false).connect().await.map_err(|error| unreadable(path, &error))?;
    let connection = prepare(connection, vault, false).await?;
    connection.close().await.map_err(|error| unreadable(path, &error))
}

fn options(path: &Path, private: bool) -> SqliteConnectOptions {
    // A private database dies with the process: a power cut can't harm it.
    let synchronous = if private { SqliteSynchronous::Off } else { SqliteSynchronous::Full };
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .statement_cache_capacity(STATEMENTS_CACHED)
        // What is deleted is overwritten: a destroyed key must not linger in free pages.
        .pragma("secure_delete", "ON")
}

/// `proves`: the key must be the one it was made with.
async fn prepare(
    connection: SqliteConnection,
    vault: &Arc<Vault>,
    proves: bool,
) -> Result<SqliteConnection, StoreError> {
    let mut tx = Tx::new(Conn::Writer(Box::new(connection)), Arc::clone(vault), "open");
    query("BEGIN IMMEDIATE").execute(&mut tx).await?;
    migrate::run(&mut tx).await?;
    if proves {
        store::prove_key(&mut tx).await?;
    }
    query("COMMIT").execute(&mut tx).await?;
    match tx.conn {
        Conn::Writer(connection) => Ok(*connection),
        Conn::Reader(_) | Conn::Postgres(_) => unreachable!("it was made a writer above"),
    }
}

fn unreadable(path: &Path, error: &sqlx::Error) -> StoreError {
    StoreError::Open(format!("{} is no database that can be written ({error})", path.display()))
}

/// One desk a file: a second one would send every message twice.
async fn lock(path: &Path) -> Result<File, StoreError> {
    let lock_path = with_end(path, ".lock");
    let file = File::create(&lock_path).map_err(|error| {
        StoreError::Open(format!("{} can't be written ({error}); check the folder", lock_path.display()))
    })?;
    let mut waited = Duration::ZERO;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if waited < LOCK_WAIT => {
                tokio::time::sleep(LOCK_STEP).await;
                waited += LOCK_STEP;
            }
            Err(TryLockError::WouldBlock) => {
                let path = path.display();
                return Err(StoreError::Open(format!("another desk has {path} open; stop it first")));
            }
            Err(TryLockError::Error(error)) => {
                return Err(StoreError::Open(format!("{} can't be locked ({error})", lock_path.display())));
            }
        }
    }
}

fn private_file() -> PrivateFile {
    let number = PRIVATE_FILES.fetch_add(1, Ordering::Relaxed);
    let chance: u64 = rand::random();
    let name = format!("svara-{}-{number}-{chance:016x}.db", std::process::id());
    PrivateFile(std::env::temp_dir().join(name))
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut text = path.as_os_str().to_owned();
    text.push(end);
    PathBuf::from(text)
}
