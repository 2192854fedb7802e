//! How much waits, for the operator's metrics. No patient and no number of one is in it.

use crate::{Desk, DeskError};
use svara_store::{inbox, jobs, mails, outbox};

/// What waits now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Notifications to handle.
    pub inbox: i64,
    /// Messages due to be sent.
    pub outbox: i64,
    /// Jobs due.
    pub jobs: i64,
    /// Mails due.
    pub mails: i64,
}

/// Counts what waits.
pub async fn waiting(desk: &Desk) -> Result<Waiting, DeskError> {
    let now = desk.now();
    desk.store()
        .read("what waits", move |tx| {
            Box::pin(async move {
                Ok(Waiting {
                    inbox: inbox::waiting(tx).await?,
                    outbox: outbox::waiting(tx, now).await?,
                    jobs: jobs::waiting(tx, now).await?,
                    mails: mails::waiting(tx, now).await?,
                })
            })
        })
        .await
}
