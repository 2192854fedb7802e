//! The learning loop over the API: what went wrong, what it means, what would change, and that it is in use then.

use crate::house::{House, SARA, TOM};
use axum::http::Method;
use serde_json::{Value, json};

/// Our reader makes nothing of it.
const SLANG: &str = "gaddarna krumelurar fnatt";

async fn groups(house: &House) -> Vec<Value> {
    house.get("/api/v1/lessons").await.is(200).json()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_wording_is_taught_looked_at_put_to_use_and_taken_out() {
    let house = House::open().await;
    house.writes(SARA, SLANG).await;
    house.writes(TOM, "Gaddarna krumelurar fnatt!").await;
    let all = groups(&house).await;
    assert_eq!((all.len(), &all[0]["count"], &all[0]["kinds"]), (1, &json!(2), &json!({ "fallback": 2 })));

    let wish = json!({ "words": SLANG, "meaning": "book", "language": "sv", "lessons": all[0]["lessons"] });
    let taught = house.post("/api/v1/teachings", wish).await.is(201).json();
    assert_eq!((&taught["state"], &taught["meaning"]), (&json!("proposed"), &json!("book")));
    assert!(groups(&house).await.is_empty(), "what was learned from is closed");

    let at = format!("/api/v1/teachings/{}", taught["id"].as_str().unwrap());
    let preview = house.get(&format!("{at}/preview")).await.is(200).json();
    assert_eq!((&preview["turns"], preview["changes"].as_array().unwrap().len()), (&json!(2), 2));
    for change in preview["changes"].as_array().unwrap() {
        assert_eq!((&change["then"], &change["now"]), (&json!("not_understood"), &json!("looks_for_times")));
    }

    house.ask(Method::PUT, &format!("{at}/use"), None).await.is(204);
    let listed = house.get("/api/v1/teachings").await.is(200).json();
    assert_eq!(listed["items"][0]["state"], "active");
    let before = house.sent_to(SARA).len();
    house.writes(SARA, SLANG).await;
    let said = format!("{:?}", house.sent_to(SARA)[before]);
    assert!(said.contains("11 mars") && !said.contains("förstod"), "{said}");
    house.ask(Method::DELETE, &format!("{at}/use"), None).await.is(204);
    assert_eq!(house.get("/api/v1/teachings").await.json()["items"][0]["state"], "retired");

    let chain = house.chain().await;
    let kinds: Vec<&str> = chain.iter().map(|it| it.0.as_str()).collect();
    for kind in ["lessons.seen", "desk.taught", "desk.teaching.active", "desk.teaching.retired"] {
        assert!(kinds.contains(&kind), "{kind} is missing in {kinds:?}");
    }
}

#[tokio::test]
async fn what_teaches_nothing_is_dismissed() {
    let house = House::open().await;
    house.writes(SARA, SLANG).await;
    let ids = groups(&house).await[0]["lessons"].clone();
    house.post("/api/v1/lessons/dismissal", json!({ "lessons": [] })).await.refused(400, "1 to 500 ids");
    let gone = house.post("/api/v1/lessons/dismissal", json!({ "lessons": ids })).await.is(200).json();
    assert_eq!(gone, json!({ "closed": 1 }));
    assert!(groups(&house).await.is_empty());
    let again = house.post("/api/v1/lessons/dismissal", json!({ "lessons": ids })).await.is(200).json();
    assert_eq!(again, json!({ "closed": 0 }), "a second time closes nothing");
    assert!(house.chain().await.iter().any(|it| it.0 == "lessons.dismissed"));
}

#[tokio::test]
async fn what_makes_no_sense_is_not_taught() {
    let house = House::open().await;
    for (wish, detail) in [
        (json!({ "words": "", "meaning": "book" }), "1 to 120 characters"),
        (json!({ "words": "x".repeat(121), "meaning": "book" }), "1 to 120 characters"),
        (json!({ "words": SLANG, "meaning": "fixa" }), "meaning: fixa is none"),
        (json!({ "words": SLANG, "meaning": "book", "language": "klingon?" }), "`language` is a tag"),
        (json!({ "words": SLANG, "meaning": "book", "lessons": vec!["x"; 501] }), "at most 500 ids"),
    ] {
        house.post("/api/v1/teachings", wish).await.refused(400, detail);
    }
    house.get("/api/v1/teachings/taught_none/preview").await.refused(404, "the teaching");
    house.ask(Method::PUT, "/api/v1/teachings/taught_none/use", None).await.refused(404, "the teaching");
}
