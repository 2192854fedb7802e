//! What is no longer needed goes: raw notifications soon after they were handled, their keys once no duplicate can
//! come any more, ended jobs, mails and sessions.

use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use svara_model::ClinicId;
use svara_store::mischief::{Mischief, is_planted};
use svara_store::{answers, budgets, checkpoints, inbox, jobs, lessons, mails, sessions, shown, turns};

/// Once an hour of the desk's own time is often enough.
const EVERY_HOURS: i64 = 1;
/// A handled notification's content is the conversation's by then; a day helps to look into a fault.
const PAYLOAD_HOURS: i64 = 24;
/// Meta delivers again for seven days (`reference/whatsapp.md`, 1.1); three more are our margin.
const KEY_HOURS: i64 = 24 * 10;
/// Ended jobs and mails: what they were about stands in the audit chain.
const ENDED_HOURS: i64 = 24 * 30;

/// What turns heard and decided is kept as long as it is learned from.
const TURNS_HOURS: i64 = 24 * crate::replay::TURNS_DAYS;
/// A client that comes again after a day has long given up on its first try.
pub(crate) const ANSWER_HOURS: i64 = 24;

/// When the house was last tidied.
#[derive(Default)]
pub(crate) struct Housekeeping {
    last: Mutex<Option<Timestamp>>,
    /// The month of each clinic whose review was seen to, so that it is not looked for every hour.
    drawn: Mutex<HashMap<ClinicId, String>>,
}

impl Housekeeping {
    /// Whether it is time again; if so it counts as done.
    fn is_due(&self, now: Timestamp) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let due = last.is_none_or(|it| now.duration_since(it) >= SignedDuration::from_hours(EVERY_HOURS));
        if due {
            *last = Some(now);
        }
        due
    }

    /// Whether this clinic's review of that month was seen to since the desk began.
    pub(crate) fn is_drawn(&self, clinic: &ClinicId, month: &str) -> bool {
        let drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.get(clinic).is_some_and(|it| it == month)
    }

    pub(crate) fn note_drawn(&self, clinic: ClinicId, month: String) {
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner).insert(clinic, month);
    }
}

impl Desk {
    /// Tidies when an hour has passed.
    pub(crate) async fn keep_house(&self) -> Result<usize, DeskError> {
        let now = self.now();
        if is_planted(Mischief::KeptForEver) || !self.housekeeping.is_due(now) {
            return Ok(0);
        }
        let before = move |hours: i64| now - SignedDuration::from_hours(hours);
        self.store
            .write("keep house", move |tx| {
                Box::pin(async move {
                    inbox::prune(tx, before(PAYLOAD_HOURS), before(KEY_HOURS)).await?;
                    jobs::prune(tx, before(ENDED_HOURS)).await?;
                    mails::prune(tx, before(ENDED_HOURS)).await?;
                    sessions::prune(tx, now).await?;
                    turns::prune(tx, before(TURNS_HOURS)).await?;
                    lessons::prune(tx, before(TURNS_HOURS)).await?;
                    answers::prune(tx, before(ANSWER_HOURS)).await?;
                    let old = before(ENDED_HOURS).to_zoned(jiff::tz::TimeZone::UTC).date();
                    budgets::prune(tx, old).await?;
                    shown::prune(tx, now).await?;
                    Ok::<_, DeskError>(())
                })
            })
            .await?;
        self.hold_limits().await?;
        self.draw_reviews().await?;
        self.watch_incidents().await?;
        self.sign_heads().await?;
        self.sweep_news().await?;
        self.replay_nightly().await?;
        // Nothing here makes other work: the workers need not look again.
        Ok(0)
    }
}

impl Desk {
    /// Signs each clinic's chain as it stands. The log carries the checkpoint away from here: one that is kept
    /// elsewhere tells on whoever cuts the chain behind it (`svara audit verify --checkpoints`).
    async fn sign_heads(&self) -> Result<(), DeskError> {
        let (desk, now) = (self.clone(), self.now());
        let made = self.store.write("sign the chains", move |tx| {
            let desk = desk.clone();
            Box::pin(async move {
                let mut made = Vec::new();
                for clinic in desk.clinics() {
                    made.extend(checkpoints::make(tx, &clinic.id, now).await?);
                }
                Ok::<_, DeskError>(made)
            })
        });
        for it in made.await? {
            let checkpoint = serde_json::to_string(&it).unwrap_or_default();
            tracing::info!(%checkpoint, "the audit chain was signed");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_tidied_once_an_hour() {
        let house = Housekeeping::default();
        let start: Timestamp = "2026-03-10T08:00:00Z".parse().unwrap();
        assert!(house.is_due(start));
        assert!(!house.is_due(start + SignedDuration::from_mins(59)));
        assert!(house.is_due(start + SignedDuration::from_mins(60)));
    }
}
