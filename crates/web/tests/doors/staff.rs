//! Accounts: the set-up link, signing in and out, and what a browser must show to change anything.

use crate::factors::enrolled;
use crate::house::{Answer, House, SARA, with_body};
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use svara_desk::office::accounts;

pub const EMAIL: &str = "karin@nordkliniken.example";
pub const PASSWORD: &str = "en kort mening räcker";

/// As the console asks: with its cookie, and with or without the header of our page.
pub async fn browser(
    house: &House,
    method: Method,
    path: &str,
    cookie: &str,
    ours: bool,
    body: Option<Value>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header(header::COOKIE, cookie);
    if ours {
        request = request.header("x-svara", "1").header("sec-fetch-site", "same-origin");
    }
    house.send(with_body(request, body)).await
}

pub async fn set_up(house: &House, token: &str, email: &str) -> Answer {
    let wish = json!({"token": token, "name": "Karin Lund", "email": email, "password": PASSWORD});
    house.stranger(Method::POST, "/api/v1/setup", Some(wish)).await
}

pub async fn sign_in(house: &House, email: &str, password: &str) -> Answer {
    let wish = json!({"email": email, "password": password});
    house.stranger(Method::POST, "/api/v1/session", Some(wish)).await
}

pub fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

/// Karin, who redeemed the first link and set an authenticator up.
pub async fn karin(house: &House) -> String {
    let link = accounts::first_link(&house.desk).await.unwrap().unwrap();
    let half = cookie(&set_up(house, &link, EMAIL).await.is(200));
    enrolled(house, &half).await.cookie
}

#[tokio::test]
async fn the_first_link_makes_one_account_and_works_once() {
    let house = House::open().await;
    let earlier = accounts::first_link(&house.desk).await.unwrap().unwrap();
    let link = accounts::first_link(&house.desk).await.unwrap().unwrap();
    assert!(link.len() >= 64);
    set_up(&house, "guessed", EMAIL).await.refused(410, "used before or is too old");
    let answer = set_up(&house, &link, EMAIL).await.is(200);
    let body = answer.json();
    let roles = ["reception", "manager", "technical"];
    let me = &body["staff"];
    assert_eq!(
        (&me["name"], &me["email"], &me["roles"]),
        (&json!("Karin Lund"), &json!(EMAIL), &json!(roles))
    );
    assert_eq!(body["next"], "enrol");
    assert_eq!(body["clinic"]["id"], "nordkliniken");
    set_up(&house, &link, "another@nordkliniken.example").await.refused(410, "used before or is too old");
    set_up(&house, &earlier, "another@nordkliniken.example").await.refused(410, "used before or is too old");
    assert!(accounts::first_link(&house.desk).await.unwrap().is_none(), "somebody works here now");
    let session =
        browser(&house, Method::GET, "/api/v1/session", &cookie(&answer), false, None).await.is(200);
    assert_eq!(session.json(), body);
}

#[tokio::test]
async fn a_link_is_used_up_only_by_an_account_that_was_made_and_dies_after_three_days() {
    let house = House::open().await;
    let link = accounts::first_link(&house.desk).await.unwrap().unwrap();
    let wrong = [
        ("email", "no address", "mail address"),
        ("email", "@", "mail address"),
        ("name", " ", "name"),
        ("password", "kort", "12 to 128"),
    ];
    for (field, value, detail) in wrong {
        let mut wish = json!({"token": link, "name": "Karin Lund", "email": EMAIL, "password": PASSWORD});
        wish[field] = value.into();
        house.stranger(Method::POST, "/api/v1/setup", Some(wish)).await.refused(400, detail);
    }
    house.post("/demo/clock", json!({"advance": "PT72H"})).await.is(200);
    set_up(&house, &link, EMAIL).await.refused(410, "too old");
    let another = accounts::first_link(&house.desk).await.unwrap().unwrap();
    set_up(&house, &another, EMAIL).await.is(200);
}

#[tokio::test]
async fn a_password_and_a_code_open_a_session_that_ends_when_one_signs_out() {
    let house = House::open().await;
    let link = accounts::first_link(&house.desk).await.unwrap().unwrap();
    let half = cookie(&set_up(&house, &link, EMAIL).await.is(200));
    let factor = enrolled(&house, &half).await;
    let answer = sign_in(&house, " KARIN@nordkliniken.example", PASSWORD).await.is(200);
    let set = answer.header("set-cookie");
    assert!(
        set.contains("HttpOnly") && set.contains("SameSite=Strict") && set.contains("Max-Age=43200"),
        "{set}"
    );
    assert_eq!(answer.json()["next"], "code");
    house.post("/demo/clock", json!({"advance": "PT30S"})).await.is(200);
    let answer = factor.shown(&house, &cookie(&answer)).await.is(200);
    let cookie = cookie(&answer);
    let session = browser(&house, Method::GET, "/api/v1/session", &cookie, false, None).await.is(200);
    assert_eq!(session.json()["next"], "nothing");
    let out = browser(&house, Method::DELETE, "/api/v1/session", &cookie, true, None).await.is(204);
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{}", out.header("set-cookie"));
    browser(&house, Method::GET, "/api/v1/session", &cookie, false, None).await.refused(401, "sign in");
    let chain = house.chain().await;
    for kind in [
        "staff.set_up",
        "staff.second_factor_set",
        "staff.password_right",
        "staff.signed_in",
        "staff.signed_out",
    ] {
        assert!(chain.iter().any(|it| it.0 == kind && it.1.starts_with("staff:stf_")), "{kind}: {chain:?}");
    }
}

#[tokio::test]
async fn a_session_lasts_a_working_day() {
    let house = House::open().await;
    let cookie = karin(&house).await;
    house.post("/demo/clock", json!({"advance": "PT11H59M"})).await.is(200);
    browser(&house, Method::GET, "/api/v1/session", &cookie, false, None).await.is(200);
    house.post("/demo/clock", json!({"advance": "PT1M"})).await.is(200);
    browser(&house, Method::GET, "/api/v1/session", &cookie, false, None).await.refused(401, "sign in");
}

#[tokio::test]
async fn wrong_passwords_cost_a_wait_for_that_account_alone() {
    let house = House::open().await;
    karin(&house).await;
    for _ in 0..5 {
        sign_in(&house, EMAIL, "not the password").await.refused(401, "wrong");
    }
    let told = sign_in(&house, EMAIL, PASSWORD).await.refused(429, "30 seconds");
    assert_eq!(told.header("retry-after"), "30");
    let unknown = sign_in(&house, "nobody@nordkliniken.example", PASSWORD).await.refused(401, "wrong");
    assert_eq!(unknown.json()["detail"], "the mail address or the password is wrong");
    house.post("/demo/clock", json!({"advance": "PT30S"})).await.is(200);
    sign_in(&house, EMAIL, PASSWORD).await.is(200);
}

#[tokio::test]
async fn a_browser_changes_nothing_without_our_pages_header() {
    let house = House::open().await;
    let cookie = karin(&house).await;
    house.writes(SARA, "Hej").await;
    let id = house.conversation(SARA).await["id"].as_str().unwrap().to_owned();
    let take = format!("/api/v1/conversations/{id}/takeover");
    let book = crate::house::booking(SARA, "2026-03-11T09:00:00+01:00");
    for (method, path, body) in [
        (Method::POST, take.as_str(), None),
        (Method::DELETE, take.as_str(), None),
        (Method::POST, "/api/v1/appointments", Some(book)),
        (Method::DELETE, "/api/v1/session", None),
    ] {
        browser(&house, method, path, &cookie, false, body).await.refused(403, "x-svara");
    }
    let elsewhere = Request::post(&take)
        .header(header::COOKIE, &cookie)
        .header("x-svara", "1")
        .header("sec-fetch-site", "cross-site");
    house.send(with_body(elsewhere, None)).await.refused(403, "x-svara");
    let taken = browser(&house, Method::POST, &take, &cookie, true, None).await.is(200).json();
    assert_eq!(taken["taken_by"], "Karin Lund");
    assert!(
        house.chain().await.iter().any(|it| it.0 == "conversation.taken" && it.1.starts_with("staff:stf_"))
    );
}

#[tokio::test]
async fn a_colleagues_conversation_is_theirs_until_they_give_it_back() {
    let house = House::open().await;
    let cookie = karin(&house).await;
    house.writes(SARA, "Hej").await;
    let id = house.conversation(SARA).await["id"].as_str().unwrap().to_owned();
    let (take, say) =
        (format!("/api/v1/conversations/{id}/takeover"), format!("/api/v1/conversations/{id}/messages"));
    browser(&house, Method::POST, &take, &cookie, true, None).await.is(200);
    house.post(&take, json!({})).await.refused(423, "Karin Lund has this conversation");
    house.post(&say, json!({"text": "Hej"})).await.refused(423, "Karin Lund has this conversation");
    let said =
        browser(&house, Method::POST, &say, &cookie, true, Some(json!({"text": "Hej Sara"}))).await.is(201);
    assert_eq!(said.json()["by"], "Karin Lund");
    house.settle().await;
    let it = house.conversation(SARA).await;
    assert_eq!(it["messages"].as_array().unwrap().last().unwrap()["by"], "Karin Lund");
    house.ask(Method::DELETE, &take, None).await.is(200);
    house.post(&take, json!({})).await.is(200);
}

#[tokio::test]
async fn signing_out_clears_what_the_browser_kept() {
    let house = House::open().await;
    let cookie = karin(&house).await;
    let out = browser(&house, Method::DELETE, "/api/v1/session", &cookie, true, None).await.is(204);
    assert_eq!(out.header("clear-site-data"), "\"cache\"");
}

#[tokio::test]
async fn over_https_the_cookie_is_locked_to_the_host() {
    let house = House::with("https://desk.nordkliniken.example").await;
    let link = accounts::first_link(&house.desk).await.unwrap().unwrap();
    let answer = set_up(&house, &link, EMAIL).await.is(200);
    let set = answer.header("set-cookie");
    assert!(set.starts_with("__Host-svara=") && set.contains("Secure") && set.contains("Path=/"), "{set}");
    assert!(answer.header("strict-transport-security").contains("max-age=31536000"));
    browser(&house, Method::GET, "/api/v1/session", &cookie(&answer), false, None).await.is(200);
}

#[tokio::test]
async fn the_store_keeps_no_secret_that_opens_a_session() {
    let house = House::open().await;
    let cookie = karin(&house).await;
    for wrong in ["svara=", "svara=x", "other=1", ""] {
        browser(&house, Method::GET, "/api/v1/session", wrong, false, None).await.refused(401, "sign in");
    }
    let secret = cookie.strip_prefix("svara=").unwrap();
    let bearer = Request::get("/api/v1/clinic").header(header::AUTHORIZATION, format!("Bearer {secret}"));
    house.send(with_body(bearer, None)).await.refused(401, "sign in");
}
