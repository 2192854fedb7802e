//! A new master key: everything is sealed again under it, also when that is stopped in the middle.

use crate::world::*;
use std::time::Duration;
use svara_model::*;
use svara_store::{MasterKey, Store, StoreError, contacts, events, patients};

/// Enough keys for several batches.
const KEYS: u64 = 1_200;

pub async fn a_new_master_key_takes_over_and_the_old_one_opens_nothing(place: Place) {
    let (old, new) = (key(), MasterKey::from_bytes([43; 32]));
    place
        .step(|tx| {
            Box::pin(async move {
                furnish(tx).await?;
                for n in 100..100 + KEYS {
                    let nobody = Patient { phone: None, ..patient(1) };
                    patients::insert(tx, &Patient { id: id!(PatientId, n), ..nobody }, None, at(0)).await?;
                }
                events::append(tx, id!(EventId, 1), &clinic_id(), at(1), "desk", "kind", None, "{}").await?;
                Ok(())
            })
        })
        .await;
    place.store.clone().close().await;
    // Killed in the middle: the future is dropped after a moment.
    let both = Store::open_with(&place.url, &new, Some(&old)).await.unwrap();
    drop(tokio::time::timeout(Duration::from_millis(5), both.rotate_keys()).await);
    both.close().await;
    let both = Store::open_with(&place.url, &new, Some(&old)).await.unwrap();
    both.rotate_keys().await.unwrap();
    assert_eq!(both.rotate_keys().await.unwrap(), 0, "twice changes nothing");
    both.close().await;

    let refused = Store::open(&place.url, old).await.err().unwrap();
    assert!(refused.to_string().contains("master key is not the one"), "{refused}");
    let store = Store::open(&place.url, new).await.unwrap();
    let look = store.read("look", |tx| {
        Box::pin(async move {
            let found = contacts::find(tx, &clinic_id(), &Address::Phone(phone(1))).await?.unwrap();
            assert_eq!(found.patients, [patient(1)], "found by the same look-up, opened by the new key");
            let last = patients::by_id(tx, &id!(PatientId, 99 + KEYS)).await?.unwrap();
            assert_eq!(last.name, patient(1).name);
            assert_eq!(events::verify(tx, &clinic_id()).await?, Ok(1), "the chain holds");
            Ok::<_, StoreError>(())
        })
    });
    look.await.unwrap();
    store.close().await;
}
