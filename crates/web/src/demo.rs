//! What only a demo offers: a clock that can be moved, a desk that can be waited for, and a way into the console
//! without a password.

use crate::app::{App, MovingClock};
use crate::extract::Body;
use crate::problem::Problem;
use crate::{instant, who};
use axum::extract::State;
use axum::response::Redirect;
use axum::routing::{get, post};
use axum::{Json, Router};
use axum_extra::extract::cookie::CookieJar;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use svara_desk::office::accounts;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/demo/clock", get(clock).post(move_clock))
        .route("/demo/settle", post(settle))
        .route("/demo/jump", post(jump))
        .route("/demo/console", post(console))
}

#[derive(Serialize)]
struct Now {
    now: String,
}

#[derive(Serialize)]
struct Jumped {
    now: String,
    /// What fell due: `reminder`, or nothing that is planned.
    what: Option<&'static str>,
}

#[derive(Serialize)]
struct Idle {
    idle: bool,
}

#[derive(Deserialize)]
struct Move {
    now: Option<String>,
    advance: Option<String>,
}

async fn clock(State(app): State<App>) -> Json<Now> {
    Json(Now { now: now(&app) })
}

/// Moves the clock forward, through everything that falls due on the way.
async fn move_clock(State(app): State<App>, Body(wish): Body<Move>) -> Result<Json<Now>, Problem> {
    let clock = clock_of(&app)?;
    let _turn = clock.turn.lock().await;
    let to = target(&wish, app.desk().now(), &zone(&app))?;
    app.desk().advance(&clock.clock, to).await?;
    Ok(Json(Now { now: now(&app) }))
}

/// Answers once everything accepted is handled and everything due is with the provider.
async fn settle(State(app): State<App>) -> Result<Json<Idle>, Problem> {
    app.desk().settle().await?;
    Ok(Json(Idle { idle: true }))
}

/// Moves the clock to the next reminder of somebody who has written, or else to what falls due next.
async fn jump(State(app): State<App>) -> Result<Json<Jumped>, Problem> {
    let clock = clock_of(&app)?;
    let _turn = clock.turn.lock().await;
    app.desk().settle().await?;
    let next = match app.desk().next_reminder_of_a_writer().await? {
        Some(reminder) => Some(reminder),
        None => app.desk().next_due().await?,
    };
    if let Some(next) = next {
        app.desk().advance(&clock.clock, next).await?;
    }
    Ok(Json(Jumped { now: now(&app), what: next.map(|_| "reminder") }))
}

/// Signs this browser in as the demo's member of staff.
async fn console(State(app): State<App>, jar: CookieJar) -> Result<(CookieJar, Redirect), Problem> {
    let session = accounts::sign_in_demo(app.desk()).await?;
    Ok((jar.add(who::cookie(&app, &session)), Redirect::to("/")))
}

fn target(wish: &Move, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, Problem> {
    match (&wish.now, &wish.advance) {
        (Some(to), None) => instant::read("now", to, zone),
        (None, Some(by)) => {
            let by: Span = by.parse().map_err(|_| {
                Problem::invalid("`advance` is a duration as ISO 8601 writes it, such as PT24H, PT30M or P1D")
            })?;
            // A day is a day of the clinic's calendar, also when it has 23 hours.
            let to = now.to_zoned(zone.clone()).checked_add(by);
            to.map(|it| it.timestamp()).map_err(|_| Problem::invalid("`advance` leads beyond the calendar"))
        }
        _ => Err(Problem::invalid("say either `now` or `advance`")),
    }
}

fn clock_of(app: &App) -> Result<&MovingClock, Problem> {
    app.demo().ok_or_else(|| Problem::missing("the demo's clock"))
}

fn zone(app: &App) -> TimeZone {
    app.clinic(None).map_or(TimeZone::UTC, |it| instant::zone(&it))
}

fn now(app: &App) -> String {
    instant::shown(app.desk().now(), &zone(app))
}
