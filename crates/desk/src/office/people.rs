//! Who works here: the list, roles, invitations, and the way back for somebody who lost their phone.
//!
//! Who runs the clinic gives every role but the technical one; that is given by those who have it. The last person who
//! can let others in can't be locked out.

use super::accounts::{self, NewAccount};
use super::sessions::{self, NewSession};
use super::{Who, passwords, secret_hash};
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use svara_model::{Access, Capability, Clinic, InvitationId, PractitionerId, Role, Roles, StaffId};
use svara_store::invitations;
pub use svara_store::invitations::Invitation;
use svara_store::staff::{self, NewStaff, Staff};
use svara_store::{Tx, second_factors};

/// A week, with a weekend in it.
const INVITATION_HOURS: i64 = 7 * 24;

/// What somebody shall be from now on.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Their roles.
    pub roles: Roles,
    /// Which of the clinic's practitioners they are, if one.
    pub practitioner: Option<PractitionerId>,
    /// Whether they may not come in.
    pub disabled: bool,
}

/// What came of an invitation's link.
#[derive(Debug)]
pub enum Joined {
    /// The account is there; the second factor is still to be set up.
    Done(Box<Staff>, NewSession),
    /// The link was used before, is too old, or was taken back.
    UsedUp,
}

/// Everybody who has an account.
pub async fn list(desk: &Desk) -> Result<Vec<Staff>, DeskError> {
    desk.store()
        .read("who works here", |tx| Box::pin(async move { staff::all(tx).await.map_err(DeskError::from) }))
        .await
}

/// Invitations that still open something.
pub async fn invited(desk: &Desk) -> Result<Vec<Invitation>, DeskError> {
    let now = desk.now();
    desk.store()
        .read("who is invited", move |tx| {
            Box::pin(async move { invitations::open(tx, now).await.map_err(DeskError::from) })
        })
        .await
}

/// Invites somebody: the invitation, and the link's secret, told once.
pub async fn invite(
    desk: &Desk,
    clinic: &Clinic,
    who: &Who,
    email: &str,
    standing: Standing,
) -> Result<(Invitation, String), DeskError> {
    let email = accounts::address(email)?;
    checked(clinic, who, &standing)?;
    let (secret, now) = (sessions::new_secret(desk), desk.now());
    let invitation = Invitation {
        id: desk.ids.make(InvitationId::new, now),
        email,
        roles: standing.roles,
        practitioner: standing.practitioner,
        invited_by: who.staff.clone(),
        invited_at: now,
        expires_at: now + SignedDuration::from_hours(INVITATION_HOURS),
    };
    let (desk_in, it, hash, actor) =
        (desk.clone(), invitation.clone(), secret_hash(&secret), who.actor.clone());
    desk.store()
        .write("invite somebody", move |tx| {
            let (desk, it, actor) = (desk_in.clone(), it.clone(), actor.clone());
            Box::pin(async move {
                if staff::by_email(tx, &it.email).await?.is_some() {
                    return Err(DeskError::Conflict("somebody has this mail address already".to_owned()));
                }
                invitations::insert(tx, &it, hash).await?;
                note(&desk, tx, &actor, "staff.invited", it.id.as_str()).await
            })
        })
        .await?;
    Ok((invitation, secret))
}

/// Takes an invitation back.
pub async fn take_back(desk: &Desk, who: &Who, id: &InvitationId) -> Result<(), DeskError> {
    let (desk_in, id, actor) = (desk.clone(), id.clone(), who.actor.clone());
    desk.store()
        .write("take an invitation back", move |tx| {
            let (desk, id, actor) = (desk_in.clone(), id.clone(), actor.clone());
            Box::pin(async move {
                if !invitations::take_back(tx, &id).await? {
                    return Err(DeskError::NotFound("this invitation"));
                }
                note(&desk, tx, &actor, "staff.invitation_taken_back", id.as_str()).await
            })
        })
        .await
}

/// Redeems an invitation: an account with the roles that were chosen. The link is used up only when it is made.
pub async fn join(
    desk: &Desk,
    secret: &str,
    name: &str,
    password: &str,
    browser: &str,
) -> Result<Joined, DeskError> {
    let placeholder = "name@clinic.example".to_owned();
    let account = NewAccount { name: name.to_owned(), email: placeholder, password: password.to_owned() };
    let account = accounts::checked(account)?;
    let password_hash = passwords::hash(password, &desk.ids.token()).await?;
    let (desk_in, hash, browser) = (desk.clone(), secret_hash(secret), browser.to_owned());
    desk.store()
        .write("join the staff", move |tx| {
            let (desk, account) = (desk_in.clone(), account.clone());
            let (password_hash, browser) = (password_hash.clone(), browser.clone());
            Box::pin(async move {
                let now = desk.now();
                let Some(invitation) = invitations::redeem(tx, hash, now).await? else {
                    return Ok(Joined::UsedUp);
                };
                // The address is known only now.
                passwords::check(&account.password, &[&account.name, &invitation.email])?;
                let new = NewStaff {
                    id: desk.ids.make(StaffId::new, now),
                    name: account.name,
                    email: invitation.email,
                    password_hash,
                    roles: invitation.roles,
                    practitioner: invitation.practitioner,
                };
                let (member, session) =
                    accounts::begin_to_work(&desk, tx, &new, "staff.joined", &browser).await?;
                Ok(Joined::Done(Box::new(member), session))
            })
        })
        .await
}

/// Changes what somebody is. They are signed out, and come in again as what they are now.
pub async fn change(
    desk: &Desk,
    clinic: &Clinic,
    who: &Who,
    id: &StaffId,
    standing: Standing,
) -> Result<Staff, DeskError> {
    checked(clinic, who, &standing)?;
    let (desk_in, who, id) = (desk.clone(), who.clone(), id.clone());
    desk.store()
        .write("change somebody's roles", move |tx| {
            let (desk, who, id, it) = (desk_in.clone(), who.clone(), id.clone(), standing.clone());
            Box::pin(async move {
                let before = known(tx, &who, &id).await?;
                let disabled_at = it.disabled.then(|| before.disabled_at.unwrap_or_else(|| desk.now()));
                staff::set_standing(tx, &id, &it.roles, it.practitioner.as_ref(), disabled_at).await?;
                if !staff::all(tx).await?.iter().any(lets_others_in) {
                    let why =
                        "somebody has to be able to let others in: make another colleague manager first";
                    return Err(DeskError::Conflict(why.to_owned()));
                }
                note(&desk, tx, &who.actor, "staff.changed", id.as_str()).await?;
                staff::by_id(tx, &id).await?.ok_or(DeskError::NotFound("this colleague"))
            })
        })
        .await
}

/// Phone and paper are gone: the password alone leads to setting another authenticator up.
pub async fn remove_factor(desk: &Desk, who: &Who, id: &StaffId) -> Result<(), DeskError> {
    let (desk_in, who, id) = (desk.clone(), who.clone(), id.clone());
    desk.store()
        .write("remove somebody's authenticator", move |tx| {
            let (desk, who, id) = (desk_in.clone(), who.clone(), id.clone());
            Box::pin(async move {
                known(tx, &who, &id).await?;
                second_factors::remove(tx, &id).await?;
                note(&desk, tx, &who.actor, "staff.second_factor_removed", id.as_str()).await
            })
        })
        .await
}

fn lets_others_in(it: &Staff) -> bool {
    it.disabled_at.is_none() && it.roles.access(Capability::People) == Access::Write
}

/// Somebody whose account the one who acts may touch.
async fn known(tx: &mut Tx, who: &Who, id: &StaffId) -> Result<Staff, DeskError> {
    let it = staff::by_id(tx, id).await?.ok_or(DeskError::NotFound("this colleague"))?;
    if it.roles.has(Role::Technical) && !gives_technical(who) {
        return Err(DeskError::Forbidden(
            "an account with the technical role is changed by those who have it",
        ));
    }
    Ok(it)
}

fn checked(clinic: &Clinic, who: &Who, standing: &Standing) -> Result<(), DeskError> {
    if standing.roles.has(Role::Technical) && !gives_technical(who) {
        return Err(DeskError::Forbidden("the technical role is given by those who have it"));
    }
    let there = |it: &PractitionerId| clinic.practitioner(it).is_some();
    match &standing.practitioner {
        Some(it) if !there(it) => Err(DeskError::Invalid(format!(
            "practitioner: {it} is not in the clinic's file; use one of its ids"
        ))),
        None if standing.roles.has(Role::Practitioner) => Err(DeskError::Invalid(
            "practitioner: the role practitioner needs to know which of the clinic's practitioners it is"
                .to_owned(),
        )),
        _ => Ok(()),
    }
}

fn gives_technical(who: &Who) -> bool {
    who.roles.as_ref().is_none_or(|it| it.has(Role::Technical))
}

async fn note(desk: &Desk, tx: &mut Tx, actor: &str, kind: &str, subject: &str) -> Result<(), DeskError> {
    let now: Timestamp = desk.now();
    for clinic in desk.clinics() {
        let event = desk.ids.make(svara_model::EventId::new, now);
        svara_store::events::append(tx, event, &clinic.id, now, actor, kind, Some(subject), "{}").await?;
    }
    Ok(())
}
