//! The svara binary as xtask uses it: where it is, and which commands it has so far.
//!
//! Absent: what the commands do; `svara --help` says that.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::{console, metadata, shell};

/// The debug binary, built already.
pub struct Svara {
    pub program: PathBuf,
    help: String,
}

impl Svara {
    /// Builds the debug binary alone, which is the soonest way to one.
    pub fn build() -> Result<Svara> {
        Svara::from(&["build", "--package", "svara"])
    }

    /// Builds the debug binary out of what the tests are built with. Tests switch features on in our
    /// crates, so that a binary built alone would compile most of them a second time.
    pub fn build_beside_tests() -> Result<Svara> {
        Svara::from(&["build", "--quiet", "--workspace", "--bins", "--tests", "--examples"])
    }

    fn from(build: &[&str]) -> Result<Svara> {
        console::placeholder()?;
        shell::run(shell::cargo().args(build))?;
        let program = metadata::members()?.target_directory.join("debug/svara");
        let help = shell::output(shell::command(&program).arg("--help"))?;
        Ok(Svara { program, help })
    }

    pub fn has(&self, name: &str) -> bool {
        lists(&self.help, name)
    }

    /// `svara …`
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = shell::command(&self.program);
        command.args(args);
        command
    }
}

/// Whether a help text lists a command: clap puts each on a line of its own.
fn lists(help: &str, name: &str) -> bool {
    help.lines().any(|line| line.starts_with(' ') && line.split_whitespace().next() == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_had_when_the_help_lists_it() {
        let help = "A clinic's front desk\n\nCommands:\n  demo      Try it\n  simulate  A seeded clinic\n";
        assert!(lists(help, "demo"));
        assert!(lists(help, "simulate"));
        assert!(!lists(help, "talk"));
        assert!(!lists(help, "Try"));
        assert!(!lists("", "demo"));
    }
}
