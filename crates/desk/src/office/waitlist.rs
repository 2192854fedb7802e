//! The waiting list as staff see it: who stands on it, put on and taken off by hand, and what it brings.

use super::Who;
use super::bookings::{contact_of, patient_of};
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use svara_model::{
    Clinic, FreedState, FreedTime, Patient, PhoneNumber, PractitionerId, ServiceId, WaitEntry, WaitId,
    WaitState,
};
use svara_store::{appointments, freed, patients, waitlist};

/// The longest waiting that one list shows.
const ENTRIES_SHOWN: usize = 500;
/// The freed times that one set of figures counts.
const FREED_COUNTED: usize = 10_000;

/// A wish to put on the list.
#[derive(Clone, Debug)]
pub struct NewWish {
    /// Whose number.
    pub phone: PhoneNumber,
    /// Whose visit, where several share the number.
    pub name: Option<String>,
    /// For what.
    pub service: ServiceId,
    /// With whom, if it matters.
    pub practitioner: Option<PractitionerId>,
    /// When it may start; empty: any time.
    pub windows: Vec<(Timestamp, Timestamp)>,
}

/// The standing wishes, the longest waiting first, each with its patient.
pub async fn list(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    who: &Who,
) -> Result<Vec<(WaitEntry, Patient)>, DeskError> {
    let id = clinic.id.clone();
    let found = desk.store().read("list the waiting", move |tx| {
        let id = id.clone();
        Box::pin(async move {
            let mut all = Vec::new();
            for entry in waitlist::waiting(tx, &id, ENTRIES_SHOWN).await? {
                if let Some(patient) = patients::by_id(tx, &entry.patient).await? {
                    all.push((entry, patient));
                }
            }
            Ok::<_, DeskError>(all)
        })
    });
    let found = found.await?;
    let seen = found.iter().map(|it| it.1.id.to_string()).collect();
    desk.saw(&clinic.id, who, "waitlist.listed", None, seen).await?;
    Ok(found)
}

/// Puts somebody on the list; their next visit of that kind is what would move.
pub async fn add(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    wish: NewWish,
    who: &Who,
) -> Result<(WaitEntry, Patient), DeskError> {
    if clinic.service(&wish.service).is_none() {
        return Err(DeskError::NotFound("the service"));
    }
    if let Some(id) = &wish.practitioner {
        let person = clinic.practitioner(id).ok_or(DeskError::NotFound("the practitioner"))?;
        if !person.services.contains(&wish.service) {
            return Err(DeskError::Invalid(format!("{id} does not offer {}", wish.service)));
        }
    }
    if wish.windows.iter().any(|it| it.1 <= it.0) {
        return Err(DeskError::Invalid(
            "`to` lies after `from`: write an end after the beginning".to_owned(),
        ));
    }
    let (inner, clinic, who) = (desk.clone(), Arc::clone(clinic), who.clone());
    desk.store()
        .write("put on the waiting list", move |tx| {
            let (desk, clinic, who) = (inner.clone(), Arc::clone(&clinic), who.clone());
            let wish = wish.clone();
            Box::pin(async move {
                let now = desk.now();
                let contact = contact_of(&desk, tx, &clinic, &wish.phone).await?;
                let patient = patient_of(&desk, tx, &clinic, &contact, &wish.phone, wish.name).await?;
                let coming = appointments::coming_of(tx, std::slice::from_ref(&patient.id), now).await?;
                let standing = coming.into_iter().find(|it| it.slot.service == wish.service);
                let entry = WaitEntry {
                    id: desk.ids.make(WaitId::new, now),
                    clinic: clinic.id.clone(),
                    patient: patient.id.clone(),
                    contact: contact.id,
                    service: wish.service,
                    practitioner: wish.practitioner,
                    windows: wish.windows,
                    appointment: standing.map(|it| it.id),
                    state: WaitState::Waiting,
                    // Whoever comes in the same moment still comes after.
                    since: desk.ids.arrival(now),
                    changed_at: now,
                };
                let (entry, _) = desk.join_waitlist(tx, &clinic, entry, &who.actor).await?;
                Ok((entry, patient))
            })
        })
        .await
}

/// Takes a wish off the list. "Not known here" when it does not stand there.
pub async fn remove(desk: &Desk, clinic: &Arc<Clinic>, id: &WaitId, who: &Who) -> Result<(), DeskError> {
    let (inner, clinic, id, who) = (desk.clone(), Arc::clone(clinic), id.clone(), who.clone());
    let removed = desk.store().write("take off the waiting list", move |tx| {
        let (desk, clinic, id, who) = (inner.clone(), Arc::clone(&clinic), id.clone(), who.clone());
        Box::pin(async move { desk.leave_waitlist(tx, &clinic, &id, &who.actor).await })
    });
    if removed.await? { Ok(()) } else { Err(DeskError::NotFound("the place on the waiting list")) }
}

/// Freed times of one notice: how long before the start they came free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// `48h`, `24h`, `4h` (at least so long before) or `under_4h`; `all` for the sum.
    pub notice: &'static str,
    /// How many came free.
    pub freed: usize,
    /// Taken by somebody on the list.
    pub filled: usize,
    /// Booked in the ordinary way.
    pub taken: usize,
    /// Nobody came.
    pub unfilled: usize,
    /// Not settled yet.
    pub open: usize,
    /// How often somebody was asked.
    pub offers: i64,
    /// The median of the minutes from coming free to being filled.
    pub minutes_to_fill: Option<i64>,
}

/// What the list brought for the times that came free within `from..to`: by notice, then all together.
pub async fn figures(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Share>, DeskError> {
    let id = clinic.id.clone();
    let found = desk.store().read("figures of the waiting list", move |tx| {
        let id = id.clone();
        Box::pin(
            async move { freed::between(tx, &id, from, to, FREED_COUNTED).await.map_err(DeskError::from) },
        )
    });
    Ok(shares(&found.await?))
}

fn shares(all: &[(FreedTime, i64)]) -> Vec<Share> {
    let notices = ["48h", "24h", "4h", "under_4h"];
    let of = |notice: &'static str| share(notice, all.iter().filter(|it| notice_of(&it.0) == notice));
    notices.into_iter().map(of).chain([share("all", all.iter())]).collect()
}

fn notice_of(it: &FreedTime) -> &'static str {
    let before = it.slot.from.duration_since(it.freed_at);
    match before {
        it if it >= SignedDuration::from_hours(48) => "48h",
        it if it >= SignedDuration::from_hours(24) => "24h",
        it if it >= SignedDuration::from_hours(4) => "4h",
        _ => "under_4h",
    }
}

fn share<'a>(notice: &'static str, all: impl Iterator<Item = &'a (FreedTime, i64)>) -> Share {
    let all: Vec<_> = all.collect();
    let count = |state: FreedState| all.iter().filter(|it| it.0.state == state).count();
    let filled = all.iter().filter(|it| it.0.state == FreedState::Filled);
    let mut minutes: Vec<i64> =
        filled.filter_map(|it| Some(it.0.ended_at?.duration_since(it.0.freed_at).as_mins())).collect();
    minutes.sort_unstable();
    Share {
        notice,
        freed: all.len(),
        filled: count(FreedState::Filled),
        taken: count(FreedState::Taken),
        unfilled: count(FreedState::Unfilled),
        open: count(FreedState::Open),
        offers: all.iter().map(|it| it.1).sum(),
        minutes_to_fill: minutes.get(minutes.len().saturating_sub(1) / 2).copied(),
    }
}
