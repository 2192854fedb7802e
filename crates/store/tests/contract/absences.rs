//! Absences: how far each has come, what it closes, which visits it touches.

use crate::world::{Done, Place, at, book, clinic_id, furnish, id, slot};
use svara_model::*;
use svara_store::appointments::{self, Block, BlockedResource};
use svara_store::{absences, holds};

fn ill(n: u64) -> Absence {
    Absence {
        id: id!(AbsenceId, n),
        clinic: clinic_id(),
        scope: AbsenceScope::Practitioner("eva".parse().unwrap()),
        from: at(0),
        to: at(480),
        reason: Some("a cold".to_owned()),
        state: AbsenceState::Draft,
        by: "staff:1".to_owned(),
        created_at: at(i64::try_from(n).unwrap()),
        goes_at: None,
    }
}

pub async fn an_absence_goes_step_by_step(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                absences::insert(tx, &ill(1)).await?;
                absences::insert(tx, &ill(2)).await?;
                assert_eq!(absences::by_id(tx, &ill(1).id).await?, Some(ill(1)));
                let listed = absences::list(tx, &clinic_id(), 10).await?;
                assert_eq!(listed, [ill(2), ill(1)]);
                assert_eq!(
                    absences::closing(tx, &clinic_id(), at(0), at(60)).await?,
                    [],
                    "a draft closes nothing"
                );
                let (draft, on, off) = (AbsenceState::Draft, AbsenceState::Releasing, AbsenceState::Undone);
                assert!(absences::step(tx, &ill(1).id, draft, on, Some(at(10))).await?);
                assert!(!absences::step(tx, &ill(1).id, draft, on, Some(at(10))).await?, "once");
                let now = Absence { state: on, goes_at: Some(at(10)), ..ill(1) };
                assert_eq!(absences::closing(tx, &clinic_id(), at(470), at(500)).await?, [now]);
                assert_eq!(absences::closing(tx, &clinic_id(), at(480), at(500)).await?, [], "half open");
                assert!(absences::step(tx, &ill(1).id, on, off, None).await?);
                assert_eq!(absences::closing(tx, &clinic_id(), at(0), at(60)).await?, []);
                let released = AbsenceState::Released;
                assert!(!absences::shorten(tx, &ill(2).id, at(100)).await?, "a draft has no end to come");
                absences::step(tx, &ill(2).id, draft, released, None).await?;
                assert!(!absences::shorten(tx, &ill(2).id, at(480)).await?, "it is never made longer");
                assert!(absences::shorten(tx, &ill(2).id, at(100)).await?);
                assert_eq!(absences::closing(tx, &clinic_id(), at(100), at(200)).await?, []);
                assert_eq!(absences::closing(tx, &clinic_id(), at(99), at(200)).await?.len(), 1);
                Done::Ok(())
            })
        })
        .await;
}

pub async fn an_absence_remembers_its_blocks_and_visits(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                absences::insert(tx, &ill(1)).await?;
                let hold = |from, who: &str| Hold {
                    id: id!(HoldId, 1),
                    conversation: id!(ConversationId, 1),
                    slot: slot(from, 30, who, ""),
                    expires_at: at(600),
                };
                holds::place(tx, &hold(60, "eva"), at(0)).await?;
                assert_eq!(absences::clear_holds(tx, &clinic_id(), Some("olle"), at(0), at(480)).await?, 0);
                assert_eq!(absences::clear_holds(tx, &clinic_id(), Some("eva"), at(0), at(480)).await?, 1);
                holds::place(tx, &hold(60, "olle"), at(0)).await?;
                assert_eq!(absences::clear_holds(tx, &clinic_id(), None, at(0), at(480)).await?, 1);
                let visit = book(tx, 1, slot(120, 30, "eva", "")).await?;
                assert_eq!(absences::clear_holds(tx, &clinic_id(), None, at(0), at(480)).await?, 0);
                let block = Block {
                    id: id!(BlockId, 1),
                    clinic: clinic_id(),
                    resource: BlockedResource::Practitioner("eva".parse().unwrap()),
                    from: at(0),
                    to: at(120),
                    why: None,
                };
                appointments::insert_block(tx, &block, at(0)).await?;
                absences::add_block(tx, &ill(1).id, &block.id).await?;
                assert_eq!(absences::take_blocks(tx, &ill(1).id).await?, [block.id]);
                assert_eq!(absences::take_blocks(tx, &ill(1).id).await?, []);
                let touched = TouchedVisit {
                    absence: ill(1).id,
                    appointment: visit.id.clone(),
                    slot: visit.slot.clone(),
                    asked: Asked::Waiting,
                    at: at(10),
                    conversation: Some(id!(ConversationId, 1)),
                    message: None,
                };
                absences::note_visit(tx, &touched).await?;
                assert_eq!(absences::visits_of(tx, &ill(1).id).await?, std::slice::from_ref(&touched));
                absences::wants_call(tx, &visit.id).await?;
                let wants = TouchedVisit { asked: Asked::WantsCall, ..touched };
                assert_eq!(absences::visits_of(tx, &ill(1).id).await?, [wants]);
                Done::Ok(())
            })
        })
        .await;
}
