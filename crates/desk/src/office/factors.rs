//! The second factor: an authenticator's codes (RFC 6238: six digits, thirty seconds, each step once), codes on
//! paper, and unlocking a screen. No console opens by a password alone (HSLF-FS 2016:40, 3:15).
//!
//! Wrong codes cost the same growing wait as wrong passwords, for that account alone.

use super::accounts::{self, Doorkeeper};
use super::sessions::{self, NewSession, Next, SignedIn, Stage};
use super::{passwords, secret_hash};
use crate::{Desk, DeskError};
use jiff::Timestamp;
use qrcode::{Color, EcLevel, QrCode};
use sha2::{Digest, Sha256};
use svara_model::StaffId;
use svara_store::{Tx, second_factors};
use totp_rs::{Builder, Secret, Totp};

/// 160 bits, as RFC 4226 recommends.
const SECRET_BYTES: usize = 20;
/// Codes on paper: enough for some lost phones.
const RECOVERY_CODES: usize = 10;
/// Each has 24 letters and digits: 120 bits, enough to be kept under a plain hash (ASVS 5.0, 6.5.2).
const RECOVERY_CHARACTERS: usize = 24;
/// Written in groups of four.
const RECOVERY_GROUP: usize = 4;
/// A phone's clock may be one step of thirty seconds off, either way.
const STEPS_OFF_MAX: u16 = 1;
/// Longer than any code.
const CODE_CHARACTERS_MAX: usize = 64;

/// What an authenticator needs to know.
#[derive(Clone)]
pub struct Enrolment {
    /// To be typed in, in base 32.
    pub secret: String,
    /// The same as an `otpauth:` address.
    pub address: String,
    /// The address as a QR code, row by row, true for dark.
    pub qr: Vec<Vec<bool>>,
}

/// What came of a code.
pub enum Shown {
    /// It was right: the console is open, under another secret.
    In(NewSession),
    /// It was wrong, or used before.
    Wrong,
    /// Too many wrong ones.
    Wait {
        /// Try again after this.
        seconds: i64,
    },
}

/// What came of the first code.
pub enum Enrolled {
    /// The authenticator is set up, and these codes belong on paper: they are shown once.
    Done(NewSession, Vec<String>),
    /// The code was wrong.
    Wrong,
    /// Too many wrong ones.
    Wait {
        /// Try again after this.
        seconds: i64,
    },
}

/// Begins to set an authenticator up. Whoever has one already comes in with it first.
pub async fn enrol(desk: &Desk, it: &SignedIn, clinic: &str) -> Result<Enrolment, DeskError> {
    may_enrol(it)?;
    let bytes: [u8; 32] = Sha256::digest(sessions::new_secret(desk)).into();
    let secret = Secret::from(&bytes[..SECRET_BYTES]).to_base32();
    let (id, kept) = (it.staff.id.clone(), secret.clone());
    desk.store()
        .write("an authenticator to be", move |tx| {
            let (id, secret) = (id.clone(), kept.clone());
            Box::pin(async move { second_factors::wish(tx, &id, &secret).await.map_err(DeskError::from) })
        })
        .await?;
    let address = address(clinic, &it.staff.email, &secret);
    let code = QrCode::with_error_correction_level(&address, EcLevel::M)
        .map_err(|it| DeskError::Invalid(format!("the address does not fit a QR code: {it}")))?;
    let dark: Vec<bool> = code.to_colors().into_iter().map(|it| it == Color::Dark).collect();
    let qr = dark.chunks(code.width()).map(<[bool]>::to_vec).collect();
    Ok(Enrolment { secret, address, qr })
}

/// The first code of the authenticator that is being set up: from now on it opens, and nothing else does.
pub async fn confirm(
    desk: &Desk,
    keeper: &Doorkeeper,
    it: &SignedIn,
    code: &str,
) -> Result<Enrolled, DeskError> {
    may_enrol(it)?;
    let account = account(&it.staff.id);
    if let Some(seconds) = keeper.must_wait(account, desk.now()) {
        return Ok(Enrolled::Wait { seconds });
    }
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| on_paper(&sessions::new_secret(desk))).collect();
    let hashes: Vec<_> = codes.iter().map(|it| secret_hash(&plain(it))).collect();
    let secret = sessions::new_secret(desk);
    let (desk_in, who, code, hash) = (desk.clone(), it.clone(), code.to_owned(), secret_hash(&secret));
    let right = desk.store().write("set an authenticator up", move |tx| {
        let (desk, it, code, hashes) = (desk_in.clone(), who.clone(), code.clone(), hashes.clone());
        Box::pin(async move {
            let Some(wished) = second_factors::wished(tx, &it.staff.id).await? else { return Ok(false) };
            let Some(step) = step_of(&wished, &code, desk.now())? else { return Ok(false) };
            second_factors::set(tx, &it.staff.id, &wished, step, &hashes).await?;
            accounts::note(&desk, tx, &it.staff.id, "staff.second_factor_set").await?;
            svara_store::sessions::complete(tx, &it.session.id, hash, desk.now()).await?;
            svara_store::sessions::end_of(tx, &it.staff.id, None, Some(&it.session.id)).await?;
            Ok::<_, DeskError>(true)
        })
    });
    if right.await? {
        keeper.right(account);
        let lasts = it.session.expires_at.duration_since(desk.now());
        return Ok(Enrolled::Done(NewSession { secret, lasts }, codes));
    }
    keeper.wrong(account, desk.now());
    Ok(Enrolled::Wrong)
}

/// A code of the authenticator or from paper, after the password: the console opens.
pub async fn show(desk: &Desk, keeper: &Doorkeeper, it: &SignedIn, code: &str) -> Result<Shown, DeskError> {
    if it.next() != Next::Code {
        return Err(DeskError::Conflict("no code is asked for now".to_owned()));
    }
    let account = account(&it.staff.id);
    if let Some(seconds) = keeper.must_wait(account, desk.now()) {
        return Ok(Shown::Wait { seconds });
    }
    let secret = sessions::new_secret(desk);
    let (desk_in, who, code, hash) = (desk.clone(), it.clone(), code.to_owned(), secret_hash(&secret));
    let right = desk.store().write("a code at the door", move |tx| {
        let (desk, it, code) = (desk_in.clone(), who.clone(), code.clone());
        Box::pin(async move {
            let right = uses_up(tx, &it.staff.id, &code, desk.now()).await?;
            if right {
                svara_store::sessions::complete(tx, &it.session.id, hash, desk.now()).await?;
            }
            let kind = if right { "staff.signed_in" } else { "staff.code_refused" };
            accounts::note(&desk, tx, &it.staff.id, kind).await?;
            Ok::<_, DeskError>(right)
        })
    });
    if right.await? {
        keeper.right(account);
        return Ok(Shown::In(NewSession { secret, lasts: it.session.expires_at.duration_since(desk.now()) }));
    }
    keeper.wrong(account, desk.now());
    Ok(Shown::Wrong)
}

/// Whether somebody who is in shows once more that it is they.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proved {
    /// It is.
    Yes,
    /// Neither password nor code.
    No,
    /// Too many wrong tries for this account.
    Wait {
        /// Try again after this.
        seconds: i64,
    },
}

/// Asks for the password or a code of somebody who is in already: whoever finds an open screen has neither. What is
/// refused is noted under this kind.
pub async fn prove(
    desk: &Desk,
    keeper: &Doorkeeper,
    it: &SignedIn,
    shown: &str,
    refused: &'static str,
) -> Result<Proved, DeskError> {
    let account = account(&it.staff.id);
    if let Some(seconds) = keeper.must_wait(account, desk.now()) {
        return Ok(Proved::Wait { seconds });
    }
    let by_password = passwords::is_right(shown, Some(&it.staff.password_hash)).await?;
    let right = by_password || {
        let (id, code, now) = (it.staff.id.clone(), shown.to_owned(), desk.now());
        let used = desk.store().write("a code at an open screen", move |tx| {
            let (id, code) = (id.clone(), code.clone());
            Box::pin(async move { uses_up(tx, &id, &code, now).await })
        });
        used.await?
    };
    if !right {
        keeper.wrong(account, desk.now());
        accounts::remember(desk, &it.staff.id, refused).await?;
        return Ok(Proved::No);
    }
    keeper.right(account);
    Ok(Proved::Yes)
}

/// Unlocks a screen by password or code; the session goes on where it was.
pub async fn unlock(
    desk: &Desk,
    keeper: &Doorkeeper,
    it: &SignedIn,
    shown: &str,
) -> Result<Shown, DeskError> {
    match prove(desk, keeper, it, shown, "staff.unlock_refused").await? {
        Proved::No => return Ok(Shown::Wrong),
        Proved::Wait { seconds } => return Ok(Shown::Wait { seconds }),
        Proved::Yes => {}
    }
    sessions::set_lock(desk, it, false).await?;
    let lasts = it.session.expires_at.duration_since(desk.now());
    Ok(Shown::In(NewSession { secret: String::new(), lasts }))
}

/// How many codes on paper are left.
pub async fn recovery_left(desk: &Desk, id: &StaffId) -> Result<i64, DeskError> {
    let id = id.clone();
    desk.store()
        .read("codes on paper", move |tx| {
            let id = id.clone();
            Box::pin(async move { second_factors::recovery_left(tx, &id).await.map_err(DeskError::from) })
        })
        .await
}

fn may_enrol(it: &SignedIn) -> Result<(), DeskError> {
    match it.next() {
        Next::Enrol | Next::Nothing if it.session.stage != Stage::Demo => Ok(()),
        Next::Enrol | Next::Nothing => Err(DeskError::Conflict("a demo needs no authenticator".to_owned())),
        Next::Code | Next::Unlock => {
            Err(DeskError::Conflict("come in with the authenticator that is set up first".to_owned()))
        }
    }
}

async fn uses_up(tx: &mut Tx, id: &StaffId, code: &str, now: Timestamp) -> Result<bool, DeskError> {
    if code.chars().count() > CODE_CHARACTERS_MAX {
        return Ok(false);
    }
    let secret = second_factors::secret(tx, id).await?;
    if let Some(step) = secret.map(|it| step_of(&it, code, now)).transpose()?.flatten() {
        return Ok(second_factors::use_step(tx, id, step).await?);
    }
    Ok(second_factors::use_recovery(tx, id, secret_hash(&plain(code)), now).await?)
}

/// The step whose code this is; none when it is no code of about now.
fn step_of(secret: &str, code: &str, now: Timestamp) -> Result<Option<i64>, DeskError> {
    let code: String = code.chars().filter(|it| !it.is_whitespace()).collect();
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let step = authenticator(secret)?.check(&code, seconds);
    Ok(step.and_then(|it| i64::try_from(it).ok()))
}

fn authenticator(secret: &str) -> Result<Totp, DeskError> {
    let unreadable = |why: String| DeskError::Unreadable { what: "an authenticator's secret", why };
    let secret = Secret::try_from_base32(secret).map_err(|it| unreadable(format!("{it:?}")))?;
    let built = Builder::new().with_secret(secret).with_skew(STEPS_OFF_MAX).build();
    built.map_err(|it| unreadable(format!("{it:?}")))
}

/// As authenticators read it (Google's "Key Uri Format").
fn address(clinic: &str, email: &str, secret: &str) -> String {
    let (clinic, email) = (escaped(clinic), escaped(email));
    format!(
        "otpauth://totp/{clinic}:{email}?secret={secret}&issuer={clinic}&algorithm=SHA1&digits=6&period=30"
    )
}

fn escaped(text: &str) -> String {
    let keep = |it: u8| it.is_ascii_alphanumeric() || b"-._~".contains(&it);
    text.bytes().map(|it| if keep(it) { char::from(it).to_string() } else { format!("%{it:02X}") }).collect()
}

fn on_paper(secret: &str) -> String {
    let characters: Vec<char> = secret.to_uppercase().chars().take(RECOVERY_CHARACTERS).collect();
    characters.chunks(RECOVERY_GROUP).map(|it| it.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// However it was typed in.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|it| it.to_ascii_uppercase()).collect()
}

fn account(id: &StaffId) -> [u8; 32] {
    secret_hash(&format!("code of {id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the secret "12345678901234567890" at 59 seconds shows 94287082, its last six digits here.
    #[test]
    fn codes_are_those_of_the_standard_and_of_about_now() {
        let secret = Secret::from(&b"12345678901234567890"[..]).to_base32();
        let at = |second: i64| Timestamp::from_second(second).unwrap();
        for (second, step) in [(59, Some(1)), (89, Some(1)), (29, Some(1)), (90, None), (120, None)] {
            assert_eq!(step_of(&secret, "287 082", at(second)).unwrap(), step, "{second}");
        }
        for wrong in ["", "287083", "28708", "2870822", "abcdef", "２８７０８２"] {
            assert_eq!(step_of(&secret, wrong, at(59)).unwrap(), None, "{wrong}");
        }
        assert!(step_of("not base 32!", "287082", at(59)).is_err());
    }

    #[test]
    fn a_code_on_paper_is_read_however_it_is_typed() {
        let code = on_paper("abcd1234efgh5678jklm7654rest");
        assert_eq!(code, "ABCD-1234-EFGH-5678-JKLM-7654");
        assert_eq!(plain(" abcd 1234-EFGH5678 jklm7654 "), plain(&code));
    }

    #[test]
    fn an_address_keeps_odd_names_apart() {
        let address = address("Läkarhuset: A&B", "eva@clinic.example", "SECRET");
        assert!(
            address
                .starts_with("otpauth://totp/L%C3%A4karhuset%3A%20A%26B:eva%40clinic.example?secret=SECRET&")
        );
    }
}
