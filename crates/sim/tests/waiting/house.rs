//! A nearly full clinic with a desk that can be killed, and the one way in which histories touch it.

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use svara_desk::bookings::Terms;
use svara_desk::clinic_file::ClinicFile;
use svara_desk::office::Who;
use svara_desk::office::bookings::{self, PhoneBooking};
use svara_desk::office::changes::{self, Change, Wish};
use svara_desk::office::waitlist::{self, NewWish, Share};
use svara_desk::{Clock, Config, Desk, DeskError, Ids, MovableClock, WhatsAppSettings};
use svara_model::*;
use svara_sim::talk::Recorder;
use svara_store::{MasterKey, Store, appointments, contacts, freed, offers};

const NUMBER: &str = "100000000000001";
pub const PHONES: [&str; 6] =
    ["+46700000001", "+46700000002", "+46700000003", "+46700000004", "+46700000005", "+46700000006"];

pub struct House {
    pub desk: Desk,
    pub clinic: Arc<Clinic>,
    clock: Arc<MovableClock>,
    recorder: Recorder,
    lives: u64,
}

fn who() -> Who {
    Who::api("receptionist")
}

impl House {
    /// Monday 9 March at ten.
    pub async fn open(url: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conversations/waitlist");
        let text = std::fs::read_to_string(folder.join("clinic.toml")).unwrap();
        let mut file = ClinicFile::parse(&text).unwrap();
        file.clinic.whatsapp = Some(WhatsAppNumber {
            phone_number_id: NUMBER.to_owned(),
            display_phone_number: "15550000001".to_owned(),
            business_account_id: "200000000000001".to_owned(),
        });
        let store = Store::open(url, MasterKey::from_bytes([7; 32])).await.unwrap();
        let clock = Arc::new(MovableClock::standing("2026-03-09T10:00:00+01:00".parse().unwrap()));
        let recorder = Recorder::default();
        let desk = wake(store, &clock, &recorder, 0).await;
        desk.apply_clinic(&file).await.unwrap();
        let clinic = desk.clinic(&file.clinic.id).unwrap();
        Self { desk, clinic, clock, recorder, lives: 0 }
    }

    /// One act of chance, in words.
    pub async fn act(&mut self, chance: &mut StdRng) -> String {
        let phone = PHONES[chance.random_range(0..PHONES.len())];
        match chance.random_range(0..12) {
            0..=2 => {
                self.joins(phone).await;
                format!("{phone} joins")
            }
            3..=4 => {
                self.cancels(phone).await;
                format!("{phone} cancels")
            }
            5 => {
                let day = ["2026-03-11", "2026-03-12", "2026-03-18", "2026-03-19"][chance.random_range(0..4)];
                let at = format!("{day}T09:{}0:00+01:00", [0, 3][chance.random_range(0..2)]);
                let got = self.books(phone, &at).await;
                format!("{phone} books {at}: {got}")
            }
            6..=7 => {
                let yes = chance.random_bool(0.6);
                let answered = self.answers(phone, if yes { "offer-yes" } else { "offer-no" }).await;
                format!("{phone} answers {yes}: {answered}")
            }
            8 => {
                let polls = chance.random_range(0..60);
                self.cancels_without_rest(phone).await;
                self.crashes_after(polls).await;
                format!("{phone} cancels, and the desk dies after {polls} polls")
            }
            _ => {
                let minutes = [3, 20, 31, 240, 700][chance.random_range(0..5)];
                self.later(minutes).await;
                format!("{minutes} minutes pass: {}", self.desk.now())
            }
        }
    }

    pub async fn joins(&mut self, phone: &str) {
        let wish = NewWish {
            phone: phone.parse().unwrap(),
            name: None,
            service: "undersokning".parse().unwrap(),
            practitioner: None,
            windows: Vec::new(),
        };
        waitlist::add(&self.desk, &self.clinic, wish, &who()).await.unwrap();
    }

    /// The first visit of a number is called off, and the desk comes to rest.
    pub async fn cancels(&mut self, phone: &str) {
        self.cancels_without_rest(phone).await;
        self.desk.settle().await.unwrap();
    }

    pub async fn cancels_without_rest(&mut self, phone: &str) {
        if let Some(visit) = self.visits(phone).await.first() {
            let wish = Wish { change: Change::CallOff { fee: false }, why: None, notify: true };
            changes::change(&self.desk, &self.clinic, &visit.id, wish, &who()).await.unwrap();
        }
    }

    async fn books(&mut self, phone: &str, at: &str) -> bool {
        let booking = PhoneBooking {
            phone: phone.parse().unwrap(),
            service: "undersokning".parse().unwrap(),
            practitioner: "lindqvist".parse().unwrap(),
            from: at.parse().unwrap(),
            name: None,
            terms: Terms::default(),
            why: None,
        };
        let booked = bookings::book(&self.desk, &self.clinic, booking, &who()).await;
        self.desk.settle().await.unwrap();
        match booked {
            Ok(_) => true,
            Err(DeskError::Conflict(_) | DeskError::NotFree(_)) => false,
            Err(other) => panic!("{other}"),
        }
    }

    /// Taps the newest button of this kind on that phone, if there is one.
    pub async fn answers(&mut self, phone: &str, kind: &str) -> bool {
        let all = self.recorder.messages();
        let found = all.iter().rev().filter(|it| it.to == phone).find_map(|it| {
            let choice = it.choices.iter().find(|choice| choice.0.starts_with(kind))?;
            Some((it.template, choice.clone()))
        });
        let Some((template, (id, title))) = found else { return false };
        let message = if template {
            json!({ "type": "button", "button": { "payload": id, "text": title } })
        } else {
            json!({ "type": "interactive",
                "interactive": { "type": "button_reply", "button_reply": { "id": id, "title": title } } })
        };
        self.hears(phone, message).await;
        true
    }

    async fn hears(&self, phone: &str, mut message: Value) {
        let digits = phone.trim_start_matches('+');
        message["from"] = json!(digits);
        message["id"] = json!(self.recorder.fresh_id());
        message["timestamp"] = json!(self.desk.now().as_second().to_string());
        let body = json!({ "object": "whatsapp_business_account", "entry": [{ "id": "200000000000001", "changes": [{
            "field": "messages",
            "value": {
                "messaging_product": "whatsapp",
                "metadata": { "display_phone_number": "15550000001", "phone_number_id": NUMBER },
                "contacts": [{ "profile": { "name": "Patient" }, "wa_id": digits }],
                "messages": [message],
            },
        }] }] });
        self.desk.take_in_whatsapp(body.to_string().as_bytes()).await.unwrap();
        self.desk.settle().await.unwrap();
    }

    pub async fn later(&mut self, minutes: i64) {
        let to = self.desk.now() + SignedDuration::from_mins(minutes);
        self.desk.advance(&self.clock, to).await.unwrap();
    }

    pub async fn until(&mut self, moment: &str) {
        self.desk.advance(&self.clock, moment.parse().unwrap()).await.unwrap();
    }

    /// Quiet hours that end at six.
    pub async fn open_early(&mut self) {
        let mut clinic = (*self.clinic).clone();
        "06:00".clone_into(&mut clinic.waitlist.quiet.to);
        let now = self.desk.now();
        let save = self.desk.store().write("other hours", move |tx| {
            let clinic = clinic.clone();
            Box::pin(
                async move { svara_store::clinics::save(tx, &clinic, now).await.map_err(DeskError::from) },
            )
        });
        save.await.unwrap();
        self.desk.reload_clinics().await.unwrap();
        self.clinic = self.desk.clinics().remove(0);
    }

    /// The process dies somewhere in its work, and another takes over.
    pub async fn crashes_after(&mut self, polls: usize) {
        {
            let mut work = Box::pin(self.desk.settle());
            for _ in 0..polls {
                if futures_util::poll!(&mut work).is_ready() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        self.lives += 1;
        self.desk = wake(self.desk.store().clone(), &self.clock, &self.recorder, self.lives).await;
        self.desk.take_over_leases().await.unwrap();
        self.desk.settle().await.unwrap();
    }

    pub async fn figures(&self) -> Vec<Share> {
        let from: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
        waitlist::figures(&self.desk, &self.clinic, from, self.clock.now() + SignedDuration::from_secs(1))
            .await
            .unwrap()
    }

    pub fn messages(&self, phone: &str) -> Vec<String> {
        self.recorder.messages().into_iter().filter(|it| it.to == phone).map(|it| it.text).collect()
    }

    pub fn last_words(&self, phone: &str) -> String {
        self.messages(phone).pop().unwrap_or_default()
    }

    pub async fn visits(&self, phone: &str) -> Vec<Appointment> {
        let (clinic, now) = (self.clinic.id.clone(), self.desk.now());
        let phone = Address::Phone(phone.parse().unwrap());
        let look = self.desk.store().read("visits", move |tx| {
            let (clinic, phone) = (clinic.clone(), phone.clone());
            Box::pin(async move {
                let contact = contacts::find(tx, &clinic, &phone).await?.unwrap();
                let ids: Vec<_> = contact.patients.iter().map(|it| it.id.clone()).collect();
                Ok::<_, DeskError>(appointments::coming_of(tx, &ids, now).await?)
            })
        });
        look.await.unwrap()
    }

    /// All freed times with who was asked about each, and the holds that keep one now.
    pub async fn books_of_the_list(
        &self,
    ) -> (Vec<(FreedTime, Vec<TimeOffer>)>, Vec<(FreedTimeId, Timestamp)>) {
        let (clinic, now) = (self.clinic.id.clone(), self.desk.now());
        let look = self.desk.store().read("the list's books", move |tx| {
            let clinic = clinic.clone();
            Box::pin(async move {
                let mut all = Vec::new();
                for (time, _) in
                    freed::between(tx, &clinic, Timestamp::UNIX_EPOCH, Timestamp::MAX, 1_000).await?
                {
                    let asked = offers::of_freed(tx, &time.id).await?;
                    all.push((time, asked));
                }
                Ok::<_, DeskError>((all, freed::kept(tx, now).await?))
            })
        });
        look.await.unwrap()
    }

    pub async fn asked_now(&self) -> usize {
        let standing = |it: &&TimeOffer| it.state == OfferState::Standing;
        self.books_of_the_list().await.0.iter().flat_map(|it| it.1.iter()).filter(standing).count()
    }

    /// Whether a visit exists, whatever became of it.
    pub async fn visit(&self, id: &AppointmentId) -> Option<Appointment> {
        let id = id.clone();
        let look = self.desk.store().read("a visit", move |tx| {
            let id = id.clone();
            Box::pin(async move { appointments::by_id(tx, &id).await.map_err(DeskError::from) })
        });
        look.await.unwrap()
    }

    /// Somebody else is asked about the same time while one place is all there is.
    pub async fn plant_second_offer(&mut self) {
        let first = self.books_of_the_list().await.0[0].1[0].clone();
        let second = TimeOffer { id: OfferId::new(1, 1), patient: PatientId::new(1, 1), ..first };
        let plant = self.desk.store().write("plant", move |tx| {
            let second = second.clone();
            Box::pin(async move { offers::add(tx, &second).await.map_err(DeskError::from) })
        });
        assert!(plant.await.unwrap());
    }

    /// The hold stays for a day after its offer.
    pub async fn plant_longer_hold(&mut self) {
        let time = self.books_of_the_list().await.0[0].0.clone();
        let now = self.desk.now();
        let plant = self.desk.store().write("plant", move |tx| {
            let time = time.clone();
            Box::pin(async move {
                let until = now + SignedDuration::from_hours(24);
                freed::keep(tx, &time.id, &time.clinic, &time.slot, until, now).await.unwrap();
                Ok::<_, DeskError>(())
            })
        });
        plant.await.unwrap();
    }
}

async fn wake(store: Store, clock: &Arc<MovableClock>, recorder: &Recorder, life: u64) -> Desk {
    let config = Config {
        public_url: "https://desk.example".to_owned(),
        owner: format!("life-{life}"),
        mail_from: "desk@clinic.example".to_owned(),
        whatsapp: WhatsAppSettings { app_secret: "x".to_owned(), verify_token: "x".to_owned() },
    };
    let (phone, post) = (Arc::new(recorder.clone()), Arc::new(recorder.clone()));
    Desk::open(store, clock.clone(), Ids::seeded(life + 1), config, phone, post).await.unwrap()
}
