//! Changing an appointment. The patient is told once, and the answer says whether a message could be sent.

use super::appointments::{AppointmentItem, appointment_id};
use super::{Conflict, Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path};
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use svara_desk::office::changes::{self, Became, Changed};
use utoipa::ToSchema;

/// An appointment after a change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangedAppointment {
    #[serde(flatten)]
    appointment: AppointmentItem,
    /// `queued`: a message is on its way. `no_permission`, `no_contact`: call them. `not_needed`.
    #[schema(example = "queued")]
    patient_told: &'static str,
}

/// Why it is called off.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Cancellation {
    /// For the clinic's own record; the patient does not see it.
    reason: Option<String>,
}

/// Another time.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Move {
    /// The first moment.
    #[schema(format = DateTime, example = "2026-03-12T10:00:00+01:00")]
    from: String,
    /// With whom; absent: with the same practitioner.
    practitioner: Option<String>,
}

/// What became of it.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewStatus {
    #[schema(inline)]
    status: Settable,
}

/// What staff may set by hand; a cancellation has an address of its own.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Settable {
    Confirmed,
    Arrived,
    Fulfilled,
    Noshow,
}

/// Calls an appointment off.
#[utoipa::path(post, path = "/api/v1/appointments/{id}/cancellation", operation_id = "cancelAppointment", tag = "appointments",
    params(("id" = String, Path)), request_body = Cancellation, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It is called off.", body = ChangedAppointment), Refusals, Missing, Conflict))]
pub(crate) async fn cancellation(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<Cancellation>,
) -> Result<Json<ChangedAppointment>, Problem> {
    let id = appointment_id(&id)?;
    Ok(answer(&changes::call_off(app.desk(), &at.clinic, &id, wish.reason, &at.who).await?, &at))
}

/// Moves an appointment.
#[utoipa::path(post, path = "/api/v1/appointments/{id}/move", operation_id = "moveAppointment", tag = "appointments", params(("id" = String, Path)),
    request_body = Move, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It is moved.", body = ChangedAppointment), Refusals, Missing, Conflict))]
pub(crate) async fn move_to(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<Move>,
) -> Result<Json<ChangedAppointment>, Problem> {
    let id = appointment_id(&id)?;
    let from = instant::read("from", &wish.from, &at.zone)?;
    let practitioner = wish.practitioner.map(|it| it.parse()).transpose();
    let practitioner = practitioner.map_err(|_| Problem::missing("the practitioner"))?;
    Ok(answer(&changes::move_to(app.desk(), &at.clinic, &id, from, practitioner, &at.who).await?, &at))
}

/// Says what became of an appointment.
#[utoipa::path(post, path = "/api/v1/appointments/{id}/status", operation_id = "setAppointmentStatus", tag = "appointments", params(("id" = String, Path)),
    request_body = NewStatus, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It is noted.", body = ChangedAppointment), Refusals, Missing, Conflict))]
pub(crate) async fn status(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<NewStatus>,
) -> Result<Json<ChangedAppointment>, Problem> {
    let id = appointment_id(&id)?;
    let became = match wish.status {
        Settable::Confirmed => Became::Confirmed,
        Settable::Arrived => Became::Arrived,
        Settable::Fulfilled => Became::Fulfilled,
        Settable::Noshow => Became::Noshow,
    };
    Ok(answer(&changes::became(app.desk(), &at.clinic, &id, became, &at.who).await?, &at))
}

fn answer(changed: &Changed, at: &BearerOrStaff) -> Json<ChangedAppointment> {
    let appointment = AppointmentItem::new(&changed.visit, &at.clinic, &at.zone);
    Json(ChangedAppointment { appointment, patient_told: changed.told.as_str() })
}
