//! How long it takes to verify a million lines of the audit chain, and to forget a patient with 5,000 messages:
//! `cargo run --release -p svara-store --example trust_bench [lines]`.
use jiff::Timestamp;
use std::time::Instant;
use svara_model::{
    Channel, Clinic, ClinicId, ContactId, ConversationId, EventId, Language, MessageId, Patient, PatientId,
    Sender,
};
use svara_store::{
    MasterKey, Store, StoreError, clinics, contacts, conversations, events, messages, patients,
};

/// Lines in one transaction.
const LINES_AT_ONCE: u64 = 2_000;
const MESSAGES: u64 = 5_000;

fn clinic() -> Clinic {
    serde_json::from_value(serde_json::json!({
        "id": "bench", "name": "Bench", "country": "SE", "time_zone": "Europe/Stockholm", "languages": ["sv"],
        "address": "Storgatan 1", "location": null, "phone": null, "emergency_number": "112", "currency": "SEK",
        "policy": {}, "whatsapp": null, "rooms": [], "services": [], "practitioners": [], "closed": [], "answers": [],
    }))
    .expect("a bench that cannot go on has failed")
}

fn at(n: u64) -> Timestamp {
    Timestamp::from_second(1_772_438_400 + i64::try_from(n).expect("a bench that cannot go on has failed"))
        .expect("a bench that cannot go on has failed")
}

#[tokio::main]
async fn main() {
    let lines: u64 = std::env::args()
        .nth(1)
        .map_or(1_000_000, |it| it.parse().expect("a bench that cannot go on has failed"));
    let folder = std::env::temp_dir().join(format!("svara-trust-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a bench that cannot go on has failed");
    let url = format!("sqlite:{}", folder.join("bench.db").display());
    let store = Store::open(&url, MasterKey::from_bytes([7; 32]))
        .await
        .expect("a bench that cannot go on has failed");
    let patient = fill(&store).await;
    forget(&store, patient).await;
    chain(&store, lines).await;
    store.close().await;
    std::fs::remove_dir_all(&folder).expect("a bench that cannot go on has failed");
}

async fn fill(store: &Store) -> PatientId {
    let (patient, contact) = (PatientId::new(1, 1), ContactId::new(1, 1));
    let id = patient.clone();
    let work = store.write("fill", move |tx| {
        let (patient, contact) = (patient.clone(), contact.clone());
        Box::pin(async move {
            let clinic = clinic();
            clinics::save(tx, &clinic, at(0)).await?;
            let sender = Sender { phone: "+46700000001".parse().ok(), user_id: None, profile_name: None };
            contacts::find_or_create(tx, &clinic.id, &sender, contact.clone(), at(0)).await?;
            let it = Patient {
                id: patient.clone(),
                clinic: clinic.id.clone(),
                name: "Anna Andersson".to_owned(),
                language: None,
                phone: sender.phone.clone(),
            };
            patients::insert(tx, &it, Some(&contact), at(0)).await?;
            let (new, sv) = (ConversationId::new(1, 1), Language::swedish());
            let talk =
                conversations::open_for(tx, &clinic.id, &contact, Channel::Whatsapp, &sv, new, at(0)).await?;
            for n in 0..MESSAGES {
                let id = MessageId::new(n, 1);
                let words = "Hej! Jag undrar om ni har någon tid på torsdag, helst på förmiddagen?";
                messages::add_inbound(tx, id, &talk.id, &format!("wamid.{n}"), words, at(n), at(n)).await?;
            }
            Ok::<_, StoreError>(())
        })
    });
    work.await.expect("a bench that cannot go on has failed");
    id
}

async fn forget(store: &Store, patient: PatientId) {
    let started = Instant::now();
    let work = store.write("forget", move |tx| {
        let patient = patient.clone();
        Box::pin(async move { patients::forget(tx, &patient, at(9)).await })
    });
    assert!(work.await.expect("a bench that cannot go on has failed"));
    println!("forgetting a patient with {MESSAGES} messages: {:.3} s", started.elapsed().as_secs_f64());
}

async fn chain(store: &Store, lines: u64) {
    let started = Instant::now();
    for from in
        (0..lines).step_by(usize::try_from(LINES_AT_ONCE).expect("a bench that cannot go on has failed"))
    {
        let work = store.write("lines", move |tx| {
            Box::pin(async move {
                let clinic: ClinicId = "bench".parse().expect("a bench that cannot go on has failed");
                for n in from..(from + LINES_AT_ONCE).min(lines) {
                    let id = EventId::new(n, 1);
                    events::append(tx, id, &clinic, at(n), "staff:stf_1", "conversation.seen", None, "{}")
                        .await?;
                }
                Ok::<_, StoreError>(())
            })
        });
        work.await.expect("a bench that cannot go on has failed");
    }
    println!("writing {lines} lines: {:.1} s", started.elapsed().as_secs_f64());
    let started = Instant::now();
    let work = store.read("verify", |tx| {
        Box::pin(async move {
            events::verify(tx, &"bench".parse().expect("a bench that cannot go on has failed")).await
        })
    });
    let held = work
        .await
        .expect("a bench that cannot go on has failed")
        .expect("a bench that cannot go on has failed");
    println!("verifying {held} lines: {:.1} s", started.elapsed().as_secs_f64());
}
