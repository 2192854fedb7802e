//! Times that somebody was just shown, ranked lower for others for a few minutes, so that two who ask at once need not
//! want the same one. Nothing is kept by it: whoever asks for a day, or for the first time there is, sees all of them.

use crate::times::FreeTimes;
use crate::turn::Turn;
use crate::{Desk, DeskError};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use svara_dialog::Event;
use svara_model::Clinic;
use svara_store::{Tx, shown};

/// Most who answer an offer at all do so within this.
const SHOWN_MINUTES: i64 = 5;

/// Practitioners' times that others were shown.
pub(crate) type Shown = BTreeSet<(String, Timestamp)>;

impl Desk {
    /// What counts for this search: nothing, unless a patient asks in the chat for any time at all.
    pub(crate) async fn shown_to_others(
        &self,
        tx: &mut Tx,
        clinic: &Clinic,
        ask: &FreeTimes,
        span: (Timestamp, Timestamp),
    ) -> Result<Shown, DeskError> {
        let any_time = ask.own.is_some() && ask.windows.is_empty() && !ask.earliest && !ask.latest;
        if !any_time {
            return Ok(Shown::new());
        }
        let all = shown::to_others(tx, &clinic.id, ask.own.as_ref(), span, self.now()).await?;
        Ok(all.into_iter().map(|(who, from)| (who.as_str().to_owned(), from)).collect())
    }
}

impl Turn<'_> {
    /// What this conversation is about to be shown.
    pub(crate) async fn note_shown(&self, tx: &mut Tx, found: &Event) -> Result<(), DeskError> {
        let Event::TimesFound { slots, .. } = found else { return Ok(()) };
        let until = self.view.now + SignedDuration::from_mins(SHOWN_MINUTES);
        Ok(shown::note(tx, &self.clinic.id, &self.conversation.id, slots, until).await?)
    }
}
