//! The phone and the demo page: files inside the binary. Absent: data, which the pages ask for.

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

/// Address, media type and content of each file.
const FILES: [(&str, &str, &str); 6] = [
    ("/phone", "text/html; charset=utf-8", include_str!("../pages/phone.html")),
    ("/phone/phone.css", "text/css; charset=utf-8", include_str!("../pages/phone.css")),
    ("/phone/phone.js", "text/javascript; charset=utf-8", include_str!("../pages/phone.js")),
    ("/demo", "text/html; charset=utf-8", include_str!("../pages/demo.html")),
    ("/demo/demo.css", "text/css; charset=utf-8", include_str!("../pages/demo.css")),
    ("/demo/demo.js", "text/javascript; charset=utf-8", include_str!("../pages/demo.js")),
];

/// Nothing from elsewhere, and framed only by the demo page beside it.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'";

pub(crate) fn router() -> Router {
    FILES.iter().fold(Router::new(), |router, (path, kind, content)| {
        let answer = || async { file(kind, content).into_response() };
        router.route(path, get(answer))
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
