//! Appointments that were booked together. Each of them lives by itself (`appointments.rs`); here they are found by
//! what they share.

use crate::appointments::{Row, appointment, visit_columns};
use crate::{StoreError, Tx, query};
use svara_model::{Appointment, ClinicId, PlanId};

/// The appointments of a plan, whatever became of them, the first one first.
pub async fn visits(tx: &mut Tx, clinic: &ClinicId, plan: &PlanId) -> Result<Vec<Appointment>, StoreError> {
    let rows: Vec<Row> = query(concat!(
        "SELECT ",
        visit_columns!(),
        " FROM appointments WHERE plan = $1 AND clinic = $2 ORDER BY starts, id"
    ))
    .bind(plan.as_str().to_owned())
    .bind(clinic.as_str().to_owned())
    .all(tx)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(appointment(tx, row).await?);
    }
    Ok(found)
}
