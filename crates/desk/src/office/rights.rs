//! What people may ask for: everything about them, a correction, a restriction, an objection, to be forgotten, and who
//! looked. Each act stands in the ledger of requests and in the audit chain, in the transaction that did it.
//!
//! Absent: making sure who asks. Whoever calls says how it was done.

use super::Who;
use super::export::{Access, Export, accesses, gather, names_of};
use super::ledger::{self, ERASED, IDENTITIES, one_of};
use crate::{Desk, DeskError, News};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::sync::Arc;
use svara_model::{Address, Clinic, Language, Patient, PatientId, PhoneNumber};
use svara_store::corrections::{self, Correction};
use svara_store::flags::{self, Flagged};
use svara_store::{Tx, contacts, patients, requests};

/// What is particular about a patient.
pub use svara_store::flags::Flag;

const FIELD_CHARACTERS_MAX: usize = 2_000;

/// The patients meant by an id or by a number.
pub async fn find(desk: &Desk, clinic: &Clinic, key: &str) -> Result<Vec<PatientId>, DeskError> {
    if let Ok(id) = key.parse::<PatientId>() {
        let clinic = clinic.id.clone();
        let found = desk.store().read("a patient", move |tx| {
            let (clinic, id) = (clinic.clone(), id.clone());
            Box::pin(async move {
                let found = patients::by_id(tx, &id).await?.filter(|it| it.clinic == clinic);
                Ok::<_, DeskError>(found.into_iter().map(|it| it.id).collect())
            })
        });
        return found.await;
    }
    let phone: PhoneNumber = key
        .parse()
        .map_err(|_| DeskError::Invalid("name a patient's id or a number such as +46700000001".to_owned()))?;
    let clinic = clinic.id.clone();
    let found = desk.store().read("patients of a number", move |tx| {
        let (clinic, phone) = (clinic.clone(), phone.clone());
        Box::pin(async move {
            let mut ids: Vec<PatientId> =
                patients::by_phone(tx, &clinic, &phone).await?.into_iter().map(|it| it.id).collect();
            if let Some(contact) = contacts::find(tx, &clinic, &Address::Phone(phone)).await? {
                ids.extend(contact.patients.into_iter().map(|it| it.id));
            }
            ids.sort();
            ids.dedup();
            Ok::<_, DeskError>(ids)
        })
    });
    found.await
}

/// Everything about a patient. The look stands in the chain before anything is handed out.
pub async fn export(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &PatientId,
    who: &Who,
) -> Result<Export, DeskError> {
    let (desk_in, clinic, id, who) = (desk.clone(), Arc::clone(clinic), id.clone(), who.clone());
    desk.store()
        .write("export a person", move |tx| {
            let (desk, clinic, id, who) = (desk_in.clone(), Arc::clone(&clinic), id.clone(), who.clone());
            Box::pin(async move {
                let patient = known(tx, &clinic, &id).await?;
                desk.line(tx, &clinic.id, &who, "subject.exported", Some(id.as_str()), "{}").await?;
                gather(&desk, tx, &clinic, patient).await
            })
        })
        .await
}

/// Who looked at or changed what about a patient: the extract that the patient may ask for (PDL 8:5).
pub async fn access_log(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &PatientId,
    who: &Who,
) -> Result<Vec<Access>, DeskError> {
    let (desk_in, clinic, id, who) = (desk.clone(), Arc::clone(clinic), id.clone(), who.clone());
    desk.store()
        .write("an access extract", move |tx| {
            let (desk, clinic, id, who) = (desk_in.clone(), Arc::clone(&clinic), id.clone(), who.clone());
            Box::pin(async move {
                // Somebody forgotten may still ask who looked; somebody else's patient is nobody here.
                if patients::by_id(tx, &id).await?.is_some_and(|it| it.clinic != clinic.id) {
                    return Err(DeskError::NotFound("the patient"));
                }
                let ids = names_of(tx, &id).await?;
                let found = accesses(tx, &clinic, &ids).await?;
                desk.line(tx, &clinic.id, &who, "access_log.extracted", Some(id.as_str()), "{}").await?;
                Ok::<_, DeskError>(found)
            })
        })
        .await
}

/// What to correct.
#[derive(Clone)]
pub struct Wanted {
    /// Another name.
    pub name: Option<String>,
    /// Another language.
    pub language: Option<Language>,
    /// Why.
    pub reason: String,
}

/// Corrects; both versions stay on record.
pub async fn correct(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &PatientId,
    wanted: Wanted,
    who: &Who,
) -> Result<(), DeskError> {
    let reason = text("reason", &wanted.reason)?;
    let name = wanted.name.as_deref().map(|it| text("name", it)).transpose()?;
    if name.is_none() && wanted.language.is_none() {
        return Err(DeskError::Invalid("say what to correct: `name` or `language`".to_owned()));
    }
    let (desk_in, clinic, id, who) = (desk.clone(), Arc::clone(clinic), id.clone(), who.clone());
    desk.store()
        .write("correct a patient", move |tx| {
            let (desk, clinic, id, who) = (desk_in.clone(), Arc::clone(&clinic), id.clone(), who.clone());
            let (name, language, reason) = (name.clone(), wanted.language.clone(), reason.clone());
            Box::pin(async move {
                let now = desk.now();
                let patient = known(tx, &clinic, &id).await?;
                let entry = |field: &str, before: String, after: String| Correction {
                    field: field.to_owned(),
                    before,
                    after,
                    reason: reason.clone(),
                    made_by: who.actor.clone(),
                    at: now,
                };
                if let Some(name) = name {
                    corrections::record(tx, &id, &entry("name", patient.name.clone(), name.clone())).await?;
                    patients::rename(tx, &id, &name, now).await?;
                }
                if let Some(language) = language {
                    let before = patient.language.map_or_else(String::new, |it| it.to_string());
                    corrections::record(tx, &id, &entry("language", before, language.to_string())).await?;
                    patients::set_language(tx, &id, &language, now).await?;
                }
                desk.line(tx, &clinic.id, &who, "patient.corrected", Some(id.as_str()), "{}").await
            })
        })
        .await
}

/// Sets or lifts what is particular about a patient. `true`: it was otherwise before.
pub async fn flag(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &PatientId,
    flag: Flag,
    set: Option<(&str, Option<Date>)>,
    who: &Who,
) -> Result<bool, DeskError> {
    let reason = set.map(|it| text("reason", it.0)).transpose()?;
    let since = set.and_then(|it| it.1).map(|it| first_moment(clinic, flag, it)).transpose()?;
    let (desk_in, clinic, id, who) = (desk.clone(), Arc::clone(clinic), id.clone(), who.clone());
    desk.store()
        .write("flag a patient", move |tx| {
            let (desk, clinic, id, who) = (desk_in.clone(), Arc::clone(&clinic), id.clone(), who.clone());
            let reason = reason.clone();
            Box::pin(async move {
                known(tx, &clinic, &id).await?;
                let (changed, kind) = match reason {
                    Some(reason) => {
                        let (since, set_by) = (since.unwrap_or_else(|| desk.now()), who.actor.clone());
                        let new = Flagged { flag, since, set_by, reason };
                        (flags::set(tx, &id, &new).await?, "patient.flagged")
                    }
                    None => (flags::lift(tx, &id, flag).await?, "patient.flag_lifted"),
                };
                let details = serde_json::json!({ "flag": flag.as_str() }).to_string();
                desk.line(tx, &clinic.id, &who, kind, Some(id.as_str()), &details).await?;
                Ok::<_, DeskError>(changed)
            })
        })
        .await
}

/// When a day begins at the clinic. Only guardians' access ends on a day that is known before.
fn first_moment(clinic: &Clinic, flag: Flag, day: Date) -> Result<Timestamp, DeskError> {
    if flag != Flag::NoGuardian {
        return Err(DeskError::Invalid("`from` goes with the flag no_guardian only".to_owned()));
    }
    let zone = TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC);
    let begins = day.to_zoned(zone).map_err(|it| DeskError::Invalid(format!("`from`: {it}")))?;
    Ok(begins.timestamp())
}

/// What became of a wish to be forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// `false`: there was nobody to forget any more.
    pub erased: bool,
    /// What is kept all the same, and on what ground.
    pub kept: Vec<&'static str>,
}

/// Forgets a patient for good. A conflict while the patient is held for a dispute.
pub async fn erase(
    desk: &Desk,
    clinic: &Arc<Clinic>,
    id: &PatientId,
    identity: &str,
    who: &Who,
) -> Result<Erased, DeskError> {
    let identity = one_of("identity", identity, &IDENTITIES)?;
    let (desk_in, clinic_in, id_in, who) = (desk.clone(), Arc::clone(clinic), id.clone(), who.clone());
    let erased = desk.store().write("forget a patient", move |tx| {
        let (desk, clinic, id, who) = (desk_in.clone(), Arc::clone(&clinic_in), id_in.clone(), who.clone());
        Box::pin(async move {
            if patients::by_id(tx, &id).await?.is_some_and(|it| it.clinic != clinic.id) {
                return Err(DeskError::NotFound("the patient"));
            }
            if flags::of(tx, &id).await?.iter().any(|it| it.flag == Flag::Held) {
                let why = "this patient is held for a dispute: lift the flag `held` first, and note why";
                return Err(DeskError::Conflict(why.to_owned()));
            }
            let now = desk.now();
            let erased = patients::forget(tx, &id, now).await?;
            if erased {
                let request = ledger::new(&desk, &clinic, "erasure", &id, identity)?;
                requests::open(tx, &clinic.id, &request, &who.actor).await?;
                requests::close(tx, &clinic.id, &request.id, ERASED, None, &who.actor, now).await?;
                desk.line(tx, &clinic.id, &who, "patient.forgotten", Some(id.as_str()), "{}").await?;
            }
            Ok(erased)
        })
    });
    let erased = erased.await?;
    if erased {
        desk.tell(&clinic.id, News::Forgotten(id.clone()));
    }
    let kept = vec![
        "times of past visits, without a name: the clinic's days must add up",
        "the access log, at least five years (HSLF-FS 2016:40, 4:9); what it said of the person can't be read any more",
    ];
    Ok(Erased { erased, kept })
}

pub(super) async fn known(tx: &mut Tx, clinic: &Clinic, id: &PatientId) -> Result<Patient, DeskError> {
    let found = patients::by_id(tx, id).await?.filter(|it| it.clinic == clinic.id);
    found.ok_or(DeskError::NotFound("the patient"))
}

pub(super) fn text(name: &str, given: &str) -> Result<String, DeskError> {
    let given = given.trim();
    if given.is_empty() || given.chars().count() > FIELD_CHARACTERS_MAX {
        return Err(DeskError::Invalid(format!("`{name}` has 1 to {FIELD_CHARACTERS_MAX} characters")));
    }
    Ok(given.to_owned())
}
