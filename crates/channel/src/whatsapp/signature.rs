//! Whether a notification comes from Meta. Absent: parsing; the bytes are judged exactly as they arrived.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

const PREFIX: &str = "sha256=";

/// Whether `header` (`X-Hub-Signature-256`) signs `body` with `app_secret`.
///
/// Takes the same time wherever the two differ; false when the header or the secret is missing.
pub fn is_valid(app_secret: &str, body: &[u8], header: Option<&str>) -> bool {
    let Some(given) = header.and_then(|it| it.strip_prefix(PREFIX)).and_then(|it| hex::decode(it).ok())
    else {
        return false;
    };
    if app_secret.is_empty() {
        return false;
    }
    digest(app_secret, body).as_slice().ct_eq(&given).into()
}

/// The header that Meta would send with `body`; the simulator and tests sign with it.
pub fn header(app_secret: &str, body: &[u8]) -> String {
    format!("{PREFIX}{}", hex::encode(digest(app_secret, body)))
}

fn digest(app_secret: &str, body: &[u8]) -> Vec<u8> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(app_secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(body);
    mac.finalize().into_bytes().to_vec()
}
