//! What a phone sends beside words is there for whoever has the token, as long as the real provider would have it.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

mod common;

use common::{NUMBER, SARA, World, world};
use futures_util::StreamExt;
use std::path::PathBuf;
use svara_channel::whatsapp::{MediaError, NoticeKind};
use svara_model::Attachment;
use svara_sim::provider::NewFile;

/// What the webhook was told of the files, in order.
async fn told(world: &World) -> Vec<Attachment> {
    let attachment = |it| match it {
        NoticeKind::Message(it) => Attachment::of(&it.content),
        _ => None,
    };
    world.notices().await.into_iter().filter_map(attachment).collect()
}

async fn fetched(world: &World, id: &str) -> Result<(&'static str, Vec<u8>), MediaError> {
    let mut medium = world.cloud().media(NUMBER, id).await?;
    let mut all = Vec::new();
    while let Some(part) = medium.parts.next().await {
        all.extend(part?);
    }
    Ok((medium.kind.mime, all))
}

fn scan() -> NewFile {
    NewFile {
        mime_type: "application/pdf".into(),
        name: Some("remiss.pdf".into()),
        caption: Some("Från vårdcentralen".into()),
        voice: false,
        bytes: b"%PDF-1.7 a referral".to_vec(),
    }
}

#[tokio::test]
async fn a_file_is_told_of_by_id_and_fetched_in_two_steps() {
    let world = world(None).await;
    world.simulator.send_file(SARA, Some("Sara"), &scan()).unwrap();
    world.simulator.send_file(SARA, None, &NewFile::picture()).unwrap();
    world.simulator.send_file(SARA, None, &NewFile::recording()).unwrap();
    let all = told(&world).await;
    assert_eq!(all[0].file_name.as_deref(), Some("remiss.pdf"));
    assert_eq!(all[0].caption.as_deref(), Some("Från vårdcentralen"));
    let ids: Vec<_> = all.iter().map(|it| it.media_id.clone().unwrap()).collect();
    assert_eq!(fetched(&world, &ids[0]).await, Ok(("application/pdf", scan().bytes)));
    assert_eq!(fetched(&world, &ids[1]).await, Ok(("image/jpeg", NewFile::picture().bytes)));
    assert_eq!(fetched(&world, &ids[2]).await, Ok(("audio/ogg", NewFile::recording().bytes)));
}

#[tokio::test]
async fn it_is_gone_after_seven_days_and_nobody_gets_it_without_the_token() {
    let world = world(None).await;
    world.simulator.send_file(SARA, None, &scan()).unwrap();
    let id = told(&world).await[0].media_id.clone().unwrap();
    let place = format!("{}/v23.0/{id}", world.graph);
    let ask = |address: String| world.http.get(address).send();
    assert_eq!(ask(place.clone()).await.unwrap().status().as_u16(), 401);
    let answer = world.http.get(&place).bearer_auth("demo-access-token").send().await.unwrap();
    let answer: serde_json::Value = answer.json().await.unwrap();
    assert_eq!((&answer["mime_type"], &answer["file_size"]), (&"application/pdf".into(), &19.into()));
    let address = answer["url"].as_str().unwrap().to_owned();
    assert_eq!(ask(address.clone()).await.unwrap().status().as_u16(), 401, "the address alone opens nothing");
    let elsewhere =
        world.http.get(format!("{address}0")).bearer_auth("demo-access-token").send().await.unwrap();
    assert_eq!(elsewhere.status().as_u16(), 404);
    let other = format!("{place}?phone_number_id=1");
    assert_eq!(world.http.get(other).bearer_auth("demo-access-token").send().await.unwrap().status(), 400);
    assert_eq!(fetched(&world, "1").await, Err(MediaError::Gone));
    world.advance(7 * 24 - 1);
    assert!(fetched(&world, &id).await.is_ok());
    world.advance(1);
    assert_eq!(fetched(&world, &id).await, Err(MediaError::Gone));
}

#[tokio::test]
async fn a_file_survives_a_restart_and_only_its_senders_phone_shows_it() {
    let file: PathBuf = std::env::temp_dir().join(format!("svara-sim-files-{}.jsonl", std::process::id()));
    let first = world(Some(file.clone())).await;
    first.simulator.send_file(SARA, None, &NewFile::picture()).unwrap();
    let id = told(&first).await[0].media_id.clone().unwrap();
    let second = world(Some(file.clone())).await;
    assert!(fetched(&second, &id).await.is_ok());
    for (digits, status) in [(SARA, 200), ("46700000002", 404)] {
        let address = format!("{}/demo/phone/{digits}/files/{id}", second.base);
        let answer = second.http.get(address).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{digits}");
        if status == 200 {
            assert!(answer.headers()["content-security-policy"].to_str().unwrap().contains("sandbox"));
        }
    }
    std::fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn a_phone_sends_a_file_of_this_computer_within_bounds() {
    let world = world(None).await;
    for (digits, bytes, status) in [
        (SARA, 19, 202),
        (SARA, 4 * 1024 * 1024, 202),
        (SARA, 4 * 1024 * 1024 + 1, 413),
        (SARA, 0, 400),
        ("Sara", 9, 400),
    ] {
        let address = format!("{}/demo/phone/{digits}/files?name=a.txt&caption=x", world.base);
        let request = world.http.post(address).header("content-type", "text/plain").body(vec![b'a'; bytes]);
        assert_eq!(request.send().await.unwrap().status().as_u16(), status, "{digits} {bytes}");
    }
    let all = told(&world).await;
    assert_eq!(all.len(), 2);
    assert_eq!(fetched(&world, all[0].media_id.as_ref().unwrap()).await, Err(MediaError::Kind));
}
