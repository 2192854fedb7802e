//! Opening: what is refused and how the refusal reads; and what becomes of work whose caller went away.

use crate::world::*;
use std::sync::Arc;
use svara_store::{BookingError, Store, settings, testing};
use tokio::sync::Notify;

async fn refusal(url: &str) -> String {
    Store::open(url, key()).await.err().expect("it is refused").to_string()
}

#[tokio::test]
async fn what_cannot_be_opened_says_why_in_one_line() {
    let open = sqlite().await;
    let text = std::path::PathBuf::from(testing::sqlite().replace("sqlite:", ""));
    std::fs::write(
        &text,
        "this is a letter, not a database; it only has to be long enough to be looked at ".repeat(9),
    )
    .unwrap();
    for (url, why) in [
        (open.url.as_str(), "another desk has"),
        ("mysql://localhost/x", "begins with sqlite: or postgres://"),
        ("sqlite:", "write the file after sqlite:"),
        ("sqlite:/no/such/folder/x.db", "check the folder"),
        ("postgres://svara@127.0.0.1:9/x", "check the address and the server"),
        (&format!("sqlite:{}", text.display()), "not a database"),
    ] {
        let refusal = refusal(url).await;
        assert!(refusal.contains(why) && !refusal.contains('\n'), "{url}: {refusal}");
    }
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    for place in [sqlite().await, postgres().await] {
        place.behind_its_back("INSERT INTO migrations VALUES (99, 'later', 'x')").await.unwrap();
        let url = place.url.clone();
        place.store.close().await;
        assert!(refusal(&url).await.contains("newer than this program"));
    }
}

#[tokio::test]
async fn a_store_that_was_dropped_opens_again() {
    let place = sqlite().await;
    place.step(|tx| Box::pin(async move { Ok(settings::set(tx, "a", "b").await?) })).await;
    let url = place.url.clone();
    drop(place);
    let again = open(url).await;
    let kept = again.look(|tx| Box::pin(async move { Ok(settings::get(tx, "a").await?) })).await;
    assert_eq!(kept.as_deref(), Some("b"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_may_open_one_new_server_at_once() {
    let url = testing::postgres().await;
    let (one, other) = tokio::join!(Store::open(&url, key()), Store::open(&url, key()));
    one.unwrap().health().await.unwrap();
    other.unwrap().health().await.unwrap();
}

/// A private database is gone with its last handle.
#[tokio::test]
async fn a_private_database_leaves_nothing_behind() {
    let mine = format!("svara-{}-", std::process::id());
    let files = || {
        let all = std::fs::read_dir(std::env::temp_dir()).unwrap().flatten();
        all.filter(|it| it.file_name().to_string_lossy().starts_with(&mine)).count()
    };
    let place = open("sqlite::memory:".to_owned()).await;
    place.step(|tx| Box::pin(furnish(tx))).await;
    place.look(|tx| Box::pin(async move { Ok(settings::get(tx, "key_proof").await?.unwrap()) })).await;
    assert!(files() > 0);
    place.store.close().await;
    assert_eq!(files(), 0);
}

/// SQLite's writer works units off one by one: one whose caller went before it began is not begun.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_that_nobody_waits_for_is_not_begun() {
    let place = sqlite().await;
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let slow = {
        let (store, begun, go_on) = (place.store.clone(), Arc::clone(&begun), Arc::clone(&go_on));
        tokio::spawn(async move {
            let held: Result<(), BookingError> = store
                .write("slow", move |_| {
                    let (begun, go_on) = (Arc::clone(&begun), Arc::clone(&go_on));
                    Box::pin(async move {
                        begun.notify_one();
                        go_on.notified().await;
                        Ok(())
                    })
                })
                .await;
            held.unwrap();
        })
    };
    begun.notified().await;
    let waiting = place.step(|tx| Box::pin(async move { Ok(settings::set(tx, "left", "alone").await?) }));
    let mut waiting = Box::pin(waiting);
    assert!(futures_util::poll!(&mut waiting).is_pending(), "it waits behind the slow one");
    drop(waiting);
    go_on.notify_one();
    slow.await.unwrap();
    let left = place.step(|tx| Box::pin(async move { Ok(settings::get(tx, "left").await?) })).await;
    assert_eq!(left, None);
}
