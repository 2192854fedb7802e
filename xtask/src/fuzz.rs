//! `cargo xtask fuzz`: everything that reads what others wrote, fed with changed seeds for as long as it is told.
//!
//! Absent: the changes and the seeds; those stand in `crates/web/tests/fuzz`.

use anyhow::Result;

use crate::{console, shell};

/// Runs each for so many minutes, two at a time, from a seed that is printed.
pub fn run(minutes: u64, seed: Option<u64>) -> Result<bool> {
    console::placeholder()?;
    // Another process, another seed; chance enough for a start, and it is printed.
    let seed = seed.unwrap_or_else(|| u64::from(std::process::id()));
    println!("fuzzing each for {minutes} minutes, SVARA_FUZZ_SEED={seed}");
    let mut round = shell::cargo();
    round.args([
        "test",
        "--package",
        "svara-web",
        "--test",
        "fuzz",
        "--",
        "--nocapture",
        "--test-threads",
        "2",
    ]);
    round.env("SVARA_FUZZ_SECONDS", (minutes * 60).to_string()).env("SVARA_FUZZ_SEED", seed.to_string());
    shell::run(&mut round)?;
    Ok(true)
}
