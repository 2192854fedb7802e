//! Booking for somebody by their number.

use super::appointments::{AppointmentItem, phone};
use super::{Conflict, Missing, Refusals};
use crate::app::App;
use crate::extract::Body;
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::Deserialize;
use svara_desk::Overbook;
use svara_desk::bookings::Terms;
use svara_desk::office::bookings::{self, PhoneBooking};
use utoipa::ToSchema;

/// A booking by number.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Booking {
    /// Whose number, in E.164.
    #[schema(example = "+46700000001")]
    phone: String,
    /// A service of the clinic's.
    service: String,
    /// A practitioner of the clinic's.
    practitioner: String,
    /// The first moment.
    #[schema(format = DateTime, example = "2026-03-12T10:00:00+01:00")]
    from: String,
    /// Whose visit it is, when several patients share the number; the name of a newcomer.
    name: Option<String>,
    /// Asked for rather than booked, where the service needs the clinic's approval.
    #[serde(default)]
    request: bool,
    /// The patient may have another visit at the same time.
    #[serde(default)]
    elsewhere_too: bool,
    /// It may share its time with a visit that begins then: as often as the service's `overbook` allows, or with a
    /// `reason`.
    #[serde(default)]
    overbook: bool,
    /// Why, for the clinic's own record.
    reason: Option<String>,
}

/// Books a free time.
#[utoipa::path(post, path = "/api/v1/appointments", operation_id = "bookAppointment", tag = "appointments", request_body = Booking,
    security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "It is booked.", body = AppointmentItem), Refusals, Missing, Conflict))]
pub(crate) async fn book(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<Booking>,
) -> Result<impl IntoResponse, Problem> {
    let booking = PhoneBooking {
        phone: phone(Some(&wish.phone))?.ok_or_else(|| {
            Problem::invalid(
                "`phone`: write the patient's number with its country code, such as +46700000001",
            )
        })?,
        service: wish.service.parse().map_err(|_| Problem::missing("the service"))?,
        practitioner: wish.practitioner.parse().map_err(|_| Problem::missing("the practitioner"))?,
        from: instant::read("from", &wish.from, &at.zone)?,
        name: wish.name,
        terms: Terms {
            ask: wish.request,
            elsewhere_too: wish.elsewhere_too,
            overbook: wish.overbook.then(|| leave(wish.reason.as_deref())),
        },
        why: wish.reason,
    };
    let visit = bookings::book(app.desk(), &at.clinic, booking, &at.who).await?;
    let place = format!("/api/v1/appointments/{}", visit.appointment.id);
    let item = AppointmentItem::new(&visit, &at.clinic, &at.zone);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(item)))
}

/// A reason goes before any rule.
fn leave(reason: Option<&str>) -> Overbook {
    let reason = reason.map(str::trim).filter(|it| !it.is_empty());
    reason.map_or(Overbook::ByRule, |it| Overbook::Because(it.to_owned()))
}
