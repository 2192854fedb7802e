//! A language model behind any endpoint that speaks OpenAI's chat completions: one question, one short answer that
//! should fit a schema. It is asked once; nothing is tried again.
//!
//! The answer is a stranger's: bounded in time and size, no redirect is followed, no tool may be called. Absent: what
//! is asked, what may leave the house, and what the answer means; those are the desk's.

use crate::whatsapp::http_client;
use reqwest::Url;
use serde_json::{Value, json};
use std::time::Duration;

/// A patient waits meanwhile; a model that needs longer is of no use to them.
pub const ANSWER_SECONDS_MAX: u64 = 10;
/// An answer has some hundred bytes, and the envelope a few thousand.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// A reading fits into this; more is prose.
const ANSWER_CHARACTERS_MAX: usize = 2_000;
/// Tokens that a reading may cost.
const ANSWER_TOKENS_MAX: u32 = 160;

/// Where the model is, and how it is asked.
#[derive(Clone)]
pub struct ModelSettings {
    /// Where the interface begins, such as `https://models.example/v1`.
    pub base_url: String,
    /// The model's name there.
    pub model: String,
    /// Our key there; a model on our own machine needs none.
    pub key: Option<String>,
    /// How long an answer may take.
    pub seconds: u64,
    /// How the server takes a schema.
    pub form: AnswerForm,
}

/// How a server is told the schema of its answer: OpenAI's own way, or the older one that some local servers know
/// (seen: llama-cpp-python 0.3.36 refuses `json_schema`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnswerForm {
    /// `response_format` of the type `json_schema`.
    #[default]
    JsonSchema,
    /// `response_format` of the type `json_object`, with the schema beside it.
    JsonObject,
}

/// The key stays out of logs.
impl std::fmt::Debug for ModelSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ModelSettings").field("model", &self.model).finish_non_exhaustive()
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What the model is to do; the same for everybody.
    pub task: String,
    /// The words to read, as data.
    pub words: String,
    /// The schema (JSON Schema) that its answer must fit.
    pub schema: Value,
}

/// A model that can be asked.
#[derive(Clone, Debug)]
pub struct Model {
    settings: ModelSettings,
    address: Url,
    http: reqwest::Client,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The settings can't be right.
    #[error("{0}")]
    Settings(String),
    /// No answer in time, or no connection.
    #[error("the language model could not be reached: {0}")]
    NoAnswer(&'static str),
    /// It answers with a fault.
    #[error("the language model answered HTTP {0}")]
    Refused(u16),
    /// It answers what makes no sense.
    #[error("the language model's answer is of no use: {0}")]
    Strange(&'static str),
}

impl Model {
    /// On settings; nothing is asked yet.
    ///
    /// # Errors
    /// An address that is neither `https` nor on this machine, a time limit out of bounds.
    pub fn new(settings: ModelSettings) -> Result<Self, ModelError> {
        let wrong = |why: &str| ModelError::Settings(why.to_owned());
        if settings.seconds == 0 || settings.seconds > ANSWER_SECONDS_MAX {
            return Err(ModelError::Settings(format!("seconds: write 1 to {ANSWER_SECONDS_MAX}")));
        }
        let full = format!("{}/chat/completions", settings.base_url.trim_end_matches('/'));
        let address: Url = full
            .parse()
            .map_err(|_| wrong("base_url: write an address such as https://models.example/v1"))?;
        if !address.username().is_empty() || address.password().is_some() || address.query().is_some() {
            return Err(wrong("base_url: the key belongs into a file of its own, not into the address"));
        }
        if address.scheme() != "https" && !(address.scheme() == "http" && is_loopback(&address)) {
            return Err(wrong("base_url: patients' words leave this machine over https only"));
        }
        Ok(Self { settings, address, http: http_client() })
    }

    /// Whether the model runs on this machine: then nothing leaves the house.
    pub fn is_here(&self) -> bool {
        is_loopback(&self.address)
    }

    /// Asks once. The answer is JSON's text, as far as the model kept to the schema; nobody has looked at it yet.
    ///
    /// # Errors
    /// Whatever keeps a usable answer from coming.
    pub async fn ask(&self, question: &Question) -> Result<String, ModelError> {
        let mut asking = self
            .http
            .post(self.address.clone())
            .timeout(Duration::from_secs(self.settings.seconds))
            .json(&self.body(question));
        if let Some(key) = &self.settings.key {
            asking = asking.bearer_auth(key);
        }
        let response = asking.send().await.map_err(|it| unanswered(&it))?;
        let status = response.status().as_u16();
        if status != 200 {
            return Err(ModelError::Refused(status));
        }
        let bytes = bounded(response).await?;
        let body: Value =
            serde_json::from_slice(&bytes).map_err(|_| ModelError::Strange("it is not JSON"))?;
        content(&body)
    }

    fn body(&self, question: &Question) -> Value {
        json!({
            "model": self.settings.model,
            "messages": [
                { "role": "system", "content": question.task },
                { "role": "user", "content": question.words },
            ],
            "response_format": self.response_format(question),
            "temperature": 0,
            "max_tokens": ANSWER_TOKENS_MAX,
            "stream": false,
        })
    }
}

impl Model {
    fn response_format(&self, question: &Question) -> Value {
        match self.settings.form {
            AnswerForm::JsonSchema => json!({
                "type": "json_schema",
                "json_schema": { "name": "reading", "strict": true, "schema": question.schema },
            }),
            AnswerForm::JsonObject => json!({ "type": "json_object", "schema": question.schema }),
        }
    }
}

fn is_loopback(address: &Url) -> bool {
    let host = address.host_str().unwrap_or_default();
    let ip = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host == "localhost" || ip.is_ok_and(|it| it.is_loopback())
}

fn unanswered(reason: &reqwest::Error) -> ModelError {
    ModelError::NoAnswer(if reason.is_timeout() {
        "no answer in time"
    } else if reason.is_connect() {
        "no connection"
    } else {
        "the connection was cut"
    })
}

async fn bounded(mut response: reqwest::Response) -> Result<Vec<u8>, ModelError> {
    let mut all = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|it| unanswered(&it))? {
        if all.len() + part.len() > BODY_BYTES_MAX {
            return Err(ModelError::Strange("it is too long"));
        }
        all.extend_from_slice(&part);
    }
    Ok(all)
}

/// The first choice's words, when it said them to the end and wants nothing done.
fn content(body: &Value) -> Result<String, ModelError> {
    let choice = body.pointer("/choices/0").ok_or(ModelError::Strange("it has no choices"))?;
    let message = choice.get("message").ok_or(ModelError::Strange("it has no message"))?;
    let wants = |name: &str| match message.get(name) {
        None | Some(Value::Null) => false,
        Some(Value::Array(items)) => !items.is_empty(),
        Some(_) => true,
    };
    if wants("tool_calls") || wants("function_call") {
        return Err(ModelError::Strange("it wants to use a tool"));
    }
    if wants("refusal") {
        return Err(ModelError::Strange("it refuses"));
    }
    if choice.get("finish_reason").and_then(Value::as_str).is_some_and(|it| it != "stop") {
        return Err(ModelError::Strange("it was cut off"));
    }
    let text = message.get("content").and_then(Value::as_str).unwrap_or_default().trim();
    match text.chars().count() {
        0 => Err(ModelError::Strange("it is empty")),
        count if count > ANSWER_CHARACTERS_MAX => Err(ModelError::Strange("it is too long")),
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(base_url: &str, seconds: u64) -> ModelSettings {
        ModelSettings {
            base_url: base_url.to_owned(),
            model: "m".to_owned(),
            key: Some("sk-secret".to_owned()),
            seconds,
            form: AnswerForm::default(),
        }
    }

    #[test]
    fn a_server_is_told_the_schema_its_own_way() {
        let question =
            Question { task: "t".to_owned(), words: "w".to_owned(), schema: json!({ "type": "object" }) };
        for (form, name, place) in [
            (AnswerForm::JsonSchema, "json_schema", "/json_schema/schema"),
            (AnswerForm::JsonObject, "json_object", "/schema"),
        ] {
            let settings = ModelSettings { form, ..settings("https://models.example/v1", 3) };
            let body = Model::new(settings).unwrap().body(&question);
            let format = &body["response_format"];
            assert_eq!((&format["type"], format.pointer(place)), (&json!(name), Some(&question.schema)));
        }
    }

    #[test]
    fn words_leave_over_https_or_stay_here() {
        for (url, here) in [
            ("https://models.example/v1", Some(false)),
            ("https://models.example/v1/", Some(false)),
            ("http://127.0.0.1:8000/v1", Some(true)),
            ("http://[::1]:8000/v1", Some(true)),
            ("http://localhost:8000/v1", Some(true)),
            ("http://models.example/v1", None),
            ("http://127.0.0.1.models.example/v1", None),
            ("https://user:pass@models.example/v1", None),
            ("https://models.example/v1?key=sk", None),
            ("file:///etc/passwd", None),
            ("models.example", None),
        ] {
            assert_eq!(Model::new(settings(url, 3)).ok().map(|it| it.is_here()), here, "{url}");
        }
        for seconds in [0, ANSWER_SECONDS_MAX + 1] {
            assert!(Model::new(settings("https://models.example/v1", seconds)).is_err(), "{seconds}");
        }
    }

    #[test]
    fn the_key_is_never_printed() {
        let model = Model::new(settings("https://models.example/v1", 3)).unwrap();
        assert!(!format!("{model:?}").contains("sk-secret"), "{model:?}");
    }
}
