//! A small invented clinic, and how a story touches the store.

use jiff::Timestamp;
use std::collections::BTreeMap;
use svara_model::*;
use svara_store::{
    BookingError, BoxFuture, MasterKey, Store, Tx, appointments, clinics, contacts, conversations, patients,
    testing,
};

pub type Done<T = ()> = Result<T, BookingError>;

/// A store with its address, so that a story can look at the database behind its back.
pub struct Place {
    pub store: Store,
    pub url: String,
}

pub fn key() -> MasterKey {
    MasterKey::from_bytes([42; 32])
}

pub async fn sqlite() -> Place {
    open(testing::sqlite()).await
}

pub async fn postgres() -> Place {
    open(testing::postgres().await).await
}

pub async fn open(url: String) -> Place {
    let store = Store::open(&url, key()).await.unwrap();
    Place { store, url }
}

impl Place {
    /// One unit of work; a failed assertion in it fails the story.
    pub async fn step<T: Send + 'static>(
        &self,
        work: impl for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Done<T>> + Send + Sync + 'static,
    ) -> T {
        self.store.write("step", work).await.unwrap()
    }

    pub async fn look<T: Send + 'static>(
        &self,
        work: impl for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Done<T>> + Send + Sync + 'static,
    ) -> T {
        self.store.read("look", work).await.unwrap()
    }

    /// Raw SQL past every rule of the store, as a mistake would do it.
    pub async fn behind_its_back(&self, sql: &'static str) -> Result<u64, String> {
        use sqlx::Connection;
        let done = if self.url.starts_with("sqlite:") {
            let mut connection = sqlx::SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.map(|it| it.rows_affected())
        } else {
            let mut connection = sqlx::PgConnection::connect(&self.url).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.map(|it| it.rows_affected())
        };
        done.map_err(|error| error.to_string())
    }
}

/// Minutes after nine on a Monday.
pub fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_772_438_400 + minutes * 60).unwrap()
}

/// The `n`-th id of a kind.
macro_rules! id {
    ($kind:ident, $n:expr) => {
        svara_model::$kind::new(1_772_438_400_000 + $n, 7)
    };
}
pub(crate) use id;

pub fn clinic_id() -> ClinicId {
    "nordic".parse().unwrap()
}

pub fn phone(n: u32) -> PhoneNumber {
    format!("+467000000{n:02}").parse().unwrap()
}

pub fn user(n: u32) -> UserId {
    format!("SE.user{n}").parse().unwrap()
}

pub fn sender(number: Option<u32>, id: Option<u32>) -> Sender {
    Sender { phone: number.map(phone), user_id: id.map(user), profile_name: None }
}

pub fn service(id: &str, capacity: u32) -> Service {
    Service {
        id: id.parse().unwrap(),
        name: BTreeMap::new(),
        also: BTreeMap::new(),
        minutes: 30,
        buffer_before: 0,
        buffer_after: 0,
        notice_minutes: None,
        step: None,
        align_to_clock: false,
        rooms: vec![],
        capacity,
        price: None,
        preparation: BTreeMap::new(),
        default: false,
        approval: false,
        overbook: 0,
        cancel_until_hours: None,
        late_fee: None,
        late_text: BTreeMap::new(),
    }
}

fn practitioner(id: &str) -> Practitioner {
    Practitioner {
        id: id.parse().unwrap(),
        name: id.to_owned(),
        role: BTreeMap::new(),
        services: vec![],
        notify: None,
        hours: vec![],
        exceptions: vec![],
        time_zone: None,
        max_per_day: None,
    }
}

pub fn clinic() -> Clinic {
    Clinic {
        id: clinic_id(),
        name: "Nordic Clinic".to_owned(),
        country: "SE".to_owned(),
        time_zone: "Europe/Stockholm".to_owned(),
        languages: vec![Language::swedish()],
        address: "Storgatan 1".to_owned(),
        location: None,
        phone: None,
        emergency_number: "112".to_owned(),
        currency: "SEK".to_owned(),
        policy: Policy::default(),
        privacy: Privacy::default(),
        waitlist: WaitlistRules::default(),
        absence: AbsenceRules::default(),
        whatsapp: Some(WhatsAppNumber {
            phone_number_id: "100000000000001".to_owned(),
            display_phone_number: "15550000001".to_owned(),
            business_account_id: "200000000000001".to_owned(),
        }),
        rooms: ["r1", "r2"]
            .map(|id| Room {
                id: id.parse().unwrap(),
                kind: "treatment".to_owned(),
                name: id.to_owned(),
                hours: None,
                exceptions: vec![],
            })
            .to_vec(),
        services: vec![service("checkup", 1), service("group", 3)],
        practitioners: vec![practitioner("eva"), practitioner("olle")],
        closed: vec![],
        public_holidays: svara_model::PublicHolidays::None,
        answers: vec![],
        texts: BTreeMap::new(),
    }
}

/// A visit of `minutes` with someone, in a room unless it is empty.
pub fn slot(from: i64, minutes: i64, practitioner: &str, room: &str) -> Slot {
    Slot {
        from: at(from),
        to: at(from + minutes),
        service: "checkup".parse().unwrap(),
        practitioner: practitioner.parse().unwrap(),
        rooms: if room.is_empty() { vec![] } else { vec![room.parse().unwrap()] },
    }
}

pub fn visit(n: u64, slot: Slot) -> Appointment {
    Appointment {
        id: id!(AppointmentId, n),
        clinic: clinic_id(),
        patient: id!(PatientId, 1),
        contact: Some(id!(ContactId, 1)),
        slot,
        status: AppointmentStatus::Booked,
        booked_via: "whatsapp".to_owned(),
        confirmed_at: None,
        revision: 0,
        calendar_token: format!("token-{n}"),
        booked_at: at(0),
        changed_at: at(0),
        // Most stories are about practitioners and rooms and let one patient do everything.
        marks: Marks { elsewhere_too: true, ..Marks::default() },
    }
}

pub fn patient(n: u64) -> Patient {
    Patient {
        id: id!(PatientId, n),
        clinic: clinic_id(),
        name: format!("Anna Andersson {n}"),
        language: Some(Language::swedish()),
        phone: Some(phone(u32::try_from(n).unwrap())),
    }
}

/// The clinic, contact 1 with patient 1 behind it, and their conversation 1.
pub async fn furnish(tx: &mut Tx) -> Done {
    clinics::save(tx, &clinic(), at(0)).await?;
    let from = sender(Some(1), None);
    contacts::find_or_create(tx, &clinic_id(), &from, id!(ContactId, 1), at(0)).await?;
    patients::insert(tx, &patient(1), Some(&id!(ContactId, 1)), at(0)).await?;
    talk_with(tx, 1).await?;
    Ok(())
}

/// Contact `n`'s conversation `n`; the contact is made if need be.
pub async fn talk_with(tx: &mut Tx, n: u64) -> Done<Conversation> {
    let from = sender(Some(u32::try_from(n).unwrap()), None);
    let (contact, _) = contacts::find_or_create(tx, &clinic_id(), &from, id!(ContactId, n), at(0)).await?;
    let (clinic, language) = (clinic_id(), Language::swedish());
    let new = id!(ConversationId, n);
    Ok(conversations::open_for(tx, &clinic, &contact.id, Channel::Whatsapp, &language, new, at(0)).await?)
}

pub async fn book(tx: &mut Tx, n: u64, slot: Slot) -> Done<Appointment> {
    let visit = visit(n, slot);
    appointments::insert(tx, &visit).await?;
    Ok(visit)
}
