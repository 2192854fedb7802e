//! Wycheproof's vectors, through the libraries that the store seals, hashes and signs with: what is right opens, and
//! what was tampered with is refused.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use ring::signature::{ED25519, UnparsedPublicKey};
use sha2::Sha256;
use wycheproof::{TestResult, aead, eddsa, mac};

/// XChaCha20's; other lengths the library does not even take.
const NONCE_BYTES: usize = 24;

#[test]
fn sealing_agrees_with_every_vector() {
    let set = aead::TestSet::load(aead::TestName::XChaCha20Poly1305).expect("the vectors can be read");
    let mut tried = 0;
    for test in set.test_groups.iter().flat_map(|it| &it.tests) {
        let sealed = [test.ct.as_slice(), test.tag.as_slice()].concat();
        let nonce: Option<[u8; NONCE_BYTES]> = test.nonce.as_slice().try_into().ok();
        let opened = nonce.and_then(|nonce| {
            let cipher = XChaCha20Poly1305::new_from_slice(&test.key).ok()?;
            cipher.decrypt(&XNonce::from(nonce), Payload { msg: &sealed, aad: &test.aad }).ok()
        });
        let right = (test.result != TestResult::Invalid).then(|| test.pt.to_vec());
        assert_eq!(opened, right, "vector {}: {}", test.tc_id, test.comment);
        tried += 1;
    }
    println!("XChaCha20-Poly1305: {tried} vectors");
    assert!(tried >= 300, "only {tried} vectors");
}

#[test]
fn hashing_agrees_with_every_vector() {
    let set = mac::TestSet::load(mac::TestName::HmacSha256).expect("the vectors can be read");
    let mut tried = 0;
    for group in &set.test_groups {
        for test in &group.tests {
            let mut mac =
                <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&test.key).expect("any length will do");
            mac.update(&test.msg);
            let fits = mac.verify_truncated_left(&test.tag).is_ok();
            assert_eq!(fits, test.result != TestResult::Invalid, "vector {}: {}", test.tc_id, test.comment);
            tried += 1;
        }
    }
    println!("HMAC-SHA-256: {tried} vectors");
    assert!(tried >= 170, "only {tried} vectors");
}

#[test]
fn signatures_agree_with_every_vector() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).expect("the vectors can be read");
    let mut tried = 0;
    for group in &set.test_groups {
        let key = UnparsedPublicKey::new(&ED25519, &group.key.pk);
        for test in &group.tests {
            let fits = key.verify(&test.msg, &test.sig).is_ok();
            assert_eq!(fits, test.result != TestResult::Invalid, "vector {}: {}", test.tc_id, test.comment);
            tried += 1;
        }
    }
    println!("Ed25519: {tried} vectors");
    assert!(tried >= 80, "only {tried} vectors");
}
