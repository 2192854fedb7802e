//! The search held against the contract: tables, a slow second opinion, and damage.
//!
//! Absent: the development rows; they are scored outside of the repository.

mod asking;
#[cfg(test)]
mod clinics;
mod clock_changes;
mod complaints;
mod errors;
#[cfg(test)]
mod histories;
#[cfg(test)]
mod minutes;
mod offering;
mod oracle;
mod peers;
mod plans;
mod ranking;
mod rules;
mod scenario;
