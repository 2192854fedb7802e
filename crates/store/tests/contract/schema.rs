//! A new version on an old database: what it would change is shown before it does, and whoever works meanwhile goes on.

use crate::world::*;
use svara_store::{Store, absences, appointments, bring_up_to_date, offers, plan, testing, waitlist};

const NEWEST: i64 = 90;

pub async fn what_is_planned_is_what_runs(place: Place) {
    assert_eq!(plan(&place.url).await.unwrap(), [], "it is new");
    for back in ["DELETE FROM migrations WHERE version = 90", "DROP TABLE news", "DROP TABLE news_head"] {
        place.behind_its_back(back).await.unwrap();
    }
    // Beside the running desk, and twice: a plan changes nothing.
    for _ in 0..2 {
        let pending = plan(&place.url).await.unwrap();
        assert_eq!(pending.iter().map(|it| (it.version, it.name)).collect::<Vec<_>>(), [(NEWEST, "news")]);
        assert!(pending[0].statements.contains("CREATE TABLE news"), "{}", pending[0].statements);
    }
    let url = place.url.clone();
    place.store.close().await;
    assert_eq!(bring_up_to_date(&url).await.unwrap(), 1);
    assert_eq!(bring_up_to_date(&url).await.unwrap(), 0, "once");
    Store::open(&url, key()).await.unwrap().health().await.unwrap();
}

#[tokio::test]
async fn an_empty_server_is_planned_whole_and_a_missing_file_is_none() {
    let url = testing::postgres().await;
    let pending = plan(&url).await.unwrap();
    assert!(pending.len() > 10 && pending[0].version == 1, "{} migrations", pending.len());
    assert_eq!(bring_up_to_date(&url).await.unwrap(), pending.len());
    assert_eq!(plan(&url).await.unwrap(), []);
    let refused = plan("sqlite:/no/such/desk.db").await.unwrap_err().to_string();
    assert!(refused.contains("there is no database at /no/such/desk.db"), "{refused}");
}

#[tokio::test]
async fn a_file_in_use_is_not_migrated() {
    let place = sqlite().await;
    let refused = bring_up_to_date(&place.url).await.unwrap_err().to_string();
    assert!(refused.contains("another desk has"), "{refused}");
}

/// While the next version adds columns, this one works on with statements that it prepared before.
pub async fn who_works_meanwhile_goes_on_when_columns_are_added(place: Place) {
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                book(tx, 1, slot(0, 30, "eva", "")).await?;
                Ok(())
            })
        })
        .await;
    assert_eq!(all_that_is_looked_up(&place).await, 1);
    for added in [
        "ALTER TABLE appointments ADD COLUMN later TEXT",
        "ALTER TABLE time_offers ADD COLUMN later TEXT",
        "ALTER TABLE waitlist ADD COLUMN later TEXT",
        "ALTER TABLE absences ADD COLUMN later TEXT",
        "ALTER TABLE conversations ADD COLUMN later TEXT",
    ] {
        place.behind_its_back(added).await.unwrap();
    }
    assert_eq!(all_that_is_looked_up(&place).await, 1);
}

async fn all_that_is_looked_up(place: &Place) -> usize {
    place
        .look(|tx| {
            Box::pin(async move {
                let patient = id!(PatientId, 1);
                absences::list(tx, &clinic_id(), 10).await?;
                offers::of_patient(tx, &patient, 10).await?;
                waitlist::of_patient(tx, &patient).await?;
                let coming = appointments::coming_of(tx, std::slice::from_ref(&patient), at(-10)).await?;
                let last = appointments::last_of(tx, &patient, 10).await?;
                assert_eq!(coming, last);
                Ok(coming.len())
            })
        })
        .await
}

/// A star's columns grow with the table, and PostgreSQL refuses what was prepared for fewer. In a query within a query it
/// does no harm: `shelves.rs`. On SQLite the client library never comes back from such a statement.
#[test]
fn no_statement_asks_for_whatever_columns_there_are() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
        let text = std::fs::read_to_string(&file).unwrap();
        let starred = text.contains("SELECT *") || text.contains("RETURNING *");
        assert!(!starred || file.ends_with("shelves.rs"), "{}", file.display());
    }
}
