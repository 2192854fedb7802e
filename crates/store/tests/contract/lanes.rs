//! SQLite's one writer has two lanes: who waits at the door goes first, and the rest does not starve.

use crate::world::*;
use std::sync::{Arc, Mutex};
use svara_store::{BoxFuture, Store, StoreError, Tx, settings};
use tokio::sync::Notify;

/// As many units as the writer puts into one commit.
const GROUP: usize = 50;

#[derive(Clone)]
struct Diary {
    store: Store,
    lines: Arc<Mutex<Vec<String>>>,
    open: Arc<Notify>,
}

#[derive(Clone)]
struct Step {
    lines: Arc<Mutex<Vec<String>>>,
    open: Arc<Notify>,
    name: String,
    waits: bool,
}

impl Step {
    fn run(self, tx: &mut Tx) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            self.lines.lock().unwrap().push(self.name.clone());
            if self.waits {
                self.open.notified().await;
            }
            settings::set(tx, &self.name, "done").await
        })
    }
}

impl Diary {
    /// The writer is held up until the door is opened, and everything after waits for it.
    async fn begin() -> (Self, tokio::task::JoinHandle<()>) {
        let diary = Self { store: sqlite().await.store, lines: Arc::default(), open: Arc::default() };
        let busy = diary.clone();
        let first = tokio::spawn(async move { busy.put("first", false, true).await });
        while diary.lines().is_empty() {
            tokio::task::yield_now().await;
        }
        (diary, first)
    }

    async fn put(self, name: &str, hurries: bool, waits: bool) {
        let (lines, open, name) = (Arc::clone(&self.lines), Arc::clone(&self.open), name.to_owned());
        let step = Step { lines, open, name, waits };
        let done = if hurries {
            self.store.write_first("first", move |tx| step.clone().run(tx)).await
        } else {
            self.store.write("rest", move |tx| step.clone().run(tx)).await
        };
        done.unwrap();
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    fn queue(&self, names: impl Iterator<Item = String>, hurries: bool) -> Vec<tokio::task::JoinHandle<()>> {
        let put = |name: String| {
            let diary = self.clone();
            tokio::spawn(async move { diary.put(&name, hurries, false).await })
        };
        names.map(put).collect()
    }

    /// Everything queued has reached the writer's lanes; then it goes on.
    async fn go_on(&self) {
        for _ in 0..1_000 {
            tokio::task::yield_now().await;
        }
        self.open.notify_one();
    }
}

async fn all(tasks: Vec<tokio::task::JoinHandle<()>>) {
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn who_waits_at_the_door_goes_before_the_rest() {
    let (diary, first) = Diary::begin().await;
    let rest = diary.queue((0..20).map(|it| format!("turn {it}")), false);
    let door = diary.queue(["door".to_owned()].into_iter(), true);
    let before = diary.store.commits();
    diary.go_on().await;
    all(door).await;
    assert_eq!(diary.lines()[..2], ["first", "door"], "its turn came next");
    all(rest).await;
    first.await.unwrap();
    assert_eq!(diary.store.commits(), before + 2, "the group ended with it, and the rest went together");
}

#[tokio::test]
async fn a_flood_at_the_door_leaves_room_for_the_rest() {
    let (diary, first) = Diary::begin().await;
    let rest = diary.queue(["turn".to_owned()].into_iter(), false);
    let door = diary.queue((0..3 * GROUP).map(|it| format!("door {it}")), true);
    diary.go_on().await;
    all(rest).await;
    let place = diary.lines().iter().position(|it| it == "turn").unwrap();
    assert!(place > 1, "the door goes first");
    assert!(place <= 2 * GROUP, "after {place} others");
    all(door).await;
    first.await.unwrap();
}

#[tokio::test]
async fn a_group_ends_before_it_makes_its_first_wait_long() {
    let (diary, first) = Diary::begin().await;
    let store = diary.store.clone();
    let long = (0..4).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let long = store.write("long", |tx| {
                Box::pin(async move {
                    for step in 0..200 {
                        settings::set(tx, "step", &step.to_string()).await?;
                    }
                    Ok::<_, StoreError>(())
                })
            });
            long.await.unwrap();
        })
    });
    let long: Vec<_> = long.collect();
    let before = store.commits();
    diary.go_on().await;
    all(long).await;
    first.await.unwrap();
    assert_eq!(store.commits(), before + 2, "four times two hundred statements are two groups");
}
