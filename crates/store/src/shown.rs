//! Times that somebody was shown a moment ago, so that two who ask at once need not choose among the same three.
//!
//! Absent: keeping anything (`holds.rs`). Whoever is shown a time has no right to it, and nobody else loses it.

use crate::row::{instant, micros, typed};
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ClinicId, ConversationId, PractitionerId, Slot};

/// Notes what a conversation was shown, instead of what it was shown before.
pub async fn note(
    tx: &mut Tx,
    clinic: &ClinicId,
    conversation: &ConversationId,
    slots: &[Slot],
    until: Timestamp,
) -> Result<(), StoreError> {
    forget(tx, conversation).await?;
    for slot in slots {
        query(
            "INSERT INTO shown_times (conversation, clinic, practitioner, starts, until) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (conversation, practitioner, starts) DO NOTHING",
        )
        .bind(conversation.as_str().to_owned())
        .bind(clinic.as_str().to_owned())
        .bind(slot.practitioner.as_str().to_owned())
        .bind(micros(slot.from))
        .bind(micros(until))
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// What a conversation was shown no longer counts: it chose, or gave up.
pub async fn forget(tx: &mut Tx, conversation: &ConversationId) -> Result<(), StoreError> {
    query("DELETE FROM shown_times WHERE conversation = $1")
        .bind(conversation.as_str().to_owned())
        .execute(tx)
        .await
        .map(drop)
}

/// The times that others than this conversation were shown and that still count at `now`, starting within `from..to`.
pub async fn to_others(
    tx: &mut Tx,
    clinic: &ClinicId,
    conversation: Option<&ConversationId>,
    (from, to): (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<Vec<(PractitionerId, Timestamp)>, StoreError> {
    let rows: Vec<(String, i64)> = query(TO_OTHERS)
        .bind(clinic.as_str().to_owned())
        .bind(micros(from))
        .bind(micros(to))
        .bind(micros(now))
        .bind(conversation.map_or_else(String::new, |it| it.as_str().to_owned()))
        .all(tx)
        .await?;
    rows.into_iter()
        .map(|(practitioner, starts)| {
            Ok((typed("shown_times", "practitioner", practitioner)?, instant(starts)?))
        })
        .collect()
}

const TO_OTHERS: &str = "SELECT DISTINCT practitioner, starts FROM shown_times
     WHERE clinic = $1 AND starts >= $2 AND starts < $3 AND until > $4 AND conversation <> $5
     ORDER BY starts, practitioner";

/// Forgets what no longer counts.
pub async fn prune(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    query("DELETE FROM shown_times WHERE until <= $1").bind(micros(now)).execute(tx).await.map(drop)
}
