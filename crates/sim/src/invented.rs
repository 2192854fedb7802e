//! Invented patients with something on their mind: they write as people do, misspell, digress, change their minds and
//! tap, against a real desk in memory, and are judged by what is booked in the end and by whether a person was
//! needed.
//!
//! Absent: the reader's own example sentences. What these patients write was written for them alone.

mod chance;
mod goal;
mod judge;
mod patient;
mod said;
mod wish;

pub use goal::{Aim, Tongue};
pub use patient::{Told, live};

use chance::Chance;
use svara_desk::DeskError;

/// One patient's conversation, as it ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// The seed that plays it again.
    pub seed: u64,
    /// What they wanted.
    pub aim: Aim,
    /// What they wrote.
    pub tongue: Tongue,
    /// Why it did not end as they wished; none when it did.
    pub wrong: Option<String>,
    /// A person was asked for or needed.
    pub person: bool,
    /// Both sides, to read.
    pub told: Told,
}

impl Ended {
    /// As the patient wished, and without a person.
    pub fn well(&self) -> bool {
        self.wrong.is_none() && !self.person
    }
}

/// Lets one patient live who is made from a seed, at a clinic given as its file's text.
pub async fn one(seed: u64, clinic: &str) -> Result<Ended, DeskError> {
    let mut chance = Chance::new(seed);
    let goal = goal::made(&mut chance);
    live(seed, goal, chance, clinic).await
}
