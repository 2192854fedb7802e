//! Patients as staff look them up: by name, number or a part of either; their card; entering one; making two entries
//! of one person one. Everything that shows a patient is noted in the audit chain first.

use super::Who;
use super::appointments::Visit;
use super::bookings::clean_name;
use crate::{Desk, DeskError};
use jiff::Timestamp;
use std::collections::BTreeMap;
use svara_model::{
    AppointmentStatus, Clinic, Contact, Conversation, Patient, PatientId, Permission, PhoneNumber,
};
use svara_store::flags::{self, Flag};
use svara_store::{Tx, appointments, contacts, conversations, merges, patient_search, patients, permissions};

/// A search that is longer names nobody.
const SEARCH_CHARACTERS_MAX: usize = 100;
/// Answers to one search.
pub const FOUND_MAX: usize = 30;
/// Visits on a card: some years.
const VISITS_MAX: usize = 60;
/// Conversations on a card.
const CONVERSATIONS_MAX: usize = 50;
/// Entries indexed in one unit of work, so that others get their turn.
const INDEXED_AT_ONCE: usize = 200;

/// A way to reach a patient.
#[derive(Clone, Debug)]
pub struct Way {
    /// The address, with everybody who shares it.
    pub contact: Contact,
    /// What was allowed on it, the oldest entry first.
    pub permissions: Vec<Permission>,
    /// The conversations on it, the newest first.
    pub conversations: Vec<Conversation>,
}

/// All that the desk knows of a patient.
#[derive(Clone, Debug)]
pub struct PatientCard {
    /// Who.
    pub patient: Patient,
    /// How to reach them.
    pub ways: Vec<Way>,
    /// Others who share an address or number.
    pub family: Vec<Patient>,
    /// Their visits, the latest first.
    pub visits: Vec<Visit>,
    /// How many they missed.
    pub noshows: usize,
    /// Entries that were made part of this one, and when.
    pub merged: Vec<(PatientId, Timestamp)>,
}

/// Finds patients, the likeliest first.
pub async fn search(desk: &Desk, clinic: &Clinic, text: &str, who: &Who) -> Result<Vec<Patient>, DeskError> {
    let text = text.trim().to_owned();
    if text.is_empty() || text.chars().count() > SEARCH_CHARACTERS_MAX {
        return Err(DeskError::Invalid(format!("`search` has 1 to {SEARCH_CHARACTERS_MAX} characters")));
    }
    let (id, sees_all) = (clinic.id.clone(), who.sees_protected());
    let found = desk.store().read("search patients", move |tx| {
        let (id, text) = (id.clone(), text.clone());
        Box::pin(async move {
            let found = patient_search::search(tx, &id, &text, FOUND_MAX).await?;
            if sees_all { Ok(found) } else { without_protected(tx, found).await }
        })
    });
    let found = found.await?;
    let seen = found.iter().map(|it| it.id.to_string()).collect();
    desk.saw(&clinic.id, who, "patients.searched", None, seen).await?;
    Ok(found)
}

/// Whoever has no right to them does not learn that they come here (L12).
async fn without_protected(tx: &mut Tx, found: Vec<Patient>) -> Result<Vec<Patient>, DeskError> {
    let mut seen = Vec::with_capacity(found.len());
    for patient in found {
        if flags::of(tx, &patient.id).await?.iter().all(|it| it.flag != Flag::Protected) {
            seen.push(patient);
        }
    }
    Ok(seen)
}

/// A patient's card; `None`: this clinic has no such patient.
pub async fn card(
    desk: &Desk,
    clinic: &Clinic,
    id: &PatientId,
    who: &Who,
) -> Result<Option<PatientCard>, DeskError> {
    let (at, wanted) = (clinic.id.clone(), id.clone());
    let found = desk.store().read("a patient's card", move |tx| {
        let (at, id) = (at.clone(), wanted.clone());
        Box::pin(async move {
            match patients::by_id(tx, &id).await?.filter(|it| it.clinic == at) {
                Some(patient) => read_card(tx, patient).await.map(Some),
                None => Ok::<_, DeskError>(None),
            }
        })
    });
    let Some(card) = found.await? else { return Ok(None) };
    desk.saw(&clinic.id, who, "patient.seen", Some(id.to_string()), Vec::new()).await?;
    Ok(Some(card))
}

async fn read_card(tx: &mut Tx, patient: Patient) -> Result<PatientCard, DeskError> {
    let mut ways = Vec::new();
    let mut family = BTreeMap::new();
    for contact in contacts::of_patient(tx, &patient.id).await? {
        family.extend(contact.patients.iter().map(|it| (it.id.clone(), it.clone())));
        ways.push(Way {
            permissions: permissions::all(tx, &contact.id).await?,
            conversations: conversations::of_contact(tx, &contact.id, CONVERSATIONS_MAX).await?,
            contact,
        });
    }
    if let Some(phone) = &patient.phone {
        let same = patients::by_phone(tx, &patient.clinic, phone).await?;
        family.extend(same.into_iter().map(|it| (it.id.clone(), it)));
    }
    family.remove(&patient.id);
    let visits = appointments::last_of(tx, &patient.id, VISITS_MAX).await?;
    let noshows = visits.iter().filter(|it| it.status == AppointmentStatus::Noshow).count();
    let visit = |appointment| Visit { appointment, patient: patient.clone() };
    Ok(PatientCard {
        visits: visits.into_iter().map(visit).collect(),
        noshows,
        merged: merges::merged_into(tx, &patient.id).await?,
        family: family.into_values().collect(),
        ways,
        patient,
    })
}

/// Enters a patient by name and number. Entering the same name under the same number twice gives the first entry.
pub async fn enter(
    desk: &Desk,
    clinic: &Clinic,
    name: &str,
    phone: PhoneNumber,
    who: &Who,
) -> Result<Patient, DeskError> {
    let name = clean_name(name)?;
    desk.store()
        .write("enter a patient", {
            let (desk, clinic, who) = (desk.clone(), clinic.id.clone(), who.clone());
            move |tx| {
                let (desk, clinic, who) = (desk.clone(), clinic.clone(), who.clone());
                let (name, phone) = (name.clone(), phone.clone());
                Box::pin(async move {
                    let known = patients::by_phone(tx, &clinic, &phone).await?;
                    if let Some(known) = known.into_iter().find(|it| it.name == name) {
                        return Ok(known);
                    }
                    let id = desk.ids.make(PatientId::new, desk.now());
                    let patient = Patient { id, clinic, name, language: None, phone: Some(phone) };
                    patients::insert(tx, &patient, None, desk.now()).await?;
                    let (clinic, id) = (&patient.clinic, patient.id.as_str());
                    desk.line(tx, clinic, &who, "patient.entered", Some(id), "{}").await?;
                    Ok::<_, DeskError>(patient)
                })
            }
        })
        .await
}

/// Gives a patient another name.
pub async fn rename(
    desk: &Desk,
    clinic: &Clinic,
    id: &PatientId,
    name: &str,
    who: &Who,
) -> Result<(), DeskError> {
    let name = clean_name(name)?;
    change(desk, clinic, id, who, Change::Rename(name)).await
}

/// Makes `gone` a part of `kept`.
pub async fn merge(
    desk: &Desk,
    clinic: &Clinic,
    kept: &PatientId,
    gone: &PatientId,
    who: &Who,
) -> Result<(), DeskError> {
    change(desk, clinic, kept, who, Change::Merge(gone.clone())).await
}

/// Makes them two again.
pub async fn unmerge(
    desk: &Desk,
    clinic: &Clinic,
    kept: &PatientId,
    gone: &PatientId,
    who: &Who,
) -> Result<(), DeskError> {
    change(desk, clinic, kept, who, Change::Unmerge(gone.clone())).await
}

#[derive(Clone)]
enum Change {
    Rename(String),
    Merge(PatientId),
    Unmerge(PatientId),
}

async fn change(
    desk: &Desk,
    clinic: &Clinic,
    id: &PatientId,
    who: &Who,
    change: Change,
) -> Result<(), DeskError> {
    desk.store()
        .write("change a patient", {
            let (desk, clinic, id, who) = (desk.clone(), clinic.id.clone(), id.clone(), who.clone());
            move |tx| {
                let (desk, clinic) = (desk.clone(), clinic.clone());
                let (id, who, change) = (id.clone(), who.clone(), change.clone());
                Box::pin(async move {
                    let known = patients::by_id(tx, &id).await?.filter(|it| it.clinic == clinic);
                    known.ok_or(DeskError::NotFound("the patient"))?;
                    let (kind, details) = carry_out(&desk, tx, &id, change).await?;
                    desk.line(tx, &clinic, &who, kind, Some(id.as_str()), &details).await
                })
            }
        })
        .await
}

async fn carry_out(
    desk: &Desk,
    tx: &mut Tx,
    id: &PatientId,
    change: Change,
) -> Result<(&'static str, String), DeskError> {
    let now = desk.now();
    match change {
        Change::Rename(name) => {
            patients::rename(tx, id, &name, now).await?;
            Ok(("patient.renamed", "{}".to_owned()))
        }
        Change::Merge(gone) => {
            if !merges::merge(tx, id, &gone, now).await? {
                let why = "these two cannot be made one: choose two entries that stand at this clinic";
                return Err(DeskError::Conflict(why.to_owned()));
            }
            Ok(("patient.merged", serde_json::json!({ "gone": gone.as_str() }).to_string()))
        }
        Change::Unmerge(gone) => {
            if merges::undo(tx, &gone, now).await?.as_ref() != Some(id) {
                return Err(DeskError::Conflict("there is nothing to undo between these two".to_owned()));
            }
            Ok(("patient.unmerged", serde_json::json!({ "gone": gone.as_str() }).to_string()))
        }
    }
}

impl Desk {
    /// Makes patients from before there was a search findable. Run at the start; does nothing when all are.
    pub async fn index_patients(&self) -> Result<usize, DeskError> {
        let mut all = 0;
        for clinic in self.clinics() {
            loop {
                let id = clinic.id.clone();
                let indexed = self.store.write("index patients", move |tx| {
                    let id = id.clone();
                    Box::pin(async move {
                        patient_search::index_waiting(tx, &id, INDEXED_AT_ONCE).await.map_err(DeskError::from)
                    })
                });
                let indexed = indexed.await?;
                all += indexed;
                if indexed < INDEXED_AT_ONCE {
                    break;
                }
            }
        }
        Ok(all)
    }
}
