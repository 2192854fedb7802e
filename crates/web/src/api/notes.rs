//! Notes between colleagues, about a conversation or a patient.

use super::conversations::conversation_id;
use super::patients::patient_id;
use super::{Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path};
use crate::instant;
use crate::page::List;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::notes::{self, Shown, Subject};
use utoipa::ToSchema;

/// A note.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Note)]
pub(crate) struct NoteItem {
    id: String,
    text: String,
    /// Who wrote it.
    by: String,
    /// Whose attention it asks for.
    mentions: Vec<String>,
    #[schema(format = DateTime)]
    at: String,
}

/// A note to write.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewNote {
    /// 1 to 2,000 characters; `@` and a first name mention a colleague.
    #[schema(max_length = 2000)]
    text: String,
}

/// The notes about a conversation, the oldest first.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/notes", operation_id = "listConversationNotes", tag = "notes",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "All notes.", body = List<NoteItem>), Refusals, Missing))]
pub(crate) async fn of_conversation(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<List<NoteItem>>, Problem> {
    list(&app, &at, Subject::Conversation(conversation_id(&id)?)).await
}

/// Writes a note about a conversation.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/notes", operation_id = "addConversationNote", tag = "notes",
    params(("id" = String, Path)), request_body = NewNote, security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "It is written.", body = NoteItem), Refusals, Missing))]
pub(crate) async fn about_conversation(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<NewNote>,
) -> Result<(StatusCode, Json<NoteItem>), Problem> {
    add(&app, &at, Subject::Conversation(conversation_id(&id)?), &wish.text).await
}

/// The notes about a patient, the oldest first.
#[utoipa::path(get, path = "/api/v1/patients/{id}/notes", operation_id = "listPatientNotes", tag = "notes",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "All notes.", body = List<NoteItem>), Refusals, Missing))]
pub(crate) async fn of_patient(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<List<NoteItem>>, Problem> {
    list(&app, &at, Subject::Patient(patient_id(&id)?)).await
}

/// Writes a note about a patient.
#[utoipa::path(post, path = "/api/v1/patients/{id}/notes", operation_id = "addPatientNote", tag = "notes",
    params(("id" = String, Path)), request_body = NewNote, security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "It is written.", body = NoteItem), Refusals, Missing))]
pub(crate) async fn about_patient(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<NewNote>,
) -> Result<(StatusCode, Json<NoteItem>), Problem> {
    add(&app, &at, Subject::Patient(patient_id(&id)?), &wish.text).await
}

/// Takes one's own note away.
#[utoipa::path(delete, path = "/api/v1/notes/{id}", operation_id = "removeNote", tag = "notes", params(("id" = String, Path)),
    security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "It is gone."), Refusals, Missing))]
pub(crate) async fn remove(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let id = id.parse().map_err(|_| Problem::missing("the note"))?;
    if notes::remove(app.desk(), &at.clinic, &id, &at.who).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::missing("the note"))
    }
}

async fn list(app: &App, at: &BearerOrStaff, of: Subject) -> Result<Json<List<NoteItem>>, Problem> {
    let found = notes::list(app.desk(), &at.clinic, of, &at.who).await?;
    Ok(Json(List { items: found.iter().map(|it| item(it, &at.zone)).collect(), next: None }))
}

async fn add(
    app: &App,
    at: &BearerOrStaff,
    of: Subject,
    text: &str,
) -> Result<(StatusCode, Json<NoteItem>), Problem> {
    let written = notes::add(app.desk(), &at.clinic, of, text, &at.who).await?;
    Ok((StatusCode::CREATED, Json(item(&written, &at.zone))))
}

fn item(it: &Shown, zone: &TimeZone) -> NoteItem {
    NoteItem {
        id: it.note.id.to_string(),
        text: it.note.text.clone(),
        by: it.by.clone(),
        mentions: it.mentions.clone(),
        at: instant::shown(it.note.at, zone),
    }
}
