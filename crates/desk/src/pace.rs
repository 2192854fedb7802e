//! The desk's own pace: workers that wake at a bell, look again now and then, and end together.

use crate::inbox::BATCH as CLAIMED_MAX;
use crate::restore::restoring;
use crate::{Desk, DeskError};
use futures_util::FutureExt;
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::future::Future;
use std::time::Duration;
use svara_store::{inbox, jobs, mails, outbox};
use tokio::sync::Notify;

/// A lost bell costs this long at most; another process on the same database is seen as late.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// Turns that are worked on, and messages on their way to the provider, at the same time: most of it is waiting for an
/// answer. A provider that takes a fifth of a second for each still gets three hundred a second.
const UNDER_WAY_MAX: usize = 64;
/// Patients in hand, those included whose next words are waited for: a flood of "Hej" holds up nobody who says more.
const IN_HAND_MAX: usize = 1_024;
/// Jobs and mails fall due by the minute.
const LOOK_AT_JOBS_EVERY: Duration = Duration::from_millis(500);
/// After a fault of the store the workers catch their breath.
const BREATH: Duration = Duration::from_millis(500);
/// How often `settle` looks whether all is done.
const SETTLE_LOOK: Duration = Duration::from_millis(4);
/// A desk that has not come to rest by then says so instead of waiting for ever.
const SETTLE_MAX: Duration = Duration::from_mins(1);

/// Takes in hand what waits and works on it, many at once: who waits holds up nobody who came later. A whole handful is
/// taken or nothing, since each look costs the store as much as a turn. `idle`: how many of those in hand only wait.
async fn keep_up<T, C, W>(
    bell: &Notify,
    idle: impl Fn() -> usize,
    claim: impl Fn() -> C,
    work: impl Fn(T) -> W,
) where
    C: Future<Output = Result<Vec<T>, DeskError>>,
    W: Future<Output = Result<(), DeskError>>,
{
    let mut under_way = FuturesUnordered::new();
    loop {
        let busy = under_way.len().saturating_sub(idle());
        if busy + CLAIMED_MAX > UNDER_WAY_MAX || under_way.len() + CLAIMED_MAX > IN_HAND_MAX {
            note(under_way.next().await);
            continue;
        }
        match beside(&mut under_way, claim()).await {
            Ok(claimed) if claimed.is_empty() => {
                // Whoever was worked on may have written more: then their next messages can be had.
                tokio::select! {
                    () = bell.notified() => {}
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                    Some(ended) = under_way.next() => note(Some(ended)),
                }
            }
            Ok(claimed) => under_way.extend(claimed.into_iter().map(&work)),
            Err(error) => {
                note(Some(Err(error)));
                beside(&mut under_way, tokio::time::sleep(BREATH)).await;
            }
        }
        while let Some(Some(ended)) = under_way.next().now_or_never() {
            note(Some(ended));
        }
    }
}

/// Waits for one thing while the others go on.
async fn beside<T, W>(under_way: &mut FuturesUnordered<W>, awaited: impl Future<Output = T>) -> T
where
    W: Future<Output = Result<(), DeskError>>,
{
    let mut awaited = std::pin::pin!(awaited);
    loop {
        tokio::select! {
            ready = &mut awaited => return ready,
            Some(ended) = under_way.next() => note(Some(ended)),
        }
    }
}

/// Work that failed is taken again when its lease ends.
fn note(ended: Option<Result<(), DeskError>>) {
    if let Some(Err(error)) = ended {
        tracing::error!(%error, "the desk could not go on and tries again");
    }
}

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
            () = self.keep_answering() => {}
            () = self.keep_sending() => {}
            () = self.keep_in_touch() => {}
            () = self.every(&jobs, LOOK_AT_JOBS_EVERY, || self.work_jobs()) => {}
            () = self.every(&mails, LOOK_AT_JOBS_EVERY, || self.work_mails()) => {}
            () = self.every(&stale, LOOK_AT_JOBS_EVERY, || async { self.work_stale().await.map(|()| 0) }) => {}
            () = self.every(&house, LOOK_AT_JOBS_EVERY, || self.keep_house()) => {}
        }
    }

    async fn keep_answering(&self) {
        let (idle, claim) = (|| self.quiet.waited_for(), || self.claim_inbox(CLAIMED_MAX));
        keep_up(&self.inbox_bell, idle, claim, |it| self.work_batch(it)).await;
    }

    async fn keep_sending(&self) {
        keep_up(&self.outbox_bell, || 0, || self.claim_outbox(CLAIMED_MAX), |it| self.hand_over(it)).await;
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
