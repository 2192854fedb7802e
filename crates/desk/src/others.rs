//! Several processes on one database: each tells the others what changed, hears what they changed, and acts on it. A
//! call wakes it at once; without one it looks now and then, so that a pooler that swallows calls costs half a second.
//!
//! Absent where one process is alone (SQLite), and from a simulation, whose desks are driven step by step.

use crate::{Desk, DeskError, News};
use jiff::SignedDuration;
use std::sync::atomic::Ordering;
use std::time::Duration;
use svara_model::ClinicId;
use svara_store::news::{self, Told};

/// A lost call costs this long at most.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// After a broken line, before it is tried again.
const LISTEN_AGAIN_AFTER: Duration = Duration::from_secs(5);
/// After a fault of the store.
const BREATH: Duration = Duration::from_millis(500);
/// News read at once.
const READ_MAX: usize = 500;
/// News are kept this long for a process that stood still; beyond it, everything may have changed.
pub(crate) const NEWS_HOURS: i64 = 1;

impl Desk {
    /// Where in the others' news this process begins: before it reads anything else.
    pub(crate) async fn begin_to_hear(&self) -> Result<(), DeskError> {
        if self.store.is_shared() {
            let newest = self.store.read("newest news", |tx| Box::pin(news::newest(tx)));
            self.news.read_until.store(newest.await?, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Tells and hears, for ever.
    pub(crate) async fn keep_in_touch(&self) {
        if !self.store.is_shared() {
            return std::future::pending().await;
        }
        let exchange = async {
            loop {
                if let Err(error) = self.exchange_news().await {
                    tracing::error!(%error, "news could not be exchanged with the other processes; again in a moment");
                    tokio::time::sleep(BREATH).await;
                }
                tokio::select! {
                    () = self.news.bell.notified() => {}
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                }
            }
        };
        tokio::join!(exchange, self.keep_an_ear_open());
    }

    async fn keep_an_ear_open(&self) {
        loop {
            let deaf = match self.store.ear().await {
                Ok(None) => return,
                Ok(Some(mut ear)) => loop {
                    match ear.called().await {
                        Ok(()) => self.news.bell.notify_one(),
                        Err(error) => break error,
                    }
                },
                Err(error) => error,
            };
            tracing::warn!(error = %deaf, "no calls from other processes are heard for now; this one looks by itself");
            tokio::time::sleep(LISTEN_AGAIN_AFTER).await;
        }
    }

    /// Tells the others what changed here, and takes in what changed there.
    pub async fn exchange_news(&self) -> Result<(), DeskError> {
        if !self.store.is_shared() {
            return Ok(());
        }
        self.tell_others().await?;
        loop {
            let (after, own) = (self.news.read_until.load(Ordering::Relaxed), self.news.run().to_owned());
            let heard = self.store.read("news of others", move |tx| {
                let own = own.clone();
                Box::pin(async move { news::since(tx, after, &own, READ_MAX).await })
            });
            let heard = heard.await?;
            if heard.last == after {
                return Ok(());
            }
            let mut all: Vec<(ClinicId, News)> = Vec::new();
            if heard.gap {
                self.reload_clinics().await?;
                all.extend(self.clinics().iter().map(|it| (it.id.clone(), News::Everything)));
            }
            all.extend(heard.news.into_iter().map(|it| (it.clinic, News::read(&it.kind, &it.subject))));
            self.act_on(all).await?;
            // Only now: what could not be acted on is heard again.
            self.news.read_until.store(heard.last, Ordering::Relaxed);
        }
    }

    /// The end of a desk that does not run: the others hear what it changed, and its store is closed for all its clones.
    pub async fn close(&self) {
        if let Err(error) = self.tell_others().await {
            tracing::warn!(%error, "the running processes were not told; they see what changed when they start again");
        }
        self.store.clone().close().await;
    }

    async fn tell_others(&self) -> Result<(), DeskError> {
        let untold = self.news.untold();
        if untold.is_empty() {
            return Ok(());
        }
        let written = |(clinic, news): &(ClinicId, News)| {
            let (kind, subject) = news.written();
            Told { clinic: clinic.clone(), kind: kind.to_owned(), subject }
        };
        let told: Vec<Told> = untold.iter().map(written).collect();
        let (own, now) = (self.news.run().to_owned(), self.now());
        let kept = self.store.write("tell the others", move |tx| {
            let (own, told) = (own.clone(), told.clone());
            Box::pin(async move { news::tell(tx, &own, &told, now).await })
        });
        if let Err(error) = kept.await {
            for (clinic, news) in untold {
                self.news.note_for_others(&clinic, news);
            }
            return Err(error.into());
        }
        Ok(())
    }

    /// Screens hear of it as of a change made here; what this process remembers of it is read anew.
    async fn act_on(&self, heard: Vec<(ClinicId, News)>) -> Result<(), DeskError> {
        if heard.iter().any(|it| matches!(it.1, News::Clinic(_) | News::Everything)) {
            self.reload_clinics().await?;
        }
        if heard.iter().any(|it| matches!(it.1, News::Forgotten(_) | News::Everything)) {
            self.store.forget_keys();
        }
        for (clinic, news) in heard {
            self.news.tell(&clinic, news);
        }
        Ok(())
    }

    /// Sweeps news that everybody has had time to read.
    pub(crate) async fn sweep_news(&self) -> Result<(), DeskError> {
        if !self.store.is_shared() {
            return Ok(());
        }
        let before = self.now() - SignedDuration::from_hours(NEWS_HOURS);
        let swept = self.store.write("sweep news", move |tx| Box::pin(news::prune(tx, before)));
        swept.await?;
        Ok(())
    }
}
