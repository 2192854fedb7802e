//! Free times for staff and programs, by the rules that patients are offered times by.

use super::Who;
use crate::times::FreeTimes;
use crate::{Desk, DeskError};
use jiff::Timestamp;
use std::sync::Arc;
use svara_model::{Clinic, PatientId, PractitionerId, ServiceId, Slot};
use svara_store::patients;

/// The most times that one question is answered with.
pub const SLOTS_MAX: usize = 500;

/// The most that are chosen for one patient: each is weighed against all others, and nobody reads a longer list.
pub const CHOSEN_MAX: usize = 20;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct WantedSlots {
    /// For which service.
    pub service: ServiceId,
    /// For whom, and who asks: a few good ones for this patient instead of the first ones. They show habits, so the
    /// look is noted.
    pub patient: Option<(PatientId, Who)>,
    /// With whom, if it matters.
    pub practitioner: Option<PractitionerId>,
    /// From when on; absent: from now.
    pub from: Option<Timestamp>,
    /// Until when; absent: as far as can be booked.
    pub to: Option<Timestamp>,
    /// At most so many.
    pub count: usize,
}

/// Free times, or why there are none.
#[derive(Clone, Debug)]
pub struct FreeSlots {
    /// Each time, and in words of the API what speaks for it, the strongest first; nothing, when nobody was named.
    pub slots: Vec<(Slot, Vec<&'static str>)>,
    /// Why nothing is free: `closed`, `full`, `notice`, `horizon`, `no room`, `limit`, `patient busy`, `past`.
    pub nothing: Option<&'static str>,
}

/// The first free times, or good ones for one patient.
pub async fn free(desk: &Desk, clinic: &Arc<Clinic>, wanted: WantedSlots) -> Result<FreeSlots, DeskError> {
    if wanted.practitioner.as_ref().is_some_and(|it| clinic.practitioner(it).is_none()) {
        return Err(DeskError::NotFound("the practitioner"));
    }
    if let Some((patient, who)) = &wanted.patient {
        desk.saw(&clinic.id, who, "patient.habits_seen", Some(patient.to_string()), Vec::new()).await?;
    }
    let windows = match (wanted.from, wanted.to) {
        (None, None) => Vec::new(),
        (from, to) => vec![(from.unwrap_or(desk.now()), to.unwrap_or(Timestamp::MAX))],
    };
    let ask = FreeTimes {
        service: wanted.service,
        practitioner: wanted.practitioner,
        windows,
        count: wanted.count.min(if wanted.patient.is_some() { CHOSEN_MAX } else { SLOTS_MAX }),
        earliest: wanted.patient.is_none(),
        patient: wanted.patient.as_ref().map(|(patient, _)| patient.clone()),
        latest: false,
        not: Vec::new(),
        moving: None,
        own: None,
    };
    let (desk_in, clinic) = (desk.clone(), Arc::clone(clinic));
    desk.store()
        .read("free times", move |tx| {
            let (desk, clinic, ask) = (desk_in.clone(), Arc::clone(&clinic), ask.clone());
            Box::pin(async move {
                if let Some(patient) = &ask.patient {
                    let known = patients::by_id(tx, patient).await?.filter(|it| it.clinic == clinic.id);
                    known.ok_or(DeskError::NotFound("the patient"))?;
                }
                let found = desk.free_times(tx, &clinic, &ask).await?;
                let nothing =
                    found.nothing.filter(|_| found.slots.is_empty()).map(svara_schedule::Nothing::word);
                let words = |all: Vec<svara_schedule::Merit>| {
                    all.into_iter().map(svara_schedule::Merit::word).collect()
                };
                let slots = found.slots.into_iter().zip(found.merits.into_iter().map(words)).collect();
                Ok(FreeSlots { slots, nothing })
            })
        })
        .await
}
