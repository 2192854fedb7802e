//! Colleagues: invited with their roles, changed, let in again, and never the last key thrown away.

use crate::factors::enrolled;
use crate::house::{Answer, House, SARA, TOM};
use crate::staff::{EMAIL, PASSWORD, browser, cookie, karin, sign_in};
use axum::http::{Method, Request, header};
use serde_json::{Value, json};

/// Somebody new, invited by the API's token, with an authenticator.
pub async fn colleague(house: &House, email: &str, roles: &[&str], practitioner: Option<&str>) -> String {
    let wish = json!({"email": email, "roles": roles, "practitioner": practitioner});
    let invited = house.post("/api/v1/invitations", wish).await.is(201).json();
    let link = invited["link"].as_str().unwrap().to_owned();
    let half = cookie(&join(house, &link).await.is(200));
    enrolled(house, &half).await.cookie
}

async fn join(house: &House, link: &str) -> Answer {
    let token = link.split("/join#token=").nth(1).unwrap();
    let wish = json!({"token": token, "name": "Eva Ek", "password": PASSWORD});
    house.stranger(Method::POST, "/api/v1/accounts", Some(wish)).await
}

async fn staff(house: &House) -> Vec<Value> {
    house.get("/api/v1/staff").await.is(200).json()["items"].as_array().unwrap().clone()
}

async fn id_of(house: &House, email: &str) -> String {
    let all = staff(house).await;
    all.iter().find(|it| it["email"] == email).unwrap()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_invitation_makes_one_account_with_the_roles_that_were_chosen() {
    let house = House::open().await;
    let manager = karin(&house).await;
    let wish = json!({"email": "eva@nordkliniken.example", "roles": ["reception"]});
    let invite =
        |wish: Value| browser(&house, Method::POST, "/api/v1/invitations", &manager, true, Some(wish));
    let invited = invite(wish.clone()).await.is(201).json();
    let link = invited["link"].as_str().unwrap();
    assert!(link.starts_with("http://127.0.0.1:8080/join#token="), "{link}");
    let open =
        browser(&house, Method::GET, "/api/v1/invitations", &manager, false, None).await.is(200).json();
    assert_eq!(open["items"][0]["email"], "eva@nordkliniken.example");
    assert!(open["items"][0]["link"].is_null(), "a link is shown once");
    let body = join(&house, link).await.is(200).json();
    assert_eq!((&body["staff"]["roles"], &body["next"]), (&json!(["reception"]), &json!("enrol")));
    join(&house, link).await.refused(410, "ask for another");
    invite(wish).await.refused(409, "this mail address already");

    let second =
        json!({"email": "samir@nordkliniken.example", "roles": ["practitioner"], "practitioner": "haddad"});
    let second = invite(second).await.is(201).json();
    let path = format!("/api/v1/invitations/{}", second["id"].as_str().unwrap());
    browser(&house, Method::DELETE, &path, &manager, true, None).await.is(204);
    browser(&house, Method::DELETE, &path, &manager, true, None).await.refused(404, "invitation");
    join(&house, second["link"].as_str().unwrap()).await.refused(410, "taken back");

    for (wrong, told) in [
        (json!({"email": "x", "roles": ["reception"]}), "mail address"),
        (json!({"email": "x@y.example", "roles": []}), "roles:"),
        (json!({"email": "x@y.example", "roles": ["boss"]}), "roles:"),
        (json!({"email": "x@y.example", "roles": ["practitioner"]}), "practitioner:"),
        (
            json!({"email": "x@y.example", "roles": ["practitioner"], "practitioner": "nobody"}),
            "clinic's file",
        ),
    ] {
        invite(wrong).await.refused(400, told);
    }
    let again =
        invite(json!({"email": "late@nordkliniken.example", "roles": ["auditor"]})).await.is(201).json();
    house.post("/demo/clock", json!({"advance": "PT168H"})).await.is(200);
    join(&house, again["link"].as_str().unwrap()).await.refused(410, "too old");
}

#[tokio::test]
async fn changed_roles_sign_out_and_the_last_who_lets_others_in_stays() {
    let house = House::open().await;
    karin(&house).await;
    let eva = colleague(&house, "eva@nordkliniken.example", &["reception"], None).await;
    browser(&house, Method::GET, "/api/v1/appointments", &eva, false, None).await.is(200);
    let path = format!("/api/v1/staff/{}", id_of(&house, "eva@nordkliniken.example").await);
    let auditor = Some(json!({"roles": ["auditor"]}));
    house.ask(Method::PUT, &path, auditor.clone()).await.is(200);
    browser(&house, Method::GET, "/api/v1/appointments", &eva, false, None).await.refused(401, "sign in");
    let disabled = Some(json!({"roles": ["auditor"], "disabled": true}));
    assert_eq!(house.ask(Method::PUT, &path, disabled).await.is(200).json()["disabled"], true);
    sign_in(&house, "eva@nordkliniken.example", PASSWORD).await.refused(401, "wrong");
    let last = format!("/api/v1/staff/{}", id_of(&house, EMAIL).await);
    house.ask(Method::PUT, &last, auditor).await.refused(409, "let others in");
    let nobody = "/api/v1/staff/stf_01KKAZ5Q0000000000000000AB";
    house.ask(Method::PUT, nobody, Some(json!({"roles": ["auditor"]}))).await.refused(404, "colleague");
}

#[tokio::test]
async fn a_manager_neither_makes_nor_touches_who_keeps_the_machine() {
    let house = House::open().await;
    karin(&house).await;
    let manager = colleague(&house, "chef@nordkliniken.example", &["manager"], None).await;
    let wish = json!({"email": "it@nordkliniken.example", "roles": ["technical"]});
    let put = |path: String, body: Value| {
        let (house, manager) = (&house, &manager);
        async move { browser(house, Method::PUT, &path, manager, true, Some(body)).await }
    };
    browser(&house, Method::POST, "/api/v1/invitations", &manager, true, Some(wish))
        .await
        .refused(403, "technical");
    let karin = format!("/api/v1/staff/{}", id_of(&house, EMAIL).await);
    put(karin.clone(), json!({"roles": ["auditor"]})).await.refused(403, "technical");
    let factor = format!("{karin}/second-factor");
    browser(&house, Method::DELETE, &factor, &manager, true, None).await.refused(403, "technical");
    let own = format!("/api/v1/staff/{}", id_of(&house, "chef@nordkliniken.example").await);
    put(own, json!({"roles": ["manager", "technical"]})).await.refused(403, "technical");
}

#[tokio::test]
async fn who_lost_phone_and_paper_sets_another_authenticator_up() {
    let house = House::open().await;
    karin(&house).await;
    let email = "eva@nordkliniken.example";
    let eva = colleague(&house, email, &["reception"], None).await;
    let path = format!("/api/v1/staff/{}/second-factor", id_of(&house, email).await);
    house.ask(Method::DELETE, &path, None).await.is(204);
    browser(&house, Method::GET, "/api/v1/clinic", &eva, false, None).await.refused(401, "sign in");
    let half = sign_in(&house, email, PASSWORD).await.is(200);
    assert_eq!(half.json()["next"], "enrol");
    let again = enrolled(&house, &cookie(&half)).await.cookie;
    browser(&house, Method::GET, "/api/v1/clinic", &again, false, None).await.is(200);
}

#[tokio::test]
async fn a_practitioner_sees_their_own_patients_and_breaks_glass_with_a_reason() {
    let house = House::open().await;
    let email = "samir@nordkliniken.example";
    karin(&house).await;
    let samir = colleague(&house, email, &["practitioner"], Some("haddad")).await;
    let look = |path: String| {
        let (house, samir) = (&house, &samir);
        async move { browser(house, Method::GET, &path, samir, false, None).await }
    };
    house.writes(SARA, "Hej").await;
    house.writes(TOM, "Hello").await;
    let all = house.get("/api/v1/appointments").await.is(200).json()["items"].as_array().unwrap().clone();
    let toms = format!("/api/v1/appointments/{}", all[0]["id"].as_str().unwrap());
    assert_eq!(all[0]["practitioner"], "lindqvist");
    assert_eq!(look("/api/v1/appointments".to_owned()).await.is(200).json()["items"], json!([]));
    look(toms.clone()).await.refused(404, "not known");

    let mut own = crate::house::booking(SARA, "2026-03-11T09:00:00+01:00");
    own["practitioner"] = "haddad".into();
    let own = house.post("/api/v1/appointments", own).await.is(201).json();
    let listed = look("/api/v1/appointments".to_owned()).await.is(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    look(format!("/api/v1/appointments/{}", own["id"].as_str().unwrap())).await.is(200);

    let talks = look("/api/v1/conversations".to_owned()).await.is(200).json();
    assert_eq!(talks["items"].as_array().unwrap().len(), 1, "Sara's alone");
    let id = |it: Value| format!("/api/v1/conversations/{}", it["id"].as_str().unwrap());
    look(id(house.conversation(SARA).await)).await.is(200);
    let toms_talk = id(house.conversation(TOM).await);
    look(toms_talk.clone()).await.refused(404, "not known");

    let broken = |reason: &'static str| {
        let request = Request::get(&toms_talk).header(header::COOKIE, &samir);
        let request = request.header("x-svara-break-glass", reason);
        house.send(crate::house::with_body(request, None))
    };
    broken("short").await.refused(400, "reason");
    broken("Covers for Dr Lindqvist today").await.is(200);
    let chain = house.chain().await;
    assert_eq!(chain.iter().filter(|it| it.0 == "access.break_glass").count(), 1, "{chain:?}");
}
