//! Reviews of who looked at what: which there are, what was drawn, and what a reviewer says of each look. Absent: the
//! draw (`review.rs`).

use super::Who;
use super::ledger::one_of;
use super::rights::text;
use crate::review::patients_behind;
use crate::{Desk, DeskError};
use std::collections::BTreeMap;
use svara_model::{Access, Capability, Clinic, PatientId, ReviewId, StaffId};
use svara_store::reviews::{self, Entry, Verdict};
use svara_store::{Tx, patients, staff};

/// A review, with how far it came.
pub use svara_store::reviews::Review;

/// What may be said of a look.
pub const VERDICTS: [&str; 3] = ["justified", "unclear", "unjustified"];

/// A look that was drawn, with names.
pub struct Drawn {
    /// As it stands.
    pub entry: Entry,
    /// Who looked, by name; of a program the token's.
    pub by: String,
    /// Whom it showed; of a list nobody is named.
    pub patients: Vec<(PatientId, String)>,
    /// Who said what of it, by name.
    pub judged_by: Option<String>,
}

/// The clinic's reviews, the newest first.
pub async fn list(desk: &Desk, clinic: &Clinic) -> Result<Vec<Review>, DeskError> {
    let id = clinic.id.clone();
    let found = desk.store().read("reviews", move |tx| {
        let id = id.clone();
        Box::pin(async move { reviews::list(tx, &id).await.map_err(DeskError::from) })
    });
    found.await
}

/// The looks of a review that wait for a verdict, with ids and without names.
pub async fn open(desk: &Desk, clinic: &Clinic, id: &ReviewId) -> Result<Vec<Entry>, DeskError> {
    let (clinic, id) = (clinic.id.clone(), id.clone());
    let found = desk.store().read("open looks", move |tx| {
        let (clinic, id) = (clinic.clone(), id.clone());
        Box::pin(async move { reviews::entries(tx, &clinic, &id).await.map_err(DeskError::from) })
    });
    Ok(found.await?.into_iter().filter(|it| it.verdict.is_none()).collect())
}

/// What was drawn for a review; `None` when the clinic has no such review. Looking shows patients, and is noted.
pub async fn show(
    desk: &Desk,
    clinic: &Clinic,
    id: &ReviewId,
    who: &Who,
) -> Result<Option<(Review, Vec<Drawn>)>, DeskError> {
    let (clinic_id, wanted) = (clinic.id.clone(), id.clone());
    let found = desk.store().read("a review", move |tx| {
        let (clinic, id) = (clinic_id.clone(), wanted.clone());
        Box::pin(async move {
            let review = reviews::list(tx, &clinic).await?.into_iter().find(|it| it.id == id);
            let Some(review) = review else { return Ok::<_, DeskError>(None) };
            let mut names = BTreeMap::new();
            let mut drawn = Vec::new();
            for entry in reviews::entries(tx, &clinic, &id).await? {
                drawn.push(named(tx, entry, &mut names).await?);
            }
            Ok(Some((review, drawn)))
        })
    });
    let Some((review, drawn)) = found.await? else { return Ok(None) };
    let shown = drawn.iter().flat_map(|it| &it.patients).map(|it| it.0.to_string()).collect();
    desk.saw(&clinic.id, who, "access_review.seen", Some(review.id.to_string()), shown).await?;
    Ok(Some((review, drawn)))
}

async fn named(tx: &mut Tx, entry: Entry, names: &mut BTreeMap<String, String>) -> Result<Drawn, DeskError> {
    let by = name_of(tx, &entry.look.actor, names).await?;
    let judged_by = match &entry.judged_by {
        Some(actor) => Some(name_of(tx, actor, names).await?),
        None => None,
    };
    let mut shown = Vec::new();
    for id in patients_behind(tx, entry.look.subject.as_deref()).await? {
        // Of somebody who was forgotten there is no name.
        let name = patients::by_id(tx, &id).await?.map_or_else(String::new, |it| it.name);
        shown.push((id, name));
    }
    Ok(Drawn { entry, by, patients: shown, judged_by })
}

async fn name_of(
    tx: &mut Tx,
    actor: &str,
    known: &mut BTreeMap<String, String>,
) -> Result<String, DeskError> {
    if let Some(name) = known.get(actor) {
        return Ok(name.clone());
    }
    let id = actor.strip_prefix("staff:").and_then(|it| it.parse::<StaffId>().ok());
    let found = match id {
        Some(id) => staff::by_id(tx, &id).await?.map(|it| it.name),
        None => actor.strip_prefix("api:").map(str::to_owned),
    };
    let name = found.unwrap_or_else(|| actor.to_owned());
    known.insert(actor.to_owned(), name.clone());
    Ok(name)
}

/// Says what of a look was right. A later verdict takes the place of an earlier one; the chain keeps both. A conflict
/// when somebody judges their own look and another could.
pub async fn judge(
    desk: &Desk,
    clinic: &Clinic,
    id: &ReviewId,
    seq: i64,
    (verdict, words): (&str, &str),
    who: &Who,
) -> Result<(), DeskError> {
    let verdict = one_of("verdict", verdict, &VERDICTS)?;
    let words = text("words", words)?;
    let (desk_in, clinic, id, who) = (desk.clone(), clinic.id.clone(), id.clone(), who.clone());
    desk.store()
        .write("judge a look", move |tx| {
            let (desk, clinic, id, who) = (desk_in.clone(), clinic.clone(), id.clone(), who.clone());
            let words = words.clone();
            Box::pin(async move {
                let drawn = reviews::entries(tx, &clinic, &id).await?;
                let entry = drawn.into_iter().find(|it| it.look.seq == seq);
                let entry = entry.ok_or(DeskError::NotFound("the look"))?;
                if entry.look.actor == who.actor && another_may(tx, &who.staff).await? {
                    let why = "this is a look of your own: a colleague says whether it was right";
                    return Err(DeskError::Conflict(why.to_owned()));
                }
                let it = Verdict { verdict, words: &words, by: &who.actor, at: desk.now() };
                reviews::judge(tx, &clinic, &id, seq, it).await?;
                let details = serde_json::json!({ "seq": seq, "verdict": verdict }).to_string();
                desk.line(tx, &clinic, &who, "access_review.judged", Some(id.as_str()), &details).await
            })
        })
        .await
}

async fn another_may(tx: &mut Tx, me: &StaffId) -> Result<bool, DeskError> {
    let all = staff::all(tx).await?;
    let reviews = |it: &staff::Staff| it.roles.access(Capability::Audit) == Access::Write;
    Ok(all.iter().any(|it| &it.id != me && it.disabled_at.is_none() && reviews(it)))
}
