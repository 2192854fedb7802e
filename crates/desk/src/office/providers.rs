//! Staff who sign in with the house's identity provider: matched to an account that is there, never made one.
//!
//! An account is found by the identity that was linked to it, or, the first time, by a mail address that the provider has
//! verified; from then on only the identity counts. A provider's sign-in stands for both factors only when it says so;
//! else ours is asked for as after a password. Absent: the protocol (`svara-channel`), and any right of one's own.

use super::sessions::{self, NewSession, Stage};
use super::{accounts, secret_hash};
use crate::{Desk, DeskError};
use jiff::SignedDuration;
use serde_json::{Value, json};
use svara_model::StaffId;
use svara_store::staff::{self, Staff};
use svara_store::{Tx, secure};

/// As long as somebody may take over a provider's page.
pub const SIGN_IN_MINUTES: i64 = 10;
/// Marks what is remembered of staff: a patient's way back opens nothing here, and the reverse.
const OF_STAFF: &str = "staff";

/// Who a provider says has come.
#[derive(Clone)]
pub struct Arrived {
    /// Which provider.
    pub issuer: String,
    /// Who, in its words.
    pub subject: String,
    /// Their mail address, when the provider has verified it.
    pub email: Option<String>,
    /// Whether two factors were shown there.
    pub strong: bool,
}

/// What somebody left for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// To come in.
    SignIn,
    /// To link the provider to the account they are in.
    Link(StaffId),
}

/// What came of a provider's sign-in.
#[derive(Debug)]
pub enum Entered {
    /// Welcome, as far as the factors go.
    In(NewSession),
    /// No account that is open belongs to whoever came.
    Nobody,
}

/// Remembers somebody who goes off to the provider; the secret is for the browser's cookie.
pub async fn leave(desk: &Desk, errand: &Errand, remembered: Value) -> Result<String, DeskError> {
    let secret = sessions::new_secret(desk);
    let (hash, until) = (secret_hash(&secret), desk.now() + SignedDuration::from_mins(SIGN_IN_MINUTES));
    let link = match errand {
        Errand::SignIn => None,
        Errand::Link(id) => Some(id.to_string()),
    };
    let state = json!({ "for": OF_STAFF, "account": link, "remembered": remembered }).to_string();
    desk.store()
        .write("staff go off to sign in", move |tx| {
            let state = state.clone();
            Box::pin(
                async move { secure::begin_sign_in(tx, hash, &state, until).await.map_err(DeskError::from) },
            )
        })
        .await?;
    Ok(secret)
}

/// Somebody comes back: what they left for and what was remembered, once.
pub async fn come_back(desk: &Desk, secret: &str) -> Result<Option<(Errand, Value)>, DeskError> {
    let (hash, now) = (secret_hash(secret), desk.now());
    let state = desk.store().write("staff come back from sign-in", move |tx| {
        Box::pin(async move { secure::end_sign_in(tx, hash, now).await.map_err(DeskError::from) })
    });
    let Some(state) = state.await? else { return Ok(None) };
    let mut state: Value = serde_json::from_str(&state)
        .map_err(|it| DeskError::Unreadable { what: "a sign-in", why: it.to_string() })?;
    if state["for"] != OF_STAFF {
        return Ok(None);
    }
    let errand = match state["account"].as_str() {
        None => Errand::SignIn,
        Some(id) => match id.parse() {
            Ok(id) => Errand::Link(id),
            Err(_) => return Ok(None),
        },
    };
    Ok(Some((errand, state["remembered"].take())))
}

/// Lets in whoever the provider says has come, if an account here is theirs.
pub async fn enter(desk: &Desk, who: &Arrived, browser: &str) -> Result<Entered, DeskError> {
    let (desk_in, who, browser) = (desk.clone(), who.clone(), browser.to_owned());
    desk.store()
        .write("staff sign in with a provider", move |tx| {
            let (desk, who, browser) = (desk_in.clone(), who.clone(), browser.clone());
            Box::pin(async move {
                let Some(member) = account_of(&desk, tx, &who).await? else {
                    tracing::warn!(browser, "a provider sent somebody who has no account here");
                    return Ok::<_, DeskError>(Entered::Nobody);
                };
                if member.disabled_at.is_some() {
                    accounts::note(&desk, tx, &member.id, "staff.sign_in_refused").await?;
                    return Ok(Entered::Nobody);
                }
                let stage = if who.strong { Stage::Full } else { Stage::Password };
                let details = json!({ "second_factor": who.strong }).to_string();
                accounts::note_with(&desk, tx, &member.id, "staff.provider_right", &details).await?;
                Ok(Entered::In(sessions::start(&desk, tx, &member.id, stage, &browser).await?))
            })
        })
        .await
}

/// The account that the identity is linked to; else the one with the verified address, linked from now on, unless
/// another identity is linked to it already.
async fn account_of(desk: &Desk, tx: &mut Tx, who: &Arrived) -> Result<Option<Staff>, DeskError> {
    if let Some(member) = staff::by_identity(tx, &who.issuer, &who.subject).await? {
        return Ok(Some(member));
    }
    let Some(email) = &who.email else { return Ok(None) };
    let Some(member) = staff::by_email(tx, email).await? else { return Ok(None) };
    if member.disabled_at.is_some() {
        return Ok(Some(member));
    }
    if staff::has_identity(tx, &member.id).await? {
        accounts::note(desk, tx, &member.id, "staff.sign_in_refused").await?;
        return Ok(None);
    }
    staff::set_identity(tx, &member.id, &who.issuer, &who.subject).await?;
    accounts::note(desk, tx, &member.id, "staff.provider_linked").await?;
    Ok(Some(member))
}

/// Links whoever came to the account that somebody was in when they left. `false`: the identity is another's already, or
/// the account may not come in any more.
pub async fn link(desk: &Desk, account: &StaffId, who: &Arrived) -> Result<bool, DeskError> {
    let (desk_in, account, who) = (desk.clone(), account.clone(), who.clone());
    desk.store()
        .write("link a provider", move |tx| {
            let (desk, account, who) = (desk_in.clone(), account.clone(), who.clone());
            Box::pin(async move {
                let open = staff::by_id(tx, &account).await?.is_some_and(|it| it.disabled_at.is_none());
                if !open || !staff::set_identity(tx, &account, &who.issuer, &who.subject).await? {
                    return Ok::<_, DeskError>(false);
                }
                accounts::note(&desk, tx, &account, "staff.provider_linked").await?;
                Ok(true)
            })
        })
        .await
}

/// From now on no provider opens this account.
pub async fn unlink(desk: &Desk, account: &StaffId) -> Result<(), DeskError> {
    let (desk_in, account) = (desk.clone(), account.clone());
    desk.store()
        .write("unlink a provider", move |tx| {
            let (desk, account) = (desk_in.clone(), account.clone());
            Box::pin(async move {
                if staff::drop_identity(tx, &account).await? {
                    accounts::note(&desk, tx, &account, "staff.provider_unlinked").await?;
                }
                Ok::<_, DeskError>(())
            })
        })
        .await
}

/// Whether a provider opens this account.
pub async fn is_linked(desk: &Desk, account: &StaffId) -> Result<bool, DeskError> {
    let account = account.clone();
    let found = desk.store().read("a linked provider", move |tx| {
        let account = account.clone();
        Box::pin(async move { staff::has_identity(tx, &account).await.map_err(DeskError::from) })
    });
    found.await
}
