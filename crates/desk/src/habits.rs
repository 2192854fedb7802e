//! What a patient's earlier visits say about the next one: with whom, on which weekday, in which part of the day.
//!
//! Absent: guesses from one visit alone. A weekday or a part of the day counts as usual only when it came up more
//! than once and in at least half of the visits; who saw the patient last is known after one.

use crate::DeskError;
use jiff::Timestamp;
use jiff::civil::Weekday;
use std::collections::BTreeMap;
use svara_dialog::{Awaited, Flow, Memory, Whom};
use svara_model::{Appointment, AppointmentStatus, Clinic, PatientId, ServiceId};
use svara_schedule::{Part, Wishes, Zone};
use svara_store::{Tx, appointments};

/// Visits that are looked back at: habits are what somebody did lately.
const VISITS_LOOKED_AT: usize = 8;

/// For whom times are looked for, when the conversation knows it.
pub(crate) fn for_whom(memory: &Memory) -> Option<PatientId> {
    match &memory.flow {
        Flow::Awaiting(Awaited::Times { whom: Whom::Patient(patient), .. }) => Some(patient.clone()),
        _ => None,
    }
}

/// What is known of a patient, for ranking.
pub(crate) async fn wishes(
    tx: &mut Tx,
    clinic: &Clinic,
    zone: &Zone,
    patient: Option<&PatientId>,
    service: &ServiceId,
    now: Timestamp,
) -> Result<Wishes, DeskError> {
    let visits = match patient {
        Some(patient) => appointments::last_of(tx, patient, VISITS_LOOKED_AT).await?,
        None => Vec::new(),
    };
    Ok(from_visits(&visits, clinic, zone, service, now))
}

/// The latest visit comes first.
fn from_visits(
    visits: &[Appointment],
    clinic: &Clinic,
    zone: &Zone,
    service: &ServiceId,
    now: Timestamp,
) -> Wishes {
    let been: Vec<&Appointment> = visits.iter().filter(|it| took_place(it, now)).collect();
    let same = been.iter().find(|it| &it.slot.service == service);
    let last = same.or(been.first()).map(|it| it.slot.practitioner.as_str().into());
    let weekday = |it: &Appointment| zone.time_zone().to_datetime(it.slot.from).weekday();
    Wishes {
        practitioner: last,
        weekdays: usual(been.iter().map(|it| weekday(it).to_monday_zero_offset()))
            .and_then(|it| Weekday::from_monday_zero_offset(it).ok())
            .into_iter()
            .collect(),
        parts: usual(been.iter().map(|it| Part::at(it.slot.from, zone))).into_iter().collect(),
        shortest_service: clinic.services.iter().map(|it| it.minutes).min().unwrap_or(0),
        shown_to_others: Vec::new(),
    }
}

fn took_place(visit: &Appointment, now: Timestamp) -> bool {
    let called_off = matches!(visit.status, AppointmentStatus::Cancelled | AppointmentStatus::Noshow);
    visit.slot.from < now && !called_off
}

/// What came up more than once and in at least half of the visits; of two such, the one that came up most.
fn usual<T: Ord>(all: impl Iterator<Item = T>) -> Option<T> {
    let (mut counts, mut visits): (BTreeMap<T, usize>, usize) = (BTreeMap::new(), 0);
    for it in all {
        *counts.entry(it).or_default() += 1;
        visits += 1;
    }
    let (value, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count > 1 && count * 2 >= visits).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(from: &str, practitioner: &str, status: AppointmentStatus) -> Appointment {
        let from: Timestamp = from.parse().unwrap();
        Appointment {
            id: "apt_01KKAZ5Q0000000000000000AB".parse().unwrap(),
            clinic: "nord".parse().unwrap(),
            patient: "pat_01KKAZ5Q0000000000000000AB".parse().unwrap(),
            contact: None,
            slot: svara_model::Slot {
                from,
                to: from + jiff::SignedDuration::from_mins(30),
                service: "undersokning".parse().unwrap(),
                practitioner: practitioner.parse().unwrap(),
                rooms: Vec::new(),
            },
            status,
            booked_via: "file".to_owned(),
            confirmed_at: None,
            revision: 0,
            calendar_token: String::new(),
            booked_at: from,
            changed_at: from,
            marks: svara_model::Marks::default(),
        }
    }

    #[test]
    fn visits_that_took_place_make_habits_and_others_dont() {
        let file = crate::clinic_file::ClinicFile::parse(crate::clinic_file::tests::SMALL).unwrap();
        let zone = Zone::named("Europe/Stockholm").unwrap();
        let visits = [
            visit("2026-06-02T13:00:00Z", "eva", AppointmentStatus::Booked),
            visit("2026-03-04T08:00:00Z", "eva", AppointmentStatus::Noshow),
            visit("2026-03-03T13:00:00Z", "anna", AppointmentStatus::Fulfilled),
            visit("2026-02-03T14:00:00Z", "bo", AppointmentStatus::Arrived),
            visit("2026-01-08T08:00:00Z", "bo", AppointmentStatus::Booked),
        ];
        let now = "2026-05-01T00:00:00Z".parse().unwrap();
        let known = from_visits(&visits, &file.clinic, &zone, &"undersokning".parse().unwrap(), now);
        assert_eq!(known.practitioner, Some("anna".into()), "who saw the patient last");
        assert_eq!(known.weekdays, [Weekday::Tuesday]);
        assert_eq!(known.parts, [Part::Afternoon]);
        assert!(!from_visits(&visits[..2], &file.clinic, &zone, &"x".parse().unwrap(), now).are_known());
    }

    #[test]
    fn one_visit_is_no_habit_and_half_of_them_are() {
        assert_eq!(usual(std::iter::empty::<u8>()), None);
        assert_eq!(usual([1].into_iter()), None);
        assert_eq!(usual([1, 2].into_iter()), None);
        assert_eq!(usual([1, 1].into_iter()), Some(1));
        assert_eq!(usual([1, 2, 1, 3].into_iter()), Some(1));
        assert_eq!(usual([1, 2, 1, 3, 4].into_iter()), None, "two of five are chance");
        assert_eq!(usual([2, 1, 1, 1, 2].into_iter()), Some(1));
    }
}
