//! The second factor: no console by a password alone, each code once, codes on paper, the locked screen.

use crate::house::{Answer, House};
use crate::staff::{EMAIL, PASSWORD, browser, cookie, karin, set_up, sign_in};
use axum::http::Method;
use serde_json::{Value, json};
use svara_desk::office::accounts;
use totp_rs::{Builder, Secret};

/// Somebody's authenticator, and their codes on paper.
pub struct Factor {
    pub cookie: String,
    secret: String,
    paper: Vec<String>,
}

/// Sets an authenticator up for somebody whose password was right.
pub async fn enrolled(house: &House, half: &str) -> Factor {
    let begun = browser(house, Method::POST, "/api/v1/second-factor", half, true, None).await.is(200).json();
    let secret = begun["secret"].as_str().unwrap().to_owned();
    let code = json!({"code": code(house, &secret)});
    let done = browser(house, Method::PUT, "/api/v1/second-factor", half, true, Some(code)).await.is(200);
    let paper = done.json()["recovery_codes"].as_array().unwrap().clone();
    let paper = paper.iter().map(|it| it.as_str().unwrap().to_owned()).collect();
    Factor { cookie: cookie(&done), secret, paper }
}

/// What the authenticator shows now.
fn code(house: &House, secret: &str) -> String {
    let authenticator = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    authenticator.generate(house.desk.now().as_second().try_into().unwrap()).to_string()
}

impl Factor {
    /// Shows the code of now.
    pub async fn shown(&self, house: &House, half: &str) -> Answer {
        show(house, half, &code(house, &self.secret)).await
    }
}

async fn show(house: &House, half: &str, code: &str) -> Answer {
    let body = Some(json!({ "code": code }));
    browser(house, Method::POST, "/api/v1/session/code", half, true, body).await
}

async fn a_while(house: &House, how_long: &str) {
    house.post("/demo/clock", json!({ "advance": how_long })).await.is(200);
}

/// Karin with her authenticator, and a browser in which her password was right.
async fn karin_at_the_door(house: &House) -> (Factor, String) {
    let link = accounts::first_link(&house.desk).await.unwrap().unwrap();
    let factor = enrolled(house, &cookie(&set_up(house, &link, EMAIL).await.is(200))).await;
    a_while(house, "PT1M").await;
    let half = cookie(&sign_in(house, EMAIL, PASSWORD).await.is(200));
    (factor, half)
}

#[tokio::test]
async fn no_console_opens_by_a_password_alone() {
    let house = House::open().await;
    let link = accounts::first_link(&house.desk).await.unwrap().unwrap();
    let half = cookie(&set_up(&house, &link, EMAIL).await.is(200));
    for path in ["/api/v1/appointments", "/api/v1/conversations", "/api/v1/sessions", "/api/v1/staff"] {
        browser(&house, Method::GET, path, &half, false, None).await.refused(401, "second factor");
    }
    let factor = enrolled(&house, &half).await;
    browser(&house, Method::GET, "/api/v1/appointments", &half, false, None).await.refused(401, "sign in");
    browser(&house, Method::GET, "/api/v1/appointments", &factor.cookie, false, None).await.is(200);
}

#[tokio::test]
async fn a_code_opens_once_and_another_authenticator_takes_the_old_one_to_set_up() {
    let house = House::open().await;
    let (factor, half) = karin_at_the_door(&house).await;
    browser(&house, Method::POST, "/api/v1/second-factor", &half, true, None).await.refused(409, "first");
    show(&house, &half, "000000").await.refused(401, "wrong");
    let used = code(&house, &factor.secret);
    let full = cookie(&show(&house, &half, &used).await.is(200));
    assert_ne!(full, half, "the secret is another one");
    show(&house, &full, &used).await.refused(409, "no code");
    let again = cookie(&sign_in(&house, EMAIL, PASSWORD).await.is(200));
    show(&house, &again, &used).await.refused(401, "used before");

    a_while(&house, "PT1M").await;
    let other = enrolled(&house, &full).await;
    browser(&house, Method::GET, "/api/v1/sessions", &full, false, None).await.refused(401, "sign in");
    a_while(&house, "PT1M").await;
    let again = cookie(&sign_in(&house, EMAIL, PASSWORD).await.is(200));
    factor.shown(&house, &again).await.refused(401, "wrong");
    other.shown(&house, &again).await.is(200);
}

#[tokio::test]
async fn a_code_on_paper_opens_once_however_it_is_typed() {
    let house = House::open().await;
    let (factor, half) = karin_at_the_door(&house).await;
    assert_eq!(factor.paper.len(), 10);
    let typed = factor.paper[3].to_lowercase().replace('-', " ");
    let full = cookie(&show(&house, &half, &typed).await.is(200));
    let own = browser(&house, Method::GET, "/api/v1/sessions", &full, false, None).await.is(200).json();
    assert_eq!(own["recovery_codes_left"], 9);
    let again = cookie(&sign_in(&house, EMAIL, PASSWORD).await.is(200));
    show(&house, &again, &factor.paper[3]).await.refused(401, "used before");
}

#[tokio::test]
async fn wrong_codes_cost_a_wait_and_a_password_is_worth_a_quarter_of_an_hour() {
    let house = House::open().await;
    let (factor, half) = karin_at_the_door(&house).await;
    for _ in 0..5 {
        show(&house, &half, "123456").await.refused(401, "wrong");
    }
    factor.shown(&house, &half).await.refused(429, "30 seconds");
    a_while(&house, "PT30S").await;
    factor.shown(&house, &half).await.is(200);
    let late = cookie(&sign_in(&house, EMAIL, PASSWORD).await.is(200));
    a_while(&house, "PT15M").await;
    factor.shown(&house, &late).await.refused(401, "sign in");
    let chain = house.chain().await;
    assert!(chain.iter().any(|it| it.0 == "staff.code_refused"), "{chain:?}");
}

#[tokio::test]
async fn a_locked_screen_shows_nothing_until_its_owner_is_back() {
    let house = House::open().await;
    let cookie = karin(&house).await;
    let unlock = |shown: &str| {
        let body = Some(json!({ "password_or_code": shown }));
        browser(&house, Method::POST, "/api/v1/session/unlock", &cookie, true, body)
    };
    browser(&house, Method::POST, "/api/v1/session/lock", &cookie, true, None).await.is(204);
    browser(&house, Method::GET, "/api/v1/appointments", &cookie, false, None).await.refused(423, "locked");
    let session = browser(&house, Method::GET, "/api/v1/session", &cookie, false, None).await.is(200);
    assert_eq!(session.json()["next"], "unlock");
    unlock("not the password").await.refused(400, "neither");
    assert_eq!(unlock(PASSWORD).await.is(200).json()["next"], "nothing");
    browser(&house, Method::GET, "/api/v1/appointments", &cookie, false, None).await.is(200);

    a_while(&house, "PT29M").await;
    browser(&house, Method::GET, "/api/v1/clinic", &cookie, false, None).await.is(200);
    a_while(&house, "PT30M").await;
    let shut =
        browser(&house, Method::GET, "/api/v1/clinic", &cookie, false, None).await.refused(423, "locked");
    assert_eq!(
        shut.json()["type"],
        "urn:svara:problem:screen-locked",
        "not a colleague who has a conversation"
    );
    unlock(PASSWORD).await.is(200);
    browser(&house, Method::GET, "/api/v1/clinic", &cookie, false, None).await.is(200);
}

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    let house = House::open().await;
    let (factor, half) = karin_at_the_door(&house).await;
    let here = cookie(&factor.shown(&house, &half).await.is(200));
    let list = |cookie: String| {
        let house = &house;
        async move {
            let path = "/api/v1/sessions";
            let answer = browser(house, Method::GET, path, &cookie, false, None).await.is(200).json();
            answer["items"].as_array().unwrap().clone()
        }
    };
    let all: Vec<Value> = list(here.clone()).await;
    assert_eq!(all.len(), 2);
    let (mine, other) = (&all[0], &all[1]);
    assert_eq!(
        (&mine["here"], &other["here"], &mine["browser"]),
        (&json!(true), &json!(false), &json!("?, ?"))
    );
    let path = format!("/api/v1/sessions/{}", other["id"].as_str().unwrap());
    browser(&house, Method::DELETE, &path, &here, true, None).await.is(204);
    browser(&house, Method::DELETE, &path, &here, true, None).await.refused(404, "session");
    browser(&house, Method::GET, "/api/v1/clinic", &factor.cookie, false, None).await.refused(401, "sign in");

    sign_in(&house, EMAIL, PASSWORD).await.is(200);
    browser(&house, Method::DELETE, "/api/v1/sessions", &here, true, None).await.is(204);
    assert_eq!(list(here).await.len(), 1);
}

#[tokio::test]
async fn another_password_ends_every_other_session() {
    let house = House::open().await;
    let before = karin(&house).await;
    let change = |old: &str, new: &str| {
        let body = Some(json!({"old": old, "new": new}));
        browser(&house, Method::PUT, "/api/v1/account/password", &before, true, body)
    };
    change("not the password", "en helt annan mening").await.refused(400, "old:");
    change(PASSWORD, "kort").await.refused(400, "12 to 128");
    let after = cookie(&change(PASSWORD, "en helt annan mening").await.is(204));
    browser(&house, Method::GET, "/api/v1/clinic", &before, false, None).await.refused(401, "sign in");
    browser(&house, Method::GET, "/api/v1/clinic", &after, false, None).await.is(200);
    sign_in(&house, EMAIL, PASSWORD).await.refused(401, "wrong");
    sign_in(&house, EMAIL, "en helt annan mening").await.is(200);
}
