//! Accounts of the staff: the first set-up link, signing in, the demo's own member.
//!
//! A wrong password costs a growing wait for that account alone; whoever guesses at one name locks nobody else
//! out, and an unknown name is answered like a wrong password.

use super::sessions::{self, NewSession, Stage};
use super::{passwords, secret_hash};
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use svara_model::{EventId, Roles, StaffId, TokenId};
use svara_store::staff::{self, NewStaff, Staff};
use svara_store::{Tx, events, tokens};

/// A set-up link is redeemed on the day of the installation, or after a weekend.
const SETUP_LINK_HOURS: i64 = 72;
const SETUP: &str = "setup";
/// Wrong passwords before an account has to wait.
const TRIES_FREE: u32 = 5;
/// The first wait; it doubles with each further wrong password up to the longest.
const WAIT_FIRST_SECONDS: i64 = 30;
const WAIT_LONGEST_SECONDS: i64 = 900;
/// Wrong passwords are forgotten after this long without another.
const TRIES_KEPT_HOURS: i64 = 24;
/// Accounts whose wrong passwords are remembered at once; a flood of invented names empties the oldest.
const ACCOUNTS_REMEMBERED_MAX: usize = 10_000;
/// Longer than any name or address.
const FIELD_CHARACTERS_MAX: usize = 254;

/// The demo's member of staff; nobody knows the password, the demo page signs in.
const DEMO_NAME: &str = "Robin Reception";
const DEMO_EMAIL: &str = "robin@reception.example";

/// Counts wrong passwords. One for the whole process.
#[derive(Debug, Default)]
pub struct Doorkeeper(Mutex<HashMap<[u8; 32], Tries>>);

#[derive(Clone, Copy, Debug)]
struct Tries {
    wrong: u32,
    last: Timestamp,
}

/// What came of an attempt to sign in.
#[derive(Debug)]
pub enum SignIn {
    /// Welcome.
    In(Box<Staff>, NewSession),
    /// The name or the password is wrong.
    Wrong,
    /// Too many wrong passwords for this account.
    Wait {
        /// Try again after this.
        seconds: i64,
    },
}

/// What came of a set-up link.
#[derive(Debug)]
pub enum SetUp {
    /// The account is there and signed in.
    Done(Box<Staff>, NewSession),
    /// The link was used before, or is too old, or never was.
    UsedUp,
}

/// Somebody who wants an account.
#[derive(Clone)]
pub struct NewAccount {
    /// Their name.
    pub name: String,
    /// Their mail address.
    pub email: String,
    /// Their password.
    pub password: String,
}

/// The secret of the first set-up link, when nobody works here yet. Told once, at
/// the start; an earlier one that nobody used ends with the first account.
pub async fn first_link(desk: &Desk) -> Result<Option<String>, DeskError> {
    let secret = sessions::new_secret(desk);
    let (desk_in, hash) = (desk.clone(), secret_hash(&secret));
    let issued = desk.store().write("issue a set-up link", move |tx| {
        let desk = desk_in.clone();
        Box::pin(async move {
            if staff::count(tx).await? > 0 {
                return Ok::<_, DeskError>(false);
            }
            let now = desk.now();
            let id = desk.ids.make(TokenId::new, now);
            let until = now + SignedDuration::from_hours(SETUP_LINK_HOURS);
            tokens::issue(tx, id, SETUP, hash, until, "first").await?;
            Ok(true)
        })
    });
    Ok(issued.await?.then_some(secret))
}

/// Redeems a set-up link: a new account that may do everything, with its password shown. The link is used up only when the account is made.
pub async fn set_up(
    desk: &Desk,
    secret: &str,
    account: NewAccount,
    browser: &str,
) -> Result<SetUp, DeskError> {
    let account = checked(account)?;
    let password_hash = passwords::hash(&account.password, &desk.ids.token()).await?;
    let (desk_in, hash, browser) = (desk.clone(), secret_hash(secret), browser.to_owned());
    let new = NewStaff {
        id: desk.ids.make(StaffId::new, desk.now()),
        name: account.name,
        email: account.email,
        password_hash,
        roles: Roles::founder(),
        practitioner: None,
    };
    desk.store()
        .write("set an account up", move |tx| {
            let (desk, new, browser) = (desk_in.clone(), new.clone(), browser.clone());
            Box::pin(async move {
                let now = desk.now();
                // The first link makes the first account; one printed at an earlier start opens no second door.
                if tokens::redeem(tx, SETUP, hash, now).await?.is_none() || staff::count(tx).await? > 0 {
                    return Ok(SetUp::UsedUp);
                }
                let (member, session) = begin_to_work(&desk, tx, &new, "staff.set_up", &browser).await?;
                Ok(SetUp::Done(Box::new(member), session))
            })
        })
        .await
}

/// A new colleague: the account, its line in the audit chain, and a session that waits for the second factor.
pub(super) async fn begin_to_work(
    desk: &Desk,
    tx: &mut Tx,
    new: &NewStaff,
    kind: &str,
    browser: &str,
) -> Result<(Staff, NewSession), DeskError> {
    if !staff::insert(tx, new).await? {
        return Err(DeskError::Conflict("somebody has this mail address already".to_owned()));
    }
    note(desk, tx, &new.id, kind).await?;
    let session = sessions::start(desk, tx, &new.id, Stage::Password, browser).await?;
    let member = staff::by_id(tx, &new.id).await?.ok_or(DeskError::NotFound("the account"))?;
    Ok((member, session))
}

/// Everybody who works here, the oldest account first.
pub async fn colleagues(desk: &Desk) -> Result<Vec<super::Member>, DeskError> {
    desk.store().read("colleagues", |tx| Box::pin(async move { Ok(staff::all(tx).await?) })).await
}

/// Signs in with mail address and password.
pub async fn sign_in(
    desk: &Desk,
    keeper: &Doorkeeper,
    email: &str,
    password: &str,
    browser: &str,
) -> Result<SignIn, DeskError> {
    let account = secret_hash(&email.trim().to_lowercase());
    if let Some(seconds) = keeper.must_wait(account, desk.now()) {
        return Ok(SignIn::Wait { seconds });
    }
    let email = email.to_owned();
    let known = desk.store().read("who signs in", move |tx| {
        let email = email.clone();
        Box::pin(async move { staff::by_email(tx, &email).await.map_err(DeskError::from) })
    });
    let known = known.await?;
    let right = passwords::is_right(password, known.as_ref().map(|it| it.password_hash.as_str())).await?;
    if let Some(refused) = known.as_ref().filter(|it| !right || it.disabled_at.is_some()) {
        remember(desk, &refused.id, "staff.sign_in_refused").await?;
    }
    if known.is_none() {
        // Which name it was may be a password typed into the wrong field: it is not repeated.
        tracing::warn!(browser, "somebody unknown tried to sign in");
    }
    let Some(member) = known.filter(|it| right && it.disabled_at.is_none()) else {
        keeper.wrong(account, desk.now());
        return Ok(SignIn::Wrong);
    };
    keeper.right(account);
    let session = begin(desk, &member.id, Stage::Password, browser).await?;
    Ok(SignIn::In(Box::new(member), session))
}

/// Another password, by somebody who knows the old one. Every other session of theirs ends.
pub async fn change_password(
    desk: &Desk,
    keeper: &Doorkeeper,
    it: &sessions::SignedIn,
    old: &str,
    new: &str,
    browser: &str,
) -> Result<SignIn, DeskError> {
    let account = secret_hash(&it.staff.email.to_lowercase());
    if let Some(seconds) = keeper.must_wait(account, desk.now()) {
        return Ok(SignIn::Wait { seconds });
    }
    if !passwords::is_right(old, Some(&it.staff.password_hash)).await? {
        keeper.wrong(account, desk.now());
        return Ok(SignIn::Wrong);
    }
    keeper.right(account);
    passwords::check(new, &[&it.staff.name, &it.staff.email])?;
    let hash = passwords::hash(new, &desk.ids.token()).await?;
    let (desk_in, it, browser) = (desk.clone(), it.clone(), browser.to_owned());
    desk.store()
        .write("another password", move |tx| {
            let (desk, it, hash, browser) = (desk_in.clone(), it.clone(), hash.clone(), browser.clone());
            Box::pin(async move {
                staff::set_password(tx, &it.staff.id, &hash).await?;
                note(&desk, tx, &it.staff.id, "staff.password_changed").await?;
                let session = sessions::start(&desk, tx, &it.staff.id, it.session.stage, &browser).await?;
                Ok(SignIn::In(Box::new(it.staff), session))
            })
        })
        .await
}

/// Signs the demo's member of staff in, made on the first call. Only a demo may offer this.
pub async fn sign_in_demo(desk: &Desk) -> Result<NewSession, DeskError> {
    let password_hash = passwords::hash(&sessions::new_secret(desk), &desk.ids.token()).await?;
    let desk_in = desk.clone();
    let member = desk.store().write("the demo's member of staff", move |tx| {
        let (desk, password_hash) = (desk_in.clone(), password_hash.clone());
        Box::pin(async move {
            if let Some(member) = staff::by_email(tx, DEMO_EMAIL).await? {
                return Ok::<_, DeskError>(member.id);
            }
            let id = desk.ids.make(StaffId::new, desk.now());
            let robin = NewStaff {
                id: id.clone(),
                name: DEMO_NAME.to_owned(),
                email: DEMO_EMAIL.to_owned(),
                password_hash,
                roles: Roles::founder(),
                practitioner: None,
            };
            staff::insert(tx, &robin).await?;
            Ok(id)
        })
    });
    begin(desk, &member.await?, Stage::Demo, "").await
}

async fn begin(desk: &Desk, id: &StaffId, stage: Stage, browser: &str) -> Result<NewSession, DeskError> {
    let (desk_in, id, browser) = (desk.clone(), id.clone(), browser.to_owned());
    let kind = if stage == Stage::Demo { "staff.signed_in" } else { "staff.password_right" };
    desk.store()
        .write("sign in", move |tx| {
            let (desk, id, browser) = (desk_in.clone(), id.clone(), browser.clone());
            Box::pin(async move {
                note(&desk, tx, &id, kind).await?;
                sessions::start(&desk, tx, &id, stage, &browser).await
            })
        })
        .await
}

/// A line of its own about a member of staff.
pub(super) async fn remember(desk: &Desk, id: &StaffId, kind: &'static str) -> Result<(), DeskError> {
    let (desk_in, id) = (desk.clone(), id.clone());
    desk.store()
        .write("remember what somebody did", move |tx| {
            let (desk, id) = (desk_in.clone(), id.clone());
            Box::pin(async move { note(&desk, tx, &id, kind).await })
        })
        .await
}

/// A line about a member of staff in every clinic of the house: they all are their business.
pub(super) async fn note(desk: &Desk, tx: &mut Tx, id: &StaffId, kind: &str) -> Result<(), DeskError> {
    note_with(desk, tx, id, kind, "{}").await
}

/// The same, with details as JSON.
pub(super) async fn note_with(
    desk: &Desk,
    tx: &mut Tx,
    id: &StaffId,
    kind: &str,
    details: &str,
) -> Result<(), DeskError> {
    let (now, actor) = (desk.now(), format!("staff:{id}"));
    for clinic in desk.clinics() {
        let event = desk.ids.make(EventId::new, now);
        events::append(tx, event, &clinic.id, now, &actor, kind, Some(id.as_str()), details).await?;
    }
    Ok(())
}

pub(super) fn checked(account: NewAccount) -> Result<NewAccount, DeskError> {
    let name = account.name.trim().to_owned();
    if !is_field(&name) {
        return Err(DeskError::Invalid("a name has 1 to 254 characters".to_owned()));
    }
    let email = address(&account.email)?;
    passwords::check(&account.password, &[&name, &email])?;
    Ok(NewAccount { name, email, password: account.password })
}

/// A mail address, as far as anybody can tell without writing to it.
pub(super) fn address(text: &str) -> Result<String, DeskError> {
    let email = text.trim().to_owned();
    let parts = email.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty());
    if !is_field(&email) || !parts || email.contains(char::is_whitespace) {
        return Err(DeskError::Invalid("a mail address looks like name@clinic.example".to_owned()));
    }
    Ok(email)
}

fn is_field(text: &str) -> bool {
    (1..=FIELD_CHARACTERS_MAX).contains(&text.chars().count()) && !text.contains(char::is_control)
}

impl Doorkeeper {
    pub(super) fn must_wait(&self, account: [u8; 32], now: Timestamp) -> Option<i64> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let tries =
            all.get(&account).filter(|it| now < it.last + SignedDuration::from_hours(TRIES_KEPT_HOURS))?;
        let beyond = tries.wrong.checked_sub(TRIES_FREE)?;
        let wait = WAIT_FIRST_SECONDS.checked_shl(beyond.min(10)).unwrap_or(WAIT_LONGEST_SECONDS);
        let until = tries.last + SignedDuration::from_secs(wait.min(WAIT_LONGEST_SECONDS));
        (now < until).then(|| until.duration_since(now).as_secs().max(1))
    }

    pub(super) fn wrong(&self, account: [u8; 32], now: Timestamp) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= ACCOUNTS_REMEMBERED_MAX && !all.contains_key(&account) {
            let oldest = all.iter().min_by_key(|it| it.1.last).map(|it| *it.0);
            oldest.map(|it| all.remove(&it));
        }
        let tries = all.entry(account).or_insert(Tries { wrong: 0, last: now });
        if now >= tries.last + SignedDuration::from_hours(TRIES_KEPT_HOURS) {
            tries.wrong = 0;
        }
        *tries = Tries { wrong: tries.wrong.saturating_add(1), last: now };
    }

    pub(super) fn right(&self, account: [u8; 32]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&account);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_waits_longer_after_each_wrong_password_and_others_do_not() {
        let keeper = Doorkeeper::default();
        let mut now: Timestamp = "2026-03-10T08:00:00Z".parse().unwrap();
        let (guessed, other) = ([1; 32], [2; 32]);
        for _ in 0..TRIES_FREE {
            assert_eq!(keeper.must_wait(guessed, now), None);
            keeper.wrong(guessed, now);
        }
        assert_eq!(keeper.must_wait(guessed, now), Some(30));
        assert_eq!(keeper.must_wait(other, now), None);
        now += SignedDuration::from_secs(30);
        assert_eq!(keeper.must_wait(guessed, now), None);
        keeper.wrong(guessed, now);
        assert_eq!(keeper.must_wait(guessed, now), Some(60));
        for _ in 0..40 {
            keeper.wrong(guessed, now);
        }
        assert_eq!(keeper.must_wait(guessed, now), Some(WAIT_LONGEST_SECONDS));
        keeper.right(guessed);
        assert_eq!(keeper.must_wait(guessed, now), None);
    }

    #[test]
    fn invented_names_do_not_fill_the_memory() {
        let keeper = Doorkeeper::default();
        let now: Timestamp = "2026-03-10T08:00:00Z".parse().unwrap();
        for number in 0..=ACCOUNTS_REMEMBERED_MAX {
            keeper.wrong(secret_hash(&number.to_string()), now);
        }
        assert_eq!(keeper.0.lock().unwrap().len(), ACCOUNTS_REMEMBERED_MAX);
    }
}
