//! What patients allowed: permissions to use a channel and consents to marketing, each with what shows it.

use super::appointments::phone;
use super::{Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Query};
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::permissions::{self, Allowed, For, Given};
use svara_model::{Channel, PermissionState, PhoneNumber, Proof};
use utoipa::{IntoParams, ToSchema};

/// Whose permissions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Whose {
    /// A number in E.164.
    phone: Option<String>,
}

/// What a number allowed. The newest entry of a record, channel and purpose decides.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Permissions)]
pub(crate) struct PermissionsItem {
    /// In the order recorded.
    items: Vec<PermissionItem>,
}

/// One entry.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Permission)]
struct PermissionItem {
    /// `channel_permission` or `marketing_consent`: neither stands in for the other.
    record: &'static str,
    /// `whatsapp`, `sms`, `web_chat` or `mail`.
    channel: &'static str,
    /// `answer`, `appointment` or `reminder`; of a consent `marketing`.
    purpose: &'static str,
    /// `given` or `withdrawn`.
    state: &'static str,
    /// When it was said.
    #[schema(format = DateTime)]
    at: String,
    /// How we know.
    source: String,
    /// The words that were shown.
    wording: String,
    /// The version of these words.
    wording_version: String,
    /// Where it can be looked up.
    evidence: String,
    /// Who recorded it.
    recorded_by: String,
}

/// A yes to record. Every field but `at`, `channel` and `purpose` is needed; the answer names one that is missing.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewPermission)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPermission {
    phone: Option<String>,
    /// `whatsapp` when absent.
    channel: Option<String>,
    /// `appointments` (when absent) or `marketing`.
    purpose: Option<String>,
    /// When it was given; now when absent.
    #[schema(format = DateTime)]
    at: Option<String>,
    /// How we know: `intake form`.
    source: Option<String>,
    /// The words that were shown.
    wording: Option<String>,
    /// Where it can be looked up, such as the number of the signed form.
    evidence: Option<String>,
}

/// A no to record.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = Withdrawal)]
#[serde(deny_unknown_fields)]
pub(crate) struct Withdrawal {
    phone: Option<String>,
    /// `whatsapp` when absent.
    channel: Option<String>,
    /// How it was said, such as `on the phone, 12 March`.
    evidence: Option<String>,
}

/// Whom the link is for.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = LinkWish)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkWish {
    phone: Option<String>,
}

/// A link to the page where the patient says yes or no.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PermissionLink)]
pub(crate) struct LinkItem {
    url: String,
}

/// What a number allowed.
#[utoipa::path(get, path = "/api/v1/permissions", operation_id = "listPermissions", tag = "privacy", params(Whose),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "All entries.", body = PermissionsItem), Refusals, Missing))]
pub(crate) async fn list(
    State(app): State<App>,
    at: BearerOrStaff,
    Query(whose): Query<Whose>,
) -> Result<Json<PermissionsItem>, Problem> {
    let phone = needed(whose.phone.as_deref())?;
    let found = permissions::list(app.desk(), &at.clinic, &phone, &at.who).await?;
    Ok(Json(items(&found, &at.zone)))
}

/// Records a permission with its evidence.
#[utoipa::path(post, path = "/api/v1/permissions", operation_id = "recordPermission", tag = "privacy",
    request_body = NewPermission, security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "It is recorded.", body = PermissionsItem), Refusals))]
pub(crate) async fn record(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<NewPermission>,
) -> Result<(StatusCode, Json<PermissionsItem>), Problem> {
    let given = Given {
        phone: needed(wish.phone.as_deref())?,
        channel: channel(wish.channel.as_deref())?,
        purpose: match wish.purpose.as_deref() {
            None | Some("appointments") => For::Appointments,
            Some("marketing") => For::Marketing,
            Some(_) => return Err(Problem::invalid("`purpose` is appointments or marketing")),
        },
        at: instant::read_some("at", wish.at.as_deref(), &at.zone)?,
        source: wish.source.unwrap_or_default(),
        wording: wish.wording.unwrap_or_default(),
        evidence: wish.evidence.unwrap_or_default(),
    };
    let found = permissions::record(app.desk(), &at.clinic, given, &at.who).await?;
    Ok((StatusCode::CREATED, Json(items(&found, &at.zone))))
}

/// Takes back everything that the clinic starts on a channel; what is queued is not sent.
#[utoipa::path(post, path = "/api/v1/permissions/withdrawal", operation_id = "withdrawPermission", tag = "privacy",
    request_body = Withdrawal, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "It is taken back.", body = PermissionsItem), Refusals, Missing))]
pub(crate) async fn withdraw(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<Withdrawal>,
) -> Result<Json<PermissionsItem>, Problem> {
    let (phone, channel) = (needed(wish.phone.as_deref())?, channel(wish.channel.as_deref())?);
    let evidence = wish.evidence.unwrap_or_default();
    let found = permissions::withdraw(app.desk(), &at.clinic, &phone, channel, &evidence, &at.who).await?;
    Ok(Json(items(&found, &at.zone)))
}

/// Makes a link to the page where the patient says yes or no without signing in.
#[utoipa::path(post, path = "/api/v1/permissions/link", operation_id = "linkPermission", tag = "privacy",
    request_body = LinkWish, security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "The link.", body = LinkItem), Refusals, Missing))]
pub(crate) async fn link(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<LinkWish>,
) -> Result<(StatusCode, Json<LinkItem>), Problem> {
    let phone = needed(wish.phone.as_deref())?;
    let url = permissions::link(app.desk(), &at.clinic, &phone, &at.who).await?;
    Ok((StatusCode::CREATED, Json(LinkItem { url })))
}

fn needed(given: Option<&str>) -> Result<PhoneNumber, Problem> {
    phone(given)?.ok_or_else(|| Problem::invalid("`phone` is missing: write a number such as +46700000001"))
}

fn channel(given: Option<&str>) -> Result<Channel, Problem> {
    let given = given.unwrap_or(Channel::Whatsapp.as_str());
    Channel::parse(given).ok_or_else(|| Problem::invalid("`channel` is whatsapp, sms, web_chat or mail"))
}

fn items(found: &Allowed, zone: &TimeZone) -> PermissionsItem {
    let permissions = found.permissions.iter().map(|it| {
        let (purpose, record) = (it.purpose.as_str(), "channel_permission");
        item(record, it.channel, purpose, it.state, it.at, &it.source, &it.proof, zone)
    });
    let marketing = found.marketing.iter().map(|it| {
        item("marketing_consent", it.channel, "marketing", it.state, it.at, &it.source, &it.proof, zone)
    });
    PermissionsItem { items: permissions.chain(marketing).collect() }
}

#[expect(clippy::too_many_arguments, reason = "the parts that both records have in common")]
fn item(
    record: &'static str,
    channel: Channel,
    purpose: &'static str,
    state: PermissionState,
    at: Timestamp,
    source: &str,
    proof: &Proof,
    zone: &TimeZone,
) -> PermissionItem {
    PermissionItem {
        record,
        channel: channel.as_str(),
        purpose,
        state: state.as_str(),
        at: instant::shown(at, zone),
        source: source.to_owned(),
        wording: proof.wording.clone(),
        wording_version: permissions::wording_version(&proof.wording),
        evidence: proof.evidence.clone(),
        recorded_by: proof.recorded_by.clone(),
    }
}
