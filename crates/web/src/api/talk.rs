//! A person takes a conversation, answers in it, gives it back.

use super::conversations::{ConversationItem, conversation_id};
use super::messages::MessageItem;
use super::{Conflict, Locked, Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path};
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use svara_desk::office::talk;
use utoipa::ToSchema;

/// An answer in one's own words.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewMessage {
    /// 1 to 4,096 characters.
    #[schema(max_length = 4096)]
    text: String,
    /// Keep it behind sign-in: the chat only says that a message waits.
    #[serde(default)]
    secure: bool,
}

/// Takes a conversation: the machine is silent in it from now on.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/takeover", operation_id = "takeConversation", tag = "conversations",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It is yours.", body = ConversationItem), Refusals, Missing, Conflict, Locked))]
pub(crate) async fn take_over(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<ConversationItem>, Problem> {
    let id = conversation_id(&id)?;
    let thread = talk::take_over(app.desk(), &at.clinic, &id, &at.who).await?;
    Ok(Json(ConversationItem::new(&thread, &at.zone)))
}

/// Gives a conversation back to the desk, and closes what was open in it.
#[utoipa::path(delete, path = "/api/v1/conversations/{id}/takeover", operation_id = "giveConversationBack", tag = "conversations",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The desk has it.", body = ConversationItem), Refusals, Missing, Conflict, Locked))]
pub(crate) async fn give_back(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<ConversationItem>, Problem> {
    let id = conversation_id(&id)?;
    let thread = talk::give_back(app.desk(), &at.clinic, &id, &at.who).await?;
    Ok(Json(ConversationItem::new(&thread, &at.zone)))
}

/// Answers the patient. Only who has the conversation may, and only within 24 hours of the patient's last words.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/messages", operation_id = "answerPatient", tag = "conversations",
    params(("id" = String, Path)), request_body = NewMessage, security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "It is on its way.", body = MessageItem), Refusals, Missing, Conflict, Locked))]
pub(crate) async fn answer(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<NewMessage>,
) -> Result<(StatusCode, Json<MessageItem>), Problem> {
    let id = conversation_id(&id)?;
    let line = if wish.secure {
        talk::answer_behind_sign_in(app.desk(), &at.clinic, &id, &wish.text, &at.who).await?
    } else {
        talk::answer(app.desk(), &at.clinic, &id, &wish.text, &at.who).await?
    };
    Ok((StatusCode::CREATED, Json(MessageItem::new(&line, &at.zone))))
}
