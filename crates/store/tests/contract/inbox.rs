//! Recording, leasing, retrying and pruning notifications.

use crate::world::*;
use svara_store::inbox::{self, InboxBatch, InboxKind, NewNotification};
use svara_store::{Tx, clinics};

fn new(n: i64, from: &str) -> NewNotification {
    NewNotification {
        key: format!("wa:msg:{n}"),
        clinic: (n % 2 == 0).then(clinic_id),
        order_key: Some(from.to_owned()),
        kind: InboxKind::Message,
        at: at(n),
        received_at: at(n),
        payload: format!("{{\"n\":{n}}}"),
    }
}

fn keys(batches: &[InboxBatch]) -> Vec<Vec<&str>> {
    batches.iter().map(|it| it.items.iter().map(|it| it.key.as_str()).collect()).collect()
}

async fn take(tx: &mut Tx, minute: i64, owner: &str) -> Done<Vec<InboxBatch>> {
    Ok(inbox::next_message_batch(tx, at(minute), at(minute + 5), owner, "", 9).await?)
}

pub async fn a_notification_is_recorded_once(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                clinics::save(tx, &clinic(), at(0)).await?;
                assert!(inbox::record(tx, &new(1, "anna")).await?);
                assert!(!inbox::record(tx, &new(1, "anna")).await?);
                assert_eq!(inbox::waiting(tx).await?, 1);
                let batches = take(tx, 9, "one").await?;
                let item = &batches[0].items[0];
                assert_eq!(
                    (item.payload.as_str(), item.kind, item.attempt),
                    ("{\"n\":1}", InboxKind::Message, 1)
                );
                assert_eq!((item.at, item.received_at, item.clinic.clone()), (at(1), at(1), None));
                assert_eq!(inbox::handled(tx, &["wa:msg:1".to_owned()], at(9)).await?, 1);
                assert_eq!(
                    inbox::handled(tx, &["wa:msg:1".to_owned()], at(9)).await?,
                    0,
                    "somebody was faster"
                );
                assert!(!inbox::record(tx, &new(1, "anna")).await?, "also once it is handled");
                assert_eq!(inbox::waiting(tx).await?, 0);
                Ok(())
            })
        })
        .await;
}

pub async fn a_key_with_line_breaks_is_handled_like_any_other(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                let key = "wa:status:wamid\r\nb: c\n:delivered";
                let it = NewNotification { key: key.to_owned(), ..new(1, "anna") };
                assert!(inbox::record(tx, &it).await?);
                assert!(!inbox::record(tx, &it).await?);
                let batches = take(tx, 9, "one").await?;
                let item = &batches[0].items[0];
                assert_eq!(item.payload, "{\"n\":1}");
                assert_eq!(inbox::handled(tx, std::slice::from_ref(&item.key), at(9)).await?, 1);
                assert_eq!(inbox::waiting(tx).await?, 0);
                Ok(())
            })
        })
        .await;
}

pub async fn a_sender_is_worked_on_by_one_at_a_time(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                for (n, from) in [(1, "anna"), (2, "bert"), (3, "anna")] {
                    inbox::record(tx, &new(n, from)).await?;
                }
                let batches = take(tx, 9, "one").await?;
                assert_eq!(keys(&batches), [vec!["wa:msg:1", "wa:msg:3"], vec!["wa:msg:2"]]);
                inbox::record(tx, &new(4, "anna")).await?;
                assert!(
                    take(tx, 10, "two").await?.is_empty(),
                    "the one who works on it gets the next ones too"
                );
                assert_eq!(inbox::next_due(tx).await?, Some(at(14)));
                let by_now = inbox::all_waiting(tx, &batches[0].order_key_hash).await?;
                let seen: Vec<_> = by_now.iter().map(|it| (it.key.as_str(), it.attempt)).collect();
                assert_eq!(seen, [("wa:msg:1", 1), ("wa:msg:3", 1), ("wa:msg:4", 1)]);
                inbox::handled(tx, &["wa:msg:1".to_owned()], at(10)).await?;
                assert!(take(tx, 10, "two").await?.is_empty(), "half done is not done");
                inbox::record(tx, &new(6, "anna")).await?;
                inbox::handled(tx, &["wa:msg:3".to_owned(), "wa:msg:4".to_owned()], at(10)).await?;
                assert_eq!(keys(&take(tx, 10, "two").await?), [["wa:msg:6"]]);
                assert_eq!(keys(&take(tx, 14, "three").await?), [["wa:msg:2"]], "a lease ends by itself");
                assert_eq!(inbox::release_leases(tx, "three").await?, 1);
                assert_eq!(keys(&take(tx, 14, "four").await?), [["wa:msg:6"]]);
                Ok(())
            })
        })
        .await;
}

pub async fn a_failure_makes_the_sender_wait(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                inbox::record(tx, &new(1, "anna")).await?;
                take(tx, 1, "one").await?;
                inbox::failed(tx, "wa:msg:1", Some(at(20)), "the calendar was away").await?;
                inbox::record(tx, &new(2, "anna")).await?;
                assert!(take(tx, 19, "one").await?.is_empty(), "a later message does not overtake");
                assert_eq!(inbox::release_leases(tx, "nobody").await?, 0, "a pause is no lease");
                let batches = take(tx, 20, "one").await?;
                assert_eq!(keys(&batches), [["wa:msg:1", "wa:msg:2"]]);
                assert_eq!(batches[0].items[0].attempt, 2);
                inbox::failed(tx, "wa:msg:1", None, "it can't be read").await?;
                inbox::handled(tx, &["wa:msg:2".to_owned()], at(21)).await?;
                assert_eq!(inbox::waiting(tx).await?, 0);
                assert_eq!(inbox::unhandled(tx, None, 9).await?[0].1, "it can't be read");
                inbox::failed(tx, "wa:msg:unknown", None, "x").await?;
                Ok(())
            })
        })
        .await;
}

pub async fn what_cannot_be_handled_is_set_aside(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                for n in [1, 2] {
                    inbox::record(tx, &new(n, "anna")).await?;
                    inbox::note_unhandled(tx, &format!("wa:msg:{n}"), "a number of nobody").await?;
                }
                let all = inbox::unhandled(tx, None, 9).await?;
                assert_eq!(all.len(), 2);
                assert_eq!((all[0].0.key.as_str(), all[0].1.as_str()), ("wa:msg:1", "a number of nobody"));
                let ours = inbox::unhandled(tx, Some(&clinic_id()), 9).await?;
                assert_eq!(ours.len(), 1);
                assert!(take(tx, 9, "one").await?.is_empty());
                Ok(())
            })
        })
        .await;
}

pub async fn contents_go_before_keys(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                for n in [1, 2] {
                    inbox::record(tx, &new(n, "anna")).await?;
                }
                take(tx, 2, "one").await?;
                inbox::handled(tx, &["wa:msg:1".to_owned()], at(3)).await?;
                assert_eq!(inbox::prune(tx, at(4), at(1)).await?, 1, "one payload");
                assert!(!inbox::record(tx, &new(1, "anna")).await?, "the key still stops a duplicate");
                inbox::prune(tx, at(4), at(4)).await?;
                assert!(inbox::record(tx, &new(1, "anna")).await?, "the key is gone too");
                assert!(!inbox::record(tx, &new(2, "anna")).await?, "what waits is never pruned");
                inbox::note_unhandled(tx, "wa:msg:2", "nobody's").await?;
                inbox::prune(tx, at(9), at(2)).await?;
                assert_eq!(inbox::unhandled(tx, None, 9).await?.len(), 1, "staff have time to look");
                inbox::prune(tx, at(9), at(3)).await?;
                assert!(inbox::unhandled(tx, None, 9).await?.is_empty());
                let report = NewNotification { kind: InboxKind::Status, ..new(5, "status:1") };
                inbox::record(tx, &report).await?;
                inbox::handled(tx, std::slice::from_ref(&report.key), at(6)).await?;
                assert_eq!(inbox::prune(tx, at(9), at(0)).await?, 0, "a report's content went at once");
                assert!(!inbox::record(tx, &report).await?);
                Ok(())
            })
        })
        .await;
}
