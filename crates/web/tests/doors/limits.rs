//! Whoever knocks too often waits, and nobody else does.

use crate::house::House;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode};
use std::net::SocketAddr;
use svara_web::{Counters, Limits, Operations, Web};
use tower::ServiceExt;

async fn limited() -> (House, Router) {
    let house = House::open().await;
    let router = svara_web::router(Web {
        desk: house.desk.clone(),
        api_tokens: Vec::new(),
        demo: None,
        operations: Operations::OwnListener,
        counters: Counters::default(),
        open_id: None,
        staff_sign_in: None,
        stage: std::sync::Arc::new(crate::settings::Curtain),
        limits: Limits::On { trusted_proxies: Vec::new() },
    });
    (house, router)
}

/// The status of the last of several requests from one address, and when to come again; it stops when told to wait.
async fn knocks(
    router: &Router,
    times: usize,
    from: &str,
    method: &Method,
    path: &str,
) -> (StatusCode, String) {
    let from: SocketAddr = from.parse().unwrap();
    let mut last = (StatusCode::OK, String::new());
    for _ in 0..times {
        let body = Body::from(r#"{"email": "a@b.example", "password": "wrong wrong wrong"}"#);
        let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        let mut request = request.body(body).unwrap();
        request.extensions_mut().insert(ConnectInfo(from));
        let answer = router.clone().oneshot(request).await.unwrap();
        let wait = answer.headers().get("retry-after").map_or("", |it| it.to_str().unwrap()).to_owned();
        last = (answer.status(), wait);
        if last.0 == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
    }
    last
}

#[tokio::test]
async fn whoever_knocks_too_often_waits_and_nobody_else_does() {
    let (_house, router) = limited().await;
    for (method, path, often) in [
        // What a password costs to check is spared: these are refused before it.
        (Method::POST, "/api/v1/setup", 100),
        (Method::GET, "/permission/unknown", 1_000),
        (Method::GET, "/api/v1/appointments", 5_000),
    ] {
        let (status, wait) = knocks(&router, often, "203.0.113.7:4000", &method, path).await;
        assert_eq!(status, 429, "{path}");
        assert!(wait.parse::<u64>().is_ok_and(|it| (1..=60).contains(&it)), "{path}: {wait:?}");
        let (other, _) = knocks(&router, 1, "203.0.113.8:4000", &method, path).await;
        assert_ne!(other, 429, "{path}: another address is free");
        let (port, _) = knocks(&router, 1, "203.0.113.7:4001", &method, path).await;
        assert_eq!(port, 429, "{path}: another port is the same address");
    }
    for path in ["/webhooks/whatsapp", "/health/live"] {
        let (status, _) = knocks(&router, 600, "203.0.113.7:4000", &Method::POST, path).await;
        assert_ne!(status, 429, "{path}");
    }
}
