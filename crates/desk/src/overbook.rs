//! Overbooking: a visit beside one that stands at the same moment, where a rule of the service or a person with a
//! reason allows it. Every other rule holds. Off unless the clinic's file says otherwise.

use crate::bookings::NewBooking;
use crate::rules::NotFree;
use crate::times::FreeTimes;
use crate::{Desk, DeskError};
use jiff::tz::TimeZone;
use svara_model::{AppointmentId, Clinic, Slot};
use svara_store::{BusyKind, Tx, appointments};

/// Leave to share a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overbook {
    /// As often as the service allows a day.
    ByRule,
    /// Because a person says so; the reason stands in the audit chain.
    Because(String),
}

impl Desk {
    /// The slot beside the visit that stands there. `Ok(None)`: nobody stands there, so there is nothing to share.
    pub(crate) async fn beside(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        booking: &NewBooking,
        ask: &FreeTimes,
    ) -> Result<Option<Result<Slot, NotFree>>, DeskError> {
        let Some(leave) = &booking.terms.overbook else { return Ok(None) };
        let Some(standing) = self.standing_at(tx, clinic, &booking.slot).await? else { return Ok(None) };
        let ask = FreeTimes { moving: Some(standing), ..ask.clone() };
        let slot = match self.may_start(tx, clinic, &ask, booking.slot.from).await? {
            Ok(slot) => slot,
            Err(why) => return Ok(Some(Err(why))),
        };
        if *leave == Overbook::ByRule && !self.rule_allows(tx, clinic, &slot).await? {
            return Ok(Some(Err(NotFree::OverbookLimit)));
        }
        Ok(Some(Ok(slot)))
    }

    async fn standing_at(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        slot: &Slot,
    ) -> Result<Option<AppointmentId>, DeskError> {
        let busy = appointments::busy(tx, &clinic.id, slot.from, slot.to, self.now()).await?;
        let here = busy.into_iter().find(|it| {
            it.kind == BusyKind::Appointment
                && it.resource == slot.practitioner.as_str()
                && it.from == slot.from
        });
        Ok(here.and_then(|it| it.appointment))
    }

    /// Counted under the practitioner's lock, so two at once can't both be the last.
    async fn rule_allows(&self, tx: &mut Tx, clinic: &Clinic, slot: &Slot) -> Result<bool, DeskError> {
        let most = clinic.service(&slot.service).map_or(0, |it| it.overbook);
        if most == 0 {
            return Ok(false);
        }
        let zone = TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC);
        let day = slot.from.to_zoned(zone).start_of_day().map_err(whole_day)?;
        let next = day.tomorrow().and_then(|it| it.start_of_day()).map_err(whole_day)?;
        let (from, to) = (day.timestamp(), next.timestamp());
        let count =
            appointments::overbooked(tx, &clinic.id, &slot.practitioner, &slot.service, from, to).await?;
        Ok(count < i64::from(most))
    }
}

fn whole_day(error: jiff::Error) -> DeskError {
    DeskError::Invalid(format!("`from`: its day can't be told ({error})"))
}
