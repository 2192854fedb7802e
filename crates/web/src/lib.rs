//! The desk over HTTP: webhooks, health and metrics, the public API with its OpenAPI description, live events,
//! calendar entries and the embedded console (`contract/serve.md`).
//!
//! Each handler fits a screen: who asks is found out by an extractor type, the desk does the work, the answer is a
//! type of this crate. Absent: SQL, rules of the desk, environment and files (the binary hands plain values in). Only
//! this crate knows HTTP status codes.
#![warn(missing_docs)]

mod api;
mod app;
mod calendar;
mod console;
mod counters;
mod demo;
pub mod doors;
mod extract;
mod headers;
mod health;
mod instant;
mod limits;
mod metrics;
mod page;
mod pages;
mod problem;
mod repeat;
mod token;
mod webhooks;
mod who;

pub use app::{Demo, Operations, StaffSignIn, Web};
pub use counters::Counters;
pub use limits::Limits;
pub use pages::export_text;
pub use token::{ApiToken, BadScope};

use app::App;
use axum::Router;
use axum::routing::get;

/// Everything that stands on the public address.
pub fn router(web: Web) -> Router {
    let (operations, secure) = (web.operations, web.desk.config().public_url.starts_with("https://"));
    let (app, pages) = App::new(web, secure);
    let (api, description) = api::router().split_for_parts();
    let api = api.layer(axum::middleware::from_fn_with_state(app.clone(), repeat::once));
    let mut router = Router::new()
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/webhooks/whatsapp", get(webhooks::handshake).post(webhooks::notification))
        .route("/add/{token}", get(calendar::entry))
        .merge(pages::router())
        .merge(api)
        .merge(api::description(&description));
    if operations == Operations::Here {
        router = router.route("/metrics", get(metrics::metrics));
    }
    if app.demo().is_some() {
        router = router.merge(demo::router());
    }
    let router = router.fallback(console::page).method_not_allowed_fallback(problem::method_not_allowed);
    let router = router.with_state(app.clone()).merge(pages);
    headers::around(router, app)
}

/// Health and metrics, for a listener of their own that only the operator reaches.
pub fn operations(web: Web) -> Router {
    let (app, _) = App::new(web, false);
    let router = Router::new()
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(metrics::metrics))
        .fallback(problem::not_found);
    router.with_state(app)
}

/// The description of the public API, as served at `/api/v1/openapi.json`.
pub fn openapi() -> String {
    let (_, description) = api::router().split_for_parts();
    api::text(&description)
}
