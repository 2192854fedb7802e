//! A patient at two places, two visits at one time by leave, and requests that come twice.

use crate::world::*;
use svara_model::*;
use svara_store::answers::{self, Known, Request};
use svara_store::{BookingError, Tx, appointments, events};

async fn of_another_patient(tx: &mut Tx, n: u64, slot: Slot, marks: Marks) -> Done<Appointment> {
    let visit = Appointment { patient: id!(PatientId, 2), marks, ..visit(n, slot) };
    appointments::insert(tx, &visit).await?;
    Ok(visit)
}

async fn mine(tx: &mut Tx, n: u64, slot: Slot) -> Done<Appointment> {
    let visit = Appointment { marks: Marks::default(), ..visit(n, slot) };
    appointments::insert(tx, &visit).await?;
    Ok(visit)
}

fn beside() -> Marks {
    Marks { overbooked: true, ..Marks::default() }
}

fn is_busy<T>(outcome: &Result<T, BookingError>) -> bool {
    matches!(outcome, Err(BookingError::PatientBusy))
}

fn is_taken<T>(outcome: &Result<T, BookingError>) -> bool {
    matches!(outcome, Err(BookingError::Taken))
}

pub async fn a_patient_is_at_one_place_at_a_time(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                mine(tx, 1, slot(0, 30, "eva", "r1")).await?;
                assert!(is_busy(&mine(tx, 2, slot(15, 30, "olle", "r2")).await));
                let later = mine(tx, 2, slot(30, 30, "olle", "r2")).await?;
                let back = appointments::move_to(tx, &later.id, 0, &slot(15, 30, "olle", "r2"), at(1)).await;
                assert!(is_busy(&back), "nor by moving");
                assert!(is_taken(&mine(tx, 3, slot(30, 30, "olle", "")).await), "and the old time is kept");
                let told = Marks { elsewhere_too: true, ..Marks::default() };
                let said_so = Appointment { marks: told.clone(), ..visit(3, slot(0, 30, "olle", "r2")) };
                appointments::insert(tx, &said_so).await?;
                assert_eq!(appointments::by_id(tx, &said_so.id).await?.unwrap().marks, told);
                let busy = appointments::busy(tx, &clinic_id(), at(0), at(99), at(0)).await?;
                assert_eq!(busy.len(), 6, "a patient's own rows are no part of the diary");
                appointments::set_status(tx, &id!(AppointmentId, 1), AppointmentStatus::Cancelled, at(2))
                    .await?;
                mine(tx, 4, slot(0, 30, "eva", "r1")).await?;
                Ok(())
            })
        })
        .await;
    let refused = place
        .behind_its_back(
            "INSERT INTO occupancy (owner, resource, starts, ends, clinic, kind, share_key, seat)
             SELECT 'planted', resource, starts + 60000000, ends, clinic, kind, 'planted', 0 FROM occupancy
             WHERE kind = 'patient'",
        )
        .await;
    assert!(refused.is_err(), "the database has the last word");
}

pub async fn an_overbooked_visit_sits_beside_one_and_no_third_does(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                svara_store::patients::insert(tx, &patient(2), None, at(0)).await?;
                let here = slot(0, 30, "eva", "r1");
                let nobody = of_another_patient(tx, 9, here.clone(), beside()).await;
                assert!(is_taken(&nobody), "there is nobody to sit beside");
                book(tx, 1, here.clone()).await?;
                assert!(is_taken(&of_another_patient(tx, 2, here.clone(), Marks::default()).await));
                let other_start = of_another_patient(tx, 2, slot(15, 30, "eva", "r1"), beside()).await;
                assert!(is_taken(&other_start));
                of_another_patient(tx, 2, here.clone(), beside()).await?;
                let third = Appointment { patient: id!(PatientId, 2), ..visit(3, here.clone()) };
                let third = Appointment {
                    marks: Marks { elsewhere_too: true, overbooked: true, ..Marks::default() },
                    ..third
                };
                assert!(is_taken(&appointments::insert(tx, &third).await), "two are the most");
                let day = (at(0), at(1_440));
                let (clinic, eva, checkup) =
                    (clinic_id(), "eva".parse().unwrap(), "checkup".parse().unwrap());
                assert_eq!(appointments::overbooked(tx, &clinic, &eva, &checkup, day.0, day.1).await?, 1);
                // The one who stood there first moves a quarter of an hour: still an overlap, still refused.
                let first = id!(AppointmentId, 1);
                let nudged = appointments::move_to(tx, &first, 0, &slot(15, 30, "eva", "r2"), at(1)).await;
                assert!(is_taken(&nudged));
                appointments::move_to(tx, &first, 0, &slot(60, 30, "eva", "r1"), at(1)).await?;
                assert!(is_taken(&book(tx, 4, here.clone()).await), "the second has it alone now");
                let moved = id!(AppointmentId, 2);
                appointments::move_to(tx, &moved, 0, &slot(90, 30, "eva", "r1"), at(1)).await?;
                assert_eq!(appointments::overbooked(tx, &clinic, &eva, &checkup, day.0, day.1).await?, 0);
                Ok(())
            })
        })
        .await;
    let planted = place
        .behind_its_back(
            "INSERT INTO occupancy (owner, resource, starts, ends, clinic, kind, share_key, seat)
             SELECT 'planted', resource, starts, ends, clinic, kind, share_key, 0 FROM occupancy WHERE kind <> 'patient'",
        )
        .await;
    assert!(planted.is_err(), "a seat holds one");
}

pub async fn a_visit_bears_marks_and_a_patient_their_no_shows(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let visit = book(tx, 1, slot(0, 30, "eva", "r1")).await?;
                let marks = Marks { asked_off_at: Some(at(1)), fee: Some(350), ..visit.marks.clone() };
                appointments::mark(tx, &visit.id, &marks).await?;
                assert_eq!(appointments::by_id(tx, &visit.id).await?.unwrap().marks, marks);
                assert_eq!(appointments::no_shows(tx, &visit.patient).await?, 0);
                appointments::set_status(tx, &visit.id, AppointmentStatus::Noshow, at(40)).await?;
                assert_eq!(appointments::no_shows(tx, &visit.patient).await?, 1);
                let asked = Appointment { status: AppointmentStatus::Pending, ..visit_two() };
                appointments::insert(tx, &asked).await?;
                let moved =
                    appointments::move_to(tx, &asked.id, 0, &slot(120, 30, "eva", "r1"), at(41)).await?;
                assert_eq!(moved.status, AppointmentStatus::Pending, "a request stays a request");
                Ok(())
            })
        })
        .await;
}

fn visit_two() -> Appointment {
    visit(2, slot(60, 30, "eva", "r1"))
}

pub async fn what_is_said_of_a_subject_is_found(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let visit = book(tx, 1, slot(0, 30, "eva", "r1")).await?;
                let clinic = clinic_id();
                let (apt, pat) = (visit.id.as_str(), visit.patient.as_str());
                for (n, subject) in [(1, Some(pat)), (2, None), (3, Some(apt)), (4, Some("pat_other"))] {
                    events::append(tx, id!(EventId, n), &clinic, at(1), "desk", "noted", subject, "{}")
                        .await?;
                }
                let found = events::about(tx, &clinic, [apt, pat], 9).await?;
                assert_eq!(found.iter().map(|it| it.seq).collect::<Vec<_>>(), [1, 3]);
                let newest = events::about(tx, &clinic, [apt, pat], 1).await?;
                assert_eq!(newest.iter().map(|it| it.seq).collect::<Vec<_>>(), [3]);
                Ok(())
            })
        })
        .await;
}

pub async fn the_same_request_gets_the_same_answer(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                let request = |key: &str, asks: &str| Request {
                    caller: "api:x".into(),
                    key: key.into(),
                    asks: asks.into(),
                };
                let one = request("k1", "book ten o'clock");
                assert_eq!(answers::begin(tx, &one, at(-1), at(0)).await?, Known::New);
                assert_eq!(answers::begin(tx, &one, at(-1), at(1)).await?, Known::Started(at(0)));
                assert_eq!(answers::begin(tx, &request("k1", "other"), at(9), at(1)).await?, Known::Other);
                assert_eq!(
                    answers::begin(tx, &one, at(0), at(2)).await?,
                    Known::New,
                    "the first one stopped"
                );
                answers::keep(tx, &one, 201, b"planted-answer").await?;
                let known = Known::Answered { status: 201, body: b"planted-answer".to_vec() };
                assert_eq!(answers::begin(tx, &one, at(9), at(9)).await?, known);
                let elsewhere = Request { caller: "api:y".into(), ..one.clone() };
                assert_eq!(answers::begin(tx, &elsewhere, at(-1), at(9)).await?, Known::New);
                answers::drop_begun(tx, &elsewhere).await?;
                answers::drop_begun(tx, &one).await?;
                assert_eq!(answers::begin(tx, &one, at(9), at(9)).await?, known, "what was answered stays");
                assert_eq!(answers::begin(tx, &elsewhere, at(-1), at(9)).await?, Known::New);
                assert_eq!(answers::prune(tx, at(3)).await?, 1);
                Ok(())
            })
        })
        .await;
}
