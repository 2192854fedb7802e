//! The phone and the demo page: files inside the binary. Absent: data, which the pages ask for.

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

/// Address, media type and content of each file.
const FILES: [(&str, &str, &str); 9] = [
    ("/phone", HTML, include_str!("../pages/phone.html")),
    ("/phone/phone.css", CSS, include_str!("../pages/phone.css")),
    ("/phone/phone.js", JS, include_str!("../pages/phone.js")),
    ("/phone/phone-draw.js", JS, include_str!("../pages/phone-draw.js")),
    ("/phone/phone-words.js", JS, include_str!("../pages/phone-words.js")),
    ("/demo", HTML, include_str!("../pages/demo.html")),
    ("/demo/demo.css", CSS, include_str!("../pages/demo.css")),
    ("/demo/demo.js", JS, include_str!("../pages/demo.js")),
    ("/demo/demo-words.js", JS, include_str!("../pages/demo-words.js")),
];

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// Nothing from elsewhere, and framed only by the demo page beside it.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'";

pub(crate) fn router() -> Router {
    FILES.iter().fold(Router::new(), |router, (path, kind, content)| {
        router.route(path, get(move || async move { file(kind, content).into_response() }))
    })
}

fn file(kind: &'static str, content: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, content)
}
