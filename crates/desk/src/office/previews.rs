//! What a change would say to the patient, before it is made. Nothing is written.

use super::bookings::slot;
use super::changes::{Change, fee_of, found};
use crate::telling::{Reach, Told};
use crate::times::FreeTimes;
use crate::{Desk, DeskError, NotFree, letters, notices};
use std::sync::Arc;
use svara_model::{Appointment, AppointmentId, Clinic, Marks, Outgoing, Patient};
use svara_store::Tx;

/// What would be said.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The words, in the patient's language; none when the change says nothing.
    pub text: Option<String>,
    /// The language they are in.
    pub language: String,
    /// Whether they could be sent.
    pub told: Told,
    /// Why the change can't be made as it is.
    pub refused: Option<NotFree>,
}

/// The message that a change would send.
pub async fn preview(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &AppointmentId,
    change: Change,
) -> Result<Preview, DeskError> {
    let (desk_in, clinic, id) = (desk.clone(), Arc::clone(clinic), id.clone());
    desk.store()
        .read("preview a change", move |tx| {
            let (desk, clinic, id, change) =
                (desk_in.clone(), Arc::clone(&clinic), id.clone(), change.clone());
            Box::pin(async move { look(&desk, tx, &clinic, &id, change).await })
        })
        .await
}

async fn look(
    desk: &Desk,
    tx: &mut Tx,
    clinic: &Clinic,
    id: &AppointmentId,
    change: Change,
) -> Result<Preview, DeskError> {
    let (before, patient) = found(tx, clinic, id).await?;
    let (letter, refused) = letter(desk, tx, clinic, &before, &patient, change).await?;
    let told = match (&letter, desk.reach(tx, clinic, before.slot.from, &before, &patient).await?) {
        (None, _) => Told::NotNeeded,
        (Some(_), Reach::Nobody(why)) => why,
        (Some(_), Reach::Contact(_)) => Told::Queued,
    };
    let language = letters::language_of(clinic, &patient).to_string();
    Ok(Preview { text: letter.map(|it| it.shown()), language, told, refused })
}

async fn letter(
    desk: &Desk,
    tx: &mut Tx,
    clinic: &Clinic,
    before: &Appointment,
    patient: &Patient,
    change: Change,
) -> Result<(Option<Outgoing>, Option<NotFree>), DeskError> {
    Ok(match change {
        Change::CallOff { fee } => {
            let fee = if fee { Some(fee_of(clinic, before)?) } else { None };
            let after = Appointment { marks: Marks { fee, ..before.marks.clone() }, ..before.clone() };
            (Some(notices::called_off(clinic, &after, patient)), None)
        }
        Change::Move { from, practitioner } => {
            let practitioner = practitioner.unwrap_or_else(|| before.slot.practitioner.clone());
            let to = slot(clinic, &before.slot.service, &practitioner, from)?;
            let ask = FreeTimes {
                moving: Some(before.id.clone()),
                patient: (!before.marks.elsewhere_too).then(|| before.patient.clone()),
                ..FreeTimes::exactly(&to)
            };
            let refused = desk.may_start(tx, clinic, &ask, to.from).await?.err();
            let after = Appointment { slot: to, ..before.clone() };
            (Some(letters::moved_by_staff(clinic, before, &after, patient)), refused)
        }
        Change::Approve => (Some(notices::APPROVED.about(clinic, before, patient)), None),
        Change::Decline => (Some(notices::DECLINED.about(clinic, before, patient)), None),
        Change::Became(_) => (None, None),
    })
}
