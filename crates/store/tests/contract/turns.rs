//! Whose turn it is in the inbox and in the outbox: a flood from one clinic or one patient holds up nobody else.

use crate::world::*;
use svara_model::{ClinicId, Disclosure, Outgoing, Purpose};
use svara_store::inbox::{self, InboxBatch, InboxKind, NewNotification};
use svara_store::messages::{self, NewOutbound};
use svara_store::{Tx, outbox};

fn of(clinic: &str, n: i64, from: &str) -> NewNotification {
    NewNotification {
        key: format!("wa:msg:{clinic}:{from}:{n}"),
        clinic: Some(clinic.parse::<ClinicId>().unwrap()),
        order_key: Some(format!("{clinic}:{from}")),
        kind: InboxKind::Message,
        at: at(n),
        received_at: at(n),
        payload: "{}".to_owned(),
    }
}

async fn take(tx: &mut Tx, after: &str, limit: usize) -> Done<Vec<InboxBatch>> {
    Ok(inbox::next_message_batch(tx, at(9_000), at(9_005), "one", after, limit).await?)
}

fn lanes(batches: &[InboxBatch]) -> Vec<&str> {
    batches.iter().map(|it| it.lane.as_str()).collect()
}

/// A hundred patients of one clinic wait; one of each of two others came last.
pub async fn clinics_take_turns(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                for n in 0..100 {
                    inbox::record(tx, &of("b-flood", n, &format!("p{n}"))).await?;
                }
                let report = NewNotification { kind: InboxKind::Status, ..of("b-flood", 50, "status:1") };
                inbox::record(tx, &report).await?;
                for clinic in ["a-small", "c-small"] {
                    inbox::record(tx, &of(clinic, 200, "anna")).await?;
                }
                let first = take(tx, "", 3).await?;
                assert_eq!(lanes(&first), ["a-small/message", "b-flood/message", "b-flood/status"]);
                assert_eq!(first[1].items[0].at, at(0), "the oldest of its clinic");
                let second = take(tx, &first[2].lane, 3).await?;
                assert_eq!(lanes(&second), ["c-small/message", "b-flood/message", "b-flood/message"]);
                assert_eq!((second[1].items[0].at, second[2].items[0].at), (at(1), at(2)));
                // The next look begins behind whoever was last, and comes round.
                inbox::record(tx, &of("a-small", 300, "bert")).await?;
                let third = take(tx, &second[2].lane, 2).await?;
                assert_eq!(lanes(&third), ["a-small/message", "b-flood/message"]);
                assert!(take(tx, "", 200).await?.len() > 90, "and in the end everybody's turn comes");
                assert_eq!(take(tx, "", 200).await?.len(), 0);
                Ok(())
            })
        })
        .await;
}

/// Seventy messages of one are read fifty at first; nobody else waits for the rest.
pub async fn a_flood_from_one_patient_is_read_in_portions(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                for n in 0..70 {
                    inbox::record(tx, &of("clinic", n, "noisy")).await?;
                }
                inbox::record(tx, &of("clinic", 99, "anna")).await?;
                let first = take(tx, "", 1).await?;
                assert_eq!(first[0].items.len(), 50);
                assert_eq!((first[0].items[0].at, first[0].items[49].at), (at(0), at(49)), "in their order");
                let more = inbox::all_waiting(tx, &first[0].order_key_hash).await?;
                assert_eq!(more.len(), 50, "no more at once, however long it is looked at");
                let other = take(tx, "", 9).await?;
                assert_eq!((other.len(), other[0].items.len()), (1, 1), "only anna: the other is in hand");
                let keys: Vec<String> = first[0].items.iter().map(|it| it.key.clone()).collect();
                assert_eq!(inbox::handled(tx, &keys, at(9_001)).await?, 50);
                let rest = take(tx, "", 9).await?;
                assert_eq!((rest[0].items.len(), rest[0].items[0].at), (20, at(50)));
                assert_eq!(rest[0].items[0].attempt, 1);
                Ok(())
            })
        })
        .await;
}

fn line(n: u64, purpose: Purpose, due: i64) -> NewOutbound {
    NewOutbound {
        id: id!(MessageId, n),
        conversation: id!(ConversationId, n),
        contact: id!(ContactId, n),
        purpose,
        content: Outgoing::Text { body: "hello".to_owned() },
        due_at: at(due),
        expires_at: None,
        appointment: None,
        reply_to: None,
        dedupe: None,
        by_staff: None,
        class: Disclosure::Personal,
    }
}

/// Twenty reminders fell due an hour ago, and five patients wrote just now.
pub async fn answers_go_before_reminders_and_reminders_still_go(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                for n in 1..=25 {
                    talk_with(tx, n).await?;
                    let (purpose, due) = if n <= 20 { (Purpose::Reminder, 0) } else { (Purpose::Answer, 60) };
                    messages::add_outbound(tx, &line(n, purpose, due), at(0)).await?;
                }
                let mut taken = Vec::new();
                for _ in 0..3 {
                    let items = outbox::claim(tx, at(61), at(66), "one", 4).await?;
                    taken.push(items.iter().filter(|it| it.purpose == Purpose::Answer).count());
                    assert_eq!(items.len(), 4);
                }
                assert_eq!(taken, [3, 2, 0]);
                Ok(())
            })
        })
        .await;
}

#[tokio::test]
async fn a_row_that_the_database_refuses_fails_its_unit_only() {
    let place = sqlite().await;
    svara_store::testing::refuse_others(&place.url).await;
    let record = async |kind| {
        let row = NewNotification { kind, ..of("clinic", 1, "anna") };
        let recorded = place.store.write("record", move |tx| {
            let row = row.clone();
            Box::pin(async move { inbox::record(tx, &row).await })
        });
        recorded.await.is_ok()
    };
    assert!(!record(InboxKind::Other).await);
    let before = place.store.commits();
    assert!(record(InboxKind::Message).await);
    assert_eq!(place.store.commits(), before + 1);
}

#[tokio::test]
async fn a_benchmark_has_bare_rows_to_hold_the_desk_against() {
    let url = svara_store::testing::sqlite();
    svara_store::testing::bare_rows(&url, 10, 4).await;
    let mut db = <sqlx::SqliteConnection as sqlx::Connection>::connect(&url).await.unwrap();
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM rows").fetch_one(&mut db).await.unwrap();
    assert_eq!(count, 10);
}
