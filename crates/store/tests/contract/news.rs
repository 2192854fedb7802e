//! What processes tell each other: in order, once, and a gap is noticed. A call wakes who listens.

use crate::world::*;
use std::time::Duration;
use svara_store::news::{self, Told};
use svara_store::patients;

fn told(subject: &str) -> Told {
    Told { clinic: clinic_id(), kind: "conversation".to_owned(), subject: subject.to_owned() }
}

async fn tell(place: &Place, origin: &'static str, subjects: &'static [&'static str], minute: i64) {
    place
        .step(move |tx| {
            Box::pin(async move {
                let all: Vec<Told> = subjects.iter().map(|it| told(it)).collect();
                news::tell(tx, origin, &all, at(minute)).await?;
                Ok(())
            })
        })
        .await;
}

async fn since(place: &Place, after: i64, own: &'static str) -> news::Heard {
    place.look(move |tx| Box::pin(async move { Ok(news::since(tx, after, own, 3).await?) })).await
}

pub async fn news_are_heard_in_order_and_not_by_who_told_them(place: Place) {
    assert_eq!(since(&place, 0, "b").await, news::Heard { news: vec![], last: 0, gap: false });
    tell(&place, "a", &["1", "2"], 0).await;
    tell(&place, "b", &["3"], 1).await;
    tell(&place, "a", &["4"], 2).await;
    let first = since(&place, 0, "b").await;
    assert_eq!(first, news::Heard { news: vec![told("1"), told("2")], last: 3, gap: false });
    assert_eq!(since(&place, 3, "b").await, news::Heard { news: vec![told("4")], last: 4, gap: false });
    assert_eq!(since(&place, 4, "b").await, news::Heard { news: vec![], last: 4, gap: false });
    let newest = place.look(|tx| Box::pin(async move { Ok(news::newest(tx).await?) })).await;
    assert_eq!(newest, 4);
}

pub async fn who_slept_too_long_learns_that_something_is_missing(place: Place) {
    tell(&place, "a", &["1"], 0).await;
    tell(&place, "a", &["2"], 60).await;
    let swept = place.step(|tx| Box::pin(async move { Ok(news::prune(tx, at(30)).await?) })).await;
    assert_eq!(swept, 1);
    let heard = since(&place, 0, "b").await;
    assert_eq!(heard, news::Heard { news: vec![told("2")], last: 2, gap: true });
    place.step(|tx| Box::pin(async move { Ok(news::prune(tx, at(90)).await?) })).await;
    assert_eq!(since(&place, 1, "b").await, news::Heard { news: vec![], last: 2, gap: true });
    assert_eq!(since(&place, 2, "b").await, news::Heard { news: vec![], last: 2, gap: false });
}

/// Numbers become visible in their order, or a reader would pass one by.
pub async fn many_who_tell_at_once_leave_no_hole(place: Place) {
    let mut tellers = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let store = place.store.clone();
        tellers.spawn(async move {
            store
                .write("tell", |tx| {
                    Box::pin(async move { news::tell(tx, "a", &[told("x"), told("y")], at(0)).await })
                })
                .await
                .unwrap();
        });
    }
    let (mut last, mut heard) = (0, 0);
    while heard < 40 {
        let next = since(&place, last, "b").await;
        assert!(!next.gap, "a hole after {last}");
        heard += next.news.len();
        last = next.last;
    }
    tellers.join_all().await;
}

pub async fn a_call_wakes_who_listens(place: Place) {
    let Some(mut ear) = place.store.ear().await.unwrap() else {
        assert!(!place.store.is_shared(), "a lone process has nobody to hear");
        return;
    };
    let quiet = tokio::time::timeout(Duration::from_millis(100), ear.called()).await;
    assert!(quiet.is_err(), "nobody has called yet");
    tell(&place, "a", &["1"], 0).await;
    tokio::time::timeout(Duration::from_secs(20), ear.called()).await.expect("it is heard").unwrap();
}

pub async fn keys_that_were_dropped_from_memory_are_read_again(place: Place) {
    place.step(|tx| Box::pin(furnish(tx))).await;
    place.store.forget_keys();
    let found = place.look(|tx| Box::pin(async move { Ok(patients::by_id(tx, &id!(PatientId, 1)).await?) }));
    assert!(found.await.is_some_and(|it| !it.name.is_empty()));
}
