//! Templates for a conversation whose 24 hours are over: which there are, filled in for this patient, and sending one.

use super::conversations::conversation_id;
use super::messages::MessageItem;
use super::{Conflict, Locked, Missing, Refusals};
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
use svara_desk::office::templates::{self, Choice, Ready};
use utoipa::ToSchema;

/// A template as this patient would see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReadyTemplate)]
pub(crate) struct ReadyItem {
    /// Its name, as approved by WhatsApp.
    #[schema(example = "clinic_has_answer")]
    template: String,
    /// The words with this patient's values in them.
    text: String,
    /// The quick replies below it.
    buttons: Vec<String>,
    /// The language of the words.
    language: String,
    /// The visit it speaks of; null for a template about none.
    #[schema(required)]
    visit: Option<VisitItem>,
    /// Why it may not go; null: it may.
    #[schema(required)]
    refused: Option<RefusedItem>,
}

/// The visit that a template speaks of.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TemplateVisit)]
struct VisitItem {
    appointment: String,
    #[schema(format = DateTime)]
    from: String,
    patient: String,
}

/// Why a template may not go.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TemplateRefusal)]
struct RefusedItem {
    /// `no_permission`, `sent`, `spent`, `window_open`, `no_address`, `restricted`, `objected`, `too_much`,
    /// `switched_off`, `away`, `too_late`.
    reason: &'static str,
    /// In words.
    detail: &'static str,
}

impl ReadyItem {
    fn new(it: Ready, zone: &TimeZone) -> Self {
        let Ready { template, visit, refused } = it;
        Self {
            template: template.name,
            text: template.shown,
            buttons: template.quick_replies.into_iter().map(|it| it.title).collect(),
            language: template.language.to_string(),
            visit: visit.map(|(visit, patient)| VisitItem {
                appointment: visit.id.to_string(),
                from: instant::shown(visit.slot.from, zone),
                patient: patient.name,
            }),
            refused: refused.map(|it| RefusedItem { reason: it.reason, detail: it.detail }),
        }
    }
}

/// Which template to send.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = TemplateChoice)]
pub(crate) struct ChosenTemplate {
    /// Its name.
    #[schema(example = "clinic_has_answer")]
    template: String,
    /// The visit it shall speak of, for a template about one.
    appointment: Option<String>,
}

/// The templates for a conversation, each with why it may not go, if it may not.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/templates", operation_id = "listTemplates", tag = "conversations",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "What there is.", body = List<ReadyItem>), Refusals, Missing))]
pub(crate) async fn list(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<List<ReadyItem>>, Problem> {
    let id = conversation_id(&id)?;
    let found = templates::list(app.desk(), &at.clinic, &id, &at.who).await?;
    let found = found.ok_or_else(|| Problem::missing("the conversation"))?;
    let items = found.into_iter().map(|it| ReadyItem::new(it, &at.zone)).collect();
    Ok(Json(List { items, next: None }))
}

/// Sends a template. By the desk's own rules: what it might not write by itself is refused. A template that asks the
/// patient to write takes the conversation for whoever sent it.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/templates", operation_id = "sendTemplate", tag = "conversations",
    params(("id" = String, Path)), request_body = ChosenTemplate, security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "It is on its way.", body = MessageItem), Refusals, Missing, Conflict, Locked))]
pub(crate) async fn send(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<ChosenTemplate>,
) -> Result<(StatusCode, Json<MessageItem>), Problem> {
    let id = conversation_id(&id)?;
    let appointment = wish.appointment.map(|it| it.parse().map_err(|_| Problem::missing("the appointment")));
    let choice = Choice { template: wish.template, appointment: appointment.transpose()? };
    let line = templates::send(app.desk(), &at.clinic, &id, choice, &at.who).await?;
    Ok((StatusCode::CREATED, Json(MessageItem::new(&line, &at.zone))))
}
