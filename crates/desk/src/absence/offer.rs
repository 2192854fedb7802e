//! What a patient whose visit can't take place is offered: another practitioner who does it, or the same one later.
//! The preview and the message come from the same functions.

use super::ask::{TOUCHED_TEMPLATE, words};
use super::close::gaps;
use crate::dispatch::window_is_open;
use crate::times::FreeTimes;
use crate::{Desk, DeskError, letters};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use svara_dialog::wording;
use svara_language::phrases::{self, Key};
use svara_model::{
    Absence, AbsenceScope, Address, Appointment, Channel, Clinic, Contact, ConversationState, Outgoing,
    Patient, PermissionState, Purpose, Slot,
};
use svara_store::{Tx, contacts, conversations, permissions};

/// Other times are looked for so far beyond the visit.
const DAYS_AFTER: i64 = 21;

/// How a patient is reached.
#[derive(Clone, Debug)]
pub(crate) enum Reach {
    /// In the chat, where free text may go.
    Chat(Contact),
    /// By template: they last wrote more than a day ago.
    Template(Contact),
    /// Not by the desk, for this reason: call them.
    Call(&'static str),
    /// Not at all: the visit moves to another room at the same time.
    Nothing,
}

/// What one patient would get.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The visit.
    pub visit: Appointment,
    /// Whose it is.
    pub patient: Patient,
    /// `chat`, `template`, `call` or `room`.
    pub way: &'static str,
    /// Why they are to be called.
    pub why: Option<&'static str>,
    /// The words of the message; empty when none goes.
    pub text: String,
    /// The times that go with it.
    pub slots: Vec<Slot>,
    pub(super) reach: Reach,
}

impl Desk {
    /// What a patient gets; `shown` are starts offered to others before, which are offered again only for want of
    /// better ones.
    pub(crate) async fn plan_for(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        absence: &Absence,
        (visit, patient): (Appointment, Patient),
        shown: &[Timestamp],
    ) -> Result<Planned, DeskError> {
        let rehoused = matches!(absence.scope, AbsenceScope::Room(_))
            && self.other_room(tx, clinic, absence, &visit).await?.is_some();
        let reach =
            if rehoused { Reach::Nothing } else { self.reach_for(tx, clinic, &visit, &patient).await? };
        let slots = match reach {
            Reach::Chat(_) | Reach::Template(_) => {
                self.alternatives(tx, clinic, absence, &visit, shown).await?
            }
            Reach::Call(_) | Reach::Nothing => Vec::new(),
        };
        let text = match &reach {
            Reach::Chat(_) => {
                let key = if slots.is_empty() { Key::AbsentOfferNone } else { Key::AbsentOffer };
                let language = letters::language_of(clinic, &patient);
                phrases::own::render(&words(clinic, &visit, &patient, key), &language, &clinic.texts)
            }
            Reach::Template(_) => match super::ask::by_template(clinic, &visit, &patient) {
                Outgoing::Template(it) if it.name == TOUCHED_TEMPLATE => it.shown,
                _ => String::new(),
            },
            Reach::Call(_) | Reach::Nothing => String::new(),
        };
        let (way, why) = match &reach {
            Reach::Chat(_) => ("chat", None),
            Reach::Template(_) => ("template", None),
            Reach::Call(why) => ("call", Some(*why)),
            Reach::Nothing => ("room", None),
        };
        Ok(Planned { visit, patient, way, why, text, slots, reach })
    }

    /// The same time in a room that is not away, if there is one.
    pub(super) async fn other_room(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        absence: &Absence,
        visit: &Appointment,
    ) -> Result<Option<Slot>, DeskError> {
        let ask = FreeTimes { moving: Some(visit.id.clone()), ..FreeTimes::exactly(&visit.slot) };
        let found = self.may_start(tx, clinic, &ask, visit.slot.from).await?.ok();
        Ok(found.filter(|it| !absence.touches(it)))
    }

    async fn reach_for(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        visit: &Appointment,
        patient: &Patient,
    ) -> Result<Reach, DeskError> {
        let now = self.now();
        let by_phone = patient.phone.clone().map(Address::Phone);
        let contact = match (&visit.contact, by_phone) {
            (Some(id), _) => contacts::by_id(tx, id).await?,
            (None, Some(phone)) => contacts::find(tx, &clinic.id, &phone).await?,
            (None, None) => None,
        };
        let Some(contact) = contact.filter(|it| it.address().is_some()) else {
            return Ok(Reach::Call("no_contact"));
        };
        let given = permissions::current(tx, &contact.id, Channel::Whatsapp, Purpose::Appointment).await?;
        if given.is_none_or(|it| it.state != PermissionState::Given) {
            return Ok(Reach::Call("no_permission"));
        }
        let known = conversations::current_of(tx, &contact.id, Channel::Whatsapp).await?;
        let heard = known.as_ref().and_then(|it| it.last_inbound_at);
        Ok(match known.map(|it| it.state) {
            Some(ConversationState::Waiting { .. } | ConversationState::Staff { .. }) => {
                Reach::Call("talks_with_staff")
            }
            _ if window_is_open(heard, now) => Reach::Chat(contact),
            _ => Reach::Template(contact),
        })
    }

    /// Good times instead: different days first, with whoever does it, never in the absence itself.
    pub(super) async fn alternatives(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        absence: &Absence,
        visit: &Appointment,
        shown: &[Timestamp],
    ) -> Result<Vec<Slot>, DeskError> {
        let count = usize::try_from(clinic.policy.offer_count).unwrap_or(3).clamp(1, 10);
        let last = visit.slot.from + SignedDuration::from_hours(24 * DAYS_AFTER);
        let span = (self.now(), last.max(absence.to + SignedDuration::from_hours(24 * DAYS_AFTER)));
        let mut found: Vec<Slot> = Vec::new();
        let does = |it: &&svara_model::Practitioner| it.services.contains(&visit.slot.service);
        for practitioner in clinic.practitioners.iter().filter(does) {
            let away = match &absence.scope {
                AbsenceScope::Practitioner(it) => *it == practitioner.id,
                AbsenceScope::Room(_) | AbsenceScope::Clinic => true,
            };
            let taken = if away { vec![(absence.from, absence.to)] } else { Vec::new() };
            let ask = FreeTimes {
                patient: Some(visit.patient.clone()),
                service: visit.slot.service.clone(),
                practitioner: Some(practitioner.id.clone()),
                windows: gaps(span, taken),
                count: count + shown.len().min(count),
                earliest: false,
                latest: false,
                not: vec![visit.slot.from],
                moving: Some(visit.id.clone()),
                own: None,
            };
            found.extend(self.free_times(tx, clinic, &ask).await?.slots);
        }
        found.sort();
        found.dedup_by_key(|it| it.from);
        Ok(choose(found, shown, count, &letters::clinic_zone(clinic)))
    }
}

/// Fresh starts before those shown to others, different days before the same one; in order of time.
fn choose(found: Vec<Slot>, shown: &[Timestamp], count: usize, zone: &jiff::tz::TimeZone) -> Vec<Slot> {
    let mut days = BTreeSet::new();
    let mut ranked: Vec<(bool, bool, Slot)> = found
        .into_iter()
        .map(|it| {
            let again = shown.contains(&it.from);
            let same_day = !again && !days.insert(it.from.to_zoned(zone.clone()).date());
            (again, same_day, it)
        })
        .collect();
    ranked.sort();
    let mut few: Vec<Slot> = ranked.into_iter().take(count).map(|it| it.2).collect();
    few.sort();
    few
}

/// The practitioner and the time, as patients read them.
pub(super) fn when_and_with(clinic: &Clinic, visit: &Appointment, patient: &Patient) -> (String, String) {
    let language = letters::language_of(clinic, patient);
    (
        wording::day_and_time(visit.slot.from, &letters::clinic_zone(clinic), &language),
        wording::practitioner_name(clinic, &visit.slot.practitioner),
    )
}
