//! Forgetting a person for good: their key is destroyed, what was sealed with it is removed, and the fact is
//! noted so that a restored backup can forget them again.
//!
//! The times of visits stay, without name, number or link, because the clinic's days must still add up.

use crate::row::{instant, micros, typed};
use crate::{StoreError, Tx, contacts, inbox, patient_search, query};
use jiff::Timestamp;
use svara_model::PatientId;

/// Forgets a patient, and each contact that stands for nobody else.
pub(crate) async fn forget(tx: &mut Tx, id: &PatientId, now: Timestamp) -> Result<bool, StoreError> {
    let patient = id.as_str().to_owned();
    let known = query(
        "UPDATE patients SET name = NULL, phone = NULL, phone_hash = NULL, language = NULL, forgotten_at = $2,
           changed_at = $2
         WHERE id = $1 AND forgotten_at IS NULL",
    )
    .bind(patient.clone())
    .bind(micros(now))
    .execute(tx)
    .await?;
    if known == 0 {
        return Ok(false);
    }
    let contacts: Vec<(String,)> =
        query("SELECT contact FROM contact_patients WHERE patient = $1 ORDER BY contact")
            .bind(patient.clone())
            .all(tx)
            .await?;
    query("DELETE FROM contact_patients WHERE patient = $1").bind(patient.clone()).execute(tx).await?;
    query("DELETE FROM notes WHERE owner = $1").bind(patient.clone()).execute(tx).await?;
    patient_search::remove(tx, &patient).await?;
    for sql in [
        "DELETE FROM identities WHERE patient = $1",
        "DELETE FROM patient_flags WHERE patient = $1",
        "DELETE FROM corrections WHERE patient = $1",
        "UPDATE requests SET note = NULL WHERE subject = $1",
    ] {
        query(sql).bind(patient.clone()).execute(tx).await?;
    }
    query("DELETE FROM tokens WHERE subject LIKE $1").bind(format!("%{patient}%")).execute(tx).await?;
    forget_visits(tx, &patient).await?;
    forget_merged(tx, &patient, now).await?;
    for (contact,) in contacts {
        // What was kept for playing again and for learning may name anybody behind the number.
        for sql in ["DELETE FROM turns WHERE contact = $1", "DELETE FROM lessons WHERE contact = $1"] {
            query(sql).bind(contact.clone()).execute(tx).await?;
        }
        let (others,): (bool,) = query("SELECT EXISTS (SELECT 1 FROM contact_patients WHERE contact = $1)")
            .bind(contact.clone())
            .one(tx)
            .await?;
        if !others {
            forget_contact(tx, &contact, now).await?;
        }
    }
    tx.destroy_key(&patient, micros(now)).await?;
    Ok(true)
}

/// The owners whose keys were destroyed, and when: to be written down outside the database.
pub async fn list(tx: &mut Tx) -> Result<Vec<(String, Timestamp)>, StoreError> {
    let rows: Vec<(String, i64)> = query("SELECT owner, at FROM erasures ORDER BY at, owner").all(tx).await?;
    rows.into_iter().map(|(owner, at)| Ok((owner, instant(at)?))).collect()
}

/// Forgets again whom a restored backup remembers; run it before anything else reads. Tells how many it was.
pub async fn replay(tx: &mut Tx, forgotten: &[(String, Timestamp)]) -> Result<u64, StoreError> {
    let mut again = 0;
    for (owner, at) in forgotten {
        query("INSERT INTO erasures (owner, at) VALUES ($1, $2) ON CONFLICT (owner) DO NOTHING")
            .bind(owner.clone())
            .bind(micros(*at))
            .execute(tx)
            .await?;
        again += u64::from(match owner.split('_').next() {
            Some("pat") => forget(tx, &typed("erasures", "owner", owner.clone())?, *at).await?,
            Some("con") => forget_contact(tx, owner, *at).await?,
            _ => false,
        });
    }
    Ok(again)
}

/// Other entries of the same person, found to be theirs by staff.
async fn forget_merged(tx: &mut Tx, patient: &str, now: Timestamp) -> Result<(), StoreError> {
    let merged: Vec<(String,)> = query(
        "UPDATE patients SET name = NULL, phone = NULL, phone_hash = NULL, language = NULL, forgotten_at = $2,
           changed_at = $2
         WHERE merged_into = $1 AND forgotten_at IS NULL RETURNING id",
    )
    .bind(patient.to_owned())
    .bind(micros(now))
    .all(tx)
    .await?;
    for (id,) in merged {
        for sql in [
            "DELETE FROM notes WHERE owner = $1",
            "DELETE FROM patient_flags WHERE patient = $1",
            "DELETE FROM corrections WHERE patient = $1",
            "UPDATE requests SET note = NULL WHERE subject = $1",
        ] {
            query(sql).bind(id.clone()).execute(tx).await?;
        }
        patient_search::remove(tx, &id).await?;
        tx.destroy_key(&id, micros(now)).await?;
    }
    Ok(())
}

async fn forget_visits(tx: &mut Tx, patient: &str) -> Result<(), StoreError> {
    let visits: Vec<(String,)> =
        query("SELECT id FROM appointments WHERE patient = $1").bind(patient.to_owned()).all(tx).await?;
    for (visit,) in visits {
        // Mails and jobs name in their dedupe key what they are about; ids hold no wildcard but _, and 26
        // characters of chance can't be matched by accident.
        let about = format!("%{visit}%");
        query("DELETE FROM mails WHERE dedupe LIKE $1").bind(about.clone()).execute(tx).await?;
        query("DELETE FROM jobs WHERE dedupe LIKE $1 AND state <> 'running'").bind(about).execute(tx).await?;
        query("DELETE FROM messages WHERE appointment = $1").bind(visit).execute(tx).await?;
    }
    // Whoever is forgotten waits for nothing; what they were asked goes with the wish.
    query("DELETE FROM time_offers WHERE patient = $1").bind(patient.to_owned()).execute(tx).await?;
    query("DELETE FROM waitlist WHERE patient = $1").bind(patient.to_owned()).execute(tx).await?;
    query("UPDATE appointments SET contact = NULL, token = NULL, token_hash = NULL WHERE patient = $1")
        .bind(patient.to_owned())
        .execute(tx)
        .await
        .map(drop)
}

/// Empties what the contact sent. Raw notifications are sealed under the clinic's key, so it is their bytes that
/// go; their hashed keys stay and stop duplicates. What is being handled this moment is not touched.
async fn forget_notifications(tx: &mut Tx, contact: &str, now: Timestamp) -> Result<(), StoreError> {
    let Some(known) = contacts::by_id(tx, &typed("contacts", "id", contact.to_owned())?).await? else {
        return Ok(());
    };
    let phone = known.phone.map(String::from);
    let user = known.user_id.map(String::from);
    for address in phone.into_iter().chain(user) {
        let order = inbox::order_hash(tx, &address);
        query(
            "UPDATE inbox SET payload = NULL, reason = NULL, state = 'handled', handled_at = coalesce(handled_at, $3)
             WHERE order_hash = $1 AND clinic = $2 AND state <> 'waiting'",
        )
        .bind(order)
        .bind(known.clinic.as_str().to_owned())
        .bind(micros(now))
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// `false`: it is not there any more.
async fn forget_contact(tx: &mut Tx, contact: &str, now: Timestamp) -> Result<bool, StoreError> {
    forget_notifications(tx, contact, now).await?;
    let conversations: Vec<(String,)> =
        query("SELECT id FROM conversations WHERE contact = $1").bind(contact.to_owned()).all(tx).await?;
    for (conversation,) in conversations {
        for sql in [
            "DELETE FROM turns WHERE conversation = $1",
            "DELETE FROM lessons WHERE conversation = $1",
            "DELETE FROM messages WHERE conversation = $1",
            "DELETE FROM drafts WHERE conversation = $1",
            "DELETE FROM conversation_reads WHERE conversation = $1",
            "DELETE FROM handovers WHERE conversation = $1",
            "DELETE FROM holds WHERE conversation = $1",
            "DELETE FROM occupancy WHERE owner = $1",
            "DELETE FROM conversations WHERE id = $1",
        ] {
            query(sql).bind(conversation.clone()).execute(tx).await?;
        }
    }
    query("DELETE FROM notes WHERE owner = $1").bind(contact.to_owned()).execute(tx).await?;
    query("DELETE FROM tokens WHERE subject LIKE $1").bind(format!("%{contact}%")).execute(tx).await?;
    query("UPDATE appointments SET contact = NULL WHERE contact = $1")
        .bind(contact.to_owned())
        .execute(tx)
        .await?;
    let known = query("DELETE FROM contacts WHERE id = $1").bind(contact.to_owned()).execute(tx).await?;
    tx.destroy_key(contact, micros(now)).await?;
    Ok(known == 1)
}
