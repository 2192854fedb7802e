//! The desk's work in single steps, for whoever decides the order: a simulation. `pace.rs` does the same by itself.

use crate::{Desk, DeskError};

/// One kind of work that waits to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chore {
    /// Turns and reports, from the inbox.
    Inbox,
    /// Messages to hand over.
    Outbox,
    /// Reminders that fall due.
    Jobs,
    /// Mails to practitioners.
    Mails,
    /// What a process that died had in hand.
    Stale,
    /// Old notifications, ended jobs.
    House,
}

impl Chore {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Inbox, Self::Outbox, Self::Jobs, Self::Mails, Self::Stale, Self::House];
}

impl Desk {
    /// Does what waits of one kind, once; how much there was.
    pub async fn work(&self, chore: Chore) -> Result<usize, DeskError> {
        match chore {
            Chore::Inbox => self.work_inbox().await,
            Chore::Outbox => self.work_outbox().await,
            Chore::Jobs => self.work_jobs().await,
            Chore::Mails => self.work_mails().await,
            Chore::Stale => self.work_stale().await.map(|()| 0),
            Chore::House => self.keep_house().await,
        }
    }

    /// Short messages are answered without waiting for more: whoever drives the desk by [`Desk::work`] decides how
    /// long a patient is listened to.
    pub fn answer_at_once(&self) {
        self.quiet.switch_off();
    }
}
