//! Many at once: patients for the same times, clients for one time, workers for the same jobs. Nobody is left
//! without an answer, and what the database holds is counted, not believed.

use crate::world::*;
use std::collections::BTreeSet;
use svara_model::*;
use svara_store::{BookingError, appointments, jobs};

const PATIENTS: u64 = 100;
const ATTEMPTS_EACH: u64 = 5;
const TIMES: u64 = 50;
const CLIENTS: u64 = 1_000;

/// Five hundred attempts at fifty half hours that overlap each other by ten and twenty minutes.
pub async fn a_hundred_patients_race_for_fifty_times(place: Place) {
    place.step(|tx| Box::pin(furnish(tx))).await;
    let mut tries = tokio::task::JoinSet::new();
    for n in 0..PATIENTS * ATTEMPTS_EACH {
        let store = place.store.clone();
        tries.spawn(async move {
            let wanted =
                slot((n * 7 % TIMES * 10).cast_signed(), 30, "eva", if n % 2 == 0 { "r1" } else { "r2" });
            store
                .write("race", move |tx| {
                    let wanted = wanted.clone();
                    Box::pin(async move {
                        // Every other one forgets to lock first: the database has the last word all the same.
                        if n % 2 == 0 {
                            appointments::lock(tx, &clinic_id(), &wanted.practitioner).await?;
                        }
                        book(tx, n, wanted).await
                    })
                })
                .await
        });
    }
    let answers = tries.join_all().await;
    assert_eq!(answers.len(), 500, "each is answered");
    let booked = answers.iter().filter(|it| it.is_ok()).count();
    for answer in &answers {
        assert!(matches!(answer, Ok(_) | Err(BookingError::Taken)), "{answer:?}");
    }
    let (visits, overlaps) = count(&place).await;
    assert_eq!((visits, overlaps), (booked, 0));
    // A visit stands in the way of the five starts nearest to it, so fifty starts leave room for ten at least.
    assert!(booked >= 10, "only {booked} were booked");
}

async fn count(place: &Place) -> (usize, usize) {
    let all = place.look(|tx| {
        Box::pin(async move {
            Ok(appointments::list(tx, &clinic_id(), None, None, None, None, None, 5_000).await?)
        })
    });
    let slots: Vec<Slot> = all.await.into_iter().map(|(visit, _)| visit.slot).collect();
    let overlaps = slots.windows(2).filter(|pair| pair[0].to > pair[1].from).count();
    (slots.len(), overlaps)
}

pub async fn a_thousand_clients_race_for_one_time(place: Place) {
    place.step(|tx| Box::pin(furnish(tx))).await;
    let mut tries = tokio::task::JoinSet::new();
    for n in 0..CLIENTS {
        let store = place.store.clone();
        tries.spawn(async move {
            store.write("race", move |tx| Box::pin(book(tx, n, slot(0, 30, "eva", "r1")))).await
        });
    }
    let answers = tries.join_all().await;
    let won = answers.iter().filter(|it| it.is_ok()).count();
    let lost = answers.iter().filter(|it| matches!(it, Err(BookingError::Taken))).count();
    assert_eq!((won, lost), (1, 999));
}

/// Moving into each other's times from both sides: one of the classic deadlocks.
pub async fn two_who_change_places_at_once_are_both_answered(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                for n in 0..20 {
                    book(tx, n, slot(n.cast_signed() * 30, 30, if n % 2 == 0 { "eva" } else { "olle" }, ""))
                        .await?;
                }
                Ok(())
            })
        })
        .await;
    let mut moves = tokio::task::JoinSet::new();
    for n in 0..20_u64 {
        let store = place.store.clone();
        moves.spawn(async move {
            let other = (n ^ 1).cast_signed() * 30;
            let to = slot(other + 15, 30, if n % 2 == 0 { "olle" } else { "eva" }, "");
            store
                .write("change places", move |tx| {
                    let to = to.clone();
                    Box::pin(
                        async move { appointments::move_to(tx, &id!(AppointmentId, n), 0, &to, at(0)).await },
                    )
                })
                .await
        });
    }
    for answer in moves.join_all().await {
        assert!(matches!(answer, Ok(_) | Err(BookingError::Taken)), "{answer:?}");
    }
}

pub async fn eight_workers_share_a_hundred_jobs(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                for n in 0..100 {
                    jobs::add(tx, id!(JobId, n), "remind", &format!("job:{n}"), at(0), "{}", at(0)).await?;
                }
                Ok(())
            })
        })
        .await;
    let mut workers = tokio::task::JoinSet::new();
    for n in 0..8 {
        let store = place.store.clone();
        workers.spawn(async move {
            let mut mine = Vec::new();
            loop {
                let claimed: Result<_, BookingError> = store
                    .write("claim", move |tx| {
                        Box::pin(async move {
                            Ok(jobs::claim(tx, at(1), at(9), &format!("worker {n}"), 3).await?)
                        })
                    })
                    .await;
                let claimed = claimed.unwrap();
                if claimed.is_empty() {
                    return mine;
                }
                mine.extend(claimed.into_iter().map(|it| it.id));
            }
        });
    }
    let all: Vec<JobId> = workers.join_all().await.into_iter().flatten().collect();
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (100, 100), "each once");
}
