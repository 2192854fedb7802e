//! Staff sign in with the house's identity provider, against a real one (npm oidc-provider) on loopback: matched to an
//! account that is there, by a verified address once and by the identity from then on, and never made one.

use crate::house::{Answer, House};
use crate::people::colleague;
use crate::sign_in::{Browser, Provider};
use crate::staff::{EMAIL, PASSWORD, browser, karin};
use axum::http::Method;
use serde_json::{Value, json};
use svara_channel::openid::OpenId;
use svara_web::{ApiToken, Counters, Limits, Operations, StaffSignIn, Web};

const BACK: &str = "http://127.0.0.1:8080/staff/callback";

/// The house with a provider for its staff.
async fn with_provider(provider: &Provider) -> House {
    let house = House::open().await;
    let settings =
        svara_channel::openid::OpenIdSettings { with_email: true, afresh: true, ..provider.settings(BACK) };
    rebuilt(house, Some(StaffSignIn { name: "Nord-konto".to_owned(), provider: OpenId::new(settings) }))
}

fn rebuilt(mut house: House, staff_sign_in: Option<StaffSignIn>) -> House {
    house.router = svara_web::router(Web {
        desk: house.desk.clone(),
        api_tokens: vec![ApiToken::new("intake", crate::house::TOKEN, None)],
        demo: None,
        operations: Operations::OwnListener,
        counters: Counters::default(),
        limits: Limits::Off,
        open_id: None,
        staff_sign_in,
        stage: std::sync::Arc::new(crate::settings::Curtain),
    });
    house
}

/// From the button to wherever it ends: the address that the desk sends the browser to.
async fn comes(house: &House, provider: &Provider) -> (String, Answer) {
    let mut seat = Browser::new(house);
    let left = seat.here(Method::GET, "/staff/sign-in").await.is(303);
    returns(&mut seat, provider, left.header("location").to_owned()).await
}

async fn returns(seat: &mut Browser<'_>, provider: &Provider, url: String) -> (String, Answer) {
    let back = seat.there(url, provider).await;
    let answer = seat.here(Method::GET, &back).await.is(303);
    (answer.header("location").to_owned(), answer)
}

/// The session that an answer opened.
fn session(answer: &Answer) -> Option<String> {
    let all = answer.headers.get_all("set-cookie").iter().map(|it| it.to_str().unwrap());
    let set = all.into_iter().find(|it| it.starts_with("svara="))?;
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
    set.split(';').next().map(str::to_owned)
}

async fn who(house: &House, cookie: &str) -> Value {
    let it = browser(house, Method::GET, "/api/v1/session", cookie, false, None).await.is(200).json();
    json!([it["staff"]["email"], it["next"]])
}

async fn kinds(house: &House) -> Vec<String> {
    house.chain().await.into_iter().map(|it| it.0).filter(|it| it.starts_with("staff.")).collect()
}

fn count(kinds: &[String], kind: &str) -> usize {
    kinds.iter().filter(|it| *it == kind).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_verified_address_opens_an_account_once_and_the_identity_from_then_on() {
    let provider = Provider::start(BACK);
    let house = with_provider(&provider).await;
    karin(&house).await;
    provider.next_with_mail("karin-1", "pwd,otp", &EMAIL.to_uppercase(), true).await;
    let (to, answer) = comes(&house, &provider).await;
    assert_eq!(to, "/");
    let cookie = session(&answer).unwrap();
    assert_eq!(who(&house, &cookie).await, json!([EMAIL, "nothing"]), "two factors there are two here");
    browser(&house, Method::GET, "/api/v1/inbox", &cookie, false, None).await.is(200);

    // Another address, even one that nobody verified: it is the same person.
    provider.next_with_mail("karin-1", "hwk,pin", "karin@elsewhere.example", false).await;
    let (_, answer) = comes(&house, &provider).await;
    assert_eq!(who(&house, &session(&answer).unwrap()).await, json!([EMAIL, "nothing"]));

    // Somebody else who has her address today.
    provider.next_with_mail("mallory-1", "pwd,otp", EMAIL, true).await;
    let (to, answer) = comes(&house, &provider).await;
    assert_eq!((to.as_str(), session(&answer)), ("/#sign-in=nobody", None));
    let kinds = kinds(&house).await;
    let counted = ["staff.provider_linked", "staff.provider_right", "staff.sign_in_refused"];
    assert_eq!(counted.map(|it| count(&kinds, it)), [1, 2, 1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_factor_there_is_followed_by_ours() {
    let provider = Provider::start(BACK);
    let house = with_provider(&provider).await;
    karin(&house).await;
    provider.next_with_mail("karin-1", "pwd", EMAIL, true).await;
    let (to, answer) = comes(&house, &provider).await;
    assert_eq!(to, "/");
    let cookie = session(&answer).unwrap();
    assert_eq!(who(&house, &cookie).await, json!([EMAIL, "code"]));
    browser(&house, Method::GET, "/api/v1/inbox", &cookie, false, None).await.refused(401, "second factor");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_an_account_or_a_right_by_coming() {
    let provider = Provider::start(BACK);
    let house = with_provider(&provider).await;
    karin(&house).await;
    let eva = colleague(&house, "eva@nordkliniken.example", &["reception"], None).await;
    let staff = async || house.get("/api/v1/staff").await.is(200).json();
    let before = staff().await;
    for (subject, mail, verified) in [
        ("stranger-1", "stranger@nordkliniken.example", true),
        ("eva-1", "eva@nordkliniken.example", false),
        ("eva-2", "", true),
    ] {
        provider.next_with_mail(subject, "pwd,otp", mail, verified).await;
        let (to, answer) = comes(&house, &provider).await;
        assert_eq!((to.as_str(), session(&answer)), ("/#sign-in=nobody", None), "{subject}");
    }
    assert_eq!(staff().await, before, "nobody is new and nobody may more");
    drop(eva);
    // Whoever may not come in any more does not come in by this door either, linked or not.
    provider.next_with_mail("eva-1", "pwd,otp", "eva@nordkliniken.example", true).await;
    assert_eq!(comes(&house, &provider).await.0, "/");
    let id = before["items"].as_array().unwrap().iter().find(|it| it["email"] == "eva@nordkliniken.example");
    let path = format!("/api/v1/staff/{}", id.unwrap()["id"].as_str().unwrap());
    let off = json!({"roles": ["reception"], "practitioner": null, "disabled": true});
    house.ask(Method::PUT, &path, Some(off)).await.is(200);
    let (to, answer) = comes(&house, &provider).await;
    assert_eq!((to.as_str(), session(&answer)), ("/#sign-in=nobody", None));
    assert_eq!(count(&kinds(&house).await, "staff.sign_in_refused"), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_only_the_providers_other_page_tells_counts_as_well() {
    let provider = Provider::start_telling_mail_apart(BACK);
    let house = with_provider(&provider).await;
    karin(&house).await;
    provider.next_with_mail("karin-1", "pwd,otp", EMAIL, true).await;
    let (_, answer) = comes(&house, &provider).await;
    assert_eq!(who(&house, &session(&answer).unwrap()).await, json!([EMAIL, "nothing"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_way_back_that_this_browser_did_not_begin_opens_nothing() {
    let provider = Provider::start(BACK);
    let house = with_provider(&provider).await;
    karin(&house).await;
    provider.next_with_mail("karin-1", "pwd,otp", EMAIL, true).await;
    let mut seat = Browser::new(&house);
    let left = seat.here(Method::GET, "/staff/sign-in").await.is(303);
    let cookie = left.header("set-cookie").to_owned();
    for wanted in ["HttpOnly", "SameSite=Lax", "Path=/staff;"] {
        assert!(cookie.contains(wanted), "{wanted}: {cookie}");
    }
    let url = left.header("location").to_owned();
    for wanted in ["code_challenge_method=S256", "state=", "nonce=", "scope=openid", "prompt=login"] {
        assert!(url.contains(wanted), "{wanted}: {url}");
    }
    let back = seat.there(url, &provider).await;
    let stranger = Browser::new(&house).here(Method::GET, &back).await.is(303);
    assert_eq!((stranger.header("location"), session(&stranger)), ("/#sign-in=over", None));
    let changed = seat.here(Method::GET, &back.replace("state=", "state=y")).await.is(303);
    assert_eq!((changed.header("location"), session(&changed)), ("/#sign-in=failed", None));
    let again = seat.here(Method::GET, &back).await.is(303);
    assert_eq!((again.header("location"), session(&again)), ("/#sign-in=over", None), "once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_in_links_the_provider_and_lets_go_of_it() {
    let provider = Provider::start(BACK);
    let house = with_provider(&provider).await;
    let karin = karin(&house).await;
    let own = async || {
        browser(&house, Method::GET, "/api/v1/account/provider", &karin, false, None).await.is(200).json()
    };
    assert_eq!(own().await, json!({"provider": "Nord-konto", "linked": false}));
    let proof = |shown: &str| Some(json!({"password_or_code": shown}));
    let link =
        |shown: &str| browser(&house, Method::POST, "/api/v1/account/provider", &karin, true, proof(shown));
    link("an open screen").await.refused(400, "neither your password nor a code");
    let linking = async |subject: &str| {
        // No address at all: the identity is what counts.
        provider.next_with_mail(subject, "pwd", "", false).await;
        let begun = link(PASSWORD).await.is(200);
        let mut seat = Browser::new(&house);
        seat.keep(begun.header("set-cookie"));
        returns(&mut seat, &provider, begun.json()["url"].as_str().unwrap().to_owned()).await
    };
    let (to, answer) = linking("karin-1").await;
    assert_eq!(
        (to.as_str(), session(&answer)),
        ("/settings/account#provider=linked", None),
        "linking opens nothing"
    );
    assert_eq!(own().await["linked"], true);
    provider.next_with_mail("karin-1", "pwd,otp", "", false).await;
    let (_, answer) = comes(&house, &provider).await;
    assert_eq!(who(&house, &session(&answer).unwrap()).await, json!([EMAIL, "nothing"]));

    // What is Karin's can't become Eva's.
    let eva = colleague(&house, "eva@nordkliniken.example", &["reception"], None).await;
    provider.next_with_mail("karin-1", "pwd", "", false).await;
    let begun =
        browser(&house, Method::POST, "/api/v1/account/provider", &eva, true, proof(PASSWORD)).await.is(200);
    let mut seat = Browser::new(&house);
    seat.keep(begun.header("set-cookie"));
    let (to, _) = returns(&mut seat, &provider, begun.json()["url"].as_str().unwrap().to_owned()).await;
    assert_eq!(to, "/settings/account#provider=taken");

    for _ in 0..2 {
        browser(&house, Method::DELETE, "/api/v1/account/provider", &karin, true, None).await.is(204);
    }
    assert_eq!(own().await["linked"], false);
    provider.next_with_mail("karin-1", "pwd,otp", "", false).await;
    assert_eq!(comes(&house, &provider).await.0, "/#sign-in=nobody");
    let kinds = kinds(&house).await;
    let counted = ["staff.provider_linked", "staff.provider_unlinked", "staff.provider_link_refused"];
    assert_eq!(counted.map(|it| count(&kinds, it)), [1, 1, 1]);
}

#[tokio::test]
async fn without_a_provider_there_is_no_such_door() {
    let house = House::open().await;
    let karin = karin(&house).await;
    let ways = house.stranger(Method::GET, "/api/v1/session/ways", None).await.is(200).json();
    assert_eq!(ways, json!({"provider": null}));
    house.stranger(Method::GET, "/staff/sign-in", None).await.is(404);
    let back = house.stranger(Method::GET, "/staff/callback?code=x&state=y", None).await.is(303);
    assert_eq!(back.header("location"), "/#sign-in=over");
    browser(
        &house,
        Method::POST,
        "/api/v1/account/provider",
        &karin,
        true,
        Some(json!({"password_or_code": PASSWORD})),
    )
    .await
    .refused(404, "provider");
}

#[tokio::test]
async fn a_provider_that_is_away_is_said() {
    let settings = svara_channel::openid::OpenIdSettings {
        reach: svara_channel::guard::Reach::Private,
        issuer: "http://127.0.0.1:1".to_owned(),
        client_id: "svara".to_owned(),
        client_secret: "none".to_owned(),
        redirect_url: BACK.to_owned(),
        strong: Vec::new(),
        with_email: true,
        afresh: true,
    };
    let way = StaffSignIn { name: "Nord-konto".to_owned(), provider: OpenId::new(settings) };
    let house = rebuilt(House::open().await, Some(way));
    let ways = house.stranger(Method::GET, "/api/v1/session/ways", None).await.is(200).json();
    assert_eq!(ways["provider"], "Nord-konto");
    let left = house.stranger(Method::GET, "/staff/sign-in", None).await.is(303);
    assert_eq!(left.header("location"), "/#sign-in=unreachable");
}
