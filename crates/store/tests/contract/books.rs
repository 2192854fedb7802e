//! What an auditor reads.

use crate::world::*;
use svara_model::*;
use svara_store::books::Kept;
use svara_store::inbox::{self, InboxKind, NewNotification};
use svara_store::messages::{self, NewOutbound};
use svara_store::{books, handovers, holds, jobs};

pub async fn an_auditor_sees_lines_states_and_what_is_due(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let talk = talk_with(tx, 1).await?;
                messages::add_inbound(tx, id!(MessageId, 1), &talk.id, "wamid.1", "Hej", at(1), at(2))
                    .await?;
                let answer = NewOutbound {
                    id: id!(MessageId, 2),
                    conversation: talk.id.clone(),
                    contact: talk.contact.clone(),
                    purpose: Purpose::Answer,
                    content: Outgoing::Text { body: "Hej!".to_owned() },
                    due_at: at(3),
                    expires_at: None,
                    appointment: None,
                    reply_to: None,
                    dedupe: Some("answer:wamid.1".to_owned()),
                    by_staff: None,
                    class: Disclosure::Personal,
                };
                assert!(messages::add_outbound(tx, &answer, at(2)).await?);
                handovers::open(tx, &talk.id, HandoverReason::Asked, at(2)).await?;
                let threads = books::threads_since(tx, &clinic_id(), at(2)).await?;
                assert_eq!(threads.len(), 1);
                assert!(threads[0].card && threads[0].contact_clinic == clinic_id());
                assert_eq!(threads[0].last_seq, 2);
                let lines = books::lines_after(tx, &talk.id, 0).await?;
                assert!(lines[0].out.is_none() && lines[0].provider.is_some());
                let out = lines[1].out.clone().unwrap();
                assert_eq!((out.purpose, out.status), (Purpose::Answer, DeliveryStatus::Queued));
                assert_eq!(out.content, answer.content);
                assert_eq!(books::lines_after(tx, &talk.id, 1).await?.len(), 1);
                assert_eq!(books::statuses(tx).await?.len(), 1);
                assert_eq!(books::next_due(tx).await?.outbox, Some(at(3)));
                assert!(books::threads_since(tx, &clinic_id(), at(50)).await?.is_empty());
                Ok(())
            })
        })
        .await;
}

pub async fn an_auditor_sees_what_waits_and_what_is_kept(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let talk = talk_with(tx, 1).await?;
                let hold = Hold {
                    id: id!(HoldId, 1),
                    conversation: talk.id.clone(),
                    slot: slot(60, 30, "eva", "r1"),
                    expires_at: at(9),
                };
                holds::place(tx, &hold, at(0)).await.unwrap();
                let kept = Kept { conversation: talk.id, slot: hold.slot, until: at(9), taken: true };
                assert_eq!(books::holds(tx).await?, [kept]);
                jobs::add(tx, id!(JobId, 1), "reminder", "once", at(5), "{}", at(0)).await?;
                assert_eq!(books::job(tx, "once").await?, Some(("ready".to_owned(), None)));
                assert_eq!(books::job(tx, "never").await?, None);
                let new = NewNotification {
                    key: "wa:msg:1".to_owned(),
                    clinic: None,
                    order_key: Some("46700000001".to_owned()),
                    kind: InboxKind::Message,
                    at: at(1),
                    received_at: at(2),
                    payload: "{}".to_owned(),
                };
                assert!(inbox::record(tx, &new).await?);
                assert_eq!(books::inbox(tx).await?, (1, 0, Some(at(2))));
                assert_eq!(books::inbox_state(tx, "wa:msg:1").await?.as_deref(), Some("waiting"));
                assert_eq!(books::inbox_state(tx, "wa:msg:2").await?, None);
                inbox::handled(tx, &["wa:msg:1".to_owned()], at(3)).await?;
                assert_eq!(books::payloads_before(tx, at(4)).await?, 1);
                assert_eq!(books::payloads_before(tx, at(3)).await?, 0);
                Ok(())
            })
        })
        .await;
}
