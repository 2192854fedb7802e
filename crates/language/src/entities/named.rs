//! Services and practitioners, matched against the clinic's own names for them.
//!
//! Absent: any list of names or treatments of our own.

use crate::scene::Scene;

/// The service that is named.
pub fn service(_scene: &Scene<'_>) -> Option<String> {
    None
}

/// The practitioner that is named.
pub fn practitioner(_scene: &Scene<'_>) -> Option<String> {
    None
}
