//! Whatever a provider posts: taken in once, or refused clearly; never a panic, never a 5xx, nothing lost.

use crate::world::{Demo, Folder, Provider, SARA, TOM, notification};
use serde_json::json;
use std::path::{Path, PathBuf};

const EVENING: &str = "2026-03-10T22:00:00+01:00";

/// The repository's own samples, and those handed to us where they lie beside it.
fn samples() -> Vec<(String, Vec<u8>)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = std::fs::read_to_string(here.join("../channel/tests/fixtures/notifications.jsonl")).unwrap();
    let mut found: Vec<(String, Vec<u8>)> =
        own.lines().enumerate().map(|(line, it)| (format!("own {line}"), it.as_bytes().to_vec())).collect();
    let handed = std::env::var_os("SVARA_SHARED")
        .map_or_else(|| here.join("../../../shared"), PathBuf::from)
        .join("data/whatsapp");
    for folder in [handed.clone(), handed.join("constructed")] {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        let files = entries
            .filter_map(|it| Some(it.ok()?.path()))
            .filter(|it| it.extension().is_some_and(|it| it == "json"));
        found.extend(files.map(|it| (it.display().to_string(), std::fs::read(it).unwrap())));
    }
    found.sort();
    found
}

#[tokio::test]
async fn every_sample_is_accepted_and_accounted_for() {
    let (folder, provider) = (Folder::new("samples"), Provider::default());
    let demo = Demo::start(&folder.0, &provider.start().await, EVENING).await;
    let samples = samples();
    assert!(samples.len() > 5, "the repository's own samples at least");
    for (name, body) in &samples {
        for _ in 0..2 {
            assert_eq!(demo.post_signed(body).await, 200, "{name}");
        }
        // Cut anywhere it is no JSON: refused, not swallowed.
        for part in [body.len() / 3, body.len() / 2, body.len().saturating_sub(3)] {
            assert_eq!(demo.post_signed(&body[..part]).await, 400, "{name} cut at {part}");
        }
    }
    demo.settle().await;
    let kept = demo.api("unhandled").await;
    assert!(
        kept["items"].as_array().is_some_and(|it| it.iter().all(|it| it["reason"].is_string())),
        "{kept}"
    );
}

#[tokio::test]
async fn a_message_is_answered_once_however_often_and_late_it_comes() {
    let (folder, provider) = (Folder::new("twice"), Provider::default());
    let demo = Demo::start(&folder.0, &provider.start().await, EVENING).await;
    let first = notification(
        SARA,
        "wamid.same",
        demo.now().await,
        json!({ "type": "text", "text": { "body": "Vad kostar en undersökning?" } }),
    );
    let answers = futures_util::future::join_all((0..10).map(|_| demo.post_signed(first.as_bytes()))).await;
    assert!(answers.iter().all(|it| *it == 200));
    demo.settle().await;
    assert_eq!(provider.to(SARA).len(), 1);
    assert_eq!(demo.advance("P7D").await, 200);
    assert_eq!(demo.post_signed(first.as_bytes()).await, 200);
    demo.settle().await;
    assert_eq!(provider.to(SARA).len(), 1, "also seven days later");
}

#[tokio::test]
async fn several_short_messages_are_one_turn() {
    let (folder, provider) = (Folder::new("short"), Provider::default());
    let demo = Demo::start(&folder.0, &provider.start().await, EVENING).await;
    for (id, words) in [("wamid.a", "Hej"), ("wamid.b", "jag vill boka"), ("wamid.c", "på torsdag")] {
        demo.write(TOM, id, words).await;
    }
    demo.settle().await;
    let said = provider.to(TOM);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].to_string().contains("tors 12 mars"), "{said:?}");
}

#[tokio::test]
async fn a_wrong_signature_is_refused_and_so_is_what_is_too_large() {
    let (folder, provider) = (Folder::new("refused"), Provider::default());
    let demo = Demo::start(&folder.0, &provider.start().await, EVENING).await;
    let hook = format!("{}/webhooks/whatsapp", demo.url);
    let body =
        notification(SARA, "wamid.x", demo.now().await, json!({ "type": "text", "text": { "body": "Hej" } }));
    assert_eq!(demo.http.post(&hook).body(body.clone()).send().await.unwrap().status(), 401);
    let wrong = demo.http.post(&hook).header("X-Hub-Signature-256", "sha256=00").body(body);
    assert_eq!(wrong.send().await.unwrap().status(), 401);
    assert_eq!(demo.post_signed(&vec![b' '; 8 * 1024 * 1024]).await, 413);
    let metrics = demo.http.get(format!("{}/metrics", demo.url)).send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("signature"), "{metrics}");
    let handshake =
        format!("{hook}?hub.mode=subscribe&hub.challenge=12345&hub.verify_token=demo-verify-token");
    assert_eq!(demo.http.get(handshake).send().await.unwrap().text().await.unwrap(), "12345");
    let wrong = format!("{hook}?hub.mode=subscribe&hub.challenge=12345&hub.verify_token=nope");
    assert!(demo.http.get(wrong).send().await.unwrap().status().is_client_error());
}
