//! The embedded console and what every answer carries.

use crate::house::House;
use axum::http::Method;

#[tokio::test]
async fn unknown_addresses_are_the_pages_business_and_the_apis_are_not() {
    let house = House::open().await;
    for path in ["/", "/setup", "/inbox/cnv_1", "/index.html"] {
        let page = house.stranger(Method::GET, path, None).await.is(200);
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
        assert!(page.text().starts_with("<!doctype html>"), "{path}");
        assert_eq!(page.header("cache-control"), "no-cache");
    }
    for path in
        ["/api/v1/nothing", "/api/", "/webhooks/nobody", "/assets/gone.js", "/favicon.ico", "/../Cargo.toml"]
    {
        house.stranger(Method::GET, path, None).await.refused(404, "not known here");
    }
    house.stranger(Method::POST, "/", None).await.refused(405, "method");
    house.ask(Method::PUT, "/api/v1/clinic", None).await.refused(405, "method");
}

#[tokio::test]
async fn every_answer_carries_the_strict_headers() {
    let house = House::open().await;
    for path in
        ["/", "/api/v1/clinic", "/api/v1/nothing", "/health/live", "/webhooks/whatsapp", "/demo/clock"]
    {
        let answer = house.stranger(Method::GET, path, None).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'self'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert!(!answer.header("cache-control").is_empty(), "{path}");
    }
    assert_eq!(house.get("/api/v1/appointments").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn every_answer_says_what_it_is() {
    let house = House::open().await;
    for (path, kind, traced) in [
        ("/", "text/html; charset=utf-8", 405),
        ("/pages.css", "text/css; charset=utf-8", 405),
        ("/permission/nobodys", "text/html; charset=utf-8", 405),
        ("/api/v1/nothing", "application/problem+json", 404),
        ("/api/v1/openapi.json", "application/json", 405),
    ] {
        let answer = house.stranger(Method::GET, path, None).await;
        assert_eq!(answer.header("content-type"), kind, "{path}");
        house.stranger(Method::TRACE, path, None).await.is(traced);
    }
}

#[tokio::test]
async fn a_request_larger_than_any_honest_one_is_refused() {
    let house = House::open().await;
    let body = serde_json::json!({"text": "a".repeat(70 * 1024)});
    let path = "/api/v1/conversations/cnv_01KKAZ5Q0000000000000000AB/messages";
    house.post(path, body).await.refused(413, "");
}

#[tokio::test]
async fn health_and_metrics_speak_to_machines() {
    let house = House::open().await;
    house.stranger(Method::GET, "/health/live", None).await.is(200);
    house.stranger(Method::GET, "/health/ready", None).await.is(200);
    let metrics = house.stranger(Method::GET, "/metrics", None).await.is(200);
    assert!(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
    let text = metrics.text();
    for series in
        ["svara_inbox_pending 0", "svara_outbox_pending 0", "svara_build_info{version=", "class=\"2xx\"} 2"]
    {
        assert!(text.contains(series), "{series}: {text}");
    }
    for line in text.lines().filter(|it| !it.starts_with('#')) {
        assert!(line.rsplit_once(' ').is_some_and(|it| it.1.parse::<f64>().is_ok()), "{line}");
    }
}
