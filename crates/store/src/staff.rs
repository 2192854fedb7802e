//! Those who sign in. Names and mail addresses are sealed under each one's own key; the address is looked up by
//! keyed hash, in lower case. Passwords come here hashed and leave hashed.

use crate::row::{instant, micros, typed};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{PractitionerId, Roles, StaffId};

/// Someone who works at the clinic.
#[derive(Clone, PartialEq, Eq)]
pub struct Staff {
    /// Their id.
    pub id: StaffId,
    /// Their name.
    pub name: String,
    /// Their mail address.
    pub email: String,
    /// The hash of their password, with its parameters.
    pub password_hash: String,
    /// What they are here.
    pub roles: Roles,
    /// Which of the clinic's practitioners they are, if one.
    pub practitioner: Option<PractitionerId>,
    /// Since when they may not come in.
    pub disabled_at: Option<Timestamp>,
    /// Whether their authenticator is set up.
    pub has_factor: bool,
}

/// Somebody who begins to work here.
#[derive(Clone)]
pub struct NewStaff {
    /// Their id.
    pub id: StaffId,
    /// Their name.
    pub name: String,
    /// Their mail address.
    pub email: String,
    /// The hash of their password.
    pub password_hash: String,
    /// What they are here.
    pub roles: Roles,
    /// Which of the clinic's practitioners they are, if one.
    pub practitioner: Option<PractitionerId>,
}

/// Names, addresses and hashes stay out of logs and panics.
impl std::fmt::Debug for Staff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Staff").field("id", &self.id).finish_non_exhaustive()
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: Vec<u8>,
    email: Vec<u8>,
    password_hash: String,
    roles: String,
    practitioner: Option<String>,
    disabled_at: Option<i64>,
    has_factor: bool,
}

macro_rules! staff_where {
    ($rest:literal) => {
        concat!(
            "SELECT id, name, email, password_hash, roles, practitioner, disabled_at, factor IS NOT NULL AS has_factor
             FROM staff ",
            $rest
        )
    };
}

/// A new member of staff. `false`: the address is in use.
pub async fn insert(tx: &mut Tx, it: &NewStaff) -> Result<bool, StoreError> {
    let id = it.id.as_str();
    let sealed_name = tx.seal(id, place("staff", "name", id), &it.name).await?;
    let sealed_email = tx.seal(id, place("staff", "email", id), &it.email).await?;
    let email_hash = email_hash(tx, &it.email);
    let made = query(
        "INSERT INTO staff (id, name, email, email_hash, password_hash, roles, practitioner)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email_hash) DO NOTHING",
    )
    .bind(id.to_owned())
    .bind(sealed_name)
    .bind(sealed_email)
    .bind(email_hash)
    .bind(it.password_hash.clone())
    .bind(it.roles.to_string())
    .bind(it.practitioner.as_ref().map(|it| it.as_str().to_owned()))
    .execute(tx)
    .await?;
    Ok(made == 1)
}

/// By mail address, however it is capitalised.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<Staff>, StoreError> {
    let hash = email_hash(tx, email);
    let row: Option<Row> = query(staff_where!("WHERE email_hash = $1")).bind(hash).optional(tx).await?;
    staff(tx, row).await
}

/// By id.
pub async fn by_id(tx: &mut Tx, id: &StaffId) -> Result<Option<Staff>, StoreError> {
    let row: Option<Row> =
        query(staff_where!("WHERE id = $1")).bind(id.as_str().to_owned()).optional(tx).await?;
    staff(tx, row).await
}

/// By whom an identity provider says it is: issuer and subject, never the mail address.
pub async fn by_identity(tx: &mut Tx, issuer: &str, subject: &str) -> Result<Option<Staff>, StoreError> {
    let hash = identity_hash(tx, issuer, subject);
    let row: Option<Row> = query(staff_where!("WHERE identity_hash = $1")).bind(hash).optional(tx).await?;
    staff(tx, row).await
}

/// Whether an identity is linked to somebody.
pub async fn has_identity(tx: &mut Tx, id: &StaffId) -> Result<bool, StoreError> {
    let (linked,): (bool,) =
        query("SELECT EXISTS (SELECT 1 FROM staff WHERE id = $1 AND identity_hash IS NOT NULL)")
            .bind(id.as_str().to_owned())
            .one(tx)
            .await?;
    Ok(linked)
}

/// No identity is theirs any more. `false`: none was.
pub async fn drop_identity(tx: &mut Tx, id: &StaffId) -> Result<bool, StoreError> {
    let done = query("UPDATE staff SET identity_hash = NULL WHERE id = $1 AND identity_hash IS NOT NULL")
        .bind(id.as_str().to_owned())
        .execute(tx)
        .await?;
    Ok(done == 1)
}

/// From now on this identity is theirs. `false`: it is somebody else's already.
pub async fn set_identity(
    tx: &mut Tx,
    id: &StaffId,
    issuer: &str,
    subject: &str,
) -> Result<bool, StoreError> {
    let hash = identity_hash(tx, issuer, subject);
    let done = query(
        "UPDATE staff SET identity_hash = $2
         WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM staff AS other WHERE other.identity_hash = $2 AND other.id <> $1)",
    )
    .bind(id.as_str().to_owned())
    .bind(hash)
    .execute(tx)
    .await?;
    Ok(done == 1)
}

/// Everybody, in the order in which they came.
pub async fn all(tx: &mut Tx) -> Result<Vec<Staff>, StoreError> {
    let rows: Vec<Row> = query(staff_where!("ORDER BY id")).all(tx).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.extend(staff(tx, Some(row)).await?);
    }
    Ok(all)
}

/// What somebody is from now on, and whether they may come in. Whoever is signed in as they were is signed out.
pub async fn set_standing(
    tx: &mut Tx,
    id: &StaffId,
    roles: &Roles,
    practitioner: Option<&PractitionerId>,
    disabled_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    query("UPDATE staff SET roles = $2, practitioner = $3, disabled_at = $4 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(roles.to_string())
        .bind(practitioner.map(|it| it.as_str().to_owned()))
        .bind(disabled_at.map(micros))
        .execute(tx)
        .await?;
    query("DELETE FROM sessions WHERE staff = $1").bind(id.as_str().to_owned()).execute(tx).await.map(drop)
}

/// How many there are; none: the installation is new.
pub async fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    let (count,): (i64,) = query("SELECT count(*) FROM staff").one(tx).await?;
    Ok(count)
}

/// Another password; whoever is signed in with the old one is signed out.
pub async fn set_password(tx: &mut Tx, id: &StaffId, password_hash: &str) -> Result<(), StoreError> {
    query("UPDATE staff SET password_hash = $2 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(password_hash.to_owned())
        .execute(tx)
        .await?;
    query("DELETE FROM sessions WHERE staff = $1").bind(id.as_str().to_owned()).execute(tx).await.map(drop)
}

async fn staff(tx: &mut Tx, row: Option<Row>) -> Result<Option<Staff>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let name = tx.open(&row.id, place("staff", "name", &row.id), &row.name).await?;
    let email = tx.open(&row.id, place("staff", "email", &row.id), &row.email).await?;
    Ok(Some(Staff {
        name: name.unwrap_or_default(),
        email: email.unwrap_or_default(),
        password_hash: row.password_hash,
        roles: row
            .roles
            .parse()
            .map_err(|it: svara_model::BadRoles| place("staff", "roles", &row.id).corrupt(it))?,
        practitioner: row.practitioner.map(|it| typed("staff", "practitioner", it)).transpose()?,
        disabled_at: row.disabled_at.map(instant).transpose()?,
        has_factor: row.has_factor,
        id: typed("staff", "id", row.id)?,
    }))
}

fn identity_hash(tx: &Tx, issuer: &str, subject: &str) -> String {
    tx.vault.look_up(&["staff identity", issuer], subject)
}

fn email_hash(tx: &Tx, email: &str) -> String {
    tx.vault.look_up(&["staff mail"], &email.trim().to_lowercase())
}
