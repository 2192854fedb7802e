//! What has to be on record before an open network carries reminders, and a look at a text before it is sent.

use super::{Conflict, Refusals};
use crate::app::App;
use crate::extract::Body;
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use svara_desk::office::privacy::{self, NewAnalysis, Reminders};
use utoipa::ToSchema;

/// A needs-and-risk analysis.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RiskAnalysis)]
struct AnalysisItem {
    version: String,
    #[schema(format = Date)]
    decided_on: String,
    /// Who accepted the risks.
    decided_by: String,
    /// SHA-256 of the document.
    document_hash: String,
    /// Until when it holds.
    #[schema(format = Date)]
    review_by: String,
    recorded_by: String,
    #[schema(format = DateTime)]
    recorded_at: String,
}

/// All analyses, the newest first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RiskAnalyses)]
pub(crate) struct AnalysesItem {
    items: Vec<AnalysisItem>,
}

/// An analysis to record.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewRiskAnalysis)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    version: String,
    #[schema(format = Date, example = "2026-03-01")]
    decided_on: String,
    decided_by: String,
    /// SHA-256 of the signed document: 64 hexadecimal digits.
    document_hash: String,
    #[schema(format = Date, example = "2027-03-01")]
    review_by: String,
}

/// Whether reminders leave.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reminders)]
pub(crate) struct RemindersItem {
    on: bool,
    /// What stands in their way.
    #[schema(required)]
    missing: Option<&'static str>,
}

/// On or off.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ReminderSwitch)]
#[serde(deny_unknown_fields)]
pub(crate) struct Switch {
    on: bool,
}

/// A text to look at.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = TextCheck)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    text: String,
}

/// How much a text says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CheckedText)]
pub(crate) struct Checked {
    /// `public`, `reminder`, `personal` or `record`.
    class: &'static str,
    /// The most that an open channel may carry here.
    most: &'static str,
    /// The words that tell of the person.
    because: Vec<String>,
}

impl From<Reminders> for RemindersItem {
    fn from(it: Reminders) -> Self {
        Self { on: it.on, missing: it.missing }
    }
}

/// The needs-and-risk analyses, the newest first.
#[utoipa::path(get, path = "/api/v1/privacy/risk-analyses", operation_id = "listRiskAnalyses", tag = "privacy",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "All of them.", body = AnalysesItem), Refusals))]
pub(crate) async fn analyses(
    State(app): State<App>,
    at: BearerOrStaff,
) -> Result<Json<AnalysesItem>, Problem> {
    let found = privacy::analyses(app.desk(), &at.clinic).await?;
    let items = found.into_iter().map(|it| AnalysisItem {
        version: it.version,
        decided_on: it.decided_on.to_string(),
        decided_by: it.decided_by,
        document_hash: it.document_hash,
        review_by: it.review_by.to_string(),
        recorded_by: it.recorded_by,
        recorded_at: instant::shown(it.recorded_at, &at.zone),
    });
    Ok(Json(AnalysesItem { items: items.collect() }))
}

/// Records a needs-and-risk analysis.
#[utoipa::path(post, path = "/api/v1/privacy/risk-analyses", operation_id = "recordRiskAnalysis", tag = "privacy",
    request_body = Wish, security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "It is recorded.", body = AnalysesItem), Refusals))]
pub(crate) async fn record(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<Wish>,
) -> Result<(StatusCode, Json<AnalysesItem>), Problem> {
    let new = NewAnalysis {
        version: wish.version,
        decided_on: date("decided_on", &wish.decided_on)?,
        decided_by: wish.decided_by,
        document_hash: wish.document_hash,
        review_by: date("review_by", &wish.review_by)?,
    };
    privacy::record(app.desk(), &at.clinic, new, &at.who).await?;
    Ok((StatusCode::CREATED, analyses(State(app), at).await?))
}

/// Whether reminders leave, and what is missing.
#[utoipa::path(get, path = "/api/v1/privacy/reminders", operation_id = "showReminders", tag = "privacy",
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "How it stands.", body = RemindersItem), Refusals))]
pub(crate) async fn reminders(
    State(app): State<App>,
    at: BearerOrStaff,
) -> Result<Json<RemindersItem>, Problem> {
    Ok(Json(privacy::reminders(app.desk(), &at.clinic).await?.into()))
}

/// Switches reminders on or off. With the profile se-open-net, on needs a valid risk analysis.
#[utoipa::path(put, path = "/api/v1/privacy/reminders", operation_id = "switchReminders", tag = "privacy",
    request_body = Switch, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "How it stands now.", body = RemindersItem), Refusals, Conflict))]
pub(crate) async fn switch(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<Switch>,
) -> Result<Json<RemindersItem>, Problem> {
    Ok(Json(privacy::switch_reminders(app.desk(), &at.clinic, wish.on, &at.who).await?.into()))
}

/// Looks at a text before it is sent or kept as a template: a conflict when it says too much, with the words.
#[utoipa::path(post, path = "/api/v1/privacy/text-check", operation_id = "checkText", tag = "privacy",
    request_body = Text, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It may stand in an open channel.", body = Checked), Refusals, Conflict))]
pub(crate) async fn look(at: BearerOrStaff, Body(wish): Body<Text>) -> Result<Json<Checked>, Problem> {
    let it = privacy::look_at(&at.clinic, &wish.text)?;
    Ok(Json(Checked { class: it.class.as_str(), most: it.most.as_str(), because: it.because }))
}

fn date(field: &str, text: &str) -> Result<Date, Problem> {
    text.parse().map_err(|_| Problem::invalid(format!("`{field}` is a date such as 2026-03-01")))
}
