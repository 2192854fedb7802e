//! When nobody answers: twenty minutes after times were offered a gentle word, once, never at night and never outside
//! the customer service window; a day after the patient's last word the offer lapses.
//!
//! Absent: what is said and what lapses (`svara-dialog`, `flows/silence.rs`).

use crate::dispatch::WINDOW_HOURS;
use crate::turn::Turn;
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use svara_dialog::{Event, Memory, is_open};
use svara_model::{Clinic, Conversation, ConversationId, ConversationState, JobId};
use svara_store::{Tx, contacts, conversations, jobs};

pub(crate) const NUDGE: &str = "conversation.nudge";
pub(crate) const LAPSE: &str = "conversation.lapse";
/// Whoever looks something up is back by then; whoever forgot is glad of a word.
const QUIET_MINUTES: i64 = 20;
/// Nobody is written to, unasked, from nine in the evening to eight in the morning.
const NIGHT_BEGINS: i8 = 21;
const MORNING: i8 = 8;
/// A word that would come later than this before the window closes is not said.
const WINDOW_LEFT_MINUTES: i64 = 30;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Silence {
    conversation: ConversationId,
    /// The memory's version: whatever happens meanwhile makes it another.
    version: i64,
}

impl Desk {
    /// Plans what comes if nobody answers, after a turn that left this memory at this version.
    pub(crate) async fn plan_silence(
        &self,
        tx: &mut Tx,
        (clinic, conversation): (&Clinic, &Conversation),
        memory: &Memory,
        version: i64,
    ) -> Result<(), DeskError> {
        let prefix = format!("silence:{}:", conversation.id);
        jobs::cancel_by_dedupe_prefix(tx, &prefix).await?;
        let ours = matches!(conversation.state, ConversationState::Bot);
        let Some(heard) = memory.heard_at.filter(|_| ours && is_open(memory)) else { return Ok(()) };
        let now = self.now();
        let closes = heard + SignedDuration::from_hours(WINDOW_HOURS);
        let said = memory.nudged_at.is_some_and(|it| it >= heard);
        let word = by_day(now + SignedDuration::from_mins(QUIET_MINUTES), clinic);
        let last_word = closes - SignedDuration::from_mins(WINDOW_LEFT_MINUTES);
        let (kind, due) = if said || word > last_word { (LAPSE, closes) } else { (NUDGE, word) };
        let silence = Silence { conversation: conversation.id.clone(), version };
        let payload = serde_json::to_string(&silence).expect("a silence is plain data");
        let id = self.ids.make(JobId::new, now);
        jobs::add(tx, id, kind, &format!("{prefix}{version}"), due.max(now), &payload, now).await?;
        Ok(())
    }

    /// Silence was long enough: the dialogue hears of it, unless something happened meanwhile.
    pub(crate) async fn hear_silence(
        &self,
        tx: &mut Tx,
        kind: &str,
        payload: &str,
    ) -> Result<Option<ConversationId>, DeskError> {
        let silence: Silence = serde_json::from_str(payload)
            .map_err(|it| DeskError::Unreadable { what: "a silence", why: it.to_string() })?;
        let Some(conversation) = conversations::by_id(tx, &silence.conversation).await? else {
            return Ok(None);
        };
        let (memory, version) = self.recall(tx, &conversation.id).await?;
        let ours = matches!(conversation.state, ConversationState::Bot);
        if version != silence.version || !ours {
            return Ok(None);
        }
        let Some(clinic) = self.clinic(&conversation.clinic) else { return Ok(None) };
        let Some(contact) = contacts::by_id(tx, &conversation.contact).await? else { return Ok(None) };
        let id = conversation.id.clone();
        let mut turn = Turn::begin(self, tx, clinic, contact, conversation, memory).await?;
        turn.hear(tx, if kind == NUDGE { Event::Unanswered } else { Event::Lapsed }).await?;
        turn.answer(tx, None).await?;
        turn.end(tx, version).await?;
        Ok(Some(id))
    }
}

/// That moment, or the morning after the night that it falls into.
fn by_day(at: Timestamp, clinic: &Clinic) -> Timestamp {
    let local = at.to_zoned(TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC));
    let morning = |date: jiff::civil::Date| date.at(MORNING, 0, 0, 0).to_zoned(local.time_zone().clone());
    let moved = match local.hour() {
        hour if hour < MORNING => morning(local.date()),
        hour if hour >= NIGHT_BEGINS => local.date().tomorrow().and_then(morning),
        _ => return at,
    };
    moved.map_or(at, |it| it.timestamp())
}
