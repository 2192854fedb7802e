//! Claiming, sending and hearing back.

use crate::world::*;
use svara_model::*;
use svara_store::messages::NewOutbound;
use svara_store::{Tx, handovers, messages, outbox, pace};

fn text(n: u64, talk: u64, due: i64) -> NewOutbound {
    NewOutbound {
        id: id!(MessageId, n),
        conversation: id!(ConversationId, talk),
        contact: id!(ContactId, talk),
        purpose: Purpose::Answer,
        content: Outgoing::Text { body: format!("text {n}") },
        due_at: at(due),
        expires_at: Some(at(99)),
        appointment: Some((id!(AppointmentId, 1), 3)),
        reply_to: Some("wamid.in".to_owned()),
        dedupe: Some(format!("answer:{n}")),
        by_staff: Some(id!(StaffId, 1)),
        class: Disclosure::Personal,
    }
}

async fn claim(tx: &mut Tx, minute: i64) -> Done<Vec<MessageId>> {
    let items = outbox::claim(tx, at(minute), at(minute + 5), "one", 9).await?;
    Ok(items.into_iter().map(|it| it.id).collect())
}

async fn queue(tx: &mut Tx, wanted: &[(u64, u64, i64)]) -> Done {
    furnish(tx).await?;
    for (n, talk, due) in wanted {
        talk_with(tx, *talk).await?;
        assert!(messages::add_outbound(tx, &text(*n, *talk, *due), at(0)).await?);
    }
    Ok(())
}

fn report(provider: &str, message: Option<u64>, status: DeliveryStatus) -> StatusUpdate {
    StatusUpdate {
        provider_id: provider.to_owned(),
        message: message.map(|n| id!(MessageId, n)),
        status,
        at: at(5),
        failure: None,
    }
}

pub async fn nothing_overtakes_within_a_conversation(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                // A reminder planned for later (3) does not stop the answers after it.
                queue(tx, &[(3, 1, 50), (1, 1, 0), (2, 1, 0), (4, 2, 0)]).await?;
                assert_eq!(outbox::waiting(tx, at(1)).await?, 3);
                assert_eq!(outbox::next_due(tx).await?, Some(at(0)));
                let mut items = outbox::claim(tx, at(1), at(6), "one", 9).await?;
                items.sort_by_key(|it| it.id.clone());
                let ids: Vec<_> = items.iter().map(|it| it.id.clone()).collect();
                assert_eq!(ids, [id!(MessageId, 1), id!(MessageId, 4)]);
                let item = &items[0];
                let wanted = text(1, 1, 0);
                assert_eq!((&item.content, &item.appointment), (&wanted.content, &wanted.appointment));
                assert_eq!((&item.reply_to, &item.by_staff), (&wanted.reply_to, &wanted.by_staff));
                assert_eq!((item.due_at, item.expires_at, item.attempt), (at(0), Some(at(99)), 1));
                assert_eq!((&item.contact, &item.clinic), (&id!(ContactId, 1), &clinic_id()));
                assert!(claim(tx, 1).await?.is_empty(), "the first is still being sent");
                outbox::retry(tx, &id!(MessageId, 1), at(10), "busy").await?;
                assert!(claim(tx, 2).await?.is_empty(), "the first waits, so the second does");
                assert_eq!(outbox::next_due(tx).await?, Some(at(10)));
                assert_eq!(claim(tx, 10).await?, [id!(MessageId, 1)]);
                outbox::sent(tx, &id!(MessageId, 1), "wamid.1", at(10)).await?;
                assert_eq!(claim(tx, 10).await?, [id!(MessageId, 2)]);
                assert_eq!(outbox::pair_history(tx, &id!(ContactId, 1), at(9)).await?, 1);
                assert_eq!(outbox::pair_history(tx, &id!(ContactId, 1), at(11)).await?, 0);
                Ok(())
            })
        })
        .await;
}

pub async fn a_dedupe_key_sends_once(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                queue(tx, &[(1, 1, 0)]).await?;
                let twin = NewOutbound { id: id!(MessageId, 2), ..text(1, 1, 0) };
                assert!(!messages::add_outbound(tx, &twin, at(0)).await?);
                let free = NewOutbound { dedupe: None, ..twin };
                assert!(messages::add_outbound(tx, &free, at(0)).await?);
                assert!(
                    messages::add_outbound(tx, &NewOutbound { id: id!(MessageId, 3), ..free }, at(0)).await?
                );
                Ok(())
            })
        })
        .await;
}

pub async fn what_is_queued_for_a_purpose_can_be_dropped(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let reminder = NewOutbound { purpose: Purpose::Reminder, ..text(2, 1, 50) };
                messages::add_outbound(tx, &text(1, 1, 0), at(0)).await?;
                messages::add_outbound(tx, &reminder, at(0)).await?;
                let drop = async |tx: &mut Tx, channel, purpose| {
                    outbox::drop_queued(tx, &id!(ContactId, 1), channel, purpose, "stopped", at(1)).await
                };
                assert_eq!(drop(tx, Channel::Sms, Purpose::Reminder).await?, 0, "on another channel");
                assert_eq!(
                    drop(tx, Channel::Whatsapp, Purpose::Appointment).await?,
                    0,
                    "for another purpose"
                );
                assert_eq!(drop(tx, Channel::Whatsapp, Purpose::Reminder).await?, 1);
                assert_eq!(drop(tx, Channel::Whatsapp, Purpose::Reminder).await?, 0, "once");
                let status = messages::status_of(tx, &id!(MessageId, 2)).await?;
                assert_eq!(status, Some(DeliveryStatus::Dropped));
                assert_eq!(claim(tx, 60).await?, [id!(MessageId, 1)]);
                Ok(())
            })
        })
        .await;
}

pub async fn a_status_never_goes_down(place: Place) {
    use DeliveryStatus::{Delivered, Failed, Read, Sent};
    place.step(|tx| Box::pin(async move { queue(tx, &[(1, 1, 0)]).await })).await;
    let orders: [(&[DeliveryStatus], DeliveryStatus); 5] = [
        (&[Sent, Delivered, Read], Read),
        (&[Read, Sent, Delivered], Read),
        (&[Sent, Failed], Failed),
        (&[Failed, Sent], Failed),
        (&[Failed, Delivered, Failed], Delivered),
    ];
    for (n, (order, last)) in orders.into_iter().enumerate() {
        let n = n as u64 + 10;
        let seen = place.step(move |tx| {
            Box::pin(async move {
                talk_with(tx, n).await?;
                messages::add_outbound(tx, &text(n, n, 0), at(0)).await?;
                claim(tx, 1).await?;
                let provider = format!("wamid.{n}");
                outbox::sent(tx, &id!(MessageId, n), &provider, at(1)).await?;
                for status in order {
                    let found = outbox::apply_status(tx, &report(&provider, None, *status)).await?;
                    assert_eq!(found, Some((id!(MessageId, n), id!(ConversationId, n), Purpose::Answer)));
                }
                Ok(messages::status_of(tx, &id!(MessageId, n)).await?)
            })
        });
        assert_eq!(seen.await, Some(last), "{order:?}");
    }
}

pub async fn a_report_may_come_before_the_answer(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                queue(tx, &[(1, 1, 0)]).await?;
                claim(tx, 1).await?;
                assert_eq!(
                    outbox::apply_status(tx, &report("wamid.9", None, DeliveryStatus::Sent)).await?,
                    None
                );
                let early = report("wamid.1", Some(1), DeliveryStatus::Delivered);
                assert!(outbox::apply_status(tx, &early).await?.is_some());
                outbox::sent(tx, &id!(MessageId, 1), "wamid.1", at(2)).await?;
                let status = messages::status_of(tx, &id!(MessageId, 1)).await?;
                assert_eq!(status, Some(DeliveryStatus::Delivered));
                Ok(())
            })
        })
        .await;
}

pub async fn what_was_being_sent_at_a_crash_is_found(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                queue(tx, &[(1, 1, 0), (2, 2, 0)]).await?;
                claim(tx, 1).await?;
                assert!(outbox::stale(tx, at(5)).await?.is_empty(), "the lease still holds");
                assert_eq!(outbox::release_leases(tx, "one", at(2)).await?, 0);
                assert_eq!(outbox::release_leases(tx, "another", at(2)).await?, 2);
                let stale = outbox::stale(tx, at(2)).await?;
                assert_eq!(stale.len(), 2);
                outbox::unknown(tx, &stale[0].id, at(6)).await?;
                outbox::retry(tx, &stale[1].id, at(7), "crashed").await?;
                assert!(outbox::stale(tx, at(6)).await?.is_empty());
                assert_eq!(messages::status_of(tx, &stale[0].id).await?, Some(DeliveryStatus::Unknown));
                assert_eq!(
                    claim(tx, 7).await?,
                    [stale[1].id.clone()],
                    "unknown is never sent again by itself"
                );
                outbox::apply_status(tx, &report("wamid.1", Some(1), DeliveryStatus::Read)).await?;
                assert_eq!(messages::status_of(tx, &id!(MessageId, 1)).await?, Some(DeliveryStatus::Read));
                Ok(())
            })
        })
        .await;
}

pub async fn a_message_is_retried_failed_or_dropped(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                queue(tx, &[(1, 1, 0), (2, 2, 0)]).await?;
                claim(tx, 1).await?;
                let failure = SendFailure { code: 131_026, details: "not on WhatsApp".to_owned() };
                outbox::failed(tx, &id!(MessageId, 1), &failure, at(2)).await?;
                outbox::dropped(tx, &id!(MessageId, 2), "the window closed", at(2)).await?;
                assert_eq!(messages::status_of(tx, &id!(MessageId, 1)).await?, Some(DeliveryStatus::Failed));
                assert_eq!(messages::status_of(tx, &id!(MessageId, 2)).await?, Some(DeliveryStatus::Dropped));
                outbox::retry(tx, &id!(MessageId, 2), at(3), "too late").await?;
                assert_eq!(outbox::waiting(tx, at(9)).await?, 0);
                assert_eq!(outbox::next_due(tx).await?, None);
                Ok(())
            })
        })
        .await;
}

pub async fn what_is_put_off_holds_back_nothing_that_comes_after_it(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                queue(tx, &[(1, 1, 0), (2, 1, 0)]).await?;
                assert_eq!(claim(tx, 1).await?, [id!(MessageId, 1)]);
                pace::put_off(tx, &id!(MessageId, 1), at(60), "too much today").await?;
                assert_eq!(claim(tx, 1).await?, [id!(MessageId, 2)], "the answer behind it goes");
                outbox::sent(tx, &id!(MessageId, 2), "wamid.2", at(1)).await?;
                assert_eq!(outbox::next_due(tx).await?, Some(at(60)));
                assert!(claim(tx, 59).await?.is_empty());
                let items = outbox::claim(tx, at(60), at(65), "one", 9).await?;
                let [item] = items.as_slice() else { panic!("{items:?}") };
                assert_eq!((item.due_at, item.attempt), (at(60), 1), "as if for the first time");
                outbox::sent(tx, &id!(MessageId, 1), "wamid.1", at(60)).await?;
                pace::put_off(tx, &id!(MessageId, 1), at(90), "too much today").await?;
                assert_eq!(outbox::next_due(tx).await?, None, "what is sent is not put off");
                Ok(())
            })
        })
        .await;
}

pub async fn answers_of_the_machine_are_counted_for_a_contact(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                talk_with(tx, 2).await?;
                let (contact, talk) = (id!(ContactId, 1), id!(ConversationId, 1));
                let ours = |n: u64| NewOutbound { by_staff: None, ..text(n, 1, 0) };
                let all = [
                    ours(1),
                    ours(2),
                    ours(3),
                    NewOutbound { purpose: Purpose::Reminder, ..ours(4) },
                    text(5, 1, 0),
                    NewOutbound { by_staff: None, ..text(6, 2, 0) },
                ];
                for new in &all {
                    assert!(messages::add_outbound(tx, new, at(0)).await?);
                }
                assert_eq!(pace::answers_since(tx, &contact, &talk, at(0)).await?, 3, "they wait");
                outbox::sent(tx, &id!(MessageId, 1), "wamid.1", at(5)).await?;
                outbox::sent(tx, &id!(MessageId, 2), "wamid.2", at(20)).await?;
                assert_eq!(pace::answers_since(tx, &contact, &talk, at(0)).await?, 3);
                assert_eq!(pace::answers_since(tx, &contact, &talk, at(6)).await?, 2, "one was earlier");
                assert_eq!(handovers::last_closed(tx, &talk).await?, None);
                handovers::open(tx, &talk, HandoverReason::TooMany, at(6)).await?;
                assert_eq!(handovers::last_closed(tx, &talk).await?, None);
                handovers::close(tx, &talk, None, at(7)).await?;
                assert_eq!(handovers::last_closed(tx, &talk).await?, Some(at(7)));
                Ok(())
            })
        })
        .await;
}
