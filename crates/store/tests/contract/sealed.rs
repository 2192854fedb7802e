//! Nobody who copies the files can read them: a workday's names, numbers, ids and words are looked for in every
//! byte of the SQLite file, its write-ahead log and a dump of the PostgreSQL tables.

use crate::world::*;
use svara_model::*;
use svara_store::inbox::{InboxKind, NewNotification};
use svara_store::messages::NewOutbound;
use svara_store::staff::NewStaff;
use svara_store::{
    Tx, appointments, attachments, contacts, conversations, events, inbox, jobs, mails, messages, outbox,
    patients, staff,
};

/// What must not be found. The provider's id holds the number in base64, as real ones do.
const PLANTED: [&str; 17] = [
    "Ottilia",
    "Planteringsson",
    "700000077",
    "SE.planted",
    "wamid.NDY3MDAwMDAwNzc",
    "remind-secret",
    "ont i tanden",
    "planted-answer",
    "planted-title",
    "planted-remiss",
    "planted-memory",
    "planted-mail",
    "planted@clinic.example",
    "planted-raw",
    "planted-detail",
    "Planted Staff",
    "planted-token",
];

async fn workday(tx: &mut Tx) -> Done {
    furnish(tx).await?;
    let clinic = clinic_id();
    let from =
        Sender { phone: Some(phone(77)), user_id: Some("SE.planted".parse().unwrap()), profile_name: None };
    let raw = NewNotification {
        key: "wa:msg:wamid.NDY3MDAwMDAwNzc".to_owned(),
        clinic: Some(clinic.clone()),
        order_key: Some("+46700000077".to_owned()),
        kind: InboxKind::Message,
        at: at(0),
        received_at: at(0),
        payload: "{\"planted-raw\":\"46700000077 Ottilia ont i tanden\"}".to_owned(),
    };
    inbox::record(tx, &raw).await?;
    let batch = inbox::next_message_batch(tx, at(1), at(5), "one", "", 9).await?;
    assert!(batch[0].items[0].payload.contains("ont i tanden"));
    inbox::note_unhandled(tx, &raw.key, "planted-detail about 46700000077").await?;
    contacts::find_or_create(tx, &clinic, &from, id!(ContactId, 77), at(0)).await?;
    let name = "Ottilia Planteringsson".to_owned();
    let who = Patient { id: id!(PatientId, 77), name, phone: Some(phone(77)), ..patient(2) };
    patients::insert(tx, &who, Some(&id!(ContactId, 77)), at(0)).await?;
    let talk = talk_with(tx, 77).await?.id;
    messages::add_inbound(
        tx,
        id!(MessageId, 1),
        &talk,
        "wamid.NDY3MDAwMDAwNzc",
        "jag har ont i tanden",
        at(1),
        at(1),
    )
    .await?;
    let sent = Attachment {
        kind: MediaKind::Document,
        media_id: Some("900000000000077".to_owned()),
        mime_type: Some("application/pdf".to_owned()),
        file_name: Some("planted-remiss.pdf".to_owned()),
        caption: Some("ont i tanden".to_owned()),
    };
    attachments::add(tx, &id!(MessageId, 1), &sent).await?;
    conversations::save_memory(tx, &talk, "{\"planted-memory\":1}", 0, at(1)).await?;
    let booked = Appointment {
        patient: who.id.clone(),
        calendar_token: "planted-token".to_owned(),
        ..visit(1, slot(60, 30, "eva", "r1"))
    };
    appointments::insert(tx, &booked).await?;
    answer(tx, talk, &booked).await?;
    let key = format!("mail:{}", booked.id);
    mails::add(tx, id!(MailId, 1), "planted@clinic.example", "planted-mail", "Ottilia", &key, at(1), at(1))
        .await?;
    jobs::add(tx, id!(JobId, 1), "remind", "key", at(1), "{\"remind-secret\":1}", at(1)).await?;
    let details = "{\"planted-detail\":\"Ottilia\"}";
    events::append(tx, id!(EventId, 1), &clinic, at(1), "desk", "booked", Some(who.id.as_str()), details)
        .await?;
    let planted = NewStaff {
        name: "Planted Staff".to_owned(),
        email: "planted@clinic.example".to_owned(),
        ..crate::staff::eva()
    };
    staff::insert(tx, &planted).await?;
    Ok(())
}

async fn answer(tx: &mut Tx, talk: ConversationId, about: &Appointment) -> Done {
    let row = Row { id: "row".to_owned(), title: "planted-title".to_owned(), description: None };
    let out = NewOutbound {
        id: id!(MessageId, 2),
        conversation: talk,
        contact: id!(ContactId, 77),
        purpose: Purpose::Answer,
        content: Outgoing::List {
            body: "planted-answer Ottilia".to_owned(),
            open: "Visa".to_owned(),
            rows: vec![row],
        },
        due_at: at(1),
        expires_at: None,
        appointment: Some((about.id.clone(), 0)),
        reply_to: Some("wamid.NDY3MDAwMDAwNzc".to_owned()),
        dedupe: None,
        by_staff: None,
        class: Disclosure::Personal,
    };
    messages::add_outbound(tx, &out, at(1)).await?;
    outbox::claim(tx, at(1), at(5), "one", 9).await?;
    let why = SendFailure { code: 1, details: "planted-detail 46700000077".to_owned() };
    outbox::failed(tx, &out.id, &why, at(2)).await?;
    Ok(())
}

fn found_in(what: &str, bytes: &[u8]) -> Vec<String> {
    let has = |planted: &&str| bytes.windows(planted.len()).any(|window| window == planted.as_bytes());
    PLANTED.iter().filter(|it| has(it)).map(|it| format!("{it} in {what}")).collect()
}

#[tokio::test]
async fn a_copied_sqlite_file_tells_nothing() {
    let place = sqlite().await;
    place.step(|tx| Box::pin(workday(tx))).await;
    let file = place.url.strip_prefix("sqlite:").unwrap();
    for name in [file.to_owned(), format!("{file}-wal")] {
        let bytes = std::fs::read(&name).unwrap();
        assert_eq!(found_in(&name, &bytes), Vec::<String>::new());
    }
    let wal = std::fs::read(format!("{file}-wal")).unwrap();
    assert!(wal.windows(10).any(|it| it == b"cnv_01KJPR"), "the workday is in the file that was searched");
    place.behind_its_back("UPDATE settings SET value = 'Ottilia' WHERE key = 'key_proof'").await.unwrap();
    let wal = std::fs::read(format!("{file}-wal")).unwrap();
    assert_eq!(found_in("wal", &wal).len(), 1, "a planted leak is found");
}

#[tokio::test]
async fn a_copied_postgres_database_tells_nothing() {
    use sqlx::{Connection, Row as _};
    let place = postgres().await;
    place.step(|tx| Box::pin(workday(tx))).await;
    let mut connection = sqlx::PgConnection::connect(&place.url).await.unwrap();
    let tables = sqlx::query(
        "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert!(tables.len() > 20);
    for table in tables {
        let table: String = table.get(0);
        let sql = format!("COPY {table} TO STDOUT (FORMAT binary)");
        let mut dump = Vec::new();
        let rows = connection.copy_out_raw(&sql).await.unwrap();
        let mut rows = std::pin::pin!(rows);
        while let Some(bytes) = futures_util::StreamExt::next(&mut rows).await {
            dump.extend_from_slice(&bytes.unwrap());
        }
        assert_eq!(found_in(&table, &dump), Vec::<String>::new());
    }
}

/// After forgetting, the sealed bytes themselves are gone from the file and its log, and so is the key.
#[tokio::test]
async fn what_is_forgotten_leaves_the_file() {
    use sqlx::{Connection, Row as _};
    let place = sqlite().await;
    place.step(|tx| Box::pin(workday(tx))).await;
    let mut connection = sqlx::SqliteConnection::connect(&place.url).await.unwrap();
    let sql = "SELECT wrapped FROM keys WHERE owner LIKE 'pat%' OR owner LIKE 'con%'
         UNION ALL SELECT name FROM patients UNION ALL SELECT body FROM messages
         UNION ALL SELECT payload FROM inbox UNION ALL SELECT sealed FROM mails
         UNION ALL SELECT media FROM messages WHERE media IS NOT NULL";
    let before = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let forget = |id: u64| {
        place.step(move |tx| {
            Box::pin(async move { Ok(patients::forget(tx, &id!(PatientId, id), at(9)).await?) })
        })
    };
    assert!(forget(77).await && forget(1).await);
    let file = place.url.strip_prefix("sqlite:").unwrap().to_owned();
    assert_eq!(std::fs::metadata(format!("{file}-wal")).unwrap().len(), 0, "the log was emptied at once");
    place.store.close().await;
    let left = std::fs::read(&file).unwrap();
    assert!(before.len() >= 9);
    for row in before {
        let sealed: Vec<u8> = row.get(0);
        assert!(!left.windows(sealed.len()).any(|it| it == sealed), "sealed bytes are still in the file");
    }
}
