//! Pages for patients, and the way of staff to their provider: rendered here, without JavaScript, with one style sheet of our own. A link's page shows when
//! it is opened and acts when its button is pressed, so that no preview of a messenger changes anything.

mod export;
mod permission;
mod secure;
pub(crate) mod staff;

pub use export::text as export_text;

use crate::app::App;
use askama::Template;
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use svara_language::phrases::{self, Key, Phrase};
use svara_model::Language;

/// Ours are 80 characters; whoever sends more is not asking for one.
const TOKEN_CHARACTERS_MAX: usize = 128;
const STYLE: &str = include_str!("../templates/page.css");

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/pages.css", get(style))
        .route("/permission/{token}", get(permission::show).post(permission::answer))
        .route("/secure", get(secure::shown))
        .route("/secure/callback", get(secure::back))
        .route("/staff/sign-in", get(staff::leave))
        .route("/staff/callback", get(staff::back))
        .route("/secure/{token}", get(secure::show).post(secure::leave))
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=3600")], STYLE)
}

/// A page that only says something.
#[derive(Template)]
#[template(path = "note.html")]
struct Note {
    language: String,
    title: String,
    text: String,
}

/// The link is unknown or too old. Nobody knows whose it was, so it says so in both languages of the desk.
fn over() -> Response {
    let both = |key: Key| {
        let say = |language: &Language| phrases::render(&Phrase::new(key), language);
        format!("{} / {}", say(&Language::swedish()), say(&Language::english()))
    };
    let (title, text) = (both(Key::PageOverTitle), both(Key::PageOver));
    page(StatusCode::GONE, &Note { language: "sv".to_owned(), title, text })
}

/// A rendered page; a template that can't be rendered is our fault.
fn page(status: StatusCode, it: &impl Template) -> Response {
    match it.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            crate::problem::Problem::internal().into_response()
        }
    }
}
