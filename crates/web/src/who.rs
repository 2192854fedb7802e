//! Who asks, by type: a handler that takes one of these cannot forget to find out.
//!
//! A browser shows its session by cookie, and to change anything also the header `x-svara: 1`, which no page from
//! elsewhere can send. A program shows its token.

use crate::app::App;
use crate::instant;
use crate::problem::Problem;
use crate::token::ApiToken;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, header};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use jiff::tz::TimeZone;
use std::sync::Arc;
use svara_desk::office::Who;
use svara_desk::office::sessions::{self, NewSession, SignedIn};
use svara_model::Clinic;

/// Over HTTPS the prefix makes browsers refuse a cookie set from anywhere else (RFC 6265bis, 4.1.3.2).
const SECURE_COOKIE: &str = "__Host-svara";
const PLAIN_COOKIE: &str = "svara";
const OURS: HeaderName = HeaderName::from_static("x-svara");
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A member of staff or a program, at their clinic.
pub(crate) struct BearerOrStaff {
    pub(crate) who: Who,
    pub(crate) clinic: Arc<Clinic>,
    pub(crate) zone: TimeZone,
}

/// A member of staff in a browser.
pub(crate) struct Staff {
    pub(crate) signed_in: SignedIn,
    pub(crate) clinic: Arc<Clinic>,
}

impl FromRequestParts<App> for BearerOrStaff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let (who, clinic) = if let Some(secret) = bearer(&parts.headers) {
            let token = ApiToken::find(app.api_tokens(), secret).ok_or_else(Problem::unauthorised)?;
            (Who::api(token.name()), app.clinic(token.clinic()))
        } else {
            (browser(parts, app).await?.who(), app.clinic(None))
        };
        let clinic = clinic.ok_or_else(no_clinic)?;
        Ok(Self { who, zone: instant::zone(&clinic), clinic })
    }
}

impl FromRequestParts<App> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let signed_in = browser(parts, app).await?;
        Ok(Self { signed_in, clinic: app.clinic(None).ok_or_else(no_clinic)? })
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let given = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = given.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(secret.trim())
}

async fn browser(parts: &Parts, app: &App) -> Result<SignedIn, Problem> {
    let jar = CookieJar::from_headers(&parts.headers);
    let cookie = jar.get(cookie_name(app)).ok_or_else(Problem::unauthorised)?;
    let signed_in = sessions::find(app.desk(), cookie.value()).await?.ok_or_else(Problem::unauthorised)?;
    if changes_something(&parts.method) {
        comes_from_our_page(&parts.headers)?;
    }
    Ok(signed_in)
}

fn changes_something(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn comes_from_our_page(headers: &HeaderMap) -> Result<(), Problem> {
    let elsewhere = headers.get(FETCH_SITE).is_some_and(|it| it != "same-origin" && it != "none");
    if elsewhere || headers.get(OURS).is_none_or(|it| it != "1") {
        return Err(Problem::forbidden("a signed-in browser sends `x-svara: 1` with every change"));
    }
    Ok(())
}

fn no_clinic() -> Problem {
    Problem::unavailable("no clinic is set up yet: run `svara clinic apply FILE`")
}

fn cookie_name(app: &App) -> &'static str {
    if app.is_secure() { SECURE_COOKIE } else { PLAIN_COOKIE }
}

/// The cookie that signs a browser in.
pub(crate) fn cookie(app: &App, session: &NewSession) -> Cookie<'static> {
    set_cookie(app, &session.secret, session.lasts.as_secs())
}

/// The cookie that signs a browser out.
pub(crate) fn no_cookie(app: &App) -> Cookie<'static> {
    set_cookie(app, "", 0)
}

fn set_cookie(app: &App, secret: &str, seconds: i64) -> Cookie<'static> {
    let (name, secure) = (cookie_name(app), if app.is_secure() { "; Secure" } else { "" });
    let text = format!("{name}={secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    Cookie::parse(text).expect("our secrets are letters and digits")
}
