//! People's rights over the API: everything about one person, correction, restriction and objection, forgetting, who
//! looked, and the ledger of what was asked for.

use super::{Conflict, Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path, Query};
use crate::instant;
use crate::pages;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde::{Deserialize, Serialize};
use svara_desk::office::rights::{self, Wanted};
use svara_model::{Language, PatientId};
use utoipa::{IntoParams, ToSchema};

/// Whom a number stands for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Whose {
    /// A number in E.164, or a patient's id.
    who: Option<String>,
}

/// The form of an export.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Form {
    /// `json` (when absent) or `html`: a page to read or print.
    format: Option<String>,
}

/// Patients' ids.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Subjects)]
pub(crate) struct SubjectsItem {
    items: Vec<String>,
}

/// A correction; both versions stay on record.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = Correction)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectionWish {
    name: Option<String>,
    language: Option<String>,
    /// Why.
    reason: Option<String>,
}

/// Why a flag is set.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = FlagWish)]
#[serde(deny_unknown_fields)]
pub(crate) struct FlagWish {
    reason: Option<String>,
    /// For `no_guardian`: the day from which it holds, such as a birthday to come. Absent: now.
    #[schema(example = "2027-02-28")]
    from: Option<String>,
}

/// How it was made sure who asks.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ErasureWish)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErasureWish {
    /// `in_person`, `strong_sign_in`, `code`, `letter` or `representative`.
    identity: String,
}

/// What became of a wish to be forgotten.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Erasure)]
pub(crate) struct ErasureItem {
    /// False: there was nobody to forget any more.
    erased: bool,
    /// What is kept all the same, and on what ground.
    kept: Vec<&'static str>,
}

/// A line of the access log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Access)]
struct AccessItem {
    #[schema(format = DateTime)]
    at: String,
    care_unit: String,
    by: String,
    what: String,
}

/// Who looked at or changed what.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccessLog)]
pub(crate) struct AccessLogItem {
    items: Vec<AccessItem>,
}

/// The patients that a number stands for.
#[utoipa::path(get, path = "/api/v1/subjects", operation_id = "findSubjects", tag = "privacy", params(Whose),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "Their ids.", body = SubjectsItem), Refusals))]
pub(crate) async fn find(
    State(app): State<App>,
    at: BearerOrStaff,
    Query(whose): Query<Whose>,
) -> Result<Json<SubjectsItem>, Problem> {
    let key = whose.who.ok_or_else(|| Problem::invalid("`who` is missing: a number or a patient's id"))?;
    // In a query a plus sign often arrives as a blank.
    let found = rights::find(app.desk(), &at.clinic, &key.replace(' ', "+")).await?;
    Ok(Json(SubjectsItem { items: found.iter().map(ToString::to_string).collect() }))
}

/// Everything about one patient.
#[utoipa::path(get, path = "/api/v1/subjects/{id}/export", operation_id = "exportSubject", tag = "privacy",
    params(("id" = String, Path), Form), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "Everything, as JSON or as a page.", body = serde_json::Value), Refusals, Missing))]
pub(crate) async fn export(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Query(form): Query<Form>,
) -> Result<Response, Problem> {
    let export = rights::export(app.desk(), &at.clinic, &patient(&id)?, &at.who).await?;
    match form.format.as_deref() {
        None | Some("json") => Ok(Json(export).into_response()),
        Some("html") => {
            let page = pages::export_text(&export, &at.zone).ok_or_else(Problem::internal)?;
            Ok(Html(page).into_response())
        }
        Some(_) => Err(Problem::invalid("`format` is json or html")),
    }
}

/// Who looked at or changed what about a patient.
#[utoipa::path(get, path = "/api/v1/subjects/{id}/access-log", operation_id = "showAccessLog", tag = "privacy",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The extract.", body = AccessLogItem), Refusals))]
pub(crate) async fn access_log(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<Json<AccessLogItem>, Problem> {
    let found = rights::access_log(app.desk(), &at.clinic, &patient(&id)?, &at.who).await?;
    let items = found.into_iter().map(|it| AccessItem {
        at: instant::shown(it.at, &at.zone),
        care_unit: it.care_unit,
        by: it.by,
        what: it.what,
    });
    Ok(Json(AccessLogItem { items: items.collect() }))
}

/// Corrects what is on record about a patient.
#[utoipa::path(post, path = "/api/v1/subjects/{id}/corrections", operation_id = "correctSubject", tag = "privacy",
    params(("id" = String, Path)), request_body = CorrectionWish, security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "It is corrected."), Refusals, Missing))]
pub(crate) async fn correct(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<CorrectionWish>,
) -> Result<StatusCode, Problem> {
    let language = wish.language.map(|it| it.parse::<Language>()).transpose();
    let wanted = Wanted {
        name: wish.name,
        language: language.map_err(|it| Problem::invalid(it.to_string()))?,
        reason: wish.reason.unwrap_or_default(),
    };
    rights::correct(app.desk(), &at.clinic, &patient(&id)?, wanted, &at.who).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets a flag: `protected`, `restricted`, `no_reminders`, `held` or `no_guardian`.
#[utoipa::path(put, path = "/api/v1/subjects/{id}/flags/{flag}", operation_id = "flagSubject", tag = "privacy",
    params(("id" = String, Path), ("flag" = String, Path)), request_body = FlagWish,
    security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "It is set."), Refusals, Missing))]
pub(crate) async fn flag(
    State(app): State<App>,
    at: BearerOrStaff,
    Path((id, flag)): Path<(String, String)>,
    Body(wish): Body<FlagWish>,
) -> Result<StatusCode, Problem> {
    let reason = wish.reason.unwrap_or_default();
    let from = wish.from.map(|it| it.parse::<jiff::civil::Date>()).transpose();
    let from = from.map_err(|_| Problem::invalid("`from` is a day such as 2027-02-28"))?;
    let set = Some((reason.as_str(), from));
    rights::flag(app.desk(), &at.clinic, &patient(&id)?, named(&flag)?, set, &at.who).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lifts a flag.
#[utoipa::path(delete, path = "/api/v1/subjects/{id}/flags/{flag}", operation_id = "unflagSubject", tag = "privacy",
    params(("id" = String, Path), ("flag" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "It is lifted."), Refusals, Missing))]
pub(crate) async fn unflag(
    State(app): State<App>,
    at: BearerOrStaff,
    Path((id, flag)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    rights::flag(app.desk(), &at.clinic, &patient(&id)?, named(&flag)?, None, &at.who).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets a patient for good.
#[utoipa::path(post, path = "/api/v1/subjects/{id}/erasure", operation_id = "eraseSubject", tag = "privacy",
    params(("id" = String, Path)), request_body = ErasureWish, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It is done.", body = ErasureItem), Refusals, Missing, Conflict))]
pub(crate) async fn erase(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<ErasureWish>,
) -> Result<Json<ErasureItem>, Problem> {
    let it = rights::erase(app.desk(), &at.clinic, &patient(&id)?, &wish.identity, &at.who).await?;
    Ok(Json(ErasureItem { erased: it.erased, kept: it.kept }))
}

pub(super) fn patient(id: &str) -> Result<PatientId, Problem> {
    id.parse().map_err(|_| Problem::missing("the patient"))
}

fn named(flag: &str) -> Result<rights::Flag, Problem> {
    rights::Flag::parse(flag)
        .ok_or_else(|| Problem::invalid("a flag is protected, restricted, no_reminders, held or no_guardian"))
}
