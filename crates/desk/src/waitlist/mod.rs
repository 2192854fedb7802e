//! The waiting list at work: a time that came free is offered to those who wait, a few at a time, until somebody
//! takes it, nobody is left to ask, or its start is too near.
//!
//! One function takes every step, [`Desk::tend`]: it looks how things stand and does what is next, so it may run
//! late, twice, or after a crash. Absent: what makes a time free (`freed.rs`), and the patient's side of the talk
//! (`svara-dialog`).

mod answer;
mod ask;
mod choose;
pub(crate) mod hours;
mod join;

use crate::freed::Freed;
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use svara_model::{
    Clinic, DeliveryStatus, EventId, FreedState, FreedTime, FreedTimeId, JobId, OfferState, PatientId,
    TimeOffer,
};
use svara_store::{BookingError, BusyKind, Tx, appointments, events, freed, jobs, messages, offers};

pub(crate) use ask::offer_templates;
pub(crate) use choose::{fits, score};

pub(crate) const TEND: &str = "waitlist.tend";
/// So long after an offer the desk looks whether its message could be sent at all.
const LOOK_AFTER_MINUTES: i64 = 1;
/// Shorter than this is no time to answer in.
const ANSWER_MINUTES_MIN: i64 = 5;

#[derive(Serialize, Deserialize)]
struct Tending {
    freed: FreedTimeId,
}

impl Desk {
    /// Takes a freed time onto the list's books and plans its first round, in the transaction that freed it.
    pub(crate) async fn offer_on(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        gave_up: &Freed,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let new = FreedTime {
            id: self.ids.make(FreedTimeId::new, now),
            clinic: clinic.id.clone(),
            slot: gave_up.slot.clone(),
            patient: gave_up.patient.clone(),
            because: gave_up.because.as_str().to_owned(),
            freed_at: now,
            state: FreedState::Open,
            filled_by: None,
            ended_at: None,
        };
        let id = freed::note(tx, &new).await?;
        self.plan_tending(tx, &id, gave_up.asked_from, new.id.as_str()).await
    }

    /// Plans the next round; once for each cause and moment.
    async fn plan_tending(
        &self,
        tx: &mut Tx,
        id: &FreedTimeId,
        due: Timestamp,
        cause: &str,
    ) -> Result<(), DeskError> {
        let payload = serde_json::to_string(&Tending { freed: id.clone() }).expect("ids are plain data");
        let dedupe = format!("waitlist:{id}:{cause}:{}", due.as_microsecond());
        let job = self.ids.make(JobId::new, self.now());
        jobs::add(tx, job, TEND, &dedupe, due, &payload, self.now()).await?;
        Ok(())
    }

    /// One round for a freed time.
    pub(crate) async fn tend(&self, tx: &mut Tx, payload: &str) -> Result<(), DeskError> {
        let job: Tending = serde_json::from_str(payload)
            .map_err(|it| DeskError::Unreadable { what: "a freed time's round", why: it.to_string() })?;
        let found = freed::lock(tx, &job.freed).await?.filter(|it| it.state == FreedState::Open);
        let Some(time) = found else { return Ok(()) };
        let Some(clinic) = self.clinic(&time.clinic) else { return Ok(()) };
        let now = self.now();
        // Nobody books here while we look; our own hold stands in nobody's way.
        appointments::lock(tx, &clinic.id, &time.slot.practitioner).await?;
        freed::let_go(tx, &time.id).await?;
        let mut standing = self.settle_overdue(tx, &clinic, &time).await?;
        if self.is_taken(tx, &clinic, &time).await? {
            for offer in &standing {
                offers::settle(tx, &offer.id, OfferState::Standing, OfferState::Gone, now).await?;
            }
            return Ok(freed::end(tx, &time.id, FreedState::Taken, None, now).await?);
        }
        let quiet = hours::quiet_until(&clinic, now);
        let (mut asked, mut later) = (false, false);
        if quiet.is_none() {
            let places = places(&clinic, &time, now).saturating_sub(standing.len());
            let (chosen, blocked) = self.choose(tx, &clinic, &time, places).await?;
            later = blocked;
            for candidate in chosen {
                let offer = self.ask(tx, &clinic, &time, candidate).await?;
                asked |= offer.is_some();
                standing.extend(offer);
            }
        }
        if standing.is_empty() {
            let answer = SignedDuration::from_mins(i64::from(clinic.waitlist.answer_minutes));
            let next = quiet.or(later.then(|| now + answer));
            return self.wait_or_end(tx, &clinic, &time, next).await;
        }
        self.keep_for(tx, &clinic, &time, &standing).await?;
        let first = standing.iter().map(|it| it.until).min().unwrap_or(now);
        let look = asked.then(|| now + SignedDuration::from_mins(LOOK_AFTER_MINUTES));
        self.plan_tending(tx, &time.id, look.unwrap_or(first).min(first), "next").await
    }

    /// Offers whose time is over, or whose message could not be sent, are settled; the others still stand.
    async fn settle_overdue(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        time: &FreedTime,
    ) -> Result<Vec<TimeOffer>, DeskError> {
        let now = self.now();
        let mut standing = Vec::new();
        let all = offers::of_freed(tx, &time.id).await?;
        for offer in all.into_iter().filter(|it| it.state == OfferState::Standing) {
            let sent = messages::status_of(tx, &offer.message).await?;
            if matches!(sent, Some(DeliveryStatus::Dropped | DeliveryStatus::Failed)) {
                offers::settle(tx, &offer.id, OfferState::Standing, OfferState::Unreached, now).await?;
                self.note_offer(tx, clinic, "waitlist.unreached", &offer).await?;
            } else if offer.until <= now {
                offers::settle(tx, &offer.id, OfferState::Standing, OfferState::Lapsed, now).await?;
                self.say_lapsed(tx, clinic, &offer).await?;
                self.note_offer(tx, clinic, "waitlist.lapsed", &offer).await?;
            } else {
                standing.push(offer);
            }
        }
        Ok(standing)
    }

    /// Whether somebody booked the time in the ordinary way.
    pub(crate) async fn is_taken(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        time: &FreedTime,
    ) -> Result<bool, DeskError> {
        let slot = &time.slot;
        if clinic.service(&slot.service).is_some_and(|it| it.capacity > 1) {
            // A group's other seats say nothing about the one that came free.
            return Ok(false);
        }
        let busy = appointments::busy(tx, &clinic.id, slot.from, slot.to, self.now()).await?;
        Ok(busy.iter().any(|it| {
            it.kind == BusyKind::Appointment
                && it.resource == slot.practitioner.as_str()
                && it.from < slot.to
                && slot.from < it.to
        }))
    }

    /// The hold that all share who are asked; it ends with the last of them.
    async fn keep_for(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        time: &FreedTime,
        standing: &[TimeOffer],
    ) -> Result<(), DeskError> {
        let mut slots = standing.iter().map(|it| &it.slot);
        let Some(mut kept) = slots.next().cloned() else { return Ok(()) };
        for slot in slots {
            kept.to = kept.to.max(slot.to);
            kept.rooms.extend(slot.rooms.iter().cloned());
        }
        kept.rooms.sort();
        kept.rooms.dedup();
        let until = standing.iter().map(|it| it.until).max().unwrap_or(time.freed_at);
        match freed::keep(tx, &time.id, &clinic.id, &kept, until, self.now()).await {
            // What can't be kept is noticed when it is booked, and answered there.
            Ok(()) | Err(BookingError::Taken | BookingError::Changed | BookingError::PatientBusy) => Ok(()),
            Err(BookingError::Store(error)) => Err(error.into()),
        }
    }

    /// Nobody is asked at present: again later, if that still helps anybody.
    async fn wait_or_end(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        time: &FreedTime,
        next: Option<Timestamp>,
    ) -> Result<(), DeskError> {
        let now = self.now();
        if let Some(at) = next.filter(|it| answer_until(clinic, time, *it).is_some()) {
            return self.plan_tending(tx, &time.id, at, "again").await;
        }
        freed::end(tx, &time.id, FreedState::Unfilled, None, now).await?;
        // A time that nobody could be asked about at these hours is not dropped without a word.
        let why = if next.is_some() { "too_near" } else { "nobody_left" };
        let asked = offers::of_freed(tx, &time.id).await?.len();
        if asked > 0 || next.is_some() {
            let details = json!({ "freed": time.id, "from": time.slot.from, "why": why, "asked": asked });
            self.waitlist_event(tx, clinic, "desk", "waitlist.unfilled", None, &details.to_string()).await?;
        }
        Ok(())
    }

    async fn note_offer(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        kind: &str,
        offer: &TimeOffer,
    ) -> Result<(), DeskError> {
        let details = json!({ "offer": offer.id, "freed": offer.freed, "from": offer.slot.from });
        let actor = if matches!(kind, "waitlist.taken" | "waitlist.declined") { "patient" } else { "desk" };
        self.waitlist_event(tx, clinic, actor, kind, Some(&offer.patient), &details.to_string()).await
    }

    /// One line in the audit chain.
    pub(crate) async fn waitlist_event(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        actor: &str,
        kind: &str,
        patient: Option<&PatientId>,
        details: &str,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let id = self.ids.make(EventId::new, now);
        events::append(tx, id, &clinic.id, now, actor, kind, patient.map(PatientId::as_str), details).await?;
        Ok(())
    }
}

/// How many may be asked at once: more when the start is near.
fn places(clinic: &Clinic, time: &FreedTime, now: Timestamp) -> usize {
    let rules = &clinic.waitlist;
    let near = time.slot.from.duration_since(now) < SignedDuration::from_hours(i64::from(rules.late_hours));
    let places = if near { rules.at_a_time_late.max(rules.at_a_time) } else { rules.at_a_time };
    usize::try_from(places).unwrap_or(1)
}

/// Until when somebody asked at `at` may answer; none: it is too near then.
fn answer_until(clinic: &Clinic, time: &FreedTime, at: Timestamp) -> Option<Timestamp> {
    let rules = &clinic.waitlist;
    let minutes = |it: u32| SignedDuration::from_mins(i64::from(it));
    // Whoever says yes books by the same rules as everybody else: the notice must still hold then.
    let notice = clinic.service(&time.slot.service).and_then(|it| it.notice_minutes);
    let stop = rules.stop_minutes.max(notice.unwrap_or(clinic.policy.notice_minutes));
    let until = (at + minutes(rules.answer_minutes)).min(time.slot.from - minutes(stop));
    let enough = until.duration_since(at) >= SignedDuration::from_mins(ANSWER_MINUTES_MIN);
    enough.then_some(until)
}
