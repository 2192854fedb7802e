//! The pages are whole: what they name is served, and nothing comes from elsewhere.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

mod common;

use common::world;

const PAGES: [&str; 9] = [
    "/phone",
    "/phone/phone.css",
    "/phone/phone.js",
    "/phone/phone-draw.js",
    "/phone/phone-words.js",
    "/demo",
    "/demo/demo.css",
    "/demo/demo.js",
    "/demo/demo-words.js",
];

/// Every address that stands in quotes after `before`.
fn named<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    text.split(before).skip(1).filter_map(|it| it.split('"').next()).collect()
}

#[tokio::test]
async fn a_page_names_only_what_is_served_here() {
    let world = world(None).await;
    for page in PAGES {
        let answer = world.http.get(format!("{}{page}", world.base)).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{page}");
        assert!(answer.headers().contains_key("content-security-policy"), "{page}");
        let text = answer.text().await.unwrap();
        for address in ["href=\"", "src=\"", "from \""].iter().flat_map(|it| named(&text, it)) {
            let here = PAGES.contains(&address) || address.starts_with("data:");
            assert!(here, "{page} names {address}");
        }
    }
}

#[tokio::test]
async fn a_phone_that_asks_for_nonsense_is_told_so() {
    let world = world(None).await;
    let write = |digits: &str, body: &str| {
        let request = world.http.post(format!("{}/demo/phone/{digits}/messages", world.base));
        request.header("content-type", "application/json").body(body.to_owned()).send()
    };
    for (digits, body, status) in [
        ("46700000001", r#"{"text": "Hej"}"#, 202),
        ("46700000001", r#"{"kind": "voice"}"#, 202),
        ("46700000001", r#"{"text": "  "}"#, 400),
        ("46700000001", r#"{"kind": "hologram"}"#, 400),
        ("46700000001", r#"{"text": "Hej", "kind": "image"}"#, 400),
        ("46700000001", r#"{"tap": {"message_id": "wamid.X", "id": "a"}}"#, 400),
        ("46700000001", "{}", 400),
        ("46700000001", "Hej", 400),
        ("Sara", r#"{"text": "Hej"}"#, 400),
    ] {
        assert_eq!(write(digits, body).await.unwrap().status().as_u16(), status, "{digits} {body}");
    }
}
