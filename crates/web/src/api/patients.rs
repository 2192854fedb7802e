//! Patients: found by name, number or a part of either; their card; two entries of one person made one.

use super::appointments::{AppointmentItem, phone};
use super::conversations::NamedPatient;
use super::{Conflict, Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path, Query};
use crate::instant;
use crate::page::List;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::patients::{self, PatientCard, Way};
use svara_model::{Patient, PatientId, PermissionState};
use utoipa::{IntoParams, ToSchema};

/// A patient as a list shows them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundPatient {
    id: String,
    name: String,
    #[schema(required)]
    phone: Option<String>,
    #[schema(required)]
    language: Option<String>,
}

/// A patient with all that is known.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PatientCard)]
pub(crate) struct CardItem {
    #[serde(flatten)]
    patient: FoundPatient,
    /// How to reach them.
    ways: Vec<WayItem>,
    /// Others who share an address or number.
    family: Vec<FoundPatient>,
    /// The latest first.
    appointments: Vec<AppointmentItem>,
    /// How many they missed.
    noshows: usize,
    /// Entries that became part of this one.
    merged: Vec<MergedItem>,
}

/// A way to reach a patient.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContactWay)]
struct WayItem {
    /// Null when they hide it.
    #[schema(required)]
    phone: Option<String>,
    /// Whether WhatsApp knows them by an id of its own.
    has_user_id: bool,
    /// Who shares it.
    patients: Vec<NamedPatient>,
    /// The newest entry for a channel and purpose decides.
    permissions: Vec<PermissionItem>,
    /// The newest first.
    conversations: Vec<ThreadItem>,
}

/// What was allowed or taken back.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PermissionEntry)]
struct PermissionItem {
    channel: &'static str,
    purpose: &'static str,
    /// `given` or `withdrawn`.
    state: &'static str,
    #[schema(format = DateTime)]
    at: String,
    /// How we know, in the words of the moment.
    source: String,
}

/// A conversation in short.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ConversationInShort)]
struct ThreadItem {
    id: String,
    channel: &'static str,
    state: &'static str,
    #[schema(format = DateTime)]
    changed_at: String,
}

/// An entry that became part of another.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MergedEntry)]
struct MergedItem {
    id: String,
    #[schema(format = DateTime)]
    at: String,
}

/// Whom to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Search {
    /// A name, a number, or a part of either; spelling and accents are forgiven.
    #[param(example = "kristina lind")]
    search: String,
}

/// A patient to enter.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewPatient {
    name: String,
    /// In E.164.
    #[schema(example = "+46700000001")]
    phone: String,
}

/// What shall be another.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct PatientChange {
    name: String,
}

/// Which entry goes.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Merge {
    /// The entry that becomes part of the one in the address.
    gone: String,
}

/// Finds patients, the likeliest first; at most thirty.
#[utoipa::path(get, path = "/api/v1/patients", operation_id = "searchPatients", tag = "patients", params(Search),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "Who was found.", body = List<FoundPatient>), Refusals))]
pub(crate) async fn search(
    State(app): State<App>,
    at: BearerOrStaff,
    Query(wish): Query<Search>,
) -> Result<Json<List<FoundPatient>>, Problem> {
    let found = patients::search(app.desk(), &at.clinic, &wish.search, &at.who).await?;
    Ok(Json(List { items: found.iter().map(short).collect(), next: None }))
}

/// Enters a patient. The same name under the same number twice is one entry.
#[utoipa::path(post, path = "/api/v1/patients", operation_id = "enterPatient", tag = "patients", request_body = NewPatient,
    security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "They are entered.", body = FoundPatient), Refusals))]
pub(crate) async fn enter(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<NewPatient>,
) -> Result<(StatusCode, Json<FoundPatient>), Problem> {
    let phone = phone(Some(&wish.phone))?.ok_or_else(|| Problem::invalid("`phone` is needed"))?;
    let patient = patients::enter(app.desk(), &at.clinic, &wish.name, phone, &at.who).await?;
    Ok((StatusCode::CREATED, Json(short(&patient))))
}

/// A patient's card.
#[utoipa::path(get, path = "/api/v1/patients/{id}", operation_id = "showPatient", tag = "patients", params(("id" = String, Path)),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The card.", body = CardItem), Refusals, Missing))]
pub(crate) async fn show(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<CardItem>, Problem> {
    card(&app, &at, &patient_id(&id)?).await
}

/// Gives a patient another name.
#[utoipa::path(patch, path = "/api/v1/patients/{id}", operation_id = "changePatient", tag = "patients", params(("id" = String, Path)),
    request_body = PatientChange, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The card.", body = CardItem), Refusals, Missing))]
pub(crate) async fn rename(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<PatientChange>,
) -> Result<Json<CardItem>, Problem> {
    let id = patient_id(&id)?;
    patients::rename(app.desk(), &at.clinic, &id, &wish.name, &at.who).await?;
    card(&app, &at, &id).await
}

/// Makes another entry a part of this one: its visits and addresses come over.
#[utoipa::path(post, path = "/api/v1/patients/{id}/merge", operation_id = "mergePatients", tag = "patients", params(("id" = String, Path)),
    request_body = Merge, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The card.", body = CardItem), Refusals, Missing, Conflict))]
pub(crate) async fn merge(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<Merge>,
) -> Result<Json<CardItem>, Problem> {
    let (kept, gone) = (patient_id(&id)?, patient_id(&wish.gone)?);
    patients::merge(app.desk(), &at.clinic, &kept, &gone, &at.who).await?;
    card(&app, &at, &kept).await
}

/// Makes them two again: what came over goes back.
#[utoipa::path(delete, path = "/api/v1/patients/{id}/merge", operation_id = "unmergePatients", tag = "patients", params(("id" = String, Path)),
    request_body = Merge, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The card.", body = CardItem), Refusals, Missing, Conflict))]
pub(crate) async fn unmerge(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<Merge>,
) -> Result<Json<CardItem>, Problem> {
    let (kept, gone) = (patient_id(&id)?, patient_id(&wish.gone)?);
    patients::unmerge(app.desk(), &at.clinic, &kept, &gone, &at.who).await?;
    card(&app, &at, &kept).await
}

async fn card(app: &App, at: &BearerOrStaff, id: &PatientId) -> Result<Json<CardItem>, Problem> {
    let found = patients::card(app.desk(), &at.clinic, id, &at.who).await?;
    let found = found.ok_or_else(|| Problem::missing("the patient"))?;
    Ok(Json(card_item(&found, at)))
}

/// What is no id of ours is not known here either.
pub(crate) fn patient_id(text: &str) -> Result<PatientId, Problem> {
    text.parse().map_err(|_| Problem::missing("the patient"))
}

fn short(it: &Patient) -> FoundPatient {
    FoundPatient {
        id: it.id.to_string(),
        name: it.name.clone(),
        phone: it.phone.as_ref().map(ToString::to_string),
        language: it.language.as_ref().map(ToString::to_string),
    }
}

fn card_item(it: &PatientCard, at: &BearerOrStaff) -> CardItem {
    CardItem {
        patient: short(&it.patient),
        ways: it.ways.iter().map(|it| way(it, &at.zone)).collect(),
        family: it.family.iter().map(short).collect(),
        appointments: it.visits.iter().map(|it| AppointmentItem::new(it, &at.clinic, &at.zone)).collect(),
        noshows: it.noshows,
        merged: it
            .merged
            .iter()
            .map(|(id, moment)| MergedItem { id: id.to_string(), at: instant::shown(*moment, &at.zone) })
            .collect(),
    }
}

fn way(it: &Way, zone: &TimeZone) -> WayItem {
    let named = |it: &Patient| NamedPatient { id: it.id.to_string(), name: it.name.clone() };
    WayItem {
        phone: it.contact.phone.as_ref().map(ToString::to_string),
        has_user_id: it.contact.user_id.is_some(),
        patients: it.contact.patients.iter().map(named).collect(),
        permissions: it
            .permissions
            .iter()
            .map(|it| PermissionItem {
                channel: it.channel.as_str(),
                purpose: it.purpose.as_str(),
                state: match it.state {
                    PermissionState::Given => "given",
                    PermissionState::Withdrawn => "withdrawn",
                },
                at: instant::shown(it.at, zone),
                source: it.source.clone(),
            })
            .collect(),
        conversations: it
            .conversations
            .iter()
            .map(|it| ThreadItem {
                id: it.id.to_string(),
                channel: it.channel.as_str(),
                state: it.state.api_name(),
                changed_at: instant::shown(it.changed_at, zone),
            })
            .collect(),
    }
}
