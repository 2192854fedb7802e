//! Free times.

use super::{Missing, Refusals};
use crate::app::App;
use crate::extract::Query;
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::slots::{self, SLOTS_MAX, WantedSlots};
use svara_model::Slot;
use utoipa::{IntoParams, ToSchema};

/// So many when nobody says how many.
const SLOTS: usize = 20;

/// A free time.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Slot)]
pub(crate) struct SlotItem {
    /// Its first moment.
    #[schema(format = DateTime)]
    from: String,
    /// The first moment after.
    #[schema(format = DateTime)]
    to: String,
    service: String,
    practitioner: String,
    rooms: Vec<String>,
    /// Why this one, when times for one patient were asked for, the strongest reason first: `same-practitioner`,
    /// `usual-part`, `usual-weekday`, `earliest`, `fills-gap`, `another-day`, `another-part`,
    /// `another-practitioner`. Empty: it is free, and that is all.
    why: Vec<&'static str>,
}

/// Free times, the earliest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Slots {
    items: Vec<SlotItem>,
    /// Why there is none: `closed`, `full`, `notice`, `horizon`, `no room`, `limit`, `patient busy` or `past`.
    #[schema(required)]
    nothing: Option<&'static str>,
    /// Always null: ask again with a later `from`.
    #[schema(required)]
    next: Option<String>,
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wish {
    /// A service of the clinic's.
    service: String,
    /// For whom: a few good times for this patient on different days, each with its reasons, instead of the first.
    patient: Option<String>,
    /// With whom; absent: with anybody who offers it.
    practitioner: Option<String>,
    /// From when on; absent: from now.
    from: Option<String>,
    /// Until when; absent: as far as can be booked.
    to: Option<String>,
    /// How many, at most 500; 20 when absent.
    #[param(minimum = 1, maximum = 500)]
    count: Option<usize>,
}

/// Free times, by the rules that patients are offered times by.
#[utoipa::path(get, path = "/api/v1/slots", operation_id = "listSlots", tag = "appointments", params(Wish),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "Free times.", body = Slots), Refusals, Missing))]
pub(crate) async fn list(
    State(app): State<App>,
    at: BearerOrStaff,
    Query(wish): Query<Wish>,
) -> Result<Json<Slots>, Problem> {
    let practitioner = wish.practitioner.filter(|it| !it.is_empty()).map(|it| it.parse()).transpose();
    let patient = wish.patient.filter(|it| !it.is_empty()).map(|it| it.parse()).transpose();
    let patient = patient.map_err(|_| Problem::missing("the patient"))?;
    if patient.is_some() && at.who.only.is_some() {
        return Err(Problem::forbidden("a patient's habits are for those who see every patient"));
    }
    let wanted = WantedSlots {
        service: wish.service.parse().map_err(|_| Problem::missing("the service"))?,
        patient: patient.map(|it| (it, at.who.clone())),
        practitioner: practitioner.map_err(|_| Problem::missing("the practitioner"))?,
        from: instant::read_some("from", wish.from.as_deref(), &at.zone)?,
        to: instant::read_some("to", wish.to.as_deref(), &at.zone)?,
        count: match wish.count {
            Some(0) => return Err(Problem::invalid("`count` is at least 1")),
            count => count.unwrap_or(SLOTS).min(SLOTS_MAX),
        },
    };
    let found = slots::free(app.desk(), &at.clinic, wanted).await?;
    let items = found.slots.into_iter().map(|(slot, why)| item(&slot, why, &at.zone)).collect();
    Ok(Json(Slots { items, nothing: found.nothing, next: None }))
}

fn item(slot: &Slot, why: Vec<&'static str>, zone: &TimeZone) -> SlotItem {
    SlotItem {
        from: instant::shown(slot.from, zone),
        to: instant::shown(slot.to, zone),
        service: slot.service.to_string(),
        practitioner: slot.practitioner.to_string(),
        rooms: slot.rooms.iter().map(ToString::to_string).collect(),
        why,
    }
}
