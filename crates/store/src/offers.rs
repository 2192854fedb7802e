//! Freed times offered to those who wait. The database holds that nobody is asked about one time twice.

use crate::row::{bounded, instant, instant_of, json, micros, to_json, typed, typed_of, word};
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ContactId, FreedTimeId, OfferId, OfferState, PatientId, TimeOffer};

/// By name, never by a star: what another process keeps prepared stays right when a later version adds a column.
macro_rules! offer_columns {
    () => {
        "id, freed, entry, patient, contact, slot, moving, state, offered_at, until, settled_at, message"
    };
}

/// Notes an offer. `false`: the patient was asked about this time before.
pub async fn add(tx: &mut Tx, offer: &TimeOffer) -> Result<bool, StoreError> {
    let made = query(
        "INSERT INTO time_offers (id, freed, entry, patient, contact, practitioner, starts, slot, moving, state,
           offered_at, until, message)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (patient, practitioner, starts) DO NOTHING",
    )
    .bind(offer.id.as_str().to_owned())
    .bind(offer.freed.as_str().to_owned())
    .bind(offer.entry.as_str().to_owned())
    .bind(offer.patient.as_str().to_owned())
    .bind(offer.contact.as_str().to_owned())
    .bind(offer.slot.practitioner.as_str().to_owned())
    .bind(micros(offer.slot.from))
    .bind(to_json(&offer.slot))
    .bind(offer.moving.as_ref().map(|it| it.as_str().to_owned()))
    .bind(offer.state.as_str().to_owned())
    .bind(micros(offer.offered_at))
    .bind(micros(offer.until))
    .bind(offer.message.as_str().to_owned())
    .execute(tx)
    .await?;
    Ok(made == 1)
}

/// Settles an offer, from the state it is thought to be in. `false`: it was settled otherwise meanwhile.
pub async fn settle(
    tx: &mut Tx,
    id: &OfferId,
    from: OfferState,
    to: OfferState,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let settled = query("UPDATE time_offers SET state = $3, settled_at = $4 WHERE id = $1 AND state = $2")
        .bind(id.as_str().to_owned())
        .bind(from.as_str().to_owned())
        .bind(to.as_str().to_owned())
        .bind(micros(now))
        .execute(tx)
        .await?;
    Ok(settled == 1)
}

/// An offer by id.
pub async fn by_id(tx: &mut Tx, id: &OfferId) -> Result<Option<TimeOffer>, StoreError> {
    let row: Option<Row> = query(concat!("SELECT ", offer_columns!(), " FROM time_offers WHERE id = $1"))
        .bind(id.as_str().to_owned())
        .optional(tx)
        .await?;
    row.map(offer).transpose()
}

/// Everybody who was asked about a freed time, in order.
pub async fn of_freed(tx: &mut Tx, freed: &FreedTimeId) -> Result<Vec<TimeOffer>, StoreError> {
    let rows: Vec<Row> = query(concat!(
        "SELECT ",
        offer_columns!(),
        " FROM time_offers WHERE freed = $1 ORDER BY offered_at, id"
    ))
    .bind(freed.as_str().to_owned())
    .all(tx)
    .await?;
    rows.into_iter().map(offer).collect()
}

/// What a contact is asked at present, the newest first.
pub async fn standing_of(tx: &mut Tx, contact: &ContactId) -> Result<Vec<TimeOffer>, StoreError> {
    let rows: Vec<Row> = query(concat!(
        "SELECT ",
        offer_columns!(),
        " FROM time_offers WHERE contact = $1 AND state = 'standing' ORDER BY offered_at DESC, id DESC"
    ))
    .bind(contact.as_str().to_owned())
    .all(tx)
    .await?;
    rows.into_iter().map(offer).collect()
}

/// What a patient was asked, the newest first.
pub async fn of_patient(
    tx: &mut Tx,
    patient: &PatientId,
    limit: usize,
) -> Result<Vec<TimeOffer>, StoreError> {
    let rows: Vec<Row> = query(concat!(
        "SELECT ",
        offer_columns!(),
        " FROM time_offers WHERE patient = $1 ORDER BY offered_at DESC, id DESC LIMIT $2"
    ))
    .bind(patient.as_str().to_owned())
    .bind(bounded(limit))
    .all(tx)
    .await?;
    rows.into_iter().map(offer).collect()
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    freed: String,
    entry: String,
    patient: String,
    contact: String,
    slot: String,
    moving: Option<String>,
    state: String,
    offered_at: i64,
    until: i64,
    settled_at: Option<i64>,
    message: String,
}

fn offer(row: Row) -> Result<TimeOffer, StoreError> {
    Ok(TimeOffer {
        slot: json("time_offers", "slot", &row.id, &row.slot)?,
        id: typed("time_offers", "id", row.id)?,
        freed: typed("time_offers", "freed", row.freed)?,
        entry: typed("time_offers", "entry", row.entry)?,
        patient: typed("time_offers", "patient", row.patient)?,
        contact: typed("time_offers", "contact", row.contact)?,
        moving: typed_of("time_offers", "moving", row.moving)?,
        state: word("time_offers", "state", &row.state, OfferState::parse)?,
        offered_at: instant(row.offered_at)?,
        until: instant(row.until)?,
        settled_at: instant_of(row.settled_at)?,
        message: typed("time_offers", "message", row.message)?,
    })
}
