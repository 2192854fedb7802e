//! Free times for a clinic: its file and what is taken, as the question that `svara-schedule` answers.
//!
//! Offering and booking ask through the same functions here, so what is offered can be booked.

use crate::choice::few;
use crate::rules::NotFree;
use crate::{Desk, DeskError, habits};
use jiff::civil::{Date, Weekday as CivilWeekday};
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::HashSet;
use svara_model::{
    AppointmentId, Clinic, ConversationId, Hours, PatientId, PractitionerId, Service, ServiceId, Slot,
    Weekday,
};
use svara_schedule as schedule;
use svara_store::mischief::{Mischief, is_planted};
use svara_store::{Busy, BusyKind, Tx, appointments};

/// Searches without a wish look this far first: three good times lie within, and few rows are read.
pub(crate) const FIRST_LOOK_DAYS: i64 = 21;
/// A reason is looked for in so many windows: the wish was one of them, and the answer is one sentence.
const WINDOWS_EXPLAINED_MAX: usize = 3;
/// Local dates beside a window that hours over midnight and other zones may reach into.
const DATES_AROUND: i32 = 3;
/// Buffers and long appointments reach over a window's edge by at most this.
const EDGE_HOURS: i64 = 24;

/// The clinic's set-up contradicts itself.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SearchError(String);

impl From<schedule::Problem> for SearchError {
    fn from(problem: schedule::Problem) -> Self {
        Self(problem.to_string())
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct FreeTimes {
    /// For which service.
    pub service: ServiceId,
    /// For whom, when that is known: nobody is in two places, and habits count.
    pub patient: Option<PatientId>,
    /// With whom, if it matters.
    pub practitioner: Option<PractitionerId>,
    /// Starts are looked for in these; empty: from now on.
    pub windows: Vec<(Timestamp, Timestamp)>,
    /// How many.
    pub count: usize,
    /// The first ones rather than a spread.
    pub earliest: bool,
    /// The last ones.
    pub latest: bool,
    /// Starts that are not wanted.
    pub not: Vec<Timestamp>,
    /// The appointment that shall move stands in nobody's way.
    pub moving: Option<AppointmentId>,
    /// This conversation's own hold stands in nobody's way.
    pub own: Option<ConversationId>,
}

impl FreeTimes {
    /// One slot and no other.
    pub(crate) fn exactly(slot: &Slot) -> Self {
        Self {
            service: slot.service.clone(),
            practitioner: Some(slot.practitioner.clone()),
            windows: Vec::new(),
            count: 1,
            earliest: true,
            latest: false,
            not: Vec::new(),
            moving: None,
            own: None,
            patient: None,
        }
    }
}

/// What was found.
pub(crate) struct Found {
    pub(crate) slots: Vec<Slot>,
    /// What speaks for each of them, when they were chosen for one patient.
    pub(crate) merits: Vec<Vec<schedule::Merit>>,
    pub(crate) nothing: Option<schedule::Nothing>,
}

impl Desk {
    /// Looks for free times.
    pub(crate) async fn free_times(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        ask: &FreeTimes,
    ) -> Result<Found, DeskError> {
        let service = clinic.service(&ask.service).ok_or(DeskError::NotFound("the service"))?;
        let now = self.now();
        let horizon = now + SignedDuration::from_hours(24 * (i64::from(clinic.policy.horizon_days) + 1));
        let hull = hull(&ask.windows, now, horizon);
        let first = hull.1.min(now + SignedDuration::from_hours(24 * FIRST_LOOK_DAYS)).max(hull.0);
        let mut nothing = None;
        let mut looks = vec![(hull.0, first)];
        if ask.windows.is_empty() && !ask.latest {
            looks.push((first, hull.1));
        } else {
            looks[0].1 = hull.1;
        }
        for (from, to) in looks.into_iter().filter(|it| it.0 < it.1) {
            let search = self.search(tx, clinic, service, ask, (from, to)).await?;
            let found = schedule::find(&search).map_err(|it| SearchError(it.to_string()))?;
            let wanted: Vec<schedule::Slot> = found.slots.into_iter().filter(|it| suits(ask, it)).collect();
            if wanted.is_empty() {
                nothing = found.nothing_because.or_else(|| nothing_within(ask, &search)).or(nothing);
                continue;
            }
            let patient = ask.patient.as_ref();
            let wishes = habits::wishes(tx, clinic, &search.zone, patient, &ask.service, now).await?;
            let shown = self.shown_to_others(tx, clinic, ask, (from, to)).await?;
            let few = few(ask, &wanted, &shown, &wishes, &search.zone);
            let (slots, merits) = few.into_iter().map(|it| (slot(&ask.service, &it.slot), it.merits)).unzip();
            return Ok(Found { slots, merits, nothing });
        }
        Ok(Found { slots: Vec::new(), merits: Vec::new(), nothing })
    }

    /// Judges one start inside the transaction that will book it; rooms are chosen anew.
    pub(crate) async fn may_start(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        ask: &FreeTimes,
        at: Timestamp,
    ) -> Result<Result<Slot, NotFree>, DeskError> {
        let service = clinic.service(&ask.service).ok_or(DeskError::NotFound("the service"))?;
        let to = at + SignedDuration::from_mins(i64::from(service.minutes));
        let search = self.search(tx, clinic, service, ask, (at, to)).await?;
        let explained = schedule::explain(&search, at).map_err(|it| SearchError(it.to_string()))?;
        let longer = SignedDuration::from_mins(if is_planted(Mischief::FiveMinutesMore) { 5 } else { 0 });
        let found = explained.slot.as_ref().map(|it| slot(&ask.service, it));
        Ok(found.map(|it| Slot { to: it.to + longer, ..it }).ok_or_else(|| NotFree::of(&explained)))
    }

    pub(crate) async fn search(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        service: &Service,
        ask: &FreeTimes,
        window: (Timestamp, Timestamp),
    ) -> Result<schedule::Search, DeskError> {
        let now = self.now();
        let edge = SignedDuration::from_hours(EDGE_HOURS);
        let mut taken = appointments::busy(tx, &clinic.id, window.0 - edge, window.1 + edge, now).await?;
        taken.retain(|it| {
            (it.appointment.is_none() || it.appointment != ask.moving)
                && (it.hold_of.is_none() || it.hold_of != ask.own)
        });
        taken.extend(self.away(tx, clinic, (window.0 - edge, window.1 + edge)).await?);
        let mut search = build(clinic, service, ask.practitioner.as_ref(), now, window, &taken)?;
        if let Some(patient) = &ask.patient {
            let coming = appointments::coming_of(tx, std::slice::from_ref(patient), now).await?;
            let others = coming.iter().filter(|it| Some(&it.id) != ask.moving.as_ref());
            search.patient_busy =
                others.map(|it| schedule::Busy::appointment(it.slot.from, it.slot.to)).collect();
        }
        Ok(search)
    }
}

/// Why nothing lies in the windows asked for, when there is something between them.
fn nothing_within(ask: &FreeTimes, search: &schedule::Search) -> Option<schedule::Nothing> {
    ask.windows.iter().take(WINDOWS_EXPLAINED_MAX).find_map(|(from, to)| {
        let window =
            schedule::Window { from: (*from).max(search.window.from), to: (*to).min(search.window.to) };
        let first = Some(schedule::Want { count: 1, rank: schedule::Rank::Earliest });
        let within = schedule::Search { window, want: first, ..search.clone() };
        (window.from < window.to).then(|| schedule::find(&within).ok()?.nothing_because).flatten()
    })
}

pub(crate) fn hull(
    windows: &[(Timestamp, Timestamp)],
    now: Timestamp,
    horizon: Timestamp,
) -> (Timestamp, Timestamp) {
    let from = windows.iter().map(|it| it.0).min().unwrap_or(now).max(now);
    let to = windows.iter().map(|it| it.1).max().unwrap_or(horizon).min(horizon);
    (from, to.max(from))
}

fn suits(ask: &FreeTimes, slot: &schedule::Slot) -> bool {
    let inside = ask.windows.is_empty() || ask.windows.iter().any(|it| it.0 <= slot.from && slot.from < it.1);
    inside && !ask.not.contains(&slot.from)
}

pub(crate) fn slot(service: &ServiceId, found: &schedule::Slot) -> Slot {
    Slot {
        from: found.from,
        to: found.to,
        service: service.clone(),
        practitioner: found
            .practitioner
            .as_str()
            .parse()
            .expect("the search was built from the clinic's own practitioners"),
        rooms: found
            .rooms
            .iter()
            .map(|it| it.as_str().parse().expect("the search was built from the clinic's own rooms"))
            .collect(),
    }
}

fn build(
    clinic: &Clinic,
    service: &Service,
    practitioner: Option<&PractitionerId>,
    now: Timestamp,
    window: (Timestamp, Timestamp),
    taken: &[Busy],
) -> Result<schedule::Search, SearchError> {
    let zone = zone(&clinic.time_zone)?;
    let closed = Closed::around(clinic, &zone, window);
    let who = clinic
        .practitioners
        .iter()
        .filter(|it| it.services.contains(&service.id))
        .filter(|it| practitioner.is_none_or(|wanted| wanted == &it.id));
    let practitioners = who.map(|it| person(clinic, &closed, it, taken)).collect::<Result<Vec<_>, _>>()?;
    let rooms = clinic
        .rooms
        .iter()
        .filter(|it| service.rooms.contains(&it.kind))
        .map(|it| room(clinic, &closed, it, taken))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(schedule::Search {
        now,
        zone,
        service: schedule::Service {
            id: Some(service.id.as_str().into()),
            minutes: service.minutes,
            buffer_before: service.buffer_before,
            buffer_after: service.buffer_after,
            buffers: schedule::Buffers::Larger,
            notice: service.notice_minutes.unwrap_or(clinic.policy.notice_minutes),
            horizon_days: Some(clinic.policy.horizon_days),
            step: service.step,
            align: if service.align_to_clock { schedule::Align::Clock } else { schedule::Align::Hours },
            rooms: service.rooms.iter().map(|it| it.as_str().into()).collect(),
            capacity: service.capacity,
        },
        practitioners,
        rooms,
        patient_busy: Vec::new(),
        window: schedule::Window { from: window.0, to: window.1 },
        check: Vec::new(),
        want: None,
    })
}

pub(crate) fn zone(name: &str) -> Result<schedule::Zone, SearchError> {
    schedule::Zone::named(name).map_err(|it| SearchError(it.to_string()))
}

fn person(
    clinic: &Clinic,
    closed: &Closed,
    it: &svara_model::Practitioner,
    taken: &[Busy],
) -> Result<schedule::Practitioner, SearchError> {
    Ok(schedule::Practitioner {
        id: it.id.as_str().into(),
        hours: hours(&it.hours)?,
        exceptions: exceptions(closed, &it.exceptions)?,
        zone: it.time_zone.as_deref().map(zone).transpose()?,
        max_per_day: it.max_per_day,
        busy: busy_of(clinic, it.id.as_str(), taken),
    })
}

fn room(
    clinic: &Clinic,
    closed: &Closed,
    it: &svara_model::Room,
    taken: &[Busy],
) -> Result<schedule::Room, SearchError> {
    Ok(schedule::Room {
        id: it.id.as_str().into(),
        kind: it.kind.as_str().into(),
        hours: it.hours.as_deref().map(hours).transpose()?,
        exceptions: exceptions(closed, &it.exceptions)?,
        busy: busy_of(clinic, it.id.as_str(), taken),
    })
}

fn hours(all: &[Hours]) -> Result<Vec<schedule::Hours>, SearchError> {
    all.iter()
        .map(|it| {
            Ok(schedule::Hours {
                days: it.days.iter().copied().map(weekday).collect(),
                span: span(&it.from, &it.to)?,
            })
        })
        .collect()
}

fn span(from: &str, to: &str) -> Result<schedule::Span, SearchError> {
    let time = |text: &str| schedule::TimeOfDay::parse(text).map_err(|it| SearchError(it.to_string()));
    Ok(schedule::Span { from: time(from)?, to: time(to)? })
}

/// Days on which the clinic is closed around a search.
struct Closed {
    listed: HashSet<Date>,
    holidays: HashSet<Date>,
}

impl Closed {
    fn around(clinic: &Clinic, zone: &schedule::Zone, window: (Timestamp, Timestamp)) -> Self {
        let date = |at: Timestamp| zone.time_zone().to_datetime(at).date();
        let first = date(window.0).saturating_sub(DATES_AROUND.days());
        let last = date(window.1).saturating_add(DATES_AROUND.days());
        let listed: HashSet<_> = clinic.closed.iter().map(|it| it.date).collect();
        let dates = first.series(1.day()).take_while(|it| *it <= last);
        let holidays = dates.filter(|it| !listed.contains(it) && clinic.closed_on(*it).is_some()).collect();
        Self { listed, holidays }
    }
}

/// Dates of its own, and every day on which the whole clinic is closed. Hours that somebody has expressly on a public
/// holiday stand; on a day that the clinic's list closes they don't.
fn exceptions(
    closed: &Closed,
    own: &[svara_model::Exception],
) -> Result<Vec<schedule::Exception>, SearchError> {
    let mut all = own
        .iter()
        .filter(|it| !closed.listed.contains(&it.date))
        .map(|it| {
            let hours = it.hours.iter().map(|it| span(&it.from, &it.to)).collect::<Result<Vec<_>, _>>()?;
            Ok(schedule::Exception { date: it.date, hours })
        })
        .collect::<Result<Vec<_>, SearchError>>()?;
    let kept = |it: &Date| own.iter().any(|own| own.date == *it);
    let mut dates: Vec<_> = closed.holidays.iter().filter(|it| !kept(it)).chain(&closed.listed).collect();
    dates.sort();
    all.extend(dates.into_iter().map(|date| schedule::Exception { date: *date, hours: Vec::new() }));
    Ok(all)
}

fn weekday(day: Weekday) -> CivilWeekday {
    match day {
        Weekday::Mon => CivilWeekday::Monday,
        Weekday::Tue => CivilWeekday::Tuesday,
        Weekday::Wed => CivilWeekday::Wednesday,
        Weekday::Thu => CivilWeekday::Thursday,
        Weekday::Fri => CivilWeekday::Friday,
        Weekday::Sat => CivilWeekday::Saturday,
        Weekday::Sun => CivilWeekday::Sunday,
    }
}

fn busy_of(clinic: &Clinic, resource: &str, taken: &[Busy]) -> Vec<schedule::Busy> {
    taken
        .iter()
        .filter(|it| it.resource == resource)
        .map(|it| {
            let service = it.service.as_ref().and_then(|id| clinic.service(id));
            schedule::Busy {
                from: it.from,
                to: it.to,
                kind: match it.kind {
                    BusyKind::Appointment => schedule::BusyKind::Appointment,
                    BusyKind::Hold => schedule::BusyKind::Hold,
                    BusyKind::Block => schedule::BusyKind::Block,
                },
                service: it.service.as_ref().map(|it| it.as_str().into()),
                buffer_before: service.map_or(0, |it| it.buffer_before),
                buffer_after: service.map_or(0, |it| it.buffer_after),
            }
        })
        .collect()
}
