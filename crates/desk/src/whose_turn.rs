//! Whose messages are worked on next: the store goes round the clinics, and the desk remembers where it was.
//!
//! Absent: the work itself (`inbox.rs`).

use crate::restore::restoring;
use crate::{Desk, DeskError};
use jiff::SignedDuration;
use std::sync::PoisonError;
use svara_store::inbox::{self, InboxBatch};

/// A process that dies in the middle of a turn gives its messages up after this.
const LEASE_SECONDS: i64 = 60;

/// A sender's messages in hand.
pub(crate) struct Claimed {
    pub(crate) batch: InboxBatch,
    /// The desk was restored from a backup and not told to go yet.
    pub(crate) restored: bool,
}

impl Desk {
    /// Takes so many senders' messages in hand, the clinics in turn.
    pub(crate) async fn claim_inbox(&self, limit: usize) -> Result<Vec<Claimed>, DeskError> {
        let now = self.now();
        let owner = self.config.owner.clone();
        let after = self.last_lane.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let claimed = self.store.write("claim inbox", move |tx| {
            let (owner, after) = (owner.clone(), after.clone());
            let lease = now + SignedDuration::from_secs(LEASE_SECONDS);
            Box::pin(async move {
                let batches = inbox::next_message_batch(tx, now, lease, &owner, &after, limit).await?;
                Ok::<_, DeskError>((batches, restoring(tx).await?))
            })
        });
        let (batches, restored) = claimed.await?;
        if let Some(last) = batches.last() {
            self.last_lane.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&last.lane);
        }
        Ok(batches.into_iter().map(|batch| Claimed { batch, restored }).collect())
    }
}
