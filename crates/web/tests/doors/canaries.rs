//! Canaries: what patients are called, reach us by and write is looked for in everything the desk logs, and after an
//! erasure in everything it keeps on disk, a restored backup included.

use crate::house::{House, SARA, TOM};
use crate::media::sends;
use axum::http::Method;
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};
use svara_desk::office::rights;
use svara_desk::{Config, Desk, Ids, MovableClock, NoLine, NoPost, WhatsAppSettings};
use svara_store::{MasterKey, Store, backup, testing};
use tracing_subscriber::fmt::MakeWriter;

/// Everything that is logged, at the finest grain.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn begin() -> Self {
        let log = Self::default();
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).init();
        log
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A name, two numbers, words, an identity number that is one, a secret link's place, a token.
const CANARIES: [&str; 9] = [
    "Sara Ek",
    "Baker",
    "46700000001",
    "700000002",
    "kanariefågel",
    "811228-9874",
    "8112289874",
    crate::house::TOKEN,
    crate::house::SECRET,
];

#[tokio::test]
async fn no_canary_is_in_the_log_at_its_finest_nor_in_errors_and_figures() {
    let log = Log::begin();
    let house = House::open().await;
    house.writes(SARA, "Hej, kanariefågel, jag vill boka").await;
    house.writes(SARA, "Mitt nummer är 811228-9874").await;
    let scan = json!({"id": "900000000000077", "mime_type": "application/pdf",
        "filename": "811228-9874 kanariefågel.pdf", "caption": "kanariefågel"});
    sends(&house, SARA, "document", scan).await;
    let talk = house.conversation(SARA).await;
    let line = talk["messages"].as_array().unwrap().iter().find(|it| !it["media"].is_null()).unwrap();
    assert_eq!(line["media"]["file_name"], "811228-•••• kanariefågel.pdf", "identity numbers are not kept");
    let (talk, line) = (talk["id"].as_str().unwrap(), line["id"].as_str().unwrap());
    house.get(&format!("/api/v1/conversations/{talk}/messages/{line}/media")).await.is(504);
    house.writes(TOM, "I want to cancel, kanariefågel").await;
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
    house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(409);
    house.get("/api/v1/patients?search=Sara%20Ek").await.is(200);
    let mut said = String::new();
    for (path, body) in [
        ("/api/v1/appointments", json!({"phone": "46700000001 kanariefågel"})),
        ("/api/v1/appointments", json!({"phone": SARA, "service": "kanariefågel"})),
        ("/api/v1/permissions", json!({"kanariefågel": "Sara Ek"})),
    ] {
        let refused = house.post(path, body).await;
        assert!(refused.status.is_client_error());
        said += &refused.text();
    }
    for garbage in ["{\"kanariefågel\": \"46700000001\"", "Sara Ek"] {
        house.hook(garbage.as_bytes()).await;
        house.hook_signed(garbage.as_bytes(), "sha256=00").await.is(401);
    }
    house.stranger(Method::GET, "/api/v1/conversations", None).await.is(401);
    house.post("/demo/clock", json!({"advance": "P92D"})).await.is(200);
    let figures = house.get("/metrics").await.text();
    let logged = log.text();
    assert!(logged.len() > 10_000, "the log was listened to: {} bytes", logged.len());
    for canary in CANARIES {
        let line = logged.lines().find(|it| it.contains(canary));
        assert!(line.is_none(), "{canary} is in the log: {}", line.unwrap_or_default());
        assert!(!figures.contains(canary), "{canary} is in the figures");
    }
    // An error may repeat what its caller sent, and nothing of anybody else.
    assert!(!said.contains("Baker") && !said.contains("700000002"), "{said}");
}

fn holds(file: &Path, sealed: &[Vec<u8>]) -> usize {
    let bytes = std::fs::read(file).unwrap_or_default();
    sealed.iter().filter(|it| bytes.windows(it.len()).any(|part| part == it.as_slice())).count()
}

/// A desk on a restored backup, without a clinic's file.
async fn desk_on(url: &str) -> Desk {
    let store = Store::open(url, MasterKey::from_bytes([7; 32])).await.unwrap();
    let clock = Arc::new(MovableClock::standing("2026-03-11T09:00:00+01:00".parse().unwrap()));
    let whatsapp = WhatsAppSettings { app_secret: String::new(), verify_token: String::new() };
    let config = Config {
        public_url: String::new(),
        owner: "restored".to_owned(),
        mail_from: String::new(),
        whatsapp,
    };
    Desk::open(store, clock, Ids::seeded(2), config, Arc::new(NoLine), Arc::new(NoPost)).await.unwrap()
}

#[tokio::test]
async fn after_an_erasure_nothing_of_a_person_is_on_disk_nor_in_a_restored_backup() {
    let log = Log::begin();
    let url = testing::sqlite();
    let file = Path::new(url.strip_prefix("sqlite:").unwrap()).to_owned();
    let house = House::on(&url).await;
    // Only Sara's: Tom is forgotten first, so that whatever is sealed for a person afterwards is hers.
    for phone in [TOM, SARA] {
        let path = format!("/api/v1/subjects?who={}", phone.replace('+', "%2B"));
        let id = house.get(&path).await.is(200).json()["items"][0].as_str().unwrap().to_owned();
        let path = format!("/api/v1/subjects/{id}");
        if phone == SARA {
            house.writes(SARA, "Hej, kanariefågel, jag vill boka").await;
            let scan = json!({"id": "900000000000077", "filename": "kanariefågel.pdf"});
            sends(&house, SARA, "document", scan).await;
            house.books(SARA, "2026-03-12T09:00:00+01:00").await.is(201);
            house
                .post(&format!("/api/v1/patients/{id}/notes"), json!({"text": "kanariefågel"}))
                .await
                .is(201);
            let correction = json!({"name": "Sara Ekström", "reason": "kanariefågel"});
            house.post(&format!("{path}/corrections"), correction).await.is(204);
            let flag = format!("{path}/flags/no_reminders");
            house.ask(Method::PUT, &flag, Some(json!({"reason": "kanariefågel"}))).await.is(204);
            let hers = testing::sealed(&url).await;
            let copy = file.with_extension("copy");
            backup::copy(&url, &copy).await.unwrap();
            assert!(holds(&copy, &hers) >= hers.len() / 2, "the scan can find");
            house.post(&format!("{path}/erasure"), json!({"identity": "letter"})).await.is(200);
            let forgotten = house.desk.forgotten().await.unwrap();
            house.desk.store().clone().close().await;
            let scan = [file.clone(), file.with_extension("db-wal"), file.with_extension("db-shm")];
            for it in &scan {
                assert_eq!(holds(it, &hers), 0, "something of hers is left in {}", it.display());
            }
            let restored = desk_on(&format!("sqlite:{}", copy.display())).await;
            assert!(restored.is_restoring().await.unwrap(), "it is silent until a person says go");
            let clinic = restored.clinics().remove(0);
            let found = async || rights::find(&restored, &clinic, SARA).await.unwrap();
            assert_eq!(found().await.len(), 1, "the backup remembers her");
            assert!(restored.meet_the_forgotten(forgotten).await.unwrap() >= 2);
            assert_eq!(found().await, [], "and forgets again");
            restored.store().clone().close().await;
            for it in [copy.clone(), copy.with_extension("copy-wal")] {
                assert_eq!(
                    holds(&it, &hers),
                    0,
                    "something of hers is left in the restored {}",
                    it.display()
                );
            }
        } else {
            house.post(&format!("{path}/erasure"), json!({"identity": "letter"})).await.is(200);
        }
    }
    for canary in ["kanariefågel", "Ekström", "46700000001"] {
        assert!(!log.text().contains(canary), "{canary} is in the log");
    }
}
