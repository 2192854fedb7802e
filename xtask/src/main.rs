//! `cargo xtask`: everything a person or the CI does with this repository, one command each.
//!
//! Absent on purpose: a shell, a build system, clever caching. Each command runs the ordinary
//! tools (cargo, npm, apt-get, pip) in the order in which a careful person would type them.

mod bench;
mod console;
mod count;
mod demo;
mod fuzz;
mod generate;
mod metadata;
mod node;
mod peers;
mod release;
mod report;
mod shell;
mod soak;
mod suite;
mod svara;
mod system;
mod tidy;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Works on this repository")]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the console and svara, and run `svara demo` with its data under target/demo
    ///
    /// Example: cargo xtask demo -- --listen 127.0.0.1:9000 --fresh
    Demo {
        /// Passed on to `svara demo`
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Run every check there is; the last line says how many passed and failed
    ///
    /// Example: cargo xtask test --fast
    Test {
        /// Leave out the console and the browser
        #[arg(long)]
        fast: bool,
        /// Run one step by its name (may be given several times)
        #[arg(long, value_name = "STEP")]
        only: Vec<String>,
    },
    /// Build the release binary with the console inside, at target/release/svara
    Build,
    /// Run a benchmark and print its figures; without a name, say which there are. `schedule` runs its peers as
    /// well, unless it is told to run `alone`
    ///
    /// Example: cargo xtask bench schedule
    Bench {
        /// desk, schedule, language or store
        name: Option<String>,
        /// Passed on to the benchmark
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Write again what is generated and checked in: openapi.json and the console's types
    Generate {
        /// Change nothing; fail when something is stale
        #[arg(long)]
        check: bool,
    },
    /// Play many seeds of a week under faults with the release binary; stops at the first violation
    ///
    /// Example: cargo xtask soak --seeds 1000
    Soak {
        /// How many seeds
        #[arg(long, default_value_t = 10_000)]
        seeds: u64,
    },
    /// Feed changed seeds to everything that reads what others wrote, each for so many minutes
    ///
    /// Example: cargo xtask fuzz 10
    Fuzz {
        /// How long each
        #[arg(default_value_t = 10)]
        minutes: u64,
        /// Play a round again: the seed that a failure printed
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Hold the house rules: sizes, words, layers, links
    Tidy,
    /// Check licences, banned crates and sources with cargo-deny, if it is installed
    Deny,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs one command; `false` means that it ran and found something wrong.
fn run(task: Task) -> Result<bool> {
    match task {
        Task::Demo { args } => demo::run(&args),
        Task::Test { fast, only } => suite::run(fast, &only),
        Task::Build => release::run(),
        Task::Bench { name, args } => bench::run(name.as_deref(), &args),
        Task::Generate { check } => generate::run(check),
        Task::Soak { seeds } => soak::run(seeds),
        Task::Fuzz { minutes, seed } => fuzz::run(minutes, seed),
        Task::Tidy => tidy::run(),
        Task::Deny => release::deny(),
    }
}
