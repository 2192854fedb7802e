//! The person that a message is for, when not its writer.
//!
//! Absent: lists of names; words of kinship and position decide.

use crate::scene::Scene;

/// "Elsa" of "min dotter Elsa", or "min dotter".
pub fn for_other(_scene: &Scene<'_>) -> Option<String> {
    None
}
