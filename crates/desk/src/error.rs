//! What can go wrong at the desk, each naming the step.

use svara_store::StoreError;

/// A use case that could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A search was malformed: the clinic's set-up contradicts itself.
    #[error("free times could not be searched: {0}")]
    Search(#[from] crate::times::SearchError),
    /// Something asked for doesn't exist.
    #[error("{0} is not known here")]
    NotFound(&'static str),
    /// The time is not free, or the appointment changed meanwhile.
    #[error("{0}")]
    Conflict(String),
    /// A time can't be booked, by a rule or because somebody has it.
    #[error("{0}")]
    NotFree(crate::NotFree),
    /// One of several times that were to be booked together can't be had, so that none of them is booked.
    #[error("{number} of {of}: {why}; none of them is booked")]
    PlanNotFree {
        /// Which of them, counted from 1.
        number: usize,
        /// Of how many.
        of: usize,
        /// Why not.
        why: crate::NotFree,
    },
    /// A colleague has it; their name.
    #[error("{0} has this conversation")]
    TakenBy(String),
    /// The request makes no sense.
    #[error("{0}")]
    Invalid(String),
    /// Who asks may not.
    #[error("{0}")]
    Forbidden(&'static str),
    /// The turn is rolled back until somebody else was asked about its words.
    #[error("a second opinion is wanted")]
    Unsure(Box<crate::Unsure>),
    /// What was stored cannot be read back.
    #[error("what was stored for {what} can't be read: {why}")]
    Unreadable {
        /// Which record.
        what: &'static str,
        /// How it failed.
        why: String,
    },
}

impl DeskError {
    /// A step that makes no sense from where the visit stands.
    pub(crate) fn step(refused: svara_model::NotFromHere) -> Self {
        Self::Conflict(refused.to_string())
    }
}
