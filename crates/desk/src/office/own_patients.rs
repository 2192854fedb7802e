//! Whose patients are whose: a practitioner sees those who come to them, have come, or will.

use crate::{Desk, DeskError};
use svara_model::{AppointmentId, Clinic, ConversationId, PractitionerId};
use svara_store::{appointments, conversations};

/// Whether an appointment is with this practitioner.
pub async fn appointment(
    desk: &Desk,
    clinic: &Clinic,
    id: &str,
    own: &PractitionerId,
) -> Result<bool, DeskError> {
    let Ok(id) = id.parse::<AppointmentId>() else { return Ok(false) };
    let (clinic, own) = (clinic.id.clone(), own.clone());
    desk.store()
        .read("whose appointment", move |tx| {
            let (clinic, own, id) = (clinic.clone(), own.clone(), id.clone());
            Box::pin(async move {
                let found = appointments::by_id(tx, &id).await?;
                Ok(found.is_some_and(|it| it.clinic == clinic && it.slot.practitioner == own))
            })
        })
        .await
}

/// Whether a conversation is with somebody who comes to this practitioner.
pub async fn conversation(
    desk: &Desk,
    clinic: &Clinic,
    id: &str,
    own: &PractitionerId,
) -> Result<bool, DeskError> {
    let Ok(id) = id.parse::<ConversationId>() else { return Ok(false) };
    let (clinic, own) = (clinic.id.clone(), own.clone());
    desk.store()
        .read("whose conversation", move |tx| {
            let (clinic, own, id) = (clinic.clone(), own.clone(), id.clone());
            Box::pin(async move {
                let found = conversations::by_id(tx, &id).await?.filter(|it| it.clinic == clinic);
                let Some(conversation) = found else { return Ok::<_, DeskError>(false) };
                Ok(appointments::contact_comes_to(tx, &conversation.contact, &own).await?)
            })
        })
        .await
}
