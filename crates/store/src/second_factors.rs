//! The second thing that a member of staff shows beside the password: an authenticator's codes, and codes on paper
//! for the day when the phone is gone. The authenticator's secret is sealed; codes on paper are kept as hashes.

use crate::row::micros;
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::StaffId;

/// An authenticator that is being set up: worth nothing until its first code was right.
pub async fn wish(tx: &mut Tx, id: &StaffId, secret: &str) -> Result<(), StoreError> {
    let sealed = tx.seal(id.as_str(), place("staff", "factor_wish", id.as_str()), secret).await?;
    query("UPDATE staff SET factor_wish = $2 WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(sealed)
        .execute(tx)
        .await
        .map(drop)
}

/// The secret of the authenticator that is being set up.
pub async fn wished(tx: &mut Tx, id: &StaffId) -> Result<Option<String>, StoreError> {
    let row: Option<(Option<Vec<u8>>,)> = query("SELECT factor_wish FROM staff WHERE id = $1")
        .bind(id.as_str().to_owned())
        .optional(tx)
        .await?;
    let Some((Some(sealed),)) = row else { return Ok(None) };
    tx.open(id.as_str(), place("staff", "factor_wish", id.as_str()), &sealed).await
}

/// From now on these codes open: an authenticator, the step of its first code, and codes on paper. What was before
/// opens nothing any more.
pub async fn set(
    tx: &mut Tx,
    id: &StaffId,
    secret: &str,
    step: i64,
    recovery: &[[u8; 32]],
) -> Result<(), StoreError> {
    let sealed = tx.seal(id.as_str(), place("staff", "factor", id.as_str()), secret).await?;
    query("UPDATE staff SET factor = $2, factor_step = $3, factor_wish = NULL WHERE id = $1")
        .bind(id.as_str().to_owned())
        .bind(sealed)
        .bind(step)
        .execute(tx)
        .await?;
    query("DELETE FROM recovery_codes WHERE staff = $1").bind(id.as_str().to_owned()).execute(tx).await?;
    for hash in recovery {
        query("INSERT INTO recovery_codes (staff, hash) VALUES ($1, $2)")
            .bind(id.as_str().to_owned())
            .bind(hash.to_vec())
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// The authenticator's secret.
pub async fn secret(tx: &mut Tx, id: &StaffId) -> Result<Option<String>, StoreError> {
    let row: Option<(Option<Vec<u8>>,)> =
        query("SELECT factor FROM staff WHERE id = $1").bind(id.as_str().to_owned()).optional(tx).await?;
    let Some((Some(sealed),)) = row else { return Ok(None) };
    tx.open(id.as_str(), place("staff", "factor", id.as_str()), &sealed).await
}

/// Uses the code of a step up. `false`: it, or a later one, was used before.
pub async fn use_step(tx: &mut Tx, id: &StaffId, step: i64) -> Result<bool, StoreError> {
    let used = query("UPDATE staff SET factor_step = $2 WHERE id = $1 AND factor_step < $2")
        .bind(id.as_str().to_owned())
        .bind(step)
        .execute(tx)
        .await?;
    Ok(used == 1)
}

/// Uses a code on paper up. `false`: unknown, or used before.
pub async fn use_recovery(
    tx: &mut Tx,
    id: &StaffId,
    hash: [u8; 32],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let used =
        query("UPDATE recovery_codes SET used_at = $3 WHERE staff = $1 AND hash = $2 AND used_at IS NULL")
            .bind(id.as_str().to_owned())
            .bind(hash.to_vec())
            .bind(micros(now))
            .execute(tx)
            .await?;
    Ok(used == 1)
}

/// How many codes on paper are left.
pub async fn recovery_left(tx: &mut Tx, id: &StaffId) -> Result<i64, StoreError> {
    let (left,): (i64,) = query("SELECT count(*) FROM recovery_codes WHERE staff = $1 AND used_at IS NULL")
        .bind(id.as_str().to_owned())
        .one(tx)
        .await?;
    Ok(left)
}

/// Phone and paper are gone: nothing opens until another authenticator is set up. Signed-in browsers are signed out.
pub async fn remove(tx: &mut Tx, id: &StaffId) -> Result<(), StoreError> {
    query("UPDATE staff SET factor = NULL, factor_wish = NULL WHERE id = $1")
        .bind(id.as_str().to_owned())
        .execute(tx)
        .await?;
    query("DELETE FROM recovery_codes WHERE staff = $1").bind(id.as_str().to_owned()).execute(tx).await?;
    query("DELETE FROM sessions WHERE staff = $1").bind(id.as_str().to_owned()).execute(tx).await.map(drop)
}
