//! Everything about one person, in one value. What stands there is personal, so none of it can be printed into a log.
//! Absent: who may have it (`rights.rs`).

use crate::{Desk, DeskError, retention};
use jiff::Timestamp;
use serde::Serialize;
use std::sync::Arc;
use svara_model::{Clinic, Contact, Direction, Language, Patient, PatientId, PhoneNumber, Supplier};
use svara_store::notes::About;
use svara_store::{
    Tx, appointments, contacts, conversations, corrections, flags, looks, marketing, messages, notes,
    permissions, requests, secure, waitlist,
};

/// Everything of one person; a clinic keeps less of anybody.
const LINES_MAX: usize = 10_000;

/// Everything about one person.
#[derive(Serialize)]
pub struct Export {
    /// When it was made.
    pub made_at: Timestamp,
    /// Which clinic is responsible.
    pub clinic: String,
    /// The person.
    pub patient: Person,
    /// Addresses that stand for the person, and everything said there. A shared address is left out: it is another's too.
    pub addresses: Vec<Talk>,
    /// Visits.
    pub appointments: Vec<Visit>,
    /// Times that the person waits for.
    pub waits: Vec<Wait>,
    /// What staff noted about the person.
    pub notes: Vec<NoteLine>,
    /// What is particular.
    pub flags: Vec<FlagLine>,
    /// What was corrected.
    pub corrections: Vec<CorrectionLine>,
    /// What was asked for under data-protection law.
    pub requests: Vec<RequestLine>,
    /// Who looked or changed, when.
    pub access_log: Vec<Access>,
    /// Who else sees the data.
    pub suppliers: Vec<Supplier>,
    /// What is kept for how long.
    pub retention: Vec<retention::Class>,
}

/// The person.
#[derive(Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Person {
    pub id: PatientId,
    pub name: String,
    pub phone: Option<PhoneNumber>,
    pub language: Option<Language>,
}

/// An address and what was said there.
#[derive(Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Talk {
    pub phone: Option<PhoneNumber>,
    pub user_id: Option<String>,
    pub permissions: Vec<Allowed>,
    pub messages: Vec<Line>,
    pub notes: Vec<NoteLine>,
    pub behind_sign_in: Vec<Line>,
}

/// A permission or consent.
#[derive(Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Allowed {
    pub record: &'static str,
    pub channel: &'static str,
    pub purpose: &'static str,
    pub state: &'static str,
    pub at: Timestamp,
    pub source: String,
    pub wording: String,
    pub evidence: String,
}

/// A line of a conversation.
#[derive(Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Line {
    pub at: Timestamp,
    pub direction: &'static str,
    pub text: String,
    pub status: String,
}

/// A visit.
#[derive(Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Visit {
    pub from: Timestamp,
    pub to: Timestamp,
    pub service: String,
    pub practitioner: String,
    pub status: &'static str,
    pub booked_via: String,
}

/// A wish for a time.
#[derive(Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Wait {
    pub since: Timestamp,
    pub service: String,
    pub state: &'static str,
}

/// What staff noted.
#[derive(Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct NoteLine {
    pub at: Timestamp,
    pub text: String,
}

/// What is particular.
#[derive(Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct FlagLine {
    pub flag: &'static str,
    pub since: Timestamp,
    pub reason: String,
}

/// A correction.
#[derive(Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct CorrectionLine {
    pub at: Timestamp,
    pub field: String,
    pub before: String,
    pub after: String,
    pub reason: String,
}

/// A request.
#[derive(Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RequestLine {
    pub kind: String,
    pub received_at: Timestamp,
    pub due_at: Timestamp,
    pub outcome: Option<String>,
}

/// A line of the access log: when, which unit, by whom, what. Nothing of anybody else.
#[derive(Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Access {
    pub at: Timestamp,
    pub care_unit: String,
    pub by: String,
    pub what: String,
}

/// All of it. What several people share is left out: it is another's too.
pub(super) async fn gather(
    desk: &Desk,
    tx: &mut Tx,
    clinic: &Arc<Clinic>,
    patient: Patient,
) -> Result<Export, DeskError> {
    let mut addresses = Vec::new();
    for contact in contacts::of_patient(tx, &patient.id).await? {
        if contact.patients.len() == 1 {
            addresses.push(talk(tx, contact).await?);
        }
    }
    let visits = appointments::last_of(tx, &patient.id, LINES_MAX).await?;
    let waits = waitlist::of_patient(tx, &patient.id).await?;
    let noted = notes::about(tx, &About::Patient(patient.id.clone()), LINES_MAX).await?;
    let flags = flags::of(tx, &patient.id).await?;
    let corrections = corrections::of(tx, &patient.id).await?;
    let asked = requests::list(tx, &clinic.id).await?;
    let ids = names_of(tx, &patient.id).await?;
    Ok(Export {
        made_at: desk.now(),
        clinic: clinic.name.clone(),
        appointments: visits.into_iter().map(|it| visit(clinic, it)).collect(),
        waits: waits
            .into_iter()
            .map(|it| Wait { since: it.since, service: it.service.to_string(), state: it.state.as_str() })
            .collect(),
        notes: noted.into_iter().map(note).collect(),
        flags: flags
            .into_iter()
            .map(|it| FlagLine { flag: it.flag.as_str(), since: it.since, reason: it.reason })
            .collect(),
        corrections: corrections.into_iter().map(correction).collect(),
        requests: asked
            .into_iter()
            .filter(|it| it.subject == patient.id.as_str())
            .map(|it| RequestLine {
                kind: it.kind,
                received_at: it.received_at,
                due_at: it.due_at,
                outcome: it.outcome,
            })
            .collect(),
        access_log: accesses(tx, clinic, &ids).await?,
        suppliers: clinic.privacy.supplier.clone(),
        retention: retention::classes(clinic),
        patient: Person {
            id: patient.id,
            name: patient.name,
            phone: patient.phone,
            language: patient.language,
        },
        addresses,
    })
}

/// Every id under which the chain may speak of a patient.
pub(super) async fn names_of(tx: &mut Tx, patient: &PatientId) -> Result<Vec<String>, DeskError> {
    let mut ids = vec![patient.to_string()];
    for contact in contacts::of_patient(tx, patient).await? {
        if contact.patients.len() == 1 {
            let talks = conversations::of_contact(tx, &contact.id, LINES_MAX).await?;
            ids.extend(talks.iter().map(|it| it.id.to_string()));
            ids.push(contact.id.to_string());
        }
    }
    ids.extend(appointments::last_of(tx, patient, LINES_MAX).await?.iter().map(|it| it.id.to_string()));
    Ok(ids)
}

/// The lines of the chain about these, without what they say of others.
pub(super) async fn accesses(tx: &mut Tx, clinic: &Clinic, ids: &[String]) -> Result<Vec<Access>, DeskError> {
    let lines = looks::at(tx, &clinic.id, ids).await?;
    Ok(lines
        .into_iter()
        .map(|it| Access { at: it.at, care_unit: clinic.name.clone(), by: it.actor, what: it.kind })
        .collect())
}

async fn talk(tx: &mut Tx, contact: Contact) -> Result<Talk, DeskError> {
    let (mut said, mut noted) = (Vec::new(), Vec::new());
    // The newest conversation comes first.
    for conversation in conversations::of_contact(tx, &contact.id, LINES_MAX).await?.into_iter().rev() {
        for it in messages::of_conversation(tx, &conversation.id, LINES_MAX).await? {
            let direction = if it.direction == Direction::In { "in" } else { "out" };
            said.push(Line { at: it.at, direction, text: it.text, status: it.status });
        }
        let about = About::Conversation(conversation.id, contact.id.clone());
        noted.extend(notes::about(tx, &about, LINES_MAX).await?.into_iter().map(note));
    }
    let behind = secure::messages_of(tx, &contact.id, LINES_MAX).await?;
    let mut allowed: Vec<Allowed> =
        permissions::all(tx, &contact.id).await?.into_iter().map(permission).collect();
    allowed.extend(marketing::all(tx, &contact.id).await?.into_iter().map(|it| Allowed {
        record: "marketing_consent",
        channel: it.channel.as_str(),
        purpose: "marketing",
        state: it.state.as_str(),
        at: it.at,
        source: it.source,
        wording: it.proof.wording,
        evidence: it.proof.evidence,
    }));
    Ok(Talk {
        phone: contact.phone,
        user_id: contact.user_id.map(String::from),
        permissions: allowed,
        messages: said,
        notes: noted,
        behind_sign_in: behind
            .into_iter()
            .map(|it| Line { at: it.at, direction: "out", text: it.text, status: "kept".to_owned() })
            .collect(),
    })
}

fn permission(it: svara_model::Permission) -> Allowed {
    Allowed {
        record: "channel_permission",
        channel: it.channel.as_str(),
        purpose: it.purpose.as_str(),
        state: it.state.as_str(),
        at: it.at,
        source: it.source,
        wording: it.proof.wording,
        evidence: it.proof.evidence,
    }
}

fn visit(clinic: &Clinic, it: svara_model::Appointment) -> Visit {
    let language = clinic.default_language();
    let service = clinic.service(&it.slot.service).map(|it| clinic.text(&it.name, &language).to_owned());
    Visit {
        from: it.slot.from,
        to: it.slot.to,
        service: service.unwrap_or_else(|| it.slot.service.to_string()),
        practitioner: svara_dialog::wording::practitioner_name(clinic, &it.slot.practitioner),
        status: it.status.as_str(),
        booked_via: it.booked_via,
    }
}

fn note(it: notes::Note) -> NoteLine {
    NoteLine { at: it.at, text: it.text }
}

fn correction(it: corrections::Correction) -> CorrectionLine {
    CorrectionLine { at: it.at, field: it.field, before: it.before, after: it.after, reason: it.reason }
}
