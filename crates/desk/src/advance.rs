//! Moving the demo's clock: everything that falls due on the way happens at its own moment, in order.

use crate::jobs::reminder_due;
use crate::{Desk, DeskError, MovableClock};
use jiff::Timestamp;
use svara_store::{appointments, conversations, jobs, mails, outbox, settings};

/// The demo's clock survives a restart under this name.
const CLOCK_SETTING: &str = "demo.clock";
/// Moments on the way; more are a loop that feeds itself.
const MOMENTS_MAX: usize = 100_000;
/// Nobody plays more phones at once.
const WRITERS_MAX: usize = 50;

impl Desk {
    /// Moves the clock forward to a moment, stopping at everything that falls due before it.
    pub async fn advance(&self, clock: &MovableClock, to: Timestamp) -> Result<(), DeskError> {
        if to < self.now() {
            return Err(DeskError::Invalid("the clock only moves forward".to_owned()));
        }
        self.settle().await?;
        for _ in 0..MOMENTS_MAX {
            let now = self.now();
            let Some(next) = self.next_due().await?.filter(|it| *it <= to) else { break };
            clock.move_to(next.max(now));
            self.settle().await?;
        }
        clock.move_to(to);
        self.settle().await?;
        self.store_clock().await
    }

    /// The next moment at which something falls due by itself.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, DeskError> {
        let now = self.now();
        self.store
            .read("next due", move |tx| {
                Box::pin(async move {
                    let moments =
                        [jobs::next_due(tx).await?, outbox::next_due(tx).await?, mails::next_due(tx).await?];
                    // What is due already was settled; a moment that stays in the past would stop the clock.
                    Ok::<_, DeskError>(moments.into_iter().flatten().filter(|it| *it > now).min())
                })
            })
            .await
    }

    /// When the next reminder leaves for somebody who has written to us: in a demo, for whoever is being played.
    pub async fn next_reminder_of_a_writer(&self) -> Result<Option<Timestamp>, DeskError> {
        let now = self.now();
        let mut soonest = None;
        for clinic in self.clinics() {
            let id = clinic.id.clone();
            let coming = self.store.read("reminders of writers", move |tx| {
                let id = id.clone();
                Box::pin(async move {
                    let talks =
                        conversations::list(tx, &id, conversations::Filter::default(), None, WRITERS_MAX)
                            .await?;
                    let wrote = talks.into_iter().filter(|(talk, _)| talk.last_inbound_at.is_some());
                    let patients: Vec<_> =
                        wrote.flat_map(|(_, contact)| contact.patients).map(|it| it.id).collect();
                    appointments::coming_of(tx, &patients, now).await.map_err(DeskError::from)
                })
            });
            let starts: Vec<Timestamp> = coming.await?.into_iter().map(|it| it.slot.from).collect();
            let hours = clinic.policy.reminders_hours_before.iter();
            let moments =
                hours.flat_map(|before| starts.iter().map(|it| reminder_due(&clinic, *it, *before)));
            soonest = moments.filter(|it| *it > now).chain(soonest).min();
        }
        Ok(soonest)
    }

    /// Keeps the clock for the next start.
    pub async fn store_clock(&self) -> Result<(), DeskError> {
        let now = self.now().to_string();
        self.store
            .write("keep the clock", move |tx| {
                let now = now.clone();
                Box::pin(async move { settings::set(tx, CLOCK_SETTING, &now).await.map_err(DeskError::from) })
            })
            .await
    }
}

/// The clock of the last run, if one was kept.
pub async fn stored_clock(store: &svara_store::Store) -> Result<Option<Timestamp>, DeskError> {
    store
        .read("the clock", |tx| {
            Box::pin(async move {
                let kept = settings::get(tx, CLOCK_SETTING).await?;
                Ok::<_, DeskError>(kept.and_then(|it| it.parse().ok()))
            })
        })
        .await
}
