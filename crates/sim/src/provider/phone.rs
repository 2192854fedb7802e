//! The phone's side: what a person types or taps becomes a signed notification, and news are handed to the page.

use super::answer::{self, Deed};
use super::files::NewFile;
use super::journal::Line;
use super::limits::{FILE_BYTES_MAX, NEWS_SECONDS, TYPED_UNITS_MAX};
use super::state::{ChatMessage, Choice, From, Shown};
use super::{Simulator, wamid};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::time::Duration;
use svara_channel::whatsapp::limits::units;
use svara_model::PhoneNumber;

/// What someone does on their phone. One of the three is given.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Typed {
    /// Words.
    pub text: Option<String>,
    /// A tap on a choice.
    pub tap: Option<Tap>,
    /// `image`, `voice` or `location`.
    pub kind: Option<String>,
    /// The name in their profile.
    pub name: Option<String>,
}

/// A tap on a choice of a message.
#[derive(Clone, Debug, Deserialize)]
pub struct Tap {
    /// The message's wamid.
    pub message_id: String,
    /// The choice's id.
    pub id: String,
}

/// What a phone cannot do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The number is none.
    #[error("a number is written in digits with its country code, such as 46700000001")]
    Number,
    /// Nothing to send, or too much.
    #[error("write 1 to 4,096 characters, tap a choice, or send an image, a voice note or a location")]
    Nothing,
    /// The message has no such choice.
    #[error("there is no such message with such a choice in this chat")]
    Choice,
    /// A file that no phone of this demo sends.
    #[error("choose a file of 1 byte to 4 megabytes, with a caption of at most 4,096 characters")]
    File,
}

impl Simulator {
    /// Does on the phone of `digits` what was asked; answers the new message's wamid.
    ///
    /// # Errors
    /// What a phone can't do.
    pub fn write(&self, digits: &str, typed: &Typed) -> Result<String, WriteError> {
        let name = typed.name.as_deref();
        match (&typed.text, &typed.tap, typed.kind.as_deref()) {
            (None, None, Some("image")) => return self.send_file(digits, name, &NewFile::picture()),
            (None, None, Some("voice")) => return self.send_file(digits, name, &NewFile::recording()),
            _ => {}
        }
        PhoneNumber::from_digits(digits).map_err(|_| WriteError::Number)?;
        let tapped = typed.tap.as_ref().map(|it| self.tapped(digits, it)).transpose()?;
        let (deed, shown) = deed(typed, tapped.as_ref())?;
        Ok(self.send_from_phone(digits, name, shown, typed.tap.as_ref(), &deed))
    }

    /// Keeps a message of the person's and tells the webhook what they did; answers its wamid.
    pub(super) fn send_from_phone(
        &self,
        digits: &str,
        name: Option<&str>,
        shown: Shown,
        tap: Option<&Tap>,
        deed: &Deed,
    ) -> String {
        let message = ChatMessage {
            id: wamid::inbound(digits, rand::random()),
            from: From::Me,
            at: self.now(),
            status: "sent".to_owned(),
            shown,
            reply_to: tap.map(|it| it.message_id.clone()),
            opaque: None,
            version: 0,
        };
        let chat = digits.to_owned();
        let name = self.profile_name(digits, name);
        self.state().record(Line::Message { chat: chat.clone(), message: message.clone() });
        if let Some(tap) = tap {
            self.state().record(Line::Tapped { chat, id: tap.message_id.clone(), choice: tap.id.clone() });
        }
        self.notify(digits, answer::message(self.config(), digits, &name, &message, deed));
        self.tell_phones();
        message.id
    }

    /// The chat of `digits`, oldest first.
    pub fn messages(&self, digits: &str) -> Vec<ChatMessage> {
        self.state().chat(digits).messages.iter().cloned().collect()
    }

    /// Names the clinic as phones show it.
    pub fn set_display_name(&self, name: &str) {
        self.state().display_name = Some(name.to_owned());
    }

    /// The clinic's name as phones show it.
    pub fn display_name(&self) -> String {
        self.state()
            .display_name
            .clone()
            .unwrap_or_else(|| format!("+{}", self.config().display_phone_number))
    }

    /// The kind of the tapped message and the choice as the clinic sent it.
    fn tapped(&self, digits: &str, tap: &Tap) -> Result<(String, Choice), WriteError> {
        let mut state = self.state();
        let message = state.chat(digits).find(&tap.message_id).ok_or(WriteError::Choice)?;
        let choice = message.shown.choices.iter().find(|it| it.id == tap.id).ok_or(WriteError::Choice)?;
        Ok((message.shown.kind.clone(), choice.clone()))
    }

    fn profile_name(&self, digits: &str, given: Option<&str>) -> String {
        let mut state = self.state();
        let known = state.chat(digits).name.clone();
        match given.map(str::trim).filter(|it| !it.is_empty() && units(it) <= 80) {
            Some(given) if known.as_deref() != Some(given) => {
                state.record(Line::Name { chat: digits.to_owned(), name: given.to_owned() });
                given.to_owned()
            }
            _ => known.unwrap_or_else(|| "WhatsApp".to_owned()),
        }
    }

    /// Someone looks at the chat: what arrived is read.
    fn look(&self, digits: &str) {
        let unread: Vec<_> = {
            let mut state = self.state();
            let chat = state.chat(digits);
            chat.is_looked_at();
            let arrived =
                chat.messages.iter().filter(|it| it.from == From::Clinic && it.status == "delivered");
            arrived.cloned().collect()
        };
        for message in unread {
            self.report(digits, &message, "read");
        }
    }

    fn news(&self, digits: &str, since: u64) -> News {
        let mut state = self.state();
        let version = state.version();
        // A phone that knows more than we do talked to an earlier run: it gets everything.
        let (since, whole) = if since > version { (0, true) } else { (since, since == 0) };
        let chat = state.chat(digits);
        News {
            version,
            whole,
            typing_ms: u64::try_from(chat.typing().as_millis()).unwrap_or(0),
            messages: chat.messages.iter().filter(|it| it.version > since).cloned().collect(),
        }
    }
}

fn deed<'a>(typed: &'a Typed, tapped: Option<&'a (String, Choice)>) -> Result<(Deed<'a>, Shown), WriteError> {
    let shown = |kind: &str, text: &str| Shown { kind: kind.into(), text: text.into(), ..Shown::default() };
    match (&typed.text, tapped, typed.kind.as_deref()) {
        (Some(text), None, None) if !text.trim().is_empty() && units(text) <= TYPED_UNITS_MAX => {
            Ok((Deed::Text(text), shown("text", text)))
        }
        (None, Some((kind, choice)), None) => Ok((Deed::Tap { kind, choice }, shown("tap", &choice.title))),
        (None, None, Some("location")) => Ok((Deed::Location, shown("location", ""))),
        _ => Err(WriteError::Nothing),
    }
}

/// What changed since a phone asked last.
#[derive(Serialize)]
struct News {
    version: u64,
    /// Whether these are all messages, so that the page starts anew.
    whole: bool,
    typing_ms: u64,
    messages: Vec<ChatMessage>,
}

#[derive(Deserialize)]
struct Asked {
    /// The version seen last; 0 for everything.
    #[serde(default)]
    since: u64,
    /// Whether somebody looks at the screen.
    #[serde(default)]
    open: bool,
    /// Whether to wait for news.
    #[serde(default)]
    wait: bool,
}

pub(super) fn router(simulator: Simulator) -> Router {
    Router::new()
        .route("/demo/phone/{digits}/messages", get(read).post(write))
        .route("/demo/phone/{digits}/files", post(send).layer(DefaultBodyLimit::max(FILE_BYTES_MAX)))
        .route("/demo/phone/{digits}/files/{id}", get(look_at))
        .with_state(simulator)
}

/// What stands beside a file in its address.
#[derive(Deserialize)]
struct Beside {
    /// What the file is called.
    name: Option<String>,
    /// Words beside it.
    caption: Option<String>,
    /// The name in the sender's profile.
    profile: Option<String>,
}

async fn send(
    State(simulator): State<Simulator>,
    Path(digits): Path<String>,
    Query(beside): Query<Beside>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let file = NewFile {
        mime_type: kind.filter(|it| !it.is_empty()).unwrap_or("application/octet-stream").to_owned(),
        name: beside.name,
        caption: beside.caption,
        voice: false,
        bytes: bytes.to_vec(),
    };
    answered(simulator.send_file(&digits, beside.profile.as_deref(), &file))
}

/// A picture in the chat of whoever sent it. Whatever else it may be, as a page it can do nothing.
async fn look_at(State(simulator): State<Simulator>, Path((digits, id)): Path<(String, String)>) -> Response {
    let Some((kind, bytes)) = simulator.own_file(&digits, &id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = if kind.starts_with("image/") { kind } else { "application/octet-stream".to_owned() };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, "attachment".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, bytes).into_response()
}

async fn read(
    State(simulator): State<Simulator>,
    Path(digits): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    if PhoneNumber::from_digits(&digits).is_err() {
        return refused(WriteError::Number);
    }
    let mut versions = simulator.0.version.subscribe();
    versions.mark_unchanged();
    if asked.open {
        simulator.look(&digits);
    }
    let mut news = simulator.news(&digits, asked.since);
    let typing = news.typing_ms > 0;
    if asked.wait {
        let end = tokio::time::Instant::now() + Duration::from_secs(NEWS_SECONDS);
        while !news.whole && news.messages.is_empty() && (news.typing_ms > 0) == typing {
            if !matches!(tokio::time::timeout_at(end, versions.changed()).await, Ok(Ok(()))) {
                break;
            }
            news = simulator.news(&digits, asked.since);
        }
    }
    let mut answer = json!(news);
    answer["business"] = json!({
        "name": simulator.display_name(),
        "number": format!("+{}", simulator.config().display_phone_number),
    });
    answer["now"] = json!(simulator.now());
    Json(answer).into_response()
}

async fn write(
    State(simulator): State<Simulator>,
    Path(digits): Path<String>,
    Json(typed): Json<Typed>,
) -> Response {
    answered(simulator.write(&digits, &typed))
}

fn answered(written: Result<String, WriteError>) -> Response {
    match written {
        Ok(id) => (StatusCode::ACCEPTED, Json(json!({ "id": id }))).into_response(),
        Err(it) => refused(it),
    }
}

fn refused(reason: WriteError) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "title": reason.to_string(), "status": 400 }))).into_response()
}
