//! Times that came free and nobody has yet: who was asked, and who comes next.

use super::Refusals;
use crate::app::App;
use crate::extract::Query;
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::freed_times::{self, OpenTime};
use svara_model::Patient;
use utoipa::{IntoParams, ToSchema};

/// Which times.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Span {
    /// Begins at or after.
    #[param(example = "2026-03-12")]
    from: String,
    /// Begins before.
    #[param(example = "2026-03-13")]
    to: String,
}

/// Open times, by their beginning.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FreedTimes {
    items: Vec<FreedItem>,
}

/// A time that came free.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FreedTime)]
struct FreedItem {
    id: String,
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    to: String,
    /// What it was booked for.
    service: String,
    practitioner: String,
    #[schema(format = DateTime)]
    freed_at: String,
    /// Who was asked, in order.
    asked: Vec<AskedItem>,
    /// Who fits and was not asked, the next one first.
    next: Vec<CandidateItem>,
}

/// Somebody who was asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AskedPatient)]
struct AskedItem {
    patient: String,
    #[schema(required)]
    patient_name: Option<String>,
    /// `standing`, `accepted`, `declined`, `lapsed`, `gone`, `unreached`.
    state: &'static str,
    /// Until when it is kept for them.
    #[schema(format = DateTime)]
    until: String,
}

/// Somebody on the list whom it fits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaitingCandidate)]
struct CandidateItem {
    patient: String,
    #[schema(required)]
    patient_name: Option<String>,
    #[schema(required)]
    phone: Option<String>,
    /// For what they wait.
    service: String,
    #[schema(format = DateTime)]
    since: String,
    /// They asked for this practitioner by name.
    wants_practitioner: bool,
    /// They asked for such a time.
    wants_time: bool,
}

/// Times that came free and nobody has yet.
#[utoipa::path(get, path = "/api/v1/freed-times", operation_id = "listFreedTimes", tag = "waitlist", params(Span),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "Open times.", body = FreedTimes), Refusals))]
pub(crate) async fn list(
    State(app): State<App>,
    at: BearerOrStaff,
    Query(span): Query<Span>,
) -> Result<Json<FreedTimes>, Problem> {
    let span = (instant::read("from", &span.from, &at.zone)?, instant::read("to", &span.to, &at.zone)?);
    let found = freed_times::list(app.desk(), &at.clinic, span, &at.who).await?;
    Ok(Json(FreedTimes { items: found.iter().map(|it| item(it, &at.zone)).collect() }))
}

fn item(it: &OpenTime, zone: &TimeZone) -> FreedItem {
    let slot = &it.time.slot;
    FreedItem {
        id: it.time.id.to_string(),
        from: instant::shown(slot.from, zone),
        to: instant::shown(slot.to, zone),
        service: slot.service.to_string(),
        practitioner: slot.practitioner.to_string(),
        freed_at: instant::shown(it.time.freed_at, zone),
        asked: it
            .asked
            .iter()
            .map(|(offer, patient)| AskedItem {
                patient: patient.id.to_string(),
                patient_name: name(patient),
                state: offer.state.as_str(),
                until: instant::shown(offer.until, zone),
            })
            .collect(),
        next: it
            .next
            .iter()
            .map(|it| CandidateItem {
                patient: it.patient.id.to_string(),
                patient_name: name(&it.patient),
                phone: it.patient.phone.as_ref().map(ToString::to_string),
                service: it.entry.service.to_string(),
                since: instant::shown(it.entry.since, zone),
                wants_practitioner: it.wants_practitioner,
                wants_time: it.wants_time,
            })
            .collect(),
    }
}

fn name(patient: &Patient) -> Option<String> {
    Some(patient.name.clone()).filter(|it| !it.is_empty())
}
