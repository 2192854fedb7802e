//! What lapses by itself: a time that was kept for a conversation and not taken. A hold keeps nothing from its last
//! moment on, whether or not anybody sweeps; the sweep takes it off the books and tells that the time is free.

use crate::freed::{Freed, FreedBecause};
use crate::{Desk, DeskError};
use serde::{Deserialize, Serialize};
use svara_model::{ConversationId, Hold, HoldId, JobId};
use svara_store::{Tx, holds, jobs};

pub(crate) const HOLD_LAPSE: &str = "hold.lapse";

#[derive(Serialize, Deserialize)]
struct Lapse {
    conversation: ConversationId,
    hold: HoldId,
}

impl Desk {
    /// Plans the sweep of a hold.
    pub(crate) async fn plan_hold_lapse(&self, tx: &mut Tx, hold: &Hold) -> Result<(), DeskError> {
        let lapse = Lapse { conversation: hold.conversation.clone(), hold: hold.id.clone() };
        let payload = serde_json::to_string(&lapse).expect("a lapse is plain data");
        let now = self.now();
        let id = self.ids.make(JobId::new, now);
        jobs::add(tx, id, HOLD_LAPSE, &format!("hold:{}", hold.id), hold.expires_at, &payload, now).await?;
        Ok(())
    }

    /// Sweeps a hold that lapsed; one that was converted or let go meanwhile is none of our business.
    pub(crate) async fn lapse_hold(&self, tx: &mut Tx, payload: &str) -> Result<(), DeskError> {
        let lapse: Lapse = serde_json::from_str(payload)
            .map_err(|it| DeskError::Unreadable { what: "a hold's lapse", why: it.to_string() })?;
        let lapsed = holds::lapse(tx, &lapse.conversation, &lapse.hold, self.now()).await?;
        let Some((clinic, slot)) = lapsed else { return Ok(()) };
        let Some(clinic) = self.clinic(&clinic) else { return Ok(()) };
        let (because, asked_from) = (FreedBecause::HoldLapsed, self.now());
        self.time_freed(tx, &clinic, Freed { slot, because, patient: None, asked_from }).await
    }
}
