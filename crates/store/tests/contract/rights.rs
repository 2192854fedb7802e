//! Flags, corrections, requests, limits on what is kept, and a copy that forgets again.

use crate::world::*;
use svara_model::*;
use svara_store::corrections::{self, Correction};
use svara_store::flags::{self, Flag, Flagged};
use svara_store::requests::{self, Request};
use svara_store::{
    MasterKey, Store, appointments, backup, erasure, messages, patients, retention, secure, settings, testing,
};

fn flagged(flag: Flag) -> Flagged {
    Flagged { flag, since: at(1), set_by: "staff:1".to_owned(), reason: "a court case".to_owned() }
}

pub async fn a_flag_is_set_once_and_lifted(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let id = id!(PatientId, 1);
                assert!(flags::set(tx, &id, &flagged(Flag::Held)).await?);
                assert!(!flags::set(tx, &id, &flagged(Flag::Held)).await?);
                assert!(flags::set(tx, &id, &flagged(Flag::Protected)).await?);
                assert_eq!(flags::of(tx, &id).await?, [flagged(Flag::Held), flagged(Flag::Protected)]);
                let behind = flags::behind(tx, &id!(ContactId, 1)).await?;
                assert_eq!(behind, [Flag::Held, Flag::Protected]);
                assert_eq!(flags::behind(tx, &id!(ContactId, 9)).await?, []);
                assert!(flags::lift(tx, &id, Flag::Protected).await?);
                assert!(!flags::lift(tx, &id, Flag::Protected).await?);
                Ok(())
            })
        })
        .await;
}

pub async fn both_versions_of_a_correction_stay(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let id = id!(PatientId, 1);
                let it = Correction {
                    field: "name".to_owned(),
                    before: "Anna Anderson".to_owned(),
                    after: "Anna Andersson".to_owned(),
                    reason: "misspelt".to_owned(),
                    made_by: "staff:1".to_owned(),
                    at: at(1),
                };
                corrections::record(tx, &id, &it).await?;
                assert_eq!(corrections::of(tx, &id).await?, [it]);
                patients::forget(tx, &id, at(2)).await?;
                assert_eq!(corrections::of(tx, &id).await?, []);
                Ok(())
            })
        })
        .await;
}

pub async fn a_request_is_closed_once_by_its_own_clinic(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let request = |n: u64, due: i64| Request {
                    id: id!(RequestId, n),
                    kind: "access".to_owned(),
                    subject: id!(PatientId, 1).to_string(),
                    received_at: at(1),
                    due_at: at(due),
                    identity: "in_person".to_owned(),
                    outcome: None,
                    note: None,
                    closed_at: None,
                };
                for (n, due) in [(1, 9), (2, 5)] {
                    requests::open(tx, &clinic_id(), &request(n, due), "staff:1").await?;
                }
                let ids = |all: Vec<Request>| all.into_iter().map(|it| it.id).collect::<Vec<_>>();
                let both = requests::list(tx, &clinic_id()).await?;
                assert_eq!(ids(both), [id!(RequestId, 2), id!(RequestId, 1)], "by when they are due");
                let other: ClinicId = "other".parse().unwrap();
                let id = id!(RequestId, 2);
                assert!(
                    !requests::close(tx, &other, &id, "refused", Some("not hers"), "staff:1", at(2)).await?
                );
                assert!(
                    requests::close(tx, &clinic_id(), &id, "refused", Some("not hers"), "staff:1", at(2))
                        .await?
                );
                assert!(!requests::close(tx, &clinic_id(), &id, "granted", None, "staff:1", at(3)).await?);
                let after = requests::list(tx, &clinic_id()).await?;
                assert_eq!(after[1].outcome.as_deref(), Some("refused"));
                assert_eq!(after[1].note.as_deref(), Some("not hers"));
                assert_eq!(ids(after), [id!(RequestId, 1), id!(RequestId, 2)], "open ones first");
                patients::forget(tx, &id!(PatientId, 1), at(4)).await?;
                let proof = requests::list(tx, &clinic_id()).await?;
                assert_eq!(
                    (proof.len(), proof[1].note.as_deref()),
                    (2, None),
                    "the note went with the person"
                );
                Ok(())
            })
        })
        .await;
}

pub async fn what_is_older_than_its_limit_goes_unless_it_is_held(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let (clinic, day) = (clinic_id(), 24 * 60);
                talk_with(tx, 2).await?;
                patients::insert(tx, &patient(2), Some(&id!(ContactId, 2)), at(0)).await?;
                for (n, minute) in [(1_u64, 0), (2, 9 * day)] {
                    for talk in [1_u64, 2] {
                        let id = id!(MessageId, n * 10 + talk);
                        let wamid = format!("wamid.{n}.{talk}");
                        let talk = id!(ConversationId, talk);
                        messages::add_inbound(tx, id, &talk, &wamid, "hej", at(minute), at(minute)).await?;
                    }
                }
                let (contact, by) = (id!(ContactId, 1), id!(StaffId, 1));
                secure::add_message(tx, id!(MessageId, 3), &contact, "svar", &by, at(0)).await?;
                appointments::insert(tx, &visit(1, slot(60, 30, "eva", "r1"))).await?;
                flags::set(tx, &id!(PatientId, 2), &flagged(Flag::Held)).await?;
                let before = at(5 * day);
                assert_eq!(retention::drop_messages(tx, &clinic, before).await?, 1, "old and not held");
                assert_eq!(messages::of_conversation(tx, &id!(ConversationId, 1), 9).await?.len(), 1);
                assert_eq!(messages::of_conversation(tx, &id!(ConversationId, 2), 9).await?.len(), 2);
                assert_eq!(retention::drop_secure_messages(tx, &clinic, before).await?, 1);
                assert_eq!(retention::loosen_visits(tx, &clinic, before).await?, 1);
                let loose = appointments::by_id(tx, &id!(AppointmentId, 1)).await?.unwrap();
                assert_eq!((loose.contact, loose.calendar_token.as_str()), (None, ""));
                assert_eq!(retention::drop_links(tx, before).await?, 0);
                let gone = retention::gone_patients(tx, &clinic, at(20 * day), 9).await?;
                assert_eq!(gone, [id!(PatientId, 1)], "the other is held");
                assert_eq!(retention::gone_patients(tx, &clinic, before, 9).await?, [], "heard of since");
                Ok(())
            })
        })
        .await;
}

/// A copy made while the desk works; then one is forgotten; the copy, put back, forgets again.
#[tokio::test]
async fn a_restored_copy_forgets_again_and_a_leaked_one_is_useless_after_a_new_master_key() {
    let place = sqlite().await;
    place.step(|tx| Box::pin(async move { furnish(tx).await })).await;
    let file = place.url.strip_prefix("sqlite:").unwrap().to_owned();
    let copied = std::path::PathBuf::from(format!("{file}.copy"));
    backup::copy(&place.url, &copied).await.unwrap();
    assert!(backup::copy(&place.url, &copied).await.is_err(), "an older copy is never written over");
    let forgotten = place
        .step(|tx| {
            Box::pin(async move {
                patients::forget(tx, &id!(PatientId, 1), at(9)).await?;
                Ok(erasure::list(tx).await?)
            })
        })
        .await;
    let leaked = std::fs::read(&copied).unwrap();
    let restored = open(format!("sqlite:{}", copied.display())).await;
    let wrapped = testing::sealed(&format!("sqlite:{}", copied.display())).await;
    assert!(wrapped.len() > 3, "the copy remembers keys, names and numbers: {}", wrapped.len());
    assert!(wrapped.iter().all(|it| leaked.windows(it.len()).any(|part| part == it)), "the scan can find");
    restored
        .step(move |tx| {
            let list = forgotten.clone();
            Box::pin(async move {
                let mode = settings::get(tx, "restore.mode").await?;
                assert_eq!(mode.as_deref(), Some("on"), "it is silent until a person says go");
                assert_eq!(erasure::replay(tx, &list).await?, 2);
                assert_eq!(patients::by_id(tx, &id!(PatientId, 1)).await?, None);
                Ok(())
            })
        })
        .await;
    restored.store.close().await;
    for name in [copied.clone(), format!("{}-wal", copied.display()).into()] {
        let left = std::fs::read(&name).unwrap_or_default();
        for key in &wrapped {
            assert!(
                !left.windows(key.len()).any(|it| it == key),
                "a destroyed key is left in {}",
                name.display()
            );
        }
    }
    // What leaked before is as good as its master key: once that is replaced and destroyed, nothing opens it.
    std::fs::write(&copied, &leaked).unwrap();
    let stranger = MasterKey::from_bytes([43; 32]);
    assert!(Store::open(&format!("sqlite:{}", copied.display()), stranger).await.is_err());
}
