//! What happened to an appointment, and what a change would say. Absent: making the change (`changes.rs`).

use super::appointments::appointment_id;
use super::changes::Move;
use super::{Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path};
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use svara_desk::office::changes::Change;
use svara_desk::office::history::{self, Happened};
use svara_desk::office::previews;
use utoipa::ToSchema;

/// One thing that happened to an appointment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AppointmentEvent {
    #[schema(format = DateTime)]
    at: String,
    /// `appointment.booked`, `appointment.moved`, `patient.told` and so on.
    #[schema(example = "appointment.moved")]
    what: String,
    /// `patient`, `staff:…`, `api:…`, `file` or `desk`.
    by: String,
    /// The name of a member of staff.
    #[schema(required)]
    by_name: Option<String>,
    /// `whatsapp`, `console`, `api`, `file` or `desk`.
    #[schema(required)]
    via: Option<String>,
    /// Why, in the words of whoever did it.
    #[schema(required)]
    reason: Option<String>,
    /// When the visit began, as it stood then.
    #[schema(required, format = DateTime)]
    from: Option<String>,
}

/// An appointment's story, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AppointmentEvents {
    items: Vec<AppointmentEvent>,
    /// Always null: it is the whole story.
    #[schema(required)]
    next: Option<String>,
}

/// Everything that happened to an appointment.
#[utoipa::path(get, path = "/api/v1/appointments/{id}/events", operation_id = "listAppointmentEvents", tag = "appointments",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "Its story.", body = AppointmentEvents), Refusals, Missing))]
pub(crate) async fn list(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<AppointmentEvents>, Problem> {
    let id = appointment_id(&id)?;
    let found = history::of(app.desk(), &at.clinic, &id, &at.who).await?;
    let found = found.ok_or_else(|| Problem::missing("the appointment"))?;
    Ok(Json(AppointmentEvents { items: found.into_iter().map(|it| item(it, &at)).collect(), next: None }))
}

fn item(it: Happened, at: &BearerOrStaff) -> AppointmentEvent {
    AppointmentEvent {
        at: instant::shown(it.at, &at.zone),
        what: it.what,
        by: it.actor,
        by_name: it.name,
        via: it.via,
        reason: it.why,
        from: it.from.map(|it| instant::shown(it, &at.zone)),
    }
}

/// A change to look at before it is made: one of these.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PreviewedChange {
    /// Another time.
    Move(Move),
    /// It is called off, for the clinic's fee or without.
    Cancellation {
        /// With the fee that the clinic's file names for late cancellations.
        #[serde(default)]
        fee: bool,
    },
    /// A request is granted.
    Approval {},
    /// A request is turned down.
    Refusal {},
}

/// What a change would say.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MessagePreview {
    /// The words, in the patient's language.
    #[schema(required)]
    text: Option<String>,
    language: String,
    /// As in the answer to the change: `queued` if the message could be sent.
    #[schema(example = "queued")]
    patient_told: &'static str,
    /// Why the change can't be made: `taken`, `closed`, `patient_busy` and so on.
    #[schema(required)]
    refused: Option<&'static str>,
}

/// The message that a change would send to the patient. Nothing changes.
#[utoipa::path(post, path = "/api/v1/appointments/{id}/preview", operation_id = "previewAppointmentChange", tag = "appointments",
    params(("id" = String, Path)), request_body = PreviewedChange, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "What it would say.", body = MessagePreview), Refusals, Missing))]
pub(crate) async fn preview(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<PreviewedChange>,
) -> Result<Json<MessagePreview>, Problem> {
    let id = appointment_id(&id)?;
    let change = match wish {
        PreviewedChange::Move(it) => it.change(&at)?,
        PreviewedChange::Cancellation { fee } => Change::CallOff { fee },
        PreviewedChange::Approval {} => Change::Approve,
        PreviewedChange::Refusal {} => Change::Decline,
    };
    let seen = previews::preview(app.desk(), &at.clinic, &id, change).await?;
    Ok(Json(MessagePreview {
        text: seen.text,
        language: seen.language,
        patient_told: seen.told.as_str(),
        refused: seen.refused.map(|it| it.word()),
    }))
}
