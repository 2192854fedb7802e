//! Cards for staff: a conversation that needs a person, why, since when, and who closed it. One card a
//! conversation is open at a time.

use crate::row::{instant, instant_of, micros, typed, word};
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ClinicId, ContactId, ConversationId, HandoverReason, StaffId};

/// An open card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Which conversation.
    pub conversation: ConversationId,
    /// With whom.
    pub contact: ContactId,
    /// Why.
    pub reason: HandoverReason,
    /// Since when.
    pub opened_at: Timestamp,
}

/// Opens a card. One that is open stays, with its time; an emergency takes over its reason. `true`: it is new.
pub async fn open(
    tx: &mut Tx,
    conversation: &ConversationId,
    reason: HandoverReason,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let made = query(
        "INSERT INTO handovers (conversation, seq, reason, opened_at)
         SELECT $1, coalesce(max(seq), 0) + 1, $2, $3 FROM handovers WHERE conversation = $1
         ON CONFLICT (conversation) WHERE closed_at IS NULL DO NOTHING",
    )
    .bind(conversation.as_str().to_owned())
    .bind(reason.as_str().to_owned())
    .bind(micros(at))
    .execute(tx)
    .await?;
    if made == 0 && reason == HandoverReason::Emergency {
        query("UPDATE handovers SET reason = $2 WHERE conversation = $1 AND closed_at IS NULL")
            .bind(conversation.as_str().to_owned())
            .bind(reason.as_str().to_owned())
            .execute(tx)
            .await?;
    }
    Ok(made == 1)
}

/// When a card of this conversation was last closed.
pub async fn last_closed(
    tx: &mut Tx,
    conversation: &ConversationId,
) -> Result<Option<Timestamp>, StoreError> {
    let (at,): (Option<i64>,) = query("SELECT max(closed_at) FROM handovers WHERE conversation = $1")
        .bind(conversation.as_str().to_owned())
        .one(tx)
        .await?;
    instant_of(at)
}

/// The clinic's open cards, the oldest first.
pub async fn list_open(tx: &mut Tx, clinic: &ClinicId) -> Result<Vec<Handover>, StoreError> {
    let rows: Vec<(String, String, String, i64)> = query(
        "SELECT h.conversation, c.contact, h.reason, h.opened_at FROM handovers AS h
         JOIN conversations AS c ON c.id = h.conversation
         WHERE h.closed_at IS NULL AND c.clinic = $1 ORDER BY h.opened_at, h.conversation",
    )
    .bind(clinic.as_str().to_owned())
    .all(tx)
    .await?;
    rows.into_iter()
        .map(|(conversation, contact, reason, opened_at)| {
            Ok(Handover {
                conversation: typed("handovers", "conversation", conversation)?,
                contact: typed("conversations", "contact", contact)?,
                reason: word("handovers", "reason", &reason, HandoverReason::parse)?,
                opened_at: instant(opened_at)?,
            })
        })
        .collect()
}

/// Closes the open card, if there is one; by whom, unless by the desk itself.
pub async fn close(
    tx: &mut Tx,
    conversation: &ConversationId,
    by: Option<&StaffId>,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let closed = query(
        "UPDATE handovers SET closed_at = $2, closed_by = $3 WHERE conversation = $1 AND closed_at IS NULL",
    )
    .bind(conversation.as_str().to_owned())
    .bind(micros(at))
    .bind(by.map(|it| it.as_str().to_owned()))
    .execute(tx)
    .await?;
    Ok(closed == 1)
}
