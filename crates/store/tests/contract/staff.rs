//! Those who sign in, their links and sessions; settings.

use crate::world::*;
use svara_store::{sessions, settings, staff, tokens};

pub async fn staff_sign_in_with_links_and_sessions(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                assert_eq!(staff::count(tx).await?, 0);
                assert!(staff::insert(tx, id!(StaffId, 1), "Eva Ek", "Eva@clinic.example", "hash-1").await?);
                assert!(!staff::insert(tx, id!(StaffId, 2), "Eva", "eva@CLINIC.example", "hash-2").await?);
                let eva = staff::by_email(tx, " eva@clinic.example").await?.unwrap();
                assert_eq!((eva.name.as_str(), eva.email.as_str()), ("Eva Ek", "Eva@clinic.example"));
                assert_eq!(staff::by_id(tx, &eva.id).await?, Some(eva.clone()));
                assert_eq!(staff::by_email(tx, "olle@clinic.example").await?, None);

                tokens::issue(tx, id!(TokenId, 9), "page", "again", at(10), "con_1").await?;
                for _ in 0..2 {
                    assert_eq!(tokens::find(tx, "page", "again", at(9)).await?, Some("con_1".to_owned()));
                }
                assert_eq!(tokens::find(tx, "page", "again", at(10)).await?, None, "expired");
                assert_eq!(tokens::find(tx, "setup", "again", at(9)).await?, None, "of another kind");
                assert_eq!(tokens::revoke(tx, "con_1").await?, 1);
                assert_eq!(tokens::find(tx, "page", "again", at(9)).await?, None, "ended");

                tokens::issue(tx, id!(TokenId, 1), "setup", "secret", at(10), eva.id.as_str()).await?;
                assert_eq!(tokens::redeem(tx, "setup", "secret", at(10)).await?, None, "expired");
                assert_eq!(tokens::redeem(tx, "reset", "secret", at(9)).await?, None, "of another kind");
                assert_eq!(tokens::redeem(tx, "setup", "secret", at(9)).await?, Some(eva.id.to_string()));
                assert_eq!(tokens::redeem(tx, "setup", "secret", at(9)).await?, None, "used up");

                for n in [1, 2] {
                    sessions::start(
                        tx,
                        id!(SessionId, n),
                        [u8::try_from(n).unwrap(); 32],
                        eva.id.clone(),
                        at(10),
                    )
                    .await?;
                }
                let session = sessions::by_hash(tx, [1; 32], at(9)).await?.unwrap();
                assert_eq!((session.staff, session.expires_at), (eva.id.clone(), at(10)));
                assert_eq!(sessions::by_hash(tx, [1; 32], at(10)).await?, None);
                sessions::end(tx, &session.id).await?;
                assert_eq!(sessions::by_hash(tx, [1; 32], at(9)).await?, None);
                staff::set_password(tx, &eva.id, "hash-3").await?;
                assert_eq!(sessions::by_hash(tx, [2; 32], at(9)).await?, None, "a new password signs out");
                assert_eq!(staff::by_id(tx, &eva.id).await?.unwrap().password_hash, "hash-3");
                sessions::start(tx, id!(SessionId, 3), [3; 32], eva.id, at(10)).await?;
                assert_eq!(sessions::prune(tx, at(10)).await?, 1);
                Ok(())
            })
        })
        .await;
}

pub async fn settings_are_kept(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                assert_eq!(settings::get(tx, "clock").await?, None);
                for value in ["one", "two"] {
                    settings::set(tx, "clock", value).await?;
                }
                assert_eq!(settings::get(tx, "clock").await?.as_deref(), Some("two"));
                Ok(())
            })
        })
        .await;
}
