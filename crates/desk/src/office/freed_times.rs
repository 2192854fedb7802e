//! Times that came free, lie ahead and nobody has yet, as staff see them on the day: who was asked and until when, and who on the
//! waiting list comes next, with why.
//!
//! Absent: asking them; that is the waiting list's own work (`waitlist`).

use super::Who;
use crate::waitlist::{fits, score};
use crate::{Desk, DeskError};
use jiff::Timestamp;
use std::cmp::Reverse;
use std::sync::Arc;
use svara_model::{Clinic, FreedTime, Patient, TimeOffer, WaitEntry, WaitlistOrder};
use svara_store::{Tx, freed, offers, patients, waitlist};

/// More times than come free in any span that is shown.
const TIMES_MAX: usize = 500;
/// The longest waiting that are looked at.
const ENTRIES_MAX: usize = 500;
/// So many candidates are shown for one time.
const CANDIDATES_SHOWN: usize = 5;

/// An open time with whom it concerns.
#[derive(Clone, Debug)]
pub struct OpenTime {
    /// The time.
    pub time: FreedTime,
    /// Who was asked, in order, with how it stands.
    pub asked: Vec<(TimeOffer, Patient)>,
    /// Who fits and was not asked, the next one first.
    pub next: Vec<Candidate>,
}

/// Somebody on the list whom a time fits.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Their wish.
    pub entry: WaitEntry,
    /// Who they are.
    pub patient: Patient,
    /// They asked for this practitioner by name.
    pub wants_practitioner: bool,
    /// They asked for such a time.
    pub wants_time: bool,
}

/// The open times that begin within a span, by their beginning.
pub async fn list(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    (from, to): (Timestamp, Timestamp),
    who: &Who,
) -> Result<Vec<OpenTime>, DeskError> {
    let (inner, desk_in) = (Arc::clone(clinic), desk.clone());
    let found = desk.store().read("times that came free", move |tx| {
        let (clinic, desk) = (Arc::clone(&inner), desk_in.clone());
        Box::pin(async move {
            let mut all: Vec<OpenTime> = Vec::new();
            let ahead = freed::ahead(tx, &clinic.id, desk.now(), TIMES_MAX).await?;
            let shown: Vec<FreedTime> =
                ahead.into_iter().filter(|it| from <= it.slot.from && it.slot.from < to).collect();
            if shown.is_empty() {
                return Ok(all);
            }
            let waiting = waitlist::waiting(tx, &clinic.id, ENTRIES_MAX).await?;
            for time in shown {
                // What came free twice and found nobody is one time.
                let same = |it: &OpenTime| it.time.slot == time.slot;
                if !all.iter().any(same) && !desk.is_taken(tx, &clinic, &time).await? {
                    all.push(with_people(tx, &clinic, time, &waiting).await?);
                }
            }
            Ok::<_, DeskError>(all)
        })
    });
    let found = found.await?;
    let seen = found.iter().flat_map(|it| {
        let asked = it.asked.iter().map(|it| it.1.id.to_string());
        asked.chain(it.next.iter().map(|it| it.patient.id.to_string()))
    });
    let mut seen: Vec<String> = seen.collect();
    seen.sort();
    seen.dedup();
    if !seen.is_empty() {
        desk.saw(&clinic.id, who, "freed_times.listed", None, seen).await?;
    }
    Ok(found)
}

async fn with_people(
    tx: &mut Tx,
    clinic: &Clinic,
    time: FreedTime,
    waiting: &[WaitEntry],
) -> Result<OpenTime, DeskError> {
    let mut asked = Vec::new();
    for offer in offers::of_freed(tx, &time.id).await? {
        if let Some(patient) = patients::by_id(tx, &offer.patient).await? {
            asked.push((offer, patient));
        }
    }
    let was_asked = |it: &&WaitEntry| asked.iter().any(|(offer, _)| offer.patient == it.patient);
    let mut fitting: Vec<&WaitEntry> =
        waiting.iter().filter(|it| fits(clinic, it, &time) && !was_asked(it)).collect();
    if clinic.waitlist.order == WaitlistOrder::BestMatch {
        fitting.sort_by_key(|it| (Reverse(score(it, &time)), it.since, it.id.clone()));
    }
    let mut next: Vec<Candidate> = Vec::new();
    for entry in fitting {
        if next.len() >= CANDIDATES_SHOWN {
            break;
        }
        // Two wishes of one patient are one person to ask.
        if next.iter().any(|it| it.entry.patient == entry.patient) {
            continue;
        }
        if let Some(patient) = patients::by_id(tx, &entry.patient).await? {
            let (wants_practitioner, wants_time) = (entry.practitioner.is_some(), !entry.windows.is_empty());
            next.push(Candidate { entry: entry.clone(), patient, wants_practitioner, wants_time });
        }
    }
    Ok(OpenTime { time, asked, next })
}
