//! Times that staff close for booking: an absence, a room under repair. Blocks may overlap each other, never a
//! visit; visits in the way are moved first. The reason is sealed under the clinic's key.

use crate::keys::desk_owner;
use crate::occupancy::{self, BusyKind, Taking, practitioner_resource, room_resource};
use crate::row::micros;
use crate::seal::place;
use crate::{BookingError, StoreError, Tx, query};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use svara_model::{BlockId, ClinicId, PractitionerId, RoomId};

/// A time that is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its id.
    pub id: BlockId,
    /// At which clinic.
    pub clinic: ClinicId,
    /// Whose or what.
    pub resource: BlockedResource,
    /// The first moment.
    pub from: Timestamp,
    /// The first moment after.
    pub to: Timestamp,
    /// For staff.
    pub why: Option<String>,
}

/// Whose time or what room is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockedResource {
    /// A practitioner's time.
    Practitioner(PractitionerId),
    /// A room.
    Room(RoomId),
}

/// Closes a time, unless a visit stands in it. Holds that have expired by `now` make way.
pub async fn insert_block(tx: &mut Tx, block: &Block, now: Timestamp) -> Result<(), BookingError> {
    let id = block.id.as_str();
    let resource = match &block.resource {
        BlockedResource::Practitioner(it) => practitioner_resource(&block.clinic, it),
        BlockedResource::Room(it) => room_resource(&block.clinic, it),
    };
    let why = tx
        .seal_some(&desk_owner(Some(block.clinic.as_str())), place("blocks", "why", id), block.why.as_deref())
        .await?;
    let taking = Taking {
        owner: id,
        clinic: &block.clinic,
        kind: BusyKind::Block,
        service: None,
        resources: vec![resource.clone()],
        from: block.from,
        to: block.to,
        share_key: "block".to_owned(),
        seats: 1,
        patient: None,
        expires_at: None,
    };
    occupancy::take_on_seat(tx, &taking, seat_of(id), now).await?;
    query("INSERT INTO blocks (id, clinic, resource, starts, ends, why) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id.to_owned())
        .bind(block.clinic.as_str().to_owned())
        .bind(resource)
        .bind(micros(block.from))
        .bind(micros(block.to))
        .bind(why)
        .execute(tx)
        .await?;
    Ok(())
}

/// Opens the time again. `false`: there was no such block.
pub async fn remove_block(tx: &mut Tx, id: &BlockId) -> Result<bool, StoreError> {
    occupancy::free(tx, id.as_str()).await?;
    let removed = query("DELETE FROM blocks WHERE id = $1").bind(id.as_str().to_owned()).execute(tx).await?;
    Ok(removed == 1)
}

/// Every block sits on a seat of its own, so that two may begin at the same moment.
fn seat_of(id: &str) -> i64 {
    let digest: [u8; 32] = Sha256::digest(id.as_bytes()).into();
    i64::from_be_bytes(*digest.first_chunk().expect("a digest is longer than eight bytes"))
}
