//! The clinic's set-up, as one JSON value in one row, and beside it a row for each practitioner, room and kind
//! of visit that bookings lock or look at. Absent: patients and appointments.

use crate::row::{json, micros, to_json};
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{Clinic, ClinicId};

/// Saves a clinic, new or changed; saving the same again changes nothing but the revision.
pub async fn save(tx: &mut Tx, clinic: &Clinic, now: Timestamp) -> Result<(), StoreError> {
    query(
        "INSERT INTO clinics (id, number_id, revision, data, changed_at) VALUES ($1, $2, 1, $3, $4)
         ON CONFLICT (id) DO UPDATE SET number_id = excluded.number_id, revision = clinics.revision + 1,
           data = excluded.data, changed_at = excluded.changed_at",
    )
    .bind(clinic.id.as_str().to_owned())
    .bind(clinic.whatsapp.as_ref().map(|it| it.phone_number_id.clone()))
    .bind(to_json(clinic))
    .bind(micros(now))
    .execute(tx)
    .await?;
    for practitioner in &clinic.practitioners {
        query("INSERT INTO practitioners (clinic, id, revision) VALUES ($1, $2, 0) ON CONFLICT (clinic, id) DO NOTHING")
            .bind(clinic.id.as_str().to_owned())
            .bind(practitioner.id.as_str().to_owned())
            .execute(tx)
            .await?;
    }
    for room in &clinic.rooms {
        query(
            "INSERT INTO rooms (clinic, id, revision) VALUES ($1, $2, 0) ON CONFLICT (clinic, id) DO NOTHING",
        )
        .bind(clinic.id.as_str().to_owned())
        .bind(room.id.as_str().to_owned())
        .execute(tx)
        .await?;
    }
    for service in &clinic.services {
        query(
            "INSERT INTO services (clinic, id, capacity) VALUES ($1, $2, $3)
             ON CONFLICT (clinic, id) DO UPDATE SET capacity = excluded.capacity",
        )
        .bind(clinic.id.as_str().to_owned())
        .bind(service.id.as_str().to_owned())
        .bind(i64::from(service.capacity))
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// A clinic by id.
pub async fn load(tx: &mut Tx, id: &ClinicId) -> Result<Option<Clinic>, StoreError> {
    let found: Option<(String, String)> =
        query("SELECT id, data FROM clinics WHERE id = $1").bind(id.as_str().to_owned()).optional(tx).await?;
    found.map(clinic).transpose()
}

/// All clinics of this installation, by id.
pub async fn list(tx: &mut Tx) -> Result<Vec<Clinic>, StoreError> {
    let found: Vec<(String, String)> = query("SELECT id, data FROM clinics ORDER BY id").all(tx).await?;
    found.into_iter().map(clinic).collect()
}

/// The clinic that a WhatsApp number belongs to.
pub async fn by_phone_number_id(tx: &mut Tx, number_id: &str) -> Result<Option<Clinic>, StoreError> {
    let found: Option<(String, String)> = query("SELECT id, data FROM clinics WHERE number_id = $1")
        .bind(number_id.to_owned())
        .optional(tx)
        .await?;
    found.map(clinic).transpose()
}

fn clinic((id, data): (String, String)) -> Result<Clinic, StoreError> {
    json("clinics", "data", &id, &data)
}
