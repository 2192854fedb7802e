//! A flood at Meta's door, and a store that is too slow: put off with 503 and a time to come again; what was answered
//! 200 is kept, and the desk recovers by itself.

use crate::house::{Answer, House, notification};
use futures_util::future::{join, join_all};
use std::sync::Arc;
use std::time::Duration;
use svara_desk::WAITING_AT_THE_DOOR_MAX;
use svara_store::{StoreError, inbox, testing};
use tokio::sync::Notify;

/// The store's one writer stands still until it is told to go on.
struct Stall {
    go_on: Arc<Notify>,
    ended: tokio::task::JoinHandle<()>,
}

impl Stall {
    async fn begin(house: &House) -> Self {
        let (go_on, begun) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (store, told, begins) = (house.desk.store().clone(), go_on.clone(), begun.clone());
        let ended = tokio::spawn(async move {
            let stalled = store.write("stall", move |_| {
                let (told, begins) = (told.clone(), begins.clone());
                Box::pin(async move {
                    begins.notify_one();
                    told.notified().await;
                    Ok::<_, StoreError>(())
                })
            });
            stalled.await.unwrap();
        });
        begun.notified().await;
        Self { go_on, ended }
    }

    async fn end(self) {
        self.go_on.notify_one();
        self.ended.await.unwrap();
    }
}

fn written(house: &House, n: usize) -> Vec<u8> {
    let phone = format!("+4670{n:07}");
    notification(&phone, &format!("wamid.flood.{n}"), "Hej!", house.desk.now()).to_string().into_bytes()
}

async fn waiting(house: &House) -> i64 {
    house.desk.store().read("waiting", |tx| Box::pin(async move { inbox::waiting(tx).await })).await.unwrap()
}

/// Lets what was begun come as far as it can by itself.
async fn breathe() {
    tokio::time::sleep(Duration::from_millis(50)).await;
}

#[tokio::test]
async fn a_flood_is_put_off_and_nothing_that_was_thanked_for_is_lost() {
    let house = House::open().await;
    let stall = Stall::begin(&house).await;
    let bodies: Vec<Vec<u8>> = (0..WAITING_AT_THE_DOOR_MAX + 20).map(|n| written(&house, n)).collect();
    let knocks = join_all(bodies.iter().map(|it| house.hook(it)));
    let late = async {
        breathe().await;
        // The door is full now, and says so at once.
        house.hook(&written(&house, 9_999)).await.refused(503, "deliver it again");
        stall.end().await;
    };
    let (answers, ()) = join(knocks, late).await;
    let (taken, put_off): (Vec<&Answer>, Vec<&Answer>) = answers.iter().partition(|it| it.status == 200);
    assert_eq!((taken.len(), put_off.len()), (WAITING_AT_THE_DOOR_MAX, 20));
    for answer in put_off {
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "5"));
    }
    assert_eq!(waiting(&house).await, i64::try_from(WAITING_AT_THE_DOOR_MAX).unwrap());
    // By itself: those who were put off come again and are taken.
    for body in bodies.iter().rev().take(20) {
        house.hook(body).await.is(200);
    }
    assert_eq!(waiting(&house).await, i64::try_from(bodies.len()).unwrap());
    let metrics = house.get("/metrics").await.is(200).text();
    assert!(metrics.contains(r#"result="put_off"} 21"#), "{metrics}");
}

#[tokio::test]
async fn when_storing_takes_too_long_the_provider_hears_so_and_comes_again() {
    let house = House::open().await;
    let stall = Stall::begin(&house).await;
    let body = written(&house, 1);
    let answer = house.hook(&body).await.refused(503, "takes too long");
    assert_eq!(answer.header("retry-after"), "5");
    stall.end().await;
    house.hook(&body).await.is(200);
    assert_eq!(waiting(&house).await, 1, "once, although the first may have been kept too");
    house.settle().await;
    assert_eq!(house.sent_to("+46700000001").len(), 1);
}

#[tokio::test]
async fn who_waits_together_is_kept_together_and_one_bad_row_fails_alone() {
    let url = testing::sqlite();
    let house = House::on(&url).await;
    testing::refuse_others(&url).await;
    let stall = Stall::begin(&house).await;
    let mut bodies: Vec<Vec<u8>> = (0..40).map(|n| written(&house, n)).collect();
    bodies.insert(20, br#"{"object":"page"}"#.to_vec());
    let before = house.desk.store().commits();
    let knocks = join_all(bodies.iter().map(|it| house.hook(it)));
    let (answers, ()) = join(knocks, async {
        breathe().await;
        stall.end().await;
    })
    .await;
    for (n, answer) in answers.iter().enumerate() {
        assert_eq!(answer.status.as_u16(), if n == 20 { 503 } else { 200 }, "{n}");
    }
    assert_eq!(waiting(&house).await, 40);
    let commits = house.desk.store().commits() - before;
    assert!(commits <= 8, "{commits} commits for forty notifications");
}

#[tokio::test]
async fn one_who_writes_for_others_and_goes_away_takes_nobody_along() {
    let house = Arc::new(House::open().await);
    let stall = Stall::begin(&house).await;
    let knock = |n: usize| {
        let (house, body) = (Arc::clone(&house), written(&house, n));
        tokio::spawn(async move { house.hook(&body).await.status.as_u16() })
    };
    let first = knock(0);
    breathe().await;
    let others: Vec<_> = (1..10).map(knock).collect();
    breathe().await;
    // It waits for the store, in the name of itself alone; the others wait for it.
    first.abort();
    breathe().await;
    stall.end().await;
    for other in others {
        assert_eq!(other.await.unwrap(), 200);
    }
    assert!(waiting(&house).await >= 9);
    house.hook(&written(&house, 0)).await.is(200);
    assert_eq!(waiting(&house).await, 10);
}
