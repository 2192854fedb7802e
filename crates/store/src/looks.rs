//! Whom the lines of the audit chain show, so that each of them can ask who looked (patient data act, 8:5). A line
//! about one person has them as its subject; a list shows many, and each is noted here.

use crate::events::Event;
use crate::row::{instant, typed};
use crate::{StoreError, Tx, events, query};
use jiff::Timestamp;
use std::collections::BTreeMap;
use svara_model::{ClinicId, EventId};

/// Adds a line that shows several people, beside the subject it may have.
#[expect(clippy::too_many_arguments, reason = "an event has these parts")]
pub async fn note(
    tx: &mut Tx,
    id: EventId,
    clinic: &ClinicId,
    at: Timestamp,
    actor: &str,
    kind: &str,
    subject: Option<&str>,
    shown: &[String],
    details_json: &str,
) -> Result<(), StoreError> {
    events::append(tx, id, clinic, at, actor, kind, subject, details_json).await?;
    let (seq,): (i64,) = query("SELECT seq FROM event_heads WHERE clinic = $1")
        .bind(clinic.as_str().to_owned())
        .one(tx)
        .await?;
    for subject in shown {
        query(
            "INSERT INTO event_subjects (clinic, seq, subject) VALUES ($1, $2, $3)
             ON CONFLICT (subject, clinic, seq) DO NOTHING",
        )
        .bind(clinic.as_str().to_owned())
        .bind(seq)
        .bind(subject.clone())
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// Every line that shows one of these ids, in order, without its details: they may speak of others.
pub async fn at(tx: &mut Tx, clinic: &ClinicId, ids: &[String]) -> Result<Vec<Event>, StoreError> {
    let mut found = BTreeMap::new();
    for id in ids {
        let rows: Vec<(i64, String, i64, String, String, Option<String>)> = query(
            "SELECT seq, id, at, actor, kind, subject FROM events WHERE subject = $2 AND clinic = $1
             UNION SELECT e.seq, e.id, e.at, e.actor, e.kind, e.subject FROM event_subjects AS s
             JOIN events AS e ON e.clinic = s.clinic AND e.seq = s.seq WHERE s.subject = $2 AND s.clinic = $1",
        )
        .bind(clinic.as_str().to_owned())
        .bind(id.clone())
        .all(tx)
        .await?;
        for (seq, id, at, actor, kind, subject) in rows {
            let (id, at) = (typed("events", "id", id)?, instant(at)?);
            found.insert(seq, Event { seq, id, at, actor, kind, subject, details: None });
        }
    }
    Ok(found.into_values().collect())
}
