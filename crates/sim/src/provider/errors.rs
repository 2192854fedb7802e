//! Refusals in Meta's form: `{"error": {message, type, code, error_data, fbtrace_id}}`.

use serde_json::{Value, json};

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("(#{code}) {details}")]
pub struct ApiError {
    /// Meta's code.
    pub code: i64,
    /// For people.
    pub details: String,
}

impl ApiError {
    pub(crate) fn new(code: i64, details: impl Into<String>) -> Self {
        Self { code, details: details.into() }
    }

    /// A property that is unknown, misspelt or of the wrong type.
    pub(crate) fn parameter(details: impl Into<String>) -> Self {
        Self::new(100, details)
    }

    /// A property that is needed.
    pub(crate) fn missing(path: &str) -> Self {
        Self::new(131_008, format!("Required parameter is missing: {path}"))
    }

    /// A value that is not taken.
    pub(crate) fn value(details: impl Into<String>) -> Self {
        Self::new(131_009, details)
    }

    /// The title that Meta prints, and the HTTP status it answers with (page of December 2025).
    fn title_and_status(&self) -> (&'static str, u16) {
        match self.code {
            0 | 190 => ("Invalid OAuth access token", 401),
            1 => ("An unknown error has occurred", 400),
            2 => ("Service temporarily unavailable", 503),
            4 => ("Application request limit reached", 400),
            10 | 200..=299 | 131_005 => ("Permission denied", 403),
            100 => ("Invalid parameter", 400),
            368 => ("Temporarily blocked for policies violations", 403),
            80_007 | 130_429 => ("Rate limit hit", 400),
            131_000 => ("Something went wrong", 500),
            131_008 => ("Required parameter is missing", 400),
            131_009 => ("Parameter value is not valid", 400),
            131_016 => ("Service unavailable", 500),
            131_021 => ("Recipient cannot be sender", 400),
            131_026 => ("Message undeliverable", 400),
            131_031 => ("Account has been locked", 403),
            131_047 => ("Re-engagement message", 400),
            131_048 => ("Spam rate limit hit", 400),
            131_051 => ("Unsupported message type", 400),
            131_056 => ("(Business Account, Consumer Account) pair rate limit hit", 400),
            131_057 => ("Account in maintenance mode", 500),
            132_000 => ("Number of parameters does not match the expected number of params", 400),
            132_001 => ("Template name does not exist in the translation", 404),
            132_012 => ("Parameter format does not match format in the created template", 400),
            132_015 => ("Template is paused", 400),
            133_004 => ("Server temporarily unavailable", 503),
            133_010 => ("Phone number not registered", 400),
            _ => ("Message failed", 400),
        }
    }

    /// The HTTP status.
    pub(crate) fn status(&self) -> u16 {
        self.title_and_status().1
    }

    /// The title.
    pub(crate) fn title(&self) -> &'static str {
        self.title_and_status().0
    }

    /// The whole answer.
    pub(crate) fn body(&self, trace: &str) -> Value {
        json!({ "error": {
            "message": format!("(#{}) {}", self.code, self.title()),
            "type": "OAuthException",
            "code": self.code,
            "error_data": { "messaging_product": "whatsapp", "details": self.details },
            "fbtrace_id": trace,
        } })
    }
}
