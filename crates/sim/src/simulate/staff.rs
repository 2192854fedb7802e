//! The people at the clinic: they take conversations, answer, give them back, move and call off, book by phone, say
//! who came, and fall ill. Absent: choosing when; that is the world's.

use super::chance::Chance;
use futures_util::future::LocalBoxFuture;
use std::sync::Arc;
use svara_desk::bookings::Terms;
use svara_desk::office::bookings::{self, PhoneBooking};
use svara_desk::office::changes::{self, Change, Wish};
use svara_desk::office::slots::{self, WantedSlots};
use svara_desk::office::{Who, conversations, talk};
use svara_desk::{Desk, DeskError};
use svara_model::{
    Appointment, AppointmentId, AppointmentStatus, Clinic, ConversationId, ConversationState, PhoneNumber,
    Step,
};
use svara_store::books::Thread;

/// What a member of staff does.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// Takes a conversation.
    Take(ConversationId),
    /// Answers in it.
    Say(ConversationId),
    /// Gives it back.
    GiveBack(ConversationId),
    /// Reads it.
    Look(ConversationId),
    /// Calls a visit off.
    CallOff(AppointmentId),
    /// Moves a visit to the first time that is free.
    Move(AppointmentId),
    /// Says what became of it.
    Became(AppointmentId, Step),
    /// Books for somebody on the phone.
    Book(PhoneNumber, usize),
    /// Falls ill: these are called off, one after the other.
    FallIll(Vec<AppointmentId>),
}

impl Act {
    /// For the trace.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Take(_) => "takes a conversation",
            Self::Say(_) => "answers",
            Self::GiveBack(_) => "gives back",
            Self::Look(_) => "reads a conversation",
            Self::CallOff(_) => "calls off",
            Self::Move(_) => "moves",
            Self::Became(..) => "says what became of it",
            Self::Book(..) => "books by phone",
            Self::FallIll(_) => "falls ill",
        }
    }
}

/// Who works at every simulated clinic.
pub(super) fn receptionist() -> Who {
    Who::api("receptionist")
}

/// What somebody would do now, looking at the threads and the diary of a clinic.
pub(super) fn wish(
    chance: &mut Chance,
    threads: &[&Thread],
    coming: &[&Appointment],
    over: &[&Appointment],
    caller: PhoneNumber,
) -> Option<Act> {
    let own = |it: &&&Thread| matches!(it.state, ConversationState::Staff { .. });
    if let Some(taken) = threads.iter().find(own)
        && chance.percent(70)
    {
        let id = taken.id.clone();
        return Some(if chance.percent(50) { Act::Say(id) } else { Act::GiveBack(id) });
    }
    let waits = |it: &&&Thread| matches!(it.state, ConversationState::Waiting { .. });
    if let Some(waiting) = threads.iter().find(waits)
        && chance.percent(80)
    {
        return Some(Act::Take(waiting.id.clone()));
    }
    let some = |chance: &mut Chance| coming.get(chance.below(coming.len())).map(|it| it.id.clone());
    match chance.weighted(&[10, 10, 12, 25, 20, 6, 12]) {
        0 => some(chance).map(Act::CallOff),
        1 => some(chance).map(Act::Move),
        2 => threads.get(chance.below(threads.len())).map(|it| Act::Take(it.id.clone())),
        3 => over.get(chance.below(over.len())).map(|it| Act::Became(it.id.clone(), became(chance))),
        4 => Some(Act::Book(caller, chance.below(3))),
        5 => ill(coming),
        _ => threads.get(chance.below(threads.len())).map(|it| Act::Look(it.id.clone())),
    }
}

fn became(chance: &mut Chance) -> Step {
    *chance.pick(&[Step::Fulfil, Step::Fulfil, Step::Arrive, Step::Miss, Step::Confirm])
}

/// Everything of the next practitioner's next day.
fn ill(coming: &[&Appointment]) -> Option<Act> {
    let first = coming.iter().min_by_key(|it| it.slot.from)?;
    let until = first.slot.from + jiff::SignedDuration::from_hours(9);
    let same = |it: &&&Appointment| {
        it.slot.practitioner == first.slot.practitioner
            && it.slot.from < until
            && it.status != AppointmentStatus::Cancelled
    };
    Some(Act::FallIll(coming.iter().filter(same).map(|it| it.id.clone()).collect()))
}

/// Carries it out as the console would.
pub(super) fn carry_out(
    desk: Desk,
    clinic: Arc<Clinic>,
    act: Act,
) -> LocalBoxFuture<'static, Result<(), DeskError>> {
    Box::pin(async move {
        let who = receptionist();
        match act {
            Act::Take(id) => talk::take_over(&desk, &clinic, &id, &who).await.map(drop),
            Act::Say(id) => {
                talk::answer(&desk, &clinic, &id, "Hej, vi hjälper dig gärna.", &who).await.map(drop)
            }
            Act::GiveBack(id) => talk::give_back(&desk, &clinic, &id, &who).await.map(drop),
            Act::Look(id) => conversations::show(&desk, &clinic, &id, None, &who).await.map(drop),
            Act::CallOff(id) => change(&desk, &clinic, &id, Change::CallOff { fee: false }, &who).await,
            Act::Move(id) => shift(&desk, &clinic, &id, &who).await,
            Act::Became(id, became) => change(&desk, &clinic, &id, Change::Became(became), &who).await,
            Act::Book(phone, service) => book(&desk, &clinic, phone, service, &who).await,
            Act::FallIll(all) => {
                for id in all {
                    match change(&desk, &clinic, &id, Change::CallOff { fee: false }, &who).await {
                        Ok(()) | Err(DeskError::Conflict(_)) => {}
                        Err(error) => return Err(error),
                    }
                }
                Ok(())
            }
        }
    })
}

async fn first_free(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    service: usize,
) -> Result<Option<svara_model::Slot>, DeskError> {
    let service = clinic.services[service % clinic.services.len()].id.clone();
    let wanted = WantedSlots { service, practitioner: None, from: None, to: None, count: 5, patient: None };
    Ok(slots::free(desk, clinic, wanted).await?.slots.pop().map(|it| it.0))
}

async fn shift(desk: &Desk, clinic: &Arc<Clinic>, id: &AppointmentId, who: &Who) -> Result<(), DeskError> {
    let Some(slot) = first_free(desk, clinic, 0).await? else { return Ok(()) };
    change(desk, clinic, id, Change::Move { from: slot.from, practitioner: None }, who).await
}

async fn change(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &AppointmentId,
    change: Change,
    who: &Who,
) -> Result<(), DeskError> {
    let wish = Wish { change, why: None, notify: true };
    changes::change(desk, clinic, id, wish, who).await.map(drop)
}

async fn book(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    phone: PhoneNumber,
    service: usize,
    who: &Who,
) -> Result<(), DeskError> {
    let Some(slot) = first_free(desk, clinic, service).await? else { return Ok(()) };
    let booking = PhoneBooking {
        phone,
        service: slot.service,
        practitioner: slot.practitioner,
        from: slot.from,
        name: Some("Telefon Exempel".to_owned()),
        terms: Terms::default(),
        why: None,
    };
    bookings::book(desk, clinic, booking, who).await.map(drop)
}
