//! The made-up past is possible: inside the hours, without overlaps, with free times ahead.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use svara_model::{AppointmentStatus, Clinic, Hours, Practitioner, Room, Service, Weekday};
use svara_sim::clinic::{PATIENTS, demo_toml};
use svara_sim::history::{PastVisit, coming, weeks};

fn clinic() -> Clinic {
    let file =
        svara_desk::clinic_file::ClinicFile::parse(demo_toml()).expect("the desk reads the demo's file");
    assert_eq!(file.patients.len(), PATIENTS);
    file.clinic
}

const DAYS: [Date; 4] = [date(2026, 3, 10), date(2026, 4, 2), date(2026, 11, 1), date(2027, 1, 4)];

fn works(who: &Practitioner, day: Weekday, from: &str, to: &str) -> bool {
    who.hours.iter().any(|Hours { days, from: open, to: shut }| {
        days.contains(&day) && open.as_str() <= from && to <= shut.as_str()
    })
}

fn check(clinic: &Clinic, all: &[PastVisit]) {
    let zone = TimeZone::get(&clinic.time_zone).unwrap();
    let mut busy: BTreeMap<String, Vec<(i64, i64)>> = BTreeMap::new();
    for visit in all {
        let (from, to) = (visit.from.to_zoned(zone.clone()), visit.to.to_zoned(zone.clone()));
        let who = clinic.practitioner(&visit.practitioner).unwrap();
        let service: &Service = clinic.service(&visit.service).unwrap();
        let day: Weekday =
            serde_json::from_value(from.strftime("%a").to_string().to_lowercase().into()).unwrap();
        let wall = |it: &jiff::Zoned| it.strftime("%H:%M").to_string();
        assert!(works(who, day, &wall(&from), &wall(&to)), "{visit:?}");
        assert!(!clinic.closed.iter().any(|it| it.date == from.date()), "{visit:?}");
        assert!(who.services.contains(&visit.service));
        assert_eq!((visit.to - visit.from).get_seconds(), i64::from(service.minutes) * 60);
        let kinds: Vec<_> = visit.rooms.iter().map(|id| room(clinic, id.as_str()).kind.clone()).collect();
        assert_eq!(kinds, service.rooms);
        assert!(visit.patient < PATIENTS);
        let rooms = visit.rooms.iter().map(ToString::to_string);
        for thing in rooms.chain([visit.practitioner.to_string(), format!("patient {}", visit.patient)]) {
            busy.entry(thing).or_default().push((visit.from.as_second(), visit.to.as_second()));
        }
    }
    for (thing, mut times) in busy {
        times.sort_unstable();
        assert!(times.windows(2).all(|it| it[0].1 <= it[1].0), "{thing} is in two places at once");
    }
}

fn room<'a>(clinic: &'a Clinic, id: &str) -> &'a Room {
    clinic.rooms.iter().find(|it| it.id.as_str() == id).unwrap()
}

#[test]
fn the_past_and_the_diary_are_possible() {
    let clinic = clinic();
    for today in DAYS {
        for seed in 0..20 {
            check(&clinic, &weeks(&clinic, today, seed));
            check(&clinic, &coming(&clinic, today, seed));
        }
    }
}

#[test]
fn the_same_day_and_seed_give_the_same_past() {
    let clinic = clinic();
    assert_eq!(weeks(&clinic, DAYS[0], 7), weeks(&clinic, DAYS[0], 7));
    assert_ne!(weeks(&clinic, DAYS[0], 7), weeks(&clinic, DAYS[0], 8));
}

#[test]
fn the_past_is_mostly_kept_and_the_diary_has_room() {
    let clinic = clinic();
    for today in DAYS {
        let past = weeks(&clinic, today, 7);
        let count = |status| past.iter().filter(|it| it.status == status).count();
        assert!(past.len() > 300, "{} visits in five weeks", past.len());
        assert!(count(AppointmentStatus::Fulfilled) > past.len() * 8 / 10);
        assert!(count(AppointmentStatus::Noshow) > 0 && count(AppointmentStatus::Cancelled) > 0);
        let diary = coming(&clinic, today, 7);
        assert!((60..160).contains(&diary.len()), "{} visits in two weeks", diary.len());
        assert!(diary.iter().all(|it| it.patient != 0), "Sara has nothing booked");
        assert_eq!(diary.iter().filter(|it| it.patient == 1).count(), 1, "Tom has one visit");
    }
}
