//! A patient answers about a freed time: the first yes has it, by the same booking as any other.

use super::choose;
use crate::bookings::{By, NewBooking, Outcome, Terms};
use crate::{Desk, DeskError};
use svara_model::{
    Appointment, Clinic, ContactId, ConversationId, FreedState, FreedTime, OfferId, OfferState, TimeOffer,
    WaitState,
};
use svara_store::{Tx, appointments, freed, offers, patients, waitlist};

/// What became of a yes.
#[expect(clippy::large_enum_variant, reason = "one lives at a time, for the length of a turn")]
pub(crate) enum Taken {
    /// It is booked.
    Booked(Appointment),
    /// The visit they had is moved to it.
    Moved { before: Appointment, after: Appointment },
    /// Somebody was faster, or it is too late; none: we never asked them.
    Gone(Option<TimeOffer>),
}

impl Desk {
    /// Yes. Whoever answers late has it too, as long as nobody else is asked or was faster.
    pub(crate) async fn take_offer(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        contact: &ContactId,
        conversation: &ConversationId,
        id: &OfferId,
    ) -> Result<Taken, DeskError> {
        let Some(offer) = offers::by_id(tx, id).await?.filter(|it| it.contact == *contact) else {
            return Ok(Taken::Gone(None));
        };
        let Some(time) = freed::lock(tx, &offer.freed).await? else { return Ok(Taken::Gone(Some(offer))) };
        // Once more, now that nobody else can change it.
        let Some(offer) = offers::by_id(tx, id).await? else { return Ok(Taken::Gone(None)) };
        if !self.may_take(tx, &offer, &time).await? {
            return Ok(Taken::Gone(Some(offer)));
        }
        freed::let_go(tx, &time.id).await?;
        let Some(taken) = self.settle_yes(tx, clinic, conversation, &offer).await? else {
            let now = self.now();
            offers::settle(tx, &offer.id, offer.state, OfferState::Gone, now).await?;
            self.plan_tending(tx, &time.id, now, offer.id.as_str()).await?;
            return Ok(Taken::Gone(Some(offer)));
        };
        self.fill(tx, clinic, &time, &offer, &taken).await?;
        Ok(taken)
    }

    /// In time; or late, and nobody else is asked at present.
    async fn may_take(&self, tx: &mut Tx, offer: &TimeOffer, time: &FreedTime) -> Result<bool, DeskError> {
        let now = self.now();
        let in_time = offer.state == OfferState::Standing && now < offer.until;
        let unsettled = matches!(offer.state, OfferState::Standing | OfferState::Lapsed);
        let left = matches!(time.state, FreedState::Open | FreedState::Unfilled);
        let all = offers::of_freed(tx, &time.id).await?;
        let others =
            all.iter().any(|it| it.id != offer.id && it.state == OfferState::Standing && now < it.until);
        Ok(left && (in_time || unsettled && !others))
    }

    /// The booking or the move itself; `None`: it can't be done any more.
    async fn settle_yes(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        conversation: &ConversationId,
        offer: &TimeOffer,
    ) -> Result<Option<Taken>, DeskError> {
        let (Some(entry), Some(patient)) =
            (waitlist::by_id(tx, &offer.entry).await?, patients::by_id(tx, &offer.patient).await?)
        else {
            return Ok(None);
        };
        let coming = appointments::coming_of(tx, std::slice::from_ref(&offer.patient), self.now()).await?;
        let (conversation, by) = (Some(conversation.clone()), By::patient());
        let Some(before) = choose::moving(&entry, &coming) else {
            let contact = Some(offer.contact.clone());
            let terms = Terms::default();
            let slot = offer.slot.clone();
            let new = NewBooking { slot, patient, contact, conversation, terms, plan: None };
            return Ok(match self.book(tx, clinic, &new, &by).await? {
                Outcome::Done(appointment) => Some(Taken::Booked(appointment)),
                Outcome::Gone(_) => None,
            });
        };
        if before.slot.from <= offer.slot.from {
            return Ok(None);
        }
        Ok(match self.move_appointment(tx, clinic, &before, &offer.slot, conversation, &by).await? {
            Outcome::Done(after) => Some(Taken::Moved { before, after }),
            Outcome::Gone(_) => None,
        })
    }

    async fn fill(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        time: &FreedTime,
        offer: &TimeOffer,
        taken: &Taken,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let (Taken::Booked(visit) | Taken::Moved { after: visit, .. }) = taken else { return Ok(()) };
        offers::settle(tx, &offer.id, offer.state, OfferState::Accepted, now).await?;
        for other in offers::of_freed(tx, &time.id).await? {
            offers::settle(tx, &other.id, OfferState::Standing, OfferState::Gone, now).await?;
        }
        freed::end(tx, &time.id, FreedState::Filled, Some(&visit.id), now).await?;
        waitlist::end(tx, &offer.entry, WaitState::Filled, now).await?;
        self.note_offer(tx, clinic, "waitlist.taken", offer).await
    }

    /// No: the next in line is asked at once.
    pub(crate) async fn decline_offer(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        contact: &ContactId,
        id: &OfferId,
    ) -> Result<(), DeskError> {
        let Some(offer) = offers::by_id(tx, id).await?.filter(|it| it.contact == *contact) else {
            return Ok(());
        };
        let now = self.now();
        freed::lock(tx, &offer.freed).await?;
        if offers::settle(tx, id, OfferState::Standing, OfferState::Declined, now).await? {
            self.note_offer(tx, clinic, "waitlist.declined", &offer).await?;
            self.plan_tending(tx, &offer.freed, now, id.as_str()).await?;
        }
        Ok(())
    }
}
