//! Which plans are free: the wish put to `svara-schedule`, and a few good answers on different days.
//!
//! Absent: rules. A plan that is found here is judged again, visit by visit, when it is booked.

use crate::times::{FIRST_LOOK_DAYS, FreeTimes, SearchError, hull, slot};
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use svara_model::{
    Clinic, ConversationId, Fit, FreePlan, PatientId, PlanWish, PlannedVisit, PractitionerId, Service,
    ServiceId,
};
use svara_schedule::limits::{MAX_PLANS, SERIES_SHIFT_DAYS};
use svara_schedule::{self as schedule, Arrangement, Rhythm, Visit};
use svara_store::{Tx, appointments};

/// A wish may name so many windows; each costs a search of its own.
const WINDOWS_MAX: usize = 8;

/// What is asked for, and how.
#[derive(Clone, Debug)]
pub struct PlanSearch {
    /// What.
    pub wish: PlanWish,
    /// The first visit starts in one of these; empty: as soon as can be.
    pub windows: Vec<(Timestamp, Timestamp)>,
    /// Who comes, as far as known: nobody is in two places.
    pub patients: Vec<PatientId>,
    /// At most so many plans.
    pub count: usize,
    /// First starts that are not wanted.
    pub not: Vec<Timestamp>,
    /// This conversation's own hold stands in nobody's way.
    pub own: Option<ConversationId>,
}

type Span = (Timestamp, Timestamp);

impl Desk {
    /// A few plans on different days, by time. Those with gaps come only when there is no whole one.
    pub(crate) async fn free_plans(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        ask: &PlanSearch,
    ) -> Result<Vec<FreePlan>, DeskError> {
        let now = self.now();
        let days = |it: i64| SignedDuration::from_hours(24 * it);
        let horizon = now + days(i64::from(clinic.policy.horizon_days) + 1);
        let soon = horizon.min(now + days(FIRST_LOOK_DAYS));
        let windows = match ask.windows.as_slice() {
            [] => vec![(now, soon), (soon, horizon)],
            named => named.iter().take(WINDOWS_MAX).map(|it| hull(&[*it], now, horizon)).collect(),
        };
        let mut found: Vec<FreePlan> = Vec::new();
        for window in windows.into_iter().filter(|it| it.0 < it.1) {
            found.extend(self.plans_within(tx, clinic, ask, window).await?);
            if ask.windows.is_empty() && found.iter().any(|it| it.missing.is_empty()) {
                break;
            }
        }
        found.retain(|it| it.from().is_some_and(|from| !ask.not.contains(&from)));
        if found.iter().any(|it| it.missing.is_empty()) {
            found.retain(|it| it.missing.is_empty());
        }
        Ok(on_different_days(found, ask.count, &crate::letters::clinic_zone(clinic)))
    }

    async fn plans_within(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        ask: &PlanSearch,
        window: Span,
    ) -> Result<Vec<FreePlan>, DeskError> {
        let bad = |it: schedule::Problem| SearchError::from(it);
        match &ask.wish {
            PlanWish::Series { service, practitioner, visits, weeks_between } => {
                let weeks = i64::from(*weeks_between) * i64::try_from(*visits).unwrap_or(i64::MAX);
                let beyond = SignedDuration::from_hours(24 * (weeks * 7 + SERIES_SHIFT_DAYS + 1));
                let whole = (window.0, window.1 + beyond);
                let mut search =
                    self.for_all(tx, clinic, ask, (service, practitioner.as_ref()), whole).await?;
                search.window.to = window.1;
                let rhythm = Rhythm { visits: *visits, weeks_between: *weeks_between };
                let found = schedule::series(&search, rhythm, MAX_PLANS).map_err(bad)?;
                Ok(found.into_iter().map(|it| of_series(service, it)).collect())
            }
            PlanWish::Together { service, practitioner, people, side_by_side, wait_minutes } => {
                let whom = practitioner.as_ref();
                let search = self.for_all(tx, clinic, ask, (service, whom), window).await?;
                let how = match side_by_side {
                    true => Arrangement::SideBySide,
                    false => Arrangement::BackToBack { wait_minutes: *wait_minutes },
                };
                let found = schedule::together(&search, *people, how, MAX_PLANS).map_err(bad)?;
                let whole = |all: Vec<schedule::Slot>| plan(all.iter().map(|it| (service, it)));
                Ok(found.into_iter().map(whole).collect())
            }
            PlanWish::Combined { first, second, wait_minutes } => {
                let one = self.for_all(tx, clinic, ask, (first, None), window).await?;
                let other = self.for_all(tx, clinic, ask, (second, None), window).await?;
                let found = schedule::combined(&one, &other, *wait_minutes, MAX_PLANS).map_err(bad)?;
                let both =
                    |(a, b): (schedule::Slot, schedule::Slot)| plan([(first, &a), (second, &b)].into_iter());
                Ok(found.into_iter().map(both).collect())
            }
        }
    }

    /// The question about one service, with everybody who comes kept from being in two places.
    async fn for_all(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        ask: &PlanSearch,
        (service, practitioner): (&ServiceId, Option<&PractitionerId>),
        window: Span,
    ) -> Result<schedule::Search, DeskError> {
        let kind: &Service = clinic.service(service).ok_or(DeskError::NotFound("the service"))?;
        let ask_one = FreeTimes {
            service: service.clone(),
            patient: None,
            practitioner: practitioner.cloned(),
            windows: Vec::new(),
            count: MAX_PLANS,
            earliest: true,
            latest: false,
            not: Vec::new(),
            moving: None,
            own: ask.own.clone(),
        };
        let mut search = self.search(tx, clinic, kind, &ask_one, window).await?;
        let coming = appointments::coming_of(tx, &ask.patients, self.now()).await?;
        let busy = coming.iter().map(|it| schedule::Busy::appointment(it.slot.from, it.slot.to));
        search.patient_busy = busy.collect();
        Ok(search)
    }
}

fn plan<'a>(slots: impl Iterator<Item = (&'a ServiceId, &'a schedule::Slot)>) -> FreePlan {
    let visits = slots.map(|(service, it)| PlannedVisit { slot: slot(service, it), fit: Fit::AsWished });
    FreePlan { visits: visits.collect(), missing: Vec::new() }
}

fn of_series(service: &ServiceId, series: Vec<Visit>) -> FreePlan {
    let mut plan = FreePlan { visits: Vec::new(), missing: Vec::new() };
    for visit in series {
        let fit = match &visit {
            Visit::AsWished(_) => Fit::AsWished,
            Visit::OtherTime(_) => Fit::OtherTime,
            Visit::OtherDay(_) => Fit::OtherDay,
            Visit::Impossible { at } => {
                plan.missing.push(*at);
                continue;
            }
        };
        let found = visit.slot().expect("an impossible visit was left out above");
        plan.visits.push(PlannedVisit { slot: slot(service, found), fit });
    }
    plan
}

/// In the order found, the first of each day before a second of any; then by time.
fn on_different_days(found: Vec<FreePlan>, count: usize, zone: &jiff::tz::TimeZone) -> Vec<FreePlan> {
    let mut days = BTreeSet::new();
    let (fresh, again): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|it| it.from().is_some_and(|from| days.insert(from.to_zoned(zone.clone()).date())));
    let mut few: Vec<FreePlan> = fresh.into_iter().chain(again).take(count).collect();
    few.sort_by_key(FreePlan::from);
    few
}
