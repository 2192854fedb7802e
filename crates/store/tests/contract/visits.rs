//! Booking, moving, holding, blocking, listing, and what the database itself refuses.

use crate::world::*;
use svara_model::*;
use svara_store::appointments::{self, Block, BlockedResource};
use svara_store::{BookingError, BusyKind, Tx, holds, patients};

fn group(from: i64) -> Slot {
    Slot { service: "group".parse().unwrap(), ..slot(from, 30, "eva", "r1") }
}

fn hold(talk: u64, slot: Slot, until: i64) -> Hold {
    Hold { id: id!(HoldId, talk), conversation: id!(ConversationId, talk), slot, expires_at: at(until) }
}

fn is_taken<T>(outcome: &Result<T, BookingError>) -> bool {
    matches!(outcome, Err(BookingError::Taken))
}

async fn busy_kinds(tx: &mut Tx, from: i64, to: i64, now: i64) -> Done<Vec<(String, BusyKind)>> {
    let busy = appointments::busy(tx, &clinic_id(), at(from), at(to), at(now)).await?;
    Ok(busy.into_iter().map(|it| (it.resource, it.kind)).collect())
}

pub async fn a_visit_is_booked_moved_and_called_off(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                appointments::lock(tx, &clinic_id(), &"eva".parse().unwrap()).await?;
                let booked = book(tx, 1, slot(0, 30, "eva", "r1")).await?;
                assert_eq!(appointments::by_id(tx, &booked.id).await?, Some(booked.clone()));
                assert_eq!(appointments::by_calendar_token(tx, "token-1").await?, Some(booked.clone()));
                assert_eq!(appointments::by_calendar_token(tx, "token-2").await?, None);
                let confirmed = appointments::set_status(tx, &booked.id, AppointmentStatus::Confirmed, at(1))
                    .await?
                    .unwrap();
                assert_eq!((confirmed.confirmed_at, confirmed.revision), (Some(at(1)), 0));
                let moved =
                    appointments::move_to(tx, &booked.id, 0, &slot(15, 30, "eva", "r1"), at(2)).await?;
                assert_eq!((moved.status, moved.confirmed_at), (AppointmentStatus::Booked, None));
                assert_eq!((moved.revision, moved.slot.from), (1, at(15)));
                let stale = appointments::move_to(tx, &booked.id, 0, &slot(60, 30, "eva", ""), at(2)).await;
                assert!(matches!(stale, Err(BookingError::Changed)));
                let called_off =
                    appointments::set_status(tx, &booked.id, AppointmentStatus::Cancelled, at(3))
                        .await?
                        .unwrap();
                assert_eq!((called_off.revision, called_off.status), (2, AppointmentStatus::Cancelled));
                assert!(busy_kinds(tx, 0, 99, 3).await?.is_empty());
                let gone = appointments::move_to(tx, &booked.id, 2, &slot(60, 30, "eva", ""), at(4)).await;
                assert!(matches!(gone, Err(BookingError::Changed)), "what was called off is booked anew");
                let nobody = id!(AppointmentId, 9);
                assert_eq!(
                    appointments::set_status(tx, &nobody, AppointmentStatus::Noshow, at(4)).await?,
                    None
                );
                Ok(())
            })
        })
        .await;
}

pub async fn two_visits_cannot_overlap(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                book(tx, 1, slot(0, 30, "eva", "r1")).await?;
                for taken in [
                    slot(0, 30, "eva", "r2"),
                    slot(15, 30, "eva", ""),
                    slot(-15, 60, "eva", ""),
                    slot(29, 1, "olle", "r1"),
                ] {
                    assert!(is_taken(&book(tx, 2, taken.clone()).await), "{taken:?}");
                }
                let beside = book(tx, 3, slot(30, 30, "eva", "r1")).await?;
                let clash = appointments::move_to(tx, &beside.id, 0, &slot(15, 30, "eva", "r1"), at(1)).await;
                assert!(is_taken(&clash));
                assert_eq!(
                    appointments::by_id(tx, &beside.id).await?,
                    Some(beside.clone()),
                    "nothing happened"
                );
                assert!(
                    is_taken(&book(tx, 4, slot(45, 5, "eva", "")).await),
                    "and its time is still its own"
                );
                appointments::set_status(tx, &id!(AppointmentId, 1), AppointmentStatus::Noshow, at(40))
                    .await?;
                book(tx, 5, slot(0, 30, "eva", "r1")).await?;
                let gone = id!(AppointmentId, 1);
                let late = appointments::set_status(tx, &gone, AppointmentStatus::Arrived, at(41)).await;
                assert!(late.is_err(), "its time has been given away");
                Ok(())
            })
        })
        .await;
}

pub async fn a_hold_keeps_a_time_until_it_expires(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                talk_with(tx, 2).await?;
                let kept = hold(1, slot(0, 30, "eva", "r1"), 10);
                holds::place(tx, &kept, at(0)).await?;
                assert_eq!(holds::of(tx, &kept.conversation, at(9)).await?, Some(kept.clone()));
                assert_eq!(holds::of(tx, &kept.conversation, at(10)).await?, None);
                let busy = appointments::busy(tx, &clinic_id(), at(0), at(30), at(9)).await?;
                assert_eq!(busy.len(), 2);
                assert_eq!(
                    (busy[0].kind, busy[0].hold_of.clone()),
                    (BusyKind::Hold, Some(kept.conversation.clone()))
                );
                assert_eq!(busy[0].service, Some("checkup".parse().unwrap()));
                assert!(is_taken(&holds::place(tx, &hold(2, slot(15, 30, "eva", ""), 20), at(9)).await));
                assert!(is_taken(&book(tx, 1, slot(15, 30, "eva", "")).await), "others may not book it");
                assert!(busy_kinds(tx, 0, 30, 10).await?.is_empty(), "an expired hold is not shown");
                holds::place(tx, &hold(2, slot(15, 30, "eva", ""), 20), at(10)).await?;
                holds::release(tx, &id!(ConversationId, 2)).await?;
                book(tx, 1, slot(15, 30, "eva", "")).await?;
                let other = hold(1, slot(60, 30, "eva", ""), 20);
                holds::place(tx, &other, at(11)).await?;
                holds::place(tx, &hold(1, slot(61, 30, "eva", ""), 20), at(11)).await?;
                let lost = hold(9, slot(120, 30, "eva", ""), 20);
                assert!(holds::place(tx, &lost, at(11)).await.is_err(), "of no conversation");
                let (talk, id) = (id!(ConversationId, 1), id!(HoldId, 1));
                assert_eq!(holds::lapse(tx, &talk, &id, at(19)).await?, None, "it still keeps its time");
                assert_eq!(holds::lapse(tx, &talk, &id!(HoldId, 7), at(20)).await?, None, "another hold");
                let swept = Some((clinic_id(), slot(61, 30, "eva", "")));
                assert_eq!(holds::lapse(tx, &talk, &id, at(20)).await?, swept);
                assert_eq!(holds::lapse(tx, &talk, &id, at(21)).await?, None, "swept once");
                Ok(())
            })
        })
        .await;
}

pub async fn a_group_visit_fills_seat_by_seat(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                talk_with(tx, 2).await?;
                book(tx, 1, group(0)).await?;
                book(tx, 2, group(0)).await?;
                assert!(is_taken(&book(tx, 3, slot(0, 30, "eva", "r1")).await), "another kind does not join");
                assert!(is_taken(&book(tx, 3, group(15)).await), "nor does another start");
                holds::place(tx, &hold(2, group(0), 10), at(0)).await?;
                assert!(is_taken(&book(tx, 3, group(0)).await), "all three seats are taken");
                holds::release(tx, &id!(ConversationId, 2)).await?;
                book(tx, 3, group(0)).await?;
                appointments::set_status(tx, &id!(AppointmentId, 2), AppointmentStatus::Cancelled, at(1))
                    .await?;
                book(tx, 4, group(0)).await?;
                assert!(is_taken(&book(tx, 5, group(0)).await));
                Ok(())
            })
        })
        .await;
}

pub async fn a_block_closes_a_time(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                book(tx, 1, slot(0, 30, "eva", "r1")).await?;
                let eva = BlockedResource::Practitioner("eva".parse().unwrap());
                let holiday = Block {
                    id: id!(BlockId, 1),
                    clinic: clinic_id(),
                    resource: eva,
                    from: at(0),
                    to: at(14 * 24 * 60),
                    why: Some("semester".to_owned()),
                };
                assert!(
                    is_taken(&appointments::insert_block(tx, &holiday, at(0)).await),
                    "a visit is in the way"
                );
                let holiday = Block { from: at(30), ..holiday };
                appointments::insert_block(tx, &holiday, at(0)).await?;
                let again = Block { id: id!(BlockId, 2), ..holiday.clone() };
                appointments::insert_block(tx, &again, at(0)).await?;
                let room = BlockedResource::Room("r2".parse().unwrap());
                let repair = Block { id: id!(BlockId, 3), resource: room, to: at(60), ..holiday.clone() };
                appointments::insert_block(tx, &repair, at(0)).await?;
                assert!(is_taken(&book(tx, 2, slot(9 * 24 * 60, 30, "eva", "")).await));
                assert_eq!(busy_kinds(tx, 40, 50, 0).await?.len(), 3);
                assert!(appointments::remove_block(tx, &holiday.id).await?);
                assert!(appointments::remove_block(tx, &again.id).await?);
                assert!(!appointments::remove_block(tx, &again.id).await?);
                book(tx, 2, slot(9 * 24 * 60, 30, "eva", "")).await?;
                Ok(())
            })
        })
        .await;
}

pub async fn visits_are_listed_by_time_number_and_status(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                patients::insert(tx, &patient(2), None, at(0)).await?;
                for (n, from) in [(1, 0), (2, 60), (3, 120)] {
                    book(tx, n, slot(from, 30, "eva", "")).await?;
                }
                let other = Appointment {
                    patient: id!(PatientId, 2),
                    contact: None,
                    ..visit(4, slot(0, 30, "olle", ""))
                };
                appointments::insert(tx, &other).await?;
                appointments::set_status(tx, &id!(AppointmentId, 2), AppointmentStatus::Cancelled, at(1))
                    .await?;
                let clinic = clinic_id();
                let all = appointments::list(tx, &clinic, None, None, None, None, None, 9).await?;
                let ids: Vec<_> = all.iter().map(|(it, _)| it.id.clone()).collect();
                assert_eq!(ids, [1, 4, 2, 3].map(|n| id!(AppointmentId, n)));
                assert_eq!(all[1].1, patient(2));
                let after = Some((all[0].0.slot.from, all[0].0.id.clone()));
                assert_eq!(
                    appointments::list(tx, &clinic, None, None, None, None, after, 9).await?,
                    all[1..]
                );
                assert_eq!(
                    appointments::list(tx, &clinic, at(60), at(120), None, None, None, 9).await?,
                    all[2..3]
                );
                let number = phone(1);
                assert_eq!(
                    appointments::list(tx, &clinic, None, None, Some(&number), None, None, 9).await?.len(),
                    3
                );
                let called_off = Some(AppointmentStatus::Cancelled);
                assert_eq!(
                    appointments::list(tx, &clinic, None, None, None, called_off, None, 9).await?,
                    all[2..3]
                );
                let both = [id!(PatientId, 1), id!(PatientId, 2)];
                let coming = appointments::coming_of(tx, &both, at(30)).await?;
                assert_eq!(
                    coming.iter().map(|it| it.id.clone()).collect::<Vec<_>>(),
                    [id!(AppointmentId, 3)]
                );
                let last = appointments::last_of(tx, &both[0], 2).await?;
                assert_eq!(last.iter().map(|it| it.slot.from).collect::<Vec<_>>(), [at(120), at(60)]);
                let theirs = all[0].0.slot.practitioner.clone();
                let booked = all.iter().find_map(|(it, _)| it.contact.clone());
                let contact = booked.unwrap_or(id!(ContactId, 1));
                assert!(appointments::contact_comes_to(tx, &contact, &theirs).await?);
                let nobody = "nobody".to_owned().try_into().unwrap();
                assert!(!appointments::contact_comes_to(tx, &contact, &nobody).await?);
                assert!(!appointments::contact_comes_to(tx, &id!(ContactId, 99), &theirs).await?);
                Ok(())
            })
        })
        .await;
}

/// The planted mistake: code that books without looking. Whatever it writes, two visits never overlap.
pub async fn the_database_itself_refuses_overlaps(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                book(tx, 1, slot(0, 30, "eva", "r1")).await?;
                book(tx, 2, slot(60, 30, "eva", "r1")).await?;
                Ok(())
            })
        })
        .await;
    let refused = [
        "INSERT INTO occupancy (owner, resource, starts, ends, clinic, kind, share_key, seat)
         SELECT 'planted', resource, starts + 60000000, ends, clinic, kind, 'planted', 0 FROM occupancy
         WHERE owner LIKE 'apt%' AND resource LIKE '%/p/%'",
        "INSERT INTO occupancy (owner, resource, starts, ends, clinic, kind, share_key, seat)
         SELECT 'planted', resource, starts - 60000000, ends + 60000000, clinic, kind, 'planted', 0 FROM occupancy
         WHERE resource LIKE '%/r/%'",
        "UPDATE occupancy SET starts = starts + 1800000001, ends = ends + 1800000001",
        "UPDATE occupancy SET ends = ends + 3600000000 WHERE starts = (SELECT min(starts) FROM occupancy)",
        "UPDATE occupancy SET ends = ends + 86400000000",
    ];
    for sql in refused {
        assert!(place.behind_its_back(sql).await.is_err(), "{sql}");
    }
    let allowed = place.behind_its_back("UPDATE occupancy SET ends = ends + 1800000000").await;
    assert_eq!(
        allowed,
        Ok(4),
        "longer visits that only touch are no overlap: the refusals above mean something"
    );
}
