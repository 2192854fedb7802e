//! Playing stored turns again: the same events under the rules of their day must give the same effects.
//!
//! Each night all turns that are kept are played again; how many, and how many departed, is a figure for the
//! metrics. Absent: what a step decides (`svara-dialog`).

use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use svara_dialog::record::{self, Difference, Record, Transition};
use svara_model::{Clinic, ClinicId, ConversationId};
use svara_store::{settings, turns};

/// Turns are kept so long: thirty days to learn from, and a few to look back on that.
pub(crate) const TURNS_DAYS: i64 = 35;
/// Turns read in one go.
const PAGE: usize = 200;
/// Departures told in full; of more there is no use.
const TOLD_MAX: usize = 20;
/// One run takes at most so many turns: a clinic of fifty thousand messages a month and some.
const TURNS_MAX: usize = 200_000;
/// The last nightly run is told under this name.
const SETTING: &str = "replay.last";
/// The hours of the night, by UTC, in which the desk has time.
const NIGHT_HOURS: std::ops::Range<i8> = 0..4;
/// A run is due again after so many hours.
const EVERY_HOURS: i64 = 20;

/// What came of playing turns again.
#[derive(Clone, Debug, Default)]
pub struct Replayed {
    /// How many were played.
    pub turns: usize,
    /// How many could not be: their rules or their words are gone.
    pub lost: usize,
    /// How many departed.
    pub departed: usize,
    /// The first of those.
    pub first: Vec<Departure>,
}

/// A turn that went another way when it was played again.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Of which conversation.
    pub conversation: ConversationId,
    /// Which turn.
    pub seq: i64,
    /// When it was.
    pub at: Timestamp,
    /// Where it departs.
    pub difference: Difference,
}

/// The last nightly run, for the metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastReplay {
    /// When.
    pub at: Timestamp,
    /// Turns played.
    pub turns: usize,
    /// Turns that departed.
    pub departed: usize,
}

impl Desk {
    /// Plays one conversation again.
    pub async fn replay_conversation(&self, id: &ConversationId) -> Result<Replayed, DeskError> {
        let id = id.clone();
        let found = self.store.read("turns of a conversation", move |tx| {
            let id = id.clone();
            Box::pin(async move { turns::of_conversation(tx, &id, TURNS_MAX).await.map_err(DeskError::from) })
        });
        let mut replayed = Replayed::default();
        self.play_again(&found.await?, &mut HashMap::new(), &mut replayed).await?;
        Ok(replayed)
    }

    /// Plays all turns of a clinic again that were since a moment.
    pub async fn replay_since(&self, clinic: &ClinicId, since: Timestamp) -> Result<Replayed, DeskError> {
        let mut replayed = Replayed::default();
        let mut rules = HashMap::new();
        let mut after = (since, None);
        while replayed.turns + replayed.lost < TURNS_MAX {
            let page = self.page_of_turns(clinic, after).await?;
            let Some(last) = page.last() else { break };
            after = (last.at, Some((last.conversation.clone(), last.seq)));
            self.play_again(&page, &mut rules, &mut replayed).await?;
        }
        Ok(replayed)
    }

    /// Every place and event that the clinic's turns went through.
    pub async fn transitions(&self, clinic: &ClinicId) -> Result<Vec<Transition>, DeskError> {
        let (mut all, mut rules) = (Vec::new(), HashMap::new());
        let mut after = (Timestamp::UNIX_EPOCH, None);
        loop {
            let page = self.page_of_turns(clinic, after).await?;
            let Some(last) = page.last() else { return Ok(all) };
            after = (last.at, Some((last.conversation.clone(), last.seq)));
            for turn in &page {
                if let Some((record, clinic)) = self.record_of_turn(turn, &mut rules).await? {
                    all.extend(record::transitions(&record, &clinic));
                }
            }
        }
    }

    pub(crate) async fn page_of_turns(
        &self,
        clinic: &ClinicId,
        after: (Timestamp, Option<(ConversationId, i64)>),
    ) -> Result<Vec<turns::Turn>, DeskError> {
        let clinic = clinic.clone();
        self.store
            .read("turns", move |tx| {
                let (clinic, after) = (clinic.clone(), after.clone());
                Box::pin(async move { turns::since(tx, &clinic, after, PAGE).await.map_err(DeskError::from) })
            })
            .await
    }

    async fn play_again(
        &self,
        page: &[turns::Turn],
        rules: &mut HashMap<String, Option<Arc<Clinic>>>,
        replayed: &mut Replayed,
    ) -> Result<(), DeskError> {
        for turn in page {
            let Some((record, clinic)) = self.record_of_turn(turn, rules).await? else {
                replayed.lost += 1;
                continue;
            };
            replayed.turns += 1;
            let Some(difference) = record::replay(&record, &clinic) else { continue };
            replayed.departed += 1;
            if replayed.first.len() < TOLD_MAX {
                let (conversation, seq, at) = (turn.conversation.clone(), turn.seq, turn.at);
                replayed.first.push(Departure { conversation, seq, at, difference });
            }
        }
        Ok(())
    }

    /// A turn's record with the rules of its day; none when one of them can't be read any more.
    pub(crate) async fn record_of_turn(
        &self,
        turn: &turns::Turn,
        rules: &mut HashMap<String, Option<Arc<Clinic>>>,
    ) -> Result<Option<(Record, Arc<Clinic>)>, DeskError> {
        let Ok(record) = serde_json::from_str::<Record>(&turn.record) else { return Ok(None) };
        if !rules.contains_key(&record.clinic) {
            let print = record.clinic.clone();
            let found = self.store.read("rules of a day", move |tx| {
                let print = print.clone();
                Box::pin(async move { turns::version(tx, &print).await.map_err(DeskError::from) })
            });
            rules.insert(record.clinic.clone(), found.await?.map(Arc::new));
        }
        Ok(rules[&record.clinic].clone().map(|clinic| (record, clinic)))
    }

    /// Plays everything again once a night, and notes what came of it.
    pub(crate) async fn replay_nightly(&self) -> Result<(), DeskError> {
        let now = self.now();
        let night = NIGHT_HOURS.contains(&now.to_zoned(jiff::tz::TimeZone::UTC).hour());
        let fresh = self
            .last_replay()
            .await?
            .is_some_and(|it| now.duration_since(it.at) < SignedDuration::from_hours(EVERY_HOURS));
        if !night || fresh {
            return Ok(());
        }
        let mut last = LastReplay { at: now, turns: 0, departed: 0 };
        for clinic in self.clinics() {
            let since = now - SignedDuration::from_hours(24 * TURNS_DAYS);
            let replayed = self.replay_since(&clinic.id, since).await?;
            last.turns += replayed.turns;
            last.departed += replayed.departed;
            for it in &replayed.first {
                tracing::warn!(conversation = %it.conversation, turn = it.seq, at = it.difference.at,
                    "a stored turn is decided differently today");
            }
        }
        let told = serde_json::to_string(&last).expect("figures are plain data");
        self.store
            .write("note the replay", move |tx| {
                let told = told.clone();
                Box::pin(async move { settings::set(tx, SETTING, &told).await.map_err(DeskError::from) })
            })
            .await
    }

    /// What the last nightly run found; none before the first.
    pub async fn last_replay(&self) -> Result<Option<LastReplay>, DeskError> {
        self.store
            .read("the last replay", |tx| {
                Box::pin(async move {
                    let kept = settings::get(tx, SETTING).await?;
                    Ok::<_, DeskError>(kept.and_then(|it| serde_json::from_str(&it).ok()))
                })
            })
            .await
    }
}
