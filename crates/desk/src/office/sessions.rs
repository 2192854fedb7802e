//! Signed-in browsers. The browser holds a secret, the store only its hash.

use super::{Who, secret_hash};
use crate::{Desk, DeskError};
use jiff::SignedDuration;
use svara_model::{SessionId, StaffId};
use svara_store::staff::{self, Staff};
use svara_store::{Tx, sessions};

/// A working day and its overtime; then one signs in again.
const SESSION_HOURS: i64 = 12;
/// The demo's clock jumps by days, and nobody wants to sign in again after each jump.
const DEMO_SESSION_HOURS: i64 = 24 * 400;

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasting {
    /// Twelve hours.
    WorkingDay,
    /// As long as a demo may move its clock.
    Demo,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub staff: Staff,
    /// Which session.
    pub session: SessionId,
}

impl SignedIn {
    /// As the one who acts.
    pub fn who(&self) -> Who {
        Who::staff(&self.staff)
    }
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
    lasting: Lasting,
) -> Result<NewSession, DeskError> {
    let now = desk.now();
    let lasts = SignedDuration::from_hours(match lasting {
        Lasting::WorkingDay => SESSION_HOURS,
        Lasting::Demo => DEMO_SESSION_HOURS,
    });
    let secret = new_secret(desk);
    let id = desk.ids.make(SessionId::new, now);
    sessions::prune(tx, now).await?;
    sessions::start(tx, id, secret_hash(&secret), staff.clone(), now + lasts).await?;
    Ok(NewSession { secret, lasts })
}

/// Who a browser's secret belongs to; `None` when it is unknown or over.
pub async fn find(desk: &Desk, secret: &str) -> Result<Option<SignedIn>, DeskError> {
    let (hash, now) = (secret_hash(secret), desk.now());
    let found = desk.store().read("a session", move |tx| {
        Box::pin(async move {
            let Some(session) = sessions::by_hash(tx, hash, now).await? else {
                return Ok::<_, DeskError>(None);
            };
            let staff = staff::by_id(tx, &session.staff).await?;
            Ok(staff.map(|staff| SignedIn { staff, session: session.id }))
        })
    });
    found.await
}

/// Signs out; the secret is worth nothing from then on.
pub async fn end(desk: &Desk, it: &SignedIn) -> Result<(), DeskError> {
    let (desk_in, it) = (desk.clone(), it.clone());
    desk.store()
        .write("sign out", move |tx| {
            let (desk, it) = (desk_in.clone(), it.clone());
            Box::pin(async move {
                sessions::end(tx, &it.session).await?;
                super::accounts::note(&desk, tx, &it.staff.id, "staff.signed_out").await
            })
        })
        .await
}

/// Two tokens of 160 bits: beyond guessing.
pub(super) fn new_secret(desk: &Desk) -> String {
    desk.ids.token() + &desk.ids.token()
}
