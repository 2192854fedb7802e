//! A mail catcher on this machine: it takes every mail and shows it. Absent: delivery, accounts, encryption.

use axum::Router;
use axum::extract::State;
use axum::response::Json;
use axum::routing::get;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// Mails kept; the oldest goes first.
const MAILS_MAX: usize = 500;
/// One mail; a longer one is refused.
const MAIL_BYTES_MAX: usize = 256 * 1024;
/// One line of the conversation (RFC 5321: 512, and 998 for text).
const LINE_BYTES_MAX: u64 = 4096;
/// Callers at one time.
const CALLERS_MAX: usize = 32;
/// A caller that says nothing for so long is sent away.
const SILENCE_SECONDS: u64 = 60;

/// A mail as it was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// Counted from 1.
    pub number: u64,
    /// Who sent it.
    pub from: String,
    /// Who gets it.
    pub to: Vec<String>,
    /// Its subject.
    pub subject: String,
    /// Its words.
    pub body: String,
}

/// A running mail catcher; clones are the same one. It ends with the process.
#[derive(Clone)]
pub struct Mailbox(Arc<Inner>);

struct Inner {
    address: SocketAddr,
    mails: Mutex<VecDeque<Mail>>,
    count: watch::Sender<u64>,
}

impl Mailbox {
    /// Listens on `address`, such as `127.0.0.1:0`.
    pub async fn start(address: &str) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let inner = Inner { address, mails: Mutex::default(), count: watch::Sender::new(0) };
        let mailbox = Self(Arc::new(inner));
        tokio::spawn(mailbox.clone().listen(listener));
        Ok(mailbox)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// For `svara_channel::mail::Mailer`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.0.address)
    }

    /// All mails, the newest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.0.mails.lock().expect("nobody panics while holding the mails").iter().rev().cloned().collect()
    }

    /// Comes back when `count` mails have arrived since the start.
    pub async fn until(&self, count: u64) {
        let mut arrived = self.0.count.subscribe();
        // The sender lives as long as `self`, so waiting cannot fail.
        drop(arrived.wait_for(|it| *it >= count).await);
    }

    /// `GET /demo/mails`.
    pub fn router(&self) -> Router {
        Router::new().route("/demo/mails", get(list)).with_state(self.clone())
    }

    async fn listen(self, listener: TcpListener) {
        let callers = Arc::new(Semaphore::new(CALLERS_MAX));
        loop {
            let seat = callers.clone().acquire_owned().await.expect("nobody closes the semaphore");
            match listener.accept().await {
                Ok((stream, _)) => {
                    let mailbox = self.clone();
                    tokio::spawn(async move {
                        // A caller that hangs up in the middle has lost only its own mail.
                        drop(mailbox.converse(stream).await);
                        drop(seat);
                    });
                }
                Err(reason) => {
                    tracing::warn!(%reason, "the mail catcher could not take a call");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }

    /// One caller, from greeting to goodbye (RFC 5321, the part that senders use).
    async fn converse(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut line = Lines(BufReader::new(stream));
        let (mut from, mut to) = (String::new(), Vec::new());
        line.say("220 mailbox.example here").await?;
        while let Some(command) = line.next().await? {
            let (verb, rest) = command.split_at(command.len().min(4));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => {
                    line.say(&format!("250-mailbox.example\r\n250-8BITMIME\r\n250 SIZE {MAIL_BYTES_MAX}"))
                        .await?;
                }
                "HELO" | "NOOP" => line.say("250 yes").await?,
                "RSET" => {
                    (from, to) = (String::new(), Vec::new());
                    line.say("250 forgotten").await?;
                }
                "MAIL" => {
                    from = address(rest);
                    line.say("250 from whom, noted").await?;
                }
                "RCPT" => {
                    to.push(address(rest));
                    line.say("250 to whom, noted").await?;
                }
                "DATA" if to.is_empty() => line.say("503 to whom?").await?,
                "DATA" => {
                    line.say("354 go on, end with a dot").await?;
                    let answer = match line.mail().await? {
                        Some(text) => {
                            self.keep(std::mem::take(&mut from), std::mem::take(&mut to), &text);
                            "250 kept"
                        }
                        None => "552 too long",
                    };
                    line.say(answer).await?;
                }
                "QUIT" => return line.say("221 goodbye").await,
                _ => line.say("502 not here").await?,
            }
        }
        Ok(())
    }

    fn keep(&self, from: String, to: Vec<String>, text: &str) {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let mut mails = self.0.mails.lock().expect("nobody panics while holding the mails");
        let number = *self.0.count.borrow() + 1;
        let subject = decoded_words(&field(&head, "subject"));
        let body = decoded_body(body, &field(&head, "content-transfer-encoding"));
        mails.push_back(Mail { number, from, to, subject, body });
        if mails.len() > MAILS_MAX {
            mails.pop_front();
        }
        self.0.count.send_replace(number);
    }
}

async fn list(State(mailbox): State<Mailbox>) -> Json<serde_json::Value> {
    Json(serde_json::json!({ "items": mailbox.mails() }))
}

struct Lines(BufReader<TcpStream>);

impl Lines {
    async fn say(&mut self, words: &str) -> std::io::Result<()> {
        self.0.get_mut().write_all(format!("{words}\r\n").as_bytes()).await
    }

    /// The next line without its end; `None` at the end of the call.
    async fn next(&mut self) -> std::io::Result<Option<String>> {
        let mut bytes = Vec::new();
        let mut bounded = (&mut self.0).take(LINE_BYTES_MAX);
        let reading = bounded.read_until(b'\n', &mut bytes);
        let read = tokio::time::timeout(Duration::from_secs(SILENCE_SECONDS), reading).await;
        let read = read.map_err(|_| std::io::Error::from(std::io::ErrorKind::TimedOut))??;
        let line = String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned();
        Ok((read > 0).then_some(line))
    }

    /// The lines up to the dot; `None` when they are too many.
    async fn mail(&mut self) -> std::io::Result<Option<String>> {
        let mut text = String::new();
        let mut fits = true;
        while let Some(line) = self.next().await? {
            if line == "." {
                return Ok(fits.then_some(text));
            }
            fits &= text.len() + line.len() < MAIL_BYTES_MAX;
            if fits {
                // A line that began with a dot was sent with two.
                text.push_str(line.strip_prefix('.').unwrap_or(&line));
                text.push_str("\r\n");
            }
        }
        Err(std::io::ErrorKind::UnexpectedEof.into())
    }
}

/// What stands between `<` and `>`.
fn address(text: &str) -> String {
    let inner = text.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|it| it.0);
    inner.unwrap_or(text).trim().to_owned()
}

fn field(head: &str, name: &str) -> String {
    let fields = head.split("\r\n").filter_map(|it| it.split_once(':'));
    let mut found = fields.filter(|it| it.0.eq_ignore_ascii_case(name));
    found.next().map(|it| it.1.trim().to_owned()).unwrap_or_default()
}

/// `=?utf-8?b?…?=` and `=?utf-8?q?…?=` (RFC 2047); blanks between two such words do not count.
fn decoded_words(text: &str) -> String {
    let mut out = String::new();
    let mut was_encoded = false;
    for word in text.split(' ') {
        let decoded = encoded_word(word);
        let joined = was_encoded && decoded.is_some();
        if !out.is_empty() && !joined {
            out.push(' ');
        }
        was_encoded = decoded.is_some();
        out.push_str(decoded.as_deref().unwrap_or(word));
    }
    out
}

fn encoded_word(word: &str) -> Option<String> {
    let mut parts = word.strip_prefix("=?")?.strip_suffix("?=")?.splitn(3, '?');
    let (_, way, text) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes = match way {
        "b" | "B" => STANDARD.decode(text).ok()?,
        _ => quoted_printable(&text.replace('_', " ")),
    };
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn decoded_body(body: &str, encoding: &str) -> String {
    let bytes = match encoding.to_ascii_lowercase().as_str() {
        "base64" => STANDARD.decode(body.split_whitespace().collect::<String>()).unwrap_or_default(),
        "quoted-printable" => quoted_printable(&body.replace("=\r\n", "")),
        _ => body.as_bytes().to_vec(),
    };
    String::from_utf8_lossy(&bytes).replace("\r\n", "\n").trim_end().to_owned()
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let byte = (*first == b'=').then(|| hex::decode(after.get(..2)?).ok()).flatten();
        out.push(byte.as_ref().map_or(*first, |it| it[0]));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    out
}
