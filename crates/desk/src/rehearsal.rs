//! Trying a set-up before it goes live: talking to it, and holding the clinic's own written conversations against it.
//!
//! Absent: how it is played. A stage of its own is kept elsewhere (the binary hands in the simulator's): nothing of a
//! rehearsal touches this desk's store, and nothing is sent.

use crate::DeskError;
use crate::clinic_file::ClinicFile;
use futures_util::future::BoxFuture;
use jiff::Timestamp;

/// A trial conversation is played from its beginning each time, so it is kept short.
pub const TRIAL_LINES_MAX: usize = 40;

/// One message of a trial conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// Written or tapped by whoever plays the patient.
    pub by_patient: bool,
    /// The words.
    pub text: String,
    /// What can be tapped below it.
    pub choices: Vec<String>,
}

/// How a written conversation went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Its name.
    pub name: String,
    /// Where it departs from what was written, if it does.
    pub departure: Option<ProofDeparture>,
}

/// Where a written conversation departs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofDeparture {
    /// The line, counted from 1.
    pub line: usize,
    /// What was expected there.
    pub expected: String,
    /// What was there.
    pub found: String,
}

/// A stage: a desk on a store in memory, with a phone that only the audience sees.
pub trait Rehearsal: Send + Sync {
    /// Plays what a patient writes (`[words]`: taps a choice) from a moment on, and tells both sides.
    fn converse(
        &self,
        clinic: ClinicFile,
        start: Timestamp,
        lines: Vec<String>,
    ) -> BoxFuture<'_, Result<Vec<Spoken>, DeskError>>;

    /// Plays written conversations, name and text each.
    fn prove(
        &self,
        clinic: ClinicFile,
        stories: Vec<(String, String)>,
    ) -> BoxFuture<'_, Result<Vec<Proof>, DeskError>>;
}
