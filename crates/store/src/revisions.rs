//! The revisions of a clinic's set-up: which one stands, what an earlier one was, who made it.
//!
//! Absent: saving the set-up itself; that is `clinics.rs`.

use crate::row::{instant, json, micros, typed};
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{Clinic, ClinicId, PractitionerId, ServiceId};

/// So many changes of the set-up can be looked back on; a clinic makes some a month.
const REVISIONS_KEPT: i64 = 200;

/// One revision, without the set-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its number.
    pub revision: i64,
    /// Since when it stood.
    pub at: Timestamp,
    /// Who made it: `staff:stf_…`, `api:…`, `file`.
    pub actor: String,
}

/// The number of the set-up that stands.
pub async fn current(tx: &mut Tx, clinic: &ClinicId) -> Result<Option<i64>, StoreError> {
    let found: Option<(i64,)> = query("SELECT revision FROM clinics WHERE id = $1")
        .bind(clinic.as_str().to_owned())
        .optional(tx)
        .await?;
    Ok(found.map(|it| it.0))
}

/// Whether this revision still stands; until the transaction ends nobody else can save another.
pub async fn claim(tx: &mut Tx, clinic: &ClinicId, revision: i64) -> Result<bool, StoreError> {
    let stands = query("UPDATE clinics SET revision = revision WHERE id = $1 AND revision = $2")
        .bind(clinic.as_str().to_owned())
        .bind(revision)
        .execute(tx)
        .await?;
    Ok(stands == 1)
}

/// Keeps what stands now as a revision of somebody's. The oldest ones go.
pub async fn keep(tx: &mut Tx, clinic: &ClinicId, actor: &str) -> Result<(), StoreError> {
    query(
        "INSERT INTO clinic_revisions (clinic, revision, data, at, actor)
         SELECT id, revision, data, changed_at, $2 FROM clinics WHERE id = $1
         ON CONFLICT (clinic, revision) DO NOTHING",
    )
    .bind(clinic.as_str().to_owned())
    .bind(actor.to_owned())
    .execute(tx)
    .await?;
    query(
        "DELETE FROM clinic_revisions WHERE clinic = $1
           AND revision <= (SELECT revision FROM clinics WHERE id = $1) - $2",
    )
    .bind(clinic.as_str().to_owned())
    .bind(REVISIONS_KEPT)
    .execute(tx)
    .await
    .map(drop)
}

/// The set-up as it was at a revision, while it is kept.
pub async fn at(tx: &mut Tx, clinic: &ClinicId, revision: i64) -> Result<Option<Clinic>, StoreError> {
    let found: Option<(String,)> =
        query("SELECT data FROM clinic_revisions WHERE clinic = $1 AND revision = $2")
            .bind(clinic.as_str().to_owned())
            .bind(revision)
            .optional(tx)
            .await?;
    found.map(|(data,)| json("clinic_revisions", "data", clinic.as_str(), &data)).transpose()
}

/// The kept revisions, the newest first.
pub async fn list(tx: &mut Tx, clinic: &ClinicId) -> Result<Vec<Revision>, StoreError> {
    let found: Vec<(i64, i64, String)> =
        query("SELECT revision, at, actor FROM clinic_revisions WHERE clinic = $1 ORDER BY revision DESC")
            .bind(clinic.as_str().to_owned())
            .all(tx)
            .await?;
    found
        .into_iter()
        .map(|(revision, at, actor)| Ok(Revision { revision, at: instant(at)?, actor }))
        .collect()
}

/// Who has visits of which kind coming, and how many: what a set-up cannot do without.
pub async fn in_use(
    tx: &mut Tx,
    clinic: &ClinicId,
    now: Timestamp,
) -> Result<Vec<(PractitionerId, ServiceId, i64)>, StoreError> {
    let found: Vec<(String, String, i64)> = query(
        "SELECT practitioner, service, CAST(count(*) AS BIGINT) FROM appointments
         WHERE clinic = $1 AND starts >= $2 AND status IN ('pending', 'booked', 'confirmed', 'arrived', 'in_room')
         GROUP BY practitioner, service ORDER BY practitioner, service",
    )
    .bind(clinic.as_str().to_owned())
    .bind(micros(now))
    .all(tx)
    .await?;
    found
        .into_iter()
        .map(|(who, what, count)| {
            Ok((typed("appointments", "practitioner", who)?, typed("appointments", "service", what)?, count))
        })
        .collect()
}
