//! Threads with contacts: who answers, and what the dialogue remembers (sealed under the contact's key).
//! One thread a contact and channel is open at a time; the database holds it.

use crate::row::{bounded, instant, instant_of, json, micros, micros_of, to_json, typed, word};
use crate::seal::place;
use crate::{StoreError, Tx, contacts, query};
use jiff::Timestamp;
use svara_model::{
    Assurance, Channel, ClinicId, Contact, ContactId, Conversation, ConversationId, ConversationState,
    Language, PhoneNumber,
};

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    id: String,
    clinic: String,
    pub(crate) contact: String,
    channel: String,
    state_data: String,
    language: String,
    last_inbound_at: Option<i64>,
    opened_at: i64,
    changed_at: i64,
}

/// Which conversations to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// Only of the contact with this number.
    pub phone: Option<&'a PhoneNumber>,
    /// Only in this state, as the public API names it: `bot`, `staff`, `closed`.
    pub state: Option<&'a str>,
}

/// The contact's open conversation on a channel, or a new one.
pub async fn open_for(
    tx: &mut Tx,
    clinic: &ClinicId,
    contact: &ContactId,
    channel: Channel,
    language: &Language,
    new_id: ConversationId,
    now: Timestamp,
) -> Result<Conversation, StoreError> {
    query(
        "INSERT INTO conversations (id, clinic, contact, channel, state, state_data, language, opened_at, changed_at,
           memory_version, last_seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 0, 0)
         ON CONFLICT (clinic, contact, channel) WHERE state <> 'closed' DO NOTHING",
    )
    .bind(new_id.as_str().to_owned())
    .bind(clinic.as_str().to_owned())
    .bind(contact.as_str().to_owned())
    .bind(channel.as_str().to_owned())
    .bind(ConversationState::Bot.api_name().to_owned())
    .bind(to_json(&ConversationState::Bot))
    .bind(language.as_str().to_owned())
    .bind(micros(now))
    .execute(tx)
    .await?;
    let row: Row = query(
        "SELECT id, clinic, contact, channel, state_data, language, last_inbound_at, opened_at, changed_at
         FROM conversations WHERE clinic = $1 AND contact = $2 AND channel = $3 AND state <> 'closed'",
    )
    .bind(clinic.as_str().to_owned())
    .bind(contact.as_str().to_owned())
    .bind(channel.as_str().to_owned())
    .one(tx)
    .await?;
    conversation(row)
}

/// The contact's open conversation on a channel, if there is one.
pub async fn current_of(
    tx: &mut Tx,
    contact: &ContactId,
    channel: Channel,
) -> Result<Option<Conversation>, StoreError> {
    let row: Option<Row> = query(
        "SELECT id, clinic, contact, channel, state_data, language, last_inbound_at, opened_at, changed_at
         FROM conversations WHERE contact = $1 AND channel = $2 AND state <> 'closed'",
    )
    .bind(contact.as_str().to_owned())
    .bind(channel.as_str().to_owned())
    .optional(tx)
    .await?;
    row.map(conversation).transpose()
}

/// A conversation by id.
pub async fn by_id(tx: &mut Tx, id: &ConversationId) -> Result<Option<Conversation>, StoreError> {
    let row: Option<Row> = query(
        "SELECT id, clinic, contact, channel, state_data, language, last_inbound_at, opened_at, changed_at
         FROM conversations WHERE id = $1",
    )
    .bind(id.as_str().to_owned())
    .optional(tx)
    .await?;
    row.map(conversation).transpose()
}

/// The newest `limit` conversations with a contact, on whatever channel.
pub async fn of_contact(
    tx: &mut Tx,
    contact: &ContactId,
    limit: usize,
) -> Result<Vec<Conversation>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT id, clinic, contact, channel, state_data, language, last_inbound_at, opened_at, changed_at
         FROM conversations WHERE contact = $1 ORDER BY changed_at DESC, id DESC LIMIT $2",
    )
    .bind(contact.as_str().to_owned())
    .bind(bounded(limit))
    .all(tx)
    .await?;
    rows.into_iter().map(conversation).collect()
}

/// Saves who answers, the language and the times. Times of the last word never go back.
pub async fn save(tx: &mut Tx, conversation: &Conversation) -> Result<(), StoreError> {
    query(
        "UPDATE conversations SET state = $2, state_data = $3, language = $4,
           last_inbound_at = CASE WHEN $5 IS NULL OR last_inbound_at > $5 THEN last_inbound_at ELSE $5 END,
           changed_at = CASE WHEN changed_at > $6 THEN changed_at ELSE $6 END
         WHERE id = $1",
    )
    .bind(conversation.id.as_str().to_owned())
    .bind(conversation.state.api_name().to_owned())
    .bind(to_json(&conversation.state))
    .bind(conversation.language.as_str().to_owned())
    .bind(micros_of(conversation.last_inbound_at))
    .bind(micros(conversation.changed_at))
    .execute(tx)
    .await
    .map(drop)
}

/// How well its reader is known, as of the last answer.
pub async fn note_assurance(tx: &mut Tx, id: &ConversationId, it: Assurance) -> Result<(), StoreError> {
    query("UPDATE conversations SET assurance = $2 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(it.as_str().to_owned())
        .execute(tx)
        .await
        .map(drop)
}

/// How well its reader was known at the last answer.
pub async fn assurance(tx: &mut Tx, id: &ConversationId) -> Result<Option<Assurance>, StoreError> {
    let row: Option<(String,)> = query("SELECT assurance FROM conversations WHERE id = $1")
        .bind(id.as_str().to_owned())
        .optional(tx)
        .await?;
    row.map(|(it,)| crate::row::word("conversations", "assurance", &it, Assurance::parse)).transpose()
}

/// What the dialogue remembers, as JSON, and its version. `None`: nothing yet; save it with version 0.
pub async fn memory(tx: &mut Tx, id: &ConversationId) -> Result<Option<(String, i64)>, StoreError> {
    let row: Option<(String, Option<Vec<u8>>, i64)> =
        query("SELECT contact, memory, memory_version FROM conversations WHERE id = $1")
            .bind(id.as_str().to_owned())
            .optional(tx)
            .await?;
    let Some((contact, Some(sealed), version)) = row else { return Ok(None) };
    let opened = tx.open(&contact, place("conversations", "memory", id.as_str()), &sealed).await?;
    Ok(opened.map(|json| (json, version)))
}

/// Saves what the dialogue remembers, if nobody saved since `expected_version` was read.
pub async fn save_memory(
    tx: &mut Tx,
    id: &ConversationId,
    json: &str,
    expected_version: i64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let owner: Option<(String,)> = query("SELECT contact FROM conversations WHERE id = $1")
        .bind(id.as_str().to_owned())
        .optional(tx)
        .await?;
    let Some((contact,)) = owner else { return Ok(false) };
    let sealed = tx.seal(&contact, place("conversations", "memory", id.as_str()), json).await?;
    let saved = query(
        "UPDATE conversations SET memory = $2, memory_version = memory_version + 1,
           changed_at = CASE WHEN changed_at > $4 THEN changed_at ELSE $4 END
         WHERE id = $1 AND memory_version = $3",
    )
    .bind(id.as_str().to_owned())
    .bind(sealed)
    .bind(expected_version)
    .bind(micros(now))
    .execute(tx)
    .await?;
    Ok(saved == 1)
}

/// A page of the clinic's conversations, the newest change first.
pub async fn list(
    tx: &mut Tx,
    clinic: &ClinicId,
    filter: Filter<'_>,
    before: Option<(Timestamp, ConversationId)>,
    limit: usize,
) -> Result<Vec<(Conversation, Contact)>, StoreError> {
    let (at, id) = match before {
        Some((at, id)) => (micros(at), id.as_str().to_owned()),
        None => (i64::MAX, String::new()),
    };
    let hash = filter.phone.map(|it| tx.vault.look_up(&["phone", clinic.as_str()], it.as_str()));
    let sql = if hash.is_some() { LIST_OF_CONTACT } else { LIST };
    let rows: Vec<Row> = query(sql)
        .bind(clinic.as_str().to_owned())
        .bind(filter.state.map(str::to_owned))
        .bind(at)
        .bind(id)
        .bind(bounded(limit))
        .bind(hash)
        .all(tx)
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let conversation = conversation(row)?;
        if let Some(contact) = contacts::by_id(tx, &conversation.contact).await? {
            found.push((conversation, contact));
        }
    }
    Ok(found)
}

/// These texts are constants because a test explains their plans.
pub(crate) const LIST: &str =
    "SELECT id, clinic, contact, channel, state_data, language, last_inbound_at, opened_at, changed_at
     FROM conversations
     WHERE clinic = $1 AND ($2 IS NULL OR state = $2) AND changed_at <= $3 AND (changed_at < $3 OR id < $4)
       AND $6 IS NULL
     ORDER BY changed_at DESC, id DESC LIMIT $5";
pub(crate) const LIST_OF_CONTACT: &str =
    "SELECT id, clinic, contact, channel, state_data, language, last_inbound_at, opened_at, changed_at
     FROM conversations
     WHERE contact IN (SELECT id FROM contacts WHERE clinic = $1 AND phone_hash = $6)
       AND ($2 IS NULL OR state = $2) AND changed_at <= $3 AND (changed_at < $3 OR id < $4)
     ORDER BY changed_at DESC, id DESC LIMIT $5";

pub(crate) fn conversation(row: Row) -> Result<Conversation, StoreError> {
    Ok(Conversation {
        channel: word("conversations", "channel", &row.channel, Channel::parse)?,
        state: json("conversations", "state_data", &row.id, &row.state_data)?,
        id: typed("conversations", "id", row.id)?,
        clinic: typed("conversations", "clinic", row.clinic)?,
        contact: typed("conversations", "contact", row.contact)?,
        language: typed("conversations", "language", row.language)?,
        last_inbound_at: instant_of(row.last_inbound_at)?,
        opened_at: instant(row.opened_at)?,
        changed_at: instant(row.changed_at)?,
    })
}
