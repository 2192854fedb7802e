//! `svara chat`: a patient's phone in the terminal, on a running demo.

use crate::{Outcome, usage};
use anyhow::Context;
use serde_json::{Value, json};
use std::io::BufRead;
use std::time::Duration;
use svara_channel::whatsapp::http_client;

/// A patient's phone in the terminal
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  svara chat\n  svara chat --phone +46700000002\n\nWrite a line to send it; write the number of a choice to tap it."
)]
pub struct Args {
    /// The running demo
    #[arg(long, default_value = "http://127.0.0.1:8080", value_name = "URL")]
    url: String,
    /// Whose phone
    #[arg(long, default_value = "+46700000001", value_name = "NUMBER")]
    phone: svara_model::PhoneNumber,
}

/// How often the phone looks for news.
const LOOK_EVERY: Duration = Duration::from_millis(400);

pub async fn run(args: Args) -> anyhow::Result<Outcome> {
    let chat = format!("{}/demo/phone/{}/messages", args.url.trim_end_matches('/'), args.phone.digits());
    let http = http_client();
    let mut shown = Vec::new();
    show_new(&http, &chat, &mut shown).await?;
    let mut lines = read_lines();
    loop {
        tokio::select! {
            line = lines.recv() => match line {
                Some(line) => send(&http, &chat, line.trim()).await?,
                None => return Ok(Outcome::Fine),
            },
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        show_new(&http, &chat, &mut shown).await?;
    }
}

/// The terminal's lines, from a thread of their own: reading one cannot be interrupted.
fn read_lines() -> tokio::sync::mpsc::Receiver<String> {
    let (sender, lines) = tokio::sync::mpsc::channel(8);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });
    lines
}

async fn messages(http: &reqwest::Client, chat: &str) -> anyhow::Result<Vec<Value>> {
    let answer = http
        .get(chat)
        .send()
        .await
        .map_err(|_| usage(format!("no demo answers at {chat}; start one with `svara demo`")))?
        .json::<Value>()
        .await
        .context("reading the chat")?;
    Ok(answer["messages"].as_array().cloned().unwrap_or_default())
}

async fn show_new(http: &reqwest::Client, chat: &str, shown: &mut Vec<String>) -> anyhow::Result<()> {
    for message in messages(http, chat).await? {
        let id = message["id"].as_str().unwrap_or_default().to_owned();
        if shown.contains(&id) {
            continue;
        }
        shown.push(id);
        let mine = message["from"] == "me";
        let text = message["shown"]["text"].as_str().unwrap_or_default();
        say!("{} {}", if mine { "  you ›" } else { "svara ›" }, text.replace('\n', "\n        "));
        for (number, choice) in choices(&message).iter().enumerate() {
            say!("        {}) {}", number + 1, choice["title"].as_str().unwrap_or_default());
        }
        if let Some(url) = message["shown"]["link"]["url"].as_str() {
            say!("        → {url}");
        }
    }
    Ok(())
}

fn choices(message: &Value) -> Vec<Value> {
    message["shown"]["choices"].as_array().cloned().unwrap_or_default()
}

/// A number taps the newest message's choice; anything else is written.
async fn send(http: &reqwest::Client, chat: &str, line: &str) -> anyhow::Result<()> {
    if line.is_empty() {
        return Ok(());
    }
    let all = messages(http, chat).await?;
    let newest = all.iter().rev().find(|it| it["from"] == "clinic");
    let tapped = line.parse::<usize>().ok().filter(|it| *it > 0).and_then(|number| {
        let message = newest?;
        let choice = choices(message).get(number - 1)?.clone();
        Some(json!({ "tap": { "message_id": message["id"], "id": choice["id"] } }))
    });
    let body = tapped.unwrap_or_else(|| json!({ "text": line }));
    let answer = http.post(chat).json(&body).send().await.context("sending")?;
    if !answer.status().is_success() {
        say!("        (not sent: {})", answer.text().await.unwrap_or_default());
    }
    Ok(())
}
