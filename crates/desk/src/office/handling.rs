//! What staff do with a conversation besides answering: give it to somebody, put it aside, be done with it, begin a
//! draft, read it. Absent: taking, answering and giving back (`talk.rs`).

use super::Who;
use super::conversations::{self as look, Thread};
use super::talk;
use crate::{Desk, DeskError, News};
use jiff::Timestamp;
use svara_model::{Clinic, Conversation, ConversationId, ConversationState, StaffId};
use svara_store::threads::{self, Handling};
use svara_store::{Tx, contacts, conversations, drafts, handovers, staff};

/// A draft is a message that was not sent, so no longer than one.
const DRAFT_CHARACTERS_MAX: usize = talk::TEXT_CHARACTERS_MAX;
/// Nobody remembers after a quarter why something was put aside.
const SNOOZE_DAYS_MAX: i64 = 92;

/// "Called back" is enough; a story belongs into a note.
const HOW_CHARACTERS: std::ops::RangeInclusive<usize> = 3..=200;

/// What is done.
#[derive(Clone, Debug)]
pub enum Act {
    /// It is this colleague's from now on, whoever had it.
    Assign(StaffId),
    /// It comes back at this moment, or when the patient writes. An emergency needs a reason.
    Snooze {
        /// When.
        until: Timestamp,
        /// Why an emergency may wait.
        reason: Option<String>,
    },
    /// It is back.
    Wake,
    /// It is done with; the assistant answers what comes next.
    Resolve,
    /// Who acts has read up to this line.
    Read(i64),
    /// Who acts wants to see it as new again.
    Unread,
    /// Who acts is writing this; empty: not any more.
    Draft(String),
    /// Who acts made sure that it is the person we know, or found that it is not; and how.
    Identity {
        /// Whether it is.
        confirmed: bool,
        /// How they know.
        how: String,
    },
}

impl Act {
    /// As the audit chain calls it; drafts and reading marks are no event.
    fn kind(&self) -> Option<&'static str> {
        match self {
            Self::Assign(_) => Some("conversation.assigned"),
            Self::Snooze { .. } => Some("conversation.snoozed"),
            Self::Wake => Some("conversation.woken"),
            Self::Resolve => Some("conversation.resolved"),
            Self::Identity { confirmed: true, .. } => Some("contact.confirmed"),
            Self::Identity { confirmed: false, .. } => Some("contact.doubted"),
            Self::Read(_) | Self::Unread | Self::Draft(_) => None,
        }
    }
}

/// Does it, and shows the conversation as it is then.
pub async fn act(
    desk: &Desk,
    clinic: &Clinic,
    id: &ConversationId,
    act: Act,
    who: &Who,
) -> Result<Thread, DeskError> {
    quietly(desk, clinic, id, act, who).await?;
    look::find(desk, clinic, id).await?.ok_or(DeskError::NotFound("the conversation"))
}

/// Does it. For drafts and reading marks, which happen at every few keystrokes.
pub async fn quietly(
    desk: &Desk,
    clinic: &Clinic,
    id: &ConversationId,
    act: Act,
    who: &Who,
) -> Result<(), DeskError> {
    check(desk, &act)?;
    let tells = !matches!(act, Act::Read(_) | Act::Unread);
    desk.store()
        .write("handle a conversation", {
            let (desk, clinic, id, who) = (desk.clone(), clinic.id.clone(), id.clone(), who.clone());
            move |tx| {
                let (desk, clinic) = (desk.clone(), clinic.clone());
                let (id, who, act) = (id.clone(), who.clone(), act.clone());
                Box::pin(async move {
                    let found = conversations::by_id(tx, &id).await?.filter(|it| it.clinic == clinic);
                    let conversation = found.ok_or(DeskError::NotFound("the conversation"))?;
                    let kind = act.kind();
                    let details = carry_out(&desk, tx, conversation, act, &who).await?;
                    match kind {
                        Some(kind) => desk.line(tx, &clinic, &who, kind, Some(id.as_str()), &details).await,
                        None => Ok(()),
                    }
                })
            }
        })
        .await?;
    if tells {
        desk.tell(&clinic.id, News::Conversation(id.clone()));
    }
    Ok(())
}

fn check(desk: &Desk, act: &Act) -> Result<(), DeskError> {
    match act {
        Act::Draft(text) if text.chars().count() > DRAFT_CHARACTERS_MAX => {
            Err(DeskError::Invalid(format!("`text` has at most {DRAFT_CHARACTERS_MAX} characters")))
        }
        Act::Snooze { until, .. } if *until <= desk.now() => {
            Err(DeskError::Invalid("`until` is in the past: choose a later moment".to_owned()))
        }
        Act::Snooze { until, .. }
            if *until > desk.now() + jiff::SignedDuration::from_hours(24 * SNOOZE_DAYS_MAX) =>
        {
            Err(DeskError::Invalid(format!("`until` is at most {SNOOZE_DAYS_MAX} days away")))
        }
        Act::Identity { how, .. } if !HOW_CHARACTERS.contains(&how.trim().chars().count()) => {
            Err(DeskError::Invalid("`how` has 3 to 200 characters: say how you know".to_owned()))
        }
        _ => Ok(()),
    }
}

async fn carry_out(
    desk: &Desk,
    tx: &mut Tx,
    it: Conversation,
    act: Act,
    who: &Who,
) -> Result<String, DeskError> {
    let now = desk.now();
    let mut details = "{}".to_owned();
    match act {
        Act::Assign(to) => {
            details = serde_json::json!({ "to": to.as_str() }).to_string();
            assigned(tx, it, to, who, now).await?;
        }
        Act::Snooze { until, reason } => {
            details = put_aside(tx, &it, until, reason, now).await?;
        }
        Act::Wake => {
            let known = threads::handling(tx, &it.id).await?;
            let awake = Handling { snoozed_seq: None, snoozed_until: None, ..known };
            threads::set_handling(tx, &it.id, awake, now).await?;
        }
        Act::Resolve => {
            refuse_others(tx, &it, who).await?;
            let id = it.id.clone();
            talk::given_back(desk, tx, it, who).await?;
            let done = Handling { resolved_at: Some(now), ..Handling::default() };
            threads::set_handling(tx, &id, done, now).await?;
            drafts::keep(tx, &id, &who.staff, "", now).await?;
        }
        Act::Identity { confirmed, how } => {
            details = serde_json::json!({ "contact": it.contact.as_str(), "how": how.trim() }).to_string();
            if confirmed {
                contacts::trust(tx, &it.contact, now).await?;
            } else {
                contacts::doubt(tx, &it.contact, "staff found somebody else", now).await?;
                contacts::note_asked(tx, &it.contact, now).await?;
            }
        }
        Act::Read(seq) => threads::mark_read(tx, &it.id, &who.staff, seq).await?,
        Act::Unread => threads::mark_unread(tx, &it.id, &who.staff).await?,
        Act::Draft(text) => {
            refuse_others(tx, &it, who).await?;
            drafts::keep(tx, &it.id, &who.staff, &text, now).await?;
        }
    }
    Ok(details)
}

async fn assigned(
    tx: &mut Tx,
    mut it: Conversation,
    to: StaffId,
    who: &Who,
    now: Timestamp,
) -> Result<(), DeskError> {
    if it.state == ConversationState::Closed {
        return Err(DeskError::Conflict("this conversation is closed".to_owned()));
    }
    if to != who.staff && staff::by_id(tx, &to).await?.is_none() {
        return Err(DeskError::NotFound("the colleague"));
    }
    if !matches!(&it.state, ConversationState::Staff { by, .. } if *by == to) {
        it.state = ConversationState::Staff { by: to, since: now };
        it.changed_at = now;
        conversations::save(tx, &it).await?;
    }
    Ok(())
}

async fn put_aside(
    tx: &mut Tx,
    it: &Conversation,
    until: Timestamp,
    reason: Option<String>,
    now: Timestamp,
) -> Result<String, DeskError> {
    let reason = reason.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
    let cards = handovers::list_open(tx, &it.clinic).await?;
    let urgent = cards
        .iter()
        .any(|card| card.conversation == it.id && card.reason == svara_model::HandoverReason::Emergency);
    if urgent && reason.is_none() {
        let why = "`reason` is needed: an emergency is not put aside without one";
        return Err(DeskError::Invalid(why.to_owned()));
    }
    let seq = threads::last_seq(tx, &it.id).await?;
    let aside = Handling { snoozed_seq: Some(seq), snoozed_until: Some(until), resolved_at: None };
    threads::set_handling(tx, &it.id, aside, now).await?;
    Ok(serde_json::json!({ "until": until.to_string(), "reason": reason }).to_string())
}

/// Only who has a conversation writes in it or ends it; in one that nobody has, anybody may begin.
async fn refuse_others(tx: &mut Tx, it: &Conversation, who: &Who) -> Result<(), DeskError> {
    match &it.state {
        ConversationState::Staff { by, .. } if *by != who.staff => Err(talk::taken_by_other(tx, by).await?),
        _ => Ok(()),
    }
}
