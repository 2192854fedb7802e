//! What a contact allowed us to send, and what shows it. Entries are added, never changed; the newest decides.
//!
//! Evidence is sealed under the contact's key. The words that were shown stand once each in `wordings`, by version.
//! Absent: consent to marketing, which is another record (`marketing.rs`).

use crate::row::{instant, micros, word};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use svara_model::{Channel, ContactId, Permission, PermissionState, Proof, Purpose};

/// Enough of a hash to tell the wordings of one installation apart.
const VERSION_CHARACTERS: usize = 12;

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    channel: String,
    purpose: String,
    state: String,
    at: i64,
    source: String,
    text: Option<String>,
    evidence: Option<Vec<u8>>,
    recorded_by: String,
}

/// Adds an entry. One that proves nothing is refused with the name of what is missing.
pub async fn record(
    tx: &mut Tx,
    contact: &ContactId,
    permission: &Permission,
    now: Timestamp,
) -> Result<(), StoreError> {
    proves(&permission.proof, permission.state)?;
    let (seq,): (i64,) = query("SELECT coalesce(max(seq), 0) + 1 FROM permissions WHERE contact = $1")
        .bind(contact.as_str().to_owned())
        .one(tx)
        .await?;
    let version = keep_wording(tx, &permission.proof.wording).await?;
    let row = format!("{contact}:{seq}");
    let evidence = &permission.proof.evidence;
    let evidence = tx.seal(contact.as_str(), place("permissions", "evidence", &row), evidence).await?;
    query(
        "INSERT INTO permissions (contact, seq, channel, purpose, state, at, source, wording, evidence, recorded_by,
           recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(contact.as_str().to_owned())
    .bind(seq)
    .bind(permission.channel.as_str().to_owned())
    .bind(permission.purpose.as_str().to_owned())
    .bind(permission.state.as_str().to_owned())
    .bind(micros(permission.at))
    .bind(permission.source.clone())
    .bind(version)
    .bind(evidence)
    .bind(permission.proof.recorded_by.clone())
    .bind(micros(now))
    .execute(tx)
    .await
    .map(drop)
}

/// The entry that decides for a channel and purpose. Of two at the same moment the later recorded decides.
pub async fn current(
    tx: &mut Tx,
    contact: &ContactId,
    channel: Channel,
    purpose: Purpose,
) -> Result<Option<Permission>, StoreError> {
    let row: Option<Row> = query(
        "SELECT p.seq, p.channel, p.purpose, p.state, p.at, p.source, w.text, p.evidence, p.recorded_by
         FROM permissions AS p LEFT JOIN wordings AS w ON w.version = p.wording
         WHERE p.contact = $1 AND p.channel = $2 AND p.purpose = $3 ORDER BY p.at DESC, p.seq DESC LIMIT 1",
    )
    .bind(contact.as_str().to_owned())
    .bind(channel.as_str().to_owned())
    .bind(purpose.as_str().to_owned())
    .optional(tx)
    .await?;
    match row {
        Some(row) => permission(tx, contact, row).await.map(Some),
        None => Ok(None),
    }
}

/// All entries, as recorded.
pub async fn all(tx: &mut Tx, contact: &ContactId) -> Result<Vec<Permission>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT p.seq, p.channel, p.purpose, p.state, p.at, p.source, w.text, p.evidence, p.recorded_by
         FROM permissions AS p LEFT JOIN wordings AS w ON w.version = p.wording
         WHERE p.contact = $1 ORDER BY p.seq",
    )
    .bind(contact.as_str().to_owned())
    .all(tx)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(permission(tx, contact, row).await?);
    }
    Ok(found)
}

/// Under what name a wording is kept; none for no words.
pub fn version(wording: &str) -> String {
    if wording.trim().is_empty() {
        return String::new();
    }
    let mut version = hex::encode(Sha256::digest(wording.as_bytes()));
    version.truncate(VERSION_CHARACTERS);
    version
}

/// Refuses what proves nothing.
pub(crate) fn proves(proof: &Proof, state: PermissionState) -> Result<(), StoreError> {
    match proof.missing(state) {
        None => Ok(()),
        Some(field) => Err(StoreError::Refused {
            step: "record a permission",
            why: format!("{field} is missing; without it the permission proves nothing"),
        }),
    }
}

/// Keeps the words that were shown; tells under which version.
pub(crate) async fn keep_wording(tx: &mut Tx, wording: &str) -> Result<String, StoreError> {
    let version = version(wording);
    if !version.is_empty() {
        query("INSERT INTO wordings (version, text) VALUES ($1, $2) ON CONFLICT (version) DO NOTHING")
            .bind(version.clone())
            .bind(wording.to_owned())
            .execute(tx)
            .await?;
    }
    Ok(version)
}

async fn permission(tx: &mut Tx, contact: &ContactId, row: Row) -> Result<Permission, StoreError> {
    let at = format!("{contact}:{}", row.seq);
    let at = place("permissions", "evidence", &at);
    let evidence = tx.open_some(contact.as_str(), at, row.evidence.as_deref()).await?;
    Ok(Permission {
        channel: word("permissions", "channel", &row.channel, Channel::parse)?,
        purpose: word("permissions", "purpose", &row.purpose, Purpose::parse)?,
        state: word("permissions", "state", &row.state, PermissionState::parse)?,
        at: instant(row.at)?,
        source: row.source,
        proof: Proof {
            wording: row.text.unwrap_or_default(),
            evidence: evidence.unwrap_or_default(),
            recorded_by: row.recorded_by,
        },
    })
}
