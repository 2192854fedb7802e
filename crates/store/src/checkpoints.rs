//! The chain's head, signed (Ed25519) and meant to be kept elsewhere too: whoever cuts the chain behind a checkpoint,
//! or writes it anew, can't make the old head fit again. The signing key is derived from the master key; its public
//! half may be given to anybody. Absent: where checkpoints are carried to.

use crate::row::{instant, micros};
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use svara_model::ClinicId;

/// A signed head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Of which clinic's chain.
    pub clinic: ClinicId,
    /// The row.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
    /// When it was signed.
    pub at: Timestamp,
    /// Ed25519 over the text of [`Checkpoint::signed`], in hexadecimal digits.
    pub signature: String,
    /// Verifies it.
    pub public_key: String,
}

impl Checkpoint {
    /// What the signature covers.
    pub fn signed(&self) -> String {
        format!("svara checkpoint\n{}\n{}\n{}\n{}", self.clinic, self.seq, self.hash, self.at)
    }

    /// Whether the signature fits, with no secret at hand.
    pub fn is_genuine(&self) -> bool {
        let (Ok(key), Ok(signature)) = (hex::decode(&self.public_key), hex::decode(&self.signature)) else {
            return false;
        };
        UnparsedPublicKey::new(&ED25519, key).verify(self.signed().as_bytes(), &signature).is_ok()
    }
}

/// Signs the head of a clinic's chain. `None`: nothing was added since the last one.
pub async fn make(tx: &mut Tx, clinic: &ClinicId, now: Timestamp) -> Result<Option<Checkpoint>, StoreError> {
    let head: Option<(i64, String)> = query("SELECT seq, hash FROM event_heads WHERE clinic = $1")
        .bind(clinic.as_str().to_owned())
        .optional(tx)
        .await?;
    let Some((seq, hash)) = head else { return Ok(None) };
    let key = signer(tx)?;
    let mut made = Checkpoint {
        clinic: clinic.clone(),
        seq,
        hash,
        // As it is stored, so that the signature fits what is read back.
        at: instant(micros(now))?,
        signature: String::new(),
        public_key: hex::encode(key.public_key()),
    };
    let signature = key.sign(made.signed().as_bytes());
    made.signature = hex::encode(signature);
    let new = query(
        "INSERT INTO checkpoints (clinic, seq, hash, at, signature) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (clinic, seq) DO NOTHING",
    )
    .bind(clinic.as_str().to_owned())
    .bind(seq)
    .bind(made.hash.clone())
    .bind(micros(now))
    .bind(signature.as_ref().to_vec())
    .execute(tx)
    .await?;
    Ok((new == 1).then_some(made))
}

/// All of a clinic's, the oldest first.
pub async fn list(tx: &mut Tx, clinic: &ClinicId) -> Result<Vec<Checkpoint>, StoreError> {
    let rows: Vec<(i64, String, i64, Vec<u8>)> =
        query("SELECT seq, hash, at, signature FROM checkpoints WHERE clinic = $1 ORDER BY seq")
            .bind(clinic.as_str().to_owned())
            .all(tx)
            .await?;
    let public_key = hex::encode(signer(tx)?.public_key());
    rows.into_iter()
        .map(|(seq, hash, at, signature)| {
            Ok(Checkpoint {
                clinic: clinic.clone(),
                seq,
                hash,
                at: instant(at)?,
                signature: hex::encode(signature),
                public_key: public_key.clone(),
            })
        })
        .collect()
}

/// Whether a checkpoint, kept here or elsewhere, still fits the chain: its signature and the row it names.
pub async fn fits(tx: &mut Tx, it: &Checkpoint) -> Result<bool, StoreError> {
    let ours = hex::encode(signer(tx)?.public_key());
    if it.public_key != ours || !it.is_genuine() {
        return Ok(false);
    }
    let row: Option<(String,)> = query("SELECT hash FROM events WHERE clinic = $1 AND seq = $2")
        .bind(it.clinic.as_str().to_owned())
        .bind(it.seq)
        .optional(tx)
        .await?;
    Ok(row.is_some_and(|(hash,)| hash == it.hash))
}

fn signer(tx: &Tx) -> Result<Ed25519KeyPair, StoreError> {
    let seed = tx.vault.chaining().hash(&[b"svara checkpoint signing"]);
    Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| StoreError::Refused {
        step: "sign a checkpoint",
        why: "the signing key can't be made".to_owned(),
    })
}
