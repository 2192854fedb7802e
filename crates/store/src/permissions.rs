//! What a contact allowed us to send. Entries are added, never changed; the newest decides.

use crate::row::{instant, micros, word};
use crate::{StoreError, Tx, query};
use svara_model::{Channel, ContactId, Permission, PermissionState, Purpose};

type Row = (String, String, String, i64, String);

/// Adds an entry.
pub async fn record(tx: &mut Tx, contact: &ContactId, permission: &Permission) -> Result<(), StoreError> {
    query(
        "INSERT INTO permissions (contact, seq, channel, purpose, state, at, source)
         SELECT $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5, $6 FROM permissions WHERE contact = $1",
    )
    .bind(contact.as_str().to_owned())
    .bind(permission.channel.as_str().to_owned())
    .bind(permission.purpose.as_str().to_owned())
    .bind(state_text(permission.state).to_owned())
    .bind(micros(permission.at))
    .bind(permission.source.clone())
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
        "SELECT channel, purpose, state, at, source FROM permissions
         WHERE contact = $1 AND channel = $2 AND purpose = $3 ORDER BY at DESC, seq DESC LIMIT 1",
    )
    .bind(contact.as_str().to_owned())
    .bind(channel.as_str().to_owned())
    .bind(purpose.as_str().to_owned())
    .optional(tx)
    .await?;
    row.map(permission).transpose()
}

/// All entries, as recorded.
pub async fn all(tx: &mut Tx, contact: &ContactId) -> Result<Vec<Permission>, StoreError> {
    let rows: Vec<Row> =
        query("SELECT channel, purpose, state, at, source FROM permissions WHERE contact = $1 ORDER BY seq")
            .bind(contact.as_str().to_owned())
            .all(tx)
            .await?;
    rows.into_iter().map(permission).collect()
}

fn permission((channel, purpose, state, at, source): Row) -> Result<Permission, StoreError> {
    Ok(Permission {
        channel: word("permissions", "channel", &channel, Channel::parse)?,
        purpose: word("permissions", "purpose", &purpose, Purpose::parse)?,
        state: word("permissions", "state", &state, parse_state)?,
        at: instant(at)?,
        source,
    })
}

fn state_text(state: PermissionState) -> &'static str {
    match state {
        PermissionState::Given => "given",
        PermissionState::Withdrawn => "withdrawn",
    }
}

fn parse_state(text: &str) -> Option<PermissionState> {
    [PermissionState::Given, PermissionState::Withdrawn].into_iter().find(|it| state_text(*it) == text)
}
