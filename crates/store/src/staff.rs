//! Those who sign in. Names and mail addresses are sealed under each one's own key; the address is looked up by
//! keyed hash, in lower case. Passwords come here hashed and leave hashed.

use crate::row::typed;
use crate::seal::place;
use crate::{StoreError, Tx, query};
use svara_model::StaffId;

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
}

/// A new member of staff. `false`: the address is in use.
pub async fn insert(
    tx: &mut Tx,
    id: StaffId,
    name: &str,
    email: &str,
    password_hash: &str,
) -> Result<bool, StoreError> {
    let sealed_name = tx.seal(id.as_str(), place("staff", "name", id.as_str()), name).await?;
    let sealed_email = tx.seal(id.as_str(), place("staff", "email", id.as_str()), email).await?;
    let email_hash = email_hash(tx, email);
    let made = query(
        "INSERT INTO staff (id, name, email, email_hash, password_hash) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (email_hash) DO NOTHING",
    )
    .bind(String::from(id))
    .bind(sealed_name)
    .bind(sealed_email)
    .bind(email_hash)
    .bind(password_hash.to_owned())
    .execute(tx)
    .await?;
    Ok(made == 1)
}

/// By mail address, however it is capitalised.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<Staff>, StoreError> {
    let hash = email_hash(tx, email);
    let row: Option<Row> = query("SELECT id, name, email, password_hash FROM staff WHERE email_hash = $1")
        .bind(hash)
        .optional(tx)
        .await?;
    staff(tx, row).await
}

/// By id.
pub async fn by_id(tx: &mut Tx, id: &StaffId) -> Result<Option<Staff>, StoreError> {
    let row: Option<Row> = query("SELECT id, name, email, password_hash FROM staff WHERE id = $1")
        .bind(id.as_str().to_owned())
        .optional(tx)
        .await?;
    staff(tx, row).await
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
        id: typed("staff", "id", row.id)?,
        name: name.unwrap_or_default(),
        email: email.unwrap_or_default(),
        password_hash: row.password_hash,
    }))
}

fn email_hash(tx: &Tx, email: &str) -> String {
    tx.vault.look_up(&["staff mail"], &email.trim().to_lowercase())
}
