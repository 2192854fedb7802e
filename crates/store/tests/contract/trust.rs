//! Doubt, assurance, risk analyses, and what stands behind sign-in.

use crate::world::*;
use svara_model::*;
use svara_store::risk::{self, RiskAnalysis};
use svara_store::{contacts, conversations, secure};

pub async fn a_doubt_stays_until_somebody_made_sure(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let id = id!(ContactId, 1);
                assert_eq!(contacts::doubted(tx, &id).await?, None);
                contacts::doubt(tx, &id, "changed number", at(1)).await?;
                contacts::doubt(tx, &id, "long silence", at(2)).await?;
                assert_eq!(contacts::doubted(tx, &id).await?.as_deref(), Some("changed number"));
                assert!(!contacts::was_asked(tx, &id).await?);
                contacts::note_asked(tx, &id, at(2)).await?;
                assert!(contacts::was_asked(tx, &id).await?);
                contacts::trust(tx, &id, at(3)).await?;
                assert!(!contacts::was_asked(tx, &id).await?, "settled");
                contacts::note_asked(tx, &id, at(3)).await?;
                assert!(!contacts::was_asked(tx, &id).await?, "nobody asks without a doubt");
                assert!(!contacts::note_profile(tx, &id, "sara").await?, "the first name is no other name");
                assert!(!contacts::note_profile(tx, &id, "sara").await?);
                assert!(contacts::note_profile(tx, &id, "kalle").await?);
                assert_eq!(contacts::doubted(tx, &id).await?, None);
                assert_eq!(contacts::doubted(tx, &id!(ContactId, 9)).await?, None);
                let talk = id!(ConversationId, 1);
                assert_eq!(conversations::assurance(tx, &talk).await?, Some(Assurance::Recognised));
                conversations::note_assurance(tx, &talk, Assurance::Unknown).await?;
                assert_eq!(conversations::assurance(tx, &talk).await?, Some(Assurance::Unknown));
                Ok(())
            })
        })
        .await;
}

pub async fn the_newest_risk_analysis_comes_first(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let first = RiskAnalysis {
                    version: "1.0".to_owned(),
                    decided_on: "2026-03-01".parse().unwrap(),
                    decided_by: "Vera Verksam".to_owned(),
                    document_hash: "a".repeat(64),
                    review_by: "2027-03-01".parse().unwrap(),
                    recorded_by: "api:intake".to_owned(),
                    recorded_at: at(1),
                };
                let second = RiskAnalysis { version: "1.1".to_owned(), ..first.clone() };
                assert_eq!(risk::list(tx, &clinic_id()).await?, []);
                risk::record(tx, &clinic_id(), &first).await?;
                risk::record(tx, &clinic_id(), &second).await?;
                assert_eq!(risk::list(tx, &clinic_id()).await?, [second, first]);
                Ok(())
            })
        })
        .await;
}

pub async fn what_stands_behind_sign_in_is_kept_and_a_sign_in_is_used_once(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let (contact, patient) = (id!(ContactId, 1), id!(PatientId, 1));
                for n in [1, 2, 3] {
                    let text = format!("message {n}");
                    let by = id!(StaffId, 1);
                    secure::add_message(tx, id!(MessageId, n), &contact, &text, &by, at(1)).await?;
                }
                let two = secure::messages_of(tx, &contact, 2).await?;
                assert_eq!(
                    two.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(),
                    ["message 2", "message 3"]
                );
                assert_eq!(secure::is_bound(tx, &patient, "https://id.example 1").await?, None);
                for _ in 0..2 {
                    secure::bind_identity(tx, &patient, "https://id.example 1", at(1)).await?;
                }
                assert_eq!(secure::is_bound(tx, &patient, "https://id.example 1").await?, Some(true));
                assert_eq!(secure::is_bound(tx, &patient, "https://id.example 2").await?, Some(false));
                secure::begin_sign_in(tx, [7; 32], "{\"nonce\":1}", at(5)).await?;
                secure::begin_sign_in(tx, [8; 32], "{}", at(5)).await?;
                assert_eq!(secure::end_sign_in(tx, [7; 32], at(4)).await?.as_deref(), Some("{\"nonce\":1}"));
                assert_eq!(secure::end_sign_in(tx, [7; 32], at(4)).await?, None, "once");
                assert_eq!(secure::end_sign_in(tx, [8; 32], at(5)).await?, None, "too late");
                Ok(())
            })
        })
        .await;
}
