//! Who asks, by type: a handler that takes one of these cannot forget to find out.
//!
//! A browser shows its session by cookie, and to change anything also the header `x-svara: 1`, which no page from
//! elsewhere can send. A program shows its token. What the door before them needs stands in [`crate::doors`].

use crate::app::App;
use crate::doors::{self, Door, Own};
use crate::instant;
use crate::problem::Problem;
use crate::token::ApiToken;
use axum::extract::{FromRequestParts, MatchedPath, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, header};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use jiff::tz::TimeZone;
use std::sync::Arc;
use svara_desk::office::sessions::{self, NewSession, Next, SignedIn};
use svara_desk::office::{Who, own_patients};
use svara_model::{Access, Capability, Clinic};

/// Over HTTPS the prefix makes browsers refuse a cookie set from anywhere else (RFC 6265bis, 4.1.3.2).
const SECURE_COOKIE: &str = "__Host-svara";
const PLAIN_COOKIE: &str = "svara";
const OURS: HeaderName = HeaderName::from_static("x-svara");
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Somebody sees a patient who is not theirs, and says why: the reason, 10 to 500 characters.
const BREAK_GLASS: HeaderName = HeaderName::from_static("x-svara-break-glass");
const REASON_CHARACTERS: std::ops::RangeInclusive<usize> = 10..=500;

/// A member of staff or a program, at their clinic, before a door that opens for them.
pub(crate) struct BearerOrStaff {
    pub(crate) who: Who,
    pub(crate) clinic: Arc<Clinic>,
    pub(crate) zone: TimeZone,
}

/// A member of staff in a browser, before a door that opens for them.
pub(crate) struct Staff {
    pub(crate) signed_in: SignedIn,
    pub(crate) clinic: Arc<Clinic>,
}

/// A member of staff in a browser, perhaps only half in: without the second factor yet, or before a locked screen.
pub(crate) struct AtTheDoor(pub(crate) SignedIn);

impl FromRequestParts<App> for BearerOrStaff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if let Some(secret) = bearer(&parts.headers) {
            let token = ApiToken::find(app.api_tokens(), secret).ok_or_else(|| {
                tracing::warn!(path = matched(parts), "an unknown API token was shown");
                Problem::unauthorised()
            })?;
            if !door(parts).is_some_and(|it| token.allows(it)) {
                tracing::warn!(token = token.name(), path = matched(parts), "a token asked beyond its scope");
                return Err(Problem::forbidden("this token's scope does not reach here"));
            }
            let clinic = app.clinic(token.clinic()).ok_or_else(Problem::no_clinic)?;
            // Those who have accounts work for the house's first clinic.
            if door(parts).is_some_and(|it| it.needs == Capability::People) && !app.is_first(&clinic.id) {
                return Err(Problem::forbidden("accounts belong to the first clinic of the house"));
            }
            return Ok(Self { who: Who::api(token.name()), zone: instant::zone(&clinic), clinic });
        }
        let signed_in = all_the_way_in(parts, app).await?;
        let clinic = app.clinic(None).ok_or_else(Problem::no_clinic)?;
        let who = through(parts, app, &signed_in, &clinic).await?;
        Ok(Self { who, zone: instant::zone(&clinic), clinic })
    }
}

impl FromRequestParts<App> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let signed_in = all_the_way_in(parts, app).await?;
        let clinic = app.clinic(None).ok_or_else(Problem::no_clinic)?;
        through(parts, app, &signed_in, &clinic).await?;
        Ok(Self { signed_in, clinic })
    }
}

impl FromRequestParts<App> for AtTheDoor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        browser(parts, app).await.map(Self)
    }
}

fn door(parts: &Parts) -> Option<&'static Door> {
    let path = parts.extensions.get::<MatchedPath>()?;
    doors::find(&parts.method, path.as_str())
}

/// The address as it is written in the table of doors: without ids.
fn matched(parts: &Parts) -> &str {
    parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str)
}

/// Lets somebody through the door that they stand before, as far as their roles go.
async fn through(parts: &mut Parts, app: &App, it: &SignedIn, clinic: &Arc<Clinic>) -> Result<Who, Problem> {
    let door = door(parts).ok_or_else(not_yours)?;
    let access = it.staff.roles.access(door.needs);
    if !access.allows(door.changes) {
        sessions::refused(app.desk(), it, door.method, door.path).await?;
        return Err(not_yours());
    }
    let mut who = it.who();
    if access != Access::Own || door.own == Own::Free {
        return Ok(who);
    }
    if let Some(reason) = parts.headers.get(BREAK_GLASS) {
        let reason = reason.to_str().map(str::trim).unwrap_or_default();
        if !REASON_CHARACTERS.contains(&reason.chars().count()) {
            return Err(Problem::invalid("x-svara-break-glass: give a reason of 10 to 500 plain characters"));
        }
        sessions::broke_glass(app.desk(), it, door.method, door.path, reason).await?;
        return Ok(who);
    }
    let own = it.staff.practitioner.clone().ok_or_else(not_yours)?;
    if door.own == Own::Closed {
        return Err(not_yours());
    }
    if door.own != Own::Listed {
        let id = named(parts, app).await.unwrap_or_default();
        let theirs = match door.own {
            Own::Appointment => own_patients::appointment(app.desk(), clinic, &id, &own).await?,
            _ => own_patients::conversation(app.desk(), clinic, &id, &own).await?,
        };
        if !theirs {
            return Err(Problem::missing("this"));
        }
    }
    who.only = Some(own);
    Ok(who)
}

/// The id in the address.
async fn named(parts: &mut Parts, app: &App) -> Option<String> {
    let places = RawPathParams::from_request_parts(parts, app).await.ok()?;
    places.iter().find(|it| it.0 == "id").map(|it| it.1.to_owned())
}

fn not_yours() -> Problem {
    Problem::forbidden("your role does not open this; ask a manager")
}

async fn all_the_way_in(parts: &Parts, app: &App) -> Result<SignedIn, Problem> {
    let signed_in = browser(parts, app).await?;
    match signed_in.next() {
        Next::Nothing => Ok(signed_in),
        Next::Code | Next::Enrol => Err(Problem::not_you("the second factor is still to be shown")),
        Next::Unlock => Err(Problem::locked()),
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
    // A live line that opens itself again is nobody's hand on the mouse.
    let touched = !parts.uri.path().ends_with("/events");
    let found = sessions::find(app.desk(), cookie.value(), touched).await?;
    let signed_in = found.ok_or_else(Problem::unauthorised)?;
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
        tracing::warn!(elsewhere, "a change did not come from our page and was refused");
        return Err(Problem::forbidden("a signed-in browser sends `x-svara: 1` with every change"));
    }
    Ok(())
}

fn cookie_name(app: &App) -> &'static str {
    if app.is_secure() { SECURE_COOKIE } else { PLAIN_COOKIE }
}

/// The cookie that signs a browser in.
pub(crate) fn cookie(app: &App, session: &NewSession) -> Cookie<'static> {
    set_cookie(app, &session.secret, session.lasts.as_secs())
}

/// What a browser calls itself, in two words.
pub(crate) fn browser_name(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let first =
        |names: &[(&str, &'static str)]| names.iter().find(|it| agent.contains(it.0)).map_or("?", |it| it.1);
    let program =
        first(&[("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari")]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    format!("{program}, {system}")
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
