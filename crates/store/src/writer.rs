//! SQLite's one writer: a task that owns the writing connection and puts what is waiting into one commit.
//!
//! Each unit of work runs in its own savepoint, so one that fails or panics is undone alone; everybody hears
//! only after the commit. Units come by two lanes: whoever waits at the door is served between two of the others, and
//! then the group ends, so that a provider hears its 200 while turns are worked on. Absent: waiting for anything but the database. A unit that waits for another machine
//! would stop the whole desk.

use crate::keys::Vault;
use crate::tx::Conn;
use crate::{StoreError, Tx, query};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sqlx::{Connection, SqliteConnection};
use std::fs::File;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{mpsc, oneshot};

/// Units in one commit. More would only make the first of them wait longer for the rest.
const GROUP_UNITS_MAX: usize = 50;
/// Statements after which a group takes in nobody else: some milliseconds, many times what a sync costs.
const GROUP_STATEMENTS_MAX: u64 = 300;
/// Units that may wait for the writer in each lane; beyond it, callers wait to be let in.
pub(crate) const QUEUE_UNITS_MAX: usize = 4_096;

/// Who waits for the writer.
pub(crate) struct Lanes {
    /// Somebody outside waits for these: each goes before the next of the others.
    pub first: mpsc::Receiver<Box<dyn Unit>>,
    /// Everything else, as it came.
    pub rest: mpsc::Receiver<Box<dyn Unit>>,
}

impl Lanes {
    /// The next to begin a group with; `None` once nobody can come any more.
    async fn next(&mut self, rest_first: bool) -> Option<Box<dyn Unit>> {
        if rest_first && let Ok(unit) = self.rest.try_recv() {
            return Some(unit);
        }
        tokio::select! {
            biased;
            Some(unit) = self.first.recv() => Some(unit),
            Some(unit) = self.rest.recv() => Some(unit),
            else => None,
        }
    }
}

/// What goes into one commit.
#[derive(Default)]
struct Group {
    done: Vec<Box<dyn Unit>>,
    /// Somebody outside waits for it.
    hurries: bool,
    /// It has some of the rest, too: two groups without would starve them.
    has_rest: bool,
}

impl Group {
    /// The next to take in, while there is room and nobody waits for the end.
    fn next(&self, lanes: &mut Lanes, statements: u64) -> Option<Box<dyn Unit>> {
        if self.done.len() >= GROUP_UNITS_MAX {
            return None;
        }
        if let Ok(unit) = lanes.first.try_recv() {
            return Some(unit);
        }
        if self.hurries || statements >= GROUP_STATEMENTS_MAX {
            return None;
        }
        lanes.rest.try_recv().ok()
    }

    fn take(&mut self, unit: Box<dyn Unit>) -> &mut dyn Unit {
        self.hurries |= unit.hurries();
        self.has_rest |= !unit.hurries();
        self.done.push(unit);
        self.done.last_mut().expect("just pushed").as_mut()
    }
}

/// A unit of work whose type was forgotten.
pub(crate) trait Unit: Send {
    fn name(&self) -> &'static str;
    /// Nobody waits for it any more and it has not begun.
    fn is_abandoned(&self) -> bool;
    /// Nothing is taken in after it.
    fn is_end(&self) -> bool {
        false
    }
    /// Somebody outside waits for it.
    fn hurries(&self) -> bool {
        false
    }
    /// Runs it; says whether what it did shall be kept.
    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> BoxFuture<'t, bool>;
    /// Tells the caller. `lost`: why nothing of the group was kept.
    fn answer(self: Box<Self>, lost: Option<&str>);
}

/// What the desk handed to `write`, and where its answer goes.
pub(crate) struct Work<T, E, F> {
    pub name: &'static str,
    pub hurries: bool,
    pub action: F,
    pub outcome: Option<Result<T, E>>,
    pub reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Unit for Work<T, E, F>
where
    F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync,
    E: From<StoreError> + Send,
    T: Send,
{
    fn name(&self) -> &'static str {
        self.name
    }

    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn hurries(&self) -> bool {
        self.hurries
    }

    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> BoxFuture<'t, bool> {
        Box::pin(async move {
            let outcome = run_caught(&self.action, tx).await;
            let keep = outcome.is_ok();
            self.outcome = Some(outcome);
            keep
        })
    }

    fn answer(self: Box<Self>, lost: Option<&str>) {
        let unit = self.name;
        let outcome = match (lost, self.outcome) {
            (None, Some(outcome)) => outcome,
            (None, None) => Err(StoreError::Closed(unit).into()),
            // A unit that failed by itself keeps its own, more telling error.
            (Some(_), Some(Err(error))) => Err(error),
            (Some(why), _) => Err(StoreError::NotKept { unit, why: why.to_owned() }.into()),
        };
        // The caller may have gone; the work stands all the same.
        drop(self.reply.send(outcome));
    }
}

/// The last message to the writer: it ends once everything before is done.
pub(crate) struct End;

impl Unit for End {
    fn name(&self) -> &'static str {
        "end"
    }

    fn is_abandoned(&self) -> bool {
        true
    }

    fn is_end(&self) -> bool {
        true
    }

    fn run<'t>(&'t mut self, _: &'t mut Tx) -> BoxFuture<'t, bool> {
        Box::pin(std::future::ready(true))
    }

    fn answer(self: Box<Self>, _: Option<&str>) {}
}

/// Runs work and turns a panic into an error of that work alone.
pub(crate) async fn run_caught<T, E, F>(work: &F, tx: &mut Tx) -> Result<T, E>
where
    F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
    E: From<StoreError>,
{
    let unit = tx.unit;
    let guarded = AssertUnwindSafe(async { work(tx).await }).catch_unwind();
    guarded.await.unwrap_or_else(|_| Err(StoreError::Panicked(unit).into()))
}

/// The writer's task; ends when the last handle to the store is gone.
pub(crate) async fn run(
    connection: SqliteConnection,
    vault: Arc<Vault>,
    mut lanes: Lanes,
    commits: Arc<AtomicU64>,
    lock: Option<File>,
) {
    let mut tx = Tx::new(Conn::Writer(Box::new(connection)), vault, "writer");
    let mut rest_first = false;
    while let Some(first) = lanes.next(rest_first).await {
        let mut group = Group::default();
        let erased;
        let lost = match commit_group(&mut tx, first, &mut lanes, &mut group).await {
            Ok(()) => {
                erased = !tx.destroyed_keys.is_empty();
                commits.fetch_add(1, Ordering::Relaxed);
                tx.committed();
                None
            }
            Err(error) => {
                erased = false;
                tx.undone();
                drop(query("ROLLBACK").execute(&mut tx).await);
                Some(reason(&error))
            }
        };
        if erased {
            truncate_log(&mut tx).await;
        }
        rest_first = !group.has_rest;
        let end = group.done.iter().any(|unit| unit.is_end());
        for unit in group.done {
            unit.answer(lost.as_deref());
        }
        if end {
            break;
        }
    }
    if let Conn::Writer(connection) = tx.conn {
        drop(connection.close().await);
    }
    drop(lock);
}

async fn commit_group(
    tx: &mut Tx,
    first: Box<dyn Unit>,
    lanes: &mut Lanes,
    group: &mut Group,
) -> Result<(), StoreError> {
    tx.unit = first.name();
    let statements = tx.statements;
    let mut next = Some(first);
    let begun = query("BEGIN IMMEDIATE").execute(tx).await;
    while let Some(unit) = next.take() {
        let unit = group.take(unit);
        if begun.is_ok() {
            run_unit(tx, unit).await?;
        }
        next = group.next(lanes, tx.statements - statements);
    }
    begun?;
    query("COMMIT").execute(tx).await.map(drop)
}

/// One unit in its savepoint. An error here means that the whole transaction is gone.
async fn run_unit(tx: &mut Tx, unit: &mut dyn Unit) -> Result<(), StoreError> {
    if unit.is_abandoned() {
        return Ok(());
    }
    tx.unit = unit.name();
    let destroyed = tx.destroyed_keys.len();
    query("SAVEPOINT unit").execute(tx).await?;
    if !unit.run(tx).await {
        // Keys made by the unit are rolled back with it; what earlier units made is read again when needed.
        tx.new_keys.clear();
        tx.destroyed_keys.truncate(destroyed);
        query("ROLLBACK TO SAVEPOINT unit").execute(tx).await?;
    }
    query("RELEASE SAVEPOINT unit").execute(tx).await.map(drop)
}

/// A destroyed key must not linger in the write-ahead log. Readers at work may delay it; the next one does it.
async fn truncate_log(tx: &mut Tx) {
    let truncated = query("PRAGMA wal_checkpoint(TRUNCATE)").all::<(i64, i64, i64)>(tx).await;
    if !matches!(truncated.as_deref(), Ok([(0, ..)])) {
        tracing::warn!("the write-ahead log could not be emptied after an erasure; it will be at the next");
    }
}

fn reason(error: &StoreError) -> String {
    use std::error::Error;
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}
