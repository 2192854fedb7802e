//! Free times for staff and programs, by the rules that patients are offered times by.

use crate::times::FreeTimes;
use crate::{Desk, DeskError};
use jiff::Timestamp;
use std::sync::Arc;
use svara_model::{Clinic, PractitionerId, ServiceId, Slot};

/// The most times that one question is answered with.
pub const SLOTS_MAX: usize = 500;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct WantedSlots {
    /// For which service.
    pub service: ServiceId,
    /// With whom, if it matters.
    pub practitioner: Option<PractitionerId>,
    /// From when on; absent: from now.
    pub from: Option<Timestamp>,
    /// Until when; absent: as far as can be booked.
    pub to: Option<Timestamp>,
    /// At most so many.
    pub count: usize,
}

/// The first free times.
pub async fn free(desk: &Desk, clinic: &Arc<Clinic>, wanted: WantedSlots) -> Result<Vec<Slot>, DeskError> {
    if wanted.practitioner.as_ref().is_some_and(|it| clinic.practitioner(it).is_none()) {
        return Err(DeskError::NotFound("the practitioner"));
    }
    let windows = match (wanted.from, wanted.to) {
        (None, None) => Vec::new(),
        (from, to) => vec![(from.unwrap_or(desk.now()), to.unwrap_or(Timestamp::MAX))],
    };
    let ask = FreeTimes {
        service: wanted.service,
        practitioner: wanted.practitioner,
        windows,
        count: wanted.count.min(SLOTS_MAX),
        earliest: true,
        latest: false,
        not: Vec::new(),
        moving: None,
        own: None,
    };
    let (desk_in, clinic) = (desk.clone(), Arc::clone(clinic));
    desk.store()
        .read("free times", move |tx| {
            let (desk, clinic, ask) = (desk_in.clone(), Arc::clone(&clinic), ask.clone());
            Box::pin(async move { Ok(desk.free_times(tx, &clinic, &ask).await?.slots) })
        })
        .await
}
