//! A restored backup remembers people whom the house has forgotten since. The list of the forgotten stands outside the
//! database; a desk that meets names there which its store does not know is a restored one: it forgets them again
//! first, and sends nothing until a person says go.

use crate::{Desk, DeskError};
use jiff::Timestamp;
use svara_model::EventId;
use svara_store::{Tx, erasure, events, settings};

/// As a copy is marked by `svara backup create`.
const MODE: &str = svara_store::backup::RESTORE_MODE;
/// What we would have sent by ourselves before this moment may have been sent before the backup was put back.
const UNTIL: &str = "restore.until";

impl Desk {
    /// Forgets again whom the list names and the store still knows; how many entries were news to the store. With any
    /// the desk is in restore mode from then on.
    pub async fn meet_the_forgotten(&self, list: Vec<(String, Timestamp)>) -> Result<usize, DeskError> {
        let desk = self.clone();
        self.store
            .write("meet the forgotten", move |tx| {
                let (desk, list) = (desk.clone(), list.clone());
                Box::pin(async move {
                    let known = erasure::list(tx).await?;
                    let news: Vec<_> =
                        list.into_iter().filter(|it| !known.iter().any(|known| known.0 == it.0)).collect();
                    if !news.is_empty() {
                        erasure::replay(tx, &news).await?;
                        settings::set(tx, MODE, "on").await?;
                        desk.note_restore(tx, "restore.began").await?;
                    }
                    Ok(news.len())
                })
            })
            .await
    }

    /// Begins restore mode, for a backup that was just put back.
    pub async fn begin_restore(&self) -> Result<(), DeskError> {
        self.set_mode("on", "restore.began").await
    }

    /// A person looked at the restored desk and says go.
    pub async fn end_restore(&self) -> Result<(), DeskError> {
        self.set_mode("off", "restore.ended").await?;
        self.outbox_bell.notify_one();
        Ok(())
    }

    /// Whether nothing leaves until a person says go.
    pub async fn is_restoring(&self) -> Result<bool, DeskError> {
        self.store.read("restore mode", |tx| Box::pin(async move { restoring(tx).await })).await
    }

    /// Everybody whom this store has forgotten, to be kept outside of it.
    pub async fn forgotten(&self) -> Result<Vec<(String, Timestamp)>, DeskError> {
        let list = self.store.read("the forgotten", |tx| {
            Box::pin(async move { erasure::list(tx).await.map_err(DeskError::from) })
        });
        list.await
    }

    async fn set_mode(&self, mode: &'static str, kind: &'static str) -> Result<(), DeskError> {
        let desk = self.clone();
        self.store
            .write("restore mode", move |tx| {
                let desk = desk.clone();
                Box::pin(async move {
                    settings::set(tx, MODE, mode).await?;
                    settings::set(tx, UNTIL, &desk.now().to_string()).await?;
                    desk.note_restore(tx, kind).await
                })
            })
            .await
    }

    async fn note_restore(&self, tx: &mut Tx, kind: &str) -> Result<(), DeskError> {
        let now = self.now();
        for clinic in self.clinics() {
            let id = self.ids.make(EventId::new, now);
            events::append(tx, id, &clinic.id, now, "desk", kind, None, "{}").await?;
        }
        Ok(())
    }
}

/// Whether something of ours was due before the desk spoke again after a restore: nobody knows whether it was sent, and
/// a reminder goes out at most once.
pub(crate) async fn was_due_before(tx: &mut Tx, due: Timestamp) -> Result<bool, DeskError> {
    let until = settings::get(tx, UNTIL).await?.and_then(|it| it.parse::<Timestamp>().ok());
    Ok(until.is_some_and(|it| due <= it))
}

/// Asked by whoever claims something that would leave.
pub(crate) async fn restoring(tx: &mut Tx) -> Result<bool, DeskError> {
    Ok(settings::get(tx, MODE).await?.is_some_and(|it| it == "on"))
}
