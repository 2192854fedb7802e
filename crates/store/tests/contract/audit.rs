//! Who looked, and what proves that nobody changed the chain.

use crate::world::*;
use svara_model::*;
use svara_store::{Tx, checkpoints, events, looks};

async fn add(tx: &mut Tx, n: u64, subject: Option<&str>) -> Done {
    let kind = "patient.seen";
    Ok(events::append(tx, id!(EventId, n), &clinic_id(), at(1), "staff:stf_1", kind, subject, "{}").await?)
}

pub async fn each_of_many_may_ask_who_looked(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let (clinic, one) = (clinic_id(), id!(PatientId, 1).to_string());
                add(tx, 1, Some(&one)).await?;
                let shown = [one.clone(), "pat_other".to_owned(), one.clone()];
                let (id, kind) = (id!(EventId, 2), "patients.searched");
                looks::note(tx, id, &clinic, at(2), "staff:stf_2", kind, None, &shown, "{}").await?;
                let (id, kind, subject) = (id!(EventId, 3), "absence.seen", Some("abs_1"));
                looks::note(tx, id, &clinic, at(3), "staff:stf_3", kind, subject, &shown[..1], "{}").await?;
                add(tx, 4, Some("pat_other")).await?;
                let told = looks::at(tx, &clinic, &[one]).await?;
                let told: Vec<_> =
                    told.iter().map(|it| (it.seq, it.actor.as_str(), it.details.as_deref())).collect();
                assert_eq!(
                    told,
                    [(1, "staff:stf_1", None), (2, "staff:stf_2", None), (3, "staff:stf_3", None)]
                );
                let elsewhere: ClinicId = "other".parse().unwrap();
                assert_eq!(looks::at(tx, &elsewhere, &[id!(PatientId, 1).to_string()]).await?, []);
                assert_eq!(events::verify(tx, &clinic).await?, Ok(4));
                Ok(())
            })
        })
        .await;
}

pub async fn a_checkpoint_fits_until_the_chain_is_cut(place: Place) {
    let made = place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                assert_eq!(checkpoints::make(tx, &clinic_id(), at(1)).await?, None, "nothing to sign");
                for n in [1, 2, 3] {
                    add(tx, n, None).await?;
                }
                let made = checkpoints::make(tx, &clinic_id(), at(2)).await?.unwrap();
                assert_eq!(checkpoints::make(tx, &clinic_id(), at(3)).await?, None, "nothing new");
                assert_eq!(checkpoints::list(tx, &clinic_id()).await?, std::slice::from_ref(&made));
                assert!(made.is_genuine() && checkpoints::fits(tx, &made).await?);
                for forged in [
                    checkpoints::Checkpoint { hash: "0".repeat(64), ..made.clone() },
                    checkpoints::Checkpoint { seq: 2, ..made.clone() },
                    checkpoints::Checkpoint { at: at(9), ..made.clone() },
                    checkpoints::Checkpoint { signature: "00".repeat(64), ..made.clone() },
                ] {
                    assert!(!forged.is_genuine() && !checkpoints::fits(tx, &forged).await?, "{forged:?}");
                }
                Ok(made)
            })
        })
        .await;
    // Somebody with the database's own rights cuts the newest row and writes the head to match, as one who has no
    // key could: the chain holds as far as it goes, and only the checkpoint tells.
    let cut = if place.url.starts_with("sqlite:") {
        "DROP TRIGGER events_are_not_removed; DELETE FROM events WHERE seq = 3;
         UPDATE event_heads SET seq = 2, hash = (SELECT hash FROM events WHERE seq = 2)"
    } else {
        "DROP TRIGGER events_are_kept ON events; DELETE FROM events WHERE seq = 3;
         UPDATE event_heads SET seq = 2, hash = (SELECT hash FROM events WHERE seq = 2)"
    };
    place.behind_its_back(cut).await.unwrap();
    place
        .step(move |tx| {
            let made = made.clone();
            Box::pin(async move {
                assert_eq!(events::verify(tx, &clinic_id()).await?, Ok(2), "the chain alone can't tell");
                assert!(made.is_genuine() && !checkpoints::fits(tx, &made).await?, "the checkpoint does");
                add(tx, 4, None).await?;
                assert!(!checkpoints::fits(tx, &made).await?, "nor does another row in its place help");
                Ok(())
            })
        })
        .await;
}

pub async fn the_database_refuses_to_change_what_proves(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let shown = ["pat_1".to_owned()];
                let (id, kind) = (id!(EventId, 1), "patients.searched");
                looks::note(tx, id, &clinic_id(), at(1), "staff:stf_1", kind, None, &shown, "{}").await?;
                assert!(checkpoints::make(tx, &clinic_id(), at(2)).await?.is_some());
                Ok(())
            })
        })
        .await;
    for sql in [
        "UPDATE event_subjects SET subject = 'pat_2'",
        "DELETE FROM event_subjects",
        "UPDATE checkpoints SET hash = ''",
        "DELETE FROM checkpoints",
    ] {
        assert!(place.behind_its_back(sql).await.is_err(), "{sql}");
    }
    if place.url.starts_with("postgres") {
        for sql in ["TRUNCATE events", "TRUNCATE checkpoints"] {
            assert!(place.behind_its_back(sql).await.is_err(), "{sql}");
        }
    }
}
