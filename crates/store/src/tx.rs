//! A transaction: the only way to read or write anything.
//!
//! Absent: begin and commit. A unit of work is handed to [`crate::Store::write`] or [`crate::Store::read`],
//! which open, commit, retry and roll back.

use crate::keys::Vault;
use crate::seal::DataKey;
use crate::{StoreError, query};
use sqlx::{Postgres, Sqlite, SqliteConnection, Transaction};
use std::sync::Arc;

/// An open transaction on either engine.
pub struct Tx {
    pub(crate) conn: Conn,
    pub(crate) vault: Arc<Vault>,
    pub(crate) unit: &'static str,
    /// Keys met in this transaction; shared with others once it is committed.
    pub(crate) new_keys: Vec<(String, Arc<DataKey>)>,
    /// Owners whose keys this transaction destroyed.
    pub(crate) destroyed_keys: Vec<String>,
    /// The database told us to try again.
    pub(crate) conflict: bool,
    /// Statements asked of the database so far.
    pub(crate) statements: u64,
}

pub(crate) enum Conn {
    /// SQLite's only writing connection; the writer task begins and commits.
    Writer(Box<SqliteConnection>),
    Reader(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub(crate) fn new(conn: Conn, vault: Arc<Vault>, unit: &'static str) -> Self {
        Self {
            conn,
            vault,
            unit,
            new_keys: Vec::new(),
            destroyed_keys: Vec::new(),
            conflict: false,
            statements: 0,
        }
    }

    /// One of two texts, for the few places where the engines differ.
    pub(crate) fn pick<T>(&self, sqlite: T, postgres: T) -> T {
        match self.conn {
            Conn::Writer(_) | Conn::Reader(_) => sqlite,
            Conn::Postgres(_) => postgres,
        }
    }

    pub(crate) fn refused(&mut self, sql: &'static str, source: sqlx::Error) -> StoreError {
        let error = StoreError::Query { unit: self.unit, sql, source };
        self.conflict |= error.is_conflict();
        error
    }

    /// A point to come back to: PostgreSQL takes nothing more after a refusal until it is rolled back to one. Marks nest: each is undone or kept before the one around it.
    pub async fn mark(&mut self) -> Result<(), StoreError> {
        query("SAVEPOINT step").execute(self).await.map(drop)
    }

    /// Undoes what was done since the newest mark.
    pub async fn back_to_mark(&mut self) -> Result<(), StoreError> {
        query("ROLLBACK TO SAVEPOINT step").execute(self).await?;
        self.forget_mark().await
    }

    /// Keeps what was done since the newest mark.
    pub async fn forget_mark(&mut self) -> Result<(), StoreError> {
        query("RELEASE SAVEPOINT step").execute(self).await.map(drop)
    }

    /// Counts the statement that is about to be asked.
    pub(crate) fn count(&mut self) {
        self.statements += 1;
    }

    /// Shares what this transaction learned, now that it is committed.
    pub(crate) fn committed(&mut self) {
        for (owner, key) in self.new_keys.drain(..) {
            self.vault.remember(owner, key);
        }
        for owner in self.destroyed_keys.drain(..) {
            self.vault.forget(&owner);
        }
    }

    /// Drops what this transaction learned: it was rolled back.
    pub(crate) fn undone(&mut self) {
        self.new_keys.clear();
        self.destroyed_keys.clear();
    }
}
