//! What may be used so often a day and no more, counted for each clinic where every process sees it.

use crate::{StoreError, Tx, query};
use jiff::civil::Date;
use svara_model::ClinicId;

/// Takes one of the day's; `false` when all are used.
pub async fn take(
    tx: &mut Tx,
    clinic: &ClinicId,
    what: &str,
    day: Date,
    most: u32,
) -> Result<bool, StoreError> {
    if most == 0 {
        return Ok(false);
    }
    let taken = query(
        "INSERT INTO budgets (clinic, what, day, used) VALUES ($1, $2, $3, 1)
         ON CONFLICT (clinic, what, day) DO UPDATE SET used = budgets.used + 1 WHERE budgets.used < $4",
    )
    .bind(clinic.as_str().to_owned())
    .bind(what.to_owned())
    .bind(day.to_string())
    .bind(i64::from(most))
    .execute(tx)
    .await?;
    Ok(taken == 1)
}

/// Gives one back that was taken and not used.
pub async fn give_back(tx: &mut Tx, clinic: &ClinicId, what: &str, day: Date) -> Result<(), StoreError> {
    query("UPDATE budgets SET used = used - 1 WHERE clinic = $1 AND what = $2 AND day = $3 AND used > 0")
        .bind(clinic.as_str().to_owned())
        .bind(what.to_owned())
        .bind(day.to_string())
        .execute(tx)
        .await
        .map(drop)
}

/// How many of a day's are used.
pub async fn used(tx: &mut Tx, clinic: &ClinicId, what: &str, day: Date) -> Result<u32, StoreError> {
    let row: Option<(i64,)> = query("SELECT used FROM budgets WHERE clinic = $1 AND what = $2 AND day = $3")
        .bind(clinic.as_str().to_owned())
        .bind(what.to_owned())
        .bind(day.to_string())
        .optional(tx)
        .await?;
    Ok(row.map_or(0, |(used,)| u32::try_from(used).unwrap_or(u32::MAX)))
}

/// Drops what was counted before a day.
pub async fn prune(tx: &mut Tx, before: Date) -> Result<u64, StoreError> {
    query("DELETE FROM budgets WHERE day < $1").bind(before.to_string()).execute(tx).await
}
