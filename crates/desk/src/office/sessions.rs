//! Signed-in browsers. The browser holds a secret, the store only its hash.

use super::{Who, secret_hash};
use crate::{Desk, DeskError};
use jiff::SignedDuration;
use svara_model::{SessionId, StaffId};
pub use svara_store::sessions::{Session, Stage};
use svara_store::staff::{self, Staff};
use svara_store::{Tx, sessions};

/// A working day and its overtime; then one signs in again.
const SESSION_HOURS: i64 = 12;
/// The demo's clock jumps by days, and nobody wants to sign in again after each jump.
const DEMO_SESSION_HOURS: i64 = 24 * 400;
/// Between the password and the code lies a walk to the phone.
const PASSWORD_STAGE_MINUTES: i64 = 15;

/// Nobody touched the console for this long: its screen is locked (OWASP ASVS 5.0, 7.3.1).
const IDLE_LOCK_MINUTES: i64 = 30;
/// Not every request is written down.
const SEEN_EVERY_SECONDS: i64 = 60;
/// Longer than any name of a browser.
const BROWSER_CHARACTERS_MAX: usize = 80;

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub staff: Staff,
    /// In which session.
    pub session: Session,
    /// Whether its screen is locked.
    pub locked: bool,
}

impl SignedIn {
    /// As the one who acts.
    pub fn who(&self) -> Who {
        Who::staff(&self.staff)
    }

    /// What stands between them and the console.
    pub fn next(&self) -> Next {
        match self.session.stage {
            Stage::Password if self.staff.has_factor => Next::Code,
            Stage::Password => Next::Enrol,
            Stage::Full | Stage::Demo if self.locked => Next::Unlock,
            Stage::Full | Stage::Demo => Next::Nothing,
        }
    }
}

/// What somebody has to do before the console opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing: welcome.
    Nothing,
    /// Show a code of the authenticator, or one on paper.
    Code,
    /// Set an authenticator up.
    Enrol,
    /// Unlock the screen.
    Unlock,
}

/// A new session: what the browser keeps, and for how long.
#[derive(Clone)]
pub struct NewSession {
    /// The secret for the browser's cookie; nobody else ever sees it.
    pub secret: String,
    /// Until it ends.
    pub lasts: SignedDuration,
}

/// Secrets stay out of logs.
impl std::fmt::Debug for NewSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewSession").field("lasts", &self.lasts).finish_non_exhaustive()
    }
}

/// Begins a session, within the transaction that found out who it is.
pub(super) async fn start(
    desk: &Desk,
    tx: &mut Tx,
    staff: &StaffId,
    stage: Stage,
    browser: &str,
) -> Result<NewSession, DeskError> {
    let now = desk.now();
    let lasts = match stage {
        Stage::Password | Stage::Full => SignedDuration::from_hours(SESSION_HOURS),
        Stage::Demo => SignedDuration::from_hours(DEMO_SESSION_HOURS),
    };
    let secret = new_secret(desk);
    sessions::prune(tx, now).await?;
    let session = Session {
        id: desk.ids.make(SessionId::new, now),
        staff: staff.clone(),
        stage,
        started_at: now,
        seen_at: now,
        locked_at: None,
        expires_at: now + lasts,
        browser: browser.chars().take(BROWSER_CHARACTERS_MAX).collect(),
    };
    sessions::start(tx, &session, secret_hash(&secret)).await?;
    Ok(NewSession { secret, lasts })
}

/// Who a browser's secret belongs to; `None` when it is unknown or over. `touched`: a person did something, and the
/// screen stays awake.
pub async fn find(desk: &Desk, secret: &str, touched: bool) -> Result<Option<SignedIn>, DeskError> {
    let (hash, now) = (secret_hash(secret), desk.now());
    let found = desk.store().read("a session", move |tx| {
        Box::pin(async move {
            let Some(session) = sessions::by_hash(tx, hash, now).await? else {
                return Ok::<_, DeskError>(None);
            };
            let staff = staff::by_id(tx, &session.staff).await?;
            Ok(staff.map(|staff| (staff, session)))
        })
    });
    let found =
        found.await?.filter(|(staff, session)| staff.disabled_at.is_none() && !is_stale(session, now));
    let Some((staff, session)) = found else { return Ok(None) };
    let idle = now.duration_since(session.seen_at);
    let asleep = session.stage == Stage::Full && idle >= SignedDuration::from_mins(IDLE_LOCK_MINUTES);
    let locked = session.locked_at.is_some() || asleep;
    if touched && !locked && idle >= SignedDuration::from_secs(SEEN_EVERY_SECONDS) {
        let id = session.id.clone();
        desk.store()
            .write("a session was used", move |tx| {
                let id = id.clone();
                Box::pin(async move { sessions::seen(tx, &id, now).await.map_err(DeskError::from) })
            })
            .await?;
    }
    Ok(Some(SignedIn { staff, session, locked }))
}

/// A password without its code is worth little, and not for long.
fn is_stale(session: &Session, now: jiff::Timestamp) -> bool {
    session.stage == Stage::Password
        && now.duration_since(session.started_at) >= SignedDuration::from_mins(PASSWORD_STAGE_MINUTES)
}

/// Where somebody is signed in, the latest first.
pub async fn of(desk: &Desk, staff: &StaffId) -> Result<Vec<Session>, DeskError> {
    let (staff, now) = (staff.clone(), desk.now());
    desk.store()
        .read("somebody's sessions", move |tx| {
            let staff = staff.clone();
            Box::pin(async move { sessions::of(tx, &staff, now).await.map_err(DeskError::from) })
        })
        .await
}

/// Ends one of one's own sessions, or all but the one that asks. The number that ended.
pub async fn end_others(desk: &Desk, it: &SignedIn, one: Option<SessionId>) -> Result<u64, DeskError> {
    let (desk_in, it) = (desk.clone(), it.clone());
    desk.store()
        .write("end sessions", move |tx| {
            let (desk, it, one) = (desk_in.clone(), it.clone(), one.clone());
            Box::pin(async move {
                let but = one.is_none().then_some(&it.session.id);
                let ended = sessions::end_of(tx, &it.staff.id, one.as_ref(), but).await?;
                super::accounts::note(&desk, tx, &it.staff.id, "staff.sessions_ended").await?;
                Ok(ended)
            })
        })
        .await
}

/// Locks the screen of a session; only its owner opens it again.
pub async fn lock(desk: &Desk, it: &SignedIn) -> Result<(), DeskError> {
    set_lock(desk, it, true).await
}

pub(super) async fn set_lock(desk: &Desk, it: &SignedIn, locked: bool) -> Result<(), DeskError> {
    let (desk_in, it) = (desk.clone(), it.clone());
    desk.store()
        .write("lock a screen", move |tx| {
            let (desk, it) = (desk_in.clone(), it.clone());
            Box::pin(async move {
                let now = desk.now();
                sessions::lock(tx, &it.session.id, locked.then_some(now), now).await?;
                let kind = if locked { "staff.locked" } else { "staff.unlocked" };
                super::accounts::note(&desk, tx, &it.staff.id, kind).await
            })
        })
        .await
}

/// Somebody stood before a door that does not open for them.
pub async fn refused(desk: &Desk, it: &SignedIn, method: &str, path: &str) -> Result<(), DeskError> {
    let details = serde_json::json!({ "door": format!("{method} {path}") });
    let kind = "access.refused";
    remember(desk, it, kind, details).await
}

/// Somebody looks at a patient who is not theirs, and says why.
pub async fn broke_glass(
    desk: &Desk,
    it: &SignedIn,
    method: &str,
    path: &str,
    reason: &str,
) -> Result<(), DeskError> {
    let details = serde_json::json!({ "door": format!("{method} {path}"), "reason": reason });
    remember(desk, it, "access.break_glass", details).await
}

async fn remember(
    desk: &Desk,
    it: &SignedIn,
    kind: &'static str,
    details: serde_json::Value,
) -> Result<(), DeskError> {
    let (desk_in, id, details) = (desk.clone(), it.staff.id.clone(), details.to_string());
    desk.store()
        .write("remember what happened at a door", move |tx| {
            let (desk, id, details) = (desk_in.clone(), id.clone(), details.clone());
            Box::pin(async move { super::accounts::note_with(&desk, tx, &id, kind, &details).await })
        })
        .await
}

/// Signs out; the secret is worth nothing from then on.
pub async fn end(desk: &Desk, it: &SignedIn) -> Result<(), DeskError> {
    let (desk_in, it) = (desk.clone(), it.clone());
    desk.store()
        .write("sign out", move |tx| {
            let (desk, it) = (desk_in.clone(), it.clone());
            Box::pin(async move {
                sessions::end(tx, &it.session.id).await?;
                super::accounts::note(&desk, tx, &it.staff.id, "staff.signed_out").await
            })
        })
        .await
}

/// Two tokens of 160 bits: beyond guessing.
pub(super) fn new_secret(desk: &Desk) -> String {
    desk.ids.token() + &desk.ids.token()
}
