//! Passwords, hashed with argon2id away from the threads that answer requests. Absent: where hashes are kept.

use crate::DeskError;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// OWASP ASVS 5.0, 6.2: at least 12 with any characters, at least 64 allowed.
pub const CHARACTERS_MIN: usize = 12;
/// Longer ones are paste accidents.
pub const CHARACTERS_MAX: usize = 128;
/// Above OWASP's floor (t=2, m=19 MiB): about a tenth of a second on a clinic's small server.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
/// Sign-ins hashed at once: more wait, so that a flood of them costs time and not the machine's memory.
const AT_ONCE: usize = 2;

/// Fewer than a hundred million guesses find anything below (zxcvbn's own scale).
const GUESSED_LATE: zxcvbn::Score = zxcvbn::Score::Three;

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

/// What an attacker tries first at a desk like this (ASVS 5.0, 6.1.2); beside it the owner's own name and address.
const OF_THE_HOUSE: [&str; 10] = [
    "svara",
    "klinik",
    "kliniken",
    "clinic",
    "reception",
    "receptionen",
    "patient",
    "vårdcentral",
    "tandläkare",
    "dentist",
];

/// A password that cannot be taken, with the reason. `own`: words of its owner that it may not be made of.
pub fn check(password: &str, own: &[&str]) -> Result<(), DeskError> {
    let characters = password.chars().count();
    if !(CHARACTERS_MIN..=CHARACTERS_MAX).contains(&characters) {
        let why = format!(
            "a password has {CHARACTERS_MIN} to {CHARACTERS_MAX} characters; a short sentence is good"
        );
        return Err(DeskError::Invalid(why));
    }
    let own = own.iter().flat_map(|it| it.split(['@', '.', ' '])).chain(own.iter().copied());
    let words: Vec<&str> = own.chain(OF_THE_HOUSE).collect();
    // The library knows the passwords that were leaked most often, and what people make of them.
    if zxcvbn::zxcvbn(password, &words).score() < GUESSED_LATE {
        let why =
            "this password is among the first that others would try; a short sentence of your own is good";
        return Err(DeskError::Invalid(why.to_owned()));
    }
    Ok(())
}

/// Hashes a password with a salt of its own.
pub async fn hash(password: &str, salt: &str) -> Result<String, DeskError> {
    let (password, salt) = (password.to_owned(), salt.to_owned());
    away(move || {
        let made = ours().hash_password_with_salt(password.as_bytes(), salt.as_bytes());
        made.map(|it| it.to_string()).map_err(|it| failed(&it.to_string()))
    })
    .await?
}

/// Whether a password is the one that was hashed. With no hash to compare it takes as long and says no, so that
/// nobody learns who works here.
pub async fn is_right(password: &str, hash: Option<&str>) -> Result<bool, DeskError> {
    let (password, hash) = (password.to_owned(), hash.map(str::to_owned));
    away(move || {
        let Some(hash) = hash else {
            let nobody = ours().hash_password_with_salt(password.as_bytes(), b"nobody is signed in");
            return nobody.map(|_| false).map_err(|it| failed(&it.to_string()));
        };
        let known = PasswordHash::new(&hash).map_err(|it| failed(&it.to_string()))?;
        Ok(ours().verify_password(password.as_bytes(), &known).is_ok())
    })
    .await?
}

async fn away<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, DeskError> {
    let _turn = TURNS.acquire().await.expect("the turns are never closed");
    tokio::task::spawn_blocking(work).await.map_err(|it| failed(&it.to_string()))
}

fn ours() -> Argon2<'static> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn failed(why: &str) -> DeskError {
    DeskError::Unreadable { what: "a password", why: why.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_opens() {
        let hash = hash("en kort mening räcker", "0123456789abcdef").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"), "{hash}");
        assert!(is_right("en kort mening räcker", Some(&hash)).await.unwrap());
        assert!(!is_right("en kort mening racker", Some(&hash)).await.unwrap());
        assert!(!is_right("en kort mening räcker", None).await.unwrap());
        assert!(is_right("x", Some("no hash")).await.is_err());
    }

    #[test]
    fn length_is_what_counts() {
        assert!(check("kort", &[]).is_err());
        assert!(check(&"en mening ".repeat(13), &[]).is_err());
        assert!(check("räksmörgås!!", &[]).is_ok());
        assert!(check(&format!("{:x<128}", "en lång mening"), &[]).is_ok());
    }

    #[test]
    fn what_others_would_guess_is_no_password() {
        let own = ["Karin Lindqvist", "karin@nordkliniken.example"];
        for easy in [
            "123456789012",
            "password1234",
            "qwertyuiop123",
            "aaaaaaaaaaaaaaaa",
            "kliniken2026",
            "karinlindqvist",
            "nordkliniken1",
            "receptionreception",
        ] {
            let refused = check(easy, &own).expect_err(easy).to_string();
            assert!(refused.contains("first that others would try"), "{easy}: {refused}");
        }
        for good in ["en kort mening räcker", "three blue herons at noon"] {
            assert!(check(good, &own).is_ok(), "{good}");
        }
    }
}
