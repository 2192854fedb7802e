//! Several appointments at once: a series, a family side by side or one after the other, two services in one visit.

use super::appointments::{AppointmentItem, phone};
use super::{Conflict, Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path};
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use svara_desk::bookings::Terms;
use svara_desk::office::plans::{self, NewPlan, NewTime, NewVisit, Planned};
use svara_desk::plans::{PLAN_VISITS_MAX, PlanSearch};
use svara_model::{Fit, FreePlan, PlanId, PlanWish};
use utoipa::ToSchema;

/// So many when nobody says how many; nobody reads a longer list than the most.
const PLANS: usize = 3;
const PLANS_MAX: usize = 20;
/// A family, and no school class.
const PEOPLE_MAX: usize = 8;
/// Half a year from one visit of a series to the next.
const WEEKS_BETWEEN_MAX: u32 = 26;
/// Between an X-ray and the dentist, and between two children, when nobody says how long.
const WAIT_MINUTES: u32 = 15;
/// Who waits longer comes twice.
const WAIT_MINUTES_MAX: u32 = 8 * 60;

/// What is looked for.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct PlanWanted {
    #[schema(inline)]
    kind: Kind,
    /// The service; of a combined visit, the first of the two.
    #[schema(example = "undersokning")]
    service: String,
    /// Of a combined visit: what comes after it.
    then: Option<String>,
    /// With whom; absent: with anybody. Not for a combined visit.
    practitioner: Option<String>,
    /// Of a series: how many, 2 to 26.
    #[schema(minimum = 2, maximum = 26)]
    visits: Option<usize>,
    /// Of a series: weeks from one to the next; 1 when absent.
    #[schema(minimum = 1, maximum = 26)]
    weeks_between: Option<u32>,
    /// Of several people together: how many, 2 to 8.
    #[schema(minimum = 2, maximum = 8)]
    people: Option<usize>,
    /// Of several people together: all at the same time rather than one after the other.
    #[serde(default)]
    side_by_side: bool,
    /// The longest wait between two that follow each other, in minutes; 15 when absent.
    #[schema(maximum = 480)]
    wait_minutes: Option<u32>,
    /// Who comes, as far as they are known here: nobody is in two places.
    #[serde(default)]
    patients: Vec<String>,
    /// The first visit starts at or after; absent: as soon as can be.
    from: Option<String>,
    /// The first visit starts before.
    to: Option<String>,
    /// How many plans, at most 20; 3 when absent.
    #[schema(minimum = 1, maximum = 20)]
    count: Option<usize>,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Series,
    Together,
    Combined,
}

/// Plans that are free, by their first visit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Plans {
    items: Vec<PlanItem>,
    /// Always null: ask again with a later `from`.
    #[schema(required)]
    next: Option<String>,
}

/// A plan that could be booked as it stands, unless `missing` names visits that can't be had.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FreePlan)]
pub(crate) struct PlanItem {
    visits: Vec<PlannedItem>,
    /// When visits of a series should have been, for which nothing is free.
    missing: Vec<String>,
}

/// One time of a plan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlannedVisit)]
pub(crate) struct PlannedItem {
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    to: String,
    service: String,
    practitioner: String,
    rooms: Vec<String>,
    /// Of a series: `as_wished`, `other_time` of its weekday, `other_day` of about its week.
    fit: &'static str,
}

/// A plan to book.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct PlanToBook {
    /// Whose number, in E.164.
    #[schema(example = "+46700000001")]
    phone: String,
    /// Its appointments, 1 to 26: all of them are booked, or none.
    visits: Vec<VisitToBook>,
    /// Asked for rather than booked, where the service needs the clinic's approval.
    #[serde(default)]
    request: bool,
    /// The patients may have other visits at the same time.
    #[serde(default)]
    elsewhere_too: bool,
    /// For the clinic's own record.
    reason: Option<String>,
    /// Whether the patient is told, once and with all times; they are when absent.
    #[serde(default = "yes")]
    notify: bool,
}

/// One appointment of a plan to book.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct VisitToBook {
    service: String,
    practitioner: String,
    #[schema(format = DateTime, example = "2026-03-12T10:00:00+01:00")]
    from: String,
    /// Whose visit it is, when several patients share the number; the name of a newcomer.
    name: Option<String>,
}

/// Calling off what stands of a plan.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct PlanCancellation {
    /// For the clinic's own record; the patient does not see it.
    reason: Option<String>,
    /// Whether the patient is told, once and with all times; they are when absent.
    #[serde(default = "yes")]
    notify: bool,
}

/// Other times for a plan, or for a part of it.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct PlanMove {
    /// Which appointments, each with its new time: all of them move, or none.
    visits: Vec<VisitToMove>,
    /// For the clinic's own record; the patient does not see it.
    reason: Option<String>,
    /// Whether the patient is told, once and with all new times; they are when absent.
    #[serde(default = "yes")]
    notify: bool,
}

/// Another time for one appointment of a plan.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct VisitToMove {
    appointment: String,
    #[schema(format = DateTime, example = "2026-03-12T10:00:00+01:00")]
    from: String,
    /// With whom; absent: with the same practitioner.
    practitioner: Option<String>,
}

/// A plan as it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Plan)]
pub(crate) struct PlanView {
    #[schema(example = "pln_01KKAZ5Q0000000000000000AB")]
    id: String,
    /// Its appointments by time, whatever became of them.
    appointments: Vec<AppointmentItem>,
    /// As after any change: `queued`, `no_permission`, `no_contact`, `not_needed`, `not_wanted`.
    #[schema(example = "queued")]
    patient_told: &'static str,
}

fn yes() -> bool {
    true
}

/// Whole plans that are free.
#[utoipa::path(post, path = "/api/v1/plans/search", operation_id = "searchPlans", tag = "plans", request_body = PlanWanted,
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "Plans, the earliest first.", body = Plans), Refusals, Missing))]
pub(crate) async fn search(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wanted): Body<PlanWanted>,
) -> Result<Json<Plans>, Problem> {
    let from = instant::read_some("from", wanted.from.as_deref(), &at.zone)?;
    let to = instant::read_some("to", wanted.to.as_deref(), &at.zone)?;
    let windows = match (from, to) {
        (None, None) => Vec::new(),
        (from, to) => vec![(from.unwrap_or(app.desk().now()), to.unwrap_or(jiff::Timestamp::MAX))],
    };
    let patients = wanted.patients.iter().map(|it| it.parse().map_err(|_| Problem::missing("the patient")));
    let ask = PlanSearch {
        windows,
        patients: patients.collect::<Result<_, _>>()?,
        count: within("count", wanted.count.unwrap_or(PLANS), 1, PLANS_MAX)?,
        not: Vec::new(),
        own: None,
        wish: wish(&wanted)?,
    };
    let found = plans::search(app.desk(), &at.clinic, ask, &at.who).await?;
    Ok(Json(Plans { items: found.iter().map(|it| item(it, &at)).collect(), next: None }))
}

fn wish(wanted: &PlanWanted) -> Result<PlanWish, Problem> {
    let service = wanted.service.parse().map_err(|_| Problem::missing("the service"))?;
    let practitioner = wanted.practitioner.as_ref().map(|it| it.parse()).transpose();
    let practitioner = practitioner.map_err(|_| Problem::missing("the practitioner"))?;
    let wait = within("wait_minutes", wanted.wait_minutes.unwrap_or(WAIT_MINUTES), 0, WAIT_MINUTES_MAX)?;
    match wanted.kind {
        Kind::Series => Ok(PlanWish::Series {
            service,
            practitioner,
            visits: within("visits", wanted.visits.unwrap_or_default(), 2, PLAN_VISITS_MAX)?,
            weeks_between: within("weeks_between", wanted.weeks_between.unwrap_or(1), 1, WEEKS_BETWEEN_MAX)?,
        }),
        Kind::Together => Ok(PlanWish::Together {
            service,
            practitioner,
            people: within("people", wanted.people.unwrap_or_default(), 2, PEOPLE_MAX)?,
            side_by_side: wanted.side_by_side,
            wait_minutes: wait,
        }),
        Kind::Combined if practitioner.is_some() => Err(Problem::invalid(
            "`practitioner`: a combined visit is with whoever does each part; leave it out",
        )),
        Kind::Combined => {
            let then = wanted.then.as_deref().filter(|it| !it.is_empty());
            let then = then.ok_or_else(|| Problem::invalid("`then`: name the service that comes second"))?;
            let second = then.parse().map_err(|_| Problem::missing("the service in `then`"))?;
            Ok(PlanWish::Combined { first: service, second, wait_minutes: wait })
        }
    }
}

fn within<N: PartialOrd + std::fmt::Display>(field: &str, value: N, least: N, most: N) -> Result<N, Problem> {
    if least <= value && value <= most {
        return Ok(value);
    }
    Err(Problem::invalid(format!("`{field}` is {least} to {most}")))
}

fn item(plan: &FreePlan, at: &BearerOrStaff) -> PlanItem {
    let visits = plan.visits.iter().map(|it| PlannedItem {
        from: instant::shown(it.slot.from, &at.zone),
        to: instant::shown(it.slot.to, &at.zone),
        service: it.slot.service.to_string(),
        practitioner: it.slot.practitioner.to_string(),
        rooms: it.slot.rooms.iter().map(ToString::to_string).collect(),
        fit: match it.fit {
            Fit::AsWished => "as_wished",
            Fit::OtherTime => "other_time",
            Fit::OtherDay => "other_day",
        },
    });
    PlanItem {
        visits: visits.collect(),
        missing: plan.missing.iter().map(|it| instant::shown(*it, &at.zone)).collect(),
    }
}

/// Books all appointments of a plan, or none of them.
#[utoipa::path(post, path = "/api/v1/plans", operation_id = "bookPlan", tag = "plans", request_body = PlanToBook,
    security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "All of it is booked.", body = PlanView), Refusals, Missing, Conflict))]
pub(crate) async fn book(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<PlanToBook>,
) -> Result<impl IntoResponse, Problem> {
    let number = phone(Some(&wish.phone))?.ok_or_else(|| {
        Problem::invalid("`phone`: write the patient's number with its country code, such as +46700000001")
    })?;
    let visit = |it: VisitToBook| {
        Ok(NewVisit {
            service: it.service.parse().map_err(|_| Problem::missing("the service"))?,
            practitioner: it.practitioner.parse().map_err(|_| Problem::missing("the practitioner"))?,
            from: instant::read("from", &it.from, &at.zone)?,
            name: it.name,
        })
    };
    let plan = NewPlan {
        phone: number,
        visits: wish.visits.into_iter().map(visit).collect::<Result<_, Problem>>()?,
        terms: Terms { ask: wish.request, elsewhere_too: wish.elsewhere_too, overbook: None },
        why: wish.reason,
        notify: wish.notify,
    };
    let planned = plans::book(app.desk(), &at.clinic, plan, &at.who).await?;
    let place = format!("/api/v1/plans/{}", planned.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], view(&planned, &at)))
}

/// A plan with all its appointments.
#[utoipa::path(get, path = "/api/v1/plans/{id}", operation_id = "showPlan", tag = "plans", params(("id" = String, Path)),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The plan.", body = PlanView), Refusals, Missing))]
pub(crate) async fn show(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<PlanView>, Problem> {
    Ok(view(&plans::show(app.desk(), &at.clinic, &plan_id(&id)?, &at.who).await?, &at))
}

/// Calls off whatever of a plan still stands.
#[utoipa::path(post, path = "/api/v1/plans/{id}/cancellation", operation_id = "cancelPlan", tag = "plans", params(("id" = String, Path)),
    request_body = PlanCancellation, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It is called off.", body = PlanView), Refusals, Missing, Conflict))]
pub(crate) async fn cancellation(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<PlanCancellation>,
) -> Result<Json<PlanView>, Problem> {
    let (id, how) = (plan_id(&id)?, (wish.reason, wish.notify));
    Ok(view(&plans::cancel(app.desk(), &at.clinic, &id, how, &at.who).await?, &at))
}

/// Moves appointments of a plan, all that are named or none.
#[utoipa::path(post, path = "/api/v1/plans/{id}/move", operation_id = "movePlan", tag = "plans", params(("id" = String, Path)),
    request_body = PlanMove, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "They have their new times.", body = PlanView), Refusals, Missing, Conflict))]
pub(crate) async fn move_to(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<PlanMove>,
) -> Result<Json<PlanView>, Problem> {
    let id = plan_id(&id)?;
    let time = |it: VisitToMove| {
        let practitioner = it.practitioner.map(|it| it.parse()).transpose();
        Ok(NewTime {
            appointment: it.appointment.parse().map_err(|_| Problem::missing("the appointment"))?,
            from: instant::read("from", &it.from, &at.zone)?,
            practitioner: practitioner.map_err(|_| Problem::missing("the practitioner"))?,
        })
    };
    let times = wish.visits.into_iter().map(time).collect::<Result<_, Problem>>()?;
    let how = (wish.reason, wish.notify);
    Ok(view(&plans::shift(app.desk(), &at.clinic, &id, times, how, &at.who).await?, &at))
}

fn view(plan: &Planned, at: &BearerOrStaff) -> Json<PlanView> {
    Json(PlanView {
        id: plan.id.to_string(),
        appointments: plan.visits.iter().map(|it| AppointmentItem::new(it, &at.clinic, &at.zone)).collect(),
        patient_told: plan.told.as_str(),
    })
}

fn plan_id(text: &str) -> Result<PlanId, Problem> {
    text.parse().map_err(|_| Problem::missing("the plan"))
}
