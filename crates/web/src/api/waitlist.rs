//! The waiting list: who stands on it, put on and taken off, and what it brings.

use super::{Conflict, Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path, Query};
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::waitlist::{self, NewWish, Share};
use svara_model::{Patient, PhoneNumber, WaitEntry};
use utoipa::{IntoParams, ToSchema};

/// The figures of so many days when nobody says which.
const FIGURES_DAYS: i64 = 30;

/// A place on the waiting list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaitlistEntry)]
pub(crate) struct EntryItem {
    #[schema(example = "wai_01KKAZ5Q0000000000000000AB")]
    id: String,
    service: String,
    /// With whom, if it matters.
    #[schema(required)]
    practitioner: Option<String>,
    /// When it may start; empty: any time.
    windows: Vec<WindowItem>,
    /// The appointment that would move earlier.
    #[schema(required)]
    appointment: Option<String>,
    /// Since when they wait.
    #[schema(format = DateTime)]
    since: String,
    patient: String,
    #[schema(required)]
    patient_name: Option<String>,
    #[schema(required)]
    phone: Option<String>,
}

/// A stretch of time.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = TimeWindow)]
pub(crate) struct WindowItem {
    /// The first moment.
    #[schema(format = DateTime)]
    from: String,
    /// The first moment after.
    #[schema(format = DateTime)]
    to: String,
}

/// Everybody who waits, the longest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Waitlist {
    items: Vec<EntryItem>,
}

/// Somebody to put on the list.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Wish {
    #[schema(example = "+46700000001")]
    phone: String,
    /// Whose visit, where several share the number.
    name: Option<String>,
    service: String,
    practitioner: Option<String>,
    /// When it may start; absent: any time.
    #[serde(default)]
    windows: Vec<WindowItem>,
}

/// Which freed times are counted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Span {
    /// Came free at or after; absent: thirty days ago.
    from: Option<String>,
    /// Came free before; absent: now.
    to: Option<String>,
}

/// What the list brought.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WaitlistFigures {
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    to: String,
    /// By how long before the start a time came free: `48h` (or more), `24h`, `4h`, `under_4h`; then `all`.
    items: Vec<ShareItem>,
}

/// Freed times of one notice.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaitlistShare)]
pub(crate) struct ShareItem {
    notice: &'static str,
    /// How many came free.
    freed: usize,
    /// Taken by somebody on the list.
    filled: usize,
    /// Booked in the ordinary way.
    taken: usize,
    /// Nobody came.
    unfilled: usize,
    /// Not settled yet.
    open: usize,
    /// How often somebody was asked.
    offers: i64,
    /// `filled` of `freed`, from 0 to 1; null when none came free.
    #[schema(required)]
    share_filled: Option<f64>,
    /// `offers` for each of `filled`; null when none was.
    #[schema(required)]
    offers_per_fill: Option<f64>,
    /// The median from coming free to being filled.
    #[schema(required)]
    minutes_to_fill: Option<i64>,
}

/// Who waits for a time.
#[utoipa::path(get, path = "/api/v1/waitlist", operation_id = "listWaitlist", tag = "waitlist",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "Who waits.", body = Waitlist), Refusals))]
pub(crate) async fn list(State(app): State<App>, at: BearerOrStaff) -> Result<Json<Waitlist>, Problem> {
    let all = waitlist::list(app.desk(), &at.clinic, &at.who).await?;
    Ok(Json(Waitlist { items: all.iter().map(|(it, who)| entry(it, who, &at.zone)).collect() }))
}

/// Puts somebody on the list; a standing wish for the same service is changed instead.
#[utoipa::path(post, path = "/api/v1/waitlist", operation_id = "joinWaitlist", tag = "waitlist", request_body = Wish,
    security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "They wait.", body = EntryItem), Refusals, Missing, Conflict))]
pub(crate) async fn add(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<Wish>,
) -> Result<(StatusCode, Json<EntryItem>), Problem> {
    let phone = wish.phone.parse::<PhoneNumber>();
    let phone = phone.map_err(|_| Problem::invalid("`phone` is written as +46700000001"))?;
    let practitioner = wish.practitioner.filter(|it| !it.is_empty()).map(|it| it.parse()).transpose();
    let window = |it: &WindowItem| {
        Ok((instant::read("from", &it.from, &at.zone)?, instant::read("to", &it.to, &at.zone)?))
    };
    let new = NewWish {
        phone,
        name: wish.name,
        service: wish.service.parse().map_err(|_| Problem::missing("the service"))?,
        practitioner: practitioner.map_err(|_| Problem::missing("the practitioner"))?,
        windows: wish.windows.iter().map(window).collect::<Result<_, Problem>>()?,
    };
    let (added, patient) = waitlist::add(app.desk(), &at.clinic, new, &at.who).await?;
    Ok((StatusCode::CREATED, Json(entry(&added, &patient, &at.zone))))
}

/// Takes somebody off the list.
#[utoipa::path(delete, path = "/api/v1/waitlist/{id}", operation_id = "leaveWaitlist", tag = "waitlist",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "They wait no longer."), Refusals, Missing))]
pub(crate) async fn remove(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let id = id.parse().map_err(|_| Problem::missing("the place on the waiting list"))?;
    waitlist::remove(app.desk(), &at.clinic, &id, &at.who).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How many freed times the list filled, by notice.
#[utoipa::path(get, path = "/api/v1/waitlist/figures", operation_id = "waitlistFigures", tag = "waitlist", params(Span),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The figures.", body = WaitlistFigures), Refusals))]
pub(crate) async fn figures(
    State(app): State<App>,
    at: BearerOrStaff,
    Query(span): Query<Span>,
) -> Result<Json<WaitlistFigures>, Problem> {
    let to = instant::read_some("to", span.to.as_deref(), &at.zone)?.unwrap_or(app.desk().now());
    let month = jiff::SignedDuration::from_hours(24 * FIGURES_DAYS);
    let from = instant::read_some("from", span.from.as_deref(), &at.zone)?.unwrap_or(to - month);
    // What came free this very moment counts.
    let end = to + jiff::SignedDuration::from_micros(1);
    let shares = waitlist::figures(app.desk(), &at.clinic, from, end).await?;
    Ok(Json(WaitlistFigures {
        from: instant::shown(from, &at.zone),
        to: instant::shown(to, &at.zone),
        items: shares.iter().map(share).collect(),
    }))
}

fn entry(it: &WaitEntry, patient: &Patient, zone: &TimeZone) -> EntryItem {
    let shown = |it: &(jiff::Timestamp, jiff::Timestamp)| WindowItem {
        from: instant::shown(it.0, zone),
        to: instant::shown(it.1, zone),
    };
    EntryItem {
        id: it.id.to_string(),
        service: it.service.to_string(),
        practitioner: it.practitioner.as_ref().map(ToString::to_string),
        windows: it.windows.iter().map(shown).collect(),
        appointment: it.appointment.as_ref().map(ToString::to_string),
        since: instant::shown(it.since, zone),
        patient: it.patient.to_string(),
        patient_name: Some(patient.name.clone()).filter(|it| !it.is_empty()),
        phone: patient.phone.as_ref().map(ToString::to_string),
    }
}

fn share(it: &Share) -> ShareItem {
    let ratio = |of: f64, by: usize| (by > 0).then(|| of / f64::from(u32::try_from(by).unwrap_or(u32::MAX)));
    let count = |it: usize| f64::from(u32::try_from(it).unwrap_or(u32::MAX));
    ShareItem {
        notice: it.notice,
        freed: it.freed,
        filled: it.filled,
        taken: it.taken,
        unfilled: it.unfilled,
        open: it.open,
        offers: it.offers,
        share_filled: ratio(count(it.filled), it.freed),
        offers_per_fill: ratio(count(usize::try_from(it.offers).unwrap_or(0)), it.filled),
        minutes_to_fill: it.minutes_to_fill,
    }
}
