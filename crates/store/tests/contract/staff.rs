//! Those who sign in, their links and sessions; settings.

use crate::world::*;
use svara_model::{PractitionerId, Role, Roles};
use svara_store::invitations::Invitation;
use svara_store::sessions::{Session, Stage};
use svara_store::staff::NewStaff;
use svara_store::{invitations, second_factors, sessions, settings, staff, tokens};

pub fn eva() -> NewStaff {
    NewStaff {
        id: id!(StaffId, 1),
        name: "Eva Ek".to_owned(),
        email: "Eva@clinic.example".to_owned(),
        password_hash: "hash-1".to_owned(),
        roles: Roles::only(Role::Reception),
        practitioner: None,
    }
}

fn session(n: u64, stage: Stage) -> Session {
    Session {
        id: id!(SessionId, n),
        staff: id!(StaffId, 1),
        stage,
        started_at: at(i64::try_from(n).unwrap()),
        seen_at: at(i64::try_from(n).unwrap()),
        locked_at: None,
        expires_at: at(10),
        browser: "Firefox, Windows".to_owned(),
    }
}

pub async fn staff_sign_in_with_links_and_sessions(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                assert_eq!(staff::count(tx).await?, 0);
                assert!(staff::insert(tx, &eva()).await?);
                let other = NewStaff { id: id!(StaffId, 2), email: "eva@CLINIC.example".to_owned(), ..eva() };
                assert!(!staff::insert(tx, &other).await?);
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
                    sessions::start(tx, &session(n, Stage::Password), [u8::try_from(n).unwrap(); 32]).await?;
                }
                assert_eq!(sessions::by_hash(tx, [1; 32], at(9)).await?, Some(session(1, Stage::Password)));
                assert_eq!(sessions::by_hash(tx, [1; 32], at(10)).await?, None);
                sessions::end(tx, &id!(SessionId, 1)).await?;
                assert_eq!(sessions::by_hash(tx, [1; 32], at(9)).await?, None);
                staff::set_password(tx, &eva.id, "hash-3").await?;
                assert_eq!(sessions::by_hash(tx, [2; 32], at(9)).await?, None, "a new password signs out");
                assert_eq!(staff::by_id(tx, &eva.id).await?.unwrap().password_hash, "hash-3");
                sessions::start(tx, &session(3, Stage::Demo), [3; 32]).await?;
                assert_eq!(sessions::prune(tx, at(10)).await?, 1);
                Ok(())
            })
        })
        .await;
}

pub async fn a_session_is_completed_locked_and_ended(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                staff::insert(tx, &eva()).await?;
                for n in [1, 2, 3] {
                    sessions::start(tx, &session(n, Stage::Password), [u8::try_from(n).unwrap(); 32]).await?;
                }
                let first = id!(SessionId, 1);
                sessions::complete(tx, &first, [9; 32], at(4)).await?;
                assert_eq!(
                    sessions::by_hash(tx, [1; 32], at(5)).await?,
                    None,
                    "the old secret opens nothing"
                );
                let full = sessions::by_hash(tx, [9; 32], at(5)).await?.unwrap();
                assert_eq!((full.stage, full.seen_at), (Stage::Full, at(4)));
                sessions::seen(tx, &first, at(6)).await?;
                sessions::seen(tx, &first, at(5)).await?;
                sessions::lock(tx, &first, Some(at(7)), at(6)).await?;
                let locked = sessions::by_hash(tx, [9; 32], at(7)).await?.unwrap();
                assert_eq!((locked.seen_at, locked.locked_at), (at(6), Some(at(7))));
                sessions::lock(tx, &first, None, at(8)).await?;
                let open = sessions::by_hash(tx, [9; 32], at(8)).await?.unwrap();
                assert_eq!((open.seen_at, open.locked_at), (at(8), None));

                let all = sessions::of(tx, &id!(StaffId, 1), at(8)).await?;
                let ids: Vec<_> = all.iter().map(|it| it.id.clone()).collect();
                assert_eq!(ids, [id!(SessionId, 3), id!(SessionId, 2), id!(SessionId, 1)]);
                assert_eq!(sessions::end_of(tx, &id!(StaffId, 2), Some(&first), None).await?, 0, "another's");
                assert_eq!(sessions::end_of(tx, &id!(StaffId, 1), Some(&ids[0]), None).await?, 1);
                assert_eq!(sessions::end_of(tx, &id!(StaffId, 1), None, Some(&first)).await?, 1);
                assert_eq!(sessions::of(tx, &id!(StaffId, 1), at(8)).await?.len(), 1);
                Ok(())
            })
        })
        .await;
}

pub async fn a_second_factor_opens_once_a_step(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                staff::insert(tx, &eva()).await?;
                let eva = id!(StaffId, 1);
                assert_eq!(second_factors::wished(tx, &eva).await?, None);
                second_factors::wish(tx, &eva, "KRYPTO").await?;
                assert_eq!(second_factors::wished(tx, &eva).await?.as_deref(), Some("KRYPTO"));
                assert_eq!(second_factors::secret(tx, &eva).await?, None, "a wish opens nothing");
                assert!(!staff::by_id(tx, &eva).await?.unwrap().has_factor);
                second_factors::set(tx, &eva, "KRYPTO", 7, &[[1; 32], [2; 32]]).await?;
                assert_eq!(second_factors::secret(tx, &eva).await?.as_deref(), Some("KRYPTO"));
                assert_eq!(second_factors::wished(tx, &eva).await?, None);
                assert!(staff::by_id(tx, &eva).await?.unwrap().has_factor);
                for (step, first) in [(7, false), (8, true), (8, false), (6, false), (9, true)] {
                    assert_eq!(second_factors::use_step(tx, &eva, step).await?, first, "{step}");
                }
                assert!(second_factors::use_recovery(tx, &eva, [1; 32], at(1)).await?);
                assert!(!second_factors::use_recovery(tx, &eva, [1; 32], at(1)).await?, "used up");
                assert!(!second_factors::use_recovery(tx, &eva, [3; 32], at(1)).await?, "unknown");
                assert_eq!(second_factors::recovery_left(tx, &eva).await?, 1);
                sessions::start(tx, &session(1, Stage::Full), [1; 32]).await?;
                second_factors::remove(tx, &eva).await?;
                assert_eq!(second_factors::secret(tx, &eva).await?, None);
                assert_eq!(second_factors::recovery_left(tx, &eva).await?, 0);
                assert_eq!(sessions::by_hash(tx, [1; 32], at(1)).await?, None);
                Ok(())
            })
        })
        .await;
}

pub async fn standing_and_identity_change_who_may_come_in(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                staff::insert(tx, &eva()).await?;
                let olle = NewStaff { id: id!(StaffId, 2), email: "olle@clinic.example".to_owned(), ..eva() };
                staff::insert(tx, &olle).await?;
                let eva = id!(StaffId, 1);
                sessions::start(tx, &session(1, Stage::Full), [1; 32]).await?;
                let anna: PractitionerId = "lindqvist".to_owned().try_into().unwrap();
                let roles = Roles::only(Role::Practitioner);
                staff::set_standing(tx, &eva, &roles, Some(&anna), Some(at(3))).await?;
                let now = staff::by_id(tx, &eva).await?.unwrap();
                assert_eq!((now.roles, now.practitioner, now.disabled_at), (roles, Some(anna), Some(at(3))));
                assert_eq!(
                    sessions::by_hash(tx, [1; 32], at(1)).await?,
                    None,
                    "signed out as what they were"
                );
                assert!(!staff::has_identity(tx, &eva).await?);
                assert!(staff::set_identity(tx, &eva, "https://id.example", "s-0").await?);
                assert!(staff::has_identity(tx, &eva).await? && !staff::has_identity(tx, &olle.id).await?);
                assert!(staff::drop_identity(tx, &eva).await?);
                assert!(!staff::drop_identity(tx, &eva).await?, "none is linked any more");
                assert_eq!(staff::by_identity(tx, "https://id.example", "s-0").await?, None);
                assert!(staff::set_identity(tx, &eva, "https://id.example", "s-1").await?);
                assert!(staff::set_identity(tx, &eva, "https://id.example", "s-1").await?);
                assert!(!staff::set_identity(tx, &olle.id, "https://id.example", "s-1").await?, "Eva's");
                let found = staff::by_identity(tx, "https://id.example", "s-1").await?.unwrap();
                assert_eq!(found.id, eva);
                assert_eq!(staff::by_identity(tx, "https://other.example", "s-1").await?, None);
                let all: Vec<_> = staff::all(tx).await?.into_iter().map(|it| it.id).collect();
                assert_eq!(all, [eva, olle.id]);
                Ok(())
            })
        })
        .await;
}

pub async fn an_invitation_opens_once(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                let invitation = Invitation {
                    id: id!(InvitationId, 1),
                    email: "samir@clinic.example".to_owned(),
                    roles: Roles::only(Role::Practitioner),
                    practitioner: Some("haddad".to_owned().try_into().unwrap()),
                    invited_by: id!(StaffId, 1),
                    invited_at: at(1),
                    expires_at: at(10),
                };
                invitations::insert(tx, &invitation, [1; 32]).await?;
                let second = Invitation { id: id!(InvitationId, 2), ..invitation.clone() };
                invitations::insert(tx, &second, [2; 32]).await?;
                assert_eq!(invitations::open(tx, at(2)).await?, [invitation.clone(), second.clone()]);
                assert_eq!(invitations::open(tx, at(10)).await?, []);
                assert_eq!(invitations::redeem(tx, [1; 32], at(10)).await?, None, "too old");
                assert_eq!(invitations::redeem(tx, [3; 32], at(2)).await?, None, "unknown");
                assert_eq!(invitations::redeem(tx, [1; 32], at(2)).await?, Some(invitation.clone()));
                assert_eq!(invitations::redeem(tx, [1; 32], at(2)).await?, None, "used up");
                assert!(invitations::take_back(tx, &second.id).await?);
                assert!(!invitations::take_back(tx, &invitation.id).await?, "used up");
                assert_eq!(invitations::redeem(tx, [2; 32], at(2)).await?, None, "taken back");
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
