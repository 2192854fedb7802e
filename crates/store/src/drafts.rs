//! What a member of staff is writing and has not sent: colleagues see it, a lost page brings it back. Sealed under
//! the contact's key. Absent: when a draft is too old to show, which is the desk's to judge.

use crate::row::{instant, micros, typed};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ConversationId, StaffId};

/// Words that were not sent yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Whose.
    pub staff: StaffId,
    /// The words.
    pub text: String,
    /// When they last changed.
    pub at: Timestamp,
}

/// Words of staff to a patient stay out of logs and panics.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("staff", &self.staff).finish_non_exhaustive()
    }
}

/// Keeps what somebody is writing; empty words put the draft away. `false`: there is no such conversation.
pub async fn keep(
    tx: &mut Tx,
    conversation: &ConversationId,
    staff: &StaffId,
    text: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let Some(contact) = contact_of(tx, conversation).await? else { return Ok(false) };
    if text.is_empty() {
        query("DELETE FROM drafts WHERE conversation = $1 AND staff = $2")
            .bind(conversation.as_str().to_owned())
            .bind(staff.as_str().to_owned())
            .execute(tx)
            .await?;
        return Ok(true);
    }
    let row = row_of(conversation, staff);
    let body = tx.seal(&contact, place("drafts", "body", &row), text).await?;
    query(
        "INSERT INTO drafts (conversation, staff, body, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (conversation, staff) DO UPDATE SET body = excluded.body, at = excluded.at",
    )
    .bind(conversation.as_str().to_owned())
    .bind(staff.as_str().to_owned())
    .bind(body)
    .bind(micros(at))
    .execute(tx)
    .await?;
    Ok(true)
}

/// All drafts of a conversation, the newest first.
pub async fn of_conversation(tx: &mut Tx, conversation: &ConversationId) -> Result<Vec<Draft>, StoreError> {
    let Some(contact) = contact_of(tx, conversation).await? else { return Ok(Vec::new()) };
    let rows: Vec<(String, Vec<u8>, i64)> =
        query("SELECT staff, body, at FROM drafts WHERE conversation = $1 ORDER BY at DESC, staff")
            .bind(conversation.as_str().to_owned())
            .all(tx)
            .await?;
    let mut found = Vec::with_capacity(rows.len());
    for (staff, body, at) in rows {
        let staff: StaffId = typed("drafts", "staff", staff)?;
        let row = row_of(conversation, &staff);
        if let Some(text) = tx.open(&contact, place("drafts", "body", &row), &body).await? {
            found.push(Draft { staff, text, at: instant(at)? });
        }
    }
    Ok(found)
}

fn row_of(conversation: &ConversationId, staff: &StaffId) -> String {
    format!("{conversation} {staff}")
}

pub(crate) async fn contact_of(
    tx: &mut Tx,
    conversation: &ConversationId,
) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = query("SELECT contact FROM conversations WHERE id = $1")
        .bind(conversation.as_str().to_owned())
        .optional(tx)
        .await?;
    Ok(row.map(|(contact,)| contact))
}
