//! Units of work: what is kept, what is undone, who hears of it; opening and closing.

use crate::world::*;
use svara_store::{BookingError, MasterKey, Store, StoreError, settings, testing};

/// Looks at a server that is coming back; many times what a busy machine needs.
const TRIES_MAX: u32 = 400;

pub async fn a_failing_unit_is_undone_alone(place: Place) {
    let mut units = tokio::task::JoinSet::new();
    for n in 0..100 {
        let store = place.store.clone();
        units.spawn(async move {
            store
                .write("count", move |tx| {
                    Box::pin(async move {
                        settings::set(tx, &format!("unit {n}"), "done").await?;
                        if n % 3 == 0 { Err(BookingError::Taken) } else { Ok(n) }
                    })
                })
                .await
        });
    }
    let kept = units.join_all().await.iter().filter(|it| it.is_ok()).count();
    assert_eq!(kept, 66);
    let found = place
        .look(|tx| {
            Box::pin(async move {
                let mut found = 0;
                for n in 0..100 {
                    found += usize::from(settings::get(tx, &format!("unit {n}")).await?.is_some());
                }
                Ok(found)
            })
        })
        .await;
    assert_eq!(found, 66);
}

pub async fn a_panic_fails_its_unit_only(place: Place) {
    let store = place.store.clone();
    let outcome: Result<(), StoreError> = store
        .write("planted panic", |tx| {
            Box::pin(async move {
                settings::set(tx, "a", "b").await?;
                panic!("planted: this line in the output is wanted")
            })
        })
        .await;
    assert!(matches!(outcome, Err(StoreError::Panicked("planted panic"))));
    let after = place.step(|tx| Box::pin(async move { Ok(settings::get(tx, "a").await?) })).await;
    assert_eq!(after, None);
}

/// Everybody is thrown out and the server replays its log; what was answered is there.
#[tokio::test]
async fn a_server_that_falls_over_has_kept_what_it_answered() {
    let place = postgres().await;
    place.step(|tx| Box::pin(async move { Ok(settings::set(tx, "a", "b").await?) })).await;
    testing::crash_postgres(&place.url).await;
    let mut tries = 0;
    while place.store.health().await.is_err() {
        tries += 1;
        assert!(tries < TRIES_MAX, "it does not come back");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let kept = place.look(|tx| Box::pin(async move { Ok(settings::get(tx, "a").await?) })).await;
    assert_eq!(kept.as_deref(), Some("b"));
}

pub async fn a_reader_sees_what_was_committed(place: Place) {
    place.store.health().await.unwrap();
    assert_eq!(place.store.engine() == "sqlite", place.url.starts_with("sqlite:"));
    place.step(|tx| Box::pin(async move { Ok(settings::set(tx, "a", "b").await?) })).await;
    let seen = place.look(|tx| Box::pin(async move { Ok(settings::get(tx, "a").await?) })).await;
    assert_eq!(seen.as_deref(), Some("b"));
    let write: Result<(), StoreError> =
        place.store.read("write", |tx| Box::pin(async move { settings::set(tx, "a", "c").await })).await;
    assert!(write.is_err(), "a reader can't write");
}

pub async fn another_master_key_is_refused(place: Place) {
    let Place { store, url } = place;
    store.close().await;
    let refused = Store::open(&url, MasterKey::from_bytes([1; 32])).await.err().expect("the key is wrong");
    assert!(refused.to_string().contains("master key"), "{refused}");
    let reopened = Store::open(&url, key()).await.unwrap();
    reopened.health().await.unwrap();
}

pub async fn a_closed_store_says_so(place: Place) {
    let other = place.store.clone();
    place.store.close().await;
    assert!(other.health().await.is_err());
}
