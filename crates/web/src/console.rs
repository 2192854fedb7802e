//! The console inside the binary: one page and its assets. Whatever is no address of the API is the page's business.

use crate::problem::{self, Problem};
use axum::http::{HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../console/dist"]
struct Console;

const PAGE: &str = "index.html";
/// Assets carry a hash of their content in their names and never change under one.
const ASSETS: &str = "assets/";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";
/// Addresses that are not the page's, whatever stands behind them.
const NOT_THE_PAGES: [&str; 7] = ["api/", "webhooks/", "health/", "demo/", "phone/", "add/", "staff/"];

pub(crate) async fn page(method: Method, uri: Uri) -> Result<Response, Problem> {
    let path = uri.path().trim_start_matches('/');
    if NOT_THE_PAGES.iter().any(|it| path.starts_with(it)) {
        return Err(problem::not_found().await);
    }
    if method != Method::GET && method != Method::HEAD {
        return Err(problem::method_not_allowed().await);
    }
    if let Some(file) = Console::get(path) {
        return Ok(answer(path, file));
    }
    // A file that is asked for by name and is not there is a mistake, not a page.
    if path.starts_with(ASSETS) || path.rsplit('/').next().is_some_and(|it| it.contains('.')) {
        return Err(problem::not_found().await);
    }
    Console::get(PAGE).map(|file| answer(PAGE, file)).ok_or_else(|| Problem::missing("the console"))
}

fn answer(path: &str, file: EmbeddedFile) -> Response {
    let kind = file.metadata.mimetype();
    let charset = if kind.starts_with("text/") { "; charset=utf-8" } else { "" };
    let kind = HeaderValue::from_str(&format!("{kind}{charset}"));
    let kind = kind.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let cache = HeaderValue::from_static(if path.starts_with(ASSETS) { FOR_EVER } else { ASK_AGAIN });
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache)], file.data).into_response()
}
