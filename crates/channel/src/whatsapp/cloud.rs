//! The client of the Cloud API. Absent: retries and queues; it asks once and says what the answer means.
//!
//! There is no idempotency key, so the one distinction that matters is kept with care: refused, accepted, or
//! nobody knows.

use super::failure::{Then, then_for_answer};
use super::piece;
use crate::guard::{self, Reach};
use serde_json::{Value, json};
use std::time::Duration;
use svara_model::SendFailure;

/// Longer than Meta's slowest answers; a lease on the message must outlast it.
const ANSWER_SECONDS: u64 = 20;
/// A connection that is not there by then will not come.
const CONNECT_SECONDS: u64 = 5;
/// A real answer has some hundred bytes.
const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// The provider's words are kept for people, and need not be trusted to be short.
const DETAILS_CHARACTERS_MAX: usize = 500;

/// A client for talking to providers: with time limits, and without following redirects, which would carry a
/// patient's words to wherever an answer points.
pub fn http_client() -> reqwest::Client {
    built(reqwest::Client::builder())
}

/// The same for addresses that others name: it never reaches into the house's own network, unless that is meant.
pub fn guarded_client(reach: Reach) -> reqwest::Client {
    match reach {
        // No proxy of the machine's either: it would resolve the name itself.
        Reach::Public => built(reqwest::Client::builder().no_proxy().dns_resolver(guard::resolver())),
        Reach::Private => http_client(),
    }
}

fn built(settings: reqwest::ClientBuilder) -> reqwest::Client {
    crate::tls::name_the_provider();
    settings
        .connect_timeout(Duration::from_secs(CONNECT_SECONDS))
        .timeout(Duration::from_secs(ANSWER_SECONDS))
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("svara/", env!("CARGO_PKG_VERSION")))
        .build()
        .expect("a client of fixed settings can be built once a cryptographic provider is named")
}

/// Meta's Cloud API, or whatever speaks like it.
#[derive(Clone)]
pub struct Cloud {
    http: reqwest::Client,
    /// For addresses that an answer names: it never reaches into the house.
    outside: reqwest::Client,
    base: String,
    token: String,
}

/// The token stays out of logs.
impl std::fmt::Debug for Cloud {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cloud").field("base", &self.base).finish_non_exhaustive()
    }
}

/// Accepted: whether it arrives, a status tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The provider's id of the message.
    pub provider_id: String,
}

/// Not accepted, or nobody knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("WhatsApp did not take the message ({}): {}", .failure.code, .failure.details)]
pub struct SendError {
    /// The provider's code (0 without one) and words.
    pub failure: SendFailure,
    /// What to do next.
    pub then: Then,
}

impl Cloud {
    /// `base_url` such as `https://graph.facebook.com`, `version` such as `v23.0`.
    pub fn new(
        http: reqwest::Client,
        base_url: impl AsRef<str>,
        version: impl AsRef<str>,
        token: impl Into<String>,
    ) -> Self {
        let base = format!("{}/{}", base_url.as_ref().trim_end_matches('/'), version.as_ref());
        Self { http, outside: guarded_client(Reach::Public), base, token: token.into() }
    }

    pub(super) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub(super) fn outside(&self) -> &reqwest::Client {
        &self.outside
    }

    pub(super) fn base(&self) -> &str {
        &self.base
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Sends a body made by [`super::body`].
    pub async fn send(&self, phone_number_id: &str, body: &Value) -> Result<Sent, SendError> {
        let answer = self.post(phone_number_id, body).await?;
        let first = answer.get("messages").and_then(|it| piece::items(it).next());
        match first.and_then(|it| piece::id(it, "id")) {
            Some(provider_id) => Ok(Sent { provider_id }),
            None => Err(unknown("accepted, but the answer names no message")),
        }
    }

    /// Shows the patient blue ticks and, with `typing`, that an answer is being written (25 seconds at most).
    /// Everything earlier counts as read too.
    pub async fn mark_read(
        &self,
        phone_number_id: &str,
        message_id: &str,
        typing: bool,
    ) -> Result<(), SendError> {
        let mut body = json!({ "messaging_product": "whatsapp", "status": "read", "message_id": message_id });
        if typing {
            body["typing_indicator"] = json!({ "type": "text" });
        }
        self.post(phone_number_id, &body).await.map(drop)
    }

    async fn post(&self, phone_number_id: &str, body: &Value) -> Result<Value, SendError> {
        let place = self.place(phone_number_id, "/messages")?;
        self.ask(self.http.post(place).json(body)).await
    }

    /// Asks what Meta knows of a number or an account; `rest` is ours and follows the id.
    pub(super) async fn get(&self, id: &str, rest: &str) -> Result<Value, SendError> {
        let place = self.place(id, rest)?;
        self.ask(self.http.get(place)).await
    }

    fn place(&self, id: &str, rest: &str) -> Result<String, SendError> {
        if id.is_empty() || !id.bytes().all(|it| it.is_ascii_alphanumeric()) {
            return Err(error(0, "the id of a number or an account is digits", Then::OurMistake));
        }
        Ok(format!("{}/{id}{rest}", self.base))
    }

    async fn ask(&self, request: reqwest::RequestBuilder) -> Result<Value, SendError> {
        let limit = Duration::from_secs(ANSWER_SECONDS);
        let asked = request.bearer_auth(&self.token).timeout(limit).send().await;
        let response = asked.map_err(|it| unanswered(&it))?;
        let http = response.status().as_u16();
        let bytes = bounded(response).await;
        let answer = bytes.and_then(|it| serde_json::from_slice::<Value>(&it).ok());
        match answer {
            Some(it) if (200..300).contains(&http) && it.get("error").is_none() => Ok(it),
            Some(it) => Err(refused(&it, http)),
            None if (200..300).contains(&http) => {
                Err(unknown("accepted, but the answer was cut or unreadable"))
            }
            None => {
                Err(error(0, &format!("HTTP {http} without a readable reason"), then_for_answer(None, http)))
            }
        }
    }
}

/// The request did not get out, or its answer did not come back.
fn unanswered(reason: &reqwest::Error) -> SendError {
    if reason.is_builder() {
        return error(0, "the request could not be built: check the address and the token", Then::OurMistake);
    }
    if reason.is_connect() {
        return error(0, "no connection", Then::Retry);
    }
    unknown(if reason.is_timeout() { "no answer in time" } else { "the connection was cut" })
}

/// The body, unless it is cut or larger than any honest answer.
async fn bounded(mut response: reqwest::Response) -> Option<Vec<u8>> {
    let mut all = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        if all.len() + chunk.len() > ANSWER_BYTES_MAX {
            return None;
        }
        all.extend_from_slice(&chunk);
    }
    Some(all)
}

/// An error object in Meta's form, or a reseller's with `meta` instead.
fn refused(answer: &Value, http: u16) -> SendError {
    let Some(reason) = answer.get("error").filter(|it| it.is_object()) else {
        let words = answer.get("meta").and_then(|it| piece::text(it, "developer_message"));
        let words = words.unwrap_or_else(|| format!("HTTP {http} without a reason"));
        return error(0, &words, then_for_answer(None, http));
    };
    let code = piece::integer(reason, "code");
    error(code.unwrap_or(0), &piece::error_words(reason), then_for_answer(code, http))
}

fn unknown(details: &str) -> SendError {
    error(0, details, Then::Uncertain)
}

fn error(code: i64, details: &str, then: Then) -> SendError {
    let details = details.chars().take(DETAILS_CHARACTERS_MAX).collect();
    SendError { failure: SendFailure { code, details }, then }
}
