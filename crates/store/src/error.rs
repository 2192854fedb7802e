//! What can go wrong in the store, by step. "Not found" is no error: it is `Ok(None)`.
//!
//! Absent: words for patients or staff. These texts are for the log and for whoever runs the desk; they carry
//! the unit of work and the static SQL, never a bound value.

/// The store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The store could not be opened; the text says what to do.
    #[error("the store can't be opened: {0}")]
    Open(String),
    /// The database refused a statement.
    #[error("{unit}: the database refused `{}`", beginning(.sql))]
    Query {
        /// The unit of work, as named by `write` or `read`.
        unit: &'static str,
        /// The static SQL, without values.
        sql: &'static str,
        /// What the database said.
        #[source]
        source: sqlx::Error,
    },
    /// A transaction could not be begun or committed; nothing of it was kept.
    #[error("{unit}: nothing was kept, because {why}")]
    NotKept {
        /// The unit of work.
        unit: &'static str,
        /// What the database said.
        why: String,
    },
    /// A stored value is not what this version of the desk writes.
    #[error("{table}.{column} of {row} can't be read: {why}")]
    Corrupt {
        /// In which table.
        table: &'static str,
        /// In which column.
        column: &'static str,
        /// Of which row.
        row: String,
        /// What is wrong.
        why: String,
    },
    /// A sealed value does not open: another key, or the bytes were changed or moved.
    #[error("{table}.{column} of {row} is sealed with another key, or was changed")]
    Sealed {
        /// In which table.
        table: &'static str,
        /// In which column.
        column: &'static str,
        /// Of which row.
        row: String,
    },
    /// The row that the work needs is not there, or not in a state that allows it.
    #[error("{step}: {why}")]
    Refused {
        /// What was asked.
        step: &'static str,
        /// Why not.
        why: String,
    },
    /// A unit of work panicked; it was rolled back, and only it.
    #[error("{0}: the work panicked and was rolled back")]
    Panicked(&'static str),
    /// The store was closed while the work waited.
    #[error("{0}: the store is closed")]
    Closed(&'static str),
}

/// Enough of a statement to know which one it was.
const SQL_CHARACTERS_SHOWN: usize = 72;

fn beginning(sql: &str) -> &str {
    sql.char_indices().nth(SQL_CHARACTERS_SHOWN).map_or(sql, |(end, _)| &sql[..end])
}

/// PostgreSQL: serialization_failure, deadlock_detected. SQLite: SQLITE_BUSY and its two extended codes.
const CONFLICT_CODES: [&str; 5] = ["40001", "40P01", "5", "261", "517"];
/// PostgreSQL: exclusion_violation, unique_violation. SQLite: constraint by trigger, unique, primary key.
const TAKEN_CODES: [&str; 5] = ["23P01", "23505", "1811", "2067", "1555"];

impl StoreError {
    /// Whether the same work may succeed when it is simply tried again.
    pub fn is_conflict(&self) -> bool {
        self.has_code(&CONFLICT_CODES)
    }

    /// Whether the database itself refused two takers of one time or one key.
    pub fn is_taken(&self) -> bool {
        self.has_code(&TAKEN_CODES)
    }

    fn has_code(&self, codes: &[&str]) -> bool {
        let Self::Query { source: sqlx::Error::Database(refusal), .. } = self else { return false };
        refusal.code().is_some_and(|code| codes.contains(&code.as_ref()))
    }
}

/// Why a time could not be booked, kept or moved to.
#[derive(Debug, thiserror::Error)]
pub enum BookingError {
    /// Someone else has the practitioner, a room or the last seat then.
    #[error("the time is taken")]
    Taken,
    /// The patient has another visit then.
    #[error("the patient is somewhere else then")]
    PatientBusy,
    /// The appointment is not there any more, was called off, or changed since it was looked at.
    #[error("the appointment changed meanwhile")]
    Changed,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
