//! What turns heard and decided, what went wrong in them, what was taught, and the clinic's own conversations.

use crate::world::*;
use svara_model::*;
use svara_store::lessons::{Lesson, Teaching};
use svara_store::turns::NewTurn;
use svara_store::{Tx, budgets, lessons, messages, patients, stories, turns};

async fn keep(tx: &mut Tx, seq: i64, minute: i64, record: &str) -> Done {
    let turn = NewTurn {
        conversation: &id!(ConversationId, 1),
        clinic: &clinic_id(),
        contact: &id!(ContactId, 1),
        seq,
        at: at(minute),
        record,
    };
    Ok(turns::add(tx, &turn).await?)
}

pub async fn turns_are_kept_in_order_and_go_in_time(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                for (seq, minute, record) in [(1, 1, "one"), (2, 1, "two"), (4, 3, "three")] {
                    keep(tx, seq, minute, record).await?;
                }
                let id = id!(ConversationId, 1);
                let told = |it: &[turns::Turn]| it.iter().map(|it| it.record.clone()).collect::<Vec<_>>();
                assert_eq!(told(&turns::of_conversation(tx, &id, 9).await?), ["one", "two", "three"]);
                assert_eq!(told(&turns::of_conversation(tx, &id, 2).await?), ["one", "two"]);
                let first = turns::since(tx, &clinic_id(), (at(0), None), 2).await?;
                assert_eq!(told(&first), ["one", "two"]);
                let after = (at(1), Some((id.clone(), 2)));
                assert_eq!(told(&turns::since(tx, &clinic_id(), after, 9).await?), ["three"]);
                assert_eq!(turns::prune(tx, at(2)).await?, 2);
                assert_eq!(told(&turns::of_conversation(tx, &id, 9).await?), ["three"]);
                Ok(())
            })
        })
        .await;
}

pub async fn a_clinics_rules_are_kept_by_their_fingerprint(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                turns::keep_version(tx, "old", &clinic(), at(1)).await?;
                let renamed = Clinic { name: "Another".to_owned(), ..clinic() };
                turns::keep_version(tx, "old", &renamed, at(2)).await?;
                assert_eq!(turns::version(tx, "old").await?, Some(clinic()), "what is kept is not rewritten");
                assert_eq!(turns::version(tx, "new").await?, None);
                turns::keep_version(tx, "new", &renamed, at(3)).await?;
                turns::prune(tx, at(2)).await?;
                assert!(turns::version(tx, "old").await?.is_some(), "it was the rule until a moment ago");
                turns::prune(tx, at(9)).await?;
                assert_eq!(turns::version(tx, "old").await?, None);
                assert_eq!(turns::version(tx, "new").await?, Some(renamed), "the newest rules stay");
                Ok(())
            })
        })
        .await;
}

fn lesson(id: &str, minute: i64) -> Lesson {
    Lesson {
        id: id.to_owned(),
        clinic: clinic_id(),
        conversation: id!(ConversationId, 1),
        contact: id!(ContactId, 1),
        at: at(minute),
        kind: "fallback".to_owned(),
        place: "idle".to_owned(),
        language: Language::swedish(),
        heard: "unknown".to_owned(),
        words: format!("kan ni fixa {id}"),
    }
}

pub async fn lessons_are_kept_until_they_are_closed_or_old(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                for (id, minute) in [("a", 1), ("b", 2), ("c", 3)] {
                    lessons::add(tx, &lesson(id, minute)).await?;
                    lessons::add(tx, &lesson(id, minute)).await?;
                }
                let open = lessons::open(tx, &clinic_id(), 9).await?;
                assert_eq!(open, [lesson("c", 3), lesson("b", 2), lesson("a", 1)]);
                let gone = ["b".to_owned(), "b".to_owned(), "x".to_owned()];
                assert_eq!(lessons::close(tx, &clinic_id(), &gone, "settled").await?, 1);
                assert_eq!(lessons::prune(tx, at(2)).await?, 1);
                assert_eq!(lessons::open(tx, &clinic_id(), 9).await?, [lesson("c", 3)]);
                Ok(())
            })
        })
        .await;
}

pub async fn what_is_taught_waits_until_it_is_put_to_use(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let teaching = Teaching {
                    id: "t1".to_owned(),
                    clinic: clinic_id(),
                    language: Language::swedish(),
                    words: "fixa gaddarna".to_owned(),
                    meaning: "book".to_owned(),
                    state: "proposed".to_owned(),
                    taught_at: at(1),
                    taught_by: "Rut".to_owned(),
                };
                lessons::teach(tx, &teaching).await?;
                assert!(lessons::set_state(tx, &clinic_id(), "t1", "active").await?);
                assert!(!lessons::set_state(tx, &clinic_id(), "t2", "active").await?);
                let active = Teaching { state: "active".to_owned(), ..teaching.clone() };
                assert_eq!(lessons::teachings(tx, &clinic_id()).await?, [active]);
                let other =
                    Teaching { meaning: "cancel".to_owned(), id: "t2".to_owned(), ..teaching.clone() };
                lessons::teach(tx, &other).await?;
                let other = Teaching { id: "t1".to_owned(), ..other };
                assert_eq!(
                    lessons::teachings(tx, &clinic_id()).await?,
                    [other],
                    "taught again, proposed again"
                );
                Ok(())
            })
        })
        .await;
}

pub async fn a_clinics_own_conversations_are_kept_by_name(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                stories::put(tx, &clinic_id(), "b", "> Hej", at(1)).await?;
                stories::put(tx, &clinic_id(), "a", "> Hej", at(1)).await?;
                stories::put(tx, &clinic_id(), "b", "> Hej då", at(2)).await?;
                let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
                assert_eq!(
                    stories::list(tx, &clinic_id()).await?,
                    [pair("a", "> Hej"), pair("b", "> Hej då")]
                );
                assert!(stories::remove(tx, &clinic_id(), "a").await?);
                assert!(!stories::remove(tx, &clinic_id(), "a").await?);
                Ok(())
            })
        })
        .await;
}

pub async fn an_answer_keeps_its_source(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let (id, conversation) = (id!(MessageId, 1), id!(ConversationId, 1));
                messages::add_inbound(tx, id.clone(), &conversation, "wamid.1", "hej", at(1), at(1)).await?;
                messages::note_source(tx, &id, "hours").await?;
                let lines = messages::of_conversation(tx, &conversation, 9).await?;
                assert_eq!(lines[0].source.as_deref(), Some("hours"));
                Ok(())
            })
        })
        .await;
}

pub async fn whoever_is_forgotten_leaves_no_turn_and_no_lesson(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                keep(tx, 1, 1, "one").await?;
                lessons::add(tx, &lesson("a", 1)).await?;
                assert!(patients::forget(tx, &id!(PatientId, 1), at(2)).await?);
                assert!(turns::of_conversation(tx, &id!(ConversationId, 1), 9).await?.is_empty());
                assert!(lessons::open(tx, &clinic_id(), 9).await?.is_empty());
                Ok(())
            })
        })
        .await;
}

pub async fn a_days_budget_is_used_up_and_forgotten(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                let day = |it: i8| jiff::civil::date(2026, 3, it);
                let clinic = clinic_id();
                for left in [true, true, false, false] {
                    assert_eq!(budgets::take(tx, &clinic, "asks", day(1), 2).await?, left);
                }
                assert!(budgets::take(tx, &clinic, "asks", day(2), 2).await?, "another day");
                assert!(budgets::take(tx, &clinic, "calls", day(1), 2).await?, "something else");
                assert!(budgets::take(tx, &"other".parse().unwrap(), "asks", day(1), 2).await?);
                assert!(!budgets::take(tx, &clinic, "nothing", day(1), 0).await?);
                assert_eq!(budgets::used(tx, &clinic, "asks", day(1)).await?, 2);
                assert_eq!(budgets::used(tx, &clinic, "nothing", day(1)).await?, 0);
                budgets::give_back(tx, &clinic, "asks", day(1)).await?;
                assert_eq!(budgets::used(tx, &clinic, "asks", day(1)).await?, 1);
                budgets::give_back(tx, &clinic, "nothing", day(1)).await?;
                assert_eq!(budgets::used(tx, &clinic, "nothing", day(1)).await?, 0, "none was taken");
                assert_eq!(budgets::prune(tx, day(2)).await?, 3);
                assert!(budgets::take(tx, &clinic, "asks", day(1), 2).await?, "forgotten");
                Ok(())
            })
        })
        .await;
}
