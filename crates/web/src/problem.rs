//! The one error type of the outside, as `application/problem+json` (RFC 9457). Nothing from inside the house
//! stands in it: what failed here is logged here, and the asker learns only that it did.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use svara_desk::DeskError;
use utoipa::ToSchema;

/// An error, as served.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// Which kind of error; stable.
    #[schema(example = "urn:svara:problem:conflict")]
    pub(crate) r#type: String,
    /// The kind in words.
    #[schema(example = "Conflict")]
    pub(crate) title: String,
    /// The HTTP status.
    #[schema(example = 409)]
    pub(crate) status: u16,
    /// What is wrong and what to do about it.
    #[schema(example = "this time is not free")]
    pub(crate) detail: String,
    /// Why a time is not free, in one word: `closed`, `too_soon`, `too_far`, `taken`, `on_hold`, `patient_busy` …
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "taken")]
    pub(crate) reason: Option<String>,
}

/// An answer that is an error.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    detail: String,
    /// A kind of its own, where the status alone does not tell: its name and its title.
    kind: Option<(&'static str, &'static str)>,
    reason: Option<&'static str>,
    more: Option<Box<(HeaderName, HeaderValue)>>,
}

impl Problem {
    fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), kind: None, reason: None, more: None }
    }

    /// The request makes no sense.
    pub(crate) fn invalid(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// Who asks is unknown.
    pub(crate) fn unauthorised() -> Self {
        let detail = "sign in, or send `Authorization: Bearer <API token>`";
        let more = (header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        Self { more: Some(Box::new(more)), ..Self::new(StatusCode::UNAUTHORIZED, detail) }
    }

    /// Who asks is unknown, for a reason of its own.
    pub(crate) fn not_you(detail: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, detail)
    }

    /// Who asks is known and may not.
    pub(crate) fn forbidden(detail: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    /// Who asks has locked their screen.
    pub(crate) fn locked() -> Self {
        let kind = Some(("screen-locked", "Screen locked"));
        let detail = "the screen is locked: unlock it with your password or a code";
        Self { kind, ..Self::new(StatusCode::LOCKED, detail) }
    }

    /// A clinic's settings can't stand as they were sent.
    pub(crate) fn unfit(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    /// Somebody saved other settings meanwhile.
    pub(crate) fn stale() -> Self {
        let kind = Some(("stale", "Changed meanwhile"));
        let detail =
            "somebody saved other settings meanwhile: look at what they changed, then save over theirs";
        Self { kind, ..Self::new(StatusCode::CONFLICT, detail) }
    }

    /// What a patient sent does not come.
    pub(crate) fn media(status: u16, why: &'static str, detail: &'static str) -> Self {
        let kind = match why {
            "gone" => ("media-gone", "File gone"),
            "too-large" => ("media-too-large", "File too large"),
            "kind" => ("media-kind", "File not opened here"),
            "refused" => ("media-refused", "File refused"),
            _ => ("media-unreachable", "File unreachable"),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
        Self { kind: Some(kind), ..Self::new(status, detail) }
    }

    /// As served.
    pub(crate) fn body(&self) -> ProblemBody {
        let title = self.kind.map_or(self.status.canonical_reason().unwrap_or("Error"), |it| it.1);
        let kind =
            self.kind.map_or_else(|| title.to_ascii_lowercase().replace(' ', "-"), |it| it.0.to_owned());
        ProblemBody {
            r#type: format!("urn:svara:problem:{kind}"),
            title: title.to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
            reason: self.reason.map(str::to_owned),
        }
    }

    /// With members of its own beside those that every problem has.
    pub(crate) fn with(self, more: &impl Serialize) -> Response {
        let status = self.status;
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))];
        let mut body = serde_json::to_value(self.body()).expect("a problem is plain data");
        let more = serde_json::to_value(more).expect("what stands beside a problem is plain data");
        if let (Some(body), serde_json::Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        (status, kind, body.to_string()).into_response()
    }

    /// There is no such thing.
    pub(crate) fn missing(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("{what} is not known here"))
    }

    /// It was there once.
    pub(crate) fn gone(detail: &'static str) -> Self {
        Self::new(StatusCode::GONE, detail)
    }

    /// The body is larger than any honest one.
    pub(crate) fn too_large(bytes_max: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, format!("at most {bytes_max} bytes are taken"))
    }

    /// Too often.
    pub(crate) fn wait(seconds: i64) -> Self {
        let more = (header::RETRY_AFTER, HeaderValue::from(seconds));
        let detail = format!("too many wrong tries for this account; try again in {seconds} seconds");
        Self { more: Some(Box::new(more)), ..Self::new(StatusCode::TOO_MANY_REQUESTS, detail) }
    }

    /// Too often from one address.
    pub(crate) fn too_often(seconds: i64) -> Self {
        let more = (header::RETRY_AFTER, HeaderValue::from(seconds));
        let detail = format!("too many requests from this address; come again in {seconds} seconds");
        Self { more: Some(Box::new(more)), ..Self::new(StatusCode::TOO_MANY_REQUESTS, detail) }
    }

    /// The same is under way.
    pub(crate) fn busy(detail: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }

    /// Nobody has set a clinic up yet.
    pub(crate) fn no_clinic() -> Self {
        let kind = Some(("no-clinic", "No clinic yet"));
        Self {
            kind,
            ..Self::unavailable("no clinic is set up yet: run `svara clinic apply FILE`, or sign in")
        }
    }

    /// Not now; later perhaps.
    pub(crate) fn unavailable(detail: &'static str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
    }

    /// Not now, but soon.
    pub(crate) fn later(detail: impl Into<String>, seconds: i64) -> Self {
        let more = (header::RETRY_AFTER, HeaderValue::from(seconds));
        Self { more: Some(Box::new(more)), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, detail) }
    }

    /// Our fault; it stands in the log.
    pub(crate) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the desk could not do this; the reason is in its log")
    }

    /// With a status that a library chose for a request it could not read.
    pub(crate) fn rejected(status: StatusCode, detail: String) -> Self {
        Self::new(status, detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = self.body();
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (self.status, kind, Json(body)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some((name, value)) = self.more.map(|it| *it) {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::NotFound(what) => Self::missing(what),
            DeskError::Conflict(why) => Self::new(StatusCode::CONFLICT, why),
            DeskError::NotFree(why) => {
                Self { reason: Some(why.word()), ..Self::new(StatusCode::CONFLICT, why.to_string()) }
            }
            DeskError::PlanNotFree { ref why, .. } => {
                Self { reason: Some(why.word()), ..Self::new(StatusCode::CONFLICT, error.to_string()) }
            }
            DeskError::TakenBy(_) => Self::new(StatusCode::LOCKED, error.to_string()),
            DeskError::Invalid(why) => Self::invalid(why),
            DeskError::Forbidden(why) => Self::forbidden(why),
            other => {
                tracing::error!(error = %other, "a request failed");
                Self::internal()
            }
        }
    }
}

pub(crate) async fn not_found() -> Problem {
    Problem::missing("this address")
}

pub(crate) async fn method_not_allowed() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "this address does not take this method")
}
