//! Closing the time of an absence: what is free in it at once, what its visits leave as they leave it.

use crate::freed::Freed;
use crate::{Desk, DeskError};
use jiff::Timestamp;
use svara_model::{Absence, AbsenceId, AbsenceScope, BlockId, Clinic, Slot};
use svara_store::appointments::{self, Block, BlockedResource};
use svara_store::{BookingError, Busy, BusyKind, Tx, absences};

impl Desk {
    /// Closes whatever is free within an absence; what was only kept there for somebody is let go.
    pub(crate) async fn close_time(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        absence: &Absence,
    ) -> Result<(), DeskError> {
        let (from, to) = (absence.from.max(self.now()), absence.to);
        for resource in resources(clinic, &absence.scope) {
            absences::clear_holds(tx, &clinic.id, Some(name(&resource)), from, to).await?;
            let busy = appointments::busy(tx, &clinic.id, from, to, self.now()).await?;
            let visits = busy
                .iter()
                .filter(|it| it.resource == name(&resource) && it.kind == BusyKind::Appointment)
                .map(|it| (it.from, it.to));
            for (from, to) in gaps((from, to), visits.collect()) {
                self.block(tx, clinic, absence, resource.clone(), (from, to)).await?;
            }
        }
        Ok(())
    }

    /// A visit left a time that is closed: nobody else gets it. `true`: it was such a time.
    pub(crate) async fn close_vacated(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        freed: &Freed,
    ) -> Result<bool, DeskError> {
        let slot = &freed.slot;
        let all = absences::closing(tx, &clinic.id, slot.from, slot.to).await?;
        let touching: Vec<Absence> = all.into_iter().filter(|it| it.touches(slot)).collect();
        for absence in &touching {
            let span = (slot.from.max(absence.from), slot.to.min(absence.to));
            self.block(tx, clinic, absence, vacated(&absence.scope, slot), span).await?;
        }
        Ok(!touching.is_empty())
    }

    async fn block(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        absence: &Absence,
        resource: BlockedResource,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<(), DeskError> {
        let now = self.now();
        let id = self.ids.make(BlockId::new, now);
        let why = absence.reason.clone();
        let block = Block { id: id.clone(), clinic: clinic.id.clone(), resource, from, to, why };
        match appointments::insert_block(tx, &block, now).await {
            Ok(()) => Ok(absences::add_block(tx, &absence.id, &id).await?),
            // A visit of a group still stands there; its own leaving closes the time.
            Err(BookingError::Taken | BookingError::Changed | BookingError::PatientBusy) => Ok(()),
            Err(BookingError::Store(error)) => Err(error.into()),
        }
    }

    /// Opens again what an absence closed.
    pub(crate) async fn reopen_time(&self, tx: &mut Tx, absence: &AbsenceId) -> Result<(), DeskError> {
        for block in absences::take_blocks(tx, absence).await? {
            appointments::remove_block(tx, &block).await?;
        }
        Ok(())
    }

    /// Absences as the search for free times sees them: a visit's own time is no way back into one.
    pub(crate) async fn away(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<Vec<Busy>, DeskError> {
        let all = absences::closing(tx, &clinic.id, from, to).await?;
        let busy = |absence: &Absence, resource: BlockedResource| Busy {
            resource: name(&resource).to_owned(),
            from: absence.from,
            to: absence.to,
            kind: BusyKind::Block,
            service: None,
            hold_of: None,
            appointment: None,
        };
        let each = |it: &Absence| {
            resources(clinic, &it.scope).into_iter().map(|who| busy(it, who)).collect::<Vec<_>>()
        };
        Ok(all.iter().flat_map(each).collect())
    }
}

pub(crate) fn resources(clinic: &Clinic, scope: &AbsenceScope) -> Vec<BlockedResource> {
    match scope {
        AbsenceScope::Practitioner(it) => vec![BlockedResource::Practitioner(it.clone())],
        AbsenceScope::Room(it) => vec![BlockedResource::Room(it.clone())],
        AbsenceScope::Clinic => {
            clinic.practitioners.iter().map(|it| BlockedResource::Practitioner(it.id.clone())).collect()
        }
    }
}

fn vacated(scope: &AbsenceScope, slot: &Slot) -> BlockedResource {
    match scope {
        AbsenceScope::Room(it) => BlockedResource::Room(it.clone()),
        AbsenceScope::Practitioner(_) | AbsenceScope::Clinic => {
            BlockedResource::Practitioner(slot.practitioner.clone())
        }
    }
}

fn name(resource: &BlockedResource) -> &str {
    match resource {
        BlockedResource::Practitioner(it) => it.as_str(),
        BlockedResource::Room(it) => it.as_str(),
    }
}

/// What is left of a span when the taken parts are out of it.
pub(super) fn gaps(
    span: (Timestamp, Timestamp),
    mut taken: Vec<(Timestamp, Timestamp)>,
) -> Vec<(Timestamp, Timestamp)> {
    taken.sort_unstable();
    let mut left = Vec::new();
    let mut from = span.0;
    for (start, end) in taken {
        if from < start.min(span.1) {
            left.push((from, start.min(span.1)));
        }
        from = from.max(end);
    }
    if from < span.1 {
        left.push((from, span.1));
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_cut_out() {
        let at = |minute: i64| Timestamp::from_second(minute * 60).unwrap();
        let span = |from: i64, to: i64| (at(from), at(to));
        for (taken, left) in [
            (vec![], vec![span(0, 10)]),
            (vec![span(2, 4)], vec![span(0, 2), span(4, 10)]),
            (vec![span(6, 12), span(-5, 1), span(7, 8)], vec![span(1, 6)]),
            (vec![span(-1, 11)], vec![]),
            (vec![span(10, 12)], vec![span(0, 10)]),
        ] {
            assert_eq!(gaps(span(0, 10), taken.clone()), left, "{taken:?}");
        }
    }
}
