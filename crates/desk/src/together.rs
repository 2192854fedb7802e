//! Many notifications at the door at once are one unit of the store and one sync: whoever finds nobody writing writes
//! for all who wait by then, and each is answered once that is kept. One that comes alone waits for nobody.
//!
//! No task of its own does it: a request writes for others or waits for one that does, and one that is dropped in
//! the middle leaves the others to write by themselves. Absent: what a notification says (`intake.rs`).

use crate::{Desk, DeskError};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use svara_store::inbox::{self, NewNotification};
use tokio::sync::{Semaphore, SemaphorePermit, oneshot};

/// Notifications that may wait at the door to be stored. At 300 a second that is three seconds' worth; more would be
/// answered so late that the provider has given up, and take memory meanwhile.
pub const WAITING_AT_THE_DOOR_MAX: usize = 1_000;
/// Rows in one unit: a few milliseconds of the one writer's time.
const ROWS_MAX: usize = 256;

/// A notification's piece as it is kept, and why it will not be handled if so.
pub(crate) type Record = (NewNotification, Option<String>);
type Records = Arc<[Record]>;

/// A request whose records wait. Its answer is how many were new; none means that it writes by itself.
struct Waiting {
    records: Records,
    answer: oneshot::Sender<usize>,
}

/// Who waits at the door.
pub(crate) struct Door {
    room: Semaphore,
    waiting: Mutex<VecDeque<Waiting>>,
    writing: tokio::sync::Mutex<()>,
}

impl Default for Door {
    fn default() -> Self {
        let room = Semaphore::new(WAITING_AT_THE_DOOR_MAX);
        Self { room, waiting: Mutex::default(), writing: tokio::sync::Mutex::default() }
    }
}

impl Door {
    /// A place at the door, as long as there is one.
    pub(crate) fn enter(&self) -> Option<SemaphorePermit<'_>> {
        self.room.try_acquire().ok()
    }

    fn queue(&self, records: &Records) -> oneshot::Receiver<usize> {
        let (answer, answered) = oneshot::channel();
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push_back(Waiting { records: Arc::clone(records), answer });
        answered
    }

    /// The next who are still there, as many as fit into one unit.
    fn next_group(&self) -> Vec<Waiting> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut group, mut rows) = (Vec::new(), 0);
        while let Some(first) = waiting.front() {
            if !group.is_empty() && rows + first.records.len() > ROWS_MAX {
                break;
            }
            let first = waiting.pop_front().expect("it was seen just now");
            if !first.answer.is_closed() {
                rows += first.records.len();
                group.push(first);
            }
        }
        group
    }
}

impl Desk {
    /// Keeps a request's records; how many were new. Ready once they are durable.
    pub(crate) async fn register(&self, records: Vec<Record>) -> Result<usize, DeskError> {
        let records: Records = records.into();
        if self.store.gathers()
            && let Some(new) = self.register_together(&records).await
        {
            return Ok(new);
        }
        let new = self.write_down(vec![records]).await?;
        Ok(new.into_iter().sum())
    }

    /// Writes for all who wait, or waits for one who does. `None`: their unit failed, for whatever reason.
    async fn register_together(&self, records: &Records) -> Option<usize> {
        let mut answer = self.door.queue(records);
        let _writing = tokio::select! {
            biased;
            answered = &mut answer => return answered.ok(),
            writing = self.door.writing.lock() => writing,
        };
        loop {
            let group = self.door.next_group();
            if let Ok(new) = self.write_down(group.iter().map(|it| Arc::clone(&it.records)).collect()).await {
                for (it, new) in group.into_iter().zip(new) {
                    // Who has gone does not need to know; the provider delivers again, and it is known then.
                    let _ = it.answer.send(new);
                }
            }
            match answer.try_recv() {
                Ok(new) => return Some(new),
                Err(oneshot::error::TryRecvError::Closed) => return None,
                Err(oneshot::error::TryRecvError::Empty) => {}
            }
        }
    }

    async fn write_down(&self, requests: Vec<Records>) -> Result<Vec<usize>, DeskError> {
        self.store
            .write_first("take in", move |tx| {
                let requests = requests.clone();
                Box::pin(async move {
                    let mut news = Vec::with_capacity(requests.len());
                    for records in &requests {
                        let mut new = 0;
                        for (record, unhandled) in records.iter() {
                            if inbox::record(tx, record).await? {
                                new += 1;
                                if let Some(why) = unhandled {
                                    inbox::note_unhandled(tx, &record.key, why).await?;
                                }
                            }
                        }
                        news.push(new);
                    }
                    Ok(news)
                })
            })
            .await
    }
}
