//! The register of incidents.

use crate::world::*;
use svara_model::*;
use svara_store::incidents::{self, Incident, Step};
use svara_store::{checkpoints, events, testing};

fn incident(n: u64, by: &str) -> Incident {
    Incident {
        id: id!(IncidentId, n),
        kind: "keys".to_owned(),
        noticed_at: at(i64::try_from(n).unwrap()),
        opened_at: at(9),
        opened_by: by.to_owned(),
        what: "a key did not open".to_owned(),
        affected: None,
        closed_at: None,
        steps: Vec::new(),
    }
}

fn taken(step: &str, minute: i64) -> Step {
    Step { step: step.to_owned(), words: "some".to_owned(), taken_by: "staff:1".to_owned(), at: at(minute) }
}

pub async fn an_incident_is_kept_with_its_steps_until_it_is_closed(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let (clinic, other): (ClinicId, ClinicId) = (clinic_id(), "other".parse().unwrap());
                for n in [1, 2] {
                    assert!(incidents::open(tx, &clinic, &incident(n, "staff:1")).await?);
                }
                let id = id!(IncidentId, 1);
                assert!(!incidents::step(tx, &other, &id, &taken("measure", 10), None, false).await?);
                assert!(incidents::step(tx, &clinic, &id, &taken("measure", 10), Some(4), false).await?);
                assert!(incidents::step(tx, &clinic, &id, &taken("closed", 11), None, true).await?);
                assert!(!incidents::step(tx, &clinic, &id, &taken("measure", 12), None, false).await?);
                let all = incidents::list(tx, &clinic).await?;
                assert_eq!(all[0], incident(2, "staff:1"), "the newest first");
                let steps = vec![taken("measure", 10), taken("closed", 11)];
                let closed =
                    Incident { affected: Some(4), closed_at: Some(at(11)), steps, ..incident(1, "staff:1") };
                assert_eq!(all[1], closed);
                assert_eq!(incidents::list(tx, &other).await?, []);
                Ok(())
            })
        })
        .await;
}

pub async fn the_desk_opens_one_of_a_kind_at_a_time(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let clinic = clinic_id();
                assert!(incidents::open(tx, &clinic, &incident(1, "desk")).await?);
                assert!(!incidents::open(tx, &clinic, &incident(2, "desk")).await?);
                assert!(incidents::open(tx, &clinic, &incident(3, "staff:1")).await?, "people may");
                let closed = taken("closed", 11);
                assert!(incidents::step(tx, &clinic, &id!(IncidentId, 1), &closed, None, true).await?);
                assert!(incidents::open(tx, &clinic, &incident(4, "desk")).await?);
                Ok(())
            })
        })
        .await;
}

pub async fn a_checkpoint_beyond_the_chain_does_not_fit(place: Place) {
    // The forger of this story knows SQLite only.
    if !place.url.starts_with("sqlite:") {
        return;
    }
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                let (id, clinic) = (id!(EventId, 1), clinic_id());
                events::append(tx, id, &clinic, at(1), "desk", "patient.seen", None, "{}").await?;
                assert!(checkpoints::make(tx, &clinic, at(2)).await?.is_some());
                Ok(())
            })
        })
        .await;
    testing::outrun_the_chain(&place.url).await;
    place
        .look(|tx| {
            Box::pin(async move {
                let all = checkpoints::list(tx, &clinic_id()).await?;
                assert!(checkpoints::fits(tx, &all[0]).await?);
                assert!(!checkpoints::fits(tx, all.last().unwrap()).await?);
                Ok(())
            })
        })
        .await;
}
