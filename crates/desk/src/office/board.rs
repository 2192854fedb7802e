//! The inbox as a list: which conversations need a person, whose they are, which wait for the patient. Absent: their
//! lines (`conversations.rs`) and what is done with them (`handling.rs`).

use super::Who;
use super::conversations::window_until;
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use svara_model::{
    Clinic, ConversationId, ConversationState, Direction, HandoverReason, PractitionerId, StaffId,
};
use svara_store::shelves::{self, Shelf, ShelfRow};
use svara_store::{Tx, appointments, staff};

/// More that need a person than this is no list any more, it is a bad day; the oldest wait is shown first.
const WITH_STAFF_MAX: usize = 500;
/// A failed message is somebody's business for so long.
const FAILED_DAYS: i64 = 14;
/// Within so many minutes the clinic means to answer whoever waits for a person.
pub const ANSWER_WITHIN_MINUTES: i64 = 120;

/// Which part of the inbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum View {
    /// Somebody has to do something.
    #[default]
    Needs,
    /// Taken by who asks.
    Mine,
    /// Waiting, and nobody has it.
    Unassigned,
    /// Signs of an emergency.
    Urgent,
    /// A message did not arrive.
    Failed,
    /// Answered; the patient is to say something.
    Patient,
    /// The assistant answers.
    Assistant,
    /// Put aside until later.
    Snoozed,
    /// Everything, the newest first.
    All,
}

impl View {
    /// Each of them, in the order staff see them described.
    pub const ALL: [Self; 9] = [
        Self::Needs,
        Self::Mine,
        Self::Unassigned,
        Self::Urgent,
        Self::Failed,
        Self::Patient,
        Self::Assistant,
        Self::Snoozed,
        Self::All,
    ];
}

/// How many stand in the parts that are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Somebody has to do something.
    pub needs: usize,
    /// Taken by who asks.
    pub mine: usize,
    /// Waiting, and nobody has it.
    pub unassigned: usize,
    /// Signs of an emergency.
    pub urgent: usize,
    /// A message did not arrive.
    pub failed: usize,
    /// The patient is to say something.
    pub patient: usize,
    /// Put aside.
    pub snoozed: usize,
}

/// A conversation in the list.
#[derive(Clone, Debug)]
pub struct Card {
    /// As stored.
    pub row: ShelfRow,
    /// Who has it.
    pub taken_by: Option<(StaffId, String)>,
    /// Who wrote the last line: a colleague's name.
    pub last_by: Option<String>,
    /// Until when free words may be sent.
    pub window_until: Option<Timestamp>,
    /// Since when somebody waits for a person.
    pub waits_since: Option<Timestamp>,
    /// By when the clinic means to answer.
    pub answer_by: Option<Timestamp>,
    /// Put aside, and the moment has not come.
    pub snoozed: bool,
}

/// A page of the inbox.
#[derive(Clone, Debug)]
pub struct Board {
    /// The conversations.
    pub cards: Vec<Card>,
    /// There are more.
    pub more: bool,
    /// How many stand in each part.
    pub counts: Counts,
}

/// A page of a part of the inbox. What needs somebody comes whole: emergencies first, then the longest wait.
pub async fn list(
    desk: &Desk,
    clinic: &Clinic,
    view: View,
    before: Option<(Timestamp, ConversationId)>,
    limit: usize,
    who: &Who,
) -> Result<Board, DeskError> {
    let (id, me, now, only) = (clinic.id.clone(), who.staff.clone(), desk.now(), who.only.clone());
    let since = now - SignedDuration::from_hours(24 * FAILED_DAYS);
    let found = desk.store().read("the inbox", move |tx| {
        let (id, me, before, only) = (id.clone(), me.clone(), before.clone(), only.clone());
        Box::pin(async move {
            let names: HashMap<StaffId, String> =
                staff::all(tx).await?.into_iter().map(|it| (it.id, it.name)).collect();
            let card = |row| card(row, &names, now);
            let open = shelves::list(tx, &id, &me, Shelf::Staff, None, WITH_STAFF_MAX).await?;
            let open = own(tx, open, only.as_ref()).await?;
            let open: Vec<Card> = open.into_iter().map(card).collect();
            let failed = shelves::list(tx, &id, &me, Shelf::FailedSince(since), None, WITH_STAFF_MAX).await?;
            let failed = own(tx, failed, only.as_ref()).await?;
            let counts = Counts { failed: failed.len(), ..counts(&open, &me) };
            let (cards, more) = match view {
                View::Failed => (failed.into_iter().map(card).collect(), false),
                View::Assistant | View::All => {
                    let shelf = if view == View::All { Shelf::All } else { Shelf::Assistant };
                    let mut rows = shelves::list(tx, &id, &me, shelf, before, limit + 1).await?;
                    let more = rows.len() > limit;
                    rows.truncate(limit);
                    let rows = own(tx, rows, only.as_ref()).await?;
                    (rows.into_iter().map(card).collect(), more)
                }
                _ => (open.into_iter().filter(|it| belongs(it, view, &me)).collect(), false),
            };
            Ok::<_, DeskError>(Board { cards: in_order(cards, view), more, counts })
        })
    });
    let board = found.await?;
    let seen = board.cards.iter().map(|it| it.row.conversation.contact.to_string()).collect();
    desk.saw(&clinic.id, who, "conversations.listed", None, seen).await?;
    Ok(board)
}

/// Whoever is held to their own patients sees no other row.
async fn own(
    tx: &mut Tx,
    rows: Vec<ShelfRow>,
    only: Option<&PractitionerId>,
) -> Result<Vec<ShelfRow>, DeskError> {
    let Some(own) = only else { return Ok(rows) };
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        if appointments::contact_comes_to(tx, &row.conversation.contact, own).await? {
            kept.push(row);
        }
    }
    Ok(kept)
}

fn card(row: ShelfRow, names: &HashMap<StaffId, String>, now: Timestamp) -> Card {
    let name = |id: &StaffId| names.get(id).cloned().unwrap_or_else(|| "API".to_owned());
    let taken_by = match &row.conversation.state {
        ConversationState::Staff { by, .. } => Some((by.clone(), name(by))),
        _ => None,
    };
    let waits_since = waits_since(&row);
    let wrote_last = row.last.as_ref().is_some_and(|it| it.direction == Direction::In);
    let woken = wrote_last && row.handling.snoozed_seq.is_some_and(|seq| row.last_seq > seq);
    Card {
        last_by: row.last.as_ref().and_then(|it| it.by.as_ref()).map(name),
        window_until: window_until(row.conversation.last_inbound_at),
        answer_by: waits_since.map(|it| it + SignedDuration::from_mins(ANSWER_WITHIN_MINUTES)),
        snoozed: row.handling.snoozed_until.is_some_and(|until| until > now) && !woken,
        taken_by,
        waits_since,
        row,
    }
}

/// A card that is open, or a patient who wrote last to whoever has the conversation.
fn waits_since(row: &ShelfRow) -> Option<Timestamp> {
    let wrote_last = row.last.as_ref().filter(|it| it.direction == Direction::In).map(|it| it.at);
    match &row.conversation.state {
        ConversationState::Waiting { since, .. } => Some(row.card.map_or(*since, |it| it.1)),
        ConversationState::Staff { .. } => wrote_last,
        ConversationState::Bot => row.card.map(|it| it.1),
        ConversationState::Closed => None,
    }
}

fn belongs(it: &Card, view: View, me: &StaffId) -> bool {
    let mine = it.taken_by.as_ref().is_some_and(|(id, _)| id == me);
    let needs = it.waits_since.is_some();
    match view {
        View::Snoozed => it.snoozed,
        View::Urgent => is_urgent(it),
        View::Mine => mine && !it.snoozed,
        View::Needs => needs && !it.snoozed,
        View::Unassigned => needs && it.taken_by.is_none() && !it.snoozed,
        View::Patient => it.taken_by.is_some() && !needs && !it.snoozed,
        View::Failed | View::Assistant | View::All => true,
    }
}

fn is_urgent(it: &Card) -> bool {
    it.row.card.is_some_and(|(reason, _)| reason == HandoverReason::Emergency)
}

fn counts(open: &[Card], me: &StaffId) -> Counts {
    let count = |view| open.iter().filter(|it| belongs(it, view, me)).count();
    Counts {
        needs: count(View::Needs),
        mine: count(View::Mine),
        unassigned: count(View::Unassigned),
        urgent: count(View::Urgent),
        failed: 0,
        patient: count(View::Patient),
        snoozed: count(View::Snoozed),
    }
}

fn in_order(mut cards: Vec<Card>, view: View) -> Vec<Card> {
    if matches!(view, View::Needs | View::Mine | View::Unassigned | View::Urgent) {
        let wait = |it: &Card| it.waits_since.unwrap_or(Timestamp::MAX);
        cards.sort_by_key(|it| (!is_urgent(it), wait(it), it.row.conversation.id.clone()));
    }
    cards
}
