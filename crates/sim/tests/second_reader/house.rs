//! A clinic that wants a second reader, a patient's phone, and the model's server.

use crate::server::Server;
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use svara_channel::model::{AnswerForm, Model, ModelSettings};
use svara_desk::clinic_file::ClinicFile;
use svara_desk::{Clock, Config, Desk, DeskError, Ids, MovableClock, WhatsAppSettings};
use svara_model::{Address, Clinic, PrivacyProfile, Supplier, WhatsAppNumber};
use svara_sim::talk::Recorder;
use svara_store::flags::{Flag, Flagged};
use svara_store::{MasterKey, Store, appointments, contacts, events, flags};

pub const SARA: &str = "46700000001";
pub const JO: &str = "46700000002";
const NUMBER: &str = "100000000000001";
/// The model's key at its endpoint.
pub const KEY: &str = "sk-secret-of-the-clinic";

pub struct House {
    pub desk: Desk,
    pub server: Server,
    pub clock: Arc<MovableClock>,
    recorder: Recorder,
    next: usize,
}

/// What the clinic's file says about it.
pub fn wants_it(clinic: &mut Clinic) {
    clinic.privacy.language_model = true;
    clinic.privacy.supplier.push(Supplier {
        name: "Models AB".to_owned(),
        purpose: "Language model for words not understood".to_owned(),
        data: "words of messages, without names and numbers".to_owned(),
        country: "SE".to_owned(),
        agreement: "2026-01".to_owned(),
    });
}

impl House {
    pub async fn open() -> Self {
        Self::open_with(wants_it, 100).await
    }

    pub async fn open_with(change: impl Fn(&mut Clinic), asks_a_day: u32) -> Self {
        let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conversations/clinic.toml");
        let mut file = ClinicFile::parse(&std::fs::read_to_string(place).unwrap()).unwrap();
        file.clinic.whatsapp = Some(WhatsAppNumber {
            phone_number_id: NUMBER.to_owned(),
            display_phone_number: "15550000001".to_owned(),
            business_account_id: "200000000000001".to_owned(),
        });
        change(&mut file.clinic);
        let store = Store::open("sqlite::memory:", MasterKey::from_bytes([7; 32])).await.unwrap();
        let clock = Arc::new(MovableClock::standing("2026-03-10T10:00:00+01:00".parse().unwrap()));
        let recorder = Recorder::default();
        let config = Config {
            public_url: "https://desk.example".to_owned(),
            owner: "house".to_owned(),
            mail_from: "desk@clinic.example".to_owned(),
            whatsapp: WhatsAppSettings { app_secret: "x".to_owned(), verify_token: "x".to_owned() },
        };
        let (line, post) = (Arc::new(recorder.clone()), Arc::new(recorder.clone()));
        let desk = Desk::open(store, clock.clone(), Ids::seeded(1), config, line, post).await.unwrap();
        desk.apply_clinic(&file).await.unwrap();
        let server = Server::start().await;
        let settings = ModelSettings {
            base_url: server.url.clone(),
            model: "m".to_owned(),
            key: Some(KEY.to_owned()),
            seconds: 1,
            form: AnswerForm::default(),
        };
        desk.ask_also(Arc::new(Model::new(settings).unwrap()), asks_a_day);
        Self { desk, server, clock, recorder, next: 0 }
    }

    /// A patient writes, the desk comes to rest, and this is what they got.
    pub async fn write(&mut self, phone: &str, words: &str) -> String {
        let before = self.recorder.messages().len();
        self.notify(phone, words).await;
        self.desk.settle().await.unwrap();
        let all = self.recorder.messages().split_off(before);
        all.into_iter().map(|it| it.text).collect::<Vec<_>>().join("\n---\n")
    }

    /// A patient writes; nobody has read it yet.
    pub async fn notify(&mut self, phone: &str, words: &str) {
        self.next += 1;
        let message = json!({ "from": phone, "id": format!("wamid.{}", self.next), "type": "text",
            "timestamp": self.desk.now().as_second().to_string(), "text": { "body": words } });
        let notice: Value = json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": [{
            "field": "messages", "value": { "messaging_product": "whatsapp",
                "metadata": { "display_phone_number": "15550000001", "phone_number_id": NUMBER },
                "contacts": [{ "profile": { "name": "Profilnamn" }, "wa_id": phone }], "messages": [message] },
        }] }] });
        self.desk.take_in_whatsapp(notice.to_string().as_bytes()).await.unwrap();
    }

    /// Waits in real time for a message to a phone with these words; how long it took.
    pub async fn gets(&self, phone: &str, words: &str) -> Duration {
        let started = std::time::Instant::now();
        loop {
            let all = self.recorder.messages();
            if all.iter().any(|it| it.to.ends_with(phone) && it.text.contains(words)) {
                return started.elapsed();
            }
            assert!(started.elapsed() < Duration::from_secs(20), "{phone} never got {words:?}: {all:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub fn later(&self, seconds: i64) {
        self.clock.move_to(self.clock.now() + SignedDuration::from_secs(seconds));
    }

    /// Every stored turn is decided the same when it is played again; how many there are.
    pub async fn replayed(&self) -> usize {
        let id = self.desk.clinics()[0].id.clone();
        let replayed = self.desk.replay_since(&id, jiff::Timestamp::UNIX_EPOCH).await.unwrap();
        assert_eq!(replayed.departed, 0, "{:?}", replayed.first);
        replayed.turns
    }

    /// The coming visits of a number.
    pub async fn visits(&self, phone: &str) -> usize {
        let (clinic, now) = (self.desk.clinics()[0].id.clone(), self.desk.now());
        let address = Address::parse(phone).unwrap();
        let look = self.desk.store().read("visits", move |tx| {
            let (clinic, address) = (clinic.clone(), address.clone());
            Box::pin(async move {
                let Some(contact) = contacts::find(tx, &clinic, &address).await? else { return Ok(0) };
                let ids: Vec<_> = contact.patients.into_iter().map(|it| it.id).collect();
                Ok::<_, DeskError>(appointments::coming_of(tx, &ids, now).await?.len())
            })
        });
        look.await.unwrap()
    }

    /// The patients of a number get a flag.
    pub async fn flag(&self, phone: &str, flag: Flag) {
        let (clinic, now) = (self.desk.clinics()[0].id.clone(), self.desk.now());
        let address = Address::parse(phone).unwrap();
        let set = self.desk.store().write("flag", move |tx| {
            let (clinic, address) = (clinic.clone(), address.clone());
            Box::pin(async move {
                let contact = contacts::find(tx, &clinic, &address).await?.unwrap();
                let new =
                    Flagged { flag, since: now, set_by: "staff".to_owned(), reason: "asked".to_owned() };
                for it in contact.patients {
                    flags::set(tx, &it.id, &new).await?;
                }
                Ok::<_, DeskError>(())
            })
        });
        set.await.unwrap();
    }

    /// How often the audit chain says that words were read by a model.
    pub async fn told(&self) -> usize {
        let clinic = self.desk.clinics()[0].id.clone();
        let look = self.desk.store().read("the chain", move |tx| {
            let clinic = clinic.clone();
            Box::pin(async move {
                let all = events::list(tx, &clinic, None, 10_000).await?;
                let read = |it: &&svara_store::events::Event| it.kind == "words.read_by_language_model";
                Ok::<_, DeskError>(all.iter().filter(read).count())
            })
        });
        look.await.unwrap()
    }

    pub fn count(&self, outcome: &str) -> u64 {
        let all = self.desk.second_opinions();
        all.iter().find(|it| it.0 == outcome).unwrap_or_else(|| panic!("no outcome {outcome}")).1
    }
}

/// A clinic that keeps to the letter of the open-network rule.
pub fn by_the_letter(clinic: &mut Clinic) {
    wants_it(clinic);
    clinic.privacy.profile = PrivacyProfile::SeOpenNet;
}
