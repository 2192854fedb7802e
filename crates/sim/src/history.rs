//! What happened at a clinic in the past weeks and what is booked in the coming ones: made up, the same each time
//! for the same day and seed. Absent: storing it, and patients' names (they are counted, not named).

use crate::clinic::PATIENTS;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeMap;
use svara_model::{
    AppointmentStatus, Clinic, Practitioner, PractitionerId, Room, RoomId, Service, ServiceId, Weekday,
};

/// How far back the past goes.
const PAST_DAYS: i32 = 5 * 7;
/// How far ahead the diary has entries.
const COMING_DAYS: i32 = 14;
/// Of a hundred possible visits, so many took place in the past weeks.
const PAST_FILL_PERCENT: u64 = 78;
/// Of a hundred possible visits, so many are booked for today; fewer each day after, so that times stay free.
const COMING_FILL_PERCENT: u64 = 64;
const COMING_FILL_LOSS_PERCENT: u64 = 3;
/// Visits begin at multiples of this.
const GRID_MINUTES: i32 = 5;
/// A time that stays free is so long before the next visit may begin.
const GAP_MINUTES: i32 = 30;
/// Sara, who is the newcomer's part to play, has nothing booked; Tom has one visit, the day after tomorrow or later.
const SARA: usize = 0;
const TOM: usize = 1;

/// A visit that is over, or was called off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastVisit {
    /// Whose, counted from 0 in the order of the clinic's file.
    pub patient: usize,
    /// For what.
    pub service: ServiceId,
    /// With whom.
    pub practitioner: PractitionerId,
    /// Where; one for each kind of room that the service needs.
    pub rooms: Vec<RoomId>,
    /// When it began.
    pub from: Timestamp,
    /// When it ended.
    pub to: Timestamp,
    /// What became of it.
    pub status: AppointmentStatus,
    /// Which way it was booked: `whatsapp`, `console`, `api`.
    pub booked_via: &'static str,
}

/// The past five weeks up to yesterday: fulfilled mostly, with some who did not come and some called off.
pub fn weeks(clinic: &Clinic, today: Date, seed: u64) -> Vec<PastVisit> {
    visits(clinic, today, -PAST_DAYS..0, seed, |_| PAST_FILL_PERCENT)
}

/// Today and the coming two weeks: booked or confirmed, with times left free.
pub fn coming(clinic: &Clinic, today: Date, seed: u64) -> Vec<PastVisit> {
    let fill = |day: i32| {
        COMING_FILL_PERCENT.saturating_sub(COMING_FILL_LOSS_PERCENT * u64::from(day.unsigned_abs()))
    };
    let mut all = visits(clinic, today, 0..COMING_DAYS, seed ^ 1, fill);
    all.retain(|it| it.patient != SARA);
    keep_one_of_toms(&mut all, clinic, today);
    all
}

fn keep_one_of_toms(all: &mut Vec<PastVisit>, clinic: &Clinic, today: Date) {
    all.retain(|it| it.patient != TOM);
    let zone = zone(clinic);
    let soon = |it: &PastVisit| (it.from.to_zoned(zone.clone()).date() - today).get_days() >= 2;
    let usual = clinic.default_service().map(|it| it.id.clone());
    let his = all.iter().position(|it| soon(it) && Some(&it.service) == usual.as_ref());
    if let Some(his) = his.or_else(|| all.iter().position(soon)) {
        all[his].patient = TOM;
        all[his].status = AppointmentStatus::Booked;
    }
}

fn zone(clinic: &Clinic) -> TimeZone {
    TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC)
}

/// Busy minutes of each room on a day.
type Taken = BTreeMap<RoomId, Vec<(i32, i32)>>;

/// Who comes next: everyone once before anyone comes again, so that nobody is at the dentist's every day.
struct Queue(usize);

impl Queue {
    /// Has no common divisor with the number of patients.
    const STEP: usize = 37;

    fn next(&mut self) -> usize {
        self.0 = (self.0 + Self::STEP) % PATIENTS;
        self.0
    }
}

fn overlaps(taken: &[(i32, i32)], from: i32, to: i32) -> bool {
    taken.iter().any(|it| it.0 < to && from < it.1)
}

fn visits(
    clinic: &Clinic,
    today: Date,
    days: std::ops::Range<i32>,
    seed: u64,
    fill: impl Fn(i32) -> u64,
) -> Vec<PastVisit> {
    let mut chance = Chance(seed);
    let mut queue = Queue(usize::try_from(seed % PATIENTS as u64).expect("a remainder of a small number"));
    let mut all = Vec::new();
    for day in days {
        let date = today.saturating_add(i64::from(day).days());
        let mut taken = Taken::default();
        for practitioner in &clinic.practitioners {
            for (from, to) in hours(clinic, practitioner, date) {
                let stretch = Stretch { clinic, practitioner, date, from, to, past: day < 0 };
                stretch.fill(fill(day), (&mut chance, &mut queue), &mut taken, &mut all);
            }
        }
    }
    all.sort_by_key(|it| (it.from, it.practitioner.clone()));
    all
}

/// One practitioner's time from a beginning to an end, in minutes of a day.
struct Stretch<'a> {
    clinic: &'a Clinic,
    practitioner: &'a Practitioner,
    date: Date,
    from: i32,
    to: i32,
    past: bool,
}

impl Stretch<'_> {
    fn fill(
        &self,
        percent: u64,
        (chance, queue): (&mut Chance, &mut Queue),
        taken: &mut Taken,
        all: &mut Vec<PastVisit>,
    ) {
        let mut at = self.from;
        while at < self.to {
            let visit = (chance.percent() < percent).then(|| self.visit(at, chance, queue, taken)).flatten();
            match visit {
                Some((visit, free_again)) => {
                    all.push(visit);
                    at = free_again;
                }
                None => at += GAP_MINUTES,
            }
        }
    }

    /// A visit at that minute, if something fits, and when the practitioner is free again.
    fn visit(
        &self,
        at: i32,
        chance: &mut Chance,
        queue: &mut Queue,
        taken: &mut Taken,
    ) -> Option<(PastVisit, i32)> {
        let offered: Vec<&Service> =
            self.practitioner.services.iter().filter_map(|it| self.clinic.service(it)).collect();
        let service = *chance.one_of(&offered)?;
        let from = at + minutes(service.buffer_before);
        let to = from + minutes(service.minutes);
        if to > self.to {
            return None;
        }
        let rooms = self.rooms(service, from, to, taken)?;
        for room in &rooms {
            taken.entry(room.clone()).or_default().push((from, to));
        }
        let visit = PastVisit {
            patient: queue.next(),
            service: service.id.clone(),
            practitioner: self.practitioner.id.clone(),
            rooms,
            from: self.moment(from)?,
            to: self.moment(to)?,
            status: status(self.past, chance.percent()),
            booked_via: chance.one_of(&["whatsapp", "whatsapp", "whatsapp", "console", "api"])?,
        };
        let free = to + minutes(service.buffer_after);
        Some((
            visit,
            free.div_euclid(GRID_MINUTES) * GRID_MINUTES
                + if free % GRID_MINUTES > 0 { GRID_MINUTES } else { 0 },
        ))
    }

    /// A free room of each kind needed.
    fn rooms(&self, service: &Service, from: i32, to: i32, taken: &Taken) -> Option<Vec<RoomId>> {
        let free = |room: &&Room| !overlaps(taken.get(&room.id).map_or(&[], Vec::as_slice), from, to);
        let of = |kind: &String| self.clinic.rooms.iter().filter(|it| &it.kind == kind).find(free);
        service.rooms.iter().map(|kind| of(kind).map(|it| it.id.clone())).collect()
    }

    /// The moment of a minute of the day on the clinic's wall.
    fn moment(&self, minute: i32) -> Option<Timestamp> {
        let time = Time::new(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0).ok()?;
        let zoned = self.date.to_datetime(time).to_zoned(zone(self.clinic)).ok()?;
        Some(zoned.timestamp())
    }
}

fn minutes(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 2)
}

fn status(past: bool, percent: u64) -> AppointmentStatus {
    match (past, percent) {
        (true, 0..=4) => AppointmentStatus::Noshow,
        (true, 5..=10) => AppointmentStatus::Cancelled,
        (true, _) => AppointmentStatus::Fulfilled,
        (false, 0..=39) => AppointmentStatus::Confirmed,
        (false, _) => AppointmentStatus::Booked,
    }
}

/// When someone works on a date, in minutes of the day; what crosses midnight ends there.
fn hours(clinic: &Clinic, practitioner: &Practitioner, date: Date) -> Vec<(i32, i32)> {
    if clinic.closed.iter().any(|it| it.date == date) {
        return Vec::new();
    }
    let read = |from: &str, to: &str| Some((minute(from)?, minute(to)?));
    let other = practitioner.exceptions.iter().find(|it| it.date == date);
    let stretches: Vec<_> = if let Some(other) = other {
        other.hours.iter().filter_map(|it| read(&it.from, &it.to)).collect()
    } else {
        let day = weekday(date);
        let usual = practitioner.hours.iter().filter(|it| it.days.contains(&day));
        usual.filter_map(|it| read(&it.from, &it.to)).collect()
    };
    stretches.into_iter().map(|(from, to)| (from, if to > from { to } else { 24 * 60 })).collect()
}

/// `08:30` as minutes of the day; `24:00` is its end.
fn minute(text: &str) -> Option<i32> {
    let (hour, minute) = text.split_once(':')?;
    let minute = hour.parse::<i32>().ok()? * 60 + minute.parse::<i32>().ok()?;
    (0..=24 * 60).contains(&minute).then_some(minute)
}

fn weekday(date: Date) -> Weekday {
    match date.weekday() {
        jiff::civil::Weekday::Monday => Weekday::Mon,
        jiff::civil::Weekday::Tuesday => Weekday::Tue,
        jiff::civil::Weekday::Wednesday => Weekday::Wed,
        jiff::civil::Weekday::Thursday => Weekday::Thu,
        jiff::civil::Weekday::Friday => Weekday::Fri,
        jiff::civil::Weekday::Saturday => Weekday::Sat,
        jiff::civil::Weekday::Sunday => Weekday::Sun,
    }
}

/// SplitMix64: the same numbers on every machine and in every version, which no library promises.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        it ^ (it >> 31)
    }

    fn percent(&mut self) -> u64 {
        self.next() % 100
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let index = self.next().checked_rem(all.len() as u64)?;
        all.get(usize::try_from(index).ok()?)
    }
}
