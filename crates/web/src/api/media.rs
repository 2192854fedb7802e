//! What a patient sent beside words: fetched from the provider when somebody opens it, and handed on so that nothing in
//! it can run where the console runs, or stay on this machine.

use super::conversations::conversation_id;
use super::{Missing, Refusals};
use crate::app::App;
use crate::extract::Path;
use crate::instant;
use crate::problem::Problem;
use crate::who::BearerOrStaff;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use svara_desk::office::media::{self, FileType, MediaError, Medium};
use svara_model::{Attachment, MediaKind, MessageId};
use utoipa::ToSchema;

/// Whatever the file is, as a page it may do nothing: no script, no request, no frame, no origin of ours.
const POLICY: &str =
    "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// What may stand in a header's file name as it is (RFC 8187's `attr-char`, the usual ones).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// What came beside a message's words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Media)]
pub(crate) struct MediaItem {
    kind: Kind,
    /// The kind of file in the provider's word, such as `image/jpeg`.
    #[schema(required)]
    mime_type: Option<String>,
    /// What the sender's file is called.
    #[schema(required)]
    file_name: Option<String>,
    /// The patient's words beside it.
    #[schema(required)]
    caption: Option<String>,
    /// Until when it can be opened: the provider keeps it no longer.
    #[schema(format = DateTime)]
    until: String,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MediaKind)]
enum Kind {
    Image,
    Document,
    Audio,
    VoiceNote,
    Video,
    Sticker,
}

impl MediaItem {
    pub(crate) fn new(it: &Attachment, at: Timestamp, zone: &TimeZone) -> Self {
        Self {
            kind: match it.kind {
                MediaKind::Image => Kind::Image,
                MediaKind::Document => Kind::Document,
                MediaKind::Audio => Kind::Audio,
                MediaKind::VoiceNote => Kind::VoiceNote,
                MediaKind::Video => Kind::Video,
                MediaKind::Sticker => Kind::Sticker,
            },
            mime_type: it.mime_type.clone(),
            file_name: it.file_name.clone(),
            caption: it.caption.clone(),
            until: instant::shown(media::kept_until(at), zone),
        }
    }
}

/// Opens what came with a message: it is fetched from the provider now, and is kept nowhere. Whoever opens it is noted.
#[utoipa::path(get, path = "/api/v1/conversations/{id}/messages/{message}/media", operation_id = "openMedia",
    tag = "conversations", params(("id" = String, Path), ("message" = String, Path)),
    security(("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The file."),
        (status = 410, description = "The provider has it no longer; ask the patient to send it again."),
        (status = 422, description = "It is too large, or of a kind that is not opened here."),
        (status = 502, description = "The provider refused, or named an address that is none of its own."),
        (status = 504, description = "The provider did not answer in time."), Refusals, Missing))]
pub(crate) async fn open(
    State(app): State<App>,
    at: BearerOrStaff,
    Path((id, message)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let id = conversation_id(&id)?;
    let message: MessageId = message.parse().map_err(|_| Problem::missing("the message"))?;
    let found = media::open(app.desk(), &at.clinic, &id, &message, &at.who).await?;
    let (attachment, fetched) = found.ok_or_else(|| Problem::missing("a file in this message"))?;
    Ok(answer(&attachment, fetched.map_err(problem)?))
}

/// Always as a file to keep, never as a page; whoever shows it in a page of their own does so knowingly.
fn answer(attachment: &Attachment, medium: Medium) -> Response {
    let mut response = Body::from_stream(medium.parts).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(medium.kind.mime));
    headers.insert(header::CONTENT_DISPOSITION, disposition(attachment, medium.kind));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if let Some(bytes) = medium.bytes {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    }
    response
}

/// The sender's name for it with an ending that says what it is: a picture called `invoice.html` stays a picture.
fn disposition(attachment: &Attachment, kind: &FileType) -> HeaderValue {
    let told = attachment.file_name.as_deref().unwrap_or_default();
    let stem = told.rsplit_once('.').map_or(told, |(stem, _)| stem).trim_matches(['.', ' ']);
    let stem = if stem.is_empty() { "whatsapp" } else { stem };
    let name = format!("{stem}.{}", kind.extension);
    let text = format!("attachment; filename*=UTF-8''{}", utf8_percent_encode(&name, PLAIN));
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

fn problem(why: MediaError) -> Problem {
    match why {
        MediaError::Gone => Problem::media(
            410,
            "gone",
            "WhatsApp keeps a file for seven days and has it no \
            longer: ask the patient to send it again",
        ),
        MediaError::TooLarge => Problem::media(
            422,
            "too-large",
            "the file is too large to be opened here: ask \
            the patient for a smaller one",
        ),
        MediaError::Kind => Problem::media(
            422,
            "kind",
            "files of this kind are not opened here, because they \
            can carry programs: ask the patient for a picture or a PDF",
        ),
        MediaError::Elsewhere => Problem::media(
            502,
            "refused",
            "WhatsApp named an address that is none of its \
            own: tell whoever runs the desk",
        ),
        MediaError::Refused(_) => Problem::media(
            502,
            "refused",
            "WhatsApp refused to hand the file over: test \
            the number under Clinic, Channels",
        ),
        MediaError::Unreachable => Problem::media(
            504,
            "unreachable",
            "WhatsApp did not answer in time: try \
            again in a moment",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use svara_channel::whatsapp::file_type_of;

    #[test]
    fn a_file_keeps_its_name_and_ends_as_what_it_is() {
        let (pdf, jpeg) = (file_type_of("application/pdf").unwrap(), file_type_of("image/jpeg").unwrap());
        for (told, kind, expected) in [
            (Some("remiss.pdf"), pdf, "remiss.pdf"),
            (Some("remiss å.pdf"), pdf, "remiss%20%C3%A5.pdf"),
            (Some("remiss.html"), pdf, "remiss.pdf"),
            (Some("bild"), jpeg, "bild.jpg"),
            (Some("..."), jpeg, "whatsapp.jpg"),
            (Some(".bashrc"), jpeg, "whatsapp.jpg"),
            (Some("a\"; filename=\"b.exe"), jpeg, "a%22%3B%20filename%3D%22b.jpg"),
            (None, jpeg, "whatsapp.jpg"),
        ] {
            let attachment = Attachment {
                kind: MediaKind::Document,
                media_id: None,
                mime_type: None,
                file_name: told.map(str::to_owned),
                caption: None,
            };
            let value = disposition(&attachment, kind);
            assert_eq!(value.to_str().unwrap(), format!("attachment; filename*=UTF-8''{expected}"));
        }
    }
}
