//! Plans, parts of a unit that are undone, and times that were shown.

use crate::world::*;
use svara_model::*;
use svara_store::{appointments, plans, shown};

fn of_plan(n: u64, plan: u64, slot: Slot) -> Appointment {
    let marks = Marks { plan: Some(id!(PlanId, plan)), elsewhere_too: true, ..Marks::default() };
    Appointment { marks, ..visit(n, slot) }
}

pub async fn what_is_booked_together_is_found_together(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                appointments::insert(tx, &of_plan(1, 1, slot(60, 30, "eva", ""))).await?;
                appointments::insert(tx, &of_plan(2, 1, slot(0, 30, "eva", ""))).await?;
                appointments::insert(tx, &of_plan(3, 2, slot(120, 30, "eva", ""))).await?;
                book(tx, 4, slot(180, 30, "eva", "")).await?;
                Ok(())
            })
        })
        .await;
    let found =
        place.look(|tx| Box::pin(async move { Ok(plans::visits(tx, &clinic_id(), &id!(PlanId, 1)).await?) }));
    let ids: Vec<_> = found.await.into_iter().map(|it| (it.id, it.marks.plan)).collect();
    let plan = Some(id!(PlanId, 1));
    assert_eq!(ids, [(id!(AppointmentId, 2), plan.clone()), (id!(AppointmentId, 1), plan)]);
    let elsewhere = place.look(|tx| {
        Box::pin(async move { Ok(plans::visits(tx, &"other".parse().unwrap(), &id!(PlanId, 1)).await?) })
    });
    assert!(elsewhere.await.is_empty(), "another clinic's plan is nobody's business");
    let moved = place.step(|tx| {
        let to = slot(240, 30, "eva", "");
        Box::pin(async move { appointments::move_to(tx, &id!(AppointmentId, 2), 0, &to, at(0)).await })
    });
    assert_eq!(moved.await.marks.plan, Some(id!(PlanId, 1)), "it stays in its plan");
}

pub async fn a_mark_undoes_a_part_and_keeps_the_rest(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                book(tx, 1, slot(0, 30, "eva", "")).await?;
                tx.mark().await?;
                book(tx, 2, slot(30, 30, "eva", "")).await?;
                // The refusal makes and undoes a mark of its own within.
                let taken = book(tx, 3, slot(0, 30, "eva", "")).await;
                assert!(taken.is_err());
                tx.back_to_mark().await?;
                tx.mark().await?;
                book(tx, 4, slot(60, 30, "eva", "")).await?;
                tx.forget_mark().await?;
                Ok(())
            })
        })
        .await;
    let kept = place.look(|tx| {
        Box::pin(
            async move { Ok(appointments::list(tx, &clinic_id(), None, None, None, None, None, 100).await?) },
        )
    });
    let kept: Vec<_> = kept.await.into_iter().map(|it| it.0.id).collect();
    assert_eq!(kept, [id!(AppointmentId, 1), id!(AppointmentId, 4)]);
    place.step(|tx| Box::pin(async move { book(tx, 5, slot(30, 30, "eva", "")).await })).await;
}

pub async fn what_was_shown_counts_for_others_and_for_a_while(place: Place) {
    let (one, other) = (id!(ConversationId, 1), id!(ConversationId, 2));
    place
        .step(move |tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let first = [slot(0, 30, "eva", ""), slot(30, 30, "eva", ""), slot(30, 30, "eva", "")];
                let (one, other) = (id!(ConversationId, 1), id!(ConversationId, 2));
                shown::note(tx, &clinic_id(), &one, &first, at(5)).await?;
                shown::note(tx, &clinic_id(), &other, &[slot(30, 30, "eva", "")], at(7)).await?;
                Ok(())
            })
        })
        .await;
    let look = async |to: Option<ConversationId>, now: i64| {
        let found = place.look(move |tx| {
            let to = to.clone();
            Box::pin(async move {
                Ok(shown::to_others(tx, &clinic_id(), to.as_ref(), (at(0), at(60)), at(now)).await?)
            })
        });
        let minute = |it: jiff::Timestamp| (it.as_second() - at(0).as_second()) / 60;
        found.await.into_iter().map(|it| minute(it.1)).collect::<Vec<_>>()
    };
    assert_eq!(look(None, 1).await, [0, 30]);
    assert_eq!(look(Some(one), 1).await, [30], "one's own are not others'");
    assert_eq!(look(Some(other.clone()), 1).await, [0, 30]);
    assert_eq!(look(Some(other.clone()), 5).await, Vec::<i64>::new(), "they have ended");
    place
        .step(|tx| {
            Box::pin(async move {
                let one = id!(ConversationId, 1);
                shown::note(tx, &clinic_id(), &one, &[slot(45, 30, "olle", "")], at(9)).await?;
                Ok(())
            })
        })
        .await;
    assert_eq!(look(Some(other), 1).await, [45], "the newest replace those before them");
    place
        .step(|tx| {
            Box::pin(async move {
                shown::forget(tx, &id!(ConversationId, 1)).await?;
                Ok(())
            })
        })
        .await;
    assert_eq!(look(None, 1).await, [30]);
    place.step(|tx| Box::pin(async move { Ok(shown::prune(tx, at(7)).await?) })).await;
    assert_eq!(look(None, 1).await, Vec::<i64>::new(), "swept");
}
