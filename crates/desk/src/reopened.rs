//! A time that was closed is open again: whoever waits for one hears of it, as of any other time that comes free.
//!
//! Absent: opening it (`absence/close.rs`), and the order in which people are asked (`waitlist`).

use crate::freed::{Freed, FreedBecause};
use crate::times::FreeTimes;
use crate::{Desk, DeskError};
use jiff::Timestamp;
use svara_model::{Clinic, PractitionerId, Slot, WaitEntry};
use svara_store::{Tx, waitlist};

/// A whole week of a practitioner has fewer times; what is left over is booked in the ordinary way.
const REOPENED_MAX: usize = 100;
/// So many wishes are looked at, the longest waiting first.
const WISHES_MAX: usize = 500;
/// Starts that are looked at for one wish before it is left alone.
const STARTS_MAX: usize = 200;

impl Desk {
    /// One time for each wish that it could fulfil, none of them overlapping.
    pub(crate) async fn time_reopened(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        whose: &[PractitionerId],
        span: (Timestamp, Timestamp),
    ) -> Result<(), DeskError> {
        let span = (span.0.max(self.now()), span.1);
        if span.0 >= span.1 {
            return Ok(());
        }
        let mut freed: Vec<Slot> = Vec::new();
        for wish in waitlist::waiting(tx, &clinic.id, WISHES_MAX).await? {
            if freed.len() == REOPENED_MAX {
                break;
            }
            freed.extend(self.fitting(tx, clinic, whose, (&wish, span), &freed).await?);
        }
        for slot in freed {
            let (because, asked_from) = (FreedBecause::Reopened, self.now());
            let reopened = Freed { slot, because, patient: None, asked_from };
            self.time_freed(tx, clinic, reopened).await?;
        }
        Ok(())
    }

    async fn fitting(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        whose: &[PractitionerId],
        (wish, span): (&WaitEntry, (Timestamp, Timestamp)),
        freed: &[Slot],
    ) -> Result<Option<Slot>, DeskError> {
        let does = |it: &&PractitionerId| {
            let offers = clinic.practitioner(it).is_some_and(|it| it.services.contains(&wish.service));
            offers && wish.practitioner.as_ref().is_none_or(|wanted| wanted == *it)
        };
        let within = |it: &(Timestamp, Timestamp)| (it.0.max(span.0), it.1.min(span.1));
        let windows: Vec<_> = match wish.windows.as_slice() {
            [] => vec![span],
            named => named.iter().map(within).filter(|it| it.0 < it.1).collect(),
        };
        if windows.is_empty() || clinic.service(&wish.service).is_none() {
            return Ok(None);
        }
        for practitioner in whose.iter().filter(does) {
            let ask = FreeTimes {
                service: wish.service.clone(),
                patient: Some(wish.patient.clone()),
                practitioner: Some(practitioner.clone()),
                windows: windows.clone(),
                count: STARTS_MAX,
                earliest: true,
                latest: false,
                not: Vec::new(),
                moving: wish.appointment.clone(),
                own: None,
            };
            let apart = |it: &Slot| {
                freed.iter().all(|o| o.practitioner != it.practitioner || o.to <= it.from || it.to <= o.from)
            };
            if let Some(slot) = self.free_times(tx, clinic, &ask).await?.slots.into_iter().find(apart) {
                return Ok(Some(slot));
            }
        }
        Ok(None)
    }
}
