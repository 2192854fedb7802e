//! One SQL text for two engines: `query("… $1 …").bind(x).one::<T>(tx)`.
//!
//! The text is static and its parameters are bound, so no value can become SQL. Absent: any statement of the
//! business; those stand beside their functions.

use crate::tx::Conn;
use crate::{StoreError, Tx};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, Encode, FromRow, Postgres, Sqlite, Type};

/// A value that both engines can store.
pub(crate) trait Param:
    Clone + Send + 'static + Encode<'static, Sqlite> + Type<Sqlite> + Encode<'static, Postgres> + Type<Postgres>
{
}
impl<T> Param for T where
    T: Clone
        + Send
        + 'static
        + Encode<'static, Sqlite>
        + Type<Sqlite>
        + Encode<'static, Postgres>
        + Type<Postgres>
{
}

/// A row shape that both engines can return; tuples are, and `#[derive(sqlx::FromRow)]` gives it.
pub(crate) trait Record:
    Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>
{
}
impl<T> Record for T where T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}

/// A statement with its parameters, for whichever engine the transaction is on.
#[must_use]
pub(crate) struct Query {
    sql: &'static str,
    sqlite: SqliteArguments,
    postgres: PgArguments,
}

/// Begins a statement.
pub(crate) fn query(sql: &'static str) -> Query {
    Query { sql, sqlite: SqliteArguments::default(), postgres: PgArguments::default() }
}

impl Query {
    /// Binds the next parameter.
    pub(crate) fn bind(mut self, value: impl Param) -> Self {
        self.sqlite.add(value.clone()).expect("numbers, texts and bytes encode for SQLite");
        self.postgres.add(value).expect("numbers, texts and bytes encode for PostgreSQL");
        self
    }

    /// Runs it and tells how many rows it touched.
    pub(crate) async fn execute(self, tx: &mut Tx) -> Result<u64, StoreError> {
        tx.count();
        let done = match &mut tx.conn {
            Conn::Writer(conn) => sqlx::query_with(self.sql, self.sqlite)
                .execute(&mut **conn)
                .await
                .map(|it| it.rows_affected()),
            Conn::Reader(conn) => sqlx::query_with(self.sql, self.sqlite)
                .execute(&mut **conn)
                .await
                .map(|it| it.rows_affected()),
            Conn::Postgres(conn) => sqlx::query_with(self.sql, self.postgres)
                .execute(&mut **conn)
                .await
                .map(|it| it.rows_affected()),
        };
        done.map_err(|source| tx.refused(self.sql, source))
    }

    /// The one row that must be there: counts, sums, `RETURNING` of an insert.
    pub(crate) async fn one<T: Record>(self, tx: &mut Tx) -> Result<T, StoreError> {
        let sql = self.sql;
        self.optional(tx).await?.ok_or_else(|| tx.refused(sql, sqlx::Error::RowNotFound))
    }

    /// A row that may be there.
    pub(crate) async fn optional<T: Record>(self, tx: &mut Tx) -> Result<Option<T>, StoreError> {
        tx.count();
        let found = match &mut tx.conn {
            Conn::Writer(conn) => {
                sqlx::query_as_with(self.sql, self.sqlite).fetch_optional(&mut **conn).await
            }
            Conn::Reader(conn) => {
                sqlx::query_as_with(self.sql, self.sqlite).fetch_optional(&mut **conn).await
            }
            Conn::Postgres(conn) => {
                sqlx::query_as_with(self.sql, self.postgres).fetch_optional(&mut **conn).await
            }
        };
        found.map_err(|source| tx.refused(self.sql, source))
    }

    /// All rows. The caller bounds them.
    pub(crate) async fn all<T: Record>(self, tx: &mut Tx) -> Result<Vec<T>, StoreError> {
        tx.count();
        let found = match &mut tx.conn {
            Conn::Writer(conn) => sqlx::query_as_with(self.sql, self.sqlite).fetch_all(&mut **conn).await,
            Conn::Reader(conn) => sqlx::query_as_with(self.sql, self.sqlite).fetch_all(&mut **conn).await,
            Conn::Postgres(conn) => sqlx::query_as_with(self.sql, self.postgres).fetch_all(&mut **conn).await,
        };
        found.map_err(|source| tx.refused(self.sql, source))
    }
}
