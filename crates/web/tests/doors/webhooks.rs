//! Meta's door.

use crate::house::{House, SARA, SECRET, notification};
use axum::body::Body;
use axum::http::{Method, Request};
use svara_channel::whatsapp::signature;

/// Vectors made with Python's hmac, so that they do not come from the code they test.
const VECTORS: [(&str, &str); 3] = [
    ("{}", "sha256=9e074be0e89ade14eef46aec9532f311caaca4f86bab8b678efb136cba5524da"),
    (r#"{"text":"Hej å 👩‍⚕️ <b>"}"#, "sha256=783df1b2ab7818f4ad90a853f7e2fbc8804fa3d61f7c4eadb9b533471540fe0b"),
    (
        r#"{"text":"\u00e5 \/ \"x\""}"#,
        "sha256=1fcdb8fc8ce03f5d548d37625d8e38065f1dbc5bb0976404757605874c68c25a",
    ),
];

#[tokio::test]
async fn a_signature_of_the_raw_bytes_opens_the_door() {
    let house = House::open().await;
    for (body, signature) in VECTORS {
        house.hook_signed(body.as_bytes(), signature).await.is(200);
    }
}

#[tokio::test]
async fn everything_but_one_right_signature_is_refused_and_counted() {
    let house = House::open().await;
    let body = b"{}";
    let right = signature::header(SECRET, body);
    let other = signature::header("another-secret", body);
    let wrong = [
        "",
        "sha256=",
        "sha256=zz",
        right.trim_start_matches("sha256="),
        &right[..70],
        &other,
        "sha1=0000",
        "sha256=å",
    ];
    for signature in wrong.into_iter().filter(|it| it.is_ascii()) {
        house.hook_signed(body, signature).await.refused(401, "signature");
    }
    let twice = Request::post("/webhooks/whatsapp")
        .header("x-hub-signature-256", &right)
        .header("x-hub-signature-256", &right)
        .body(Body::from("{}"))
        .unwrap();
    house.send(twice).await.refused(401, "signature");
    house
        .stranger(Method::POST, "/webhooks/whatsapp", Some(serde_json::json!({})))
        .await
        .refused(401, "signature");
    house.hook_signed(b"{} ", &right).await.refused(401, "signature");
    let metrics = house.get("/metrics").await.is(200).text();
    assert!(
        metrics.contains(r#"svara_webhook_received_total{provider="whatsapp",result="bad_signature"} 10"#),
        "{metrics}"
    );
}

#[tokio::test]
async fn what_is_no_json_is_a_bad_request() {
    let house = House::open().await;
    for body in ["", "{", "hello", "{\"a\":}"] {
        house.hook(body.as_bytes()).await.refused(400, "JSON");
    }
    for strange in
        ["[]", "null", "3", "{\"object\":\"page\"}", "{\"entry\":{}}", "{\"entry\":[{\"changes\":[7]}]}"]
    {
        house.hook(strange.as_bytes()).await.is(200);
    }
}

#[tokio::test]
async fn three_megabytes_are_taken_and_more_than_four_are_not() {
    let house = House::open().await;
    let json = |bytes: usize| format!("{{\"object\":\"page\",\"x\":\"{}\"}}", "a".repeat(bytes));
    house.hook(json(3 * 1024 * 1024).as_bytes()).await.is(200);
    house.hook(json(4 * 1024 * 1024 + 1).as_bytes()).await.refused(413, "bytes");
}

#[tokio::test]
async fn a_message_delivered_again_is_answered_once() {
    let house = House::open().await;
    let raw = notification(SARA, "wamid.same", "Hej! Var kan jag parkera?", house.desk.now()).to_string();
    for _ in 0..3 {
        house.hook(raw.as_bytes()).await.is(200);
    }
    house.settle().await;
    house.hook(raw.as_bytes()).await.is(200);
    house.settle().await;
    assert_eq!(house.sent_to(SARA).len(), 1);
    let messages = house.conversation(SARA).await["messages"].as_array().unwrap().len();
    assert_eq!(messages, 2);
}

#[tokio::test]
async fn when_the_store_is_gone_meta_is_asked_to_deliver_again() {
    let house = House::open().await;
    house.desk.store().clone().close().await;
    let raw = notification(SARA, "wamid.1", "Hej", house.desk.now()).to_string();
    house.hook(raw.as_bytes()).await.refused(503, "deliver it again");
    house.get("/health/ready").await.refused(503, "store");
    house.get("/health/live").await.is(200);
}

#[tokio::test]
async fn the_handshake_echoes_a_challenge_for_the_right_token_only() {
    let house = House::open().await;
    let ask = |query: &str| format!("/webhooks/whatsapp?{query}");
    let right = "hub.mode=subscribe&hub.verify_token=house-verify-token&hub.challenge=1158201444";
    let answer = house.stranger(Method::GET, &ask(right), None).await.is(200);
    assert_eq!(answer.text(), "1158201444");
    assert!(answer.header("content-type").starts_with("text/plain"));
    for wrong in [
        "",
        "hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1",
        "hub.mode=subscribe&hub.verify_token=&hub.challenge=1",
        "hub.mode=unsubscribe&hub.verify_token=house-verify-token&hub.challenge=1",
    ] {
        house.stranger(Method::GET, &ask(wrong), None).await.refused(403, "verify token");
    }
    for challenge in ["", "a%20b", "%3Cb%3E%0A", &"1".repeat(257)] {
        let query =
            format!("hub.mode=subscribe&hub.verify_token=house-verify-token&hub.challenge={challenge}");
        house.stranger(Method::GET, &ask(&query), None).await.refused(400, "challenge");
    }
}

#[tokio::test]
async fn what_nobody_can_handle_is_kept_with_its_reason() {
    let house = House::open().await;
    let mut foreign = notification(SARA, "wamid.elsewhere", "Hej", house.desk.now());
    foreign["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "42".into();
    house.hook(foreign.to_string().as_bytes()).await.is(200);
    house.hook(br#"{"object":"page"}"#).await.is(200);
    house.settle().await;
    let all = house.get("/api/v1/unhandled").await.is(200).json();
    let items = all["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{all}");
    assert_eq!(items[0]["kind"], "message");
    assert_eq!(items[0]["reason"], "the number it was written to is no clinic's");
    assert!(!all.to_string().contains("wamid"), "a provider's id shows the sender's number");
    let first = house.get("/api/v1/unhandled?limit=1").await.is(200).json();
    assert_eq!(first["items"][0], items[0]);
    let next = format!("/api/v1/unhandled?limit=1&after={}", first["next"].as_str().unwrap());
    let second = house.get(&next).await.is(200).json();
    assert_eq!((&second["items"][0], &second["next"]), (&items[1], &serde_json::Value::Null));
}
