//! Notifications that were kept and not handled, with the reason: nothing is lost in silence.

use super::{PAGE_ITEMS_MAX, Who};
use crate::{Desk, DeskError};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use svara_model::Clinic;
use svara_store::inbox;

/// More than this waiting is one problem, not many: the list is cut here.
const KEPT_MAX: usize = 2 * PAGE_ITEMS_MAX;

/// A notification that nobody handled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unhandled {
    /// Its id here; the provider's own would show the sender's number.
    pub id: String,
    /// `message`, `status` or `other`.
    pub kind: &'static str,
    /// When it came.
    pub at: Timestamp,
    /// Why it was not handled.
    pub reason: String,
}

/// A page of them, the oldest first, after the one given; and whether there are more.
pub async fn list(
    desk: &Desk,
    clinic: &Clinic,
    after: Option<&str>,
    limit: usize,
    who: &Who,
) -> Result<(Vec<Unhandled>, bool), DeskError> {
    // With one clinic in the house everything is its business, also what came to a number nobody has.
    let of = (desk.clinics().len() > 1).then(|| clinic.id.clone());
    let kept = desk.store().read("what was not handled", move |tx| {
        let of = of.clone();
        Box::pin(async move { inbox::unhandled(tx, of.as_ref(), KEPT_MAX).await.map_err(DeskError::from) })
    });
    let all = kept.await?.into_iter().map(|(item, reason)| Unhandled {
        id: id_of(&item.key),
        kind: match item.kind {
            inbox::InboxKind::Message => "message",
            inbox::InboxKind::Status => "status",
            inbox::InboxKind::Other => "other",
        },
        at: item.received_at,
        reason,
    });
    let mut rest: Vec<Unhandled> = match after {
        Some(after) => all.skip_while(|it| it.id != after).skip(1).collect(),
        None => all.collect(),
    };
    let more = rest.len() > limit;
    rest.truncate(limit);
    desk.saw(&clinic.id, who, "unhandled.listed", None, Vec::new()).await?;
    Ok((rest, more))
}

fn id_of(key: &str) -> String {
    let digest = Sha256::digest(key.as_bytes());
    let short = digest.iter().take(size_of::<u64>()).fold(0_u64, |all, byte| (all << 8) | u64::from(*byte));
    format!("ntf_{short:016x}")
}
