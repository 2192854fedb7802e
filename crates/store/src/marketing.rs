//! Consent to marketing: a record of its own. It says nothing about reminders, and a permission to remind says
//! nothing about marketing. Entries are added, never changed; the newest decides.

use crate::permissions::{keep_wording, proves};
use crate::row::{instant, micros, word};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{Channel, ContactId, PermissionState, Proof};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarketingConsent {
    /// On which channel.
    pub channel: Channel,
    /// Given or taken back.
    pub state: PermissionState,
    /// When.
    pub at: Timestamp,
    /// How we know.
    pub source: String,
    /// What shows it.
    pub proof: Proof,
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    channel: String,
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
    consent: &MarketingConsent,
    now: Timestamp,
) -> Result<(), StoreError> {
    proves(&consent.proof, consent.state)?;
    let (seq,): (i64,) = query("SELECT coalesce(max(seq), 0) + 1 FROM marketing_consents WHERE contact = $1")
        .bind(contact.as_str().to_owned())
        .one(tx)
        .await?;
    let version = keep_wording(tx, &consent.proof.wording).await?;
    let row = format!("{contact}:{seq}");
    let at = place("marketing_consents", "evidence", &row);
    let evidence = tx.seal(contact.as_str(), at, &consent.proof.evidence).await?;
    query(
        "INSERT INTO marketing_consents (contact, seq, channel, state, at, source, wording, evidence, recorded_by,
           recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(contact.as_str().to_owned())
    .bind(seq)
    .bind(consent.channel.as_str().to_owned())
    .bind(consent.state.as_str().to_owned())
    .bind(micros(consent.at))
    .bind(consent.source.clone())
    .bind(version)
    .bind(evidence)
    .bind(consent.proof.recorded_by.clone())
    .bind(micros(now))
    .execute(tx)
    .await
    .map(drop)
}

/// All entries, as recorded. The last of a channel by time decides.
pub async fn all(tx: &mut Tx, contact: &ContactId) -> Result<Vec<MarketingConsent>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT m.seq, m.channel, m.state, m.at, m.source, w.text, m.evidence, m.recorded_by
         FROM marketing_consents AS m LEFT JOIN wordings AS w ON w.version = m.wording
         WHERE m.contact = $1 ORDER BY m.seq",
    )
    .bind(contact.as_str().to_owned())
    .all(tx)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(consent(tx, contact, row).await?);
    }
    Ok(found)
}

/// The entry that decides for a channel.
pub async fn current(
    tx: &mut Tx,
    contact: &ContactId,
    channel: Channel,
) -> Result<Option<MarketingConsent>, StoreError> {
    let all = all(tx, contact).await?;
    Ok(all.into_iter().filter(|it| it.channel == channel).max_by_key(|it| it.at))
}

async fn consent(tx: &mut Tx, contact: &ContactId, row: Row) -> Result<MarketingConsent, StoreError> {
    let at = format!("{contact}:{}", row.seq);
    let at = place("marketing_consents", "evidence", &at);
    let evidence = tx.open_some(contact.as_str(), at, row.evidence.as_deref()).await?;
    Ok(MarketingConsent {
        channel: word("marketing_consents", "channel", &row.channel, Channel::parse)?,
        state: word("marketing_consents", "state", &row.state, PermissionState::parse)?,
        at: instant(row.at)?,
        source: row.source,
        proof: Proof {
            wording: row.text.unwrap_or_default(),
            evidence: evidence.unwrap_or_default(),
            recorded_by: row.recorded_by,
        },
    })
}
