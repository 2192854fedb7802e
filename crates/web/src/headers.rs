//! What every answer carries: a strict content policy, no sniffing, no referrer, no keeping of patient data. And
//! what surrounds every handler: a panic becomes a 500 and the process lives.

use crate::app::App;
use crate::counters::Count;
use crate::limits;
use crate::problem::Problem;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

/// No request of the API is larger; notifications have a limit of their own.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// Everything from here and nothing from elsewhere; no script or style within a page. The demo page frames the
/// console and the phone, which stand at the same address.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src blob:; font-src 'self'; \
     connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; object-src 'none'; \
     frame-ancestors 'self'";
/// A year, as ASVS 5.0 asks (V3.4.1).
const ONLY_HTTPS: &str = "max-age=31536000; includeSubDomains";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    // What shows patients is never kept; assets and pages say otherwise themselves.
    (header::CACHE_CONTROL, "no-store"),
];

pub(crate) fn around(router: Router, app: App) -> Router {
    let counters = app.counters().clone();
    router
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CatchPanicLayer::custom(move |_: Box<dyn std::any::Any + Send>| {
            // What the panic said may hold anything; the hook has written it to the log.
            counters.one(Count::Panicked);
            Problem::internal().into_response()
        }))
        .layer(middleware::from_fn_with_state(app.clone(), limits::hold))
        .layer(middleware::from_fn_with_state(app, finish))
}

async fn finish(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    app.counters().one(class(response.status()));
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if app.is_secure() {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static(ONLY_HTTPS));
    }
    response
}

fn class(status: StatusCode) -> Count {
    match status.as_u16() {
        0..300 => Count::Answered2xx,
        300..400 => Count::Answered3xx,
        400..500 => Count::Answered4xx,
        _ => Count::Answered5xx,
    }
}
