//! Fetching what a patient sent: first its address, then the file, both with our token (Meta's documentation of October
//! 2025 to August 2026: an id from a notification lives seven days, an address five minutes).
//!
//! The file is a stranger's, and so is the address that the provider names: the one is bounded in kind, size and time and
//! handed on piece by piece, the other asked only where the provider itself stands. Absent: keeping any of it.

use super::cloud::{Cloud, SendError};
use super::file_type::{self, FileType};
use super::piece;
use crate::guard::{self, Reach};
use futures_util::stream::{self, BoxStream, StreamExt};
use reqwest::{Response, Url};
use std::time::Duration;

/// The provider keeps what came in for so long (Meta).
pub const MEDIA_DAYS: i64 = 7;
/// Sixteen megabytes on a slow line take about so long; nobody looks at a spinner for longer.
pub const MEDIA_SECONDS: u64 = 60;
/// An address lives five minutes; one that is gone already is asked for once more (Meta).
const TRIES: usize = 2;
/// Where Meta keeps files, themselves and all below them: our token goes nowhere else.
const HOSTS: [&str; 3] = ["fbsbx.com", "fbcdn.net", "whatsapp.net"];
/// What is missing: Meta's numbers for an object that does not exist (100, 33) and for a file that it can't get (131052).
const GONE: [i64; 3] = [100, 33, 131_052];

/// A file on its way.
pub struct Medium {
    /// What it is, by the provider's word and by how it begins.
    pub kind: &'static FileType,
    /// How long it is, when the provider says so.
    pub bytes: Option<u64>,
    /// The file, piece by piece; an error ends it.
    pub parts: BoxStream<'static, Result<Vec<u8>, MediaError>>,
}

impl std::fmt::Debug for Medium {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Medium")
            .field("kind", &self.kind.mime)
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

/// Why a file does not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MediaError {
    /// The provider has it no longer.
    #[error("the provider has it no longer")]
    Gone,
    /// It is larger than anything that is opened here.
    #[error("it is too large to be opened here")]
    TooLarge,
    /// It is of a kind that is not opened here, or is not what it says.
    #[error("it is of a kind that is not opened here")]
    Kind,
    /// The provider named an address that is none of its own.
    #[error("the provider named an address that is none of its own")]
    Elsewhere,
    /// The provider won't let us have it.
    #[error("the provider refused ({0})")]
    Refused(i64),
    /// The provider can't be reached, or answers too slowly.
    #[error("the provider did not answer in time")]
    Unreachable,
}

impl Cloud {
    /// Fetches what came in under an id.
    ///
    /// # Errors
    /// Whatever keeps it from coming; nothing of it has been handed on then.
    pub async fn media(&self, phone_number_id: &str, media_id: &str) -> Result<Medium, MediaError> {
        self.media_within(phone_number_id, media_id, Duration::from_secs(MEDIA_SECONDS)).await
    }

    /// The same in a time of one's own: from asking for the file to its last byte.
    ///
    /// # Errors
    /// As [`Cloud::media`].
    pub async fn media_within(
        &self,
        phone_number_id: &str,
        media_id: &str,
        limit: Duration,
    ) -> Result<Medium, MediaError> {
        let mut last = MediaError::Gone;
        for _ in 0..TRIES {
            match self.media_once(phone_number_id, media_id, limit).await {
                // Its address ran out between the two questions.
                Err(MediaError::Gone) => last = MediaError::Gone,
                other => return other,
            }
        }
        Err(last)
    }

    async fn media_once(&self, number: &str, media_id: &str, limit: Duration) -> Result<Medium, MediaError> {
        let rest = format!("?phone_number_id={number}");
        let told = self.get(media_id, &rest).await.map_err(|it| refused(&it))?;
        let kind =
            piece::text(&told, "mime_type").and_then(|it| file_type::of(&it)).ok_or(MediaError::Kind)?;
        if piece::integer(&told, "file_size").is_some_and(|it| it > kind.bytes_max()) {
            return Err(MediaError::TooLarge);
        }
        let address = piece::text(&told, "url").ok_or(MediaError::Elsewhere)?;
        let client = match whose(self.base(), &address).ok_or(MediaError::Elsewhere)? {
            Whose::TheOperators => self.http(),
            Whose::TheProviders => self.outside(),
        };
        let asked = client.get(address).bearer_auth(self.token()).timeout(limit).send().await;
        received(kind, asked.map_err(|_| MediaError::Unreachable)?).await
    }
}

/// Who stands behind an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// The very place that the operator wrote into the configuration.
    TheOperators,
    /// Meta's own places for files.
    TheProviders,
}

fn whose(base: &str, address: &str) -> Option<Whose> {
    let (base, url) = (Url::parse(base).ok()?, Url::parse(address).ok()?);
    if url.origin() == base.origin() {
        // The operator may have meant a place inside the house; another form of it is still no address.
        return guard::check(address, Reach::Private).is_ok().then_some(Whose::TheOperators);
    }
    let host = url.host_str()?;
    let known =
        HOSTS.iter().any(|it| host.strip_suffix(it).is_some_and(|it| it.is_empty() || it.ends_with('.')));
    let known = known && url.port().is_none();
    (known && guard::check(address, Reach::Public).is_ok()).then_some(Whose::TheProviders)
}

fn refused(error: &SendError) -> MediaError {
    use super::failure::Then;
    match error.failure.code {
        code if GONE.contains(&code) => MediaError::Gone,
        0 if matches!(error.then, Then::Retry | Then::Uncertain) => MediaError::Unreachable,
        code => MediaError::Refused(code),
    }
}

async fn received(kind: &'static FileType, mut answer: Response) -> Result<Medium, MediaError> {
    match answer.status().as_u16() {
        200 => {}
        404 | 410 => return Err(MediaError::Gone),
        // No redirect is followed: it would carry our token to wherever it points.
        300..400 => return Err(MediaError::Elsewhere),
        500..600 | 408 | 429 => return Err(MediaError::Unreachable),
        other => return Err(MediaError::Refused(i64::from(other))),
    }
    let bytes = answer.content_length();
    if bytes.is_some_and(|it| i64::try_from(it).is_ok_and(|it| it > kind.bytes_max())) {
        return Err(MediaError::TooLarge);
    }
    let mut first = Vec::new();
    while first.len() < file_type::LOOKED_AT_BYTES {
        match answer.chunk().await.map_err(|_| MediaError::Unreachable)? {
            Some(part) => first.extend_from_slice(&part),
            None => break,
        }
    }
    if !kind.begins(&first) {
        return Err(MediaError::Kind);
    }
    let parts = pieces(kind, first, answer);
    Ok(Medium { kind, bytes, parts })
}

/// The file piece by piece, and never more of it than its kind may have.
fn pieces(
    kind: &'static FileType,
    first: Vec<u8>,
    answer: Response,
) -> BoxStream<'static, Result<Vec<u8>, MediaError>> {
    let left = kind.bytes_max();
    let state = Some((Some(first), answer, left));
    stream::unfold(state, |state| async move {
        let (first, mut answer, left) = state?;
        let part = match first {
            Some(it) => it,
            None => match answer.chunk().await {
                Ok(Some(it)) => it.to_vec(),
                Ok(None) => return None,
                Err(_) => return Some((Err(MediaError::Unreachable), None)),
            },
        };
        let left = left - i64::try_from(part.len()).unwrap_or(i64::MAX);
        if left < 0 {
            return Some((Err(MediaError::TooLarge), None));
        }
        Some((Ok(part), Some((None, answer, left))))
    })
    .boxed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_token_goes_to_the_provider_and_nowhere_else() {
        let meta = "https://graph.facebook.com/v23.0";
        let own = "http://127.0.0.1:8080/graph/v23.0";
        let (operators, providers) = (Some(Whose::TheOperators), Some(Whose::TheProviders));
        for (base, address, expected) in [
            (meta, "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", providers),
            (meta, "https://scontent.xx.fbcdn.net/v/1", providers),
            (meta, "https://mmg.whatsapp.net/v/1", providers),
            (meta, "https://graph.facebook.com/v23.0/1/file", operators),
            (own, "http://127.0.0.1:8080/graph/v23.0/media/1", operators),
            (own, "http://127.0.0.1:8081/graph/v23.0/media/1", None),
            (own, "https://127.0.0.1:8080/media/1", None),
            (own, "http://user@127.0.0.1:8080/media/1", None),
            (meta, "http://lookaside.fbsbx.com/1", None),
            (meta, "https://lookaside.fbsbx.com:8443/1", None),
            (meta, "https://fbsbx.com.evil.example/1", None),
            (meta, "https://evilfbsbx.com/1", None),
            (meta, "https://media.example/1", None),
            (meta, "https://169.254.169.254/latest/meta-data/", None),
            (meta, "https://user:secret@lookaside.fbsbx.com/1", None),
            (meta, "file:///etc/passwd", None),
            (meta, "", None),
        ] {
            assert_eq!(whose(base, address), expected, "{address}");
        }
    }
}
