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
use svara_desk::office::changes::{self, Change, Changed, Wish};
use svara_model::Step;
use utoipa::ToSchema;

/// An appointment after a change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangedAppointment {
    #[serde(flatten)]
    appointment: AppointmentItem,
    /// `queued`: a message is on its way. `no_permission`, `no_contact`: call them. `not_needed`. `not_wanted`: as
    /// you asked.
    #[schema(example = "queued")]
    patient_told: &'static str,
}

fn yes() -> bool {
    true
}

/// Why it is called off.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Cancellation {
    /// For the clinic's own record; the patient does not see it.
    reason: Option<String>,
    /// It costs what the clinic's file says of late cancellations, and the patient is told so.
    #[serde(default)]
    fee: bool,
    /// Whether the patient is told; they are when absent.
    #[serde(default = "yes")]
    notify: bool,
}

/// Another time.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Move {
    /// The first moment.
    #[schema(format = DateTime, example = "2026-03-12T10:00:00+01:00")]
    from: String,
    /// With whom; absent: with the same practitioner.
    practitioner: Option<String>,
    /// For the clinic's own record; the patient does not see it.
    reason: Option<String>,
    /// Whether the patient is told; they are when absent.
    #[serde(default = "yes")]
    notify: bool,
}

impl Move {
    /// What it asks for.
    pub(super) fn change(&self, at: &BearerOrStaff) -> Result<Change, Problem> {
        let from = instant::read("from", &self.from, &at.zone)?;
        let practitioner = self.practitioner.as_ref().map(|it| it.parse()).transpose();
        let practitioner = practitioner.map_err(|_| Problem::missing("the practitioner"))?;
        Ok(Change::Move { from, practitioner })
    }
}

/// The clinic's word on a request.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Decision {
    /// For the clinic's own record; the patient does not see it.
    reason: Option<String>,
    /// Whether the patient is told; they are when absent.
    #[serde(default = "yes")]
    notify: bool,
}

/// What became of it.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewStatus {
    #[schema(inline)]
    status: Settable,
    /// For the clinic's own record.
    reason: Option<String>,
}

/// What staff may set by hand; a cancellation has an address of its own. `booked` takes a wrong tap back.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Settable {
    Booked,
    Confirmed,
    Arrived,
    InRoom,
    Fulfilled,
    Noshow,
}

impl From<Settable> for Step {
    fn from(it: Settable) -> Self {
        match it {
            Settable::Booked => Self::Expect,
            Settable::Confirmed => Self::Confirm,
            Settable::Arrived => Self::Arrive,
            Settable::InRoom => Self::EnterRoom,
            Settable::Fulfilled => Self::Fulfil,
            Settable::Noshow => Self::Miss,
        }
    }
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
    let Cancellation { reason, fee, notify } = wish;
    carry_out(&app, &at, &id, Wish { change: Change::CallOff { fee }, why: reason, notify }).await
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
    // What is no id of ours is told before what is wrong with the time.
    appointment_id(&id)?;
    let change = wish.change(&at)?;
    carry_out(&app, &at, &id, Wish { change, why: wish.reason, notify: wish.notify }).await
}

/// Grants a request.
#[utoipa::path(post, path = "/api/v1/appointments/{id}/approval", operation_id = "approveAppointment", tag = "appointments", params(("id" = String, Path)),
    request_body = Decision, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It stands.", body = ChangedAppointment), Refusals, Missing, Conflict))]
pub(crate) async fn approval(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<Decision>,
) -> Result<Json<ChangedAppointment>, Problem> {
    carry_out(&app, &at, &id, Wish { change: Change::Approve, why: wish.reason, notify: wish.notify }).await
}

/// Turns a request down.
#[utoipa::path(post, path = "/api/v1/appointments/{id}/refusal", operation_id = "refuseAppointment", tag = "appointments", params(("id" = String, Path)),
    request_body = Decision, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The time is free again.", body = ChangedAppointment), Refusals, Missing, Conflict))]
pub(crate) async fn refusal(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<Decision>,
) -> Result<Json<ChangedAppointment>, Problem> {
    carry_out(&app, &at, &id, Wish { change: Change::Decline, why: wish.reason, notify: wish.notify }).await
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
    let change = Change::Became(wish.status.into());
    carry_out(&app, &at, &id, Wish { change, why: wish.reason, notify: true }).await
}

async fn carry_out(
    app: &App,
    at: &BearerOrStaff,
    id: &str,
    wish: Wish,
) -> Result<Json<ChangedAppointment>, Problem> {
    let id = appointment_id(id)?;
    Ok(answer(&changes::change(app.desk(), &at.clinic, &id, wish, &at.who).await?, at))
}

fn answer(changed: &Changed, at: &BearerOrStaff) -> Json<ChangedAppointment> {
    let appointment = AppointmentItem::new(&changed.visit, &at.clinic, &at.zone);
    Json(ChangedAppointment { appointment, patient_told: changed.told.as_str() })
}
