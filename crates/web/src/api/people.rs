//! Who works here, what they may do, and how they come in for the first time.

use super::session::Session;
use super::{Conflict, Missing, Refusals};
use crate::app::App;
use crate::extract::{Body, Path};
use crate::instant;
use crate::problem::{Problem, ProblemBody};
use crate::who::{self, BearerOrStaff};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum_extra::extract::cookie::CookieJar;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use svara_desk::office::Member;
use svara_desk::office::people::{self, Joined, Standing};
use svara_model::{InvitationId, PractitionerId, Role, Roles, StaffId};
use utoipa::ToSchema;

/// Everybody who has an account.
#[derive(Serialize, ToSchema)]
pub(crate) struct Colleagues {
    items: Vec<Colleague>,
}

/// Somebody who has an account.
#[derive(Serialize, ToSchema)]
pub(crate) struct Colleague {
    id: String,
    name: String,
    email: String,
    roles: Vec<&'static str>,
    /// Which of the clinic's practitioners they are.
    #[schema(required)]
    practitioner: Option<String>,
    /// They may not come in.
    disabled: bool,
    /// Their authenticator is set up.
    has_second_factor: bool,
}

/// What somebody shall be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewStanding {
    /// One or more of `reception`, `practitioner`, `manager`, `technical`, `auditor`.
    roles: Vec<String>,
    /// Which of the clinic's practitioners they are: needed with the role `practitioner`.
    practitioner: Option<String>,
    /// They may not come in.
    #[serde(default)]
    disabled: bool,
}

/// Whom to invite, and as what.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewInvitation {
    email: String,
    /// One or more of `reception`, `practitioner`, `manager`, `technical`, `auditor`.
    roles: Vec<String>,
    /// Which of the clinic's practitioners they are: needed with the role `practitioner`.
    practitioner: Option<String>,
}

/// Invitations that still open something.
#[derive(Serialize, ToSchema)]
pub(crate) struct Invitations {
    items: Vec<InvitationItem>,
}

/// An invitation.
#[derive(Serialize, ToSchema)]
#[schema(as = Invitation)]
pub(crate) struct InvitationItem {
    id: String,
    email: String,
    roles: Vec<&'static str>,
    #[schema(required)]
    practitioner: Option<String>,
    #[schema(format = DateTime)]
    expires_at: String,
    /// The way in, shown once to who invites: hand it over in person or by mail. Null in a list.
    #[schema(required)]
    link: Option<String>,
}

/// The link's secret, and the account to make.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Joining {
    /// What stands behind `#token=` in the link.
    token: String,
    name: String,
    /// 12 to 128 characters.
    #[schema(min_length = 12, max_length = 128)]
    password: String,
}

impl Colleague {
    fn new(it: Member) -> Self {
        Self {
            id: it.id.to_string(),
            name: it.name,
            email: it.email,
            roles: it.roles.iter().map(Role::as_str).collect(),
            practitioner: it.practitioner.map(|it| it.to_string()),
            disabled: it.disabled_at.is_some(),
            has_second_factor: it.has_factor,
        }
    }
}

impl InvitationItem {
    fn new(it: svara_desk::office::people::Invitation, zone: &TimeZone, link: Option<String>) -> Self {
        Self {
            id: it.id.to_string(),
            email: it.email,
            roles: it.roles.iter().map(Role::as_str).collect(),
            practitioner: it.practitioner.map(|it| it.to_string()),
            expires_at: instant::shown(it.expires_at, zone),
            link,
        }
    }
}

/// Everybody who has an account, in the order in which they came.
#[utoipa::path(get, path = "/api/v1/staff", operation_id = "listStaff", tag = "staff", security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "Who works here.", body = Colleagues), Refusals))]
pub(crate) async fn list(State(app): State<App>, _at: BearerOrStaff) -> Result<Json<Colleagues>, Problem> {
    let items = people::list(app.desk()).await?.into_iter().map(Colleague::new).collect();
    Ok(Json(Colleagues { items }))
}

/// Changes what somebody is. They are signed out everywhere.
#[utoipa::path(put, path = "/api/v1/staff/{id}", operation_id = "changeStaff", tag = "staff", params(("id" = String, Path)),
    request_body = NewStanding, security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "As they are now.", body = Colleague), Refusals, Missing, Conflict))]
pub(crate) async fn change(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
    Body(wish): Body<NewStanding>,
) -> Result<Json<Colleague>, Problem> {
    let standing = standing(&wish.roles, wish.practitioner, wish.disabled)?;
    let it = people::change(app.desk(), &at.clinic, &at.who, &staff_id(&id)?, standing).await?;
    Ok(Json(Colleague::new(it)))
}

/// Removes somebody's authenticator and their codes on paper: they set another one up after their password.
#[utoipa::path(delete, path = "/api/v1/staff/{id}/second-factor", operation_id = "removeAuthenticator", tag = "staff",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "It opens nothing any more."), Refusals, Missing))]
pub(crate) async fn remove_factor(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    people::remove_factor(app.desk(), &at.who, &staff_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Invitations that still open something, the oldest first.
#[utoipa::path(get, path = "/api/v1/invitations", operation_id = "listInvitations", tag = "staff", security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "Who is invited.", body = Invitations), Refusals))]
pub(crate) async fn invited(State(app): State<App>, at: BearerOrStaff) -> Result<Json<Invitations>, Problem> {
    let all = people::invited(app.desk()).await?;
    Ok(Json(Invitations {
        items: all.into_iter().map(|it| InvitationItem::new(it, &at.zone, None)).collect(),
    }))
}

/// Invites somebody: the answer holds a link that works once, for a week.
#[utoipa::path(post, path = "/api/v1/invitations", operation_id = "invite", tag = "staff", request_body = NewInvitation,
    security(("bearer" = []), ("session" = [])),
    responses((status = 201, description = "The way in.", body = InvitationItem), Refusals, Conflict))]
pub(crate) async fn invite(
    State(app): State<App>,
    at: BearerOrStaff,
    Body(wish): Body<NewInvitation>,
) -> Result<(StatusCode, Json<InvitationItem>), Problem> {
    let standing = standing(&wish.roles, wish.practitioner, false)?;
    let (it, secret) = people::invite(app.desk(), &at.clinic, &at.who, &wish.email, standing).await?;
    let base = app.desk().config().public_url.trim_end_matches('/');
    let link = format!("{base}/join#token={secret}");
    Ok((StatusCode::CREATED, Json(InvitationItem::new(it, &at.zone, Some(link)))))
}

/// Takes an invitation back.
#[utoipa::path(delete, path = "/api/v1/invitations/{id}", operation_id = "takeInvitationBack", tag = "staff",
    params(("id" = String, Path)), security(("bearer" = []), ("session" = [])),
    responses((status = 204, description = "Its link opens nothing."), Refusals, Missing))]
pub(crate) async fn take_back(
    State(app): State<App>,
    at: BearerOrStaff,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let id: InvitationId = id.parse().map_err(|_| Problem::missing("this invitation"))?;
    people::take_back(app.desk(), &at.who, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Redeems an invitation: an account, half signed in. The link works once.
#[utoipa::path(post, path = "/api/v1/accounts", operation_id = "join", tag = "staff", request_body = Joining, security(()),
    responses((status = 200, description = "The account is made.", body = Session), Refusals, Conflict,
        (status = 410, description = "The link was used, or is too old.", body = ProblemBody,
            content_type = "application/problem+json")))]
pub(crate) async fn join(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
    Body(wish): Body<Joining>,
) -> Result<(CookieJar, Json<Session>), Problem> {
    let browser = who::browser_name(&headers);
    match people::join(app.desk(), &wish.token, &wish.name, &wish.password, &browser).await? {
        Joined::Done(staff, session) => {
            let body = Session::half(&staff, app.clinic(None).as_deref());
            Ok((jar.add(who::cookie(&app, &session)), Json(body)))
        }
        Joined::UsedUp => {
            Err(Problem::gone("this invitation was used, taken back, or is too old; ask for another"))
        }
    }
}

fn standing(roles: &[String], practitioner: Option<String>, disabled: bool) -> Result<Standing, Problem> {
    let roles: Roles = roles.join(" ").parse().map_err(|it| Problem::invalid(format!("roles: {it}")))?;
    let practitioner = practitioner.map(PractitionerId::try_from).transpose();
    let practitioner = practitioner.map_err(|it| Problem::invalid(format!("practitioner: {it}")))?;
    Ok(Standing { roles, practitioner, disabled })
}

fn staff_id(id: &str) -> Result<StaffId, Problem> {
    id.parse().map_err(|_| Problem::missing("this colleague"))
}
