//! Times kept for a conversation while the patient answers. A conversation keeps one at most; an expired hold
//! keeps nothing. The chosen slot is no personal data and is not sealed.

use crate::occupancy::{self, BusyKind};
use crate::row::{instant, json, micros, to_json, typed};
use crate::{BookingError, StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ClinicId, ConversationId, Hold, HoldId, Slot};

/// Keeps a time; what the conversation kept before is let go. Others' holds that have expired by `now` make way.
pub async fn place(tx: &mut Tx, hold: &Hold, now: Timestamp) -> Result<(), BookingError> {
    release(tx, &hold.conversation).await?;
    let clinic = clinic_of(tx, &hold.conversation).await?;
    let owner = hold.conversation.as_str();
    let mut taking = occupancy::of_slot(tx, owner, &clinic, BusyKind::Hold, &hold.slot).await?;
    taking.expires_at = Some(hold.expires_at);
    occupancy::take(tx, &taking, now).await?;
    query("INSERT INTO holds (conversation, id, clinic, slot, expires_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(owner.to_owned())
        .bind(hold.id.as_str().to_owned())
        .bind(clinic.as_str().to_owned())
        .bind(to_json(&hold.slot))
        .bind(micros(hold.expires_at))
        .execute(tx)
        .await?;
    Ok(())
}

/// Lets go of what a conversation keeps, if anything.
pub async fn release(tx: &mut Tx, conversation: &ConversationId) -> Result<(), StoreError> {
    occupancy::free(tx, conversation.as_str()).await?;
    query("DELETE FROM holds WHERE conversation = $1")
        .bind(conversation.as_str().to_owned())
        .execute(tx)
        .await
        .map(drop)
}

/// What a conversation keeps at `now`.
pub async fn of(
    tx: &mut Tx,
    conversation: &ConversationId,
    now: Timestamp,
) -> Result<Option<Hold>, StoreError> {
    let row: Option<(String, String, i64)> =
        query("SELECT id, slot, expires_at FROM holds WHERE conversation = $1 AND expires_at > $2")
            .bind(conversation.as_str().to_owned())
            .bind(micros(now))
            .optional(tx)
            .await?;
    let Some((id, slot, expires_at)) = row else { return Ok(None) };
    Ok(Some(Hold {
        slot: json("holds", "slot", &id, &slot)?,
        id: typed("holds", "id", id)?,
        conversation: conversation.clone(),
        expires_at: instant(expires_at)?,
    }))
}

/// Takes a hold off the books once it has expired by `now`; which time it kept. `None`: it was converted, let go
/// or replaced meanwhile, or still keeps its time.
pub async fn lapse(
    tx: &mut Tx,
    conversation: &ConversationId,
    id: &HoldId,
    now: Timestamp,
) -> Result<Option<(ClinicId, Slot)>, StoreError> {
    let row: Option<(String, String)> =
        query("SELECT clinic, slot FROM holds WHERE conversation = $1 AND id = $2 AND expires_at <= $3")
            .bind(conversation.as_str().to_owned())
            .bind(id.as_str().to_owned())
            .bind(micros(now))
            .optional(tx)
            .await?;
    let Some((clinic, slot)) = row else { return Ok(None) };
    release(tx, conversation).await?;
    Ok(Some((typed("holds", "clinic", clinic)?, json("holds", "slot", id.as_str(), &slot)?)))
}

async fn clinic_of(tx: &mut Tx, conversation: &ConversationId) -> Result<ClinicId, StoreError> {
    let row: Option<(String,)> = query("SELECT clinic FROM conversations WHERE id = $1")
        .bind(conversation.as_str().to_owned())
        .optional(tx)
        .await?;
    let (clinic,) = row.ok_or_else(|| StoreError::Refused {
        step: "keep a time",
        why: format!("there is no conversation {conversation}"),
    })?;
    typed("conversations", "clinic", clinic)
}
