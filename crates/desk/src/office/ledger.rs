//! The ledger of what people asked for under data-protection law, with its clock: due in a month (GDPR 12(3)).
//!
//! Absent: doing what was asked (`rights.rs`).

use super::Who;
use super::rights::{known, text};
use crate::{Desk, DeskError};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use std::sync::Arc;
use svara_model::{Clinic, PatientId, RequestId};
use svara_store::requests;

/// A request in the ledger.
pub use svara_store::requests::Request;

/// What may be asked for.
pub const KINDS: [&str; 6] =
    ["access", "rectification", "erasure", "restriction", "objection", "portability"];
/// How it was made sure who asks.
pub const IDENTITIES: [&str; 5] = ["in_person", "strong_sign_in", "code", "letter", "representative"];
/// What came of it.
pub const OUTCOMES: [&str; 3] = ["granted", "refused", "withdrawn"];
/// The outcome of a wish to be forgotten that was carried out.
pub(super) const ERASED: &str = "erased";

/// Writes a request into the ledger; it is due in a month.
pub async fn open(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    kind: &str,
    id: &PatientId,
    identity: &str,
    who: &Who,
) -> Result<Request, DeskError> {
    let kind = one_of("kind", kind, &KINDS)?;
    let request = new(desk, clinic, kind, id, one_of("identity", identity, &IDENTITIES)?)?;
    let (desk_in, clinic, id, who, entry) =
        (desk.clone(), Arc::clone(clinic), id.clone(), who.clone(), request.clone());
    desk.store()
        .write("open a request", move |tx| {
            let (desk, clinic, id) = (desk_in.clone(), Arc::clone(&clinic), id.clone());
            let (who, entry) = (who.clone(), entry.clone());
            Box::pin(async move {
                known(tx, &clinic, &id).await?;
                requests::open(tx, &clinic.id, &entry, &who.actor).await?;
                desk.line(tx, &clinic.id, &who, "request.opened", Some(id.as_str()), "{}").await
            })
        })
        .await?;
    Ok(request)
}

/// Closes a request with what came of it. A refusal says why (GDPR 12(4)).
pub async fn close(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &RequestId,
    outcome: &str,
    note: Option<&str>,
    who: &Who,
) -> Result<(), DeskError> {
    let outcome = one_of("outcome", outcome, &OUTCOMES)?;
    let note = note.map(|it| text("note", it)).transpose()?;
    if outcome == "refused" && note.is_none() {
        return Err(DeskError::Invalid("`note` is missing: a refusal says why".to_owned()));
    }
    let (desk_in, clinic, id, who) = (desk.clone(), Arc::clone(clinic), id.clone(), who.clone());
    desk.store()
        .write("close a request", move |tx| {
            let (desk, clinic, id) = (desk_in.clone(), Arc::clone(&clinic), id.clone());
            let (who, note) = (who.clone(), note.clone());
            Box::pin(async move {
                let (note, now) = (note.as_deref(), desk.now());
                if !requests::close(tx, &clinic.id, &id, outcome, note, &who.actor, now).await? {
                    return Err(DeskError::NotFound("the open request"));
                }
                desk.line(tx, &clinic.id, &who, "request.closed", None, "{}").await
            })
        })
        .await
}

/// The ledger: open requests first, by when they are due. Looking shows whom they are about, and is noted.
pub async fn list(desk: &Desk, clinic: &Clinic, who: &Who) -> Result<Vec<Request>, DeskError> {
    let id = clinic.id.clone();
    let found = desk.store().read("requests", move |tx| {
        let id = id.clone();
        Box::pin(async move { requests::list(tx, &id).await.map_err(DeskError::from) })
    });
    let found = found.await?;
    let shown = found.iter().map(|it| it.subject.clone()).collect();
    desk.saw(&clinic.id, who, "requests.listed", None, shown).await?;
    Ok(found)
}

pub(super) fn new(
    desk: &Desk,
    clinic: &Clinic,
    kind: &str,
    id: &PatientId,
    identity: &str,
) -> Result<Request, DeskError> {
    let now = desk.now();
    let zone = TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC);
    let due = now
        .to_zoned(zone)
        .checked_add(1.month())
        .map_err(|it| DeskError::Invalid(format!("the clock leads beyond the calendar: {it}")))?;
    Ok(Request {
        id: desk.ids.make(RequestId::new, now),
        kind: kind.to_owned(),
        subject: id.to_string(),
        received_at: now,
        due_at: due.timestamp(),
        identity: identity.to_owned(),
        outcome: None,
        note: None,
        closed_at: None,
    })
}

/// The word itself, when it is one of these.
pub(super) fn one_of(
    name: &str,
    given: &str,
    words: &'static [&'static str],
) -> Result<&'static str, DeskError> {
    let found = words.iter().copied().find(|it| *it == given.trim());
    found.ok_or_else(|| DeskError::Invalid(format!("`{name}` is one of {}", words.join(", "))))
}
