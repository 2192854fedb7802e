//! What staff do with a conversation besides answering: give it to somebody, put it aside, be done with it, begin a
//! draft, read it.

use super::conversations::{ConversationItem, conversation_id};
use super::{Conflict, Locked, Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path};
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use svara_desk::office::handling::{self, Act};
use utoipa::ToSchema;

/// Whose it shall be.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewOwner {
    /// A colleague's id; absent: who asks.
    staff: Option<String>,
}

/// When it shall come back.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Snooze {
    #[schema(format = DateTime, example = "2026-03-12T10:00:00+01:00")]
    until: String,
    /// Needed for an emergency.
    reason: Option<String>,
}

/// How far somebody has read.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ReadTo {
    /// The place of the last line they saw.
    seq: i64,
}

/// What somebody is writing.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewDraft {
    /// Up to 4,096 characters; empty puts the draft away.
    #[schema(max_length = 4096)]
    text: String,
}

/// Whether it is the person we know, and how that was found out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdentityWord {
    /// `false`: the address has another owner; nothing of those we know is said there any more.
    confirmed: bool,
    /// Such as "called back on the number in the record".
    how: String,
}

/// Says whether it is the person we know who writes here.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/identity", operation_id = "confirmIdentity", tag = "conversations",
    params(("id" = String, Path)), request_body = IdentityWord, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It is noted.", body = ConversationItem), Refusals, Missing))]
pub(crate) async fn identity(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(it): Body<IdentityWord>,
) -> Result<Json<ConversationItem>, Problem> {
    done(&app, &at, &id, Act::Identity { confirmed: it.confirmed, how: it.how }).await
}

/// Gives a conversation to a colleague or to oneself, whoever has it now.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/owner", operation_id = "assignConversation", tag = "conversations",
    params(("id" = String, Path)), request_body = NewOwner, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It is theirs.", body = ConversationItem), Refusals, Missing, Conflict))]
pub(crate) async fn assign(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<NewOwner>,
) -> Result<Json<ConversationItem>, Problem> {
    let staff = match wish.staff {
        Some(text) => text.parse().map_err(|_| Problem::missing("the colleague"))?,
        None => at.who.staff.clone(),
    };
    done(&app, &at, &id, Act::Assign(staff)).await
}

/// Puts a conversation aside. It comes back at the moment given, or when the patient writes.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/snooze", operation_id = "snoozeConversation", tag = "conversations",
    params(("id" = String, Path)), request_body = Snooze, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It is put aside.", body = ConversationItem), Refusals, Missing))]
pub(crate) async fn snooze(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<Snooze>,
) -> Result<Json<ConversationItem>, Problem> {
    let until = instant::read("until", &wish.until, &at.zone)?;
    done(&app, &at, &id, Act::Snooze { until, reason: wish.reason }).await
}

/// Brings a conversation back before its time.
#[utoipa::path(delete, path = "/api/v1/conversations/{id}/snooze", operation_id = "wakeConversation", tag = "conversations",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It is back.", body = ConversationItem), Refusals, Missing))]
pub(crate) async fn wake(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<ConversationItem>, Problem> {
    done(&app, &at, &id, Act::Wake).await
}

/// Is done with a conversation: what was open in it is closed, and the assistant answers what comes next.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/resolution", operation_id = "resolveConversation", tag = "conversations",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It is done with.", body = ConversationItem), Refusals, Missing, Conflict, Locked))]
pub(crate) async fn resolve(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<ConversationItem>, Problem> {
    done(&app, &at, &id, Act::Resolve).await
}

/// Notes how far who asks has read. It never goes back.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/read", operation_id = "readConversation", tag = "conversations",
    params(("id" = String, Path)), request_body = ReadTo, security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "It is noted."), Refusals, Missing))]
pub(crate) async fn read(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<ReadTo>,
) -> Result<StatusCode, Problem> {
    quietly(&app, &at, &id, Act::Read(wish.seq)).await
}

/// Makes a conversation new again for who asks.
#[utoipa::path(delete, path = "/api/v1/conversations/{id}/read", operation_id = "unreadConversation", tag = "conversations",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "It is new again."), Refusals, Missing))]
pub(crate) async fn unread(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    quietly(&app, &at, &id, Act::Unread).await
}

/// Keeps what somebody is writing, so that colleagues see it and a lost page loses nothing.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/draft", operation_id = "keepDraft", tag = "conversations",
    params(("id" = String, Path)), request_body = NewDraft, security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "It is kept."), Refusals, Missing, Locked))]
pub(crate) async fn draft(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<NewDraft>,
) -> Result<StatusCode, Problem> {
    quietly(&app, &at, &id, Act::Draft(wish.text)).await
}

async fn done(app: &App, at: &BearerOrStaff, id: &str, act: Act) -> Result<Json<ConversationItem>, Problem> {
    let thread = handling::act(app.desk(), &at.clinic, &conversation_id(id)?, act, &at.who).await?;
    Ok(Json(ConversationItem::new(&thread, &at.zone)))
}

async fn quietly(app: &App, at: &BearerOrStaff, id: &str, act: Act) -> Result<StatusCode, Problem> {
    handling::quietly(app.desk(), &at.clinic, &conversation_id(id)?, act, &at.who).await?;
    Ok(StatusCode::NO_CONTENT)
}
