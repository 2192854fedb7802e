//! `cargo xtask build` and `cargo xtask deny`: what stands before a release.
//!
//! Absent: packaging and publishing.

use anyhow::{Result, bail};

use crate::{console, metadata, shell, system};

/// Builds the release binary with the console inside.
pub fn run() -> Result<bool> {
    system::ensure(&system::COMPILER)?;
    console::build()?;
    shell::run(shell::cargo().args(["build", "--release", "--package", "svara"]))?;
    println!("{}", metadata::members()?.target_directory.join("release/svara").display());
    Ok(true)
}

/// Checks licences, bans and sources. Advisories need a database that is not in a registry.
pub fn deny() -> Result<bool> {
    if !shell::works(shell::cargo().args(["deny", "--version"])) {
        bail!("cargo-deny is missing: install it with cargo install --locked cargo-deny");
    }
    shell::run(shell::cargo().args(["deny", "--offline", "check", "licenses", "bans", "sources"]))?;
    Ok(true)
}
