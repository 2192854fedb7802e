//! Who is asked about a freed time: whose wish it fits, in a fair order. Ties go to who has waited longest, so the
//! same list gives the same answer.

use super::{answer_until, hours};
use crate::times::FreeTimes;
use crate::{Desk, DeskError, letters};
use jiff::{SignedDuration, Timestamp};
use std::cmp::Reverse;
use svara_model::{
    Appointment, Channel, Clinic, Contact, Conversation, ConversationId, ConversationState, FreedTime,
    OfferState, Patient, PermissionState, Purpose, Slot, WaitEntry, WaitState, WaitlistOrder,
};
use svara_store::{Tx, appointments, contacts, conversations, offers, patients, permissions, waitlist};

/// A list longer than this has other troubles; the longest waiting are looked at.
const ENTRIES_LOOKED_AT: usize = 500;
/// What a patient was asked before: more than anybody is asked while one wish is kept.
const OFFERS_LOOKED_AT: usize = 300;

/// One who may be asked.
pub(super) struct Candidate {
    pub(super) entry: WaitEntry,
    pub(super) patient: Patient,
    pub(super) contact: Contact,
    pub(super) conversation: Conversation,
    pub(super) slot: Slot,
    pub(super) moving: Option<Appointment>,
    pub(super) until: Timestamp,
}

#[expect(clippy::large_enum_variant, reason = "a handful live for the length of a round")]
enum Verdict {
    Ask(Candidate),
    /// Not now, perhaps soon: asked about another time, asked often today, in talk with a person.
    Later,
    No,
}

impl Desk {
    /// The next to be asked, as many as there are places; and whether others might be asked later.
    pub(super) async fn choose(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        time: &FreedTime,
        places: usize,
    ) -> Result<(Vec<Candidate>, bool), DeskError> {
        let mut chosen: Vec<Candidate> = Vec::new();
        let mut later = false;
        if answer_until(clinic, time, self.now()).is_none() {
            return Ok((chosen, later));
        }
        let mut entries = waitlist::waiting(tx, &clinic.id, ENTRIES_LOOKED_AT).await?;
        entries.retain(|it| fits(clinic, it, time));
        if clinic.waitlist.order == WaitlistOrder::BestMatch {
            entries.sort_by_key(|it| (Reverse(score(it, time)), it.since, it.id.clone()));
        }
        for entry in entries {
            if chosen.len() >= places {
                break;
            }
            // Two wishes of one patient are one person to ask.
            if chosen.iter().any(|it| it.entry.patient == entry.patient) {
                continue;
            }
            match self.consider(tx, clinic, time, entry).await? {
                Verdict::Ask(candidate) => chosen.push(candidate),
                Verdict::Later => later = true,
                Verdict::No => {}
            }
        }
        Ok((chosen, later))
    }

    async fn consider(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        time: &FreedTime,
        entry: WaitEntry,
    ) -> Result<Verdict, DeskError> {
        let now = self.now();
        let coming = appointments::coming_of(tx, std::slice::from_ref(&entry.patient), now).await?;
        if self.is_over(&entry, &coming, clinic) {
            return self.end_wish(tx, clinic, &entry).await;
        }
        let moving = moving(&entry, &coming);
        let Some(slot) = self.offered(tx, clinic, time, &entry, moving.as_ref()).await? else {
            return Ok(Verdict::No);
        };
        let sooner = moving.as_ref().is_none_or(|it| slot.from < it.slot.from);
        let elsewhere = coming.iter().filter(|it| moving.as_ref().is_none_or(|moving| moving.id != it.id));
        let clashes = elsewhere.into_iter().any(|it| it.slot.from < slot.to && slot.from < it.slot.to);
        if !sooner || clashes {
            return Ok(Verdict::No);
        }
        let history = offers::of_patient(tx, &entry.patient, OFFERS_LOOKED_AT).await?;
        let same = |it: &Slot| it.from == slot.from && it.practitioner == slot.practitioner;
        if history.iter().any(|it| same(&it.slot)) {
            return Ok(Verdict::No);
        }
        let today = hours::day_start(clinic, now);
        let asked = history.iter().filter(|it| it.offered_at >= today).count();
        let often = asked >= usize::try_from(clinic.waitlist.offers_per_day).unwrap_or(usize::MAX);
        if often || history.iter().any(|it| it.state == OfferState::Standing) {
            return Ok(Verdict::Later);
        }
        self.write_where(tx, clinic, time, entry, slot, moving).await
    }

    /// Whether and where they can be written to.
    async fn write_where(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        time: &FreedTime,
        entry: WaitEntry,
        slot: Slot,
        moving: Option<Appointment>,
    ) -> Result<Verdict, DeskError> {
        let now = self.now();
        let Some(until) = answer_until(clinic, time, now) else { return Ok(Verdict::No) };
        let Some(patient) = patients::by_id(tx, &entry.patient).await? else { return Ok(Verdict::No) };
        let Some(contact) = contacts::by_id(tx, &entry.contact).await? else { return Ok(Verdict::No) };
        let given = permissions::current(tx, &contact.id, Channel::Whatsapp, Purpose::Appointment).await?;
        if contact.address().is_none() || given.is_none_or(|it| it.state != PermissionState::Given) {
            return Ok(Verdict::No);
        }
        let language = letters::language_of(clinic, &patient);
        let new = self.ids.make(ConversationId::new, now);
        let channel = Channel::Whatsapp;
        let conversation =
            conversations::open_for(tx, &clinic.id, &contact.id, channel, &language, new, now).await?;
        if matches!(conversation.state, ConversationState::Waiting { .. } | ConversationState::Staff { .. }) {
            return Ok(Verdict::Later);
        }
        Ok(Verdict::Ask(Candidate { entry, patient, contact, conversation, slot, moving, until }))
    }

    /// The freed time as this patient would have it, by the rules that will book it.
    async fn offered(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        time: &FreedTime,
        entry: &WaitEntry,
        moving: Option<&Appointment>,
    ) -> Result<Option<Slot>, DeskError> {
        let wanted = Slot { service: entry.service.clone(), ..time.slot.clone() };
        let ask = FreeTimes { moving: moving.map(|it| it.id.clone()), ..FreeTimes::exactly(&wanted) };
        Ok(self.may_start(tx, clinic, &ask, time.slot.from).await?.ok())
    }

    /// Its days are over, or the visit that it would move is.
    fn is_over(&self, entry: &WaitEntry, coming: &[Appointment], clinic: &Clinic) -> bool {
        let now = self.now();
        let kept = SignedDuration::from_hours(24 * i64::from(clinic.waitlist.keep_days));
        let named = entry.appointment.as_ref();
        let gone = named.is_some_and(|id| coming.iter().all(|it| it.id != *id));
        let past = !entry.windows.is_empty() && entry.windows.iter().all(|it| it.1 <= now);
        gone || past || now >= entry.changed_at + kept
    }

    async fn end_wish(&self, tx: &mut Tx, clinic: &Clinic, entry: &WaitEntry) -> Result<Verdict, DeskError> {
        if waitlist::end(tx, &entry.id, WaitState::Ended, self.now()).await? {
            let details = serde_json::json!({ "entry": entry.id }).to_string();
            self.waitlist_event(tx, clinic, "desk", "waitlist.ended", Some(&entry.patient), &details).await?;
        }
        Ok(Verdict::No)
    }
}

/// What can be seen without asking the store again.
/// Whether a time is one that somebody waits for.
pub(crate) fn fits(clinic: &Clinic, entry: &WaitEntry, time: &FreedTime) -> bool {
    let slot = &time.slot;
    let does = clinic.practitioner(&slot.practitioner).is_some_and(|it| it.services.contains(&entry.service));
    let wanted = entry.practitioner.as_ref().is_none_or(|it| *it == slot.practitioner);
    let then =
        entry.windows.is_empty() || entry.windows.iter().any(|it| it.0 <= slot.from && slot.from < it.1);
    // Whoever gave the time up doesn't want it back.
    does && wanted && then && time.patient.as_ref() != Some(&entry.patient)
}

/// How well a time fits: a practitioner or days asked for by name count most, the same kind of visit after that.
pub(crate) fn score(entry: &WaitEntry, time: &FreedTime) -> u32 {
    2 * u32::from(entry.practitioner.is_some())
        + 2 * u32::from(!entry.windows.is_empty())
        + u32::from(entry.service == time.slot.service)
}

/// The visit that would move: the one named, else the next of the same kind.
pub(super) fn moving(entry: &WaitEntry, coming: &[Appointment]) -> Option<Appointment> {
    let named = entry.appointment.as_ref().and_then(|id| coming.iter().find(|it| it.id == *id));
    named.or_else(|| coming.iter().find(|it| it.slot.service == entry.service)).cloned()
}
