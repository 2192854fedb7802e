//! What the machine does to a desk: a full disk, and a database that falls over under load. What was answered with 200 is
//! answered to the patient; what was not is taken in when the provider comes again; and the desk goes on by itself.

use crate::world::{Demo, Folder, Provider, words};
use reqwest::StatusCode;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use svara_store::testing;

const EVENING: &str = "2026-03-10T22:00:00+01:00";
const WISH: &str = "Hej, jag behöver en tandläkartid denna vecka";
/// Patients who write; enough to fill the small disk several times over.
const PATIENTS: usize = 400;
/// Megabytes of the small disk: the desk opens on it, and a few dozen turns fill it.
const SMALL_MB: u32 = 6;
const AMPLE_MB: u32 = 200;
/// Who is refused so often in a row has met the full disk.
const REFUSED_ENOUGH: usize = 5;
/// Longer than a database that fell over takes to come back, on a busy machine.
const DELIVERIES_MAX: usize = 100;
const DELIVERED_AGAIN_AFTER: Duration = Duration::from_millis(200);

fn phone(number: usize) -> String {
    format!("467000{number:05}")
}

/// A disk of its own: memory that is mounted at a folder. It goes with the test.
struct Disk<'f>(&'f Path);

impl<'f> Disk<'f> {
    /// `None` where nobody may mount: not as root.
    fn mount(at: &'f Path) -> Option<Self> {
        let size = format!("size={SMALL_MB}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(at).output();
        mounted.is_ok_and(|it| it.status.success()).then_some(Self(at))
    }

    fn grow(&self) {
        let size = format!("remount,size={AMPLE_MB}m");
        let grown = Command::new("mount").args(["-o", &size]).arg(self.0).output().unwrap();
        assert!(grown.status.success(), "{}", String::from_utf8_lossy(&grown.stderr));
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(self.0).output());
    }
}

/// As a provider does that heard no 200: again, until it hears one.
async fn deliver(demo: &Demo, number: usize) {
    for _ in 0..DELIVERIES_MAX {
        let status = demo.hear(&phone(number), &format!("wamid.in{number}"), words(WISH)).await;
        if status == StatusCode::OK {
            return;
        }
        assert!(status.is_server_error(), "patient {number}: {status}");
        tokio::time::sleep(DELIVERED_AGAIN_AFTER).await;
    }
    panic!("patient {number} was refused {DELIVERIES_MAX} times");
}

/// Everybody writes once more, as a provider that heard no 200 delivers again; then everybody has an answer, and wrote once.
async fn all_are_answered_once(demo: &Demo, provider: &Provider, patients: usize) {
    for number in 0..patients {
        deliver(demo, number).await;
    }
    demo.settle().await;
    for number in 0..patients {
        let phone = phone(number);
        let answers = provider.to(&phone).len();
        assert!((1..=2).contains(&answers), "patient {number} got {answers} answers");
        let talk = demo.api(&format!("conversations?phone=%2B{phone}")).await;
        let lines =
            talk.pointer("/items/0/messages").and_then(|it| it.as_array()).cloned().unwrap_or_default();
        let wrote = lines.iter().filter(|it| it["direction"] == "in").count();
        assert_eq!(wrote, 1, "patient {number} wrote once");
    }
}

#[tokio::test]
async fn a_full_disk_refuses_loses_nothing_and_is_got_over() {
    let (folder, provider) = (Folder::new("full"), Provider::default());
    let Some(disk) = Disk::mount(&folder.0) else {
        // Elsewhere the simulation's full disk (F5) and the CI, which is root, stand for it.
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "the CI may mount");
        return;
    };
    let graph = provider.start().await;
    let demo = Demo::start(&folder.0, &graph, EVENING).await;
    let (mut refused, mut wrote) = (0, 0);
    while refused < REFUSED_ENOUGH && wrote < PATIENTS {
        let status = demo.hear(&phone(wrote), &format!("wamid.in{wrote}"), words(WISH)).await;
        assert!(status == StatusCode::OK || status.is_server_error(), "patient {wrote}: {status}");
        refused += usize::from(status != StatusCode::OK);
        wrote += 1;
        // Turns are taken meanwhile; they fill the disk, not the notifications.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(refused, REFUSED_ENOUGH, "{wrote} patients did not fill it");
    disk.grow();
    // The same process takes in again what it refused. Turns that it could not even put back wait for the end of their
    // lease, which never comes while the demo's clock stands; a process that starts takes them over at once.
    deliver(&demo, wrote - 1).await;
    demo.kill();
    let again = Demo::start(&folder.0, &graph, EVENING).await;
    all_are_answered_once(&again, &provider, wrote).await;
}

#[tokio::test]
async fn a_database_that_falls_over_under_load_loses_nothing() {
    const WRITING: usize = 60;
    let (folder, provider) = (Folder::new("fall"), Provider::default());
    let (store, graph) = (testing::postgres().await, provider.start().await);
    let demo = Demo::start_on(Some(&store), &folder.0, &graph, EVENING).await;
    let mut refused = 0;
    for number in 0..WRITING {
        if number % 20 == 10 {
            testing::crash_postgres(&store).await;
        }
        let status = demo.hear(&phone(number), &format!("wamid.in{number}"), words(WISH)).await;
        assert!(status == StatusCode::OK || status.is_server_error(), "patient {number}: {status}");
        refused += usize::from(status != StatusCode::OK);
    }
    assert!(refused < WRITING / 2, "{refused} refused: it is back within moments");
    // The same process goes on; what was in its hands at a fall waits for the end of its lease, as after a full disk.
    deliver(&demo, WRITING - 1).await;
    demo.kill();
    let again = Demo::start_on(Some(&store), &folder.0, &graph, EVENING).await;
    all_are_answered_once(&again, &provider, WRITING).await;
}
