//! Systematic reviews of who looked at what (HSLF-FS 2016:40, 4:9): the looks of a month, what was drawn of them, and
//! what a reviewer says of each. Absent: which looks are drawn and why; that is the desk's.

use crate::keys::desk_owner;
use crate::row::{bounded, instant, instant_of, micros, typed};
use crate::seal::place;
use crate::{StoreError, Tx, query};
use jiff::Timestamp;
use svara_model::{ClinicId, PatientId, ReviewId};

/// A line of the audit chain that is a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Its place in the chain.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What kind of look.
    pub kind: String,
    /// At whom or what; none: at a list.
    pub subject: Option<String>,
}

/// A review, with how far it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// Which month, `2026-03`.
    pub period: String,
    /// How many looks there were in it.
    pub looks: i64,
    /// When it was drawn.
    pub drawn_at: Timestamp,
    /// When it shall be done.
    pub due_at: Timestamp,
    /// How many looks were drawn.
    pub entries: i64,
    /// Of how many nobody has said anything.
    pub open: i64,
}

/// A look that was drawn.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// The look.
    pub look: Look,
    /// Why it was drawn, words with spaces between.
    pub why: String,
    /// What the reviewer says, in a word; none: open.
    pub verdict: Option<String>,
    /// And in words.
    pub words: Option<String>,
    /// Who said it.
    pub judged_by: Option<String>,
    /// When.
    pub judged_at: Option<Timestamp>,
}

/// Words stay out of logs and panics.
impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entry").field("seq", &self.look.seq).finish_non_exhaustive()
    }
}

/// Somebody's verdict.
#[derive(Clone, Copy, Debug)]
pub struct Verdict<'a> {
    /// In a word.
    pub verdict: &'a str,
    /// In words.
    pub words: &'a str,
    /// Whose.
    pub by: &'a str,
    /// When.
    pub at: Timestamp,
}

/// The looks between two moments, in the chain's order, after one of them; at most `limit`. A broken glass is a look.
pub async fn looks(
    tx: &mut Tx,
    clinic: &ClinicId,
    (from, to): (Timestamp, Timestamp),
    after: i64,
    limit: usize,
) -> Result<Vec<Look>, StoreError> {
    let rows: Vec<(i64, i64, String, String, Option<String>)> = query(
        "SELECT seq, at, actor, kind, subject FROM events
         WHERE clinic = $1 AND seq > $2 AND at >= $3 AND at < $4
           AND (kind LIKE '%seen' OR kind LIKE '%listed' OR kind LIKE '%searched' OR kind LIKE '%exported'
             OR kind LIKE '%extracted' OR kind LIKE '%previewed' OR kind = 'access.break_glass')
         ORDER BY seq LIMIT $5",
    )
    .bind(clinic.as_str().to_owned())
    .bind(after)
    .bind(micros(from))
    .bind(micros(to))
    .bind(bounded(limit))
    .all(tx)
    .await?;
    rows.into_iter()
        .map(|(seq, at, actor, kind, subject)| Ok(Look { seq, at: instant(at)?, actor, kind, subject }))
        .collect()
}

/// Whether a patient has anything to do with the clinic since then: a visit, a place on the waiting list, a
/// conversation.
pub async fn is_known_since(tx: &mut Tx, patient: &PatientId, since: Timestamp) -> Result<bool, StoreError> {
    let (known,): (bool,) = query(
        "SELECT EXISTS (SELECT 1 FROM appointments WHERE patient = $1 AND starts >= $2)
           OR EXISTS (SELECT 1 FROM waitlist WHERE patient = $1 AND since >= $2)
           OR EXISTS (SELECT 1 FROM contact_patients AS p JOIN conversations AS c ON c.contact = p.contact
             WHERE p.patient = $1 AND c.changed_at >= $2)",
    )
    .bind(patient.as_str().to_owned())
    .bind(micros(since))
    .one(tx)
    .await?;
    Ok(known)
}

/// Writes a draw down: looks by their place in the chain, with why. `false`: that month was drawn before.
pub async fn draw(
    tx: &mut Tx,
    clinic: &ClinicId,
    it: &Review,
    entries: &[(i64, String)],
) -> Result<bool, StoreError> {
    let made = query(
        "INSERT INTO access_reviews (id, clinic, period, looks, drawn_at, due_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (clinic, period) DO NOTHING",
    )
    .bind(it.id.as_str().to_owned())
    .bind(clinic.as_str().to_owned())
    .bind(it.period.clone())
    .bind(it.looks)
    .bind(micros(it.drawn_at))
    .bind(micros(it.due_at))
    .execute(tx)
    .await?;
    if made == 0 {
        return Ok(false);
    }
    for (seq, why) in entries {
        query("INSERT INTO access_review_entries (review, seq, why) VALUES ($1, $2, $3)")
            .bind(it.id.as_str().to_owned())
            .bind(*seq)
            .bind(why.clone())
            .execute(tx)
            .await?;
    }
    Ok(true)
}

/// The clinic's reviews, the newest first.
pub async fn list(tx: &mut Tx, clinic: &ClinicId) -> Result<Vec<Review>, StoreError> {
    let rows: Vec<(String, String, i64, i64, i64, i64, i64)> = query(
        "SELECT r.id, r.period, r.looks, r.drawn_at, r.due_at,
           (SELECT count(*) FROM access_review_entries AS e WHERE e.review = r.id),
           (SELECT count(*) FROM access_review_entries AS e WHERE e.review = r.id AND e.verdict IS NULL)
         FROM access_reviews AS r WHERE r.clinic = $1 ORDER BY r.period DESC",
    )
    .bind(clinic.as_str().to_owned())
    .all(tx)
    .await?;
    rows.into_iter()
        .map(|(id, period, looks, drawn_at, due_at, entries, open)| {
            let (drawn_at, due_at) = (instant(drawn_at)?, instant(due_at)?);
            let id = typed("access_reviews", "id", id)?;
            Ok(Review { id, period, looks, drawn_at, due_at, entries, open })
        })
        .collect()
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    at: i64,
    actor: String,
    kind: String,
    subject: Option<String>,
    why: String,
    verdict: Option<String>,
    words: Option<Vec<u8>>,
    judged_by: Option<String>,
    judged_at: Option<i64>,
}

/// What was drawn for a review, in the chain's order. Empty: the clinic has no such review, or nothing was drawn.
pub async fn entries(tx: &mut Tx, clinic: &ClinicId, id: &ReviewId) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<Row> = query(
        "SELECT e.seq, v.at, v.actor, v.kind, v.subject, e.why, e.verdict, e.words, e.judged_by, e.judged_at
         FROM access_review_entries AS e JOIN access_reviews AS r ON r.id = e.review
         JOIN events AS v ON v.clinic = r.clinic AND v.seq = e.seq
         WHERE r.id = $1 AND r.clinic = $2 ORDER BY e.seq",
    )
    .bind(id.as_str().to_owned())
    .bind(clinic.as_str().to_owned())
    .all(tx)
    .await?;
    let owner = desk_owner(Some(clinic.as_str()));
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let at = entry_id(id, row.seq);
        let words =
            tx.open_some(&owner, place("access_review_entries", "words", &at), row.words.as_deref()).await?;
        found.push(Entry {
            look: Look {
                seq: row.seq,
                at: instant(row.at)?,
                actor: row.actor,
                kind: row.kind,
                subject: row.subject,
            },
            why: row.why,
            verdict: row.verdict,
            words,
            judged_by: row.judged_by,
            judged_at: instant_of(row.judged_at)?,
        });
    }
    Ok(found)
}

/// Notes a verdict; a later one takes its place, and the chain keeps both. `false`: there is no such entry.
pub async fn judge(
    tx: &mut Tx,
    clinic: &ClinicId,
    id: &ReviewId,
    seq: i64,
    it: Verdict<'_>,
) -> Result<bool, StoreError> {
    let owner = desk_owner(Some(clinic.as_str()));
    let at = entry_id(id, seq);
    let words = tx.seal(&owner, place("access_review_entries", "words", &at), it.words).await?;
    let noted = query(
        "UPDATE access_review_entries SET verdict = $3, words = $4, judged_by = $5, judged_at = $6
         WHERE review = $1 AND seq = $2 AND EXISTS (SELECT 1 FROM access_reviews WHERE id = $1 AND clinic = $7)",
    )
    .bind(id.as_str().to_owned())
    .bind(seq)
    .bind(it.verdict.to_owned())
    .bind(words)
    .bind(it.by.to_owned())
    .bind(micros(it.at))
    .bind(clinic.as_str().to_owned())
    .execute(tx)
    .await?;
    Ok(noted == 1)
}

fn entry_id(id: &ReviewId, seq: i64) -> String {
    format!("{id}/{seq}")
}
