//! A seeded clinic under faults: the real desk, dialogue, schedule and store, with a clock, a provider, patients and
//! staff that are made up, and an auditor who keeps books of their own.
//!
//! One thread, and one thing at a time: wherever the desk waits it stands at a gate, and a seeded scheduler decides
//! who goes through next, what fails there, and who dies. So the same seed plays the same days again, step by step.
//! `docs/reliability.md` tells what is checked and what was found.
//!
//! Absent: the network, real time, and power cuts; those are the black box's (`crates/svara/tests/black_box`).

mod auditor;
mod canary;
mod chance;
mod clinics;
mod clock;
mod faults;
mod gate;
mod happenings;
mod node;
mod notices;
mod patients;
mod provider;
mod report;
mod scheduler;
mod staff;
mod trace;
mod words;
mod world;

pub use faults::Weather;
pub use report::{Outcome, Rates, Report, Sum, ViolationReport};

use svara_desk::DeskError;
use svara_store::{Store, StoreError};

/// What to play.
#[derive(Clone, Debug)]
pub struct Options {
    /// Decides everything that chance decides.
    pub seed: u64,
    /// How many days.
    pub days: u32,
    /// Phones at each clinic.
    pub patients: usize,
    /// Clinics on the one store.
    pub clinics: usize,
    /// What goes wrong.
    pub weather: Weather,
    /// Prints every step to standard error.
    pub trace: bool,
    /// The command that plays it again, for a violation.
    pub replay: String,
}

/// A simulation that could not go on; a violated invariant is no such error.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The store failed where no fault was meant.
    #[error("the store failed outside the simulated faults: {0}")]
    Store(#[from] StoreError),
    /// The desk could not be set up.
    #[error("the simulated desk could not be opened: {0}")]
    Desk(#[from] DeskError),
    /// The desk waits for something that the scheduler does not know.
    #[error("the desk waits for something outside the simulation, after `{0}`")]
    Stuck(String),
}

/// Plays one seed on an empty store. It has to run on a runtime of one thread.
pub async fn play(options: &Options, store: Store) -> Result<Outcome, SimulationError> {
    let canary = canary::Canary::default();
    let _listening = tracing::subscriber::set_default(canary.clone());
    let mut world = world::World::open(options, store).await?;
    world.play().await?;
    Ok(world.outcome(&canary))
}
