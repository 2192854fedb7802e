//! The matrix: each role before each door, and the handbook that says the same.

use crate::house::{House, TOKEN, with_body};
use crate::people::colleague;
use crate::staff::karin;
use axum::http::{Method, Request, header};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use svara_model::{Access, Capability, Role, Roles};
use svara_web::doors::{DOORS, Door, OPEN_DOORS, Own};
use tower::ServiceExt;

const SOME_ID: &str = "apt_01KKAZ5Q0000000000000000AB";

fn method(door: &Door) -> Method {
    Method::from_bytes(door.method.as_bytes()).unwrap()
}

#[test]
fn every_address_of_the_api_has_its_door() {
    let description: Value = serde_json::from_str(&svara_web::openapi()).unwrap();
    let mut described = BTreeSet::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            described.insert((method.to_ascii_uppercase(), path.clone()));
        }
    }
    let open = OPEN_DOORS.iter().map(|(method, path)| ((*method).to_owned(), (*path).to_owned()));
    let doors = DOORS.iter().map(|it| (it.method.to_owned(), it.path.to_owned()));
    let listed: BTreeSet<_> = doors.chain(open).collect();
    let missing: Vec<_> = described.difference(&listed).collect();
    let invented: Vec<_> = listed.difference(&described).collect();
    assert!(missing.is_empty(), "add to crates/web/src/doors.rs: {missing:?}");
    assert!(invented.is_empty(), "no such address: {invented:?}");
    assert_eq!(listed.len(), DOORS.len() + OPEN_DOORS.len(), "a door stands twice");
}

#[tokio::test]
async fn each_role_opens_its_doors_and_no_others() {
    let house = House::open().await;
    karin(&house).await;
    for role in Role::ALL {
        let practitioner = (role == Role::Practitioner).then_some("haddad");
        let email = format!("{}@nordkliniken.example", role.as_str());
        let cookie = colleague(&house, &email, &[role.as_str()], practitioner).await;
        // A signed-out or locked browser would learn nothing of the doors behind.
        let ends = |it: &&Door| !it.path.starts_with("/api/v1/session");
        for door in DOORS.iter().filter(ends) {
            let access = Roles::only(role).access(door.needs);
            let opens = access.allows(door.changes) && (access != Access::Own || door.own != Own::Closed);
            let path = door.path.replace("{id}", SOME_ID);
            let status = before(&house, door, &path, &cookie).await;
            assert_eq!(status != 403, opens, "{role:?} at {} {}: {status}", door.method, door.path);
        }
    }
}

/// What the door answers. A live line never ends, so bodies are left alone.
async fn before(house: &House, door: &Door, path: &str, cookie: &str) -> u16 {
    let request = Request::builder().method(method(door)).uri(path).header(header::COOKIE, cookie);
    let request = with_body(request.header("x-svara", "1"), None);
    house.router.clone().oneshot(request).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_tokens_scope_is_as_far_as_it_goes() {
    use svara_web::ApiToken;
    assert!(ApiToken::new("intake", TOKEN, None).within("appointments,reports:read").is_ok());
    for wrong in ["", "everything", "appointments:write", "appointments,,"] {
        assert!(ApiToken::new("intake", TOKEN, None).within(wrong).is_err(), "{wrong:?}");
    }
    let house = House::open_with_scope("appointments:read").await;
    let ask = |method: Method, path: &str| {
        let request = Request::builder().method(method).uri(path);
        house.send(with_body(request.header(header::AUTHORIZATION, format!("Bearer {TOKEN}")), None))
    };
    ask(Method::GET, "/api/v1/appointments").await.is(200);
    ask(Method::GET, "/api/v1/clinic").await.is(200);
    ask(Method::POST, "/api/v1/appointments").await.refused(403, "scope");
    ask(Method::GET, "/api/v1/conversations").await.refused(403, "scope");
    ask(Method::GET, "/api/v1/staff").await.refused(403, "scope");
}

#[test]
fn the_handbook_shows_the_table_that_opens_doors() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/roles.md");
    let fresh = page();
    if std::env::var_os("SVARA_GENERATE").is_some() {
        std::fs::write(file, &fresh).unwrap();
    }
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    assert!(kept == fresh, "docs/roles.md is stale: run `SVARA_GENERATE=1 cargo test -p svara-web handbook`");
}

fn page() -> String {
    let mut page = include_str!("roles.head.md").to_owned();
    page.push_str("\n| capability | reception | practitioner | manager | technical | auditor |\n| --- | --- | --- | --- | --- | --- |\n");
    for capability in Capability::ALL {
        let cells: Vec<_> = Role::ALL.iter().map(|it| Roles::only(*it).access(capability).as_str()).collect();
        writeln!(page, "| {} | {} |", capability.as_str(), cells.join(" | ")).unwrap();
    }
    page.push_str("\n## Doors\n\nWhat each address of the API needs, and how it holds somebody who sees only their own patients.\n");
    page.push_str("\n| door | needs | own patients |\n| --- | --- | --- |\n");
    for door in DOORS {
        let own = match door.own {
            Own::Free => "shows no patient",
            Own::Listed => "lists only theirs",
            Own::Appointment | Own::Conversation => "404 unless theirs",
            Own::Closed => "closed",
        };
        let change = if door.changes { "" } else { ", to look" };
        writeln!(page, "| `{} {}` | {}{change} | {own} |", door.method, door.path, door.needs.as_str())
            .unwrap();
    }
    page.push_str("\nOpen to whoever stands before the desk, and looking after themselves:");
    for (method, path) in OPEN_DOORS {
        write!(page, " `{method} {path}`").unwrap();
    }
    page.push_str(".\n");
    page
}
