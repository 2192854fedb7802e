//! Several appointments at once: a series, a family, one visit of two services. Booked, moved or called off as one:
//! all of it in the caller's transaction, or nothing of it.
//!
//! Absent: which plans are free (`search.rs`), what patients read of them (`letters.rs`), and rules of their own.
//! Each appointment keeps every rule by itself, judged as if those before it were booked, because they are.

mod chat;
mod letters;
mod search;

pub(crate) use letters::{BOOKED, CANCELLED, MOVED, PlanLetter, templates};
pub use search::PlanSearch;

use crate::bookings::{By, NewBooking, Outcome};
use crate::rules::NotFree;
use crate::{Desk, DeskError};
use svara_model::{Appointment, Clinic, PlanId, PractitionerId, Slot};
use svara_store::{Tx, appointments};

/// Appointments in one plan: half a year of weekly visits, and all of their times still fit one message.
pub const PLAN_VISITS_MAX: usize = 26;

/// The first appointment that can't be had, and why.
#[derive(Debug)]
pub struct Missed {
    /// Which of them, counted from 0.
    pub index: usize,
    /// Why not.
    pub why: NotFree,
}

impl Missed {
    /// As an error that names it.
    pub(crate) fn error(self, of: usize) -> DeskError {
        DeskError::PlanNotFree { number: self.index + 1, of, why: self.why }
    }
}

impl Desk {
    /// Books all of these under one plan, or none of them.
    pub async fn book_plan(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        plan: &PlanId,
        bookings: &[NewBooking],
        by: &By,
    ) -> Result<Result<Vec<Appointment>, Missed>, DeskError> {
        lock_all(tx, clinic, bookings.iter().map(|it| &it.slot.practitioner)).await?;
        tx.mark().await?;
        let mut booked = Vec::with_capacity(bookings.len());
        for (index, booking) in bookings.iter().enumerate() {
            let booking = NewBooking { plan: Some(plan.clone()), ..booking.clone() };
            match self.take(tx, clinic, &booking, by).await? {
                Outcome::Done(appointment) => booked.push(appointment),
                Outcome::Gone(why) => {
                    tx.back_to_mark().await?;
                    return Ok(Err(Missed { index, why }));
                }
            }
        }
        tx.forget_mark().await?;
        // Only now what others wait for, too: the head of the audit chain is one for the whole clinic.
        for (appointment, booking) in booked.iter().zip(bookings) {
            self.follow_up(tx, clinic, appointment, booking.conversation.as_ref(), by).await?;
        }
        Ok(Ok(booked))
    }

    /// Moves all of these, or none of them. One may take the time that another of them leaves.
    pub async fn move_plan(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        moves: &[(Appointment, Slot)],
        by: &By,
    ) -> Result<Result<Vec<Appointment>, Missed>, DeskError> {
        let whose = moves.iter().flat_map(|(before, to)| [&before.slot.practitioner, &to.practitioner]);
        lock_all(tx, clinic, whose).await?;
        tx.mark().await?;
        let mut after: Vec<Option<Appointment>> = vec![None; moves.len()];
        // Whoever stands in another's way goes first; each round moves one at least, or it can't be done.
        while after.iter().any(Option::is_none) {
            let (mut further, mut missed) = (false, None);
            for (index, (before, to)) in moves.iter().enumerate() {
                if after[index].is_some() {
                    continue;
                }
                match self.move_appointment(tx, clinic, before, to, None, by).await? {
                    Outcome::Done(it) => (after[index], further) = (Some(it), true),
                    Outcome::Gone(why) => missed = missed.or(Some(Missed { index, why })),
                }
            }
            if let Some(missed) = missed.filter(|_| !further) {
                tx.back_to_mark().await?;
                return Ok(Err(missed));
            }
        }
        tx.forget_mark().await?;
        Ok(Ok(after.into_iter().flatten().collect()))
    }
}

/// Always in the same order, so that two plans never wait for each other.
async fn lock_all<'a>(
    tx: &mut Tx,
    clinic: &Clinic,
    practitioners: impl Iterator<Item = &'a PractitionerId>,
) -> Result<(), DeskError> {
    let each: std::collections::BTreeSet<_> = practitioners.collect();
    for practitioner in each {
        appointments::lock(tx, &clinic.id, practitioner).await?;
    }
    Ok(())
}
