//! Which of the offered times was chosen: by number, order, day, clock or practitioner, if exactly one fits.
//!
//! Absent: yes and no.

use crate::scene::Scene;

/// What the words pick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// This one.
    One(usize),
    /// More than one fits.
    Several,
    /// None, or the words do not choose.
    None,
}

/// Picks.
pub fn pick(_scene: &Scene<'_>) -> Pick {
    Pick::None
}
