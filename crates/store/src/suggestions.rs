//! What became of the answers that the assistant drafted for staff: used as they were, changed, dropped. Absent: the
//! drafts themselves, which are made anew each time; what staff write themselves is in `drafts.rs`.

use crate::row::micros;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ClinicId, ConversationId, MessageId};

/// What became of a draft of the assistant's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Sent as it was.
    Used,
    /// Changed, then sent.
    Changed,
    /// Put away, or other words were sent.
    Dropped,
}

impl Outcome {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Changed => "changed",
            Self::Dropped => "dropped",
        }
    }
}

/// How many of each there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Sent as they were.
    pub used: u64,
    /// Changed, then sent.
    pub changed: u64,
    /// Put away.
    pub dropped: u64,
}

/// Notes what became of the draft for a message of the patient's; the last word counts. `false`: the conversation has no
/// such message.
pub async fn note(
    tx: &mut Tx,
    conversation: &ConversationId,
    message: &MessageId,
    outcome: Outcome,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let noted = query(
        "INSERT INTO suggestions (message, clinic, outcome, at)
         SELECT id, clinic, $3, $4 FROM messages WHERE id = $1 AND conversation = $2 AND direction = 'in'
         ON CONFLICT (message) DO UPDATE SET outcome = excluded.outcome, at = excluded.at",
    )
    .bind(message.as_str().to_owned())
    .bind(conversation.as_str().to_owned())
    .bind(outcome.as_str().to_owned())
    .bind(micros(at))
    .execute(tx)
    .await?;
    Ok(noted == 1)
}

/// Whether it is known what became of the draft for a message.
pub async fn is_settled(tx: &mut Tx, message: &MessageId) -> Result<bool, StoreError> {
    let (known,): (bool,) = query("SELECT EXISTS (SELECT 1 FROM suggestions WHERE message = $1)")
        .bind(message.as_str().to_owned())
        .one(tx)
        .await?;
    Ok(known)
}

/// How many of each there were from a moment until before another.
pub async fn count(
    tx: &mut Tx,
    clinic: &ClinicId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Outcomes, StoreError> {
    let rows: Vec<(String, i64)> = query(
        "SELECT outcome, CAST(count(*) AS BIGINT) FROM suggestions
         WHERE clinic = $1 AND at >= $2 AND at < $3 GROUP BY outcome",
    )
    .bind(clinic.as_str().to_owned())
    .bind(micros(from))
    .bind(micros(to))
    .all(tx)
    .await?;
    let of = |outcome: Outcome| {
        let found = rows.iter().find(|it| it.0 == outcome.as_str());
        found.and_then(|it| u64::try_from(it.1).ok()).unwrap_or(0)
    };
    Ok(Outcomes { used: of(Outcome::Used), changed: of(Outcome::Changed), dropped: of(Outcome::Dropped) })
}
