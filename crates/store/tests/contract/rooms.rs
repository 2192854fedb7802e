//! The staff's rooms: finding patients over sealed data, notes, drafts, what is unread, merging.

use crate::world::*;
use svara_model::*;
use svara_store::messages::NewOutbound;
use svara_store::notes::{About, Note};
use svara_store::shelves::{self, Shelf};
use svara_store::suggestions::{self, Outcome, Outcomes};
use svara_store::threads::{self, Handling};
use svara_store::{
    attachments, contacts, conversations, drafts, handovers, merges, messages, notes, outbox, patient_search,
    patients, retention, staff,
};

async fn enter(tx: &mut svara_store::Tx, n: u64, name: &str) -> Done<PatientId> {
    let patient = Patient { name: name.to_owned(), ..patient(n) };
    patients::insert(tx, &patient, None, at(0)).await?;
    Ok(patient.id)
}

async fn found(tx: &mut svara_store::Tx, text: &str) -> Done<Vec<String>> {
    let found = patient_search::search(tx, &clinic_id(), text, 9).await?;
    Ok(found.into_iter().map(|it| it.name).collect())
}

pub async fn a_patient_is_found_by_parts_and_by_ear(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                enter(tx, 2, "Christina Åström").await?;
                enter(tx, 3, "Kristian Ek").await?;
                let omar = enter(tx, 4, "Omar Haddad").await?;
                for text in ["kristina", "Cristina astrom", "åström", "ASTR", "christ åst"] {
                    assert_eq!(
                        found(tx, text).await?.first().map(String::as_str),
                        Some("Christina Åström"),
                        "{text}"
                    );
                }
                for text in ["+46 70 000 00 04", "070-0000004", "000 00 04"] {
                    assert_eq!(found(tx, text).await?, ["Omar Haddad"], "{text}");
                }
                for text in ["Zebra", "+46 70 999 99 99", "%", ""] {
                    assert_eq!(found(tx, text).await?, [""; 0], "{text}");
                }
                patients::rename(tx, &omar, "Omar Nilsson", at(1)).await?;
                assert_eq!(found(tx, "haddad").await?, [""; 0], "the old name is gone");
                assert_eq!(found(tx, "nilson").await?, ["Omar Nilsson"]);
                patients::forget(tx, &omar, at(2)).await?;
                assert_eq!(found(tx, "nilsson").await?, [""; 0], "a forgotten patient is found no more");
                Ok(())
            })
        })
        .await;
    place.behind_its_back("UPDATE patients SET indexed = NULL; DELETE FROM patient_grams").await.unwrap();
    place
        .step(|tx| {
            Box::pin(async move {
                assert_eq!(found(tx, "kristina").await?, [""; 0]);
                assert_eq!(patient_search::index_waiting(tx, &clinic_id(), 2).await?, 2);
                assert_eq!(patient_search::index_waiting(tx, &clinic_id(), 9).await?, 1);
                assert_eq!(patient_search::index_waiting(tx, &clinic_id(), 9).await?, 0);
                assert_eq!(found(tx, "kristina åström").await?, ["Christina Åström"]);
                Ok(())
            })
        })
        .await;
}

pub async fn two_entries_become_one_and_two_again(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let (kept, gone) = (id!(PatientId, 1), enter(tx, 2, "Anna Anderson").await?);
                talk_with(tx, 2).await?;
                patients::link(tx, &id!(ContactId, 2), &gone).await?;
                let visit = Appointment { patient: gone.clone(), ..visit(1, slot(0, 30, "eva", "")) };
                svara_store::appointments::insert(tx, &visit).await?;
                assert!(!merges::merge(tx, &kept, &kept, at(1)).await?, "nobody is merged with themselves");
                assert!(merges::merge(tx, &kept, &gone, at(1)).await?);
                assert!(!merges::merge(tx, &kept, &gone, at(1)).await?, "only once");
                assert_eq!(merges::merged_into(tx, &kept).await?, [(gone.clone(), at(1))]);
                let ways = contacts::of_patient(tx, &kept).await?;
                assert_eq!(
                    ways.iter().map(|it| it.id.clone()).collect::<Vec<_>>(),
                    [1, 2].map(|n| id!(ContactId, n))
                );
                let visits = svara_store::appointments::last_of(tx, &kept, 9).await?;
                assert_eq!((visits.len(), visits[0].calendar_token.as_str()), (1, "token-1"));
                assert_eq!(found(tx, "anderson").await?, ["Anna Andersson 1"]);
                assert_eq!(merges::undo(tx, &gone, at(2)).await?, Some(kept.clone()));
                assert_eq!(merges::undo(tx, &gone, at(2)).await?, None);
                assert_eq!(contacts::of_patient(tx, &kept).await?.len(), 1);
                assert_eq!(svara_store::appointments::last_of(tx, &gone, 9).await?.len(), 1);
                assert_eq!(found(tx, "anderson").await?.len(), 2);
                assert!(merges::merge(tx, &kept, &gone, at(3)).await?);
                patients::forget(tx, &kept, at(4)).await?;
                assert_eq!(
                    patients::by_id(tx, &gone).await?,
                    None,
                    "both entries of the person are forgotten"
                );
                Ok(())
            })
        })
        .await;
}

pub async fn notes_and_drafts_go_with_the_person(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let (talk, eva) = (id!(ConversationId, 1), id!(StaffId, 1));
                staff::insert(tx, &crate::staff::eva()).await?;
                assert_eq!(staff::all(tx).await?.len(), 1);
                let about = About::Conversation(talk.clone(), id!(ContactId, 1));
                let note = |n: u64, text: &str| Note {
                    id: id!(NoteId, n),
                    text: text.to_owned(),
                    by: eva.clone(),
                    mentions: vec![eva.clone()],
                    at: at(n.cast_signed()),
                };
                for n in [1, 2] {
                    notes::add(tx, &clinic_id(), &about, &note(n, "ring efter lunch")).await?;
                    notes::add(tx, &clinic_id(), &about, &note(n, "en gång till")).await?;
                }
                let all = notes::about(tx, &about, 9).await?;
                assert_eq!(all, [note(1, "ring efter lunch"), note(2, "ring efter lunch")]);
                assert_eq!(notes::about(tx, &about, 1).await?, all[1..]);
                assert!(!notes::remove(tx, &id!(NoteId, 1), &id!(StaffId, 2)).await?, "only one's own");
                assert!(notes::remove(tx, &id!(NoteId, 1), &eva).await?);
                let of_patient = About::Patient(id!(PatientId, 1));
                notes::add(tx, &clinic_id(), &of_patient, &note(3, "rädd för sprutor")).await?;
                assert_eq!(notes::about(tx, &of_patient, 9).await?.len(), 1);

                assert!(drafts::keep(tx, &talk, &eva, "Hej Anna", at(1)).await?);
                assert!(drafts::keep(tx, &talk, &eva, "Hej Anna!", at(2)).await?);
                let kept = drafts::of_conversation(tx, &talk).await?;
                assert_eq!((kept.len(), kept[0].text.as_str(), kept[0].at), (1, "Hej Anna!", at(2)));
                assert!(!drafts::keep(tx, &id!(ConversationId, 9), &eva, "x", at(2)).await?);
                drafts::keep(tx, &talk, &eva, "", at(3)).await?;
                assert!(drafts::of_conversation(tx, &talk).await?.is_empty());

                drafts::keep(tx, &talk, &eva, "Hej", at(4)).await?;
                patients::forget(tx, &id!(PatientId, 1), at(5)).await?;
                assert!(drafts::of_conversation(tx, &talk).await?.is_empty());
                assert!(notes::about(tx, &about, 9).await?.is_empty());
                assert!(notes::about(tx, &of_patient, 9).await?.is_empty());
                Ok(())
            })
        })
        .await;
    let left = place.behind_its_back("UPDATE notes SET at = at").await.unwrap();
    assert_eq!(left, 0, "not even sealed");
}

fn failure(code: i64, details: &str) -> SendFailure {
    SendFailure { code, details: details.to_owned() }
}

fn said(n: u64, content: Outgoing) -> NewOutbound {
    NewOutbound {
        class: svara_model::Disclosure::Personal,
        id: id!(MessageId, n),
        conversation: id!(ConversationId, 1),
        contact: id!(ContactId, 1),
        purpose: Purpose::Answer,
        content,
        due_at: at(0),
        expires_at: None,
        appointment: None,
        reply_to: None,
        dedupe: None,
        by_staff: None,
    }
}

pub async fn a_thread_comes_in_pages_with_what_the_patient_saw(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let talk = id!(ConversationId, 1);
                for n in 1..4 {
                    let provider = format!("wamid.{n}");
                    messages::add_inbound(tx, id!(MessageId, n), &talk, &provider, "hej", at(1), at(1))
                        .await?;
                }
                let buttons = Outgoing::Buttons {
                    body: "Passar det?".to_owned(),
                    buttons: vec![Button { id: "yes".to_owned(), title: "Ja".to_owned() }],
                };
                messages::add_outbound(tx, &said(4, buttons.clone()), at(2)).await?;
                outbox::failed(tx, &id!(MessageId, 4), &failure(131_047, "window"), at(3)).await?;
                let newest = threads::page(tx, &talk, None, 2).await?;
                assert_eq!(newest.iter().map(|it| it.seq).collect::<Vec<_>>(), [3, 4]);
                assert_eq!(newest[1].content, Some(buttons));
                let failure = newest[1].failure.clone().unwrap();
                assert_eq!((failure.code, failure.reason.as_deref()), (Some(131_047), Some("window")));
                assert!(newest[0].failure.is_none());
                let before = threads::page(tx, &talk, Some(3), 9).await?;
                assert_eq!(before.iter().map(|it| it.seq).collect::<Vec<_>>(), [1, 2]);
                let aside = Handling { snoozed_seq: Some(4), snoozed_until: Some(at(9)), resolved_at: None };
                threads::set_handling(tx, &talk, aside, at(4)).await?;
                assert_eq!(threads::handling(tx, &talk).await?, aside);
                assert_eq!(threads::last_seq(tx, &talk).await?, 4);
                assert_eq!(conversations::of_contact(tx, &id!(ContactId, 1), 9).await?.len(), 1);
                Ok(())
            })
        })
        .await;
}

pub async fn what_came_beside_the_words_is_sealed_and_goes_with_its_message(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                talk_with(tx, 2).await?;
                let (talk, line, other) = (id!(ConversationId, 1), id!(MessageId, 1), id!(MessageId, 2));
                messages::add_inbound(tx, line.clone(), &talk, "wamid.1", "[document]", at(1), at(1)).await?;
                messages::add_inbound(tx, other.clone(), &talk, "wamid.2", "hej", at(2), at(2)).await?;
                let sent = Attachment {
                    kind: MediaKind::Document,
                    media_id: Some("900000000000077".to_owned()),
                    mime_type: Some("application/pdf".to_owned()),
                    file_name: Some("planted-remiss.pdf".to_owned()),
                    caption: Some("planted-caption".to_owned()),
                };
                attachments::add(tx, &line, &sent).await?;
                attachments::add(tx, &line, &sent).await?;
                assert_eq!(attachments::of(tx, &talk, &line).await?.as_ref(), Some(&sent));
                assert_eq!(attachments::of(tx, &talk, &other).await?, None, "nothing came with it");
                assert_eq!(attachments::of(tx, &id!(ConversationId, 2), &line).await?, None, "another's");
                assert!(attachments::add(tx, &id!(MessageId, 9), &sent).await.is_err());
                let shown = threads::page(tx, &talk, None, 9).await?;
                assert_eq!([&shown[0].attachment, &shown[1].attachment], [&Some(sent), &None]);
                Ok(())
            })
        })
        .await;
    let kept = "UPDATE messages SET seq = seq WHERE media IS NOT NULL";
    assert_eq!(place.behind_its_back(kept).await.unwrap(), 1);
    place
        .step(|tx| {
            Box::pin(async move {
                assert!(patients::forget(tx, &id!(PatientId, 1), at(3)).await?);
                assert_eq!(attachments::of(tx, &id!(ConversationId, 1), &id!(MessageId, 1)).await?, None);
                Ok(())
            })
        })
        .await;
    assert_eq!(place.behind_its_back(kept).await.unwrap(), 0, "not even sealed");
}

pub async fn what_became_of_the_assistants_drafts_is_counted(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                talk_with(tx, 2).await?;
                let (clinic, talk) = (clinic_id(), id!(ConversationId, 1));
                for n in 1..5 {
                    let provider = format!("wamid.{n}");
                    messages::add_inbound(tx, id!(MessageId, n), &talk, &provider, "hej", at(1), at(1))
                        .await?;
                }
                let outcomes = [Outcome::Used, Outcome::Changed, Outcome::Dropped, Outcome::Dropped];
                for (n, outcome) in (1..5).zip(outcomes) {
                    assert!(!suggestions::is_settled(tx, &id!(MessageId, n)).await?);
                    let minute = n.cast_signed() * 10;
                    assert!(suggestions::note(tx, &talk, &id!(MessageId, n), outcome, at(minute)).await?);
                    assert!(suggestions::is_settled(tx, &id!(MessageId, n)).await?);
                }
                let all = suggestions::count(tx, &clinic, at(0), at(99)).await?;
                assert_eq!(all, Outcomes { used: 1, changed: 1, dropped: 2 });
                assert!(suggestions::note(tx, &talk, &id!(MessageId, 4), Outcome::Used, at(50)).await?);
                let some = suggestions::count(tx, &clinic, at(20), at(50)).await?;
                assert_eq!(some, Outcomes { used: 0, changed: 1, dropped: 1 }, "the last word counts");
                let other = id!(ConversationId, 2);
                assert!(!suggestions::note(tx, &other, &id!(MessageId, 1), Outcome::Used, at(51)).await?);
                assert!(!suggestions::note(tx, &talk, &id!(MessageId, 9), Outcome::Used, at(51)).await?);
                assert_eq!(retention::drop_suggestions(tx, &clinic, at(25)).await?, 2);
                assert_eq!(suggestions::count(tx, &clinic, at(0), at(99)).await?.used, 1);
                Ok(())
            })
        })
        .await;
}

pub async fn the_inbox_shows_what_each_person_has_not_read(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let (talk, eva, olle) = (id!(ConversationId, 1), id!(StaffId, 1), id!(StaffId, 2));
                for n in 1..3 {
                    let provider = format!("wamid.{n}");
                    messages::add_inbound(tx, id!(MessageId, n), &talk, &provider, "hallå", at(1), at(1))
                        .await?;
                }
                for n in 2..5 {
                    let mut other = talk_with(tx, n).await?;
                    other.changed_at = at(n.cast_signed() + 9);
                    conversations::save(tx, &other).await?;
                }
                handovers::open(tx, &talk, HandoverReason::Asked, at(1)).await?;
                let clinic = clinic_id();
                let shown = shelves::list(tx, &clinic, &eva, Shelf::Staff, None, 9).await?;
                assert_eq!(shown.len(), 1, "an open card is enough");
                let row = &shown[0];
                assert_eq!(
                    (row.unread, row.last_seq, row.card),
                    (2, 2, Some((HandoverReason::Asked, at(1))))
                );
                assert_eq!(row.last.as_ref().map(|it| it.text.as_str()), Some("hallå"));
                assert_eq!(row.patients, [(id!(PatientId, 1), "Anna Andersson 1".to_owned())]);
                assert_eq!(row.phone, Some(phone(1)));
                threads::mark_read(tx, &talk, &eva, 2).await?;
                threads::mark_read(tx, &talk, &eva, 1).await?;
                let unread = |rows: &[shelves::ShelfRow]| rows[0].unread;
                assert_eq!(unread(&shelves::list(tx, &clinic, &eva, Shelf::Staff, None, 9).await?), 0);
                assert_eq!(unread(&shelves::list(tx, &clinic, &olle, Shelf::Staff, None, 9).await?), 2);
                threads::mark_unread(tx, &talk, &eva).await?;
                assert_eq!(unread(&shelves::list(tx, &clinic, &eva, Shelf::Staff, None, 9).await?), 2);
                messages::add_outbound(tx, &said(9, Outgoing::Text { body: "hej".to_owned() }), at(2))
                    .await?;
                assert_eq!(
                    unread(&shelves::list(tx, &clinic, &olle, Shelf::Staff, None, 9).await?),
                    0,
                    "answered"
                );

                let all = shelves::list(tx, &clinic, &eva, Shelf::All, None, 2).await?;
                let ids: Vec<_> = all.iter().map(|it| it.conversation.id.clone()).collect();
                assert_eq!(ids, [4, 3].map(|n| id!(ConversationId, n)));
                let last = &all[1].conversation;
                let place = Some((last.changed_at, last.id.clone()));
                let rest = shelves::list(tx, &clinic, &eva, Shelf::All, place, 9).await?;
                assert_eq!(rest.len(), 2);
                assert_eq!(shelves::list(tx, &clinic, &eva, Shelf::Assistant, None, 9).await?.len(), 4);
                let failed = Shelf::FailedSince(at(0));
                assert!(shelves::list(tx, &clinic, &eva, failed, None, 9).await?.is_empty());
                outbox::failed(tx, &id!(MessageId, 9), &failure(131_026, "no"), at(3)).await?;
                assert_eq!(shelves::list(tx, &clinic, &eva, failed, None, 9).await?.len(), 1);
                Ok(())
            })
        })
        .await;
}
