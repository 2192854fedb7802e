//! Clinics, contacts, patients, permissions, and forgetting.

use crate::world::*;
use svara_model::*;
use svara_store::{
    appointments, clinics, contacts, conversations, erasure, events, inbox, jobs, mails,
    marketing::{self, MarketingConsent},
    messages, patients, permissions,
};

pub async fn a_clinic_is_saved_and_found(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                assert_eq!(clinics::load(tx, &clinic_id()).await?, None);
                for _ in 0..2 {
                    clinics::save(tx, &clinic(), at(0)).await?;
                }
                assert_eq!(clinics::load(tx, &clinic_id()).await?, Some(clinic()));
                assert_eq!(clinics::list(tx).await?, [clinic()]);
                assert_eq!(clinics::by_phone_number_id(tx, "100000000000001").await?, Some(clinic()));
                assert_eq!(clinics::by_phone_number_id(tx, "1").await?, None);
                Ok(())
            })
        })
        .await;
}

pub async fn a_contact_is_recognised_by_number_and_by_id(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                clinics::save(tx, &clinic(), at(0)).await?;
                let clinic = clinic_id();
                let (new, is_new) =
                    contacts::find_or_create(tx, &clinic, &sender(Some(1), None), id!(ContactId, 1), at(0))
                        .await?;
                assert!(is_new);
                assert_eq!((new.phone, new.user_id), (Some(phone(1)), None));
                let (both, is_new) = contacts::find_or_create(
                    tx,
                    &clinic,
                    &sender(Some(1), Some(1)),
                    id!(ContactId, 2),
                    at(1),
                )
                .await?;
                assert!(!is_new, "the number is known, the id is learned");
                assert_eq!((both.id, both.user_id), (id!(ContactId, 1), Some(user(1))));
                let (hidden, is_new) =
                    contacts::find_or_create(tx, &clinic, &sender(None, Some(1)), id!(ContactId, 3), at(2))
                        .await?;
                assert!(!is_new, "the number is hidden, the id is known");
                assert_eq!((hidden.id, hidden.phone), (id!(ContactId, 1), Some(phone(1))));
                let by_phone = contacts::find(tx, &clinic, &Address::Phone(phone(1))).await?;
                let by_user = contacts::find(tx, &clinic, &Address::UserId(user(1))).await?;
                assert_eq!(by_phone, by_user);
                assert_eq!(contacts::find(tx, &clinic, &Address::Phone(phone(9))).await?, None);
                assert_eq!(contacts::by_id(tx, &id!(ContactId, 1)).await?, by_phone);
                assert_eq!(contacts::by_id(tx, &id!(ContactId, 9)).await?, None);
                Ok(())
            })
        })
        .await;
}

pub async fn an_address_belongs_to_its_newest_owner(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                clinics::save(tx, &clinic(), at(0)).await?;
                let clinic = clinic_id();
                contacts::find_or_create(tx, &clinic, &sender(Some(1), Some(1)), id!(ContactId, 1), at(0))
                    .await?;
                let (second, is_new) = contacts::find_or_create(
                    tx,
                    &clinic,
                    &sender(Some(1), Some(2)),
                    id!(ContactId, 2),
                    at(1),
                )
                .await?;
                assert!(is_new, "the same number with another id is another person");
                assert_eq!(second.phone, Some(phone(1)));
                let first = contacts::by_id(tx, &id!(ContactId, 1)).await?.unwrap();
                assert_eq!(
                    (first.phone, first.user_id),
                    (None, Some(user(1))),
                    "two contacts are never merged"
                );
                contacts::change_identity(tx, &id!(ContactId, 1), Some(phone(3)), Some(user(3)), at(2))
                    .await?;
                let found = contacts::find(tx, &clinic, &Address::Phone(phone(3))).await?.unwrap();
                assert_eq!((found.id, found.user_id), (id!(ContactId, 1), Some(user(3))));
                assert_eq!(contacts::find(tx, &clinic, &Address::UserId(user(1))).await?, None);
                contacts::change_identity(tx, &id!(ContactId, 2), None, Some(user(3)), at(3)).await?;
                let taken_over = contacts::find(tx, &clinic, &Address::UserId(user(3))).await?.unwrap();
                assert_eq!(taken_over.id, id!(ContactId, 2));
                Ok(())
            })
        })
        .await;
}

pub async fn patients_are_kept_behind_their_contact(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let child = Patient { phone: Some(phone(1)), ..patient(2) };
                patients::insert(tx, &child, None, at(0)).await?;
                patients::link(tx, &id!(ContactId, 1), &child.id).await?;
                patients::link(tx, &id!(ContactId, 1), &child.id).await?;
                let contact = contacts::by_id(tx, &id!(ContactId, 1)).await?.unwrap();
                assert_eq!(contact.patients, [patient(1), child.clone()]);
                assert_eq!(patients::of_contact(tx, &contact.id).await?, contact.patients);
                assert_eq!(patients::by_phone(tx, &clinic_id(), &phone(1)).await?, contact.patients);
                patients::rename(tx, &child.id, "Åsa Öberg", at(1)).await?;
                patients::set_language(tx, &child.id, &Language::english(), at(1)).await?;
                let changed = patients::by_id(tx, &child.id).await?.unwrap();
                assert_eq!(
                    (changed.name.as_str(), changed.language),
                    ("Åsa Öberg", Some(Language::english()))
                );
                assert_eq!(patients::by_id(tx, &id!(PatientId, 9)).await?, None);
                let first = patients::list(tx, &clinic_id(), None, 1).await?;
                assert_eq!(first[0].id, id!(PatientId, 1));
                let rest = patients::list(tx, &clinic_id(), Some(&first[0].id), 10).await?;
                assert_eq!(rest.len(), 1);
                Ok(())
            })
        })
        .await;
}

pub async fn the_newest_permission_decides(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let contact = id!(ContactId, 1);
                let entry = |state, minute, source: &str| Permission {
                    channel: Channel::Whatsapp,
                    purpose: Purpose::Reminder,
                    state,
                    at: at(minute),
                    source: source.to_owned(),
                    proof: proof("Yes, remind me.", "form 17"),
                };
                let (given, stopped) = (PermissionState::Given, PermissionState::Withdrawn);
                for it in [
                    entry(given, 0, "intake form"),
                    entry(stopped, 5, "said STOP"),
                    entry(given, 3, "late news"),
                ] {
                    permissions::record(tx, &contact, &it, at(9)).await?;
                }
                let now = permissions::current(tx, &contact, Channel::Whatsapp, Purpose::Reminder).await?;
                assert_eq!(now.unwrap().source, "said STOP");
                assert_eq!(permissions::current(tx, &contact, Channel::Sms, Purpose::Reminder).await?, None);
                permissions::record(tx, &contact, &entry(given, 5, "said START"), at(9)).await?;
                let now = permissions::current(tx, &contact, Channel::Whatsapp, Purpose::Reminder).await?;
                assert_eq!(now.unwrap().source, "said START", "of two at once the later recorded decides");
                let all = permissions::all(tx, &contact).await?;
                assert_eq!((all.len(), &all[0].proof), (4, &proof("Yes, remind me.", "form 17")));
                let unproved = Permission { proof: proof("Yes, remind me.", " "), ..all[0].clone() };
                let refused = permissions::record(tx, &contact, &unproved, at(9)).await.unwrap_err();
                assert!(refused.to_string().contains("evidence is missing"), "{refused}");
                Ok(())
            })
        })
        .await;
}

fn proof(wording: &str, evidence: &str) -> Proof {
    Proof { wording: wording.to_owned(), evidence: evidence.to_owned(), recorded_by: "file".to_owned() }
}

pub async fn consent_to_marketing_is_a_record_of_its_own(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let contact = id!(ContactId, 1);
                let given = MarketingConsent {
                    channel: Channel::Whatsapp,
                    state: PermissionState::Given,
                    at: at(1),
                    source: "web form".to_owned(),
                    proof: proof("Yes, send me offers.", "form 18"),
                };
                marketing::record(tx, &contact, &given, at(1)).await?;
                assert_eq!(marketing::current(tx, &contact, Channel::Whatsapp).await?, Some(given.clone()));
                assert_eq!(marketing::current(tx, &contact, Channel::Sms).await?, None);
                let none = permissions::current(tx, &contact, Channel::Whatsapp, Purpose::Reminder).await?;
                assert_eq!(none, None, "it is no permission to remind");
                let back = MarketingConsent { state: PermissionState::Withdrawn, at: at(2), ..given.clone() };
                marketing::record(tx, &contact, &back, at(2)).await?;
                assert_eq!(marketing::current(tx, &contact, Channel::Whatsapp).await?, Some(back.clone()));
                assert_eq!(marketing::all(tx, &contact).await?, [given.clone(), back]);
                let unproved = MarketingConsent { proof: proof("", "form 18"), ..given };
                let refused = marketing::record(tx, &contact, &unproved, at(3)).await.unwrap_err();
                assert!(refused.to_string().contains("wording is missing"), "{refused}");
                Ok(())
            })
        })
        .await;
}

pub async fn a_forgotten_patient_leaves_only_times(place: Place) {
    place.step(|tx| Box::pin(a_life(tx))).await;
    let forgotten =
        place.step(|tx| Box::pin(async move { Ok(patients::forget(tx, &id!(PatientId, 1), at(9)).await?) }));
    assert!(forgotten.await);
    place
        .look(|tx| {
            Box::pin(async move {
                assert_eq!(patients::by_id(tx, &id!(PatientId, 1)).await?, None);
                assert_eq!(contacts::find(tx, &clinic_id(), &Address::Phone(phone(1))).await?, None);
                assert_eq!(conversations::by_id(tx, &id!(ConversationId, 1)).await?, None);
                let visits =
                    appointments::list(tx, &clinic_id(), at(0), at(999), None, None, None, 9).await?;
                let [(visit, nobody)] = &visits[..] else { panic!("one visit") };
                assert_eq!((visit.slot.from, visit.contact.clone()), (at(60), None));
                assert_eq!((nobody.name.as_str(), visit.calendar_token.as_str()), ("", ""));
                assert!(mails::list(tx, 9).await?.is_empty());
                let chain = events::list(tx, &clinic_id(), None, 9).await?;
                assert_eq!(chain[0].details, None, "who it was can't be read");
                assert!(events::verify(tx, &clinic_id()).await?.is_ok(), "and the chain still holds");
                assert_eq!(erasure::list(tx).await?.len(), 2);
                Ok(())
            })
        })
        .await;
    let again =
        place.step(|tx| Box::pin(async move { Ok(patients::forget(tx, &id!(PatientId, 1), at(9)).await?) }));
    assert!(!again.await);
}

/// A patient with something in every drawer.
async fn a_life(tx: &mut svara_store::Tx) -> Done {
    furnish(tx).await?;
    let visit = book(tx, 1, slot(60, 30, "eva", "r1")).await?;
    let conversation = id!(ConversationId, 1);
    messages::add_inbound(tx, id!(MessageId, 1), &conversation, "wamid.1", "hej", at(1), at(1)).await?;
    conversations::save_memory(tx, &conversation, "{}", 0, at(1)).await?;
    mails::add(
        tx,
        id!(MailId, 1),
        "eva@clinic.example",
        "Ny",
        "Anna",
        &format!("booked:{}", visit.id),
        at(1),
        at(1),
    )
    .await?;
    jobs::add(tx, id!(JobId, 1), "remind", &format!("remind:{}", visit.id), at(2), "{}", at(1)).await?;
    events::append(tx, id!(EventId, 1), &clinic_id(), at(1), "desk", "booked", Some(visit.id.as_str()), "{}")
        .await?;
    Ok(())
}

pub async fn a_shared_contact_stays_when_one_child_is_forgotten(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                patients::insert(tx, &patient(2), Some(&id!(ContactId, 1)), at(0)).await?;
                assert!(patients::forget(tx, &id!(PatientId, 2), at(1)).await?);
                let contact = contacts::find(tx, &clinic_id(), &Address::Phone(phone(1))).await?.unwrap();
                assert_eq!(contact.patients, [patient(1)]);
                let late = patients::rename(tx, &id!(PatientId, 2), "Back", at(2)).await;
                assert!(late.is_ok(), "nothing begins a new file on somebody forgotten");
                assert_eq!(patients::by_id(tx, &id!(PatientId, 2)).await?, None);
                Ok(())
            })
        })
        .await;
}

pub async fn a_restored_backup_forgets_again(place: Place) {
    place.step(|tx| Box::pin(a_life(tx))).await;
    place
        .step(|tx| {
            Box::pin(async move {
                let written_down =
                    [(id!(PatientId, 1).to_string(), at(9)), (id!(ContactId, 99).to_string(), at(9))];
                assert_eq!(erasure::replay(tx, &written_down).await?, 1);
                assert_eq!(patients::by_id(tx, &id!(PatientId, 1)).await?, None);
                assert_eq!(inbox::waiting(tx).await?, 0);
                Ok(())
            })
        })
        .await;
}
