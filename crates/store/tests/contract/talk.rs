//! Conversations, their memory, their lines and their cards.

use crate::world::*;
use svara_model::*;
use svara_store::conversations::Filter;
use svara_store::messages::NewOutbound;
use svara_store::{conversations, handovers, messages};

pub async fn one_conversation_is_open_at_a_time(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let mut first = talk_with(tx, 1).await?;
                let (clinic, contact, language) = (clinic_id(), first.contact.clone(), Language::english());
                let (channel, second) = (Channel::Whatsapp, id!(ConversationId, 2));
                let same =
                    conversations::open_for(tx, &clinic, &contact, channel, &language, second.clone(), at(5))
                        .await?;
                assert_eq!(same, first);
                first.state = ConversationState::Waiting { reason: HandoverReason::Asked, since: at(2) };
                first.last_inbound_at = Some(at(2));
                first.language = Language::english();
                first.changed_at = at(2);
                conversations::save(tx, &first).await?;
                assert_eq!(conversations::by_id(tx, &first.id).await?, Some(first.clone()));
                let late = Conversation { last_inbound_at: None, changed_at: at(1), ..first.clone() };
                conversations::save(tx, &late).await?;
                assert_eq!(
                    conversations::by_id(tx, &first.id).await?,
                    Some(first.clone()),
                    "times never go back"
                );
                first.state = ConversationState::Closed;
                conversations::save(tx, &first).await?;
                let next =
                    conversations::open_for(tx, &clinic, &contact, channel, &language, second.clone(), at(5))
                        .await?;
                assert_eq!((next.id, next.opened_at), (second, at(5)));
                Ok(())
            })
        })
        .await;
}

pub async fn memory_is_saved_only_over_the_version_read(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let id = id!(ConversationId, 1);
                assert_eq!(conversations::memory(tx, &id).await?, None);
                assert!(conversations::save_memory(tx, &id, "{\"n\":1}", 0, at(1)).await?);
                assert_eq!(conversations::memory(tx, &id).await?, Some(("{\"n\":1}".to_owned(), 1)));
                assert!(!conversations::save_memory(tx, &id, "{\"n\":2}", 0, at(1)).await?);
                assert!(conversations::save_memory(tx, &id, "{\"n\":2}", 1, at(1)).await?);
                assert_eq!(conversations::memory(tx, &id).await?, Some(("{\"n\":2}".to_owned(), 2)));
                assert!(!conversations::save_memory(tx, &id!(ConversationId, 9), "{}", 0, at(1)).await?);
                Ok(())
            })
        })
        .await;
}

pub async fn conversations_are_listed_newest_first(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                for n in 2..5 {
                    let mut it = talk_with(tx, n).await?;
                    it.changed_at = at(n.cast_signed());
                    if n == 3 {
                        it.state = ConversationState::Closed;
                    }
                    conversations::save(tx, &it).await?;
                }
                let clinic = clinic_id();
                let all = conversations::list(tx, &clinic, Filter::default(), None, 9).await?;
                let ids: Vec<_> = all.iter().map(|(it, _)| it.id.clone()).collect();
                assert_eq!(ids, [4, 3, 2, 1].map(|n| id!(ConversationId, n)));
                assert_eq!(all[0].1.phone, Some(phone(4)));
                let before = Some((all[1].0.changed_at, all[1].0.id.clone()));
                let rest = conversations::list(tx, &clinic, Filter::default(), before, 9).await?;
                assert_eq!(rest, all[2..]);
                let closed = Filter { state: Some("closed"), ..Filter::default() };
                assert_eq!(conversations::list(tx, &clinic, closed, None, 9).await?, all[1..2]);
                let number = phone(2);
                let of_number = Filter { phone: Some(&number), ..Filter::default() };
                assert_eq!(conversations::list(tx, &clinic, of_number, None, 9).await?, all[2..3]);
                Ok(())
            })
        })
        .await;
}

pub async fn a_conversation_shows_its_newest_lines(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let id = id!(ConversationId, 1);
                messages::add_inbound(tx, id!(MessageId, 1), &id, "wamid.1", "hej", at(1), at(2)).await?;
                let buttons = vec![Button { id: "yes".to_owned(), title: "Ja".to_owned() }];
                let out = NewOutbound {
                    id: id!(MessageId, 2),
                    conversation: id.clone(),
                    contact: id!(ContactId, 1),
                    purpose: Purpose::Answer,
                    content: Outgoing::Buttons { body: "Passar det?".to_owned(), buttons },
                    due_at: at(2),
                    expires_at: None,
                    appointment: None,
                    reply_to: Some("wamid.1".to_owned()),
                    dedupe: None,
                    by_staff: None,
                    class: Disclosure::Personal,
                };
                assert!(messages::add_outbound(tx, &out, at(2)).await?);
                messages::mark_handled(tx, &id!(MessageId, 1)).await?;
                let lines = messages::of_conversation(tx, &id, 9).await?;
                let shown: Vec<_> =
                    lines.iter().map(|it| (it.direction, it.text.as_str(), it.status.as_str())).collect();
                assert_eq!(
                    shown,
                    [(Direction::In, "hej", "handled"), (Direction::Out, "Passar det?\n[Ja]", "queued")]
                );
                assert_eq!(messages::of_conversation(tx, &id, 1).await?, lines[1..]);
                assert_eq!(messages::conversation_of(tx, "wamid.1").await?, Some(id));
                assert_eq!(messages::conversation_of(tx, "wamid.9").await?, None);
                assert_eq!(messages::status_of(tx, &id!(MessageId, 2)).await?, Some(DeliveryStatus::Queued));
                let lost = NewOutbound { conversation: id!(ConversationId, 9), ..out };
                assert!(messages::add_outbound(tx, &lost, at(2)).await.is_err());
                Ok(())
            })
        })
        .await;
}

pub async fn one_card_is_open_at_a_time(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let id = id!(ConversationId, 1);
                assert!(handovers::open(tx, &id, HandoverReason::Asked, at(1)).await?);
                assert!(!handovers::open(tx, &id, HandoverReason::Complaint, at(2)).await?);
                let open = handovers::list_open(tx, &clinic_id()).await?;
                assert_eq!((open[0].reason, open[0].opened_at), (HandoverReason::Asked, at(1)));
                handovers::open(tx, &id, HandoverReason::Emergency, at(3)).await?;
                assert_eq!(
                    handovers::list_open(tx, &clinic_id()).await?[0].reason,
                    HandoverReason::Emergency
                );
                assert!(handovers::close(tx, &id, Some(&id!(StaffId, 1)), at(4)).await?);
                assert!(!handovers::close(tx, &id, None, at(4)).await?);
                assert!(handovers::list_open(tx, &clinic_id()).await?.is_empty());
                assert!(handovers::open(tx, &id, HandoverReason::Asked, at(5)).await?);
                Ok(())
            })
        })
        .await;
}
