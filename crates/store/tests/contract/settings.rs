//! The revisions of a clinic's set-up.

use crate::world::*;
use svara_model::*;
use svara_store::{appointments, clinics, revisions};

pub async fn a_set_up_has_revisions_and_a_stale_one_is_noticed(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                assert_eq!(revisions::current(tx, &clinic_id()).await?, None);
                clinics::save(tx, &clinic(), at(0)).await?;
                revisions::keep(tx, &clinic_id(), "file").await?;
                let first = revisions::current(tx, &clinic_id()).await?.unwrap();
                assert!(revisions::claim(tx, &clinic_id(), first).await?);
                let renamed = Clinic { name: "Sydkliniken".to_owned(), ..clinic() };
                clinics::save(tx, &renamed, at(1)).await?;
                revisions::keep(tx, &clinic_id(), "staff:1").await?;
                revisions::keep(tx, &clinic_id(), "staff:2").await?;
                assert!(!revisions::claim(tx, &clinic_id(), first).await?, "another one stands");
                let kept = revisions::list(tx, &clinic_id()).await?;
                let told: Vec<_> = kept.iter().map(|it| (it.revision, it.actor.as_str(), it.at)).collect();
                assert_eq!(told, [(first + 1, "staff:1", at(1)), (first, "file", at(0))]);
                assert_eq!(revisions::at(tx, &clinic_id(), first).await?, Some(clinic()));
                assert_eq!(revisions::at(tx, &clinic_id(), first + 1).await?, Some(renamed));
                assert_eq!(revisions::at(tx, &clinic_id(), first + 2).await?, None);
                for n in 0..205 {
                    clinics::save(tx, &clinic(), at(2 + n)).await?;
                    revisions::keep(tx, &clinic_id(), "file").await?;
                }
                assert_eq!(revisions::list(tx, &clinic_id()).await?.len(), 200, "the oldest ones go");
                Ok(())
            })
        })
        .await;
}

pub async fn what_has_visits_coming_is_in_use(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                assert_eq!(revisions::in_use(tx, &clinic_id(), at(0)).await?, []);
                appointments::insert(tx, &visit(1, slot(60, 30, "eva", ""))).await?;
                let (eva, checkup) = ("eva".parse().unwrap(), "checkup".parse().unwrap());
                assert_eq!(revisions::in_use(tx, &clinic_id(), at(0)).await?, [(eva, checkup, 1)]);
                assert_eq!(revisions::in_use(tx, &clinic_id(), at(61)).await?, [], "it has begun");
                Ok(())
            })
        })
        .await;
}
