//! The addresses that write to us, with the patients behind each. An address belongs to one contact at a time:
//! WhatsApp makes a new user id when somebody changes number, so the newest evidence wins, and two contacts are
//! never made one silently.
//!
//! Numbers and ids are sealed under the contact's key and looked up by keyed hash.

use crate::row::{micros, typed};
use crate::seal::place;
use crate::{StoreError, Tx, patients, query};
use jiff::Timestamp;
use svara_model::{Address, ClinicId, Contact, ContactId, PatientId, PhoneNumber, Sender, UserId};

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    clinic: String,
    phone: Option<Vec<u8>>,
    user_id: Option<Vec<u8>>,
}

/// The contact with an address, and its patients.
pub async fn find(tx: &mut Tx, clinic: &ClinicId, address: &Address) -> Result<Option<Contact>, StoreError> {
    let id = match address {
        Address::Phone(phone) => id_by_phone(tx, clinic, phone).await?,
        Address::UserId(user) => id_by_user(tx, clinic, user).await?,
    };
    match id {
        Some(id) => by_id(tx, &id).await,
        None => Ok(None),
    }
}

/// A contact by id, and its patients.
pub async fn by_id(tx: &mut Tx, id: &ContactId) -> Result<Option<Contact>, StoreError> {
    let row: Option<Row> = query("SELECT id, clinic, phone, user_id FROM contacts WHERE id = $1")
        .bind(id.as_str().to_owned())
        .optional(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let phone = tx.open_some(&row.id, place("contacts", "phone", &row.id), row.phone.as_deref()).await?;
    let user = tx.open_some(&row.id, place("contacts", "user_id", &row.id), row.user_id.as_deref()).await?;
    let phone = phone.map(PhoneNumber::try_from).transpose();
    let user_id = user.map(UserId::try_from).transpose();
    Ok(Some(Contact {
        phone: phone.map_err(|error| place("contacts", "phone", &row.id).corrupt(error))?,
        user_id: user_id.map_err(|error| place("contacts", "user_id", &row.id).corrupt(error))?,
        patients: patients::of_contact(tx, id).await?,
        id: typed("contacts", "id", row.id)?,
        clinic: typed("contacts", "clinic", row.clinic)?,
    }))
}

/// The contacts that stand for a patient, the oldest first.
pub async fn of_patient(tx: &mut Tx, patient: &PatientId) -> Result<Vec<Contact>, StoreError> {
    let rows: Vec<(String,)> =
        query("SELECT contact FROM contact_patients WHERE patient = $1 ORDER BY contact")
            .bind(patient.as_str().to_owned())
            .all(tx)
            .await?;
    let mut found = Vec::with_capacity(rows.len());
    for (id,) in rows {
        found.extend(by_id(tx, &typed("contacts", "id", id)?).await?);
    }
    Ok(found)
}

/// The contact that wrote, made if it is new; `true` when it was. An address seen for the first time beside a
/// known one is learned.
pub async fn find_or_create(
    tx: &mut Tx,
    clinic: &ClinicId,
    sender: &Sender,
    new_id: ContactId,
    now: Timestamp,
) -> Result<(Contact, bool), StoreError> {
    let known = match known(tx, clinic, sender).await? {
        Some(id) => Some(id),
        None if insert(tx, clinic, &new_id, now).await? => None,
        None => return Err(refused("make a contact", "its id is in use")),
    };
    let is_new = known.is_none();
    let id = known.unwrap_or(new_id);
    learn(tx, &id, sender.phone.as_ref(), sender.user_id.as_ref(), now).await?;
    let contact = by_id(tx, &id).await?.ok_or_else(|| refused("find a contact", "it went away meanwhile"))?;
    Ok((contact, is_new))
}

/// The contact has another number or id from now on; whoever had it before has it no more.
pub async fn change_identity(
    tx: &mut Tx,
    id: &ContactId,
    phone: Option<PhoneNumber>,
    user_id: Option<UserId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    learn(tx, id, phone.as_ref(), user_id.as_ref(), now).await
}

/// From now on we doubt that this address still is the person's we knew: nothing more is said of them. The first
/// doubt stays.
pub async fn doubt(tx: &mut Tx, id: &ContactId, why: &str, now: Timestamp) -> Result<(), StoreError> {
    query("UPDATE contacts SET doubt = $2, doubted_at = $3, changed_at = $3 WHERE id = $1 AND doubt IS NULL")
        .bind(id.as_str().to_owned())
        .bind(why.to_owned())
        .bind(micros(now))
        .execute(tx)
        .await
        .map(drop)
}

/// Somebody made sure who it is.
pub async fn trust(tx: &mut Tx, id: &ContactId, now: Timestamp) -> Result<(), StoreError> {
    query("UPDATE contacts SET doubt = NULL, doubted_at = NULL, doubt_asked_at = NULL, changed_at = $2 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(micros(now))
        .execute(tx)
        .await
        .map(drop)
}

/// Why we doubt, if we do.
pub async fn doubted(tx: &mut Tx, id: &ContactId) -> Result<Option<String>, StoreError> {
    let row: Option<(Option<String>,)> =
        query("SELECT doubt FROM contacts WHERE id = $1").bind(id.as_str().to_owned()).optional(tx).await?;
    Ok(row.and_then(|(doubt,)| doubt))
}

/// Whoever writes was asked who they are.
pub async fn note_asked(tx: &mut Tx, id: &ContactId, now: Timestamp) -> Result<(), StoreError> {
    query("UPDATE contacts SET doubt_asked_at = $2 WHERE id = $1 AND doubt IS NOT NULL")
        .bind(id.as_str().to_owned())
        .bind(micros(now))
        .execute(tx)
        .await
        .map(drop)
}

/// Whether they were asked since the doubt arose.
pub async fn was_asked(tx: &mut Tx, id: &ContactId) -> Result<bool, StoreError> {
    let row: Option<(bool,)> = query("SELECT doubt_asked_at IS NOT NULL FROM contacts WHERE id = $1")
        .bind(id.as_str().to_owned())
        .optional(tx)
        .await?;
    Ok(row.is_some_and(|(asked,)| asked))
}

/// Remembers the name of an address's profile, as a keyed hash. `true`: it had another one before.
pub async fn note_profile(tx: &mut Tx, id: &ContactId, name: &str) -> Result<bool, StoreError> {
    let hash = tx.vault.look_up(&["profile", id.as_str()], name);
    let row: Option<(Option<String>,)> = query("SELECT profile_hash FROM contacts WHERE id = $1")
        .bind(id.as_str().to_owned())
        .optional(tx)
        .await?;
    let before = row.and_then(|(it,)| it);
    if before.as_ref() == Some(&hash) {
        return Ok(false);
    }
    query("UPDATE contacts SET profile_hash = $2 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(hash)
        .execute(tx)
        .await?;
    Ok(before.is_some())
}

/// By user id, else by number, unless that number is known to be another user's: numbers are given anew.
async fn known(tx: &mut Tx, clinic: &ClinicId, sender: &Sender) -> Result<Option<ContactId>, StoreError> {
    if let Some(user) = &sender.user_id
        && let Some(id) = id_by_user(tx, clinic, user).await?
    {
        return Ok(Some(id));
    }
    let Some(phone) = &sender.phone else { return Ok(None) };
    let Some(id) = id_by_phone(tx, clinic, phone).await? else { return Ok(None) };
    let (has_user,): (bool,) = query("SELECT user_hash IS NOT NULL FROM contacts WHERE id = $1")
        .bind(id.as_str().to_owned())
        .one(tx)
        .await?;
    Ok((!has_user || sender.user_id.is_none()).then_some(id))
}

async fn insert(tx: &mut Tx, clinic: &ClinicId, id: &ContactId, now: Timestamp) -> Result<bool, StoreError> {
    let made = query(
        "INSERT INTO contacts (id, clinic, created_at, changed_at) VALUES ($1, $2, $3, $3)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(id.as_str().to_owned())
    .bind(clinic.as_str().to_owned())
    .bind(micros(now))
    .execute(tx)
    .await?;
    Ok(made == 1)
}

async fn learn(
    tx: &mut Tx,
    id: &ContactId,
    phone: Option<&PhoneNumber>,
    user: Option<&UserId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row: Option<(String, Option<String>, Option<String>)> =
        query("SELECT clinic, phone_hash, user_hash FROM contacts WHERE id = $1")
            .bind(id.as_str().to_owned())
            .optional(tx)
            .await?;
    let Some((clinic, phone_now, user_now)) = row else {
        return Err(refused("change a contact", "it is gone"));
    };
    if let Some(phone) = phone {
        let hash = tx.vault.look_up(&["phone", &clinic], phone.as_str());
        if phone_now.as_ref() != Some(&hash) {
            set_phone(tx, &clinic, id, phone, hash, now).await?;
        }
    }
    if let Some(user) = user {
        let hash = tx.vault.look_up(&["user", &clinic], user.as_str());
        if user_now.as_ref() != Some(&hash) {
            set_user(tx, &clinic, id, user, hash, now).await?;
        }
    }
    Ok(())
}

async fn set_phone(
    tx: &mut Tx,
    clinic: &str,
    id: &ContactId,
    phone: &PhoneNumber,
    hash: String,
    now: Timestamp,
) -> Result<(), StoreError> {
    query("UPDATE contacts SET phone = NULL, phone_hash = NULL, changed_at = $3 WHERE clinic = $1 AND phone_hash = $2")
        .bind(clinic.to_owned())
        .bind(hash.clone())
        .bind(micros(now))
        .execute(tx)
        .await?;
    let sealed = tx.seal(id.as_str(), place("contacts", "phone", id.as_str()), phone.as_str()).await?;
    query("UPDATE contacts SET phone = $2, phone_hash = $3, changed_at = $4 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(sealed)
        .bind(hash)
        .bind(micros(now))
        .execute(tx)
        .await
        .map(drop)
}

async fn set_user(
    tx: &mut Tx,
    clinic: &str,
    id: &ContactId,
    user: &UserId,
    hash: String,
    now: Timestamp,
) -> Result<(), StoreError> {
    query("UPDATE contacts SET user_id = NULL, user_hash = NULL, changed_at = $3 WHERE clinic = $1 AND user_hash = $2")
        .bind(clinic.to_owned())
        .bind(hash.clone())
        .bind(micros(now))
        .execute(tx)
        .await?;
    let sealed = tx.seal(id.as_str(), place("contacts", "user_id", id.as_str()), user.as_str()).await?;
    query("UPDATE contacts SET user_id = $2, user_hash = $3, changed_at = $4 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(sealed)
        .bind(hash)
        .bind(micros(now))
        .execute(tx)
        .await
        .map(drop)
}

async fn id_by_phone(
    tx: &mut Tx,
    clinic: &ClinicId,
    phone: &PhoneNumber,
) -> Result<Option<ContactId>, StoreError> {
    let hash = tx.vault.look_up(&["phone", clinic.as_str()], phone.as_str());
    let found: Option<(String,)> = query("SELECT id FROM contacts WHERE clinic = $1 AND phone_hash = $2")
        .bind(clinic.as_str().to_owned())
        .bind(hash)
        .optional(tx)
        .await?;
    found.map(|(id,)| typed("contacts", "id", id)).transpose()
}

async fn id_by_user(tx: &mut Tx, clinic: &ClinicId, user: &UserId) -> Result<Option<ContactId>, StoreError> {
    let hash = tx.vault.look_up(&["user", clinic.as_str()], user.as_str());
    let found: Option<(String,)> = query("SELECT id FROM contacts WHERE clinic = $1 AND user_hash = $2")
        .bind(clinic.as_str().to_owned())
        .bind(hash)
        .optional(tx)
        .await?;
    found.map(|(id,)| typed("contacts", "id", id)).transpose()
}

fn refused(step: &'static str, why: &str) -> StoreError {
    StoreError::Refused { step, why: why.to_owned() }
}
