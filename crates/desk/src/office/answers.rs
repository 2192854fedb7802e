//! A request that comes again under the same key is answered as before (the header `Idempotency-Key`).

use crate::housekeeping::ANSWER_HOURS;
use crate::{Desk, DeskError};
use jiff::SignedDuration;
use svara_store::answers::{self, Known, Request};

/// Longer than any request of ours takes: one that has been at work for so long was cut off.
const AT_WORK_SECONDS: i64 = 60;

/// What to do with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It is new: work on it.
    New,
    /// The same is being worked on just now.
    AtWork,
    /// The key was used for another request.
    Other,
    /// It was answered.
    Answered {
        /// The HTTP status.
        status: u16,
        /// The body.
        body: Vec<u8>,
    },
}

/// A request under a key.
#[derive(Clone, Debug)]
pub struct Keyed(Request);

impl Keyed {
    /// `caller` keeps the keys of different callers apart; `asks` is a hash over what is asked for.
    pub fn new(caller: String, key: String, asks: String) -> Self {
        Self(Request { caller, key, asks })
    }

    /// Notes that it is being worked on, unless it is known.
    pub async fn begin(&self, desk: &Desk) -> Result<Seen, DeskError> {
        let now = desk.now();
        let request = self.0.clone();
        let known = desk.store().write("begin a request", move |tx| {
            let request = request.clone();
            let stale = now - SignedDuration::from_secs(AT_WORK_SECONDS);
            let forgotten = now - SignedDuration::from_hours(ANSWER_HOURS);
            Box::pin(async move {
                answers::prune(tx, forgotten).await?;
                answers::begin(tx, &request, stale, now).await.map_err(DeskError::from)
            })
        });
        Ok(match known.await? {
            Known::New => Seen::New,
            Known::Started(_) => Seen::AtWork,
            Known::Other => Seen::Other,
            Known::Answered { status, body } => {
                Seen::Answered { status: u16::try_from(status).unwrap_or(500), body }
            }
        })
    }

    /// Keeps the answer. `None`: it failed by our own fault and may be tried again.
    pub async fn end(&self, desk: &Desk, answer: Option<(u16, Vec<u8>)>) -> Result<(), DeskError> {
        let request = self.0.clone();
        desk.store()
            .write("keep an answer", move |tx| {
                let (request, answer) = (request.clone(), answer.clone());
                Box::pin(async move {
                    match answer {
                        Some((status, body)) => answers::keep(tx, &request, i64::from(status), &body).await?,
                        None => answers::drop_begun(tx, &request).await?,
                    }
                    Ok::<_, DeskError>(())
                })
            })
            .await
    }
}
