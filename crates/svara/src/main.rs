//! The command `svara`: reads the command line, the environment and configuration files, and wires the house
//! together. Nothing is decided here that a patient could notice.

#![warn(clippy::print_stdout)]

#[macro_use]
mod say;

mod absence;
mod audit;
mod backup;
mod chat;
mod clinic;
mod compliance;
mod demo;
mod forgotten;
mod guard;
mod keys;
mod lessons;
mod log;
mod master_key;
mod migrate;
mod replay;
mod second;
mod serve;
mod simulate;
mod slots;
mod subject;
mod talk;
mod texts;
mod understand;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The front desk of a clinic that answers its patients on WhatsApp.
#[derive(Parser)]
#[command(version, about, max_term_width = 110, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Everything in one process, without an account anywhere: desk, console, simulated WhatsApp and a phone
    Demo(demo::Args),
    /// The desk for production: real providers, SQLite or PostgreSQL
    Serve(serve::Args),
    /// A clinic as one file
    #[command(subcommand)]
    Clinic(clinic::Command),
    /// Somebody is ill, a room is out of order, the clinic closes
    #[command(subcommand)]
    Absence(absence::Command),
    /// Who did what, in a chain that can be verified
    #[command(subcommand)]
    Audit(audit::Command),
    /// Everything about one person, and forgetting them
    #[command(subcommand)]
    Subject(subject::Command),
    /// The keys that everything personal is sealed with
    #[command(subcommand)]
    Keys(keys::Command),
    /// What a new version changes in the database, and changing it
    Migrate(migrate::Args),
    /// The papers that data-protection law asks for, from the set-up in force
    Compliance(compliance::Args),
    /// A copy of the database while the desk works
    #[command(subcommand)]
    Backup(backup::Backup),
    /// A desk on a restored backup sends nothing until a person says go
    #[command(subcommand)]
    Restore(backup::Restore),
    /// A patient's words in, structure out
    Understand(understand::Args),
    /// What is free
    Slots(slots::Args),
    /// Runs written conversations as tests
    Talk(talk::Args),
    /// Plays stored conversations again
    Replay(replay::Args),
    /// What went wrong in conversations, and what to learn from it
    #[command(subcommand)]
    Lessons(lessons::Command),
    /// Every sentence that patients read
    Texts(texts::Args),
    /// A patient's phone in the terminal
    Chat(chat::Args),
    /// A seeded clinic under faults, with an auditor
    Simulate(simulate::Args),
    /// Prints the public API's description
    Openapi,
}

/// It ran and something failed.
const FAILED: u8 = 1;
/// Bad usage or configuration.
const USAGE: u8 = 2;

/// What the shell hears: 0, 1 or 2.
enum Outcome {
    Fine,
    Failed,
}

/// A mistake of who called us: exit status 2.
#[derive(Debug)]
struct Usage(String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

fn usage(what: impl Into<String>) -> anyhow::Error {
    Usage(what.into()).into()
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // Help and version are no mistakes, nor is asking for nothing: they are shown whole.
        Err(asked) if !asked.use_stderr() || asked.kind() == SHOWN_WHOLE => asked.exit(),
        Err(mistake) => {
            eprintln!("svara: {}", in_one_line(&mistake.to_string()));
            return ExitCode::from(USAGE);
        }
    };
    let outcome = match cli.command {
        Command::Understand(args) => understand::run(&args),
        Command::Slots(args) => slots::run(&args),
        Command::Simulate(args) => simulate::run(&args),
        Command::Texts(args) => texts::run(&args),
        Command::Openapi => {
            say_on!("{}", svara_web::openapi());
            Ok(Outcome::Fine)
        }
        Command::Demo(args) => in_runtime(demo::run(args)),
        Command::Serve(args) => in_runtime(serve::run(args)),
        Command::Clinic(command) => in_runtime(clinic::run(command)),
        Command::Subject(command) => in_runtime(subject::run(command)),
        Command::Compliance(args) => in_runtime(compliance::run(args)),
        Command::Keys(command) => in_runtime(keys::run(command)),
        Command::Migrate(args) => in_runtime(migrate::run(args)),
        Command::Backup(command) => in_runtime(backup::backup(command)),
        Command::Restore(command) => in_runtime(backup::restore(command)),
        Command::Audit(command) => in_runtime(audit::run(command)),
        Command::Absence(command) => in_runtime(absence::run(command)),
        Command::Talk(args) => in_runtime(talk::run(args)),
        Command::Replay(args) => in_runtime(replay::run(args)),
        Command::Lessons(command) => in_runtime(lessons::run(command)),
        Command::Chat(args) => in_runtime(chat::run(args)),
    };
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(FAILED),
        Err(error) => {
            let line = format!("{error:#}").replace('\n', " ");
            eprintln!("svara: {line}");
            ExitCode::from(if error.is::<Usage>() { USAGE } else { FAILED })
        }
    }
}

const SHOWN_WHOLE: ErrorKind = ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;

/// What the reader of the command line says in several lines.
fn in_one_line(text: &str) -> String {
    let lines = text.lines().map(|it| it.trim().trim_start_matches("error: "));
    let said: Vec<_> = lines.filter(|it| !it.is_empty() && !it.starts_with("For more information")).collect();
    format!("{}; see --help", said.join("; "))
}

fn in_runtime(work: impl Future<Output = anyhow::Result<Outcome>>) -> anyhow::Result<Outcome> {
    log::begin();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_usage_is_one_line_that_says_what_to_do() {
        let wrong = Cli::try_parse_from(["svara", "simulate", "--faults", "lots"]).err();
        let line = in_one_line(&wrong.map(|it| it.to_string()).unwrap_or_default());
        assert!(!line.contains('\n'), "{line}");
        assert!(line.starts_with("invalid value 'lots'") && line.contains("none, some, storm"), "{line}");
        assert!(line.ends_with("; see --help"), "{line}");
    }
}
