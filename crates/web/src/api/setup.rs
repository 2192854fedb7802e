//! Redeeming the set-up link that the desk printed at its first start.

use super::session::Session;
use super::{Conflict, Refusals};
use crate::app::App;
use crate::extract::Body;
use crate::problem::Problem;
use crate::who;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;
use svara_desk::office::accounts::{self, NewAccount, SetUp};
use utoipa::ToSchema;

/// The link's secret, and the account to make.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewAccount)]
pub(crate) struct Wish {
    /// What stands behind `#token=` in the link.
    token: String,
    name: String,
    email: String,
    /// 12 to 128 characters.
    #[schema(min_length = 12, max_length = 128)]
    password: String,
}

/// Makes the first account, half signed in: an authenticator is still to be set up. The link works once.
#[utoipa::path(post, path = "/api/v1/setup", operation_id = "setUp", tag = "staff", request_body = Wish, security(()),
    responses((status = 200, description = "The account is made.", body = Session), Refusals, Conflict,
        (status = 410, description = "The link was used, or is too old.", body = crate::problem::ProblemBody,
            content_type = "application/problem+json")))]
pub(crate) async fn set_up(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
    Body(wish): Body<Wish>,
) -> Result<(CookieJar, Json<Session>), Problem> {
    let account = NewAccount { name: wish.name, email: wish.email, password: wish.password };
    match accounts::set_up(app.desk(), &wish.token, account, &who::browser_name(&headers)).await? {
        SetUp::Done(staff, session) => {
            let body = Session::half(&staff, app.clinic(None).as_deref());
            Ok((jar.add(who::cookie(&app, &session)), Json(body)))
        }
        SetUp::UsedUp => {
            Err(Problem::gone("this link was used before or is too old; start the desk again for another"))
        }
    }
}
