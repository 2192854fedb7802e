//! The waiting list: wishes, freed times with their holds, offers.

use crate::world::{Done, Place, at, book, clinic_id, furnish, id, patient, slot, talk_with};
use svara_model::*;
use svara_store::{BookingError, appointments, conversations, freed, holds, offers, patients, waitlist};

fn wish(n: u64, patient: u64) -> WaitEntry {
    WaitEntry {
        id: id!(WaitId, n),
        clinic: clinic_id(),
        patient: id!(PatientId, patient),
        contact: id!(ContactId, 1),
        service: "checkup".parse().unwrap(),
        practitioner: Some("eva".parse().unwrap()),
        windows: vec![(at(0), at(60))],
        appointment: None,
        state: WaitState::Waiting,
        since: at(i64::try_from(n).unwrap()),
        changed_at: at(i64::try_from(n).unwrap()),
    }
}

fn gave_up(n: u64, from: i64) -> FreedTime {
    FreedTime {
        id: id!(FreedTimeId, n),
        clinic: clinic_id(),
        slot: slot(from, 30, "eva", "r1"),
        patient: Some(id!(PatientId, 1)),
        because: "cancelled".to_owned(),
        freed_at: at(0),
        state: FreedState::Open,
        filled_by: None,
        ended_at: None,
    }
}

fn asked(n: u64, freed: u64, patient: u64) -> TimeOffer {
    TimeOffer {
        id: id!(OfferId, n),
        freed: id!(FreedTimeId, freed),
        entry: id!(WaitId, patient),
        patient: id!(PatientId, patient),
        contact: id!(ContactId, 1),
        slot: slot(120, 30, "eva", "r1"),
        moving: Some(id!(AppointmentId, 9)),
        state: OfferState::Standing,
        offered_at: at(1),
        until: at(31),
        settled_at: None,
        message: id!(MessageId, n),
    }
}

pub async fn one_wish_a_patient_and_service_stands(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                patients::insert(tx, &patient(2), Some(&id!(ContactId, 1)), at(0)).await?;
                let (first, changed) = waitlist::join(tx, &wish(1, 1)).await?;
                assert_eq!((&first, changed), (&wish(1, 1), false));
                waitlist::join(tx, &wish(2, 2)).await?;
                let other = WaitEntry { windows: vec![], practitioner: None, ..wish(3, 1) };
                let (kept, changed) = waitlist::join(tx, &other).await?;
                assert!(changed, "the standing wish is changed and keeps its place");
                assert_eq!((&kept.id, kept.since), (&first.id, first.since));
                assert_eq!(waitlist::by_id(tx, &first.id).await?, Some(kept.clone()));
                assert_eq!(waitlist::of_patient(tx, &id!(PatientId, 1)).await?, [kept]);
                let all = waitlist::waiting(tx, &clinic_id(), 10).await?;
                assert_eq!(
                    all.iter().map(|it| it.id.clone()).collect::<Vec<_>>(),
                    [id!(WaitId, 1), id!(WaitId, 2)]
                );
                assert!(waitlist::end(tx, &first.id, WaitState::Withdrawn, at(9)).await?);
                assert!(!waitlist::end(tx, &first.id, WaitState::Filled, at(9)).await?, "only once");
                assert_eq!(waitlist::of_patient(tx, &id!(PatientId, 1)).await?, []);
                let (_, changed) = waitlist::join(tx, &wish(4, 1)).await?;
                assert!(!changed, "who left may come back, at the end");
                Done::Ok(())
            })
        })
        .await;
}

pub async fn a_freed_time_keeps_itself_while_somebody_is_asked(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let time = gave_up(1, 120);
                assert_eq!(freed::note(tx, &time).await?, time.id);
                assert_eq!(freed::note(tx, &gave_up(2, 120)).await?, time.id, "noted once while it is open");
                assert_eq!(freed::lock(tx, &time.id).await?, Some(time.clone()));
                assert_eq!(freed::ahead(tx, &clinic_id(), at(0), 9).await?, std::slice::from_ref(&time));
                assert_eq!(freed::ahead(tx, &clinic_id(), at(120), 9).await?, [], "it has begun");
                freed::keep(tx, &time.id, &clinic_id(), &time.slot, at(30), at(1)).await?;
                assert_eq!(freed::kept(tx, at(1)).await?, [(time.id.clone(), at(30))]);
                let taken = book(tx, 1, time.slot.clone()).await;
                assert!(matches!(taken, Err(BookingError::Taken)), "the hold keeps others out");
                let busy = appointments::busy(tx, &clinic_id(), at(100), at(200), at(1)).await?;
                assert_eq!(busy[0].hold_of, None, "it is kept for no one conversation");
                assert_eq!(freed::kept(tx, at(30)).await?, [], "and ends by itself");
                let hold = Hold {
                    id: id!(HoldId, 1),
                    conversation: id!(ConversationId, 1),
                    slot: time.slot.clone(),
                    expires_at: at(60),
                };
                assert!(holds::place(tx, &hold, at(1)).await.is_err());
                freed::let_go(tx, &time.id).await?;
                let visit = book(tx, 1, time.slot.clone()).await?;
                freed::end(tx, &time.id, FreedState::Filled, Some(&visit.id), at(7)).await?;
                assert_eq!(freed::ahead(tx, &clinic_id(), at(0), 9).await?, []);
                let ended = freed::lock(tx, &time.id).await?.unwrap();
                assert_eq!((ended.state, ended.ended_at), (FreedState::Filled, Some(at(7))));
                assert_eq!(freed::note(tx, &gave_up(3, 120)).await?, id!(FreedTimeId, 3), "free once more");
                let counted = freed::between(tx, &clinic_id(), at(0), at(1), 10).await?;
                assert_eq!(
                    counted.iter().map(|it| (it.0.state, it.1)).collect::<Vec<_>>(),
                    [(FreedState::Filled, 0), (FreedState::Open, 0)]
                );
                Done::Ok(())
            })
        })
        .await;
}

pub async fn nobody_is_asked_about_one_time_twice(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let talk = talk_with(tx, 1).await?;
                let current = conversations::current_of(tx, &id!(ContactId, 1), Channel::Whatsapp).await?;
                assert_eq!(current.map(|it| it.id), Some(talk.id));
                assert_eq!(conversations::current_of(tx, &id!(ContactId, 1), Channel::Sms).await?, None);
                waitlist::join(tx, &wish(1, 1)).await?;
                freed::note(tx, &gave_up(1, 120)).await?;
                assert!(offers::add(tx, &asked(1, 1, 1)).await?);
                assert!(!offers::add(tx, &asked(2, 1, 1)).await?, "not while it stands");
                assert_eq!(offers::by_id(tx, &id!(OfferId, 1)).await?, Some(asked(1, 1, 1)));
                assert_eq!(offers::standing_of(tx, &id!(ContactId, 1)).await?, [asked(1, 1, 1)]);
                let (standing, lapsed) = (OfferState::Standing, OfferState::Lapsed);
                assert!(offers::settle(tx, &id!(OfferId, 1), standing, lapsed, at(31)).await?);
                assert!(!offers::settle(tx, &id!(OfferId, 1), standing, OfferState::Accepted, at(32)).await?);
                assert_eq!(offers::standing_of(tx, &id!(ContactId, 1)).await?, []);
                freed::end(tx, &id!(FreedTimeId, 1), FreedState::Unfilled, None, at(40)).await?;
                freed::note(tx, &gave_up(2, 120)).await?;
                assert!(!offers::add(tx, &asked(3, 2, 1)).await?, "nor when it comes free again");
                assert_eq!(offers::of_freed(tx, &id!(FreedTimeId, 1)).await?[0].state, lapsed);
                assert_eq!(offers::of_patient(tx, &id!(PatientId, 1), 5).await?.len(), 1);
                let counted = freed::between(tx, &clinic_id(), at(0), at(1), 10).await?;
                assert_eq!(counted[0].1, 1);
                Done::Ok(())
            })
        })
        .await;
}
