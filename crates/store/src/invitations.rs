//! Ways in for new colleagues: a link that works once, for one address, with the roles that were chosen. Only the
//! hash of a link is kept; the address is sealed under the invitation's own key.

use crate::row::{instant, micros, typed};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{InvitationId, PractitionerId, Roles, StaffId};

/// An invitation.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Whom it is for.
    pub email: String,
    /// What they will be.
    pub roles: Roles,
    /// Which of the clinic's practitioners they will be, if one.
    pub practitioner: Option<PractitionerId>,
    /// Who invites.
    pub invited_by: StaffId,
    /// When.
    pub invited_at: Timestamp,
    /// From then on it opens nothing.
    pub expires_at: Timestamp,
}

/// Addresses stay out of logs and panics.
impl std::fmt::Debug for Invitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invitation").field("id", &self.id).finish_non_exhaustive()
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    email: Vec<u8>,
    roles: String,
    practitioner: Option<String>,
    invited_by: String,
    invited_at: i64,
    expires_at: i64,
}

/// A new invitation, by the hash of its link.
pub async fn insert(tx: &mut Tx, it: &Invitation, hash: [u8; 32]) -> Result<(), StoreError> {
    let id = it.id.as_str();
    let email = tx.seal(id, place("invitations", "email", id), &it.email).await?;
    query(
        "INSERT INTO invitations (id, email, roles, practitioner, hash, invited_by, invited_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id.to_owned())
    .bind(email)
    .bind(it.roles.to_string())
    .bind(it.practitioner.as_ref().map(|it| it.as_str().to_owned()))
    .bind(hash.to_vec())
    .bind(it.invited_by.as_str().to_owned())
    .bind(micros(it.invited_at))
    .bind(micros(it.expires_at))
    .execute(tx)
    .await
    .map(drop)
}

/// Those that still open something, the oldest first.
pub async fn open(tx: &mut Tx, now: Timestamp) -> Result<Vec<Invitation>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT id, email, roles, practitioner, invited_by, invited_at, expires_at FROM invitations
         WHERE used_at IS NULL AND expires_at > $1 ORDER BY id",
    )
    .bind(micros(now))
    .all(tx)
    .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(invitation(tx, row).await?);
    }
    Ok(all)
}

/// Uses a link up. `None`: unknown, too old, taken back or used before.
pub async fn redeem(tx: &mut Tx, hash: [u8; 32], now: Timestamp) -> Result<Option<Invitation>, StoreError> {
    let row: Option<Row> = query(
        "UPDATE invitations SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2
         RETURNING id, email, roles, practitioner, invited_by, invited_at, expires_at",
    )
    .bind(hash.to_vec())
    .bind(micros(now))
    .optional(tx)
    .await?;
    match row {
        Some(row) => invitation(tx, row).await.map(Some),
        None => Ok(None),
    }
}

/// Takes one back. `false`: there is none that opens anything.
pub async fn take_back(tx: &mut Tx, id: &InvitationId) -> Result<bool, StoreError> {
    let done = query("DELETE FROM invitations WHERE id = $1 AND used_at IS NULL")
        .bind(id.as_str().to_owned())
        .execute(tx)
        .await?;
    Ok(done == 1)
}

async fn invitation(tx: &mut Tx, row: Row) -> Result<Invitation, StoreError> {
    let at = place("invitations", "email", &row.id);
    let email = tx.open(&row.id, at, &row.email).await?.unwrap_or_default();
    Ok(Invitation {
        email,
        roles: row
            .roles
            .parse()
            .map_err(|it: svara_model::BadRoles| place("invitations", "roles", &row.id).corrupt(it))?,
        practitioner: row.practitioner.map(|it| typed("invitations", "practitioner", it)).transpose()?,
        invited_by: typed("invitations", "invited_by", row.invited_by)?,
        invited_at: instant(row.invited_at)?,
        expires_at: instant(row.expires_at)?,
        id: typed("invitations", "id", row.id)?,
    })
}
