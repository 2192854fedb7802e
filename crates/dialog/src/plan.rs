//! Several appointments at once, as a conversation carries them: the wish with those who come, and the plans on the
//! table.

use crate::memory::Whom;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use svara_model::{FreePlan, PlanWish};

/// A wish for several appointments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanAsk {
    /// What.
    pub wish: PlanWish,
    /// Who comes: one for all, or one for each. Empty until it is known.
    pub people: Vec<Whom>,
    /// The first visit may start in one of these; empty: any time.
    pub windows: Vec<(Timestamp, Timestamp)>,
    /// First starts that were offered and not liked.
    pub not: Vec<Timestamp>,
}

/// Plans shown together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanOffer {
    /// Stands in the buttons' ids.
    pub number: u32,
    /// As shown, in order.
    pub plans: Vec<FreePlan>,
    /// The wish they answer.
    pub ask: PlanAsk,
    /// One of them was taken.
    pub taken: bool,
}
