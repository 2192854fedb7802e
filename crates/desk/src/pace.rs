//! The desk's own pace: workers that wake at a bell, look again now and then, and end together.

use crate::restore::restoring;
use crate::{Desk, DeskError};
use std::future::Future;
use std::time::Duration;
use svara_store::{inbox, jobs, mails, outbox};
use tokio::sync::Notify;

/// A lost bell costs this long at most; another process on the same database is seen as late.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// Jobs and mails fall due by the minute.
const LOOK_AT_JOBS_EVERY: Duration = Duration::from_millis(500);
/// After a fault of the store the workers catch their breath.
const BREATH: Duration = Duration::from_millis(500);
/// How often `settle` looks whether all is done.
const SETTLE_LOOK: Duration = Duration::from_millis(4);
/// A desk that has not come to rest by then says so instead of waiting for ever.
const SETTLE_MAX: Duration = Duration::from_mins(1);

impl Desk {
    /// Takes over what an earlier process of this desk left in hand. Only for a store that nobody else works on.
    pub async fn take_over_leases(&self) -> Result<(), DeskError> {
        let now = self.now();
        let owner = self.config.owner.clone();
        self.store
            .write("take over", move |tx| {
                let owner = owner.clone();
                Box::pin(async move {
                    inbox::release_leases(tx, &owner).await?;
                    outbox::release_leases(tx, &owner, now).await?;
                    jobs::release_leases(tx, &owner).await?;
                    mails::release_leases(tx, &owner).await?;
                    Ok::<_, DeskError>(())
                })
            })
            .await?;
        self.work_stale().await
    }

    /// Works until the future that says "stop" is ready.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        // Nobody rings for these: they look again now and then.
        let [jobs, mails, stale, house] = std::array::from_fn(|_| Notify::new());
        tokio::select! {
            () = stop => {}
            () = self.every(&self.inbox_bell, LOOK_EVERY, || self.work_inbox()) => {}
            () = self.every(&self.outbox_bell, LOOK_EVERY, || self.work_outbox()) => {}
            () = self.every(&jobs, LOOK_AT_JOBS_EVERY, || self.work_jobs()) => {}
            () = self.every(&mails, LOOK_AT_JOBS_EVERY, || self.work_mails()) => {}
            () = self.every(&stale, LOOK_AT_JOBS_EVERY, || async { self.work_stale().await.map(|()| 0) }) => {}
            () = self.every(&house, LOOK_AT_JOBS_EVERY, || self.keep_house()) => {}
        }
    }

    async fn every<W, F>(&self, bell: &Notify, look: Duration, work: W)
    where
        W: Fn() -> F,
        F: Future<Output = Result<usize, DeskError>>,
    {
        loop {
            match work().await {
                Ok(0) => {
                    tokio::select! {
                        () = bell.notified() => {}
                        () = tokio::time::sleep(look) => {}
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, "the desk could not go on and tries again");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
    }

    /// Returns once every accepted notification is handled and everything due is handed over; quiet windows
    /// count as over.
    pub async fn settle(&self) -> Result<(), DeskError> {
        let started = std::time::Instant::now();
        loop {
            self.quiet.hurry();
            let worked = self.work_inbox().await?
                + self.work_jobs().await?
                + self.work_outbox().await?
                + self.work_mails().await?;
            if worked == 0 && self.nothing_waits().await? {
                return Ok(());
            }
            if started.elapsed() > SETTLE_MAX {
                return Err(DeskError::Conflict("the desk did not come to rest within a minute".to_owned()));
            }
            if worked == 0 {
                tokio::time::sleep(SETTLE_LOOK).await;
            }
        }
    }

    async fn nothing_waits(&self) -> Result<bool, DeskError> {
        let now = self.now();
        self.store
            .read("what waits", move |tx| {
                Box::pin(async move {
                    let mut waiting = inbox::waiting(tx).await? + jobs::waiting(tx, now).await?;
                    // Nothing leaves a restored desk until a person says go: it waits for nobody here.
                    if !restoring(tx).await? {
                        waiting += outbox::waiting(tx, now).await? + mails::waiting(tx, now).await?;
                    }
                    Ok::<_, DeskError>(waiting == 0)
                })
            })
            .await
    }
}
