//! `cargo xtask soak`: many seeds of a week under faults, half of them in a storm, with the release binary; then the
//! process killed many times on both engines.
//!
//! Absent: what is checked; that is the auditor's (`docs/reliability.md`).

use anyhow::Result;

use crate::{console, metadata, shell};

/// Seeds played by one process: its report is printed when it ends, so that a night leaves something to read.
const PORTION: u64 = 100;

/// Kills of each kind (while a booking is made, while a reminder falls due) on each engine.
const KILLS: &str = "50";

/// Plays them; the first violation ends it with an error that names its seed.
pub fn run(seeds: u64) -> Result<bool> {
    console::placeholder()?;
    shell::run(shell::cargo().args(["build", "--release", "--package", "svara"]))?;
    let program = metadata::members()?.target_directory.join("release/svara");
    for (portion, first) in (0..seeds).step_by(usize::try_from(PORTION)?).enumerate() {
        let many = PORTION.min(seeds - first);
        let faults = if portion % 2 == 0 { "some" } else { "storm" };
        let mut played = shell::command(&program);
        played.args(["simulate", "--days", "7", "--patients", "20", "--store", "memory", "--faults", faults]);
        played.args(["--seed", &first.to_string(), "--seeds", &many.to_string()]);
        shell::run(&mut played)?;
    }
    println!("{seeds} seeds, no violation");
    let mut kills = shell::cargo();
    kills.args(["test", "--release", "--package", "svara", "--test", "black_box", "crash::"]);
    shell::run(kills.env("SVARA_KILLS", KILLS))?;
    println!("killed {KILLS} times in four ways, nothing lost, nothing twice");
    Ok(true)
}
