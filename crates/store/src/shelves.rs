//! The inbox as rows: a page of conversations with name, last words, card and what is unread, in a fixed number of
//! questions however long the page is. Absent: which shelf a row stands on, which the desk decides.

use crate::conversations::{self, Row as ConversationRow};
use crate::row::{bounded, instant_of, json, micros, to_json, typed, typed_of, word};
use crate::seal::place;
use crate::threads::{self, Handling};
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use std::collections::HashMap;
use svara_model::{
    ClinicId, Conversation, ConversationId, Direction, HandoverReason, Outgoing, PatientId, PhoneNumber,
    StaffId,
};

/// Words of the last line that a row shows at most.
const LAST_CHARACTERS_MAX: usize = 140;

/// Which conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// A person has them, or is waited for, or has something to look at.
    Staff,
    /// The assistant answers.
    Assistant,
    /// Any.
    All,
    /// A message to the patient failed since a moment.
    FailedSince(Timestamp),
}

/// A conversation in the list.
#[derive(Clone, Debug)]
pub struct ShelfRow {
    /// The conversation.
    pub conversation: Conversation,
    /// Their number, if it may be seen.
    pub phone: Option<PhoneNumber>,
    /// The patients behind it, the oldest entry first.
    pub patients: Vec<(PatientId, String)>,
    /// The last line, cut short.
    pub last: Option<LastLine>,
    /// The place of the last line.
    pub last_seq: i64,
    /// Why a person is needed, and since when.
    pub card: Option<(HandoverReason, Timestamp)>,
    /// Put aside, done with.
    pub handling: Handling,
    /// What this person has not read of what came in since the last answer.
    pub unread: i64,
}

/// The last line of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastLine {
    /// Which way.
    pub direction: Direction,
    /// The words, cut short.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// How far it came.
    pub status: String,
    /// Who of the staff wrote it.
    pub by: Option<StaffId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    conversation: ConversationRow,
    last_seq: i64,
    phone: Option<Vec<u8>>,
    line: Option<String>,
    direction: Option<String>,
    body: Option<Vec<u8>>,
    at: Option<i64>,
    status: Option<String>,
    by_staff: Option<String>,
    reason: Option<String>,
    opened: Option<i64>,
    snoozed_seq: Option<i64>,
    snoozed_until: Option<i64>,
    resolved_at: Option<i64>,
    unread: i64,
}

/// A page, the newest change first, as one person sees it.
pub async fn list(
    tx: &mut Tx,
    clinic: &ClinicId,
    staff: &StaffId,
    shelf: Shelf,
    before: Option<(Timestamp, ConversationId)>,
    limit: usize,
) -> Result<Vec<ShelfRow>, StoreError> {
    let (at, id) = match before {
        Some((at, id)) => (micros(at), id.as_str().to_owned()),
        None => (i64::MAX, String::new()),
    };
    let asked = query(text_of(shelf))
        .bind(clinic.as_str().to_owned())
        .bind(staff.as_str().to_owned())
        .bind(at)
        .bind(id)
        .bind(bounded(limit));
    let asked = match shelf {
        Shelf::Staff => asked.bind("staff".to_owned()),
        Shelf::Assistant => asked.bind("bot".to_owned()),
        Shelf::All => asked,
        Shelf::FailedSince(since) => asked.bind(micros(since)),
    };
    let rows: Vec<Row> = asked.all(tx).await?;
    let contacts: Vec<&str> = rows.iter().map(|it| it.conversation.contact.as_str()).collect();
    let mut names = names(tx, &to_json(&contacts)).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let patients = names.remove(&row.conversation.contact).unwrap_or_default();
        found.push(opened(tx, row, patients).await?);
    }
    Ok(found)
}

async fn opened(tx: &mut Tx, row: Row, patients: Vec<(PatientId, String)>) -> Result<ShelfRow, StoreError> {
    let contact = row.conversation.contact.clone();
    let phone = tx.open_some(&contact, place("contacts", "phone", &contact), row.phone.as_deref()).await?;
    let phone = phone.map(PhoneNumber::try_from).transpose();
    let phone = phone.map_err(|error| place("contacts", "phone", &contact).corrupt(error))?;
    let last = match (row.line, row.direction, instant_of(row.at)?) {
        (Some(id), Some(direction), Some(at)) => {
            let body = tx.open_some(&contact, place("messages", "body", &id), row.body.as_deref()).await?;
            let direction = word("messages", "direction", &direction, crate::messages::parse_direction)?;
            let text = match (direction, body) {
                (_, None) => String::new(),
                (Direction::In, Some(text)) => text,
                (Direction::Out, Some(text)) => json::<Outgoing>("messages", "body", &id, &text)?.shown(),
            };
            let text = text.chars().take(LAST_CHARACTERS_MAX).collect();
            let (status, by) = (row.status.unwrap_or_default(), row.by_staff);
            Some(LastLine { direction, text, at, status, by: typed_of("messages", "by_staff", by)? })
        }
        _ => None,
    };
    let card = match (row.reason, instant_of(row.opened)?) {
        (Some(reason), Some(since)) => {
            Some((word("handovers", "reason", &reason, HandoverReason::parse)?, since))
        }
        _ => None,
    };
    Ok(ShelfRow {
        conversation: conversations::conversation(row.conversation)?,
        phone,
        patients,
        last,
        last_seq: row.last_seq,
        card,
        handling: threads::handling_of(row.snoozed_seq, row.snoozed_until, row.resolved_at)?,
        unread: row.unread,
    })
}

/// The names behind a page's contacts, in one question.
async fn names(tx: &mut Tx, contacts: &str) -> Result<HashMap<String, Vec<(PatientId, String)>>, StoreError> {
    let rows: Vec<(String, String, Option<Vec<u8>>)> =
        query(tx.pick(NAMES_SQLITE, NAMES_POSTGRES)).bind(contacts.to_owned()).all(tx).await?;
    let mut found: HashMap<String, Vec<(PatientId, String)>> = HashMap::new();
    for (contact, patient, name) in rows {
        let name = tx.open_some(&patient, place("patients", "name", &patient), name.as_deref()).await?;
        let entry = (typed("patients", "id", patient)?, name.unwrap_or_default());
        found.entry(contact).or_default().push(entry);
    }
    Ok(found)
}

const NAMES_SQLITE: &str = "SELECT c.contact, p.id, p.name FROM contact_patients AS c
     JOIN patients AS p ON p.id = c.patient
     WHERE c.contact IN (SELECT value FROM json_each($1)) AND p.forgotten_at IS NULL ORDER BY c.contact, p.id";
const NAMES_POSTGRES: &str = "SELECT c.contact, p.id, p.name FROM contact_patients AS c
     JOIN patients AS p ON p.id = c.patient
     WHERE c.contact IN (SELECT jsonb_array_elements_text(CAST($1 AS JSONB))) AND p.forgotten_at IS NULL
     ORDER BY c.contact, p.id";

/// The page is chosen first, by index; what a row shows is joined to the page alone. Of the last lines only a few
/// are looked at for what is unread: more than that is "many".
macro_rules! page {
    ($which:literal) => {
        concat!(
            "SELECT c.id, c.clinic, c.contact, c.channel, c.state_data, c.language, c.last_inbound_at, c.opened_at,
               c.changed_at, c.last_seq, c.snoozed_seq, c.snoozed_until, c.resolved_at, k.phone,
               m.id AS line, m.direction, m.body, m.at, m.status, m.by_staff, h.reason, h.opened_at AS opened,
               (SELECT count(*) FROM messages AS i WHERE i.conversation = c.id AND i.direction = 'in'
                  AND i.seq > c.last_seq - 30 AND i.seq > coalesce(r.seq, 0)
                  AND i.seq > coalesce((SELECT max(o.seq) FROM messages AS o WHERE o.conversation = c.id
                    AND o.direction = 'out' AND o.seq > c.last_seq - 30), 0)) AS unread
             FROM (",
            $which,
            " ORDER BY changed_at DESC, id DESC LIMIT $5) AS c
             JOIN contacts AS k ON k.id = c.contact
             LEFT JOIN messages AS m ON m.conversation = c.id AND m.seq = c.last_seq
             LEFT JOIN handovers AS h ON h.conversation = c.id AND h.closed_at IS NULL
             LEFT JOIN conversation_reads AS r ON r.conversation = c.id AND r.staff = $2
             ORDER BY c.changed_at DESC, c.id DESC"
        )
    };
}
pub(crate) const IN_STATE: &str = page!(
    "SELECT * FROM conversations
     WHERE clinic = $1 AND state = $6 AND changed_at <= $3 AND (changed_at < $3 OR id < $4)"
);
pub(crate) const ANY: &str = page!(
    "SELECT * FROM conversations
     WHERE clinic = $1 AND changed_at <= $3 AND (changed_at < $3 OR id < $4)"
);
pub(crate) const WITH_STAFF: &str = page!(
    "SELECT * FROM conversations
     WHERE id IN (SELECT id FROM conversations WHERE clinic = $1 AND state = $6
                  UNION SELECT conversation FROM handovers WHERE closed_at IS NULL)
       AND clinic = $1 AND changed_at <= $3 AND (changed_at < $3 OR id < $4)"
);
const FAILED: &str = page!(
    "SELECT * FROM conversations
     WHERE id IN (SELECT conversation FROM messages WHERE clinic = $1 AND status = 'failed' AND at >= $6)
       AND changed_at <= $3 AND (changed_at < $3 OR id < $4)"
);

fn text_of(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Staff => WITH_STAFF,
        Shelf::Assistant => IN_STATE,
        Shelf::All => ANY,
        Shelf::FailedSince(_) => FAILED,
    }
}
